"""The complete export as an archive: the data and every file in it, stopped or failed without a trace."""

from __future__ import annotations

import hashlib
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.files import FileOwner
from crm_desktop.services.export_archive import DATA, ExportStopped, FilesMissing
from tests.support.home import person

_PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8db0"
    "0000000049454e44ae426082"
)


@pytest.fixture
def with_files(core: Core, tmp_path: Path) -> dict[str, bytes]:
    """What was added to one person: by its name; two have the same name."""
    contact = core.services.contacts.add(person("Marta"))
    added = {"offer.pdf": b"%PDF-1.4 " + bytes(range(256)) * 9_000, "Übersicht 王.txt": b"", "notes.txt": b"words"}
    for name, content in added.items():
        path = tmp_path / name
        path.write_bytes(content)
        core.services.people.files.add(FileOwner(contact_id=contact), path)
        path.unlink()
    core.services.people.profiles.set_photo(contact, _PNG)
    return added


def _read(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        contents = {each.filename: archive.read(each) for each in archive.infolist()}
    return json.loads(contents.pop(DATA)), contents


def test_every_file_and_photo_is_in_it_to_the_byte(core: Core, with_files: dict[str, bytes], tmp_path: Path) -> None:
    assert core.services.exporting.export(tmp_path / "all.zip") == 1
    data, contents = _read(tmp_path / "all.zip")
    rows = data["files"]
    assert {row["name"]: contents[f"files/{row['stored']}"] for row in rows} == with_files
    assert all(hashlib.sha256(contents[f"files/{row['stored']}"]).hexdigest() == row["sha256"] for row in rows)
    (one,) = data["contacts"]
    assert contents[f"files/{one['photo']}"] == core.services.people.profiles.photo(one["id"])
    assert len(contents) == len(with_files) + 1


def test_the_data_is_that_of_the_export_as_json(core: Core, with_files: dict[str, bytes], tmp_path: Path) -> None:
    for name in ("all.zip", "all.json"):
        core.services.exporting.export(tmp_path / name)
    assert _read(tmp_path / "all.zip")[0] == json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))


def test_progress_goes_from_nothing_to_all(core: Core, with_files: dict[str, bytes], tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    core.services.exporting.export(tmp_path / "all.zip", progress=lambda done, total: told.append((done, total)))
    shares = [done / total for done, total in told]
    assert shares == sorted(shares)
    assert shares[-1] > 0.9


@pytest.mark.parametrize("ending", ["zip", "json", "vcf", "csv"])
def test_stopped_nothing_is_written(ending: str, core: Core, with_files: dict[str, bytes], tmp_path: Path) -> None:
    target = tmp_path / f"all.{ending}"
    target.write_text("what was there", encoding="utf-8")
    with pytest.raises(ExportStopped):
        core.services.exporting.export(target, stopped=lambda: True)
    assert target.read_text(encoding="utf-8") == "what was there"
    assert sorted(path.name for path in tmp_path.iterdir()) == [target.name, "home"]


def test_stopped_between_two_files_nothing_is_written(core: Core, with_files: dict[str, bytes], tmp_path: Path) -> None:
    asked = iter((False, True))
    with pytest.raises(ExportStopped):
        core.services.exporting.export(tmp_path / "all.zip", stopped=lambda: next(asked))
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_content_that_is_gone_is_said_and_everything_else_written(
    core: Core, with_files: dict[str, bytes], tmp_path: Path
) -> None:
    files = core.services.people.files
    row = next(row for row in files.all_rows() if row.name == "offer.pdf")
    files.path_of(row.stored).unlink()
    with pytest.raises(FilesMissing, match=r"the content of 1 file is gone: “offer.pdf”"):
        core.services.exporting.export(tmp_path / "all.zip")
    _data, contents = _read(tmp_path / "all.zip")
    assert sorted(contents.values()) == sorted((b"", b"words", core.services.people.profiles.photo(1) or b"?"))


def test_a_link_in_the_folder_is_not_followed(core: Core, with_files: dict[str, bytes], tmp_path: Path) -> None:
    files = core.services.people.files
    row = next(row for row in files.all_rows() if row.name == "notes.txt")
    secret = tmp_path / "secret"
    secret.write_text("not yours", encoding="utf-8")
    files.path_of(row.stored).unlink()
    files.path_of(row.stored).symlink_to(secret)
    with pytest.raises(FilesMissing):
        core.services.exporting.export(tmp_path / "all.zip")
    assert b"not yours" not in (tmp_path / "all.zip").read_bytes()
