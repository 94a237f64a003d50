"""The search as the service does it: what is typed wrongly, parts of words, numbers, conditions; until the first hits and until all."""

from __future__ import annotations

from collections.abc import Sequence

from crm_desktop import bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.storage.search_index import match_expression
from tests.benchmarks.place import Place
from tests.benchmarks.table import Row
from tests.benchmarks.timing import both_milliseconds, median, milliseconds, percentile

_KINDS = {
    "a name": ("marta", "oliveira", "anna s", "nguyen", "m", "ma", "mail"),
    "a misspelled name": ("olivera", "marta olvieira", "soerensn", "nugyen"),
    "part of a word": ("veira", "guye", "chmid"),
    "part of a number": ("+351 9", "0301234", "912345"),
    "words of texts": ("offer", "architect", "invoice", "lisboa"),
    "conditions": ("tag:client marta", "before:2026-01 offer", "has:deal anna", "company:studio offer"),
}
_ROUNDS = 5
_RAW = "SELECT rowid FROM search_names WHERE search_names MATCH ? LIMIT 1000"
_GOAL_MS = 30
_FEW = 6


def measure(place: Place) -> Sequence[Row]:
    """Each kind of search with the page of hits that the palette asks for; the last resort counts only to its first step."""
    with bootstrap.opened(bootstrap.places(place.big_home())) as core:
        core.services.search.prepare()
        return [_row(core, kind, words) for kind, words in _KINDS.items()]


def _row(core: Core, kind: str, words: Sequence[str]) -> Row:
    connection = core.database.reader()
    first: list[float] = []
    whole: list[float] = []
    busy: list[float] = []
    raw: list[float] = []
    for _ in range(_ROUNDS):
        for word in words:
            first.append(milliseconds(lambda word=word: next(core.services.search.steps(word, _FEW))))  # type: ignore[misc]
            wall, cpu = both_milliseconds(lambda word=word: list(core.services.search.steps(word, _FEW)))  # type: ignore[misc]
            whole.append(wall)
            busy.append(cpu)
            asked = match_expression(word)
            raw.append(milliseconds(lambda asked=asked: connection.execute(_RAW, (asked,)).fetchall()))  # type: ignore[misc]
    return Row(
        name="finding",
        what=f"search for {kind}, all hits, p95",
        unit="ms",
        measured=percentile(whole, 95),
        limit=percentile(raw, 95),
        limit_is="the raw FTS5 query for the same words, first 1,000 numbers, p95",
        most=_GOAL_MS,
        remark=(
            f"median {median(whole):.1f} ms; first hits p95 {percentile(first, 95):.1f} ms; "
            f"processor time p95 {percentile(busy, 95):.1f} ms"
        ),
        more={"median": median(whole), "first": percentile(first, 95), "cpu": percentile(busy, 95)},
    )
