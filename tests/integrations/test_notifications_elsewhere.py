"""The adapter for Windows and macOS, tried with what its library can do here: over a real bus, on a real screen."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Callable, Iterator

import pytest

from crm_desktop.integrations.notifications import wording
from crm_desktop.services.ports import Notifier
from tests.integrations.listening import ACTIONS, listening_to, notice
from tests.support.desktop import FakeDaemon, GnomeDaemon, PrivateBus, Screen, fake_daemon
from tests.support.eventually import eventually

pytestmark = [
    pytest.mark.desktop,
    pytest.mark.allow_log("desktop_notifier.*Notification failed", reason="the library's own word on a failure"),
]


@pytest.fixture(autouse=True)
def _library_that_never_closes() -> Iterator[None]:
    """On Linux, where the program does not use it, the library leaves its connection to the garbage collector."""
    yield
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


def _make(deliver: Callable[[Callable[[], None]], None]) -> Notifier:
    from crm_desktop.integrations.notifications.elsewhere import ElsewhereNotifier  # its library is imported late

    return ElsewhereNotifier(deliver)


@pytest.mark.parametrize("position", range(len(ACTIONS)))
def test_pressing_a_button_arrives_as_its_action(
    on_screen: Screen, daemon_on_screen: GnomeDaemon, position: int
) -> None:
    with listening_to(_make) as user:
        number = user.shown(notice())
        on_screen.press_button(position)
        user.until(lambda: user.answers, "the press")
        (answer,) = user.answers
        assert (answer.key, answer.daemon_id, answer.action, answer.reason) == (
            "occurrence-1",
            number,
            ACTIONS[position][0],
            "pressed",
        )


def test_a_click_on_the_text_opens_and_the_cross_dismisses(on_screen: Screen, daemon_on_screen: GnomeDaemon) -> None:
    with listening_to(_make) as user:
        user.shown(notice())
        on_screen.press_text()
        user.until(lambda: user.answers, "the press")
        eventually(lambda: not on_screen.bubbles(), "the bubble gone")
        user.shown(notice())
        on_screen.press_cross()
        user.until(lambda: len(user.answers) == 2, "the closing")
        assert [(answer.action, answer.reason) for answer in user.answers] == [("open", "pressed"), ("", "dismissed")]


def test_the_number_stays_the_same_for_the_same_occurrence(counting_daemon: FakeDaemon) -> None:
    with listening_to(_make) as user:
        first = user.shown(notice())
        assert user.shown(notice(body="Again")) == first
        assert user.shown(notice("occurrence-2")) != first
        assert len(counting_daemon.closed) == 1
    with listening_to(_make) as later:
        assert later.shown(notice()) == first


def test_closing_takes_the_bubble_away(counting_daemon: FakeDaemon) -> None:
    with listening_to(_make) as user:
        user.notifier.close(user.shown(notice()))
        user.notifier.close(12345)
        eventually(lambda: counting_daemon.closed == [1], "the bubble closed")


def test_leaving_takes_the_bubbles_away_and_is_silent(counting_daemon: FakeDaemon) -> None:
    with listening_to(_make) as user:
        user.shown(notice())
        user.notifier.stop()
        user.notifier.stop()
        assert counting_daemon.closed == [1]
        user.show(notice("occurrence-2"))
        user.run_waiting()
        assert (user.answers, len(user.numbers)) == ([], 1)


def test_without_a_service_there_is_a_sentence_and_later_another_try(own_bus: PrivateBus) -> None:
    with listening_to(_make) as user:
        assert user.failed(notice()) == str(wording.NO_SERVICE)
        assert user.notifier.problem() == wording.NO_SERVICE
        with fake_daemon(own_bus):
            assert user.shown(notice())
            assert user.notifier.problem() is None
            assert user.available == 1


def test_a_service_that_hangs_is_given_up(own_bus: PrivateBus) -> None:
    with fake_daemon(own_bus) as daemon:
        daemon.hang()
        with listening_to(_make) as user:
            assert user.failed(notice()) == str(wording.NO_ANSWER)
            daemon.resume()


def test_a_session_without_a_bus_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    with listening_to(_make) as user:
        assert user.failed(notice()) == str(wording.NO_SERVICE)


def test_a_notice_is_heard_unless_it_is_to_be_silent(own_bus: PrivateBus) -> None:
    with fake_daemon(own_bus) as daemon, listening_to(_make) as user:
        user.shown(notice())
        heard = daemon.last().hints
        user.shown(notice("occurrence-2", silent=True))
        silent = daemon.last().hints
    assert heard["sound-name"][1]
    assert not silent.get("sound-name", ("s", ""))[1]
