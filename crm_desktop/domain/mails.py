"""E-mails as they were read from a file, before anybody decides whom they are logged for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from crm_desktop.domain.interactions import Direction


@dataclass(frozen=True, slots=True)
class MailAddress:
    """Somebody in a header: `address` as written, `name` empty when none stood there."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class MailPlace:
    """Where a message lies: bytes from `start`, `length` of them; `quoted` when lines of `From ` are quoted in it."""

    path: Path
    start: int
    length: int
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class MailHead:
    """What a message says of itself. `uid` is `mid:` and its Message-ID, or a digest of it when it has none.

    `sent_at` is an aware instant, None when none could be read; `recipients` are those of To, Cc and Bcc. `attachments`
    are the names of its files.
    """

    uid: str
    place: MailPlace
    subject: str
    sent_at: datetime | None
    sender: MailAddress | None
    recipients: tuple[MailAddress, ...] = ()
    attachments: tuple[str, ...] = ()

    def people(self) -> tuple[MailAddress, ...]:
        """The sender and all recipients."""
        return ((self.sender,) if self.sender is not None else ()) + self.recipients


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message."""

    name: str
    content: bytes


def address_key(address: str) -> str:
    """What two addresses are compared by, as `compare_key` does for stored ones."""
    return address.strip().casefold().removeprefix("mailto:")


def direction_of(sender_key: str, own: frozenset[str], known: frozenset[str]) -> Direction:
    """Who wrote, by the keys of the sender, of the user's own addresses, and of those of contacts.

    Where none of the user's own addresses is known, whoever is no contact is taken for the user.
    """
    if sender_key in own:
        return Direction.OUTGOING
    if sender_key in known or own:
        return Direction.INCOMING
    return Direction.OUTGOING if known else Direction.INCOMING
