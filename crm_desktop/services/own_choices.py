"""Choices of own fields called otherwise or taken away: wherever one was taken, and in the lists that ask for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.filter_fields import OWN
from crm_desktop.domain.filters import Condition, mapped, to_json
from crm_desktop.domain.folding import fold
from crm_desktop.domain.messages import counted
from crm_desktop.domain.own_fields import FieldKind, OwnField, values_of_choices
from crm_desktop.services.writes import VALUE_TABLES, Work
from crm_desktop.storage.queries import lists
from crm_desktop.storage.queries import own_fields as queries


class ChoiceInUse(InvalidInput):
    """A choice would be lost where it was taken: `option` is the first such one, `count` how many have one of those taken."""

    def __init__(self, option: str, count: int) -> None:
        self.option = option
        self.count = count
        one, many = "“{text}” is taken in {count} place.", "“{text}” is taken in {count} places."
        super().__init__("options", counted(one, many, count, text=option))


def rewrite(
    work: Work, field: OwnField, options: Sequence[str], renamed: Mapping[str, str], *, take_out: bool = False
) -> None:
    """Write every value and every list anew after the choices of a field have become `options`, inside a unit of work.

    Raises ChoiceInUse when a choice that was taken is among them no more, unless it is to be taken out there.
    """
    known = {fold(option): option for option in options} | {fold(old): new for old, new in renamed.items()}
    stored = [
        (row_id, text, values_of_choices(text) if field.kind is FieldKind.CHOICES else (text,))
        for row_id, text in queries.rows_with_text(work.read, field.subject, field.id)
    ]
    lost = [
        next(part for part in parts if fold(part) not in known) for _id, _text, parts in stored if _lost(parts, known)
    ]
    if lost and not take_out:
        raise ChoiceInUse(lost[0], len(lost))
    table = VALUE_TABLES[field.subject]
    for row_id, text, parts in stored:
        now = {known[fold(part)] for part in parts if fold(part) in known}
        joined = "; ".join(option for option in options if option in now)
        if not joined:
            work.delete(table, row_id)
        elif joined != text:
            work.update(table, row_id, text=joined, compare_key=fold(joined)[:200])
    _rewrite_lists(work, OWN + field.uid, known)


def _lost(parts: Sequence[str], known: Mapping[str, str]) -> bool:
    return any(fold(part) not in known for part in parts)


def _rewrite_lists(work: Work, key: str, known: Mapping[str, str]) -> None:
    """A list that asks for a choice asks for it by its new name; one that is gone stays, and the list says so."""

    def called_now(condition: Condition) -> Condition:
        if condition.field != key:
            return condition
        return replace(condition, values=tuple(known.get(fold(value), value) for value in condition.values))

    for each in lists.saved(work.read):
        wanted = mapped(each.filter, called_now)
        if each.readable and wanted != each.filter:
            work.update("saved_lists", each.id, filter=to_json(wanted))
