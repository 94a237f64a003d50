"""The line under a name: what somebody does where, with the company to press, and what time it is there."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.views.contacts.words import where_words, work_words
from crm_desktop.ui.widgets import ElidedLabel, LinkButton

_LONGEST_PLACE = 60


class PersonLine(QWidget):
    """`Owner at Casa Azul · Lisbon, 14:20 there`; with little room the role and the company give way first.

    `company_wanted` carries the id of the company that was pressed.
    """

    company_wanted = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._company_id: int | None = None
        self._words = ""
        self.before = ElidedLabel("", TextRole.BODY, "secondary")
        self.company = LinkButton(theme, tr("Company"))
        self.behind = ElidedLabel("", TextRole.BODY, "secondary")
        self.where = ElidedLabel("", TextRole.BODY, "secondary")
        self.where.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        for label in (self.before, self.behind):
            label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.company.clicked.connect(lambda _checked=False: self._go())
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 0, 0, 0)
        row.setSpacing(theme.scaled(2))
        self._least = theme.scaled(90)
        for widget in (self.before, self.company, self.behind, self.where):
            row.addWidget(widget)
        row.addStretch(1)

    def show_page(self, page: ContactPage, now: datetime) -> None:
        """Say it of somebody; `now` is the user's wall clock, aware."""
        self._company_id = page.company_id
        work, where = work_words(page), one_line(where_words(page, now), _LONGEST_PLACE)
        self._words = " · ".join(part for part in (work, where) if part)
        company = one_line(page.company)
        before, found, behind = work.partition(page.company) if page.company else (work, "", "")
        self.before.set_text(before.strip())
        self.company.setText(company)
        self.company.setAccessibleName(company or tr("Company"))
        self.company.updateGeometry()
        self.behind.set_text(behind.strip(" ,"))
        self.where.set_text(f"· {where}" if work and where else where)
        # As long as it is a place and a time; what pretends to be one gives way like the rest.
        self.where.setMinimumWidth(min(self.where.sizeHint().width(), 2 * self._least))
        self.before.setMinimumWidth(min(self.before.sizeHint().width(), self._least))
        for widget, shown in ((self.before, before.strip()), (self.company, found), (self.behind, behind.strip(" ,"))):
            widget.setVisible(bool(shown))
        self.where.setVisible(bool(where))
        self.setVisible(bool(self._words))
        self.setAccessibleName(self._words)

    def full_text(self) -> str:
        """All of it, whatever there is room for."""
        return self._words

    def _go(self) -> None:
        if self._company_id is not None:
            self.company_wanted.emit(self._company_id)
