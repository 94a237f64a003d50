"""What a finished write changed, as the rest of the program hears it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crm_desktop.domain.messages import Message

CONTACT, COMPANY, INTERACTION, DEAL, STAGE, REMINDER, TAG, SETTING, DELIVERY, FILE, OWN_FIELD, SAVED_LIST, RATE = (
    "contact", "company", "interaction", "deal", "stage", "reminder", "tag", "setting", "delivery", "file", "own-field",
    "saved-list", "rate",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """One committed unit of work: the ids touched, by kind, and the label it can be undone by (None: not undoable).

    `ids["contact"]` holds the contacts whose page looks different now, also when only a phone or a tag changed.
    `everything` is set when too much changed to list (an import, an undo of one): read anew.
    """

    ids: Mapping[str, frozenset[int]] = field(default_factory=dict)
    label: Message | None = None
    everything: bool = False

    def touches(self, *kinds: str) -> bool:
        """Whether anything of these kinds changed."""
        return self.everything or any(self.ids.get(kind) for kind in kinds)
