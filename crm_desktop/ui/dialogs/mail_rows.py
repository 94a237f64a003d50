"""What will be logged of a file of e-mails, mail by mail, and who in them is no contact yet."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from crm_desktop.domain.interactions import Direction
from crm_desktop.domain.mails import MailAddress, address_key
from crm_desktop.services.mail_plan import MailItem, MailPreview
from crm_desktop.ui.texts import one_line, plural, short_day, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import CheckBox, Chip, Divider, ElidedLabel, Label, ScrollBody

_MOST_SHOWN = 100
_ROWS_SEEN = 6
_STRANGERS_SEEN = 3


class _Body(ScrollBody):
    """A scrolling column without margins that asks for the height of the rows it wants to show."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, margins=(0, 0, 0, 0), spacing=0)
        self.wanted_height = 0

    def sizeHint(self) -> QSize:
        """As wide as the card, as high as wanted."""
        return QSize(super().sizeHint().width(), self.wanted_height)


class MailRows(QWidget):
    """The mails in the order of the file, the first hundred of them."""

    def __init__(self, theme: Theme, today: date, zone: tzinfo | None, items: Sequence[MailItem]) -> None:
        super().__init__()
        self._theme = theme
        self._today = today
        self._zone = zone
        body = _Body(theme)
        for position, item in enumerate(items[:_MOST_SHOWN]):
            if position:
                body.body.addWidget(Divider(theme))
            body.body.addWidget(self._row(item))
        more = len(items) - _MOST_SHOWN
        if more > 0:
            body.body.addWidget(Divider(theme))
            body.body.addWidget(
                Label(plural("and {count} more", "and {count} more", more), TextRole.SECONDARY, "secondary")
            )
        body.body.addStretch()
        body.wanted_height = theme.scaled(53) * min(len(items) + (more > 0), _ROWS_SEEN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(body)

    def _row(self, item: MailItem) -> QWidget:
        theme, head = self._theme, item.head
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(theme.scaled(18), theme.space(2), theme.scaled(18), theme.space(2))
        row.setSpacing(theme.scaled(12))
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(ElidedLabel(head.subject or tr("No subject"), weight="medium"))
        words.addWidget(ElidedLabel(self._about(item), TextRole.SECONDARY, "secondary"))
        row.addLayout(words, 1)
        text, tone = fate_chip(item)
        row.addWidget(Chip(theme, text, tone))
        line.setMinimumHeight(theme.scaled(52))
        return line

    def _about(self, item: MailItem) -> str:
        head = item.head
        day = (
            short_day(head.sent_at.astimezone(self._zone).date(), self._today) if head.sent_at else tr("without a date")
        )
        if item.direction is Direction.OUTGOING:
            whom = ", ".join(shown_address(each) for each in head.recipients[:3])
            parts = [day, tr("to {names}", names=whom)]
        else:
            parts = [day, tr("from {name}", name=shown_address(head.sender) if head.sender else tr("nobody"))]
        if head.attachments:
            parts.append(plural("{count} file", "{count} files", len(head.attachments)))
        return " · ".join(parts)


class StrangerRows(QWidget):
    """A box to tick for each address that is no contact's; `changed` when one was."""

    changed = Signal()

    def __init__(self, theme: Theme, strangers: Sequence[tuple[MailAddress, int]]) -> None:
        super().__init__()
        self.boxes: dict[str, CheckBox] = {}
        body = _Body(theme)
        for stranger, count in strangers[:_MOST_SHOWN]:
            mails = plural("{count} e-mail", "{count} e-mails", count)
            text = tr("{address} · {mails}", address=stranger.address, mails=mails)
            if stranger.name:
                text = tr("{name} <{address}> · {mails}", name=stranger.name, address=stranger.address, mails=mails)
            box = CheckBox(theme, one_line(text, 120))
            box.toggled.connect(lambda _on: self.changed.emit())
            self.boxes[address_key(stranger.address)] = box
            body.body.addWidget(box)
        body.body.addStretch()
        body.wanted_height = theme.scaled(28) * min(len(self.boxes), _STRANGERS_SEEN)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.scaled(14), theme.space(2), theme.scaled(18), theme.space(2))
        layout.setSpacing(theme.space(1))
        caption = Label(
            tr("Not among your contacts yet; tick whom to add"), TextRole.SECONDARY, "secondary", weight="bold"
        )
        caption.setContentsMargins(4, 0, 0, 0)
        layout.addWidget(caption)
        layout.addWidget(body)

    def chosen(self) -> frozenset[str]:
        """The keys of the addresses that become contacts."""
        return frozenset(key for key, box in self.boxes.items() if box.isChecked())


def fate_chip(item: MailItem) -> tuple[str, Tone]:
    """For whom a mail will be logged, or why it will not."""
    if item.people:
        return one_line(", ".join(name for _id, name in item.people), 60), Tone.GOOD
    if item.known:
        return tr("already here"), Tone.PLANNED
    return tr("nobody you know"), Tone.NEUTRAL


def shown_address(each: MailAddress) -> str:
    """The name, or the address of somebody without one."""
    return one_line(each.name or each.address, 60)


def file_text(preview: MailPreview) -> str:
    """`12 e-mails: 8 to log, 2 already here`."""
    found = plural("{count} e-mail", "{count} e-mails", len(preview.items))
    parts = [plural("{count} to log", "{count} to log", preview.to_log)]
    if preview.there_already:
        parts.append(plural("{count} already here", "{count} already here", preview.there_already))
    if preview.rejected:
        parts.append(plural("{count} too large", "{count} too large", len(preview.rejected)))
    return tr("{what}: {how}", what=found, how=", ".join(parts))
