"""Lists and pages of contacts."""

from __future__ import annotations

import json
from collections.abc import Sequence
from enum import StrEnum
from typing import Final

from crm_desktop.domain.contacts import Address, Fact, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.folding import fold
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import ContactPage, ContactRow, Stored, TagRow
from crm_desktop.storage.engine import Connection
from crm_desktop.storage.queries import deals, reminders, touch
from crm_desktop.storage.queries.deal_worth import WORTH
from crm_desktop.storage.queries.instants import instant, instant_or_none, marks
from crm_desktop.storage.search_index import SHORTEST_TEXT_PREFIX, match_expression


class ContactOrder(StrEnum):
    """What the contacts list is sorted by."""

    NAME = "name"
    LAST_SPOKE = "last-spoke"
    ADDED = "added"


_TEXT_HITS: Final = 500
_NAME_LETTERS: Final = 2
# As one JSON text: fetching 100,000 rows one by one takes three times as long, and holds up the window meanwhile.
_ORDERS: Final = {
    ContactOrder.NAME: "SELECT id FROM contacts ORDER BY sort_key, id",
    ContactOrder.LAST_SPOKE: "SELECT contact_id AS id FROM contact_activity ORDER BY last_spoke_at DESC, contact_id DESC",
    ContactOrder.ADDED: "SELECT id FROM contacts ORDER BY id DESC",
}
_NAMES: Final = "SELECT rowid / 4 AS id FROM search_names WHERE search_names MATCH ?1 AND rowid % 4 = 0"
# The bound keeps a common word from being looked up in ten times as many interactions.
_TEXTS: Final = (
    "SELECT rowid / 4 FROM search_texts WHERE search_texts MATCH ?2 AND rowid % 4 = 1 "
    "AND rowid <= (SELECT max(id) * 4 + 1 FROM contacts)"
)
_TALKS: Final = (
    "SELECT contact_id FROM interactions WHERE contact_id IS NOT NULL AND id IN (SELECT rowid / 4 FROM search_texts "
    f"WHERE search_texts MATCH ?2 AND rowid % 4 = 0 ORDER BY rowid DESC LIMIT {_TEXT_HITS})"
)


def ordered_ids(connection: Connection, order: ContactOrder) -> list[int]:
    """The ids of all contacts in order. "Last spoke" has those at its end, by name, with whom one never did."""
    found = _ids(connection, _ORDERS[order], ())
    if order is ContactOrder.LAST_SPOKE:
        spoken = frozenset(found)
        found += [each for each in _ids(connection, _ORDERS[ContactOrder.NAME], ()) if each not in spoken]
    return found


def matching_ids(connection: Connection, text: str) -> frozenset[int]:
    """The ids of the contacts that match what is typed.

    Every word must begin a word of the name, company, e-mail, phone, tag or place, of the note and facts, or (the newest
    500 hits) of something that was talked about. One or two letters look at names only, unless no name begins so. Where
    no word begins so, any part of a name will do.
    """
    typed = text.strip()
    everywhere = match_expression(typed)
    if not everywhere:
        return frozenset()
    found: list[int] = []
    if len(typed) <= _NAME_LETTERS:
        found = _ids(connection, _NAMES, (match_expression(typed, "name"),))
    if not found:
        talks = f" UNION ALL {_TALKS}" if len(typed) > _NAME_LETTERS else ""
        in_texts = match_expression(typed, shortest_prefix=SHORTEST_TEXT_PREFIX)
        found = _ids(connection, f"{_NAMES} UNION ALL {_TEXTS}{talks}", (everywhere, in_texts))
    if not found:
        part = fold(typed)[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        found = _ids(connection, "SELECT id FROM contacts WHERE sort_key LIKE ? ESCAPE '\\'", (f"%{part}%",))
    return frozenset(found)


def _ids(connection: Connection, query: str, parameters: tuple[str, ...]) -> list[int]:
    found: list[int] = json.loads(
        connection.execute(f"SELECT json_group_array(id) FROM ({query})", parameters).fetchone()[0]
    )
    return found


def rows(connection: Connection, wanted: Sequence[int]) -> list[ContactRow]:
    """The lines of the list for these ids, in the order asked; ids that are gone are left out."""
    found = {
        row[0]: ContactRow(row[0], row[1], row[2], instant_or_none(row[3]))
        for row in connection.execute(
            "SELECT c.id, c.display_name, coalesce(o.name, ''), a.last_spoke_at FROM contacts c "
            "LEFT JOIN companies o ON o.id = c.company_id LEFT JOIN contact_activity a ON a.contact_id = c.id "
            f"WHERE c.id IN ({marks(len(wanted))})",
            tuple(wanted),
        )
    }
    return [found[contact_id] for contact_id in wanted if contact_id in found]


def count(connection: Connection) -> int:
    """How many contacts there are."""
    return int(connection.execute("SELECT count(*) FROM contacts").fetchone()[0])


def page(connection: Connection, contact_id: int) -> ContactPage | None:
    """Everything about one person but the timeline; None when the person is gone."""
    row = connection.execute(
        "SELECT c.uid, c.given, c.family, c.middle, c.prefix, c.suffix, c.nickname, c.formatted, c.display_name, "
        "c.company_id, coalesce(o.name, ''), c.job_title, c.department, c.note, c.source, c.language, c.time_zone, "
        "c.preferred_channel, c.keep_in_touch_days, c.origin, c.created_at, a.last_spoke_at FROM contacts c "
        "LEFT JOIN companies o ON o.id = c.company_id LEFT JOIN contact_activity a ON a.contact_id = c.id WHERE c.id = ?",
        (contact_id,),
    ).fetchone()
    if row is None:
        return None
    return ContactPage(
        id=contact_id,
        uid=row[0],
        name=Name(*row[1:8]),
        shown=row[8],
        company_id=row[9],
        company=row[10],
        job_title=row[11],
        department=row[12],
        points=points(connection, contact_id),
        addresses=addresses(connection, contact_id),
        dates=dates(connection, contact_id),
        facts=facts(connection, contact_id),
        tags=tags(connection, contact_id),
        note=row[13],
        source=row[14],
        language=row[15],
        time_zone=row[16],
        preferred_channel=row[17],
        keep_in_touch_days=row[18],
        origin=row[19],
        created_at=instant(row[20]),
        last_spoke=instant_or_none(row[21]),
        deals=deals.of_contact(connection, contact_id),
        reminders=reminders.open_of_contact(connection, contact_id),
        worth=worth(connection, contact_id),
        touch=touch.plan(connection, contact_id),
    )


def points(connection: Connection, contact_id: int) -> tuple[Stored[Point], ...]:
    """The e-mails, phones and links, in order."""
    return tuple(
        Stored(row[0], Point(PointKind(row[1]), row[2], row[3]))
        for row in connection.execute(
            "SELECT id, kind, value, label FROM contact_points WHERE contact_id = ? ORDER BY position, id",
            (contact_id,),
        )
    )


def addresses(connection: Connection, contact_id: int) -> tuple[Stored[Address], ...]:
    """The postal addresses, in order."""
    return tuple(
        Stored(row[0], Address(*row[1:]))
        for row in connection.execute(
            "SELECT id, label, street, extended, po_box, city, region, postal_code, country, formatted FROM addresses "
            "WHERE contact_id = ? ORDER BY position, id",
            (contact_id,),
        )
    )


def dates(connection: Connection, contact_id: int) -> tuple[Stored[ImportantDate], ...]:
    """The days that matter, in order."""
    return tuple(
        Stored(row[0], ImportantDate(*row[1:]))
        for row in connection.execute(
            "SELECT id, label, value, notice FROM important_dates WHERE contact_id = ? ORDER BY position, id",
            (contact_id,),
        )
    )


def facts(connection: Connection, contact_id: int) -> tuple[Stored[Fact], ...]:
    """What is worth remembering, in order."""
    return tuple(
        Stored(row[0], Fact(row[1], row[2]))
        for row in connection.execute(
            "SELECT id, kind, text FROM facts WHERE contact_id = ? ORDER BY position, id", (contact_id,)
        )
    )


def tags(connection: Connection, contact_id: int | None = None) -> tuple[TagRow, ...]:
    """The tags of one contact, or all there are, by name."""
    condition = "" if contact_id is None else "WHERE id IN (SELECT tag_id FROM contact_tags WHERE contact_id = ?)"
    return tuple(
        TagRow(*row)
        for row in connection.execute(
            f"SELECT id, name, colour, keep_in_touch_days FROM tags {condition} ORDER BY compare_key",
            () if contact_id is None else (contact_id,),
        )
    )


def worth(connection: Connection, contact_id: int) -> tuple[Money, ...]:
    """The sums of the deals won with a person, one per currency."""
    return tuple(
        Money(*row)
        for row in connection.execute(
            f"SELECT sum({WORTH}), currency FROM deals WHERE contact_id = ? AND state = 'won' "
            "AND amount_minor IS NOT NULL GROUP BY currency ORDER BY 1 DESC",
            (contact_id,),
        )
    )


def named(connection: Connection, phrase: str, limit: int) -> list[tuple[int, str]]:
    """People all of whose words in `phrase` stand as whole words in their names: (id, name as shown)."""
    expression = match_expression(phrase, "name").replace("*", "")
    if not expression:
        return []
    return [
        (row[0], row[1])
        for row in connection.execute(
            "SELECT id, display_name FROM contacts WHERE id IN (SELECT rowid / 4 FROM search_names "
            "WHERE search_names MATCH ? AND rowid % 4 = 0 LIMIT ?) ORDER BY sort_key",
            (expression, limit),
        )
    ]


def company_names(connection: Connection, prefix: str, limit: int = 20) -> list[str]:
    """Companies whose name begins so, in order, for completing what is typed."""
    part = fold(prefix.strip())[:100].replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return [
        row[0]
        for row in connection.execute(
            "SELECT name FROM companies WHERE compare_key LIKE ? ESCAPE '\\' ORDER BY compare_key LIMIT ?",
            (f"{part}%", limit),
        )
    ]


def company_id(connection: Connection, compare_key: str) -> int | None:
    """The company of that compare key."""
    row = connection.execute(
        "SELECT id FROM companies WHERE compare_key = ? ORDER BY id LIMIT 1", (compare_key,)
    ).fetchone()
    return row[0] if row else None


def tag_id(connection: Connection, compare_key: str) -> int | None:
    """The tag of that compare key."""
    row = connection.execute("SELECT id FROM tags WHERE compare_key = ?", (compare_key,)).fetchone()
    return row[0] if row else None


def has_tag(connection: Connection, contact_id: int, tag: int) -> int | None:
    """The id of the row that says that the contact bears the tag."""
    row = connection.execute(
        "SELECT id FROM contact_tags WHERE contact_id = ? AND tag_id = ?", (contact_id, tag)
    ).fetchone()
    return row[0] if row else None


def shown_name(connection: Connection, contact_id: int) -> str | None:
    """The name of one person as lists show it; None when the person is gone."""
    row = connection.execute("SELECT display_name FROM contacts WHERE id = ?", (contact_id,)).fetchone()
    return row[0] if row else None
