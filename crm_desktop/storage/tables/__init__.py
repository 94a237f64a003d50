"""Every table that units of work write to, as SQLModel classes; what may go in was cleaned by the domain.

Times are whole seconds since 1970-01-01T00:00:00Z. Defaults stand here, so that an insert names only what it knows.
A test holds these against the tables that the migration steps make.
"""

from __future__ import annotations

from crm_desktop.storage.tables import own, people, work

__all__ = ["own", "people", "work"]
