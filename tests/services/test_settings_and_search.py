"""Settings as they are declared; searching through the service; the feed that tells what changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.changes import Change
from crm_desktop.domain.contacts import ImportantDate
from crm_desktop.domain.errors import InvalidInput
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.services.change_feed import ChangeFeed
from crm_desktop.services.setting_kinds import Group, Kind, Setting
from crm_desktop.services.settings import DATE_NOTICE, LEAP_DAY, MORNING, SETTINGS, THEME
from tests.support.home import deal_draft, interaction_draft, opened_home, person, reminder_draft


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_has_a_default_that_it_takes_and_refuses_nonsense(setting: Setting, core: Core) -> None:
    assert core.services.settings.get(setting.name) == setting.default
    if setting.kind is not Kind.TEXT:
        assert setting.checked(setting.default) == setting.default
        with pytest.raises(InvalidInput) as refused:
            core.services.settings.set(setting.name, "no such choice")
        assert refused.value.field == setting.name


def test_names_of_settings_are_distinct_and_those_shown_say_what_they_do() -> None:
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)
    switches = {setting.name for setting in SETTINGS if setting.kind is Kind.SWITCH}
    for setting in SETTINGS:
        assert setting.group is Group.HIDDEN or (str(setting.title) and str(setting.help))
        assert setting.needs in {"", *switches}


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("8:30", "08:30"), ("22:00", "22:00"), ("7", "07:00"), (" 08.15 ", "08:15"), ("9h05", "09:05"), ("9 uhr", "09:00"),
        ("12 am", "00:00"), ("12:30 pm", "12:30"), ("9:15\u202fPM", "21:15"), ("11 p.m.", "23:00"), ("0:00", "00:00"),
    ],
)  # fmt: skip
def test_a_time_is_taken_as_people_type_it(core: Core, typed: str, stored: str) -> None:
    core.services.settings.set(MORNING.name, typed)
    assert core.services.settings.get(MORNING.name) == stored


@pytest.mark.parametrize("typed", ["24:00", "8:60", "8:5", "13 pm", "0 am", "noon", "", "8:30:00", "-1", "٨:٣٠x"])
def test_what_is_no_time_of_day_is_refused(core: Core, typed: str) -> None:
    with pytest.raises(InvalidInput, match="is not a time of day"):
        core.services.settings.set(MORNING.name, typed)


def test_what_hangs_on_yearly_days_is_reckoned_anew_when_their_settings_change(core: Core) -> None:
    core.services.contacts.add(person(dates=(ImportantDate("birthday", "2000-02-29"),)))
    core.services.reckoning.catch_up()
    for setting, value in ((DATE_NOTICE, "7,0"), (LEAP_DAY, "march-1"), (MORNING, "8:00")):
        assert not core.services.reckoning.behind()
        core.services.settings.set(setting.name, value)
        assert core.services.reckoning.behind(), setting.name
        core.services.reckoning.catch_up()


def test_a_setting_is_there_after_a_restart_and_is_nothing_to_undo(tmp_path: Path) -> None:
    with opened_home(tmp_path / "home") as core:
        core.services.settings.set(THEME.name, "dark")
        assert core.services.undoing.next_undo() is None
    with opened_home(tmp_path / "home") as core:
        assert core.services.settings.get(THEME.name) == "dark"


def test_a_setting_that_was_never_declared_is_a_mistake(core: Core) -> None:
    with pytest.raises(StopIteration):
        core.services.settings.get("no-such-setting")


def test_texts_found_come_with_the_words_and_what_is_round_them(core: Core) -> None:
    contact = core.services.contacts.add(person())
    long = "word " * 300 + "the lighthouse keeper " + "word " * 300
    core.services.timeline.log(contact, interaction_draft(long, InteractionKind.NOTE))
    (hit,) = core.services.search.find("lighthouse")
    assert "lighthouse keeper" in hit.snippet
    assert len(hit.snippet) < 150
    assert hit.contact_id == contact


def test_no_more_is_found_than_asked_for(core: Core) -> None:
    for number in range(12):
        core.services.contacts.add(person(f"Marta N{number}", note="lime"))
    assert len(core.services.search.find("marta", limit=5)) == 5
    assert len(core.services.search.find("lime", limit=5)) == 5


def test_one_letter_finds_names_only(core: Core) -> None:
    contact = core.services.contacts.add(person("Xavier"))
    core.services.timeline.log(contact, interaction_draft("x marks the spot"))
    assert [hit.kind for hit in core.services.search.find("x")] == ["contact"]


def test_everything_found_leads_to_its_person(core: Core) -> None:
    services = core.services
    contact = services.contacts.add(person("Marta Lime", company="Lime Ltd"))
    services.pipeline.add(deal_draft("Lime", services.pipeline.stages()[0].id, contact_id=contact))
    services.timeline.log(contact, interaction_draft("lime"))
    services.reminders.add(reminder_draft("lime", contact_id=contact))
    assert {hit.contact_id for hit in services.search.find("lime")} == {contact}


def test_a_change_is_told_after_it_is_on_the_disk_with_what_it_touched(core: Core) -> None:
    told: list[tuple[Change, int]] = []
    core.services.feed.subscribe(lambda change: told.append((change, core.services.contacts.count())))
    contact = core.services.contacts.add(person(company="Lime"))
    ((change, count),) = told
    assert (change.ids, count) == ({"contact": frozenset({contact}), "company": frozenset({1})}, 1)
    assert change.touches("contact")
    assert not change.touches("deal", "reminder")
    assert str(change.label) == "Added Marta Oliveira"


@pytest.mark.parametrize(
    ("work", "kind"),
    [
        ("timeline", "interaction"),
        ("reminder", "reminder"),
        ("deal", "deal"),
    ],
)
def test_what_happens_with_a_person_is_a_change_of_the_person_too(work: str, kind: str, core: Core) -> None:
    services = core.services
    contact, stage = services.contacts.add(person()), services.pipeline.stages()[0].id
    told: list[Change] = []
    services.feed.subscribe(told.append)
    if work == "timeline":
        services.timeline.log(contact, interaction_draft())
    elif work == "reminder":
        services.reminders.add(reminder_draft(contact_id=contact))
    else:
        services.pipeline.add(deal_draft("Website", stage, contact_id=contact))
    (change,) = told
    assert change.touches(kind)
    assert change.ids["contact"] == {contact}


def test_a_great_change_says_that_everything_changed(core: Core) -> None:
    told: list[Change] = []
    core.services.feed.subscribe(told.append)
    core.services.sampling.fill(contacts=300)
    assert told[-1].everything
    assert told[-1].touches("contact", "deal")


def test_whoever_ended_the_subscription_is_told_nothing() -> None:
    feed = ChangeFeed()
    told: list[Change] = []
    ends = [feed.subscribe(told.append), feed.subscribe(told.append)]
    ends[0]()
    ends[0]()
    feed.publish(Change())
    assert told == [Change()]
