"""What is written is read back the same, and no spreadsheet takes it for a formula."""

from __future__ import annotations

import csv
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from crm_desktop.domain.background import (
    NOTHING_ELSE,
    RELATION_KINDS,
    Background,
    Consent,
    LifecycleStage,
    LifecycleStep,
    OwnText,
    RelatedName,
    Role,
    clean_background,
)
from crm_desktop.domain.contacts import (
    Address,
    ContactDraft,
    Fact,
    ImportantDate,
    Name,
    Point,
    PointKind,
    called,
    clean_draft,
)
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.formats import FORMATS
from crm_desktop.formats.csv.setters import guard, unguard
from crm_desktop.formats.vcard.writer import fold
from crm_desktop.services.ports import ReadDraft
from tests.formats.reading import reader_of

LETTERS = st.one_of(
    st.sampled_from("abcXYZ 019'\"-+=@;,:\\.()&<>|éßżЮ林の𝄞"),
    st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co", "Cf", "Zl", "Zp"]),
)
LINE = st.text(LETTERS, max_size=30).map(str.strip)
# The separator of Google's cells cannot be part of a tag, nor can a label or a heading be empty in every format.
WORD = LINE.filter(lambda text: bool(text) and ":::" not in text)
BLOCK = st.lists(LINE, max_size=4).map("\n".join)
DAYS = st.dates().filter(lambda day: day.year not in (1, 1604)).map(lambda day: day.isoformat())
YEARLESS = st.dates().map(lambda day: f"-{day.isoformat()[4:]}")
LABELS = st.one_of(st.sampled_from(["", "work", "home", "mobile", "other", "fax", "work fax", "main"]), WORD)
EMAILS = st.tuples(
    st.from_regex(r"[a-z0-9.+=_-]{1,12}", fullmatch=True), st.sampled_from(["b.example", "bücher.example"])
)


@st.composite
def points(draw: st.DrawFn) -> Point:
    kind = draw(st.sampled_from(PointKind))
    if kind is PointKind.EMAIL:
        return Point(kind, "@".join(draw(EMAILS)), draw(LABELS))
    if kind is PointKind.PHONE:
        return Point(kind, draw(st.from_regex(r"\+?[0-9][0-9 ()/.-]{1,14}[0-9]", fullmatch=True)), draw(LABELS))
    return Point(kind, "https://" + draw(st.from_regex(r"[a-z0-9./?=,;&-]{3,20}", fullmatch=True)), draw(LABELS))


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    if draw(st.booleans()):
        return Address(draw(LABELS), formatted=draw(BLOCK))
    return Address(draw(LABELS), *(draw(LINE) for _ in range(7)))


MONTHS = st.dates().map(lambda day: day.isoformat()[:7])
PICTURES = st.binary(max_size=300).map(lambda rest: b"\x89PNG\r\n\x1a\n" + rest)
RELATIONS = st.builds(
    RelatedName, LINE, LINE, st.one_of(st.sampled_from([*RELATION_KINDS, "mother", "x-y", "Other"]), WORD), LINE
)
CONSENTS = st.builds(Consent, WORD, LINE, LINE, BLOCK, st.dates(), st.one_of(st.none(), st.dates()))
OWN = st.one_of(
    st.builds(OwnText, WORD, BLOCK.filter(bool), st.just("text")),
    st.builds(OwnText, WORD, st.sampled_from(["12", "-3.5", "0.1250"]), st.just("number")),
    st.builds(OwnText, WORD, st.sampled_from(["120.00 EUR", "5 JPY", "0.250 KWD"]), st.just("money")),
    st.builds(OwnText, WORD, DAYS, st.just("day")),
    st.builds(OwnText, WORD, WORD, st.sampled_from(["choice", "choices"]), st.lists(WORD, max_size=3).map(tuple)),
    st.builds(OwnText, WORD, st.sampled_from(["yes", "no"]), st.just("yes-no")),
    st.builds(OwnText, WORD, st.just("https://a.example/?b;c,d"), st.just("link")),
)


@st.composite
def backgrounds(draw: st.DrawFn) -> Background:
    if not draw(st.booleans()):
        return NOTHING_ELSE
    return Background(
        phonetic_given=draw(LINE),
        phonetic_family=draw(LINE),
        pinned_note=draw(BLOCK),
        payment_terms=draw(LINE),
        lifecycle=draw(st.sampled_from(["", *LifecycleStage])),
        steps=tuple(draw(st.lists(st.builds(LifecycleStep, st.sampled_from(LifecycleStage), st.dates()), max_size=3))),
        do_not_contact=draw(st.booleans()),
        roles=tuple(
            draw(st.lists(st.builds(Role, st.none(), WORD, LINE, MONTHS, st.sampled_from(["", "2021"])), max_size=2))
        ),
        relations=tuple(draw(st.lists(RELATIONS, max_size=3))),
        consents=tuple(draw(st.lists(CONSENTS, max_size=2))),
        own=tuple(draw(st.lists(OWN, max_size=3))),
        photo=draw(st.one_of(st.just(b""), PICTURES)),
    )


@st.composite
def drafts(draw: st.DrawFn) -> ContactDraft:
    draft = ContactDraft(
        name=Name(*(draw(LINE) for _ in range(7))),
        company=draw(LINE),
        job_title=draw(LINE),
        department=draw(LINE),
        points=tuple(draw(st.lists(points(), max_size=4))),
        addresses=tuple(draw(st.lists(addresses(), max_size=2))),
        dates=tuple(
            draw(
                st.lists(
                    st.builds(
                        ImportantDate, st.sampled_from(["birthday", "anniversary", "Met"]), st.one_of(DAYS, YEARLESS)
                    ),
                    max_size=3,
                    unique=True,
                )
            )
        ),
        facts=tuple(draw(st.lists(st.builds(Fact, WORD, BLOCK), max_size=3))),
        tags=tuple(
            draw(
                st.lists(
                    WORD.filter(lambda tag: tag.lower() not in ("mycontacts", "my contacts", "other contacts")),
                    max_size=3,
                )
            )
        ),
        note=draw(BLOCK),
        source=draw(LINE),
        language=draw(st.sampled_from(["", "en", "pt-BR"])),
        time_zone=draw(st.sampled_from(["", "Europe/Lisbon", "UTC"])),
        preferred_channel=draw(LINE),
        keep_in_touch_days=draw(st.one_of(st.none(), st.integers(1, 9999))),
        uid=draw(LINE),
        more=draw(backgrounds()),
    )
    try:
        cleaned = clean_draft(draft)
    except InvalidInput:
        assume(False)
        raise
    # Cleaning may leave blanks at new edges; what is stored is what cleaning leaves unchanged.
    assume(clean_draft(cleaned) == cleaned)
    return cleaned


def comparable(draft: ContactDraft) -> ContactDraft:
    """The draft without what no file keeps: the order between different kinds, and a whole name that repeats the parts."""
    name = draft.name
    if name.formatted == replace(name, formatted="").display():
        name = replace(name, formatted="")
    return replace(
        draft,
        name=name,
        points=tuple(sorted(draft.points, key=lambda point: point.kind)),
        dates=tuple(sorted(draft.dates, key=lambda day: (day.label, day.value))),
    )


def written_and_read(ending: str, written: list[ContactDraft]) -> list[ContactDraft]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"contacts.{ending}"
        assert FORMATS.writers[ending](iter(written), path) == len(written)
        entries = list(reader_of(path).read(path))
    assert all(isinstance(entry, ReadDraft) for entry in entries)
    return [clean_draft(entry.draft) for entry in entries if isinstance(entry, ReadDraft)]


@pytest.mark.parametrize("ending", sorted(FORMATS.writers))
@settings(max_examples=60)
@given(st.lists(drafts(), min_size=1, max_size=4))
def test_contacts_survive_being_written_and_read(ending: str, written: list[ContactDraft]) -> None:
    read = written_and_read(ending, written)
    assert [called(draft) for draft in read] == [called(draft) for draft in written]
    if ending == "vcf":
        # FN must be there in 3.0: a contact without a name has its company or address in it, and that is no name.
        written = [replace(draft, name=replace(draft.name, formatted=_kept(draft))) for draft in written]
    if ending == "csv":
        # A table has no place for pictures.
        written = [replace(draft, more=clean_background(replace(draft.more, photo=b""))) for draft in written]
    assert [comparable(draft) for draft in read] == [comparable(draft) for draft in written]


def _kept(draft: ContactDraft) -> str:
    name = draft.name
    reached = {draft.company, *(point.value for point in draft.points if point.kind is not PointKind.LINK)}
    has_parts = name.given or name.family or name.middle or name.prefix or name.suffix
    return "" if name.formatted in reached and not has_parts else name.formatted


@settings(max_examples=40)
@given(st.lists(drafts(), min_size=1, max_size=3))
def test_no_cell_of_a_written_table_begins_a_formula(written: list[ContactDraft]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        FORMATS.writers["csv"](iter(written), path)
        with path.open(encoding="utf-8-sig", newline="") as file:
            cells = [cell for row in csv.reader(file) for cell in row]
    assert [cell for cell in cells if cell.lstrip(' "')[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []


@given(st.text())
def test_the_guard_comes_off_exactly_as_it_went_on(text: str) -> None:
    assert unguard(guard(text)) == text


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\n")))
def test_no_folded_line_is_longer_than_75_octets(line: str) -> None:
    pieces = fold(line).split("\r\n")
    assert all(len(piece.encode()) <= 75 for piece in pieces)
    assert pieces[0] + "".join(piece[1:] for piece in pieces[1:]) == line


@pytest.mark.parametrize("ending", sorted(FORMATS.writers))
def test_an_old_file_survives_a_failure(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"contacts.{ending}"
    path.write_text("old", encoding="utf-8")

    def failing() -> object:
        yield ContactDraft(name=Name(formatted="Ann"))
        raise KeyError("broken")

    with pytest.raises(KeyError):
        FORMATS.writers[ending](failing(), path)  # type: ignore[arg-type]
    assert path.read_text(encoding="utf-8") == "old"
    assert [entry.name for entry in tmp_path.iterdir()] == [path.name]
    with pytest.raises(FileNotFoundError):  # the export service says it in a sentence
        FORMATS.writers[ending](iter(()), tmp_path / "missing" / "x")


def test_the_order_of_addresses_and_dates_is_kept_in_cards() -> None:
    draft = ContactDraft(
        name=Name(formatted="Ann"),
        points=(Point(PointKind.PHONE, "123"), Point(PointKind.EMAIL, "a@b.example"), Point(PointKind.PHONE, "45")),
    )
    assert written_and_read("vcf", [draft])[0].points == draft.points
