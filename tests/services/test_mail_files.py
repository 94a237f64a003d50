"""Logging e-mails from files: whom each is for, who wrote it, twice changes nothing, one undo takes all back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Point, PointKind
from crm_desktop.domain.errors import BadFile, NotFound
from crm_desktop.domain.files import FileOwner
from crm_desktop.domain.interactions import Direction
from crm_desktop.domain.mails import MailAddress
from crm_desktop.services.mail_files import MailChoices, MailFileService, MailStopped, addresses_in, contact_of
from tests.support.home import person

ME = "me@example.com"


@pytest.fixture
def mails(core: Core) -> MailFileService:
    return core.services.mail_files


def _mail(sender: str, to: str, subject: str = "Hello", number: int = 1, *, day: int = 19, more: str = "") -> str:
    return (
        f"From: {sender}\nTo: {to}\nSubject: {subject}\nDate: Thu, {day} Nov 2026 11:05:00 +0000\n"
        f"Message-ID: <{number}@example.com>\n{more}\n{subject} in words\n"
    )


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(*messages: str, name: str = "all.mbox") -> Path:
        path = tmp_path / name
        head = "" if name.endswith(".eml") else "From x@y.z Thu Nov 19 11:05:00 2026\n"
        path.write_text("\n".join(head + each for each in messages), encoding="utf-8")
        return path

    return written


def _subjects(core: Core, contact: int) -> list[tuple[str, Direction]]:
    return [(each.subject, each.direction) for each in core.services.timeline.entries(contact) if each.kind == "email"]


def test_sender_and_recipients_are_matched_by_any_of_their_addresses(
    core: Core, mails: MailFileService, write: Write
) -> None:
    ada = core.services.contacts.add(
        person(
            "Ada Lovelace",
            email="ada@work.org",
            points=(Point(PointKind.EMAIL, "ada@work.org"), Point(PointKind.EMAIL, "ADA@Home.org")),
        )
    )
    ben = core.services.contacts.add(person("Ben Okri", email="ben@okri.org"))
    path = write(_mail("ada@home.org", f"{ME}, ben@okri.org"), _mail(ME, "Ben <BEN@okri.org>", "Reply", 2))
    preview = mails.preview([path], own=[ME])
    assert [[name for _id, name in item.people] for item in preview.items] == [
        ["Ada Lovelace", "Ben Okri"],
        ["Ben Okri"],
    ]
    assert [item.direction for item in preview.items] == [Direction.INCOMING, Direction.OUTGOING]
    assert core.services.timeline.entries(ada) == []  # nothing is written before it is wanted
    report = mails.run(preview)
    assert (report.logged, report.new_people) == (2, 0)
    assert _subjects(core, ada) == [("Hello", Direction.INCOMING)]
    assert set(_subjects(core, ben)) == {("Hello", Direction.INCOMING), ("Reply", Direction.OUTGOING)}
    (entry,) = core.services.timeline.entries(ada)
    assert (entry.text, entry.at) == ("Hello in words", datetime(2026, 11, 19, 11, 5, tzinfo=UTC))


def test_one_undo_takes_all_back_with_the_people_that_were_made(
    core: Core, mails: MailFileService, write: Write
) -> None:
    path = write(_mail("Ada Lovelace <ada@home.org>", ME), _mail("ben@okri.org", ME, "Two", 2))
    preview = mails.preview([path], own=[ME])
    assert [(each.address, count) for each, count in preview.strangers] == [("ada@home.org", 1), ("ben@okri.org", 1)]
    assert preview.to_log == 0
    report = mails.run(preview, MailChoices(frozenset({"ada@home.org"})))
    assert (report.logged, report.new_people) == (1, 1)
    (ada,) = core.services.contacts.ids()
    page = core.services.contacts.page(ada)
    assert page is not None
    assert page.shown == "Ada Lovelace"
    assert _subjects(core, ada) == [("Hello", Direction.INCOMING)]
    assert str(core.services.undoing.undo()) == "Logged 1 e-mail"
    assert core.services.contacts.count() == 0


def test_twice_changes_nothing_and_somebody_added_later_gets_theirs(
    core: Core, mails: MailFileService, write: Write
) -> None:
    ada = core.services.contacts.add(person("Ada", email="ada@home.org"))
    path = write(_mail("ada@home.org", f"{ME}, ben@okri.org"))
    mails.run(mails.preview([path], own=[ME]))
    again = mails.preview([path], own=[ME])
    assert (again.to_log, again.there_already) == (0, 1)
    assert mails.run(again).logged == 0
    assert len(_subjects(core, ada)) == 1
    ben = core.services.contacts.add(person("Ben", email="ben@okri.org"))
    later = mails.preview([path], own=[ME])
    assert [[name for _id, name in item.people] for item in later.items] == [["Ben"]]
    mails.run(later)
    assert (len(_subjects(core, ada)), len(_subjects(core, ben))) == (1, 1)


def test_different_mails_with_the_same_id_are_told_apart_and_the_same_mail_twice_in_a_file_is_one(
    core: Core, mails: MailFileService, write: Write
) -> None:
    ada = core.services.contacts.add(person("Ada", email="ada@home.org"))
    first, other = _mail("ada@home.org", ME, "One"), _mail("ada@home.org", ME, "Two")
    path = write(first, other, first)
    for _time in range(2):
        mails.run(mails.preview([path], own=[ME]))
        assert sorted(_subjects(core, ada)) == [("One", Direction.INCOMING), ("Two", Direction.INCOMING)]


def test_the_users_address_is_the_one_that_is_in_nearly_all_of_many(
    core: Core, mails: MailFileService, write: Write
) -> None:
    core.services.contacts.add(person("Ada", email="ada@home.org"))
    path = write(*(_mail("ada@home.org", ME, f"In {n}", n) for n in range(3)), _mail(ME, "ada@home.org", "Out", 9))
    preview = mails.preview([path])
    assert (preview.own, preview.guessed) == ((ME,), True)
    assert [item.direction for item in preview.items] == [Direction.INCOMING] * 3 + [Direction.OUTGOING]
    assert preview.strangers == ()
    mails.keep_own_addresses([ME, "other@example.com"])
    assert mails.preview([path]).own == (ME, "other@example.com")


def test_without_an_own_address_a_contact_that_wrote_makes_it_incoming(
    core: Core, mails: MailFileService, write: Write
) -> None:
    core.services.contacts.add(person("Ada", email="ada@home.org"))
    path = write(_mail("ada@home.org", ME), _mail(ME, "ada@home.org", "Out", 2))
    assert [item.direction for item in mails.preview([path]).items] == [Direction.INCOMING, Direction.OUTGOING]


def test_what_is_dropped_on_somebody_is_logged_for_them_in_any_case(
    core: Core, mails: MailFileService, write: Write
) -> None:
    ada = core.services.contacts.add(person("Ada"))
    path = write(_mail("unknown@home.org", ME), name="one.eml")
    preview = mails.preview([path], contact_id=ada)
    assert [item.people for item in preview.items] == [((ada, "Ada"),)]
    mails.run(preview)
    assert len(_subjects(core, ada)) == 1
    with pytest.raises(NotFound):
        mails.preview([path], contact_id=999)


_WITH_FILE = """MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain

See the file.
--b
Content-Type: application/pdf
Content-Disposition: attachment; filename="offer.pdf"

%PDF
--b--"""


def test_attached_files_are_kept_with_the_entry_or_left(core: Core, mails: MailFileService, write: Write) -> None:
    ada = core.services.contacts.add(person("Ada", email="ada@home.org"))
    path = write(_mail("ada@home.org", ME, more=_WITH_FILE))
    preview = mails.preview([path], own=[ME])
    assert preview.files == 1
    mails.run(preview)
    (entry,) = core.services.timeline.entries(ada)
    assert [file.name for file in entry.files] == ["offer.pdf"]
    files = core.services.people.files
    assert files.open_path(entry.files[0].id).read_bytes().strip() == b"%PDF"
    assert [row.name for row in files.rows(FileOwner(contact_id=ada))] == ["offer.pdf"]
    core.services.undoing.undo()
    mails.run(mails.preview([path], own=[ME]), MailChoices(keep_files=False))
    assert core.services.timeline.entries(ada)[0].files == ()


def test_stopping_keeps_nothing_neither_rows_nor_files(core: Core, mails: MailFileService, write: Write) -> None:
    ada = core.services.contacts.add(person("Ada", email="ada@home.org"))
    path = write(*(_mail("ada@home.org", ME, f"n {n}", n, more=_WITH_FILE) for n in range(5)))
    preview = mails.preview([path], own=[ME])
    done: list[int] = []
    with pytest.raises(MailStopped):
        mails.run(preview, progress=lambda number, _total: done.append(number), stopped=lambda: len(done) == 3)
    assert core.services.timeline.entries(ada) == []
    assert core.services.people.files.all_rows() == []
    folder = core.paths.database.parent / "files"
    assert list(folder.iterdir()) == []
    with pytest.raises(MailStopped):
        mails.preview([path], stopped=lambda: True)


def test_a_file_that_is_gone_meanwhile_keeps_nothing(core: Core, mails: MailFileService, write: Write) -> None:
    ada = core.services.contacts.add(person("Ada", email="ada@home.org"))
    path = write(_mail("ada@home.org", ME))
    preview = mails.preview([path], own=[ME])
    path.unlink()
    with pytest.raises(BadFile):
        mails.run(preview)
    assert core.services.timeline.entries(ada) == []
    with pytest.raises(BadFile):
        mails.preview([path])


def test_a_mail_from_the_future_is_logged_now(core: Core, mails: MailFileService, write: Write) -> None:
    ada = core.services.contacts.add(person("Ada", email="ada@home.org"))
    mails.run(mails.preview([write(_mail("ada@home.org", ME, day=30))], own=[ME]))
    assert core.services.timeline.entries(ada)[0].at <= core.services.clock.now()


def test_deleting_one_entry_of_an_event_deletes_it_for_all_who_took_part(
    core: Core, mails: MailFileService, write: Write
) -> None:
    ada = core.services.contacts.add(person("Ada", email="ada@home.org"))
    ben = core.services.contacts.add(person("Ben", email="ben@okri.org"))
    mails.run(mails.preview([write(_mail("ada@home.org", f"{ME}, ben@okri.org"))], own=[ME]))
    (entry,) = core.services.timeline.entries(ada)
    core.services.timeline.pin(entry.id, True)
    assert core.services.timeline.entries(ben)[0].pinned
    core.services.timeline.delete(entry.id)
    assert core.services.timeline.entries(ben) == []
    core.services.undoing.undo()
    assert (len(_subjects(core, ada)), len(_subjects(core, ben))) == (1, 1)


@pytest.mark.parametrize(
    ("name", "shown"),
    [("Ada Lovelace", "Ada Lovelace"), ("Lovelace, Ada", "Ada Lovelace"), ("", "a@b.c"), ("a@b.c", "a@b.c")],
)
def test_a_stranger_is_called_by_their_name_or_address(name: str, shown: str, core: Core) -> None:
    contact = core.services.contacts.add(contact_of(MailAddress("a@b.c", name)))
    page = core.services.contacts.page(contact)
    assert page is not None
    assert page.shown == shown


def test_own_addresses_are_read_with_any_separator() -> None:
    assert addresses_in("a@b.c, d@e.f;g@h.i nonsense a@b.c") == ("a@b.c", "d@e.f", "g@h.i")
