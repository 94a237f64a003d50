"""The small forms of a person's page: the parts of a name, and an address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from crm_desktop.domain.contacts import Address, Name
from crm_desktop.domain.errors import UserError
from crm_desktop.ui.dialogs.form_card import FormCard, FormLine
from crm_desktop.ui.dialogs.new_contact import name_from
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import tr
from crm_desktop.ui.theme.theme import Theme


class WritingForm(FormCard):
    """A form whose lines go to `write`; it closes when that went well and says why when it did not."""

    def __init__(
        self,
        theme: Theme,
        jobs: Jobs,
        title: str,
        lines: tuple[FormLine, ...],
        write: Callable[[dict[str, str]], object],
        explain: str = "",
    ) -> None:
        super().__init__(theme, title, lines, explain=explain)
        self._jobs = jobs
        self._write = write
        self._busy = False
        self.submitted.connect(self._save)

    def _save(self) -> None:
        if self._busy:
            return
        texts = dict(self.texts())
        self._busy = True
        self.set_busy(True)
        self._jobs.write(lambda: self._write(texts), lambda _result: self.close_card(), self._refused, owner=self)

    def _refused(self, error: UserError) -> None:
        self._busy = False
        self.show_error(error)


def name_lines(name: Name) -> tuple[FormLine, ...]:
    """The parts of a name as lines."""
    return (
        FormLine("prefix", tr("Title"), tr("Dr"), name.prefix),
        FormLine("given", tr("Given name"), "", name.given),
        FormLine("middle", tr("Middle name"), "", name.middle),
        FormLine("family", tr("Family name"), "", name.family),
        FormLine("suffix", tr("Suffix"), tr("Jr"), name.suffix),
        FormLine("nickname", tr("Nickname"), "", name.nickname),
        FormLine("formatted", tr("Shown as"), tr("as the parts say"), name.formatted),
    )


def renamed(before: Name, typed: str) -> Name:
    """The name after the whole of it was typed anew: the nickname stays, the parts are what the words say.

    Parts that still spell what was typed stay as they are.
    """
    parts = replace(before, formatted="")
    if parts.display() == typed:
        return parts
    return replace(name_from(typed), nickname=before.nickname)


def address_lines(address: Address) -> tuple[FormLine, ...]:
    """The parts of an address as lines; one that came as a block of text keeps it as its street until it is changed."""
    street = address.street or ("" if address.city or address.country else address.one_line())
    return (
        FormLine("label", tr("Label"), tr("work"), address.label),
        FormLine("street", tr("Street and number"), tr("Rua da Rosa 44"), street),
        FormLine("extended", tr("Addition"), tr("2nd floor"), address.extended),
        FormLine("postal_code", tr("Postal code"), "", address.postal_code),
        FormLine("city", tr("City"), tr("Lisbon"), address.city),
        FormLine("region", tr("Region"), "", address.region),
        FormLine("country", tr("Country"), "", address.country),
    )


def address_from(before: Address, texts: dict[str, str]) -> Address:
    """The address as the form holds it; a P.O. box, for which it has no line, stays while anything else does."""
    address = Address(**texts)
    if address.is_empty():
        return address
    return replace(address, po_box=before.po_box)
