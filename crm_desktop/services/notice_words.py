"""What notifications say of one reminder or of several; and the neutral words that name nobody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.reminders import DueOccurrence, Notice, ReminderKind, reminder_title, waiting_title

DONE, OPEN = "done", "open"
BIRTHDAYS: Final = ("", "birthday", "bday")
"""The labels of a yearly day that mean a birthday."""
_LINES_IN_SUMMARY: Final = 5
_UNITS: Final = (
    (365, "every year", "every {count} years"),
    (30, "every month", "every {count} months"),
    (7, "every week", "every {count} weeks"),
    (1, "every day", "every {count} days"),
)
_SPOKE_BY: Final = {
    "call": "You like to talk {every}; last spoke {day} by phone.",
    "email": "You like to talk {every}; last spoke {day} by e-mail.",
    "meeting": "You like to talk {every}; last met {day}.",
    "message": "You like to talk {every}; last spoke {day} by message.",
}


def english_day(day: date, today: date) -> str:
    """`12 Oct`, with the year when it is another one than today's."""
    return f"{day.day} {day:%b}" if day.year == today.year else f"{day.day} {day:%b %Y}"


@dataclass(frozen=True, slots=True)
class Wording:
    """How sentences and days are written; English by default, the window gives the user's own."""

    say: Callable[[Message], str] = str
    day: Callable[[date, date], str] = english_day


@dataclass(frozen=True, slots=True)
class DueReminder:
    """A reminder that is due: its occurrences that were not shown, earliest first, at least one."""

    occurrences: tuple[DueOccurrence, ...]

    @property
    def latest(self) -> DueOccurrence:
        """The one that is spoken of, and that is ended or put off."""
        return self.occurrences[-1]

    @property
    def urgent(self) -> bool:
        """Whether the user marked it so."""
        return self.latest.urgent


@dataclass(frozen=True, slots=True)
class About:
    """What is told beside the reminder itself: facts, the preferred channel, how often one wants to talk and last did.

    `quiet`: the person is not to be contacted.
    """

    facts: tuple[str, ...] = ()
    channel: str = ""
    every_days: int = 0
    last_talk: tuple[date, str] | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Looks:
    """What holds for every notice of one look: buttons to put off with, sound, and whether it may name anybody."""

    today: date
    snoozes: tuple[tuple[str, Message], ...] = ()
    silent: bool = False
    neutral: bool = False
    wording: Wording = field(default_factory=Wording)

    def actions(self, *, done: bool = False, snooze: bool = False) -> tuple[tuple[str, str], ...]:
        """The buttons for one reminder, in order, in words; some desktops show the first three, and a click opens."""
        pairs: list[tuple[str, Message]] = [(DONE, message("Done"))] if done else []
        pairs += self.snoozes if snooze else ()
        return self._in_words([*pairs, (OPEN, message("Open"))])

    def actions_for_several(self, *, snooze: bool = False) -> tuple[tuple[str, str], ...]:
        """The buttons for several reminders: to see them comes first."""
        return self._in_words([(OPEN, message("Open Today")), *(self.snoozes if snooze else ())])

    def _in_words(self, pairs: Sequence[tuple[str, Message]]) -> tuple[tuple[str, str], ...]:
        return tuple((action, self.wording.say(words)) for action, words in pairs)


def title_of(due: DueOccurrence) -> Message:
    """What there is to do: for a birthday whose year is known, the age."""
    if due.kind is ReminderKind.DATE and due.anniversary is not None and due.anniversary.year is not None:
        years = (due.day + timedelta(days=due.lead_days)).year - due.anniversary.year
        if years > 0 and due.label.strip().casefold() in BIRTHDAYS:
            return turns(due.contact, years, due.lead_days)
    if due.owed_to_me and due.contact:
        return waiting_title(due.contact, due.text)
    return reminder_title(due.kind, due.text, due.contact, due.label, due.lead_days)


def turns(name: str, years: int, lead_days: int = 0) -> Message:
    """A birthday on which somebody becomes so old, in so many days."""
    if lead_days == 0:
        return message("{name} turns {years}", name=name, years=years)
    return counted(
        "{name} turns {years} tomorrow", "{name} turns {years} in {count} days", lead_days, name=name, years=years
    )


def single(reminder: DueReminder, about: About, looks: Looks) -> Notice:
    """One reminder: who and what, up to three facts, and buttons to end it, to put it off and to open it."""
    due, say = reminder.latest, looks.wording.say
    title, lines = message("A follow-up is due"), []
    if not looks.neutral:
        title = title_of(due)
        # Derived ones have the name in their title.
        names = (due.contact, due.company, due.deal) if due.kind is ReminderKind.PLAIN else (due.company, due.deal)
        lines = [" · ".join(name for name in names if name)]
        if len(reminder.occurrences) > 1:
            lines.append(say(_times(len(reminder.occurrences))))
        lines += [*map(say, _about(due, about, looks)), *about.facts]
    return Notice(
        key=_key(reminder),
        title=say(title),
        body="\n".join(line for line in lines if line),
        # What is not named cannot be known to be done.
        actions=looks.actions(done=not looks.neutral, snooze=True),
        urgent=reminder.urgent,
        silent=looks.silent,
    )


def _about(due: DueOccurrence, about: About, looks: Looks) -> list[Message]:
    if about.quiet:
        return [message("{name} is not to be contacted.", name=due.contact)]
    if due.kind is ReminderKind.DATE and about.channel:
        return [message("Prefers {channel}", channel=about.channel)]
    if due.kind is ReminderKind.TOUCH and about.every_days > 0:
        return [_rhythm(about, looks)]
    return []


def _rhythm(about: About, looks: Looks) -> Message:
    days, one, many = next(unit for unit in _UNITS if about.every_days % unit[0] == 0)
    every = looks.wording.say(counted(one, many, about.every_days // days))
    if about.last_talk is None:
        return message("You like to talk {every}; you have not spoken yet.", every=every)
    day, kind = about.last_talk
    sentence = _SPOKE_BY.get(kind, "You like to talk {every}; last spoke {day}.")
    return message(sentence, every=every, day=looks.wording.day(day, looks.today))


def _times(count: int) -> Message:
    return counted("{count} time", "{count} times", count)


def summary(reminders: Sequence[DueReminder], title: Message, looks: Looks, *, snooze: bool) -> Notice:
    """Several reminders: how many, and the first few of them by name; `title` depends on their number."""
    return Notice(
        key=_key(reminders[0]),
        title=looks.wording.say(title),
        body="" if looks.neutral else "\n".join(_lines(reminders, looks.wording.say)),
        actions=looks.actions_for_several(snooze=snooze),
        urgent=any(reminder.urgent for reminder in reminders),
        silent=looks.silent,
    )


def _key(reminder: DueReminder) -> str:
    # By the earliest, alone or with others: whatever else has come due when it is shown again after a crash, it replaces itself.
    first = reminder.occurrences[0]
    return f"occurrence-{first.occurrence_id}-{int(first.fires_at.timestamp())}"


def _lines(reminders: Sequence[DueReminder], say: Callable[[Message], str]) -> list[str]:
    lines = [_line(reminder, say) for reminder in reminders[:_LINES_IN_SUMMARY]]
    more = len(reminders) - len(lines)
    return [*lines, say(counted("and {count} more", "and {count} more", more))] if more else lines


def _line(reminder: DueReminder, say: Callable[[Message], str]) -> str:
    due = reminder.latest
    title = say(title_of(due))
    line = f"{due.contact} – {title}" if due.contact and due.kind is ReminderKind.PLAIN else title
    count = len(reminder.occurrences)
    return f"{line} ({say(_times(count))})" if count > 1 else line
