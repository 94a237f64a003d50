"""Every setting, declared once: name, default and what may be chosen."""

from __future__ import annotations

from datetime import time
from pathlib import Path
from typing import Final

from crm_desktop.domain.dates import LeapDayRule
from crm_desktop.domain.messages import message
from crm_desktop.domain.money import CURRENCIES
from crm_desktop.domain.quick_entry import DayOrder
from crm_desktop.services.countries import COUNTRIES
from crm_desktop.services.pipeline_settings import PIPELINE_SETTINGS
from crm_desktop.services.setting_kinds import OFF, ON, Group, Kind, Setting
from crm_desktop.storage import reckoning_queue, settings_table
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing

THEME: Final = Setting(
    "theme",
    message("Appearance"),
    message("Light or dark, or as the desktop has it."),
    "system",
    (("system", message("As the desktop")), ("light", message("Light")), ("dark", message("Dark"))),
)
CURRENCY: Final = Setting(
    "currency",
    message("Currency"),
    message("The currency of a new deal when none is typed."),
    "EUR",
    tuple((code, message("{code}", code=code)) for code in CURRENCIES),
)
COUNTRY: Final = Setting(
    "country",
    message("Country of phone numbers"),
    message("Where a number without a country code belongs: 030 123456 and +49 30 123456 are then the same."),
    "",
    (("", message("As the system")), *((code, message("{country}", country=name)) for code, name in COUNTRIES)),
)
DAY_ORDER: Final = Setting(
    "day-order",
    message("Dates like 3/12"),
    message("Which comes first when a date is typed with a slash."),
    DayOrder.UNKNOWN.value,
    (
        (DayOrder.UNKNOWN.value, message("Ask each time")),
        (DayOrder.DAY_FIRST.value, message("The day")),
        (DayOrder.MONTH_FIRST.value, message("The month")),
    ),
)
MORNING: Final = Setting(
    "morning",
    message("Morning"),
    message("When reminders for a whole day make themselves heard."),
    "09:00",
    kind=Kind.TIME,
    group=Group.REMINDERS,
)
DATE_NOTICE: Final = Setting(
    "date-notice",
    message("Birthdays and other yearly days"),
    message("When you are reminded of them. For one day it can be set otherwise on the person's page."),
    "0",
    (
        ("0", message("On the day")),
        ("7,0", message("7 days before and on the day")),
        ("30,7,0", message("30 and 7 days before and on the day")),
        (OFF, message("Never")),
    ),
    group=Group.REMINDERS,
)
LEAP_DAY: Final = Setting(
    "leap-day",
    message("29 February"),
    message("When it is kept in years that do not have it."),
    LeapDayRule.FEBRUARY_28.value,
    (
        (LeapDayRule.FEBRUARY_28.value, message("28 February")),
        (LeapDayRule.MARCH_1.value, message("1 March")),
    ),
    group=Group.REMINDERS,
)
SNOOZES: Final = Setting(
    "snoozes",
    message("Snooze buttons"),
    message("What a notification offers beside Done. Some desktops show three buttons only."),
    "1h,tomorrow",
    (
        ("15m", message("15 minutes")),
        ("1h", message("1 hour")),
        ("3h", message("3 hours")),
        ("evening", message("This evening")),
        ("tomorrow", message("Tomorrow morning")),
        ("monday", message("Next Monday")),
        ("week", message("In a week")),
    ),
    kind=Kind.SEVERAL,
    group=Group.NOTIFICATIONS,
    most=4,
)
DIGEST: Final = Setting(
    "digest",
    message("Morning summary"),
    message(
        "One notification each morning with what is overdue, today's reminders, birthdays and whom you lose touch with."
    ),
    OFF,
    kind=Kind.SWITCH,
    group=Group.NOTIFICATIONS,
)
QUIET: Final = Setting(
    "quiet-hours",
    message("Quiet hours"),
    message("What comes due then waits, and is shown when they end."),
    OFF,
    kind=Kind.SWITCH,
    group=Group.NOTIFICATIONS,
)
QUIET_FROM: Final = Setting(
    "quiet-from",
    message("Quiet from"),
    message("They may go over midnight."),
    "22:00",
    kind=Kind.TIME,
    group=Group.NOTIFICATIONS,
    needs="quiet-hours",
)
QUIET_TO: Final = Setting(
    "quiet-to",
    message("Quiet until"),
    message("What waited is shown then, as one notification."),
    "07:00",
    kind=Kind.TIME,
    group=Group.NOTIFICATIONS,
    needs="quiet-hours",
)
WORK_DAYS: Final = Setting(
    "work-days",
    message("Days with notifications"),
    message("What comes due on another day waits for the morning of the next of these."),
    "0,1,2,3,4,5,6",
    (
        ("0", message("Mon")),
        ("1", message("Tue")),
        ("2", message("Wed")),
        ("3", message("Thu")),
        ("4", message("Fri")),
        ("5", message("Sat")),
        ("6", message("Sun")),
    ),
    kind=Kind.SEVERAL,
    group=Group.NOTIFICATIONS,
)
URGENT_THROUGH: Final = Setting(
    "urgent-through",
    message("Urgent ones come through"),
    message("A reminder marked urgent is shown in quiet hours and on days without notifications, too."),
    ON,
    kind=Kind.SWITCH,
    group=Group.NOTIFICATIONS,
)
SOUND: Final = Setting(
    "sound",
    message("Sound"),
    message("Notifications may make a sound, if the desktop has one for them."),
    ON,
    kind=Kind.SWITCH,
    group=Group.NOTIFICATIONS,
)
WORDS: Final = Setting(
    "notice-words",
    message("What notifications say"),
    message("While the screen is locked, or always, they can name nobody: “A follow-up is due”."),
    "unlocked",
    (
        ("everything", message("Everything")),
        ("unlocked", message("Neutral while locked")),
        ("neutral", message("Always neutral")),
    ),
    group=Group.NOTIFICATIONS,
)
HIDDEN_FIELDS: Final = Setting(
    "hidden-fields",
    message("Fields not shown"),
    message("Built-in fields that pages leave out, as contact.department, joined by commas."),
    "",
    kind=Kind.TEXT,
    group=Group.HIDDEN,
)
GEOMETRY: Final = Setting(
    "geometry", message("Window"), message("Where the window stood."), "", kind=Kind.TEXT, group=Group.HIDDEN
)
FOLDED: Final = Setting(
    "folded",
    message("Folded"),
    message("The parts of a person's page that are folded."),
    "",
    kind=Kind.TEXT,
    group=Group.HIDDEN,
)
OWN_ADDRESSES: Final = Setting(
    "own-addresses",
    message("Your own e-mail addresses"),
    message("Mails from these are yours when e-mails are taken in from a file. Several with commas between them."),
    "",
    kind=Kind.ADDRESSES,
    group=Group.KEPT,
)
KEYS: Final = Setting(
    "keys",
    message("Keys"),
    message("The keys that the user chose, in JSON by the ids of the actions."),
    "",
    kind=Kind.TEXT,
    group=Group.HIDDEN,
)
ZONE: Final = Setting(
    "zone",
    message("Time zone"),
    message("The zone that floating times were reckoned in."),
    "",
    kind=Kind.TEXT,
    group=Group.HIDDEN,
)
ZONE_NEWS: Final = Setting(
    "zone-news",
    message("Travel"),
    message("From where to where the user's zone changed, until they have seen it."),
    "",
    kind=Kind.TEXT,
    group=Group.HIDDEN,
)
PEOPLE_COLUMNS: Final = Setting(
    "people-columns",
    message("Columns"),
    message("The columns of the table of everybody."),
    "",
    kind=Kind.TEXT,
    group=Group.HIDDEN,
)
SETTINGS: Final = (
    *(THEME, CURRENCY, COUNTRY, DAY_ORDER),
    *(MORNING, DATE_NOTICE, LEAP_DAY),
    *(DIGEST, SNOOZES, WORDS, SOUND, QUIET, QUIET_FROM, QUIET_TO, WORK_DAYS, URGENT_THROUGH),
    *(OWN_ADDRESSES, *PIPELINE_SETTINGS),
    *(HIDDEN_FIELDS, GEOMETRY, KEYS, FOLDED, ZONE, ZONE_NEWS, PEOPLE_COLUMNS),
)

_RECKONED: Final = {DATE_NOTICE.name: ("date",), LEAP_DAY.name: ("date",)}


class SettingsService:
    """Reads and sets the declared settings."""

    def __init__(self, database: Database, writing: Writing) -> None:
        self._database = database
        self._writing = writing

    @property
    def data_file(self) -> Path:
        """Where the user's data lies."""
        return self._database.path

    def get(self, name: str) -> str:
        """The value of a declared setting, or its default."""
        value = settings_table.get(self._database.reader(), name)
        return _declared(name).default if value is None else value

    def time(self, setting: Setting) -> time:
        """The value of a setting that is a wall-clock time; its default for one that cannot be read."""
        try:
            return time.fromisoformat(self.get(setting.name))
        except ValueError:
            return time.fromisoformat(setting.default)

    def on(self, setting: Setting) -> bool:
        """Whether a setting that is a switch is on."""
        return self.get(setting.name) == ON

    def taken(self, setting: Setting) -> tuple[str, ...]:
        """The choices taken of a setting that takes several."""
        return tuple(self.get(setting.name).split(","))

    def set(self, name: str, value: str) -> None:
        """Set a declared setting; raises InvalidInput for a value it does not take. Not part of what Ctrl+Z takes back.

        What hangs on it is reckoned anew at the next look.
        """
        checked = _declared(name).checked(value)
        with self._writing(None) as work:
            settings_table.put(work.read, name, checked)
            for subject in _RECKONED.get(name, ()):
                reckoning_queue.ask_for_all(work.read, subject)


def _declared(name: str) -> Setting:
    return next(setting for setting in SETTINGS if setting.name == name)
