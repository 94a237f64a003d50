"""The user's table of exchange rates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Final

from crm_desktop.domain.exchange_rates import ExchangeRate
from crm_desktop.storage.engine import Connection

_RATES: Final = "SELECT id, currency, base, day, rate FROM exchange_rates"


def rates(connection: Connection) -> list[ExchangeRate]:
    """All rates, the newest day first, pairs by name."""
    return [_rate(row) for row in connection.execute(f"{_RATES} ORDER BY day DESC, currency, base, id")]


def rate(connection: Connection, rate_id: int) -> ExchangeRate | None:
    """One rate; None when it is gone."""
    row = connection.execute(f"{_RATES} WHERE id = ?", (rate_id,)).fetchone()
    return _rate(row) if row else None


def rate_id(connection: Connection, currency: str, base: str, day: date) -> int | None:
    """The rate of a pair that stands on a day."""
    row = connection.execute(
        "SELECT id FROM exchange_rates WHERE currency = ? AND base = ? AND day = ?", (currency, base, day.isoformat())
    ).fetchone()
    return row[0] if row else None


def currencies(connection: Connection) -> tuple[str, ...]:
    """The currencies that deals have, the commonest first."""
    return tuple(
        row[0]
        for row in connection.execute(
            "SELECT currency FROM deals WHERE amount_minor IS NOT NULL AND currency <> '' GROUP BY currency "
            "ORDER BY count(*) DESC, currency"
        )
    )


def _rate(row: tuple[Any, ...]) -> ExchangeRate:
    return ExchangeRate(row[0], row[1], row[2], date.fromisoformat(row[3]), Decimal(row[4]))
