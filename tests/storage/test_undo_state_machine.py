"""Whatever is done through the services can be undone and redone, to the byte; run with `--hypothesis-profile=long` for hours."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.storage.random_work import RandomWork

pytestmark = pytest.mark.no_cover

_SHORT = settings(
    max_examples=60, stateful_step_count=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # fmt: skip
_TO_FAIL = settings(
    _SHORT, max_examples=60, database=None, phases=[Phase.generate], report_multiple_bugs=False, derandomize=True
)


def _settings() -> settings:
    return settings() if settings.get_current_profile_name() == "long" else _SHORT


def test_random_work_can_be_undone_and_redone_to_the_byte() -> None:
    run_state_machine_as_test(RandomWork, settings=_settings())


@pytest.mark.parametrize(
    "defect",
    [
        "DROP TRIGGER journal_contact_points_insert",
        "DROP TRIGGER journal_interactions_update",
        "DROP TRIGGER journal_occurrences_delete",
        "DROP TRIGGER journal_companies_insert",
        "DROP TRIGGER activity_after_delete",
    ],
)
def test_the_machine_sees_a_missing_trigger(defect: str) -> None:
    class Damaged(RandomWork):
        pass

    Damaged.defect = defect
    with pytest.raises((AssertionError, ExceptionGroup)):
        run_state_machine_as_test(Damaged, settings=_TO_FAIL)
