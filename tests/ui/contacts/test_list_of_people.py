"""The list: order, filter, keys, what stays chosen, and a hundred thousand people."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from crm_desktop.domain.contacts import ContactDraft, Name, Point, PointKind
from crm_desktop.services.contacts import ContactOrder

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place


def test_an_empty_home_teaches_and_offers_three_ways_to_begin(place: Place) -> None:
    view = place.view
    assert view.empty.isVisible()
    place.click(view.import_button)
    assert view.empty.secondary_button is not None
    place.click(view.empty.secondary_button)
    assert place.begun == ["import", "sample"]
    assert view.empty.primary_button is not None
    place.click(view.empty.primary_button)
    place.type("Marta Oliveira")
    place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert not view.empty.isVisible()
    assert view.person.header.name.text() == "Marta Oliveira"


def test_the_first_person_is_chosen_and_j_and_k_walk_through_the_list(place: Place) -> None:
    for name in ("Amara Sesay", "Jonas Keller", "王芳"):
        place.person(name)
    place.view.pane.set_order(ContactOrder.NAME)
    place.settle()
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_Home)
    assert place.view.person.header.name.text() == "Amara Sesay"
    place.key(Qt.Key.Key_J)
    assert place.view.person.header.name.text() == "Jonas Keller"
    place.key(Qt.Key.Key_Down)
    assert place.view.person.header.name.text() == "王芳"
    place.key(Qt.Key.Key_K)
    assert place.view.person.header.name.text() == "Jonas Keller"


def test_nobody_chosen_means_the_first_one_is_chosen(make_place: Callable[[], Place], place: Place) -> None:
    amara, _jonas = place.person("Amara Sesay"), place.person("Jonas Keller")
    place.talk(amara, "Talked.", 1, "call")
    again = make_place()
    assert again.view.person.header.name.text() == "Amara Sesay"
    assert again.view.pane.list.current_id() == amara


def test_the_filter_keeps_who_is_chosen_while_they_match(place: Place) -> None:
    ids = {name: place.person(name) for name in ("Marta Oliveira", "Mara Lind", "Jonas Keller")}
    place.show(ids["Mara Lind"])
    place.key(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    place.type("mar")
    assert sorted(place.names()) == ["Mara Lind", "Marta Oliveira"]
    assert place.view.person.contact_id() == ids["Mara Lind"]
    place.type("ta")
    assert place.view.person.contact_id() == ids["Marta Oliveira"]
    place.key(Qt.Key.Key_Escape)
    assert len(place.names()) == 3
    assert place.view.person.contact_id() == ids["Marta Oliveira"]


def test_a_filter_that_finds_nobody_offers_to_add_that_person(place: Place) -> None:
    place.person("Jonas Keller")
    place.view.pane.filter.setFocus()
    place.type("Zoe Quist")
    assert place.view.person.contact_id() is None
    assert place.view.pane.add_button.isVisible()
    place.click(place.view.pane.add_button)
    assert place.card().lines["name"].text() == "Zoe Quist"
    place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert place.view.person.header.name.text() == "Zoe Quist"


def test_down_and_enter_lead_from_the_filter_to_the_list_and_on_to_the_page(place: Place) -> None:
    place.talk(place.person("Jonas Keller"), "Talked.")
    place.view.pane.filter.setFocus()
    place.key(Qt.Key.Key_Down)
    assert place.view.pane.list.hasFocus()
    place.key(Qt.Key.Key_Return)
    assert place.view.person.timeline.hasFocus()
    place.key(Qt.Key.Key_Escape)
    assert place.view.pane.list.hasFocus()


def test_the_filter_says_how_many_people_there_are(place: Place) -> None:
    place.person("Jonas Keller")
    assert place.view.pane.filter.placeholderText() == "Filter 1 contact"
    place.person("Amara Sesay")
    assert place.view.pane.filter.placeholderText() == "Filter 2 contacts"


def test_the_right_edge_says_how_long_ago_one_spoke(place: Place) -> None:
    jonas = place.person("Jonas Keller")
    place.talk(jonas, "Talked.", 12, "call")
    assert place.view.pane.list.parts(place.services.contacts.rows([jonas])[0]).right_text == "12 d"
    place.talk(jonas, "Again.", 0, "call")
    shown = place.view.pane.model.row_at(place.view.pane.model.index_of(jonas))
    assert shown is not None
    assert place.view.pane.list.parts(shown).right_text == "today"


def test_the_order_can_be_changed_and_keeps_who_is_chosen(place: Place) -> None:
    zoe, amara = place.person("Zoe Quist"), place.person("Amara Sesay")
    place.talk(zoe, "Talked.", 3, "call")
    assert place.names() == ["Zoe Quist", "Amara Sesay"]
    place.show(amara)
    menu = place.view.pane.order_button.menu()
    next(action for action in menu.actions() if action.text() == "Name").trigger()
    place.settle()
    assert place.names() == ["Amara Sesay", "Zoe Quist"]
    assert place.view.pane.order_button.text() == "Name"
    assert place.view.person.contact_id() == amara


def test_deleting_asks_nothing_chooses_the_neighbour_and_can_be_undone(place: Place) -> None:
    place.view.pane.set_order(ContactOrder.NAME)
    ids = {name: place.person(name) for name in ("Amara", "Berta", "Carla")}
    place.show(ids["Berta"])
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_Delete)
    assert place.names() == ["Amara", "Carla"]
    assert place.view.person.contact_id() == ids["Carla"]
    assert place.window.toast.text() == "Deleted Berta"
    place.undo()
    assert place.names() == ["Amara", "Berta", "Carla"]
    assert place.view.person.contact_id() == ids["Carla"]


def test_deleting_the_last_person_leads_back_to_the_empty_place(place: Place) -> None:
    place.person("Amara")
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_Delete)
    assert place.view.empty.isVisible()
    assert place.view.person.contact_id() is None
    place.undo()
    assert not place.view.empty.isVisible()
    assert place.view.person.header.name.text() == "Amara"


def test_a_new_contact_keeps_the_name_as_typed_and_has_company_and_points(place: Place) -> None:
    place.person("Somebody")
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_N)
    place.type("José Luis García Ortega")
    place.key(Qt.Key.Key_Return)
    place.type("Estudio Luz")
    place.key(Qt.Key.Key_Return)
    place.type("jose@luz.es")
    place.key(Qt.Key.Key_Return)
    place.type("+34 600 000 000")
    place.key(Qt.Key.Key_Return)
    contact_id = place.view.person.contact_id()
    assert contact_id is not None
    page = place.services.contacts.page(contact_id)
    assert page is not None
    assert page.name == Name(formatted="José Luis García Ortega")
    assert page.company == "Estudio Luz"
    assert [stored.value for stored in page.points] == [
        Point(PointKind.EMAIL, "jose@luz.es"),
        Point(PointKind.PHONE, "+34 600 000 000"),
    ]


def test_a_new_contact_without_anything_is_refused_beside_the_name(place: Place) -> None:
    place.person("Somebody")
    place.view.new_contact()
    place.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    card = place.card()
    assert card._errors["name"].isVisible()
    assert "name" in card._errors["name"].text()
    assert QApplication.focusWidget() is card.lines["name"]


def test_a_hundred_thousand_people_are_listed_by_reading_a_few_pages(place: Place) -> None:
    contacts = place.services.contacts
    wanted = [contacts.add(ContactDraft(name=Name(formatted=f"Person {number:03}"))) for number in range(300)]
    place.settle()
    place.view.pane.list.show_ids(list(itertools.islice(itertools.cycle(wanted), 100_000)))
    place.view.pane.list.scrollToBottom()
    place.settle()
    assert place.view.pane.model.rowCount() == 100_000
    assert place.view.pane.model.loaded_rows() <= 8 * 256


def test_every_button_of_the_pane_has_a_name_for_screen_readers(place: Place) -> None:
    pane = place.view.pane
    for widget in (pane.import_button, pane.new_button, pane.order_button, pane.filter, pane.list):
        assert widget.accessibleName()


def test_esc_in_the_filter_shows_everybody_and_gives_the_keys_back_to_the_list_at_once(place: Place) -> None:
    for name in ("Amara Sesay", "Jonas Keller"):
        place.person(name)
    place.view.pane.list.setFocus()
    for typed in ("jonas", "nobody of that name"):
        place.view.commands()["contacts.filter"]()
        place.type(typed)
        place.key(Qt.Key.Key_Escape)
        assert place.view.pane.filter.text() == ""
        assert place.view.pane.list.hasFocus()
        assert sorted(place.names()) == ["Amara Sesay", "Jonas Keller"]
    place.view.pane.filter.setText("nobody of that name")
    place.settle()
    place.click(place.view.pane.clear_button, place.view.pane.clear_button.rect().center())
    assert place.view.pane.list.hasFocus()
