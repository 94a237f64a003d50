"""What Ctrl+K offers for the words typed: a reminder, a log entry, people, companies, deals, what was said, conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.domain.folding import fold
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.quick_entry import Person, Understood
from crm_desktop.domain.search_hits import SearchHit
from crm_desktop.domain.search_words import OPERATORS, unfinished
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.search import SearchService
from crm_desktop.ui import palette_lists, texts
from crm_desktop.ui.palette_hits import LOG_TITLES, SIGNS, hit_item, person_item
from crm_desktop.ui.palette_items import AnyProvider, InSteps, PaletteItem
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.tokens import Tone

if TYPE_CHECKING:  # loaded when lists are first asked for
    from crm_desktop.services.saved_lists import SavedListService

_MOST_OF_A_KIND = 5
_MOST_RECENT = 5
_A_SENTENCE = "call tomorrow"
_GROUPS = (("contact",), ("company",), ("deal",), ("interaction", "reminder"))
_KIND_OF_ACTION = {
    "call": InteractionKind.CALL,
    "email": InteractionKind.EMAIL,
    "meeting": InteractionKind.MEETING,
    "message": InteractionKind.MESSAGE,
}
_OPERATOR_WORDS = {
    "tag": "People with a tag",
    "company": "People of a company",
    "in": "People in a town",
    "is": "Lead, client, won deal …",
    "has": "Who has an e-mail, a deal, a reminder …",
    "before": "Before a day, month or year",
    "after": "Since a day, month or year",
}


@dataclass(frozen=True, slots=True)
class PaletteCalls:
    """What the chosen items do; `about` says whose page is open."""

    navigate: Callable[[str, int], object]
    remind: Callable[[Understood], object]
    log: Callable[[Person, InteractionKind], object]
    about: Callable[[], Person | None] = lambda: None
    remind_about: Callable[[Person], object] = lambda _person: None
    lead: Callable[[str], object] = lambda _typed: None


def providers(
    reminders: ReminderService,
    search: SearchService,
    today: Callable[[], date],
    calls: PaletteCalls,
    lists: Callable[[], SavedListService],
) -> tuple[AnyProvider, ...]:
    """In the order in which their groups stand: proposals, conditions, the list of that name, what was found, lists."""
    return (
        partial(_proposals, reminders, today, calls),
        partial(_lead, calls),
        partial(_conditions, search),
        partial(palette_lists.called_so, lists, calls.navigate),
        InSteps(partial(_found, reminders, search, today, calls)),
        partial(palette_lists.found, lists, calls.navigate),
        partial(about_the_open_one, calls),
    )


def people_provider(search: SearchService, chosen: Callable[[Person], object]) -> AnyProvider:
    """Only people, for choosing one; the recent ones while nothing is typed."""

    def items(hits: Sequence[SearchHit]) -> list[PaletteItem]:
        people = [hit for hit in hits if hit.kind == "contact"][: 2 * _MOST_OF_A_KIND]
        return [person_item(hit, partial(chosen, Person(hit.id, hit.name))) for hit in people]

    def provide(text: str) -> Iterator[Sequence[PaletteItem]]:
        if not text:
            yield items(search.recent_people(_MOST_RECENT))
            return
        for hits in search.steps(text, 2 * _MOST_OF_A_KIND):
            yield items(hits)

    return InSteps(provide)


def about_the_open_one(calls: PaletteCalls, text: str) -> Sequence[PaletteItem]:
    """What can be done about the person whose page is open, where the words fit."""
    person = calls.about()
    if person is None:
        return ()
    offered: list[tuple[str, Callable[[], object], str]] = [
        (tr(title, name=person.name), partial(calls.log, person, kind), SIGNS[kind.value])
        for kind, title in LOG_TITLES.items()
    ]
    offered.append((tr("Remind me about {name}", name=person.name), partial(calls.remind_about, person), "alarm-clock"))
    words = text.casefold().split()
    chosen = [each for each in offered if all(_begins_a_word(each[0], word) for word in words)]
    # With nothing typed, the two that are wanted most.
    chosen = chosen if words else [offered[0], offered[-1]]
    return [PaletteItem(texts.one_line(title), run, icon=icon, tone=Tone.GOOD) for title, run, icon in chosen]


def _begins_a_word(title: str, typed: str) -> bool:
    return any(word.lstrip("\u2068").startswith(typed) for word in title.casefold().split())


def _lead(calls: PaletteCalls, text: str) -> Sequence[PaletteItem]:
    """`lead Nora Berg, webinar`: the form for a new lead with the rest of the line in it."""
    first, _, rest = text.strip().partition(" ")
    if fold(first.rstrip(":")) not in (fold(tr("Lead")), "lead") or not rest.strip():
        return ()
    title = tr("New lead: {line}", line=texts.one_line(rest, 80))
    return [PaletteItem(title, partial(calls.lead, rest.strip()), icon="user-plus", tone=Tone.GOOD)]


def _proposals(
    reminders: ReminderService, today: Callable[[], date], calls: PaletteCalls, text: str
) -> Sequence[PaletteItem]:
    if len(text.split()) < 2:
        return ()
    understood = reminders.understand(text)
    items = []
    if understood.ready and (understood.day is not None or understood.recurrence is not None):
        items.append(
            PaletteItem(
                tr("Remind me: {text}", text=understood.text),
                partial(calls.remind, understood),
                _when(understood, today()),
                icon="plus",
                tone=Tone.GOOD,
            )
        )
    kind = _KIND_OF_ACTION.get(understood.action or "")
    if kind is not None and len(understood.people) == 1:
        person = understood.people[0]
        title = tr(LOG_TITLES[kind], name=person.name)
        sign = SIGNS[kind.value]
        items.append(PaletteItem(title, partial(calls.log, person, kind), tr("now"), icon=sign, tone=Tone.GOOD))
    return items


def _when(understood: Understood, today: date) -> str:
    day = understood.day or today
    if understood.time is not None:
        when = texts.moment(datetime.combine(day, understood.time), today)
    else:
        when = texts.short_day(day, today, weekday=True)
    rule = show(understood.recurrence.describe()) if understood.recurrence else ""
    return " · ".join(part for part in (when, rule) if part)


def _conditions(search: SearchService, text: str) -> Sequence[PaletteItem]:
    """How a condition that is being typed can go on: `tag:` with the tags there are, `t` with nothing."""
    begun = unfinished(text)
    if begun is None:
        return [_operator(name) for name in OPERATORS] if text == ":" else ()
    before, operator, value = begun
    found = search.suggestions(operator, value)
    if [name.casefold() for name, _ in found] == [value.casefold()]:
        return ()
    return [
        PaletteItem(
            f"{operator}:{texts.one_line(name)}",
            _nothing,
            plural("{count} person", "{count} people", count) if count else "",
            icon="filter",
            tone=Tone.PLANNED,
            completes=f"{before}{operator}:{_quoted(name)} ",
        )
        for name, count in found
    ]


def _operator(name: str) -> PaletteItem:
    return PaletteItem(
        f"{name}:", _nothing, tr(_OPERATOR_WORDS[name]), icon="filter", tone=Tone.PLANNED, completes=f"{name}:"
    )


def _nothing() -> None:
    """A completion only fills the field."""


def _quoted(name: str) -> str:
    plain = name.replace('"', "")
    return f'"{plain}"' if any(character.isspace() for character in plain) else plain


def _found(
    reminders: ReminderService, search: SearchService, today: Callable[[], date], calls: PaletteCalls, text: str
) -> Iterator[Sequence[PaletteItem]]:
    if not text:
        yield [
            person_item(hit, partial(calls.navigate, "contact", hit.id)) for hit in search.recent_people(_MOST_RECENT)
        ]
        # Nobody waits for this step: what the first search and the first sentence need is loaded before they are typed.
        search.prepare()
        reminders.understand(_A_SENTENCE)
        return
    hits: Sequence[SearchHit] = ()
    for hits in search.steps(text, _MOST_OF_A_KIND):
        yield _grouped(hits, today(), calls)
    if hits:
        return
    # A sentence such as "call marta tue 3pm" stands nowhere as a whole; what is known of the person it names does.
    meant = reminders.understand(text).people if " " in text else ()
    if len(meant) == 1:
        yield _grouped(search.find(meant[0].name, _MOST_OF_A_KIND), today(), calls)
        return
    for hits in search.inside_texts(text, _MOST_OF_A_KIND):
        yield _grouped(hits, today(), calls)


def _grouped(hits: Sequence[SearchHit], today: date, calls: PaletteCalls) -> list[PaletteItem]:
    """By kind, the kind with the best hit first."""
    groups = [[hit for hit in hits if hit.kind in kinds] for kinds in _GROUPS]
    ordered = sorted((group for group in groups if group), key=lambda group: group[0].rank)
    return [hit_item(hit, today, calls.navigate) for group in ordered for hit in group[:_MOST_OF_A_KIND]]
