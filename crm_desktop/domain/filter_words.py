"""A filter as a sentence that people read: "not spoken in 90 days and past client and in Berlin"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from typing import Final

from crm_desktop.domain.filter_check import amount_of, day_of, days_of, usable
from crm_desktop.domain.filter_fields import COUNTS_DAYS, ON_A_DAY, FilterField, FilterKind, Known
from crm_desktop.domain.filters import AllOf, AnyOf, Condition, Filter, Not, Operator, referred
from crm_desktop.domain.messages import Message, counted, message
from crm_desktop.domain.money import decimals

_Is = Operator
OPERATOR_WORDS: Final[Mapping[Operator, str]] = {
    _Is.CONTAINS: "contains", _Is.LACKS: "does not contain", _Is.IS: "is", _Is.IS_NOT: "is not", _Is.ANY_OF: "is any of",
    _Is.BEGINS: "begins with", _Is.FILLED: "is known", _Is.EMPTY: "is not known", _Is.YES: "yes", _Is.NO: "no",
    _Is.WITHIN_DAYS: "in the last (days)", _Is.NOT_WITHIN_DAYS: "not in the last (days)",
    _Is.OVER_DAYS_AGO: "more than (days) ago", _Is.NEXT_DAYS: "in the next (days)", _Is.ON: "on", _Is.BEFORE: "before",
    _Is.AFTER: "after", _Is.THIS_MONTH: "this month", _Is.MORE: "more than", _Is.LESS: "less than", _Is.EQUAL: "exactly",
}  # fmt: skip
"""What stands in the builder between a field and its value."""

_GENERAL: Final[Mapping[Operator, str]] = {
    _Is.CONTAINS: "{field} contains “{value}”", _Is.LACKS: "{field} does not contain “{value}”",
    _Is.IS: "{field} is “{value}”", _Is.IS_NOT: "{field} is not “{value}”", _Is.ANY_OF: "{field} is {value}",
    _Is.BEGINS: "{field} begins with “{value}”", _Is.FILLED: "{field} known", _Is.EMPTY: "no {field}",
    _Is.YES: "{field}", _Is.NO: "not: {field}", _Is.THIS_MONTH: "{field} this month",
    _Is.ON: "{field} on {value}", _Is.BEFORE: "{field} before {value}", _Is.AFTER: "{field} after {value}",
    _Is.MORE: "{field} more than {value}", _Is.LESS: "{field} less than {value}", _Is.EQUAL: "{field} exactly {value}",
}  # fmt: skip
_DAYS: Final[Mapping[Operator, tuple[str, str]]] = {
    _Is.WITHIN_DAYS: ("{field} in the last day", "{field} in the last {count} days"),
    _Is.NOT_WITHIN_DAYS: ("{field} not in the last day", "{field} not in the last {count} days"),
    _Is.OVER_DAYS_AGO: ("{field} more than a day ago", "{field} more than {count} days ago"),
    _Is.NEXT_DAYS: ("{field} today or tomorrow", "{field} in the next {count} days"),
}
_OWN_WORDS: Final[Mapping[tuple[str, Operator], str]] = {
    ("tag", _Is.IS): "tagged “{value}”", ("tag", _Is.IS_NOT): "not tagged “{value}”", ("tag", _Is.ANY_OF): "tagged {value}",
    ("anything", _Is.CONTAINS): "matching “{value}”", ("anything", _Is.LACKS): "not matching “{value}”",
    ("tag", _Is.FILLED): "tagged", ("tag", _Is.EMPTY): "without a tag",
    ("lifecycle", _Is.IS): "{value}", ("lifecycle", _Is.IS_NOT): "not {value}", ("lifecycle", _Is.ANY_OF): "{value}",
    ("city", _Is.IS): "in {value}", ("city", _Is.IS_NOT): "not in {value}", ("city", _Is.ANY_OF): "in {value}",
    ("region", _Is.IS): "in {value}", ("country", _Is.IS): "in {value}", ("country", _Is.IS_NOT): "not in {value}",
    ("country", _Is.ANY_OF): "in {value}", ("company", _Is.IS): "at {value}", ("company", _Is.IS_NOT): "not at {value}",
    ("company", _Is.ANY_OF): "at {value}", ("company", _Is.EMPTY): "without a company",
    ("last-talk", _Is.FILLED): "spoken before", ("last-talk", _Is.EMPTY): "never spoken",
    ("last-talk", _Is.ON): "last spoken on {value}", ("last-talk", _Is.BEFORE): "last spoken before {value}",
    ("last-talk", _Is.AFTER): "last spoken after {value}", ("language", _Is.IS): "speaks {value}",
    ("do-not-contact", _Is.YES): "not to be contacted", ("do-not-contact", _Is.NO): "may be contacted",
    ("losing-touch", _Is.NO): "not losing touch", ("open-promise", _Is.YES): "with an open promise",
    ("open-promise", _Is.NO): "without an open promise", ("open-ticket", _Is.YES): "with an open ticket",
    ("open-ticket", _Is.NO): "without an open ticket", ("next-step", _Is.EMPTY): "no next step",
    ("next-step", _Is.FILLED): "with a next step", ("deal", _Is.IS): "with {value}", ("deal", _Is.IS_NOT): "without {value}",
    ("deal", _Is.ANY_OF): "with {value}", ("deal", _Is.FILLED): "with a deal", ("deal", _Is.EMPTY): "without a deal",
    ("deal-stage", _Is.IS): "with a deal in “{value}”", ("deal-stage", _Is.IS_NOT): "without a deal in “{value}”",
    ("deal-stage", _Is.ANY_OF): "with a deal in {value}", ("deal-value", _Is.MORE): "with an open deal of more than {value}",
    ("deal-value", _Is.LESS): "with an open deal of less than {value}", ("talk-kind", _Is.IS): "{value} ever logged",
    ("talk-kind", _Is.IS_NOT): "no {value} ever logged", ("talk-kind", _Is.ANY_OF): "{value} ever logged",
    ("talk-kind", _Is.FILLED): "something ever logged", ("talk-kind", _Is.EMPTY): "nothing ever logged",
    ("mood", _Is.IS): "ever a {value} talk", ("mood", _Is.IS_NOT): "never a {value} talk", ("mood", _Is.ANY_OF): "ever a {value} talk",
    ("mood", _Is.FILLED): "ever a talk with a mood", ("mood", _Is.EMPTY): "never a talk with a mood",
    ("direction", _Is.IS): "ever a talk that came {value}", ("direction", _Is.IS_NOT): "never a talk that came {value}",
    ("email", _Is.FILLED): "with an e-mail address", ("email", _Is.EMPTY): "without an e-mail address",
    ("phone", _Is.FILLED): "with a phone number", ("phone", _Is.EMPTY): "without a phone number",
    ("consent", _Is.FILLED): "with a consent", ("consent", _Is.EMPTY): "without a consent",
}  # fmt: skip
_OWN_DAYS: Final[Mapping[tuple[str, Operator], tuple[str, str]]] = {
    ("last-talk", _Is.WITHIN_DAYS): ("spoken in the last day", "spoken in the last {count} days"),
    ("last-talk", _Is.NOT_WITHIN_DAYS): ("not spoken in a day", "not spoken in {count} days"),
    ("last-talk", _Is.OVER_DAYS_AGO): ("last spoken more than a day ago", "last spoken more than {count} days ago"),
    ("next-step", _Is.OVER_DAYS_AGO): ("next step overdue by more than a day", "next step overdue by more than {count} days"),
}  # fmt: skip
_SPANS: Final[Mapping[tuple[str, Operator], tuple[str, str]]] = {
    ("talk-kind", _Is.IS): ("{value} logged in the last day", "{value} logged in the last {count} days"),
    ("talk-kind", _Is.IS_NOT): ("no {value} logged in the last day", "no {value} logged in the last {count} days"),
    ("talk-kind", _Is.ANY_OF): ("{value} logged in the last day", "{value} logged in the last {count} days"),
    ("talk-kind", _Is.FILLED): ("something logged in the last day", "something logged in the last {count} days"),
    ("talk-kind", _Is.EMPTY): ("nothing logged in the last day", "nothing logged in the last {count} days"),
    ("mood", _Is.IS): ("a {value} talk in the last day", "a {value} talk in the last {count} days"),
    ("mood", _Is.IS_NOT): ("no {value} talk in the last day", "no {value} talk in the last {count} days"),
    ("mood", _Is.ANY_OF): ("a {value} talk in the last day", "a {value} talk in the last {count} days"),
    ("mood", _Is.FILLED): ("a talk with a mood in the last day", "a talk with a mood in the last {count} days"),
    ("mood", _Is.EMPTY): ("no talk with a mood in the last day", "no talk with a mood in the last {count} days"),
    ("direction", _Is.IS): ("a talk that came {value} in the last day", "a talk that came {value} in the last {count} days"),
    ("direction", _Is.IS_NOT): ("no talk that came {value} in the last day", "no talk that came {value} in the last {count} days"),
}  # fmt: skip
_OF_DEAL: Final[Mapping[Operator, str]] = {
    _Is.CONTAINS: "with a deal whose {field} contains “{value}”", _Is.LACKS: "without a deal whose {field} contains “{value}”",
    _Is.IS: "with a deal whose {field} is “{value}”", _Is.IS_NOT: "without a deal whose {field} is “{value}”",
    _Is.ANY_OF: "with a deal whose {field} is {value}", _Is.BEGINS: "with a deal whose {field} begins with “{value}”",
    _Is.FILLED: "with a deal whose {field} is known", _Is.EMPTY: "without a deal whose {field} is known",
    _Is.YES: "with a deal whose {field} is yes", _Is.NO: "without a deal whose {field} is yes",
    _Is.ON: "with a deal whose {field} is on {value}", _Is.BEFORE: "with a deal whose {field} is before {value}",
    _Is.AFTER: "with a deal whose {field} is after {value}", _Is.MORE: "with a deal whose {field} is more than {value}",
    _Is.LESS: "with a deal whose {field} is less than {value}", _Is.EQUAL: "with a deal whose {field} is exactly {value}",
}  # fmt: skip
_DAYS_OF_DEAL: Final[Mapping[Operator, tuple[str, str]]] = {
    _Is.WITHIN_DAYS: ("with a deal whose {field} is in the last day", "with a deal whose {field} is in the last {count} days"),
    _Is.NOT_WITHIN_DAYS: ("without a deal whose {field} is in the last day", "without a deal whose {field} is in the last {count} days"),
    _Is.OVER_DAYS_AGO: ("with a deal whose {field} is more than a day ago", "with a deal whose {field} is more than {count} days ago"),
    _Is.NEXT_DAYS: ("with a deal whose {field} is today or tomorrow", "with a deal whose {field} is in the next {count} days"),
}  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip


def sentence(wanted: Filter, known: Known) -> Message:
    """The filter in words, without a full stop; for one that lets everybody through it says so."""
    if isinstance(wanted, AllOf | AnyOf) and not wanted.parts:
        return message("everybody") if isinstance(wanted, AllOf) else message("nobody")
    return _words(wanted, known, inside=False)


def condition_words(condition: Condition, known: Known) -> Message:
    """One condition in words; one that cannot be used any more says so."""
    field = known.fields.get(condition.field)
    if field is None:
        return message("(a field that was deleted)")
    if not usable(condition, known):
        return _unusable(condition, field)
    made = known.own.get(condition.field)
    name = made.name if made is not None and made.subject == "deal" else None
    if condition.operator in COUNTS_DAYS:
        return _in_days(condition, field, name)
    value = _value(condition, field, known)
    if condition.days is not None:
        one, many = _SPANS[condition.field, condition.operator]
        return counted(one, many, condition.days, value=value)
    if name is not None:
        return message(_OF_DEAL[condition.operator], field=name, value=value)
    own = _OWN_WORDS.get((condition.field, condition.operator))
    template = own if own is not None else _GENERAL[condition.operator]
    return message(template, field=field.title, value=value)


def _words(wanted: Filter, known: Known, *, inside: bool) -> Message:
    if isinstance(wanted, Condition):
        return condition_words(wanted, known)
    if isinstance(wanted, Not):
        return _denied(wanted.part, known)
    parts = [_words(part, known, inside=True) for part in wanted.parts]
    if not parts:
        return sentence(wanted, known)
    joined = _joined(parts, "{first} and {second}" if isinstance(wanted, AllOf) else "{first} or {second}")
    return message("({words})", words=joined) if inside and len(parts) > 1 else joined


def _denied(part: Filter, known: Known) -> Message:
    if isinstance(part, AnyOf) and part.parts:
        parts = [_words(each, known, inside=True) for each in part.parts]
        return message("none of ({words})", words=_joined(parts, "{first}, {second}"))
    return message("not ({words})", words=_words(part, known, inside=False))


def _joined(parts: Sequence[Message], template: str) -> Message:
    return reduce(lambda first, second: message(template, first=first, second=second), parts)


def _in_days(condition: Condition, field: FilterField, of_deal: str | None) -> Message:
    days = days_of(condition.value) or 0
    if of_deal is not None:
        one, many = _DAYS_OF_DEAL[condition.operator]
        return counted(one, many, days, field=of_deal)
    if condition.field == "next-step" and condition.operator is Operator.OVER_DAYS_AGO and not days:
        return message("next step overdue")
    one, many = _OWN_DAYS.get((condition.field, condition.operator)) or _DAYS[condition.operator]
    return counted(one, many, days, field=field.title)


def _unusable(condition: Condition, field: FilterField) -> Message:
    named = [referred(value)[1] if field.refers else value for value in condition.values if value]
    if field.refers and named:
        template = "{field} “{value}” (deleted)"
        return message(template, field=field.title, value=", ".join(named))
    return message("{field} …", field=field.title)


def _value(condition: Condition, field: FilterField, known: Known) -> object:
    if condition.operator in ON_A_DAY:
        return _day(condition.value)
    if field.kind is FilterKind.MONEY:
        return _amount(condition)
    quoted = condition.operator is Operator.ANY_OF
    words = [_one_value(value, field, known, quoted=quoted) for value in condition.values]
    return _joined(words, "{first} or {second}") if words else ""


def _one_value(value: str, field: FilterField, known: Known, *, quoted: bool) -> Message:
    if field.refers:
        item_id, name = referred(value)
        found = known.resolve(field.refers, item_id, name)
        return message("{name}", name=known.names_of(field.refers)[found] if found is not None else name)
    chosen = dict(field.choices).get(value)
    if chosen is not None:
        return chosen
    # Among several, one with a comma would read as two.
    return message("“{name}”" if "," in value and quoted else "{name}", name=value)


def _day(value: str) -> Message:
    day = day_of(value)
    if day is None:
        return message("{name}", name=value)
    return message("{day} {month} {year}", day=day.day, month=message(_MONTHS[day.month - 1]), year=day.year)


def _amount(condition: Condition) -> Message:
    minor, currency = amount_of(condition) or (0, "")
    places = decimals(currency)
    whole, rest = divmod(minor, 10**places)
    number = f"{whole:,}" if not rest else f"{whole:,}.{rest:0{places}}"
    return message("{currency} {amount}", currency=currency, amount=number)
