"""Reading a person off the GUI thread: never the wrong one, however quickly one goes down the list."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import ContactDraft, Fact, Name, Point, PointKind
from crm_desktop.domain.interactions import Direction, InteractionDraft, InteractionKind
from crm_desktop.ui.ask import Ask
from crm_desktop.ui.dialogs.log_form import LogForm
from crm_desktop.ui.drafts import DraftStore
from crm_desktop.ui.runner import Done, Failed, Job
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices
from crm_desktop.ui.views.contacts.person_page import PersonPage
from crm_desktop.ui.views.contacts.person_reading import read_person
from crm_desktop.ui.widgets.safe_image import small_png
from tests.support.clock import FixedClock
from tests.support.home import opened_home
from tests.support.immediate_runner import ImmediateRunner

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from crm_desktop.ui.theme.theme import Theme
    from tests.ui.contacts.conftest import Place


class _HeldReads(ImmediateRunner):
    """Writes at once; reads wait until the test lets them go, and a newer one of a key makes the older one void."""

    def __init__(self) -> None:
        super().__init__()
        self.held: list[tuple[str | None, Callable[[], None]]] = []

    def read(
        self,
        job: Job,
        done: Done | None = None,
        failed: Failed | None = None,
        *,
        key: str | None = None,
        owner: QObject | None = None,
    ) -> None:
        if key is not None:
            self.held = [(other, run) for other, run in self.held if other != key]
        self.held.append((key, lambda: self._run(job, done, failed)))

    def take(self, key: str) -> Callable[[], None]:
        """The reading of that key, taken out to be let go later."""
        (found,) = [(other, run) for other, run in self.held if other == key]
        self.held.remove(found)
        return found[1]

    def let_go(self) -> None:
        while self.held:
            self.held.pop(0)[1]()


@dataclass
class Alone:
    """A person's page without a window around it."""

    core: Core
    page: PersonPage
    jobs: _HeldReads
    cards: list[Any] = field(default_factory=list)

    def person(self, name: str, **more: Any) -> int:
        return self.core.services.contacts.add(ContactDraft(name=Name(formatted=name), **more))


@pytest.fixture
def alone(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Alone]:
    clock = FixedClock(datetime(2026, 11, 21, 13, 20, tzinfo=UTC))
    with opened_home(tmp_path / "home", clock) as core:
        jobs, services, cards = _HeldReads(), core.services, []  # type: ignore[var-annotated]  # widgets of any kind
        page = PersonPage(
            theme,
            jobs,
            PageServices(
                services.contacts,
                services.timeline,
                services.reminders,
                DraftStore(jobs, services.drafts),
                services.keeping,
                services.people,
                services.settings,
                lambda: services.mail_files,
            ),
            lambda: clock.now().astimezone(clock.zone()),
            PageCalls(
                lambda _text, _undo: None,
                lambda _sentence: None,
                lambda _kind, _id: None,
                cards.append,
                lambda _link: None,
                Ask(),
            ),
        )
        qtbot.addWidget(page)
        page.resize(900, 700)
        page.show()
        yield Alone(core, page, jobs, cards)


def test_who_was_chosen_last_is_shown_and_nobody_in_between(alone: Alone) -> None:
    people = [alone.person(name) for name in ("Amara", "Jonas", "Lea")]
    for contact_id in people:
        alone.page.show_contact(contact_id)
    assert alone.page.contact_id() == people[2]
    assert alone.page.page() is None, "nothing is said of anybody before it was read"
    alone.jobs.let_go()
    shown = alone.page.page()
    assert shown is not None
    assert shown.shown == "Lea"
    assert alone.page.header.name.text() == "Lea"


def test_a_reading_that_comes_late_does_not_bring_the_last_person_back(alone: Alone) -> None:
    amara, jonas = alone.person("Amara"), alone.person("Jonas")
    alone.page.show_contact(amara)
    late = alone.jobs.take("person.page")
    alone.page.show_contact(jonas)
    alone.jobs.let_go()
    late()
    assert alone.page.header.name.text() == "Jonas"


def test_where_reading_takes_long_nobody_is_shown_rather_than_the_wrong_person(alone: Alone) -> None:
    amara, jonas = alone.person("Amara"), alone.person("Jonas")
    alone.page.show_contact(amara)
    alone.jobs.let_go()
    assert alone.page.header.isVisible()
    alone.page.show_contact(jonas)
    alone.page._patience.timeout.emit()
    assert not alone.page.header.isVisible()
    alone.jobs.let_go()
    assert alone.page.header.isVisible()
    assert alone.page.header.name.text() == "Jonas"


def test_what_is_asked_for_meanwhile_is_done_for_the_right_person(alone: Alone) -> None:
    amara, jonas = alone.person("Amara"), alone.person("Jonas")
    alone.page.show_contact(amara)
    alone.page.remind()
    alone.page.show_contact(jonas)
    alone.page.log()
    assert alone.cards == []
    alone.jobs.let_go()
    (card,) = alone.cards
    assert isinstance(card, LogForm)
    assert "Jonas" in " ".join(label.text() for label in card.findChildren(QLabel))
    card.deleteLater()


def test_what_is_typed_while_the_next_person_is_read_is_saved_for_whom_it_was_typed(alone: Alone) -> None:
    amara, jonas = alone.person("Amara", source="referral"), alone.person("Jonas", source="website")
    alone.page.show_contact(amara)
    alone.jobs.let_go()
    alone.page.show_contact(jonas)
    row = alone.page.details.row("source")
    assert row is not None
    row.value.start_editing()
    row.value._editor.setText("Hana")  # type: ignore[union-attr]  # it is a line
    alone.jobs.let_go()
    contacts = alone.core.services.contacts
    pages = [contacts.page(each) for each in (amara, jonas)]
    assert [page.source for page in pages if page is not None] == ["Hana", "website"]
    shown = alone.page.details.row("source")
    assert shown is not None
    assert shown.value.text() == "website"


def test_somebody_who_is_gone_by_the_time_they_are_read_is_told(alone: Alone, qtbot: QtBot) -> None:
    amara = alone.person("Amara")
    alone.page.show_contact(amara)
    alone.core.services.contacts.delete([amara])
    with qtbot.waitSignal(alone.page.gone):
        alone.jobs.let_go()
    assert not alone.page.header.isVisible()


def test_a_photo_read_late_is_not_shown_for_somebody_else(alone: Alone) -> None:
    amara, jonas = alone.person("Amara"), alone.person("Jonas")
    image = QImage(20, 20, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    alone.core.services.people.profiles.set_photo(amara, small_png(image))
    alone.page.show_contact(amara)
    alone.jobs.take("person.page")()
    photo = alone.jobs.take("person.photo")
    alone.page.show_contact(jonas)
    photo()
    alone.jobs.let_go()
    assert not alone.page.header.photo.has_photo()


def test_the_page_is_read_in_another_thread(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: list[int] = []
    profiles = place.services.people.profiles
    original = type(profiles).profile

    def noted(self: Any, contact_id: int) -> object:
        threads.append(threading.get_ident())
        return original(self, contact_id)

    monkeypatch.setattr(type(profiles), "profile", noted)
    place.show(place.person("Marta"))
    assert threads
    assert threading.get_ident() not in threads


def test_everything_a_friend_remembers_is_read_in_one_go(place: Place) -> None:
    hana = place.person("Hana")
    marta = place.person("Marta", facts=(Fact("likes", "tea"),), points=(Point(PointKind.EMAIL, "m@fjord.no"),))
    profiles, timeline = place.services.people.profiles, place.services.timeline
    profiles.save_relation(marta, None, hana, "friend")
    now = place.clock.now()
    timeline.log(marta, InteractionDraft(InteractionKind.CALL, "Hello", now, direction=Direction.OUTGOING))
    day = date(2026, 12, 1)
    timeline.log(
        marta, InteractionDraft(InteractionKind.PROMISE, "Offer", now, direction=Direction.OUTGOING, due_day=day)
    )
    timeline.log(marta, InteractionDraft(InteractionKind.TICKET, "Broken", now, state="open"))
    place.settle()
    person = read_person(place.view._services, marta)
    assert person is not None
    assert person.last_talk is not None
    assert person.last_talk.text == "Hello"
    assert [row.text for row in person.promises] == ["Offer"]
    assert [row.text for row in person.tickets] == ["Broken"]
    assert person.guess is not None
    assert [each.value.other for each in person.profile.relations] == ["Hana"]


def test_j_pressed_many_times_ends_at_the_right_person(place: Place) -> None:
    for number in range(12):
        place.person(f"Person {number:02}")
    place.view.pane.list.setFocus()
    for _press in range(7):
        # Not settled in between: the keys come quicker than the reading.
        QTest.keyClick(QApplication.focusWidget() or place.window, Qt.Key.Key_J)
    place.settle()
    chosen = place.view.person.page()
    assert chosen is not None
    current = place.view.pane.list.currentIndex().data()
    assert place.view.person.header.name.text() == chosen.shown == current
