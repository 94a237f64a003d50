"""Importing a calendar through its card: each entry with its moment and its fate, nothing before the last button, one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.services.calendar_files import CalendarFileService
from crm_desktop.ui.dialogs.calendar_form import CalendarImportForm
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.theme.theme import Theme
from tests.formats.icalendar.calendars import APPLE, GOOGLE, OUTLOOK, alarm, calendar
from tests.support.home import person
from tests.support.shown import Shown
from tests.ui.importing.conftest import build

CONTROL = Qt.KeyboardModifier.ControlModifier
LATER = "DTSTART;TZID=Europe/Berlin:20261126T150000"


def written(folder: Path, content: str, name: str = "work.ics") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return path


def opened(shown: Shown, path: Path) -> CalendarImportForm:
    theme, calendars = shown.window.context.theme, shown.core.services.calendar_files
    form = CalendarImportForm(theme, shown.jobs, calendars, path, shown.now, "Europe/Berlin")
    form.imported.connect(lambda _report, sentence: shown.heard.said.append(sentence))
    shown.window.show_card(form)
    shown.settle()
    return form


def lines(form: CalendarImportForm) -> list[str]:
    model = form.rows.model
    return [str(model.data(model.index(position))) for position in range(model.rowCount())]


def chips(form: CalendarImportForm) -> list[str]:
    return [chip.text for chip in form.chips.values() if chip.isVisible()]


def agenda(core: Core) -> list[str]:
    return [row.text for row in core.services.reminders.agenda()]


def test_the_card_says_what_will_come_of_each_entry_and_writes_nothing(
    tmp_path: Path, core: Core, shown: Shown
) -> None:
    core.services.contacts.add(person("Marta Oliveira", email="marta@casa.example"))
    form = opened(shown, written(tmp_path, GOOGLE))
    assert (
        form.subtitle.full_text()
        == "Calendar · 4 entries · Space leaves one out · nothing is written until you press Import"
    )
    assert chips(form) == ["4 new"]
    assert form.import_button.text() == "Import 4"
    assert lines(form) == [
        "Price talk · 15:00, new, rings Thu 26 Nov, 14:50 in Lisbon, 15:50 here; the event is at 15:00 · Marta Oliveira",
        "Weekly plan, new, Mon 30 Nov, 09:00 in Lisbon, 10:00 here · every Monday until 28 Feb 2027",
        "Trade fair · 2026-12-01, new, rings Mon 30 Nov, 09:00; the event is on Tue 1 Dec",
        "Weekly plan (after the holiday), new, Tue 8 Dec, 10:00 in Lisbon, 11:00 here",
    ]
    assert agenda(core) == []


def test_ctrl_enter_imports_says_so_and_one_undo_takes_it_back(tmp_path: Path, core: Core, shown: Shown) -> None:
    opened(shown, written(tmp_path, GOOGLE))
    shown.press(Qt.Key.Key_Return, modifiers=CONTROL)
    assert len(agenda(core)) == 4
    assert shown.window.overlay.card() is None
    assert shown.heard.said == ["Imported work.ics: 4 new"]
    core.services.undoing.undo()
    assert agenda(core) == []


def test_the_same_calendar_again_has_nothing_new(tmp_path: Path, shown: Shown) -> None:
    path = written(tmp_path, GOOGLE)
    opened(shown, path).run()
    shown.settle()
    form = opened(shown, path)
    assert chips(form) == ["0 new", "4 already here"]
    assert form.import_button.text() == "Nothing new"
    assert not form.import_button.isEnabled()
    assert form.first_focus() is form.cancel_button


def test_changed_entries_come_first_and_can_be_left_alone(tmp_path: Path, core: Core, shown: Shown) -> None:
    opened(shown, written(tmp_path, calendar(LATER, "UID:1") + calendar(LATER, "UID:2", "SUMMARY:Else"))).run()
    shown.settle()
    changed = calendar(LATER, "UID:2", "SUMMARY:Else") + calendar(LATER, "UID:1", "SUMMARY:Call Ana")
    form = opened(shown, written(tmp_path, changed))
    assert lines(form)[0] == "Call Ana, changed, Thu 26 Nov, 15:00 · It was called “Call”."
    assert chips(form) == ["0 new", "1 changed", "1 already here"]
    QTest.mouseClick(form.choices.changes, Qt.MouseButton.LeftButton)
    shown.settle()
    assert chips(form) == ["0 new", "2 already here"]
    assert form.choices.changes.isVisible()
    QTest.mouseClick(form.choices.changes, Qt.MouseButton.LeftButton)
    shown.settle()
    form.run()
    shown.settle()
    assert sorted(agenda(core)) == ["Call Ana", "Else"]
    assert shown.heard.said[-1] == "Imported work.ics: 1 changed"


def test_past_events_are_taken_when_the_box_is_ticked(tmp_path: Path, core: Core, shown: Shown) -> None:
    past = calendar("DTSTART:20261120T150000", "UID:1")
    form = opened(shown, written(tmp_path, past + calendar(LATER, "UID:2", "SUMMARY:Ahead")))
    assert chips(form) == ["1 new", "1 past"]
    assert form.choices.past.isVisible()
    QTest.keyClick(form.choices.past, Qt.Key.Key_Space)
    shown.settle()
    assert chips(form) == ["2 new"]
    assert form.choices.past.isVisible(), "it could not be unticked"
    form.run()
    shown.settle()
    assert agenda(core) == ["Call", "Ahead"]


def test_space_takes_an_entry_out_and_in_again(tmp_path: Path, core: Core, shown: Shown) -> None:
    content = calendar(LATER, "UID:1", "SUMMARY:A") + calendar(LATER, "UID:2", "SUMMARY:B")
    form = opened(shown, written(tmp_path, content))
    assert "Space leaves one out" in form.subtitle.full_text()
    form.rows.list.setFocus()
    shown.press(Qt.Key.Key_Space)
    assert chips(form) == ["1 new", "1 left out"]
    assert lines(form)[0].startswith("A, left out"), "it must stay at its place, or it could not be taken in again"
    shown.press(Qt.Key.Key_Space)
    assert chips(form) == ["2 new"]
    shown.press(Qt.Key.Key_Down, Qt.Key.Key_Space)
    assert form.import_button.text() == "Import 1"
    form.run()
    shown.settle()
    assert agenda(core) == ["A"]


def test_only_entries_with_people_who_are_known(tmp_path: Path, core: Core, shown: Shown) -> None:
    core.services.contacts.add(person("Marta Oliveira", email="marta@casa.example"))
    form = opened(shown, written(tmp_path, GOOGLE))
    QTest.mouseClick(form.choices.known, Qt.MouseButton.LeftButton)
    shown.settle()
    assert chips(form) == ["1 new", "3 with nobody you know"]
    form.run()
    shown.settle()
    assert agenda(core) == ["Price talk · 15:00"]


def test_what_is_left_out_says_why(tmp_path: Path, shown: Shown) -> None:
    form = opened(shown, written(tmp_path, APPLE))
    assert chips(form)[-2:] == ["1 done", "1 not taken"]
    assert "Some day, not taken, It has no date." in lines(form)
    assert "Send the draft · 18:00, new, rings Tue 1 Dec, 17:30; it is due at 18:00 · every 3 days" in lines(form)
    assert not form.choices.past.isVisible()


def test_what_will_be_written_comes_first_and_of_that_what_has_a_remark(tmp_path: Path, shown: Shown) -> None:
    titles = [line.split(",")[0].split(" · ")[0] for line in lines(opened(shown, written(tmp_path, APPLE)))]
    assert titles == ["Coffee with Léa", "Léa's birthday", "Send the draft", "Some day", "Done already"]


def test_the_chosen_entry_shows_all_that_is_to_be_known(tmp_path: Path, shown: Shown) -> None:
    alarms = (*alarm(":-PT10M"), *alarm(":-PT5M"))
    form = opened(shown, written(tmp_path, calendar(LATER, *alarms)))
    assert not form.rows.details.isVisible()
    form.rows.list.setFocus()
    shown.press(Qt.Key.Key_Down)
    assert form.rows.details.text().splitlines() == [
        "rings Thu 26 Nov, 14:50; the event is at 15:00",
        "A further alarm was left out: 14:55.",
    ]


def test_a_file_that_is_no_calendar_is_told_in_the_card(tmp_path: Path, shown: Shown) -> None:
    form = opened(shown, written(tmp_path, "BEGIN:VCALENDAR\nVERSION:1.0\nEND:VCALENDAR"))
    assert "vCalendar 1.0" in form.failure.text()
    assert form.failure.isVisible()
    assert not form.import_button.isEnabled()
    assert chips(form) == []


def test_a_warning_about_the_letters_is_shown(tmp_path: Path, shown: Shown) -> None:
    path = tmp_path / "old.ics"
    path.write_bytes(calendar(LATER, "SUMMARY:Grüße aus Köln").encode("cp1252"))
    form = opened(shown, path)
    assert form.remarks.isVisible()
    assert "Windows-1252" in form.remarks.text()


def test_a_disk_that_is_full_is_told_and_the_card_stays(
    tmp_path: Path, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = opened(shown, written(tmp_path, GOOGLE))

    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(CalendarFileService, "run", full)
    form.run()
    shown.settle()
    assert form.failure.text() == "The disk is full."
    assert shown.window.overlay.card() is form
    assert form.import_button.isEnabled()


def test_cancelling_while_it_imports_keeps_nothing(
    qtbot: QtBot, tmp_path: Path, theme: Theme, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(error: BaseException) -> None:
        raise error

    runner = Runner(crash, crash)
    shown = Shown(qtbot, theme, core, "page", build, jobs=runner)
    content = "".join(calendar(LATER, f"UID:{number}") for number in range(300))
    form = opened(shown, written(tmp_path, content))
    real = CalendarFileService._take
    taken: list[int] = []

    def take(service: CalendarFileService, *arguments: object) -> None:
        real(service, *arguments)  # type: ignore[arg-type]
        taken.append(1)
        if len(taken) == 1:
            form._cancel()

    monkeypatch.setattr(CalendarFileService, "_take", take)
    form.run()
    shown.settle()
    runner.drain()
    shown.settle()
    assert 0 < len(taken) < 300
    assert form.failure.text() == "Stopped. Nothing was imported."
    assert agenda(core) == []
    runner.close()


def test_hostile_words_stay_in_their_row(tmp_path: Path, shown: Shown) -> None:
    words = "<b>x</b> \u202egnp.exe \u0645\u0631\u062d\u0628\u0627 " + "w" * 400
    form = opened(shown, written(tmp_path, calendar(LATER, f"SUMMARY:{words}")))
    (line,) = lines(form)
    assert line.startswith("<b>x</b>")
    assert form.width() <= shown.window.width()


@pytest.mark.parametrize("content", [GOOGLE, OUTLOOK, APPLE])
def test_everything_fits_into_the_smallest_window(
    qtbot: QtBot, tmp_path: Path, theme: Theme, core: Core, content: str
) -> None:
    shown = Shown(qtbot, theme, core, "page", build, size=(900, 600))
    form = opened(shown, written(tmp_path, content))
    assert form.import_button.isVisible()
    bottom = form.import_button.mapTo(shown.window, form.import_button.rect().bottomRight())
    assert bottom.x() < 900
    assert bottom.y() < 600
    assert form.rows.list.height() >= form.rows.list.verticalHeader().defaultSectionSize()
