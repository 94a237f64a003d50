"""Taking in e-mails from files: what will be logged for whom, and nothing written before the last button."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.services.mail_files import MailChoices, MailFileService, MailReport, MailStopped, addresses_in
from crm_desktop.services.mail_plan import MailPreview
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.mail_rows import MailRows, StrangerRows, file_text
from crm_desktop.ui.runner import Cancel, Jobs
from crm_desktop.ui.texts import number, one_line, plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, CheckBox, Divider, ElidedLabel, Label, PrimaryButton, ProgressStrip
from crm_desktop.ui.widgets.overlay import OverlayCard


class MailForm(OverlayCard):
    """A card about one or more files; it begins to read when it is made.

    `logged` carries a sentence for the bar that offers undo; the card is gone then. Esc and Cancel stop what is running;
    nothing is written then. With a `contact_id` everything is logged for that person, too.
    """

    logged = Signal(str)

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        mails: Callable[[], MailFileService],
        now: Callable[[], datetime],
        paths: Sequence[Path],
        contact_id: int | None = None,
    ) -> None:
        super().__init__(theme, _title(paths), width=720)
        self._card_theme = theme
        self._jobs = jobs
        self._mails = mails
        self._now = now
        self._paths = tuple(paths)
        self._contact_id = contact_id
        self._running: Cancel | None = None
        self._writing = False
        self._read_with: str | None = None
        self.preview: MailPreview | None = None
        self.rows: MailRows | None = None
        self.strangers: StrangerRows | None = None
        self.subtitle = ElidedLabel(tr("Reading…"), TextRole.SECONDARY, "secondary")
        self.failure = Label("", TextRole.BODY, "late", wrap=True)
        self.own = QLineEdit()
        self.own.setPlaceholderText(tr("me@example.com"))
        self.keep_files = CheckBox(theme, tr("Keep the attached files"), checked=True)
        self.progress = ProgressStrip(theme)
        self.cancel_button = Button(theme, tr("Cancel"))
        self.log_button = PrimaryButton(theme, tr("Log"), tr("Ctrl Enter"))
        self._build(theme)
        self._connect()
        self._read(None)

    def _build(self, theme: Theme) -> None:
        side = theme.scaled(18)
        head = QVBoxLayout()
        head.setContentsMargins(side, side, side, theme.space(3))
        head.setSpacing(theme.space(1.5))
        head.addWidget(ElidedLabel(self.accessibleName(), TextRole.TITLE, weight="bold"))
        head.addWidget(self.subtitle)
        head.addWidget(self.failure)
        self._own_field = Labelled(theme, tr("Your own e-mail addresses"), self.own)
        head.addWidget(self._own_field)
        for part in (self.failure, self._own_field, self.keep_files):
            part.hide()
        self._content = QVBoxLayout()
        self._content.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(Divider(theme))
        self.body.addLayout(self._content, 1)
        self.body.addWidget(Divider(theme))
        line = QHBoxLayout()
        line.setSpacing(theme.scaled(10))
        line.addWidget(self.keep_files)
        line.addStretch(1)
        line.addWidget(self.cancel_button)
        line.addWidget(self.log_button)
        foot = QVBoxLayout()
        foot.setContentsMargins(side, theme.scaled(12), side, theme.scaled(14))
        foot.setSpacing(theme.space(2))
        foot.addWidget(self.progress)
        foot.addLayout(line)
        self.body.addLayout(foot)

    def _connect(self) -> None:
        self.cancel_button.clicked.connect(lambda _checked=False: self._cancel())
        self.log_button.clicked.connect(lambda _checked=False: self.run())
        self.own.editingFinished.connect(self._own_changed)
        self.progress.cancelled.connect(self._cancel)
        self.closed.connect(self._stop)

    def first_focus(self) -> QWidget:
        """Cancel at first; Log takes the focus when it may be pressed."""
        return self.log_button if self.log_button.isEnabled() else self.cancel_button

    def may_close(self) -> bool:
        """Esc while it is written stops it first; nothing is kept then."""
        if self._writing:
            self._cancel()
        return not self._writing

    # ------------------------------------------------------------------------------------------------------ preview

    def _read(self, own: tuple[str, ...] | None) -> None:
        self._stop()
        cancel = self._running = Cancel()
        self.log_button.setEnabled(False)
        report = self._jobs.reporter(self.progress.progress)
        self.progress.start(tr("Reading the e-mails…"))

        def job() -> MailPreview | None:
            try:
                return self._mails().preview(self._paths, self._contact_id, own, report, cancel)
            except MailStopped:
                return None

        self._jobs.slow(job, self._show_preview, self._show_failure, key="mail.preview", owner=self)

    def _own_changed(self) -> None:
        if self._read_with is not None and self.own.text() != self._read_with and not self._writing:
            self._read_with = self.own.text()
            self._read(addresses_in(self._read_with))

    def _show_preview(self, preview: MailPreview | None) -> None:
        self.progress.finish()
        self._running = None
        if preview is None:
            return
        self.preview = preview
        self.failure.hide()
        self.subtitle.set_text(file_text(preview))
        if self._read_with is None:
            self._read_with = ", ".join(preview.own)
            self.own.setText(self._read_with)
        self._own_field.show()
        self.keep_files.setVisible(preview.files > 0)
        self._show_content(preview)
        self._show_button()

    def _show_content(self, preview: MailPreview) -> None:
        while (item := self._content.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        now = self._now()
        self.rows = MailRows(self._card_theme, now.date(), now.tzinfo, preview.items)
        self._content.addWidget(self.rows, 1)
        self.strangers = None
        if preview.strangers:
            self.strangers = StrangerRows(self._card_theme, preview.strangers)
            self.strangers.changed.connect(self._show_button)
            self._content.addWidget(Divider(self._card_theme))
            self._content.addWidget(self.strangers)

    def _count(self) -> int:
        """How many mails will be logged with what is ticked."""
        if self.preview is None:
            return 0
        chosen = self._chosen()
        return sum(
            bool(item.people) or any(each.address.casefold() in chosen for each in item.strangers)
            for item in self.preview.items
        )

    def _chosen(self) -> frozenset[str]:
        return self.strangers.chosen() if self.strangers is not None else frozenset()

    def _show_button(self) -> None:
        count = self._count()
        self.log_button.setText(tr("Log {count}", count=number(count)) if count else tr("Nothing to log"))
        self.log_button.setAccessibleName(self.log_button.text())
        self.log_button.updateGeometry()
        self.log_button.setEnabled(count > 0 and not self._writing)
        if count and self.cancel_button.hasFocus():
            self.log_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_failure(self, error: UserError) -> None:
        self.progress.finish()
        self._running = None
        self._lock(False)
        if self.preview is None:
            self.subtitle.set_text("")
        self.failure.setText(show(error.sentence))
        self.failure.show()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    # ---------------------------------------------------------------------------------------------------------- log

    def run(self) -> None:
        """Log what the preview showed; all of it or nothing."""
        preview = self.preview
        if preview is None or self._writing or not self.log_button.isEnabled():
            return
        cancel = self._running = Cancel()
        choices = MailChoices(self._chosen(), self.keep_files.isChecked())
        own = addresses_in(self.own.text())
        self._lock(True)
        report = self._jobs.reporter(self.progress.progress)
        self.progress.start(tr("Logging…"))

        def job() -> MailReport | None:
            try:
                done = self._mails().run(preview, choices, report, cancel)
            except MailStopped:
                return None
            if own != self._mails().own_addresses():
                self._mails().keep_own_addresses(own)
            return done

        self._jobs.write(job, self._show_report, self._show_failure, owner=self)

    def _show_report(self, report: MailReport | None) -> None:
        self.progress.finish()
        self._running = None
        self._lock(False)
        if report is None:
            self.failure.setText(tr("Stopped. Nothing was logged."))
            self.failure.show()
            return
        self.close_card()
        self.logged.emit(plural("Logged {count} e-mail", "Logged {count} e-mails", report.logged))

    def _lock(self, writing: bool) -> None:
        self._writing = writing
        for part in (self.own, self.keep_files, self.rows, self.strangers):
            if part is not None:
                part.setEnabled(not writing)
        self._show_button()

    def _cancel(self) -> None:
        if self._writing:
            self._stop()
        else:
            self.close_card()

    def _stop(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter logs."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.run()
        else:
            super().keyPressEvent(event)


def _title(paths: Sequence[Path]) -> str:
    if len(paths) == 1:
        return tr("E-mails from {file}", file=one_line(paths[0].name, 60))
    return plural("E-mails from {count} file", "E-mails from {count} files", len(paths))
