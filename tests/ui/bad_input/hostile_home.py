"""Every text column of every table filled with hostile words, found from the schema, so that no new column is forgotten."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from crm_desktop.bootstrap import Core
from crm_desktop.domain.folding import fold

LONG_NAME: Final = "Wolfeschlegelsteinhausenbergerdorff" * 15
HOSTILE: Final = {
    "image": "<img src='{canary}'>&lt;b&gt;<img src='{web}/picture.png'><link rel=stylesheet href='{web}/style.css'>",
    "html": "<b>bold</b><a href='{canary}'>x</a><iframe src='{web}/frame'></iframe><script>1</script><table><tr><td>",
    "bidi": "a\u202egpj.exe\u202c \u2067שלום\u2069 \u2066x",
    "nul": "nul\x00 bell\x07 escape\x1b[31m \x7f\x85 \ufffe",
    "long": LONG_NAME[:500],
    "marks": "Z" + "\u0301\u0323\u0489" * 60 + "algo" + "\u0336" * 80,
    "arabic": "ليلى ناصر الدين عبد الرحمن",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈👍🏽" * 20,
    "lines": "one\ntwo\r\nthree\u2028four\u2029five\tsix\v\f",
    "address": "{web}/page?q=1 www.{web}",
    "signs": "{name} %1 %s %n &amp; & && \\ ' \" ; -- $HOME `x` ${y}",
    "invisible": "\u200b\u2060\ufeff\u00ad\u180e\u200d",
    "wide": "﷽𒐫꧅⸻" * 10,
    "cjk": "漢字仮名交じり文" * 40,
    "surrogate": "half \ufffd of a pair \U0010ffff",
}
"""Lone surrogates cannot be stored; what stands in their place can."""
PASTE: Final = "<b>" + "megabyte " * 120_000
LONG_TEXTS: Final = frozenset(
    (
        "contacts.note", "contacts.pinned_note", "interactions.text", "companies.note", "deals.note", "reminders.note", "facts.text",
    )
)  # fmt: skip
"""Where people paste whole mails: one of the rows has a megabyte."""

# What the program writes itself and reads again, never typed: words of a list, keys, days, JSON, names of tables.
_OWN_WORDS: Final = frozenset(
    (
        "uid", "kind", "subject.own", "state", "outcome", "zone", "rule", "repeat_from", "except_days", "action", "direction", "mood",
        "start_day", "due_day", "planned_day", "wall_time", "day", "from_day", "until_day", "given_on", "withdrawn_on",
        "expected_close", "currency", "stage", "lifecycle", "ended_as", "month_day", "notice", "pair", "options", "filter", "columns",
        "sort", "stored", "sha256", "photo", "origin", "event_uid", "colour", "time_zone", "amount_period", "lead_fit",
        "base", "rate",
    )
)  # fmt: skip
_OWN_COLUMNS: Final = frozenset(
    (
        "important_dates.value", "own_fields.subject", "saved_lists.subject", "to_reckon.subject", "drafts.place", "drafts.text",
        "settings.name", "settings.value", "change_groups.label", "changes.table_name", "changes.operation", "changes.old",
        "contact_rhythm.source", "deliveries.title", "deal_changes.field", "deal_changes.old", "deal_changes.new",
    )
)  # fmt: skip
_TYPED_ALL_THE_SAME: Final = frozenset(("facts.kind", "relations.kind"))
_INTERNAL: Final = ("sqlite_", "search_", "journal_state", "to_reckon", "contact_activity")
"""Tables that hold nothing to read: of SQLite, the index, and what triggers keep."""


def tables(core: Core) -> list[str]:
    """Every table of the user's data, as the file has them."""
    names = core.database.writer.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    return [row[0] for row in names if not row[0].startswith(_INTERNAL)]


def text_columns(core: Core, table: str) -> list[str]:
    """Columns of a table into which the words of users go: all texts but those that the program writes itself."""
    rows = core.database.writer.execute(f"PRAGMA table_info ({table})").fetchall()
    return [row[1] for row in rows if row[2] == "TEXT" and _is_typed(table, row[1])]


def _is_typed(table: str, column: str) -> bool:
    name = f"{table}.{column}"
    if name in _TYPED_ALL_THE_SAME:
        return True
    return column not in _OWN_WORDS and name not in _OWN_COLUMNS


NOBODY: Final = "http://127.0.0.1:9"
"""An address at which nobody listens."""


def words(shift: int, canary: str, web: str = NOBODY) -> Iterator[str]:
    """The hostile words, one after the other without end, beginning at another one for each shift."""
    every = [text.replace("{canary}", canary).replace("{web}", web) for text in HOSTILE.values()]
    place = shift
    while True:
        yield every[place % len(every)]
        place += 1


def poison(core: Core, shift: int, canary: str, web: str = NOBODY) -> dict[str, int]:
    """Overwrite the texts of every row by the storage layer itself; returns how many rows each table has.

    `shift` moves which words come where; `canary` is the address of a file that nobody may read, `web` of a server that
    nobody may call.
    """
    writer = core.database.writer
    counted: dict[str, int] = {}
    writer.execute("BEGIN IMMEDIATE")
    for place, table in enumerate(tables(core)):
        columns = text_columns(core, table)
        counted[table] = writer.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        if not columns:
            continue
        key = _key_of(core, table)
        ids = [row[0] for row in writer.execute(f"SELECT {key} FROM {table} ORDER BY {key}").fetchall()]
        source = words(shift + place, canary, web)
        for index, row_id in enumerate(ids):
            values = [_value(table, column, next(source), index, row_id) for column in columns]
            put = ", ".join(f"{column} = ?" for column in columns)
            writer.execute(f"UPDATE {table} SET {put} WHERE {key} = ?", (*values, row_id))
            # Otherwise each column would always get the same words.
            next(source)
    writer.execute("COMMIT")
    core.writing.rebuild_index()
    return counted


def _key_of(core: Core, table: str) -> str:
    keys = [row[1] for row in core.database.writer.execute(f"PRAGMA table_info ({table})").fetchall() if row[5]]
    return keys[0] if len(keys) == 1 else "rowid"


def _value(table: str, column: str, text: str, index: int, row_id: Any) -> str:
    if column == "compare_key":
        # These are looked up and some must differ.
        return f"{fold(text)} {row_id}"
    if column == "sort_key":
        return fold(text)[:200]
    if f"{table}.{column}" in LONG_TEXTS and index == 1:
        return PASTE
    return text


def fill_empty_tables(core: Core) -> Sequence[str]:
    """Put a row into every table that has none, made from the schema; returns the tables that are still empty."""
    writer = core.database.writer
    writer.execute("BEGIN IMMEDIATE")
    for _ in range(2):  # the first round may make what the second one refers to
        for table in tables(core):
            if not writer.execute(f"SELECT count(*) FROM {table}").fetchone()[0]:
                _insert(core, table)
    writer.execute("COMMIT")
    return [table for table in tables(core) if not writer.execute(f"SELECT count(*) FROM {table}").fetchone()[0]]


_PLAIN: Final = {
    "kind": "text", "subject": "contact", "state": "open", "stage": "client", "day": "2026-03-01", "given_on": "2026-03-01",
    "withdrawn_on": "", "from_day": "2020", "until_day": "2022-05", "options": "[]", "columns": "[]", "sort": "", "pair": "one",
    "filter": "{}", "stored": "0" * 32, "sha256": "0" * 64, "media_type": "text/plain", "planned_day": "2026-11-01",
}  # fmt: skip
"""What the program would write where a generated row needs words of its own."""


def _insert(core: Core, table: str) -> None:
    writer = core.database.writer
    references = {row[3]: row[2] for row in writer.execute(f"PRAGMA foreign_key_list ({table})").fetchall()}
    values: dict[str, Any] = {}
    for _, column, kind, needed, default, is_key in writer.execute(f"PRAGMA table_info ({table})").fetchall():
        if column in references:
            found = writer.execute(f"SELECT id FROM {references[column]} ORDER BY id LIMIT 1").fetchone()
            if found is None and needed:
                return
            values[column] = found[0] if found else None
        elif is_key and column == "id":
            continue
        elif kind == "TEXT":
            values[column] = _PLAIN.get(column, "" if default is not None else f"{table} {column}")
        elif default is None:
            values[column] = 1
    names = ", ".join(values)
    marks = ", ".join("?" * len(values))
    writer.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", tuple(values.values()))
