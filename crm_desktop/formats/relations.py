"""What other programs call a relation between two people, as our kinds of relations."""

from __future__ import annotations

from typing import Any, Final

from crm_desktop.domain.background import RELATION_KINDS, RelatedName

_SAME: Final = {
    "wife": "spouse", "husband": "spouse", "domestic partner": "partner", "domesticpartner": "partner",
    "mother": "parent", "father": "parent", "son": "child", "daughter": "child", "brother": "sibling", "sister": "sibling",
    "boss": "manager", "co-worker": "colleague", "coworker": "colleague", "colleague": "colleague",
    "referred by": "referred-by", "referredby": "referred-by", "relative": "relative",
}  # fmt: skip
_SAYS_NO_MORE: Final = frozenset(
    ("domestic partner", "domesticpartner", "co-worker", "coworker", "referred by", "referredby")
)
"""Other spellings of our own words; of all others ("mother") the word itself is kept beside the kind."""


def related(label: str, name: str, uid: str = "") -> RelatedName:
    """A relation by the label that a program gives it; "mother" is a parent, and the word stays in the note."""
    word = " ".join(label.replace("_", " ").lower().split())
    if word in RELATION_KINDS:
        return RelatedName(uid, name, word)
    kind = _SAME.get(word)
    if kind is None:
        return RelatedName(uid, name, label if word != "other" else "")
    return RelatedName(uid, name, kind, "" if word in _SAYS_NO_MORE or word == kind else word)


def join_related(more: dict[str, Any]) -> None:
    """Put the `related` of a builder, as other programs write them, behind its own `relations`.

    Our own writers give each relation a second time in the form of other programs: it counts once.
    """
    others: list[RelatedName] = more.pop("related", [])
    relations: list[RelatedName] = more.get("relations", [])
    told = {part.name for part in relations if part.name}
    more["relations"] = [*relations, *(part for part in others if part.name not in told)]
