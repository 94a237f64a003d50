"""The store of half-typed words: at once for the window, a moment later in the file, and quiet when nothing waits."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.ui.drafts import DraftStore
from tests.support.home import clock, core
from tests.support.immediate_runner import ImmediateRunner

__all__ = ["clock", "core"]


@pytest.fixture
def store(qtbot: QtBot, core: Core) -> Iterator[DraftStore]:
    made = DraftStore(ImmediateRunner(), core.services.drafts)
    yield made
    made.flush()


def test_what_was_put_is_there_at_once_and_in_the_file_after_a_pause(
    store: DraftStore, core: Core, qtbot: QtBot
) -> None:
    store.put("deal/new", {"title": "Web"})
    assert store.get("deal/new") == {"title": "Web"}
    assert core.services.drafts.get("deal/new") == ""
    qtbot.waitUntil(lambda: core.services.drafts.get("deal/new") == '{"title": "Web"}')
    assert not store.is_waiting()
    assert not store._timer.isActive()


def test_flush_writes_at_once_and_stops_the_timer(store: DraftStore, core: Core) -> None:
    store.put("deal/new", {"title": "Web"})
    store.flush()
    assert core.services.drafts.get("deal/new") == '{"title": "Web"}'
    assert not store._timer.isActive()


def test_another_store_on_the_same_file_has_what_was_written(store: DraftStore, core: Core) -> None:
    store.put("composer/1", {"text": "王芳 said"})
    store.flush()
    assert DraftStore(ImmediateRunner(), core.services.drafts).get("composer/1") == {"text": "王芳 said"}


def test_a_draft_that_is_forgotten_is_gone_from_the_file(store: DraftStore, core: Core) -> None:
    store.put("composer/1", {"text": "half"})
    store.flush()
    store.forget("composer/1")
    assert store.get("composer/1") == {}
    assert core.services.drafts.get("composer/1") == ""


def test_nothing_new_wakes_nobody(store: DraftStore) -> None:
    store.put("composer/1", None)
    assert not store.is_waiting()
    store.put("composer/1", {"text": "half"})
    store.flush()
    store.put("composer/1", {"text": "half"})
    assert not store.is_waiting()
    assert not store._timer.isActive()


def test_what_could_not_be_written_stays_and_is_tried_again(
    store: DraftStore, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_place: str, _text: str) -> None:
        raise StorageFailure("The disk is full.")

    with monkeypatch.context() as broken:
        broken.setattr(core.services.drafts, "keep", full)
        store.put("composer/1", {"text": "half"})
        store.flush()
    assert store.get("composer/1") == {"text": "half"}
    assert not store._timer.isActive()
    store.flush()
    assert core.services.drafts.get("composer/1") == '{"text": "half"}'


@pytest.mark.parametrize("text", ["no json", "[1, 2]", '"words"', "null"])
def test_a_draft_nobody_can_read_is_no_draft(store: DraftStore, core: Core, text: str) -> None:
    core.services.drafts.keep("deal/new", text)
    assert store.get("deal/new") == {}


def test_somebody_who_types_without_a_pause_is_written_down_too(
    store: DraftStore, core: Core, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.put("composer/1", {"text": "h"})
    monkeypatch.setattr(store._since, "hasExpired", lambda _milliseconds: True)
    store._timer.setInterval(10_000_000)
    before = store._timer.remainingTime()
    store.put("composer/1", {"text": "ha"})
    assert store._timer.remainingTime() <= before


def test_drafts_are_not_what_undo_takes_back(store: DraftStore, core: Core) -> None:
    store.put("composer/1", {"text": "half"})
    store.flush()
    assert core.services.undoing.next_undo() is None
