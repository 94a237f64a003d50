"""What people can be filtered by: every field with its kind, the operators it takes, and its words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from crm_desktop.domain.filters import Operator
from crm_desktop.domain.folding import fold
from crm_desktop.domain.messages import Message, message

OWN: Final = "own:"
"""Before the uid of a field that the user made."""


class FilterKind(StrEnum):
    """What the values of a field are; it decides which operators there are."""

    TEXT = "text"
    CHOICE = "choice"
    YES_NO = "yes-no"
    DAY = "day"
    YEARLY = "yearly"
    NUMBER = "number"
    MONEY = "money"


class FilterGroup(StrEnum):
    """Where a field stands in the list to choose from."""

    PERSON = "person"
    REACH = "reach"
    WORK = "work"
    ACTIVITY = "activity"
    DEALS = "deals"
    NOTES = "notes"
    OWN = "own"


_Is = Operator
OPERATORS: Final[Mapping[FilterKind, tuple[Operator, ...]]] = MappingProxyType(
    {
        FilterKind.TEXT: (_Is.IS, _Is.IS_NOT, _Is.CONTAINS, _Is.LACKS, _Is.BEGINS, _Is.ANY_OF, _Is.FILLED, _Is.EMPTY),
        FilterKind.CHOICE: (_Is.IS, _Is.IS_NOT, _Is.ANY_OF, _Is.FILLED, _Is.EMPTY),
        FilterKind.YES_NO: (_Is.YES, _Is.NO),
        FilterKind.DAY: (
            *(_Is.NOT_WITHIN_DAYS, _Is.OVER_DAYS_AGO, _Is.WITHIN_DAYS, _Is.NEXT_DAYS),
            *(_Is.ON, _Is.BEFORE, _Is.AFTER, _Is.FILLED, _Is.EMPTY),
        ),
        FilterKind.YEARLY: (_Is.THIS_MONTH, _Is.NEXT_DAYS, _Is.FILLED, _Is.EMPTY),
        FilterKind.NUMBER: (_Is.MORE, _Is.LESS, _Is.EQUAL, _Is.FILLED, _Is.EMPTY),
        FilterKind.MONEY: (_Is.MORE, _Is.LESS, _Is.FILLED, _Is.EMPTY),
    }
)
WITHOUT_VALUE: Final = frozenset((_Is.FILLED, _Is.EMPTY, _Is.YES, _Is.NO, _Is.THIS_MONTH))
COUNTS_DAYS: Final = frozenset((_Is.WITHIN_DAYS, _Is.NOT_WITHIN_DAYS, _Is.OVER_DAYS_AGO, _Is.NEXT_DAYS))
ON_A_DAY: Final = frozenset((_Is.ON, _Is.BEFORE, _Is.AFTER))


@dataclass(frozen=True, slots=True)
class FilterField:
    """One field: `choices` are (value, words) where there are few; `completes` says what known values are offered.

    `refers` names the kind of thing ("tag", "stage") that values refer to by number and name. With `spans` a condition can
    ask for the last so many days only.
    """

    key: str
    title: Message
    kind: FilterKind
    group: FilterGroup
    choices: tuple[tuple[str, Message], ...] = ()
    completes: str = ""
    refers: str = ""
    only: tuple[Operator, ...] = ()
    spans: bool = False

    @property
    def operators(self) -> tuple[Operator, ...]:
        """What it can be compared by, the most likely first."""
        return self.only or OPERATORS[self.kind]


@dataclass(frozen=True, slots=True)
class OwnFilterField:
    """A field that the user made, as far as filters and columns need it; `kind` is the word of `own_fields.kind`.

    Of a `subject` "company" it speaks of the company that a person belongs to, of "deal" of any deal with the person.
    """

    id: int
    uid: str
    name: str
    kind: str
    options: tuple[str, ...] = ()
    subject: str = "contact"


@dataclass(frozen=True, slots=True)
class Known:
    """What there is to filter by at the moment: the fields by key, and the names of tags and stages by id."""

    fields: Mapping[str, FilterField]
    tags: Mapping[int, str] = field(default_factory=dict)
    stages: Mapping[int, str] = field(default_factory=dict)
    own: Mapping[str, OwnFilterField] = field(default_factory=dict)
    """The user's fields by the key of the filter field."""

    def names_of(self, refers: str) -> Mapping[int, str]:
        """The things of a kind ("tag" or "stage") by id."""
        return self.tags if refers == "tag" else self.stages

    def resolve(self, refers: str, item_id: int, name: str) -> int | None:
        """The id that a value means by now: the one it names, else the one that bears its name; None when both are gone."""
        names = self.names_of(refers)
        if item_id in names:
            return item_id
        return next((each for each, known in names.items() if fold(known) == fold(name)), None)


def _choices(*pairs: tuple[str, str]) -> tuple[tuple[str, Message], ...]:
    return tuple((key, message(words)) for key, words in pairs)


STAGES_OF_LIFE: Final = _choices(
    ("lead", "lead"), ("interested", "interested"), ("qualified", "qualified"), ("client", "client"),
    ("repeat", "repeat client"), ("past", "past client"),
)  # fmt: skip
TALKS: Final = _choices(
    ("call", "call"), ("email", "e-mail"), ("meeting", "meeting"), ("message", "message"), ("visit", "visit"),
    ("purchase", "purchase"), ("note", "note"), ("feedback", "feedback"), ("promise", "promise"), ("ticket", "ticket"),
)  # fmt: skip
MOODS: Final = _choices(("good", "good"), ("neutral", "neutral"), ("bad", "bad"))
DIRECTIONS: Final = _choices(("incoming", "from them"), ("outgoing", "from you"))
DEAL_STATES: Final = _choices(("open", "an open deal"), ("won", "a won deal"), ("lost", "a lost deal"))

_SETS = (_Is.IS, _Is.IS_NOT, _Is.ANY_OF, _Is.FILLED, _Is.EMPTY)
_KINDS, _GROUPS = FilterKind, FilterGroup


def _text(key: str, title: str, group: FilterGroup, completes: str = "") -> FilterField:
    return FilterField(key, message(title), FilterKind.TEXT, group, completes=completes)


def _words(key: str, title: str) -> FilterField:
    only = (_Is.CONTAINS, _Is.LACKS, _Is.FILLED, _Is.EMPTY)
    return FilterField(key, message(title), FilterKind.TEXT, FilterGroup.NOTES, only=only)


def _switch(key: str, title: str, group: FilterGroup) -> FilterField:
    return FilterField(key, message(title), FilterKind.YES_NO, group)


def _day(key: str, title: str, group: FilterGroup, *without: Operator) -> FilterField:
    kept = tuple(each for each in OPERATORS[FilterKind.DAY] if each not in without)
    return FilterField(key, message(title), FilterKind.DAY, group, only=kept)


def _number(key: str, title: str, group: FilterGroup) -> FilterField:
    return FilterField(key, message(title), FilterKind.NUMBER, group, only=(_Is.MORE, _Is.LESS, _Is.EQUAL))


BUILT_IN: Final = (
    _day("last-talk", "last talk", _GROUPS.ACTIVITY, _Is.NEXT_DAYS),
    FilterField("tag", message("tag"), _KINDS.CHOICE, _GROUPS.PERSON, completes="tag", refers="tag"),
    FilterField("lifecycle", message("lifecycle"), _KINDS.CHOICE, _GROUPS.PERSON, STAGES_OF_LIFE),
    _text("name", "name", _GROUPS.PERSON),
    _text("given", "given name", _GROUPS.PERSON),
    _text("family", "family name", _GROUPS.PERSON),
    _text("nickname", "nickname", _GROUPS.PERSON),
    _text("phonetic", "phonetic name", _GROUPS.PERSON),
    _text("company", "company", _GROUPS.WORK, "company"),
    _text("industry", "industry", _GROUPS.WORK, "industry"),
    _text("job-title", "job title", _GROUPS.WORK, "job-title"),
    _text("department", "department", _GROUPS.WORK, "department"),
    _text("former-company", "other or former company", _GROUPS.WORK, "company"),
    _text("email", "e-mail", _GROUPS.REACH),
    _text("phone", "phone", _GROUPS.REACH),
    _text("link", "link", _GROUPS.REACH),
    _text("city", "city", _GROUPS.REACH, "city"),
    _text("region", "region", _GROUPS.REACH, "region"),
    _text("postal-code", "postal code", _GROUPS.REACH),
    _text("country", "country", _GROUPS.REACH, "country"),
    _text("time-zone", "time zone", _GROUPS.REACH, "time-zone"),
    _text("preferred-channel", "preferred channel", _GROUPS.REACH, "preferred-channel"),
    _switch("do-not-contact", "do not contact", _GROUPS.REACH),
    _text("consent", "consent", _GROUPS.REACH, "consent"),
    _text("language", "language", _GROUPS.PERSON, "language"),
    _text("source", "source", _GROUPS.PERSON, "source"),
    _text("payment-terms", "payment terms", _GROUPS.WORK, "payment-terms"),
    FilterField("birthday", message("birthday"), _KINDS.YEARLY, _GROUPS.PERSON),
    _day("added", "added", _GROUPS.PERSON, _Is.NEXT_DAYS, _Is.FILLED, _Is.EMPTY),
    _number("talks", "number of talks", _GROUPS.ACTIVITY),
    FilterField("talk-kind", message("logged"), _KINDS.CHOICE, _GROUPS.ACTIVITY, TALKS, only=_SETS, spans=True),
    FilterField("mood", message("mood of a talk"), _KINDS.CHOICE, _GROUPS.ACTIVITY, MOODS, only=_SETS, spans=True),
    FilterField("direction", message("direction of a talk"), _KINDS.CHOICE, _GROUPS.ACTIVITY, DIRECTIONS, only=_SETS[:2],
                spans=True),
    _switch("losing-touch", "losing touch", _GROUPS.ACTIVITY),
    _switch("open-promise", "open promise", _GROUPS.ACTIVITY),
    _switch("open-ticket", "open ticket", _GROUPS.ACTIVITY),
    _day("next-step", "next step", _GROUPS.ACTIVITY, _Is.NOT_WITHIN_DAYS),
    FilterField("deal", message("deal"), _KINDS.CHOICE, _GROUPS.DEALS, DEAL_STATES, only=_SETS),
    FilterField("deal-stage", message("stage of an open deal"), _KINDS.CHOICE, _GROUPS.DEALS, refers="stage", completes="stage",
                only=_SETS[:3]),
    FilterField("deal-value", message("value of an open deal"), _KINDS.MONEY, _GROUPS.DEALS),
    FilterField("anything", message("any word"), _KINDS.TEXT, _GROUPS.NOTES, only=(_Is.CONTAINS, _Is.LACKS)),
    _words("note", "note"),
    _words("pinned-note", "pinned note"),
    _words("fact", "fact"),
    _words("file", "file"),
)  # fmt: skip
"""Every built-in field, those first that are asked for most."""

_KIND_OF_OWN: Final = {
    "text": FilterKind.TEXT, "link": FilterKind.TEXT, "number": FilterKind.NUMBER, "money": FilterKind.MONEY,
    "day": FilterKind.DAY, "choice": FilterKind.CHOICE, "choices": FilterKind.CHOICE, "yes-no": FilterKind.YES_NO,
}  # fmt: skip


_GROUP_OF_OWN: Final = {"company": FilterGroup.WORK, "deal": FilterGroup.DEALS}
_TITLES_OF_OWN: Final = {"company": "{name} of the company", "deal": "{name} of a deal"}


def own_title(own: OwnFilterField) -> Message:
    """What a field that the user made is called where it stands among those of people."""
    return message(_TITLES_OF_OWN.get(own.subject, "{name}"), name=own.name)


def own_filter_field(own: OwnFilterField) -> FilterField:
    """A field that the user made, as one to filter by."""
    return FilterField(
        key=OWN + own.uid,
        title=own_title(own),
        kind=_KIND_OF_OWN.get(own.kind, FilterKind.TEXT),
        group=_GROUP_OF_OWN.get(own.subject, FilterGroup.OWN),
        choices=tuple((option, message("{name}", name=option)) for option in own.options),
    )


def known(own: Iterable[OwnFilterField], tags: Mapping[int, str], stages: Mapping[int, str]) -> Known:
    """All there is to filter by, with what the user made."""
    made: Sequence[OwnFilterField] = tuple(own)
    fields = {each.key: each for each in (*BUILT_IN, *map(own_filter_field, made))}
    return Known(fields, tags, stages, {OWN + each.uid: each for each in made})
