"""The real program on a real desktop: its window closed, its notifications pressed with a real mouse, killed, asleep."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.support.desktop import (
    PrivateBus,
    Screen,
    daemon_on_screen,
    fake_daemon,
    gnome_daemon,
    on_screen,
    own_bus,
)
from tests.support.eventually import eventually
from tests.support.program import PATIENCE, Program, WallClock, program, tray

__all__ = ["daemon_on_screen", "on_screen", "own_bus"]

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

_DONE, _SNOOZE, _TOMORROW, _OPEN = range(4)
_PEOPLE = (
    "First Name,Last Name,Organization Name,E-mail 1 - Value\n"
    "Marta,Oliveira,Casa Azul,marta@casaazul.example\n"
    "Ada,Stone,Acme,ada@acme.example\n"
)


@pytest.fixture
def wall(tmp_path: Path) -> WallClock:
    """The wall clock of the programs."""
    return WallClock(tmp_path / "wall clock")


@pytest.fixture
def app(request: pytest.FixtureRequest, tmp_path: Path, on_screen: Screen, own_bus: PrivateBus) -> Iterator[Program]:
    """The program with two people in it, not started; nothing it wrote to the terminal goes unnoticed."""
    people = tmp_path / "people.csv"
    # Only tests that move the clock pay for it.
    wall = request.getfixturevalue("wall") if "wall" in request.fixturenames else None
    people.write_text(_PEOPLE, encoding="utf-8")
    with program(tmp_path / "home", on_screen, own_bus.environment, wall) as made:
        made.command("import", str(people))
        yield made
    assert made.complaints() == ""


@pytest.fixture
def with_daemon(own_bus: PrivateBus, on_screen: Screen) -> Iterator[None]:
    """GNOME's notification daemon."""
    with gnome_daemon(own_bus, on_screen):
        yield


def _remind(app: Program, words: str) -> datetime:
    """Set a reminder from the command line; when it fires."""
    return datetime.fromisoformat(app.command("remind", words, "--json")["fires_at"])


def _due(app: Program) -> list[str]:
    return [row["text"] for row in app.command("due", "--json")]


def _picture(app: Program, name: str) -> None:
    """A picture of the screen for whoever wants to look: CRM_TEST_PICTURES names the folder."""
    folder = os.environ.get("CRM_TEST_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        app.screen.screenshot(Path(folder) / f"{name}.png")


# ------------------------------------------------------------------------------------------------- closing the window


def test_closing_the_window_without_a_tray_minimises_it_and_the_program_stays(app: Program) -> None:
    app.start()
    app.close_window()
    eventually(lambda: app.state() == "Iconic", "the window minimised", within=PATIENCE)
    assert app.running()
    app.bring_to_front()
    assert app.state() == "Normal"
    _picture(app, "after being minimised")
    assert app.quit() == 0


def test_closing_the_window_with_a_tray_hides_it_and_a_second_start_brings_it_back(
    app: Program, on_screen: Screen
) -> None:
    with tray(on_screen):
        app.start()
        app.close_window()
        eventually(lambda: app.state() == "Withdrawn", "the window hidden", within=PATIENCE)
        assert app.running()
        _picture(app, "in the tray")
        assert app.second_start() == 0
        eventually(app.is_in_front, "the window in front", within=PATIENCE)
        assert app.quit() == 0


def test_in_the_background_it_starts_without_a_window_in_the_tray(app: Program, on_screen: Screen) -> None:
    with tray(on_screen):
        app.start("--background", window=False)
        assert app.second_start() == 0
        eventually(app.is_in_front, "the window in front", within=PATIENCE)
        assert app.quit() == 0


def test_a_second_start_raises_the_minimised_window_of_the_first(app: Program) -> None:
    app.start()
    first = app.window()
    app.close_window()
    eventually(lambda: app.state() == "Iconic", "the window minimised", within=PATIENCE)
    assert app.second_start() == 0
    eventually(app.is_in_front, "the window in front", within=PATIENCE)
    assert app.window() == first
    assert app.running()


def test_after_kill_9_it_starts_again_at_once(app: Program) -> None:
    for _ in range(3):
        app.start()
        app.kill()
    app.start()
    assert app.command("check").strip() == "The data file is whole."
    assert app.quit() == 0


# ------------------------------------------------------------------------------------------------------ notifications


def test_done_on_a_notification_ends_the_reminder_with_the_window_closed(
    app: Program, with_daemon: None, wall: WallClock
) -> None:
    fires = _remind(app, "call Marta tomorrow 9:00")
    app.start()
    app.close_window()
    eventually(lambda: app.state() == "Iconic", "the window minimised", within=PATIENCE)
    wall.jump_to(fires)
    app.screen.bubble(within=PATIENCE)
    _picture(app, "a reminder")
    app.screen.press_button(_DONE, of=4)
    eventually(lambda: _due(app) == [], "the reminder done", within=PATIENCE)
    app.kill()
    wall.jump(days=3)
    assert _due(app) == []
    assert "call" in app.command("undo")
    assert _due(app) != []


def test_snooze_puts_it_off_by_an_hour_and_then_it_comes_again(
    app: Program, with_daemon: None, wall: WallClock
) -> None:
    fires = _remind(app, "call Marta tomorrow 9:00")
    wall.jump_to(fires)
    app.start()
    app.screen.bubble(within=PATIENCE)
    app.screen.press_button(_SNOOZE, of=4)
    eventually(lambda: _due(app) == [], "the reminder put off", within=PATIENCE)
    wall.jump(minutes=58)
    assert _due(app) == []
    wall.jump(minutes=3)
    assert _due(app) != []
    app.screen.bubble(within=PATIENCE)


def test_open_brings_the_window_to_the_front_on_that_person(app: Program, with_daemon: None, wall: WallClock) -> None:
    fires = _remind(app, "call Ada tomorrow 9:00")
    (ada,) = [hit["id"] for hit in app.command("find", "ada", "--json") if hit["kind"] == "contact"]
    app.start()
    app.close_window()
    eventually(lambda: app.state() == "Iconic", "the window minimised", within=PATIENCE)
    wall.jump_to(fires)
    app.screen.bubble(within=PATIENCE)
    app.screen.press_button(_OPEN, of=4)
    eventually(app.is_in_front, "the window in front", within=PATIENCE)
    app.settled()
    # What is typed now is written about her.
    app.key("w")
    app.settled()
    app.type("She was glad")
    app.key("ctrl+Return")
    eventually(
        lambda: [entry["text"] for entry in app.command("show", str(ada), "--json")["timeline"]] == ["She was glad"],
        "the note on her timeline",
        within=PATIENCE,
    )
    _picture(app, "opened on a person")


def test_several_due_at_once_are_one_notification_that_opens_today(
    app: Program, with_daemon: None, wall: WallClock
) -> None:
    fires = [_remind(app, f"thing number {number} tomorrow 9:0{number}") for number in range(4)]
    wall.jump_to(max(fires))
    app.start()
    app.screen.bubble(within=PATIENCE)
    assert len(app.screen.bubbles()) == 1
    _picture(app, "several at once")
    app.screen.press_button(0, of=3)
    eventually(app.is_in_front, "the window in front", within=PATIENCE)
    assert len(_due(app)) == 4
    assert app.title() == "(4) CRM Desktop"


def test_without_a_daemon_it_is_counted_in_the_window_and_shown_when_one_appears(
    app: Program, own_bus: PrivateBus, on_screen: Screen, wall: WallClock
) -> None:
    fires = _remind(app, "call Marta tomorrow 9:00")
    wall.jump_to(fires)
    app.start()
    eventually(lambda: app.title() == "(1) CRM Desktop", "the number in the title", within=PATIENCE)
    assert on_screen.bubbles() == []
    _picture(app, "without a daemon")
    with gnome_daemon(own_bus, on_screen):
        on_screen.bubble(within=PATIENCE)
        on_screen.press_button(_DONE, of=4)
        eventually(lambda: _due(app) == [], "the reminder done", within=PATIENCE)


def test_a_daemon_that_dies_takes_nothing_with_it_and_the_next_one_is_used(
    app: Program, own_bus: PrivateBus, on_screen: Screen, wall: WallClock
) -> None:
    first, second = _remind(app, "call Marta tomorrow 9:00"), _remind(app, "call Ada tomorrow 12:00")
    wall.jump_to(first)
    with gnome_daemon(own_bus, on_screen) as daemon:
        app.start()
        on_screen.bubble(within=PATIENCE)
        daemon.kill()
        assert len(_due(app)) == 1
        wall.jump_to(second)
        assert len(_due(app)) == 2
        assert app.running()
        daemon.start()
        on_screen.bubble(within=PATIENCE)
        assert app.running()


def test_what_came_due_while_the_laptop_slept_is_shown_within_one_look_after_waking(
    app: Program, with_daemon: None, wall: WallClock
) -> None:
    _remind(app, "call Marta tomorrow 9:00")
    app.start()
    eventually(app.is_in_front, "the window in front", within=PATIENCE)
    assert app.screen.bubbles() == []
    # The wall clock is two days on; no timer of the program has moved a second.
    wall.jump(days=2)
    app.screen.bubble(within=35)


def test_killed_between_claiming_and_showing_it_is_shown_after_the_restart_and_not_again(
    app: Program, own_bus: PrivateBus, wall: WallClock
) -> None:
    fires = _remind(app, "call Marta tomorrow 9:00")
    with fake_daemon(own_bus) as daemon:
        app.start()
        eventually(lambda: daemon.asked("GetCapabilities"), "the program knows the daemon", within=PATIENCE)
        daemon.hang()
        wall.jump_to(fires)
        eventually(lambda: daemon.holds("Notify"), "the notification asked for", within=PATIENCE)
        app.kill()
        daemon.forget()
        daemon.resume()
        app.start()
        eventually(lambda: daemon.notified, "the notification shown", within=PATIENCE)
        assert "call" in daemon.last().summary
        # Marked as shown: a third run has nothing to tell.
        eventually(lambda: _shown(app), "the notification marked", within=PATIENCE)
        app.kill()
        app.start()
        eventually(lambda: daemon.asked("GetCapabilities", times=3), "the third run", within=PATIENCE)
        eventually(lambda: app.title() == "(1) CRM Desktop", "the third run has looked", within=PATIENCE)
        assert app.quit() == 0
        assert len(daemon.notified) == 1


def _shown(app: Program) -> bool:
    """Whether the file says that the one reminder was shown."""
    import sqlcipher3.dbapi2 as sqlite

    (file,) = app.home.rglob("*.db")
    connection = sqlite.connect(f"file:{file}?mode=ro", uri=True)
    try:
        return bool(connection.execute("SELECT count(*) FROM deliveries WHERE shown_at IS NOT NULL").fetchone()[0])
    finally:
        connection.close()
