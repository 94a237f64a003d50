"""The reasons for losing a deal: the usual ones until the user has a list of their own, each change with one undo."""

from __future__ import annotations

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.pipelines import LOST_REASONS


def _names(core: Core) -> list[str]:
    return [reason.name for reason in core.services.deals.reasons.reasons()]


def test_the_usual_ones_are_offered_at_first(core: Core) -> None:
    assert _names(core) == list(LOST_REASONS)
    assert {reason.id for reason in core.services.deals.reasons.reasons()} == {0}


def test_the_first_change_copies_the_usual_ones_and_one_undo_takes_all_of_it_back(core: Core) -> None:
    core.services.deals.reasons.add("  No budget ")
    assert _names(core) == [*LOST_REASONS, "No budget"]
    core.services.undoing.undo()
    assert _names(core) == list(LOST_REASONS)
    assert core.database.reader().execute("SELECT count(*) FROM lost_reasons").fetchone() == (0,)


def test_reasons_are_renamed_moved_and_deleted(core: Core) -> None:
    reasons = core.services.deals.reasons
    reasons.rename(0, "Price")
    reasons.move(0, 99)
    reasons.delete(0)
    assert _names(core) == ["No answer", "Not now", "Not a fit", "Other", "Price"]
    reasons.move(4, -3)
    assert _names(core)[0] == "Price"
    core.services.undoing.undo()
    assert _names(core)[0] == "No answer"


def test_what_cannot_be_is_refused(core: Core) -> None:
    reasons = core.services.deals.reasons
    for name in (" ", "no answer"):
        with pytest.raises(InvalidInput):
            reasons.add(name)
    with pytest.raises(InvalidInput):
        reasons.rename(0, "Other")
    reasons.rename(0, "Too Expensive")
    with pytest.raises(NotFound):
        reasons.delete(6)
    with pytest.raises(NotFound):
        reasons.rename(-1, "x")
    for _ in range(5):
        reasons.delete(0)
    with pytest.raises(InvalidInput):
        reasons.delete(0)
    assert _names(core) == ["Other"]
