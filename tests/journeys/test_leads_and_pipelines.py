"""From the first word about somebody to a client, pipelines of one's own, and no deal without a next step; by keyboard alone."""

from __future__ import annotations

from crm_desktop.domain.contacts import ContactDraft, Name
from crm_desktop.domain.leads import Fit, LeadFilter
from crm_desktop.domain.money import Money
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.domain.reminders import ReminderDraft
from tests.journeys.user import User


def _leads(user: User) -> list[str]:
    leads = user.services.deals.leads
    return [row.name for row in leads.rows(leads.ids(LeadFilter()))]


def test_a_lead_is_caught_anywhere_judged_moved_on_and_becomes_a_deal(user: User) -> None:
    leads = user.services.deals.leads
    user.press("Ctrl+L")
    user.type("Nora Berg, Berg AS, webinar, nora@berg.no")
    user.press("Ctrl+Enter")
    assert user.sees("Added Nora Berg.")
    user.type("Ivo Horn, webinar")
    user.press("Enter")
    assert user.no_card()
    assert user.said() == "New lead: Ivo Horn"
    user.goes_to("P")
    user.press("4")
    assert _leads(user) == ["Ivo Horn", "Nora Berg"]
    user.press("Down", "+", "S")
    nora = leads.ids(LeadFilter(text="Nora"))[0]
    (row,) = leads.rows([nora])
    assert (row.step, row.fit) == ("interested", Fit.GOOD)
    user.press("Up", "T")
    user.type("in 3 months")
    user.press("Enter")
    (again,) = user.services.reminders.agenda()
    assert (again.text, again.day.isoformat()) == ("Ask Ivo Horn again", "2027-02-24")
    user.press("Down", "C")
    user.type("New shop")
    user.fill("Value", "6400")
    user.press("Enter")
    assert user.no_card(), user.reads()
    deal = user.services.pipeline.board().columns[0].cards[0]
    assert (deal.title, deal.contact, deal.company, deal.value) == (
        "New shop", "Nora Berg", "Berg AS", Money(640_000, "EUR"),
    )  # fmt: skip
    page = user.services.pipeline.page(deal.id)
    assert page is not None
    assert page.source == "webinar"


def test_one_undo_takes_a_deal_made_of_a_lead_back_with_the_step_of_the_person(user: User) -> None:
    user.press("Ctrl+L")
    user.type("Nora Berg, webinar")
    user.press("Enter")
    user.goes_to("P")
    user.press("4", "C", "Ctrl+Enter")
    assert user.no_card()
    assert user.services.pipeline.board().open_count == 1
    user.press("Ctrl+Z")
    assert user.services.pipeline.board().open_count == 0
    (row,) = user.services.deals.leads.rows(user.services.deals.leads.ids(LeadFilter()))
    assert row.step == "lead"


def test_somebody_who_is_there_already_is_opened_instead(user: User) -> None:
    user.services.contacts.add(ContactDraft(name=Name(formatted="Nora Berg")))
    user.settle()
    user.press("Ctrl+L")
    user.type("Nora Berg, webinar")
    user.press("Enter")
    assert not user.no_card()
    assert user.sees("Nora Berg is there already: the same name.")
    user.press_button("Open Nora Berg")
    assert user.no_card()
    assert user.view() == "Contacts"
    assert user.services.contacts.count() == 1


def test_a_lead_is_typed_into_the_palette(user: User) -> None:
    user.says_to_palette("lead Nora Berg, webinar")
    user.press("Enter")
    assert user.sees("from webinar")
    user.press("Enter")
    assert user.no_card()
    assert _leads(user) == ["Nora Berg"]


def test_a_pipeline_of_candidates_is_made_and_speaks_its_own_words(user: User) -> None:
    user.goes_to("P")
    user.says_to_palette("new pipeline")
    user.press("Enter")
    titles = [user.card().choices.item(row).text() for row in range(user.card().choices.count())]
    for _ in range(titles.index("Candidates")):
        user.press("Down")
    assert user.sees("Each is called candidate")
    user.press("Enter")
    assert user.no_card()
    assert user.sees("Candidates")
    user.press("D")
    user.type("Ada Stone")
    user.press("Ctrl+Enter")
    stages = [column.name for column in user.services.pipeline.board().columns]
    assert stages == ["Applied", "First talk", "Interview", "Trial day", "Offer made"]
    user.press("X")
    assert user.sees("Why was it declined?")
    # X, the number of the reason, Enter: three keys.
    user.press("3", "Enter")
    assert user.no_card()
    assert user.services.pipeline.board().open_count == 0
    user.press("Ctrl+Z")
    assert user.services.pipeline.board().open_count == 1


def test_stages_are_renamed_moved_and_learned_without_the_mouse(user: User) -> None:
    user.press("Ctrl+K")
    user.type("pipelines and stages")
    user.press("Enter")
    card = user.card()
    card.editor.stages.rows()[0].name.setFocus()
    user.press("Ctrl+A")
    user.type("Enquiry")
    user.press("Tab")
    user.press("Ctrl+A")
    user.type("learned")
    user.press("Tab")
    user.press("Ctrl+A")
    user.type("10")
    user.press("Enter", "Alt+Down")
    stages = user.services.pipeline.stages()
    assert [stage.name for stage in stages][:2] == ["First talk", "Enquiry"]
    assert (stages[1].wants_learned, stages[1].set_days) == (True, 10)
    assert user.sees("not enough yet: 0 of 8 ended deals, so 10 % counts")
    user.press("Esc")
    for _ in range(4):
        user.press("Ctrl+Z")
    stages = user.services.pipeline.stages()
    assert [stage.name for stage in stages][:2] == ["Lead", "First talk"]
    assert (stages[0].wants_learned, stages[0].set_days) == (False, None)


def test_finishing_the_step_of_a_deal_asks_for_the_next_one_and_today_lists_deals_without(user: User) -> None:
    pipeline = user.services.pipeline
    stage = pipeline.stages()[0].id
    today = user.clock.now().date()
    shop = pipeline.add(DealDraft("New shop", stage))
    pipeline.add(DealDraft("Logo", stage))
    user.services.reminders.add(ReminderDraft("Call about the offer", today, deal_id=shop))
    user.goes_to("T")
    assert user.sees("Without a next step")
    user.page().list.setFocus()
    user.press("Space")
    assert user.sees("What comes next for “New shop”?")
    user.type("send the contract thu 9:00")
    user.press("Enter")
    assert user.no_card()
    (card,) = pipeline.cards([shop])
    assert card.next_step is not None
    assert card.next_step.text == "send the contract"
    user.press("P")
    assert user.sees("What comes next for “Logo”?")
    user.type("draft two ideas tomorrow")
    user.press("Enter")
    assert user.no_card()
    assert not user.sees("Without a next step")


def test_a_step_done_may_be_left_without_another_one(user: User) -> None:
    pipeline = user.services.pipeline
    shop = pipeline.add(DealDraft("New shop", pipeline.stages()[0].id))
    user.services.reminders.add(ReminderDraft("Call", user.clock.now().date(), deal_id=shop))
    user.goes_to("R")
    user.page().list.setFocus()
    user.press("Space")
    assert user.sees("What comes next for “New shop”?")
    user.press("Esc")
    assert user.no_card()
    assert user.services.reminders.agenda() == []
    user.goes_to("T")
    assert user.sees("Without a next step")


def test_the_pipelines_are_reached_from_the_settings_and_leads_do_without_steps_if_wished(user: User) -> None:
    user.press("Ctrl+,")
    user.press_button("Pipelines…")
    assert user.sees("Pipelines and stages")
    user.press("Esc")
    assert user.no_card()
    user.click(user.button("Steps of leads"))
    assert not user.services.deals.leads.has_steps()
    user.press("Ctrl+L")
    user.type("Nora Berg, webinar")
    user.press("Enter")
    user.goes_to("P")
    user.press("4")
    assert user.sees("Nora Berg")
    assert not user.sees("(MQL)")
    user.press("S")
    (row,) = user.services.deals.leads.rows(user.services.deals.leads.ids(LeadFilter()))
    assert row.step == "lead"
