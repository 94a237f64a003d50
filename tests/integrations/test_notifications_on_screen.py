"""Real notifications of GNOME's daemon on a real screen, with a real mouse on their buttons."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from crm_desktop.integrations.notifications import wording
from crm_desktop.integrations.notifications.linux import LinuxNotifier
from tests.integrations.listening import ACTIONS, Listening, listening_to, notice
from tests.support.desktop import GnomeDaemon, PrivateBus, Screen, gnome_daemon, gnome_daemon_program, private_bus
from tests.support.eventually import eventually

pytestmark = pytest.mark.desktop

_FOUR = (("done", "Done"), ("snooze:1h", "In an hour"), ("snooze:tomorrow", "Tomorrow 9:00"), ("open", "Open"))


@pytest.fixture
def user(daemon_on_screen: GnomeDaemon) -> Iterator[Listening]:
    """A program that shows notifications on the screen."""
    with listening_to(LinuxNotifier) as listening:
        yield listening


@pytest.mark.parametrize("position", range(len(ACTIONS)))
def test_pressing_a_button_arrives_as_its_action(on_screen: Screen, user: Listening, position: int) -> None:
    number = user.shown(notice())
    on_screen.press_button(position)
    user.until(lambda: len(user.answers) == 2, "the press and the closing")
    pressed, closed = user.answers
    assert (pressed.key, pressed.daemon_id, pressed.action, pressed.reason) == (
        "occurrence-1",
        number,
        ACTIONS[position][0],
        "pressed",
    )
    assert (closed.action, closed.reason) == ("", "dismissed")
    eventually(lambda: not on_screen.bubbles(), "the bubble gone")


@pytest.mark.parametrize("position", range(len(_FOUR)))
def test_with_choices_to_snooze_four_buttons_find_room_and_each_arrives(
    on_screen: Screen, user: Listening, position: int
) -> None:
    user.shown(notice(actions=_FOUR))
    on_screen.press_button(position, of=len(_FOUR))
    user.until(lambda: len(user.answers) == 2, "the press and the closing")
    assert [answer.action for answer in user.answers] == [_FOUR[position][0], ""]


def test_a_click_on_the_text_opens(on_screen: Screen, user: Listening) -> None:
    user.shown(notice())
    on_screen.press_text()
    user.until(lambda: user.answers, "the press")
    assert (user.answers[0].action, user.answers[0].reason) == ("open", "pressed")


def test_the_cross_dismisses(on_screen: Screen, user: Listening) -> None:
    user.shown(notice())
    on_screen.press_cross()
    user.until(lambda: user.answers, "the closing")
    assert [(answer.action, answer.reason) for answer in user.answers] == [("", "dismissed")]


def test_markup_is_shown_as_it_was_typed(on_screen: Screen, user: Listening, tmp_path: Path) -> None:
    # The same number of visible characters, all of them ordinary: what the daemon took for markup would leave a gap.
    typed = notice(body="<b>R&D</b> <i>&amp;</i> <a href='file:///etc/passwd'>x</a>")
    user.shown(typed)
    with_markup = _width_of_text(on_screen)
    user.shown(notice(body="RD & x"))
    eventually(lambda: _width_of_text(on_screen) < with_markup - 100, "the shorter text drawn")


def test_a_repeat_replaces_the_bubble(on_screen: Screen, user: Listening) -> None:
    first = user.shown(notice())
    on_screen.bubble()
    assert user.shown(notice(body="Again")) == first
    assert len(on_screen.bubbles()) == 1


def test_closing_is_answered_by_the_daemon(on_screen: Screen, user: Listening) -> None:
    # This daemon says at once that the bubble is closed and yet leaves its window until it would have expired.
    number = user.shown(notice())
    on_screen.bubble()
    user.notifier.close(number)
    user.until(lambda: user.answers, "the closing")
    assert [(answer.action, answer.reason) for answer in user.answers] == [("", "closed")]


def test_a_daemon_that_dies_and_comes_back_goes_on_with_buttons(
    on_screen: Screen, daemon_on_screen: GnomeDaemon, user: Listening
) -> None:
    number = user.shown(notice())
    on_screen.bubble()
    daemon_on_screen.kill()
    user.until(user.notifier.problem, "the end noticed")
    assert [answer.reason for answer in user.answers] == ["unknown"]
    assert user.failed(notice()) == str(wording.NO_SERVICE)
    daemon_on_screen.start()
    user.until(lambda: user.available == 2, "the new daemon noticed")
    user.shown(notice(replaces=number))
    on_screen.press_button(0)
    user.until(lambda: len(user.answers) > 1, "the press")
    assert user.answers[1].action == "done"


def test_a_daemon_that_hangs_is_given_up_and_taken_up_again(
    on_screen: Screen, daemon_on_screen: GnomeDaemon, user: Listening
) -> None:
    user.until(lambda: user.available, "the daemon noticed")
    daemon_on_screen.hang()
    assert user.failed(notice()) == str(wording.NO_ANSWER)
    assert on_screen.bubbles() == []
    daemon_on_screen.resume()
    user.until(lambda: user.available == 2, "the daemon noticed again")
    # The bubble came late, and the next try replaces it: one press ends it.
    assert user.shown(notice()) == 1
    on_screen.press_button(0)
    user.until(lambda: len(user.answers) == 2, "the press and the closing")
    assert [answer.action for answer in user.answers] == ["done", ""]
    eventually(lambda: not on_screen.bubbles(), "the bubble gone")


def test_a_daemon_that_is_not_running_is_started_by_the_bus(on_screen: Screen, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in on_screen.environment.items():
        monkeypatch.setenv(name, value)
    with private_bus(starts=[gnome_daemon_program()]) as bus:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", bus.address)
        with listening_to(LinuxNotifier) as user:
            user.shown(notice())
            on_screen.press_button(2)
            user.until(lambda: user.answers, "the press")
            assert user.answers[0].action == "open"
    eventually(lambda: not on_screen.bubbles(), "the bubble gone")


def test_without_a_daemon_nothing_appears_and_it_is_said(own_bus: PrivateBus, on_screen: Screen) -> None:
    with listening_to(LinuxNotifier) as user:
        assert user.failed(notice()) == str(wording.NO_SERVICE)
        with gnome_daemon(own_bus, on_screen):
            user.until(lambda: user.available, "the daemon noticed")
            user.shown(notice())
            assert on_screen.bubble()


def _width_of_text(on_screen: Screen) -> int:
    """From the first to the last dark pixel of the second row of text: the body."""
    window = on_screen.bubble()
    rows = eventually(lambda: on_screen.rows_of_text(window)[1:2], "the body drawn")
    return rows[0]
