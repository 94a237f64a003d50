"""What the user reads: translated sentences, safe one-line texts, and dates, numbers and money as the locale writes them."""

from __future__ import annotations

import html
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time
from decimal import Decimal

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QTime

from crm_desktop.domain.messages import Message
from crm_desktop.domain.money import SYMBOLS, Money, decimals

_CONTEXT = "crm"
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"
_BIDI_CONTROLS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Joiners stay, because Persian, Indic scripts and emoji need them; these are invisible and mean nothing in a name.
_INVISIBLE = frozenset("\u200b\u2060\ufeff\u00ad\u180e")
_BIDI_MARK = "⟂"
_RIGHT_TO_LEFT = frozenset(("R", "AL", "AN"))
_SYMBOL_OF = {currency: symbol for symbol, currency in SYMBOLS.items()}


def show(message: Message) -> str:
    """A sentence from the domain or a service in the user's language."""
    if message.count is None:
        return tr(message.template, **message.values)
    return plural(message.template, message.plural, message.count, **message.values)


def tr(template: str, **values: object) -> str:
    """The translation of an English template with its `{names}` filled in."""
    return _filled(QCoreApplication.translate(_CONTEXT, template), values)


def plural(one: str, many: str, count: int, **values: object) -> str:
    """The translation of a text that depends on a number; `{count}` is written as the locale writes numbers."""
    template = QCoreApplication.translate(_CONTEXT, one, "", count)
    if template == one and count != 1 and many:
        template = many
    return _filled(template, {**values, "count": number(count)})


def _filled(template: str, values: Mapping[str, object]) -> str:
    if not values:
        return template
    return template.format(**{name: _isolated(value) for name, value in values.items()})


def _isolated(value: object) -> object:
    """Names of the other direction must not turn the sentence around them."""
    if isinstance(value, Message):
        value = show(value)
    elif isinstance(value, Money):
        value = money(value.minor, value.currency)
    elif isinstance(value, date):
        value = _day_text(value, "d MMM yyyy")
    if not isinstance(value, str) or value.isascii():
        return value
    if any(character in _BIDI_CONTROLS for character in value):
        value = one_line(value, len(value))
    if any(unicodedata.bidirectional(character) in _RIGHT_TO_LEFT for character in value):
        return f"{_FIRST_STRONG_ISOLATE}{value}{_POP_ISOLATE}"
    return value


def one_line(text: str, limit: int = 200) -> str:
    """Any text as one short line: no control characters, white space as one blank, bidi overrides as a visible mark."""
    # Cutting before cleaning keeps a name of a megabyte from costing anything.
    head = text[: limit * 4]
    # Nearly all texts are printable throughout: no control, invisible or bidi character, so none has to be looked at.
    line = " ".join((head if head.isprintable() else _cleaned(head)).split())
    if len(line) > limit or len(text) > len(head):
        line = line[: limit - 1].rstrip() + "…"
        if line.count(_FIRST_STRONG_ISOLATE) != line.count(_POP_ISOLATE):
            line = line.replace(_FIRST_STRONG_ISOLATE, "").replace(_POP_ISOLATE, "")
    return line


def _cleaned(text: str) -> str:
    isolates = _paired_isolates(text)
    return "".join(character if position in isolates else _shown(character) for position, character in enumerate(text))


def _paired_isolates(text: str) -> frozenset[int]:
    """Where isolates stand that `_isolated` put round a name, or somebody else in pairs: they turn nothing around them."""
    if _FIRST_STRONG_ISOLATE not in text:
        return frozenset()
    opened: list[int] = []
    paired: set[int] = set()
    for position, character in enumerate(text):
        if character == _FIRST_STRONG_ISOLATE:
            opened.append(position)
        elif character == _POP_ISOLATE and opened:
            paired.update((opened.pop(), position))
    return frozenset(paired)


def _shown(character: str) -> str:
    if character in _BIDI_CONTROLS:
        return _BIDI_MARK
    if character in _INVISIBLE:
        return ""
    return " " if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") else character


def tooltip(text: str) -> str:
    """A text for `setToolTip`, which would read it as HTML otherwise."""
    return html.escape(one_line(text, 500))


def locale() -> QLocale:
    """The user's locale; where none is set, English with 24 hours instead of the bare C forms."""
    chosen = QLocale()
    if chosen.language() == QLocale.Language.C:
        return QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom)
    return chosen


def number(value: int) -> str:
    """`1,284` as the locale groups it."""
    return str(locale().toString(value))


def money(minor: int, currency: str) -> str:
    """An amount in minor units (cents) of an ISO 4217 currency; whole amounts are written without decimals."""
    places = decimals(currency)
    symbol = _SYMBOL_OF.get(currency, f"{currency}\u00a0")
    unit = int(10**places)
    if minor < 0:
        # The locale's own form puts some negative amounts into brackets, which only bookkeepers read as minus.
        return f"{locale().negativeSign()}{money(-minor, currency)}"
    if minor % unit == 0:
        return str(locale().toCurrencyString(minor // unit, symbol))
    return str(locale().toCurrencyString(float(Decimal(minor) / unit), symbol, places))


def _day_text(day: date, pattern: str) -> str:
    return str(locale().toString(QDate(day.year, day.month, day.day), pattern))


def weekday_short(day: date) -> str:
    """`Thu`."""
    return _day_text(day, "ddd")


def month_heading(day: date) -> str:
    """`November 2026`."""
    return _day_text(day, "MMMM yyyy")


def day_title(day: date) -> str:
    """`Saturday 21 November`, for a page that is about that day."""
    return _day_text(day, "dddd d MMMM")


def day_heading(day: date, today: date) -> str:
    """`Today`, `Tomorrow`, `Yesterday`, `Thursday 19 November`; the year only when it is another one."""
    near = {-1: tr("Yesterday"), 0: tr("Today"), 1: tr("Tomorrow")}.get((day - today).days)
    if near is not None:
        return near
    return _day_text(day, "dddd d MMMM" if day.year == today.year else "dddd d MMMM yyyy")


def short_day(day: date, today: date, weekday: bool = False) -> str:
    """`19 Nov`, with the weekday `Thu 19 Nov`; the year only when it is another one."""
    pattern = ("ddd " if weekday else "") + ("d MMM" if day.year == today.year else "d MMM yyyy")
    return _day_text(day, pattern)


def clock(at: time) -> str:
    """`14:30`, or `2:30 PM` where that is the custom."""
    return str(locale().toString(QTime(at.hour, at.minute), QLocale.FormatType.ShortFormat))


def moment(when: datetime, today: date) -> str:
    """`Tue 24 Nov, 15:00`; the wall-clock fields of `when` are shown as they are, without any conversion."""
    return tr("{day}, {time}", day=short_day(when.date(), today, weekday=True), time=clock(when.time()))


def due_text(day: date, at: time | None, today: date) -> str:
    """When something is due, in few words: `2 days late`, `Yesterday 16:00`, `14:30`, `All day`, `Mon 10:00`, `3 Dec`."""
    distance = (day - today).days
    if distance < -1:
        return plural("{count} day late", "{count} days late", -distance)
    if distance == 0:
        return clock(at) if at else tr("All day")
    near = weekday_short(day) if distance < 7 else short_day(day, today)
    name = tr("Yesterday") if distance == -1 else near
    return tr("{day} {time}", day=name, time=clock(at)) if at else name


def ago_days(days: int) -> str:
    """`3 d`, for the right edge of a list; `today` for 0."""
    return tr("today") if days <= 0 else tr("{days} d", days=number(days))


def whole_days(days: int) -> str:
    """`71 days`."""
    return plural("{count} day", "{count} days", days)
