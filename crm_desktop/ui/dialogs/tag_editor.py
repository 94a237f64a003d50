"""What can be done with the tags chosen: name, colour and interval of one, making one of several, deleting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.domain.tags import CountedTag, TagNameTaken
from crm_desktop.ui.dialogs.choice_box import ChoiceBox
from crm_desktop.ui.dialogs.labelled import Labelled
from crm_desktop.ui.dialogs.tag_colours import ColourChips
from crm_desktop.ui.interval_words import days_of, every_words
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, plural, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole, Tone
from crm_desktop.ui.widgets import Button, Label

if TYPE_CHECKING:
    from crm_desktop.services.keeping_in_touch import KeepInTouchService
    from crm_desktop.services.tags import TagService


class TagEditor(QWidget):
    """Shows one tag or several; `written(words)` is called after each change. `delete_wanted` asks the owner to delete.

    `began` and `ended` come around each write: a tag that thousands have takes its time.
    """

    delete_wanted = Signal()
    began = Signal()
    ended = Signal()

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        tags: TagService,
        keeping: KeepInTouchService,
        written: Callable[[str], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._tags = tags
        self._keeping = keeping
        self._written = written
        self._shown: tuple[CountedTag, ...] = ()
        self._taken: TagNameTaken | None = None
        self.name = QLineEdit()
        self.name_line = Labelled(theme, tr("Name"), self.name)
        self.merge_offer = Button(theme, tr("Merge the two"))
        self.colours = ColourChips(theme)
        self.interval = QLineEdit()
        self.interval.setPlaceholderText(tr("as each person says"))
        self.interval_line = Labelled(theme, tr("Keep in touch with everybody who has it"), self.interval)
        self.heading = Label("", TextRole.FIELD, weight="bold", wrap=True)
        self.keep = ChoiceBox(tr("Make one of them, called"))
        self.keep_line = Labelled(theme, tr("Make one of them, called"), self.keep)
        self.merge_button = Button(theme, tr("Merge"))
        self.delete_button = Button(theme, tr("Delete"), tr("Del"))
        self._lay_out(theme)
        self._connect()

    def _lay_out(self, theme: Theme) -> None:
        column = QVBoxLayout(self)
        side = theme.scaled(18)
        column.setContentsMargins(side, theme.space(4), side, theme.space(4))
        column.setSpacing(theme.space(2.5))
        self._colours_label = Label(tr("Colour"), TextRole.SECONDARY, "secondary")
        self._one: tuple[QWidget, ...] = (self.name_line, self._colours_label, self.colours, self.interval_line)
        self._several: tuple[QWidget, ...] = (self.keep_line, self.merge_button)
        for line in (self.name_line, self.interval_line, self.keep_line):
            line.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self.heading)
        column.addWidget(self.name_line)
        column.addWidget(self.merge_offer, 0, Qt.AlignmentFlag.AlignLeft)
        for widget in (self._colours_label, self.colours, self.interval_line, self.keep_line):
            column.addWidget(widget)
        column.addWidget(self.merge_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        column.addWidget(self.delete_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.merge_offer.hide()

    def _connect(self) -> None:
        self.name.editingFinished.connect(self._rename)
        self.name.textEdited.connect(lambda _text: self._clear_errors())
        self.colours.chosen.connect(self._set_colour)
        self.interval.editingFinished.connect(self._set_interval)
        self.interval.textEdited.connect(lambda _text: self.interval_line.clear_error())
        self.merge_offer.clicked.connect(lambda _checked=False: self._merge_with_taken())
        self.merge_button.clicked.connect(lambda _checked=False: self._merge_chosen())
        self.delete_button.clicked.connect(lambda _checked=False: self.delete_wanted.emit())

    def start(self) -> None:
        """Go to the name with all of it chosen."""
        if len(self._shown) == 1:
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.name.selectAll()

    def show_tags(self, tags: Sequence[CountedTag]) -> None:
        """Show one tag, several, or nothing; what is being typed about the same tag stays."""
        same = [each.tag.id for each in tags] == [each.tag.id for each in self._shown]
        self._shown = tuple(tags)
        one, several = len(tags) == 1, len(tags) > 1
        for widget in self._one:
            widget.setVisible(one)
        for widget in self._several:
            widget.setVisible(several)
        self.delete_button.setVisible(bool(tags))
        self._clear_errors()
        people = sum(each.people for each in tags)
        if one:
            self.heading.setText(plural("{count} person has this tag", "{count} people have this tag", people))
            self._show_one(tags[0], typing=same)
        elif several:
            self.heading.setText(plural("{count} tag chosen", "{count} tags chosen", len(tags)))
            self._show_several(tags)
        else:
            self.heading.setText("")

    def _show_one(self, counted: CountedTag, *, typing: bool) -> None:
        tag = counted.tag
        if not (typing and self.name.hasFocus()):
            self.name.setText(one_line(tag.name, 100))
        if not (typing and self.interval.hasFocus()):
            self.interval.setText(every_words(tag.keep_in_touch_days))
        self.colours.choose(tag.colour or Tone.NEUTRAL.value)

    def _show_several(self, tags: Sequence[CountedTag]) -> None:
        chosen = self.keep.currentData()
        self.keep.clear()
        # The one that most people bear is what the others most likely mean.
        for each in sorted(tags, key=lambda each: -each.people):
            self.keep.addItem(one_line(each.tag.name, 60), each.tag.id)
        place = self.keep.findData(chosen)
        self.keep.setCurrentIndex(max(place, 0))

    def _clear_errors(self) -> None:
        self._taken = None
        self.merge_offer.hide()
        self.name_line.clear_error()
        self.interval_line.clear_error()

    # -------------------------------------------------------------------------------------- what a user can do

    def _rename(self) -> None:
        if len(self._shown) != 1:
            return
        tag, typed = self._shown[0].tag, self.name.text().strip()
        if typed == one_line(tag.name, 100):
            return
        words = tr("Renamed to “{name}”", name=one_line(typed, 60))
        self._write(lambda: self._tags.rename(tag.id, typed), words, self._name_refused)

    def _name_refused(self, error: UserError) -> None:
        self.name_line.show_error(error.sentence)
        self._taken = error if isinstance(error, TagNameTaken) else None
        self.merge_offer.setVisible(self._taken is not None)

    def _set_colour(self, key: str) -> None:
        if len(self._shown) == 1:
            tag, colour = self._shown[0].tag, "" if key == Tone.NEUTRAL.value else key
            words = tr("“{name}” has another colour", name=one_line(tag.name, 60))
            self._write(lambda: self._tags.set_colour(tag.id, colour), words, self._name_refused)

    def _set_interval(self) -> None:
        if len(self._shown) != 1:
            return
        tag, typed = self._shown[0].tag, self.interval.text().strip()
        if typed == every_words(tag.keep_in_touch_days):
            return
        try:
            days = days_of(typed)
        except InvalidInput as error:
            self.interval_line.show_error(error.sentence)
            return
        interval = every_words(days or None) or tr("as each person says")
        words = tr("“{name}”: keep in touch {interval}", name=one_line(tag.name, 60), interval=interval)
        self._write(lambda: self._keeping.set_for_tag(tag.id, days), words, self._show_interval_error)

    def _show_interval_error(self, error: UserError) -> None:
        self.interval_line.show_error(error.sentence)

    def _merge_with_taken(self) -> None:
        if self._taken is not None and len(self._shown) == 1:
            self._merge(self._taken.other_id, [self._shown[0].tag.id], self.name.text().strip())

    def _merge_chosen(self) -> None:
        into = self.keep.currentData()
        if into is not None and len(self._shown) > 1:
            others = [each.tag.id for each in self._shown if each.tag.id != into]
            self._merge(int(into), others, self.keep.currentText())

    def _merge(self, into: int, others: Sequence[int], name: str) -> None:
        words = tr("Merged into “{name}”", name=one_line(name, 60))
        self._write(lambda: self._tags.merge(into, others), words, self._name_refused)

    def _write(self, job: Callable[[], object], words: str, refused: Callable[[UserError], None]) -> None:
        def done(_result: object) -> None:
            self.ended.emit()
            self._clear_errors()
            self._written(words)

        def failed(error: UserError) -> None:
            self.ended.emit()
            refused(error)

        self.began.emit()
        self._jobs.write(job, done, failed, owner=self)
