"""The place among the rows of a section where one form at a time is open."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.views.contacts.in_place_form import InPlaceForm
from crm_desktop.ui.views.contacts.page_parts import Saves
from crm_desktop.ui.views.contacts.person_drafts import PersonDrafts

Job = Callable[[], object]
JobOf = Callable[[dict[str, str]], Job]
"""The write for what stands in the lines; raises UserError when that cannot be understood."""


class TakesInsets(Protocol):
    """Where a form can stand: a `KeyedColumn`."""

    def inset(self, key: Hashable, widget: QWidget) -> None: ...

    def take_out(self, widget: QWidget) -> None: ...


class FormPlace(QObject):
    """Opens a form below a row, sends what is left in it through `save`, keeps what is typed, and puts it away.

    `turned` says whether a form is open now.
    """

    turned = Signal(bool)

    def __init__(self, column: TakesInsets, save: Saves, drafts: PersonDrafts, parent: QObject) -> None:
        super().__init__(parent)
        self._column = column
        self._save = save
        self._drafts = drafts
        self.form: InPlaceForm | None = None
        self.home: QWidget | None = None
        """Where the focus goes when there is no row that the form was about."""
        self._back: QWidget | None = None
        self._draft: tuple[int, str] | None = None

    def open(
        self,
        form: InPlaceForm,
        job_of: JobOf,
        draft: tuple[int, str],
        *,
        below: Hashable = None,
        back: QWidget | None = None,
        focus: bool = True,
    ) -> None:
        """Show a form below the row of a key, or at the end; the focus goes `back` afterwards.

        `draft` is whose and which draft keeps what is typed.
        """
        self.close()
        self.form, self._back, self._draft = form, back, draft
        self._column.inset(below, form)
        form.saved.connect(partial(self._write, form, job_of))
        form.ended.connect(partial(self._ended, form))
        form.restore(self._texts(draft))
        form.typed.connect(lambda texts: self._drafts.keep(*draft, texts))
        self.turned.emit(True)
        form.show()
        if focus:
            form.start()

    def close(self) -> None:
        """Leave the form as if the user had: what is different is saved."""
        form = self.form
        if form is not None:
            form.leave()
            self._put_away(form)

    def _texts(self, draft: tuple[int, str]) -> Mapping[str, Any]:
        kept = self._drafts.kept(draft[0]).get(draft[1])
        return kept if isinstance(kept, dict) else {}

    def _write(self, form: InPlaceForm, job_of: JobOf, texts: dict[str, str]) -> None:
        try:
            job = job_of(texts)
        except UserError as refused:
            form.show_error(refused)
            return
        typed = ", ".join(text for text in texts.values() if text)
        self._save(job, typed, partial(self._refused, form), partial(self._written, form, self._draft))

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

    def _ended(self, form: InPlaceForm) -> None:
        if form is self.form and self._draft is not None:
            self._drafts.drop(*self._draft)
        self._put_away(form)

    def _put_away(self, form: InPlaceForm) -> None:
        if form is not self.form:
            return
        back, self.form, self._back = self._back, None, None
        focused = QApplication.focusWidget()
        had_focus = focused is not None and form.isAncestorOf(focused)
        self._column.take_out(form)
        if back is None or not back.isVisible():
            back = self.home
        if had_focus and back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)
        form.hide()
        form.deleteLater()
        self.turned.emit(False)
