"""The words of all names in memory: parts of them, and those that are spelled nearly so."""

from __future__ import annotations

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.storage.engine import OperationalError
from crm_desktop.storage.queries.search_vocabulary import Vocabulary, vocabulary
from tests.support.home import person

_WORDS = Vocabulary(
    sorted(["anna", "annabel", "hannah", "maier", "marta", "meier", "meyer", "oliveira", "schmidt", "johannes"])
)


def test_parts_are_found_but_not_beginnings() -> None:
    assert _WORDS.inside("ann") == ["hannah", "johannes"]
    assert _WORDS.inside("nna") == ["anna", "annabel", "hannah"]
    assert _WORDS.inside("qq") == _WORDS.inside("") == []


def test_words_that_begin_so_are_known() -> None:
    assert _WORDS.knows("oliv")
    assert not _WORDS.knows("livei")


@pytest.mark.parametrize(
    ("typed", "nearest"),
    [
        ("olivera", "oliveira"),  # one left out
        ("oliveirra", "oliveira"),  # one doubled
        ("oluveira", "oliveira"),  # one changed
        ("oilveira", "oliveira"),  # two swapped
        ("shcmitd", "schmidt"),  # two errors in seven letters
        ("olivie", "olivei*"),  # the beginning of a word
    ],
)
def test_what_is_spelled_nearly_so_is_similar(typed: str, nearest: str) -> None:
    assert _WORDS.similar(typed)[0] == nearest


def test_the_nearest_comes_first_and_the_word_itself_is_none() -> None:
    assert _WORDS.similar("meier") == ["maier", "meyer"]
    assert _WORDS.similar("mair")[0] == "maier"


@pytest.mark.parametrize("typed", ["", "ann", "1234567", "a.b.c", "zzzzzzzz"])
def test_short_words_numbers_and_nonsense_have_nothing_similar(typed: str) -> None:
    assert _WORDS.similar(typed) == []


def test_the_words_come_from_names_only_and_the_connection_still_cannot_write(core: Core) -> None:
    core.services.contacts.add(
        person("Marta Oliveira", email="mail@example.org", company="Casa Lume", note="lighthouse")
    )
    connection = core.database.reader()
    words = vocabulary(connection)
    assert len(words) == 4
    assert [words.knows(word) for word in ("marta", "lume", "mail", "lighthouse")] == [True, True, False, False]
    with pytest.raises(OperationalError, match="readonly"):
        connection.execute("DELETE FROM contacts")
