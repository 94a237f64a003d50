"""The trash: what stands in it, bringing one or several back by keyboard, reading on, and what it says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.ui.dialogs.trash_form import TrashForm
from crm_desktop.ui.theme.theme import Theme
from tests.support.clock import FixedClock
from tests.support.home import interaction_draft, person
from tests.support.immediate_runner import ImmediateRunner
from tests.ui.people.on_a_window import OnAWindow

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Open = Callable[..., tuple[TrashForm, OnAWindow]]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def open_form(core: Core, qtbot: QtBot, theme: Theme, said: list[str]) -> Open:
    def now() -> datetime:
        return core.services.clock.now().astimezone(core.services.clock.zone())

    def make(size: tuple[int, int] = (1280, 800)) -> tuple[TrashForm, OnAWindow]:
        trash = core.services.people.trash
        form = TrashForm(theme, ImmediateRunner(), trash, now, lambda text, _undo: said.append(text))
        return form, OnAWindow(qtbot, theme, form, size)

    return make


def _people(core: Core, *names: str) -> list[int]:
    return [core.services.contacts.add(person(name)) for name in names]


def _listed(form: TrashForm) -> list[str]:
    return [form.model.index(row).data() for row in range(form.model.rowCount())]


def test_an_empty_trash_says_what_it_is_for(core: Core, open_form: Open) -> None:
    form, window = open_form()
    assert form.close_button.hasFocus()
    assert not form.restore_button.isEnabled()
    window.press(Qt.Key.Key_Return)
    assert window.is_open(), "there is nothing to bring back"
    window.press(Qt.Key.Key_Escape)
    assert not window.is_open()


def test_enter_brings_back_what_is_chosen(core: Core, open_form: Open, said: list[str]) -> None:
    ids = _people(core, "Ana A", "Eva B")
    for each in ids:
        core.services.contacts.delete([each])
    form, window = open_form()
    assert _listed(form) == ["Eva B, Person, 10:00", "Ana A, Person, 10:00"]
    assert form.list.hasFocus()
    window.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert core.services.contacts.ids() == [ids[0]]
    assert _listed(form) == ["Eva B, Person, 10:00"]
    assert form.status.text() == "Brought back Ana A"
    assert said == ["Brought back Ana A"]


def test_several_come_back_as_one_step(core: Core, open_form: Open) -> None:
    ids = _people(core, "Ana A", "Eva B", "Ida C")
    core.services.contacts.delete(ids)
    form, window = open_form()
    window.press(Qt.Key.Key_Down, modifiers=SHIFT)
    assert form.restore_button.text() == "Bring back 2"
    form.restore_button.click()
    assert core.services.contacts.count() == 2
    assert form.restore_button.text() == "Bring back"
    window.press(Qt.Key.Key_A, modifiers=CONTROL)
    window.press(Qt.Key.Key_Return)
    assert core.services.contacts.count() == 3
    core.services.undoing.undo()
    core.services.undoing.undo()
    assert core.services.contacts.count() == 0


def test_what_cannot_come_back_alone_says_why(core: Core, open_form: Open) -> None:
    (ana,) = _people(core, "Ana A")
    call = core.services.timeline.log(ana, interaction_draft("Said", InteractionKind.CALL))
    core.services.timeline.delete(call)
    core.services.contacts.delete([ana])
    form, window = open_form()
    assert [line.split(",")[0] for line in _listed(form)] == ["Ana A", "Said"]
    window.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert "Bring that back first" in form.status.text()
    window.press(Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Return)
    assert [entry.text for entry in core.services.timeline.entries(ana)] == ["Said"]


def test_the_list_is_narrowed_down_by_kind(core: Core, open_form: Open) -> None:
    core.services.contacts.add(person("Ana A", company="Casa Azul", tags=("client",)))
    core.services.people.companies.delete(core.services.people.companies.ids())
    core.services.people.tags.delete([core.services.people.tags.tags()[0].tag.id])
    form, _window = open_form()
    assert len(_listed(form)) == 2
    for key, names in (
        ("companies", ["Casa Azul"]),
        ("rest", ["client"]),
        ("people", []),
        ("all", ["client", "Casa Azul"]),
    ):
        form.kinds.chip(key).click()
        assert [line.split(",")[0] for line in _listed(form)] == names
        assert form.restore_button.isEnabled() == bool(names)


def test_it_reads_on_as_one_scrolls_and_keeps_what_is_chosen(core: Core, open_form: Open) -> None:
    ids = _people(core, *(f"Person {number:03}" for number in range(230)))
    core.services.contacts.delete(ids)
    form, window = open_form()
    assert len(form.shown()) == 100
    window.press(Qt.Key.Key_Down, modifiers=SHIFT)
    chosen = form.list.many.ids()
    bar = form.list.verticalScrollBar()
    for expected in (200, 230, 230):
        bar.setValue(bar.maximum())
        assert len(form.shown()) == expected
        assert form.list.many.ids() == chosen
    assert [row.thing.id for row in form.shown()] == ids[::-1]


def test_how_far_back_it_goes_is_said(core: Core, open_form: Open, clock: FixedClock) -> None:
    ids = _people(core, "Ana A")
    clock.advance(timedelta(days=20))
    core.services.contacts.delete(ids)
    clock.advance(timedelta(days=2))
    form, _window = open_form()
    assert "since 24 Nov" in form._since.text()
    assert _listed(form) == ["Ana A, Person, 14 Dec"]


@pytest.mark.parametrize(
    "bad", ["<b>x</b>", "\u202eabc", "x" * 100_000, "ليلى ناصر " * 50, "王" * 900, "&&& {name} %s"]
)
def test_bad_names_are_shown_as_text_and_fit(bad: str, core: Core, open_form: Open) -> None:
    core.services.contacts.delete(_people(core, bad))
    form, window = open_form((900, 600))
    form.grab()
    window.press(Qt.Key.Key_Return)
    assert core.services.contacts.count() == 1
    assert form.width() <= window.window.width()
    assert len(form.status.text()) < 200
