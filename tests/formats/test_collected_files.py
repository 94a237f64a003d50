"""Files that other programs really wrote, where a collection of them lies beside the repository."""

from __future__ import annotations

import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.domain.contacts import PointKind, called, clean_draft
from crm_desktop.services.ports import ReadDraft
from tests.formats.reading import reader_of

COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "data"
EXPECTED: dict[str, dict[str, Any]] = (
    json.loads((COLLECTION / "expected.json").read_text(encoding="utf-8"))
    if (COLLECTION / "expected.json").exists()
    else {}
)
FILES = sorted(
    name for name, wanted in EXPECTED.items() if name.startswith(("csv/", "vcard/")) and not wanted["lenient"]
)


def words(text: str) -> tuple[str, ...]:
    return tuple(sorted(re.findall(r"\w+", unicodedata.normalize("NFC", text).casefold())))


# Without the collection there is nothing to test here, which is not the same as a test left out.
if FILES:

    @pytest.mark.parametrize("name", FILES)
    def test_a_collected_file_gives_the_people_in_it(name: str) -> None:
        wanted = EXPECTED[name]
        path = COLLECTION / name
        entries = list(reader_of(path).read(path))
        assert len(entries) == wanted["count"]
        drafts = [clean_draft(entry.draft) for entry in entries if isinstance(entry, ReadDraft)]
        accepted = [wanted["names"], *wanted.get("names_alt", [])]
        read = [words(called(draft)) for draft in drafts]
        assert any(all(words(one) in read for one in names) for names in accepted)
        emails = {value.casefold() for draft in drafts for value in draft.values(PointKind.EMAIL)}
        assert {value.casefold() for value in wanted["emails"]} <= emails
        assert len(wanted["phones"]) == 0 or any(draft.values(PointKind.PHONE) for draft in drafts)
