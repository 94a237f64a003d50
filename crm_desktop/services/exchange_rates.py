"""The user's own table of exchange rates."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.exchange_rates import Converted, ExchangeRate, Rates, parse_rate, rate_text
from crm_desktop.domain.messages import message
from crm_desktop.domain.money import Money, is_currency
from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import exchange_rates as queries
from crm_desktop.storage.writing import Writing


class ExchangeRateService:
    """Rates as the user wrote them down, each with its day; every write is one undoable unit of work."""

    def __init__(self, database: Database, writing: Writing, clock: Clock) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock

    def rates(self) -> list[ExchangeRate]:
        """All rates, the newest day first."""
        return queries.rates(self._database.reader())

    def currencies(self) -> tuple[str, ...]:
        """The currencies that deals have, the commonest first."""
        return queries.currencies(self._database.reader())

    def table(self, day: date | None = None) -> Rates:
        """The rates that count on a day of the user's calendar; today for None."""
        return Rates(self.rates(), day or self._today())

    def total(self, sums: Iterable[Money], base: str, day: date | None = None) -> Converted | None:
        """Sums of several currencies as one amount of `base`; None where the table has no rate for one of them."""
        return self.table(day).total(sums, base)

    def set(self, currency: str, base: str, day: date, rate: str, rate_id: int | None = None) -> int:
        """Write down that one unit of `currency` was worth `rate` of `base` on a day; returns the id.

        With `rate_id` another rate is changed into this one; without, a rate of that pair and day is replaced. Raises
        InvalidInput (field "currency", "base", "day" or "rate").
        """
        one, other, number = _currency(currency, "currency"), _currency(base, "base"), parse_rate(rate)
        if one == other:
            raise InvalidInput("base", "{currency} is always worth itself; choose another currency.", currency=one)
        values = {"currency": one, "base": other, "day": day.isoformat(), "rate": rate_text(number)}
        label = message("Rate of {currency} in {base}", currency=one, base=other)
        with self._writing(label) as work:
            there = queries.rate_id(work.read, one, other, day)
            target = rate_id if rate_id is not None else there
            if target is None:
                return work.insert("exchange_rates", **values)
            if there is not None and there != target:
                raise InvalidInput("day", "There is a rate of these two for that day already.")
            work.update("exchange_rates", target, **values)
            return target

    def delete(self, rate_id: int) -> None:
        """Take a rate away; raises NotFound when it is gone."""
        rate = queries.rate(self._database.reader(), rate_id)
        if rate is None:
            raise NotFound("This rate is no longer there.")
        label = message("Deleted a rate of {currency} in {base}", currency=rate.currency, base=rate.base)
        with self._writing(label) as work:
            work.delete("exchange_rates", rate_id)

    def _today(self) -> date:
        return instant_to_wall(self._clock.now(), self._clock.zone()).date()


def _currency(text: str, field: str) -> str:
    code = text.strip().upper()
    if not is_currency(code):
        raise InvalidInput(field, "“{text}” is not a currency known here; write EUR, USD or CHF.", text=text[:20])
    return code
