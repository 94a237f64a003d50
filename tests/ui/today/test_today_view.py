"""The front page as a user meets it: what stands where, and what each key does."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.ui.dialogs.reminder_items import DayItem, HeadingItem, MoreItem, ReminderItem
from crm_desktop.ui.dialogs.snooze_menu import SnoozeMenu
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from tests.support.clock import FixedClock
from tests.support.home import TODAY, deal_draft, person, reminder_draft
from tests.support.shown import Shown
from tests.ui.today.conftest import build

BERLIN = ZoneInfo("Europe/Berlin")
YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def filled(core: Core) -> dict[str, int]:
    """One overdue, one due and one later reminder, two people."""
    services = core.services
    marta = services.contacts.add(person("Marta Oliveira", company="Casa Azul"))
    lea = services.contacts.add(person("Lea Brandt"))
    services.reminders.add(reminder_draft("Send the proposal", YESTERDAY, None, contact_id=marta, action="email"))
    services.reminders.add(reminder_draft("Call Lea", TODAY, time(14, 30), contact_id=lea))
    services.reminders.add(reminder_draft("Buy stamps", TODAY + timedelta(days=2), None))
    return {"marta": marta, "lea": lea}


def titles(shown: Shown) -> list[str]:
    return [item.text if isinstance(item, MoreItem) else item.title for item in shown.view.list.agenda().items()]


def open_texts(core: Core) -> set[str]:
    return {row.text for row in core.services.reminders.agenda()}


def test_headings_divide_late_due_and_coming_reminders(filled: dict[str, int], shown: Shown) -> None:
    assert titles(shown) == [
        "Overdue",
        "Send the proposal",
        "Today",
        "Call Lea",
        "Next 7 days",
        "Buy stamps",
    ]
    chips = [item.chip for item in shown.view.list.agenda().items() if isinstance(item, ReminderItem)]
    assert chips == ["Yesterday", "14:30", "Thu"]
    assert shown.view.header.title.full_text() == "Tuesday 24 November"
    assert shown.view.header.subtitle.full_text() == "2 to do"


def test_the_first_row_is_chosen_and_named_in_full_for_screen_readers(filled: dict[str, int], shown: Shown) -> None:
    index = shown.view.list.currentIndex()
    assert shown.view.list.hasFocus()
    spoken = index.data(Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "Send the proposal, Marta Oliveira · Casa Azul, Yesterday"


def test_space_does_the_row_says_so_and_goes_on_to_the_next(filled: dict[str, int], core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_Space)

    assert open_texts(core) == {"Call Lea", "Buy stamps"}
    assert shown.heard.said == ["Done: Send the proposal"]
    assert shown.view.list.current_item().title == "Call Lea"
    assert "Overdue" not in titles(shown)


def test_rows_stay_equally_high_when_headings_move(filled: dict[str, int], shown: Shown) -> None:
    shown.press(Qt.Key.Key_Space)
    rows = shown.view.list
    heights = {
        (isinstance(item, HeadingItem), number == 0): rows.rowHeight(number)
        for number, item in enumerate(rows.agenda().items())
    }
    plain = [rows.rowHeight(n) for n, item in enumerate(rows.agenda().items()) if isinstance(item, ReminderItem)]
    assert len(set(plain)) == 1
    assert heights[True, True] < heights[True, False] < plain[0]


def test_space_twice_does_two_things_and_never_one_twice(filled: dict[str, int], core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_Space, Qt.Key.Key_Space)

    assert open_texts(core) == {"Buy stamps"}
    assert shown.heard.failed == []


def test_after_done_a_line_offers_to_log_and_ctrl_enter_takes_it(filled: dict[str, int], shown: Shown) -> None:
    shown.press(Qt.Key.Key_Space)
    assert shown.view.offer.isVisible()

    shown.press(Qt.Key.Key_Return, modifiers=Qt.KeyboardModifier.ControlModifier)

    (subject,) = shown.heard.logs
    assert (subject.contact_id, subject.occurrence_id) == (filled["marta"], None)
    assert not shown.view.offer.isVisible()


def test_the_offer_can_be_skipped_and_is_not_made_about_nobody(filled: dict[str, int], shown: Shown) -> None:
    shown.press(Qt.Key.Key_Space)
    shown.press(Qt.Key.Key_Escape)
    assert not shown.view.offer.isVisible()

    shown.view.list.select(("reminder", shown.view.list.agenda().items()[-1].reminder.occurrence_id))
    shown.press(Qt.Key.Key_Space)

    assert not shown.view.offer.isVisible()


def test_undo_brings_the_row_back(filled: dict[str, int], core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_Space)
    core.services.undoing.undo()
    shown.settle()

    assert "Send the proposal" in titles(shown)


def test_a_press_on_the_circle_is_done_and_a_press_elsewhere_is_not(
    filled: dict[str, int], core: Core, shown: Shown
) -> None:
    rows = shown.view.list
    rect = rows.visualRect(rows.agenda().index(3))

    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    assert open_texts(core) == {"Send the proposal", "Call Lea", "Buy stamps"}

    circle = QPoint(rect.left() + 20, rect.center().y())
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=circle)
    shown.settle()
    assert open_texts(core) == {"Send the proposal", "Buy stamps"}


@pytest.mark.parametrize("modifier", [Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier])
def test_l_opens_the_form_that_also_ends_the_reminder(
    filled: dict[str, int], shown: Shown, modifier: Qt.KeyboardModifier
) -> None:
    shown.press(Qt.Key.Key_L, modifiers=modifier)

    (subject,) = shown.heard.logs
    assert subject.contact_id == filled["marta"]
    assert subject.occurrence_id is not None
    assert subject.kind is InteractionKind.EMAIL
    assert subject.about == "Send the proposal"


def test_enter_opens_the_person(filled: dict[str, int], shown: Shown) -> None:
    shown.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert shown.heard.contacts == [filled["lea"]]


def test_j_and_k_pass_headings_by(filled: dict[str, int], shown: Shown) -> None:
    passed = []
    for key in (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K):
        shown.press(key)
        passed.append(shown.view.list.current_item().title)
    assert passed == ["Call Lea", "Buy stamps", "Buy stamps", "Call Lea"]


def test_snoozing_by_keys_until_a_typed_time(filled: dict[str, int], core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_S)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, SnoozeMenu)

    shown.press("fri 9:00")
    shown.press(Qt.Key.Key_Return)

    row = next(row for row in core.services.reminders.agenda() if row.text == "Send the proposal")
    assert (row.day, row.at, row.snoozed) == (date(2026, 11, 27), time(9), 1)
    assert shown.heard.said == ["Snoozed until Fri 09:00: Send the proposal"]


def test_snoozing_by_the_first_choice_is_one_hour(filled: dict[str, int], core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_S, Qt.Key.Key_Return)

    row = next(row for row in core.services.reminders.agenda() if row.text == "Send the proposal")
    assert (row.day, row.at) == (TODAY, time(11, 0))


def test_delete_takes_the_reminder_away_and_undo_brings_it_back(
    filled: dict[str, int], core: Core, shown: Shown
) -> None:
    shown.press(Qt.Key.Key_Delete)
    assert "Send the proposal" not in open_texts(core)
    assert shown.heard.said == ["Deleted: Send the proposal"]

    core.services.undoing.undo()
    assert "Send the proposal" in open_texts(core)


def test_a_failed_write_takes_the_tick_back_and_says_why(
    filled: dict[str, int], core: Core, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_self: object, _occurrence_id: int) -> None:
        raise StorageFailure("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(type(core.services.reminders), "done", full)
        shown.press(Qt.Key.Key_Space)

    assert shown.heard.failed == ["The disk is full."]
    assert shown.heard.said == []
    shown.view.list.select(("reminder", shown.view.list.agenda().items()[1].reminder.occurrence_id))
    shown.press(Qt.Key.Key_Space)
    assert "Send the proposal" not in open_texts(core)


def test_birthdays_stand_among_the_reminders_in_violet_and_are_done_by_the_same_key(
    core: Core, qtbot: QtBot, theme: Theme
) -> None:
    dates = (ImportantDate("birthday", "1986-11-24"),)
    amara = core.services.contacts.add(person("Amara Sesay", dates=dates, preferred_channel="a call"))
    core.services.contacts.add(person("Sam Whitfield", dates=(ImportantDate("birthday", "--11-26"),)))
    core.services.contacts.add(person("Lea Brandt", dates=(ImportantDate("birthday", "1990-11-30", "7"),)))
    shown = Shown(qtbot, theme, core, "today", build)

    items = shown.view.list.agenda().items()
    birthdays = [(item.title, item.subtitle, item.chip) for item in items if isinstance(item, ReminderItem)]
    assert birthdays == [
        ("Birthday: Amara Sesay", "turns 40 · prefers a call", "All day"),
        ("Birthday: Sam Whitfield", "every year", "Thu"),
    ]
    assert {item.tone for item in items if isinstance(item, ReminderItem)} == {Tone.SPECIAL}
    assert [item.title for item in items if isinstance(item, DayItem)] == ["Birthday: Lea Brandt"]
    assert shown.view.header.subtitle.full_text() == "1 to do, 3 birthdays this week"
    shown.press(Qt.Key.Key_Return)
    assert shown.heard.contacts == [amara]
    shown.press(Qt.Key.Key_Space)
    assert "Birthday: Amara Sesay" not in titles(shown)


def test_a_notice_ahead_says_the_day_itself(core: Core, qtbot: QtBot, theme: Theme) -> None:
    core.services.contacts.add(person("Lea Brandt", dates=(ImportantDate("birthday", "1990-12-01", "7"),)))
    shown = Shown(qtbot, theme, core, "today", build)
    (item,) = (item for item in shown.view.list.agenda().items() if isinstance(item, ReminderItem))
    assert (item.title, item.subtitle) == ("Birthday in 7 days: Lea Brandt", "on Tue 1 Dec · turns 36")


def test_ten_thousand_overdue_reminders_show_fifty_and_lead_on(core: Core, qtbot: QtBot, theme: Theme) -> None:
    for number in range(53):
        core.services.reminders.add(reminder_draft(f"Number {number}", YESTERDAY, time(8, number % 60)))
    shown = Shown(qtbot, theme, core, "today", build)

    items = shown.view.list.agenda().items()
    assert items[0] == HeadingItem(items[0].title, 53, items[0].tone)
    assert sum(isinstance(item, ReminderItem) for item in items) == 50
    assert isinstance(items[51], MoreItem)
    assert items[51].text == "and 3 more in Reminders"
    shown.view.list.select(items[51].key)
    shown.press(Qt.Key.Key_Return)
    assert shown.heard.actions == ["go.reminders"]


def test_the_column_beside_says_whom_one_loses_and_what_is_stuck(
    core: Core, clock: FixedClock, qtbot: QtBot, theme: Theme
) -> None:
    clock.set(datetime(2026, 9, 1, 10, tzinfo=BERLIN))
    tomas = core.services.contacts.add(person("Tomás Ruiz"))
    core.services.contacts.set_keep_in_touch(tomas, 42)
    stage = core.services.pipeline.stages()[2].id
    deal = core.services.pipeline.add(deal_draft("Brand guide", stage, 500_00, company="Nordwind"))
    dollars = core.services.pipeline.add(deal_draft("Logo", stage, 200_00, "USD"))
    clock.set(datetime(2026, 11, 24, 10, tzinfo=BERLIN))
    core.services.pipeline.win(dollars)
    core.services.reckoning.catch_up()
    shown = Shown(qtbot, theme, core, "today", build)

    losing, stuck = shown.view.side.rows()
    assert (losing.title.full_text(), losing.subtitle.full_text()) == ("Tomás Ruiz", "You like to talk every 6 weeks")
    assert stuck.title.full_text() == "Brand guide, Nordwind"
    assert stuck.subtitle.full_text() == "84 days in Proposal sent (more than 14), nothing planned."
    shown.press(Qt.Key.Key_Right, Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert (shown.heard.contacts, shown.heard.deals) == ([tomas], [deal])


def test_keys_of_rows_do_nothing_to_the_list_while_the_column_beside_has_the_focus(
    filled: dict[str, int], core: Core, clock: FixedClock, qtbot: QtBot, theme: Theme
) -> None:
    core.services.contacts.set_keep_in_touch(filled["marta"], 1)
    core.services.reckoning.catch_up()
    clock.advance(days=3)
    shown = Shown(qtbot, theme, core, "today", build)
    shown.press(Qt.Key.Key_Right, Qt.Key.Key_Space)
    assert len(open_texts(core)) == 3

    shown.press(Qt.Key.Key_L, modifiers=Qt.KeyboardModifier.ShiftModifier)
    assert [(subject.contact_id, subject.occurrence_id) for subject in shown.heard.logs] == [(filled["marta"], None)]


def test_an_empty_home_is_told_how_to_begin(shown: Shown) -> None:
    assert shown.view.empty.isVisible()
    assert shown.view.empty.primary_button.hasFocus()
    shown.press(Qt.Key.Key_Space)
    assert shown.heard.actions == ["import"]


def test_what_becomes_due_while_one_looks_moves_to_overdue(
    filled: dict[str, int], clock: FixedClock, shown: Shown
) -> None:
    clock.set(datetime(2026, 11, 24, 14, 29, tzinfo=BERLIN))
    shown.view.look_at_clock()
    assert titles(shown)[:4] == ["Overdue", "Send the proposal", "Today", "Call Lea"]

    clock.set(datetime(2026, 11, 24, 14, 31, tzinfo=BERLIN))
    shown.view.look_at_clock()
    assert titles(shown)[:4] == ["Overdue", "Send the proposal", "Call Lea", "Today"]


def test_a_change_elsewhere_keeps_the_chosen_row(filled: dict[str, int], core: Core, shown: Shown) -> None:
    shown.press(Qt.Key.Key_Down)
    core.services.reminders.add(reminder_draft("Earlier", YESTERDAY, time(7)))
    shown.settle()

    assert "Earlier" in titles(shown)
    assert shown.view.list.current_item().title == "Call Lea"


def test_buttons_lie_over_the_chosen_row_and_do_what_they_say(filled: dict[str, int], core: Core, shown: Shown) -> None:
    buttons = shown.view.list.acting.buttons
    assert buttons.isVisible()
    QTest.mouseClick(buttons.done, Qt.MouseButton.LeftButton)
    shown.settle()
    assert "Send the proposal" not in open_texts(core)


def test_in_a_small_window_buttons_give_way_to_the_words(
    filled: dict[str, int], core: Core, qtbot: QtBot, theme: Theme
) -> None:
    shown = Shown(qtbot, theme, core, "today", build, size=(900, 600))
    buttons = shown.view.list.acting.buttons
    visible = [button for button in buttons.buttons() if button.isVisible()]
    assert buttons.done in visible
    assert buttons.snooze not in visible
    assert buttons.width() == visible[-1].geometry().right() + 1
    assert all(button.width() >= button.sizeHint().width() for button in visible)


@pytest.mark.parametrize("size", [(900, 600), (1280, 800), (1920, 1080)])
def test_nothing_is_wider_than_the_window(
    filled: dict[str, int], core: Core, qtbot: QtBot, theme: Theme, size: tuple[int, int]
) -> None:
    core.services.reminders.add(reminder_draft("A" * 400, YESTERDAY))
    shown = Shown(qtbot, theme, core, "today", build, size=size)
    assert shown.window.width() == size[0]
    assert shown.view.side.geometry().right() < shown.view.width()
    assert shown.view.list.horizontalScrollBar().maximum() == 0
