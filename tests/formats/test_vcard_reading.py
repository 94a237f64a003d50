"""Cards of all three versions, as phones and programs really write them."""

from __future__ import annotations

import base64
import tracemalloc
from pathlib import Path

import pytest

from crm_desktop.domain.background import Background, RelatedName
from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Point, PointKind, called
from crm_desktop.domain.errors import BadFile
from crm_desktop.formats.vcard.lines import PHOTO_LIMIT
from crm_desktop.formats.vcard.reader import VCardReader
from crm_desktop.formats.vcard.reading import type_label
from crm_desktop.services.ports import ReadDraft, Rejected
from tests.formats.reading import Files, remarks

EMAIL, PHONE, LINK = PointKind.EMAIL, PointKind.PHONE, PointKind.LINK


def test_names_have_five_parts_and_lists_in_them(files: Files) -> None:
    name = files.card("N:Stone;Ann;Eve,Mary;Dr.;MSc,PhD", "FN:Ann Stone").name
    assert (name.family, name.given, name.middle, name.prefix, name.suffix) == (
        "Stone",
        "Ann",
        "Eve Mary",
        "Dr.",
        "MSc, PhD",
    )
    assert name.display() == "Ann Stone"


def test_a_family_name_alone_is_enough(files: Files) -> None:
    assert called(files.card("N:Stone;;;;")) == "Stone"


def test_a_whole_name_that_repeats_the_parts_is_not_kept_twice(files: Files) -> None:
    assert files.card("N:Stone;Ann;;;", "FN:Ann Stone").name.formatted == ""


def test_east_asian_names_without_a_whole_form_put_the_family_first(files: Files) -> None:
    assert called(files.card("N:林;美咲;;;")) == "林 美咲"


def test_a_card_of_a_company_is_called_by_it(files: Files) -> None:
    draft = files.card("N:;;;;", "FN:Brick & Co", "ORG:Brick & Co;", "X-ABShowAs:COMPANY")
    assert (draft.company, draft.name.display(), called(draft)) == ("Brick & Co", "", "Brick & Co")


def test_escapes_are_taken_off_and_windows_paths_survive(files: Files) -> None:
    draft = files.card("FN:A", r"NOTE:one\ntwo\Nthree\, four\; five\\six C:\Users")
    assert draft.note == "one\ntwo\nthree, four; five\\six C:\\Users"


def test_folded_lines_lose_one_blank_only(files: Files) -> None:
    assert files.card("FN:A", "NOTE:wonder", " ful  \r\n  days").note == "wonderful   days"


def test_folding_may_cut_a_letter_in_two(files: Files) -> None:
    first, second = "NOTE:Grüße".encode()[:8], "NOTE:Grüße".encode()[8:]
    assert files.card("FN:A", first, b" " + second).note == "Grüße"


def test_version_2_folds_at_blanks_and_keeps_them(files: Files) -> None:
    assert files.card("FN:A", "NOTE:a long", "  story", version="2.1").note == "a long story"


def test_quoted_printable_runs_over_soft_breaks(files: Files) -> None:
    lines = (
        "FN:A",
        "NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:caf=C3=A9 on=",
        " the=0D=0Acorner=20:=3B=",
        "END",
        "TEL:1",
    )
    draft = files.card(*lines, version="2.1")
    assert draft.note == "café on the\ncorner :;END"
    assert draft.values(PHONE) == ("1",)


def test_a_soft_break_before_the_end_does_not_swallow_it(files: Files) -> None:
    drafts = files.drafts("BEGIN:VCARD\nFN;QUOTED-PRINTABLE:A=\nEND:VCARD\nBEGIN:VCARD\nFN:B\nEND:VCARD\n")
    assert [called(draft) for draft in drafts] == ["A", "B"]


@pytest.mark.parametrize(
    ("charset", "codec"),
    [("ISO-8859-1", "latin-1"), ("windows-1251", "cp1251"), ("UTF-8", "utf-8"), ("ISO-8859-2", "iso8859-2")],
)
def test_each_property_may_have_its_own_charset(files: Files, charset: str, codec: str) -> None:
    name = {"cp1251": "Юлия", "iso8859-2": "Łukasz"}.get(codec, "José")
    line = f"FN;CHARSET={charset}:".encode() + name.encode(codec)
    assert called(files.card(line, version="2.1")) == name


def test_shift_jis_with_backslash_bytes_is_decoded_before_it_is_unescaped(files: Files) -> None:
    name = "表ソ能"
    assert called(files.card(b"FN;CHARSET=SHIFT_JIS:" + name.encode("cp932"), version="2.1")) == name


def test_unknown_charsets_and_hostile_codecs_fall_back(files: Files) -> None:
    assert called(files.card("FN;CHARSET=Klingon:José".encode("cp1252"))) == "José"
    assert called(files.card("FN;CHARSET=hex:José".encode("cp1252"))) == "José"


def test_bytes_that_are_not_utf_8_are_read_as_windows_1252_with_a_warning(files: Files) -> None:
    content = "BEGIN:VCARD\nVERSION:2.1\nFN:Jörg Weiß\nEND:VCARD\n".encode("cp1252")
    assert called(files.draft(content)) == "Jörg Weiß"
    assert "Windows-1252" in str(files.description(content).warnings[0])


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_marks_and_utf_16_are_understood(files: Files, codec: str) -> None:
    content = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Žofie\r\nTEL:12345\r\nEND:VCARD\r\n".encode(codec)
    draft = files.draft(content)
    assert (called(draft), draft.values(PHONE)) == ("Žofie", ("12345",))


def test_types_may_be_bare_repeated_listed_or_quoted(files: Files) -> None:
    draft = files.card(
        "FN:A",
        "TEL;CELL;VOICE:1",
        "TEL;TYPE=WORK;TYPE=FAX:2",
        'TEL;TYPE="voice,home":3',
        "TEL;type=iPhone:4",
        "TEL;TYPE=PAGER:5",
        "TEL:6",
    )
    assert [(point.value, point.label) for point in draft.points] == [
        ("1", "mobile"),
        ("2", "work fax"),
        ("3", "home"),
        ("4", "mobile"),
        ("5", "pager"),
        ("6", ""),
    ]


def test_type_words_make_one_label() -> None:
    assert type_label(("x-custom", "voice")) == "custom"
    assert type_label(("home", "work")) == "work"


def test_groups_carry_labels_of_their_own(files: Files) -> None:
    draft = files.card(
        "FN:A",
        "item1.EMAIL;type=INTERNET;type=pref:a@b.example",
        "item1.X-ABLabel:_$!<Other>!$_",
        "item2.URL:https\\://a.example",
        "item2.X-ABLabel:Shop",
        "item3.X-ABDATE;type=pref:2010-06-05",
        "item3.X-ABLabel:_$!<Anniversary>!$_",
        "item4.X-ABRELATEDNAMES:Eve",
        "item4.X-ABLabel:_$!<Spouse>!$_",
        "item5.X-Coffee:black",
        "item5.X-ABLabel:How she takes it",
    )
    assert draft.points == (Point(EMAIL, "a@b.example", "other"), Point(LINK, "https://a.example", "Shop"))
    assert draft.dates == (ImportantDate("anniversary", "2010-06-05"),)
    assert draft.facts == (Fact("How she takes it", "black"),)
    assert draft.more.relations == (RelatedName("", "Eve", "spouse"),)


def test_the_preferred_address_comes_first(files: Files) -> None:
    draft = files.card(
        "FN:A", "EMAIL:a@x", "EMAIL;PREF=2:b@x", "EMAIL;PREF=1:c@x", "EMAIL;TYPE=home:d@x", version="4.0"
    )
    assert draft.values(EMAIL) == ("c@x", "b@x", "a@x", "d@x")


def test_addresses_as_uris_lose_their_scheme(files: Files) -> None:
    draft = files.card(
        "FN:A", "TEL;VALUE=uri:tel:+1-555-0100;ext=5", "EMAIL:mailto:a@b.example", "TEL:sip:a@b.example", version="4.0"
    )
    assert draft.points == (
        Point(PHONE, "+1-555-0100;ext=5"),
        Point(EMAIL, "a@b.example"),
        Point(LINK, "sip:a@b.example", "sip"),
    )


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("BDAY:1993-01-02", "1993-01-02"),
        ("BDAY:19930102", "1993-01-02"),
        ("BDAY;VALUE=date:1993-01-02", "1993-01-02"),
        ("BDAY:--0214", "--02-14"),
        ("BDAY:--02-29", "--02-29"),
        ("BDAY:20160725T000000Z", "2016-07-25"),
        ("BDAY:1953-10-15T23:10:00-06:00", "1953-10-15"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-03-04", "--03-04"),
        ("BDAY;X-APPLE-OMIT-YEAR=1900:1900-03-04", "--03-04"),
    ],
)
def test_birthdays_in_all_their_forms(files: Files, line: str, value: str) -> None:
    assert files.card("FN:A", line).dates == (ImportantDate("birthday", value),)


def test_a_birthday_that_is_no_day_is_kept_as_a_fact_and_remarked(files: Files) -> None:
    (entry,) = files.entries("BEGIN:VCARD\nFN:A\nBDAY;VALUE=text:circa 1800\nEND:VCARD\n")
    assert isinstance(entry, ReadDraft)
    assert entry.draft.facts == (Fact("birthday", "circa 1800"),)
    assert remarks(entry) == ["“circa 1800” is no full date; it was kept as a fact."]


def test_addresses_keep_their_parts_and_labels(files: Files) -> None:
    draft = files.card("FN:A", "ADR;TYPE=HOME:PO 1;Flat 2;Main St 3\\, rear;Town;North;12345;Land")
    assert draft.addresses == (Address("home", "Main St 3, rear", "Flat 2", "PO 1", "Town", "North", "12345", "Land"),)


def test_a_label_is_only_needed_where_there_is_no_address(files: Files) -> None:
    assert files.card("FN:A", "LABEL;WORK:Main St 3\\nTown").addresses == (
        Address("work", formatted="Main St 3\nTown"),
    )
    whole = files.card("FN:A", 'ADR;LABEL="Main St 3^nTown":;;;;;;', version="4.0").addresses
    assert whole == (Address(formatted="Main St 3\nTown"),)


def test_organisations_have_departments_and_second_jobs_become_facts(files: Files) -> None:
    draft = files.card("FN:A", "ORG:Acme\\, Inc.;Sales;North", "TITLE:Boss", "ORG:Other", "TITLE:Clerk", "ROLE:Signs")
    assert (draft.company, draft.department, draft.job_title) == ("Acme, Inc.", "Sales, North", "Boss")
    assert draft.facts == (Fact("company", "Other"), Fact("job title", "Clerk"), Fact("role", "Signs"))


def test_messengers_and_profiles_become_links(files: Files) -> None:
    draft = files.card(
        "FN:A",
        "X-SKYPE-USERNAME:ann",
        "IMPP;X-SERVICE-TYPE=Jabber;type=HOME:xmpp:ann@x.example",
        "X-SOCIALPROFILE;type=twitter;x-user=ann:http://twitter.example/ann",
        "X-SOCIALPROFILE;type=mastodon:x-apple:ann",
    )
    assert draft.points == (
        Point(LINK, "skype:ann", "skype"),
        Point(LINK, "xmpp:ann@x.example", "jabber"),
        Point(LINK, "http://twitter.example/ann", "twitter"),
        Point(LINK, "ann", "mastodon"),
    )


def test_what_only_programs_read_is_dropped_and_what_people_read_is_kept(files: Files) -> None:
    draft = files.card(
        "FN:A",
        "REV:20200101T000000Z",
        "X-MOZILLA-HTML:FALSE",
        "X-EVOLUTION-SPOUSE:Eve",
        "X-PHONETIC-FIRST-NAME:Ei",
        "GENDER:F;she",
        "X-ANDROID-CUSTOM:vnd.android.cursor.item/relation;Bob;0;Uncle;;;",
    )
    assert draft.facts == (
        Fact("spouse", "Eve"),
        Fact("gender", "female, she"),
    )
    assert draft.more == Background(phonetic_given="Ei", relations=(RelatedName("", "Bob", "Uncle"),))


def test_tags_lose_the_groups_of_the_system(files: Files) -> None:
    assert files.card("FN:A", "CATEGORIES:myContacts,a\\,b,c").tags == ("a,b", "c")


def test_several_notes_become_one(files: Files) -> None:
    assert files.card("FN:A", "NOTE:one", "NOTE:two").note == "one\n\ntwo"


def test_language_and_time_zone(files: Files) -> None:
    draft = files.card("FN:A", "LANG;PREF=1:pt", "LANG:en", "TZ:Europe/Lisbon", version="4.0")
    assert (draft.language, draft.time_zone, draft.facts) == ("pt", "Europe/Lisbon", (Fact("language", "en"),))
    assert files.card("FN:A", "TZ:-0500").facts == (Fact("time zone", "-0500"),)


def test_nested_agents_are_no_contacts_of_their_own(files: Files) -> None:
    nested = "BEGIN:VCARD\nVERSION:2.1\nFN:A\nAGENT:\nBEGIN:VCARD\nFN:Agent\nTEL:2\nEND:VCARD\nTEL:1\nEND:VCARD\n"
    draft = files.draft(nested)
    assert (called(draft), draft.values(PHONE), draft.facts) == ("A", ("1",), (Fact("agent", "Agent"),))
    assert files.card("FN:A", "AGENT:BEGIN:VCARD\\nFN:Sue\\nTEL:3\\nEND:VCARD\\n").facts == (Fact("agent", "Sue"),)


_PNG = b"\x89PNG\r\n\x1a\n" + bytes(range(256))


@pytest.mark.parametrize(
    "head",
    [
        "PHOTO;ENCODING=b;TYPE=PNG:{start}\n {end}",
        "PHOTO;BASE64:\n  {start}\n  {end}\n",
        "PHOTO;ENCODING=BASE64;JPEG:\n{start}\n{end}\n",
        "PHOTO:data:image/png;base64,{start}{end}",
        "item1.PHOTO;ENCODING=B:{start}{end}",
    ],
)
def test_a_photo_is_taken_in_every_spelling(files: Files, head: str) -> None:
    text = base64.b64encode(_PNG).decode("ascii")
    photo = head.format(start=text[:80], end=text[80:])
    (entry,) = files.entries(f"BEGIN:VCARD\nVERSION:3.0\nFN:A\n{photo}\nTEL:1\nEND:VCARD\n")
    assert isinstance(entry, ReadDraft)
    assert entry.draft.values(PHONE) == ("1",)
    assert entry.draft.more.photo == _PNG
    assert remarks(entry) == []


@pytest.mark.parametrize(
    ("photo", "why"),
    [
        ("PHOTO;ENCODING=b;TYPE=JPEG:AAAA\n BBBB", "no picture of a kind that is kept"),
        ("PHOTO:data:image/gif;base64,R0lGODlhAQABAAAAACw=", "no picture of a kind that is kept"),
        ("PHOTO;VALUE=uri:https://a.example/a.jpg", "only a link to it, which is not followed"),
        ("PHOTO;VALUE=uri:file:///etc/passwd", "only a link to it, which is not followed"),
        ("PHOTO:http://a.example/a.jpg", "only a link to it, which is not followed"),
    ],
)
def test_what_is_no_photo_is_left_out_with_a_remark(files: Files, photo: str, why: str) -> None:
    (entry,) = files.entries(f"BEGIN:VCARD\nVERSION:3.0\nFN:A\n{photo}\nTEL:1\nEND:VCARD\n")
    assert isinstance(entry, ReadDraft)
    assert (entry.draft.values(PHONE), entry.draft.more.photo) == (("1",), b"")
    (remark,) = remarks(entry)
    assert why in remark


def test_a_reading_of_the_name_in_three_spellings(files: Files) -> None:
    apple = files.card("N:太田;太郎;;;", "X-PHONETIC-LAST-NAME:オオタ", "X-PHONETIC-FIRST-NAME:タロウ")
    phone = files.card("N:太田;太郎;;;", "SOUND;X-IRMC-N:オオタ;タロウ;;;")
    for draft in (apple, phone):
        assert (draft.more.phonetic_family, draft.more.phonetic_given) == ("オオタ", "タロウ")
    assert files.card("FN:A", "X-PHONETIC-FIRST-NAME:A", "X-PHONETIC-MIDDLE-NAME:B").more.phonetic_given == "A B"


def test_relations_become_ours_and_keep_the_word_that_says_more(files: Files) -> None:
    draft = files.card(
        "FN:A",
        "RELATED;TYPE=spouse;VALUE=text:Eve",
        "RELATED;TYPE=colleague:urn:uuid:1",
        "item1.X-ABRELATEDNAMES:Ann",
        "item1.X-ABLabel:_$!<Mother>!$_",
        "item2.X-ABRELATEDNAMES:Zoe",
        "item2.X-ABLabel:Drummer",
        version="4.0",
    )
    assert draft.more.relations == (
        RelatedName("", "Eve", "spouse"),
        RelatedName("urn:uuid:1", "", "colleague"),
        RelatedName("", "Ann", "parent", "mother"),
        RelatedName("", "Zoe", "Drummer"),
    )


def test_a_base64_block_begins_with_its_own_property_only(files: Files) -> None:
    (entry,) = files.entries("BEGIN:VCARD\nN:Stone;B;;;\nlost line\nTEL:1\nEND:VCARD\n")
    assert isinstance(entry, ReadDraft)
    assert called(entry.draft) == "B Stone"
    assert remarks(entry) == ["Line 3 could not be understood and was left out."]


def test_a_note_that_was_not_folded_loses_nothing(files: Files) -> None:
    assert files.card("FN:A", "NOTE:first", "second line", "# a comment").note == "first\nsecond line"


def test_cards_know_their_lines_and_one_bad_card_stops_nothing(files: Files) -> None:
    content = (
        "junk\nBEGIN:VCARD\nFN:A\nEND:VCARD\n\nBEGIN:VCARD\nNOTE:nobody\nEND:VCARD\nBEGIN:VCARD\nFN:C\nEND:VCARD\n"
    )
    first, second, third = files.entries(content)
    assert (first.line, second.line, third.line) == (2, 6, 9)
    assert isinstance(second, Rejected)
    assert str(second.why) == "The card has no name, company, e-mail address or phone number."


def test_a_card_without_an_end_is_closed_by_the_next_one_and_remarked(files: Files) -> None:
    first, second = files.entries("BEGIN:VCARD\nFN:A\nBEGIN:VCARD\nFN:B\nEND:VCARD\n")
    assert remarks(first) == ["The card has no end; please look whether something is missing."]
    assert remarks(second) == []


def test_lists_of_contacts_are_refused_with_their_name(files: Files) -> None:
    (entry,) = files.entries("BEGIN:VCARD\nVERSION:4.0\nKIND:group\nFN:Friends\nMEMBER:urn:uuid:1\nEND:VCARD\n")
    assert isinstance(entry, Rejected)
    assert "Friends" in str(entry.why)


def test_old_macs_end_lines_with_a_carriage_return(files: Files) -> None:
    drafts = files.drafts(b"BEGIN:VCARD\rFN:A\rEND:VCARD\rBEGIN:VCARD\rFN:B\rEND:VCARD\r")
    assert [called(draft) for draft in drafts] == ["A", "B"]


def test_zero_bytes_and_case_do_not_matter(files: Files) -> None:
    assert called(files.draft(b"begin:vcard\nfn:A\x00nn\nend:vCard\n")) == "Ann"


def test_a_name_that_was_encoded_twice_is_made_good(files: Files) -> None:
    (entry,) = files.entries("BEGIN:VCARD\nFN:JosÃ©\nEND:VCARD\n")
    assert isinstance(entry, ReadDraft)
    assert entry.draft.name.formatted == "José"
    assert remarks(entry) == ["“JosÃ©” was read as “José”."]


def test_a_huge_picture_needs_no_more_memory_than_the_largest_that_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "big.vcf"
    with path.open("wb") as file:
        file.write(b"BEGIN:VCARD\r\nFN:A\r\nPHOTO;ENCODING=BASE64:")
        for _ in range(30):
            file.write(b"A" * 1_000_000)
        file.write(b"\r\nPHOTO;ENCODING=b:AAAA\r\n")
        for _ in range(200_000):
            file.write(b" " + b"B" * 73 + b"\r\n")
        file.write(b"TEL:1\r\nEND:VCARD\r\n")
    tracemalloc.start()
    (entry,) = VCardReader().read(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert isinstance(entry, ReadDraft)
    assert entry.draft.values(PHONE) == ("1",)
    # Not by the size of the file: some five times the largest photo that is kept.
    assert peak < 6 * PHOTO_LIMIT
    assert entry.draft.more.photo == b""


def test_a_file_without_cards_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "letter.vcf"
    path.write_text("Dear Ann,\nno card here.\n", encoding="utf-8")
    with pytest.raises(BadFile, match="not a contact file"):
        VCardReader().describe(path)
    with pytest.raises(BadFile, match="cannot be read"):
        VCardReader().describe(tmp_path / "missing.vcf")
