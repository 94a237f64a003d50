"""The same services from the command line, for scripts and for checking; without a command the window opens."""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

from crm_desktop import __version__, bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.cli import commands
from crm_desktop.domain.errors import InvalidInput, UserError
from crm_desktop.runtime.logs import logging_to
from crm_desktop.storage import database as storage
from crm_desktop.storage import engine

_WRONG_USE, _FAILED = 2, 1


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}. Try “{self.prog} --help”.", file=sys.stderr)
        sys.exit(_WRONG_USE)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, the one the process was started with when none is given.

    Returns the exit code: 0 well, 1 failed, 2 wrong use.
    """
    # A pipe that understands less than UTF-8 must not end a command over a name.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _options(sys.argv[1:] if arguments is None else arguments)
    try:
        storage.check_engine()
        if options.command is None:
            return bootstrap.run_window(options.home, verbose=options.verbose, hidden=options.background)
        if options.command == "shots":
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        paths = bootstrap.places(options.home)
        with logging_to(paths.logs, verbose=options.verbose), bootstrap.opened(paths) as core:
            code: int = options.do(core, options)
            return code
    except UserError as error:
        print(str(error), file=sys.stderr)
        return _WRONG_USE if isinstance(error, InvalidInput) else _FAILED
    except engine.DatabaseError as error:
        # Damage is met wherever the damaged page is read first.
        print(str(storage.failure(error)), file=sys.stderr)
        return _FAILED
    except BrokenPipeError:
        # Whoever read along has seen enough (`find | head`).
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        print("Stopped; nothing half done was kept.", file=sys.stderr)
        return _FAILED


def _common(home: object, verbose: object) -> _Parser:
    """The options that may stand before or after the command; behind it a default would overwrite what stood before."""
    common = _Parser(add_help=False)
    common.add_argument("--home", type=Path, metavar="DIR", default=home, help="keep everything below DIR")
    common.add_argument("--verbose", action="store_true", default=verbose, help="log to the terminal too")
    return common


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    # The window needs none of the commands, whose parsers take longer to make than the window's own things to load.
    options, rest = _window_parser(add_help=False).parse_known_args(arguments)
    if rest:
        return _parser().parse_args(arguments)
    options.command = None
    return options


def _window_parser(*, add_help: bool) -> argparse.ArgumentParser:
    parser = _Parser(
        prog="crm-desktop",
        description="People, follow-ups and deals of one freelancer.",
        parents=[_common(home=None, verbose=False)],
        add_help=add_help,
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--background", action="store_true", help="start without showing the window")
    return parser


def _parser() -> argparse.ArgumentParser:
    parser = _window_parser(add_help=True)
    _add_commands(parser)
    return parser


def _add_commands(parser: argparse.ArgumentParser) -> None:
    known = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, do: Callable[[Core, argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = known.add_parser(
            name, help=text, description=text, parents=[_common(home=argparse.SUPPRESS, verbose=argparse.SUPPRESS)]
        )
        added.set_defaults(do=do)
        return added

    importing = command("import", commands.import_files, "take in contacts or a calendar from files of other programs")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    importing.add_argument(
        "--map", action="append", default=[], metavar="HEADER=TARGET", help="where a column of a table goes"
    )
    importing.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    importing.add_argument("--past", action="store_true", help="of a calendar, take events that have passed, too")
    importing.add_argument("--known", action="store_true", help="of a calendar, take only events with people you know")
    what = "write everything (.json), the contacts (.vcf, .csv) or the open reminders (.ics)"
    exporting = command("export", commands.export, what)
    exporting.add_argument("file", type=Path, metavar="FILE")
    exporting.add_argument("--tasks", action="store_true", help="write reminders (.ics) as tasks, not as events")
    finding = command("find", commands.find, "find people, companies, deals and notes")
    finding.add_argument("text", metavar="TEXT")
    showing = command("show", commands.show, "show one contact")
    showing.add_argument("id", type=int, metavar="ID")
    reminding = command("remind", commands.remind, "set a reminder in words, like “call Marta tue 3pm”")
    reminding.add_argument("text", metavar="TEXT")
    due = command("due", commands.due, "list what is due now")
    for each in (importing, finding, showing, reminding, due):
        each.add_argument("--json", action="store_true", help="print JSON")
    command("undo", commands.undo, "take back what was done last")
    command("check", commands.check, "check that the data file is whole")
    sample = command("sample", commands.sample, "add people who do not exist")
    sample.add_argument("--contacts", type=_count, default=None, metavar="N")
    sample.add_argument("--seed", type=int, default=1, metavar="S")
    shots = command("shots", commands.shots, "write a picture of every view")
    shots.add_argument("folder", type=Path, metavar="DIR")
    shots.add_argument("--dark", action="store_true")
    shots.add_argument("--size", type=_size, default=(1280, 800), metavar="WxH")


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 1_000_000:
        raise argparse.ArgumentTypeError("between 1 and 1,000,000")
    return number


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.lower().partition("x")
    if not (width.isdigit() and height.isdigit() and int(width) >= 900 and int(height) >= 600):
        raise argparse.ArgumentTypeError("write a size as 1280x800, 900x600 or more")
    return int(width), int(height)
