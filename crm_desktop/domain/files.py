"""Files that belong to a person, a company or a deal: what is known of them, and which ones are opened only after asking."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from crm_desktop.domain.contacts import clean_line
from crm_desktop.domain.messages import Message, counted, message

LARGEST_FILE: Final = 200 * 1024 * 1024
"""In bytes; what is larger stays where it is."""
HEAD: Final = 512
"""How many bytes from the beginning `may_run` wants to see."""
_LONGEST_NAME: Final = 200
_LONGEST_ENDING: Final = 10
_RUNS: Final = frozenset(
    "exe com bat cmd msi msp scr pif cpl dll ps1 psm1 vbs vbe js jse wsf wsh hta lnk url scf reg inf jar jnlp gadget "
    "sh bash zsh fish csh ksh run bin out desktop appimage deb rpm flatpakref snap py pyw pyc pl rb php lua tcl command "
    "app pkg dmg workflow action applescript scpt terminal webloc service docm dotm xlsm xltm xlam pptm potm ppam ppsm "
    "iso img vhd vhdx chm html htm xhtml svg mht mhtml".split()
)
_BEGINNINGS: Final = (
    b"MZ", b"\x7fELF", b"#!", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe", b"\xfe\xed\xfa\xce",
    b"\xfe\xed\xfa\xcf", b"L\x00\x00\x00\x01\x14\x02\x00", b"[Desktop Entry]", b"[InternetShortcut]",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class FileOwner:
    """Whose file it is: exactly one of the three, and the entry of the timeline that it came with, if any."""

    contact_id: int | None = None
    company_id: int | None = None
    deal_id: int | None = None
    interaction_id: int | None = None


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as lists show it; `size` is in bytes, `added_at` an aware instant (UTC), `stored` its name in the home."""

    id: int
    owner: FileOwner
    name: str
    size: int
    media_type: str
    added_at: datetime
    stored: str
    sha256: str


def shown_name(name: str) -> str:
    """A file's name as it may be stored and shown: one line, no folder, nothing that turns the reading direction round.

    Such letters make `exe` at the end of a name look like `pdf` (U+202E and its kin, category Cf).
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in clean_line(last, 1_000) if unicodedata.category(letter) != "Cf")
    kept = kept.strip(". ") if kept.strip(". ") else ""
    if len(kept) <= _LONGEST_NAME:
        return kept or "file"
    ending = ending_of(kept)
    return kept[: _LONGEST_NAME - len(ending) - 1] + (f".{ending}" if ending else "")


def ending_of(name: str) -> str:
    """The ending of a name without its dot, in small ASCII letters and digits; empty when it has none that is short."""
    _stem, dot, ending = name.rpartition(".")
    small = ending.lower()
    return small if dot and small.isascii() and small.isalnum() and len(small) <= _LONGEST_ENDING else ""


def may_run(name: str, head: bytes) -> bool:
    """Whether opening it could run a program, by its ending and by how its content (`head`, at most HEAD bytes) begins."""
    return name.rpartition(".")[2].strip().lower() in _RUNS or head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(
        _BEGINNINGS
    )


def size_words(size: int) -> Message:
    """`120 KB`, `3.4 MB`."""
    if size < 1024:
        return counted("{count} byte", "{count} bytes", size)
    if size < 1024 * 1024:
        return message("{size} KB", size=round(size / 1024))
    return message("{size} MB", size=f"{size / 1024 / 1024:.1f}")
