"""What a deal counts in sums, as SQL: its amount as often as it comes."""

from __future__ import annotations

from typing import Final

from crm_desktop.domain.deal_values import Period, how_often

_ON_AND_ON: Final = " ".join(
    f"WHEN '{period.value}' THEN {how_often(period, None)}" for period in Period if period is not Period.ONCE
)
WORTH: Final = (
    "(amount_minor * CASE amount_period WHEN '' THEN 1 ELSE coalesce(amount_times, "
    f"CASE amount_period {_ON_AND_ON} ELSE 1 END) END)"
)
"""In minor units of the deal's currency, NULL where there is no value; for a statement in which only deals have such columns."""
