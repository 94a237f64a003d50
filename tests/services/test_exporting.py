"""Taking everything out: complete, readable by other programs, and never half a file in place of a whole one."""

from __future__ import annotations

import json
import os
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from crm_desktop.bootstrap import Core
from crm_desktop.domain.background import Consent, Role
from crm_desktop.domain.errors import InvalidInput, StorageFailure, UserError
from crm_desktop.domain.messages import message
from crm_desktop.storage import journal
from tests.services.test_contacts import FULL
from tests.support.home import deal_draft, interaction_draft, opened_home, person, reminder_draft

# Made from other columns, and made again from them by whoever reads the export.
_DERIVED = {
    ("contacts", "sort_key"), ("contact_points", "compare_key"), ("companies", "compare_key"), ("tags", "compare_key"),
    ("important_dates", "month_day"), ("own_fields", "compare_key"), ("contact_values", "compare_key"),
    ("company_values", "compare_key"), ("deal_values", "compare_key"),
}  # fmt: skip
# Words of ours with a few allowed values, which are tested by those values.
_CHOICES = {
    ("contact_points", "kind"): "email", ("deals", "state"): "open", ("lifecycle_steps", "day"): "2026-01-02",
    ("consents", "given_on"): "2026-01-02", ("consents", "withdrawn_on"): "", ("own_fields", "options"): "[]",
}  # fmt: skip


def _exported(core: Core, path: Path) -> dict[str, Any]:
    core.services.exporting.export(path)
    content = json.loads(path.read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def _a_row_in_every_table(core: Core) -> int:
    """A person of whom there is something in every table; returns the id."""
    services = core.services
    contact = services.contacts.add(FULL)
    other = services.contacts.add(person("Ana Costa"))
    deal = services.pipeline.add(deal_draft("d", services.pipeline.stages()[0].id, 5, contact_id=contact))
    services.pipeline.move(deal, services.pipeline.stages()[1].id)
    services.timeline.log(contact, interaction_draft(deal_id=deal))
    services.reminders.add(reminder_draft(contact_id=contact))
    profiles, fields = services.people.profiles, services.people.own_fields
    profiles.set_lifecycle(contact, "client", date(2026, 1, 2))
    profiles.save_role(contact, None, Role(None, "Old Job", "Baker", "2019", "2020"))
    profiles.save_relation(contact, None, other, "friend", "from school")
    profiles.save_consent(contact, None, Consent("news", "consent", "fair", "I agree", date(2026, 1, 2)))
    company = services.contacts.page(contact)
    assert company is not None
    assert company.company_id is not None
    for subject, owner in (("contact", contact), ("company", company.company_id), ("deal", deal)):
        fields.set_value(fields.add(subject, f"Own {subject}", "text"), owner, "something")
    with core.writing(message("for a test")) as work:
        work.insert("files", contact_id=contact, name="n", stored="s", sha256="h", size=1, added_at=1)
        work.insert("saved_lists", uid="u", name="n", filter="{}", created_at=1)
        work.insert("deal_contacts", deal_id=deal, contact_id=contact)
        work.insert("deal_tags", deal_id=deal, tag_id=services.contacts.tags()[0].id)
        work.insert("deal_changes", deal_id=deal, field="amount", old="1", new="2", changed_at=1)
        work.insert("exchange_rates", currency="USD", base="EUR", day="2026-01-02", rate="0.9")
        work.insert("lost_reasons", name="Too dear")
    return contact


def _planted(core: Core) -> dict[tuple[str, str], str]:
    """A text of its own put into every text column that is not made from others."""
    writer = core.database.writer
    planted = {}
    for table in journal.JOURNALED:
        assert writer.execute(f"SELECT count(*) FROM {table}").fetchone()[0], f"{table} is empty: nothing to look for"
        for _, column, kind, *_ in writer.execute(f"PRAGMA table_info({table})").fetchall():
            if kind == "TEXT" and (table, column) not in _DERIVED and (table, column) not in _CHOICES:
                planted[table, column] = f"canary-{table}-{column}"
    for (table, column), canary in planted.items():
        writer.execute(f"UPDATE {table} SET {column} = ?", (canary,))
    return planted


def test_every_text_of_every_table_is_in_the_complete_export(core: Core, tmp_path: Path) -> None:
    _a_row_in_every_table(core)
    planted = _planted(core)

    core.services.exporting.export(tmp_path / "all.json")

    text = (tmp_path / "all.json").read_text(encoding="utf-8")
    assert [canary for canary in planted.values() if canary not in text] == []


def test_every_text_that_hangs_on_a_person_is_in_the_export_of_that_person(core: Core) -> None:
    contact = _a_row_in_every_table(core)
    planted = _planted(core)
    # What a person points to, or has nothing to do with, is not of that person.
    others = (
        *("companies", "tags", "pipelines", "stages", "saved_lists", "own_fields", "company_values"),
        *("exchange_rates", "lost_reasons"),
    )
    named = {("companies", "name"), ("own_fields", "name"), ("tags", "name")}
    pairing = {("relations", "pair")}

    found = json.dumps(core.services.exporting.contact(contact), ensure_ascii=False)

    wanted = {place for place in planted if place[0] not in others or place in named} - pairing
    assert sorted(place for place in wanted if planted[place] not in found) == []


def test_every_number_that_is_not_derived_is_in_the_complete_export(core: Core, tmp_path: Path) -> None:
    services = core.services
    contact = services.contacts.add(FULL)
    deal = services.pipeline.add(deal_draft("d", services.pipeline.stages()[0].id, 987_654, contact_id=contact))
    services.timeline.log(contact, interaction_draft(deal_id=deal, duration_minutes=321))
    services.deals.pipelines.set_chance(services.pipeline.stages()[0].id, 87)
    content = _exported(core, tmp_path / "all.json")
    (entry,) = content["contacts"]
    assert entry["keep_in_touch_days"] == 30
    assert content["deals"][0]["amount_minor"] == 987_654
    assert content["interactions"][0]["duration_minutes"] == 321
    assert content["interactions"][0]["occurred_at"] == "2026-11-20T15:00:00Z"
    assert content["stages"][0]["probability"] == 87


def test_the_shape_of_the_complete_export(core: Core, tmp_path: Path) -> None:
    core.services.contacts.add(FULL)
    content = _exported(core, tmp_path / "all.json")
    (entry,) = content["contacts"]
    assert entry["name"] == "Dr. Marta Sofia Oliveira, PhD"
    assert entry["emails"] == ["marta@x.example"]
    assert entry["phones"] == ["+351 912 345 678"]
    assert entry["notes"] == "First line\nsecond line"
    assert entry["company"] == "Casa Lume"
    assert entry["tags"] == ["press", "vip"]
    assert entry["created_at"] == content["exported_at"] == "2026-11-24T09:00:00Z"


def test_an_empty_home_is_a_whole_file_too(core: Core, tmp_path: Path) -> None:
    assert core.services.exporting.export(tmp_path / "all.json") == 0
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["contacts"] == []


@pytest.mark.parametrize("ending", ["vcf", "csv"])
def test_people_come_back_from_what_was_exported(ending: str, core: Core, tmp_path: Path) -> None:
    for draft in (FULL, person("Jürgen Groß", email="j@x.example"), person("山田 太郎", phone="+81 3 1234 5678")):
        core.services.contacts.add(draft)
    path = tmp_path / f"people.{ending}"
    assert core.services.exporting.export(path) == 3
    again = core.services.importing.run(path)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 3)
    with opened_home(tmp_path / "other home") as other:
        report = other.services.importing.run(path)
        assert (report.new, len(report.rejected)) == (3, 0)
        for mine, theirs in zip(core.services.contacts.ids(), other.services.contacts.ids(), strict=True):
            one, two = core.services.contacts.page(mine), other.services.contacts.page(theirs)
            assert one is not None
            assert two is not None
            assert (one.shown, one.company, one.job_title, one.note) == (
                two.shown,
                two.company,
                two.job_title,
                two.note,
            )
            assert [part.value.value for part in one.points] == [part.value.value for part in two.points]
            assert [part.value.value for part in one.dates] == [part.value.value for part in two.dates]
            assert {tag.name for tag in one.tags} == {tag.name for tag in two.tags}


def test_more_contacts_than_one_batch_are_all_written_once(core: Core, tmp_path: Path) -> None:
    core.services.sampling.fill(contacts=1_103, seed=3)
    content = _exported(core, tmp_path / "all.json")
    assert [entry["id"] for entry in content["contacts"]] == sorted(core.services.contacts.ids())


def test_an_unknown_ending_is_refused_with_those_that_are_known(core: Core, tmp_path: Path) -> None:
    for name in ("all.xls", "all", "all.JSONX"):
        with pytest.raises(InvalidInput, match=r"\.zip, \.json, \.vcf, \.csv"):
            core.services.exporting.export(tmp_path / name)
    core.services.exporting.export(tmp_path / "all.JSON")


@pytest.mark.parametrize("ending", ["zip", "json", "vcf", "csv"])
def test_an_export_that_fails_leaves_what_was_there(ending: str, core: Core, tmp_path: Path) -> None:
    core.services.contacts.add(FULL)
    with pytest.raises(UserError, match=r"(could not|cannot) be written"):
        core.services.exporting.export(tmp_path / "no such folder" / f"all.{ending}")
    (tmp_path / f"all.{ending}").mkdir()
    with pytest.raises(UserError, match=r"(could not|cannot) be written"):
        core.services.exporting.export(tmp_path / f"all.{ending}")
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"all.{ending}", "home"]


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("ending", ["zip", "json"])
def test_an_export_to_a_full_disk_is_a_sentence(ending: str, core: Core, tmp_path: Path) -> None:
    core.services.contacts.add(FULL)
    target = tmp_path / f"all.{ending}"
    target.write_text("what was there", encoding="utf-8")
    import resource
    import signal

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        with pytest.raises(StorageFailure, match="could not be written"):
            core.services.exporting.export(target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, handler)
    assert target.read_text(encoding="utf-8") == "what was there"
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == [target.name]


@pytest.mark.parametrize("ending", ["zip", "json"])
def test_an_export_is_for_its_user_only(ending: str, core: Core, tmp_path: Path) -> None:
    core.services.exporting.export(tmp_path / f"all.{ending}")
    if os.name == "posix":
        assert (tmp_path / f"all.{ending}").stat().st_mode & 0o077 == 0


def test_one_contact_comes_with_what_was_talked_about(core: Core) -> None:
    contact = core.services.contacts.add(FULL)
    core.services.timeline.log(contact, interaction_draft("She agreed"))
    found = core.services.exporting.contact(contact)
    assert found is not None
    assert [entry["text"] for entry in found["timeline"]] == ["She agreed"]
    assert core.services.exporting.contact(999) is None
