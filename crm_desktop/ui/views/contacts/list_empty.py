"""The contacts view while there is nobody: what it is for, and three ways to begin."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.widgets import Button, EmptyState, PageHeader, PrimaryButton


class NoPeople(QWidget):
    """Calls what its buttons say."""

    def __init__(
        self,
        theme: Theme,
        new_contact: Callable[[], object],
        import_people: Callable[[], object],
        try_sample: Callable[[], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.state = EmptyState(
            theme,
            tr("The people you work with"),
            tr(
                "Everybody you want to stay in touch with: how to reach them, what you talked about, and what comes next. "
                "Put in the first one, bring in what you have from a file, or look around with made-up people."
            ),
            (tr("New contact"), "N", new_contact),
            (tr("Try sample data"), "", try_sample),
        )
        self.import_button = Button(theme, tr("Import"))
        self.new_button = PrimaryButton(theme, tr("New"))
        self.import_button.clicked.connect(lambda _checked=False: import_people())
        self.new_button.clicked.connect(lambda _checked=False: new_contact())
        header = PageHeader(theme, tr("Contacts"))
        header.add_right(self.import_button)
        header.add_right(self.new_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(header)
        column.addWidget(self.state, 1)
