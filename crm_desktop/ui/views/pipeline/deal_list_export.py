"""Asks where to write deals as a CSV file, and writes them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.domain.list_columns import Column
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.view import ViewContext

if TYPE_CHECKING:
    from crm_desktop.services.deal_listing import DealListing


def ask_and_export(
    context: ViewContext, listing: DealListing, ids: Sequence[int], columns: Sequence[Column], owner: QObject
) -> None:
    """Write these deals with these columns; nothing happens without deals or when no file is chosen."""
    from crm_desktop.services.deal_export import export_deals

    path = context.ask.save_file(tr("Export"), "deals.csv", [tr("Tables (*.csv)")]) if ids else None
    if path is None:
        return
    target = path if path.suffix else path.with_suffix(".csv")
    heads = [(column.key, _capital(show(column.title))) for column in columns]
    write = partial(export_deals, listing, list(ids), heads, context.services.clock.zone(), target)

    def done(count: int) -> None:
        context.say(plural("{count} deal written", "{count} deals written", count), False)

    context.jobs.slow(write, done, owner=owner)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
