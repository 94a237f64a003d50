"""The palette itself: steps, completions, commands only, the chosen row stays chosen; and what it makes of hits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.marking import marked
from crm_desktop.domain.quick_entry import Person
from crm_desktop.domain.search_hits import Rank, SearchHit
from crm_desktop.ui.actions import Action
from crm_desktop.ui.commands import Commands
from crm_desktop.ui.palette import Palette, command_provider
from crm_desktop.ui.palette_hits import hit_item
from crm_desktop.ui.palette_items import AnyProvider, InSteps, PaletteItem
from crm_desktop.ui.palette_providers import PaletteCalls, about_the_open_one
from crm_desktop.ui.runner import Done, Failed, Job
from crm_desktop.ui.theme.theme import Theme
from tests.support.immediate_runner import ImmediateRunner

_TODAY = date(2026, 11, 24)


class _StepByStep(ImmediateRunner):
    """Does a reading job only when it is let; newer ones of a key take the place of older ones."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting: Callable[[], None] | None = None

    def read(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: object = None,
    ) -> None:
        self.waiting = lambda: self._run(job, done, failed)

    def go(self) -> None:
        """Let the job that waits be done."""
        job, self.waiting = self.waiting, None
        assert job is not None
        job()


_RUN: list[str] = []


def _item(title: str, completes: str = "") -> PaletteItem:
    return PaletteItem(title, partial(_RUN.append, title), completes=completes)


def _names(text: str) -> Iterator[Sequence[PaletteItem]]:
    if text:
        yield [_item(f"{text} quick")]
        yield [_item(f"{text} quick"), _item(f"{text} slow")]


@pytest.fixture
def jobs() -> _StepByStep:
    _RUN.clear()
    return _StepByStep()


def _open(qtbot: QtBot, theme: Theme, jobs: ImmediateRunner, *providers: AnyProvider, **more: object) -> Palette:
    palette = Palette(theme, jobs, providers, **more)  # type: ignore[arg-type]
    qtbot.addWidget(palette)
    palette.show()
    return palette


def _titles(palette: Palette) -> list[str]:
    return [item.title for item in palette.items()]


def test_what_is_found_quickly_is_shown_before_the_rest(qtbot: QtBot, theme: Theme, jobs: _StepByStep) -> None:
    palette = _open(qtbot, theme, jobs, InSteps(_names), lambda text: [_item("below")] if text else [])
    palette.field.setText("a")
    assert _titles(palette) == []
    jobs.go()
    assert _titles(palette) == ["a quick", "below"]
    jobs.go()
    assert _titles(palette) == ["a quick", "a slow", "below"]


def test_whoever_types_on_leaves_the_rest(qtbot: QtBot, theme: Theme, jobs: _StepByStep) -> None:
    palette = _open(qtbot, theme, jobs, InSteps(_names))
    palette.field.setText("a")
    jobs.go()
    palette.field.setText("ab")
    jobs.go()
    assert _titles(palette) == ["ab quick"]


def test_the_row_that_was_moved_to_stays_chosen_when_more_is_found(
    qtbot: QtBot, theme: Theme, jobs: _StepByStep
) -> None:
    palette = _open(qtbot, theme, jobs, InSteps(_names), lambda text: [_item("below")] if text else [])
    palette.field.setText("a")
    jobs.go()
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    jobs.go()
    assert palette.list.currentIndex().row() == 2
    assert palette.field.accessibleDescription() == "below"


def test_enter_before_anything_is_there_waits_for_the_first_step(qtbot: QtBot, theme: Theme, jobs: _StepByStep) -> None:
    palette = _open(qtbot, theme, jobs, InSteps(_names))
    palette.field.setText("a")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert _RUN == []
    jobs.go()
    assert _RUN == ["a quick"]


def test_enter_waits_on_while_a_step_found_nothing(qtbot: QtBot, theme: Theme, jobs: _StepByStep) -> None:
    def late(text: str) -> Iterator[Sequence[PaletteItem]]:
        yield []
        yield [_item("late")] if text else []

    palette = _open(qtbot, theme, jobs, InSteps(late))
    palette.field.setText("a")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    jobs.go()
    assert _RUN == []
    jobs.go()
    assert _RUN == ["late"]


def test_nothing_found_is_said_only_when_every_step_is_done(qtbot: QtBot, theme: Theme, jobs: _StepByStep) -> None:
    palette = _open(qtbot, theme, jobs, InSteps(lambda _text: iter(([], []))))
    palette.field.setText("a")
    jobs.go()
    assert not palette._nothing.isVisible()
    while jobs.waiting is not None:
        jobs.go()
    assert palette._nothing.isVisible()


def test_a_failure_is_said_in_its_place(qtbot: QtBot, theme: Theme) -> None:
    def broken(text: str) -> Sequence[PaletteItem]:
        if text:
            raise UserError("The disk is gone.")
        return []

    palette = _open(qtbot, theme, ImmediateRunner(), broken)
    palette.field.setText("a")
    assert palette._nothing.text() == "The disk is gone."


def test_a_completion_fills_the_field_and_stays(qtbot: QtBot, theme: Theme) -> None:
    def complete(text: str) -> Sequence[PaletteItem]:
        return [_item("tag:vip", completes="tag:vip ")] if text == "tag:" else [_item(f"found {text}")]

    palette = _open(qtbot, theme, ImmediateRunner(), complete)
    palette.field.setText("tag:")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.field.text() == "tag:vip "
    assert _titles(palette) == ["found tag:vip "]


def _commands(qtbot: QtBot, *actions: Action) -> Commands:
    window = QWidget()
    qtbot.addWidget(window)
    commands = Commands(window, actions)
    commands.register({action.id: partial(_RUN.append, action.id) for action in actions})
    return commands


def test_after_the_sign_only_commands_are_offered_and_all_of_them(qtbot: QtBot, theme: Theme) -> None:
    actions = [Action(f"act.{number}", f"Action {number}", (f"F{number + 1}",)) for number in range(9)]
    provide = command_provider(_commands(qtbot, *actions))
    palette = _open(qtbot, theme, ImmediateRunner(), lambda _text: [_item("person")], commands=provide)
    palette.field.setText(">")
    assert _titles(palette) == [action.text for action in actions]
    palette.field.setText("> action 7")
    assert [(item.title, item.keys) for item in palette.items()] == [("Action 7", "F8")]
    palette.field.setText("action")
    assert _titles(palette)[0] == "person"
    assert len(_titles(palette)) == 7


def test_while_nothing_is_typed_new_things_come_first(qtbot: QtBot) -> None:
    actions = (Action("undo", "Undo"), Action("contact.new", "New contact"), Action("keys", "Keys"))
    provide = command_provider(_commands(qtbot, *actions))
    assert [item.title for item in provide("")] == ["New contact", "Undo", "Keys"]
    assert [item.marked for item in provide("und")] == [((0, 3),)]


def test_what_can_be_done_about_the_person_whose_page_is_open() -> None:
    logged: list[tuple[Person, InteractionKind]] = []
    person = Person(7, "Marta")
    calls = PaletteCalls(
        navigate=lambda _kind, _id: None,
        remind=lambda _understood: None,
        log=lambda whom, kind: logged.append((whom, kind)),
        about=lambda: person,
    )
    assert [item.title for item in about_the_open_one(calls, "")] == ["Log a call with Marta", "Remind me about Marta"]
    (item,) = about_the_open_one(calls, "log mess")
    item.run()
    assert logged == [(person, InteractionKind.MESSAGE)]
    assert about_the_open_one(PaletteCalls(calls.navigate, calls.remind, calls.log), "log") == ()


def _hit(kind: str, name: str, **more: object) -> SearchHit:
    return SearchHit(kind, 3, name, terms=("lime",), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hit", "title", "subtitle", "goes_to"),
    [
        (_hit("contact", "Lime Baker", company="Casa", phones=("+49 30",)), "Lime Baker", "Casa · +49 30", ("contact", 3)),
        (_hit("contact", "Marta", because="lime tag", rank=Rank.DETAIL), "Marta", "lime tag", ("contact", 3)),
        (_hit("company", "Lime Ltd"), "Lime Ltd", "Company", ("company", 3)),
        (_hit("deal", "Lime site", detail="Lead"), "Lime site", "Deal · Lead", ("deal", 3)),
        (_hit("interaction", "Marta", contact_id=9, snippet="a lime"), "“a lime”", "Marta", ("contact", 9)),
        (_hit("interaction", "Lime Ltd", company_id=5, snippet="a lime"), "“a lime”", "Lime Ltd", ("company", 5)),
        (_hit("contact", "Marta", contact_id=3, snippet="a lime note"), "“a lime note”", "Marta · Note", ("contact", 3)),
        (_hit("reminder", "send lime", contact_id=9, company="Marta"), "send lime", "Reminder · Marta", ("contact", 9)),
        (_hit("reminder", "send lime"), "send lime", "Reminder", ("reminder", 3)),
    ],
)  # fmt: skip
def test_a_hit_says_what_it_is_and_leads_there(
    hit: SearchHit, title: str, subtitle: str, goes_to: tuple[str, int]
) -> None:
    went: list[tuple[str, int]] = []
    item = hit_item(hit, _TODAY, lambda kind, item_id: went.append((kind, item_id)))
    assert (item.title, item.subtitle) == (title, subtitle)
    assert item.marked == marked(title, ("lime",))
    assert item.marked_below == marked(subtitle, ("lime",))
    item.run()
    assert went == [goes_to]


@pytest.mark.parametrize("text", ["marta lime", "ليلى lime ناصر", "👩‍👩‍👧‍👦 lime", "W" * 300 + " lime", "lime" * 80])
@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_marked_words_are_painted_in_any_script(
    qtbot: QtBot, theme: Theme, text: str, direction: Qt.LayoutDirection
) -> None:
    item = PaletteItem(text, _RUN.clear, text, marked=marked(text, ("lime",)), marked_below=marked(text, ("lime",)))
    palette = _open(qtbot, theme, ImmediateRunner(), lambda _text: [item])
    palette.setLayoutDirection(direction)
    accent = theme.colour("accent").rgb()
    QApplication.processEvents()
    image = palette.list.viewport().grab().toImage()
    found = any(image.pixel(x, y) == accent for x in range(image.width()) for y in range(image.height()))
    assert found or text.startswith("W"), "the marked words stand out in the colour of what is chosen"
