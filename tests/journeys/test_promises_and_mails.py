"""What was promised comes back on its day, and the mails of a file find the people they are with."""

from __future__ import annotations

from pathlib import Path

from tests.journeys.user import User, at_the_desk
from tests.support.clock import FixedClock
from tests.support.home import person

MAILS = """From x Thu Nov 19 11:05:00 2026
From: Marta Oliveira <marta@casaazul.pt>
To: me@example.com
Subject: Budget
Date: Thu, 19 Nov 2026 11:05:00 +0100
Message-ID: <1@casaazul.pt>

Budget is fine.

From x Fri Nov 20 11:05:00 2026
From: me@example.com
To: Ana Sousa <ana@sousa.pt>
Subject: Hello
Date: Fri, 20 Nov 2026 11:05:00 +0100
Message-ID: <2@example.com>

Marta sent me.
"""


def test_a_promise_of_a_call_comes_back_on_its_day_and_done_there_keeps_it(user: User) -> None:
    marta = user.services.contacts.add(person("Marta Oliveira"))
    user.goes_to("C")
    user.window.navigate("contact", marta)
    user.settle()
    user.press("Shift+L")
    user.type("Talked about the site.")
    user.press_button("+ They promised…")
    user.type("The photos")
    user.press("Tab")
    user.type("in 2 days")
    user.press("Ctrl+Enter")
    assert user.no_card()
    assert any(line.startswith("Promised to me") for line in user.timeline())
    user.time_passes(days=2)
    user.goes_to("T")
    assert any("Waiting for Marta Oliveira: The photos" in line for line in user.agenda())
    user.press("Space")
    assert user.services.timeline.open_promises(marta) == []
    user.press("Ctrl+Z")
    assert [row.text for row in user.services.timeline.open_promises(marta)] == ["The photos"]


def test_mails_dropped_on_the_window_are_logged_for_whom_they_are_with_and_twice_changes_nothing(
    user: User, tmp_path: Path
) -> None:
    marta = user.services.contacts.add(person("Marta Oliveira", email="marta@casaazul.pt"))
    path = tmp_path / "all.mbox"
    path.write_text(MAILS, encoding="utf-8")
    user.drop_file(path)
    assert user.sees("2 e-mails: 1 to log")
    user.press_button("Ana Sousa <ana@sousa.pt> · 1 e-mail")
    user.press("Ctrl+Enter")
    assert user.no_card()
    assert user.said() == "Logged 2 e-mails"
    assert [entry.subject for entry in user.services.timeline.entries(marta)] == ["Budget"]
    assert user.services.contacts.count() == 2
    user.drop_file(path)
    assert user.sees("2 e-mails: 0 to log, 2 already here")
    user.press("Esc")
    user.press("Ctrl+Z")
    assert user.services.contacts.count() == 1
    assert user.services.timeline.entries(marta) == []


def test_a_file_and_a_promise_are_there_the_next_day(home: Path, clock: FixedClock, tmp_path: Path) -> None:
    (tmp_path / "offer.pdf").write_bytes(b"%PDF-1.7")
    with at_the_desk(home, clock) as user:
        marta = user.services.contacts.add(person("Marta Oliveira"))
        user.goes_to("C")
        user.window.navigate("contact", marta)
        user.settle()
        user.ask.answers = [[tmp_path / "offer.pdf"]]
        user.press("Shift+A")
        assert any(line.startswith("File: offer.pdf") for line in user.timeline())
    with at_the_desk(home, clock) as user:
        user.goes_to("C")
        user.window.navigate("contact", marta)
        user.settle()
        assert any(line.startswith("File: offer.pdf") for line in user.timeline())
