"""Quick entry beyond the tables: which language a sentence is in, names that are days, urgency, zones, and from completion."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest

from crm_desktop.domain.dates import instant_to_wall, wall_to_instant
from crm_desktop.domain.quick_entry import DayOrder, Language, Person, SpanKind, Understood
from crm_desktop.domain.quick_entry.reader import understand, understand_day, understand_moment
from crm_desktop.domain.reminders import RepeatFrom
from tests.domain.test_quick_entry_phrases import ENGLISH_FIRST, GERMAN_FIRST, MOMENTS, find_people

NOW = MOMENTS[0]
BERLIN = ZoneInfo("Europe/Berlin")


def _read(
    text: str, now: datetime = NOW, languages: Sequence[Language] = ENGLISH_FIRST, people: Sequence[Person] = ()
) -> Understood:
    def find(phrase: str) -> Sequence[Person]:
        wanted = set(phrase.lower().split())
        known = [person for person in people if wanted <= set(person.name.lower().split())]
        return known or find_people(phrase)

    return understand(text, now, find, zone=BERLIN, languages=languages)


# ------------------------------------------------------------------------------------------------ which language


@pytest.mark.parametrize(
    "sentence",
    [
        "meeting tomorrow um 15 Uhr",
        "Meeting 5 am 3.12.",
        "Marta 9 am Bahnhof treffen",
        "9 am Marta anrufen",
        "call Marta morgen on friday",
        "Freitag at 3pm",
    ],
)
@pytest.mark.parametrize("languages", [ENGLISH_FIRST, GERMAN_FIRST])
def test_what_means_different_things_in_two_languages_is_asked(sentence: str, languages: Sequence[Language]) -> None:
    assert _read(sentence, languages=languages).problem is not None


@pytest.mark.parametrize("languages", [ENGLISH_FIRST, GERMAN_FIRST])
def test_the_words_of_both_languages_do_not_mislead(languages: Sequence[Language]) -> None:
    def day(text: str) -> date | None:
        read = _read(text, languages=languages)
        assert read.problem is None, text
        return read.day

    assert day("remind me to do it so Marta is happy") is None
    assert day("do the taxes on friday") == date(2026, 11, 27)
    assert day("Do 15:00 Marta anrufen") == date(2026, 11, 26)
    assert day("call Mo tomorrow") == date(2026, 11, 22)
    assert day("die Unterlagen am Mo schicken") == date(2026, 11, 23)
    assert day("may I call Marta in may") == date(2027, 5, 1)
    assert day("Marta im Mai anrufen") == date(2027, 5, 1)


def test_a_sentence_is_read_only_in_the_languages_that_are_given() -> None:
    assert _read("morgen 15 Uhr", languages=(Language.ENGLISH,)).day is None
    assert _read("tomorrow", languages=(Language.GERMAN,)).day is None
    assert _read("tomorrow", languages=()).day == date(2026, 11, 22)


def test_the_language_of_the_locale_is_read_first() -> None:
    assert Language.in_order_of("de_AT") == Language.in_order_of("de-CH") == GERMAN_FIRST
    assert Language.in_order_of("en_GB") == Language.in_order_of("fr_FR") == Language.in_order_of("") == ENGLISH_FIRST


def test_dots_are_day_first_and_strokes_as_the_order_says_in_german_too() -> None:
    for order, day in ((DayOrder.DAY_FIRST, date(2026, 12, 3)), (DayOrder.MONTH_FIRST, date(2027, 3, 12))):
        read = understand("Marta am 3/12 anrufen", NOW, find_people, day_order=order)
        assert (read.day, read.problem) == (day, None)
        assert understand("am 3.12.", NOW, find_people, day_order=order).day == date(2026, 12, 3)
        every = understand("jeden 3/12", NOW, find_people, day_order=order)
        assert every.day == day
    assert understand("Marta am 3/12 anrufen", NOW, find_people).problem is not None


def test_umlauts_may_be_spelled_out_or_put_together_from_two_characters() -> None:
    for sentence in ("übermorgen", "uebermorgen", "U\u0308bermorgen", "ÜBERMORGEN"):
        read = _read(f"Marta {sentence} anrufen")
        assert (read.day, read.text) == (date(2026, 11, 23), "Marta anrufen")
        span = next(span for span in read.spans if span.kind is SpanKind.DAY)
        assert f"Marta {sentence} anrufen"[span.start : span.end] == sentence


def test_date_fields_take_german() -> None:
    for typed in ("3. März 1988", "3.3.1988", "3. Maerz 1988", "dritter März 1988"):
        assert understand_day(typed, NOW.date()).day == date(1988, 3, 3)
    assert understand_day("bald", NOW.date()).problem is not None
    moment = understand_moment("gestern 15 Uhr", NOW, past_allowed=True)
    assert (moment.day, moment.time) == (date(2026, 11, 20), time(15))
    assert understand_moment("jetzt", NOW).time == time(12, 20)
    assert understand_moment("morgen 15 Uhr Londoner Zeit", NOW, zone=BERLIN).problem is not None


def test_german_is_loaded_only_for_those_who_write_it() -> None:
    program = (
        "import sys; from datetime import datetime; from crm_desktop.domain.quick_entry import Language;"
        "from crm_desktop.domain.quick_entry.reader import understand;"
        "understand('call Marta tomorrow 3pm', datetime(2026, 1, 1), lambda phrase: (), languages=(Language.ENGLISH,));"
        "print(sorted(name for name in sys.modules if 'german' in name or name == 'zoneinfo'))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# ------------------------------------------------------------------------------------------------ names that are days


@pytest.mark.parametrize(
    ("sentence", "day"),
    [
        ("Frau Montag anrufen", None),
        ("Herrn Freitag am Montag anrufen", date(2026, 11, 23)),
        ("Frau Dr. Sonntag morgen anrufen", date(2026, 11, 22)),
        ("Familie Samstag besuchen", None),
        ("Mit Prof. August über den Vertrag sprechen", None),
        ("call Mr. Friday tomorrow", date(2026, 11, 22)),
        ("meet Dr March", None),
    ],
)
def test_a_family_name_behind_its_title_is_no_day(sentence: str, day: date | None) -> None:
    read = _read(sentence)
    assert (read.day, read.problem) == (day, None)


def test_a_contact_whose_family_name_is_a_weekday_is_asked_about_or_named_beside_a_day() -> None:
    friday = (Person(20, "Peter Freitag"),)
    assert "Peter Freitag" in str(_read("Peter Freitag anrufen", people=friday).problem)
    read = _read("Peter Freitag am Montag anrufen", people=friday)
    assert (read.day, read.problem) == (date(2026, 11, 23), None)
    assert [person.name for person in read.people] == ["Peter Freitag"]
    assert _read("Peter Freitag anrufen").day == date(2026, 11, 27)


def test_a_short_weekday_that_may_be_a_title_or_a_name_is_asked() -> None:
    for sentence in ("Fr. Winter anrufen", "Do Marta anrufen", "Marta Mo Angebot schicken"):
        assert "Write it in full" in str(_read(sentence, languages=GERMAN_FIRST).problem)
    assert _read("Fr. 15:00 Marta anrufen").day == date(2026, 11, 27)


def test_a_figure_that_may_count_something_is_asked_unless_a_person_follows() -> None:
    assert _read("am 3. Angebot arbeiten").problem is not None
    assert _read("um 9 Pakete abholen").problem is not None
    read = _read("am 3. Marta anrufen")
    assert (read.day, read.problem) == (date(2026, 12, 3), None)
    assert "Jan Novák" in str(_read("am 3. Jan Novák anrufen").problem)


# ------------------------------------------------------------------------------------------------ urgent


@pytest.mark.parametrize(
    ("sentence", "urgent", "text"),
    [
        ("call Marta!", True, "call Marta"),
        ("call Marta tomorrow!!", True, "call Marta"),
        ("call Marta tomorrow !", True, "call Marta"),
        ("urgent: call Marta", True, "call Marta"),
        ("call Marta urgent", True, "call Marta"),
        ("Marta dringend anrufen", True, "Marta anrufen"),
        ("dringend: Marta anrufen", True, "Marta anrufen"),
        ("call Marta", False, "call Marta"),
        ("Yahoo! call Marta", False, "Yahoo! call Marta"),
        ('send "hurry!"', False, 'send "hurry!"'),
        ("send the urgent offer", False, "send the urgent offer"),
        ("die dringende Mail beantworten", False, "die dringende Mail beantworten"),
    ],
)
def test_urgency_is_marked_at_the_end_or_by_a_word(sentence: str, urgent: bool, text: str) -> None:
    read = _read(sentence)
    assert (read.urgent, read.text, read.problem) == (urgent, text, None)


# ------------------------------------------------------------------------------------------------ zones


@pytest.mark.parametrize(
    ("sentence", "zone"),
    [
        ("call Marta tomorrow at 15:00 Tokyo time", "Asia/Tokyo"),
        ("tomorrow 3pm new york time call Marta", "America/New_York"),
        ("15:00 UTC tomorrow", "UTC"),
        ("tomorrow 15:00 Buenos Aires time", "America/Argentina/Buenos_Aires"),
        ("tomorrow 15:00 Munich time", "Europe/Berlin"),
        ("morgen 15 Uhr Londoner Zeit", "Europe/London"),
        ("morgen 15 Uhr New Yorker Zeit", "America/New_York"),
        ("morgen 15 Uhr Tokioter Zeit", "Asia/Tokyo"),
        ("morgen 15 Uhr Wiener Zeit", "Europe/Vienna"),
        ("morgen 15 Uhr Ortszeit Sydney", "Australia/Sydney"),
    ],
)
def test_a_time_may_be_fixed_to_a_zone(sentence: str, zone: str) -> None:
    read = _read(sentence)
    assert (read.day, read.time, read.zone, read.problem) == (date(2026, 11, 22), time(15), zone, None)


@pytest.mark.parametrize(
    "sentence",
    [
        *("15:00 IST", "15:00 CST", "15 Uhr MEZ", "15:00 UTC+2", "15:00 Springfield time", "15:00 local time"),
        *("15:00 Victoria time", "15 Uhr Ortszeit", "15:00 Tokyo time 16:00 London time", "every hour Tokyo time"),
    ],
)
def test_a_zone_that_is_several_or_none_is_asked(sentence: str) -> None:
    assert _read(sentence).problem is not None


@pytest.mark.parametrize(
    "sentence", ["check Tokyo time", "Londoner Zeit nachschlagen", "lunch time with Marta", "um 9 ist Marta da"]
)
def test_without_a_time_no_zone_is_meant(sentence: str) -> None:
    assert _read(sentence).zone == ""


def test_a_time_of_another_zone_is_the_next_one_there_and_never_over() -> None:
    for now in MOMENTS:
        here = wall_to_instant(now.date(), now.time(), BERLIN)
        for zone, city in (
            ("Asia/Tokyo", "Tokyo"),
            ("America/Los_Angeles", "Los Angeles"),
            ("Pacific/Auckland", "Auckland"),
        ):
            read = _read(f"15:00 {city} time", now)
            assert read.problem is None
            assert read.day is not None
            there = instant_to_wall(here, ZoneInfo(zone))
            wanted = there.date() if there.time() <= time(15) else date.fromordinal(there.date().toordinal() + 1)
            assert (read.day, read.time, read.zone) == (wanted, time(15), zone)


def test_a_day_that_is_another_one_over_there_is_asked() -> None:
    late = MOMENTS[1]
    assert "2027-01-01" in str(_read("tomorrow 15:00 Tokyo time", late).problem)
    assert _read("3 January 15:00 Tokyo time", late).day == date(2027, 1, 3)
    assert _read("tomorrow 15:00 Paris time", late).day == date(2027, 1, 1)


def test_without_the_zone_of_the_user_other_zones_are_asked() -> None:
    assert understand("15:00 Tokyo time", NOW, find_people).problem is not None


# ------------------------------------------------------------------------------------------------ from completion


@pytest.mark.parametrize(
    ("sentence", "counts_from"),
    [
        ("every 2 weeks after completion", RepeatFrom.DONE),
        ("every 2 weeks from completion call Marta", RepeatFrom.DONE),
        ("monthly, after it's done", RepeatFrom.DONE),
        ("alle 2 Wochen nach Erledigung", RepeatFrom.DONE),
        ("Marta monatlich ab Abschluss anrufen", RepeatFrom.DONE),
        ("every 2 weeks", RepeatFrom.DUE),
        ("after completion call Marta", RepeatFrom.DUE),
    ],
)
def test_a_repetition_may_count_from_the_day_it_was_done(sentence: str, counts_from: RepeatFrom) -> None:
    read = _read(sentence)
    assert (read.repeat_from, read.problem) == (counts_from, None)


# ------------------------------------------------------------------------------------------------ what to do


@pytest.mark.parametrize(
    ("sentence", "action", "text"),
    [
        ("Marta morgen anrufen", "call", "Marta anrufen"),
        ("Rückruf bei Marta am Freitag", "call", "Rückruf bei Marta"),
        ("Marta wegen Angebot mailen", "email", "Marta wegen Angebot mailen"),
        ("Mittagessen mit Marta morgen", "meeting", "Mittagessen mit Marta"),
        ("Marta am Freitag treffen", "meeting", "Marta treffen"),
        ("Erinnere mich daran, Marta morgen anzurufen", "call", "Marta anzurufen"),
        ("Angebot an Marta schicken", None, "Angebot an Marta schicken"),
    ],
)
def test_the_verb_may_stand_at_the_end(sentence: str, action: str | None, text: str) -> None:
    read = _read(sentence)
    assert (read.action, read.text) == (action, text)
    assert [person.name for person in read.people] == ["Marta Oliveira"]
