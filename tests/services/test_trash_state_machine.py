"""Random work, deletions and bringings back against a plain model of the trash; undoing one gives the state before, to the byte."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from crm_desktop import bootstrap
from crm_desktop.domain.contacts import Name
from crm_desktop.domain.errors import NotFound
from crm_desktop.storage import database, restoring, search_index
from tests.services.trash_model import Key, Model, Thing
from tests.storage.dump import canonical_dump
from tests.storage.random_work import _empty_home
from tests.support.clock import FixedClock
from tests.support.home import deal_draft, interaction_draft, person, reminder_draft

_SHORT = settings(
    max_examples=25, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)  # fmt: skip
picks = st.integers(0, 63)
deletions = st.tuples(
    st.sampled_from(("contact", "contact", "tag", "tag", "company", "deal", "reminder", "interaction")),
    picks,
    st.integers(1, 2),
)
names = st.sampled_from(("Marta", "Ana", "lime"))
_TABLES = {
    "contact": ("SELECT id, display_name, company_id FROM contacts", ("company",)),
    "company": ("SELECT id, name FROM companies", ()),
    "deal": ("SELECT id, title, contact_id, company_id FROM deals", ("contact", "company")),
    "reminder": ("SELECT id, text, contact_id, deal_id FROM reminders", ("contact", "deal")),
    "interaction": ("SELECT id, text, contact_id FROM interactions", ("contact",)),
    "tag": ("SELECT id, name FROM tags", ()),
}


class TrashWork(RuleBasedStateMachine):
    """Does everything twice: through the services, and in the model."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="crm-trash-work-"))
        self.open: ExitStack | None = None
        self.model = Model()

    @initialize()
    def start(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(_empty_home(), self.folder)
        self.open = ExitStack()
        self.core = self.open.enter_context(bootstrap.opened(bootstrap.places(self.folder), FixedClock()))
        self.core.database.writer.execute("PRAGMA synchronous = OFF")
        self.services, self.people = self.core.services, self.core.services.people
        self.trash = self.people.trash
        for name, other in (("Marta", "Ana"), ("Ana", "Marta")):
            self.add_a_person(name, "lime", {name, other})
        self.add_a_deal(0, "lime")
        self.remind(0, 0)
        self.log(0)

    # ------------------------------------------------------------------------------------------------ work

    @rule(name=names, company=st.one_of(st.none(), names), marks=st.sets(names, max_size=2))
    def add_a_person(self, name: str, company: str | None, marks: set[str]) -> None:
        contact = self.services.contacts.add(person(name, company=company or "", tags=tuple(sorted(marks))))
        self._adopt(("company", "tag"))
        self.model.there["contact", contact] = Thing(name, {"company": self._named("company", company)})
        for mark in marks:
            self._mark(contact, mark)

    @rule(pick=picks, company=st.one_of(st.just(""), names))
    def move_a_person(self, pick: int, company: str) -> None:
        if (contact := self._one("contact", pick)) is not None:
            self.services.contacts.set_company(contact, company)
            self._adopt(("company",))
            self.model.there["contact", contact].points["company"] = self._named("company", company)

    @rule(pick=picks, name=names)
    def rename(self, pick: int, name: str) -> None:
        if (contact := self._one("contact", pick)) is not None:
            self.services.contacts.rename(contact, Name(formatted=name))
            points = self.model.there["contact", contact].points
            self.model.there["contact", contact] = Thing(name, points)

    @rule(pick=picks, name=names)
    def mark(self, pick: int, name: str) -> None:
        if (contact := self._one("contact", pick)) is not None:
            self.services.contacts.add_tag(contact, name)
            self._adopt(("tag",))
            self._mark(contact, name)

    @rule(pick=picks)
    def take_a_mark_off(self, pick: int) -> None:
        marks = sorted(self.model.marks)
        if marks:
            contact, tag = marks[pick % len(marks)]
            self.services.contacts.remove_tag(contact, tag)
            self.model.marks.discard((contact, tag))

    @rule(contact=picks, company=st.one_of(st.just(""), names))
    def add_a_deal(self, contact: int, company: str) -> None:
        whose, stage = self._one("contact", contact), self.services.pipeline.stages()[0].id
        deal = self.services.pipeline.add(deal_draft("Deal", stage, contact_id=whose, company=company))
        self._adopt(("company",))
        points = {"contact": self._key("contact", whose), "company": self._named("company", company)}
        self.model.there["deal", deal] = Thing("Deal", points)

    @rule(contact=picks, deal=st.one_of(st.none(), picks))
    def remind(self, contact: int, deal: int | None) -> None:
        whose, what = self._one("contact", contact), None if deal is None else self._one("deal", deal)
        reminder = self.services.reminders.add(reminder_draft("Call", contact_id=whose, deal_id=what))
        points = {"contact": self._key("contact", whose), "deal": self._key("deal", what)}
        self.model.there["reminder", reminder] = Thing("Call", points)

    @rule(contact=picks)
    def log(self, contact: int) -> None:
        if (whose := self._one("contact", contact)) is not None:
            entry = self.services.timeline.log(whose, interaction_draft("Said"))
            self.model.there["interaction", entry] = Thing("Said", {"contact": ("contact", whose)})

    # ---------------------------------------------------------------------------------- deleting, bringing back

    @rule(steps=st.lists(deletions, min_size=1, max_size=3))
    def delete(self, steps: list[tuple[str, int, int]]) -> None:
        for step in steps:
            self._delete(*step)

    def _delete(self, kind: str, pick: int, count: int) -> None:
        ids = [each for of, each in sorted(self.model.there) if of == kind]
        start = pick % (len(ids) or 1)
        chosen = ids[start : start + (count if kind in ("contact", "company", "tag") else 1)]
        if not chosen:
            return
        ways: dict[str, Callable[[], object]] = {
            "contact": lambda: self.services.contacts.delete(chosen),
            "company": lambda: self.people.companies.delete(chosen),
            "tag": lambda: self.people.tags.delete(chosen),
            "deal": lambda: self.services.pipeline.delete(chosen[0]),
            "reminder": lambda: self.services.reminders.delete(chosen[0]),
            "interaction": lambda: self.services.timeline.delete(chosen[0]),
        }
        ways[kind]()
        self.model.delete(*((kind, each) for each in chosen))

    @rule(steps=st.lists(st.sets(picks, min_size=1, max_size=3), min_size=1, max_size=2), undo=st.booleans())
    def bring_back(self, steps: list[set[int]], undo: bool) -> None:
        for chosen in steps:
            self._bring_back(chosen, undo)

    def _bring_back(self, chosen: set[int], undo: bool) -> None:
        rows = self.trash.rows(limit=500)
        if not rows:
            return
        things = list({rows[pick % len(rows)].thing for pick in chosen})
        before = canonical_dump(self.core.database.writer)
        keys: set[Key] = {(thing.kind.value, thing.id) for thing in things}
        back = self.model.restore(keys)
        if not back:
            with pytest.raises(NotFound):
                self.trash.restore(things)
            return
        restored = self.trash.restore(things)
        assert (restored.count, restored.refused) == (len(back), len(keys) - len(back))
        if undo:
            after = canonical_dump(self.core.database.writer)
            self.services.undoing.undo()
            assert canonical_dump(self.core.database.writer) == before, "undoing left something"
            assert {row.thing for row in self.trash.rows(limit=500)} >= set(things)
            self.services.undoing.redo()
            assert canonical_dump(self.core.database.writer) == after

    # ------------------------------------------------------------------------------------------------ holding

    @invariant()
    def all_is_as_the_model_says(self) -> None:
        if self.open is None:
            return
        for kind, (query, pointers) in _TABLES.items():
            there = {row[0]: row[1:] for row in self.core.database.writer.execute(query)}
            wanted = {
                item: (thing.name, *((thing.points[pointer] or (0, None))[1] for pointer in pointers))
                for (of, item), thing in self.model.there.items()
                if of == kind
            }
            # A tag whose name is taken gets a number.
            assert (set(there) == set(wanted)) if kind == "tag" else (there == wanted), kind
        marks = self.core.database.writer.execute("SELECT contact_id, tag_id FROM contact_tags").fetchall()
        assert set(marks) == self.model.marks
        listed = [(row.thing.kind.value, row.thing.id) for row in self.trash.rows(limit=500)]
        assert len(listed) == len(set(listed))
        assert set(listed) == set(self.model.deleted)

    def teardown(self) -> None:
        if self.open is not None:
            assert search_index.differences(self.core.database.writer) == []
            assert database.check(self.core.database.writer) == []
            self.open.close()
            shutil.rmtree(self.folder)

    # ------------------------------------------------------------------------------------------------- sundry

    def _adopt(self, kinds: tuple[str, ...]) -> None:
        """Companies and tags that came by their names."""
        for kind in kinds:
            for row in self.core.database.writer.execute(_TABLES[kind][0]).fetchall():
                self.model.there.setdefault((kind, row[0]), Thing(row[1]))

    def _named(self, kind: str, name: str | None) -> Key | None:
        # Of several with one name the first counts.
        found = sorted(key for key, thing in self.model.there.items() if key[0] == kind and thing.name == name)
        return found[0] if name and found else None

    def _mark(self, contact: int, name: str) -> None:
        query = "SELECT id FROM tags WHERE name = ?"
        (tag,) = self.core.database.writer.execute(query, (name,)).fetchone()
        self.model.marks.add((contact, tag))

    def _key(self, kind: str, item: int | None) -> Key | None:
        return None if item is None else (kind, item)

    def _one(self, kind: str, pick: int) -> int | None:
        ids = sorted(item for of, item in self.model.there if of == kind)
        return ids[pick % len(ids)] if ids else None


def test_the_trash_brings_back_what_the_model_says() -> None:
    chosen = settings() if settings.get_current_profile_name() == "long" else _SHORT
    run_state_machine_as_test(TrashWork, settings=chosen)


def _apart_and_together_again() -> None:
    """A person and a tag they bear are deleted and come back one after the other."""
    machine = TrashWork()
    machine.start()
    try:
        for step in ("contact", "tag", "company"):
            machine._delete(step, 0, 1)
        for oldest in (2, 1, 0):
            machine._bring_back({oldest}, undo=True)
            machine.all_is_as_the_model_says()
        assert machine.model.deleted == {}
    finally:
        machine.teardown()


@pytest.mark.parametrize("missing", ["", "_link_again", "_between"])
def test_the_machine_sees_a_part_that_is_missing(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if not missing:
        _apart_and_together_again()
        return
    monkeypatch.setattr(restoring._Restoring, missing, lambda *_some: {})
    with pytest.raises(AssertionError):
        _apart_and_together_again()
