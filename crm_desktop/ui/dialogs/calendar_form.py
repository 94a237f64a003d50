"""Importing a calendar: each entry with the moment at which it will ring, and nothing written before the last button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.services.calendar_files import CalendarFileService, CalendarOptions, CalendarReport, Fate
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs import calendar_words as words
from crm_desktop.ui.dialogs.calendar_options import CalendarChoices
from crm_desktop.ui.dialogs.calendar_rows import CalendarRows
from crm_desktop.ui.dialogs.import_work import ImportWork, Tell
from crm_desktop.ui.runner import Cancel, Jobs
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import (
    Button,
    Chip,
    Divider,
    ElidedLabel,
    FlowLayout,
    Label,
    PrimaryButton,
    ProgressStrip,
)
from crm_desktop.ui.widgets.overlay import OverlayCard


class CalendarImportForm(OverlayCard):
    """A card about one calendar file; it begins to read when it is made.

    `now` gives the user's wall clock, `zone` is the user's zone. `imported` carries the CalendarReport and a sentence for
    the bar that offers undo; the card is gone then. Esc and Cancel stop what is running; nothing is written then.
    """

    imported = Signal(object, str)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        calendars: CalendarFileService,
        path: Path,
        now: Callable[[], datetime],
        zone: str,
    ) -> None:
        super().__init__(theme, tr("Import {file}", file=texts.one_line(path.name, 60)), width=800)
        self._jobs = jobs
        self._calendars = calendars
        self._path = path
        self._read_report: CalendarReport | None = None
        self._order: list[int] = []
        self._preview: CalendarReport | None = None
        self.subtitle = ElidedLabel(tr("Reading…"), TextRole.SECONDARY, "secondary")
        self.remarks = Label("", TextRole.SECONDARY, "today", wrap=True)
        self.failure = Label("", TextRole.BODY, "late", wrap=True)
        self.rows = CalendarRows(theme, words.Here(now().date(), zone))
        self.choices = CalendarChoices(theme)
        self.progress = ProgressStrip(theme)
        self._work = ImportWork(jobs, self.progress, self)
        self.chips = {
            name: Chip(theme, "", tone)
            for name, tone in (
                ("new", Tone.GOOD), ("changed", Tone.TODAY), ("here", Tone.PLANNED), ("left out", Tone.NEUTRAL), ("rejected", Tone.LATE)
            )
        }  # fmt: skip
        self.cancel_button = Button(theme, tr("Cancel"))
        self.import_button = PrimaryButton(theme, tr("Import"), tr("Ctrl Enter"))
        self._build(theme)
        self._connect()
        self._read()

    def _build(self, theme: Theme) -> None:
        side = theme.scaled(18)
        head = QVBoxLayout()
        head.setContentsMargins(side, side, side, theme.space(3.5))
        head.setSpacing(theme.space(1))
        head.addWidget(ElidedLabel(self.accessibleName(), TextRole.TITLE, weight="bold"))
        for label in (self.subtitle, self.remarks, self.failure):
            head.addWidget(label)
        for part in (self.remarks, self.failure, self.rows):
            part.hide()
        self.body.addLayout(head)
        self.body.addWidget(Divider(theme))
        self.body.addWidget(self.rows, 1)
        self.body.addWidget(Divider(theme))
        self.body.addLayout(self._foot(theme, side))

    def _foot(self, theme: Theme, side: int) -> QVBoxLayout:
        chips = QWidget()
        flow = FlowLayout(chips, spacing=theme.scaled(10))
        for chip in self.chips.values():
            chip.hide()
            flow.addWidget(chip)
        line = QHBoxLayout()
        line.setSpacing(theme.scaled(10))
        line.addWidget(chips, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.cancel_button)
        line.addWidget(self.import_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(side, theme.scaled(12), side, theme.scaled(14))
        foot.setSpacing(theme.space(2))
        foot.addWidget(self.choices)
        foot.addWidget(self.progress)
        foot.addLayout(line)
        return foot

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(lambda _checked=False: self._cancel())
        self.import_button.clicked.connect(lambda _checked=False: self.run())
        self.choices.reread.connect(self._read)
        self.choices.narrowed.connect(self._narrow)
        self.rows.toggled.connect(self.choices.toggle)
        self.progress.cancelled.connect(self._cancel)
        self.closed.connect(self._work.stop)

    def first_focus(self) -> QWidget:
        """Cancel at first; Import takes the focus when it may be pressed."""
        return self.import_button if self.import_button.isEnabled() else self.cancel_button

    def may_close(self) -> bool:
        """Esc during the import stops it first; nothing is written then."""
        if self._work.is_writing:
            self._cancel()
        return not self._work.is_writing

    # ------------------------------------------------------------------------------------------------------ preview

    def _read(self) -> None:
        """Reckon what would happen; an older reckoning is stopped."""
        self._preview = self._read_report = None
        self.import_button.setEnabled(False)
        everything = CalendarOptions(past=self.choices.options().past)

        def preview(tell: Tell, cancel: Cancel) -> tuple[CalendarReport, list[int]]:
            found = self._calendars.preview(self._path, everything, tell, cancel)
            return found, words.in_order(found.rows)

        self._work.read(preview, self._show_progress, self._take_preview, self._show_failure)

    def _show_progress(self, done: int) -> None:
        self.subtitle.set_text(plural("{count} entry read…", "{count} entries read…", done))

    def _take_preview(self, found: tuple[CalendarReport, list[int]]) -> None:
        self._read_report, self._order = found
        self._narrow()

    def _narrow(self) -> None:
        """Leave out what is not wanted; the file need not be read again for that."""
        whole, options = self._read_report, self.choices.options()
        if whole is not None and not self._work.is_writing:
            self._jobs.read(
                lambda: whole.narrowed(options),
                self._show_preview,
                self._show_failure,
                key="import.preview",
                owner=self,
            )

    def _show_preview(self, preview: CalendarReport) -> None:
        self._preview = preview
        self.failure.hide()
        self.subtitle.set_text(words.file_text(self._read_report or preview))
        self.remarks.setText("\n".join(show(warning) for warning in preview.warnings))
        self.remarks.setVisible(bool(preview.warnings))
        self.rows.show_rows(preview.rows, self._order)
        self.rows.setVisible(bool(preview.rows))
        self._show_numbers(preview)

    def _show_numbers(self, preview: CalendarReport) -> None:
        new, changed, here = (preview.fates[fate] for fate in (Fate.NEW, Fate.CHANGED, Fate.UNCHANGED))
        rejected = preview.fates[Fate.REJECTED]
        self._show_chip("new", tr("{count} new", count=texts.number(new)))
        self._show_chip("changed", tr("{count} changed", count=texts.number(changed)) if changed else "")
        self._show_chip("here", plural("{count} already here", "{count} already here", here) if here else "")
        self._show_chip("left out", words.left_out_text(preview))
        self._show_chip("rejected", tr("{count} not taken", count=texts.number(rejected)) if rejected else "")
        self.choices.offer(self._read_report or preview)
        something = new + changed
        text = tr("Import {count}", count=texts.number(something)) if something else tr("Nothing new")
        self.import_button.setText(text)
        self.import_button.setAccessibleName(text)
        self.import_button.updateGeometry()
        self.import_button.setEnabled(something > 0)
        if something and self.cancel_button.hasFocus():
            self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_chip(self, name: str, text: str) -> None:
        self.chips[name].set_text(text)
        self.chips[name].setVisible(bool(text))

    def _show_failure(self, error: UserError) -> None:
        if self._preview is None:
            self.subtitle.set_text("")
            self.rows.hide()
            for chip in self.chips.values():
                chip.hide()
        self._give_back(show(error.sentence))
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------------- import

    def run(self) -> None:
        """Import what the preview showed; all of it or nothing."""
        if self._preview is None or self._work.is_writing or not self.import_button.isEnabled():
            return
        options = self.choices.options()

        def run(tell: Tell, cancel: Cancel) -> CalendarReport:
            return self._calendars.run(self._path, options, tell, cancel)

        self._lock(is_locked=True)
        self._work.write(run, self._preview.read, self._show_report, self._show_failure)

    def _show_report(self, report: CalendarReport | None) -> None:
        if report is None:
            self._give_back(tr("Stopped. Nothing was imported."))
            return
        self.close_card()
        self.imported.emit(report, words.report_text(report))

    def _give_back(self, why: str) -> None:
        """Let the user go on after nothing was written."""
        self.failure.setText(why)
        self.failure.show()
        self._lock(is_locked=False)

    def _lock(self, *, is_locked: bool) -> None:
        self.choices.setEnabled(not is_locked)
        self.rows.setEnabled(not is_locked)
        self.import_button.setEnabled(not is_locked and self._preview is not None)

    def _cancel(self) -> None:
        if self._work.is_writing:
            self._work.stop()
        else:
            self.close_card()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter imports."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.run()
        else:
            super().keyPressEvent(event)
