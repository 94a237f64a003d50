"""Days as other programs write them."""

from __future__ import annotations

import pytest

from crm_desktop.formats.dates import DateOrder, is_no_date, needs_order, order_of, read_date


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1906-12-09", "1906-12-09"),
        ("1906/12/9", "1906-12-09"),
        ("19061209", "1906-12-09"),
        ("31.12.1990", "1990-12-31"),
        ("3.4.1990", "1990-04-03"),
        ("31/12/1990", "1990-12-31"),
        ("12/31/1990", "1990-12-31"),
        ("5/5/1990", "1990-05-05"),
        ("07 Dec 2025", "2025-12-07"),
        ("Dec 7, 2025", "2025-12-07"),
        ("7. Dezember 1990", "1990-12-07"),
        ("1er janvier 1990", "1990-01-01"),
        ("7 de março de 1990", "1990-03-07"),
        ("July 4", "--07-04"),
        ("1990年1月2日", "1990-01-02"),
        ("--02-29", "--02-29"),
        ("0000-02-14", "--02-14"),
        ("2024-03-12 09:14", "2024-03-12"),
        ("3/15/2024 2:30 PM", "2024-03-15"),
        ("2024-07-01T00:00:00+00:00", "2024-07-01"),
    ],
)
def test_a_day_is_read_without_guessing(text: str, value: str) -> None:
    assert read_date(text) == value


@pytest.mark.parametrize(
    "text", ["3/4/1990", "3-4-1990", "1/2/03", "31/31/1990", "2023-02-29", "soon", "", "1990", "--13-01"]
)
def test_what_could_be_two_days_or_none_is_not_read(text: str) -> None:
    assert read_date(text) is None


def test_the_order_of_the_column_decides() -> None:
    assert read_date("3/4/1990", DateOrder.DAY_FIRST) == "1990-04-03"
    assert read_date("3/4/1990", DateOrder.MONTH_FIRST) == "1990-03-04"
    assert read_date("31/4/1990", DateOrder.DAY_FIRST) is None
    assert needs_order("3/4/1990")
    assert not needs_order("3.4.1990")


def test_a_day_above_twelve_proves_the_order() -> None:
    assert order_of("31/1/1990") is DateOrder.DAY_FIRST
    assert order_of("1/31/1990") is DateOrder.MONTH_FIRST
    assert order_of("1/2/1990") is None


@pytest.mark.parametrize("text", ["0/0/00", "0000-00-00", "00000000", "", "1/1/4501"])
def test_programs_have_ways_to_write_no_date(text: str) -> None:
    assert is_no_date(text)
