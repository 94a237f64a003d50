"""Header and details: everything edited in place, added, removed, refused, and what leads elsewhere."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit

from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.errors import InvalidInput, StorageFailure
from crm_desktop.domain.money import Money
from crm_desktop.domain.pages import ContactPage
from crm_desktop.domain.pipelines import DealDraft
from crm_desktop.domain.reminders import ReminderDraft
from crm_desktop.domain.typed_names import name_from
from crm_desktop.ui.interval_words import days_of, every_words
from crm_desktop.ui.views.contacts.detail_rows import DetailRow
from crm_desktop.ui.views.contacts.form_place import FormPlace
from crm_desktop.ui.views.contacts.in_place_form import InPlaceForm
from crm_desktop.ui.views.contacts.page_parts import link_of
from crm_desktop.ui.views.contacts.person_forms import renamed
from crm_desktop.ui.views.contacts.words import age_words, date_words

if TYPE_CHECKING:
    from crm_desktop.ui.theme.theme import Theme
    from tests.ui.contacts.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier


def _page(place: Place) -> ContactPage:
    contact_id = place.view.person.contact_id()
    assert contact_id is not None
    page = place.services.contacts.page(contact_id)
    assert page is not None
    return page


def _marta(place: Place, **more: object) -> int:
    draft = ContactDraft(name=Name(given="Marta", family="Oliveira"), **more)  # type: ignore[arg-type]
    marta = place.services.contacts.add(draft)
    place.settle()
    place.show(marta)
    return marta


def _edit(place: Place, row: DetailRow | None, typed: str) -> None:
    assert row is not None
    row.value.setFocus()
    place.key(Qt.Key.Key_Return)
    place.type(typed)
    place.key(Qt.Key.Key_Return)


def form_of(place: FormPlace) -> InPlaceForm:
    assert place.form is not None
    return place.form


def test_e_edits_the_name_and_enter_saves_it(place: Place) -> None:
    _marta(place)
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_E)
    place.type("Marta Maria Oliveira")
    place.key(Qt.Key.Key_Return)
    assert _page(place).shown == "Marta Maria Oliveira"
    assert place.names() == ["Marta Maria Oliveira"]


def test_a_name_left_by_choosing_somebody_else_is_saved_for_whom_it_was_typed(place: Place) -> None:
    jonas = place.person("Jonas Keller")
    marta = _marta(place)
    place.view.person.edit_name()
    place.type("Martha Oliveira")
    place.show(jonas)
    page = place.services.contacts.page(marta)
    assert page is not None
    assert page.shown == "Martha Oliveira"
    assert place.view.person.header.name.text() == "Jonas Keller"
    other = place.services.contacts.page(jonas)
    assert other is not None
    assert other.shown == "Jonas Keller"


def test_an_empty_name_is_refused_and_stays_open(place: Place) -> None:
    _marta(place)
    name = place.view.person.header.name
    place.view.person.edit_name()
    place.key(Qt.Key.Key_Delete)
    place.key(Qt.Key.Key_Return)
    assert name.is_editing()
    assert name._error.isVisible()
    place.key(Qt.Key.Key_Escape)
    assert name.text() == "Marta Oliveira"


def test_the_line_under_the_name_says_who_and_where_and_what_time_it_is_there(place: Place) -> None:
    _marta(
        place,
        company="Casa Azul",
        job_title="Owner",
        time_zone="Europe/Lisbon",
        addresses=(Address(city="Lisbon"),),
    )
    header = place.view.person.header
    assert header.line.full_text() == "Owner at Casa Azul · Lisbon, 13:20 there"
    place.clock.advance(minutes=5)
    header.refresh_line()
    assert header.line.full_text().endswith("13:25 there")


def test_a_tag_is_added_by_key_and_taken_off_with_del(place: Place) -> None:
    _marta(place)
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_T)
    place.type("client")
    place.key(Qt.Key.Key_Return)
    place.type("referral")
    place.key(Qt.Key.Key_Return)
    place.key(Qt.Key.Key_Escape)
    tags = place.view.person.header.tags
    assert [button.text() for button in tags.tag_buttons()] == ["client", "referral"]
    tags.tag_buttons()[0].setFocus()
    place.key(Qt.Key.Key_Delete)
    assert [tag.name for tag in _page(place).tags] == ["referral"]
    assert place.services.contacts.page(_page(place).id) is not None


def test_a_tag_half_typed_is_added_when_the_field_is_left(place: Place) -> None:
    _marta(place)
    place.view.person.add_tag()
    place.type("client")
    place.view.pane.list.setFocus()
    place.settle()
    assert [tag.name for tag in _page(place).tags] == ["client"]


@pytest.mark.parametrize(
    ("part", "typed", "kind"),
    [
        ("email", "marta@casaazul.pt", PointKind.EMAIL),
        ("phone", "+351 912 345 678", PointKind.PHONE),
        ("link", "https://casaazul.pt", PointKind.LINK),
    ],
)
def test_ways_to_reach_somebody_are_added_changed_and_removed_in_place(
    place: Place, part: str, typed: str, kind: PointKind
) -> None:
    _marta(place)
    details = place.view.person.details
    place.click(details.add_buttons[part])
    place.type(typed)
    place.key(Qt.Key.Key_Return)
    (stored,) = _page(place).points
    assert stored.value == Point(kind, typed)
    assert details.pending_row() is None
    row = details.row("point", stored.id)
    assert row is not None
    assert row.label is not None
    row.label.setFocus()
    place.key(Qt.Key.Key_Return)
    place.type("work")
    place.key(Qt.Key.Key_Return)
    assert [each.value for each in _page(place).points] == [Point(kind, typed, "work")]
    row.value.setFocus()
    place.key(Qt.Key.Key_Return)
    place.key(Qt.Key.Key_Delete)
    place.key(Qt.Key.Key_Return)
    assert _page(place).points == ()
    place.undo()
    assert len(_page(place).points) == 1


def test_a_new_row_left_empty_goes_away(place: Place) -> None:
    _marta(place)
    details = place.view.person.details
    place.click(details.add_buttons["email"])
    place.view.pane.list.setFocus()
    place.settle()
    assert details.pending_row() is None
    assert _page(place).points == ()


def test_what_is_typed_in_a_row_survives_a_change_of_the_same_person(place: Place) -> None:
    marta = _marta(place, source="referral")
    row = place.view.person.details.row("source")
    assert row is not None
    row.value.setFocus()
    place.key(Qt.Key.Key_Return)
    place.type("Hana B.")
    place.services.contacts.add_tag(marta, "client")
    place.settle()
    assert place.view.person.details.row("source") is row
    assert row.value.text() == "Hana B."
    place.key(Qt.Key.Key_Return)
    assert _page(place).source == "Hana B."


def test_a_birthday_is_read_without_a_year_and_shown_with_the_age_when_there_is_one(place: Place) -> None:
    _marta(place)
    details = place.view.person.details
    place.click(details.add_buttons["date"])
    place.type("1988-03-03")
    place.key(Qt.Key.Key_Return)
    (stored,) = _page(place).dates
    assert stored.value == ImportantDate("Birthday", "1988-03-03")
    row = details.row("date", stored.id)
    assert row is not None
    assert (row.value.text(), row.after.text()) == ("3 March 1988", "38")
    _edit(place, row, "--03-04")
    assert _page(place).dates[0].value == ImportantDate("Birthday", "--03-04")
    assert row.value.text() == "4 March"


def test_a_day_that_is_none_is_refused_beside_the_field_and_stays_there(place: Place) -> None:
    _marta(place)
    details = place.view.person.details
    place.click(details.add_buttons["date"])
    place.type("the day after")
    place.key(Qt.Key.Key_Return)
    row = details.pending_row()
    assert row is not None
    assert row.value.is_editing()
    assert row.value.text() == "the day after"
    assert _page(place).dates == ()


def test_facts_have_a_heading_and_a_text(place: Place) -> None:
    _marta(place, facts=(Fact("likes", "oat milk"),))
    details = place.view.person.details
    (stored,) = _page(place).facts
    row = details.row("fact", stored.id)
    assert row is not None
    assert row.label is not None
    assert (row.label.text(), row.value.text()) == ("likes", "oat milk")
    place.click(details.add_buttons["fact"])
    place.type("Allergic to jargon")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert [each.value.text for each in _page(place).facts] == ["oat milk", "Allergic to jargon"]


@pytest.mark.parametrize(
    ("part", "typed", "stored"),
    [
        ("job_title", "Owner", "Owner"),
        ("company", "Casa Azul", "Casa Azul"),
        ("department", "Kitchen", "Kitchen"),
        ("source", "referral", "referral"),
        ("language", "Portuguese", "Portuguese"),
        ("time_zone", "Europe/Lisbon", "Europe/Lisbon"),
        ("preferred_channel", "WhatsApp, mornings", "WhatsApp, mornings"),
        ("note", "Allergic to jargon", "Allergic to jargon"),
    ],
)
def test_other_texts_are_added_from_more_and_edited_in_place(place: Place, part: str, typed: str, stored: str) -> None:
    _marta(place)
    details = place.view.person.details
    place.click(details.add_buttons["more"])
    assert details.more_menu is not None
    details.more_menu.close()
    details.add(part)
    place.type(typed)
    place.key(Qt.Key.Key_Return, CONTROL)
    assert getattr(_page(place), part) == stored
    row = details.row(part)
    assert row is not None
    assert row.value.text() == typed


def test_keep_in_touch_is_typed_as_one_says_it(place: Place) -> None:
    _marta(place)
    details = place.view.person.details
    details.add("keep_in_touch")
    place.type("6 weeks")
    place.key(Qt.Key.Key_Return)
    assert _page(place).keep_in_touch_days == 42
    row = details.row("keep_in_touch")
    assert row is not None
    assert row.value.text() == "every 6 weeks"
    _edit(place, row, "now and then")
    assert row.value.is_editing()
    assert _page(place).keep_in_touch_days == 42


def test_an_address_is_edited_by_its_parts_and_taken_away_when_empty(place: Place) -> None:
    _marta(place)
    details = place.view.person.details
    place.click(details.add_buttons["address"])
    form = form_of(details.values.addresses)
    form.lines["street"].setText("Rua da Rosa 44")
    form.lines["city"].setText("Lisbon")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert details.values.addresses.form is None
    (stored,) = _page(place).addresses
    assert stored.value == Address(street="Rua da Rosa 44", city="Lisbon")
    row = details.row("address", stored.id)
    assert row is not None
    assert row.value.text() == "Rua da Rosa 44, Lisbon"
    row.value.setFocus()
    place.key(Qt.Key.Key_Return)
    for line in form_of(details.values.addresses).lines.values():
        line.clear()
    place.key(Qt.Key.Key_Return, CONTROL)
    assert _page(place).addresses == ()


def test_a_failed_write_opens_the_row_again_with_what_was_typed(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    _marta(place, source="referral")

    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(type(place.services.contacts), "set_text", full)
    row = place.view.person.details.row("source")
    _edit(place, row, "Hana B.")
    assert row is not None
    assert row.value.is_editing()
    assert row.value.text() == "Hana B."
    assert row.value._error.text() == "The disk is full."


def test_a_write_that_fails_after_one_looked_elsewhere_is_told_with_the_words(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    jonas = place.person("Jonas Keller")
    _marta(place, source="referral")

    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(type(place.services.contacts), "set_text", full)
    row = place.view.person.details.row("source")
    assert row is not None
    row.start()
    place.type("Hana B.")
    place.view.open("contact", jonas)
    place.settle()
    assert len(place.failed) == 1
    assert "Hana B." in place.failed[0]


def test_call_and_email_open_the_address_and_have_the_composer_ready(place: Place) -> None:
    _marta(
        place,
        points=(Point(PointKind.EMAIL, "marta@casaazul.pt"), Point(PointKind.PHONE, "+351 912-345 678")),
    )
    person = place.view.person
    place.click(person.header.call_button)
    assert place.links == ["tel:+351912345678"]
    assert person.composer.fields.kind().value == "call"
    assert QApplication.focusWidget() is person.composer.fields.text
    place.click(person.header.email_button)
    assert place.links[1:] == ["mailto:marta@casaazul.pt"]
    assert person.composer.fields.kind().value == "email"


def test_call_without_a_number_asks_for_one(place: Place) -> None:
    _marta(place)
    place.click(place.view.person.header.call_button)
    assert place.links == []
    row = place.view.person.details.pending_row()
    assert row is not None
    assert row.value.is_editing()


def test_a_phone_number_in_other_digits_or_with_commands_becomes_a_plain_tel_address() -> None:
    assert link_of(PointKind.PHONE, "(030) 12 34-56") == "tel:030123456"
    assert link_of(PointKind.PHONE, "+49 30;ext=5?x=javascript:1") == "tel:+493051"
    assert link_of(PointKind.EMAIL, "a+b@c.org?bcc=d@e.org") == "mailto:a+b@c.org%3Fbcc%3Dd@e.org"


def test_a_link_is_opened_from_its_row(place: Place) -> None:
    _marta(place, points=(Point(PointKind.LINK, "https://casaazul.pt"),))
    (stored,) = _page(place).points
    row = place.view.person.details.row("point", stored.id)
    assert row is not None
    assert row.open_button is not None
    place.click(row.open_button)
    assert place.links == ["https://casaazul.pt"]


def test_rows_are_used_again_for_the_next_person_and_show_nothing_of_the_last_one(place: Place) -> None:
    marta = _marta(
        place, source="referral", points=(Point(PointKind.EMAIL, "m@x.org", "work"),), facts=(Fact("likes", "tea"),)
    )
    jonas = place.person("Jonas Keller", source="fair", points=(Point(PointKind.EMAIL, "j@y.org"),))
    place.show(jonas)
    details = place.view.person.details
    (stored,) = _page(place).points
    row = details.row("point", stored.id)
    assert row is not None
    assert row.label is not None
    assert (row.value.text(), row.label.text()) == ("j@y.org", "")
    _edit(place, row, "jonas@y.org")
    page = place.services.contacts.page(marta)
    assert page is not None
    assert [each.value.value for each in page.points] == ["m@x.org"]
    assert [each.value.value for each in _page(place).points] == ["jonas@y.org"]
    assert not details.sections["facts"].isVisible()


def test_a_large_font_cuts_no_button_in_the_smallest_window(place: Place, theme: Theme) -> None:
    _marta(place, tags=("client", "hospitality", "referral"))
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    font = application.font()
    font.setPixelSize(20)
    application.setFont(font)
    theme.apply(application)
    window = place.window
    window.resize(900, 600)
    place.settle()
    header = place.view.person.header
    for button in (header.call_button, header.email_button, header.remind_button, header.more_button):
        assert button.width() >= button.sizeHint().width()
        assert button.mapTo(window, button.rect().topRight()).x() < window.width()
    assert place.view.pane.import_button.width() >= place.view.pane.import_button.sizeHint().width()


def test_remind_me_sets_a_reminder_about_this_person(place: Place) -> None:
    marta = _marta(place)
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_R)
    place.type("send the draft 2026-11-26")
    place.key(Qt.Key.Key_Return)
    assert place.window.overlay.card() is None
    (row,) = place.services.reminders.agenda(marta)
    assert row.day == date(2026, 11, 26)
    assert place.view.person.details.work.rows


def test_deals_and_reminders_lead_to_their_own_places(place: Place) -> None:
    marta = _marta(place)
    stage = place.services.pipeline.stages()[0]
    deal = place.services.pipeline.add(
        DealDraft("Website relaunch", stage.id, marta, value=Money(640000, "EUR"), expected_close=date(2026, 12, 12))
    )
    place.services.reminders.add(ReminderDraft("Send revised proposal", date(2026, 11, 19), contact_id=marta))
    place.settle()
    reminder_row, deal_row = place.view.person.details.work.rows
    assert deal_row.title.full_text() == "Website relaunch"
    assert "€6,400" in deal_row.subtitle.full_text()
    assert "close 12 Dec" in deal_row.subtitle.full_text()
    place.click(deal_row)
    deal_row.setFocus()
    place.key(Qt.Key.Key_Return)
    place.click(reminder_row)
    occurrence = place.services.reminders.agenda(marta)[0].occurrence_id
    assert place.went_to == [("deal", deal), ("deal", deal), ("reminder", occurrence)]


def test_the_details_fold_under_the_timeline_in_a_narrow_window(place: Place) -> None:
    _marta(place)
    person = place.view.person
    place.window.resize(1280, 800)
    place.settle()
    assert not person.is_folded()
    assert person.details.x() > person.timeline.x() + person.timeline.width() - 1
    place.window.resize(1099, 700)
    place.settle()
    assert person.is_folded()
    place.window.resize(900, 600)
    place.settle()
    assert person.details.isVisible()
    assert person.details.mapTo(person, person.details.rect().topLeft()).y() > person.timeline.y()
    assert person.width() + place.view.pane.width() == place.view.width()


def test_a_name_of_two_hundred_letters_widens_nothing(place: Place) -> None:
    place.person("X" * 200, company="Y" * 200, source="Z" * 200)
    place.window.resize(900, 600)
    place.settle()
    assert place.window.width() == 900
    person = place.view.person
    assert person.header.more_button.mapTo(person, person.header.more_button.rect().topRight()).x() < person.width()


def test_every_control_of_the_page_says_what_it_is(place: Place) -> None:
    _marta(place, points=(Point(PointKind.EMAIL, "marta@casaazul.pt"),), tags=("client",), source="referral")
    person = place.view.person
    for control in (*person.findChildren(QAbstractButton), *person.findChildren(QLineEdit)):
        internal = control.objectName().startswith("qt_")
        assert internal or control.accessibleName(), control


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Marta Oliveira", Name(given="Marta", family="Oliveira", formatted="Marta Oliveira")),
        ("Antonín Novák", Name(given="Antonín", family="Novák", formatted="Antonín Novák")),
        ("Юлия Ковалёва", Name(given="Юлия", family="Ковалёва", formatted="Юлия Ковалёва")),
        ("José Luis García Ortega", Name(formatted="José Luis García Ortega")),
        ("王 芳", Name(formatted="王 芳")),
        ("ليلى ناصر", Name(formatted="ليلى ناصر")),
        ("Madonna", Name(formatted="Madonna")),
        ("  Marta   Oliveira ", Name(given="Marta", family="Oliveira", formatted="Marta Oliveira")),
    ],
)
def test_a_name_is_split_only_where_that_is_hardly_a_guess(typed: str, name: Name) -> None:
    assert name_from(typed) == name


def test_typing_the_same_name_again_keeps_its_parts() -> None:
    before = Name(prefix="Dr", given="Ana Maria", family="Silva", nickname="Ani")
    assert renamed(before, "Dr Ana Maria Silva") == before
    assert renamed(before, "Ana Silva").nickname == "Ani"


@pytest.mark.parametrize(
    ("typed", "days"),
    [
        ("every 6 weeks", 42), ("6 weeks", 42), ("every month", 30), ("2 months", 60), ("quarterly", 90),
        ("every other week", 14), ("a year", 365), ("10", 10), ("", None), ("never", 0), ("off", 0), ("half-yearly", 182),
        ("every three months", 90), ("every 2 years", 730),
    ],
)  # fmt: skip
def test_intervals_are_read_as_people_say_them(typed: str, days: int | None) -> None:
    assert days_of(typed) == days
    if days is not None:
        assert days_of(every_words(days)) == days


def test_an_interval_that_is_none_is_refused() -> None:
    with pytest.raises(InvalidInput):
        days_of("now and then")


def test_dates_are_written_with_and_without_their_year_and_leap_days_stay_what_they_are() -> None:
    assert date_words("1988-03-03") == "3 March 1988"
    assert date_words("--02-29") == "29 February"
    assert age_words("1988-03-03", date(2026, 3, 2)) == "37"
    assert age_words("1988-03-03", date(2026, 3, 3)) == "38"
    assert age_words("--03-03", date(2026, 3, 3)) == ""
