"""Whether two descriptions are of one person, and what the one knows that the other does not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind, clean_draft
from crm_desktop.domain.matching import joined, likeness, news, own_uid, same_person


def _person(
    name: str = "", email: str = "", phone: str = "", company: str = "", uid: str = "", link: str = ""
) -> ContactDraft:
    given_name, _, family = name.partition(" ")
    points = [
        Point(kind, value)
        for kind, value in ((PointKind.EMAIL, email), (PointKind.PHONE, phone), (PointKind.LINK, link))
        if value
    ]
    return clean_draft(ContactDraft(name=Name(given_name, family), points=tuple(points), company=company, uid=uid))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        # The same address and names that do not contradict each other.
        (_person("Marta Oliveira", "m@x.example"), _person("Marta Oliveira", "M@X.example"), True),
        (_person("Marta Oliveira", "m@x.example"), _person("Marta", "m@x.example"), True),
        (_person("Marta Oliveira", "m@x.example"), _person("Ana Costa", "m@x.example"), False),
        (_person("Marta Oliveira", "m@x.example"), _person("", "m@x.example"), True),
        (_person("Marta Oliveira", phone="+49 30 1234567"), _person("Marta Oliveira", phone="030 1234567"), True),
        # The same name and nothing that speaks against it.
        (_person("Marta Oliveira"), _person("MARTA OLIVEIRA"), True),
        (_person("José Núñez"), _person("Jose Nunez"), True),
        (_person("Marta Oliveira", "m@x.example"), _person("Marta Oliveira"), True),
        (_person("Marta Oliveira", "m@x.example"), _person("Marta Oliveira", phone="+49 30 1234567"), True),
        (_person("Marta Oliveira", "m@x.example"), _person("Marta Oliveira", "other@y.example"), False),
        (_person("Marta Oliveira", company="Lime"), _person("Marta Oliveira", company="Lemon"), False),
        (_person("Marta Oliveira", company="Lime"), _person("Marta Oliveira"), True),
        (_person("Marta Oliveira"), _person("Marta Costa"), False),
        # Identifiers.
        (_person("Marta Oliveira", uid="1"), _person("Somebody Else", uid="1"), True),
        (_person("Marta Oliveira", uid="1"), _person("Marta Oliveira", uid="2"), False),
        (_person("Marta Oliveira", uid="1"), _person("Marta Oliveira", uid=own_uid()), True),
    ],
)
def test_when_two_are_one_person(one: ContactDraft, other: ContactDraft, same: bool) -> None:
    assert same_person(likeness(one), likeness(other)) is same
    assert same_person(likeness(other), likeness(one)) is same


_words = st.sampled_from(("", "a", "b", "Birthday", "birthday"))
_drafts = st.builds(
    ContactDraft,
    name=st.just(Name("Marta")),
    company=_words,
    job_title=_words,
    points=st.lists(st.builds(Point, st.sampled_from(PointKind), _words), max_size=3).map(tuple),
    addresses=st.lists(st.builds(Address, city=_words), max_size=2).map(tuple),
    dates=st.lists(st.builds(ImportantDate, _words, st.sampled_from(("1990-01-01", "--02-29"))), max_size=2).map(tuple),
    facts=st.lists(st.builds(Fact, _words, _words), max_size=2).map(tuple),
    tags=st.lists(_words, max_size=3).map(tuple),
    note=st.sampled_from(("", "one", "two", "one\n\ntwo")),
    keep_in_touch_days=st.sampled_from((None, 7)),
).map(clean_draft)


@given(_drafts, _drafts)
def test_what_was_taken_over_is_no_news_the_second_time(have: ContactDraft, said: ContactDraft) -> None:
    after = joined(have, news(have, said))
    assert news(after, said) == ContactDraft()


@given(_drafts)
def test_one_has_no_news_for_oneself(draft: ContactDraft) -> None:
    assert news(draft, draft) == ContactDraft()


@given(_drafts, _drafts)
def test_nothing_that_is_there_is_replaced(have: ContactDraft, said: ContactDraft) -> None:
    after = joined(have, news(have, said))
    assert after.name == have.name
    for field in ("company", "job_title"):
        assert getattr(after, field) == (getattr(have, field) or getattr(said, field))
    for field in ("points", "addresses", "dates", "facts", "tags"):
        assert getattr(after, field)[: len(getattr(have, field))] == getattr(have, field)
    assert after.note.startswith(have.note)


def test_a_second_birthday_is_not_added() -> None:
    have = ContactDraft(dates=(ImportantDate("birthday", "1985-03-09"),))
    assert news(have, ContactDraft(dates=(ImportantDate("Birthday", "1985-03-10"),))) == ContactDraft()


def test_own_identifiers_differ() -> None:
    assert own_uid() != own_uid()
