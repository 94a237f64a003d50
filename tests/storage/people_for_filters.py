"""Some forty made-up people, the same as plain values and in a real file, and a plain reading of filters over the values."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from crm_desktop.bootstrap import Core
from crm_desktop.domain.contacts import Address, ContactDraft, Fact, ImportantDate, Name, Point, PointKind
from crm_desktop.domain.filters import NEGATIVE, AllOf, AnyOf, Condition, Filter, Not, Operator, referred
from crm_desktop.domain.folding import fold
from crm_desktop.domain.interactions import UNSPOKEN
from crm_desktop.domain.messages import message
from tests.support.clock import FixedClock

TODAY = date(2026, 11, 24)
CITIES = ("Berlin", "berlin", "München", "Łódź", "Paris", "東京")
COMPANIES = ("Casa Azul", "Öko GmbH", "Lumen 工作室")
JOBS = ("Owner", "Geschäftsführerin", "designer")
TAGS = ("client", "Référence", "friend")
LANGUAGES = ("German", "Português", "")
NAMES = ("Marta Oliveira", "Élodie Nguyen", "王芳", "ليلى ناصر", "Jonas Keller", "Łukasz Żak", "O'Brien")
EMAILS = ("marta@casa.example", "JONAS@Keller.example", "info@öko.example")
PHONES = ("+49 30 5557-1200", "030 5557 1200", "(0161) 496 0000")
STAGES = ("Proposal", "Negotiation")
LIFE = ("", "lead", "client", "past")
OWN_CHOICES = ("red", "Green", "blue")
OWN = (
    ("shoe", "number"), ("colour", "choice"), ("colours", "choices"), ("joined", "day"), ("vip", "yes-no"), ("blog", "text"),
    ("budget", "money"),
)  # fmt: skip
COMPANY_OWN = (("staff", "number"), ("colors", "choices"), ("founded", "day"), ("listed", "yes-no"), ("motto", "text"))
DEAL_OWN = (
    ("pages", "number"),
    ("format", "choice"),
    ("printing", "day"),
    ("signed", "yes-no"),
    ("paper", "text"),
    ("fee", "money"),
)
ALL_OWN = {"contact": OWN, "company": COMPANY_OWN, "deal": DEAL_OWN}
Own = dict[str, tuple[str, float | None]]


@dataclass
class Person:
    """What is known of one of them; talks are (kind, days ago, mood, direction), steps (days ahead), deals (state, stage, minor).

    `company_own` is what the fields of their company hold, `deal_own` what those of each of their deals do.
    """

    name: str
    company: str = ""
    job: str = ""
    city: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    language: str = ""
    note: str = ""
    facts: tuple[str, ...] = ()
    birthday: str = ""
    lifecycle: str = ""
    do_not_contact: bool = False
    added: int = 0
    talks: tuple[tuple[str, int, str, str], ...] = ()
    steps: tuple[int, ...] = ()
    deals: tuple[tuple[str, str, int], ...] = ()
    own: Own = field(default_factory=dict)
    company_own: Own = field(default_factory=dict)
    deal_own: tuple[Own, ...] = ()
    id: int = 0


def make(seed: int = 7, many: int = 40) -> list[Person]:
    """The people as plain values."""
    chance = random.Random(seed)
    made = [_person(chance) for _ in range(many)]
    of_companies = {company: _own_values(chance, COMPANY_OWN) for company in COMPANIES}
    for person in made:
        person.company_own = of_companies.get(person.company, {})
        person.deal_own = tuple(_own_values(chance, DEAL_OWN) for _deal in person.deals)
    return made


def _some(chance: random.Random, values: tuple[Any, ...], most: int = 2) -> tuple[Any, ...]:
    return tuple(chance.sample(values, chance.randint(0, most)))


def _person(chance: random.Random) -> Person:
    kinds = ("call", "email", "meeting", "note", "feedback", "visit", "promise")
    directions = ("none", "outgoing", "incoming")
    return Person(
        name=chance.choice(NAMES),
        company=chance.choice(("", *COMPANIES)),
        job=chance.choice(("", *JOBS)),
        city=chance.choice(("", *CITIES)),
        emails=_some(chance, EMAILS),
        phones=_some(chance, PHONES),
        tags=frozenset(_some(chance, TAGS, 3)),
        language=chance.choice(LANGUAGES),
        note=chance.choice(("", "Allergic to jargon", "Mag Äpfel und Öl")),
        facts=_some(chance, ("Plays the cello", "Two Kids"), 1),
        birthday=chance.choice(("", "1990-11-25", "--11-03", "1988-02-29", "--12-01")),
        lifecycle=chance.choice(LIFE),
        do_not_contact=chance.random() < 0.2,
        added=chance.choice((0, 1, 5, 30, 400)),
        talks=tuple(
            (
                chance.choice(kinds),
                chance.choice((-1, 0, 1, 29, 30, 31, 90, 91, 400)),
                chance.choice(("", "good", "bad")),
                chance.choice(directions),
            )
            for _ in range(chance.randint(0, 3))
        ),
        steps=tuple(chance.choice((-10, -1, 0, 1, 7, 30)) for _ in range(chance.randint(0, 2))),
        deals=tuple(
            (
                chance.choice(("open", "won", "lost")),
                chance.choice(STAGES),
                chance.choice((0, 99_900, 100_000, 250_000)),
            )
            for _ in range(chance.randint(0, 2))
        ),
        own=_own_values(chance, OWN),
    )


def _own_values(chance: random.Random, fields: tuple[tuple[str, str], ...]) -> Own:
    return {name: _own_value(chance, kind) for name, kind in fields if chance.random() < 0.5}


def _own_value(chance: random.Random, kind: str) -> tuple[str, float | None]:
    if kind == "number":
        number = chance.choice((0, 38, 42.5))
        return str(number), float(number)
    if kind == "money":
        minor = chance.choice((100, 100_000))
        return f"{minor / 100:.2f} EUR", float(minor)
    if kind == "day":
        day = TODAY + timedelta(days=chance.choice((-400, -30, 0, 3)))
        return day.isoformat(), float((day - date(1970, 1, 1)).days)
    if kind == "yes-no":
        yes = chance.random() < 0.5
        return ("yes", 1.0) if yes else ("no", 0.0)
    if kind == "choices":
        return "; ".join(chance.sample(OWN_CHOICES, 2)), None
    return (chance.choice(OWN_CHOICES) if kind == "choice" else "https://Blog.example/ä"), None


def store(core: Core, clock: FixedClock, people: list[Person]) -> None:
    """Put them into a file, by the services where there are some, and remember their ids."""
    stages: dict[str, int] = {}
    with core.writing(message("made")) as work:
        pipeline = work.insert("pipelines", name="Sales")
        for place, name in enumerate(STAGES):
            stages[name] = work.insert("stages", pipeline_id=pipeline, name=name, position=place)
        fields = {
            name: work.insert(
                "own_fields", uid=name, subject=subject, name=name, compare_key=fold(name), kind=kind, created_at=0,
                options='["red", "Green", "blue"]' if kind in ("choice", "choices") else "[]",
            )
            for subject, made in ALL_OWN.items()
            for name, kind in made
        }  # fmt: skip
    for person in people:
        person.id = core.services.contacts.add(draft(person))
        with core.writing(message("more")) as work:
            _store_more(work, person, clock, stages, fields)
    with core.writing(message("companies")) as work:
        of_companies = {fold(person.company): person.company_own for person in people if person.company}
        for company_id, name in work.read.execute("SELECT id, name FROM companies").fetchall():
            _store_own(work, "company", company_id, of_companies.get(fold(name), {}), fields)


def draft(person: Person) -> ContactDraft:
    """One of them as it is added."""
    emails = tuple(Point(PointKind.EMAIL, value) for value in person.emails)
    return ContactDraft(
        name=Name(formatted=person.name),
        company=person.company,
        job_title=person.job,
        points=emails + tuple(Point(PointKind.PHONE, value) for value in person.phones),
        addresses=(Address(city=person.city),) if person.city else (),
        dates=(ImportantDate("birthday", person.birthday),) if person.birthday else (),
        facts=tuple(Fact("likes", text) for text in person.facts),
        tags=tuple(sorted(person.tags)),
        note=person.note,
        language=person.language,
    )


def _seconds(day: date, clock: FixedClock) -> int:
    return int(datetime.combine(day, time(12), clock.zone()).astimezone(UTC).timestamp())


def _store_more(work: Any, person: Person, clock: FixedClock, stages: dict[str, int], fields: dict[str, int]) -> None:
    work.update(
        "contacts",
        person.id,
        lifecycle=person.lifecycle,
        do_not_contact=int(person.do_not_contact),
        created_at=_seconds(TODAY - timedelta(days=person.added), clock),
    )
    for kind, days_ago, mood, direction in person.talks:
        at = _seconds(TODAY - timedelta(days=days_ago), clock)
        work.insert(
            "interactions",
            contact_id=person.id,
            kind=kind,
            occurred_at=at,
            mood=mood,
            created_at=at,
            direction=direction,
        )
    for number, ahead in enumerate(person.steps):
        day = (TODAY + timedelta(days=ahead)).isoformat()
        reminder = work.insert(
            "reminders", uid=f"{person.id}-{number}", text="step", contact_id=person.id, start_day=day, created_at=0
        )
        work.insert("occurrences", reminder_id=reminder, due_day=day, planned_day=day, fires_at=0)
    for (state, stage, minor), own in zip(person.deals, person.deal_own, strict=True):
        amount = {"amount_minor": minor, "currency": "EUR"} if minor else {}
        deal = work.insert(
            "deals", uid="", title="deal", contact_id=person.id, stage_id=stages[stage], state=state, stage_since=0,
            created_at=0, **amount,
        )  # fmt: skip
        _store_own(work, "deal", deal, own, fields)
    _store_own(work, "contact", person.id, person.own, fields)


def _store_own(work: Any, subject: str, owner_id: int, own: Own, fields: dict[str, int]) -> None:
    for name, (text, sort) in own.items():
        owner = {f"{subject}_id": owner_id}
        work.insert(f"{subject}_values", **owner, field_id=fields[name], text=text, compare_key=fold(text), sort=sort)


# ---------------------------------------------------------------------------------------- the plain reading


def holds(wanted: Filter, person: Person, tags: dict[int, str], stages: dict[int, str]) -> bool:
    """Whether a filter lets somebody through, read off the plain values."""
    match wanted:
        case AllOf(parts):
            return all(holds(part, person, tags, stages) for part in parts)
        case AnyOf(parts):
            return any(holds(part, person, tags, stages) for part in parts)
        case Not(part):
            return not holds(part, person, tags, stages)
    return _condition(wanted, person, tags, stages)


def _condition(wanted: Condition, person: Person, tags: dict[int, str], stages: dict[int, str]) -> bool:
    field_name, operator, values = wanted.field, wanted.operator, wanted.values
    if field_name.startswith("own:"):
        return _own(wanted, person)
    if field_name in ("last-talk", "added", "next-step"):
        return _days(operator, values, _day_of(field_name, person))
    if field_name == "birthday":
        return _birthday(operator, values, person.birthday)
    if field_name == "talks":
        return _number(operator, values, float(len(_spoken(person))))
    if field_name == "deal-value":
        amounts = [float(minor) for state, _stage, minor in person.deals if state == "open" and minor]
        if operator in (Operator.FILLED, Operator.EMPTY):
            return bool(amounts) == (operator is Operator.FILLED)
        return any(_number(operator, values, amount) for amount in amounts)
    if field_name == "do-not-contact":
        return person.do_not_contact == (operator is Operator.YES)
    if field_name == "tag":
        chosen = {tags[referred(value)[0]] for value in values}
        return _among(operator, {fold(tag) for tag in person.tags}, {fold(tag) for tag in chosen})
    if field_name == "deal-stage":
        return _among(
            operator,
            {stage for state, stage, _ in person.deals if state == "open"},
            {stages[referred(v)[0]] for v in values},
        )
    talks = [talk for talk in person.talks if wanted.days is None or 0 <= talk[1] <= wanted.days]
    sets = {
        "lifecycle": {person.lifecycle} - {""},
        "deal": {state for state, _stage, _minor in person.deals},
        "talk-kind": {kind for kind, _ago, _mood, _direction in talks},
        "mood": {mood for _kind, _ago, mood, _direction in talks} - {""},
        "direction": {direction for kind, _ago, _mood, direction in talks if kind not in UNSPOKEN},
    }
    if field_name in sets:
        return _among(operator, sets[field_name], set(values))
    texts: dict[str, tuple[str, ...]] = {
        "name": (person.name,),
        "company": (person.company,),
        "job-title": (person.job,),
        "city": (person.city,),
        "language": (person.language,),
        "note": (person.note,),
        "fact": tuple(f"likes {text}" for text in person.facts),
        "email": person.emails,
        "phone": person.phones,
    }
    if field_name == "phone":
        return _phone(operator, values, texts["phone"])
    return _text(operator, values, tuple(text for text in texts[field_name] if text))


def _spoken(person: Person) -> list[int]:
    return [ago for kind, ago, _mood, _direction in person.talks if kind not in UNSPOKEN]


def _day_of(field_name: str, person: Person) -> date | None:
    if field_name == "added":
        return TODAY - timedelta(days=person.added)
    if field_name == "next-step":
        return TODAY + timedelta(days=min(person.steps)) if person.steps else None
    spoken = _spoken(person)
    return TODAY - timedelta(days=min(spoken)) if spoken else None


def _days(operator: Operator, values: tuple[str, ...], day: date | None) -> bool:
    if operator is Operator.EMPTY:
        return day is None
    if operator is Operator.FILLED:
        return day is not None
    if operator is Operator.NOT_WITHIN_DAYS:
        return not _days(Operator.WITHIN_DAYS, values, day)
    if day is None:
        return False
    ago = (TODAY - day).days
    if operator in (Operator.WITHIN_DAYS, Operator.OVER_DAYS_AGO, Operator.NEXT_DAYS):
        number = int(values[0])
        return {
            Operator.WITHIN_DAYS: 0 <= ago <= number,
            Operator.OVER_DAYS_AGO: ago > number,
            Operator.NEXT_DAYS: 0 <= -ago <= number,
        }[operator]
    named = date.fromisoformat(values[0])
    return {Operator.ON: day == named, Operator.BEFORE: day < named, Operator.AFTER: day > named}[operator]


def _birthday(operator: Operator, values: tuple[str, ...], birthday: str) -> bool:
    if operator in (Operator.FILLED, Operator.EMPTY):
        return bool(birthday) == (operator is Operator.FILLED)
    if not birthday:
        return False
    month_day = birthday[-5:]
    if operator is Operator.THIS_MONTH:
        return month_day.startswith(f"{TODAY.month:02}-")
    coming = {(TODAY + timedelta(days=ahead)).strftime("%m-%d") for ahead in range(int(values[0]) + 1)}
    return month_day in coming or (month_day == "02-29" and bool(coming & {"02-28", "03-01"}))


def _number(operator: Operator, values: tuple[str, ...], number: float) -> bool:
    wanted = float(values[0])
    return {Operator.MORE: number > wanted, Operator.LESS: number < wanted, Operator.EQUAL: number == wanted}[operator]


def _among(operator: Operator, there: set[str], wanted: set[str]) -> bool:
    if operator in (Operator.FILLED, Operator.EMPTY):
        return bool(there) == (operator is Operator.FILLED)
    return bool(there & wanted) != (operator is Operator.IS_NOT)


def _text(operator: Operator, values: tuple[str, ...], texts: tuple[str, ...]) -> bool:
    if operator is Operator.FILLED:
        return bool(texts)
    opposite = {Operator.LACKS: Operator.CONTAINS, Operator.IS_NOT: Operator.IS, Operator.EMPTY: Operator.FILLED}
    if operator in opposite:
        return not _text(opposite[operator], values, texts)
    wanted = [fold(value.strip()) for value in values]
    folded = [fold(text) for text in texts]
    if operator is Operator.CONTAINS:
        return any(wanted[0] in text for text in folded)
    if operator is Operator.BEGINS:
        return any(text.startswith(wanted[0]) for text in folded)
    return any(text in wanted[: None if operator is Operator.ANY_OF else 1] for text in folded)


def _phone(operator: Operator, values: tuple[str, ...], phones: tuple[str, ...]) -> bool:
    digits = ["".join(filter(str.isdecimal, value)) for value in values]
    if operator in (Operator.FILLED, Operator.EMPTY) or not all(digits):
        return _text(operator, values, phones)
    numbers = tuple("".join(filter(str.isdecimal, phone)) for phone in phones)
    if operator in (Operator.CONTAINS, Operator.LACKS):
        return _text(operator, tuple(digits), numbers)
    bare = tuple(number.lstrip("0") for number in numbers)
    return _text(operator, tuple(each.lstrip("0") for each in digits), bare)


def _own(wanted: Condition, person: Person) -> bool:
    name, opposite = wanted.field.removeprefix("own:"), NEGATIVE.get(wanted.operator)
    if opposite is not None:
        return not _own(Condition(wanted.field, opposite, wanted.values), person)
    subject, kind = next((of, kind) for of, made in ALL_OWN.items() for each, kind in made if each == name)
    there = {"contact": (person.own,), "company": (person.company_own,), "deal": person.deal_own}[subject]
    return any(_own_holds(kind, wanted.operator, wanted.values, own[name]) for own in there if name in own)


def _own_holds(kind: str, operator: Operator, values: tuple[str, ...], value: tuple[str, float | None]) -> bool:
    """Whether one value that is there is as a condition asks that denies nothing."""
    text, sort = value
    if operator is Operator.FILLED:
        return True
    if kind == "yes-no":
        return sort == 1
    if kind == "day":
        return _days(operator, values, date(1970, 1, 1) + timedelta(days=int(sort or 0)))
    if kind in ("number", "money"):
        return _number(operator, values[:1], sort or 0.0)
    if kind in ("choice", "choices"):
        return _among(operator, {fold(part) for part in text.split("; ")}, {fold(each) for each in values})
    return _text(operator, values, (text,))
