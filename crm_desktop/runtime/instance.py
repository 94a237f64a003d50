"""One running program per home: a lock the kernel lets go of, and a line over which a second start calls the first."""

from __future__ import annotations

import logging
import os
import selectors
import socket
import sys
import threading
import time
from collections.abc import Callable
from contextlib import closing

from crm_desktop.runtime.line import Line, line_of
from crm_desktop.runtime.paths import Paths, Refusal, UnusablePlace

_log = logging.getLogger(__name__)

PATIENCE = 2.0
"""Seconds a second start waits for the first before it gives up."""

_HEARD = b"heard\n"
_LONGEST_LINE = 4096
_RETRY_AFTER = 0.05
_READ_PATIENCE = 1.0


class Instance:
    """The one instance of a home; holds the lock from `claim` until `release` or the death of the process."""

    def __init__(self, lock: int, line: Line) -> None:
        self._lock = lock
        self._line = line
        self._listener: _Listener | None = None

    def listen(self, callback: Callable[[str], None]) -> None:
        """Hear second starts: `callback` gets their one-line text, on a listening thread of its own.

        A folder that cannot hold a socket (some network drives) leaves this instance deaf, with a warning in the log.
        """
        if self._listener is not None:
            message = "listen() is for once"
            raise RuntimeError(message)
        try:
            self._listener = _Listener(self._line, callback)
        except OSError as error:
            _log.warning("Second starts cannot be heard: errno %s", error.errno)

    def release(self) -> None:
        """Stop listening, take the line away, let go of the lock; harmless when called again."""
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._lock >= 0:
            self._line.remove()
            os.close(self._lock)
            self._lock = -1


def claim(paths: Paths) -> Instance | None:
    """Become the one instance of `paths.home`, None if there is one already.

    What a killed instance left behind never blocks. Raises UnusablePlace when the lock is a link or cannot be opened.
    """
    try:
        lock = os.open(paths.lock, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600)
    except OSError as error:
        refusal = Refusal.LINK if paths.lock.is_symlink() else Refusal.NO_ACCESS
        raise UnusablePlace(paths.lock, refusal) from error
    try:
        if not _lock_or_give_up(lock):
            os.close(lock)
            return None
        line = line_of(paths)
        # Only the holder of the lock may do this: whoever made what lies there is dead.
        line.remove()
    except OSError as error:
        os.close(lock)
        raise UnusablePlace(paths.home, Refusal.NO_ACCESS) from error
    return Instance(lock, line)


def ask_running(paths: Paths, text: str, *, patience: float = PATIENCE) -> bool:
    """Send one line ("raise", "quick-entry") to the running instance; whether it was heard within `patience` seconds.

    An instance that is still starting is waited for; one that hangs, or that ended meanwhile, gives False.
    """
    if "\n" in text or len(text.encode()) >= _LONGEST_LINE - 100:
        message = "one short line only"
        raise ValueError(message)
    line, until = line_of(paths), time.monotonic() + patience
    while (left := until - time.monotonic()) > 0:
        try:
            with closing(line.call(left)) as connection:
                connection.sendall(f"{line.password()}{text}\n".encode())
                return _read_line(connection, until) == _HEARD
        except OSError:
            time.sleep(min(_RETRY_AFTER, max(until - time.monotonic(), 0)))
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock_or_give_up(lock: int) -> bool:
        try:
            msvcrt.locking(lock, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True
else:
    import fcntl

    def _lock_or_give_up(lock: int) -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class _Listener:
    """A thread that waits for second starts and for nothing else; it sleeps until one comes."""

    def __init__(self, line: Line, callback: Callable[[str], None]) -> None:
        self._listening = line.open()
        # Not blocking: a caller that hangs up between select and accept must not stop the thread.
        self._listening.setblocking(False)
        self._password = line.password()
        self._callback = callback
        self._stop_here, self._stop_there = socket.socketpair()
        self._thread = threading.Thread(target=self._run, name="second starts", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """End the thread and close its sockets; from the thread itself, a callback that releases, it ends by itself."""
        self._stop_there.close()
        if threading.current_thread() is not self._thread:
            self._thread.join(PATIENCE + _READ_PATIENCE)

    def _run(self) -> None:
        with selectors.DefaultSelector() as selector, closing(self._listening), closing(self._stop_here):
            selector.register(self._listening, selectors.EVENT_READ)
            selector.register(self._stop_here, selectors.EVENT_READ)
            while True:
                ready = [key.fileobj for key, _ in selector.select()]
                if self._stop_here in ready:
                    return
                self._hear_one()

    def _hear_one(self) -> None:
        try:
            connection, _ = self._listening.accept()
        except OSError:
            return
        with closing(connection):
            try:
                line = _read_line(connection, time.monotonic() + _READ_PATIENCE).decode("utf-8", "replace")
                if not line.endswith("\n") or not _begins_with(line, self._password):
                    _log.warning("A call from somewhere else was not heard.")
                    return
                self._callback(line[len(self._password) : -1])
                connection.sendall(_HEARD)
            except OSError:
                _log.info("A second start hung up.")


def _begins_with(line: str, password: str) -> bool:
    # Loaded with the first call of a second start, to keep start-up fast: it brings in all of OpenSSL.
    import secrets

    return secrets.compare_digest(line[: len(password)].encode(), password.encode())


def _read_line(connection: socket.socket, until: float) -> bytes:
    """Bytes up to and with the line's end, or what came before the other side hung up; TimeoutError after `until`."""
    line = b""
    while not line.endswith(b"\n") and len(line) < _LONGEST_LINE:
        left = until - time.monotonic()
        if left <= 0:
            raise TimeoutError
        connection.settimeout(left)
        received = connection.recv(_LONGEST_LINE)
        if not received:
            break
        line += received
    return line
