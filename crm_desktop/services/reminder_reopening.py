"""Opening one time of a reminder that ended again: it stands on its day, whatever became of the reminder meanwhile.

Only what watches over a promise goes along with it to the day that it was given since.
"""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.reminders import OpenOccurrence, ReminderKind, RepeatFrom, Series
from crm_desktop.services.reminder_writes import move_open
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.scheduling.series import is_given
from crm_desktop.services.writes import Work
from crm_desktop.storage.queries import promises, scheduling


def open_again(work: Work, reminder_id: int, occurrence_id: int, reckoning: Reckoning) -> None:
    """Open an occurrence that ended, inside a unit of work, so that the reckoning leaves it on its day.

    What nobody heard or touched goes, if it came of its end or stands for the same day. Where the reminder does not give that
    day by itself any more, it stands as the user's own, like one that was moved: taken away un-noted, no undo could end it again.
    """
    work.update("occurrences", occurrence_id, ended_at=None, ended_as="")
    series = scheduling.series(work.read, reminder_id)
    if series is not None and _promised_for_another_day(work, series, occurrence_id):
        move_open(work, series, reckoning.around())
    elif series is not None and series.kind is ReminderKind.PLAIN:
        _open_plain(work, series, occurrence_id)
    elif series is not None and not reckoning.keeps_yearly_day(work, series, occurrence_id):
        work.update("occurrences", occurrence_id, moved=1)


def _promised_for_another_day(work: Work, series: Series, occurrence_id: int) -> bool:
    """Whether it watches over a promise that was given another day since: then that day counts."""
    if series.rule or promises.promise_of(work.read, series.reminder_id) is None:
        return False
    opened = scheduling.open_occurrences(work.read, series.reminder_id)
    return any(each.id == occurrence_id and each.planned_day != series.start_day for each in opened)


def _open_plain(work: Work, series: Series, occurrence_id: int) -> None:
    opened = scheduling.open_occurrences(work.read, series.reminder_id)
    again = next(each for each in opened if each.id == occurrence_id)
    for each in tuple(opened):
        instead = series.repeat_from is RepeatFrom.DONE or each.planned_day == again.planned_day
        if instead and each is not again and not each.touched and not each.shown:
            work.delete("occurrences", each.id)
            opened.remove(each)
    if not again.touched and not _is_given(series, again, opened, work.now):
        work.update("occurrences", occurrence_id, moved=1)


def _is_given(series: Series, each: OpenOccurrence, opened: Sequence[OpenOccurrence], now: int) -> bool:
    try:
        return is_given(series, each, opened, now)
    except InvalidInput:
        # A rule that cannot be used came from elsewhere: nothing is reckoned by it.
        return True
