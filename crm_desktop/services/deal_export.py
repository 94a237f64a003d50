"""The list of deals as a CSV file for spreadsheets: days as ISO 8601, amounts as numbers with their currency beside them."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, tzinfo
from decimal import Decimal
from pathlib import Path
from typing import IO, Final

from crm_desktop.domain.deal_columns import DealLine
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.money import Money, decimals
from crm_desktop.runtime.whole_file import whole_file
from crm_desktop.services.deal_listing import DealListing

_MARK: Final = "\ufeff"
_PAGE: Final = 256
_FORMULA: Final = re.compile(r"'*[\s\"]*[=+\-@\t\r]")
_CURRENCY: Final = ("value", "worth", "weighted")


def export_deals(
    listing: DealListing, ids: Sequence[int], columns: Sequence[tuple[str, str]], zone: tzinfo, path: Path
) -> int:
    """Write a line for each deal, page by page, with these columns (key, head); returns how many. RFC 4180.

    The file appears in whole or not at all. An amount has two columns: the number, with a point, and the currency; what
    repeats has a third, so often as it is agreed. Raises StorageFailure when it cannot be written.
    """
    try:
        with whole_file(path, newline="") as file:
            return _write(file, listing, ids, columns, zone)
    except OSError as error:
        why = error.strerror or str(error)
        raise StorageFailure("“{name}” could not be written: {why}.", name=path.name, why=why) from error


def _write(
    file: IO[str], listing: DealListing, ids: Sequence[int], columns: Sequence[tuple[str, str]], zone: tzinfo
) -> int:
    file.write(_MARK)
    rows = csv.writer(file, lineterminator="\r\n")
    rows.writerow([_guarded(head) for key, title in columns for head in _heads(key, title)])
    count = 0
    for start in range(0, len(ids), _PAGE):
        for line in listing.lines(ids[start : start + _PAGE]):
            rows.writerow([text for key, _ in columns for text in _cells(line, key, zone)])
            count += 1
    return count


def _heads(key: str, title: str) -> tuple[str, ...]:
    if key not in _CURRENCY:
        return (title,)
    more = (f"{title}: each", f"{title}: times") if key == "value" else ()
    return (title, f"{title}: currency", *more)


def _cells(line: DealLine, key: str, zone: tzinfo) -> tuple[str, ...]:
    card = line.card
    if key == "value":
        return (*_money(card.value), card.period, "" if card.times is None else str(card.times))
    if key in _CURRENCY:
        return _money(card.worth if key == "worth" else line.weighted)
    text = _TEXTS.get(key)
    if text is not None:
        return (text(line),)
    if key in _INSTANTS:
        return (_day(_INSTANTS[key](line), zone),)
    return (_guarded(_WORDS[key](line) if key in _WORDS else line.own.get(key, "")),)


def _money(amount: Money | None) -> tuple[str, str]:
    if amount is None:
        return "", ""
    places = decimals(amount.currency)
    return f"{Decimal(amount.minor).scaleb(-places):.{places}f}", amount.currency


def _day(instant: datetime | None, zone: tzinfo) -> str:
    return "" if instant is None else instant.astimezone(zone).date().isoformat()


def _guarded(text: str) -> str:
    """What a spreadsheet would take for a formula gets an apostrophe before it."""
    return f"'{text}" if _FORMULA.match(text) else text


_TEXTS: Final[Mapping[str, Callable[[DealLine], str]]] = {
    "close": lambda line: line.card.expected_close.isoformat() if line.card.expected_close else "",
    "next-step": lambda line: line.card.next_step.day.isoformat() if line.card.next_step else "",
    "chance": lambda line: str(line.chance),
    "age": lambda line: str(line.days_open),
    "days-in-stage": lambda line: str(line.days_in_stage),
    "state": lambda line: line.card.state.value,
}
_INSTANTS: Final[Mapping[str, Callable[[DealLine], datetime | None]]] = {
    "created": lambda line: line.card.created_at,
    "closed": lambda line: line.card.closed_at,
}
_WORDS: Final[Mapping[str, Callable[[DealLine], str]]] = {
    "name": lambda line: line.card.title,
    "contact": lambda line: line.card.contact,
    "company": lambda line: line.card.company,
    "stage": lambda line: line.card.stage,
    "next-step-text": lambda line: line.card.next_step.text if line.card.next_step else "",
    "stuck": lambda line: str(line.card.stuck) if line.card.stuck is not None else "",
    "source": lambda line: line.source,
    "tags": lambda line: "; ".join(tag.name for tag in line.card.tags),
    "lost-reason": lambda line: line.lost_reason,
}
