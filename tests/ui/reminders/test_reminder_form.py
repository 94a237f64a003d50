"""The form that changes a reminder, by keys: what it shows, what it asks, what it refuses and what comes of it."""

from __future__ import annotations

import time as clock_of_the_test
from dataclasses import replace
from datetime import date, time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reach import Reach
from crm_desktop.domain.reminders import ReminderDraft, RepeatFrom
from crm_desktop.services.reminder_edits import Editing, ReminderEdits
from crm_desktop.services.settings import DAY_ORDER
from crm_desktop.storage.queries import reminder_edits, scheduling
from crm_desktop.ui.dialogs.new_reminder import NewReminderCard
from crm_desktop.ui.dialogs.reach_question import ReachCard, ReachChoice, change_choices, delete_card, delete_choices
from crm_desktop.ui.dialogs.remind_form import RemindForm
from crm_desktop.ui.dialogs.reminder_actions import card_around
from crm_desktop.ui.dialogs.reminder_form import ReminderForm
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.theme.theme import Theme
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, person, reminder_draft
from tests.support.shown import Shown

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
MONDAY = date(2026, 11, 30)


class Blank(QWidget):
    """A view with nothing in it."""

    def activate(self) -> None:
        """Nothing to begin with."""

    def commands(self) -> dict[str, object]:
        """Nothing to do."""
        return {}

    def refresh(self, _change: object) -> None:
        """Nothing to read anew."""

    def primary_focus(self) -> None:
        """Nothing to begin at."""


class Desk:
    """A window with nothing in it but the cards a test lays over it."""

    def __init__(self, qtbot: QtBot, theme: Theme, core: Core, **more: object) -> None:
        self.core = core
        self.theme = theme
        self.shown = Shown(qtbot, theme, core, "reminders", lambda _context, _heard: Blank(), **more)  # type: ignore[arg-type]
        self.press = self.shown.press
        self.settle = self.shown.settle

    def open(self, row: ReminderRow, editing: Editing | None = None) -> ReminderForm:
        services = self.core.services
        editing = editing or services.reminders.edits.editing(row.occurrence_id)
        form = ReminderForm(
            self.theme, self.shown.jobs, services.reminders, services.contacts, lambda: TODAY, row, editing
        )
        self.shown.window.show_card(card_around(self.theme, "Edit", form))
        form.focus_first()
        self.settle()
        return form

    def card(self) -> QWidget | None:
        return self.shown.window.overlay.card()


@pytest.fixture
def desk(qtbot: QtBot, theme: Theme, core: Core) -> Desk:
    return Desk(qtbot, theme, core)


def weekly(core: Core, **more: object) -> ReminderRow:
    """Mondays at nine, ten times."""
    values = {"text": "Weekly call", "rule": "FREQ=WEEKLY;BYDAY=MO;COUNT=10", **more}
    number = core.services.reminders.add(reminder_draft(day=MONDAY, at=time(9), **values))  # type: ignore[arg-type]
    return next(row for row in core.services.reminders.agenda() if row.reminder_id == number)


def stored(core: Core, number: int) -> ReminderDraft:
    found = reminder_edits.stored(core.database.reader(), number)
    assert found is not None
    return found


def agenda(core: Core) -> list[tuple[str, date, time | None]]:
    return [(row.text, row.day, row.at) for row in core.services.reminders.agenda()]


def put(field: object, text: str) -> None:
    field.set_text(text)  # type: ignore[attr-defined]


def titles(form: ReminderForm) -> list[str]:
    return [row.title.full_text() for row in form.question.rows]


def words_of(form: QWidget) -> list[str]:
    return [label.text() for label in form.findChildren(QLabel) if label.isVisible() and label.text()]


# ------------------------------------------------------------------------------------------------ what the change is for


def test_moving_asks_and_means_only_this_one_unless_said_otherwise(core: Core, desk: Desk) -> None:
    form = desk.open(weekly(core))
    put(form.when.field, "tue 1 dec 9:00")
    desk.press(Qt.Key.Key_Return)
    assert titles(form) == ["Only this one", "All"]
    desk.press(Qt.Key.Key_Return)
    assert desk.card() is None
    assert agenda(core) == [("Weekly call", date(2026, 12, 1), time(9)), ("Weekly call", date(2026, 12, 7), time(9))]


def test_moving_all_takes_the_weekday_of_the_rule_along(core: Core, desk: Desk) -> None:
    row = weekly(core)
    form = desk.open(row)
    put(form.when.field, "tue 1 dec 9:00")
    assert form.repeat.field.text() == "every Tuesday"
    assert form.repeat.next_line.text().startswith("Tue 1 Dec · Tue 8 Dec · Tue 15 Dec")
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_2)
    assert agenda(core) == [("Weekly call", date(2026, 12, 1), time(9))]
    assert stored(core, row.reminder_id).rule == "FREQ=WEEKLY;COUNT=10;BYDAY=TU"


def test_a_rule_that_moves_is_another_one_although_its_words_are_the_same(core: Core, desk: Desk) -> None:
    row = weekly(core, rule="FREQ=WEEKLY;INTERVAL=2;BYDAY=MO")
    form = desk.open(row)
    put(form.when.field, "tue 1 dec 9:00")
    assert form.repeat.field.text() == "every 2 weeks"
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_2)
    assert stored(core, row.reminder_id).rule == "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"


def test_other_words_are_meant_for_all(core: Core, desk: Desk) -> None:
    row = weekly(core)
    form = desk.open(row)
    desk.press("Longer call", Qt.Key.Key_Return)
    assert form.question.isVisible()
    assert [each.hasFocus() for each in form.question.rows] == [False, True]
    desk.press(Qt.Key.Key_Return)
    assert stored(core, row.reminder_id).text == "Longer call"


def test_from_a_later_one_on_this_and_following_splits_the_count(core: Core, clock: FixedClock, desk: Desk) -> None:
    row = weekly(core)
    for _ in range(3):
        core.services.reminders.done(only_reminder(core).occurrence_id)
    form = desk.open(only_reminder(core))
    assert form.repeat.end.times.text() == "7"
    desk.press("Longer call", Qt.Key.Key_Return)
    assert titles(form) == ["Only this one", "This and all following", "All"]
    desk.press(Qt.Key.Key_2)
    assert agenda(core) == [("Longer call", date(2026, 12, 21), time(9))]
    assert stored(core, row.reminder_id).rule == "FREQ=WEEKLY;COUNT=3;BYDAY=MO"


def test_another_repetition_is_nothing_for_one_day_alone(core: Core, desk: Desk) -> None:
    row = weekly(core)
    form = desk.open(row)
    put(form.repeat.field, "every 2 weeks")
    desk.press(Qt.Key.Key_Return)
    assert desk.card() is None, "from the first one on, there is nothing to ask"
    assert stored(core, row.reminder_id).rule == "FREQ=WEEKLY;INTERVAL=2;COUNT=10"


def test_a_time_far_ahead_can_be_changed_alone(core: Core, desk: Desk) -> None:
    row = weekly(core)
    far = date(2026, 12, 21)
    form = desk.open(replace(row, day=far), core.services.reminders.edits.editing_on(row.reminder_id, far))
    put(form.when.field, "tue 22 dec 10:00")
    desk.press(Qt.Key.Key_Return)
    assert titles(form) == ["Only this one", "This and all following", "All"]
    desk.press(Qt.Key.Key_1)
    assert agenda(core) == [("Weekly call", MONDAY, time(9)), ("Weekly call", date(2026, 12, 22), time(10))]
    assert stored(core, row.reminder_id).except_days == (far,)


def test_with_several_overdue_even_one_answer_is_shown_before_they_change(
    core: Core, clock: FixedClock, desk: Desk
) -> None:
    row = weekly(core)
    clock.advance(days=15)
    core.services.reckoning.ask_for_all("reminder")
    core.services.reckoning.catch_up()
    form = desk.open(row)
    put(form.repeat.field, "every 2 weeks")
    desk.press(Qt.Key.Key_Return)
    assert titles(form) == ["All"]
    assert "those on days of the new repetition" in form.question.rows[0].subtitle.full_text()
    desk.press(Qt.Key.Key_Return)
    assert stored(core, row.reminder_id).rule == "FREQ=WEEKLY;INTERVAL=2;COUNT=10"
    opened = scheduling.open_occurrences(core.database.reader(), row.reminder_id)
    assert [each.planned_day for each in opened] == [MONDAY, date(2026, 12, 14)]


def test_escape_goes_back_from_the_question_and_keeps_what_was_typed(core: Core, desk: Desk) -> None:
    form = desk.open(weekly(core))
    desk.press("Longer call", Qt.Key.Key_Return, Qt.Key.Key_Escape)
    assert form.text_edit.isVisible()
    assert form.text_edit.text() == "Longer call"
    desk.press(Qt.Key.Key_Escape)
    assert desk.card() is None
    assert agenda(core) == [("Weekly call", MONDAY, time(9))]


def test_nothing_changed_is_nothing_to_ask_or_to_take_back(core: Core, desk: Desk) -> None:
    desk.open(weekly(core))
    before = str(core.services.undoing.next_undo())
    desk.press(Qt.Key.Key_Return)
    assert desk.card() is None
    assert str(core.services.undoing.next_undo()) == before


def test_the_question_says_what_becomes_of_the_overdue_ones() -> None:
    def said(choices: list[ReachChoice]) -> list[str]:
        return [choice.explanation for choice in choices]

    every = tuple(Reach)
    assert said(change_choices(every, earlier=0, due=3)) == [
        "The 2 other overdue ones stay.",
        "The 3 overdue ones stay, with the changes.",
        "The 3 overdue ones stay, with the changes.",
    ]
    assert said(change_choices(every, earlier=1, due=3, new_day="Tue 1 Dec")) == [
        "The 2 other overdue ones stay.",
        "The overdue one before it stays.",
        "The 3 overdue ones move to Tue 1 Dec as one.",
    ]
    assert said(change_choices(every, earlier=0, due=2, new_rule=True)) == [
        "The other overdue one stays.",
        "The 2 overdue ones become one.",
        "Of the overdue ones the first stays, and those on days of the new repetition.",
    ]
    assert said(delete_choices(every, earlier=2, due=3)) == [
        "The 2 other overdue ones stay.",
        "The 2 overdue ones before it stay.",
        "The 3 overdue ones go, too.",
    ]


def test_deleting_a_repeating_one_asks_by_numbers(core: Core, desk: Desk) -> None:
    row = weekly(core)
    heard: list[Reach] = []
    card = delete_card(desk.theme, row.text, core.services.reminders.edits.editing(row.occurrence_id))
    card.chosen.connect(heard.append)
    desk.shown.window.show_card(card)
    desk.settle()
    assert isinstance(desk.card(), ReachCard)
    desk.press(Qt.Key.Key_2)
    assert heard == [Reach.ALL]
    assert desk.card() is None


# ------------------------------------------------------------------------------------------------ the fields


def test_a_date_of_the_31st_shows_its_rule_and_can_be_put_otherwise(core: Core, desk: Desk) -> None:
    row = weekly(core, rule="FREQ=MONTHLY;BYMONTHDAY=31", text="Invoice")
    form = desk.open(row)
    put(form.when.field, "31 dec 9:00")
    assert "Months without a 31st" in words_of(form)
    assert form.repeat.short_months.current() == "out"
    assert form.repeat.next_line.text().startswith("Thu 31 Dec · Sun 31 Jan 2027 · Wed 31 Mar 2027")
    form.repeat.short_months.chip("out").setFocus()
    desk.press(Qt.Key.Key_Left)
    assert form.repeat.next_line.text().startswith("Thu 31 Dec · Sun 31 Jan 2027 · Sun 28 Feb 2027")
    assert form.repeat.field.text() == "every month on the 31st or the last day"


def test_the_29th_of_february_can_be_kept_in_other_years(core: Core, desk: Desk) -> None:
    row = weekly(core, rule="FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29")
    form = desk.open(row)
    put(form.when.field, "29 february 2028 9:00")
    assert "Years without 29 February" in words_of(form)
    form.repeat.short_months.chip("out").setFocus()
    desk.press(Qt.Key.Key_Left)
    assert form.repeat.next_line.text().startswith("Tue 29 Feb 2028 · Wed 28 Feb 2029")
    desk.press(Qt.Key.Key_Right)
    assert form.repeat.next_line.text().startswith("Tue 29 Feb 2028 · Sun 29 Feb 2032")


def test_counting_from_completion_is_a_choice_with_its_explanation(core: Core, desk: Desk) -> None:
    row = weekly(core, rule="FREQ=WEEKLY;INTERVAL=2")
    form = desk.open(row)
    form.repeat.counted.chip("due").setFocus()
    desk.press(Qt.Key.Key_Right)
    assert form.repeat.counted_note.text().startswith("It comes again that long after you have done it")
    assert "if it is done on its day" in form.repeat.next_line.text()
    desk.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert stored(core, row.reminder_id).repeat_from is RepeatFrom.DONE


def test_a_repetition_ends_never_after_times_or_on_a_day(core: Core, desk: Desk) -> None:
    row = weekly(core)
    form = desk.open(row)
    assert form.repeat.end.times.text() == "10"
    form.repeat.end.mode.chip("times").setFocus()
    desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert form.repeat.problem.text() == "On which day does it end? Type one such as “24 Dec”."
    assert form.repeat.end.day.edit.hasFocus()
    desk.press("24 nov", Qt.Key.Key_Return)
    assert form.repeat.problem.text() == "It would end before its first day."
    form.repeat.end.day.edit.selectAll()
    desk.press("24 dec", Qt.Key.Key_Return)
    assert stored(core, row.reminder_id).rule == "FREQ=WEEKLY;UNTIL=20261224;BYDAY=MO"


def test_an_end_that_was_typed_with_the_repetition_stands_where_ends_stand(core: Core, desk: Desk) -> None:
    form = desk.open(weekly(core, rule=""))
    put(form.repeat.field, "every 3 days until 24 dec")
    assert form.repeat.end.mode.current() == "day"
    assert form.repeat.end.end() == (None, date(2026, 12, 24))


@pytest.mark.parametrize("typed", ["", "0", "-3", "ten", "99999999999", "1e3"])
def test_how_many_times_has_to_be_a_number(core: Core, desk: Desk, typed: str) -> None:
    row = weekly(core)
    form = desk.open(row)
    form.repeat.end.times.setText(typed)
    desk.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert form.repeat.problem.isVisible()
    assert form.repeat.end.times.hasFocus()
    assert "COUNT=10" in stored(core, row.reminder_id).rule
    desk.press(Qt.Key.Key_Backspace, "4")
    assert not form.repeat.problem.isVisible()


def test_how_many_times_may_be_written_in_other_digits(core: Core, desk: Desk) -> None:
    row = weekly(core)
    desk.open(row).repeat.end.times.setText("\u0663")
    desk.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert "COUNT=3" in stored(core, row.reminder_id).rule


def test_days_left_out_can_be_put_back(core: Core, desk: Desk) -> None:
    row = weekly(core, except_days=(date(2026, 12, 7), date(2026, 12, 14)))
    form = desk.open(row)
    chips = form.repeat.left_out.chips()
    assert [chip.accessibleName() for chip in chips] == ["Put Mon 7 Dec back", "Put Mon 14 Dec back"]
    chips[0].setFocus()
    desk.press(Qt.Key.Key_Space)
    assert form.repeat.next_line.text().startswith("Mon 30 Nov · Mon 7 Dec · Mon 21 Dec")
    assert form.repeat.left_out.chips()[0].hasFocus()
    desk.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert stored(core, row.reminder_id).except_days == (date(2026, 12, 14),)


def test_a_time_can_be_fixed_to_a_city_by_its_name(core: Core, desk: Desk) -> None:
    row = weekly(core, rule="")
    form = desk.open(row)
    form.when.mode.chip("here").setFocus()
    desk.press(Qt.Key.Key_Right)
    assert form.when.zone_field.text() == "Berlin"
    assert "stays with Berlin when you travel" in form.when.note.text()
    form.when.zone_field.setFocus()
    form.when.zone_field.selectAll()
    desk.press("new y", Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert form.when.zone_field.text() == "New York"
    assert form.when.note.text() == "09:00 in New York is Mon 15:00 here."
    desk.press(Qt.Key.Key_Return)
    assert stored(core, row.reminder_id).zone == "America/New_York"


def test_a_zone_nobody_knows_is_asked_for_and_nothing_is_saved(core: Core, desk: Desk) -> None:
    row = weekly(core, rule="")
    form = desk.open(row)
    form.when.mode.chip("here").setFocus()
    desk.press(Qt.Key.Key_Right)
    form.when.zone_field.setFocus()
    form.when.zone_field.selectAll()
    desk.press("Atlantis", Qt.Key.Key_Return)
    assert form.when.note.text() == "Which time zone? Type a city, such as Lisbon or New York."
    assert desk.card() is not None
    assert stored(core, row.reminder_id).zone == ""


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        ("28 march 2027 02:30", "02:30 does not exist that night, the clocks go forward: it will ring at 03:00."),
        ("31 october 2027 02:30", "02:30 comes twice that night: it will ring the first time."),
        ("28 march 2027 03:30", ""),
        ("28 march 2027", ""),
    ],
)
def test_the_nights_when_clocks_change_are_explained(core: Core, desk: Desk, moment: str, words: str) -> None:
    form = desk.open(weekly(core, rule=""))
    put(form.when.field, moment)
    assert form.when.note.text() == words
    assert form.when.note.isVisible() == bool(words)


def test_what_else_is_due_then_is_said_and_stops_nobody(core: Core, desk: Desk) -> None:
    core.services.reminders.add(reminder_draft("Ask how the launch went", TODAY, time(14, 30)))
    form = desk.open(weekly(core, rule=""))
    assert not form.when.overlap.isVisible(), "a reminder does not overlap with itself"
    put(form.when.field, "today 14:40")
    assert form.when.overlap.text() == "14:30 Ask how the launch went is then, too"
    desk.press(Qt.Key.Key_Return)
    assert desk.card() is None
    assert ("Weekly call", TODAY, time(14, 40)) in agenda(core)


def test_overlaps_are_looked_for_beside_the_window(core: Core, qtbot: QtBot, theme: Theme) -> None:
    failed: list[object] = []
    runner = Runner(failed.append, failed.append)
    desk = Desk(qtbot, theme, core, jobs=runner)
    core.services.reminders.add(reminder_draft("Ask how the launch went", TODAY, time(14, 30)))
    form = desk.open(weekly(core, rule=""))
    for minute in range(10, 40):
        put(form.when.field, f"today 14:{minute}")
    put(form.when.field, "today 18:00")
    desk.settle()
    assert not form.when.overlap.isVisible(), "only the newest question is answered"
    assert failed == []
    desk.press(Qt.Key.Key_Escape)
    runner.close()


def test_urgency_person_and_the_rest_stay_when_only_one_thing_is_changed(core: Core, desk: Desk) -> None:
    marta = core.services.contacts.add(person("Marta Oliveira"))
    row = weekly(
        core, rule="FREQ=WEEKLY", repeat_from=RepeatFrom.DONE, contact_id=marta, urgent=True, note="n", action="call"
    )
    before = stored(core, row.reminder_id)
    form = desk.open(row)
    desk.press("Other words", Qt.Key.Key_Return)
    after = stored(core, row.reminder_id)
    assert after.text == "Other words"
    assert (after.rule, after.repeat_from, after.contact_id, after.urgent, after.note, after.action, after.day) == (
        before.rule, before.repeat_from, before.contact_id, before.urgent, before.note, before.action, before.day,
    )  # fmt: skip
    assert form.urgent.isChecked()


def test_a_rule_nobody_understands_is_kept_as_it_is(core: Core, desk: Desk) -> None:
    row = weekly(core)
    with core.writing(None) as work:
        work.update("reminders", row.reminder_id, rule="FREQ=HOURLY")
    form = desk.open(only_reminder(core))
    assert form.repeat.field.text() == "repeats"
    desk.press("Other words")
    assert form.repeat.value() == ("FREQ=HOURLY", RepeatFrom.DUE, ())


def test_nothing_typed_is_lost_when_the_disk_is_full(core: Core, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_given: object) -> int:
        raise StorageFailure("The disk is full.")

    form = desk.open(weekly(core))
    with monkeypatch.context() as patch:
        patch.setattr(ReminderEdits, "change", full)
        desk.press("Other words", Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert form.error.text() == "The disk is full."
    assert form.error.isVisible()
    assert form.text_edit.text() == "Other words"
    desk.press(Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert desk.card() is None


@pytest.mark.parametrize("name", ["text", "when", "repeat", "person", "zone"])
def test_a_megabyte_in_a_field_does_not_hang_it(core: Core, desk: Desk, name: str) -> None:
    form = desk.open(weekly(core))
    edits = {
        "text": form.text_edit,
        "when": form.when.field.edit,
        "repeat": form.repeat.field.edit,
        "person": form.person.edit,
        "zone": form.when.zone_field,
    }
    begun = clock_of_the_test.process_time()
    edits[name].insert("every 3/12 monday " * 60_000)
    desk.settle()
    desk.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert len(edits[name].text()) <= 1_000
    assert clock_of_the_test.process_time() - begun < 5


def test_tab_goes_through_the_form_from_top_to_bottom(core: Core, desk: Desk) -> None:
    form = desk.open(weekly(core, except_days=(date(2026, 12, 7),), zone="Asia/Tokyo"))
    names = []
    for _ in range(14):
        focused = QApplication.focusWidget()
        assert focused is not None
        names.append(focused.accessibleName())
        desk.press(Qt.Key.Key_Tab)
    assert names == [
        "What is to be done",
        "When: day and time",
        "in a time zone",
        "City or time zone",
        "How often it repeats; empty for once",
        "the due date",
        "after n times",
        "After how many times, this one included",
        "Put Mon 7 Dec back",
        "The person it is about; empty for nobody",
        "Urgent: heard in quiet hours, too",
        "Cancel",
        "Save",
        "What is to be done",
    ]
    assert form.isVisible()


def test_every_control_has_a_name_and_the_card_fits_a_small_window(core: Core, qtbot: QtBot, theme: Theme) -> None:
    desk = Desk(qtbot, theme, core, size=(900, 600))
    marta = core.services.contacts.add(person("ليلى " * 30))
    form = desk.open(
        weekly(
            core, text="x" * 400, contact_id=marta, except_days=tuple(date(2026, 12, day) for day in (7, 14, 21, 28))
        )
    )
    card = desk.card()
    assert card is not None
    assert card.height() <= 600
    assert form.save_button.visibleRegion().boundingRect().height() == form.save_button.height()
    unnamed = [
        each
        for each in form.findChildren(QWidget)
        if each.focusPolicy() & Qt.FocusPolicy.TabFocus and each.isVisible() and not each.accessibleName()
    ]
    assert unnamed == []
    windows = [each for each in QApplication.topLevelWidgets() if each.isVisible()]
    assert windows == [desk.shown.window], "no field was a window of its own before it was laid out"


# ------------------------------------------------------------------------------------------------ quick entry


@pytest.fixture
def card(core: Core, desk: Desk) -> NewReminderCard:
    made = NewReminderCard(desk.theme, desk.shown.jobs, core.services.reminders, lambda: TODAY)
    desk.shown.window.show_card(made)
    desk.settle()
    return made


def test_a_date_that_may_be_two_days_offers_both_by_keys(core: Core, desk: Desk, card: NewReminderCard) -> None:
    desk.press("send the offer 3/12 9:00")
    assert [chip.text() for chip in card.entry._dates.chips()] == ["Thu 3 Dec Alt 1", "Fri 12 Mar 2027 Alt 2"]
    assert card.entry.problem_text() == ""
    desk.press(Qt.Key.Key_Return)
    assert agenda(core) == [], "nothing is guessed"
    desk.press(Qt.Key.Key_2, modifiers=ALT)
    assert card.entry.chip_texts() == ["Fri 12 Mar 2027, 09:00"]
    desk.press(Qt.Key.Key_Return)
    assert agenda(core) == [("send the offer", date(2027, 3, 12), time(9))]
    assert core.services.settings.get(DAY_ORDER.name) == "unknown", "remembered only when asked to"


def test_the_answer_is_kept_for_good_when_asked_to(core: Core, desk: Desk, card: NewReminderCard) -> None:
    desk.press("send the offer 3/12")
    desk.press(Qt.Key.Key_1, modifiers=ALT)
    desk.press(Qt.Key.Key_0, modifiers=ALT)
    assert core.services.settings.get(DAY_ORDER.name) == "day-first"
    assert not card.entry._dates.isVisible()
    assert card.entry.chip_texts() == ["Thu 3 Dec"]


def test_another_sentence_is_asked_about_anew(core: Core, desk: Desk, card: NewReminderCard) -> None:
    desk.press("send the offer 3/12")
    desk.press(Qt.Key.Key_1, modifiers=ALT)
    card.entry.set_text("")
    card.entry.set_text("pay the bill 4/11")
    assert card.entry._dates.asks()


def test_zone_and_urgency_are_shown_and_stored(core: Core, desk: Desk, card: NewReminderCard) -> None:
    desk.press("call the office mon 30 nov 9:00 Tokyo time !")
    assert card.entry.chip_texts() == ["Mon 30 Nov, 09:00", "Tokyo time", "urgent"]
    desk.press(Qt.Key.Key_Return)
    row = only_reminder(core)
    assert (row.text, row.zone, row.urgent, row.at) == ("call the office", "Asia/Tokyo", True, time(9))


def test_what_else_is_due_is_said_while_one_types(core: Core, desk: Desk, card: NewReminderCard) -> None:
    core.services.reminders.add(reminder_draft("Ask how the launch went", TODAY, time(14, 30)))
    desk.press("call the office 14:45")
    assert card.entry._overlap.text() == "14:30 Ask how the launch went is then, too"
    desk.press(Qt.Key.Key_Return)
    assert len(agenda(core)) == 2


# ------------------------------------------------------------------------------------------------ from the list


def test_deleting_a_repeating_one_in_the_list_asks_and_leaves_out_only_that_day(core: Core, shown: Shown) -> None:
    row = weekly(core)
    shown.settle()
    shown.view.list.setFocus()
    shown.view.list.ask_delete()
    shown.settle()
    assert isinstance(shown.window.overlay.card(), ReachCard)
    shown.press(Qt.Key.Key_Return)
    assert agenda(core)[0] == ("Weekly call", date(2026, 12, 7), time(9))
    assert stored(core, row.reminder_id).except_days == (MONDAY,)
    assert shown.heard.said == ["Deleted: Weekly call"]


def test_deleting_one_that_does_not_repeat_asks_nothing(core: Core, shown: Shown) -> None:
    weekly(core, rule="")
    shown.settle()
    shown.view.list.setFocus()
    shown.view.list.ask_delete()
    shown.settle()
    assert shown.window.overlay.card() is None
    assert agenda(core) == []


def test_snoozing_says_what_else_is_due_then(core: Core, shown: Shown) -> None:
    core.services.reminders.add(reminder_draft("Ask how the launch went", date(2026, 12, 1), time(14, 30)))
    weekly(core, rule="")
    shown.settle()
    actions = shown.view.actions_of_rows
    item = shown.view.list.current_item()
    assert item.title == "Weekly call"
    actions.snooze(item, date(2026, 12, 1), time(14, 45))
    actions.snooze(item, date(2026, 12, 1), time(18))
    assert shown.heard.said == [
        "Snoozed until Tue 1 Dec 14:45: Weekly call · 14:30 Ask how the launch went is then, too",
        "Snoozed until Tue 1 Dec 18:00: Weekly call",
    ]


def test_one_that_is_gone_meanwhile_is_said_to_be(core: Core, shown: Shown) -> None:
    row = weekly(core)
    shown.settle()
    item = shown.view.list.current_item()
    shown.bridge.changed.disconnect()
    core.services.reminders.delete(row.reminder_id)
    shown.view.actions_of_rows.edit(item)
    assert shown.heard.failed == ["This reminder is no longer open."]
    assert shown.window.overlay.card() is None


def test_the_line_about_a_person_says_what_else_is_due_and_shows_zone_and_urgency(core: Core, desk: Desk) -> None:
    core.services.reminders.add(reminder_draft("Ask how the launch went", TODAY, time(14, 30)))
    drafts = DraftStore(desk.shown.jobs, None)
    form = RemindForm(desk.theme, desk.shown.jobs, core.services.reminders, desk.shown.now, None, drafts, "Marta")
    desk.shown.window.show_card(form)
    desk.press("call back today 14:45 !")
    assert form.step.overlap is not None
    assert form.step.overlap.text() == "14:30 Ask how the launch went is then, too"
    assert form.step.field.edit.accessibleDescription() == "Tue 24 Nov, 14:45, urgent"
    desk.press(Qt.Key.Key_Return, modifiers=CONTROL)
    row = next(row for row in core.services.reminders.agenda() if row.text == "call back")
    assert row.urgent
