"""Files of e-mails: an .eml is one message, an .mbox (RFC 4155) many, read piece by piece however large it is."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from crm_desktop.domain.errors import BadFile
from crm_desktop.domain.mails import Attachment, MailHead, MailPlace
from crm_desktop.domain.messages import message
from crm_desktop.formats import eml
from crm_desktop.formats.encodings import opened, read_head
from crm_desktop.services.ports import Rejected

LARGEST_MAIL: Final = 64 * 1024 * 1024
"""In bytes; a larger one is left out and said so."""
_PIECE: Final = 1024 * 1024
_BEGIN: Final = b"From "
# Quoted once for each `>`: mboxrd takes one off, which is right for mboxo in all but name.
_QUOTED: Final = re.compile(rb"^>(>*From )", re.MULTILINE)
_DELIVERED: Final = re.compile(
    rb"From .{0,200}\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? .{0,12}(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec).{0,30}\d\d:\d\d"
)
_OUTLOOK: Final = b"\xd0\xcf\x11\xe0"


class MailFiles:
    """Reads .eml and .mbox files; pure: nothing is stored."""

    def recognises(self, head: bytes) -> bool:
        """Whether a file holds e-mails, by its first bytes."""
        return head.startswith(_BEGIN) or eml.looks_like_mail(head)

    def heads(self, path: Path, progress: Callable[[int, int], object]) -> Iterator[MailHead | Rejected]:
        """The messages in order; `progress(bytes read, bytes in all)` is told after each.

        Raises BadFile with a sentence for a file that holds no e-mails.
        """
        head = read_head(path)
        if head.startswith(_OUTLOOK):
            raise BadFile(
                "“{name}” is in Outlook's own format. Save the message as .eml and try again.", name=path.name
            )
        if not self.recognises(head):
            raise BadFile("“{name}” is no e-mail: neither an .eml nor an .mbox file.", name=path.name)
        total = path.stat().st_size
        for number, place in enumerate(_places(path, mbox=head.startswith(_BEGIN)), start=1):
            if place.length > LARGEST_MAIL:
                yield Rejected(number, message("This message is too large to be read."))
            else:
                yield eml.read_head(self._raw(place), place)
            progress(place.start + place.length, total)

    def text(self, place: MailPlace) -> str:
        """What a message says, as plain text. Raises BadFile when the file is gone."""
        return eml.read_text(self._raw(place))

    def attachments(self, place: MailPlace) -> Iterator[Attachment]:
        """The files that came with a message. Raises BadFile when the file is gone."""
        return eml.read_attachments(self._raw(place))

    def _raw(self, place: MailPlace) -> bytes:
        with opened(place.path) as file:
            file.seek(place.start)
            raw = file.read(place.length)
        if not place.quoted:
            return raw
        # The first line tells when and by whom it was delivered; it is no header.
        _line, _end, rest = raw.partition(b"\n")
        return _QUOTED.sub(rb"\1", rest)


def _places(path: Path, *, mbox: bool) -> Iterator[MailPlace]:
    if not mbox:
        yield MailPlace(path, 0, path.stat().st_size)
        return
    starts = _starts(path)
    start = next(starts)
    for following in starts:
        yield MailPlace(path, start, following - start, quoted=True)
        start = following
    yield MailPlace(path, start, path.stat().st_size - start, quoted=True)


def _starts(path: Path) -> Iterator[int]:
    """Where messages begin: at the beginning of the file, and at each line that is `From `, somebody and a date.

    Not every program leaves the empty line before it that RFC 4155 asks for, nor quotes such a line of a text.
    """
    with opened(path) as file:
        place, line_begins = 0, True
        while piece := file.readline(_PIECE):
            if line_begins and piece.startswith(_BEGIN) and (place == 0 or _DELIVERED.match(piece)):
                yield place
            place += len(piece)
            line_begins = piece.endswith(b"\n")
