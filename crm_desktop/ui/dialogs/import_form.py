"""Importing a file: where its columns go, what would happen, and nothing written before the last button."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.services.importing import ImportPreview, ImportReport, ImportService
from crm_desktop.ui import texts
from crm_desktop.ui.dialogs import import_words as words
from crm_desktop.ui.dialogs.import_table import ImportTable, NamesTable
from crm_desktop.ui.dialogs.import_work import ImportWork, Tell
from crm_desktop.ui.runner import Cancel, Jobs
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import (
    Button,
    Chip,
    ChipButton,
    Divider,
    ElidedLabel,
    FlowLayout,
    Label,
    PrimaryButton,
    ProgressStrip,
)
from crm_desktop.ui.widgets.overlay import OverlayCard


class ImportForm(OverlayCard):
    """A card about one file; it begins to read when it is made.

    Every change of a column reckons the numbers anew in the background; Import waits for them. `imported` carries the
    ImportReport and a sentence for the bar that offers undo; the card is gone then. Esc and Cancel stop what is running;
    nothing is written then. What the file lacks is said in the card.
    """

    imported = Signal(object, str)

    def __init__(self, theme: Theme, jobs: Jobs, importing: ImportService, path: Path) -> None:
        super().__init__(theme, tr("Import {file}", file=texts.one_line(path.name, 60)), width=800)
        self._card_theme = theme
        self._importing = importing
        self._path = path
        self._preview: ImportPreview | None = None
        self.table: ImportTable | None = None
        self.subtitle = ElidedLabel(tr("Reading…"), TextRole.SECONDARY, "secondary")
        self.remarks = Label("", TextRole.SECONDARY, "today", wrap=True)
        self.failure = Label("", TextRole.BODY, "late", wrap=True)
        self.rejected = QPlainTextEdit()
        self.progress = ProgressStrip(theme)
        self._work = ImportWork(jobs, self.progress, self)
        self.new_chip = Chip(theme, "", Tone.GOOD)
        self.here_chip = Chip(theme, "", Tone.PLANNED)
        self.rejected_chip = ChipButton(theme, "", Tone.LATE)
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
        self.remarks.hide()
        self.failure.hide()
        self._content = QVBoxLayout()
        self._content.setSpacing(0)
        self.rejected.setReadOnly(True)
        self.rejected.setAccessibleName(tr("Rows that need a look"))
        self.rejected.setFixedHeight(theme.scaled(110))
        self.rejected.setTabChangesFocus(True)
        self._rejected_area = QWidget()
        area = QVBoxLayout(self._rejected_area)
        area.setContentsMargins(side, theme.space(2), side, 0)
        area.addWidget(self.rejected)
        self._rejected_area.hide()
        self.body.addLayout(head)
        self.body.addWidget(Divider(theme))
        self.body.addLayout(self._content, 1)
        self.body.addWidget(Divider(theme))
        self.body.addWidget(self._rejected_area)
        self.body.addLayout(self._foot(theme, side))
        self._clear_numbers()

    def _foot(self, theme: Theme, side: int) -> QVBoxLayout:
        chips = QWidget()
        flow = FlowLayout(chips, spacing=theme.scaled(10))
        for chip in (self.new_chip, self.here_chip, self.rejected_chip):
            flow.addWidget(chip)
        line = QHBoxLayout()
        line.setSpacing(theme.scaled(10))
        line.addWidget(chips, 1, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self.cancel_button)
        line.addWidget(self.import_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(side, theme.scaled(14), side, theme.scaled(14))
        foot.setSpacing(theme.space(2))
        foot.addWidget(self.progress)
        foot.addLayout(line)
        return foot

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(lambda _checked=False: self._cancel())
        self.import_button.clicked.connect(lambda _checked=False: self.run())
        self.rejected_chip.clicked.connect(lambda _checked=False: self._toggle_rejected())
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
        self._preview = None
        self.import_button.setEnabled(False)
        mapping = self.table.mapping() if self.table is not None else None

        def preview(tell: Tell, cancel: Cancel) -> ImportPreview:
            return self._importing.preview(self._path, mapping, tell, cancel)

        self._work.read(preview, self._show_progress, self._show_preview, self._show_failure)

    def _show_progress(self, done: int) -> None:
        self.subtitle.set_text(plural("{count} row read…", "{count} rows read…", done))

    def _show_preview(self, preview: ImportPreview) -> None:
        self._preview = preview
        self.failure.hide()
        self.subtitle.set_text(words.file_text(preview.description, preview.read))
        self.remarks.setText("\n".join(show(warning) for warning in preview.description.warnings))
        self.remarks.setVisible(bool(preview.description.warnings))
        self._show_content(preview)
        self._show_numbers(preview)

    def _show_content(self, preview: ImportPreview) -> None:
        if self.table is not None:
            self.table.set_new_companies(preview.new_companies)
        elif preview.description.columns:
            self.table = ImportTable(self._card_theme, preview.description.columns, self._importing.targets())
            self.table.set_new_companies(preview.new_companies)
            self.table.changed.connect(self._read)
            self._content.addWidget(self.table)
        elif not self._content.count():
            taken = preview.read - len(preview.rejected)
            lines = words.sample_lines(preview.sample)
            if lines:
                self._content.addWidget(NamesTable(self._card_theme, lines, taken - len(lines)))

    def _show_numbers(self, preview: ImportPreview) -> None:
        taken = preview.read - len(preview.rejected)
        self.new_chip.set_text(tr("{count} new", count=texts.number(preview.new)))
        self.new_chip.show()
        here = words.already_here(preview)
        self.here_chip.set_text(here)
        self.here_chip.setVisible(bool(here))
        self._set_rejected(preview)
        something = preview.new + preview.changed > 0
        self.import_button.setText(tr("Import {count}", count=texts.number(taken)) if something else tr("Nothing new"))
        self.import_button.setAccessibleName(self.import_button.text())
        self.import_button.updateGeometry()
        self.import_button.setEnabled(something)
        if something and self.cancel_button.hasFocus():
            self.import_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_rejected(self, preview: ImportPreview) -> None:
        count = len(preview.rejected)
        self.rejected_chip.setText(words.need_a_look(count, cards=not preview.description.columns))
        self.rejected_chip.setAccessibleName(self.rejected_chip.text())
        self.rejected_chip.updateGeometry()
        self.rejected_chip.setVisible(bool(count))
        self.rejected.setPlainText(words.rejected_lines(preview.rejected))
        if not count:
            self._rejected_area.hide()

    def _clear_numbers(self) -> None:
        for chip in (self.new_chip, self.here_chip, self.rejected_chip):
            chip.hide()

    def _toggle_rejected(self) -> None:
        self._rejected_area.setVisible(self._rejected_area.isHidden())
        if not self._rejected_area.isHidden():
            self.rejected.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_failure(self, error: UserError) -> None:
        if self._preview is None:
            self.subtitle.set_text("")
            self._clear_numbers()
        self._give_back(show(error.sentence))
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------------------- import

    def run(self) -> None:
        """Import what the preview showed; all of it or nothing."""
        preview = self._preview
        if preview is None or self._work.is_writing or not self.import_button.isEnabled():
            return

        def run(tell: Tell, cancel: Cancel) -> ImportReport:
            return self._importing.run(self._path, preview.mapping, tell, cancel)

        self._lock(is_locked=True)
        self._work.write(run, preview.read, self._show_report, self._show_failure)

    def _show_report(self, report: ImportReport | None) -> None:
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
        if self.table is not None:
            self.table.setEnabled(not is_locked)
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
