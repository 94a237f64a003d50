"""What logs and crash files may say: ids and counts, and where something happened, but nobody's data."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm_desktop.runtime.redaction import redacted, traceback_without_values


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("to ada@example.org now", "to [e-mail] now"),
        ("<Ada.Ex+tag@sub.example.co.uk>", "<[e-mail]>"),
        ("user ünï@exämple.de,", "user [e-mail],"),
        ("call +49 (30) 1234-567!", "call [number]!"),
        ("030/1234567", "[number]"),
        ("(555) 123-4567", "[number]"),
        ("number 4915112345678", "number [number]"),
    ],
)
def test_what_looks_personal_is_masked(text: str, masked: str) -> None:
    assert redacted(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "contact 123456789 saved",
        "1,000,000 interactions in 12.5 s",
        "due 2026-11-24 09:00",
        "2026-11-24T09:00:00.123Z INFO",
        "page 12 of 40",
        "SQLite 3.53.4",
    ],
)
def test_ids_counts_days_and_versions_stay(text: str) -> None:
    assert redacted(text) == text


def test_the_home_folder_is_not_named() -> None:
    assert redacted(f"{Path.home()}/data/crm.db") == "~/data/crm.db"


@given(st.emails())
def test_no_address_survives(address: str) -> None:
    # Of an address with quoted or odd characters a part may stay, but never all of it.
    assert address not in redacted(f"sent to {address} today")


def _fail_with(value: str) -> None:
    raise ValueError(value)


def _wrap(value: str) -> None:
    try:
        _fail_with(value)
    except ValueError as error:
        raise KeyError(value) from error


def _fail_during(value: str, *, silent: bool) -> None:
    try:
        _fail_with(value)
    except ValueError:
        if silent:
            raise KeyError from None
        raise KeyError  # noqa: B904 - the implicit context is what is tested


def test_a_traceback_says_where_and_what_kind_but_not_the_text() -> None:
    with pytest.raises(KeyError) as caught:
        _wrap("Ada" + " Example")
    text = traceback_without_values(caught.value)
    assert "Ada Example" not in text
    assert text.index("builtins.ValueError") < text.index("It caused this:") < text.index("builtins.KeyError")
    assert "in _fail_with" in text


@pytest.mark.parametrize("silent", [False, True])
def test_what_an_error_was_raised_during_is_told_unless_it_was_silenced(silent: bool) -> None:
    with pytest.raises(KeyError) as caught:
        _fail_during("secret", silent=silent)
    text = traceback_without_values(caught.value)
    assert ("ValueError\n" in text, "While it was handled:" in text) == (not silent, not silent)


def test_what_the_machine_answered_is_told() -> None:
    file = Path("/nonexistent", "Ada" + " Example")
    with pytest.raises(FileNotFoundError) as caught:
        file.read_text(encoding="utf-8")
    text = traceback_without_values(caught.value)
    assert "FileNotFoundError: errno 2" in text
    assert "Ada Example" not in text


def test_causes_in_a_circle_end() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert traceback_without_values(first).count("builtins.") == 2
