"""Files dragged with a real mouse from the window of another program onto the page of a person."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.support.desktop import PrivateBus, Screen, on_screen, own_bus
from tests.support.drag_source import TITLE
from tests.support.eventually import eventually
from tests.support.program import PATIENCE, ROOT, Program, program

__all__ = ["on_screen", "own_bus"]

pytestmark = [pytest.mark.desktop, pytest.mark.slow]

_PEOPLE = "First Name,Last Name,E-mail 1 - Value\nMarta,Oliveira,marta@casaazul.example\n"
_MAIL = (
    b"From: Marta Oliveira <marta@casaazul.example>\r\nTo: me@example.com\r\nSubject: {subject}\r\n"
    b"Date: Fri, 20 Nov 2026 10:00:00 +0000\r\nMessage-ID: <{subject}@casaazul.example>\r\n\r\nThe budget is fine.\r\n"
)
_FROM = b"From marta@casaazul.example Fri Nov 20 10:00:00 2026\r\n"
_STEPS = 8


def _mail(subject: str) -> bytes:
    return _MAIL.replace(b"{subject}", subject.encode())


@pytest.fixture
def app(tmp_path: Path, on_screen: Screen, own_bus: PrivateBus) -> Iterator[Program]:
    """The program with the page of one person open; nothing it wrote to the terminal goes unnoticed."""
    people = tmp_path / "people.csv"
    people.write_text(_PEOPLE, encoding="utf-8")
    with program(tmp_path / "home", on_screen, own_bus.environment) as made:
        made.command("import", str(people))
        made.start()
        made.settled()
        made.key("g", "c")
        made.settled()
        made.key("Down")
        made.settled()
        yield made
    assert made.complaints() == ""


@contextmanager
def _source(app: Program, tmp_path: Path, *urls: str) -> Iterator[Path]:
    """The other program, with its window in the lower left corner of the screen; the file with what it says."""
    said = tmp_path / "said by the source"
    width, height = map(int, app.screen.run("xdotool", "getdisplaygeometry").split())
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.drag_source", f"0,{height - 40}", *urls],
            cwd=ROOT, env={**os.environ, **app.screen.environment, "QT_QPA_PLATFORM": "xcb"},
            stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.DEVNULL,
        )  # fmt: skip
    try:
        assert width > 0
        eventually(
            lambda: app.screen.run("xdotool", "search", "--onlyvisible", "--name", f"^{TITLE}$"),
            "the window to drag from",
            within=PATIENCE,
        )
        yield said
    finally:
        process.kill()
        process.wait()


@contextmanager
def _dragged(app: Program, tmp_path: Path, *urls: str) -> Iterator[str]:
    """Drag the addresses onto the middle of the program's window; what the other program learned of it.

    It goes on running inside the block: what was dropped is fetched from it afterwards.
    """
    with _source(app, tmp_path, *urls) as said:
        geometry = app.screen.run("xdotool", "getwindowgeometry", "--shell", app.window()).decode().split()
        place = {name: int(value) for name, _, value in (line.partition("=") for line in geometry)}
        target = (place["X"] + place["WIDTH"] * 6 // 10, place["Y"] + place["HEIGHT"] * 7 // 10)
        height = int(app.screen.run("xdotool", "getdisplaygeometry").split()[1])
        start = (30, height - 20)
        app.screen.run("xdotool", "mousemove", "--sync", str(start[0]), str(start[1]))
        app.screen.run("xdotool", "mousedown", "1")
        for step in range(1, _STEPS + 1):
            at = [begin + (end - begin) * step // _STEPS for begin, end in zip(start, target, strict=True)]
            app.screen.run("xdotool", "mousemove", "--sync", str(at[0]), str(at[1]))
        # As a hand does: the program has seen where the pointer is before the button is let go.
        app.settled()
        app.screen.run("xdotool", "mouseup", "1")
        ended = eventually(lambda: said.read_text(encoding="utf-8"), "the end of the drag", within=PATIENCE).strip()
        yield ended


def _picture(app: Program, name: str) -> None:
    """A picture of the screen for whoever wants to look: CRM_TEST_PICTURES names the folder."""
    folder = os.environ.get("CRM_TEST_PICTURES")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        app.screen.screenshot(Path(folder) / f"{name}.png")


def _look(app: Program) -> bytes:
    """The picture of the window without its left side, where the other program may stand before it."""
    return app.screen.run(
        "import", "-silent", "-window", app.window(), "-crop", "900x640+250+130", "-depth", "8", "rgb:-"
    )


def _marta(app: Program) -> dict[str, Any]:
    found = app.command("show", "1", "--json")
    assert isinstance(found, dict)
    return found


def _files(app: Program) -> dict[str, int]:
    return {row["name"]: row["size"] for row in _marta(app).get("files", [])}


def test_files_dragged_onto_a_person_are_kept_there(app: Program, tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    (folder / "Offer, final.pdf").write_bytes(b"%PDF-1.4 " + b"x" * 5_000)
    (folder / "王芳.vcf").write_bytes(b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Wang Fang\r\nEND:VCARD\r\n")
    (folder / "empty.txt").touch()
    urls = [path.as_uri() for path in sorted(folder.iterdir())]
    wanted = {path.name: path.stat().st_size for path in folder.iterdir()}
    with _dragged(app, tmp_path, *urls) as taken:
        assert taken == "taken"
        eventually(lambda: _files(app) == wanted, "three files kept", within=PATIENCE)
    app.settled()
    _picture(app, "dragged-files")
    assert app.quit() == 0


def test_mails_dragged_onto_a_person_are_logged(app: Program, tmp_path: Path) -> None:
    (tmp_path / "one.eml").write_bytes(_mail("Lamps"))
    (tmp_path / "two.mbox").write_bytes(b"".join(_FROM + _mail(each) + b"\r\n" for each in ("Cables", "Plugs")))
    urls = [(tmp_path / name).as_uri() for name in ("one.eml", "two.mbox")]
    before = _look(app)
    with _dragged(app, tmp_path, *urls) as taken:
        assert taken == "taken"
        eventually(lambda: _look(app) != before, "the card with the mails", within=PATIENCE)
    app.settled()
    _picture(app, "dragged-mails")
    app.bring_to_front()
    app.key("ctrl+Return")
    logged = eventually(
        lambda: len(_marta(app)["timeline"]) == 3 and _marta(app)["timeline"], "three mails logged", within=PATIENCE
    )
    assert sorted(entry["subject"] for entry in logged) == ["Cables", "Lamps", "Plugs"]
    assert {entry["kind"] for entry in logged} == {"email"}
    assert app.quit() == 0


@pytest.mark.parametrize("what", ["folder", "dead link", "address", "several"])
def test_what_is_no_file_is_refused_and_nothing_is_kept(what: str, app: Program, tmp_path: Path) -> None:
    (tmp_path / "a folder").mkdir()
    (tmp_path / "dead link").symlink_to(tmp_path / "gone")
    urls = {
        "folder": [(tmp_path / "a folder").as_uri()],
        "dead link": [(tmp_path / "dead link").as_uri()],
        "address": ["http://127.0.0.1:9/picture.png"],
        "several": [
            (tmp_path / "a folder").as_uri(),
            "file:///dev/zero",
            "file:///proc/self/mem",
            "javascript:alert(1)",
        ],
    }[what]
    before = _look(app)
    with _dragged(app, tmp_path, *urls) as taken:
        assert taken == "taken"
        eventually(lambda: _look(app) != before, "a sentence", within=PATIENCE)
    _picture(app, f"dragged-{what.replace(' ', '-')}")
    assert _files(app) == {}
    assert _marta(app)["timeline"] == []
    app.bring_to_front()
    assert app.quit() == 0
