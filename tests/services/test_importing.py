"""Taking in other programs' files: new, changed, unchanged and rejected; all of it or nothing; one undo takes it back."""

from __future__ import annotations

import itertools
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ContactDraft, Name, Point, PointKind
from crm_desktop.domain.errors import BadFile
from crm_desktop.services.importing import Cancelled, ImportPreview, ImportReport
from crm_desktop.storage import search_index
from tests.storage.dump import canonical_dump
from tests.support.home import do_not_wait_for_the_disk, opened_home, person

_HEADER = "First Name,Last Name,Email,Phone,Company,Notes,Tags\n"
_PEOPLE = _HEADER + (
    "Marta,Oliveira,marta@x.example,+351 912 345 678,Casa Lume,Likes tea,vip;press\n"
    "Jürgen,Groß,j.gross@x.example,,Groß & Söhne,,\n"
    "太郎,山田,,+81 3 1234 5678,山田商事,,vip\n"
)
_CARDS = """BEGIN:VCARD
VERSION:3.0
UID:urn:uuid:1
FN:Marta Oliveira
N:Oliveira;Marta;;;
EMAIL;TYPE=WORK:marta@x.example
BDAY:1985-03-09
END:VCARD
BEGIN:VCARD
VERSION:4.0
UID:urn:uuid:2
FN:Ana Costa
N:Costa;Ana;;;
ORG:Casa Lume
END:VCARD
"""


def _file(folder: Path, content: str, name: str = "people.csv") -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8", newline="")
    return path


def _counts(report: ImportReport | ImportPreview) -> tuple[int, int, int, int]:
    assert report.read == report.new + report.changed + report.unchanged + len(report.rejected)
    return report.new, report.changed, report.unchanged, len(report.rejected)


def _names(core: Core) -> list[str]:
    return [row.name for row in core.services.contacts.rows(core.services.contacts.ids())]


def _dump(core: Core) -> str:
    return canonical_dump(core.database.writer)


@pytest.mark.parametrize(("content", "name"), [(_PEOPLE, "people.csv"), (_CARDS, "people.vcf")])
def test_the_same_file_twice_changes_nothing(content: str, name: str, core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, content, name)
    first = core.services.importing.run(path)
    assert _counts(first) == (first.read, 0, 0, 0)
    before, newest = _dump(core), core.services.undoing.next_undo()
    again = core.services.importing.run(path)
    assert _counts(again) == (0, 0, first.read, 0)
    assert _dump(core) == before
    assert core.services.undoing.next_undo() == newest, "what changed nothing is nothing to take back"


def test_one_undo_takes_everything_back_with_companies_and_tags(core: Core, tmp_path: Path) -> None:
    core.services.contacts.add(person("Marta Oliveira", email="marta@x.example"))
    before = _dump(core)
    report = core.services.importing.run(_file(tmp_path, _PEOPLE))
    assert _counts(report) == (2, 1, 0, 0)
    assert core.services.contacts.company_names("")
    assert core.services.contacts.tags()
    assert search_index.differences(core.database.writer) == []
    assert str(core.services.undoing.undo()) == "Imported people.csv"
    assert _dump(core) == before
    core.services.undoing.redo()
    assert _names(core) == ["Jürgen Groß", "Marta Oliveira", "山田 太郎"]


def test_a_preview_says_what_the_run_does_and_does_nothing(core: Core, tmp_path: Path) -> None:
    core.services.contacts.add(person("Marta Oliveira", email="marta@x.example"))
    path = _file(tmp_path, _PEOPLE + ",,,,,,\nMarta,Oliveira,marta@x.example,,,,\n")
    before = _dump(core)
    preview = core.services.importing.preview(path)
    assert _dump(core) == before
    assert core.services.undoing.next_redo() is None
    assert (preview.new_companies, len(preview.sample)) == (3, preview.read - len(preview.rejected))
    report = core.services.importing.run(path)
    assert _counts(preview) == _counts(report)
    assert preview.rejected == report.rejected


def test_news_is_added_and_nothing_that_is_there_is_replaced(core: Core, tmp_path: Path) -> None:
    contact = core.services.contacts.add(
        person("Marta Oliveira", email="marta@x.example", company="Own", note="Mine", tags=("vip",))
    )
    core.services.importing.run(_file(tmp_path, _PEOPLE))
    page = core.services.contacts.page(contact)
    assert page is not None
    assert (page.company, page.note) == ("Own", "Mine\n\nLikes tea")
    assert [part.value.value for part in page.points] == ["marta@x.example", "+351 912 345 678"]
    assert sorted(tag.name for tag in page.tags) == ["press", "vip"]


def test_a_second_import_does_not_bring_back_the_note_it_joined(core: Core, tmp_path: Path) -> None:
    core.services.contacts.add(person("Marta Oliveira", email="marta@x.example", note="Mine"))
    path = _file(tmp_path, _PEOPLE)
    core.services.importing.run(path)
    assert _counts(core.services.importing.run(path)) == (0, 0, 3, 0)


def test_two_files_about_one_person_become_one(core: Core, tmp_path: Path) -> None:
    core.services.importing.run(_file(tmp_path, _PEOPLE))
    report = core.services.importing.run(_file(tmp_path, _CARDS, "people.vcf"))
    assert _counts(report) == (1, 1, 0, 0)
    (marta,) = core.services.contacts.ids("marta")
    page = core.services.contacts.page(marta)
    assert page is not None
    assert [part.value.value for part in page.dates] == ["1985-03-09"]
    (ana,) = core.services.contacts.ids("ana costa")
    colleague = core.services.contacts.page(ana)
    assert colleague is not None
    assert colleague.company_id == page.company_id


def test_the_same_person_twice_in_one_file_is_one(core: Core, tmp_path: Path) -> None:
    content = _HEADER + "Marta,Oliveira,marta@x.example,,,,\nMarta,,MARTA@X.example,+351 912 345 678,,,\n"
    assert _counts(core.services.importing.run(_file(tmp_path, content))) == (1, 1, 0, 0)
    assert _names(core) == ["Marta Oliveira"]


def test_the_same_person_twice_in_one_file_with_hundreds_between_is_one(core: Core, tmp_path: Path) -> None:
    between = "".join(f"Person,N{number},p{number}@x.example,,,,\n" for number in range(900))
    content = _HEADER + "Marta,Oliveira,marta@x.example,,,,\n" + between + "Marta,Oliveira,marta@x.example,,Lime,,\n"
    assert _counts(core.services.importing.run(_file(tmp_path, content))) == (901, 1, 0, 0)


@pytest.mark.parametrize("order", list(itertools.permutations(range(4))))
def test_the_order_of_the_rows_does_not_change_who_there_is(order: tuple[int, ...], core: Core, tmp_path: Path) -> None:
    rows = [
        "Marta,Oliveira,marta@x.example,,,,\n",
        "Marta,Oliveira,marta@x.example,+351 912 345 678,,,\n",
        "Ana,Costa,office@x.example,,,,\n",
        "Ben,Costa,office@x.example,,,,\n",
    ]
    core.services.importing.run(_file(tmp_path, _HEADER + "".join(rows[place] for place in order)))
    assert _names(core) == ["Ana Costa", "Ben Costa", "Marta Oliveira"]


def test_people_who_share_an_office_address_stay_two(core: Core, tmp_path: Path) -> None:
    content = _HEADER + "Ana,Costa,office@x.example,,,,\nMarta,Oliveira,office@x.example,,,,\n"
    assert _counts(core.services.importing.run(_file(tmp_path, content))) == (2, 0, 0, 0)


def test_bad_rows_are_listed_with_line_and_reason_and_the_rest_goes_in(core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, _HEADER + "Marta,Oliveira,,,,,\n,,,,,a note alone,\n\nAna,Costa,,,,,\n")
    report = core.services.importing.run(path)
    assert (report.new, [(entry.line, bool(str(entry.why))) for entry in report.rejected]) == (2, [(3, True)])


def test_stopping_leaves_nothing(core: Core, tmp_path: Path) -> None:
    content = _HEADER + "".join(f"Person,N{number},p{number}@x.example,,C{number},,\n" for number in range(2_000))
    before = _dump(core)
    asked: list[int] = []
    told: list[int] = []

    def cancelled() -> bool:
        asked.append(core.database.writer.execute("SELECT count(*) FROM contacts").fetchone()[0])
        return len(asked) > 2

    for work in (core.services.importing.run, core.services.importing.preview):
        asked.clear()
        with pytest.raises(Cancelled):
            work(_file(tmp_path, content), progress=told.append, cancelled=cancelled)
        assert asked[-1] > 0, "it was stopped before it had begun"
        assert _dump(core) == before
    assert core.services.undoing.next_undo() is None
    assert told[:2] == [400, 800]


def test_a_file_that_breaks_off_leaves_nothing(core: Core, tmp_path: Path) -> None:
    rows = "".join(f"Person,N{number},p{number}@x.example,,,,\n" for number in range(1_000))
    path = _file(tmp_path, _HEADER + rows)
    before = _dump(core)

    def broken(_read: int) -> None:
        raise OSError("the stick was pulled out")

    with pytest.raises(OSError, match="pulled out"):
        core.services.importing.run(path, progress=broken)
    assert _dump(core) == before


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "empty.csv"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "a.png"),
        (b"PK\x03\x04" + b"\x00" * 99, "a.xlsx"),
    ],
)
def test_what_is_no_list_of_people_is_refused(content: bytes, name: str, core: Core, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(BadFile):
        core.services.importing.run(tmp_path / name)


def test_a_file_that_is_not_there_and_a_folder_are_sentences(core: Core, tmp_path: Path) -> None:
    for path in (tmp_path / "no.csv", tmp_path):
        with pytest.raises(BadFile, match="cannot be read"):
            core.services.importing.preview(path)


def test_where_people_came_from_is_noted_with_the_day(core: Core, tmp_path: Path) -> None:
    core.services.importing.run(_file(tmp_path, _PEOPLE))
    page = core.services.contacts.page(core.services.contacts.ids()[0])
    assert page is not None
    assert page.origin == "people.csv, 2026-11-24"


def test_columns_go_where_the_user_says(core: Core, tmp_path: Path) -> None:
    path = _file(tmp_path, "Who,What\nMarta Oliveira,likes tea\n")
    targets = {target.id for target in core.services.importing.targets()}
    assert {"formatted", "note"} & targets or targets
    name = next(target for target in ("name", "formatted", "full_name", "name.formatted") if target in targets)
    core.services.importing.run(path, {0: name, 1: "fact:Hobby"})
    page = core.services.contacts.page(core.services.contacts.ids("marta")[0])
    assert page is not None
    assert [(part.value.kind, part.value.text) for part in page.facts] == [("Hobby", "likes tea")]


_names_of_few = st.sampled_from(("Marta Oliveira", "Marta", "Ana Costa", "Ben"))
_drafts = st.builds(
    lambda name, email, phone, company, tags: ContactDraft(
        name=Name(given=name.partition(" ")[0], family=name.partition(" ")[2]),
        points=tuple(point for point in (Point(PointKind.EMAIL, email), Point(PointKind.PHONE, phone)) if point.value),
        company=company,
        tags=tuple(tags),
    ),
    _names_of_few,
    st.sampled_from(("", "a@x.example", "b@x.example")),
    st.sampled_from(("", "+49 30 1234567")),
    st.sampled_from(("", "Lime")),
    st.lists(st.sampled_from(("vip", "VIP", "press")), max_size=2),
)


@pytest.mark.no_cover
@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(people=st.lists(_drafts, min_size=1, max_size=8), ending=st.sampled_from(("csv", "vcf")))
def test_any_own_file_twice_changes_nothing_and_its_preview_is_true(
    people: list[ContactDraft], ending: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from crm_desktop.formats import FORMATS

    folder = tmp_path_factory.mktemp("own")
    path = folder / f"own.{ending}"
    FORMATS.writers[ending](iter(people), path)
    with opened_home(folder / "home") as core:
        do_not_wait_for_the_disk(core)
        preview = core.services.importing.preview(path)
        assert _counts(core.services.importing.run(path)) == _counts(preview)
        before = _dump(core)
        again = core.services.importing.run(path)
        assert (again.new, again.changed, _dump(core)) == (0, 0, before)
        assert search_index.differences(core.database.writer) == []
