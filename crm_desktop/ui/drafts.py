"""What is typed and not saved yet, by the place it is typed in: at once for the window, a second later in the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Protocol

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

from crm_desktop.ui.runner import Jobs

Fields = dict[str, Any]
"""What stands in the fields of a form by their names, as JSON can hold it."""

_PAUSE_MS = 1000
_AT_LATEST_MS = 4000


class KeepsDrafts(Protocol):
    """Where drafts outlive the program: `services.drafts`."""

    def get(self, place: str) -> str: ...

    def keep(self, place: str, text: str) -> None: ...


class DraftStore(QObject):
    """Drafts by place (`composer/12`, `deal/new`); one store for all forms of a window, so that none sees an old state.

    They are written a second after the last key, at the latest four seconds after the first, and at once by `flush`:
    whoever leaves a form or the program calls it. What cannot be written stays here and is tried again with the next
    key or `flush`. The timer runs only while something waits. Without a `service` they live as long as the store.
    """

    def __init__(self, jobs: Jobs, service: KeepsDrafts | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._service = service
        self._texts: dict[str, str] = {}
        self._waiting: set[str] = set()
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.flush)

    def get(self, place: str) -> Fields:
        """What was typed there and not saved; empty when nothing was. Quick enough for the GUI thread."""
        return _read(self._text(place))

    def put(self, place: str, fields: Mapping[str, Any] | None) -> None:
        """Keep what stands in the fields now; None or nothing forgets it."""
        text = json.dumps(dict(fields), ensure_ascii=False) if fields else ""
        if text == self._text(place):
            return
        self._texts[place] = text
        if self._service is None:
            return
        if not self._waiting:
            self._since.start()
        self._waiting.add(place)
        if not (self._timer.isActive() and self._since.hasExpired(_AT_LATEST_MS - _PAUSE_MS)):
            self._timer.start()

    def forget(self, place: str) -> None:
        """It was saved, or thrown away: no restart brings it back."""
        self.put(place, None)
        self.flush()

    def flush(self) -> None:
        """Write what waits, now."""
        self._timer.stop()
        waiting, self._waiting = self._waiting, set()
        for place in sorted(waiting):
            self._write(place, self._texts[place])

    def is_waiting(self) -> bool:
        """Whether something typed is not in the file yet."""
        return bool(self._waiting)

    def _text(self, place: str) -> str:
        if place in self._texts:
            return self._texts[place]
        return self._service.get(place) if self._service is not None else ""

    def _write(self, place: str, text: str) -> None:
        service = self._service
        assert service is not None, "nothing waits without one"
        self._jobs.write(
            lambda: service.keep(place, text),
            lambda _result: self._written(place, text),
            # Nobody pressed anything, so nobody is told; saving the form says what is wrong with the disk.
            lambda _error: self._waiting.add(place),
            owner=self,
        )

    def _written(self, place: str, text: str) -> None:
        if place not in self._waiting and self._texts.get(place) == text:
            del self._texts[place]


def _read(text: str) -> Fields:
    """The fields of a stored text; none for one that another version of the program wrote otherwise."""
    try:
        fields = json.loads(text) if text else {}
    except ValueError:
        return {}
    return fields if isinstance(fields, dict) else {}
