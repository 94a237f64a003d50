"""The place among the rows of a section where one form at a time is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.views.contacts.in_place_form import InPlaceForm
from crm_desktop.ui.views.contacts.page_parts import Saves
from crm_desktop.ui.views.contacts.person_drafts import PersonDrafts

Job = Callable[[], object]
JobOf = Callable[[dict[str, str]], Job]
"""The write for what stands in the lines; raises UserError when that cannot be understood."""


class FormPlace(QObject):
    """Opens a form in a column, sends what is left in it through `save`, keeps what is typed, and puts it away."""

    def __init__(self, column: QVBoxLayout, save: Saves, drafts: PersonDrafts, parent: QObject) -> None:
        super().__init__(parent)
        self._column = column
        self._save = save
        self._drafts = drafts
        self.form: InPlaceForm | None = None
        self._instead: QWidget | None = None
        self._draft: tuple[int, str] | None = None

    def open(
        self,
        form: InPlaceForm,
        job_of: JobOf,
        *,
        instead: QWidget | None = None,
        draft: tuple[int, str] | None = None,
        others: Mapping[str, Job] | None = None,
        focus: bool = True,
    ) -> None:
        """Show a form at the end of the column, or in the place of the row `instead`.

        `draft` is whose and which draft keeps what is typed; `others` the writes of the form's other buttons.
        """
        self.close()
        self.form, self._instead, self._draft = form, instead, draft
        place = self._column.indexOf(instead) if instead is not None else self._column.count()
        self._column.insertWidget(place, form)
        if instead is not None:
            instead.hide()
        form.saved.connect(partial(self._write, form, job_of))
        form.ended.connect(partial(self._put_away, form))
        if draft is not None:
            form.restore(self._texts(draft))
            form.typed.connect(lambda texts: self._drafts.keep(*draft, texts))
        for key, job in (others or {}).items():
            form.other.connect(lambda pressed, key=key, job=job: self._send(form, job, "") if pressed == key else None)
        form.show()
        if focus:
            form.start()

    def close(self) -> None:
        """Leave the form as if the user had: what is different is saved."""
        form = self.form
        if form is not None:
            form.leave()
            self._put_away(form)

    def _texts(self, draft: tuple[int, str]) -> Mapping[str, object]:
        kept = self._drafts.kept(draft[0]).get(draft[1])
        return kept if isinstance(kept, dict) else {}

    def _write(self, form: InPlaceForm, job_of: JobOf, texts: dict[str, str]) -> None:
        try:
            job = job_of(texts)
        except UserError as refused:
            form.show_error(refused)
            return
        self._send(form, job, ", ".join(text for text in texts.values() if text))

    def _send(self, form: InPlaceForm, job: Job, typed: str) -> None:
        draft = self._draft
        self._save(job, typed, partial(self._refused, form), partial(self._written, form, draft))

    def _refused(self, form: InPlaceForm, error: UserError) -> bool:
        if form is not self.form:
            return False
        form.show_error(error)
        return True

    def _written(self, form: InPlaceForm, draft: tuple[int, str] | None) -> None:
        if draft is not None:
            self._drafts.drop(*draft)
        if form is self.form:
            form.finish()

    def _put_away(self, form: InPlaceForm) -> None:
        if form is not self.form:
            return
        instead, self.form, self._instead = self._instead, None, None
        if form.is_over() and self._draft is not None:
            self._drafts.drop(*self._draft)
        had_focus = form.isAncestorOf(QApplication.focusWidget() or self._column.parentWidget())
        self._column.removeWidget(form)
        if instead is not None:
            instead.show()
            if had_focus:
                instead.setFocus(Qt.FocusReason.OtherFocusReason)
        form.hide()
        form.deleteLater()
