"""Files in the home: copied with their hash, checked before they are opened, brought back by undo, nothing half done."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain import files as domain
from crm_desktop.domain.errors import BadFile, NotFound, StorageFailure
from crm_desktop.domain.files import FileOwner, may_run, shown_name
from crm_desktop.services import files as module
from crm_desktop.services.files import FileChanged, FileService
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, person


@pytest.fixture
def files(core: Core) -> FileService:
    return core.services.people.files


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    path = tmp_path / "Offer.PDF"
    path.write_bytes(b"%PDF-1.7 offer")
    return path


def _folder(core: Core) -> Path:
    return core.paths.database.parent / "files"


def _stored(core: Core) -> list[str]:
    return sorted(path.name for path in _folder(core).iterdir()) if _folder(core).is_dir() else []


def test_a_file_is_copied_under_a_random_name_that_only_the_user_can_read(
    core: Core, files: FileService, offer: Path
) -> None:
    contact = core.services.contacts.add(person())
    row_id = files.add(FileOwner(contact_id=contact), offer)
    (row,) = files.rows(FileOwner(contact_id=contact))
    assert (row.id, row.name, row.size, row.media_type) == (row_id, "Offer.PDF", 14, "application/pdf")
    assert _stored(core) == [row.stored]
    assert "offer" not in row.stored.lower()
    assert row.stored.endswith(".pdf")
    assert files.open_path(row_id).read_bytes() == b"%PDF-1.7 offer"
    assert offer.exists()
    if sys.platform != "win32":
        assert stat.S_IMODE(_folder(core).stat().st_mode) == 0o700
        assert stat.S_IMODE(files.open_path(row_id).stat().st_mode) == 0o600


@pytest.mark.parametrize("kind", ["contact_id", "company_id", "deal_id"])
def test_people_companies_and_deals_have_files(kind: str, core: Core, files: FileService, offer: Path) -> None:
    contact = core.services.contacts.add(person(company="Casa Azul"))
    deal = core.services.pipeline.add(deal_draft("Site", core.services.pipeline.stages()[0].id, contact_id=contact))
    page = core.services.contacts.page(contact)
    assert page is not None
    owner = FileOwner(**{kind: {"contact_id": contact, "company_id": page.company_id, "deal_id": deal}[kind]})
    files.add(owner, offer)
    assert [row.owner for row in files.rows(owner)] == [owner]
    assert [row.name for row in files.all_rows()] == ["Offer.PDF"]


def test_deleting_is_undone_and_the_content_is_still_there(core: Core, files: FileService, offer: Path) -> None:
    contact = core.services.contacts.add(person())
    row_id = files.add(FileOwner(contact_id=contact), offer)
    files.delete(row_id)
    assert files.rows(FileOwner(contact_id=contact)) == []
    assert str(core.services.undoing.undo()) == "Deleted the file Offer.PDF"
    assert files.open_path(row_id).read_bytes() == b"%PDF-1.7 offer"
    core.services.contacts.delete([contact])
    core.services.undoing.undo()
    assert files.open_path(row_id).read_bytes() == b"%PDF-1.7 offer"


def test_adding_is_undone_and_redone(core: Core, files: FileService, offer: Path) -> None:
    contact = core.services.contacts.add(person())
    row_id = files.add(FileOwner(contact_id=contact), offer)
    core.services.undoing.undo()
    assert files.row(row_id) is None
    core.services.undoing.redo()
    assert files.open_path(row_id).read_bytes() == b"%PDF-1.7 offer"


def test_a_changed_file_says_so(core: Core, files: FileService, offer: Path) -> None:
    row_id = files.add(FileOwner(contact_id=core.services.contacts.add(person())), offer)
    files.open_path(row_id).write_bytes(b"%PDF-1.7 other")
    with pytest.raises(FileChanged):
        files.open_path(row_id)
    assert files.check(row_id).changed


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_put_in_its_place_is_not_followed(core: Core, files: FileService, offer: Path, tmp_path: Path) -> None:
    row_id = files.add(FileOwner(contact_id=core.services.contacts.add(person())), offer)
    stored = files.open_path(row_id)
    stored.unlink()
    stored.symlink_to(offer)
    with pytest.raises(BadFile):
        files.check(row_id)


def test_a_content_that_is_gone_says_so(core: Core, files: FileService, offer: Path) -> None:
    row_id = files.add(FileOwner(contact_id=core.services.contacts.add(person())), offer)
    files.open_path(row_id).unlink()
    with pytest.raises(NotFound):
        files.check(row_id)


@pytest.mark.parametrize(
    ("name", "head", "risky"),
    [
        ("offer.pdf", b"%PDF", False), ("photo.jpg", b"\xff\xd8\xff", False), ("notes.txt", b"hello", False),
        ("setup.EXE", b"MZ", True), ("a.desktop", b"x", True), ("a.pdf.lnk", b"x", True), ("a.sh ", b"x", True),
        ("offer.pdf", b"\x7fELF", True), ("notes.txt", b"#!/bin/sh", True), ("x", b"\n[Desktop Entry]", True),
        ("sheet.xlsm", b"PK", True), ("sheet.xlsx", b"PK", False), ("page.html", b"<html>", True),
    ],
)  # fmt: skip
def test_what_could_run_a_program_is_told_apart(name: str, head: bytes, risky: bool) -> None:
    assert may_run(name, head) is risky


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd", "passwd"), ("C:\\Users\\x\\a.pdf", "a.pdf"), ("exe.\u202efdp.exe", "exe.fdp.exe"),
        ("", "file"), ("...", "file"), ("a\nb\x00c.txt", "a bc.txt"), ("王芳.pdf", "王芳.pdf"),
    ],
)  # fmt: skip
def test_names_are_shown_as_one_harmless_line(name: str, shown: str) -> None:
    assert shown_name(name) == shown


def test_a_long_name_keeps_its_ending() -> None:
    shown = shown_name("x" * 500 + ".pdf")
    assert len(shown) == 200
    assert shown.endswith(".pdf")


def test_what_is_too_large_stays_where_it_is(
    core: Core, files: FileService, offer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LARGEST_FILE", 10)
    contact = core.services.contacts.add(person())
    with pytest.raises(BadFile, match="larger than"):
        files.add(FileOwner(contact_id=contact), offer)
    assert _stored(core) == []
    assert domain.LARGEST_FILE > 10


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes there")
def test_a_pipe_a_folder_and_nothing_are_refused(core: Core, files: FileService, tmp_path: Path) -> None:
    contact = core.services.contacts.add(person())
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "pipe", tmp_path, tmp_path / "nothing"):
        with pytest.raises((BadFile, NotFound)):
            files.add(FileOwner(contact_id=contact), path)
    assert _stored(core) == []


def test_an_owner_that_is_gone_leaves_nothing(core: Core, files: FileService, offer: Path) -> None:
    with pytest.raises(NotFound):
        files.add(FileOwner(contact_id=999), offer)
    assert _stored(core) == []


def test_a_write_that_fails_leaves_no_content(
    core: Core, files: FileService, offer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact = core.services.contacts.add(person())

    def full(*_arguments: object) -> int:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(module, "note_file", full)
    with pytest.raises(StorageFailure):
        files.add(FileOwner(contact_id=contact), offer)
    assert _stored(core) == []


def test_a_copy_is_saved_elsewhere_and_replaces_what_stood_there_only_as_a_whole(
    core: Core, files: FileService, offer: Path, tmp_path: Path
) -> None:
    row_id = files.add(FileOwner(contact_id=core.services.contacts.add(person())), offer)
    target = tmp_path / "copy.pdf"
    target.write_text("before", encoding="utf-8")
    files.export(row_id, target)
    assert target.read_bytes() == offer.read_bytes()
    with pytest.raises(StorageFailure):
        files.export(row_id, tmp_path / "no folder" / "copy.pdf")
    files.path_of(files.all_rows()[0].stored).write_bytes(b"changed")
    with pytest.raises(FileChanged):
        files.export(row_id, target)
    assert target.read_bytes() == offer.read_bytes()


def test_what_a_crash_left_behind_is_swept_and_what_undo_needs_is_not(
    core: Core, files: FileService, offer: Path, clock: FixedClock
) -> None:
    contact = core.services.contacts.add(person())
    kept = files.add(FileOwner(contact_id=contact), offer)
    deleted = files.add(FileOwner(contact_id=contact), offer)
    files.delete(deleted)
    undone = files.add(FileOwner(contact_id=contact), offer)
    core.services.undoing.undo()
    orphan = _folder(core) / "0123456789abcdef.pdf"
    orphan.write_bytes(b"left behind")
    half = _folder(core) / ".abc.part"
    half.write_bytes(b"half")
    clock.set(clock.now().replace(year=clock.now().year + 50))
    assert files.sweep() == 2
    assert not orphan.exists()
    assert not half.exists()
    core.services.undoing.redo()
    assert files.open_path(undone).exists()
    assert files.open_path(kept).exists()


def test_photos_are_stored_and_read_by_name(core: Core, files: FileService) -> None:
    stored = files.store(b"\x89PNG picture", "png")
    assert stored.endswith(".png")
    assert files.read(stored) == b"\x89PNG picture"
    for name in ("../secret", "", "nothing.png", ".hidden"):
        with pytest.raises(NotFound):
            files.read(name)
