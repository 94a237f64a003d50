"""How a second start reaches the first: a socket file, or a port of this machine where there are no such files."""

from __future__ import annotations

import os
import socket
import stat
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

from crm_desktop.runtime.paths import Paths

# 108 bytes on Linux, 104 on macOS, the closing zero included.
_LONGEST_ADDRESS = 100


class Line(Protocol):
    """How a second start reaches the first."""

    def open(self) -> socket.socket:
        """The listening end."""

    def call(self, patience: float) -> socket.socket:
        """The calling end, connected; raises OSError when nobody listens."""

    def password(self) -> str:
        """What stands before every call, so that strangers are not heard."""

    def remove(self) -> None:
        """Take away what shows the way."""


class LoopbackLine:
    """A port of 127.0.0.1 that the system chose; it and a password stand in a private file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def open(self) -> socket.socket:
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        try:
            listening.bind(("127.0.0.1", 0))
            listening.listen(16)
            self._publish(listening.getsockname()[1])
        except OSError:
            listening.close()
            raise
        return listening

    def _publish(self, port: int) -> None:
        # Renamed into place: a second start never reads half of it.
        fresh = self._file.with_suffix(".new")
        fresh.unlink(missing_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(f"{port} {os.urandom(32).hex()}")
        fresh.replace(self._file)

    def call(self, patience: float) -> socket.socket:
        return socket.create_connection(("127.0.0.1", int(self._read()[0])), timeout=patience)

    def password(self) -> str:
        return self._read()[1] + " "

    def _read(self) -> tuple[str, str]:
        port, _, password = self._file.read_text(encoding="ascii").partition(" ")
        if not port.isdigit():
            raise FileNotFoundError(self._file)
        return port, password

    def remove(self) -> None:
        self._file.unlink(missing_ok=True)


if sys.platform != "win32":

    class UnixLine:
        """A socket file; the modes of its folder and its own keep others out."""

        def __init__(self, file: Path) -> None:
            self._file = file

        def open(self) -> socket.socket:
            listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                with _short_enough(self._file) as address:
                    listening.bind(address)
                self._file.chmod(stat.S_IRUSR | stat.S_IWUSR)
                listening.listen(16)
            except OSError:
                listening.close()
                raise
            return listening

        def call(self, patience: float) -> socket.socket:
            calling = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            calling.settimeout(patience)
            try:
                with _short_enough(self._file) as address:
                    calling.connect(address)
            except OSError:
                calling.close()
                raise
            return calling

        def password(self) -> str:
            return ""

        def remove(self) -> None:
            self._file.unlink(missing_ok=True)

    @contextmanager
    def _short_enough(file: Path) -> Iterator[str]:
        """An address of `file` that fits: socket addresses end at about 100 bytes, homes do not.

        A long one is reached through a link in a private folder that exists during the call only.
        """
        if len(os.fsencode(file)) <= _LONGEST_ADDRESS:
            yield str(file)
            return
        import tempfile  # here, to keep start-up fast: it brings in every kind of archive

        with tempfile.TemporaryDirectory(prefix="crm-") as folder:
            link = Path(folder, "h")
            link.symlink_to(file.parent, target_is_directory=True)
            yield str(link / file.name)

    def line_of(paths: Paths) -> Line:
        """How the instance of this home is reached."""
        return UnixLine(paths.socket)
else:

    def line_of(paths: Paths) -> Line:
        """How the instance of this home is reached: Python has no socket files on Windows."""
        return LoopbackLine(paths.socket)
