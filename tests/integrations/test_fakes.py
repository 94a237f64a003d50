"""The stand-ins of the tests behave like the real things."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from crm_desktop.services.ports import Clock, NoticeAnswer, Notifier
from tests.integrations.listening import Listening, notice
from tests.support.clock import FixedClock
from tests.support.notifications import GONE, FakeNotifier


def _program(fake: FakeNotifier) -> Listening:
    return Listening(lambda _: fake)


def test_they_fit_the_ports() -> None:
    clock: Clock = FixedClock()
    notifier: Notifier = FakeNotifier()
    assert clock.now().tzinfo is UTC
    assert notifier.problem() is None


def test_the_clock_moves_only_when_told() -> None:
    clock = FixedClock()
    begin = clock.now()
    assert clock.now() == begin
    assert clock.advance(hours=1) == begin + timedelta(hours=1)
    clock.set(datetime.fromisoformat("2026-07-01T09:00"))
    assert clock.now() == datetime(2026, 7, 1, 7, 0, tzinfo=UTC)
    clock.travel("Asia/Tokyo")
    assert clock.now().astimezone(clock.zone()).hour == 16


def test_time_that_passes_moves_both_clocks_and_setting_the_wall_clock_moves_one() -> None:
    clock = FixedClock()
    wall, booted, boot = clock.now(), clock.boot_seconds(), clock.boot_id()
    clock.advance(hours=1)
    assert clock.boot_seconds() == booted + 3600
    clock.jump(days=365)
    assert clock.now() == wall + timedelta(hours=1, days=365)
    assert clock.boot_seconds() == booted + 3600
    clock.jump(days=-365)
    clock.set(clock.now() + timedelta(minutes=1))
    assert clock.boot_seconds() == booted + 3660
    clock.set(clock.now() - timedelta(days=1))
    assert clock.boot_seconds() == booted + 3660
    assert clock.boot_id() == boot
    before = clock.now()
    clock.boot(off=timedelta(hours=8))
    assert clock.now() == before + timedelta(hours=8)
    assert clock.boot_seconds() < booted
    assert clock.boot_id() != boot


def test_a_press_comes_before_its_closing() -> None:
    fake = FakeNotifier()
    program = _program(fake)
    number = program.shown(notice())
    fake.press("done")
    assert program.answers == [
        NoticeAnswer("occurrence-1", number, "done", "pressed"),
        NoticeAnswer("occurrence-1", number, "", "dismissed"),
    ]
    assert fake.bubbles == {}


def test_only_buttons_that_are_there_can_be_pressed() -> None:
    fake = FakeNotifier()
    _program(fake).shown(notice())
    with pytest.raises(AssertionError, match="no button"):
        fake.press("delete")


def test_a_repeat_replaces_and_closing_closes() -> None:
    fake = FakeNotifier()
    program = _program(fake)
    number = program.shown(notice())
    assert program.shown(notice(replaces=number)) == number
    assert (len(fake.shown), len(fake.bubbles), fake.number_of("occurrence-1")) == (2, 1, number)
    fake.close(number)
    assert program.answers[-1].reason == "closed"


def test_callbacks_can_be_made_to_wait() -> None:
    fake = FakeNotifier(at_once=False)
    program = _program(fake)
    program.show(notice())
    assert program.numbers == []
    assert fake.deliver() == 1
    assert program.numbers == [1]


def test_a_service_that_hangs_disappears_and_comes_back() -> None:
    fake = FakeNotifier()
    program = _program(fake)
    fake.hang()
    program.show(notice())
    assert (program.numbers, program.failures) == ([], [])
    fake.disappear()
    assert program.failures == [str(GONE)]
    assert program.failed(notice()) == str(GONE)
    fake.appear()
    assert (program.available, fake.problem()) == (1, None)
    fake.hang()
    program.show(notice())
    fake.give_up()
    assert len(program.failures) == 3


def test_after_stopping_nothing_is_called() -> None:
    fake = FakeNotifier(at_once=False)
    program = _program(fake)
    program.show(notice())
    fake.stop()
    assert fake.deliver() == 0
