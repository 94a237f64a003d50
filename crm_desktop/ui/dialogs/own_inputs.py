"""The fields that the user made, as plain inputs of a form that is not saved yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QGridLayout, QLineEdit, QWidget

from crm_desktop.domain.own_fields import FieldKind, OwnField
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.own_field_rows import value_hint
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.theme.theme import Theme


class OwnInputs(QWidget):
    """One line for each field, two beside each other. `changed` follows every key."""

    changed = Signal()

    def __init__(self, theme: Theme, fields: Sequence[OwnField], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.labelled: dict[int, Labelled] = {}
        self.edits: dict[int, QLineEdit] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space(3))
        grid.setVerticalSpacing(theme.space(2.5))
        for place, field in enumerate(fields):
            edit = self.edits[field.id] = QLineEdit()
            edit.setPlaceholderText(value_hint(field.kind))
            labelled = self.labelled[field.id] = Labelled(theme, one_line(field.name, 60), edit)
            edit.textEdited.connect(lambda _text, labelled=labelled: labelled.clear_error())
            edit.textChanged.connect(lambda _text: self.changed.emit())
            _offer(edit, field)
            grid.addWidget(labelled, place // 2, place % 2)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)
        if not fields:
            self.hide()

    def typed(self) -> dict[str, str]:
        """What was typed, by the ids of the fields as texts, as a draft keeps it; nothing where nothing was."""
        return {str(field_id): edit.text() for field_id, edit in self.edits.items() if edit.text().strip()}

    def put_in(self, typed: Mapping[str, object]) -> None:
        """Show these texts."""
        for field_id, edit in self.edits.items():
            kept = typed.get(str(field_id), "")
            edit.setText(kept if isinstance(kept, str) else "")

    def values(self) -> dict[int, str]:
        """What was typed, by the ids of the fields."""
        return {int(field_id): text for field_id, text in self.typed().items()}


def _offer(edit: QLineEdit, field: OwnField) -> None:
    """What may be chosen, while one types; several choices are separated by semicolons, which a completer does not know."""
    if field.kind is FieldKind.CHOICE:
        words = list(field.options)
    elif field.kind is FieldKind.YES_NO:
        words = [tr("yes"), tr("no")]
    else:
        return
    completer = QCompleter(words, edit)
    completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
    completer.setFilterMode(Qt.MatchFlag.MatchContains)
    edit.setCompleter(completer)
