"""Starting at login and what keeps notifications away, in sentences, over ports that a test sets."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import UserError
from crm_desktop.services.alive import AliveService
from crm_desktop.services.ports import AtLogin, DisturbanceReading, DoNotDisturb, NotificationServer


@dataclass
class FakeLogin:
    """A desktop's list of what starts at login; one that is `stubborn` does as it likes."""

    now: AtLogin = AtLogin.OFF
    stubborn: bool = False
    told: list[bool] = field(default_factory=list)

    def state(self) -> AtLogin:
        return self.now

    def set(self, on: bool) -> None:
        self.told.append(on)
        if not self.stubborn:
            self.now = AtLogin.ON if on else AtLogin.OFF


@dataclass
class FakeDisturbance:
    """What a test says of the desktop."""

    said: DisturbanceReading = field(default_factory=lambda: DisturbanceReading(DoNotDisturb.UNKNOWN))
    drawn_by: NotificationServer | None = None

    def reading(self) -> DisturbanceReading:
        return self.said

    def server(self) -> NotificationServer | None:
        return self.drawn_by


@pytest.mark.parametrize("state", AtLogin)
def test_every_state_has_a_sentence_of_its_own(state: AtLogin) -> None:
    seen = AliveService(FakeLogin(state), FakeDisturbance()).login_start()
    others = {str(AliveService(FakeLogin(other), FakeDisturbance()).login_start().words) for other in AtLogin}
    assert seen.state is state
    assert len(others) == len(AtLogin)
    assert seen.changeable is (state is not AtLogin.UNSUPPORTED)


def test_switching_says_what_it_came_to() -> None:
    login = FakeLogin()
    alive = AliveService(login, FakeDisturbance())
    assert alive.start_at_login(True).state is AtLogin.ON
    assert alive.start_at_login(False).state is AtLogin.OFF
    assert login.told == [True, False]


@pytest.mark.parametrize(
    ("on", "stays", "words"), [(True, AtLogin.OFF, "Does not start"), (False, AtLogin.ON, "still")]
)
def test_a_desktop_that_does_not_do_as_it_is_told_is_a_sentence(on: bool, stays: AtLogin, words: str) -> None:
    alive = AliveService(FakeLogin(stays, stubborn=True), FakeDisturbance())
    with pytest.raises(UserError, match=words):
        alive.start_at_login(on)


def test_switching_off_what_was_broken_is_well() -> None:
    alive = AliveService(FakeLogin(AtLogin.BROKEN), FakeDisturbance())
    assert alive.start_at_login(False).state is AtLogin.OFF


def test_do_not_disturb_is_told_with_the_program_that_says_so() -> None:
    alive = AliveService(FakeLogin(), FakeDisturbance(DisturbanceReading(DoNotDisturb.ON, "dunst")))
    seen = alive.surroundings()
    assert "dunst" in str(seen.quiet)
    assert seen.disturbance.state is DoNotDisturb.ON
    for state in (DoNotDisturb.OFF, DoNotDisturb.UNKNOWN):
        quiet = AliveService(FakeLogin(), FakeDisturbance(DisturbanceReading(state))).surroundings().quiet
        assert "{" not in str(quiet)


def test_what_draws_notifications_is_named_and_so_are_missing_buttons() -> None:
    for capabilities, buttons in (((), False), (("body", "actions"), True)):
        server = NotificationServer("mako", "emersion", "1.8", "1.2", capabilities)
        seen = AliveService(FakeLogin(), FakeDisturbance(drawn_by=server)).surroundings()
        assert "mako 1.8" in str(seen.drawn_by)
        assert ("no buttons" in str(seen.drawn_by)) is not buttons
    assert "not known" in str(AliveService(FakeLogin(), FakeDisturbance()).surroundings().drawn_by)


def test_the_program_offers_it_for_its_own_home(core: Core) -> None:
    seen = core.services.alive.login_start()
    assert seen.state is AtLogin.OFF
