"""The desktop, for the tests of what reaches it."""

from __future__ import annotations

from tests.support.desktop import counting_daemon, daemon_on_screen, on_screen, own_bus

__all__ = ["counting_daemon", "daemon_on_screen", "on_screen", "own_bus"]
