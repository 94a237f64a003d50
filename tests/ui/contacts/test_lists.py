"""Lists in the contacts view: what is said above them, who stays in them, the builder with its lines and groups."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from crm_desktop.domain.contacts import Address
from crm_desktop.domain.filters import AllOf, AnyOf, Condition, Filter, Not, Operator, reference
from crm_desktop.domain.interactions import InteractionDraft, InteractionKind
from crm_desktop.domain.own_fields import FieldKind
from crm_desktop.ui.dialogs.filter_form import FilterForm
from crm_desktop.ui.dialogs.filter_group import FilterGroup
from crm_desktop.ui.dialogs.filter_row import FilterRow

if TYPE_CHECKING:
    from tests.ui.contacts.conftest import Place

SPOKEN = Condition("last-talk", Operator.NOT_WITHIN_DAYS, ("90",))
BERLIN = Condition("city", Operator.IS, ("Berlin",))
HOSTILE = ("<b>x</b> & 'y'", "\u202eevil", "x" * 400, "ليلى ناصر", "王芳", "{name} %s", "a\u200bb")


def _open(place: Place, list_id: int) -> None:
    place.view.open("list", list_id)
    place.settle()


def _build(place: Place, wanted: Filter) -> FilterForm:
    """The builder on a filter."""
    lists = place.services.people.saved_lists
    _open(place, lists.add(f"List {len(lists.lists())}", wanted))
    place.window.commands.run("contacts.build")
    place.settle()
    form = place.card()
    assert isinstance(form, FilterForm)
    return form


def test_a_list_says_its_name_and_what_it_is_and_is_left_again(place: Place) -> None:
    for name, city in (("Marta", "Berlin"), ("Jonas", "Paris")):
        place.person(name, addresses=(Address(city=city),))
    _open(place, place.services.people.saved_lists.add("Berliners", BERLIN))
    pane = place.view.pane
    assert place.names() == ["Marta"]
    assert pane.filter.placeholderText() == "Filter 1 contact"
    assert pane.head.header.title.full_text() == "Berliners"
    assert pane.banner.words.text() == "In Berlin"
    place.click(pane.banner.leave_button)
    assert len(place.names()) == 2
    assert pane.filter.placeholderText() == "Filter 2 contacts"
    assert not pane.banner.isVisible()


def test_of_a_very_long_text_that_nobody_matches_the_beginning_is_repeated(place: Place) -> None:
    place.person("Marta")
    place.settle()
    place.view.pane.filter.setText("nobody " * 5000)
    place.settle()
    words = place.view.pane._none._words
    assert words.text().startswith("Nobody matches “nobody nobody")
    assert words.isVisible()
    assert words.height() < words.fontMetrics().height() * 4


def test_typing_narrows_the_list_and_nobody_in_it_is_said(place: Place) -> None:
    for name in ("Marta", "Mara"):
        place.person(name, addresses=(Address(city="Berlin"),))
    place.person("Martin")
    lists = place.services.people.saved_lists
    _open(place, lists.add("Berliners", BERLIN))
    place.view.pane.filter.setFocus()
    place.type("mart")
    assert place.names() == ["Marta"]
    _open(place, lists.add("Nobody", Condition("city", Operator.IS, ("Atlantis",))))
    place.view.pane.filter.clear()
    place.settle()
    assert place.names() == []
    assert place.view.pane._none.isVisible()
    assert place.view.person.contact_id() is None


def test_who_leaves_a_list_by_what_is_done_on_their_page_stays_until_somebody_else_is_chosen(place: Place) -> None:
    ids = [place.person(name) for name in ("Amara", "Jonas", "Marta")]
    for each in ids:
        place.talk(each, "Long ago.", 200, "call")
    _open(place, place.services.people.saved_lists.add("Quiet", SPOKEN))
    jonas = ids[1]
    place.view.pane.list.select_id(jonas, tell=True)
    place.settle()
    place.services.timeline.log(jonas, InteractionDraft(InteractionKind.CALL, "Today.", place.clock.now()))
    place.settle()
    assert place.view.person.contact_id() == jonas
    assert "Jonas" in place.names()
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_Home)
    place.services.contacts.set_text(ids[2], "job_title", "Owner")
    place.settle()
    assert "Jonas" not in place.names()


def test_somebody_who_is_not_in_the_list_is_shown_among_everybody(place: Place) -> None:
    place.person("Marta", addresses=(Address(city="Berlin"),))
    jonas = place.person("Jonas")
    _open(place, place.services.people.saved_lists.add("Berliners", BERLIN))
    place.show(jonas)
    assert place.view.pane.shown_list() is None
    assert place.view.person.contact_id() == jonas
    assert len(place.names()) == 2


def test_a_deleted_list_gives_way_to_everybody_and_a_changed_one_is_read_anew(place: Place) -> None:
    place.person("Marta", addresses=(Address(city="Berlin"),))
    place.person("Jonas")
    lists = place.services.people.saved_lists
    made = lists.add("Berliners", BERLIN)
    _open(place, made)
    lists.change(made, "Others", Condition("city", Operator.EMPTY))
    place.settle()
    assert place.names() == ["Jonas"]
    assert place.view.pane.head.header.title.full_text() == "Others"
    lists.delete(made)
    place.settle()
    assert len(place.names()) == 2


def test_a_field_that_was_deleted_is_said_and_mended_in_the_builder(place: Place) -> None:
    place.person("Marta")
    form = _build(place, AllOf((Condition("own:gone", Operator.IS, ("x",)), Condition("name", Operator.FILLED))))
    assert "This field was deleted." in place.view.pane.banner.trouble.text()
    row = form.rows()[0]
    assert isinstance(row, FilterRow)
    assert row.error()
    form.apply()
    assert place.card() is form
    row.remove_wanted.emit()
    form.apply()
    place.settle()
    assert place.names() == ["Marta"]


@pytest.mark.parametrize(
    "wanted",
    [
        AllOf((SPOKEN, BERLIN)),
        AnyOf((SPOKEN, BERLIN)),
        AllOf((SPOKEN, AnyOf((BERLIN, Condition("company", Operator.CONTAINS, ("a",)))))),
        AllOf((Not(AnyOf((BERLIN, SPOKEN))),)),
        AllOf((SPOKEN, AllOf((BERLIN,)))),
        AnyOf((Condition("deal-value", Operator.MORE, ("100050", "EUR")), Condition("talks", Operator.LESS, ("3",)))),
        AllOf((Condition("last-talk", Operator.BEFORE, ("2026-03-01",)), Condition("birthday", Operator.THIS_MONTH))),
        AllOf(
            (
                Condition("city", Operator.ANY_OF, ("Berlin", "Frankfurt, Oder")),
                Condition("lifecycle", Operator.ANY_OF, ("past", "lead")),
            )
        ),
        AllOf((Condition("do-not-contact", Operator.NO), Condition("deal", Operator.IS, ("won",)))),
        AllOf((Condition("mood", Operator.IS, ("bad",), 30), Condition("talk-kind", Operator.EMPTY, (), 7))),
        AllOf((Condition("company", Operator.ANY_OF, ("Smith; Sons", "a, b", '"quoted" one')),)),
    ],
)
def test_what_the_builder_shows_is_the_filter_it_was_given(place: Place, wanted: Filter) -> None:
    place.person("Marta")
    assert _build(place, wanted).wanted() == wanted


def test_what_is_deeper_than_the_builder_shows_stays_whole(place: Place) -> None:
    place.person("Marta")
    deep = AllOf((Not(AllOf((BERLIN, Not(SPOKEN)))), BERLIN))
    form = _build(place, deep)
    assert form.wanted() == AllOf((deep,))
    form.add(SPOKEN)
    assert form.wanted() == AllOf((deep, SPOKEN))


def test_a_tag_is_named_by_its_number_and_unknown_ones_are_refused_under_their_line(place: Place) -> None:
    place.person("Marta", tags=("client",))
    form = _build(place, Condition("tag", Operator.IS, (reference(1, "client"),)))
    row = form.rows()[0]
    assert isinstance(row, FilterRow)
    assert row.line.text() == "client"
    row.line.setText("CLIENT")
    assert row.condition() == Condition("tag", Operator.IS, (reference(1, "client"),))
    row.line.setText("astronaut")
    row.line.editingFinished.emit()
    assert row.error() == "There is no “astronaut” any more."
    assert form.words.text() == "Everybody"


def test_lines_and_groups_come_and_go_by_keys_and_the_sentence_follows(place: Place) -> None:
    place.person("Marta")
    form = _build(place, BERLIN)
    form.add_group()
    (row, group) = form.rows()
    assert isinstance(group, FilterGroup)
    inner = group.rows()[0]
    inner.line.setText("30")
    assert form.words.text() == "In Berlin and not spoken in 30 days"
    form.join.setCurrentIndex(1)
    assert group.word.text() == "or"
    assert form.words.text() == "In Berlin or not spoken in 30 days"
    form.join.setCurrentIndex(0)
    assert group.word.text() == "and"
    inner.line.setFocus()
    place.key(Qt.Key.Key_Return)
    assert len(group.rows()) == 2
    place.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    place.key(Qt.Key.Key_Delete, Qt.KeyboardModifier.AltModifier)
    assert form.rows() == (row,)
    assert form.words.text() == "In Berlin"


def test_any_of_several_takes_one_value_after_the_other_whatever_commas_they_have(place: Place) -> None:
    place.person("Marta", tags=("client", "friend"))
    form = _build(place, Condition("city", Operator.ANY_OF, ("Berlin, Mitte",)))
    row = form.rows()[0]
    assert isinstance(row, FilterRow)
    row.line.setFocus()
    row.line.setText("Paris, Texas")
    assert form.words.text() == "In “Berlin, Mitte” or “Paris, Texas”"
    place.key(Qt.Key.Key_Return)
    assert row.chips.values() == ("Berlin, Mitte", "Paris, Texas")
    assert row.line.text() == ""
    assert len(form.rows()) == 1
    place.key(Qt.Key.Key_Backspace)
    row.chips.chips()[0].setFocus()
    place.key(Qt.Key.Key_Delete)
    assert row.chips.values() == ()
    assert row.line.hasFocus()
    place.key(Qt.Key.Key_Return)
    assert len(form.rows()) == 2
    assert form.words.text() == "Everybody"


def test_several_tags_typed_at_once_are_told_apart_because_they_are_known(place: Place) -> None:
    place.person("Marta", tags=("client", "friend"))
    form = _build(place, Condition("tag", Operator.ANY_OF))
    row = form.rows()[0]
    assert isinstance(row, FilterRow)
    row.line.setText("client, friend")
    assert row.condition().values == (reference(1, "client"), reference(2, "friend"))
    row.line.editingFinished.emit()
    assert row.chips.values() == ("client", "friend")
    row.operator.setCurrentIndex(row.operator.findData(Operator.IS.value))
    assert row.condition() == Condition("tag", Operator.IS, (reference(1, "client"),))


def test_choices_of_an_own_field_are_offered_as_they_are_written(place: Place) -> None:
    place.person("Marta")
    own_fields = place.services.people.own_fields
    field_id = own_fields.add("contact", "Coffee", FieldKind.CHOICE.value, ("black", "oat milk"))
    known = place.services.people.saved_lists.known()
    key = next(key for key, own in known.own.items() if own.id == field_id)
    row = _build(place, Condition(key, Operator.IS, ("black",))).rows()[0]
    assert isinstance(row, FilterRow)
    assert [row.box.itemText(index) for index in range(row.box.count())] == ["black", "oat milk"]


def test_how_far_back_a_condition_looks_is_chosen_behind_it(place: Place) -> None:
    place.person("Marta")
    form = _build(place, Condition("mood", Operator.IS, ("bad",)))
    row = form.rows()[0]
    assert isinstance(row, FilterRow)
    assert form.words.text() == "Ever a bad talk"
    row.span.choice.setCurrentIndex(1)
    row.span.number.setText("14")
    assert form.words.text() == "A bad talk in the last 14 days"
    row.span.number.setText("soon")
    assert form.words.text() == "Everybody"
    form.apply()
    assert row.error() == "Write a number of days, such as 90."
    row.field.setCurrentIndex(row.field.findData("city"))
    row.line.setText("Berlin")
    assert row.condition() == Condition("city", Operator.IS, ("Berlin",))
    assert not row.span.is_offered()


def test_a_day_is_typed_as_everywhere(place: Place) -> None:
    place.person("Marta")
    form = _build(place, Condition("last-talk", Operator.BEFORE, ("2026-03-01",)))
    row = form.rows()[0]
    assert isinstance(row, FilterRow)
    row.line.setText("yesterday")
    yesterday = (place.clock.now() - timedelta(days=1)).date().isoformat()
    assert row.condition().values in ((yesterday,), ("yesterday",))
    row.line.setText("24 Dec 2026")
    assert row.condition().values == ("2026-12-24",)


@pytest.mark.parametrize("name", HOSTILE)
def test_names_of_any_kind_are_shown_as_text(place: Place, name: str) -> None:
    place.person(name, company=name, tags=(name[:90],))
    lists = place.services.people.saved_lists
    place.window.show_lists()
    made = lists.add(
        name, AllOf((Condition("company", Operator.CONTAINS, (name[:40],)), Condition("tag", Operator.FILLED)))
    )
    _open(place, made)
    place.window.commands.run("contacts.table")
    place.settle()
    table = place.view.pane.table
    assert table is not None
    table.grab()
    assert "\u202e" not in str(table.model().index(0, 0).data())
    place.window.commands.run("contacts.build")
    place.settle()
    place.card().grab()
    assert place.window.lists is not None
    for entry in place.window.lists._side.entries():
        assert "<b>" not in entry.toolTip()
        entry.grab()


def test_the_keys_of_one_person_are_for_all_when_several_are_chosen(place: Place) -> None:
    ids = [place.person(name) for name in ("Amara", "Jonas", "Marta")]
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    place.window.commands.run("contacts.tag")
    place.settle()
    place.card().edit.setText("friend")
    place.card().submitted.emit()
    place.settle()
    pages = [place.services.contacts.page(each) for each in ids]
    assert [[tag.name for tag in page.tags] for page in pages if page is not None] == [["friend"]] * 3
    place.key(Qt.Key.Key_Escape)
    place.window.commands.run("contacts.delete")
    place.settle()
    assert len(place.names()) == 2


def test_in_the_table_the_chosen_person_is_the_one_that_is_deleted(place: Place) -> None:
    ids = {name: place.person(name) for name in ("Amara", "Jonas", "Marta")}
    place.window.commands.run("contacts.table")
    place.settle()
    table = place.view.pane.table
    assert table is not None
    table.select_id(ids["Jonas"], tell=True)
    place.settle()
    place.window.commands.run("contacts.delete")
    place.settle()
    assert sorted(place.services.contacts.ids()) == sorted((ids["Amara"], ids["Marta"]))
    place.window.commands.run("contacts.edit")
    place.settle()
    assert not place.view.pane.wide
