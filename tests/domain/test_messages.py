"""Sentences as template and values: the right number, and the way into the journal and back."""

from __future__ import annotations

import pytest

from crm_desktop.domain.errors import BadFile, InvalidInput, UserError
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.storage.labels import decode_label, encode_label


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (message("Added {name}", name="{odd} name"), "Added {odd} name"),
        (counted("{count} contact", "{count} contacts", 1), "1 contact"),
        (counted("{count} contact", "{count} contacts", 0), "0 contacts"),
        (counted("{count} contact", "{count} contacts", 12_345), "12,345 contacts"),
        (counted("Deleted {name}", "Deleted {count} contacts", 1, name="Ada"), "Deleted Ada"),
        (message("plain"), "plain"),
        (message("{inner}!", inner=message("nested {x}", x=1)), "nested 1!"),
    ],
)
def test_sentences_in_english(said: Message, text: str) -> None:
    assert str(said) == text


@pytest.mark.parametrize(
    "label",
    [message("Added {name}", name='Ä "quoted" \\ 漢'), counted("{count} a", "{count} b", 3, name="x"), message("plain"),
     message("{number}", number=5)],
)  # fmt: skip
def test_a_label_comes_back_from_the_journal(label: Message) -> None:
    assert decode_label(encode_label(label)) == label
    assert encode_label(None) == ""


def test_failures_carry_their_sentence() -> None:
    error = InvalidInput("amount", "“{text}” is not an amount.", text="x")
    assert (str(error), error.field, error.sentence.template) == (
        "“x” is not an amount.",
        "amount",
        "“{text}” is not an amount.",
    )
    assert isinstance(BadFile(message("no")), UserError)
