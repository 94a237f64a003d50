"""What fired: each line tells what was due when, when it was shown, how late, and what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from crm_desktop.bootstrap import Core
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.reminders.fired import FiredLog
from tests.support.clock import FixedClock
from tests.support.home import TODAY, only_reminder, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk
from tests.support.shown import Shown


@pytest.fixture
def desk(core: Core) -> Desk:
    return Desk(core, FakeNotifier())


def lines(shown: Shown) -> list[str]:
    """The lines of the log, as a screen reader says them."""
    shown.view.show_fired()
    card = shown.window.overlay.card()
    assert isinstance(card, FiredLog)
    model = card.list.model()
    return [model.index(number, 0).data() for number in range(model.rowCount())]


def _press_done(desk: Desk) -> None:
    desk.notifier.press("done")


def _done_in_the_window(desk: Desk) -> None:
    desk.core.services.reminders.done(only_reminder(desk.core).occurrence_id)


def _skip(desk: Desk) -> None:
    desk.core.services.reminders.skip(only_reminder(desk.core).occurrence_id)


def _put_off_in_the_window(desk: Desk) -> None:
    desk.core.services.reminders.snooze(only_reminder(desk.core).occurrence_id, TODAY + timedelta(days=1), time(9))


def _withdraw(desk: Desk) -> None:
    desk.notifier.close(next(iter(desk.notifier.bubbles)))


@pytest.mark.parametrize(
    ("do", "became"),
    [
        (lambda _desk: None, "shown"),
        (_press_done, "done"),
        (_done_in_the_window, "done"),
        (_skip, "left out"),
        (lambda desk: desk.notifier.press("snooze-1h"), "snoozed"),
        (_put_off_in_the_window, "put off"),
        (lambda desk: desk.notifier.press("open"), "opened"),
        (lambda desk: desk.notifier.dismiss(), "closed by you"),
        (lambda desk: desk.notifier.dismiss(reason="expired"), "went by itself"),
        (_withdraw, "withdrawn"),
        (lambda desk: desk.notifier.disappear(), "service ended"),
    ],
)
def test_what_became_of_it_is_told(desk: Desk, shown: Shown, do: Callable[[Desk], object], became: str) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.check()
    do(desk)
    assert lines(shown) == [f"Call back, due Tue 24 Nov, 09:30, shown Tue 24 Nov, 10:00, 30 min late, {became}"]


def test_a_claim_that_was_never_shown_says_so(desk: Desk, shown: Shown) -> None:
    desk.core.services.reminders.add(reminder_draft())
    desk.core.services.notifying.claim()
    assert lines(shown) == ["Call back, due Tue 24 Nov, 09:30, not shown yet"]


@pytest.mark.parametrize(
    ("later", "words"),
    [
        (timedelta(seconds=40), ""),
        (timedelta(minutes=12), "12 min late, "),
        (timedelta(hours=5), "5 h late, "),
        (timedelta(days=1, hours=2), "1 day late, "),
        (timedelta(days=3), "3 days late, "),
    ],
)
def test_how_late_it_was_shown(desk: Desk, shown: Shown, clock: FixedClock, later: timedelta, words: str) -> None:
    desk.core.services.reminders.add(reminder_draft(at=time(11)))
    clock.advance(hours=1)
    clock.advance(later)
    desk.check()
    (line,) = lines(shown)
    assert line.endswith(f", {words}shown")
    assert ("late" in line) == bool(words)


def test_one_that_is_gone_keeps_its_line(desk: Desk, shown: Shown) -> None:
    reminder = desk.core.services.reminders.add(reminder_draft())
    desk.check()
    desk.core.services.reminders.delete(reminder)
    desk.core.services.notifying.close_ended()
    (line,) = lines(shown)
    assert line.endswith("withdrawn")


def test_the_summary_of_a_morning_is_a_line_of_its_own(desk: Desk, shown: Shown) -> None:
    desk.set(digest="on")
    desk.core.services.reminders.add(reminder_draft("Whole day", at=None))
    desk.check()
    assert [line.split(",")[0] for line in lines(shown)] == ["1 follow-up today", "Whole day"]


def test_ten_thousand_lines_are_read_as_they_come_into_view(desk: Desk, shown: Shown, theme: Theme) -> None:
    with desk.core.writing(None) as work:
        work.insert_many(
            "deliveries",
            ("occurrence_id", "fires_at", "title", "claimed_at", "shown_at", "daemon_id", "outcome"),
            [(number, number, f"Task {number}", number, number, 0, "") for number in range(1, 10_001)],
        )
    shown.view.show_fired()
    card = shown.window.overlay.card()
    assert isinstance(card, FiredLog)
    model = card.list.model()
    assert model.rowCount() == 10_000
    shown.press(Qt.Key.Key_End)
    assert card.list.currentIndex().row() == 9_999
    assert card.list.currentIndex().data().startswith("Task 1,")
    assert isinstance(model, PagedListModel)
    assert len(model._pages) < 10, "not all of it was read"


def test_it_leads_to_the_diagnosis(desk: Desk, shown: Shown, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(shown.view, "_explain", lambda: asked.append("explain"))
    shown.view.show_fired()
    card = shown.window.overlay.card()
    assert isinstance(card, FiredLog)
    QTest.mouseClick(card.explain_button, Qt.MouseButton.LeftButton)
    assert asked == ["explain"]
    assert shown.window.overlay.card() is None
