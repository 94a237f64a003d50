"""What one reading of the reminders finds, made ready for showing away from the GUI thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crm_desktop.domain.agenda import AgendaFilter, AgendaState, Key, MonthPage, Outline
from crm_desktop.services.agenda import AgendaService
from crm_desktop.ui.dialogs.reminder_items import Surroundings
from crm_desktop.ui.texts import number, plural, tr
from crm_desktop.ui.views.reminders.paged_lines import PagedLines


@dataclass(frozen=True, slots=True)
class Reading:
    """The lines to show, and the outline they stand for."""

    lines: PagedLines
    outline: Outline
    asked: AgendaFilter
    wanted: Key | None = None
    """The line to choose, if one was asked for."""


def read(
    agenda: AgendaService, around: Surroundings, asked: AgendaFilter, wanted: Callable[[], Key | None] | None = None
) -> Reading:
    """Read what stands where, and the first page of rows; `wanted` finds the line to choose."""
    outline = agenda.outline(asked)
    return Reading(PagedLines(agenda, outline, around), outline, asked, wanted() if wanted is not None else None)


def month_text(page: MonthPage) -> str:
    """`23 reminders` in the weeks that are shown."""
    return plural("{count} reminder", "{count} reminders", page.reminders)


def count_text(found: Reading) -> str:
    """What is shown, in words: `23 open, 2 overdue`, `4 of 23 open, 1 overdue`, `1,204 done or skipped`."""
    outline, state = found.outline, found.asked.state
    if state is AgendaState.ENDED:
        words = plural("{count} done or skipped", "{count} done or skipped", outline.shown)
    elif state is AgendaState.OVERDUE:
        words = plural("{count} overdue", "{count} overdue", outline.shown)
    else:
        words = plural("{count} open", "{count} open", outline.shown)
    if found.asked.day is not None and state is not AgendaState.ENDED:
        words = plural("{count} on this day", "{count} on this day", outline.shown)
    elif found.asked.narrows:
        total = number(outline.total)
        words = _part_of(outline.shown, total, state)
    if state is AgendaState.OPEN and outline.overdue:
        late = plural("{count} overdue", "{count} overdue", outline.overdue)
        return tr("{open}, {late}", open=words, late=late)
    return words


def _part_of(shown: int, total: str, state: AgendaState) -> str:
    if state is AgendaState.ENDED:
        return plural("{count} of {total} done or skipped", "{count} of {total} done or skipped", shown, total=total)
    if state is AgendaState.OVERDUE:
        return plural("{count} of {total} overdue", "{count} of {total} overdue", shown, total=total)
    return plural("{count} of {total} open", "{count} of {total} open", shown, total=total)
