"""The file formats of other programs: bytes to drafts and back."""

from __future__ import annotations

from crm_desktop.formats.registry import FORMATS

__all__ = ["FORMATS"]
