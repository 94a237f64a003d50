"""What cards and heads say."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.domain.deal_pages import DealCard, NextStep
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealState
from crm_desktop.ui.dialogs.deal_value_words import spoken_money
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.views.pipeline import wording

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=BERLIN)
CARD = DealCard(
    1, "Website", 7, "Lead", 0, None, "Marta", "Casa Azul", Money(640_000, "EUR"), DealState.OPEN, NOW.astimezone(UTC)
)


@pytest.mark.parametrize(
    ("day", "at", "words", "tone"),
    [
        (date(2026, 11, 22), None, "2 days late", Tone.LATE),
        (date(2026, 11, 23), time(23, 30), "1 day late", Tone.LATE),
        (date(2026, 11, 24), time(9, 59), "late", Tone.LATE),
        (date(2026, 11, 24), None, "today", Tone.TODAY),
        (date(2026, 11, 24), time(10, 0), "today 10:00", Tone.TODAY),
        (date(2026, 11, 25), None, "Wed", Tone.PLANNED),
        (date(2026, 11, 30), time(10, 0), "Mon 10:00", Tone.PLANNED),
        (date(2026, 12, 1), None, "1 Dec", Tone.PLANNED),
        (date(2027, 1, 4), None, "4 Jan 2027", Tone.PLANNED),
    ],
)
def test_the_chip_says_how_the_next_step_stands(day: date, at: time | None, words: str, tone: Tone) -> None:
    assert wording.chip_of(replace(CARD, next_step=NextStep(1, "Call", day, at)), NOW) == (words, tone)


def test_a_deal_without_a_next_step_says_so_in_red() -> None:
    assert wording.chip_of(CARD, NOW) == ("no next step", Tone.LATE)


def test_a_won_deal_says_the_day_in_the_users_zone() -> None:
    card = replace(CARD, state=DealState.WON, closed_at=datetime(2026, 11, 16, 23, 30, tzinfo=UTC))
    assert wording.chip_of(card, NOW) == ("won 17 Nov", Tone.GOOD)


def test_days_in_a_stage_are_midnights_of_the_users_calendar() -> None:
    late_evening = datetime(2026, 11, 23, 23, 30, tzinfo=BERLIN).astimezone(UTC)
    assert wording.days_here(replace(CARD, stage_since=late_evening), NOW) == 1
    assert wording.days_here(replace(CARD, stage_since=NOW + timedelta(hours=3)), NOW) == 0


@pytest.mark.parametrize(
    ("days", "step_in", "here"),
    [(24, None, "24 days here"), (13, None, ""), (24, 3, ""), (24, 0, ""), (24, -1, "24 days here")],
)
def test_how_long_it_lies_is_said_where_nothing_is_planned(days: int, step_in: int | None, here: str) -> None:
    step = None if step_in is None else NextStep(1, "Call", NOW.date() + timedelta(days=step_in), None)
    card = replace(CARD, stage_since=NOW - timedelta(days=days), next_step=step)
    assert wording.card_words(card, NOW).here == here


@pytest.mark.parametrize(
    ("amount", "spoken"),
    [
        (Money(640_000, "EUR"), "6,400 euros"),
        (Money(100, "USD"), "1 dollar"),
        (Money(125_050, "GBP"), "1,250.50 pounds"),
        (Money(500, "JPY"), "500 yen"),
        (Money(500_000, "CZK"), "5,000 CZK"),
    ],
)
def test_amounts_are_spoken(amount: Money, spoken: str) -> None:
    assert spoken_money(amount) == spoken


def test_a_card_without_people_value_and_title_still_says_something() -> None:
    words = wording.card_words(replace(CARD, title="\u200b", contact="", company="", value=None), NOW)
    assert (words.title, words.people, words.value) == ("Without a name", "", "")
    assert words.spoken == "Without a name, Lead, no next step"


def test_names_with_overrides_cannot_turn_the_card_round() -> None:
    words = wording.card_words(replace(CARD, contact="a\u202eb", company="شركة"), NOW)
    assert "\u202e" not in words.people
    assert words.people.startswith("a⟂b · ")
