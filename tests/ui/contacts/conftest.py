"""A real home with real services behind the contacts view in the real window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtWidgets import QListView
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import opened, places
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.view import ViewContext, ViewEntry
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices
from crm_desktop.ui.views.contacts.view import ContactsView
from tests.support.clock import FixedClock
from tests.support.window_place import WindowPlace, open_window


@dataclass(kw_only=True)
class Place(WindowPlace):
    """The window with the contacts view, and what it asked of the rest of the program."""

    links: list[str] = field(default_factory=list)
    went_to: list[tuple[str, int]] = field(default_factory=list)
    begun: list[str] = field(default_factory=list)

    @property
    def view(self) -> ContactsView:
        view = self.window.current_view()
        assert isinstance(view, ContactsView)
        return view

    def show(self, contact_id: int) -> None:
        self.view.open("contact", contact_id)
        self.settle()

    def names(self) -> list[str]:
        model = self.view.pane.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def lines(self) -> list[str]:
        """The timeline as a screen reader would read it."""
        model = self.view.person.model
        return [model.index(row).data() for row in range(model.rowCount())]

    def select_line(self, beginning: str) -> QListView:
        """Choose an entry of the timeline with the keyboard."""
        timeline = self.view.person.timeline
        row = next(number for number, line in enumerate(self.lines()) if line.startswith(beginning))
        timeline.setFocus()
        timeline.setCurrentIndex(self.view.person.model.index(row))
        return timeline


@pytest.fixture
def clock() -> FixedClock:
    """Saturday, 21 November 2026, 14:20 in Berlin."""
    return FixedClock(datetime(2026, 11, 21, 13, 20, tzinfo=UTC))


@pytest.fixture
def make_place(qtbot: QtBot, theme: Theme, tmp_path: Path, clock: FixedClock) -> Iterator[Callable[[], Place]]:
    ends: list[Callable[[], object]] = []
    with opened(places(tmp_path / "home"), clock) as core:

        def make() -> Place:
            failed: list[str] = []
            links: list[str] = []
            went_to: list[tuple[str, int]] = []
            begun: list[str] = []

            def build(context: ViewContext) -> ContactsView:
                services = core.services
                return ContactsView(
                    context.theme,
                    context.jobs,
                    PageServices(
                        services.contacts,
                        services.timeline,
                        services.reminders,
                        context.drafts,
                        services.keeping,
                        services.people,
                        services.settings,
                        lambda: services.mail_files,
                    ),
                    context.now,
                    PageCalls(
                        context.say,
                        lambda sentence: failed.append(str(sentence)),
                        lambda kind, item_id: went_to.append((kind, item_id)),
                        context.show_card,
                        links.append,
                        context.ask,
                    ),
                    lambda: begun.append("import"),
                    lambda: begun.append("sample"),
                )

            entry = ViewEntry("contacts", "Contacts", "users", build, ("contact",))
            window = open_window(qtbot, theme, core, clock, entry, failed)
            place = Place(**window.parts, links=links, went_to=went_to, begun=begun)
            place.settle()
            ends.append(window.end)
            return place

        yield make
        for end in ends:
            end()


@pytest.fixture
def place(make_place: Callable[[], Place]) -> Place:
    return make_place()
