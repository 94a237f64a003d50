"""The bricks of the interface; they know the theme and texts and nothing of contacts, deals or reminders."""

from crm_desktop.ui.widgets.avatar import Avatar, RoundIcon
from crm_desktop.ui.widgets.buttons import Button, LinkButton, PrimaryButton, RoundCheck
from crm_desktop.ui.widgets.card import Card, Divider, ListRow
from crm_desktop.ui.widgets.check_box import CheckBox, Switch
from crm_desktop.ui.widgets.chip import Chip, ChipButton
from crm_desktop.ui.widgets.choice_chips import ChoiceChips
from crm_desktop.ui.widgets.empty_state import EmptyState
from crm_desktop.ui.widgets.fields import DayField, SearchField, Understood
from crm_desktop.ui.widgets.flow_layout import FlowLayout
from crm_desktop.ui.widgets.growing_text import GrowingText
from crm_desktop.ui.widgets.inline_edit import InlineEdit
from crm_desktop.ui.widgets.labels import ElidedLabel, KeyHint, Label, SectionHeading, WrappingLabel
from crm_desktop.ui.widgets.page import PageHeader, ScrollBody
from crm_desktop.ui.widgets.progress_strip import ProgressStrip
from crm_desktop.ui.widgets.toast import Toast

__all__ = [
    "Avatar",
    "Button",
    "Card",
    "CheckBox",
    "Chip",
    "ChipButton",
    "ChoiceChips",
    "DayField",
    "Divider",
    "ElidedLabel",
    "EmptyState",
    "FlowLayout",
    "GrowingText",
    "InlineEdit",
    "KeyHint",
    "Label",
    "LinkButton",
    "ListRow",
    "PageHeader",
    "PrimaryButton",
    "ProgressStrip",
    "RoundCheck",
    "RoundIcon",
    "ScrollBody",
    "SearchField",
    "SectionHeading",
    "Switch",
    "Toast",
    "Understood",
    "WrappingLabel",
]
