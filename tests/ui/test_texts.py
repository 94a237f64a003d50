"""Sentences, safe one-line texts, dates and money as the user reads them."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QLocale

from crm_desktop.domain.messages import counted, message
from crm_desktop.domain.money import Money
from crm_desktop.ui import texts

TODAY = date(2026, 11, 21)


def test_a_message_is_shown_with_its_values() -> None:
    assert texts.show(message("Moved “{deal}” to {stage}", deal="Website", stage="Lead")) == "Moved “Website” to Lead"


@pytest.mark.parametrize(("count", "shown"), [(1, "1 contact"), (0, "0 contacts"), (1284, "1,284 contacts")])
def test_a_counted_message_declines_and_groups(count: int, shown: str) -> None:
    assert texts.show(counted("{count} contact", "{count} contacts", count)) == shown


def test_a_name_of_the_other_direction_is_isolated() -> None:
    assert texts.tr("Call {name} now", name="ليلى") == "Call \u2068ليلى\u2069 now"
    assert texts.tr("Call {name} now", name="Élodie") == "Call Élodie now"


def test_a_message_inside_a_message_is_shown_too() -> None:
    assert texts.tr("Undone: {what}", what=message("Deleted {name}", name="Ana")) == "Undone: Deleted Ana"


def test_braces_in_a_name_are_only_characters() -> None:
    assert texts.tr("Call {name}", name="{other}") == "Call {other}"


def test_isolates_in_pairs_stay_and_others_are_marked() -> None:
    sentence = texts.tr("{place}, {time} there", place="بيروت", time="14:20")
    assert texts.one_line(sentence) == sentence
    assert texts.one_line("a\u2068b") == "a⟂b"
    assert texts.one_line("a\u2069b\u2068") == "a⟂b⟂"
    assert "\u2068" not in texts.one_line("\u2068" + "x" * 100 + "\u2069", 50)


def test_a_bidi_override_is_marked_and_not_obeyed() -> None:
    assert texts.one_line("a\u202egpj.exe") == "a⟂gpj.exe"
    assert "\u202e" not in texts.tr("Open {file}", file="a\u202egpj.exe")


def test_a_name_of_a_megabyte_becomes_200_characters() -> None:
    line = texts.one_line("x" * 1_000_000)
    assert len(line) == 200
    assert line.endswith("…")


@given(st.text(max_size=400))
def test_one_line_never_holds_control_characters_and_is_never_longer_than_its_limit(text: str) -> None:
    line = texts.one_line(text, 50)
    assert len(line) <= 50
    assert not any(ord(character) < 32 or character in "\u202d\u202e\u2066\u2067\u2028" for character in line)
    assert texts.one_line(line, 50) == line


def test_joiners_that_scripts_need_stay() -> None:
    assert texts.one_line("می\u200cخواهم") == "می\u200cخواهم"


def test_a_tooltip_never_becomes_html() -> None:
    assert texts.tooltip("<img src=x> & Co") == "&lt;img src=x&gt; &amp; Co"


@pytest.mark.parametrize(
    ("day", "shown"),
    [
        (date(2026, 11, 20), "Yesterday"),
        (date(2026, 11, 21), "Today"),
        (date(2026, 11, 22), "Tomorrow"),
        (date(2026, 11, 19), "Thursday 19 November"),
        (date(2025, 11, 19), "Wednesday 19 November 2025"),
    ],
)
def test_day_headings(day: date, shown: str) -> None:
    assert texts.day_heading(day, TODAY) == shown


def test_short_days_and_moments() -> None:
    assert texts.short_day(date(2026, 11, 19), TODAY) == "19 Nov"
    assert texts.short_day(date(2024, 3, 2), TODAY) == "2 Mar 2024"
    assert texts.moment(datetime(2026, 11, 24, 15, 0), TODAY) == "Tue 24 Nov, 15:00"  # noqa: DTZ001  # a wall-clock time


@pytest.mark.parametrize(
    ("day", "at", "shown"),
    [
        (date(2026, 11, 19), None, "2 days late"),
        (date(2026, 11, 20), time(16, 0), "Yesterday 16:00"),
        (TODAY, time(14, 30), "14:30"),
        (TODAY, None, "All day"),
        (date(2026, 11, 23), time(10, 0), "Mon 10:00"),
        (date(2026, 11, 25), None, "Wed"),
        (date(2026, 12, 3), None, "3 Dec"),
    ],
)
def test_due_texts_are_those_of_the_pictures(day: date, at: time | None, shown: str) -> None:
    assert texts.due_text(day, at, TODAY) == shown


@pytest.mark.parametrize(
    ("minor", "currency", "shown"),
    [
        (640_000, "EUR", "€6,400"),
        (640_050, "EUR", "€6,400.50"),
        (1200, "JPY", "¥1,200"),
        (1_234, "KWD", "KWD\u00a01.234"),
        (10**15, "EUR", "€10,000,000,000,000"),
        (-5000, "USD", "-$50"),
    ],
)
def test_money_has_the_decimals_of_its_currency(minor: int, currency: str, shown: str) -> None:
    assert texts.money(minor, currency) == shown


def test_money_follows_the_locale() -> None:
    QLocale.setDefault(QLocale("de_DE"))
    assert texts.money(640_000, "EUR") == "6.400\u00a0€"


def test_without_a_locale_numbers_are_still_grouped() -> None:
    QLocale.setDefault(QLocale.c())
    assert texts.number(1284) == "1,284"
    assert texts.clock(time(14, 30)) == "14:30"


def test_ago_days() -> None:
    assert [texts.ago_days(days) for days in (0, 1, 98)] == ["today", "1 d", "98 d"]
    assert texts.whole_days(71) == "71 days"


def test_amounts_and_days_in_a_sentence_are_written_as_the_locale_does() -> None:
    sentence = message(
        "from {before} to {after} on {day}", before=Money(640000, "EUR"), after="", day=date(2026, 12, 3)
    )
    assert texts.show(sentence) == "from €6,400 to  on 3 Dec 2026"
