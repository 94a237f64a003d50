"""Telephone numbers by the rules of the countries: the one form (E.164) of a number, however people write it."""

from __future__ import annotations

from crm_desktop.domain.phones import digits_of, same_number
from crm_desktop.runtime.region import system_region
from crm_desktop.services.settings import COUNTRY, SettingsService


def country_of(settings: SettingsService) -> str:
    """The ISO 3166-1 code of the country whose numbers the user writes without a country code; empty if it is not known."""
    return settings.get(COUNTRY.name) or system_region()


def e164(value: str, country: str) -> str:
    """A number as E.164 has it (`+4930123456`), with `;ext=` and the extension if there is one; empty for what is none.

    `country` (ISO 3166-1, or empty) is whose numbers are written without a country code.
    """
    # A third of a megabyte of rules, which a start of the program needs nothing of. Never the geocoder: that is 100 MB.
    import phonenumbers

    try:
        number = phonenumbers.parse(value[:100], country or None)
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_possible_number(number):
        return ""
    written = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return f"{written};ext={number.extension}" if number.extension else written


class PhoneNumbers:
    """Compares numbers; each is looked at once."""

    def __init__(self, country: str) -> None:
        self._country = country
        self._known: dict[str, str] = {}

    def same(self, one: str, other: str) -> bool:
        """Whether two numbers, as typed, are the same line; where the rules do not know one of them, by their digits."""
        if one == other or digits_of(one) == digits_of(other):
            return True
        # Most pairs differ at their ends, which nobody writes in two ways; only the rest is worth a look at the rules.
        if digits_of(one)[-4:] != digits_of(other)[-4:] and not (_has_words(one) or _has_words(other)):
            return False
        first, second = self._form(one), self._form(other)
        return first == second if first and second else same_number(one, other)

    def _form(self, value: str) -> str:
        if value not in self._known:
            if len(self._known) > 10_000:
                self._known.clear()
            self._known[value] = e164(value, self._country)
        return self._known[value]


def _has_words(value: str) -> bool:
    return any(character.isalpha() for character in value)
