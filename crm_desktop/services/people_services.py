"""The services about people that the first painted window does without, each made when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from crm_desktop.domain.changes import Change
from crm_desktop.services.contacts import ContactService
from crm_desktop.services.ports import Clock
from crm_desktop.services.scheduling.reckoning import Reckoning
from crm_desktop.services.settings import SettingsService
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing

if TYPE_CHECKING:
    from crm_desktop.services.bulk_contacts import BulkContacts
    from crm_desktop.services.companies import CompanyService
    from crm_desktop.services.files import FileService
    from crm_desktop.services.own_fields import OwnFieldService
    from crm_desktop.services.profiles import ProfileService
    from crm_desktop.services.saved_lists import SavedListService
    from crm_desktop.services.tags import TagService
    from crm_desktop.services.trash import TrashService

# The imports stand inside the properties to keep start-up fast.


class PeopleServices:
    """What the page of a person, companies, lists and tags ask for."""

    def __init__(
        self,
        database: Database,
        writing: Writing,
        clock: Clock,
        reckoning: Reckoning,
        settings: SettingsService,
        contacts: ContactService,
        publish: Callable[[Change], None],
    ) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._reckoning = reckoning
        self._settings = settings
        self._contacts = contacts
        self._publish = publish

    @cached_property
    def profiles(self) -> ProfileService:
        """Relations, roles, lifecycle, consent, photo: what stands on a person's page besides the ways to reach them."""
        from crm_desktop.services.profiles import ProfileService

        return ProfileService(self._database, self._writing, self._clock, self.files, self._reckoning)

    @cached_property
    def companies(self) -> CompanyService:
        """Companies and who belongs to them."""
        from crm_desktop.services.companies import CompanyService

        return CompanyService(self._database, self._writing, self._clock)

    @cached_property
    def files(self) -> FileService:
        """Files that were copied into the home."""
        from crm_desktop.services.files import FileService

        return FileService(self._database, self._writing, self._clock, self._database.path.parent / "files")

    @cached_property
    def own_fields(self) -> OwnFieldService:
        """Fields that the user made."""
        from crm_desktop.services.own_fields import OwnFieldService

        return OwnFieldService(self._database, self._writing, self._settings, self._clock, self._publish)

    @cached_property
    def saved_lists(self) -> SavedListService:
        """Filters that are kept in the sidebar."""
        from crm_desktop.services.saved_lists import SavedListService

        return SavedListService(self._database, self._writing, self._clock, self._contacts)

    @cached_property
    def bulk(self) -> BulkContacts:
        """The same for many people at once."""
        from crm_desktop.services.bulk_contacts import BulkContacts

        return BulkContacts(self._writing, self._reckoning)

    @cached_property
    def tags(self) -> TagService:
        """Tags as such: colour, name, merging."""
        from crm_desktop.services.tags import TagService

        return TagService(self._database, self._writing, self._reckoning)

    @cached_property
    def trash(self) -> TrashService:
        """What was deleted and can be brought back."""
        from crm_desktop.services.trash import TrashService

        return TrashService(self._database, self._writing, self._reckoning)
