"""The words of the import: what a file is, where a column goes, what will happen, what happened."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from crm_desktop.domain.contacts import ContactDraft, PointKind, called
from crm_desktop.domain.messages import Message
from crm_desktop.services.importing import ImportPreview, ImportReport
from crm_desktop.services.ports import FileDescription, MappingTarget, Rejected, SourceColumn
from crm_desktop.ui import texts
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.tokens import Tone

_FACT = "fact"
_OWN = "own."


def file_text(description: FileDescription, read: int) -> str:
    """`Google Contacts export, UTF-8, comma · 415 rows · nothing is written until you press Import`."""
    what = ", ".join(part for part in (show(description.title), description.encoding, description.delimiter) if part)
    if description.columns:
        size = plural("{count} row", "{count} rows", read)
    else:
        size = plural("{count} card", "{count} cards", read)
    return " · ".join((what, size, tr("nothing is written until you press Import")))


def target_words(target: str, header: str, titles: Mapping[str, Message]) -> str:
    """Where a column goes: `E-mail (work)`, `New field: Preference`, `Leave out`."""
    field, _, label = target.partition(":")
    if field == _FACT:
        return tr("Fact: {heading}", heading=texts.one_line(label or header, 60))
    if target in titles:
        return show(titles[target])
    if field in titles:
        return tr("{field} ({label})", field=titles[field], label=texts.one_line(label, 40))
    return texts.one_line(target, 60)


def target_choices(targets: Sequence[MappingTarget], column: SourceColumn) -> list[str]:
    """The ids to choose from for a column: leaving out and a fact first, then everything else, its own kept.

    A new own field is called as the column.
    """
    fact = column.target if column.target.startswith(f"{_FACT}:") else f"{_FACT}:{column.header}"
    others = [
        f"{target.id}:{column.header}" if target.id.startswith(_OWN) and ":" not in target.id else target.id
        for target in targets
        if target.id and target.id != _FACT
    ]
    others = list(dict.fromkeys(others))
    found = ["", fact, *others]
    return found if column.target in found else [*found, column.target]


def remark_chip(column: SourceColumn, target: str, new_companies: int) -> tuple[str, Tone]:
    """What is to be known about a column, as words and a tone; `target` may be another one than it was matched to."""
    if not target:
        return tr("skipped"), Tone.NEUTRAL
    if not column.example and target == column.target:
        return tr("empty"), Tone.NEUTRAL
    if target.partition(":")[0] == _FACT:
        return tr("kept as a fact"), Tone.SPECIAL
    if target.startswith(_OWN) and target != column.target:
        return tr("own field"), Tone.SPECIAL
    if column.remark is not None and target == column.target:
        return show(column.remark), Tone.TODAY
    if target == "company" and new_companies:
        return plural("{count} new company", "{count} new companies", new_companies), Tone.GOOD
    return (tr("matched"), Tone.GOOD) if target == column.target else (tr("changed by you"), Tone.ACCENT)


def already_here(preview: ImportPreview) -> str:
    """`60 already here, 41 with news`; empty when nobody is."""
    here = preview.changed + preview.unchanged
    if not here:
        return ""
    words = plural("{count} already here", "{count} already here", here)
    return tr("{here}, {news} with news", here=words, news=texts.number(preview.changed)) if preview.changed else words


def need_a_look(count: int, *, cards: bool) -> str:
    """`3 rows need a look`."""
    if cards:
        return plural("{count} card needs a look", "{count} cards need a look", count)
    return plural("{count} row needs a look", "{count} rows need a look", count)


def rejected_lines(rejected: Sequence[Rejected]) -> str:
    """One line for each row that was not taken: where it stands and why; meant to be copied."""
    return "\n".join(tr("Line {line}: {why}", line=texts.number(each.line), why=each.why) for each in rejected)


def sample_lines(sample: Sequence[ContactDraft]) -> list[tuple[str, str]]:
    """Name, and company and first address, of the first contacts."""
    lines = []
    for draft in sample:
        reach = next(iter((*draft.values(PointKind.EMAIL), *draft.values(PointKind.PHONE))), "")
        details = " · ".join(texts.one_line(part, 80) for part in (draft.company, reach) if part)
        lines.append((texts.one_line(called(draft)), details))
    return lines


def report_text(report: ImportReport) -> str:
    """`Imported contacts.csv: 352 new, 41 with news`."""
    parts = []
    if report.new or not report.changed:
        parts.append(tr("{count} new", count=texts.number(report.new)))
    if report.changed:
        parts.append(tr("{count} with news", count=texts.number(report.changed)))
    if report.rejected:
        parts.append(tr("{count} left out", count=texts.number(len(report.rejected))))
    return tr("Imported {file}: {what}", file=texts.one_line(report.path.name, 40), what=", ".join(parts))
