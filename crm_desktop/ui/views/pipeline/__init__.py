"""The board of deals: columns of cards, moved by mouse and by keyboard."""

from crm_desktop.ui.views.pipeline.view import PipelineView

__all__ = ["PipelineView"]
