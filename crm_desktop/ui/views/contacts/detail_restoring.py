"""What was typed into the details before the program ended, put back where it was typed without taking the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from crm_desktop.ui.drafts import Fields

if TYPE_CHECKING:
    from crm_desktop.ui.views.contacts.details_panel import DetailsPanel

OWN: Final = "own"
"""Before the id of a field that the user made, in the name of a draft."""
_ADDED: Final = ("relation", "role", "consent")


def restore_half_typed(panel: DetailsPanel, kept: Fields) -> None:
    """Open fields and forms again with the texts that `kept` has by their names."""
    for field, typed in dict(kept).items():
        kind, _slash, rest = field.partition("/")
        if kind == OWN and isinstance(typed, str) and rest.isdecimal():
            panel.own.restore(int(rest), typed)
        elif isinstance(typed, str) and typed:
            panel.values.restore(field, typed)
        elif isinstance(typed, dict) and kind == "form":
            _open_form(panel, *rest.partition("/")[::2])


def _open_form(panel: DetailsPanel, kind: str, part: str) -> None:
    part_id = int(part) if part.isdecimal() else None
    if kind == "address":
        panel.values.open_address(part_id, focus=False)
    elif kind == "role" and part_id is not None:
        panel.roles.open(part_id, focus=False)
    elif kind in _ADDED:
        panel.add(kind, focus=False)
