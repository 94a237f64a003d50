"""Calendars on the command line: recognised by their content, tried out, taken in, and written."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.running import Terminal
from tests.formats.icalendar.calendars import alarm, calendar

_FAR = "DTSTART;TZID=Europe/Berlin:21261126T150000"


@pytest.fixture
def work(tmp_path: Path) -> Path:
    path = tmp_path / "work.txt"  # the content says what it is, not the name
    entries = (
        calendar(_FAR, "UID:1", *alarm(":-PT10M"), *alarm(":-PT5M")),
        calendar("DTSTART:20001126T150000", "UID:2", "SUMMARY:Past"),
        calendar(_FAR, "UID:3", "STATUS:CANCELLED"),
        calendar("UID:4", "SUMMARY:Never"),
    )
    path.write_text("".join(entries), encoding="utf-8", newline="")
    return path


def test_a_calendar_is_recognised_and_every_entry_accounted_for(run: Terminal, work: Path) -> None:
    said = run("import", work, "--json")
    assert (said.code, said.err) == (0, "")
    (entry,) = said.json["files"]
    assert (entry["format"], entry["read"], entry["new"], entry["changed"], entry["unchanged"]) == (
        "icalendar", 4, 1, 0, 0,
    )  # fmt: skip
    assert entry["left_out"] == {"past": 1, "cancelled": 1}
    assert [(each["line"], each["why"]) for each in entry["rejected"]] == [(36, "It has no date.")]
    first = entry["entries"][0]
    assert (first["fate"], first["text"], first["rule"]) == ("new", "Call · 15:00", "")
    assert first["event"] == {"day": "2126-11-26", "time": "15:00", "zone": "Europe/Berlin"}
    assert first["reminder"] == {"day": "2126-11-26", "time": "14:50", "zone": "Europe/Berlin"}
    assert first["remarks"] == ["A further alarm was left out: 14:55."]
    assert run("import", work, "--json").json["files"][0]["unchanged"] == 1


def test_a_dry_run_says_the_same_and_does_nothing(run: Terminal, work: Path) -> None:
    dry = run("import", work, "--dry-run", "--json")
    assert run("export", work.with_name("none.ics")).out.startswith("0 reminders")
    assert run("import", work, "--json").json == dry.json


def test_words_for_people_say_what_could_not_be_kept(run: Terminal, work: Path) -> None:
    said = run("import", work).out
    assert "4 read, 1 new, 0 changed, 0 unchanged, 1 rejected, 1 left out (past), 1 left out (cancelled)" in said
    assert "line 3: Call · 15:00: A further alarm was left out: 14:55." in said
    assert "line 36: It has no date." in said


def test_past_events_are_taken_when_wanted(run: Terminal, work: Path) -> None:
    assert run("import", work, "--past", "--json").json["files"][0]["new"] == 2


def test_one_undo_takes_a_calendar_back(run: Terminal, work: Path) -> None:
    run("import", work)
    assert run("undo").out == "Taken back: Imported work.txt\n"
    assert run("import", work, "--json").json["files"][0]["new"] == 1


def test_contacts_and_a_calendar_go_in_together(run: Terminal, work: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("Name,Email\nMarta,marta@x.example\n", encoding="utf-8")
    said = run("import", people, work, tmp_path / "nowhere.ics", "--json")
    assert said.code == 1
    assert [entry["new"] for entry in said.json["files"]] == [1, 1, 0]


@pytest.mark.parametrize(("options", "kind"), [((), "VEVENT"), (("--tasks",), "VTODO")])
def test_reminders_are_written_as_events_or_tasks(
    run: Terminal, tmp_path: Path, options: tuple[str, ...], kind: str
) -> None:
    run("remind", "water the plants tomorrow 11:00")
    path = tmp_path / "out.ics"
    said = run("export", path, *options)
    assert (said.code, said.out) == (0, f"1 reminder written to {path}\n")
    content = path.read_text(encoding="utf-8")
    assert f"BEGIN:{kind}" in content
    assert "SUMMARY:water the plants" in content


def test_a_place_that_cannot_be_written_is_one_sentence(run: Terminal, tmp_path: Path) -> None:
    said = run("export", tmp_path / "nowhere" / "out.ics")
    assert said.code == 1
    assert "could not be written" in said.err
