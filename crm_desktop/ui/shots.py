"""Pictures of every view with the home's data, taken without a display."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtWidgets import QApplication

from crm_desktop.domain.errors import StorageFailure
from crm_desktop.services.all_services import Services
from crm_desktop.ui.application import Desk
from crm_desktop.ui.palette import Palette
from crm_desktop.ui.views import VIEWS

_SETTLE_ROUNDS = 6
_PARTS_OF_PIPELINE = ("list", "forecast", "leads")


class _NoCrashes:
    """A picture that cannot be taken is a failure of the command, not a crash to remember."""

    def record(self, error: BaseException, where: str) -> str:
        raise RuntimeError(where) from error


def take_shots(services: Services, folder: Path, *, dark: bool, size: tuple[int, int]) -> Iterator[Path]:
    """Write a PNG of every view and card into `folder`, made if needed; yields the files as they are written."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StorageFailure("“{name}” cannot be made: {why}.", name=str(folder), why=error.strerror or "") from error
    # A picture shows what the program shows a moment after its start.
    services.reckoning.catch_up()
    app = QApplication(sys.argv[:1])
    desk = Desk(services, _NoCrashes(), app)
    desk.theme.set_mode("dark" if dark else "light")
    desk.window.resize(*size)
    desk.window.show()
    desk.count()
    suffix = "-dark" if dark else ""
    for entry in VIEWS:
        desk.window.show_view(entry.key)
        yield _write(desk, app, folder / f"{entry.key}{suffix}.png")
    desk.window.show_view("pipeline")
    for part in _PARTS_OF_PIPELINE:
        desk.window.commands.run(f"pipeline.{part}")
        yield _write(desk, app, folder / f"{part}{suffix}.png")
    deal_id = _worthiest_deal(services)
    if deal_id is not None:
        desk.window.navigate("deal", deal_id)
        yield _write(desk, app, folder / f"deal{suffix}.png")
    desk.window.open_palette()
    _type(desk, app, _words(services))
    yield _write(desk, app, folder / f"palette{suffix}.png")
    _close_card(desk)
    desk.window.open_keys()
    yield _write(desk, app, folder / f"keys{suffix}.png")
    _close_card(desk)
    desk.close_quietly()


def _worthiest_deal(services: Services) -> int | None:
    """The deal that there is most to say about: the one most worth among the open ones; None without any."""
    cards = [card for column in services.pipeline.board().columns for card in column.cards]
    return max(cards, key=lambda card: card.worth.minor if card.worth else 0).id if cards else None


def _close_card(desk: Desk) -> None:
    card = desk.window.overlay.card()
    if card is not None:
        card.close_card()


def _words(services: Services) -> str:
    first = services.contacts.rows(services.contacts.ids()[:1])
    return f"call {first[0].name} tue 3pm" if first else "call tue 3pm"


def _type(desk: Desk, app: QApplication, text: str) -> None:
    card = desk.window.overlay.card()
    if isinstance(card, Palette):
        card.field.setText(text)
    _settle(desk, app)


def _settle(desk: Desk, app: QApplication) -> None:
    # A result may ask for more (a list for its first page); some rounds bring everything to the screen.
    for _ in range(_SETTLE_ROUNDS):
        app.processEvents()
        desk.runner.drain()
    app.processEvents()


def _write(desk: Desk, app: QApplication, path: Path) -> Path:
    _settle(desk, app)
    if not desk.window.grab().save(str(path)):
        raise StorageFailure("“{name}” cannot be written.", name=str(path))
    return path
