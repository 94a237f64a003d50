"""Writing a file so that it is either there in whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

from crm_desktop.domain.errors import UserError


@contextmanager
def written_whole(path: Path) -> Iterator[TextIO]:
    """A new UTF-8 text file, readable by its owner only, that takes the place of `path` when the block ends well.

    Line ends are written as given. What the disk refuses becomes a UserError; the old file is then untouched.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise _refused(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace", newline="") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise _refused(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _refused(path: Path, error: OSError) -> UserError:
    return UserError(
        "The file {name} cannot be written: {reason}.", name=path.name, reason=error.strerror or str(error)
    )
