"""The bricks: plain text everywhere, names for screen readers, keys, right-to-left, and how they react."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from crm_desktop.domain.messages import Message, message
from crm_desktop.ui import widgets
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.theme.tokens import Tone
from crm_desktop.ui.widgets import (
    Avatar,
    Button,
    Card,
    CheckBox,
    Chip,
    ChipButton,
    DayField,
    ElidedLabel,
    EmptyState,
    FlowLayout,
    GrowingText,
    InlineEdit,
    Label,
    ListRow,
    PageHeader,
    PrimaryButton,
    ProgressStrip,
    RoundCheck,
    SearchField,
    SectionHeading,
    Switch,
    Toast,
    Understood,
    WrappingLabel,
)
from crm_desktop.ui.widgets.painting import AVATAR_TONES, avatar_tone, initials


def test_the_package_offers_what_it_lists() -> None:
    assert [name for name in widgets.__all__ if not hasattr(widgets, name)] == []


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marta Oliveira", "MO"),
        ("Élodie Nguyen", "ÉN"),
        ("王芳", "王芳"),
        ("王小明", "王小"),
        ("김민수", "김민"),
        ("Юлия Ковалёва", "ЮК"),
        ("ليلى ناصر", "لن"),
        ("Madonna", "M"),
        ("Ana Maria de la Cruz", "AC"),
        ("e\u0301lodie", "É"),
        ("🎉 Party", "P"),
        ("", "?"),
        ("   ", "?"),
        ("<b>Bold</b>", "B"),
        ("Dr. Marta Sofia Oliveira, PhD", "MO"),
        ("Prof. Dr. Anna Weber", "AW"),
        ("J. R. R. Tolkien", "JT"),
        ("Oliveira, Marta", "OM"),
        ("Dr.", "D"),
    ],
)
def test_initials_of_any_script(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_has_the_same_colour_in_every_run() -> None:
    assert avatar_tone("Marta Oliveira") is avatar_tone("marta oliveira")
    assert {avatar_tone(f"Person {number}") for number in range(200)} == set(AVATAR_TONES)


def test_no_label_reads_html(qtbot: QtBot, theme: Theme) -> None:
    hostile = "<img src='file:///etc/passwd'><b>x</b>"
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    edit = InlineEdit(theme, "Name", hostile)
    for widget in (
        Label(hostile),
        ElidedLabel(hostile),
        SectionHeading(theme, hostile, 3),
        ListRow(theme, hostile, hostile),
        PageHeader(theme, hostile, hostile),
        EmptyState(theme, hostile, hostile),
        edit,
        DayField(theme, lambda _text: Message(hostile), "day"),
        ProgressStrip(theme),
        Toast(theme, page),
    ):
        column.addWidget(widget)
    labels = page.findChildren(QLabel)
    assert len(labels) > 10
    assert {label.textFormat() for label in labels} == {Qt.TextFormat.PlainText}


def test_an_elided_label_tells_the_whole_text_in_its_tooltip_and_name(qtbot: QtBot, theme: Theme) -> None:
    label = ElidedLabel("A very long <name> that does not fit")
    qtbot.addWidget(label)
    label.resize(60, 20)
    label.show()
    assert label.text().endswith("…")
    assert "&lt;name&gt;" in label.toolTip()
    assert label.accessibleName() == "A very long <name> that does not fit"
    label.resize(600, 20)
    assert label.toolTip() == ""


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_everything_paints_in_both_schemes_and_both_directions(qtbot: QtBot, theme: Theme, mode: str) -> None:
    theme.set_mode(mode)
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    card = Card(theme)
    row = ListRow(theme, "Send proposal", "Marta Oliveira")
    row.leading.addWidget(RoundCheck(theme, "Done"))
    row.leading.addWidget(Avatar(theme, "Marta Oliveira"))
    row.trailing.addWidget(Chip(theme, "2 days late", Tone.LATE))
    card.add_row(row)
    card.add_row(ListRow(theme, "Call back"))
    for widget in (
        card,
        Button(theme, "Log", "L", icon="plus"),
        PrimaryButton(theme, "New", "N"),
        ChipButton(theme, "+ tag", dashed=True),
        ChipButton(theme, "Note", checkable=True),
        CheckBox(theme, "Words", checked=True),
        Switch(theme, "Start at login"),
        SearchField(theme, "Filter"),
    ):
        column.addWidget(widget)
    left = page.grab().toImage()
    page.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    assert page.grab().toImage() != left


def test_a_button_is_wide_enough_for_its_words_and_its_key(qtbot: QtBot, theme: Theme) -> None:
    plain, with_key = Button(theme, "New deal"), Button(theme, "New deal", "D")
    qtbot.addWidget(plain)
    qtbot.addWidget(with_key)
    assert with_key.sizeHint().width() > plain.sizeHint().width() > plain.fontMetrics().horizontalAdvance("New deal")
    assert with_key.accessibleName() == "New deal"


def test_a_round_check_is_pressed_by_space(qtbot: QtBot, theme: Theme) -> None:
    check = RoundCheck(theme, "Send proposal is done")
    qtbot.addWidget(check)
    check.show()
    with qtbot.waitSignal(check.clicked):
        QTest.keyClick(check, Qt.Key.Key_Space)
    assert check.isChecked()


def test_rows_of_a_card_open_by_click_and_enter_and_say_their_text(qtbot: QtBot, theme: Theme) -> None:
    card = Card(theme)
    qtbot.addWidget(card)
    row = ListRow(theme, "Send proposal", "Marta")
    card.add_row(row)
    card.show()
    opened: list[bool] = []
    row.activated.connect(lambda: opened.append(True))
    QTest.keyClick(row, Qt.Key.Key_Return)
    QTest.mouseClick(row, Qt.MouseButton.LeftButton)
    assert opened == [True, True]
    assert (row.accessibleName(), row.accessibleDescription()) == ("Send proposal", "Marta")
    card.clear()
    assert card.rows() == ()


def test_tags_flow_into_lines_from_the_side_where_one_reads(qtbot: QtBot, theme: Theme) -> None:
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder, spacing=4)
    boxes = [QWidget() for _ in range(5)]
    for box in boxes:
        box.setFixedSize(QSize(40, 20))
        flow.addWidget(box)
    holder.resize(100, 200)
    holder.show()
    assert flow.heightForWidth(100) == 3 * 20 + 2 * 4
    assert [box.pos() for box in boxes[:3]] == [QPoint(0, 0), QPoint(44, 0), QPoint(0, 24)]
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    flow.invalidate()
    flow.activate()
    assert boxes[0].pos() == QPoint(60, 0)
    boxes[1].hide()
    assert flow.heightForWidth(100) == 2 * 20 + 4
    flow.clear()
    assert flow.count() == 0


def test_esc_empties_a_search_field_once_and_down_leaves_it(qtbot: QtBot, theme: Theme) -> None:
    field = SearchField(theme, "Filter contacts")
    qtbot.addWidget(field)
    field.setText("mar")
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert field.text() == ""
    with qtbot.waitSignal(field.left_downwards):
        QTest.keyClick(field, Qt.Key.Key_Down)


def _understand(text: str) -> Understood | Message | None:
    if text == "tomorrow":
        return Understood(1, (("Sun 22 Nov", Tone.PLANNED),))
    return message("“{text}” could be two days.", text=text) if "/" in text else None


def test_a_day_field_shows_what_it_understood_and_refuses_in_words(qtbot: QtBot, theme: Theme) -> None:
    field = DayField(theme, _understand, "When?", enter_hint=True)
    qtbot.addWidget(field)
    field.show()
    field.set_text("tomorrow")
    assert field.value() == 1
    assert field.edit.accessibleDescription() == "Sun 22 Nov"
    with qtbot.waitSignal(field.submitted) as submitted:
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    assert submitted.args == [1]
    field.set_text("3/12")
    assert field.value() is None
    assert field.edit.accessibleDescription() == "“3/12” could be two days."
    with qtbot.assertNotEmitted(field.submitted):
        QTest.keyClick(field.edit, Qt.Key.Key_Return)
    field.clear()
    assert field.value() is None
    assert field.edit.accessibleDescription() == ""


class TestInlineEdit:
    """A text edited in place."""

    @pytest.fixture
    def page(self, qtbot: QtBot, theme: Theme) -> QWidget:
        page = QWidget()
        qtbot.addWidget(page)
        column = QVBoxLayout(page)
        self.edit = InlineEdit(theme, "E-mail", "old@example.org")
        self.other = SearchField(theme, "Other")
        self.heard: list[str] = []
        self.edit.committed.connect(self.heard.append)
        column.addWidget(self.edit)
        column.addWidget(self.other)
        with qtbot.waitActive(page):
            page.show()
            page.activateWindow()
        return page

    def _type(self, qtbot: QtBot, text: str) -> QWidget:
        QTest.keyClick(self.edit, Qt.Key.Key_Return)
        editor = QApplication.focusWidget()
        assert editor is not None
        QTest.keyClicks(editor, text)
        return editor

    def test_enter_opens_and_enter_saves(self, page: QWidget, qtbot: QtBot) -> None:
        editor = self._type(qtbot, "new@example.org")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        assert self.heard == ["new@example.org"]
        assert self.edit.text() == "new@example.org"
        assert not self.edit.is_editing()
        assert self.edit.hasFocus()

    def test_words_from_before_are_gone_on_with_and_taken_back(self, page: QWidget, qtbot: QtBot) -> None:
        self.other.setFocus()
        self.edit.restore("half ty")
        self.edit.start_editing()
        editor = QApplication.focusWidget()
        assert editor is not None
        assert self.edit.text() == "half ty"
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert not self.edit.is_editing()
        assert (self.edit.text(), self.heard) == ("old@example.org", [])

    def test_leaving_saves(self, page: QWidget, qtbot: QtBot) -> None:
        self._type(qtbot, "new@example.org")
        self.other.setFocus()
        assert self.heard == ["new@example.org"]

    def test_esc_takes_it_back(self, page: QWidget, qtbot: QtBot) -> None:
        editor = self._type(qtbot, "rubbish")
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert self.heard == []
        assert self.edit.text() == "old@example.org"

    def test_nothing_is_saved_when_nothing_changed(self, page: QWidget, qtbot: QtBot) -> None:
        QTest.mouseClick(self.edit, Qt.MouseButton.LeftButton)
        assert self.edit.is_editing()
        self.other.setFocus()
        assert self.heard == []

    def test_a_refusal_shows_the_sentence_and_keeps_what_was_typed(self, page: QWidget, qtbot: QtBot) -> None:
        editor = self._type(qtbot, "bad")
        QTest.keyClick(editor, Qt.Key.Key_Return)
        self.edit.show_error(message("That is not an e-mail address."))
        assert self.edit.is_editing()
        assert self.edit.text() == "bad"
        assert editor.accessibleDescription() == "That is not an e-mail address."
        QTest.keyClick(editor, Qt.Key.Key_Escape)
        assert self.edit.text() == "old@example.org"

    def test_a_refusal_does_not_call_back_who_went_on(self, page: QWidget, qtbot: QtBot) -> None:
        self._type(qtbot, "bad")
        self.other.setFocus()
        self.edit.show_error(message("That is not an e-mail address."))
        assert self.other.hasFocus()
        assert self.edit.is_editing()
        self.edit.focusNextChild()
        assert self.heard == ["bad"]

    def test_a_stored_value_that_comes_back_is_shown(self, page: QWidget, qtbot: QtBot) -> None:
        self.edit.set_text("stored@example.org")
        assert self.edit.accessibleName() == "E-mail: stored@example.org"


class TestToast:
    """The bar that offers undo."""

    @pytest.fixture
    def toast(self, qtbot: QtBot, theme: Theme) -> Toast:
        self.page = QWidget()
        self.page.resize(900, 600)
        qtbot.addWidget(self.page)
        made = Toast(theme, self.page)
        self.page.show()
        return made

    def test_it_stands_at_the_bottom_centre_and_follows_the_window(self, toast: Toast) -> None:
        toast.say("Moved", "Undo", "Ctrl Z", lambda: None)
        assert abs(toast.geometry().center().x() - 450) <= 1
        self.page.resize(1280, 800)
        assert abs(toast.geometry().center().x() - 640) <= 1
        assert toast.geometry().bottom() < 800
        toast.dismiss()

    def test_pressing_undo_runs_it_once_and_takes_the_bar_away(self, toast: Toast, qtbot: QtBot) -> None:
        done: list[int] = []
        toast.say("Moved", "Undo", "Ctrl Z", lambda: done.append(1))
        QTest.mouseClick(toast._button, Qt.MouseButton.LeftButton)
        assert done == [1]
        assert not toast.isVisible()

    def test_it_stays_while_the_focus_is_on_it(self, toast: Toast, qtbot: QtBot) -> None:
        toast.say("Moved", "Undo", "", lambda: None)
        with qtbot.waitActive(self.page):
            self.page.activateWindow()
        toast._button.setFocus()
        toast._timer.timeout.emit()
        assert toast.isVisible()
        toast._button.clearFocus()
        toast._timer.timeout.emit()
        assert not toast.isVisible()
        assert toast._timer.interval() == 8000

    def test_a_new_sentence_replaces_the_old_one_with_its_undo(self, toast: Toast, qtbot: QtBot) -> None:
        toast.say("First", "Undo", "", lambda: pytest.fail("the wrong one was undone"))
        toast.say("Second")
        assert toast.text() == "Second"
        assert not toast._button.isVisible()
        toast.dismiss()


def test_quick_work_never_shows_its_progress(qtbot: QtBot, theme: Theme) -> None:
    strip = ProgressStrip(theme)
    qtbot.addWidget(strip)
    strip.start("Importing")
    assert strip.isHidden()
    assert strip._timer.interval() == 300
    strip.finish()
    assert not strip._timer.isActive()


def test_slow_work_shows_how_far_it_is_and_can_be_stopped(qtbot: QtBot, theme: Theme) -> None:
    strip = ProgressStrip(theme)
    qtbot.addWidget(strip)
    strip.start("Importing")
    qtbot.waitUntil(strip.isVisible)
    strip.progress(3_000_000_000, 4_000_000_000)
    assert strip._bar.value() == 750
    with qtbot.waitSignal(strip.cancelled):
        QTest.mouseClick(strip._button, Qt.MouseButton.LeftButton)
    assert not strip._button.isEnabled()
    strip.finish()


def test_an_empty_view_offers_a_beginning(qtbot: QtBot, theme: Theme) -> None:
    begun: list[str] = []
    empty = EmptyState(
        theme, "Where the work stands", "Words.", ("First deal", "D", lambda: begun.append("first")), None
    )
    qtbot.addWidget(empty)
    assert empty.primary_button is not None
    assert empty.secondary_button is None
    QTest.mouseClick(empty.primary_button, Qt.MouseButton.LeftButton)
    assert begun == ["first"]


def test_labels_begin_at_the_other_side_when_the_interface_is_mirrored(qtbot: QtBot, theme: Theme) -> None:
    label = Label("Marta")
    qtbot.addWidget(label)
    assert label.alignment() & Qt.AlignmentFlag.AlignLeft
    label.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.sendEvent(label, QEvent(QEvent.Type.LayoutDirectionChange))
    assert label.alignment() & Qt.AlignmentFlag.AlignRight


def test_a_word_longer_than_the_line_is_broken_and_not_cut(qtbot: QtBot, theme: Theme) -> None:
    label = WrappingLabel("Wolfeschlegelsteinhausenbergerdorff" * 5)
    qtbot.addWidget(label)
    label.show()
    one, narrow = label.heightForWidth(4000), label.heightForWidth(120)
    assert narrow >= 5 * one
    assert label.minimumSizeHint().width() < 120


def test_a_wrapping_label_with_a_limit_ends_in_an_ellipsis_and_tells_the_rest_in_its_tooltip(
    qtbot: QtBot, theme: Theme
) -> None:
    label = WrappingLabel("Maria da Conceição " * 12, most_lines=2)
    qtbot.addWidget(label)
    label.resize(160, 60)
    label.show()
    label.grab()
    line = label.heightForWidth(4000)
    assert line < label.heightForWidth(160) <= 2 * line + 1
    layout, cut = label._broken(160)
    assert cut
    assert layout.text().endswith("…")
    assert label.toolTip().startswith("Maria da Conceição")
    label.setText("Maria")
    label.grab()
    assert label.toolTip() == ""


def test_an_open_field_for_a_value_of_one_long_word_needs_no_more_width(qtbot: QtBot, theme: Theme) -> None:
    edit = InlineEdit(theme, "Link", "https://example.com/" + "x" * 200)
    qtbot.addWidget(edit)
    edit.resize(150, 20)
    edit.show()
    layout = edit.layout()
    assert layout is not None
    assert layout.heightForWidth(150) >= 8 * edit.fontMetrics().height()


def test_a_growing_text_that_may_shrink_lies_over_nothing_where_the_room_is_tight(qtbot: QtBot, theme: Theme) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    field, below = GrowingText(theme, "Note"), SearchField(theme, "Other")
    field.let_shrink()
    column.addWidget(field)
    column.addWidget(below)
    field.setPlainText("a line\n" * 30)
    line = field.fontMetrics().lineSpacing()
    page.resize(300, 16 * line)
    page.show()
    assert field.height() >= 10 * line
    page.resize(300, column.minimumSize().height())
    QApplication.processEvents()
    assert 2 * line <= field.height() < 4 * line
    assert field.geometry().bottom() < below.geometry().top()
    assert field.verticalScrollBarPolicy() is Qt.ScrollBarPolicy.ScrollBarAsNeeded
    assert page.height() < 8 * line


def test_a_growing_text_is_as_high_as_its_lines(qtbot: QtBot, theme: Theme) -> None:
    field = GrowingText(theme, "Note", least=3, most=5)
    qtbot.addWidget(field)
    field.resize(300, 50)
    field.show()
    line = field.fontMetrics().lineSpacing()
    for text, lines in (("", 3), ("1\n2\n3\n4", 4), ("1\n2\n3\n4\n5\n6\n7", 5), ("1", 3)):
        field.setPlainText(text)
        QApplication.processEvents()
        assert lines * line <= field.viewport().height() < (lines + 0.6) * line
