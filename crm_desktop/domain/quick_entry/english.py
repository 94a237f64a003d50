"""English for quick entry: its words."""

from __future__ import annotations

from datetime import time

from crm_desktop.domain.quick_entry.english_phrases import DAYS, TIMES
from crm_desktop.domain.quick_entry.english_repeats import REFUSALS, REPEATS
from crm_desktop.domain.quick_entry.vocabulary import Unit, Vocabulary

_WEEKDAYS = {
    "monday": 0,
    "tuesday": 1,
    "wednesday": 2,
    "thursday": 3,
    "friday": 4,
    "saturday": 5,
    "sunday": 6,
    "mon": 0,
    "tue": 1,
    "tues": 1,
    "wed": 2,
    "weds": 2,
    "thu": 3,
    "thur": 3,
    "thurs": 3,
    "fri": 4,
    "sat": 5,
    "sun": 6,
}
_MONTHS = {
    "january": 1,
    "february": 2,
    "march": 3,
    "april": 4,
    "may": 5,
    "june": 6,
    "july": 7,
    "august": 8,
    "september": 9,
    "october": 10,
    "november": 11,
    "december": 12,
    "jan": 1,
    "feb": 2,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
_UNITS = {
    **dict.fromkeys(("minute", "minutes", "min", "mins"), Unit.MINUTE),
    **dict.fromkeys(("hour", "hours", "hr", "hrs"), Unit.HOUR),
    **dict.fromkeys(("day", "days"), Unit.DAY),
    **dict.fromkeys(("week", "weeks", "wk", "wks"), Unit.WEEK),
    **dict.fromkeys(("month", "months"), Unit.MONTH),
    **dict.fromkeys(("quarter", "quarters"), Unit.QUARTER),
    **dict.fromkeys(("year", "years", "yr", "yrs"), Unit.YEAR),
}
_SHORT_UNITS = {
    **dict.fromkeys(("min", "mins"), Unit.MINUTE),
    **dict.fromkeys(("h", "hr", "hrs"), Unit.HOUR),
    **dict.fromkeys(("d", "days"), Unit.DAY),
    **dict.fromkeys(("w", "wk", "wks", "weeks"), Unit.WEEK),
    **dict.fromkeys(("y", "yr", "yrs"), Unit.YEAR),
}
_NUMBERS = {
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "fifteen": 15,
    "twenty": 20,
    "thirty": 30,
    "ninety": 90,
}
_ORDINALS = {
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "last": -1,
}
_PARTS = {
    "morning": time(9),
    "afternoon": time(14),
    "evening": time(18),
    "night": time(18),
    "lunchtime": time(12),
}
_OWNERS = ("the", "a", "an", "my", "our", "your", "his", "their")
_NOT_NAMES = """
    a about an and are as ask be but can check confirm create do draft finish fix follow for from get give go
    have her him his i if in invoice is it know make me my need new no not of off offer on or order our out over pay plan
    prepare proposal quote re read remember remind reminder report review see send set she sign so tell than that the their
    them then they this to up update us via was we what when where which who will with work you your
    at by due every until again back please after before because how
"""

ENGLISH = Vocabulary(
    weekdays=_WEEKDAYS,
    plural_weekdays={f"{name}s": number for name, number in _WEEKDAYS.items() if name.endswith("day")},
    months=_MONTHS,
    units=_UNITS,
    short_units=_SHORT_UNITS,
    numbers=_NUMBERS,
    articles=frozenset(("a", "an")),
    ordinals=_ORDINALS,
    ordinal_endings=("st", "nd", "rd", "th"),
    relative_days={"today": 0, "tomorrow": 1, "tmrw": 1, "tmr": 1, "tomorow": 1, "yesterday": -1},
    parts=_PARTS,
    meridiems={"am": 0, "a.m": 0, "a.m.": 0, "pm": 12, "p.m": 12, "p.m.": 12},
    # Refusals first: where two patterns fit the same words, the question wins.
    phrases=REFUSALS + DAYS + TIMES + REPEATS,
    now=frozenset(("now", "right now", "just now")),
    name_words=frozenset(("may", "march", "april", "june", "august", "jan", "sun", "sat", "wed")),
    carriers=frozenset(("on", "at", "by", "due", "for", "@")),
    until=frozenset(("until", "till", "til", "through", "ending")),
    starting=frozenset(("starting", "from", "beginning", "start")),
    topical=frozenset(("about", "of", "re", "regarding", "concerning", "since", "from", *_OWNERS)),
    vague=frozenset(
        """
        before after around but except unless between not never circa roughly penultimate next last every other past previous following
        """.split()
    ),
    vague_after=frozenset(("ago", "later", "earlier", "next", "ish", "o'clock")),
    joining=frozenset(("and", "&", "or", "+")),
    connectives=frozenset(
        (
            "about",
            "with",
            "for",
            "to",
            "re",
            "regarding",
            "and",
            "because",
            "if",
            "via",
            "in",
            "as",
            "so",
            "when",
            "sharp",
            "exactly",
        )
    ),
    openings=(
        ("please", "remind", "me", "to"),
        ("please", "remind", "me"),
        ("don't", "forget", "to"),
        ("remind", "me", "to"),
        ("i", "need", "to"),
        ("i", "have", "to"),
        ("reminder", "to"),
        ("remember", "to"),
        ("remind", "me"),
        ("need", "to"),
        ("reminder",),
        ("todo",),
        ("to",),
        ("and",),
    ),
    actions={
        **dict.fromkeys(("call", "phone", "ring", "telephone", "dial"), "call"),
        **dict.fromkeys(("email", "e-mail", "mail", "write"), "email"),
        **dict.fromkeys(("meet", "meeting", "lunch", "coffee", "visit", "dinner", "breakfast"), "meeting"),
        **dict.fromkeys(("message", "text", "whatsapp", "sms", "ping", "dm"), "message"),
    },
    before_names=frozenset(
        ("with", "to", "for", "from", "and", "&", "about", "at", "send", "ask", "tell", "give", "thank")
    ),
    not_names=frozenset(_NOT_NAMES.split()),
    possessives=("'s", "’s"),
    not_dates=frozenset(("24/7",)),
    counted=frozenset(
        """
        floor street page line item try attempt round version half place point hand side issue list agenda phone step
        times time people percent euros dollars pounds usd eur minutes % € $ street avenue road stock grade level
        """.split()
    ),
    things=frozenset("offer invoice proposal quote report order review plan draft reminder reminders".split()),
    between=frozenset(("between",)),
    alternatives=frozenset(("or",)),
    ranges=frozenset(("to", "until", "till", "through", "-", "–")),
    exceptions=frozenset(("except", "excluding", "unless")),
    titles=frozenset(("mr", "mrs", "ms", "miss", "dr", "prof", "frau", "herr", "herrn")),
    zone_words=frozenset(("time",)),
    whose_time=frozenset(("local", "their", "his", "her", "your", "european", "standard", "daylight")),
    times_endings=("x",),
)
