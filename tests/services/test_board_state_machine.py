"""The board against a plain model under random work: order, counts, sums, ways, chances, what is stuck; undone and done again."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.services.random_board import RandomBoard

pytestmark = pytest.mark.no_cover

_SHORT = settings(
    max_examples=25, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # fmt: skip
_TO_FAIL = settings(
    _SHORT, max_examples=40, database=None, phases=[Phase.generate], report_multiple_bugs=False, derandomize=True
)


def _settings() -> settings:
    return settings() if settings.get_current_profile_name() == "long" else _SHORT


def test_random_work_on_boards_is_like_work_on_lists() -> None:
    run_state_machine_as_test(RandomBoard, settings=_settings())


@pytest.mark.parametrize(
    "defect",
    [
        "DROP TRIGGER journal_stage_moves_insert",
        "DROP TRIGGER journal_deal_changes_insert",
        "DROP TRIGGER journal_stages_delete",
        "CREATE TRIGGER damage AFTER INSERT ON stage_moves BEGIN UPDATE stage_moves SET days = days + 1 WHERE id = NEW.id; END",
        "CREATE TRIGGER damage AFTER UPDATE OF stage_id ON deals BEGIN UPDATE deals SET currency = 'EUR' WHERE id = NEW.id; END",
    ],
)
def test_the_machine_sees_what_is_damaged(defect: str) -> None:
    class Damaged(RandomBoard):
        pass

    Damaged.defect = defect
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(Damaged, settings=_TO_FAIL)
