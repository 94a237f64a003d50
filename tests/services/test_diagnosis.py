"""Why did nothing appear? Each answer is produced by the state that it speaks of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.services.alive import AliveService
from crm_desktop.services.diagnosis import Check, Sign
from crm_desktop.services.ports import AtLogin, DisturbanceReading, DoNotDisturb, NotificationServer
from tests.support.at_login import AtLoginHere, Desktop
from tests.support.clock import FixedClock
from tests.support.home import TODAY, reminder_draft
from tests.support.notifications import FakeNotifier
from tests.support.notified import Desk

GNOME = NotificationServer("gnome-shell", "GNOME", "46.2", "1.2", ("actions", "body"))


@dataclass
class Doctor:
    """The diagnosis over a real home, with a desktop that says what the test has set."""

    core: Core
    desk: Desk
    desktop: Desktop
    login: AtLoginHere
    tray: bool = True

    def checks(self) -> dict[str, Check]:
        """What was found now, by name."""
        alive = AliveService(self.login, self.desktop)
        diagnosis = self.core.services.make_diagnosis(lambda: alive)
        return {check.name: check for check in diagnosis.look(tray=self.tray)}

    def says(self, name: str) -> tuple[Sign, str]:
        """Sign and words of one check, its moments written in full."""
        check = self.checks()[name]
        words = check.found.template.format(**{**check.found.values, **check.moments, "count": check.found.count})
        return check.sign, words if check.found.count in (None, 1) else str(check.found)


@pytest.fixture
def doctor(core: Core) -> Doctor:
    return Doctor(core, Desk(core, FakeNotifier()), Desktop(drawn_by=GNOME), AtLoginHere())


def test_the_service_is_named_with_its_version(doctor: Doctor) -> None:
    assert doctor.says("service") == (Sign.GOOD, "Notifications are drawn by gnome-shell 46.2.")


def test_a_service_without_buttons_is_worth_knowing(doctor: Doctor) -> None:
    doctor.desktop.drawn_by = NotificationServer("notify-osd", "Canonical", "1.0", "1.1", ("body",))
    assert doctor.says("service") == (Sign.NOTE, "Notifications are drawn by notify-osd 1.0, which shows no buttons.")


def test_a_missing_service_stands_first_with_a_way_to_today(doctor: Doctor) -> None:
    doctor.desk.notifier.disappear()
    assert doctor.says("service") == (Sign.BAD, "No notification service is running.")
    first = next(iter(doctor.checks().values()))
    assert (first.name, first.action) == ("service", "go.today")
    doctor.desk.notifier.appear()
    assert doctor.says("service")[0] is Sign.GOOD


@pytest.mark.parametrize(
    ("state", "sign", "begins"),
    [
        (DoNotDisturb.ON, Sign.BAD, "Do not disturb is on"),
        (DoNotDisturb.OFF, Sign.GOOD, "Do not disturb is off."),
        (DoNotDisturb.UNKNOWN, Sign.NOTE, "Whether do not disturb is on cannot be read"),
    ],
)
def test_do_not_disturb_is_told_as_far_as_it_can_be_read(
    doctor: Doctor, state: DoNotDisturb, sign: Sign, begins: str
) -> None:
    doctor.desktop.quiet = DisturbanceReading(state, "gnome-shell")
    found, words = doctor.says("disturbance")
    assert found is sign
    assert words.startswith(begins)


def test_quiet_hours_say_until_when_and_how_many_wait(doctor: Doctor) -> None:
    assert doctor.says("held")[0] is Sign.GOOD
    doctor.desk.set(quiet_hours="on", quiet_from="9:00", quiet_to="11:30")
    for number in range(2):
        doctor.core.services.reminders.add(reminder_draft(f"Task {number}"))
    doctor.desk.check()
    assert doctor.says("held") == (Sign.NOTE, f"Quiet hours hold notifications back until {TODAY} 11:30:00.")
    assert doctor.says("due") == (Sign.NOTE, "2 follow-ups are due and wait to be shown.")
    assert str(doctor.checks()["held"].way_out).startswith("Urgent ones come through.")
    doctor.desk.set(urgent_through="off")
    assert str(doctor.checks()["held"].way_out).startswith("Urgent ones are held back, too.")


def test_a_day_off_says_until_when_and_so_does_the_morning_after(doctor: Doctor, clock: FixedClock) -> None:
    doctor.desk.set(work_days="0,1,2,3,4")
    saturday, monday = TODAY + timedelta(days=4), TODAY + timedelta(days=6)
    clock.set(datetime.combine(saturday, time(12)))
    sentence = "Today is a day without notifications; they are held back until {when}."
    assert doctor.says("held") == (Sign.NOTE, sentence.format(when=f"{monday} 09:00:00"))
    clock.set(datetime.combine(monday, time(7)))
    assert doctor.says("held") == (Sign.NOTE, f"What came due on days off is held back until {monday} 09:00:00.")
    clock.set(datetime.combine(monday, time(9)))
    assert doctor.says("held")[0] is Sign.GOOD


def test_what_is_due_and_was_shown_waits_no_more(doctor: Doctor) -> None:
    doctor.core.services.reminders.add(reminder_draft())
    assert doctor.says("due") == (Sign.NOTE, "1 follow-up is due and waits to be shown.")
    doctor.desk.check()
    assert doctor.says("due") == (Sign.GOOD, "Nothing that is due waits to be shown.")


def test_the_last_one_is_told_with_when_it_was_shown(doctor: Doctor) -> None:
    assert doctor.says("last") == (Sign.NOTE, "No notification was ever shown on this data.")
    doctor.core.services.reminders.add(reminder_draft())
    doctor.desk.check()
    assert doctor.says("last") == (Sign.GOOD, f"The last one was shown at {TODAY} 10:00:00: “Call back”.")


def test_one_that_went_by_itself_is_told(doctor: Doctor, clock: FixedClock) -> None:
    doctor.core.services.reminders.add(reminder_draft())
    doctor.desk.check()
    clock.advance(seconds=10)
    doctor.desk.notifier.dismiss(reason="expired")
    assert doctor.says("last")[0] is Sign.NOTE
    assert "went by itself" in doctor.says("last")[1]


def test_a_desktop_that_takes_it_away_at_once_is_found_out(doctor: Doctor) -> None:
    doctor.core.services.reminders.add(reminder_draft())
    doctor.desk.check()
    doctor.desk.notifier.dismiss(reason="expired")
    sign, words = doctor.says("last")
    assert sign is Sign.BAD
    assert "away at once" in words


def test_one_that_lies_ahead_is_told_with_its_moment(doctor: Doctor) -> None:
    assert doctor.says("ahead") == (Sign.NOTE, "No reminder lies ahead.")
    doctor.core.services.reminders.add(reminder_draft("Later", at=time(15)))
    assert doctor.says("ahead") == (Sign.GOOD, f"The next one, “Later”, comes at {TODAY} 15:00:00.")


def test_one_kept_in_another_zone_is_told_in_both_times(doctor: Doctor) -> None:
    doctor.core.services.reminders.add(reminder_draft("Call New York", at=time(15), zone="America/New_York"))
    sign, words = doctor.says("ahead")
    assert sign is Sign.NOTE
    assert words.endswith(f"America/New_York: {TODAY} 15:00:00 there, {TODAY} 21:00:00 here.")


@pytest.mark.parametrize(
    ("state", "sign", "action"),
    [
        (AtLogin.ON, Sign.GOOD, ""),
        (AtLogin.OFF, Sign.NOTE, "settings"),
        (AtLogin.BROKEN, Sign.BAD, "settings"),
        (AtLogin.UNSUPPORTED, Sign.NOTE, ""),
    ],
)
def test_what_happens_at_login_is_told_truthfully(doctor: Doctor, state: AtLogin, sign: Sign, action: str) -> None:
    doctor.login.now = state
    check = doctor.checks()["login"]
    assert (check.sign, check.action) == (sign, action)
    assert check.found == AliveService(doctor.login, doctor.desktop).login_start().words


def test_without_a_tray_it_says_what_closing_does(doctor: Doctor) -> None:
    assert doctor.says("tray")[0] is Sign.GOOD
    doctor.tray = False
    sign, words = doctor.says("tray")
    assert sign is Sign.NOTE
    assert "minimises it" in words


def test_a_clock_that_was_set_ahead_is_told(doctor: Doctor, clock: FixedClock) -> None:
    doctor.desk.check()
    assert "clock" not in doctor.checks()
    clock.jump(days=400)
    doctor.desk.check()
    assert doctor.says("clock")[0] is Sign.BAD
