"""Every view and every form over hostile words: nothing is read as HTML, nothing is painted where it does not belong, nothing fails."""

from __future__ import annotations

import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QAbstractItemView, QApplication, QLabel, QMenu

from crm_desktop.domain.leads import LeadDraft
from crm_desktop.domain.quick_entry import Person
from crm_desktop.ui.actions import ACTIONS, GLOBAL, Action
from crm_desktop.ui.dialogs.next_step_form import ask_next_step
from crm_desktop.ui.dialogs.pipeline_cards import open_pipelines
from crm_desktop.ui.views import VIEWS
from crm_desktop.ui.views.pipeline.parts import BOARD, DEAL, PARTS
from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock
from tests.support.home import opened_home
from tests.ui.bad_input.harness import (
    Canary,
    Listener,
    listening,
    overflowing,
    painted_outside,
    rich_texts,
    watched_file,
)
from tests.ui.bad_input.hostile_home import HOSTILE, fill_empty_tables, poison, words

_LONGEST_SECONDS = 12.0
"""Of processor time for one place: a megabyte that is laid out as a line takes minutes."""
_LONGEST_LABEL = 5_000
_NOT_PRESSED = frozenset(
    ("quit", "window.close", "import", "export", "calendar.import", "calendar.export", "sample", "theme.light", "theme.dark",
     "theme.system", "notifications.test")
)  # fmt: skip
"""What ends the program, asks for a file, or changes what the test is about."""
_DECLINED: dict[str, object] = {
    "open_files": [], "save_file": None, "folder": None, "question": False, "choose": None, "text": None,
    "open_link": False, "open_file": False,
}  # fmt: skip
"""Whatever is asked in a box, the answer is no."""
_LAST = ("delete", "merge", "undo", "redo", "won", "lost", "many_win", "many_lose", "no_lead")
_PARTS = tuple(f"pipeline/{key}" for key in (BOARD, *(entry.key for entry in PARTS), DEAL))
"""The parts of the pipeline view, as the table of actions calls them."""
_PLACES = (*(entry.key for entry in VIEWS), *_PARTS)


@pytest.fixture
def canary(tmp_path: Path) -> Iterator[Canary | None]:
    """A file that hostile words point to."""
    with watched_file(tmp_path) as watched:
        yield watched


@pytest.fixture
def web() -> Iterator[Listener]:
    """A server that hostile words point to."""
    with listening() as listener:
        yield listener


@pytest.fixture
def look(qapp: QApplication) -> Iterator[None]:
    """The next test finds the application as it was."""
    locale, font, palette = QLocale(), qapp.font(), qapp.palette()
    yield
    QLocale.setDefault(locale)
    qapp.setStyleSheet("")
    qapp.setPalette(palette)
    qapp.setFont(font)


@pytest.fixture(params=range(0, len(HOSTILE), 5), ids=lambda shift: f"shift-{shift}")
def shift(request: pytest.FixtureRequest) -> int:
    """Which words come where."""
    return int(request.param)


@pytest.fixture
def user(look: None, tmp_path: Path, canary: Canary | None, web: Listener, shift: int) -> Iterator[User]:
    """Somebody in front of the program with a home full of hostile words."""
    clock, home = FixedClock(), tmp_path / "home"
    address = f"file://{canary.path}" if canary else "file:///nowhere"
    with opened_home(home, clock) as core:
        core.services.sampling.fill()
        # All leads of the sample have deals by now; these wait.
        for place in range(3):
            core.services.deals.leads.add(LeadDraft(f"Lead {place}", "webinar", f"lead{place}@mail.example"))
        fill_empty_tables(core)
        poison(core, shift, address, web.address)
    with at_the_desk(home, clock) as found:
        for question, answer in _DECLINED.items():
            setattr(found.ask, question, lambda *_asked, answer=answer, **_more: answer)
        found.core.services.reckoning.catch_up()
        found.settle()
        yield found


class _LookOut:
    """What every place is looked at for; says all that was found at the end."""

    def __init__(self, user: User) -> None:
        self._user = user
        self._size = user.window.size()
        self.found: dict[str, str] = {}
        self.places = 0

    def at(self, place: str, act: Callable[[], object]) -> None:
        """Go there, look, and come back to the window without cards."""
        began = time.process_time()
        try:
            act()
            self._user.settle()
        except Exception as error:  # noqa: BLE001 - whatever it is, the other places are looked at too
            where = traceback.extract_tb(error.__traceback__)[-1]
            self.found.setdefault(f"{type(error).__name__}: {error} ({where.filename}:{where.lineno})", place)
        window = self._user.window
        window.grab()
        spent = time.process_time() - began
        for look in (rich_texts, overflowing, painted_outside):
            for what in look(window):
                self.found.setdefault(what, place)
        longest = max((len(label.text()) for label in window.findChildren(QLabel)), default=0)
        if longest > _LONGEST_LABEL:
            self.found.setdefault(f"a label has {longest} letters", place)
        if window.size() != self._size:
            self.found.setdefault(f"the window was stretched to {window.size()}", place)
        if spent > _LONGEST_SECONDS:
            self.found.setdefault(f"took {spent:.1f} s", place)
        self.places += 1
        self._leave()

    def tell(self) -> None:
        """Fail with everything that was found, each with the first place where it was."""
        if self.found:
            pytest.fail("\n".join(f"{place}: {what}" for what, place in self.found.items()), pytrace=False)

    def _leave(self) -> None:
        while isinstance(QApplication.activePopupWidget(), QMenu):
            QApplication.activePopupWidget().close()  # type: ignore[union-attr]  # it was just there
        for _ in range(3):
            if self._user.no_card():
                return
            self._user.press("Esc")
        self._user.window.overlay.dismiss()


def _everywhere(user: User, out: _LookOut) -> None:
    for entry in VIEWS:
        out.at(entry.key, lambda key=entry.key: user.window.show_view(key))  # type: ignore[misc]
    for place in _PARTS:
        out.at(place, lambda place=place: _go(user, place))  # type: ignore[misc]
    reader = user.core.database.reader()
    for kind, table in (("contact", "contacts"), ("company", "companies"), ("deal", "deals")):
        for (item_id,) in reader.execute(f"SELECT id FROM {table} ORDER BY id").fetchall():
            out.at(f"{kind} {item_id}", lambda kind=kind, item_id=item_id: user.window.navigate(kind, item_id))  # type: ignore[misc]


def _go(user: User, place: str) -> None:
    """Show a view, or a part of one, with its first row chosen."""
    view, _, part = place.partition("/")
    user.window.show_view(view)
    user.settle()
    if part == DEAL:
        (deal_id,) = user.core.database.reader().execute("SELECT min(id) FROM deals WHERE state = 'open'").fetchone()
        user.window.navigate("deal", deal_id)
    elif part:
        user.window.commands.run(f"pipeline.{part}")
    user.settle()
    if part in {entry.key for entry in PARTS}:
        user.press("Down")


def _actions_of(view: str) -> list[Action]:
    """The actions of a view, and in the one where most of them mean a thing those of everywhere; what deletes comes last."""
    wheres = (view, GLOBAL) if view == "contacts" else (view,)
    found = [action for action in ACTIONS if action.where in wheres and not action.by_widget]
    pressed = [action for action in found if action.id not in _NOT_PRESSED]
    return sorted(pressed, key=lambda action: any(word in action.id for word in _LAST))


def _palette(user: User, out: _LookOut) -> None:
    for text in ("", "a", "tag:", "company:", "in:", "is:", "offer", *(each[:20] for each in HOSTILE.values())):

        def ask(text: str = text) -> None:
            user.window.open_palette()
            user.settle()
            user.card().field.setText(text)

        out.at(f"palette {text!r}", ask)


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)], ids=["wide", "small"])
def test_no_view_and_no_row_is_harmed_by_hostile_words(
    user: User, canary: Canary | None, web: Listener, size: tuple[int, int]
) -> None:
    user.window.resize(*size)
    user.settle()
    out = _LookOut(user)
    _everywhere(user, out)
    if size == (1280, 800):
        _palette(user, out)
    out.tell()
    assert canary is None or not canary.read, "a text made the program open a file"
    assert web.calls() == [], "a text made the program call an address"
    assert out.places > 20


@pytest.mark.parametrize("shift", [0], indirect=True, ids=["shift-0"])
@pytest.mark.parametrize("place", _PLACES)
def test_no_form_is_harmed_by_hostile_words(user: User, canary: Canary | None, web: Listener, place: str) -> None:
    """Which words stand where matters less here than that each form is opened."""
    out = _LookOut(user)
    for action in _actions_of(place):
        _go(user, place)
        out.at(f"{place}: {action.id}", lambda action_id=action.id: user.window.commands.run(action_id))  # type: ignore[misc]
    out.tell()
    assert canary is None or not canary.read, "a text made the program open a file"
    assert web.calls() == [], "a text made the program call an address"


@pytest.mark.parametrize("shift", [0], indirect=True, ids=["shift-0"])
def test_no_card_of_a_pipeline_is_harmed_by_hostile_words(user: User) -> None:
    """Its name, its words, its stages and the reasons why deals are lost are all written by users."""
    out = _LookOut(user)
    context = user.window.context
    for row in user.services.deals.pipelines.all(with_archived=True):
        out.at(f"pipeline {row.id}", lambda row=row: open_pipelines(context, row.id))  # type: ignore[misc]
    deals = [deal for column in user.services.pipeline.board().columns for deal in column.cards]
    for deal in deals[:5]:
        out.at(f"next step of {deal.id}", lambda deal=deal: ask_next_step(context, deal, deal.title))  # type: ignore[misc]

    def reasons() -> None:
        _go(user, f"pipeline/{DEAL}")
        user.window.commands.run("deal.lost")
        user.settle()
        user.card().edit_reasons()

    out.at("reasons", reasons)
    out.tell()
    assert out.places > 5


@pytest.mark.parametrize("shift", [0], indirect=True, ids=["shift-0"])
@pytest.mark.parametrize("action", ["deals.edit", "deals.many_move", "deal.lost", "leads.ask_again", "leads.convert"])
def test_the_actions_of_a_part_find_something_to_act_on(user: User, action: str) -> None:
    """Otherwise their forms would not open, and nothing would be looked at."""
    _go(user, next(each.where for each in ACTIONS if each.id == action))
    user.window.commands.run(action)
    user.settle()
    assert not user.no_card()


@pytest.mark.parametrize("shift", [0], indirect=True, ids=["shift-0"])
def test_a_log_form_with_a_hostile_name_is_like_any_other(user: User) -> None:
    out = _LookOut(user)
    for name, _ in zip(words(0, "file:///nowhere"), range(len(HOSTILE)), strict=False):
        out.at(f"log {name[:20]!r}", lambda name=name: user.desk.global_actions.log_with(Person(1, name)))  # type: ignore[misc]
        out.at(f"said {name[:20]!r}", lambda name=name: user.window.say(name, undo=True))  # type: ignore[misc]
    out.tell()


@pytest.mark.parametrize("shift", [0], indirect=True, ids=["shift-0"])
def test_a_megabyte_pasted_into_any_field_is_taken_or_refused_in_time(user: User) -> None:
    out = _LookOut(user)
    clipboard = QApplication.clipboard()
    clipboard.setText("<b>" + "megabyte " * 120_000)
    for place, act in (
        ("palette", user.window.open_palette),
        ("new contact", lambda: user.window.commands.run("contact.new")),
        ("filter", lambda: user.window.show_view("contacts")),
    ):

        def paste(act: Callable[[], object] = act) -> None:
            act()
            user.settle()
            user.press("Ctrl+V")

        out.at(f"paste: {place}", paste)
    out.tell()


@pytest.mark.parametrize("shift", [0], indirect=True, ids=["shift-0"])
def test_lists_have_rows_to_look_at(user: User) -> None:
    """Otherwise the tests above would look at nothing."""
    user.window.show_view("contacts")
    user.settle()
    lists = [
        view for view in user.window.findChildren(QAbstractItemView) if view.isVisible() and view.model() is not None
    ]
    assert max(view.model().rowCount() for view in lists) > 5
