"""Tags as such: counted, renamed, coloured, merged and deleted, each as one step."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.tags import TAG_COLOURS, TagNameTaken
from crm_desktop.services.tags import TagService
from crm_desktop.storage import database, search_index
from crm_desktop.ui.theme.tokens import Tone
from tests.support.home import interaction_draft, person


@pytest.fixture
def tags(core: Core) -> TagService:
    return core.services.people.tags


def _id(tags: TagService, name: str) -> int:
    return next(each.tag.id for each in tags.tags() if each.tag.name == name)


def _counts(tags: TagService) -> dict[str, int]:
    return {each.tag.name: each.people for each in tags.tags()}


def _whole(core: Core) -> None:
    assert search_index.differences(core.database.writer) == []
    assert database.check(core.database.writer) == []


@pytest.fixture
def people(core: Core) -> list[int]:
    """Three people: client and press; client; clients."""
    return [
        core.services.contacts.add(person(name, tags=marks))
        for name, marks in (("Ana A", ("client", "press")), ("Eva B", ("client",)), ("Ida C", ("clients",)))
    ]


def test_tags_stand_by_name_with_how_many_bear_them(tags: TagService, people: list[int]) -> None:
    tags.add("Alone")
    assert _counts(tags) == {"Alone": 0, "client": 2, "clients": 1, "press": 1}


def test_renaming_is_found_at_once_and_can_be_taken_back(core: Core, tags: TagService, people: list[int]) -> None:
    tags.rename(_id(tags, "press"), " The  Media ")
    assert core.services.contacts.ids("media") == [people[0]]
    assert core.services.contacts.ids("press") == []
    _whole(core)
    core.services.undoing.undo()
    assert core.services.contacts.ids("press") == [people[0]]
    _whole(core)


def test_another_case_of_its_own_name_is_no_other_name(tags: TagService, people: list[int]) -> None:
    tags.rename(_id(tags, "press"), "PRESS")
    assert "PRESS" in _counts(tags)


def test_renaming_to_a_name_that_is_there_says_which_it_is(tags: TagService, people: list[int]) -> None:
    with pytest.raises(TagNameTaken) as refused:
        tags.rename(_id(tags, "clients"), "CLIENT")
    assert refused.value.other_id == _id(tags, "client")
    assert refused.value.field == "name"
    with pytest.raises(TagNameTaken):
        tags.add("Client")


def test_merging_gives_everybody_the_one_tag_once(core: Core, tags: TagService, people: list[int]) -> None:
    core.services.contacts.add_tag(people[2], "client")
    client = _id(tags, "client")
    tags.merge(client, [_id(tags, "clients"), _id(tags, "press"), client])
    assert _counts(tags) == {"client": 3}
    assert core.services.contacts.ids("press") == []
    _whole(core)
    label = core.services.undoing.undo()
    assert str(label) == "Merged tag “clients”, “press” into “client”"
    assert _counts(tags) == {"client": 3, "clients": 1, "press": 1}
    _whole(core)
    core.services.undoing.redo()
    assert _counts(tags) == {"client": 3}
    _whole(core)


def test_merging_takes_over_interval_and_colour_where_there_are_none(
    core: Core, tags: TagService, people: list[int]
) -> None:
    core.services.timeline.log(people[2], interaction_draft())
    core.services.timeline.log(people[1], interaction_draft())
    core.services.keeping.set_for_tag(_id(tags, "clients"), 30)
    core.services.keeping.set_for_tag(_id(tags, "press"), 90)
    tags.set_colour(_id(tags, "clients"), "good")
    tags.merge(_id(tags, "client"), [_id(tags, "clients"), _id(tags, "press")])
    (left,) = tags.tags()
    assert (left.tag.colour, left.tag.keep_in_touch_days) == ("good", 30)
    page = core.services.contacts.page(people[1])
    assert page is not None
    assert page.touch is not None, "those who had the other tag are kept in touch with by its interval now"
    assert page.touch.every_days == 30


def test_deleting_takes_it_off_everybody(core: Core, tags: TagService, people: list[int]) -> None:
    tags.delete([_id(tags, "client"), _id(tags, "press")])
    assert _counts(tags) == {"clients": 1}
    assert core.services.contacts.ids("client") == [people[2]]
    _whole(core)
    core.services.undoing.undo()
    assert _counts(tags) == {"client": 2, "clients": 1, "press": 1}
    _whole(core)


def test_every_colour_is_a_tone_of_the_theme() -> None:
    assert {colour for colour in TAG_COLOURS if colour} <= {tone.value for tone in Tone}


@pytest.mark.parametrize("name", ["", "  ", "\x00", "\ud800"])
def test_a_tag_needs_a_name(name: str, tags: TagService, people: list[int]) -> None:
    with pytest.raises(InvalidInput) as refused:
        tags.add(name)
    assert refused.value.field == "name"
    with pytest.raises(InvalidInput):
        tags.rename(_id(tags, "press"), name)


def test_what_is_no_colour_or_no_tag_is_refused(tags: TagService, people: list[int]) -> None:
    with pytest.raises(InvalidInput):
        tags.set_colour(_id(tags, "press"), "#ff0000")
    acts: tuple[Callable[[], object], ...] = (
        lambda: tags.rename(999, "x"),
        lambda: tags.set_colour(999, "good"),
        lambda: tags.merge(999, [_id(tags, "press")]),
        lambda: tags.delete([999]),
    )
    for act in acts:
        with pytest.raises(NotFound):
            act()
