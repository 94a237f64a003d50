"""The same services from the command line, for scripts and for checking; without a command the window opens."""

from __future__ import annotations

import argparse
import contextlib
import json
import logging
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

from crm_desktop import __version__, bootstrap
from crm_desktop.bootstrap import Core
from crm_desktop.domain.errors import InvalidInput, NotFound, UserError
from crm_desktop.domain.pages import ReminderRow, SearchHit
from crm_desktop.runtime.logs import logging_to
from crm_desktop.services.importing import ImportPreview, ImportReport
from crm_desktop.storage import database as storage
from crm_desktop.storage import search_index

_WRONG_USE, _FAILED = 2, 1
_LARGEST_TO_COMPARE = 20_000
"""Contacts up to which `check` makes the whole index anew to compare with; beyond, it lets SQLite check it."""

_log = logging.getLogger("crm_desktop.cli")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence instead of a page of usage."""

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}. Try “{self.prog} --help”.", file=sys.stderr)
        sys.exit(_WRONG_USE)


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit code: 0 well, 1 failed, 2 wrong use."""
    # A pipe that understands less than UTF-8 must not end a command over a name.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    options = _parser().parse_args(arguments)
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


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="crm-desktop",
        description="People, follow-ups and deals of one freelancer.",
        parents=[_common(home=None, verbose=False)],
    )
    parser.add_argument("--version", action="version", version=__version__)
    parser.add_argument("--background", action="store_true", help="start without showing the window")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)

    def command(name: str, do: Callable[[Core, argparse.Namespace], int], text: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name, help=text, description=text, parents=[_common(home=argparse.SUPPRESS, verbose=argparse.SUPPRESS)]
        )
        added.set_defaults(do=do)
        return added

    importing = command("import", _import, "take in contacts from files of other programs")
    importing.add_argument("files", nargs="+", type=Path, metavar="FILE")
    importing.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
    exporting = command("export", _export, "write everything (.json) or the contacts (.vcf, .csv)")
    exporting.add_argument("file", type=Path, metavar="FILE")
    finding = command("find", _find, "find people, companies, deals and notes")
    finding.add_argument("text", metavar="TEXT")
    showing = command("show", _show, "show one contact")
    showing.add_argument("id", type=int, metavar="ID")
    reminding = command("remind", _remind, "set a reminder in words, like “call Marta tue 3pm”")
    reminding.add_argument("text", metavar="TEXT")
    due = command("due", _due, "list what is due now")
    for each in (importing, finding, showing, reminding, due):
        each.add_argument("--json", action="store_true", help="print JSON")
    command("undo", _undo, "take back what was done last")
    command("check", _check, "check that the data file is whole")
    sample = command("sample", _sample, "add people who do not exist")
    sample.add_argument("--contacts", type=_count, default=None, metavar="N")
    sample.add_argument("--seed", type=int, default=1, metavar="S")
    shots = command("shots", _shots, "write a picture of every view")
    shots.add_argument("folder", type=Path, metavar="DIR")
    shots.add_argument("--dark", action="store_true")
    shots.add_argument("--size", type=_size, default=(1280, 800), metavar="WxH")
    return parser


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


def _import(core: Core, options: argparse.Namespace) -> int:
    importing = core.services.importing
    results: list[dict[str, Any]] = []
    code = 0
    for file in options.files:
        try:
            report = importing.preview(file) if options.dry_run else importing.run(file)
        except UserError as error:
            code = _FAILED
            print(str(error), file=sys.stderr)
            results.append(
                {"file": str(file), "format": "", "read": 0, "new": 0, "changed": 0, "unchanged": 0, "rejected": [],
                 "error": str(error)}
            )  # fmt: skip
            continue
        results.append(_import_result(report))
    if options.json:
        _print_json({"files": results})
    else:
        for result in results:
            _print_import(result, dry_run=options.dry_run)
    return code


def _import_result(report: ImportPreview | ImportReport) -> dict[str, Any]:
    name = report.description.format if isinstance(report, ImportPreview) else report.format
    return {
        "file": str(report.path),
        "format": name,
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rejected": [{"line": entry.line, "why": str(entry.why)} for entry in report.rejected],
    }


def _print_import(result: dict[str, Any], *, dry_run: bool) -> None:
    if "error" in result:
        return
    would = "would be " if dry_run else ""
    print(
        f"{result['file']} ({result['format']}): {result['read']} read, {result['new']} {would}new, "
        f"{result['changed']} {would}changed, {result['unchanged']} unchanged, {len(result['rejected'])} rejected"
    )
    for entry in result["rejected"]:
        print(f"  line {entry['line']}: {entry['why']}")


def _export(core: Core, options: argparse.Namespace) -> int:
    count = core.services.exporting.export(options.file.absolute())
    print(f"{count:,} contacts written to {options.file}")
    return 0


def _find(core: Core, options: argparse.Namespace) -> int:
    hits = core.services.search.find(options.text)
    if options.json:
        _print_json([_hit(hit) for hit in hits])
        return 0
    for hit in hits:
        parts = (hit.name, hit.company, *hit.emails, *hit.phones, hit.snippet)
        print(f"{hit.kind} {hit.id}  {' · '.join(part for part in parts if part)}")
    if not hits:
        print("Nothing found.")
    return 0


def _hit(hit: SearchHit) -> dict[str, Any]:
    return {
        "id": hit.id,
        "kind": hit.kind,
        "name": hit.name,
        "company": hit.company,
        "emails": list(hit.emails),
        "phones": list(hit.phones),
        "snippet": hit.snippet,
        "contact_id": hit.contact_id,
    }


def _show(core: Core, options: argparse.Namespace) -> int:
    found = core.services.exporting.contact(options.id)
    if found is None:
        raise NotFound("There is no contact with the number {id}.", id=options.id)
    if options.json:
        _print_json(found)
        return 0
    print(found["name"])
    for name, value in found.items():
        if name == "timeline":
            for entry in value:
                print(f"  {entry['occurred_at']}  {entry['kind']}  {entry['subject']} {entry['text']}".rstrip())
        elif value and name not in ("name", "uid", "name_parts", "points", "company_id"):
            print(f"  {name}: {_plain(value)}")
    return 0


def _plain(value: Any) -> str:
    if isinstance(value, list):
        return "; ".join(_plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(str(item) for item in value.values() if item)
    return str(value)


def _remind(core: Core, options: argparse.Namespace) -> int:
    reminders = core.services.reminders
    understood = reminders.understand(options.text)
    reminder_id = reminders.add_understood(understood)
    row = next(row for row in reminders.agenda() if row.reminder_id == reminder_id)
    if options.json:
        _print_json(_reminder(row))
    else:
        print(_reminder_line(row))
    return 0


def _due(core: Core, options: argparse.Namespace) -> int:
    rows = core.services.reminders.due()
    if options.json:
        _print_json([_reminder(row) for row in rows])
        return 0
    for row in rows:
        print(_reminder_line(row))
    if not rows:
        print("Nothing is due.")
    return 0


def _reminder(row: ReminderRow) -> dict[str, Any]:
    return {
        "id": row.reminder_id,
        "occurrence_id": row.occurrence_id,
        "text": row.text,
        "day": row.day.isoformat(),
        "time": row.at.strftime("%H:%M") if row.at else None,
        "rule": row.rule,
        "contact_id": row.contact_id,
        "contact": row.contact,
        "deal": row.deal,
        "fires_at": row.fires_at.isoformat().replace("+00:00", "Z"),
    }


def _reminder_line(row: ReminderRow) -> str:
    when = row.day.isoformat() + (row.at.strftime(" %H:%M") if row.at else "")
    parts = (when, row.text, row.contact, row.deal, row.rule)
    return "  ".join(part for part in parts if part)


def _undo(core: Core, _options: argparse.Namespace) -> int:
    label = core.services.undoing.undo()
    print("There is nothing to take back." if label is None else f"Taken back: {label}")
    return 0


def _check(core: Core, _options: argparse.Namespace) -> int:
    connection = core.database.writer
    found = storage.check(connection)
    if not found and core.services.contacts.count() <= _LARGEST_TO_COMPARE:
        found = search_index.differences(connection)
    elif not found:
        found = search_index.damage(connection)
    if found:
        print(f"The data file is not whole: {'; '.join(found[:5])}.", file=sys.stderr)
        return _FAILED
    print("The data file is whole.")
    return 0


def _sample(core: Core, options: argparse.Namespace) -> int:
    def progress(count: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{count:,} contacts", end="", file=sys.stderr)

    more = {} if options.contacts is None else {"contacts": options.contacts}
    before = core.services.contacts.count()
    interactions = core.services.sampling.fill(seed=options.seed, progress=progress, **more)
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{core.services.contacts.count() - before:,} contacts with {interactions:,} interactions added")
    return 0


def _shots(core: Core, options: argparse.Namespace) -> int:
    # Qt is loaded for this command only: the others start without it, and work where it cannot.
    from crm_desktop.ui.shots import take_shots

    for name in take_shots(core.services, options.folder, dark=options.dark, size=options.size):
        print(name)
    return 0


def _print_json(value: Any) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    print()
