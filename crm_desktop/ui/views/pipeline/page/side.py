"""The column beside the timeline of a deal: value, how likely it is, people, details."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any

from crm_desktop.domain.deal_profile import DealProfile
from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.pipeline.page.details import DealDetails
from crm_desktop.ui.views.pipeline.page.likely_card import LikelyCard
from crm_desktop.ui.views.pipeline.page.people_card import PeopleCard
from crm_desktop.ui.views.pipeline.page.typing import DealTyping
from crm_desktop.ui.views.pipeline.page.value_box import ValueBox
from crm_desktop.ui.widgets import ScrollBody, SectionHeading

if TYPE_CHECKING:
    from crm_desktop.services.deal_pages import DealPageService


class DealSide(ScrollBody):
    """Puts the parts below each other; each is reached by its name."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        services: Any,
        pages: Callable[[], DealPageService],
        typing: DealTyping,
        parts: TimelineParts,
        today: Callable[[], date],
    ) -> None:
        super().__init__(theme, margins=(0, 0, 12, 20), spacing=6)
        self.value = ValueBox(theme, pages, services, typing, today)
        self.likely = LikelyCard(theme)
        self.people = PeopleCard(theme, jobs, services.contacts, pages, typing)
        self.details = DealDetails(theme, jobs, services, pages, typing, parts)
        self.likely_heading = SectionHeading(theme, tr("Likely to close"))
        self.body.addWidget(self.value)
        for heading, widget in (
            (self.likely_heading, self.likely),
            (SectionHeading(theme, tr("People")), self.people),
            (SectionHeading(theme, tr("Details")), self.details),
        ):
            heading.setContentsMargins(0, theme.space(2.5), 0, 0)
            self.body.addWidget(heading)
            self.body.addWidget(widget)
        self.body.addStretch()

    def show_profile(self, profile: DealProfile) -> None:
        """Show this state of a deal; what is being typed stays. A deal that has ended is no longer likely or unlikely."""
        self.value.show_profile(profile)
        for widget in (self.likely_heading, self.likely):
            widget.setVisible(profile.likelihood is not None)
        if profile.likelihood is not None:
            self.likely.show_likelihood(profile.likelihood)
        self.people.show_people(profile.card.id, profile.people)
        self.details.show_profile(profile)
