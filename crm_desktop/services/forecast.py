"""What is expected month by month, and what came of what was expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from crm_desktop.domain.dates import add_months, day_start_instant, instant_to_wall
from crm_desktop.domain.exchange_rates import Rates
from crm_desktop.domain.forecast import ForecastMonth, forecast
from crm_desktop.domain.forecast_past import Judgement, PastMonth, PastStart, judge, past_months
from crm_desktop.services.ports import Clock
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import exchange_rates, pipelines
from crm_desktop.storage.queries import forecast as queries
from crm_desktop.storage.queries.instants import instant


@dataclass(frozen=True, slots=True)
class Forecast:
    """Everything the forecast of a pipeline shows, as of `today` in the user's calendar."""

    today: date
    rows: tuple[ForecastMonth, ...]
    past: tuple[PastMonth, ...]
    judgements: tuple[Judgement, ...]
    rates: Rates


class ForecastService:
    """Forecasts are reckoned anew each time, with the injected clock in the user's zone; nothing is written."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def read(self, pipeline_id: int, months: int = 12, past: int = 12) -> Forecast:
        """The forecast of a pipeline for so many months from the present one on, and so many months that are over."""
        before = self.past(pipeline_id, past)
        rates = Rates(exchange_rates.rates(self._database.reader()), self._today())
        return Forecast(self._today(), self.months(pipeline_id, months), before, judge(before), rates)

    def months(self, pipeline_id: int, count: int) -> tuple[ForecastMonth, ...]:
        """Rows for what is overdue, the present month and those after it (`count` in all), later, and without a day."""
        today, connection = self._today(), self._database.reader()
        since = int(day_start_instant(today.replace(day=1), self._clock.zone()).timestamp())
        deals = queries.expected(connection, pipeline_id, since, self._chances(), self._day_of)
        return forecast(deals, today, count)

    def past(self, pipeline_id: int, count: int) -> tuple[PastMonth, ...]:
        """The last `count` months that are over, the oldest first: what was expected at their beginning, and what came."""
        first, zone = self._today().replace(day=1), self._clock.zone()
        starts = []
        for back in range(count, 0, -1):
            month = add_months(first, -back)
            starts.append(PastStart(month, int(day_start_instant(month, zone).timestamp())))
        if not starts:
            return ()
        connection = self._database.reader()
        deals = queries.histories(connection, starts[0].at, self._day_of)
        return past_months(deals, starts, self._chances(), frozenset(pipelines.order(connection, pipeline_id)))

    def _chances(self) -> dict[int, int]:
        return {stage.id: stage.chance.percent for stage in pipelines.stages(self._database.reader())}

    def _day_of(self, seconds: int) -> date:
        return instant_to_wall(instant(seconds), self._clock.zone()).date()

    def _today(self) -> date:
        return instant_to_wall(self._clock.now(), self._clock.zone()).date()
