"""Composer and timeline: writing, drafts, days and months, mending, deleting, and thousands of entries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.domain.timeline_entries import OwnerKind, TimelineEntry, TimelineOwner
from crm_desktop.ui.dialogs.timeline.model import LINE_ROLE, TimelineModel, lines_of

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

BERLIN = ZoneInfo("Europe/Berlin")
CONTROL = Qt.KeyboardModifier.ControlModifier


def _entry(number: int, at: datetime) -> TimelineEntry:
    return TimelineEntry("note", number, at, text=f"Note {number}")


def test_what_is_typed_with_l_stands_on_the_timeline_after_ctrl_enter(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.show(marta)
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_L)
    place.type("Wants the booking page in two languages.")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.lines() == ["Today", "Note, 14:20. Wants the booking page in two languages."]
    assert place.view.person.composer.fields.text.toPlainText() == ""


def test_a_call_keeps_direction_duration_and_the_moment_that_was_typed(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.show(marta)
    composer = place.view.person.composer
    composer.start(InteractionKind.CALL)
    place.type("Budget is fine.")
    place.click(composer.fields.directions.chip("incoming"))
    composer.fields.duration.setFocus()
    place.type("1 h 20")
    composer.fields.when.setFocus()
    place.type("2026-11-19 11:05")
    place.key(Qt.Key.Key_Return, CONTROL)
    (entry,) = [each for each in place.services.timeline.entries(marta) if each.kind == "call"]
    assert (entry.direction, entry.duration_minutes) == (Direction.INCOMING, 80)
    assert entry.at == datetime(2026, 11, 19, 10, 5, tzinfo=UTC)
    assert "Thursday 19 November" in place.lines()


@pytest.mark.parametrize(
    ("field", "typed"), [("duration", "a while"), ("when", "2030-01-01"), ("when", "whenever it was")]
)
def test_what_cannot_be_understood_is_not_saved_and_not_lost(place: Place, field: str, typed: str) -> None:
    marta = place.person("Marta Oliveira")
    place.show(marta)
    fields = place.view.person.composer.fields
    place.view.person.compose(InteractionKind.CALL)
    place.type("Budget is fine.")
    getattr(fields, field).setFocus()
    place.type(typed)
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.services.timeline.entries(marta) == []
    assert fields.error.isVisible()
    assert fields.text.toPlainText() == "Budget is fine."


def test_a_draft_is_kept_for_each_person(place: Place) -> None:
    marta, jonas = place.person("Marta Oliveira"), place.person("Jonas Keller")
    fields = place.view.person.composer.fields
    place.show(marta)
    place.view.person.compose(InteractionKind.MEETING)
    place.type("half a thou")
    place.show(jonas)
    assert fields.text.toPlainText() == ""
    place.view.person.compose()
    place.type("something else")
    place.show(marta)
    assert fields.text.toPlainText() == "half a thou"
    assert fields.kind() is InteractionKind.MEETING
    place.show(jonas)
    assert fields.text.toPlainText() == "something else"


def test_a_draft_survives_a_change_made_elsewhere(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.show(marta)
    place.view.person.compose()
    place.type("half a thou")
    place.services.contacts.set_text(marta, "source", "referral")
    place.services.timeline.log(marta, _draft(place, "From elsewhere"))
    place.settle()
    assert place.view.person.composer.fields.text.toPlainText() == "half a thou"
    assert QApplication.focusWidget() is place.view.person.composer.fields.text
    assert any("From elsewhere" in line for line in place.lines())


def test_a_failed_save_leaves_the_text_and_says_why(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    marta = place.person("Marta Oliveira")
    place.show(marta)

    def full(*_arguments: object) -> int:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(type(place.services.timeline), "log", full)
    place.view.person.compose()
    place.type("Must not be lost")
    place.key(Qt.Key.Key_Return, CONTROL)
    composer = place.view.person.composer
    assert composer.fields.text.toPlainText() == "Must not be lost"
    assert composer.fields.error.text() == "The disk is full."
    monkeypatch.undo()
    place.key(Qt.Key.Key_Return, CONTROL)
    assert any("Must not be lost" in line for line in place.lines())


def test_esc_leaves_the_composer_for_the_list_and_keeps_the_words(place: Place) -> None:
    place.show(place.person("Marta Oliveira"))
    place.view.person.compose()
    place.type("half a thou")
    place.key(Qt.Key.Key_Escape)
    assert place.view.pane.list.hasFocus()
    assert place.view.person.composer.fields.text.toPlainText() == "half a thou"


def test_the_composer_is_small_until_it_is_used(place: Place) -> None:
    place.show(place.person("Marta Oliveira"))
    composer = place.view.person.composer
    place.view.pane.list.setFocus()
    small = composer.height()
    assert not composer.save_button.isVisible()
    place.view.person.compose()
    place.settle()
    assert composer.save_button.isVisible()
    assert composer.height() > small
    place.key(Qt.Key.Key_Escape)
    assert not composer.save_button.isVisible()


def test_an_entry_is_mended_with_enter_and_the_change_can_be_undone(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.talk(marta, "Budget is fien.", 2, "call")
    place.show(marta)
    place.select_line("Call")
    place.key(Qt.Key.Key_Return)
    card = place.card()
    assert card.fields.text.toPlainText() == "Budget is fien."
    card.fields.text.selectAll()
    place.type("Budget is fine.")
    place.key(Qt.Key.Key_Return, CONTROL)
    (entry,) = place.services.timeline.entries(marta)
    assert (entry.text, entry.kind) == ("Budget is fine.", "call")
    assert entry.at == place.clock.now() - timedelta(days=2)
    assert any("Budget is fine." in line for line in place.lines())
    place.undo()
    assert any("Budget is fien." in line for line in place.lines())


def test_esc_in_the_editor_saves_what_was_typed_rather_than_lose_it(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.talk(marta, "Before")
    place.show(marta)
    place.select_line("Note")
    place.key(Qt.Key.Key_Return)
    place.card().fields.text.selectAll()
    place.type("After")
    place.key(Qt.Key.Key_Escape)
    assert place.window.overlay.card() is None
    assert [entry.text for entry in place.services.timeline.entries(marta)] == ["After"]


def test_del_on_an_entry_deletes_the_entry_and_not_the_person(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.talk(marta, "Keep", 1)
    place.talk(marta, "Delete me")
    place.show(marta)
    place.select_line("Note, 14:20. Delete me")
    place.key(Qt.Key.Key_Delete)
    assert [entry.text for entry in place.services.timeline.entries(marta)] == ["Keep"]
    assert place.services.contacts.page(marta) is not None
    assert place.window.toast.text() == "Deleted from the timeline"
    assert place.view.person.timeline.hasFocus()
    place.undo()
    assert any("Delete me" in line for line in place.lines())


def test_the_pencil_and_the_bin_of_a_row_can_be_clicked(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.talk(marta, "A note")
    place.show(marta)
    timeline = place.view.person.timeline
    index = place.view.person.model.index(1)
    places = timeline._delegate.action_rects(timeline.visualRect(index), False)
    place.click(timeline.viewport(), places["edit"].center())
    assert place.card().fields.text.toPlainText() == "A note"
    place.window.overlay.dismiss()
    place.click(timeline.viewport(), places["delete"].center())
    assert place.services.timeline.entries(marta) == []


def test_days_near_today_have_their_heading_and_older_ones_their_month() -> None:
    today = date(2026, 11, 21)
    days = [(2026, 11, 21), (2026, 11, 20), (2026, 11, 19), (2026, 11, 9), (2026, 11, 2), (2026, 10, 1), (2025, 3, 1)]
    entries = [_entry(number, datetime(*day, 10, 5, tzinfo=UTC)) for number, day in enumerate(days)]
    lines = lines_of(entries, today, BERLIN)
    headings = [line.heading for line in lines if line.entry is None]
    assert headings == ["Today", "Yesterday", "Thursday 19 November", "November", "October", "March 2025"]
    assert [line.moment for line in lines if line.entry] == [
        "11:05", "11:05", "11:05", "9 Nov", "2 Nov", "1 Oct", "1 Mar 2025",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("zone", "heading"),
    [("Europe/Berlin", "Today"), ("Pacific/Honolulu", "Yesterday"), ("Pacific/Tongatapu", "Today")],
)
def test_the_day_of_an_entry_is_the_day_on_the_users_wall(zone: str, heading: str) -> None:
    now = datetime(2026, 11, 21, 23, 30, tzinfo=ZoneInfo(zone))
    at = {"Europe/Berlin": now, "Pacific/Tongatapu": now}.get(zone, now - timedelta(hours=23, minutes=45))
    (line, _entry_line) = lines_of([_entry(1, at.astimezone(UTC))], now.date(), now.tzinfo)
    assert line.heading == heading


def test_the_model_keeps_its_promises_to_qt_while_it_grows_and_changes(qtbot: object) -> None:
    start = datetime(2026, 11, 21, 9, tzinfo=UTC)
    stored = [_entry(number, start - timedelta(days=number)) for number in range(130)]

    class Source:
        def entries_of(
            self, _owner: TimelineOwner, before: TimelineEntry | None = None, limit: int = 50, _kinds: object = None
        ) -> list[TimelineEntry]:
            rest = stored if before is None else [entry for entry in stored if entry.at < before.at]
            return rest[:limit]

        def pinned(self, _owner: TimelineOwner) -> list[TimelineEntry]:
            return [entry for entry in stored if entry.pinned]

    model = TimelineModel(Source(), lambda: datetime(2026, 11, 21, 14, 20, tzinfo=BERLIN))
    # Qt's tester reads on in the middle of a reset and then takes that for a fault of the model.
    model.show(TimelineOwner(OwnerKind.CONTACT, 1))
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    while model.canFetchMore():
        model.fetchMore()
    texts = [line.entry.text for line in model._lines if line.entry]
    assert texts == [f"Note {number}" for number in range(130)]
    del stored[3]
    model.refresh()
    stored.insert(0, _entry(999, start + timedelta(minutes=5)))
    model.refresh()
    texts = [line.entry.text for line in model._lines if line.entry]
    assert texts[:5] == ["Note 999", "Note 0", "Note 1", "Note 2", "Note 4"]
    assert len(texts) == 130
    del tester


def test_older_entries_are_read_as_one_scrolls_and_a_change_keeps_the_place(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    for number in range(120):
        place.services.timeline.log(marta, _draft(place, f"Note {number}", days_ago=number))
    place.settle()
    jonas = place.person("Jonas Keller")
    place.show(jonas)
    place.show(marta)
    timeline, model = place.view.person.timeline, place.view.person.model
    assert model.rowCount() < 120
    for _page in range(4):
        timeline.scrollToBottom()
        place.settle()
    assert sum("Note" in line for line in place.lines()) == 120
    position = timeline.verticalScrollBar().value()
    place.services.contacts.set_text(marta, "source", "referral")
    place.settle()
    assert timeline.verticalScrollBar().value() == position


def test_what_is_no_interaction_says_what_it_was_and_cannot_be_edited(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.services.reminders.add(ReminderDraft("Send the draft", date(2026, 11, 26), contact_id=marta))
    place.show(marta)
    assert place.lines() == ["Today", "Reminder set, 14:20. Send the draft"]
    timeline = place.select_line("Reminder set")
    assert timeline.currentIndex().isValid()
    place.key(Qt.Key.Key_Return)
    assert place.window.overlay.card() is None
    place.key(Qt.Key.Key_Delete)
    assert len(place.services.reminders.agenda(marta)) == 1
    assert place.services.contacts.page(marta) is not None


def test_a_deal_that_moved_and_a_lost_one_say_so_in_two_lines(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    pipeline = place.services.pipeline
    stages = pipeline.stages()
    deal = pipeline.add(DealDraft("Website relaunch", stages[0].id, marta))
    place.clock.advance(days=6)
    pipeline.move(deal, stages[1].id)
    place.show(marta)
    assert place.lines()[1] == f"Website relaunch moved to {stages[1].name}, 14:20. from {stages[0].name}, after 6 days"
    line = place.view.person.model.index(1).data(LINE_ROLE)
    assert line.text == f"from {stages[0].name}, after 6 days"
    two_lines = place.view.person.timeline.visualRect(place.view.person.model.index(1)).height()
    pipeline.lose(deal, "")
    place.settle()
    assert place.lines()[1] == "Website relaunch lost, 14:20. "
    one_line = place.view.person.timeline.visualRect(place.view.person.model.index(1)).height()
    assert one_line < two_lines
    place.undo()
    pipeline.lose(deal, "Too expensive")
    place.settle()
    assert place.lines()[1] == "Website relaunch lost, 14:20. Too expensive"


def test_no_widget_is_made_for_an_entry(place: Place) -> None:
    marta = place.person("Marta Oliveira")
    place.show(marta)
    before = len(place.view.person.timeline.findChildren(QObject))
    for number in range(60):
        place.services.timeline.log(marta, _draft(place, f"Note {number}"))
    place.settle()
    assert len(place.view.person.timeline.findChildren(QObject)) <= before + 2


def _draft(place: Place, text: str, days_ago: int = 0) -> InteractionDraft:
    return InteractionDraft(InteractionKind.NOTE, text, place.clock.now() - timedelta(days=days_ago))


def test_of_thousands_only_what_is_seen_is_read_again_and_the_rest_stays_right() -> None:
    start = datetime(2026, 11, 21, 9, tzinfo=UTC)
    stored = [_entry(number, start - timedelta(hours=number)) for number in range(1500)]
    asked: list[int] = []

    class Source:
        def entries_of(
            self, _owner: TimelineOwner, before: TimelineEntry | None = None, limit: int = 50, _kinds: object = None
        ) -> list[TimelineEntry]:
            asked.append(limit)
            return [entry for entry in stored if before is None or entry.at < before.at][:limit]

        def pinned(self, _owner: TimelineOwner) -> list[TimelineEntry]:
            return []

    model = TimelineModel(Source(), lambda: datetime(2026, 11, 21, 14, 20, tzinfo=BERLIN))
    model.show(TimelineOwner(OwnerKind.CONTACT, 1))
    while model.canFetchMore():
        model.fetchMore()

    def shown() -> list[int]:
        return [line.entry.id for line in model._lines if line.entry]

    seen = next(row for row, line in enumerate(model._lines) if line.entry is not None and line.entry.id == 1000)
    changes: tuple[Callable[[], object], ...] = (
        lambda: stored.insert(0, _entry(9999, start + timedelta(minutes=5))),
        lambda: stored.remove(next(entry for entry in stored if entry.id == 1010)),
        lambda: stored.remove(next(entry for entry in stored if entry.id == 3)),
        lambda: stored.__delitem__(slice(20, 60)),
    )
    for change in changes:
        change()
        asked.clear()
        model.refresh(seen)
        assert shown() == [entry.id for entry in stored]
        assert sum(asked) <= 400
    stored[:] = stored[:10]
    model.refresh(seen)
    assert shown() == [entry.id for entry in stored]
