"""Lifecycle, roles, relations, consent, photo and do not contact: what stands on a person's page besides the addresses."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.background import LARGEST_PHOTO
from crm_desktop.domain.contacts import Name
from crm_desktop.domain.errors import InvalidInput, NotFound
from crm_desktop.domain.profile import RELATION_KINDS, Consent, LifecycleStep, Profile, Role, inverse_relation
from crm_desktop.services.profiles import ProfileService
from crm_desktop.storage.queries import touch
from tests.support.clock import FixedClock
from tests.support.home import TODAY, person

MAY, JUNE, JULY = (date(2026, month, 1) for month in (5, 6, 7))
NEWS = Consent("newsletter", "consent", "at the fair", "I agree to letters", MAY)


@pytest.fixture
def profiles(core: Core) -> ProfileService:
    """The service."""
    return core.services.people.profiles


@pytest.fixture
def marta(core: Core) -> int:
    """Marta Oliveira of Casa Lume."""
    return core.services.contacts.add(person(company="Casa Lume"))


@pytest.fixture
def ana(core: Core) -> int:
    """Ana Costa."""
    return core.services.contacts.add(person("Ana Costa"))


def _profile(profiles: ProfileService, contact: int) -> Profile:
    found = profiles.profile(contact)
    assert found is not None
    return found


def test_nobody_has_no_profile_and_somebody_new_an_empty_one(profiles: ProfileService, marta: int) -> None:
    assert _profile(profiles, marta) == Profile()
    assert profiles.profile(999) is None
    with pytest.raises(NotFound):
        profiles.set_do_not_contact(999, True)


def test_the_lifecycle_keeps_the_day_of_each_stage(profiles: ProfileService, marta: int) -> None:
    profiles.set_lifecycle(marta, "lead", MAY)
    profiles.set_lifecycle(marta, "client", JULY)
    profiles.set_lifecycle(marta, "client", JULY)
    profile = _profile(profiles, marta)
    assert profile.lifecycle == "client"
    assert [step.value for step in profile.steps] == [LifecycleStep("lead", MAY), LifecycleStep("client", JULY)]

    profiles.set_lifecycle(marta, "", JULY)
    assert (_profile(profiles, marta).lifecycle, len(_profile(profiles, marta).steps)) == ("", 2)
    with pytest.raises(InvalidInput, match="no stage") as refused:
        profiles.set_lifecycle(marta, "wizard", MAY)
    assert refused.value.field == "lifecycle"


def test_the_present_stage_is_that_of_the_latest_day(profiles: ProfileService, marta: int) -> None:
    profiles.save_step(marta, None, LifecycleStep("client", JUNE))
    profiles.save_step(marta, None, LifecycleStep("lead", MAY))
    assert _profile(profiles, marta).lifecycle == "client"
    lead, client = _profile(profiles, marta).steps
    profiles.save_step(marta, lead.id, LifecycleStep("past", JULY))
    assert _profile(profiles, marta).lifecycle == "past"
    profiles.remove_step(marta, lead.id)
    profiles.remove_step(marta, client.id)
    assert _profile(profiles, marta) == Profile()


def test_roles_that_last_stand_before_those_that_ended(profiles: ProfileService, marta: int) -> None:
    for company, begin, end in (("Old", "2010", "3/2015"), ("Older", "", "2009-05"), ("Side", "2024-02-29", "")):
        profiles.save_role(marta, None, Role(None, company, "Baker", begin, end))
    roles = _profile(profiles, marta).roles
    assert [(role.value.company, role.value.from_day, role.value.until_day) for role in roles] == [
        ("Side", "2024-02-29", ""), ("Old", "2010", "2015-03"), ("Older", "", "2009-05"),
    ]  # fmt: skip

    profiles.save_role(marta, roles[0].id, replace(roles[0].value, title="Owner"))
    assert _profile(profiles, marta).roles[0].value.title == "Owner"
    profiles.remove_role(marta, roles[0].id)
    assert [role.value.company for role in _profile(profiles, marta).roles] == ["Old", "Older"]


@pytest.mark.parametrize(
    ("role", "field"),
    [
        (Role(None, " "), "company"),
        (Role(None, "A", from_day="last year"), "from_day"),
        (Role(None, "A", until_day="2021-02-30"), "until_day"),
        (Role(None, "A", from_day="2021-05", until_day="2020"), "until_day"),
    ],
)
def test_a_role_that_cannot_be_says_where(profiles: ProfileService, marta: int, role: Role, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        profiles.save_role(marta, None, role)
    assert refused.value.field == field
    assert _profile(profiles, marta).roles == ()


@pytest.mark.parametrize("kind", [*RELATION_KINDS, "plays the oud with"])
def test_a_relation_stands_on_both_pages(profiles: ProfileService, marta: int, ana: int, kind: str) -> None:
    profiles.save_relation(marta, None, ana, kind, "since school")

    (mine,), (hers,) = _profile(profiles, marta).relations, _profile(profiles, ana).relations
    assert (mine.value.other_id, mine.value.other, mine.value.kind) == (ana, "Ana Costa", kind)
    assert (hers.value.other_id, hers.value.kind, hers.value.note) == (marta, inverse_relation(kind), "since school")
    assert inverse_relation(inverse_relation(kind)) == kind

    profiles.save_relation(ana, hers.id, marta, "friend")
    assert [r.value.kind for r in _profile(profiles, marta).relations] == ["friend"]
    profiles.remove_relation(ana, _profile(profiles, ana).relations[0].id)
    assert (_profile(profiles, marta).relations, _profile(profiles, ana).relations) == ((), ())


def test_the_same_relation_is_not_told_twice_and_nobody_is_related_to_themselves(
    profiles: ProfileService, marta: int, ana: int
) -> None:
    profiles.save_relation(marta, None, ana, "parent")
    profiles.save_relation(ana, None, marta, "child")
    assert len(_profile(profiles, marta).relations) == len(_profile(profiles, ana).relations) == 1
    for other, kind, field in ((marta, "friend", "other"), (999, "friend", "other"), (ana, "  ", "relation")):
        with pytest.raises(InvalidInput) as refused:
            profiles.save_relation(marta, None, other, kind)
        assert refused.value.field == field


def test_deleting_a_person_takes_their_relations_away_and_undo_brings_them_back(
    core: Core, profiles: ProfileService, marta: int, ana: int
) -> None:
    profiles.save_relation(marta, None, ana, "parent")
    core.services.contacts.delete([ana])
    assert _profile(profiles, marta).relations == ()
    core.services.undoing.undo()
    assert [r.value.kind for r in _profile(profiles, marta).relations] == ["parent"]
    assert [r.value.kind for r in _profile(profiles, ana).relations] == ["child"]


def test_consent_is_withdrawn_but_never_rewritten(profiles: ProfileService, marta: int) -> None:
    profiles.save_consent(marta, None, NEWS)
    (stored,) = _profile(profiles, marta).consents
    assert stored.value == NEWS

    for changed in (replace(NEWS, wording="everything"), replace(NEWS, withdrawn_on=date(2026, 4, 30))):
        with pytest.raises(InvalidInput):
            profiles.save_consent(marta, stored.id, changed)
    profiles.save_consent(marta, stored.id, replace(NEWS, wording="everything", withdrawn_on=JUNE))
    (stored,) = _profile(profiles, marta).consents
    assert stored.value == replace(NEWS, withdrawn_on=JUNE)
    with pytest.raises(InvalidInput, match="not changed afterwards"):
        profiles.save_consent(marta, stored.id, replace(NEWS, withdrawn_on=JULY))

    profiles.save_consent(marta, None, replace(NEWS, given_on=JULY))
    assert [c.value.given_on for c in _profile(profiles, marta).consents] == [JULY, MAY]
    with pytest.raises(InvalidInput) as refused:
        profiles.save_consent(marta, None, replace(NEWS, purpose=" "))
    assert refused.value.field == "purpose"


def test_nobody_is_asked_to_keep_in_touch_with_whom_they_are_not_to_contact(
    core: Core, clock: FixedClock, profiles: ProfileService, marta: int
) -> None:
    def asked() -> list[int]:
        core.services.reckoning.catch_up()
        return [row[0] for row in touch.open_touches(core.database.reader(), marta)]

    core.services.contacts.set_keep_in_touch(marta, 30)
    (occurrence,) = asked()
    core.services.reminders.snooze(occurrence, TODAY + timedelta(days=90), None)

    profiles.set_do_not_contact(marta, True)
    assert asked() == []
    clock.advance(days=60)
    assert asked() == []
    page = core.services.contacts.page(marta)
    assert page is not None
    assert page.touch is None

    core.services.undoing.undo()
    assert asked() == [occurrence], "what was put off to a day of one's own choice is there again"
    profiles.set_do_not_contact(marta, True)
    profiles.set_do_not_contact(marta, False)
    assert len(asked()) == 1


def test_do_not_contact_is_one_step_to_take_back(core: Core, profiles: ProfileService, marta: int) -> None:
    profiles.set_do_not_contact(marta, True)
    assert _profile(profiles, marta).do_not_contact
    assert str(core.services.undoing.undo()) == "Marked Marta Oliveira as not to be contacted"
    assert not _profile(profiles, marta).do_not_contact


@pytest.mark.parametrize(
    "content", [b"\x89PNG\r\n\x1a\n" + b"1", b"\xff\xd8\xff\xe01", b"RIFF\x01\x00\x00\x00WEBPVP8 "]
)
def test_a_photo_is_kept_as_it_is_and_undo_brings_the_former_one_back(
    core: Core, profiles: ProfileService, marta: int, content: bytes
) -> None:
    assert profiles.photo(marta) is None
    profiles.set_photo(marta, content)
    assert profiles.photo(marta) == content
    profiles.remove_photo(marta)
    assert profiles.photo(marta) is None
    core.services.undoing.undo()
    assert profiles.photo(marta) == content


@pytest.mark.parametrize(
    "content", [b"", b"GIF89a", b"<svg/>", b"RIFF\x01\x00\x00\x00WAVE", b"\x89PNG\r\n\x1a\n" + bytes(LARGEST_PHOTO)]
)
def test_what_is_no_photo_or_too_large_leaves_nothing_behind(
    core: Core, profiles: ProfileService, marta: int, content: bytes
) -> None:
    with pytest.raises(InvalidInput) as refused:
        profiles.set_photo(marta, content)
    assert refused.value.field == "photo"
    folder = core.database.path.parent / "files"
    assert not folder.exists() or list(folder.iterdir()) == []


def test_a_photo_whose_file_is_gone_is_none(core: Core, profiles: ProfileService, marta: int) -> None:
    profiles.set_photo(marta, b"\xff\xd8\xff")
    for path in (core.database.path.parent / "files").iterdir():
        path.unlink()
    assert profiles.photo(marta) is None


@pytest.mark.parametrize("name", [Name(family="Oliveira"), Name(nickname="Mimi"), Name(family="王", given="芳")])
def test_any_part_of_a_name_is_enough_to_be_called(core: Core, marta: int, name: Name) -> None:
    core.services.contacts.rename(marta, name)
    page = core.services.contacts.page(marta)
    assert page is not None
    assert page.shown == " ".join(filter(None, (name.family, name.given, name.nickname)))
    assert page.name == name
    assert core.services.contacts.ids(name.family or name.nickname) == [marta]


def test_people_are_found_by_how_their_name_is_spoken(core: Core, marta: int) -> None:
    for field in ("phonetic_given", "phonetic_family", "payment_terms", "pinned_note"):
        core.services.contacts.set_text(marta, field, f" of {field}\x00 ")
    profile = _profile(core.services.people.profiles, marta)
    assert profile.phonetic_given == "of phonetic_given"
    assert (profile.payment_terms, profile.pinned_note) == ("of payment_terms", "of pinned_note")
    assert core.services.contacts.ids("phonetic_family") == [marta]
    assert core.services.contacts.ids("pinned_note") == [marta]
