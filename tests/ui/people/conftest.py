"""The open home behind the cards of tags and trash."""

from __future__ import annotations

from tests.support.home import clock, core

__all__ = ["clock", "core"]
