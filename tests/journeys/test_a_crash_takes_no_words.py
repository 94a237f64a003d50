"""kill -9 while somebody types: the words are where they were typed when the program is started again."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.killed import killed_while_typing
from tests.journeys.user import at_the_desk
from tests.support.clock import FixedClock

_TYPES_AND_WAITS = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from tests.journeys.user import at_the_desk
from tests.support.clock import FixedClock

application = QApplication([])
with at_the_desk(Path(sys.argv[1]), FixedClock()) as user:
    user.goes_to("R")
    user.press("R")
    user.type("call somebody next")
    user.window.show_view("contacts")
    user.settle()
    user.press("N")
    user.type("Marta Oliveira")
    user.press("Ctrl+Enter")
    user.press("W")
    user.type("She said that the")
    user.press("Esc", "N")
    user.type("Jonas Kel")
    user.until(lambda: not user.window.context.drafts.is_waiting(), "the drafts are in the file")
    Path(sys.argv[2]).touch()
    sys.stdin.read()
"""


def test_words_in_the_composer_a_form_and_the_line_of_reminders_survive_kill_9(
    look_of_the_application: None, home: Path, clock: FixedClock, tmp_path: Path
) -> None:
    killed_while_typing(_TYPES_AND_WAITS, home, tmp_path / "ready")
    with at_the_desk(home, clock) as user:
        user.goes_to("C")
        assert user.people_listed() == ["Marta Oliveira"]
        assert user.page().person.composer.fields.text.toPlainText() == "She said that the"
        user.press("N")
        assert user.sees("What you had begun is here again.")
        user.press("Ctrl+Enter")
        assert sorted(user.people_listed()) == ["Jonas Kel", "Marta Oliveira"]
        user.goes_to("R")
        assert user.page().entry.text() == "call somebody next"
