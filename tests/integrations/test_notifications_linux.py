"""What goes over the bus to the notification service, what comes back, and each way in which that can fail."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from crm_desktop.integrations.notifications import notifier, wording
from crm_desktop.integrations.notifications.linux import LinuxNotifier
from crm_desktop.services.ports import NoticeAnswer
from tests.integrations.listening import Listening, listening_to, notice
from tests.support.desktop import FakeDaemon, PrivateBus, fake_daemon, impostor, names_on, private_bus, signal_to
from tests.support.eventually import eventually

pytestmark = pytest.mark.desktop


@pytest.fixture
def user(own_bus: PrivateBus) -> Iterator[Listening]:
    """A program that shows notifications over the test's bus."""
    with listening_to(LinuxNotifier) as listening:
        yield listening


def test_this_platforms_notifier_is_chosen(counting_daemon: FakeDaemon) -> None:
    with listening_to(notifier) as user:
        assert isinstance(user.notifier, LinuxNotifier)
        assert user.shown(notice()) == 1


def test_a_notice_says_who_what_and_what_may_be_pressed(counting_daemon: FakeDaemon, user: Listening) -> None:
    user.shown(notice())
    seen = counting_daemon.last()
    assert (seen.application, seen.replaces, seen.icon) == ("CRM Desktop", 0, "crm-desktop")
    assert seen.summary == "Call Ada Example"
    assert seen.body.count("\n") == 2
    assert seen.actions == ("default", "Open", "done", "Done", "snooze", "Snooze 1 hour", "open", "Open")
    assert seen.hints["desktop-entry"] == ("s", "crm-desktop")
    assert seen.hints["urgency"] == ("y", 1)
    assert seen.timeout == -1


def test_an_urgent_notice_stays_until_it_is_answered(counting_daemon: FakeDaemon, user: Listening) -> None:
    user.shown(notice(urgent=True))
    seen = counting_daemon.last()
    assert (seen.hints["urgency"], seen.timeout) == (("y", 2), 0)


def test_a_notice_is_heard_unless_it_is_to_be_silent(counting_daemon: FakeDaemon, user: Listening) -> None:
    user.shown(notice())
    assert counting_daemon.last().hints["sound-name"] == ("s", "alarm-clock-elapsed")
    assert "suppress-sound" not in counting_daemon.last().hints
    user.shown(notice(silent=True))
    assert counting_daemon.last().hints["suppress-sound"] == ("b", True)
    assert "sound-name" not in counting_daemon.last().hints


def test_a_notice_without_open_has_nothing_to_click_on(counting_daemon: FakeDaemon, user: Listening) -> None:
    user.shown(notice(actions=(("done", "Done"),)))
    assert counting_daemon.last().actions == ("done", "Done")


def test_an_icon_file_is_named_by_its_address(counting_daemon: FakeDaemon) -> None:
    with listening_to(lambda deliver: LinuxNotifier(deliver, Path("/somewhere/an icon.svg"))) as user:
        user.shown(notice())
    assert counting_daemon.last().icon == "file:///somewhere/an%20icon.svg"


@pytest.mark.parametrize(
    ("capabilities", "body"),
    [(["body", "body-markup"], "R&amp;D &lt;b&gt;"), (["body"], "R&D <b>"), ([], "R&D <b>")],
)
def test_markup_is_escaped_for_services_that_read_it(own_bus: PrivateBus, capabilities: list[str], body: str) -> None:
    with fake_daemon(own_bus, capabilities) as daemon, listening_to(LinuxNotifier) as user:
        user.shown(notice(body="R&D <b>"))
        assert daemon.last().body == body


def test_a_service_without_buttons_gets_none(own_bus: PrivateBus) -> None:
    with fake_daemon(own_bus, ["body"]) as daemon, listening_to(LinuxNotifier) as user:
        user.shown(notice())
        assert daemon.last().actions == ()


def test_texts_that_would_end_the_connection_are_made_harmless(counting_daemon: FakeDaemon, user: Listening) -> None:
    user.shown(notice(title="zero \0 and\nhalf \ud800", body="\0" * 10_000))
    seen = counting_daemon.last()
    assert seen.summary == "zero \N{REPLACEMENT CHARACTER} and half ?"
    assert len(seen.body) == 3000
    assert user.shown(notice("another")) == 2


def test_pressing_and_closing_arrive_with_the_notices_key(counting_daemon: FakeDaemon, user: Listening) -> None:
    number = user.shown(notice("occurrence-7"))
    counting_daemon.press(number, "snooze")
    counting_daemon.close(number, 2)
    user.until(lambda: len(user.answers) == 2, "two answers")
    assert user.answers == [
        NoticeAnswer("occurrence-7", number, "snooze", "pressed"),
        NoticeAnswer("occurrence-7", number, "", "dismissed"),
    ]


def test_a_click_beside_the_buttons_opens(counting_daemon: FakeDaemon, user: Listening) -> None:
    counting_daemon.press(user.shown(notice()), "default")
    user.until(lambda: user.answers, "an answer")
    assert user.answers[0].action == "open"


@pytest.mark.parametrize(
    ("reason", "word"), [(1, "expired"), (2, "dismissed"), (3, "closed"), (4, "unknown"), (77, "unknown")]
)
def test_reasons_for_closing_have_words(counting_daemon: FakeDaemon, user: Listening, reason: int, word: str) -> None:
    counting_daemon.close(user.shown(notice()), reason)
    user.until(lambda: user.answers, "an answer")
    assert user.answers[0].reason == word


def test_closing_takes_the_bubble_away(counting_daemon: FakeDaemon, user: Listening) -> None:
    number = user.shown(notice())
    user.notifier.close(number)
    user.until(lambda: user.answers, "an answer")
    assert counting_daemon.closed == [number]
    assert user.answers == [NoticeAnswer("occurrence-1", number, "", "closed")]


def test_a_repeated_notice_replaces_its_bubble(counting_daemon: FakeDaemon, user: Listening) -> None:
    first = user.shown(notice())
    user.shown(notice("occurrence-2"))
    assert user.shown(notice()) == first
    assert [seen.replaces for seen in counting_daemon.notified] == [0, 0, first]


def test_after_a_crash_before_the_number_was_noted_the_same_bubble_is_replaced(counting_daemon: FakeDaemon) -> None:
    counting_daemon.honours_tags = True
    numbers = []
    for run in ("first run", "second run"):
        # A new program on the bus each time, which knows nothing of the other's numbers.
        with listening_to(LinuxNotifier) as user:
            numbers += [user.shown(notice(body=run)), user.shown(notice("occurrence-2"))]
    assert numbers == [1, 2, 1, 2]


def test_a_number_of_an_earlier_run_is_replaced_by_the_same_service(
    counting_daemon: FakeDaemon, user: Listening
) -> None:
    assert user.shown(notice(replaces=41)) == 41


def test_a_number_of_an_earlier_service_is_not_used_any_more(own_bus: PrivateBus) -> None:
    with listening_to(LinuxNotifier) as user:
        with fake_daemon(own_bus):
            number = user.shown(notice())
        user.until(user.notifier.problem, "the end noticed")
        with fake_daemon(own_bus) as second:
            user.until(lambda: user.available == 2, "the new service noticed")
            user.shown(notice(replaces=number))
            assert second.last().replaces == 0


def test_bubbles_of_others_are_none_of_our_business(counting_daemon: FakeDaemon, user: Listening) -> None:
    number = user.shown(notice())
    counting_daemon.press(number + 5, "done")
    counting_daemon.press(number, "done")
    user.until(lambda: user.answers, "an answer")
    assert [answer.daemon_id for answer in user.answers] == [number]


def test_a_press_that_another_program_made_up_is_not_believed(
    own_bus: PrivateBus, counting_daemon: FakeDaemon, user: Listening
) -> None:
    number = user.shown(notice())
    with impostor(own_bus) as stranger:
        for name in names_on(own_bus):
            stranger.send(signal_to(name, "ActionInvoked", "us", (number, "done")))
            stranger.send(signal_to(name, "NotificationClosed", "uu", (number, 2)))
        counting_daemon.press(number, "snooze")
        user.until(lambda: user.answers, "an answer")
    assert [answer.action for answer in user.answers] == ["snooze"]


def test_a_signal_of_another_shape_does_no_harm(counting_daemon: FakeDaemon, user: Listening) -> None:
    number = user.shown(notice())
    counting_daemon.signal("ActionInvoked", "s", ("done",))
    counting_daemon.signal("ActivationToken", "us", (number, "token"))
    counting_daemon.press(number, "done")
    user.until(lambda: user.answers, "an answer")
    assert [answer.action for answer in user.answers] == ["done"]


def test_without_a_service_there_is_a_sentence(own_bus: PrivateBus, user: Listening) -> None:
    assert user.failed(notice()) == str(wording.NO_SERVICE)
    assert user.notifier.problem() == wording.NO_SERVICE


def test_a_service_that_appears_is_noticed(own_bus: PrivateBus, user: Listening) -> None:
    user.failed(notice())
    with fake_daemon(own_bus) as daemon:
        user.until(lambda: user.available, "the service noticed")
        assert user.notifier.problem() is None
        user.shown(notice())
        assert len(daemon.notified) == 1


def test_a_service_that_ends_takes_its_bubbles_along_and_a_new_one_is_used(
    own_bus: PrivateBus, user: Listening
) -> None:
    with fake_daemon(own_bus):
        number = user.shown(notice())
    user.until(lambda: user.answers, "an answer")
    assert user.answers == [NoticeAnswer("occurrence-1", number, "", "unknown")]
    assert user.notifier.problem() == wording.NO_SERVICE
    with fake_daemon(own_bus) as second:
        user.until(lambda: user.available == 2, "the new service noticed")
        user.shown(notice())
        assert len(second.notified) == 1


def test_a_service_that_ends_during_a_call_fails_it(own_bus: PrivateBus, user: Listening) -> None:
    with fake_daemon(own_bus) as daemon:
        user.shown(notice())
        daemon.hang()
        user.show(notice("occurrence-2"))
        eventually(lambda: daemon.held() == 1, "the call at the service")
    user.until(lambda: user.failures, "a failure")
    assert user.failures == [str(wording.NO_SERVICE)]


def test_a_service_that_hangs_from_the_start_fails_after_two_seconds(own_bus: PrivateBus) -> None:
    with fake_daemon(own_bus) as daemon:
        daemon.hang()
        with listening_to(LinuxNotifier) as user:
            assert user.failed(notice()) == str(wording.NO_ANSWER)
            assert user.notifier.problem() == wording.NO_ANSWER
            daemon.resume()
            user.until(lambda: user.available, "the service noticed")
            assert user.notifier.problem() is None


def test_a_bubble_that_comes_too_late_still_counts_and_is_replaced(
    counting_daemon: FakeDaemon, user: Listening
) -> None:
    user.shown(notice("occurrence-0"))
    counting_daemon.hang()
    assert user.failed(notice()) == str(wording.NO_ANSWER)
    counting_daemon.resume()
    user.until(lambda: user.available == 2, "the service noticed")
    late = counting_daemon.last().number
    assert user.shown(notice()) == late
    counting_daemon.press(late, "done")
    user.until(lambda: user.answers, "an answer")
    assert user.answers[0].key == "occurrence-1"


@pytest.mark.allow_log("A notification was refused", reason="the service refuses one")
def test_one_refused_bubble_is_not_the_end_of_all(counting_daemon: FakeDaemon, user: Listening) -> None:
    user.until(lambda: user.available, "the service noticed")
    counting_daemon.refuses = "org.freedesktop.Notifications.MaxNotificationsExceeded"
    assert user.failed(notice()) == str(wording.REFUSED)
    assert user.notifier.problem() is None
    counting_daemon.refuses = ""
    assert user.shown(notice())


def test_a_session_without_a_bus_gets_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    with listening_to(LinuxNotifier) as user:
        assert user.failed(notice()) == str(wording.NO_BUS)
        assert user.failed(notice()) == str(wording.NO_BUS)
        assert user.notifier.problem() == wording.NO_BUS


@pytest.mark.parametrize(
    "address", ["unix:path=/nonexistent/bus", "disabled:", "tcp:host=127.0.0.1,port=1", "nonsense", "unix:guid=1"]
)
def test_an_address_that_leads_nowhere_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    with listening_to(LinuxNotifier) as user:
        assert user.failed(notice()) == str(wording.NO_BUS)


def test_a_bus_that_never_greets_gets_a_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with closing(socket.socket(socket.AF_UNIX)) as silent:
        silent.bind(str(tmp_path / "bus"))
        silent.listen()
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
        with listening_to(LinuxNotifier) as user:
            assert user.failed(notice()) == str(wording.NO_BUS)


def test_the_bus_is_found_where_systemd_puts_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with private_bus(socket=tmp_path / "bus") as bus, fake_daemon(bus), listening_to(LinuxNotifier) as user:
        assert user.shown(notice()) == 1


def test_a_bus_that_dies_fails_what_was_asked_and_a_new_one_is_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("crm_desktop.integrations.bus._CONNECT_AGAIN_AFTER", 0.0)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    with listening_to(LinuxNotifier) as user:
        with private_bus(socket=tmp_path / "bus") as first, fake_daemon(first) as daemon:
            number = user.shown(notice())
            daemon.hang()
            user.show(notice("occurrence-2"))
            eventually(lambda: daemon.held() == 1, "the call at the service")
            first.kill()
            user.until(lambda: user.failures, "a failure")
        assert user.failures == [str(wording.NO_BUS)]
        assert user.answers == [NoticeAnswer("occurrence-1", number, "", "unknown")]
        (tmp_path / "bus").unlink(missing_ok=True)
        with private_bus(socket=tmp_path / "bus") as second, fake_daemon(second) as daemon:
            assert user.shown(notice())
            assert user.notifier.problem() is None


def test_a_bus_that_comes_back_is_noticed_by_itself(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("crm_desktop.integrations.bus._CONNECT_AGAIN_AFTER", 0.0)
    monkeypatch.setattr("crm_desktop.integrations.bus._RECONNECT_AFTER", 0.05)
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/bus")
    with listening_to(LinuxNotifier) as user:
        user.until(lambda: user.notifier.problem() is wording.NO_BUS, "the missing bus noticed")
        with private_bus(socket=tmp_path / "bus") as bus, fake_daemon(bus):
            user.until(lambda: user.available, "the bus noticed")
            assert user.notifier.problem() is None


def test_a_frozen_bus_does_not_keep_the_program_from_ending(own_bus: PrivateBus) -> None:
    with fake_daemon(own_bus), listening_to(LinuxNotifier) as user:
        user.shown(notice())
        own_bus.freeze()
        user.show(notice("occurrence-2"))
        user.until(lambda: user.failures, "a failure")
        assert user.failures == [str(wording.NO_ANSWER)]
        own_bus.kill()


def test_stopping_takes_the_bubbles_away_and_is_silent(counting_daemon: FakeDaemon) -> None:
    with listening_to(LinuxNotifier) as user:
        number = user.shown(notice())
        counting_daemon.press(number, "done")
        user.notifier.stop()
        eventually(lambda: counting_daemon.closed == [number], "the bubble closed")
        user.show(notice("occurrence-2"))
        user.run_waiting()
        assert user.answers == []
        assert len(user.numbers) == 1


def test_a_thousand_notices_are_no_reason_to_lose_one(counting_daemon: FakeDaemon, user: Listening) -> None:
    for index in range(1000):
        user.show(notice(f"occurrence-{index}", body="x" * 500))
    user.until(lambda: len(user.numbers) == 1000, "all shown")
    assert len({seen.number for seen in counting_daemon.notified}) == 1000
    assert user.failures == []
