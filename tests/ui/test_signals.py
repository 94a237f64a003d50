"""PySide6 6.12.0 loses a reference to `True` with every emitted signal and aborts Python 3.11 after some 570 of them."""

from __future__ import annotations

import os
import subprocess
import sys

from PySide6.QtCore import QCoreApplication, QObject, Signal

EMITS = 5_000


class Bell(QObject):
    """Something that rings."""

    rang = Signal(int)
    silent = Signal()


def test_a_signal_can_be_emitted_five_thousand_times(qapp: QCoreApplication) -> None:
    heard: list[int] = []
    bell = Bell()
    bell.rang.connect(heard.append)
    for number in range(EMITS):
        bell.rang.emit(number)
        bell.silent.emit()
    assert heard == list(range(EMITS))


def test_a_program_that_emitted_five_thousand_signals_ends_properly() -> None:
    """The fault also showed at exit, after every test had passed; a process of its own shows the exit code."""
    program = (
        "from PySide6.QtCore import QCoreApplication, QTimer\n"
        "application = QCoreApplication([])\n"
        "timer = QTimer()\n"
        f"for number in range({EMITS}): timer.objectNameChanged.emit('x')\n"
        "print('done')\n"
    )
    outcome = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert (outcome.returncode, outcome.stdout, outcome.stderr) == (0, "done\n", "")
