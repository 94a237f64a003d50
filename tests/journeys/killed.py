"""Another user of the same home, in a process of their own, who is killed while they type."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.support.eventually import eventually


def killed_while_typing(script: str, home: Path, ready: Path) -> None:
    """Run `script` (Python; argv: the home, a file to make once all is typed) and kill -9 it when that file is there."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", script, str(home), str(ready)]
    with subprocess.Popen(command, env=environment, stdin=subprocess.PIPE) as process:
        try:
            eventually(ready.exists, "the other user has typed", within=60)
        finally:
            process.kill()
