"""The page of one deal: its way through the stages, next step, timeline, and what is known of it."""

from __future__ import annotations

from crm_desktop.ui.views.pipeline.page.part import make

__all__ = ["make"]
