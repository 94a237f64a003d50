"""The card that asks how often one wants to keep in touch, with somebody or with everybody who bears a tag."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.ui.dialogs.form_card import FormCard, FormLine
from crm_desktop.ui.interval_words import days_of, every_words
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme

_KEY = "keep_in_touch"


class IntervalForm(FormCard):
    """One line in words ("6 weeks", "monthly", "off"); `write` gets the days, `done` is called with them once they are saved."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        title: str,
        explain: str,
        days: int | None,
        write: Callable[[int | None], object],
        done: Callable[[int | None], object],
    ) -> None:
        line = FormLine(_KEY, tr("How often?"), tr("every 6 weeks"), every_words(days))
        super().__init__(theme, title, (line,), explain=explain)
        self._jobs = jobs
        self._write = write
        self._done = done
        self.lines[_KEY].selectAll()
        self.submitted.connect(self._save)

    def _save(self) -> None:
        if not self.save_button.isEnabled():
            return
        try:
            days = days_of(self.lines[_KEY].text())
        except InvalidInput as error:
            self.show_error(error)
            return
        self.set_busy(True)

        def saved(_result: object) -> None:
            self._done(days)
            self.close_card()

        self._jobs.write(lambda: self._write(days), saved, self._refused, owner=self)

    def _refused(self, error: UserError) -> None:
        self.show_error(error)
