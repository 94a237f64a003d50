"""Starts the program: the window, or one of the commands that need none."""

from __future__ import annotations

import sys

from crm_desktop.cli import main

if __name__ == "__main__":
    sys.exit(main())
