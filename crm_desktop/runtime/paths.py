"""Where everything of this program lies on the disk, and whether those places can be trusted."""

from __future__ import annotations

import os
import stat
import sys
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from platformdirs import PlatformDirs

APPLICATION = "crm-desktop"
"""The program's name in folders, in the desktop entry and on the bus."""

PRIVATE_UMASK = 0o077
PRIVATE_FOLDER = 0o700


class Refusal(StrEnum):
    """Why a place cannot be used."""

    LINK = "link"
    HARD_LINK = "hard link"
    FOREIGN = "foreign"
    SHARED = "shared"
    NOT_A_FOLDER = "not a folder"
    NOT_A_FILE = "not a file"
    NO_ACCESS = "no access"


class UnusablePlace(OSError):
    """A folder or file that must not or cannot be used: `place` is its path, `refusal` says why."""

    def __init__(self, place: Path, refusal: Refusal) -> None:
        self.place = place
        self.refusal = refusal
        super().__init__(f"{place}: {refusal}")


@dataclass(frozen=True, slots=True)
class Paths:
    """Every place the program writes to; folders are `home`, `logs`, `cache` and `backups`, the rest are files."""

    home: Path
    database: Path
    logs: Path
    crash: Path
    cache: Path
    backups: Path
    lock: Path
    socket: Path


def paths_for(home: Path | None = None) -> Paths:
    """The places below `home` (made absolute, `~` expanded, links kept), or the platform's own without one."""
    if home is not None:
        chosen = Path(os.path.abspath(home.expanduser()))  # noqa: PTH100 - keeps links, so that they can be refused
        return _below(chosen, logs=chosen / "logs", cache=chosen / "cache")
    # Without `roaming`: a database that Windows copies between machines at log-off would be torn.
    platform = PlatformDirs(APPLICATION, appauthor=False, roaming=False)
    return _below(platform.user_data_path, logs=platform.user_log_path, cache=platform.user_cache_path)


def _below(home: Path, *, logs: Path, cache: Path) -> Paths:
    return Paths(
        home=home,
        database=home / "crm.db",
        logs=logs,
        crash=logs / "crash.txt",
        cache=cache,
        backups=home / "backups",
        lock=home / "instance.lock",
        socket=home / "instance.socket",
    )


def prepare(paths: Paths) -> None:
    """Make the folders (0700), let new files be private (umask 077), and refuse places that are not ours alone.

    Raises UnusablePlace for a link in place of the home, the database or one of our folders, for a foreign owner, for
    a home that everybody may write to, and for a folder that cannot be made.
    """
    os.umask(PRIVATE_UMASK)
    for folder in (paths.home, paths.logs, paths.cache, paths.backups):
        _make_folder(folder)
    _check_folder(paths.home)
    for file in (paths.database, paths.lock, paths.crash):
        check_file(file)


def check_file(file: Path) -> None:
    """Raise UnusablePlace unless `file` is absent or a plain file of this user under one name only."""
    try:
        status = file.lstat()
    except FileNotFoundError:
        return
    except OSError as error:
        raise UnusablePlace(file, Refusal.NO_ACCESS) from error
    if stat.S_ISLNK(status.st_mode):
        raise UnusablePlace(file, Refusal.LINK)
    if not stat.S_ISREG(status.st_mode):
        raise UnusablePlace(file, Refusal.NOT_A_FILE)
    # A second name would let SQLite's journal be looked for under the wrong one.
    if status.st_nlink > 1:
        raise UnusablePlace(file, Refusal.HARD_LINK)
    _check_owner(file, status)


def _make_folder(folder: Path) -> None:
    try:
        if folder.is_symlink():
            raise UnusablePlace(folder, Refusal.LINK)
        folder.mkdir(mode=PRIVATE_FOLDER, parents=True, exist_ok=True)
    except UnusablePlace:
        raise
    except (FileExistsError, NotADirectoryError) as error:
        raise UnusablePlace(folder, Refusal.NOT_A_FOLDER) from error
    except OSError as error:
        raise UnusablePlace(folder, Refusal.NO_ACCESS) from error


def _check_folder(folder: Path) -> None:
    status = folder.lstat()
    _check_owner(folder, status)
    # An existing folder keeps its mode: it may be more than our home. Only what everybody can change is refused.
    if sys.platform != "win32" and status.st_mode & stat.S_IWOTH:
        raise UnusablePlace(folder, Refusal.SHARED)
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        raise UnusablePlace(folder, Refusal.NO_ACCESS)


def _check_owner(place: Path, status: os.stat_result) -> None:
    # Windows has no numeric owners; its folders are private to the user by inheritance.
    if sys.platform != "win32" and status.st_uid != os.geteuid():
        raise UnusablePlace(place, Refusal.FOREIGN)
