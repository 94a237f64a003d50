"""The saved lists in the palette: found by the words of their names, and chosen from when one asks for a list."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from crm_desktop.domain.folding import fold
from crm_desktop.domain.marking import marked
from crm_desktop.ui.palette_items import PaletteItem, Provider
from crm_desktop.ui.texts import one_line, show, tr
from crm_desktop.ui.theme.tokens import Tone

if TYPE_CHECKING:
    from crm_desktop.domain.saved_lists import SavedList
    from crm_desktop.services.saved_lists import SavedListService

_MOST = 5
Lists = Callable[[], "SavedListService"]
"""Asked for with the first word: the service is made lazily."""
Navigate = Callable[[str, int], object]


def called_so(lists: Lists, navigate: Navigate, text: str) -> Sequence[PaletteItem]:
    """The list whose whole name is typed: it stands before people in whose notes the words are."""
    typed = fold(text.strip())
    service = lists()
    return [_item(service, each, navigate, ()) for each in service.lists() if fold(each.name) == typed] if typed else ()


def found(lists: Lists, navigate: Navigate, text: str) -> Sequence[PaletteItem]:
    """Lists in whose title every word typed begins a word, without the one that is called so."""
    typed = fold(text.strip())
    if not typed:
        return ()
    service, words = lists(), typed.split()
    chosen = [each for each in service.lists() if _fits(_title(each), words) and fold(each.name) != typed]
    return [_item(service, each, navigate, words) for each in chosen[:_MOST]]


def choosing(lists: Lists, navigate: Navigate) -> Provider:
    """All lists in the order of the sidebar, fewer with each letter typed."""

    def provide(text: str) -> list[PaletteItem]:
        service, words = lists(), fold(text.strip()).split()
        return [_item(service, each, navigate, words, each.name) for each in service.lists() if _fits(each.name, words)]

    return provide


def _item(
    service: SavedListService, each: SavedList, navigate: Navigate, words: Sequence[str], title: str = ""
) -> PaletteItem:
    title = one_line(title or _title(each), 100)
    sentence = show(service.sentence(each.filter)) if each.readable else ""
    run = partial(navigate, "list", each.id)
    return PaletteItem(title, run, one_line(sentence, 120), "list", Tone.NEUTRAL, marked=marked(title, words))


def _title(each: SavedList) -> str:
    return tr("Open list: {name}", name=each.name)


def _fits(title: str, words: Sequence[str]) -> bool:
    there = [word.lstrip("\u2068\u202a\u202b") for word in fold(title).split()]
    return all(any(word.startswith(typed) for word in there) for typed in words)
