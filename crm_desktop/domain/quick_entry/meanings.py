"""Which function knows what a pattern says."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm_desktop.domain.quick_entry import calendar_days, days, repeats, times
from crm_desktop.domain.quick_entry.phrases import Match
from crm_desktop.domain.quick_entry.said import Said, Situation, UrgentSaid
from crm_desktop.domain.quick_entry.vocabulary import Meaning


def _refused(match: Match, _situation: Situation) -> Said | None:
    return match.phrase.problem


def _urgent(_match: Match, _situation: Situation) -> Said | None:
    return UrgentSaid()


MEANINGS: Mapping[Meaning, Callable[[Match, Situation], Said | None]] = {
    Meaning.RELATIVE_DAY: days.relative_day,
    Meaning.DAYS_AHEAD: days.days_ahead,
    Meaning.AHEAD: days.ahead,
    Meaning.AHEAD_OF_TWO: days.ahead_of_two,
    Meaning.AHEAD_OF_WEEKDAY: days.ahead_of_weekday,
    Meaning.MINUTES_AHEAD: days.minutes_ahead,
    Meaning.WEEKDAY: days.weekday,
    Meaning.THIS_WEEKDAY: days.this_weekday,
    Meaning.NEXT_WEEKDAY: days.next_weekday,
    Meaning.NEXT_WEEKDAY_IF_CLEAR: days.next_weekday_if_clear,
    Meaning.LAST_WEEKDAY: days.last_weekday,
    Meaning.WEEKDAY_OF_WEEK: days.weekday_of_week,
    Meaning.WEEKDAY_AHEAD: days.weekday_ahead,
    Meaning.NEXT_WORKING_DAY: days.next_working_day,
    Meaning.WEEKDAY_AND_DAY_OF_MONTH: calendar_days.weekday_and_day_of_month,
    Meaning.NEXT_UNIT: days.next_unit,
    Meaning.START_OF: days.start_of,
    Meaning.END_OF: days.end_of,
    Meaning.START_OF_MONTH: calendar_days.start_of_month,
    Meaning.END_OF_MONTH: calendar_days.end_of_month,
    Meaning.WEEKEND: days.weekend,
    Meaning.DAY_OF_MONTH: calendar_days.day_of_month,
    Meaning.CARRIED_DAY_OF_MONTH: calendar_days.carried_day_of_month,
    Meaning.LAST_DAY_OF_MONTH: calendar_days.last_day_of_open_month,
    Meaning.MONTH_AND_DAY: calendar_days.month_and_day,
    Meaning.ORDINAL_DATE: calendar_days.ordinal_date,
    Meaning.NUMERIC_DATE: calendar_days.numeric_date,
    Meaning.CARRIED_DATE: calendar_days.carried_date,
    Meaning.EXACT_DATE: calendar_days.exact_date,
    Meaning.NTH_WEEKDAY: calendar_days.nth_weekday,
    Meaning.NTH_WEEKDAY_OF_MONTH: calendar_days.nth_weekday_of_month,
    Meaning.NTH_WEEKDAY_OF_UNIT: calendar_days.nth_weekday_of_unit,
    Meaning.END_OF_DAY: days.end_of_day,
    Meaning.CLOCK: times.clock,
    Meaning.HOUR: times.hour,
    Meaning.HALF_PAST: times.half_past,
    Meaning.QUARTER_PAST: times.quarter_past,
    Meaning.QUARTER_TO: times.quarter_to,
    Meaning.MINUTES_PAST: times.minutes_past,
    Meaning.MINUTES_TO: times.minutes_to,
    Meaning.HOUR_AND_MINUTE: times.hour_and_minute,
    Meaning.HALF_TO: times.half_to,
    Meaning.MINUTES_PAST_HALF_TO: times.minutes_past_half_to,
    Meaning.MINUTES_TO_HALF_TO: times.minutes_to_half_to,
    Meaning.THREE_QUARTERS: times.three_quarters,
    Meaning.NOON: times.noon,
    Meaning.MIDNIGHT: times.midnight,
    Meaning.PART: times.part,
    Meaning.BARE_PART: times.bare_part,
    Meaning.PART_OF_TODAY: days.part_of_today,
    Meaning.EVERY_UNIT: repeats.every_unit,
    Meaning.EVERY_WEEKDAY: repeats.every_weekday,
    Meaning.EVERY_NTH_WEEKDAY: repeats.every_nth_weekday,
    Meaning.EVERY_NTH_WEEKDAY_OF_MONTH: repeats.every_nth_weekday_of_month,
    Meaning.EVERY_WORKING_DAY: repeats.every_working_day,
    Meaning.EVERY_DAY_OF_MONTH: repeats.every_day_of_month,
    Meaning.EVERY_LAST_DAY_OF_MONTH: repeats.every_last_day_of_month,
    Meaning.EVERY_DATE: repeats.every_date,
    Meaning.EVERY_PART: repeats.every_part,
    Meaning.TIMES: repeats.times,
    Meaning.FOR_UNITS: repeats.for_units,
    Meaning.FROM_DONE: repeats.from_done,
    Meaning.URGENT: _urgent,
    Meaning.REFUSED: _refused,
}
