"""What is written from a person's page besides the rows of the details, each by its own write in the writer thread."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from crm_desktop.domain.contacts import Name
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import PromiseState, TicketState
from crm_desktop.domain.messages import message
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import one_line, tr
from crm_desktop.ui.views.contacts.page_parts import PageCalls, PageServices
from crm_desktop.ui.views.contacts.person_photo import PhotoSource, small_photo
from crm_desktop.ui.views.contacts.person_reading import Person


class PersonWrites(QObject):
    """Failures go to whoever can show them beside the field, else to the bar at the bottom."""

    def __init__(self, jobs: Jobs, services: PageServices, calls: PageCalls, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._services = services
        self._calls = calls

    def save(
        self,
        job: Callable[[], object],
        typed: str,
        show_error: Callable[[UserError], bool],
        done: Callable[[], None],
    ) -> None:
        """See `Saves`; what nobody can show any more is told with the words, so that they are not lost."""

        def refused(error: UserError) -> None:
            if show_error(error):
                return
            told = message("“{text}” was not saved. {why}", text=one_line(typed, 60), why=error.sentence)
            self._calls.fail(told if typed else error.sentence)

        self._jobs.write(job, lambda _result: done(), refused, owner=self)

    def rename(
        self, contact_id: int, name: Name, refused: Callable[[UserError], object], done: Callable[[], object]
    ) -> None:
        """Give somebody another name."""
        job = partial(self._services.contacts.rename, contact_id, name)
        self._jobs.write(job, lambda _result: done(), refused, owner=self)

    def rename_in_parts(self, person: Person, name: Name, spoken: dict[str, str]) -> Callable[[], object]:
        """The write for all parts of a name, with how the parts are spoken: one step to undo."""
        return partial(self._services.contacts.rename, person.page.id, name, spoken)

    def add_tag(self, contact_id: int, name: str, refused: Callable[[UserError], object]) -> None:
        """Mark somebody with a tag."""
        self._jobs.write(partial(self._services.contacts.add_tag, contact_id, name), None, refused, owner=self)

    def remove_tag(self, contact_id: int, tag_id: int) -> None:
        """Take a tag off somebody."""
        self._write(partial(self._services.contacts.remove_tag, contact_id, tag_id))

    def set_photo(self, contact_id: int, source: PhotoSource) -> None:
        """Decode, make small and keep a photo; a sentence says what is wrong with one that cannot be shown."""
        profiles = self._services.people.profiles
        self._write(lambda: profiles.set_photo(contact_id, small_photo(source)))

    def remove_photo(self, contact_id: int) -> None:
        """Show the initials again."""
        self._write(partial(self._services.people.profiles.remove_photo, contact_id), tr("The photo was taken away"))

    def set_do_not_contact(self, contact_id: int, on: bool) -> None:
        """Somebody does not want to hear from the user, or does again."""
        said = tr("Marked as not to be contacted") if on else tr("May be contacted again")
        self._write(partial(self._services.people.profiles.set_do_not_contact, contact_id, on), said)

    def save_note(
        self, contact_id: int, text: str, refused: Callable[[UserError], object], done: Callable[[], object]
    ) -> None:
        """Keep the pinned note."""
        job = partial(self._services.contacts.set_text, contact_id, "pinned_note", text)
        self._jobs.write(job, lambda _result: done(), refused, owner=self)

    def keep_promise(self, promise_id: int) -> None:
        """A promise was kept."""
        self._write(partial(self._services.timeline.set_state, promise_id, PromiseState.KEPT), tr("Promise kept"))

    def solve_ticket(self, ticket_id: int) -> None:
        """What somebody needed help with is solved."""
        self._write(partial(self._services.timeline.set_state, ticket_id, TicketState.SOLVED), tr("Ticket solved"))

    def _write(self, job: Callable[[], object], said: str = "") -> None:
        def done(_result: object) -> None:
            if said:
                self._calls.say(said, True)

        self._jobs.write(job, done, lambda error: self._calls.fail(error.sentence), owner=self)
