"""The card in which tags are looked after: how many people bear each, name, colour, interval, merging, deleting."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.folding import fold
from crm_desktop.domain.tags import CountedTag
from crm_desktop.ui.dialogs.list_holder import ListHolder
from crm_desktop.ui.dialogs.patience import Patience
from crm_desktop.ui.dialogs.tag_editor import TagEditor
from crm_desktop.ui.dialogs.tag_words import parts_of
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.tables.list_view import PagedListView
from crm_desktop.ui.tables.many_rows import ranges_of
from crm_desktop.ui.tables.paged_model import PagedListModel
from crm_desktop.ui.tables.two_line_delegate import TwoLineDelegate
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import TextRole
from crm_desktop.ui.widgets import Button, Divider, EmptyState, Label, PrimaryButton, SearchField
from crm_desktop.ui.widgets.overlay import OverlayCard

if TYPE_CHECKING:
    from crm_desktop.services.keeping_in_touch import KeepInTouchService
    from crm_desktop.services.tags import TagService

_LIST_WIDTH = 300
_HEIGHT = 360
_ROW = 44


class TagsForm(OverlayCard):
    """A list to choose from and, beside it, what can be done with the one or the several chosen. Every change is saved at once.

    `wanted` is the tag that is chosen at first.
    """

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        tags: TagService,
        keeping: KeepInTouchService,
        say: Callable[[str, bool], None],
        wanted: int | None = None,
    ) -> None:
        super().__init__(theme, tr("Tags"), width=680, top=60)
        self._jobs = jobs
        self._tags = tags
        self._say = say
        self._all: dict[int, CountedTag] = {}
        self._wanted = wanted
        self.model: PagedListModel[CountedTag] = PagedListModel(
            [], lambda ids: [self._all.get(tag_id) for tag_id in ids], lambda row: row.tag.name, self
        )
        delegate = TwoLineDelegate(theme, parts_of, row_height=_ROW)
        self.list = PagedListView(theme, self.model, delegate, tr("Tags"), parent=self, takes_many=True)
        self.filter = SearchField(theme, tr("Filter tags, or a new one"))
        self.add_button = Button(theme, tr("Add"), tr("Enter"))
        self.editor = TagEditor(theme, jobs, tags, keeping, self._written)
        self.status = Label("", TextRole.SECONDARY, "secondary", wrap=True)
        self._patience = Patience(self.status)
        self.done_button = PrimaryButton(theme, tr("Done"), tr("Esc"))
        self._lay_out(theme)
        self._connect()
        self.read()

    def _lay_out(self, theme: Theme) -> None:
        side = theme.scaled(20)
        head = QVBoxLayout()
        head.setContentsMargins(side, theme.scaled(16), side, theme.space(3))
        head.setSpacing(theme.space(1))
        head.addWidget(Label(tr("Tags"), TextRole.TITLE, weight="bold"))
        explain = tr("Words that people are marked with. Choose several with Shift or Ctrl to make one of them.")
        head.addWidget(Label(explain, TextRole.SECONDARY, "secondary", wrap=True))
        self.body.addLayout(head)
        self.body.addWidget(Divider(theme))
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(self._left(theme), 0)
        middle.addWidget(Divider(theme, vertical=True))
        middle.addWidget(self.editor, 1)
        self.body.addLayout(middle, 1)
        self.body.addWidget(Divider(theme))
        foot = QHBoxLayout()
        foot.setContentsMargins(side, theme.space(3), side, theme.space(3))
        foot.addWidget(self.status, 1)
        foot.addWidget(self.done_button)
        self.body.addLayout(foot)

    def _left(self, theme: Theme) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        line = QHBoxLayout()
        line.setContentsMargins(theme.scaled(12), theme.scaled(9), theme.scaled(12), theme.scaled(9))
        line.setSpacing(theme.space(1.5))
        line.addWidget(self.filter, 1)
        line.addWidget(self.add_button)
        column.addLayout(line)
        column.addWidget(Divider(theme))
        holder = ListHolder(theme, _HEIGHT, _LIST_WIDTH)
        self._pages = QStackedLayout(holder)
        self._pages.addWidget(self.list)
        words = tr("Mark a person with a word and it stands here: client, press, met in Lisbon. Or type one above.")
        self._pages.addWidget(EmptyState(theme, tr("No tags yet"), words))
        column.addWidget(holder, 1)
        return column

    def _connect(self) -> None:
        self.filter.textChanged.connect(lambda _text: self._show_list())
        self.filter.returnPressed.connect(self._enter)
        self.filter.left_downwards.connect(self._enter_list)
        self.add_button.clicked.connect(lambda _checked=False: self.add())
        self.list.chosen.connect(lambda _id: self._show_chosen())
        self.list.many.changed.connect(lambda _count: self._show_chosen())
        self.list.opened.connect(lambda _id: self.editor.start())
        self.editor.delete_wanted.connect(self.delete)
        self.editor.began.connect(self._patience.begin)
        self.editor.ended.connect(self._patience.end)
        self.done_button.clicked.connect(lambda _checked=False: self.close_card())

    def first_focus(self) -> QWidget:
        """The list, so that arrows go at once; without any tag the field for one."""
        return self.list if self._all else self.filter

    # -------------------------------------------------------------------------------------------- showing

    def read(self) -> None:
        """Read the tags anew, off the GUI thread."""
        self._jobs.read(self._tags.tags, self._take, key="tags.all", owner=self)

    def _take(self, found: list[CountedTag]) -> None:
        first = not self._all and bool(found)
        self._all = {counted.tag.id: counted for counted in found}
        self._show_list()
        if first and self.filter.hasFocus() and not self.filter.text():
            self._enter_list()

    def _show_list(self) -> None:
        typed = fold(self.filter.text().strip())
        ids = [tag_id for tag_id, counted in self._all.items() if typed in fold(counted.tag.name)]
        position = self.list.currentIndex().row()
        before = self.list.many.ids()
        self.list.show_ids(ids)
        self.model.refresh()
        self._pages.setCurrentIndex(0 if self._all else 1)
        self.add_button.setVisible(bool(typed) and all(fold(each.tag.name) != typed for each in self._all.values()))
        kept = [each for each in before if each in ids]
        if self._wanted is not None and self.list.select_id(self._wanted):
            self._wanted = None
        elif len(kept) > 1:
            self.list.many.restore(ranges_of(ids, frozenset(kept)))
        elif ids:
            self.list.select_id(kept[0] if kept else ids[min(max(position, 0), len(ids) - 1)])
        self._show_chosen()

    def _show_chosen(self) -> None:
        self.editor.show_tags([self._all[each] for each in self.list.many.ids() if each in self._all])

    def _enter(self) -> None:
        if self.add_button.isHidden():
            self._enter_list()
        else:
            self.add()

    def _enter_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    # -------------------------------------------------------------------------------------- what a user can do

    def add(self) -> None:
        """Make a tag of what is typed."""
        name = self.filter.text().strip()

        def added(tag_id: int) -> None:
            self._wanted = tag_id
            self.filter.clear()
            self._written(tr("Added “{name}”", name=one_line(name, 60)))

        self._jobs.write(lambda: self._tags.add(name), added, self._refused, owner=self)

    def delete(self) -> None:
        """Delete what is chosen, as one step that can be undone."""
        chosen = [self._all[each].tag for each in self.list.many.ids() if each in self._all]
        if not chosen:
            return

        ids = [tag.id for tag in chosen]
        words = ", ".join(f"“{one_line(tag.name, 40)}”" for tag in chosen)

        def done(_result: object) -> None:
            self._patience.end()
            self._written(tr("Deleted {tags}", tags=words))

        def refused(error: UserError) -> None:
            self._patience.end()
            self._refused(error)

        self._patience.begin()
        self._jobs.write(lambda: self._tags.delete(ids), done, refused, owner=self)

    def _written(self, words: str) -> None:
        self.status.set_colour("secondary")
        self.status.setText(words)
        self._say(words, True)
        self.read()

    def _refused(self, error: UserError) -> None:
        self.status.set_colour("late")
        self.status.setText(show(error.sentence))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Del deletes what is chosen in the list."""
        if event.key() == Qt.Key.Key_Delete and self.list.hasFocus():
            self.delete()
        elif event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
