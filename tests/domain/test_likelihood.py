"""How likely a deal is won: what counts, what is said of it, and that little history says nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.domain.likelihood import LEAST_CLOSED, ClosedDeal, Likelihood, OpenDeal, Step, likelihood

LEAD, TALK, OFFER = 1, 2, 3
NOW = OpenDeal(stage_id=OFFER, stage="Offer", percent=50)


def won(count: int, **more: object) -> list[ClosedDeal]:
    return [ClosedDeal(True, **{"reached": frozenset({LEAD, TALK, OFFER}), "days": 20, **more})] * count  # type: ignore[arg-type]


def lost(count: int, **more: object) -> list[ClosedDeal]:
    return [ClosedDeal(False, **{"reached": frozenset({LEAD, TALK}), "days": 30, **more})] * count  # type: ignore[arg-type]


def words(found: Likelihood) -> list[str]:
    return [str(reason.text) for reason in found.reasons]


def percent(deal: OpenDeal, closed: list[ClosedDeal]) -> int:
    found = likelihood(deal, closed).percent
    assert found is not None
    return found


def test_below_the_least_number_of_closed_deals_nothing_is_said() -> None:
    found = likelihood(NOW, won(LEAST_CLOSED - 1))
    assert (found.percent, found.usual, found.reasons, found.deals) == (None, None, (), LEAST_CLOSED - 1)
    assert likelihood(NOW, won(LEAST_CLOSED - 1) + lost(1)).percent is not None


def test_the_usual_share_is_that_of_all_closed_deals() -> None:
    found = likelihood(NOW, won(6) + lost(14))
    assert (found.usual, found.deals) == (30, 20)


def test_a_stage_that_most_were_won_from_makes_it_likelier_than_one_that_all_reach() -> None:
    closed = won(6) + lost(14)
    early, late = replace(NOW, stage_id=LEAD, stage="Lead"), NOW
    assert percent(early, closed) < percent(late, closed)
    assert words(likelihood(early, closed)) == ["Lead (you win 6 of 20)"]
    assert words(likelihood(late, closed)) == ["Offer (you win 6 of 6)"]


def test_a_stage_that_none_has_reached_counts_as_the_user_set_it() -> None:
    new = OpenDeal(stage_id=99, stage="Contract", percent=90)
    found = likelihood(new, won(5) + lost(5))
    assert words(found) == ["Contract: 90 % as you set it"]
    assert found.percent == 90


def test_a_source_that_does_well_is_a_reason_for_and_one_that_does_badly_against() -> None:
    closed = won(9, source="Referral") + lost(3, source="referral") + won(1, source="fair") + lost(9, source="fair")
    referral = likelihood(replace(NOW, stage_id=LEAD, source="REFERRAL"), closed)
    fair = likelihood(replace(NOW, stage_id=LEAD, source="fair"), closed)
    none = likelihood(replace(NOW, stage_id=LEAD), closed)
    assert referral.percent is not None
    assert none.percent is not None
    assert fair.percent is not None
    assert referral.percent > none.percent > fair.percent
    assert [(str(r.text), r.good) for r in referral.reasons[1:]] == [("REFERRAL (you win 9 of 12)", True)]
    assert [r.good for r in fair.reasons[1:]] == [False]
    assert len(none.reasons) == 1


def test_a_source_seen_twice_says_nothing() -> None:
    closed = won(2, source="fair") + won(6) + lost(8)
    assert len(likelihood(replace(NOW, source="fair"), closed).reasons) == 1


def test_repeat_clients_and_fast_answers_count_where_they_did_before() -> None:
    closed = won(8, repeat=True, answers=3) + lost(2, repeat=True) + lost(10, answers=1)
    plain = percent(replace(NOW, stage_id=LEAD), closed)
    again = likelihood(replace(NOW, stage_id=LEAD, repeat=True), closed)
    answering = likelihood(replace(NOW, stage_id=LEAD, answers=4), closed)
    assert again.percent is not None
    assert again.percent > plain
    assert answering.percent is not None
    assert answering.percent > plain
    assert words(again)[1] == "won work with them before (you win 8 of 10)"
    assert words(answering)[1] == "answered within a day, 4 times (you win 8 of 8)"
    assert percent(replace(NOW, stage_id=LEAD, answers=1), closed) == plain


def test_a_deal_open_for_more_than_twice_the_usual_time_is_less_likely() -> None:
    closed = won(10, days=20) + won(1, days=60) + lost(9, days=60)
    fresh = replace(NOW, stage_id=LEAD, days=40)
    old = likelihood(replace(fresh, days=41), closed)
    assert old.percent is not None
    assert old.percent < percent(fresh, closed)
    assert words(old)[1] == "open for 41 days, those won took 20 (you win 1 of 10 such old ones)"
    assert len(likelihood(fresh, closed).reasons) == 1


@pytest.mark.parametrize(("step", "said"), [(Step.LATE, "next step is late"), (Step.NONE, "no next step")])
def test_a_missing_or_late_step_counts_a_little_until_there_is_history_about_it(step: Step, said: str) -> None:
    closed = won(10) + lost(10)
    found = likelihood(replace(NOW, stage_id=LEAD, step=step), closed)
    assert words(found)[1] == said
    assert 40 <= (found.percent or 0) < percent(replace(NOW, stage_id=LEAD), closed) == 50


def test_neglected_deals_that_were_lost_make_a_late_step_count_more() -> None:
    closed = won(10) + lost(2) + lost(8, quiet_days=20)
    found = likelihood(replace(NOW, stage_id=LEAD, step=Step.LATE), closed)
    assert words(found)[1] == "next step is late (you win 0 of 8 that waited a week)"
    assert (found.percent or 0) < 35


def test_neglect_is_never_a_reason_for() -> None:
    closed = won(10, quiet_days=20) + lost(10)
    (_stage, step) = likelihood(replace(NOW, stage_id=LEAD, step=Step.NONE), closed).reasons
    assert step.good is False
    assert str(step.text) == "no next step"


closed_deals = st.lists(
    st.builds(
        ClosedDeal,
        won=st.booleans(),
        reached=st.frozensets(st.sampled_from((LEAD, TALK, OFFER))),
        source=st.sampled_from(("", "fair", "referral")),
        repeat=st.booleans(),
        days=st.integers(0, 400),
        quiet_days=st.integers(0, 40),
        answers=st.integers(0, 5),
    ),
    max_size=40,
)
open_deals = st.builds(
    OpenDeal,
    stage_id=st.sampled_from((LEAD, TALK, OFFER, 99)),
    stage=st.just("Offer"),
    percent=st.integers(0, 100),
    source=st.sampled_from(("", "fair", "elsewhere")),
    repeat=st.booleans(),
    days=st.integers(0, 500),
    answers=st.integers(0, 6),
    step=st.sampled_from(Step),
)


@given(open_deals, closed_deals)
def test_whatever_the_history_it_is_a_percentage_with_words_for_each_reason(
    deal: OpenDeal, closed: list[ClosedDeal]
) -> None:
    found = likelihood(deal, closed)
    assert found.deals == len(closed)
    assert (found.percent is None) == (len(closed) < LEAST_CLOSED)
    assert found.percent is None or (2 <= found.percent <= 98 and found.reasons)
    assert all(words(found))


@given(open_deals, closed_deals)
def test_one_more_deal_won_just_like_it_never_makes_it_less_likely(deal: OpenDeal, closed: list[ClosedDeal]) -> None:
    """Of a stage that enough deals have reached, without anything else that counts."""
    reached = [*closed, *lost(3, reached=frozenset({deal.stage_id}))]
    plain = replace(deal, source="", repeat=False, answers=0, days=0, step=Step.PLANNED)
    before = likelihood(plain, reached).percent
    after = likelihood(plain, [*reached, ClosedDeal(True, frozenset({plain.stage_id}))]).percent
    assert before is None or after is None or after >= before


def test_a_stage_that_every_deal_has_seen_is_no_reason() -> None:
    found = likelihood(replace(NOW, stage_id=LEAD, stage="Lead", percent=10), won(17) + lost(8))
    assert (found.percent, found.usual) == (68, 68)
    assert found.reasons[0].good is None
