"""What new pipelines begin with: client work by trade, candidates, students, supporters, projects, partnerships."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from crm_desktop.domain.pipelines import PipelineWords


@dataclass(frozen=True, slots=True)
class StageDraft:
    """A stage before it is stored: its name, the chance in percent that a deal in it is won, and the name of a tone."""

    name: str
    probability: int = 50
    colour: str = ""


@dataclass(frozen=True, slots=True)
class PipelineTemplate:
    """What a new pipeline begins with."""

    kind: str
    name: str
    words: PipelineWords
    stages: tuple[StageDraft, ...]


def _stages(**chances: int) -> tuple[StageDraft, ...]:
    return tuple(StageDraft(name.replace("_", " "), percent) for name, percent in chances.items())


_USUAL_WORDS: Final = PipelineWords()
DEFAULT_KIND: Final = "clients"
TEMPLATES: Final = (
    PipelineTemplate(
        DEFAULT_KIND, "Client work", _USUAL_WORDS,
        _stages(Lead=10, First_talk=30, Proposal_sent=50, Negotiation=75),
    ),
    PipelineTemplate(
        "clients-agency", "Client work: design, web, marketing", _USUAL_WORDS,
        _stages(Enquiry=10, Briefing=30, Proposal_sent=50, Negotiation=75, Contract_sent=90),
    ),
    PipelineTemplate(
        "clients-coaching", "Client work: coaching, consulting", _USUAL_WORDS,
        _stages(Interested=10, First_talk=30, Trial_session=55, Offer_made=75),
    ),
    PipelineTemplate(
        "clients-craft", "Client work: crafts, repairs", PipelineWords("job", "jobs", "ordered", "not ordered"),
        _stages(Enquiry=15, Visit_on_site=35, Estimate_sent=50, Date_agreed=85),
    ),
    PipelineTemplate(
        "clients-software", "Client work: software", _USUAL_WORDS,
        _stages(Initial_contact=10, Demo_scheduled=30, Proposal_sent=50, Contract_in_review=80),
    ),
    PipelineTemplate(
        "clients-photo", "Client work: photo, film, events", PipelineWords("booking", "bookings", "booked", "not booked"),
        _stages(Enquiry=15, Offer_sent=40, Date_held=65, Deposit_asked=85),
    ),
    PipelineTemplate(
        "candidates", "Candidates", PipelineWords("candidate", "candidates", "hired", "declined"),
        _stages(Applied=10, First_talk=25, Interview=40, Trial_day=60, Offer_made=80),
    ),
    PipelineTemplate(
        "students", "Students", PipelineWords("student", "students", "enrolled", "left"),
        _stages(Asked=15, Trial_lesson=40, Place_offered=70, Papers_sent=90),
    ),
    PipelineTemplate(
        "donors", "Supporters", PipelineWords("gift", "gifts", "given", "not given"),
        _stages(Known=5, Interested=20, Asked=45, Promised=85),
    ),
    PipelineTemplate(
        "projects", "Projects", PipelineWords("project", "projects", "finished", "stopped"),
        _stages(Idea=40, Planned=60, In_the_works=80, In_review=95),
    ),
    PipelineTemplate(
        "partnerships", "Partnerships", PipelineWords("partnership", "partnerships", "agreed", "dropped"),
        _stages(First_contact=10, Talks=30, Terms_on_the_table=60, Agreement_sent=85),
    ),
)  # fmt: skip


def template(kind: str) -> PipelineTemplate:
    """The template of a kind; that of client work for a kind that nobody knows."""
    return next((each for each in TEMPLATES if each.kind == kind), TEMPLATES[0])
