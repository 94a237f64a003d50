"""How far somebody has come: five bars from lead to repeat client, the day each was reached, and past clients."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QActionGroup, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from crm_desktop.domain.background import LifecycleStage, LifecycleStep
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.pages import Stored
from crm_desktop.ui.dialogs.lead_words import step_explained
from crm_desktop.ui.texts import tooltip, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views.contacts.detail_rows import DetailRow
from crm_desktop.ui.views.contacts.keyed_column import KeyedColumn
from crm_desktop.ui.views.contacts.page_parts import Tools
from crm_desktop.ui.views.contacts.person_reading import Person
from crm_desktop.ui.views.contacts.profile_words import lifecycle_words, since, stage_words
from crm_desktop.ui.views.contacts.typed_days import past_day
from crm_desktop.ui.views.contacts.words import date_words
from crm_desktop.ui.widgets import LinkButton
from crm_desktop.ui.widgets.painting import focus_ring, rounded_box

_WAY = (
    LifecycleStage.LEAD, LifecycleStage.INTERESTED, LifecycleStage.QUALIFIED, LifecycleStage.CLIENT, LifecycleStage.REPEAT,
)  # fmt: skip


class _Bar(QAbstractButton):
    """One stage of the way; `state` is reached, present or ahead."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.state = "ahead"
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Higher than the bar, so that it can be hit."""
        return QSize(self._theme.scaled(24), self._theme.scaled(18))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows belong to the ribbon; a button would move the focus by them as it likes."""
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            event.ignore()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the bar in the middle."""
        painter = QPainter(self)
        height = self._theme.scaled(6)
        bar = QRect(0, (self.height() - height) // 2, self.width(), height)
        name = {"reached": "accent", "present": "accent", "ahead": "line"}[self.state]
        colour = self._theme.colour(name)
        if self.state == "reached":
            colour.setAlphaF(0.55)
        if self.underMouse() and self.state == "ahead":
            colour = self._theme.colour("faint")
        rounded_box(painter, bar, height / 2, colour)
        if self.hasFocus():
            focus_ring(painter, self.rect(), self._theme.scaled(self._theme.sizes.radius_hint), self._theme)


class Ribbon(QWidget):
    """The bars; Left and Right go along, Space or a press says that the stage was reached. Tab enters them as one."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(tr("Lifecycle"))
        self.bars: dict[LifecycleStage, _Bar] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 0, 3, 0)
        row.setSpacing(theme.space(0.75))
        for stage in _WAY:
            bar = _Bar(theme)
            bar.clicked.connect(lambda _checked=False, stage=stage: self.chosen.emit(stage.value))
            self.bars[stage] = bar
            row.addWidget(bar)

    def show_stage(self, stage: str, steps: tuple[Stored[LifecycleStep], ...], words_of: dict[str, str]) -> None:
        """Fill the bars up to a stage; a past client went the whole way once."""
        place = _WAY.index(LifecycleStage(stage)) if stage in _WAY else -1
        reached = {step.value.stage for step in steps}
        for number, (each, bar) in enumerate(self.bars.items()):
            gone = number < place or (stage == LifecycleStage.PAST and each.value in reached)
            bar.state = "present" if number == place else "reached" if gone else "ahead"
            bar.setFocusPolicy(Qt.FocusPolicy.StrongFocus if number == max(place, 0) else Qt.FocusPolicy.ClickFocus)
            words = words_of[each.value]
            bar.setAccessibleName(tr("{stage}, chosen", stage=words) if bar.state == "present" else words)
            bar.setToolTip(tooltip(step_explained(each.value) or words))
            bar.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go along the bars."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        bars = list(self.bars.values())
        here = next((number for number, bar in enumerate(bars) if bar.hasFocus()), None)
        if step is None or here is None:
            super().keyPressEvent(event)
            return
        if self.layoutDirection() is Qt.LayoutDirection.RightToLeft:
            step = -step
        bars[(here + step) % len(bars)].setFocus(Qt.FocusReason.TabFocusReason)


class Lifecycle(QWidget):
    """The ribbon, the stage in words, which opens a menu with all of them, and the days, each edited in place."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._person: Person | None = None
        self.adding = False
        self.menu: QMenu | None = None
        self._stored: dict[DetailRow, Stored[LifecycleStep]] = {}
        self.ribbon = Ribbon(tools.theme)
        self.ribbon.chosen.connect(self.choose)
        self.words = LinkButton(tools.theme, tr("Choose a stage"))
        self.words.clicked.connect(lambda _checked=False: self.open_menu())
        self.rows: KeyedColumn[Stored[LifecycleStep], DetailRow] = KeyedColumn(
            lambda stored: stored.value.stage, self._make, self._fill, tools.theme.scaled(1)
        )
        line = QHBoxLayout()
        line.addSpacing(3)
        line.addWidget(self.words)
        line.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tools.theme.scaled(2))
        column.addWidget(self.ribbon)
        column.addLayout(line)
        column.addWidget(self.rows)

    def show_person(self, person: Person) -> None:
        """Show how far somebody has come."""
        anew = self._person is None or self._person.page.id != person.page.id
        if anew:
            self.adding = False
        self._person = person
        profile, today = person.profile, self._tools.now().date()
        words = {stage.value: lifecycle_words(stage.value, profile.steps, today) for stage in LifecycleStage}
        self.ribbon.show_stage(profile.lifecycle, profile.steps, words)
        shown = lifecycle_words(profile.lifecycle, profile.steps, today) or tr("Choose a stage")
        self.words.setText(shown)
        self.words.setAccessibleName(tr("Lifecycle: {stage}", stage=shown))
        self.words.updateGeometry()
        # What the line above says already is not said twice.
        now = since(profile.lifecycle, profile.steps)
        rest = [s for s in profile.steps if (s.value.stage, s.value.day) != (profile.lifecycle, now)]
        shown_steps = profile.steps if rest else ()
        self.rows.sync(((stored.id, stored) for stored in shown_steps), anew=anew)

    def is_empty(self) -> bool:
        """Whether there is nothing to show."""
        person = self._person
        return not self.adding and (person is None or not (person.profile.lifecycle or person.profile.steps))

    def add(self) -> None:
        """Begin to say how far somebody has come."""
        self.adding = True
        next(iter(self.ribbon.bars.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self, stage: str) -> None:
        """A stage was reached today; the present one again changes nothing, an empty one takes them out of it."""
        person = self._person
        if person is None or stage == person.profile.lifecycle:
            return
        profiles = self._tools.services.people.profiles
        job = partial(profiles.set_lifecycle, person.page.id, stage, self._tools.now().date())
        self._tools.save(job, "", lambda _error: False, lambda: None)

    def open_menu(self) -> None:
        """Offer all stages, and none."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        present = self._person.profile.lifecycle if self._person is not None else ""
        for stage in (*(each.value for each in LifecycleStage), ""):
            action = menu.addAction(stage_words(stage) if stage else tr("None of these"))
            action.setCheckable(True)
            action.setChecked(stage == present)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, stage=stage: self.choose(stage))
        self.menu = menu
        menu.popup(self.words.mapToGlobal(QPoint(0, self.words.height() + 2)))

    def _make(self, stage: str) -> DetailRow:
        words = stage_words(stage)
        row = DetailRow(self._tools.theme, words, title=words, placeholder=tr("3 March 2024"))
        row.saved.connect(lambda typed, _label: self._save_day(row, typed))
        return row

    def _fill(self, row: DetailRow, _key: Hashable, stored: Stored[LifecycleStep]) -> None:
        before = self._stored.get(row)
        if before is None or before.id != stored.id:
            row.put_away()
        self._stored[row] = stored
        row.set_texts(date_words(stored.value.day.isoformat()))

    def _save_day(self, row: DetailRow, typed: str) -> None:
        person, stored = self._person, self._stored[row]
        if person is None:
            return
        profiles = self._tools.services.people.profiles
        if not typed:
            self._tools.save(
                partial(profiles.remove_step, person.page.id, stored.id), "", lambda _error: False, lambda: None
            )
            return
        try:
            day = past_day(self._tools.services.reminders, typed, "day", self._tools.now().date())
        except UserError as refused:
            row.show_error(refused.sentence)
            return
        job = partial(profiles.save_step, person.page.id, stored.id, LifecycleStep(stored.value.stage, day))

        def refused_later(error: UserError) -> bool:
            shown = self._tools.is_shown(person.page.id)
            if shown:
                row.show_error(error.sentence)
            return shown

        self._tools.save(job, typed, refused_later, lambda: None)
