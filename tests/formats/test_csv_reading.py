"""Tables as other programs and careless people write them."""

from __future__ import annotations

import itertools
import tracemalloc
from pathlib import Path

import pytest

from crm_desktop.domain.background import RelatedName
from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Point, PointKind, called
from crm_desktop.domain.errors import BadFile
from crm_desktop.formats import FORMATS
from crm_desktop.formats.csv.dialect import sniff
from crm_desktop.formats.csv.reader import CsvReader
from crm_desktop.services.ports import ReadDraft, Rejected
from tests.formats.reading import Files, remarks

EMAIL, PHONE, LINK = PointKind.EMAIL, PointKind.PHONE, PointKind.LINK


def test_googles_new_header(files: Files) -> None:
    content = (
        "First Name,Middle Name,Last Name,Name Prefix,Nickname,File As,Organization Name,Organization Title,Birthday,Notes,"
        "Photo,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value,Address 1 - Country,"
        "Address 1 - Label,Address 1 - Formatted,Address 1 - Street,Website 1 - Label,Website 1 - Value,"
        "Event 1 - Label,Event 1 - Value,Relation 1 - Label,Relation 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value\n"
        'Ann,Eve,Stone,Dr.,Annie,,Acme,Boss,--02-14,"one\ntwo",https://p.example/1,* work ::: * myContacts ::: VIP,'
        "* Home,a@b.example ::: c@d.example,Mobile,+1 555 0100 ::: +1 555 0101,Land,Work,Main St 1 / Land,Main St 1,Blog,b.example,"
        "Anniversary,2010-06-05,Spouse,Bob,Coffee,black\n"
        ",,,,,,,,,,,* Other Contacts,,x@y.example,,,,,,,,,,,,,,\n"
    )
    assert files.description(content).format == "google"
    draft, nameless = files.drafts(content)
    assert called(draft) == "Dr. Ann Eve Stone"
    assert (draft.company, draft.job_title, draft.name.nickname, draft.note) == ("Acme", "Boss", "Annie", "one\ntwo")
    assert draft.points == (
        Point(EMAIL, "a@b.example", "home"),
        Point(EMAIL, "c@d.example", "home"),
        Point(PHONE, "+1 555 0100", "mobile"),
        Point(PHONE, "+1 555 0101", "mobile"),
        Point(LINK, "b.example", "Blog"),
    )
    assert draft.addresses == (Address("work", "Main St 1", country="Land"),)
    assert draft.dates == (ImportantDate("birthday", "--02-14"), ImportantDate("anniversary", "2010-06-05"))
    assert draft.facts == (Fact("Coffee", "black"),)
    assert draft.more.relations == (RelatedName("", "Bob", "spouse"),)
    assert draft.tags == ("work", "VIP")
    assert (called(nameless), nameless.tags) == ("x@y.example", ())


def test_googles_old_header(files: Files) -> None:
    content = (
        "Name,Given Name,Additional Name,Family Name,Yomi Name,Birthday,Notes,Group Membership,E-mail 1 - Type,"
        "E-mail 1 - Value,IM 1 - Type,IM 1 - Service,IM 1 - Value,Organization 1 - Type,Organization 1 - Name,"
        "Organization 1 - Title,Organization 1 - Department\n"
        "Ann Stone,Ann,,Stone,,1990-02-14,hello,* My Contacts ::: Club,* Home,a@b.example,Other,Skype,annie,,Acme,Boss,Sales\n"
    )
    assert str(files.description(content).title) == "Google Contacts export (older layout)"
    draft = files.draft(content)
    assert (draft.name.formatted, draft.company, draft.job_title, draft.department) == ("", "Acme", "Boss", "Sales")
    assert draft.points == (Point(EMAIL, "a@b.example", "home"), Point(LINK, "skype:annie", "skype"))
    assert draft.tags == ("Club",)


def test_outlook_has_a_title_that_is_no_job(files: Files) -> None:
    content = (
        "First Name,Middle Name,Last Name,Title,Suffix,E-mail Address,E-mail 2 Address,Business Phone,Home Fax,Mobile Phone,"
        "Business Street,Business Street 2,Business City,Home Country/Region,Job Title,Birthday,Anniversary,Categories,Private\r\n"
        "Ann,,Stone,Mrs.,,a@b.example,c@d.example,1234567,2345678,3456789,Main St 1,Floor 2,Town,Land,Boss,0/0/00,"
        "12/31/2010,one;two,Normal\r\n"
    )
    assert files.description(content).format == "outlook"
    draft = files.draft(content)
    assert (draft.name.prefix, draft.job_title, called(draft)) == ("Mrs.", "Boss", "Ann Stone")
    assert [(p.value, p.label) for p in draft.points if p.kind is PHONE] == [
        ("1234567", "work"),
        ("2345678", "home fax"),
        ("3456789", "mobile"),
    ]
    assert draft.addresses == (Address("work", "Main St 1", "Floor 2", city="Town"), Address("home", country="Land"))
    assert draft.dates == (ImportantDate("anniversary", "2010-12-31"),)
    assert draft.tags == ("one", "two")
    assert draft.facts == ()


def test_german_outlook(files: Files) -> None:
    content = (
        '"Anrede";"Vorname";"Nachname";"Firma";"Position";"Straße geschäftlich";"PLZ geschäftlich";"Ort geschäftlich";'
        '"Telefon geschäftlich";"Mobiltelefon";"E-Mail-Adresse";"E-Mail 2: Adresse";"Geburtstag"\r\n'
        '"Frau";"Änne";"Groß";"Bäcker";"Chefin";"Hauptstr. 1";"12345";"Köln";"0221 1234567";"0170 1234567";"a@b.example";'
        '"";"3/4/1990"\r\n'
    ).encode("cp1252")
    draft = files.draft(content)
    assert called(draft) == "Änne Groß"
    assert draft.addresses == (Address("work", "Hauptstr. 1", city="Köln", postal_code="12345"),)
    assert [p.label for p in draft.points] == ["work", "mobile", ""]
    # German headers: the day comes first.
    assert draft.dates == (ImportantDate("birthday", "1990-04-03"),)


def test_linkedin_with_its_preamble(files: Files) -> None:
    content = (
        'Notes:\r\n"When exporting, some addresses are missing. ""See"" the help,\r\nplease."\r\n\r\n'
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\r\n"
        'Ann,"Stone, PhD",https://l.example/in/ann,,Acme,Boss,07 Dec 2025\r\n'
        "Bob,undefined,https://l.example/in/bob,,,,01 Jul 2026\r\n"
    )
    assert files.description(content).format == "linkedin"
    first, second = files.entries(content)
    assert isinstance(first, ReadDraft)
    assert isinstance(second, ReadDraft)
    assert (first.line, second.line) == (6, 7)
    assert called(first.draft) == "Ann Stone, PhD"
    assert first.draft.points == (Point(LINK, "https://l.example/in/ann", "linkedin"),)
    assert first.draft.facts == (Fact("Connected on LinkedIn", "2025-12-07"),)
    assert first.draft.dates == ()
    assert called(second.draft) == "Bob"


def test_hubspot_associations_lose_their_numbers(files: Files) -> None:
    content = (
        "Record ID,First Name,Last Name,Email,Phone Number,Contact owner,Lead Status,Create Date,Associated Company\n"
        "71,Ann,Stone,a@b.example;c@d.example,555-0100,Me,New,2024-03-12 09:14,Acme SAS (1234567)\n"
    )
    assert files.description(content).format == "hubspot"
    draft = files.draft(content)
    assert (draft.company, draft.uid, draft.values(EMAIL)) == ("Acme SAS", "hubspot:71", ("a@b.example", "c@d.example"))
    assert draft.facts == (Fact("Lead Status", "New"),)
    skipped = [c.header for c in files.description(content).columns if c.target == "" and str(c.remark) == "skipped"]
    assert skipped == ["Contact owner", "Create Date"]


@pytest.mark.parametrize(
    ("header", "row", "preset"),
    [
        (
            "Person - Name,Person - Email - Work,Person - Organization,Person - Owner",
            "Ann Stone,a@b.example,Acme,Me",
            "pipedrive",
        ),
        (
            "Record Id,Contact Owner.id,First Name,Last Name,Email,Account Name",
            "1,2,Ann,Stone,a@b.example,Acme",
            "zoho",
        ),
        ("First Name,Last Name,Email,Account Name", "Ann,Stone,a@b.example,Acme", "salesforce"),
        ('"Email Address","First Name","Last Name",Company,MEMBER_RATING', "a@b.example,Ann,Stone,Acme,2", "mailchimp"),
        (
            "Display Name,First Name,Last Name,Primary Email,Organization",
            "Ann Stone,Ann,Stone,a@b.example,Acme",
            "thunderbird",
        ),
        ("first_name,last_name,background,company,email_work", "Ann,Stone,,Acme,a@b.example", "atomic"),
    ],
)
def test_other_programs_are_recognised(files: Files, header: str, row: str, preset: str) -> None:
    content = f"{header}\n{row}\n"
    assert files.description(content).format == preset
    draft = files.draft(content)
    assert (called(draft), draft.company, draft.values(EMAIL)) == ("Ann Stone", "Acme", ("a@b.example",))


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_delimiters_line_ends_and_encodings_are_found(files: Files, delimiter: str, end: str, codec: str) -> None:
    rows = (
        ("Name", "E-mail", "Notes"),
        ("Žofie", "z@b.example", f'"a{delimiter}b"'),
        ("Bob", "b@b.example", "hi, there; you"),
    )
    content = end.join(delimiter.join(row) if delimiter in ";\t|" else ",".join(row[:2]) for row in rows) + end
    first, second = files.drafts(content.encode(codec))
    assert (called(first), called(second)) == ("Žofie", "Bob")
    assert first.values(EMAIL) == ("z@b.example",)


def test_excels_separator_line_is_obeyed(files: Files) -> None:
    (entry,) = files.entries("sep=;\r\nName;Note\r\nAnn;a,b,c,d\r\n")
    assert isinstance(entry, ReadDraft)
    assert (entry.line, entry.draft.note) == (3, "a,b,c,d")


def test_headers_are_matched_by_name_and_never_by_position(files: Files) -> None:
    one, two = "Name,Email,Phone\nAnn,a@b.example,555-0100\n", "Phone,Name,Email\n555-0100,Ann,a@b.example\n"
    assert set(files.draft(one).points) == set(files.draft(two).points)


def test_second_columns_of_the_same_name_do_not_vanish(files: Files) -> None:
    draft = files.draft("Name,Email,Name,Email,Shoe,Shoe\nAnn,a@b.example,Annie,c@d.example,38,39\n")
    assert draft.values(EMAIL) == ("a@b.example", "c@d.example")
    assert draft.facts == (Fact("Name", "Annie"), Fact("Shoe", "38"), Fact("Shoe 2", "39"))


def test_blank_rows_are_passed_over_and_lines_are_still_counted(files: Files) -> None:
    entries = files.entries('Name,Note\n\nAnn,"two\nlines"\n,,\n  , \nBob,x\n')
    assert [entry.line for entry in entries] == [3, 7]


def test_rows_may_be_shorter_or_longer_than_the_header(files: Files) -> None:
    short, long = files.entries("Name,Email,Phone\nAnn\nBob,b@b.example,555-0100,extra\n")
    assert isinstance(short, ReadDraft)
    assert remarks(long) == ["1 cell stood beyond the last header."]


def test_a_row_without_anything_to_call_somebody_by_is_refused_with_a_reason(files: Files) -> None:
    entries = files.entries("Name,Email,Phone,Shoe\nN/A,none,not-a-phone,38\n,,,39\nAnn,,,\n")
    assert [type(entry) for entry in entries] == [Rejected, Rejected, ReadDraft]
    assert isinstance(entries[0], Rejected)
    assert str(entries[0].why) == "The row has no name, company, e-mail address or phone number."


def test_what_is_no_address_or_number_is_kept_and_said(files: Files) -> None:
    content = "Name,Email,Phone\nAnn,ask her,ask him\nBob,b@b.example,555-0100\n"
    draft = files.drafts(content)[0]
    assert (draft.facts, draft.values(PHONE)) == ((Fact("Email", "ask her"),), ("ask him",))
    assert [str(column.remark) for column in files.description(content).columns] == [
        "None",
        "1 of 2 not an e-mail address",
        "1 of 2 not a number",
    ]


@pytest.mark.parametrize(
    ("values", "read"),
    [
        (("3/4/1990", "31/12/1990"), ("1990-04-03", "1990-12-31")),
        (("3/4/1990", "12/31/1990"), ("1990-03-04", "1990-12-31")),
        (("3.4.1990", "5.6.1990"), ("1990-04-03", "1990-06-05")),
    ],
)
def test_the_order_of_dates_is_proven_by_the_column(
    files: Files, values: tuple[str, str], read: tuple[str, str]
) -> None:
    drafts = files.drafts("Name,Birthday\n" + "".join(f"P{i},{value}\n" for i, value in enumerate(values)))
    assert tuple(draft.dates[0].value for draft in drafts) == read


def test_dates_that_could_be_two_days_are_kept_and_not_guessed(files: Files) -> None:
    content = "Name,Birthday\nAnn,3/4/1990\nBob,5/5/1990\n"
    first, second = files.drafts(content)
    assert (first.dates, first.facts) == ((), (Fact("birthday", "3/4/1990"),))
    assert second.dates == (ImportantDate("birthday", "1990-05-05"),)
    assert str(files.description(content).columns[1].remark) == "1 of 2 could have day or month first"


def test_the_order_of_dates_may_be_proven_far_down_in_the_file(files: Files) -> None:
    rows = "".join(f"P{number},3/4/1990\n" for number in range(2500))
    drafts = files.drafts(f"Name,Birthday\n{rows}Last,31/12/1990\n")
    assert drafts[0].dates == (ImportantDate("birthday", "1990-04-03"),)


def test_birthdays_in_three_columns(files: Files) -> None:
    content = "Display Name,Primary Email,Birth Year,Birth Month,Birth Day\nAnn,a@b.example,1990,2,14\nBob,,,2,29\n"
    assert [draft.dates[0].value for draft in files.drafts(content)] == ["1990-02-14", "--02-29"]


def test_a_table_without_headers_is_guessed_by_what_is_in_it(files: Files) -> None:
    content = "Ann,Stone,a@b.example,+49 30 1234567\nBob,Brook,b@b.example,+49 30 7654321\n"
    description = files.description(content)
    assert [column.target for column in description.columns] == ["given", "family", "email", "phone"]
    assert "no headers" in str(description.warnings[0])
    assert [called(draft) for draft in files.drafts(content)] == ["Ann Stone", "Bob Brook"]


def test_a_list_of_addresses_alone_is_enough(files: Files) -> None:
    assert [called(draft) for draft in files.drafts("a@b.example\nc@d.example\n")] == ["a@b.example", "c@d.example"]


def test_lines_of_a_program_or_a_letter_are_no_names(files: Files) -> None:
    assert files.drafts("[project]\nname = 'x'\nversion = '1'\n# end\n") == []
    assert (
        files.drafts("Dear Ann,\nthank you so much for the lovely evening last week, it was great\nYours Bob\n") == []
    )


def test_titles_above_the_header_are_passed_over(files: Files) -> None:
    content = "Members of the club,,\n,,\nas of May,,\nName,Email,Phone\nAnn,a@b.example,555-0100\n"
    (entry,) = files.entries(content)
    assert entry.line == 5


@pytest.mark.parametrize(
    ("content", "given", "family", "formatted"),
    [
        ("Name;Vorname\nGroß;Änne\n", "Änne", "Groß", ""),
        ("Nome;Cognome\nAna;Rossi\n", "Ana", "Rossi", ""),
        ("Nom;Prénom\nPetit;Zoé\n", "Zoé", "Petit", ""),
        ("Nombre;Apellidos\nAna;Ruiz\n", "Ana", "Ruiz", ""),
        ("Nombre;Correo electrónico\nAna Ruiz;a@b.example\n", "", "", "Ana Ruiz"),
        ("Name,First name\nAnn Lee,Ann\nBob Lee,Bob\n", "Ann", "", "Ann Lee"),
    ],
)
def test_a_word_for_name_means_what_the_other_columns_leave_open(
    files: Files, content: str, given: str, family: str, formatted: str
) -> None:
    name = files.drafts(content)[0].name
    assert (name.given, name.family, name.formatted) == (given, family, formatted)


def test_an_address_beside_its_city_is_the_street(files: Files) -> None:
    draft = files.draft("Name,Address,City,Zip\nAnn,Main St 1,Town,123\n")
    assert draft.addresses == (Address(street="Main St 1", city="Town", postal_code="123"),)


def test_unknown_columns_become_facts_under_their_headers(files: Files) -> None:
    assert files.draft("Name,Favourite tea\nAnn,Earl Grey\n").facts == (Fact("Favourite tea", "Earl Grey"),)


def test_the_users_mapping_replaces_the_matched_one(files: Files) -> None:
    content = "Who,Where,Since\nAnn,Town,2019\n"
    (draft,) = files.drafts(content, mapping={0: "name", 1: "address.city:home", 2: ""})
    assert (called(draft), draft.addresses, draft.facts) == ("Ann", (Address("home", city="Town"),), ())
    (same,) = files.drafts("Name,Email\nAnn,a@b.example\n", mapping={1: "email:work"})
    assert same.points == (Point(EMAIL, "a@b.example", "work"),)


def test_an_unknown_target_in_a_mapping_is_not_obeyed(files: Files) -> None:
    assert called(files.drafts("Name\nAnn\n", mapping={0: "__class__"})[0]) == "Ann"


def test_a_quote_that_is_never_closed_costs_one_row_and_no_more(files: Files) -> None:
    rows = "".join(f"P{number},p{number}@b.example,x\n" for number in range(1000))
    entries = files.entries(f'Name,Email,Note\n"Ann,a@b.example,x\n{rows}')
    assert isinstance(entries[0], Rejected)
    assert entries[0].line == 2
    assert len(entries) == 1001
    assert entries[-1].line == 1002


def test_a_quote_closed_by_a_later_row_does_not_swallow_what_is_between(files: Files) -> None:
    rows = "".join(f"P{number},p{number}@b.example,x\n" for number in range(100))
    entries = files.entries(f'Name,Email,Note\n"Ann,a@b.example,x\n{rows}Bob,b@b.example,"late"\n')
    assert sum(isinstance(entry, ReadDraft) for entry in entries) == 101


def test_long_notes_are_no_swallowed_rows(files: Files) -> None:
    note = "\n".join(f"line {number}, and more" for number in range(50))
    (draft,) = files.drafts(f'Name,Email,Note\nAnn,a@b.example,"{note}"\n')
    assert draft.note == note


def test_cells_above_the_usual_limit_are_read(files: Files) -> None:
    assert len(files.draft(f'Name,Note\nAnn,"{"x" * 300_000}"\n').note) == 300_000


def test_a_row_beyond_every_limit_is_refused_and_the_rest_goes_on(files: Files) -> None:
    entries = files.entries("Name,Note\nAnn," + "x" * 17_000_000 + "\nBob,y\n")
    assert isinstance(entries[0], Rejected)
    assert isinstance(entries[-1], ReadDraft)
    assert called(entries[-1].draft) == "Bob"


def test_zero_bytes_are_taken_out(files: Files) -> None:
    assert called(files.draft(b"Name,Email\nAn\x00n,a@b.example\n")) == "Ann"


def test_names_that_were_encoded_twice_are_made_good_and_said(files: Files) -> None:
    (entry,) = files.entries("Name,Email\nJosÃ© GarcÃ­a,j@b.example\n")
    assert isinstance(entry, ReadDraft)
    assert entry.draft.name.formatted == "José García"
    assert remarks(entry) == ["“JosÃ© GarcÃ­a” was read as “José García”."]


def test_names_that_only_look_so_are_left_alone(files: Files) -> None:
    assert called(files.draft("Name\nÂngela Ã\n")) == "Ângela Ã"


def test_null_in_capitals_is_nothing_and_null_as_a_name_is_a_name(files: Files) -> None:
    (draft,) = files.drafts("First Name,Last Name,Company\nJennifer,Null,NULL\n")
    assert (called(draft), draft.company) == ("Jennifer Null", "")


def test_several_values_in_one_cell_are_split(files: Files) -> None:
    content = 'Name,Email,Phone,Tags\nAnn,a@b.example; c@d.example,+1 555 0100 ::: +1 555 0101,"one, two"\n'
    draft = files.draft(content)
    assert draft.values(EMAIL) == ("a@b.example", "c@d.example")
    assert draft.values(PHONE) == ("+1 555 0100", "+1 555 0101")
    assert draft.tags == ("one", "two")


def test_an_address_in_angle_brackets_loses_its_name(files: Files) -> None:
    assert files.draft('Name,Email\nAnn,"Stone, Ann <a@b.example>"\n').values(EMAIL) == ("a@b.example",)


def test_guarded_formulas_of_other_programs_lose_their_apostrophe(files: Files) -> None:
    draft = files.draft("Name,Phone,Note\nAnn,'+49 30 1234567,'tis\n")
    assert (draft.values(PHONE), draft.note) == (("+49 30 1234567",), "'tis")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "nothing in the file"),
        (b"\r\n \r\n", "nothing in the file"),
        (b"PK\x03\x04" + bytes(200), "spreadsheet"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "picture"),
        (bytes(range(32)) * 40, "no readable text"),
        (b"<!DOCTYPE html><html></html>", "no table"),
        (b'{"contacts": []}', "no table"),
        (b"version: 1\n\ndn: cn=Ann\ncn: Ann\nmail: a@b.example\n", "LDIF"),
        (b"From: a@b.example\r\nTo: c@d.example\r\nSubject: hi\r\n\r\nAnn, Bob\r\n", "holds e-mails"),
    ],
)
def test_what_is_no_table_is_refused_in_a_sentence(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "contacts.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile, match=reason):
        CsvReader().describe(path)
    with pytest.raises(BadFile, match=reason):
        list(CsvReader().read(path))


def test_a_large_table_is_never_held_in_whole(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("Name,Email,Note\n")
        for number in range(60_000):
            file.write(f"Person {number},p{number}@b.example,{'x' * 200}\n")
    tracemalloc.start()
    count = sum(1 for _ in itertools.islice(CsvReader().read(path), 20_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000
    assert peak < 8_000_000


def test_the_registry_offers_cards_to_the_card_reader_first(files: Files) -> None:
    path = files.write("BEGIN:VCARD\nFN:Ann\nEND:VCARD\n", "wrong.csv")
    assert [reader.recognises(path, path.read_bytes()) for reader in FORMATS.readers] == [True, False]


def test_a_cell_that_ends_in_a_backslash_does_not_tear_the_lines_of_the_next_one() -> None:
    lines = ["Name,Note,Tag", 'Ada,"C:\\",x', 'Eve,"1', "2", "3", "4", "5", "6", '7",y']
    assert sniff([f"{line}\r\n" for line in lines]).escape == ""
