"""Whatever a file holds, it is read, refused in a sentence, or refused entry by entry; nothing else happens."""

from __future__ import annotations

import random
import tempfile
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crm_desktop.domain.contacts import clean_draft
from crm_desktop.domain.errors import BadFile, InvalidInput
from crm_desktop.formats import FORMATS
from crm_desktop.services.ports import ReadDraft

pytestmark = pytest.mark.no_cover

CARD = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:St=C3=B6n=\r\ne;Ann;;;\r\nTEL;CELL:+1\r\n"
    b"AGENT:\r\nBEGIN:VCARD\r\nFN:B\r\nEND:VCARD\r\nPHOTO;ENCODING=BASE64:\r\n AAAA\r\n\r\nitem1.URL:http\\://a\r\n"
    b'item1.X-ABLabel:_$!<Home>!$_\r\nADR;TYPE="a,b";LABEL="x^ny":;;a;b;c;d;e\r\nBDAY:--0214\r\nNOTE:a\\nb\\,\r\n c\r\n'
    b"END:VCARD\r\n"
)
TABLE = (
    'First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Birthday,Labels,Notes\r\nAnn,Stöne,* Home,a@b.example,"1/2/1990",'
    '* x ::: y,"two\nlines"\r\n\'=1+1,B,,c@d.example;e@f,31.12.1990,,\r\n'
).encode()
PIECES = [
    b'"', b",", b";", b"\n", b"\r", b"\r\n", b"=", b"=\r\n", b":", b"\\", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\x1b$B",
    b"BEGIN:VCARD\n", b"END:VCARD\n", b";CHARSET=utf-7:", b";CHARSET=idna:", b";ENCODING=b:", b" ", b"\t", b"--", b"0/0/00", b"'",
    b"sep=\\\n", b"\xe2\x80\xa8", b"1604-02-30", b"9" * 30, "Ã©".encode(), b"^", b"item1.", b"=00", b"N:;;;;;;;;;\n", b"\x81\x40",
]  # fmt: skip


def read_everything(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "any"
        path.write_bytes(content)
        for reader in FORMATS.readers:
            reader.recognises(path, content[:65536])
            try:
                description = reader.describe(path)
                mapping = {column.index: column.target for column in description.columns}
                for entry in reader.read(path, mapping):
                    assert entry.line >= 1
                    if isinstance(entry, ReadDraft):
                        _clean(entry)
            except BadFile:
                continue


def _clean(entry: ReadDraft) -> None:
    assert all(str(remark) for remark in entry.remarks)
    # The reader takes what has something in it; cleaning may find that it was only blanks.
    with suppress(InvalidInput):
        clean_draft(entry.draft)


@settings(max_examples=200)
@given(st.binary(max_size=400))
def test_any_bytes(content: bytes) -> None:
    read_everything(content)


@settings(max_examples=150)
@given(st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "cp1252", "shift_jis"]))
def test_any_text(text: str, codec: str) -> None:
    read_everything(text.encode(codec, "replace"))


@settings(max_examples=300)
@given(st.sampled_from([CARD, TABLE, CARD + TABLE, TABLE * 3]), st.randoms(use_true_random=False), st.integers(1, 12))
def test_any_damage_to_good_files(content: bytes, chance: random.Random, times: int) -> None:
    damaged = bytearray(content)
    for _ in range(times):
        start = chance.randrange(len(damaged) + 1)
        length = chance.choice((0, 0, 1, 3, 20))
        damaged[start : start + length] = chance.choice((*PIECES, bytes(damaged[-30:])))
    read_everything(bytes(damaged))


@pytest.mark.parametrize(
    "content",
    [
        b'"' * 100_000,
        b"a," * 100_000,
        b"\n" * 60_000 + b"x",
        b" \t" * 30_000 + b"dn",
        b"Name," * 4_000 + b"\n" + b"x," * 4_000,
        b"Name,Email\n" + b'"x,y\n' * 20_000,
        b"BEGIN:VCARD\n" * 20_000,
        b"BEGIN:VCARD\nAGENT:\n" * 5_000,
        b"BEGIN:VCARD\nFN:A\n" + b"TEL:1\n" * 50_000,
        b"BEGIN:VCARD\nFN:A\nNOTE" + b";A=" * 50_000 + b":x\nEND:VCARD\n",
        b'BEGIN:VCARD\nFN:A\nNOTE;A="' + b"x" * 500_000 + b":x\nEND:VCARD\n",
        b"BEGIN:VCARD\nFN:A\nNOTE;QUOTED-PRINTABLE:=\n" + b"=\n" * 50_000 + b"END:VCARD\n",
        b"BEGIN:VCARD\nFN:" + b"\\" * 200_000 + b"\nEND:VCARD\n",
        b"BEGIN:VCARD\nN:" + b";" * 200_000 + b"\nEND:VCARD\n",
        b"Name,Email\nAnn," + b"a" * 200_000 + b"@\n",
        b"Name,Email\nAnn," + b"a@b," * 50_000 + b"\n",
        b"Name,Email\nAnn," + b"<" * 100_000 + b"\n",
        b"Name,Phone\nAnn," + b" " * 100_000 + b"x" + b" " * 100_000 + b";\n",
        b"Name,Email\nAnn,x" + b" " * 100_000 + b"x\n",
        b"Name,Birthday\nAnn," + b"1" * 100_000 + b"\n",
    ],
    ids=range(20),
)
def test_files_made_to_take_for_ever_are_read_in_time(content: bytes) -> None:
    # A quadratic way of reading would take minutes here; the run as a whole is watched, not the clock.
    read_everything(content)
