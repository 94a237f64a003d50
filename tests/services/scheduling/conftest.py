"""The open home, for the tests of what is derived."""

from __future__ import annotations

from tests.support.home import clock, core

__all__ = ["clock", "core"]
