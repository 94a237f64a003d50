"""The words around a reminder: who, which deal, which zone, how it repeats, how it stands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.reminders import OccurrenceState, ReminderKind
from crm_desktop.domain.yearly_days import is_birthday
from crm_desktop.ui import texts
from crm_desktop.ui.texts import plural, show, tr


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where and when the agenda is read: the user's day, the present instant (aware), and the zone of their clock."""

    today: date
    now: datetime
    here: tzinfo

    @classmethod
    def of(cls, now: datetime, here: tzinfo) -> Surroundings:
        """The surroundings at an aware instant."""
        return cls(instant_to_wall(now, here).date(), now, here)


def local_due(row: ReminderRow, here: tzinfo) -> tuple[date, time | None]:
    """Day and time on the user's own clock; they differ from the stored ones only for a time fixed to another zone."""
    if row.at is None or not row.zone or row.zone == str(here):
        return row.day, row.at
    wall = instant_to_wall(row.fires_at, here)
    return wall.date(), wall.time().replace(second=0, microsecond=0)


def surroundings_text(row: ReminderRow, around: Surroundings) -> str:
    """Who, for which company, about which deal, and one thing that helps to remember."""
    parts = [
        row.contact if row.kind is ReminderKind.PLAIN else "",
        row.company,
        _deal_text(row),
        _zone_text(row, around),
        _day_ahead_text(row, around),
        years_text(row.label, row.turns) if row.kind is ReminderKind.DATE else "",
        channel_text(row.preferred_channel) if row.kind is not ReminderKind.PLAIN else "",
        rule_text(row.rule) if row.kind is ReminderKind.PLAIN else "",
        _missed_text(row, around),
        _snoozed_text(row),
    ]
    if not any(parts[1:]):
        parts.append(tr("every year") if row.kind is ReminderKind.DATE else _last_spoke_text(row, around))
    return " · ".join(texts.one_line(part, 80) for part in parts if part)


def _deal_text(row: ReminderRow) -> str:
    if not row.deal:
        return ""
    if row.deal_value is not None:
        return tr("{deal}, {value}", deal=row.deal, value=texts.money(row.deal_value.minor, row.deal_value.currency))
    return tr("{deal}, stage: {stage}", deal=row.deal, stage=row.deal_stage) if row.deal_stage else row.deal


def _zone_text(row: ReminderRow, around: Surroundings) -> str:
    if row.at is None or not row.zone:
        return ""
    day, here = local_due(row, around.here)
    place = row.zone.rsplit("/", 1)[-1].replace("_", " ")
    here_text = texts.clock(here) if here is not None else ""
    if day != row.day:
        there_day = texts.short_day(row.day, around.today, weekday=True)
        return tr(
            "{day}, {time} in {place}, {here} here",
            day=there_day,
            time=texts.clock(row.at),
            place=place,
            here=here_text,
        )
    return tr("{time} in {place}, {here} here", time=texts.clock(row.at), place=place, here=here_text)


def rule_text(rule: str) -> str:
    """A repetition in words; empty for once, and for a rule another program wrote that is not understood here."""
    if not rule:
        return ""
    # Loaded with the first reminder that repeats, to keep start-up fast.
    from crm_desktop.domain.recurrence import Recurrence

    try:
        return show(Recurrence.parse(rule).describe())
    except ValueError:
        return tr("repeats")


def _snoozed_text(row: ReminderRow) -> str:
    if not row.snoozed:
        return ""
    named = {1: tr("snoozed once"), 2: tr("snoozed twice")}
    return named.get(row.snoozed) or plural("snoozed {count} time", "snoozed {count} times", row.snoozed)


def _last_spoke_text(row: ReminderRow, around: Surroundings) -> str:
    if row.last_spoke is None:
        return ""
    day = texts.short_day(instant_to_wall(row.last_spoke, around.here).date(), around.today)
    ways = {
        InteractionKind.CALL: tr("last spoke {day} by phone", day=day),
        InteractionKind.EMAIL: tr("last spoke {day} by e-mail", day=day),
        InteractionKind.MEETING: tr("last met {day}", day=day),
        InteractionKind.MESSAGE: tr("last spoke {day} by message", day=day),
        InteractionKind.VISIT: tr("last visit {day}", day=day),
        InteractionKind.PURCHASE: tr("last purchase {day}", day=day),
    }
    known = row.last_kind in set(InteractionKind)
    return ways.get(InteractionKind(row.last_kind), "") if known else tr("last spoke {day}", day=day)


def _day_ahead_text(row: ReminderRow, around: Surroundings) -> str:
    """`on Thu 3 Dec`, the day itself, for a notice ahead of it: days later its own words are no longer true."""
    if row.kind is not ReminderKind.DATE or row.lead_days == 0:
        return ""
    kept = (row.planned_day or row.day) + timedelta(days=row.lead_days)
    return tr("on {day}", day=texts.short_day(kept, around.today, weekday=True))


def years_text(label: str, years: int | None) -> str:
    """`turns 40` for a birthday, `7 years` for another yearly day; empty where the year is not known."""
    if not years or years < 0:
        return ""
    return tr("turns {age}", age=years) if is_birthday(label) else plural("{count} year", "{count} years", years)


def channel_text(channel: str) -> str:
    """`prefers WhatsApp, mornings`."""
    return tr("prefers {channel}", channel=channel) if channel else ""


def _missed_text(row: ReminderRow, around: Surroundings) -> str:
    if row.open_count < 2:
        return ""
    since = texts.short_day(local_due(row, around.here)[0], around.today)
    return plural("{count} time since {day}", "{count} times since {day}", row.open_count, day=since)


def state_text(row: ReminderRow, around: Surroundings) -> str:
    """How a reminder stands, for its tooltip: what became of its notification, until when it is put off, how it ended."""
    parts = [_how_it_stands(row, around)]
    if row.urgent:
        parts.append(tr("urgent"))
    if row.moved and row.planned_day is not None and row.planned_day != row.day:
        day = texts.short_day(row.planned_day, around.today, weekday=True)
        parts.append(tr("moved from {day}", day=day))
    return " · ".join(parts)


def _how_it_stands(row: ReminderRow, around: Surroundings) -> str:
    if row.snoozed and row.ended_at is None:
        day, at = local_due(row, around.here)
        when = texts.short_day(day, around.today, weekday=True)
        when = when if at is None else tr("{day}, {time}", day=when, time=texts.clock(at))
        if row.state in (OccurrenceState.SNOOZED, OccurrenceState.WAITING):
            return tr("Snoozed until {when}", when=when)
    words = {
        OccurrenceState.WAITING: tr("Not told yet"),
        OccurrenceState.CLAIMED: tr("About to be shown"),
        OccurrenceState.SHOWN: tr("A notification was shown"),
        OccurrenceState.SEEN: tr("You saw its notification"),
        OccurrenceState.SNOOZED: tr("Snoozed"),
        OccurrenceState.DONE: tr("Done"),
        OccurrenceState.SKIPPED: tr("Skipped"),
    }
    return words[row.state]
