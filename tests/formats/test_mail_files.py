"""Reading .eml and .mbox files: collected and made-up ones, broken ones, and random bytes; nothing is fetched."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from crm_desktop.domain.errors import BadFile
from crm_desktop.domain.mails import MailAddress, MailHead, MailPlace
from crm_desktop.formats import eml, mbox
from crm_desktop.formats.html_text import html_to_text
from crm_desktop.formats.mbox import MailFiles
from crm_desktop.services.ports import Rejected

PLAIN = """From: "Oliveira, Marta" <Marta@CasaAzul.pt>
To: me@example.com, =?utf-8?b?546L6Iqz?= <wang@lumen.cn>
Cc: Undisclosed: ;
Subject: =?iso-8859-1?q?Caf=E9?= and =?utf-8?q?more?=
Date: Thu, 19 Nov 2026 11:05:00 +0100
Message-ID:  <one@casaazul.pt>
Content-Type: text/plain; charset=utf-8

Budget is fine.
"""


def _heads(path: Path) -> list[MailHead]:
    found = list(MailFiles().heads(path, lambda _done, _total: None))
    assert all(isinstance(each, MailHead) for each in found)
    return [each for each in found if isinstance(each, MailHead)]


def _one(raw: bytes, tmp_path: Path) -> tuple[MailHead, str]:
    path = tmp_path / "one.eml"
    path.write_bytes(raw)
    (head,) = _heads(path)
    return head, MailFiles().text(head.place)


def test_a_plain_message_is_read_with_its_names_and_addresses(tmp_path: Path) -> None:
    head, text = _one(PLAIN.encode(), tmp_path)
    assert head.uid == "mid:one@casaazul.pt"
    assert head.subject == "Café and more"
    assert head.sent_at == datetime(2026, 11, 19, 10, 5, tzinfo=UTC)
    assert head.sender == MailAddress("Marta@CasaAzul.pt", "Oliveira, Marta")
    assert head.recipients == (MailAddress("me@example.com"), MailAddress("wang@lumen.cn", "王芳"))
    assert text == "Budget is fine."


def test_line_ends_of_windows_are_read_alike(tmp_path: Path) -> None:
    assert _one(PLAIN.replace("\n", "\r\n").encode(), tmp_path)[1] == "Budget is fine."


def test_html_alone_becomes_text_without_looking_anything_up(tmp_path: Path) -> None:
    html = """<html><head><title>no</title><style>p { color: red }</style></head><body>
        <p>Hello&nbsp;<b>Marta</b>,</p><p>see <a href="https://evil.example/track?x=1">the offer</a>
        <img src="http://evil.example/pixel.gif"><script>alert(1)</script></p><ul><li>one<li>two</ul></body></html>"""
    raw = f"From: a@b.c\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{html}".encode()
    text = _one(raw, tmp_path)[1]
    assert text.splitlines()[0] == "Hello Marta,"
    assert "see the offer" in text
    assert "• one" in text
    for gone in ("alert", "color", "http", "<", "no\n"):
        assert gone not in text


def _multipart(*parts: str) -> bytes:
    body = "".join(f"--b\n{part}\n" for part in parts)
    return f'From: a@b.c\nTo: d@e.f\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n{body}--b--\n'.encode()


def test_attachments_are_named_and_their_content_is_there(tmp_path: Path) -> None:
    pdf = base64.b64encode(b"%PDF-1.7").decode()
    raw = _multipart(
        "Content-Type: text/plain\n\nSee the file.",
        "Content-Type: application/pdf\nContent-Transfer-Encoding: base64\n"
        f'Content-Disposition: attachment; filename="../../=?utf-8?q?Angeb=C3=B6t?=.pdf"\n\n{pdf}',
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw==",
    )
    head, text = _one(raw, tmp_path)
    assert text == "See the file."
    assert head.attachments == ("Angeböt.pdf", "image 2.png")
    attachments = list(MailFiles().attachments(head.place))
    assert [(each.name, each.content) for each in attachments] == [
        ("Angeböt.pdf", b"%PDF-1.7"), ("image 2.png", b"\x89PNG"),
    ]  # fmt: skip


def test_an_attached_message_is_a_file_and_its_words_are_not_the_mails_own(tmp_path: Path) -> None:
    inner = "From: x@y.z\nSubject: inner\n\ninner words"
    head, text = _one(
        _multipart("Content-Type: text/plain\n\nouter", f"Content-Type: message/rfc822\n\n{inner}"), tmp_path
    )
    assert text == "outer"
    assert head.attachments == ("message 1.eml",)


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Thu, 19 Nov 2026 11:05:00 -0000", datetime(2026, 11, 19, 11, 5, tzinfo=UTC)),
        ("19 Nov 2026 11:05 +0530", datetime(2026, 11, 19, 5, 35, tzinfo=UTC)),
        ("nonsense", None), ("", None), ("Thu, 99 Nov 2026 11:05:00 +0100", None), ("1 Jan 99999 00:00 +0000", None),
    ],
)  # fmt: skip
def test_days_are_instants_and_what_is_none_is_left_out(date: str, at: datetime | None, tmp_path: Path) -> None:
    assert _one(f"From: a@b.c\nTo: d@e.f\nDate: {date}\n\nx".encode(), tmp_path)[0].sent_at == at


def test_a_mail_without_an_id_has_one_of_its_content(tmp_path: Path) -> None:
    first = _one(b"From: a@b.c\nTo: d@e.f\n\nx", tmp_path)[0].uid
    assert first.startswith("mid:sha256:")
    assert _one(b"From: a@b.c\nTo: d@e.f\n\nx", tmp_path)[0].uid == first
    assert _one(b"From: a@b.c\nTo: d@e.f\n\ny", tmp_path)[0].uid != first


def test_an_mbox_is_read_message_by_message_and_unquoted(tmp_path: Path) -> None:
    path = tmp_path / "all.mbox"
    path.write_bytes(
        b"From a@b.c Thu Nov 19 11:05:00 2026\nFrom: a@b.c\nSubject: one\n\n>From here on\nFrom now on\n\n"
        b"From - Fri Nov 20 11:05:00 2026\r\nFrom: b@b.c\r\nSubject: two\r\n\r\n>>From there\r\n"
        b"From 1234@xxx Sat Nov 21 10:00:00 +0000 2026\nFrom: c@b.c\nSubject: three\n\n\n"
    )
    heads = _heads(path)
    assert [head.subject for head in heads] == ["one", "two", "three"]
    texts = [MailFiles().text(head.place) for head in heads]
    assert texts == ["From here on\nFrom now on", ">From there", ""]


def test_progress_goes_up_to_the_size_of_the_file(tmp_path: Path) -> None:
    path = tmp_path / "all.mbox"
    path.write_bytes(b"From a@b.c Thu Nov 19 11:05:00 2026\nFrom: a@b.c\nSubject: one\n\nx\n" * 20)
    told: list[tuple[int, int]] = []
    list(MailFiles().heads(path, lambda done, total: told.append((done, total))))
    assert len(told) == 20
    assert told[-1] == (path.stat().st_size, path.stat().st_size)


def test_a_message_that_is_too_large_is_left_out_and_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mbox, "LARGEST_MAIL", 200)
    path = tmp_path / "all.mbox"
    small = b"From a@b.c Thu Nov 19 11:05:00 2026\nFrom: a@b.c\nSubject: small\n\nx\n\n"
    path.write_bytes(small + small.replace(b"\n\nx", b"\n\n" + b"x" * 500) + small)
    found = list(MailFiles().heads(path, lambda _done, _total: None))
    assert [type(each) for each in found] == [MailHead, Rejected, MailHead]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1", "Outlook's own format"), (b"%PDF-1.7", "no e-mail"), (b"", "no e-mail"),
        (b"name,email\nAda,a@b.c", "no e-mail"), (b"BEGIN:VCARD\nVERSION:3.0\nFN:Ada\nEND:VCARD\n", "no e-mail"), (b"\x00" * 100, "no e-mail"),
    ],
)  # fmt: skip
def test_what_is_no_mail_gives_a_sentence(content: bytes, sentence: str, tmp_path: Path) -> None:
    (tmp_path / "x.eml").write_bytes(content)
    with pytest.raises(BadFile, match=sentence):
        list(MailFiles().heads(tmp_path / "x.eml", lambda _done, _total: None))


def test_a_file_that_is_gone_gives_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadFile):
        list(MailFiles().heads(tmp_path / "gone.eml", lambda _done, _total: None))
    with pytest.raises(BadFile):
        MailFiles().text(MailPlace(tmp_path / "gone.eml", 0, 10))


_HEADERS = st.sampled_from(
    [b"From", b"To", b"Cc", b"Subject", b"Date", b"Message-ID", b"Content-Type", b"Content-Transfer-Encoding",
     b"Content-Disposition", b"MIME-Version", b"Received"]
)  # fmt: skip
_PIECES = st.sampled_from(
    [b"=?utf-8?b?", b"?=", b"<", b">", b"@", b"\"", b"(", b",", b";", b"multipart/mixed; boundary=", b"b", b"\n ", b"\r",
     b"text/html", b"base64", b"quoted-printable", b"charset=", b"utf-7", b"hz", b"\xff\xfe", b"filename*0*=", b"''%", b"=",
     b"\x00", b"message/rfc822", b"Thu, 19 Nov 2026 11:05:00 +0100", b"[", b"\\"]
)  # fmt: skip
_VALUES = st.lists(st.one_of(_PIECES, st.binary(max_size=8)), max_size=8).map(b"".join)


@settings(max_examples=400)
@given(
    headers=st.lists(st.tuples(_HEADERS, _VALUES), max_size=8),
    body=st.one_of(
        st.binary(max_size=200),
        st.lists(st.sampled_from([b"--b\n", b"--b--", b"\n", b"x", b"<p", b"&#"])).map(b"".join),
    ),
)
@example(headers=[(b"From", b"<@>"), (b"Content-Type", b"multipart/mixed; boundary=b")], body=b"--b\n--b\n--b--")
@example(headers=[(b"Subject", b"=?hz?b?//8=?="), (b"To", b'"')], body=b"")
def test_random_messages_never_raise(headers: list[tuple[bytes, bytes]], body: bytes) -> None:
    raw = b"".join(name + b": " + value + b"\n" for name, value in headers) + b"\n" + body
    head = eml.read_head(raw, MailPlace(Path("x"), 0, len(raw)))
    for text in (head.subject, head.uid, *(each.name + each.address for each in head.people()), *head.attachments):
        text.encode()  # nothing that cannot be stored
        assert "\x00" not in text
        assert "\n" not in text
    eml.read_text(raw).encode()
    for attachment in eml.read_attachments(raw):
        assert attachment.name


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_random_bytes_are_read_or_refused_and_nothing_else(content: bytes) -> None:
    eml.looks_like_mail(content)
    eml.read_text(content).encode()


@given(st.text(alphabet="<>/!-&;#ap\"'= \nscriptdiv", max_size=200))
def test_random_html_never_raises(html: str) -> None:
    assert "\x00" not in html_to_text(html)
