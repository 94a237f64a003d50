"""The services about deals that the first painted window does without, each made when it is first asked for."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from crm_desktop.services.pipeline import PipelineService
from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing

if TYPE_CHECKING:
    from crm_desktop.services.deal_bulk import DealBulk
    from crm_desktop.services.deal_listing import DealListing
    from crm_desktop.services.deal_pages import DealPageService
    from crm_desktop.services.exchange_rates import ExchangeRateService
    from crm_desktop.services.forecast import ForecastService
    from crm_desktop.services.leads import LeadService
    from crm_desktop.services.lost_reasons import LostReasonService
    from crm_desktop.services.pipelines import PipelineEditing

# The imports stand inside the properties to keep start-up fast.


class DealServices:
    """What the page of a deal, the list of deals, the forecast, leads and the making of pipelines ask for."""

    def __init__(
        self,
        database: Database,
        writing: Writing,
        clock: Clock,
        settings: SettingsService,
        board: PipelineService,
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._settings = settings
        self._board = board

    @cached_property
    def pipelines(self) -> PipelineEditing:
        """Pipelines and their stages: made, named, ordered, archived."""
        from crm_desktop.services.pipelines import PipelineEditing

        return PipelineEditing(self._database, self._writing, self._clock)

    @cached_property
    def pages(self) -> DealPageService:
        """A deal with everything about it."""
        from crm_desktop.services.deal_pages import DealPageService

        return DealPageService(self._database, self._writing, self._clock, self._settings, self._board)

    @cached_property
    def listing(self) -> DealListing:
        """The list of deals: its ids, its lines, its sums."""
        from crm_desktop.services.deal_listing import DealListing

        return DealListing(self._database, self._clock, self._settings)

    @cached_property
    def bulk(self) -> DealBulk:
        """The same for many deals at once."""
        from crm_desktop.services.deal_bulk import DealBulk

        return DealBulk(self._database, self._writing, self._clock, self._settings)

    @cached_property
    def forecast(self) -> ForecastService:
        """What is expected month by month, and what came of what was expected."""
        from crm_desktop.services.forecast import ForecastService

        return ForecastService(self._database, self._clock)

    @cached_property
    def rates(self) -> ExchangeRateService:
        """The user's own table of exchange rates."""
        from crm_desktop.services.exchange_rates import ExchangeRateService

        return ExchangeRateService(self._database, self._writing, self._clock)

    @cached_property
    def leads(self) -> LeadService:
        """People who may become clients."""
        from crm_desktop.services.leads import LeadService

        return LeadService(self._database, self._writing, self._clock, self._settings)

    @cached_property
    def reasons(self) -> LostReasonService:
        """The reasons that are offered when a deal is lost."""
        from crm_desktop.services.lost_reasons import LostReasonService

        return LostReasonService(self._database, self._writing)
