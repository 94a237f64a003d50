"""Why did nothing appear? Everything that can keep a notification from the user, looked at one by one, with a way out each."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import Final

from crm_desktop.domain.dates import instant_to_wall
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.pages import DeliveryRow
from crm_desktop.domain.quiet_hours import HeldBy
from crm_desktop.services.alive import AliveService, Surroundings
from crm_desktop.services.notice_policy import NoticePolicy
from crm_desktop.services.notifying import NotifyingService
from crm_desktop.services.ports import AtLogin, Clock, DoNotDisturb
from crm_desktop.services.scheduling.clock_guard import ClockGuard
from crm_desktop.services.scheduling.moments import zone_named
from crm_desktop.storage.database import Database
from crm_desktop.storage.queries import deliveries
from crm_desktop.storage.queries.instants import instant

SETTINGS_VIEW: Final = "settings"
TODAY_VIEW: Final = "go.today"
_TAKEN_AWAY_WITHIN: Final = 1.0
"""Seconds; a bubble that goes by itself so soon was never on the screen."""


class Sign(Enum):
    """How a check came out: as it should be, worth knowing, or in the way."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and a way out where there is one.

    The words may hold `{when}` and `{there}`: `moments` gives them as wall-clock times (naive). `action` is the action of the
    program that leads out, "" for none.
    """

    name: str
    sign: Sign
    found: Message
    way_out: Message | None = None
    action: str = ""
    moments: Mapping[str, datetime] = field(default_factory=dict)


class Diagnosis:
    """Looks at everything anew each time; asks the desktop, which may take seconds when a program hangs."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        policy: NoticePolicy,
        notifying: NotifyingService,
        guard: ClockGuard,
        alive: Callable[[], AliveService],
    ) -> None:
        self._database = database
        self._clock = clock
        self._policy = policy
        self._notifying = notifying
        self._guard = guard
        self._alive = alive

    def look(self, *, tray: bool) -> list[Check]:
        """All checks, what is in the way first; `tray` is whether the desktop has a place for the program's icon."""
        surroundings = self._alive().surroundings()
        checks = [
            self._service(surroundings),
            _disturbance(surroundings),
            *self._clock_set(),
            self._held(),
            self._due(),
            *self._last(),
            *self._ahead(),
            self._login(),
            _tray(tray),
        ]
        order = {Sign.BAD: 0, Sign.NOTE: 1, Sign.GOOD: 2}
        return sorted(checks, key=lambda check: order[check.sign])

    def _service(self, surroundings: Surroundings) -> Check:
        problem = self._notifying.problem()
        if problem is not None:
            way_out = message(
                "Until one answers, your reminders stand in Today. What is due is shown as soon as it does."
            )
            return Check("service", Sign.BAD, problem, way_out, TODAY_VIEW)
        server = surroundings.server
        if server is not None and "actions" not in server.capabilities:
            way_out = message("A click on a notification, or Today, leads to the reminder.")
            return Check("service", Sign.NOTE, surroundings.drawn_by, way_out)
        return Check("service", Sign.GOOD, surroundings.drawn_by)

    def _clock_set(self) -> Iterator[Check]:
        notice = self._guard.notice()
        if notice is not None:
            yield Check("clock", Sign.BAD, notice, message("Set the clock of this computer right."))

    def _held(self) -> Check:
        hold = self._policy.hold()
        if hold is None:
            waited = self._policy.hold(waited=True)
            if waited is None:
                return Check("held", Sign.GOOD, message("Neither quiet hours nor days off hold anything back now."))
            found = message("What came due on days off is held back until {when}.")
            return self._holding(found, waited.until)
        if hold.by is HeldBy.QUIET_HOURS:
            found = message("Quiet hours hold notifications back until {when}.")
        else:
            found = message("Today is a day without notifications; they are held back until {when}.")
        return self._holding(found, hold.until)

    def _holding(self, found: Message, until: datetime) -> Check:
        through = message("Urgent ones come through. Quiet hours and days are set in the settings.")
        nothing = message("Urgent ones are held back, too. Quiet hours and days are set in the settings.")
        way_out = through if self._policy.urgent_through() else nothing
        return Check("held", Sign.NOTE, found, way_out, SETTINGS_VIEW, {"when": self._wall(until)})

    def _due(self) -> Check:
        count = deliveries.due_count(self._database.reader(), int(self._clock.now().timestamp()))
        if not count:
            return Check("due", Sign.GOOD, message("Nothing that is due waits to be shown."))
        found = counted(
            "{count} follow-up is due and waits to be shown.", "{count} follow-ups are due and wait to be shown.", count
        )
        return Check(
            "due", Sign.NOTE, found, message("It stands in Today, whatever keeps the notification back."), TODAY_VIEW
        )

    def _last(self) -> Iterator[Check]:
        row = deliveries.newest_shown(self._database.reader())
        if row is None or row.shown_at is None:
            yield Check("last", Sign.NOTE, message("No notification was ever shown on this data."))
            return
        moments = {"when": self._wall(row.shown_at)}
        if _taken_away(row):
            found = message("The desktop took the last one, “{title}” at {when}, away at once.", title=row.title)
            way_out = message("Look into the desktop's settings for notifications of this program.")
            yield Check("last", Sign.BAD, found, way_out, moments=moments)
        elif row.outcome == "expired":
            found = message("The last one, “{title}” at {when}, went by itself; nobody pressed it.", title=row.title)
            yield Check("last", Sign.NOTE, found, message("It may have come while you were away."), moments=moments)
        else:
            found = message("The last one was shown at {when}: “{title}”.", title=row.title)
            yield Check("last", Sign.GOOD, found, moments=moments)

    def _ahead(self) -> Iterator[Check]:
        found = deliveries.next_ahead(self._database.reader(), int(self._clock.now().timestamp()))
        if found is None:
            yield Check("ahead", Sign.NOTE, message("No reminder lies ahead."))
            return
        text, fires_at, zone_name = found
        moments = {"when": self._wall(instant(fires_at))}
        zone = zone_named(zone_name)
        if zone is not None and zone_name != self._clock.zone().key:
            moments["there"] = instant_to_wall(instant(fires_at), zone)
            sentence = "The next one, “{text}”, is kept in the time of {zone}: {there} there, {when} here."
            yield Check("ahead", Sign.NOTE, message(sentence, text=text, zone=zone_name), moments=moments)
        else:
            yield Check(
                "ahead", Sign.GOOD, message("The next one, “{text}”, comes at {when}.", text=text), moments=moments
            )

    def _login(self) -> Check:
        start = self._alive().login_start()
        if start.state is AtLogin.ON:
            return Check("login", Sign.GOOD, start.words)
        way_out = message("It can be switched on in the settings.") if start.changeable else None
        sign = Sign.BAD if start.state is AtLogin.BROKEN else Sign.NOTE
        return Check("login", sign, start.words, way_out, SETTINGS_VIEW if start.changeable else "")

    def _wall(self, moment: datetime) -> datetime:
        return instant_to_wall(moment, self._clock.zone())


def _disturbance(surroundings: Surroundings) -> Check:
    state = surroundings.disturbance.state
    if state is DoNotDisturb.ON:
        way_out = message(
            "Switch it off in the desktop's menu or settings. What was shown meanwhile stands in its list."
        )
        return Check("disturbance", Sign.BAD, surroundings.quiet, way_out)
    if state is DoNotDisturb.UNKNOWN:
        way_out = message(
            "If tests do not appear either, look into the desktop's menu for “do not disturb” or “focus”."
        )
        return Check("disturbance", Sign.NOTE, surroundings.quiet, way_out)
    return Check("disturbance", Sign.GOOD, surroundings.quiet)


def _tray(there: bool) -> Check:
    if there:
        return Check(
            "tray", Sign.GOOD, message("Closing the window leaves the program in the tray, and it goes on reminding.")
        )
    found = message("This desktop has no tray. Closing the window minimises it, and the program goes on reminding.")
    return Check("tray", Sign.NOTE, found, message("Quitting it ends the reminders until it is started again."))


def _taken_away(row: DeliveryRow) -> bool:
    if row.outcome != "expired" or row.outcome_at is None or row.shown_at is None:
        return False
    return (row.outcome_at - row.shown_at).total_seconds() <= _TAKEN_AWAY_WITHIN
