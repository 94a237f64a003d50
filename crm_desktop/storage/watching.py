"""Who watches a long write: told how far it has come, and able to stop it; hung on the connection that writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from crm_desktop.storage.engine import Connection

Watch = Callable[[int, int], object]
"""Told (done, total) after each batch; an error that it raises ends the write, and nothing of it is kept."""


@contextmanager
def watched(connection: Connection, watch: Watch | None) -> Iterator[None]:
    """Have what is written over this connection inside the block told to `watch`, also what a unit of work does at its end."""
    before = connection.watch
    connection.watch = watch
    try:
        yield
    finally:
        connection.watch = before


def tell(connection: Connection, done: int, total: int) -> None:
    """Say how far the index is; nothing happens where nobody watches."""
    if connection.watch is not None:
        connection.watch(done, total)
