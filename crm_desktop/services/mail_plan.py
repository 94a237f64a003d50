"""Deciding what becomes of the e-mails in a file: who wrote, whom each is logged for, and what is there already."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from crm_desktop.domain.interactions import Direction
from crm_desktop.domain.mails import MailAddress, MailHead, address_key, direction_of
from crm_desktop.services.ports import Rejected
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import mails as queries

_LIKELY_OWN = 0.6
_FEWEST_TO_GUESS = 3


@dataclass(frozen=True, slots=True)
class MailItem:
    """One e-mail: `people` are those it will be logged for (contact id, name), `known` those it is logged for already.

    `uid` is what makes the same mail the same: two that only share a Message-ID are told apart.
    """

    head: MailHead
    uid: str
    direction: Direction
    people: tuple[tuple[int, str], ...]
    known: tuple[tuple[int, str], ...] = ()
    strangers: tuple[MailAddress, ...] = ()


@dataclass(frozen=True, slots=True)
class MailPreview:
    """What logging the files would do; nothing is written.

    `own` are the user's addresses as they were given or guessed; `strangers` who is no contact yet, with how many of
    the mails are with them, the most first.
    """

    paths: tuple[Path, ...]
    contact_id: int | None
    own: tuple[str, ...]
    guessed: bool
    items: tuple[MailItem, ...]
    strangers: tuple[tuple[MailAddress, int], ...]
    rejected: tuple[Rejected, ...] = ()

    @property
    def to_log(self) -> int:
        """How many mails will be logged for somebody."""
        return sum(bool(item.people) for item in self.items)

    @property
    def there_already(self) -> int:
        """How many are logged for everybody in them already."""
        return sum(bool(item.known) and not item.people for item in self.items)

    @property
    def files(self) -> int:
        """How many files came with the mails that will be logged."""
        return sum(len(item.head.attachments) for item in self.items if item.people)


@dataclass(slots=True)
class MailPlan:
    """Gathers the heads of mails and plans them as a whole."""

    connection: Connection
    heads: list[MailHead] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)

    def add(self, found: MailHead | Rejected) -> None:
        """Take one message of a file."""
        if isinstance(found, Rejected):
            self.rejected.append(found)
        else:
            self.heads.append(found)

    def preview(
        self, paths: Sequence[Path], contact: tuple[int, str] | None, own: Collection[str] | None
    ) -> MailPreview:
        """What will become of them. `own` None: the user's addresses are guessed; `contact` is logged for in any case."""
        keys = {address_key(each.address) for head in self.heads for each in head.people()}
        known = queries.contacts_by_address(self.connection, keys)
        guessed = own is None
        mine = tuple(own) if own is not None else self._guess(known)
        mine_keys = frozenset(map(address_key, mine))
        items = self._items(known, mine_keys, contact)
        strangers = _counted(each for item in items for each in item.strangers)
        contact_id = contact[0] if contact is not None else None
        return MailPreview(tuple(paths), contact_id, mine, guessed, tuple(items), strangers, tuple(self.rejected))

    def _guess(self, known: Mapping[str, object]) -> tuple[str, ...]:
        """The address that stands in most of the mails, if it stands in nearly all of several and is no contact's."""
        if len(self.heads) < _FEWEST_TO_GUESS:
            return ()
        count = Counter(
            key
            for head in self.heads
            for key in {address_key(each.address) for each in head.people()}
            if key not in known
        )
        return tuple(key for key, often in count.most_common(1) if often >= _LIKELY_OWN * len(self.heads))

    def _items(
        self, known: Mapping[str, list[tuple[int, str]]], own: frozenset[str], contact: tuple[int, str] | None
    ) -> list[MailItem]:
        uids = {uid for head in self.heads for uid in (head.uid, _told_apart(head))}
        there = queries.logged(self.connection, uids)
        seen: dict[str, MailHead] = {}
        items: list[MailItem] = []
        for head in self.heads:
            uid = _uid_of(head, there, seen)
            if uid in seen:
                continue  # twice in the same files
            seen[uid] = head
            items.append(_item(replace(head), uid, known, own, contact, {row[0] for row in there.get(uid, ())}))
        return items


def _item(
    head: MailHead,
    uid: str,
    known: Mapping[str, list[tuple[int, str]]],
    own: frozenset[str],
    contact: tuple[int, str] | None,
    there: set[int | None],
) -> MailItem:
    keys = [address_key(each.address) for each in head.people()]
    people = dict(person for key in keys if key not in own for person in known.get(key, ()))
    if contact is not None:
        people.setdefault(*contact)
    sender = address_key(head.sender.address) if head.sender is not None else ""
    strangers = {
        key: each for key, each in zip(keys, head.people(), strict=True) if key not in known and key not in own
    }
    return MailItem(
        head=head,
        uid=uid,
        direction=direction_of(sender, own, frozenset(key for key in keys if key in known)),
        people=tuple(person for person in people.items() if person[0] not in there),
        known=tuple(person for person in people.items() if person[0] in there),
        strangers=tuple(strangers.values()),
    )


def _uid_of(
    head: MailHead, there: Mapping[str, list[tuple[int | None, int, str]]], seen: Mapping[str, MailHead]
) -> str:
    """The Message-ID, unless another mail has it: some programs give the same to several."""
    at = int(head.sent_at.timestamp()) if head.sent_at is not None else None
    stored = there.get(head.uid)
    if stored is not None and not any(subject == head.subject or second == at for _who, second, subject in stored):
        return _told_apart(head)
    other = seen.get(head.uid)
    same = other is None or (other.subject, other.sent_at) == (head.subject, head.sent_at)
    return head.uid if same else _told_apart(head)


def _told_apart(head: MailHead) -> str:
    sender = address_key(head.sender.address) if head.sender is not None else ""
    said = f"{head.subject}\n{head.sent_at}\n{sender}".encode()
    return f"{head.uid}#{hashlib.sha256(said).hexdigest()[:16]}"


def _counted(strangers: Iterable[MailAddress]) -> tuple[tuple[MailAddress, int], ...]:
    named: dict[str, MailAddress] = {}
    often: Counter[str] = Counter()
    for each in strangers:
        key = address_key(each.address)
        often[key] += 1
        if key not in named or (each.name and not named[key].name):
            named[key] = each
    return tuple((named[key], count) for key, count in often.most_common())
