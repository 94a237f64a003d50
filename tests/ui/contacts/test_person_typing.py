"""Typing on a person's page: the name in parts, forms in place, words kept over a crash, hidden fields, odd input."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, QStringListModel, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QWidget

from crm_desktop.domain.contacts import Address, ContactDraft, Fact, Name, Point, PointKind
from crm_desktop.domain.errors import StorageFailure
from crm_desktop.domain.pages import ContactPage
from crm_desktop.ui.dialogs.contact_fields import CONTACT_FIELDS, contact_field_words
from crm_desktop.ui.views.contacts.in_place_form import InPlaceForm
from crm_desktop.ui.widgets.safe_image import small_png

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.contacts.conftest import Place

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ODD = {
    "long": "W" * 500,
    "arabic": "ليلى عبد الرحمن الناصر",
    "chinese": "王芳",
    "bidi": "abc\u202egnp.exe",
    "html": "<b>bold</b><img src=x onerror=alert(1)>",
    "surrogate": "half \ud83d of it",
    "nul": "a\0b\x07c",
    "emoji": "👩‍👩‍👧‍👦 family",
    "format": "{name} %s %(x)s",
    "lines": "one\r\ntwo\u2028three",
}


def _marta(place: Place, **more: object) -> int:
    draft = ContactDraft(name=Name(given="Marta", family="Oliveira"), **more)  # type: ignore[arg-type]
    marta = place.services.contacts.add(draft)
    place.settle()
    place.show(marta)
    return marta


def _page(place: Place, contact_id: int) -> ContactPage:
    page = place.services.contacts.page(contact_id)
    assert page is not None
    return page


def _form(form: InPlaceForm | None) -> InPlaceForm:
    assert form is not None
    return form


def _names(place: Place) -> InPlaceForm | None:
    return place.view.person.actions_of_person._names.form


def test_all_parts_of_a_name_are_edited_in_place_by_keyboard(place: Place) -> None:
    marta = _marta(place)
    place.view.pane.list.setFocus()
    place.key(Qt.Key.Key_E, SHIFT)
    form = _form(_names(place))
    assert form.lines["given"].text() == "Marta"
    assert place.window.overlay.card() is None
    form.lines["prefix"].setText("Dra.")
    form.lines["middle"].setText("de Sousa")
    form.lines["nickname"].setText("Martinha")
    form.lines["phonetic_family"].setText("oh-lee-VAY-ra")
    place.key(Qt.Key.Key_Return, CONTROL)
    page = _page(place, marta)
    assert page.name == Name(prefix="Dra.", given="Marta", middle="de Sousa", family="Oliveira", nickname="Martinha")
    assert page.shown == "Dra. Marta de Sousa Oliveira"
    profile = place.services.people.profiles.profile(marta)
    assert profile is not None
    assert profile.phonetic_family == "oh-lee-VAY-ra"
    assert place.view.person.header.spoken.full_text() == "oh-lee-VAY-ra · called Martinha"
    assert _names(place) is None


def test_a_name_without_any_part_is_refused_and_escape_takes_everything_back(place: Place) -> None:
    marta = _marta(place)
    place.view.person.name_in_parts()
    place.settle()
    form = _form(_names(place))
    for line in form.lines.values():
        line.clear()
    place.key(Qt.Key.Key_Return, CONTROL)
    assert form.error() == "A contact needs a name."
    form.lines["given"].setFocus()
    place.key(Qt.Key.Key_Escape)
    assert _names(place) is None
    assert _page(place, marta).shown == "Marta Oliveira"


@pytest.mark.parametrize("part", ["family", "nickname"])
def test_one_part_of_a_name_is_enough(place: Place, part: str) -> None:
    marta = _marta(place)
    place.view.person.name_in_parts()
    place.settle()
    form = _form(_names(place))
    for line in form.lines.values():
        line.clear()
    form.lines[part].setText("Oliveira")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert _page(place, marta).shown == "Oliveira"


def test_leaving_the_form_saves_it_for_whom_it_was_opened(place: Place) -> None:
    jonas = place.person("Jonas Keller")
    marta = _marta(place)
    place.view.person.name_in_parts()
    place.settle()
    _form(_names(place)).lines["middle"].setText("Maria")
    place.show(jonas)
    assert _page(place, marta).name.middle == "Maria"
    assert _page(place, jonas).name.middle == ""
    assert _names(place) is None


def test_an_unchanged_form_writes_nothing(place: Place) -> None:
    _marta(place)
    before = place.services.today.version()
    place.view.person.name_in_parts()
    place.settle()
    place.view.pane.list.setFocus()
    place.settle()
    assert _names(place) is None
    assert place.services.today.version() == before


def test_a_form_that_cannot_be_saved_stays_open_with_the_words(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    _marta(place)

    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(type(place.services.contacts), "save_address", full)
    details = place.view.person.details
    details.add("address")
    form = _form(details.values.addresses.form)
    form.lines["city"].setText("Lisbon")
    place.view.pane.list.setFocus()
    place.settle()
    assert details.values.addresses.form is form
    assert form.error() == "The disk is full."
    assert form.lines["city"].text() == "Lisbon"


def test_a_form_refused_after_one_looked_elsewhere_is_told_with_the_words(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    jonas = place.person("Jonas Keller")
    _marta(place)

    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(type(place.services.contacts), "save_address", full)
    details = place.view.person.details
    details.add("address")
    _form(details.values.addresses.form).lines["city"].setText("Lisbon")
    place.show(jonas)
    (told,) = place.failed
    assert "Lisbon" in told
    assert "disk is full" in told


def test_the_second_of_two_addresses_is_edited_below_itself(place: Place) -> None:
    marta = _marta(place, addresses=(Address(city="Lisbon"), Address(city="Porto")))
    second = _page(place, marta).addresses[1].id
    details = place.view.person.details
    row = details.row("address", second)
    assert row is not None
    row.value.setFocus()
    place.key(Qt.Key.Key_Return)
    form = _form(details.values.addresses.form)
    assert form.lines["city"].text() == "Porto"
    assert form.geometry().top() >= row.geometry().bottom()
    form.lines["postal_code"].setText("4000")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert _page(place, marta).addresses[1].value == Address(city="Porto", postal_code="4000")
    assert QApplication.focusWidget() is not None


def test_half_typed_words_stand_there_again_after_a_crash(make_place: Callable[[], Place], place: Place) -> None:
    marta = _marta(place, source="referral")
    details = place.view.person.details
    row = details.row("source")
    assert row is not None
    row.start()
    place.type("Hana B.")
    details.add("fact")
    place.type("likes: oa")
    place.view._services.drafts.flush()
    place.settle()
    kept = place.services.drafts.get(f"person/{marta}")
    assert "likes: oa" in kept
    # The program ends here without having been asked: what is in the file is all there is.
    with_name = {**json.loads(kept), "text/source": "Hana B.", "form/name": {"given": "Martha"}}
    place.services.drafts.keep(f"person/{marta}", json.dumps(with_name))
    again = make_place()
    again.show(marta)
    restored = again.view.person.details.row("source")
    assert restored is not None
    assert restored.value.is_editing()
    assert restored.value.text() == "Hana B."
    fact = again.view.person.details.pending_row()
    assert fact is not None
    assert fact.value.text() == "likes: oa"
    assert not restored.value.isAncestorOf(QApplication.focusWidget() or again.window)
    again.view.person.name_in_parts()
    again.settle()
    assert _form(_names(again)).lines["given"].text() == "Martha"


def test_what_is_typed_is_in_the_file_a_moment_later_and_gone_once_it_is_saved(place: Place) -> None:
    marta = _marta(place, source="referral")
    row = place.view.person.details.row("source")
    assert row is not None
    row.start()
    place.type("Hana")
    place.view._services.drafts.flush()
    place.settle()
    assert "Hana" in place.services.drafts.get(f"person/{marta}")
    place.key(Qt.Key.Key_Return)
    assert place.services.drafts.get(f"person/{marta}") == ""
    assert _page(place, marta).source == "Hana"


def test_escape_takes_the_draft_away_too(place: Place) -> None:
    marta = _marta(place, source="referral")
    row = place.view.person.details.row("source")
    assert row is not None
    row.start()
    place.type("Hana")
    place.view._services.drafts.flush()
    place.key(Qt.Key.Key_Escape)
    assert place.services.drafts.get(f"person/{marta}") == ""


def test_hidden_fields_are_not_offered_until_one_asks_for_them(place: Place) -> None:
    own = place.services.people.own_fields
    for field in ("phone", "payment_terms", "source"):
        own.hide_builtin("contact", field, True)
    marta = _marta(place, source="referral")
    details = place.view.person.details
    assert details.row("source") is not None, "what is filled in is shown"
    assert not details.add_buttons["phone"].isVisible()
    assert "payment_terms" not in details.addable()
    assert details.hidden_link.text() == "2 hidden fields"
    place.click(details.hidden_link)
    assert details.add_buttons["phone"].isVisible()
    assert "payment_terms" in details.addable()
    assert not details.hidden_link.isVisible()
    place.show(place.person("Jonas"))
    assert details.hidden_link.isVisible()
    place.show(marta)


def test_every_built_in_field_has_words_and_can_be_added(place: Place) -> None:
    _marta(place)
    details = place.view.person.details
    for field in CONTACT_FIELDS:
        assert contact_field_words(field)
        details.add(field)
        place.settle()
        focused = QApplication.focusWidget()
        assert focused is not None, field
        assert place.view.person.isAncestorOf(focused), field
        place.key(Qt.Key.Key_Escape)


def test_a_fact_typed_with_its_kind_is_taken_apart(place: Place) -> None:
    marta = _marta(place)
    place.window.commands.run("contacts.add_fact")
    place.settle()
    place.type("Likes: oat milk")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert [fact.value for fact in _page(place, marta).facts] == [Fact("likes", "oat milk")]
    place.window.commands.run("contacts.add_fact")
    place.settle()
    place.type("Note: not a kind")
    place.key(Qt.Key.Key_Return, CONTROL)
    assert _page(place, marta).facts[1].value == Fact("", "Note: not a kind")


def test_a_time_zone_is_completed_from_the_name_of_its_city(place: Place) -> None:
    marta = _marta(place)
    details = place.view.person.details
    details.add("time_zone")
    place.settle()
    row = details.row("time_zone")
    assert row is not None
    words = row.value._editor.completer().model()  # type: ignore[union-attr]  # it is a line
    assert isinstance(words, QStringListModel)
    assert "Europe/Lisbon" in words.stringList()
    place.type("lisbon")
    place.key(Qt.Key.Key_Return)
    assert _page(place, marta).time_zone == "Europe/Lisbon"


def test_a_profile_on_a_network_is_called_after_it(place: Place) -> None:
    marta = _marta(place)
    details = place.view.person.details
    details.add("link")
    place.type("https://www.linkedin.com/in/marta")
    place.key(Qt.Key.Key_Return)
    (stored,) = _page(place, marta).points
    assert stored.value.label == "LinkedIn"
    row = details.row("point", stored.id)
    assert row is not None
    assert row.value._label.text() == "linkedin.com/in/marta"
    assert row.value.text() == "https://www.linkedin.com/in/marta"


def test_several_numbers_are_offered_when_calling(place: Place) -> None:
    _marta(place, points=(Point(PointKind.PHONE, "+351 1", "work"), Point(PointKind.PHONE, "+351 2")))
    place.window.commands.run("contacts.call")
    place.settle()
    menu = place.view.person.actions_of_person.reach_menu
    assert [action.text() for action in menu.actions()] == ["+351 1 · work", "+351 2"]
    menu.actions()[1].trigger()
    menu.close()
    place.settle()
    assert place.links == ["tel:+3512"]


def _png(side: int = 40) -> bytes:
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("teal"))
    return small_png(image)


def test_a_photo_is_pasted_shown_and_taken_away(place: Place) -> None:
    marta = _marta(place)
    mime = QMimeData()
    mime.setData("image/png", _png())
    QGuiApplication.clipboard().setMimeData(mime)
    place.window.commands.run("contacts.photo_paste")
    place.settle()
    photo = place.view.person.header.photo
    assert photo.has_photo()
    place.show(place.person("Jonas"))
    assert not photo.has_photo()
    place.show(marta)
    assert photo.has_photo()
    photo.setFocus()
    place.key(Qt.Key.Key_Delete)
    assert not photo.has_photo()
    assert place.services.contacts.page(marta) is not None
    place.undo()
    assert photo.has_photo()
    QGuiApplication.clipboard().clear()


@pytest.mark.qt_log_ignore(".*", extend=True)
def test_a_file_that_is_no_photo_is_refused_with_a_sentence(place: Place, tmp_path: Path) -> None:
    marta = _marta(place)
    for name, content in (("a.png", b"no picture"), ("b.png", _png(400)[:200])):
        (tmp_path / name).write_bytes(content)
        place.view.person.header.photo.given.emit(tmp_path / name)
        place.settle()
    place.view.person.header.photo.given.emit(tmp_path / "gone.png")
    place.settle()
    assert len(place.failed) == 3
    assert not place.view.person.header.photo.has_photo()
    profile = place.services.people.profiles.profile(marta)
    assert profile is not None
    assert profile.photo == ""


def test_a_photo_is_dropped_on_the_sign(place: Place, tmp_path: Path) -> None:
    _marta(place)
    (tmp_path / "marta.png").write_bytes(_png())
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "marta.png"))])
    photo = place.view.person.header.photo
    drop = QDropEvent(
        QPointF(5, 5), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    photo.dropEvent(drop)
    place.settle()
    assert photo.has_photo()


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_words_are_shown_plainly_and_widen_nothing(place: Place, text: str) -> None:
    place.window.resize(900, 600)
    hana = place.person("Hana " + text)
    marta = _marta(
        place,
        company=text,
        job_title=text,
        facts=(Fact(text, text),),
        points=(Point(PointKind.EMAIL, text, text), Point(PointKind.LINK, text, text)),
        addresses=(Address(city=text, label=text),),
        note=text,
        tags=(text,),
        preferred_channel=text,
    )
    profiles = place.services.people.profiles
    profiles.save_relation(marta, None, hana, text)
    place.services.contacts.set_text(marta, "pinned_note", text)
    place.settle()
    person = place.view.person
    place.window.grab()
    assert place.window.width() == 900
    for widget in person.findChildren(QWidget):
        if widget.isVisible() and not widget.window().isWindow():
            assert widget.mapTo(person, widget.rect().topLeft()).x() < person.width()
    details = person.details
    inner = details.widget()
    assert inner is not None
    assert inner.width() <= details.viewport().width()


@pytest.mark.parametrize("text", ODD.values(), ids=ODD.keys())
def test_odd_words_are_typed_into_fields_and_forms(place: Place, text: str) -> None:
    marta = _marta(place, source="referral")
    row = place.view.person.details.row("source")
    assert row is not None
    row.start()
    row.value._editor.setText(text)  # type: ignore[union-attr]  # it is a line
    place.key(Qt.Key.Key_Return)
    place.view.person.details.add("role")
    form = _form(place.view.person.details.roles.place.form)
    for key in ("company", "title"):
        form.lines[key].setText(text)
    place.key(Qt.Key.Key_Return, CONTROL)
    assert place.view.person.details.roles.place.form is None
    assert len(_page(place, marta).source) <= 500
    profile = place.services.people.profiles.profile(marta)
    assert profile is not None
    assert len(profile.roles) == 1
    assert "\0" not in profile.roles[0].value.company


def test_a_megabyte_is_pasted_without_harm(place: Place) -> None:
    marta = _marta(place)
    place.view.person.edit_name()
    QGuiApplication.clipboard().setText("x" * 1_000_000)
    place.key(Qt.Key.Key_V, CONTROL)
    place.key(Qt.Key.Key_Return)
    assert 0 < len(_page(place, marta).shown) <= 500
    QGuiApplication.clipboard().clear()


def test_a_megabyte_without_a_blank_is_pasted_into_the_note(place: Place) -> None:
    marta = _marta(place)
    place.view.person.details.add("note")
    place.settle()
    QGuiApplication.clipboard().setText("x" * 1_000_000)
    place.key(Qt.Key.Key_V, CONTROL)
    place.key(Qt.Key.Key_Return, CONTROL)
    # Broken into lines letter by letter, this would not have come to an end.
    assert len(_page(place, marta).note) == 1_000_000
    QGuiApplication.clipboard().clear()


def test_tab_reaches_every_control_and_none_is_without_a_name(place: Place) -> None:
    hana = place.person("Hana")
    marta = _marta(
        place,
        company="Casa Azul",
        points=(Point(PointKind.EMAIL, "m@casaazul.pt"), Point(PointKind.LINK, "casaazul.pt")),
        addresses=(Address(city="Lisbon"),),
        facts=(Fact("likes", "oat milk"),),
        tags=("client",),
    )
    profiles = place.services.people.profiles
    profiles.save_relation(marta, None, hana, "friend")
    place.services.contacts.set_text(marta, "pinned_note", "care")
    profiles.set_do_not_contact(marta, True)
    place.settle()
    person = place.view.person
    wanted = {
        widget
        for widget in person.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.objectName().startswith("qt_")
    }
    person.header.photo.setFocus()
    seen: set[QWidget] = set()
    for _press in range(len(wanted) + 60):
        focused = QApplication.focusWidget()
        assert focused is not None
        seen.add(focused)
        assert focused.accessibleName() or not person.isAncestorOf(focused), focused
        place.key(Qt.Key.Key_Tab)
    assert wanted - seen == set()


def test_what_was_refused_for_one_person_never_stands_on_the_page_of_another(
    place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    jonas = place.person("Jonas Keller", source="website")
    marta = _marta(place, source="referral")
    contacts = type(place.services.contacts)

    def full(*_arguments: object) -> None:
        raise StorageFailure("The disk is full.")

    with monkeypatch.context() as patch:
        patch.setattr(contacts, "set_text", full)
        patch.setattr(contacts, "rename", full)
        row = place.view.person.details.row("source")
        assert row is not None
        row.start()
        place.key(Qt.Key.Key_A, CONTROL)
        place.type("Hana B.")
        place.key(Qt.Key.Key_Return)
        place.view.person.edit_name()
        place.type("Martha")
        place.key(Qt.Key.Key_Return)
        assert place.view.person.header.name.is_editing()
    place.show(jonas)
    row = place.view.person.details.row("source")
    assert row is not None
    assert not row.value.is_editing()
    assert row.value.text() == "website"
    assert place.view.person.header.name.text() == "Jonas Keller"
    assert not place.view.person.header.name.is_editing()
    # The words are not lost: they stand there again where they belong.
    place.show(marta)
    row = place.view.person.details.row("source")
    assert row is not None
    assert row.value.is_editing()
    assert row.value.text() == "Hana B."


def test_a_value_of_an_own_field_is_saved_for_whom_it_was_typed(place: Place) -> None:
    own = place.services.people.own_fields
    field = own.add("contact", "Shoe size", "number")
    jonas = place.person("Jonas Keller")
    marta = _marta(place)
    rows = place.view.person.details.own
    (row,) = rows.rows()
    row.value.start_editing()
    place.type("38")
    place.show(jonas)
    assert [value.text for value in own.values("contact", marta)] == ["38"]
    assert [value.text for value in own.values("contact", jonas)] == [""]
    assert rows.rows() == (row,), "rows are used again"
    assert row.value.text() == ""
    assert field


@pytest.mark.parametrize("size", [(1280, 800), (900, 600)])
def test_the_open_parts_of_a_name_are_not_squeezed(place: Place, size: tuple[int, int]) -> None:
    place.window.resize(*size)
    marta = _marta(place, tags=("client",), facts=(Fact("likes", "oat milk"),))
    place.services.contacts.set_text(marta, "pinned_note", "care")
    place.settle()
    place.view.person.name_in_parts()
    place.settle()
    form = _form(_names(place))
    for line in form.lines.values():
        assert line.height() >= line.sizeHint().height()
    header = place.view.person.header
    assert form.mapTo(header, form.rect().bottomLeft()).y() <= header.tags.geometry().top()
    place.key(Qt.Key.Key_Escape)
    assert place.view.person.strips.isVisible()


def test_tags_are_seen_again_after_somebody_without_any(place: Place) -> None:
    jonas = place.person("Jonas Keller")
    marta = _marta(place, tags=("client", "referral"))
    place.show(jonas)
    place.show(marta)
    pills = place.view.person.header.tags.tag_buttons()
    assert [pill.text() for pill in pills] == ["client", "referral"]
    assert all(pill.isVisible() and pill.height() > 10 for pill in pills)
    assert place.view.person.header.tags.height() >= pills[0].height()
