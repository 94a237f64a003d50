"""The card of the tags: everything by keyboard, saved at once, and refused where it belongs."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.tags import TAG_COLOURS
from crm_desktop.ui.dialogs.tags_form import TagsForm
from crm_desktop.ui.theme.theme import Theme
from tests.support.home import person
from tests.support.immediate_runner import ImmediateRunner
from tests.ui.people.on_a_window import OnAWindow

SHIFT, CONTROL = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.ControlModifier
Open = Callable[..., tuple[TagsForm, OnAWindow]]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def open_form(core: Core, qtbot: QtBot, theme: Theme, said: list[str]) -> Open:
    def make(size: tuple[int, int] = (1280, 800)) -> tuple[TagsForm, OnAWindow]:
        services = core.services
        form = TagsForm(
            theme, ImmediateRunner(), services.people.tags, services.keeping, lambda text, _undo: said.append(text)
        )
        return form, OnAWindow(qtbot, theme, form, size)

    return make


@pytest.fixture(autouse=True)
def people(core: Core) -> None:
    for name, marks in (("Ana A", ("client", "press")), ("Eva B", ("client",)), ("Ida C", ("clients",))):
        core.services.contacts.add(person(name, tags=marks))


def _tags(core: Core) -> dict[str, int]:
    return {each.tag.name: each.people for each in core.services.people.tags.tags()}


def _listed(form: TagsForm) -> list[str]:
    return [form.model.index(row).data() for row in range(form.model.rowCount())]


def test_the_list_has_the_focus_and_says_how_many(open_form: Open) -> None:
    form, _window = open_form()
    assert _listed(form) == ["client", "clients", "press"]
    assert form.list.hasFocus()
    assert form.editor.heading.text() == "2 people have this tag"
    assert form.editor.name.text() == "client"


def test_a_tag_is_renamed_by_keyboard(core: Core, open_form: Open, said: list[str]) -> None:
    form, window = open_form()
    window.press(Qt.Key.Key_End, Qt.Key.Key_Return)
    assert form.editor.name.hasFocus()
    window.press("The Media", Qt.Key.Key_Return)
    assert _tags(core) == {"client": 2, "clients": 1, "The Media": 1}
    assert _listed(form) == ["client", "clients", "The Media"]
    assert form.list.current_id() == next(
        each.tag.id for each in core.services.people.tags.tags() if each.tag.name == "The Media"
    )
    assert said == ["Renamed to “The Media”"]


def test_a_name_that_is_taken_offers_to_merge(core: Core, open_form: Open) -> None:
    form, window = open_form()
    window.press(Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert form.editor.name.text() == "clients"
    window.press("CLIENT", Qt.Key.Key_Return)
    assert form.editor.name_line.error() == "There is a tag “CLIENT” already. Merge the two?"
    assert form.editor.merge_offer.isVisible()
    form.editor.merge_offer.click()
    assert _tags(core) == {"client": 3, "press": 1}
    assert not form.editor.merge_offer.isVisible()
    core.services.undoing.undo()
    assert _tags(core) == {"client": 2, "clients": 1, "press": 1}


def test_no_name_is_refused_under_the_line_and_mending_takes_the_sentence_away(open_form: Open) -> None:
    form, window = open_form()
    window.press(Qt.Key.Key_Return)
    window.press(Qt.Key.Key_Delete, Qt.Key.Key_Return)
    assert form.editor.name_line.error() == "A tag needs a name."
    window.press("x")
    assert form.editor.name_line.error() == ""


def test_every_colour_can_be_chosen_by_arrows(core: Core, open_form: Open) -> None:
    form, window = open_form()
    form.editor.colours.chip("neutral").setFocus()
    seen = []
    for _ in TAG_COLOURS:
        window.press(Qt.Key.Key_Right)
        seen.append(core.services.people.tags.tags()[0].tag.colour)
    assert sorted(seen) == sorted(TAG_COLOURS)
    form.editor.colours.chip("late").click()
    assert core.services.people.tags.tags()[0].tag.colour == "late"
    assert form.editor.colours.chip("late").text() == "✓ Red"


def test_the_interval_is_typed_in_words(core: Core, open_form: Open) -> None:
    form, window = open_form()
    form.editor.interval.setFocus()
    window.press("every 6 weeks", Qt.Key.Key_Return)
    assert core.services.people.tags.tags()[0].tag.keep_in_touch_days == 42
    form.editor.interval.setText("whenever")
    window.press(Qt.Key.Key_Return)
    assert "is not an interval" in form.editor.interval_line.error()
    assert core.services.people.tags.tags()[0].tag.keep_in_touch_days == 42


def test_several_are_merged_into_the_one_chosen(core: Core, open_form: Open, said: list[str]) -> None:
    form, window = open_form()
    window.press(Qt.Key.Key_Down, modifiers=SHIFT)
    assert form.editor.heading.text() == "2 tags chosen"
    assert form.editor.keep.currentText() == "client", "the one that most people have"
    form.editor.merge_button.click()
    assert _tags(core) == {"client": 3, "press": 1}
    assert said == ["Merged into “client”"]


def test_several_are_deleted_as_one_step(core: Core, open_form: Open) -> None:
    form, window = open_form()
    window.press(Qt.Key.Key_A, modifiers=CONTROL)
    window.press(Qt.Key.Key_Delete)
    assert _tags(core) == {}
    assert form.status.text() == "Deleted “client”, “clients”, “press”"
    core.services.undoing.undo()
    assert len(_tags(core)) == 3


def test_a_new_tag_is_made_of_what_was_typed_into_the_filter(core: Core, open_form: Open) -> None:
    form, window = open_form()
    form.filter.setFocus()
    window.press("pre")
    assert _listed(form) == ["press"]
    assert form.add_button.isVisible()
    window.press("mium", Qt.Key.Key_Return)
    assert "premium" in _tags(core)
    assert form.editor.name.text() == "premium"
    form.filter.setText("PRESS")
    assert not form.add_button.isVisible(), "there is one already"


@pytest.mark.parametrize("bad", ["\x00", "\ud800", "x" * 100_000, "<b>x</b>", "\u202eabc", "ليلى", "&&&", "%s {name}"])
def test_bad_input_makes_no_error_and_is_shown_as_text(bad: str, core: Core, open_form: Open) -> None:
    form, window = open_form((900, 600))
    form.filter.setText(bad)
    form.add()
    form.filter.clear()
    for row in range(form.model.rowCount()):
        form.list.select_id(form.model.ids()[row], tell=True)
    form.editor.name.setText(bad)
    form.editor.name.editingFinished.emit()
    form.editor.interval.setText(bad)
    form.editor.interval.editingFinished.emit()
    assert all("\x00" not in name for name in _tags(core))
    assert form.width() <= window.window.width()


def test_without_any_tag_it_teaches_and_takes_a_first_one(core: Core, open_form: Open) -> None:
    tags = core.services.people.tags
    tags.delete([each.tag.id for each in tags.tags()])
    form, window = open_form()
    assert form.filter.hasFocus()
    assert not form.editor.delete_button.isVisible()
    window.press("first", Qt.Key.Key_Return)
    assert _tags(core) == {"first": 0}
    window.press(Qt.Key.Key_Escape)
    assert not window.is_open()
