"""What the commands print: values as JSON, or as lines for people."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

from crm_desktop.domain.pages import ReminderRow
from crm_desktop.domain.search_hits import SearchHit

if TYPE_CHECKING:  # importing is loaded by its command only, to keep start-up fast
    from crm_desktop.domain.calendar_entries import Moment
    from crm_desktop.services.calendar_files import CalendarReport, Planned
    from crm_desktop.services.importing import ImportPreview, ImportReport


def import_result(report: ImportPreview | ImportReport) -> dict[str, Any]:
    """What the issue of an import is in JSON."""
    return {
        "file": str(report.path),
        "format": report.format,
        "read": report.read,
        "new": report.new,
        "changed": report.changed,
        "unchanged": report.unchanged,
        "rejected": [{"line": entry.line, "why": str(entry.why)} for entry in report.rejected],
    }


def calendar_result(report: CalendarReport) -> dict[str, Any]:
    """What came of a calendar, or would, in JSON; `entries` has every entry of the file, `left_out` counts by reason."""
    fates = {fate.value: count for fate, count in report.fates.items()}
    return {
        "file": str(report.path),
        "format": report.format,
        "read": report.read,
        "new": fates.get("new", 0),
        "changed": fates.get("changed", 0),
        "unchanged": fates.get("unchanged", 0),
        "left_out": {reason.value: count for reason, count in report.left_out.items()},
        "rejected": [{"line": entry.line, "why": str(entry.why)} for entry in report.rejected],
        "entries": [_calendar_entry(row) for row in report.rows],
    }


def _calendar_entry(row: Planned) -> dict[str, Any]:
    return {
        "line": row.line,
        "fate": row.fate.value,
        "why": row.left_out.value if row.left_out else "",
        "text": row.text,
        "event": _moment(row.starts),
        "reminder": _moment(row.rings),
        "rule": row.rule,
        "contact": row.contact,
        "remarks": [str(remark) for remark in row.remarks],
    }


def _moment(moment: Moment | None) -> dict[str, Any] | None:
    if moment is None:
        return None
    return {
        "day": moment.day.isoformat(),
        "time": moment.at.strftime("%H:%M") if moment.at else None,
        "zone": moment.zone,
    }


def print_import(result: dict[str, Any], *, dry_run: bool) -> None:
    """One line on a file, and one on each entry not taken."""
    if "error" in result:
        return
    would = "would be " if dry_run else ""
    print(
        f"{result['file']} ({result['format']}): {result['read']} read, {result['new']} {would}new, "
        f"{result['changed']} {would}changed, {result['unchanged']} unchanged, {len(result['rejected'])} rejected"
        + "".join(f", {count} left out ({reason})" for reason, count in result.get("left_out", {}).items())
    )
    for entry in result.get("entries", ()):
        for remark in entry["remarks"] if entry["fate"] != "rejected" else ():
            print(f"  line {entry['line']}: {entry['text']}: {remark}")
    for entry in result["rejected"]:
        print(f"  line {entry['line']}: {entry['why']}")


def search_hit(hit: SearchHit) -> dict[str, Any]:
    """A search hit in JSON."""
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


def is_table(value: object) -> bool:
    """Whether these are rows of a table with their numbers, which only programs read."""
    return isinstance(value, list) and all(isinstance(row, dict) and "id" in row for row in value)


def plain(value: Any) -> str:
    """Any part of a contact as one text."""
    if isinstance(value, list):
        return "; ".join(plain(item) for item in value)
    if isinstance(value, dict):
        return ", ".join(str(item) for item in value.values() if item)
    return str(value)


def reminder(row: ReminderRow) -> dict[str, Any]:
    """An occurrence of a reminder in JSON."""
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


def reminder_line(row: ReminderRow) -> str:
    """An occurrence of a reminder as one line."""
    when = row.day.isoformat() + (row.at.strftime(" %H:%M") if row.at else "")
    parts = (when, row.text, row.contact, row.deal, row.rule)
    return "  ".join(part for part in parts if part)


def print_json(value: Any) -> None:
    """Print JSON as people and programs read it."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=1)
    print()
