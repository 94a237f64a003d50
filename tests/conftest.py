"""The surroundings of every test: no screen, no real home, no real session bus or keyring, and no noise left behind."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

ON_A_DESKTOP = os.environ.get("CRM_TEST_DESKTOP") == "1"

# Of several processes that test at the same time each has a desktop of its own: they would take each other's keys and bubbles.
_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
_DESKTOPS = json.loads(os.environ.get("CRM_TEST_DESKTOPS", "[]"))
if ON_A_DESKTOP and _WORKER and _DESKTOPS:
    os.environ.update(_DESKTOPS[int(_WORKER.removeprefix("gw")) % len(_DESKTOPS)])

# Qt aborts the process when it finds no screen, so this has to stand before anything imports Qt.
if not ON_A_DESKTOP:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
    for variable in ("DISPLAY", "WAYLAND_DISPLAY"):
        os.environ.pop(variable, None)
# The machine's own logind has nothing to do with the tests, on a desktop neither.
os.environ["DBUS_SYSTEM_BUS_ADDRESS"] = "disabled:"
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
os.environ["LC_ALL"] = "C.UTF-8"

# The same examples every time in CI: a push must not fail by chance for what was there before; elsewhere fresh ones, to find more.
settings.register_profile("fresh", deadline=None, print_blob=True)
settings.register_profile("repeatable", deadline=None, print_blob=True, derandomize=True)
# For a night: `pytest --hypothesis-profile=long tests/storage/test_undo_state_machine.py`.
settings.register_profile("long", deadline=None, print_blob=True, max_examples=5_000, stateful_step_count=100)
settings.load_profile("repeatable" if os.environ.get("CI") else "fresh")

pytest_plugins = ["pytester", "tests.support.noise", "tests.support.choice"]


@pytest.fixture(scope="session", autouse=True)
def _home_of_the_tests() -> Iterator[None]:
    """Point every folder that belongs to the user into a temporary one, for this process and those it starts."""
    with (
        tempfile.TemporaryDirectory(prefix="crm-tests-", ignore_cleanup_errors=True) as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        for variable in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_STATE_HOME"):
            own = Path(folder) / variable.lower()
            own.mkdir()
            patch.setenv(variable, str(own))
        if sys.platform == "win32":
            for variable in ("USERPROFILE", "APPDATA", "LOCALAPPDATA"):
                patch.setenv(variable, folder)
        yield
