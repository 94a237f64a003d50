"""Every command: what it prints, its JSON, its exit code, and one sentence where it cannot do what it was asked."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from crm_desktop import cli
from crm_desktop.runtime.paths import paths_for
from crm_desktop.storage import engine
from tests.cli.running import Terminal

_PEOPLE = (
    "First Name,Last Name,Email,Phone,Company,Notes\n"
    "Marta,Oliveira,marta@x.example,+351 912 345 678,Casa Lume,Likes tea\n"
    ",,,,,nobody\n"
    "Jürgen,Groß,j@x.example,,,\n"
)


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.csv"
    path.write_text(_PEOPLE, encoding="utf-8", newline="")
    return path


def _one_sentence(text: str) -> bool:
    return text.count("\n") == 1 and text.rstrip().endswith((".", "?", "!", "”.")) and "Traceback" not in text


def test_import_says_what_came_of_each_file(run: Terminal, people: Path) -> None:
    said = run("import", people, "--json")
    assert (said.code, said.err) == (0, "")
    (entry,) = said.json["files"]
    assert set(entry) == {"file", "format", "read", "new", "changed", "unchanged", "rejected"}
    assert (entry["file"], entry["read"], entry["new"], entry["changed"], entry["unchanged"]) == (
        str(people),
        3,
        2,
        0,
        0,
    )
    assert [(set(each), each["line"]) for each in entry["rejected"]] == [({"line", "why"}, 3)]

    again = run("import", people, people)
    assert again.code == 0
    assert again.out.count("2 unchanged") == 2


def test_a_dry_run_says_the_same_and_does_nothing(run: Terminal, people: Path) -> None:
    dry = run("import", people, "--dry-run", "--json")
    assert run("find", "marta", "--json").json == []
    assert run("import", people, "--json").json == dry.json
    assert "would be new" in run("import", people, "--dry-run").out


def test_a_file_that_is_not_there_does_not_hinder_the_others(run: Terminal, people: Path, tmp_path: Path) -> None:
    said = run("import", tmp_path / "no.csv", people, "--json")
    assert said.code == 1
    assert _one_sentence(said.err)
    first, second = said.json["files"]
    assert (first["new"], second["new"]) == (0, 2)


def test_find_has_the_shape_that_scripts_rely_on(run: Terminal, people: Path) -> None:
    run("import", people)
    hits = run("find", "marta", "--json").json
    assert {"id", "kind", "name", "company", "emails", "phones", "snippet"} <= set(hits[0])
    assert (hits[0]["kind"], hits[0]["name"], hits[0]["company"], hits[0]["emails"], hits[0]["phones"]) == (
        "contact", "Marta Oliveira", "Casa Lume", ["marta@x.example"], ["+351 912 345 678"],
    )  # fmt: skip
    assert "Marta Oliveira" in run("find", "MARTA").out
    assert run("find", "gross", "--json").json[0]["name"] == "Jürgen Groß"
    assert (run("find", "nobody").out, run("find", "nobody").code) == ("Nothing found.\n", 0)
    for text in ("o'brien", '"', "c++", "", "*", "x" * 1_000_000, "a\x00b", "\udcff"):
        assert run("find", text, "--json").code == 0


def test_show_shows_one_contact(run: Terminal, people: Path) -> None:
    run("import", people)
    shown = run("show", "1", "--json").json
    assert (shown["name"], shown["emails"], shown["notes"], shown["timeline"]) == (
        "Marta Oliveira",
        ["marta@x.example"],
        "Likes tea",
        [],
    )
    assert "marta@x.example" in run("show", "1").out
    gone = run("show", "999")
    assert (gone.code, gone.err) == (1, "There is no contact with the number 999.\n")


def test_remind_due_and_their_shapes(run: Terminal, people: Path) -> None:
    run("import", people)
    row = run("remind", "call Marta tomorrow 3pm", "--json").json
    assert {"id", "text", "day", "time", "rule", "contact_id", "contact", "fires_at"} <= set(row)
    assert (row["contact"], row["time"]) == ("Marta Oliveira", "15:00")
    assert run("due", "--json").json == []
    assert run("due").out == "Nothing is due.\n"
    unclear = run("remind", "call Marta on the 12th of never 99:99")
    assert unclear.code in (0, 2)
    refused = run("remind", "")
    assert (refused.code, _one_sentence(refused.err)) == (2, True)
    long = run("remind", "word " * 200_000)
    assert long.code in (0, 2)
    assert "Traceback" not in long.err


def test_export_is_complete_and_can_be_read_again(run: Terminal, people: Path, tmp_path: Path) -> None:
    run("import", people)
    for ending in ("zip", "json", "vcf", "csv"):
        said = run("export", tmp_path / f"all.{ending}")
        assert (said.code, said.out.split()[0]) == (0, "2")
    content = json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))
    assert [(entry["name"], entry["emails"], entry["notes"]) for entry in content["contacts"]] == [
        ("Marta Oliveira", ["marta@x.example"], "Likes tea"), ("Jürgen Groß", ["j@x.example"], ""),
    ]  # fmt: skip
    assert run("import", tmp_path / "all.vcf", tmp_path / "all.csv", "--json").json["files"][0]["unchanged"] == 2
    wrong = run("export", tmp_path / "all.doc")
    assert (wrong.code, _one_sentence(wrong.err)) == (2, True)
    unwritable = run("export", tmp_path / "no" / "all.json")
    assert (unwritable.code, _one_sentence(unwritable.err)) == (1, True)


def test_undo_takes_the_import_back_and_says_so(run: Terminal, people: Path) -> None:
    run("import", people)
    assert run("undo").out == "Taken back: Imported people.csv\n"
    assert run("find", "marta", "--json").json == []
    assert (run("undo").out, run("undo").code) == ("There is nothing to take back.\n", 0)


def test_sample_is_the_same_for_the_same_seed(run: Terminal, tmp_path: Path) -> None:
    assert "40 contacts with " in run("sample", "--contacts", "40", "--seed", "7").out
    assert run("check").code == 0
    other = Terminal(tmp_path / "other", run.capture)
    other("sample", "--contacts", "40", "--seed", "7")
    names = [[hit["name"] for hit in each("find", "a", "--json").json] for each in (run, other)]
    assert names[0] == names[1]
    for wrong in (("--contacts", "0"), ("--contacts", "x"), ("--contacts", "1000001"), ("--seed", "x")):
        assert run("sample", *wrong).code == 2


def test_check_says_that_all_is_well_and_what_is_not(run: Terminal, people: Path) -> None:
    run("import", people)
    assert (run("check").code, run("check").out) == (0, "The data file is whole.\n")
    database = run.home / "crm.db"
    connection = engine.connect_for_writing(str(database))
    connection.execute("DELETE FROM search_names WHERE rowid = 4")
    connection.close()
    said = run("check")
    assert (said.code, said.out, _one_sentence(said.err)) == (1, "", True)
    assert "words missing" in said.err


def test_check_sees_a_reference_to_nowhere(run: Terminal, people: Path) -> None:
    run("import", people)
    connection = engine.connect_for_writing(str(run.home / "crm.db"))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("UPDATE contact_points SET contact_id = 999 WHERE id = 1")
    connection.close()
    said = run("check")
    assert (said.code, "contact_points row 1" in said.err) == (1, True)


def _damage(database: Path, pages: list[int]) -> None:
    content = bytearray(database.read_bytes())
    for page in pages:
        content[(page - 1) * 4096 : page * 4096 - 96] = b"\xa5" * 4000
    database.write_bytes(bytes(content))


@pytest.mark.allow_log(".*", reason="the file is damaged on purpose")
@pytest.mark.parametrize(
    "command",
    [
        ("check",),
        ("find", "marta"),
        ("show", "1"),
        ("due",),
        ("undo",),
        ("remind", "x"),
        ("sample",),
        ("export", "all.json"),
    ],
    ids=lambda command: command[0],
)
@pytest.mark.parametrize(
    "table", ["contacts", "contact_points", "occurrences", "change_groups", "search_names_data", ""]
)
def test_a_damaged_file_is_a_sentence_for_every_command(
    table: str, command: tuple[str, ...], run: Terminal, people: Path, tmp_path: Path
) -> None:
    run("import", people)
    database = run.home / "crm.db"
    connection = engine.connect(str(database), read_only=True)
    found = connection.execute(
        "SELECT rootpage FROM sqlite_schema WHERE rootpage > 0 AND name = ?", (table,)
    ).fetchone()
    last = connection.execute("PRAGMA page_count").fetchone()[0]
    connection.close()
    _damage(database, [found[0]] if found else list(range(2, last)))
    if command[0] == "export":
        command = ("export", str(tmp_path / "all.json"))
    said = run(*command)
    # A command that never looks at the damaged place may do its work.
    assert said.code == 1 or (said.code == 0 and table and command[0] != "check")
    assert said.err == "" if said.code == 0 else _one_sentence(said.err), said.err
    assert said.code == 0 or not (tmp_path / "all.json").exists()


@pytest.mark.allow_log(".*", reason="the file is damaged on purpose")
def test_a_damaged_index_is_said_by_check_and_costs_no_data(run: Terminal, people: Path) -> None:
    run("import", people)
    connection = engine.connect_for_writing(str(run.home / "crm.db"))
    connection.execute("PRAGMA trusted_schema = ON")
    connection.execute("UPDATE search_names_data SET block = zeroblob(length(block)) WHERE id > 10")
    connection.execute("UPDATE search_texts_data SET block = x'00' WHERE id > 10")
    connection.close()
    said = run("check")
    assert (said.code, _one_sentence(said.err)) == (1, True), said.err
    assert run("show", "1", "--json").json["name"] == "Marta Oliveira"


@pytest.mark.parametrize(
    "arguments",
    [("nonsense",), ("find",), ("show", "x"), ("import",), ("export",), ("remind",), ("--nonsense",), ("find", "a", "b"),
     ("shots", "x", "--size", "big"), ("shots", "x", "--size", "10x10")],
)  # fmt: skip
def test_wrong_use_is_one_sentence_and_code_2(arguments: tuple[str, ...], run: Terminal) -> None:
    said = run(*arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.count("\n") == 1
    assert "--help" in said.err
    assert not run.home.exists(), "wrong use makes no home"


def test_help_and_version(run: Terminal) -> None:
    said = run("--help")
    assert said.code == 0
    for command in ("import", "export", "find", "show", "remind", "due", "undo", "check", "sample", "shots"):
        assert f" {command} " in said.out
        assert run(command, "--help").code == 0
    assert run("--version").out.strip().count(".") == 2


def test_the_home_may_stand_before_and_after_the_command(tmp_path: Path, run: Terminal) -> None:
    first, second = tmp_path / "first home", tmp_path / "second"
    for arguments, made in (
        (["--home", str(first), "due"], first),
        (["due", "--home", str(second)], second),
        (["--home", str(tmp_path / "unused"), "due", "--home", str(second)], second),
    ):
        assert cli.main(arguments) == 0
        assert (made / "crm.db").exists()
    assert not (tmp_path / "unused").exists()


@pytest.mark.parametrize("kind", ["file", "link", "everybody's"])
def test_a_home_that_will_not_do_is_a_sentence(kind: str, run: Terminal, tmp_path: Path) -> None:
    if kind == "file":
        run.home.write_text("x", encoding="utf-8")
    elif kind == "link":
        (tmp_path / "real").mkdir()
        run.home.symlink_to(tmp_path / "real")
    else:
        run.home.mkdir()
        run.home.chmod(0o777)
    said = run("due")
    assert (said.code, said.out, _one_sentence(said.err)) == (1, "", True), said.err


def test_another_programs_and_a_newer_file_are_sentences(run: Terminal) -> None:
    run("due")
    database = run.home / "crm.db"
    connection = engine.connect_for_writing(str(database))
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    before = database.read_bytes()
    newer = run("due")
    assert (newer.code, "newer version" in newer.err, _one_sentence(newer.err)) == (1, True, True)
    assert database.read_bytes() == before
    database.write_bytes(b"not a database" * 100)
    foreign = run("check")
    assert (foreign.code, _one_sentence(foreign.err)) == (1, True)


def test_stopping_by_the_keyboard_keeps_nothing_half_done(
    run: Terminal, people: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("crm_desktop.storage.search_index.refresh", stopped)
        said = run("import", people)
    assert (said.code, said.err) == (1, "Stopped; nothing half done was kept.\n")
    assert run("find", "marta", "--json").json == []
    assert run("check").code == 0


def test_nothing_of_the_contacts_is_in_the_log(run: Terminal, people: Path) -> None:
    run("import", people)
    run("find", "marta")
    run("remind", "call Marta tomorrow")
    for path in (run.home / "logs").rglob("*"):
        if path.is_file():
            assert b"marta" not in path.read_bytes().lower()


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() != 0, reason="becomes another user, which only root may")
@pytest.mark.parametrize("mode", [0o555, 0o500])
def test_a_home_that_may_not_be_written_is_a_sentence(mode: int) -> None:
    from tests.cli.running import started

    place = Path("/tmp") / f"crm-locked-{os.getpid()}-{mode:o}"
    place.mkdir()
    place.chmod(mode)
    try:
        setpriv = ("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups")
        done = started(
            "due",
            "--home",
            place / "home",
            before=setpriv,
            environment={"PATH": os.environ["PATH"], "HOME": "/nonexistent"},
        )
        if b"Permission denied" in done.stderr and b"setpriv" in done.stderr:
            pytest.skip("the interpreter is not readable for other users on this machine")
        assert done.returncode == 1
        assert _one_sentence(done.stderr.decode())
    finally:
        place.rmdir()


def test_the_place_of_the_home_is_the_users_own_without_an_option() -> None:
    assert paths_for(None).home.name == "crm-desktop"
