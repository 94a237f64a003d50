"""The words of importing a calendar: when a reminder will ring, what becomes of an entry and why, what happened."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from zoneinfo import ZoneInfo

from crm_desktop.domain.calendar_entries import LeftOut, Moment
from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.messages import Message
from crm_desktop.services.calendar_files import CalendarReport, Fate, Planned
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.reminder_words import rule_text
from crm_desktop.ui.tables.two_line_delegate import RowParts
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.tokens import Tone

_ORDER = (Fate.CHANGED, Fate.NEW, Fate.REJECTED, Fate.LEFT_OUT, Fate.UNCHANGED)
_ICONS = {
    Fate.NEW: ("bell", Tone.GOOD),
    Fate.CHANGED: ("pencil", Tone.TODAY),
    Fate.UNCHANGED: ("check", Tone.PLANNED),
    Fate.LEFT_OUT: ("history", Tone.NEUTRAL),
    Fate.REJECTED: ("triangle-alert", Tone.LATE),
}


@dataclass(frozen=True, slots=True)
class Here:
    """Where the words are read: the user's day and zone."""

    today: date
    zone: str


def in_order(rows: tuple[Planned, ...]) -> list[int]:
    """The positions of the rows as they are shown: what will be written first, by its day; then what will not, and why."""
    return sorted(range(len(rows)), key=lambda position: _sorted_by(rows[position]))


def _sorted_by(row: Planned) -> tuple[int, bool, date, int]:
    day = row.opens[0] if row.opens else date.max
    return _ORDER.index(row.fate), not row.remarks, day, row.line


def row_parts(row: Planned, here: Here) -> RowParts:
    """What the list shows of an entry."""
    icon, tone = _ICONS[row.fate]
    return RowParts(
        title=row.text or tr("Line {line}", line=texts.number(row.line)),
        subtitle=" · ".join(part for part in (*_parts(row, here), *_remarks(row, here)) if part),
        icon=icon,
        icon_tone=tone,
        right_text=fate_text(row),
        tone=tone,
    )


def spoken(row: Planned, here: Here) -> str:
    """A row as one text, for screen readers."""
    parts = row_parts(row, here)
    return ", ".join(part for part in (parts.title, parts.right_text, parts.subtitle) if part)


def details(row: Planned, here: Here) -> str:
    """All that is to be known about an entry: when it rings, and each remark."""
    return "\n".join(
        part for part in (" · ".join(part for part in _parts(row, here) if part), *_remarks(row, here)) if part
    )


def _parts(row: Planned, here: Here) -> tuple[str, ...]:
    return when_text(row, here), rule_text(row.rule), texts.one_line(row.contact, 60)


def _remarks(row: Planned, here: Here) -> list[str]:
    return [texts.one_line(show(_with_days(remark, here)), 300) for remark in row.remarks]


def _with_days(remark: Message, here: Here) -> Message:
    """Days are written here as in the rest of the card."""
    values = {
        name: texts.short_day(value, here.today, weekday=True) if isinstance(value, date) else value
        for name, value in remark.values.items()
    }
    return replace(remark, values=values)


def when_text(row: Planned, here: Here) -> str:
    """`Thu 26 Nov, 14:50`, and for an alarm `rings Thu 26 Nov, 14:50; the event is at 15:00`."""
    rings, starts = row.rings, row.starts
    if rings is None or starts is None:
        return ""
    day = row.opens[0] if row.opens else rings.day
    shown = _moment(Moment(day, rings.at, rings.zone), here)
    if rings == starts:
        return shown
    if rings.day == starts.day and starts.at is not None:
        words = "rings {moment}; it is due at {time}" if row.is_task else "rings {moment}; the event is at {time}"
        return tr(words, moment=shown, time=texts.clock(starts.at))
    words = "rings {moment}; it is due on {start}" if row.is_task else "rings {moment}; the event is on {start}"
    return tr(words, moment=shown, start=_moment(starts, here))


def _moment(moment: Moment, here: Here) -> str:
    """`Thu 26 Nov, 14:50`, of another zone `Thu 26 Nov, 14:50 in Lisbon, 15:50 here`."""
    day = texts.short_day(moment.day, here.today, weekday=True)
    if moment.at is None:
        return day
    shown = tr("{day}, {time}", day=day, time=texts.clock(moment.at))
    if moment.zone in ("", here.zone):
        return shown
    place = moment.zone.rsplit("/", 1)[-1].replace("_", " ")
    wall = instant_to_wall(wall_to_instant(moment.day, moment.at, ZoneInfo(moment.zone)), ZoneInfo(here.zone))
    if (wall.date(), wall.time()) == (moment.day, moment.at):
        return shown
    local = texts.clock(wall.time()) if wall.date() == moment.day else texts.moment(wall, here.today)
    return tr("{moment} in {place}, {here} here", moment=shown, place=place, here=local)


def fate_text(row: Planned) -> str:
    """What becomes of an entry, in one or two words."""
    reasons = {
        LeftOut.PAST: tr("past"),
        LeftOut.DONE: tr("done"),
        LeftOut.CANCELLED: tr("cancelled"),
        LeftOut.STRANGERS: tr("nobody you know"),
        LeftOut.UNWANTED: tr("left out"),
    }
    if row.left_out is not None:
        return reasons[row.left_out]
    return {
        Fate.NEW: tr("new"),
        Fate.CHANGED: tr("changed"),
        Fate.UNCHANGED: tr("already here"),
        Fate.LEFT_OUT: tr("left out"),
        Fate.REJECTED: tr("not taken"),
    }[row.fate]


def file_text(report: CalendarReport) -> str:
    """`Calendar · 41 entries · Space leaves one out · nothing is written until you press Import`."""
    parts = [tr("Calendar"), plural("{count} entry", "{count} entries", report.read)]
    if report.fates[Fate.NEW] + report.fates[Fate.CHANGED] > 1:
        parts.append(tr("Space leaves one out"))
    return " · ".join((*parts, tr("nothing is written until you press Import")))


def left_out_text(report: CalendarReport) -> str:
    """`12 past, 3 done, 1 cancelled`; empty when nothing is left out."""
    named = (
        (LeftOut.PAST, "{count} past"),
        (LeftOut.DONE, "{count} done"),
        (LeftOut.CANCELLED, "{count} cancelled"),
        (LeftOut.STRANGERS, "{count} with nobody you know"),
        (LeftOut.UNWANTED, "{count} left out"),
    )
    said = [tr(words, count=texts.number(report.left_out[why])) for why, words in named if report.left_out[why]]
    return ", ".join(said)


def has_past(report: CalendarReport) -> bool:
    """Whether an event was left out only because it has passed."""
    return report.left_out[LeftOut.PAST] > 0


def has_choice_of_people(report: CalendarReport) -> bool:
    """Whether somebody known is on some of the new entries and nobody on others."""
    new = [bool(row.contact) for row in report.rows if row.fate is Fate.NEW]
    return any(new) and not all(new)


def report_text(report: CalendarReport) -> str:
    """`Imported work.ics: 12 new, 3 changed`."""
    new, changed = report.fates[Fate.NEW], report.fates[Fate.CHANGED]
    parts = []
    if new or not changed:
        parts.append(tr("{count} new", count=texts.number(new)))
    if changed:
        parts.append(tr("{count} changed", count=texts.number(changed)))
    return tr("Imported {file}: {what}", file=texts.one_line(report.path.name, 40), what=", ".join(parts))
