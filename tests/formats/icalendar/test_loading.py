"""The library is loaded with the first calendar and not before."""

from __future__ import annotations

import subprocess
import sys

from tests.house.tree import ROOT


def test_knowing_the_formats_does_not_load_the_library() -> None:
    program = (
        "import sys, crm_desktop.formats, crm_desktop.services.calendar_files; sys.exit('icalendar' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], cwd=ROOT, check=False).returncode == 0
