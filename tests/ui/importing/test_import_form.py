"""Importing through the card: nothing before the last button, numbers that follow the mapping, and one undo."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.services.importing import ImportService
from crm_desktop.ui.dialogs.import_form import ImportForm
from crm_desktop.ui.dialogs.import_table import ColumnRow, NamesTable
from crm_desktop.ui.runner import Runner
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import ElidedLabel
from tests.support.shown import Shown
from tests.ui.importing.conftest import build

CONTROL = Qt.KeyboardModifier.ControlModifier


def opened(shown: Shown, path: Path) -> ImportForm:
    form = ImportForm(shown.window.context.theme, shown.jobs, shown.core.services.importing, path)
    form.imported.connect(lambda _report, sentence: shown.heard.said.append(sentence))
    shown.window.show_card(form)
    shown.settle()
    return form


def row(form: ImportForm, header: str) -> ColumnRow:
    assert form.table is not None
    return next(row for row in form.table.rows if row.column.header == header)


def chips(form: ImportForm) -> list[str]:
    shown = [chip.text for chip in (form.new_chip, form.here_chip) if chip.isVisible()]
    return [*shown, form.rejected_chip.text()] if form.rejected_chip.isVisible() else shown


def people(core: Core) -> int:
    return len(core.services.contacts.ids())


def test_the_card_says_what_the_file_is_and_writes_nothing(google_file: Path, core: Core, shown: Shown) -> None:
    form = opened(shown, google_file)

    told = form.subtitle.full_text()
    assert told == "Google Contacts export, UTF-8, comma · 4 rows · nothing is written until you press Import"
    assert chips(form) == ["3 new", "1 row needs a look"]
    assert form.import_button.text() == "Import 3"
    assert people(core) == 0


def test_each_column_says_where_it_goes(google_file: Path, shown: Shown) -> None:
    form = opened(shown, google_file)
    assert form.table is not None
    said = {row.column.header: (row.box.currentText(), row.chip.text) for row in form.table.rows}
    assert said["First Name"] == ("First name", "matched")
    assert said["Organization Name"] == ("Company", "3 new companies")
    assert said["Photo"] == ("Leave out", "skipped")
    assert said["Custom Field 1 - Value"][0].startswith("Fact: ")
    assert said["Custom Field 1 - Value"][1] == "kept as a fact"


def test_rows_that_need_a_look_are_listed_with_line_and_reason(google_file: Path, shown: Shown) -> None:
    form = opened(shown, google_file)
    assert not form.rejected.isVisible()
    QTest.mouseClick(form.rejected_chip, Qt.MouseButton.LeftButton)
    assert form.rejected.isVisible()
    assert form.rejected.toPlainText().startswith("Line 5: ")
    assert form.rejected.isReadOnly()


def test_ctrl_enter_imports_says_so_and_one_undo_takes_it_back(google_file: Path, core: Core, shown: Shown) -> None:
    opened(shown, google_file)
    shown.press(Qt.Key.Key_Return, modifiers=CONTROL)

    assert people(core) == 3
    assert shown.window.overlay.card() is None
    assert shown.heard.said == ["Imported contacts.csv: 3 new, 1 left out"]
    core.services.undoing.undo()
    assert people(core) == 0


def test_the_same_file_again_has_nothing_new(google_file: Path, core: Core, shown: Shown) -> None:
    opened(shown, google_file).run()
    shown.settle()
    form = opened(shown, google_file)

    assert chips(form) == ["0 new", "3 already here", "1 row needs a look"]
    assert not form.import_button.isEnabled()
    form.run()
    assert people(core) == 3


def test_news_about_people_who_are_here_are_counted(google_file: Path, core: Core, shown: Shown) -> None:
    opened(shown, google_file).run()
    shown.settle()
    more = google_file.read_text(encoding="utf-8").replace("+49 30 123456", "+49 30 999999")
    google_file.write_text(more, encoding="utf-8")
    assert chips(opened(shown, google_file))[1] == "3 already here, 1 with news"


def test_sending_a_column_elsewhere_reckons_the_numbers_anew(google_file: Path, core: Core, shown: Shown) -> None:
    form = opened(shown, google_file)
    for header in ("First Name", "Last Name", "E-mail 1 - Value", "Phone 1 - Value", "Organization Name"):
        row(form, header).box.choose("")
        shown.settle()
    assert chips(form)[0] == "0 new"
    assert not form.import_button.isEnabled()

    row(form, "First Name").box.choose("given")
    shown.settle()
    assert chips(form)[0] == "3 new"
    assert row(form, "Last Name").chip.text == "skipped"
    form.run()
    shown.settle()
    names = [contact.name for contact in core.services.contacts.rows(core.services.contacts.ids())]
    assert sorted(names) == ["Jonas", "Marta", "王芳"]


def test_a_column_can_become_a_fact_by_keys(google_file: Path, core: Core, shown: Shown) -> None:
    form = opened(shown, google_file)
    box = row(form, "Photo").box
    box.setFocus()
    shown.press(Qt.Key.Key_Down)
    assert box.target() == "fact:Photo"
    assert row(form, "Photo").chip.text == "kept as a fact"
    form.run()
    shown.settle()
    pages = [core.services.contacts.page(number) for number in core.services.contacts.ids()]
    assert any(fact.value.kind == "Photo" for page in pages if page is not None for fact in page.facts)


def test_a_column_can_become_an_own_field_new_or_there(google_file: Path, core: Core, shown: Shown) -> None:
    core.services.people.own_fields.add("contact", "Picture", "link")
    form = opened(shown, google_file)
    box = row(form, "Photo").box
    box.fill()
    offered = [box.itemText(index) for index in range(box.count())]
    assert offered[2] == "Picture"
    assert "New field: number (Photo)" in offered

    box.choose("own.text:Photo")
    shown.settle()
    assert row(form, "Photo").chip.text == "own field"
    form.run()
    shown.settle()
    fields = core.services.people.own_fields.fields("contact")
    assert [(field.name, field.kind) for field in fields] == [("Picture", "link"), ("Photo", "text")]
    assert fields[1].used > 0


def test_cards_show_names_instead_of_columns(tmp_path: Path, core: Core, shown: Shown) -> None:
    path = tmp_path / "people.vcf"
    cards = [f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person {n}\r\nEMAIL:p{n}@x.org\r\nEND:VCARD\r\n" for n in range(25)]
    path.write_text("".join(cards), encoding="utf-8", newline="")
    form = opened(shown, path)

    names = form.findChild(NamesTable)
    assert form.table is None
    assert isinstance(names, NamesTable)
    words = [label.full_text() for label in names.findChildren(ElidedLabel)]
    assert words[:2] == ["Person 0", "p0@x.org"]
    assert "and 5 more" in words
    form.run()
    shown.settle()
    assert people(core) == 25


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n\x00\x00", b"<html></html>", b"%PDF-1.4"])
def test_what_is_no_contact_file_is_said_in_the_card(tmp_path: Path, core: Core, shown: Shown, content: bytes) -> None:
    path = tmp_path / "photo.csv"
    path.write_bytes(content)
    form = opened(shown, path)
    assert form.failure.isVisible()
    assert form.failure.text()
    assert not form.import_button.isEnabled()
    shown.press(Qt.Key.Key_Escape)
    assert shown.window.overlay.card() is None


def test_a_file_that_is_gone_is_said_in_the_card(tmp_path: Path, shown: Shown) -> None:
    assert "cannot be read" in opened(shown, tmp_path / "gone.csv").failure.text()


def test_a_full_disk_is_said_and_the_mapping_stays(
    google_file: Path, core: Core, shown: Shown, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    form = opened(shown, google_file)
    row(form, "Photo").box.choose("fact:Photo")
    with monkeypatch.context() as patch:
        patch.setattr(ImportService, "run", full)
        form.run()
    shown.settle()
    assert form.failure.text() == "The disk is full."
    assert row(form, "Photo").box.target() == "fact:Photo"
    assert form.import_button.isEnabled()
    form.run()
    shown.settle()
    assert people(core) == 3


def test_escape_while_reading_stops_and_the_real_threads_come_to_rest(
    tmp_path: Path, core: Core, qtbot: QtBot, theme: Theme
) -> None:
    path = tmp_path / "large.csv"
    lines = [f"Name {number},{number}@example.org" for number in range(20_000)]
    path.write_text("\n".join(["Name,E-mail", *lines]), encoding="utf-8")
    failed: list[object] = []
    runner = Runner(failed.append, failed.append)
    shown = Shown(qtbot, theme, core, "page", build, jobs=runner)
    form = ImportForm(theme, runner, core.services.importing, path)
    shown.window.show_card(form)
    shown.press(Qt.Key.Key_Escape)

    assert shown.window.overlay.card() is None
    shown.settle()
    assert failed == []
    assert people(core) == 0
    runner.close()


def test_stopping_the_import_itself_writes_nothing_and_says_so(google_file: Path, core: Core, shown: Shown) -> None:
    form = opened(shown, google_file)
    real_run = core.services.importing.run

    def pressed_meanwhile(path: Path, mapping: object, progress: object, cancelled: object) -> object:
        form.may_close()
        return real_run(path, mapping, progress, cancelled)  # type: ignore[arg-type]

    form._importing = type("Importing", (), {"run": staticmethod(pressed_meanwhile)})()
    form.run()
    shown.settle()
    assert form.failure.text() == "Stopped. Nothing was imported."
    assert people(core) == 0
    assert form.import_button.isEnabled()


def test_two_hundred_columns_open_without_filling_two_hundred_lists(tmp_path: Path, shown: Shown) -> None:
    path = tmp_path / "wide.csv"
    headers = ["Name", *(f"Column {number}" for number in range(200))]
    path.write_text(",".join(headers) + "\n" + ",".join("x" for _ in headers), encoding="utf-8")
    form = opened(shown, path)
    assert form.table is not None
    assert len(form.table.rows) == 201
    assert sum(row.box.count() for row in form.table.rows) == 201
