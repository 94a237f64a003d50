"""The fields for the moment of a reminder: day and time, the zone the time is meant in, and what else is due then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import LONGEST_TEXT
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.services.reminders import ReminderService
from crm_desktop.services.wall_times import WallTime, place_name, zone_of_city, zones_like
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs.overlap_line import OverlapLine
from crm_desktop.ui.dialogs.snooze_menu import moment_text
from crm_desktop.ui.dialogs.suggest_field import SuggestField
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import ChoiceChips, DayField, Label, Understood

_HERE, _ZONE = "here", "zone"


@dataclass(frozen=True, slots=True)
class WhenValue:
    """A day, a wall-clock time (None: the whole day) and the IANA zone it is fixed to (empty: wherever the user is)."""

    day: date
    at: time | None
    zone: str


class WhenFields(QObject):
    """Holds the widgets; the owner lays out `field`, `zones` (a row), `note` and `overlap` below each other.

    `value()` is None while something is missing or wrong; `first_problem()` is the field to mend then. `touched()` says
    whether day or time are others than at first.
    """

    changed = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        reminders: ReminderService,
        today: Callable[[], date],
        shown: ReminderDraft,
        besides: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._jobs = jobs
        self._reminders = reminders
        self._today = today
        self._initial = WhenValue(shown.day, shown.at, shown.zone)
        clock = f" {shown.at:%H:%M}" if shown.at is not None else ""
        self._initial_text = f"{shown.day.isoformat()}{clock}"
        self._zone = shown.zone
        self.field = DayField(theme, self._read, tr("day and time, such as “mon 9:00”"))
        self.field.edit.setMaxLength(LONGEST_TEXT)
        self.field.edit.setAccessibleName(tr("When: day and time"))
        self.mode = ChoiceChips(
            theme,
            tr("Where that time is meant"),
            [(_HERE, tr("wherever I am"), Tone.ACCENT), (_ZONE, tr("in a time zone"), Tone.ACCENT)],
        )
        self.zone_field = SuggestField(theme, tr("City or time zone"), tr("city, such as Lisbon"))
        self.zones = self._zone_row(theme)
        self.note = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self.overlap = OverlapLine(jobs, reminders, today, besides=besides)
        self._connect()

    def _zone_row(self, theme: Theme) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space(2))
        self.zone_field.setMaxLength(LONGEST_TEXT)
        self.zone_field.setMaximumWidth(theme.scaled(230))
        line.addWidget(self.mode, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.zone_field, 1)
        line.addStretch()
        return row

    def _connect(self) -> None:
        self.field.changed.connect(self._show)
        self.mode.chosen.connect(self._mode_chosen)
        self.zone_field.asked.connect(self._suggest)
        self.zone_field.taken.connect(self._take_zone)

    def begin(self) -> None:
        """Show the moment as it is; called once the widgets are laid out, because what is shown before is a window."""
        self.mode.choose(_ZONE if self._zone else _HERE)
        self.zone_field.setText(place_name(self._zone) if self._zone else "")
        self.field.set_text(self._initial_text)

    # ---------------------------------------------------------------------------------------------------- the values

    def value(self) -> WhenValue | None:
        """What the fields say; None while that is not clear."""
        found = self.field.value()
        if found is None:
            return None
        day, at = found
        zone = self._zone if at is not None and self.mode.current() == _ZONE else ""
        if at is not None and self.mode.current() == _ZONE and not zone:
            return None
        return WhenValue(day, at, zone)

    def touched(self) -> bool:
        """Whether day, time or zone are others than at first."""
        return self.value() != self._initial

    def moved_day(self) -> date | None:
        """The day typed, if it is another than at first."""
        found = self.value()
        return found.day if found is not None and found.day != self._initial.day else None

    def first_problem(self) -> QWidget | None:
        """The field that keeps `value` from being clear; what is wrong is said there."""
        if self.field.value() is None:
            if not self.field.text().strip():
                self.field.show_error(message("A reminder needs a day."))
            return self.field.edit
        if self.value() is None:
            self._say(tr("Which time zone? Type a city, such as Lisbon or New York."), "late")
            return self.zone_field
        return None

    # ------------------------------------------------------------------------------------------------- understanding

    def _read(self, text: str) -> Understood | Message | None:
        if text.strip() == self._initial_text:
            day, at = self._initial.day, self._initial.at
            return Understood((day, at), ((self._words(day, at), Tone.PLANNED),))
        found = self._reminders.understand_moment(text)
        if found.problem is not None:
            return found.problem
        if found.day is None:
            return None
        return Understood((found.day, found.time), ((self._words(found.day, found.time), Tone.PLANNED),))

    def _words(self, day: date, at: time | None) -> str:
        today = self._today()
        return texts.short_day(day, today, weekday=True) if at is None else moment_text(day, at, today)

    def _show(self) -> None:
        found = self.field.value()
        self.zones.setVisible(found is not None and found[1] is not None)
        self.zone_field.setVisible(self.mode.current() == _ZONE)
        value = self.value()
        self._say(self._note_words(value) if value is not None else "", "secondary")
        if value is None:
            self.overlap.look(None, None)
        else:
            self.overlap.look(value.day, value.at, value.zone)
        self.changed.emit()

    def _note_words(self, value: WhenValue) -> str:
        if value.at is None:
            return ""
        found = self._reminders.edits.wall_time(value.day, value.at, value.zone)
        parts = [self._clock_change(value.at, found)]
        if value.zone:
            parts.append(self._zone_words(value, found))
        return " ".join(part for part in parts if part)

    def _zone_words(self, value: WhenValue, found: WallTime) -> str:
        place = place_name(value.zone)
        if (found.here_day, found.here) == (value.day, found.rings):
            return tr("{place} has the time you have here; it stays with {place} when you travel.", place=place)
        here = moment_text(found.here_day, found.here, self._today())
        return tr("{time} in {place} is {here} here.", time=texts.clock(found.rings), place=place, here=here)

    def _clock_change(self, at: time, found: WallTime) -> str:
        if found.rings != at:
            return tr(
                "{time} does not exist that night, the clocks go forward: it will ring at {rings}.",
                time=texts.clock(at),
                rings=texts.clock(found.rings),
            )
        if found.twice:
            return tr("{time} comes twice that night: it will ring the first time.", time=texts.clock(at))
        return ""

    def _say(self, words: str, colour: str) -> None:
        self.note.setText(words)
        self.note.set_colour(colour)
        self.note.setVisible(bool(words))

    # --------------------------------------------------------------------------------------------------------- zones

    def _mode_chosen(self, mode: str) -> None:
        if mode == _ZONE and not self._zone:
            self._take_zone(self._reminders.edits.here())
            self.zone_field.show()
            self.zone_field.selectAll()
            self.zone_field.setFocus()
        else:
            self._show()

    def _suggest(self, typed: str) -> None:
        self._zone = ""
        self._show()
        # Listing the zones reads the disk.
        self._jobs.read(
            lambda: (zone_of_city(typed), zones_like(typed)),
            lambda found: self._offer(typed, *found),
            key=f"zones/{id(self)}",
            owner=self,
        )

    def _offer(self, typed: str, zone: str, names: list[str]) -> None:
        if self.zone_field.text() != typed:
            return
        self._zone = zone
        self.zone_field.offer([(name, _zone_title(name)) for name in names] if names != [zone] else [])
        self._show()

    def _take_zone(self, zone: object) -> None:
        self._zone = str(zone)
        self.zone_field.setText(place_name(self._zone))
        self._show()


def _zone_title(name: str) -> str:
    area, _, rest = name.partition("/")
    return show(message("{place}, {area}", place=place_name(name), area=area)) if rest else name
