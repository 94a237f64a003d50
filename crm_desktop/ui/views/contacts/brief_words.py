"""What the brief at the top of a person says, line by line: who, last talk, promises, next step, three facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.pipelines import DealState
from crm_desktop.domain.promises import PromiseRow
from crm_desktop.ui.dialogs.interaction_words import entry_title
from crm_desktop.ui.texts import due_text, one_line, plural, short_day, show, tr, whole_days
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.profile_words import lifecycle_words, relation_words

_FACTS = 3
_PROMISES_EACH_WAY = 2
_FIRST_WORDS = 160


@dataclass(frozen=True, slots=True)
class BriefLine:
    """One line: what it is about, the words, and a pill behind them; `promise` is the id of the promise it shows."""

    about: str
    words: str
    chip: str = ""
    tone: Tone = Tone.NEUTRAL
    promise: int | None = None


def brief_lines(person: Person, now: datetime) -> tuple[BriefLine, ...]:
    """The lines that have something to say; `now` is the user's wall clock, aware."""
    today = now.date()
    return (
        *_who(person, today),
        *_last_talk(person, now),
        *_promises(person, today),
        *_next_step(person, today),
        *_facts(person),
    )


def short_brief(person: Person, now: datetime) -> str:
    """The same in one line, for when it is folded: `Spoke 2 days ago · 1 promise open · next: Send proposal`."""
    parts = []
    if person.page.last_spoke is not None:
        parts.append(tr("spoke {when}", when=_ago(person.page.last_spoke, now)))
    if person.promises:
        parts.append(plural("{count} promise open", "{count} promises open", len(person.promises)))
    if person.page.reminders:
        parts.append(tr("next: {what}", what=one_line(show(person.page.reminders[0].title), 60)))
    if person.page.facts and not parts:
        parts.append(plural("{count} fact", "{count} facts", len(person.page.facts)))
    return " · ".join(parts)


def _who(person: Person, today: date) -> tuple[BriefLine, ...]:
    page, profile = person.page, person.profile
    parts = [lifecycle_words(profile.lifecycle, profile.steps, today)]
    parts += [
        tr("{kind}: {name}", kind=relation_words(stored.value.kind), name=one_line(stored.value.other, 60))
        for stored in profile.relations[:2]
    ]
    if page.preferred_channel:
        parts.append(tr("prefers {channel}", channel=page.preferred_channel))
    words = " · ".join(part for part in parts if part)
    return (BriefLine(tr("Who"), words[:1].upper() + words[1:]),) if words else ()


def _last_talk(person: Person, now: datetime) -> tuple[BriefLine, ...]:
    talk = person.last_talk
    if talk is None or talk.interaction_kind is None:
        return ()
    title = entry_title(talk.interaction_kind, talk.direction, "", None)
    what = " ".join(part for part in (talk.subject, talk.text) if part)
    said = one_line(what, _FIRST_WORDS)
    when = _ago(talk.at, now)
    words = tr("{kind}, {when}: {words}", kind=title, when=when, words=said) if said else f"{title}, {when}"
    return (BriefLine(tr("Last talk"), words),)


def _ago(at: datetime, now: datetime) -> str:
    assert now.tzinfo is not None  # the user's own clock knows where it hangs
    day = instant_to_wall(at, now.tzinfo).date()
    days = (now.date() - day).days
    if days <= 0:
        return tr("today")
    if days == 1:
        return tr("yesterday")
    return tr("{days} ago", days=whole_days(days)) if days < 100 else short_day(day, now.date())


def _promises(person: Person, today: date) -> tuple[BriefLine, ...]:
    mine = [row for row in person.promises if not row.owed_to_me]
    theirs = [row for row in person.promises if row.owed_to_me]
    return (*_promised(mine, tr("I promised"), today), *_promised(theirs, tr("They promised"), today))


def _promised(rows: list[PromiseRow], about: str, today: date) -> tuple[BriefLine, ...]:
    lines = [_promise(row, about if place == 0 else "", today) for place, row in enumerate(rows[:_PROMISES_EACH_WAY])]
    rest = len(rows) - _PROMISES_EACH_WAY
    if rest > 0:
        lines.append(BriefLine("", plural("and {count} more", "and {count} more", rest)))
    return tuple(lines)


def _promise(row: PromiseRow, about: str, today: date) -> BriefLine:
    words = one_line(row.text, _FIRST_WORDS)
    if row.due_day is None:
        return BriefLine(about, words, promise=row.id)
    tone = Tone.LATE if row.due_day < today else Tone.TODAY if row.due_day == today else Tone.PLANNED
    chip = tr("today") if row.due_day == today else due_text(row.due_day, None, today)
    return BriefLine(about, words, chip, tone, promise=row.id)


def _next_step(person: Person, today: date) -> tuple[BriefLine, ...]:
    # The reminder that watches a promise says what the line of the promise says already.
    promised = {row.text for row in person.promises}
    row = next((row for row in person.page.reminders if row.text not in promised or not row.text), None)
    if row is not None:
        tone = Tone.LATE if row.day < today else Tone.TODAY if row.day == today else Tone.PLANNED
        return (BriefLine(tr("Next step"), show(row.title), due_text(row.day, row.at, today), tone),)
    if not person.page.reminders and any(deal.state is DealState.OPEN for deal in person.page.deals):
        return (
            BriefLine(tr("Next step"), tr("Nothing is planned, and a deal is open"), tr("no next step"), Tone.LATE),
        )
    return ()


def _facts(person: Person) -> tuple[BriefLine, ...]:
    facts = [stored.value for stored in person.page.facts[:_FACTS]]
    words = [
        tr("{kind}: {fact}", kind=one_line(fact.kind, 40), fact=one_line(fact.text, 80))
        if fact.kind
        else one_line(fact.text, 80)
        for fact in facts
    ]
    return (BriefLine(tr("Remember"), " · ".join(words)),) if words else ()
