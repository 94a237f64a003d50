"""Opening a file that the user gave, whatever it may be."""

from __future__ import annotations

import errno
import stat
from pathlib import Path
from typing import IO


def open_given(path: Path) -> IO[bytes]:
    """Open a file for reading its bytes; raises OSError with `strerror`, for pipes, sockets and devices, too."""
    mode = path.stat().st_mode
    # One could wait for those without end. What opening a folder means, the system says itself.
    if not stat.S_ISREG(mode) and not stat.S_ISDIR(mode):
        raise OSError(errno.EINVAL, "it is not a file", str(path))
    return path.open("rb")
