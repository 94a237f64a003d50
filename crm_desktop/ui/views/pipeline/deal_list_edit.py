"""Changing a value right in the list of deals: a field over the cell, Enter keeps it, Tab goes to the next one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from crm_desktop.domain.deal_columns import DealLine
from crm_desktop.domain.deal_values import DealValue
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.filter_fields import OWN
from crm_desktop.domain.money import parse_money
from crm_desktop.domain.own_fields import money_text
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline.deal_list_table import DealTable

if TYPE_CHECKING:
    from crm_desktop.services.deal_listing import DealListing

_EDITABLE: Final = ("name", "value", "close", "stage", "tags", "source")
_NO_CENTS: Final = ".00 "
_TAB, _BACKTAB, _ESCAPE = Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_editable(key: str) -> bool:
    """Whether the cells of a column can be changed in place."""
    return key in _EDITABLE or key.startswith(OWN)


class CellEditing(QObject):
    """One field at a time over one cell of the table. `stages()` gives the stages that a deal can go to."""

    def __init__(
        self,
        context: ViewContext,
        listing: DealListing,
        table: DealTable,
        stages: Callable[[], Sequence[tuple[int, str]]],
    ) -> None:
        super().__init__(table)
        self._context = context
        self._listing = listing
        self._table = table
        self._stages = stages
        self._deal_id = 0
        self._key = ""
        self._before = ""
        self.field: QWidget | None = None
        table.edit_wanted.connect(self.begin)

    def begin_here(self) -> None:
        """Change the first value of the current deal that can be changed, besides its title."""
        deal_id, keys = self._table.current_id(), self._keys()
        if deal_id is not None and keys:
            self.begin(deal_id, next((key for key in keys if key != "name"), keys[0]))

    def begin(self, deal_id: int, key: str) -> None:
        """Put a field over a cell, with what stands there."""
        self.leave()
        line = self._table.line(deal_id)
        if line is None or not is_editable(key):
            return
        self._deal_id, self._key = deal_id, key
        self.field = field = self._stage_box(line) if key == "stage" else self._edit(line)
        title = next((column.title for column in self._table.model_of_deals.columns() if column.key == key), "")
        field.setAccessibleName(tr("{column} of {deal}", column=title, deal=one_line(line.card.title)))
        field.setParent(self._table.viewport())
        field.installEventFilter(self)
        index = self._table.model_of_deals.index(self._table.model_of_deals.index_of(deal_id).row(), self._column(key))
        self._table.scrollTo(index)
        rect = self._table.visualRect(index)
        field.setGeometry(rect.adjusted(1, 1, -1, -1))
        field.setMinimumWidth(min(self._context.theme.scaled(140), self._table.viewport().width()))
        field.show()
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Take the field away, without keeping what is in it."""
        field, self.field = self.field, None
        if field is not None:
            field.removeEventFilter(self)
            field.hide()
            field.deleteLater()

    def keep(self, then: int = 0) -> None:
        """Write what is in the field; `then` goes on to the next (1) or the previous (-1) column. What will not do stays open."""
        field, deal_id, key = self.field, self._deal_id, self._key
        if field is None:
            return
        typed = str(field.currentData()) if isinstance(field, ChoiceBox) else field.text()  # type: ignore[attr-defined]
        if typed == self._before:
            self._go_on(then)
            return
        try:
            job = self._job(deal_id, key, typed)
        except UserError as error:
            self._refuse(error)
            return
        self._go_on(then)
        self._context.jobs.write(
            job,
            lambda _done: self._context.say(tr("Changed “{title}”", title=self._title(deal_id)), True),
            lambda error: self._context.fail(error.sentence),
            owner=self,
        )

    def _go_on(self, then: int) -> None:
        deal_id, key, keys = self._deal_id, self._key, self._keys()
        self.leave()
        if then and key in keys:
            self.begin(deal_id, keys[(keys.index(key) + then) % len(keys)])
        else:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _refuse(self, error: UserError) -> None:
        self._context.fail(error.sentence)
        if self.field is not None:
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    # ------------------------------------------------------------------------------------------- fields and writes

    def _edit(self, line: DealLine) -> QLineEdit:
        edit = QLineEdit()
        self._before = self._text(line)
        edit.setText(self._before)
        edit.selectAll()
        return edit

    def _stage_box(self, line: DealLine) -> ChoiceBox:
        box = ChoiceBox(tr("Stage"))
        for stage_id, name in self._stages():
            box.addItem(one_line(name, 60), stage_id)
        box.setCurrentIndex(box.findData(line.card.stage_id))
        self._before = str(line.card.stage_id)
        box.activated.connect(lambda _place: self.keep())
        return box

    def _text(self, line: DealLine) -> str:
        card = line.card
        texts = {
            "name": card.title,
            "value": money_text(card.value).replace(_NO_CENTS, " ") if card.value is not None else "",
            "close": card.expected_close.isoformat() if card.expected_close is not None else "",
            "tags": ", ".join(tag.name for tag in card.tags),
            "source": line.source,
        }
        return texts.get(self._key, line.own.get(self._key, ""))

    def _job(self, deal_id: int, key: str, typed: str) -> Callable[[], object]:
        """What writes it; raises InvalidInput for what cannot be read."""
        services = self._context.services
        pages = services.deals.pages
        if key in ("name", "source"):
            return lambda: pages.set_text(deal_id, "title" if key == "name" else key, typed)
        if key == "tags":
            names = [name.strip() for name in typed.split(",") if name.strip()]
            return lambda: pages.set_tags(deal_id, names)
        if key == "stage":
            return lambda: services.pipeline.move(deal_id, int(typed))
        if key == "close":
            day = self._day(typed)
            return lambda: pages.set_close(deal_id, day)
        if key == "value":
            value = self._value(deal_id, typed)
            return lambda: pages.set_value(deal_id, value)
        return lambda: services.people.own_fields.set_value(self._listing.field_of(key), deal_id, typed)

    def _day(self, typed: str) -> Any:
        if not typed.strip():
            return None
        meaning = self._context.services.reminders.understand_day(typed)
        if meaning.problem is not None or meaning.day is None:
            raise InvalidInput("close", meaning.problem or "“{text}” is no day.", text=typed[:40])
        return meaning.day

    def _value(self, deal_id: int, typed: str) -> DealValue | None:
        if not typed.strip():
            return None
        line = self._table.line(deal_id)
        card = line.card if line is not None else None
        usual = card.value.currency if card is not None and card.value is not None else ""
        money = parse_money(typed, usual or self._context.services.pipeline.default_currency())
        return DealValue(money, card.period, card.times) if card is not None else DealValue(money)

    def _keys(self) -> list[str]:
        return [column.key for column in self._table.columns_shown() if is_editable(column.key)]

    def _column(self, key: str) -> int:
        return next(place for place, column in enumerate(self._table.columns_shown()) if column.key == key)

    def _title(self, deal_id: int) -> str:
        line = self._table.line(deal_id)
        return one_line(line.card.title, 60) if line is not None else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter keeps, Esc leaves, Tab keeps and goes on; so does leaving the field by the mouse."""
        if watched is not self.field:
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if event.type() == QEvent.Type.FocusOut and not (
            isinstance(self.field, ChoiceBox) and self.field.view().isVisible()
        ):
            # Afterwards: a field must not go while it is being told that it lost the focus.
            QTimer.singleShot(0, self, self._left_by_mouse)
        return super().eventFilter(watched, event)

    def _left_by_mouse(self) -> None:
        if self.field is not None and not self.field.hasFocus():
            self.keep()

    def _take_key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if key == _ESCAPE:
            self.leave()
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in _ENTER:
            self.keep()
        elif key in (_TAB, _BACKTAB):
            self.keep(1 if key == _TAB else -1)
        else:
            return False
        return True
