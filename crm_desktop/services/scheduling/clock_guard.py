"""Notices that somebody set the wall clock ahead, so that what is shown too soon for that reason is shown again at its time.

The clock that runs since the machine was booted is set by nobody: what the wall clock is ahead of it stays the same, but for
seconds of drift. When that suddenly grows, the wall clock is suspect; what is claimed then is noted with by how much. When it shrinks
again, whatever of that was too soon is withdrawn, even if the clock is still wrong by less. A clock that is merely set back
fires nothing twice: what was shown by a clock that nobody doubted stays shown.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from typing import Final

from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.services.ports import Clock
from crm_desktop.services.settings import ZONE
from crm_desktop.storage import delivery_log, settings_table
from crm_desktop.storage.database import Database
from crm_desktop.storage.writing import Writing

_SETTING: Final = "clock"
_TOLERANCE: Final = 60
_DRIFT_TO_KEEP: Final = 10
_DAY: Final = 86_400
_YEAR: Final = 365
_MOST_EARLIER: Final = 8


@dataclass(frozen=True, slots=True)
class _Known:
    """What the wall clock was last known to be ahead of the clock since boot `boot`, in seconds.

    `offset` as it was seen, `trusted` as nobody doubted it, `earlier` as it was each time until the clock was set back: setting
    it to one of them again is no jump. The wall clock is suspect while `offset` is beyond `trusted`.
    """

    boot: str
    offset: int
    trusted: int
    earlier: tuple[int, ...] = ()

    @property
    def ahead(self) -> int:
        return self.offset - self.trusted

    @property
    def suspect(self) -> bool:
        return self.ahead > _TOLERANCE


class ClockGuard:
    """Compares the wall clock with the clock since boot; on a machine that has no such clock it suspects nothing."""

    def __init__(self, database: Database, writing: Writing, clock: Clock) -> None:
        self._database = database
        self._writing = writing
        self._clock = clock
        self._known: _Known | None = None
        self._kept: _Known | None = None
        # Taken at once: until the first look, the clock may have been set already.
        self._at_start = self._offset()

    @property
    def suspect(self) -> bool:
        """Whether the wall clock was set ahead, so that what is shown now may be too soon."""
        return self._known is not None and self._known.suspect

    @property
    def ahead(self) -> int:
        """By how many seconds the wall clock is suspected to be ahead; 0 while nobody doubts it."""
        return self._known.ahead if self._known is not None and self._known.suspect else 0

    def notice(self) -> Message | None:
        """What to ask the user when the clock jumped by more than a day; None when there is nothing to ask."""
        if self._known is None or not self._known.suspect or self._known.ahead <= _DAY:
            return None
        days = round(self._known.ahead / _DAY)
        span = counted("{count} day", "{count} days", days)
        if days >= _YEAR:
            span = counted("{count} year", "{count} years", round(days / _YEAR))
        return message("The clock jumped ahead by {span}. If that is wrong, set it right: nothing is lost.", span=span)

    def moved(self) -> bool:
        """Whether the clock was set, or the machine booted, since `settle`: to be asked before every look at what is due."""
        boot = self._clock.boot_id()
        if not boot:
            return False
        if self._known is None:
            self._known = self._kept = self._load()
        known, offset = self._known, self._offset()
        if known is None:
            self._known = _Known(boot, self._at_start, self._at_start)
            return True
        if known.boot != boot or abs(offset - known.offset) > _TOLERANCE:
            return True
        # Drift is followed, so that seconds never add up to a jump.
        drift = offset - known.offset
        earlier = tuple(level + drift for level in known.earlier)
        self._known = replace(known, offset=offset, trusted=known.trusted + drift, earlier=earlier)
        return self._kept is None or abs(offset - self._kept.offset) > _DRIFT_TO_KEEP

    def settle(self) -> list[int]:
        """Take note of how the clocks stand, and withdraw what was shown too soon; returns the daemon's numbers of its bubbles."""
        before, now = self._known, int(self._clock.now().timestamp())
        gone: list[int] = []
        with self._writing(None) as work:
            known = self._judged(delivery_log.last_suspect_claim(work.read))
            too_much = _too_much(before, known) if before is not None else None
            if too_much is not None:
                gone = delivery_log.withdraw(work.read, now, less=too_much)
                # What was heard did not follow the user to other zones; now it has to.
                settings_table.put(work.read, ZONE.name, "")
            if before is not None and before.suspect and not known.suspect:
                # Two systems on one machine disagree by the hours of their zone at each boot; that is no wrong clock.
                delivery_log.trust(work.read)
            settings_table.put(work.read, _SETTING, json.dumps(asdict(known)))
        self._known = self._kept = known
        return gone

    def confirm(self) -> None:
        """The user says that the clock is right: nothing that was shown is doubted any longer."""
        offset = self._offset()
        self._known = self._kept = _Known(self._clock.boot_id(), offset, offset)
        with self._writing(None) as work:
            delivery_log.trust(work.read)
            settings_table.put(work.read, _SETTING, json.dumps(asdict(self._known)))

    def _judged(self, last_claim: int) -> _Known:
        """What is known now, by what was known before; `last_claim` is the latest moment at which anything suspect was shown."""
        boot, offset, known = self._clock.boot_id(), self._offset(), self._known
        if known is None:
            return _Known(boot, offset, offset)
        if known.boot != boot:
            # A clock that is wrong by days is so after a boot, too, unless it has the boot at an earlier time than it showed before.
            still_wrong = known.ahead > _DAY and offset >= last_claim
            return _Known(boot, offset, offset - known.ahead if still_wrong else offset)
        if any(abs(offset - level) <= _TOLERANCE for level in known.earlier):
            return _Known(boot, offset, offset)
        if offset < known.trusted - _TOLERANCE:
            # Also one that was ahead when it was seen last: what it goes ahead by from here may only set it right.
            return _Known(boot, offset, offset, (*known.earlier, known.trusted)[-_MOST_EARLIER:])
        if offset > known.trusted + _TOLERANCE:
            return replace(known, offset=offset)
        # Where it was, or drifted; what it had been earlier still is forgotten once it was ahead and is right again.
        return _Known(boot, offset, offset, () if known.suspect else known.earlier)

    def _offset(self) -> int:
        return int(self._clock.now().timestamp() - self._clock.boot_seconds())

    def _load(self) -> _Known | None:
        text = settings_table.get(self._database.reader(), _SETTING)
        try:
            found = _Known(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None
        return found and replace(found, earlier=tuple(found.earlier))


def _too_much(before: _Known, known: _Known) -> int | None:
    """By how many seconds less than suspected the clock was ahead, if it is right now; None when it was not set back.

    A smaller step back than to where it was trusted may be a mistake of its own; then what is shown again is withdrawn once more.
    """
    if not before.suspect:
        return None
    if before.boot != known.boot:
        return 0 if before.ahead > _DAY and not known.suspect else None
    if known.offset >= before.offset - _TOLERANCE:
        return None
    return max(0, known.offset - before.trusted)
