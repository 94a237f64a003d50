"""What a freelancer might want to be reminded of: single days, times around clock changes, and every kind of rule."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Final

from tests.simulation.days import RuleDays
from tests.simulation.model import Wish
from tests.simulation.walls import ZONES

_TRICKY_SECONDS: Final = tuple(
    hour * 3600 + minute * 60
    for hour, minute in ((0, 0), (0, 30), (1, 0), (1, 30), (2, 0), (2, 30), (2, 45), (3, 0), (23, 30), (23, 59))
)
_RULES: Final = (
    "FREQ=DAILY;INTERVAL=9", "FREQ=DAILY;BYDAY=MO,TU,WE,TH,FR;BYMONTH=3", "FREQ=DAILY;INTERVAL=2;COUNT=15",
    "FREQ=DAILY;BYMONTH=10;BYMONTHDAY=20,21,22,23,24,25,26,27,28,29,30,31",
    "FREQ=WEEKLY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;WKST=SU", "FREQ=WEEKLY;BYDAY=SU", "FREQ=WEEKLY;COUNT=9",
    "FREQ=WEEKLY;INTERVAL=3;BYDAY=MO,FR", "FREQ=MONTHLY", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=MONTHLY;BYMONTHDAY=-1",
    "FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1", "FREQ=MONTHLY;BYDAY=2MO", "FREQ=MONTHLY;BYDAY=-1SU",
    "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=1,15", "FREQ=MONTHLY;COUNT=5",
    "FREQ=YEARLY", "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU",
    "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=10", "FREQ=YEARLY;BYDAY=20MO",
)  # fmt: skip
_DAILY: Final = "FREQ=DAILY;BYMONTH=3,4,9,10,11"
"""Every day around the clock changes of both hemispheres."""


def first_wishes(random: Random, today: date) -> list[Wish]:
    """What each freelancer has: something every day at a time that clock changes skip and repeat."""
    return [
        Wish("every day in the small hours", today, random.choice(_TRICKY_SECONDS), rule=_DAILY),
        Wish("every day abroad", today, random.choice(_TRICKY_SECONDS), zone=random.choice(ZONES), rule=_DAILY),
        Wish("every Sunday morning", today, 9000, rule="FREQ=WEEKLY;BYDAY=SU"),
    ]


def wish(random: Random, today: date, number: int, *, ahead: int = 0) -> Wish:
    """Something to be reminded of, on a day that is at least `ahead` days away."""
    rule = random.choice(_RULES) if random.random() < 0.45 else ""
    day = today + timedelta(days=ahead + random.choice((0, 0, 1, 1, 2, 3, 5, 8, 13, 30, 75)))
    if rule and not ahead and random.random() < 0.2:
        day = today - timedelta(days=random.randint(1, 400))
    if rule and random.random() < 0.15 and "COUNT" not in rule:
        rule += f";UNTIL={today + timedelta(days=random.randint(20, 400)):%Y%m%d}"
    second = None if random.random() < 0.3 else _second(random)
    zone = random.choice(ZONES) if second is not None and random.random() < 0.2 else ""
    from_done = bool(rule) and random.random() < 0.3
    return Wish(f"wish {number}", day, second, zone, rule, from_done, _left_out(random, rule, day))


def _second(random: Random) -> int:
    if random.random() < 0.35:
        return random.choice(_TRICKY_SECONDS)
    return random.randint(7, 19) * 3600 + random.choice((0, 0, 15, 30, 45)) * 60


def _left_out(random: Random, rule: str, day: date) -> frozenset[date]:
    if not rule or random.random() < 0.8:
        return frozenset()
    days = RuleDays(rule, day, frozenset(), with_start=False).between(day, day + timedelta(days=120))
    return frozenset(random.sample(days, min(len(days), 2)))
