"""Relations, roles elsewhere, lifecycle, consent and the guess of a company: each edited where it stands."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from crm_desktop.domain.background import Consent, Relation, Role
from crm_desktop.domain.contacts import ContactDraft, Name, Point, PointKind
from crm_desktop.domain.profile import Profile
from crm_desktop.ui.views.contacts.in_place_form import InPlaceForm

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


def _marta(place: Place, **more: object) -> int:
    draft = ContactDraft(name=Name(given="Marta", family="Oliveira"), **more)  # type: ignore[arg-type]
    marta = place.services.contacts.add(draft)
    place.settle()
    place.show(marta)
    return marta


def _profile(place: Place, contact_id: int) -> Profile:
    profile = place.services.people.profiles.profile(contact_id)
    assert profile is not None
    return profile


def _form(form: InPlaceForm | None) -> InPlaceForm:
    assert form is not None
    return form


def test_a_relation_is_typed_with_the_keyboard_alone_and_shows_on_both_pages(place: Place) -> None:
    hana = place.person("Hana Bednářová")
    marta = _marta(place)
    place.window.commands.run("contacts.add_relation")
    place.settle()
    place.type("referred by")
    place.key(Qt.Key.Key_Return)
    place.type("Hana")
    place.key(Qt.Key.Key_Down)
    place.key(Qt.Key.Key_Return)
    place.key(Qt.Key.Key_Return)
    (stored,) = _profile(place, marta).relations
    assert stored.value == Relation(hana, "Hana Bednářová", "referred-by")
    assert [each.value.kind for each in _profile(place, hana).relations] == ["referred"]
    relations = place.view.person.details.relations
    assert relations.place.form is None
    row = relations.rows.row(stored.id)
    assert row is not None
    assert row.name.accessibleName() == "Referred by: Hana Bednářová"
    place.click(row.name)
    assert place.went_to == [("contact", hana)]


def test_somebody_who_is_not_there_yet_is_added_with_the_relation(place: Place) -> None:
    marta = _marta(place)
    place.view.person.details.add("relation")
    place.type("Brother")
    place.key(Qt.Key.Key_Return)
    place.type("Tiago")
    place.key(Qt.Key.Key_Down)
    place.key(Qt.Key.Key_Return)
    place.key(Qt.Key.Key_Return)
    (stored,) = _profile(place, marta).relations
    assert (stored.value.other, stored.value.kind) == ("Tiago", "Brother")


def test_a_relation_to_nobody_is_refused_under_the_line(place: Place) -> None:
    marta = _marta(place)
    place.view.person.details.add("relation")
    place.type("friend")
    place.key(Qt.Key.Key_Return, CONTROL)
    form = _form(place.view.person.details.relations.place.form)
    assert form.error() == "Who is it? Type a part of the name."
    assert form.lines["contact"].accessibleDescription() == form.error()
    place.key(Qt.Key.Key_Escape)
    assert place.view.person.details.relations.place.form is None
    assert _profile(place, marta).relations == ()


def test_what_a_relation_is_can_be_changed_and_it_can_be_taken_away_with_undo(place: Place) -> None:
    hana = place.person("Hana")
    marta = _marta(place)
    place.services.people.profiles.save_relation(marta, None, hana, "friend")
    place.settle()
    relations = place.view.person.details.relations
    row = relations.rows.row(_profile(place, marta).relations[0].id)
    assert row is not None
    row.kind.setFocus()
    place.key(Qt.Key.Key_Return)
    place.type("Assistant")
    place.key(Qt.Key.Key_Return)
    assert [each.value.kind for each in _profile(place, hana).relations] == ["assists"]
    row = relations.rows.row(_profile(place, marta).relations[0].id)
    assert row is not None
    row.name.setFocus()
    place.key(Qt.Key.Key_Delete)
    assert _profile(place, marta).relations == ()
    assert not place.view.person.details.sections["relations"].isVisible()
    place.undo()
    assert len(_profile(place, marta).relations) == 1


def test_a_past_role_is_written_changed_and_leads_to_its_company(place: Place) -> None:
    marta = _marta(place)
    place.view.person.details.add("role")
    for typed in ("Hotel Azul", "Head of sales", "2015", "3/2019"):
        place.type(typed)
        place.key(Qt.Key.Key_Return)
    (stored,) = _profile(place, marta).roles
    assert stored.value == Role(stored.value.company_id, "Hotel Azul", "Head of sales", "2015", "2019-03")
    roles = place.view.person.details.roles
    row = roles.rows.row(stored.id)
    assert row is not None
    assert row.words.text() == "Head of sales, 2015 – March 2019"
    place.click(row.company)
    assert place.went_to == [("company", stored.value.company_id)]
    row.words.setFocus()
    place.key(Qt.Key.Key_Return)
    form = _form(roles.place.form)
    form.lines["until_day"].setText("2014")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert form.error() == "It cannot end before it begins."
    assert roles.place.form is form
    form.lines["until_day"].setText("2020")
    place.view.pane.list.setFocus()
    place.settle()
    assert _profile(place, marta).roles[0].value.until_day == "2020"
    assert roles.place.form is None


def test_the_ribbon_says_how_far_somebody_is_and_space_takes_the_next_step(place: Place) -> None:
    marta = _marta(place)
    place.window.commands.run("contacts.add_lifecycle")
    place.settle()
    lifecycle = place.view.person.details.lifecycle
    place.key(Qt.Key.Key_Space)
    assert _profile(place, marta).lifecycle == "lead"
    place.key(Qt.Key.Key_Right)
    place.key(Qt.Key.Key_Right)
    place.key(Qt.Key.Key_Right)
    place.key(Qt.Key.Key_Space)
    profile = _profile(place, marta)
    assert profile.lifecycle == "client"
    assert [step.value.day for step in profile.steps] == [date(2026, 11, 21)] * 2
    assert lifecycle.words.text() == "Client since 21 Nov"
    states = [bar.state for bar in lifecycle.ribbon.bars.values()]
    assert states == ["reached", "reached", "reached", "present", "ahead"]


def test_the_day_of_a_stage_is_mended_in_place_and_emptied_it_goes(place: Place) -> None:
    marta = _marta(place)
    profiles = place.services.people.profiles
    profiles.set_lifecycle(marta, "lead", date(2024, 1, 3))
    profiles.set_lifecycle(marta, "client", date(2024, 3, 2))
    place.settle()
    lifecycle = place.view.person.details.lifecycle
    lead = _profile(place, marta).steps[0].id
    row = lifecycle.rows.row(lead)
    assert row is not None
    row.value.setFocus()
    place.key(Qt.Key.Key_Return)
    place.type("nonsense")
    place.key(Qt.Key.Key_Return)
    assert row.value.is_editing()
    place.key(Qt.Key.Key_A, CONTROL)
    place.type("2 February 2024")
    place.key(Qt.Key.Key_Return)
    assert [step.value.day for step in _profile(place, marta).steps] == [date(2024, 2, 2), date(2024, 3, 2)]
    row = lifecycle.rows.row(lead)
    assert row is not None
    row.value.setFocus()
    place.key(Qt.Key.Key_Return)
    place.key(Qt.Key.Key_Delete)
    place.key(Qt.Key.Key_Return)
    assert [step.value.stage for step in _profile(place, marta).steps] == ["client"]


def test_the_menu_of_stages_has_past_clients_and_none(place: Place) -> None:
    marta = _marta(place)
    place.services.people.profiles.set_lifecycle(marta, "client", date(2024, 3, 2))
    place.settle()
    lifecycle = place.view.person.details.lifecycle
    place.click(lifecycle.words)
    assert lifecycle.menu is not None
    words = [action.text() for action in lifecycle.menu.actions()]
    assert words == ["Lead", "Interested", "Qualified", "Client", "Repeat client", "Past client", "None of these"]
    lifecycle.menu.actions()[5].trigger()
    lifecycle.menu.close()
    place.settle()
    assert _profile(place, marta).lifecycle == "past"


def test_a_consent_is_noted_looked_at_and_withdrawn(place: Place) -> None:
    marta = _marta(place)
    place.window.commands.run("contacts.add_consent")
    place.settle()
    for typed in ("E-mail", "", "consent", "sign-up form", "I want the newsletter."):
        place.type(typed)
        place.key(Qt.Key.Key_Return)
    (stored,) = _profile(place, marta).consents
    assert stored.value == Consent("E-mail", "consent", "sign-up form", "I want the newsletter.", date(2026, 11, 21))
    consents = place.view.person.details.consents
    pill = consents.pills[stored.id]
    assert pill.text() == "E-mail: yes, 21 Nov"
    pill.setFocus()
    place.key(Qt.Key.Key_Space)
    assert "I want the newsletter." in consents._words.text()
    place.click(consents.withdraw_button)
    assert _profile(place, marta).consents[0].value.withdrawn_on == date(2026, 11, 21)
    assert consents.pills[stored.id].text() == "E-mail: withdrawn 21 Nov"
    assert not consents.withdraw_button.isVisible()


def test_a_consent_for_nothing_or_on_no_day_is_refused_in_its_line(place: Place) -> None:
    _marta(place)
    place.view.person.details.add("consent")
    form = _form(place.view.person.details.consents.place.form)
    form.lines["given_on"].setText("whenever")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert form.lines["given_on"].accessibleDescription()
    form.lines["given_on"].setText("2024-03-02")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert form.lines["purpose"].accessibleDescription() == "What did they agree to?"


def test_the_company_of_a_mail_address_is_asked_for_quietly(place: Place) -> None:
    marta = _marta(place)
    details = place.view.person.details
    place.click(details.add_buttons["email"])
    place.type("marta@fjordrobotics.no")
    place.key(Qt.Key.Key_Return)
    assert details.question.isVisible()
    assert details.question.words.text().startswith("Works at Fjord")
    assert place.window.overlay.card() is None
    place.click(details.question.yes_button)
    page = place.services.contacts.page(marta)
    assert page is not None
    assert page.company.startswith("Fjord")
    assert not details.question.isVisible()
    place.undo()
    assert details.question.isVisible()


def test_no_is_remembered(place: Place) -> None:
    marta = _marta(place, points=(Point(PointKind.EMAIL, "marta@fjordrobotics.no"),))
    details = place.view.person.details
    assert details.question.isVisible()
    place.click(details.question.no_button)
    assert not details.question.isVisible()
    jonas = place.person("Jonas")
    place.show(jonas)
    place.show(marta)
    assert not details.question.isVisible()


def test_a_mailbox_that_anybody_can_have_asks_nothing(place: Place) -> None:
    _marta(place, points=(Point(PointKind.EMAIL, "marta@gmail.com"),))
    assert not place.view.person.details.question.isVisible()
