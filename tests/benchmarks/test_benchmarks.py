"""The harness measures a tiny home, prints the table and the JSON, and says when something could not be measured."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.benchmarks.__main__ import main
from tests.benchmarks.parts import GROUPS, PARTS
from tests.benchmarks.place import Place, open_place
from tests.benchmarks.programs import Failed, run_probe, run_program
from tests.benchmarks.table import Part, Row, table
from tests.benchmarks.timing import in_turn, percentile

_PEOPLE = 60


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """A place for the benchmarks with a database of sixty people, made by the program like the big one."""
    folder = tmp_path_factory.mktemp("bench")
    for name in ("cache", "scratch"):
        (folder / name).mkdir()
    return Place(folder / "cache", folder / "scratch", _PEOPLE)


def _fine(_place: Place) -> Sequence[Row]:
    return [
        Row(name="fine", what="a thing", unit="ms", measured=3.0, limit=2.0, limit_is="a bare thing", most_ratio=1.5)
    ]


def _slow(_place: Place) -> Sequence[Row]:
    return [Row(name="slow", what="another thing", unit="ms", measured=900.0, most=16)]


def _broken(_place: Place) -> Sequence[Row]:
    raise OSError("there is no such clock")


_FAKE_PARTS: dict[str, Part] = {"fine": _fine, "slow": _slow, "broken": _broken}


def test_every_row_of_the_table_of_the_architecture_has_a_part() -> None:
    assert list(PARTS) == [
        "sample", "start", "memory", "search", "finding", "list", "person", "lists", "companies", "import", "edit", "board", "due",
        "burst", "idle",
    ]  # fmt: skip


def test_the_table_says_what_was_measured_and_whether_it_will_do(
    place: Place, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["fine", "slow"], _FAKE_PARTS, place) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split() == ["name", "what", "goal", "measured", "limit", "ratio", "met"]
    assert lines[2].split("  ")[0] == "fine"
    assert "≤ 1.5 ×" in lines[2]
    assert "3.00 ms" in lines[2]
    assert lines[2].endswith("yes")
    assert lines[3].strip() == "limit: a bare thing"
    assert lines[4].endswith("NO")


def test_slow_is_no_failure_but_not_measured_is(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["slow"], _FAKE_PARTS, place) == 0
    assert main(["broken", "fine"], _FAKE_PARTS, place) == 1
    shown = capsys.readouterr().out
    assert "not measured" in shown
    assert "there is no such clock" in shown
    assert "3.00 ms" in shown, "the other parts are measured all the same"


def test_the_json_holds_every_row(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--json"], _FAKE_PARTS, place) == 1
    rows = json.loads(capsys.readouterr().out)["rows"]
    assert [row["name"] for row in rows] == ["fine", "slow", "broken"]
    fine, slow, broken = rows
    assert (fine["measured"], fine["limit"], fine["ratio"], fine["met"]) == (3.0, 2.0, 1.5, True)
    assert (slow["ratio"], slow["met"], slow["goal"]) == (None, False, "≤ 16 ms")
    assert (broken["measured"], broken["met"], broken["problem"]) == (None, None, "OSError: there is no such clock")


def test_an_unknown_name_is_wrong_use(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["strat"], _FAKE_PARTS, place)
    assert ended.value.code == 2
    assert "strat" in capsys.readouterr().err


def test_a_goal_of_two_parts_is_met_by_both_only() -> None:
    row = Row(name="n", what="w", unit="ms", measured=10.0, limit=2.0, most=16, most_ratio=3)
    assert row.goal() == "≤ 16 ms and ≤ 3 ×"
    assert row.met is False
    assert Row(name="n", what="w", unit="ms", measured=10.0, limit=5.0, most=16, most_ratio=3).met is True
    assert Row(name="n", what="w", measured=1.0, limit=0.0, most_ratio=3).met is False
    assert "10.0 ms" in table([row])


def test_percentiles_and_turns() -> None:
    assert percentile([float(number) for number in range(1, 101)], 95) == 95
    assert percentile([7.0], 95) == 7
    order: list[str] = []

    def measure(name: str, result: float) -> float:
        order.append(name)
        return result

    found = in_turn(2, lambda: measure("a", 1.0), lambda: measure("b", 2.0))
    assert order == ["a", "b", "a", "b"]
    assert found == [[1.0, 1.0], [2.0, 2.0]]
    with pytest.raises(ValueError, match="nothing"):
        percentile([], 95)


def test_the_home_is_made_once_by_the_program_itself(place: Place) -> None:
    home = place.big_home()
    made = (home / "made.json").stat().st_mtime_ns
    assert place.big_home() == home
    assert (home / "made.json").stat().st_mtime_ns == made
    assert place.big_home_cost()["bytes"] > 0
    assert (place.copy_of_big_home("a-copy") / "crm.db").is_file()


def test_the_cache_goes_where_it_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CRM_BENCH_CACHE", str(tmp_path / "kept"))
    with open_place() as opened:
        assert opened.cache == tmp_path / "kept"
        assert opened.scratch.is_dir()
    assert not opened.scratch.exists()


def test_a_program_that_fails_is_not_measured(tmp_path: Path) -> None:
    with pytest.raises(Failed, match="crm_desktop ended with 2"):
        run_program(["--home", str(tmp_path), "no-such-command"])


def test_both_windows_are_watched_until_they_have_painted(place: Place) -> None:
    home = place.copy_of_big_home("watched")
    for found in (run_probe("bare_window"), run_probe("whole_program", "start", "--home", str(home))):
        assert found["wall"] > 0
        assert found["cpu"] > 0


def test_import_and_its_limit_take_in_everybody(place: Place) -> None:
    (row,) = PARTS["import"](place)
    assert row.measured is not None
    assert row.ratio is not None


def test_what_is_measured_about_people_is_measured_on_a_tiny_home_too(place: Place) -> None:
    for name in ("finding", "person", "lists", "companies"):
        for row in PARTS[name](place):
            assert row.measured is not None, row.what
            assert row.limit is not None, row.what


def test_a_group_is_all_of_its_parts(place: Place, capsys: pytest.CaptureFixture[str]) -> None:
    assert set(GROUPS["people"]) <= set(PARTS)
    parts = dict.fromkeys(GROUPS["people"], _fine)
    assert main(["people", "--json"], parts, place) == 0
    assert len(json.loads(capsys.readouterr().out)["rows"]) == len(GROUPS["people"])


def test_edit_and_due_are_measured_on_copies(place: Place) -> None:
    before = (place.big_home() / "crm.db").read_bytes()
    for name in ("edit", "due"):
        for row in PARTS[name](place):
            assert row.measured is not None
            assert row.limit is not None
    assert (place.big_home() / "crm.db").read_bytes() == before
