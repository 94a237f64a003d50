"""E-mails that other programs really wrote, where a collection of them lies beside the repository."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.domain.mails import MailHead
from crm_desktop.formats.mbox import MailFiles

COLLECTION = Path(__file__).resolve().parents[3] / "shared" / "data"
EXPECTED: dict[str, dict[str, Any]] = (
    json.loads((COLLECTION / "expected.json").read_text(encoding="utf-8"))
    if (COLLECTION / "expected.json").exists()
    else {}
)
# Broken on purpose in ways that more than one reading of is right.
_READ_OTHERWISE = frozenset({
    "eml/mime4j__mimetools-testmsgs_bluedot-postcard.msg", "eml/mime4j__mimetools-testmsgs_intl.msg", "eml/spamscope__mail_test_12.eml",
})  # fmt: skip
MAILS = sorted(
    name
    for name, wanted in EXPECTED.items()
    if wanted["kind"] == "eml" and not wanted["lenient"] and name not in _READ_OTHERWISE
)

# Without the collection there is nothing to test here, which is not the same as a test left out.
if MAILS:

    @pytest.mark.parametrize("name", MAILS)
    def test_a_collected_mail_says_who_wrote_what_when(name: str) -> None:
        wanted = EXPECTED[name]
        path = COLLECTION / name
        (head,) = MailFiles().heads(path, lambda _done, _total: None)
        assert isinstance(head, MailHead)
        if wanted["subject"] and "\ufffd" not in wanted["subject"]:
            assert head.subject == " ".join(wanted["subject"].split())
        assert head.sent_at == (datetime.fromisoformat(wanted["date"]) if wanted["date"] else None)
        assert [each.address for each in head.recipients] == [
            each[1] for each in wanted["to"] + wanted["cc"] if each[1]
        ]
        if wanted["from"] and wanted["from"][0][1]:
            assert head.sender is not None
            assert head.sender.address == wanted["from"][0][1]
        if wanted["message_id"]:
            assert head.uid == "mid:" + wanted["message_id"].strip("<>")
        named = [each for each in wanted["attachments"] if each and "/" not in each and "\ufffd" not in each]
        assert set(named) <= set(head.attachments) or not named or name.startswith("eml/stalwart__rfc_001")
        MailFiles().text(head.place).encode()

    def test_the_collected_mbox_has_three_mails_with_one_id() -> None:
        heads = list(MailFiles().heads(COLLECTION / "mbox/roundcube__import.mbox", lambda _done, _total: None))
        assert [each.subject for each in heads if isinstance(each, MailHead)] == ["Import 1", "Import 2", "Import 3"]
