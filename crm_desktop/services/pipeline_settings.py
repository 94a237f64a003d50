"""The settings of pipelines and leads."""

from __future__ import annotations

from typing import Final

from crm_desktop.domain.messages import message
from crm_desktop.services.setting_kinds import ON, Group, Kind, Setting

LEAD_STEPS: Final = Setting(
    "lead-steps",
    message("Steps of leads"),
    message(
        "A lead becomes interested (MQL), then qualified (SQL). Without steps a lead is a lead until it is a deal."
    ),
    ON,
    kind=Kind.SWITCH,
    group=Group.KEPT,
)
BOARD_LOOK: Final = Setting(
    "board-look", message("Board"), message("How the board looks, in JSON."), "", kind=Kind.TEXT, group=Group.HIDDEN
)
CURRENT_PIPELINE: Final = Setting(
    "pipeline", message("Pipeline"), message("The pipeline that is shown."), "", kind=Kind.TEXT, group=Group.HIDDEN
)
DEAL_LIST: Final = Setting(
    "deal-list", message("List"), message("Columns and order, in JSON."), "", kind=Kind.TEXT, group=Group.HIDDEN
)
PIPELINE_SETTINGS: Final = (LEAD_STEPS, CURRENT_PIPELINE, BOARD_LOOK, DEAL_LIST)
