"""What each command does: asks the services, prints, and says by a number how it went."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crm_desktop.bootstrap import Core
from crm_desktop.cli import output
from crm_desktop.domain.calendar_entries import CalendarForm
from crm_desktop.domain.errors import InvalidInput, NotFound, UserError
from crm_desktop.domain.messages import counted
from crm_desktop.domain.quick_entry import Language
from crm_desktop.storage import database as storage
from crm_desktop.storage import search_index

if TYPE_CHECKING:  # importing is loaded by its command only, to keep start-up fast
    from crm_desktop.services.importing import ImportService

_FAILED = 1
_LARGEST_TO_COMPARE = 20_000
"""Contacts up to which `check` makes the whole index anew to compare with; beyond, it lets SQLite check it."""


def import_files(core: Core, options: argparse.Namespace) -> int:
    """Take in files one after the other; one that fails does not keep the others out. Returns the exit code."""
    importing = core.services.importing
    results: list[dict[str, Any]] = []
    code = 0
    for file in options.files:
        try:
            if core.services.calendar_files.is_calendar(file):
                results.append(_import_calendar(core, file, options))
                continue
            mapping = _mapping(importing, file, options.map)
            report = importing.preview(file, mapping) if options.dry_run else importing.run(file, mapping)
        except InvalidInput:
            raise  # wrong use, and the same for every file
        except UserError as error:
            code = _FAILED
            print(str(error), file=sys.stderr)
            results.append(
                {"file": str(file), "format": "", "read": 0, "new": 0, "changed": 0, "unchanged": 0, "rejected": [],
                 "error": str(error)}
            )  # fmt: skip
            continue
        results.append(output.import_result(report))
    if options.json:
        output.print_json({"files": results})
    else:
        for result in results:
            output.print_import(result, dry_run=options.dry_run)
    return code


def _import_calendar(core: Core, file: Path, options: argparse.Namespace) -> dict[str, Any]:
    """Take in the events and tasks of a calendar as reminders, or say what would come of it."""
    # Loaded with the first calendar only, to keep start-up fast.
    from crm_desktop.services.calendar_files import CalendarOptions

    calendars = core.services.calendar_files
    wanted = CalendarOptions(past=options.past, known_only=options.known)
    return output.calendar_result(calendars.preview(file, wanted) if options.dry_run else calendars.run(file, wanted))


def _mapping(importing: ImportService, file: Path, wanted: Sequence[str]) -> dict[int, str] | None:
    """The columns as they were matched, with those of `HEADER=TARGET` put elsewhere; None when nothing is wanted."""
    if not wanted:
        return None
    columns = importing.describe(file).columns
    mapping = {column.index: column.target for column in columns}
    known = {target.id for target in importing.targets()}
    for pair in wanted:
        header, _, target = pair.rpartition("=")
        found = [column.index for column in columns if column.header.casefold() == header.strip().casefold()]
        if not found:
            headers = ", ".join(column.header for column in columns[:20])
            raise InvalidInput(
                "map", "There is no column “{header}”; there are: {headers}.", header=header, headers=headers
            )
        if target and target not in known and target.partition(":")[0] not in known:
            raise InvalidInput(
                "map",
                "“{target}” is no place to put a column; fact:NAME and own.text:NAME make new ones.",
                target=target,
            )
        mapping.update(dict.fromkeys(found, target))
    return mapping


def export(core: Core, options: argparse.Namespace) -> int:
    """Write everything, the contacts, or the open reminders. Returns the exit code."""
    if options.file.suffix.lower() == ".ics":
        form = CalendarForm.TASKS if options.tasks else CalendarForm.EVENTS
        count = core.services.calendar_files.export(options.file.absolute(), form)
        words = ("{count} reminder written to {file}", "{count} reminders written to {file}")
        print(counted(*words, count, file=options.file))
        return 0
    count = core.services.exporting.export(options.file.absolute())
    print(f"{count:,} contacts written to {options.file}")
    return 0


def find(core: Core, options: argparse.Namespace) -> int:
    """Print what has all the words. Returns the exit code."""
    hits = core.services.search.find(options.text)
    if options.json:
        output.print_json([output.search_hit(hit) for hit in hits])
        return 0
    for hit in hits:
        parts = (hit.name, hit.company, *hit.emails, *hit.phones, hit.snippet)
        print(f"{hit.kind} {hit.id}  {' · '.join(part for part in parts if part)}")
    if not hits:
        print("Nothing found.")
    return 0


def show(core: Core, options: argparse.Namespace) -> int:
    """Print one contact with everything logged. Returns the exit code."""
    found = core.services.exporting.contact(options.id)
    if found is None:
        raise NotFound("There is no contact with the number {id}.", id=options.id)
    if options.json:
        output.print_json(found)
        return 0
    print(found["name"])
    for name, value in found.items():
        if name == "timeline":
            for entry in value:
                print(f"  {entry['occurred_at']}  {entry['kind']}  {entry['subject']} {entry['text']}".rstrip())
        elif name == "own_fields":
            for field, text in value.items():
                print(f"  {field}: {text}")
        elif value and name not in ("name", "uid", "name_parts", "points", "company_id") and not output.is_table(value):
            print(f"  {name}: {output.plain(value)}")
    return 0


def remind(core: Core, options: argparse.Namespace) -> int:
    """Set a reminder from a sentence. Returns the exit code."""
    reminders = core.services.reminders
    reminders.languages = Language.in_order_of(_locale(os.environ))
    understood = reminders.understand(options.text)
    reminder_id = reminders.add_understood(understood)
    row = next(row for row in reminders.agenda() if row.reminder_id == reminder_id)
    if options.json:
        output.print_json(output.reminder(row))
    else:
        print(output.reminder_line(row))
    return 0


def _locale(environment: Mapping[str, str]) -> str:
    """The locale of the terminal by POSIX (XBD 8.2), such as `de_AT.UTF-8`; empty when none is set."""
    return next((value for name in ("LC_ALL", "LC_MESSAGES", "LANG") if (value := environment.get(name))), "")


def due(core: Core, options: argparse.Namespace) -> int:
    """Print what is due now. Returns the exit code."""
    # Birthdays of an import, or the next time of what was done elsewhere, may not have been reckoned yet.
    core.services.reckoning.catch_up()
    rows = core.services.reminders.due()
    if options.json:
        output.print_json([output.reminder(row) for row in rows])
        return 0
    for row in rows:
        print(output.reminder_line(row))
    if not rows:
        print("Nothing is due.")
    return 0


def undo(core: Core, _options: argparse.Namespace) -> int:
    """Take back what was done last. Returns the exit code."""
    label = core.services.undoing.undo()
    print("There is nothing to take back." if label is None else f"Taken back: {label}")
    return 0


def check(core: Core, _options: argparse.Namespace) -> int:
    """Say whether the data file and its index are whole. Returns the exit code."""
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


def sample(core: Core, options: argparse.Namespace) -> int:
    """Add people who do not exist. Returns the exit code."""

    def progress(count: int) -> None:
        if sys.stderr.isatty():
            print(f"\r{count:,} contacts", end="", file=sys.stderr)

    more = {} if options.contacts is None else {"contacts": options.contacts}
    before = core.services.contacts.count()
    interactions = core.services.sampling.fill(seed=options.seed, progress=progress, **more)
    core.services.reckoning.catch_up()
    if sys.stderr.isatty():
        print(file=sys.stderr)
    print(f"{core.services.contacts.count() - before:,} contacts with {interactions:,} interactions added")
    return 0


def shots(core: Core, options: argparse.Namespace) -> int:
    """Write pictures of every view. Returns the exit code."""
    # Qt is loaded for this command only: the others start without it, and work where it cannot.
    from crm_desktop.ui.shots import take_shots

    for name in take_shots(core.services, options.folder, dark=options.dark, size=options.size):
        print(name)
    return 0
