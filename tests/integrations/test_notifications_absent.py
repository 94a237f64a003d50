"""Where notifications do not work at all, that is said, and nothing else happens."""

from __future__ import annotations

import pytest

from crm_desktop.integrations.notifications import notifier, wording
from crm_desktop.integrations.notifications.absent import AbsentNotifier
from tests.integrations.listening import listening_to, notice


def test_showing_fails_with_the_sentence() -> None:
    with listening_to(AbsentNotifier) as user:
        assert user.failed(notice()) == str(wording.UNSUPPORTED)
        assert user.notifier.problem() == wording.UNSUPPORTED
        user.notifier.close(1)
        user.show(notice())
        user.notifier.stop()
        user.run_waiting()
        assert len(user.failures) == 1


def test_it_stands_in_when_a_library_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm_desktop.integrations.notifications.find_spec", lambda _: None)
    with listening_to(notifier) as user:
        assert isinstance(user.notifier, AbsentNotifier)
