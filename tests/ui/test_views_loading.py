"""The large views are loaded behind the first paint: neither with their registry nor with the first look at them."""

from __future__ import annotations

import subprocess
import sys

from tests.house.tree import ROOT

_PROGRAM = """
import sys, threading
from crm_desktop.ui import views
large = {f"crm_desktop.ui.views.{name}" for name in ("contacts.view", "pipeline", "reminders.view")}
assert not large & set(sys.modules), "loaded too soon"
# There is no application here and this is not its thread: a widget that loading made would end the process.
job = threading.Thread(target=views.load_the_large_ones)
job.start()
job.join()
assert large <= set(sys.modules), "not loaded"
"""


def test_the_large_views_are_loaded_by_a_background_job_that_makes_no_widget() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
