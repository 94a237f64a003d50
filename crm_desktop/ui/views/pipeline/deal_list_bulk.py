"""What can be done with many deals at once: asks what is missing, writes it as one step, shows how far it is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from crm_desktop.domain.errors import UserError
from crm_desktop.ui.dialogs.deal_words import DealWords
from crm_desktop.ui.dialogs.form_card import FormCard
from crm_desktop.ui.runner import Cancel
from crm_desktop.ui.texts import plural, tr
from crm_desktop.ui.view import ViewContext
from crm_desktop.ui.views.pipeline.deal_list_bar import DealBar
from crm_desktop.ui.widgets import ProgressStrip

if TYPE_CHECKING:  # loaded with the first of these cards
    from crm_desktop.services.bulk_contacts import Progress, Stopped
    from crm_desktop.services.deal_bulk import DealBulk
    from crm_desktop.ui.views.pipeline.deal_list_forms import Close

_Write = Callable[["DealBulk", "Progress", "Stopped"], int]
_Said = Callable[[int], str]


class ManyDeals(QObject):
    """Listens to the bar; `ids()` gives which are chosen when something is asked for, `export(ids)` writes a file."""

    def __init__(
        self, context: ViewContext, ids: Callable[[], list[int]], export: Callable[[Sequence[int]], object]
    ) -> None:
        super().__init__()
        self._context = context
        self._ids = ids
        self._cancel = Cancel()
        self._busy = False
        self.strip = ProgressStrip(context.theme)
        self.strip.cancelled.connect(lambda: self._cancel.cancel())  # noqa: PLW0108 - another one each time
        self.bar = DealBar(context.theme, self.strip, DealWords())
        self.bar.asked.connect(self.ask)
        self._asks: dict[str, Callable[[Sequence[int]], object]] = {
            "move": self.move, "close": self.close, "tag": self.tag, "untag": self.untag, "win": self.win,
            "lose": self.lose, "remind": self.remind, "export": export, "delete": self.delete,
        }  # fmt: skip

    def ask(self, what: str) -> None:
        """Do what a button of the bar says, with the deals chosen now."""
        ids = self._ids()
        if ids and not self._busy:
            self._asks[what](ids)

    def move(self, ids: Sequence[int]) -> None:
        """Ask for a stage and put all of them there."""
        from crm_desktop.ui.views.pipeline.deal_list_forms import StageForm

        editing = self._context.services.deals.pipelines
        title = plural("Move {count} deal", "Move {count} deals", len(ids))

        def stages() -> list[tuple[int, str]]:
            found = editing.all()
            several = len(found) > 1
            return [
                (stage.id, tr("{pipeline} › {stage}", pipeline=each.name, stage=stage.name) if several else stage.name)
                for each in found
                for stage in editing.stages(each.id)
            ]

        def show(found: list[tuple[int, str]]) -> None:
            form = StageForm(self._context.theme, title, found)
            form.given.connect(
                lambda stage_id: self._write(
                    ids,
                    lambda bulk, progress, stopped: bulk.move(ids, stage_id, progress, stopped),
                    lambda count: plural("Moved {count} deal", "Moved {count} deals", count),
                    form,
                )
            )
            self._context.show_card(form)

        self._context.jobs.read(stages, show, owner=self)

    def close(self, ids: Sequence[int]) -> None:
        """Ask until when, or by how many days to shift."""
        from crm_desktop.ui.views.pipeline.deal_list_forms import CloseForm

        title = plural("When does {count} deal close?", "When do {count} deals close?", len(ids))
        form = CloseForm(self._context.theme, self._context.services.reminders, self._context.now, title)

        def give(close: Close) -> None:
            def write(bulk: DealBulk, progress: Progress, stopped: Stopped) -> int:
                if close.shift:
                    return bulk.shift_close(ids, close.shift, progress, stopped)
                return bulk.set_close(ids, close.day, progress, stopped)

            self._write(
                ids,
                write,
                lambda count: (
                    plural("{count} deal closes then", "{count} deals close then", count)
                    if close.day
                    else plural("Changed {count} deal", "Changed {count} deals", count)
                ),
                form,
            )

        form.given.connect(give)
        self._context.show_card(form)

    def tag(self, ids: Sequence[int]) -> None:
        """Ask for a tag and mark all of them with it."""
        title = plural("Tag {count} deal", "Tag {count} deals", len(ids))
        self._ask_tag(
            ids,
            title,
            tr("Tag"),
            lambda name: lambda bulk, progress, stopped: bulk.tag(ids, name, progress, stopped),
            lambda name, count: plural("Tagged {count} deal “{tag}”", "Tagged {count} deals “{tag}”", count, tag=name),
        )

    def untag(self, ids: Sequence[int]) -> None:
        """Ask for a tag and take it off all of them."""
        title = plural("Take a tag off {count} deal", "Take a tag off {count} deals", len(ids))
        self._ask_tag(
            ids,
            title,
            tr("Take off"),
            lambda name: lambda bulk, progress, stopped: bulk.untag(ids, name, progress, stopped),
            lambda name, count: plural(
                "Took “{tag}” off {count} deal", "Took “{tag}” off {count} deals", count, tag=name
            ),
        )

    def win(self, ids: Sequence[int]) -> None:
        """All of them are won; Undo takes it back."""
        self._write(
            ids,
            lambda bulk, progress, stopped: bulk.win(ids, progress, stopped),
            lambda count: plural("Won {count} deal", "Won {count} deals", count),
            None,
        )

    def lose(self, ids: Sequence[int]) -> None:
        """Ask why, once for all of them."""
        from crm_desktop.ui.views.pipeline.deal_list_forms import LoseManyForm

        context, title = self._context, plural("Why was {count} deal lost?", "Why were {count} deals lost?", len(ids))
        reasons = context.services.deals.reasons.reasons()
        form = LoseManyForm(context.theme, context.services.reminders, context.now, title, reasons)
        form.given.connect(
            lambda reason, again: self._write(
                ids,
                lambda bulk, progress, stopped: bulk.lose(ids, reason, progress, stopped, again),
                lambda count: plural("Lost {count} deal", "Lost {count} deals", count),
                form,
            )
        )
        context.show_card(form)

    def remind(self, ids: Sequence[int]) -> None:
        """Ask for a reminder and set one about each of them."""
        from crm_desktop.services.reminder_writes import draft_of
        from crm_desktop.ui.dialogs.bulk_forms import RemindManyForm

        context = self._context
        title = plural("Remind me about {count} deal", "Remind me about each of {count} deals", len(ids))
        form = RemindManyForm(context.theme, context.jobs, context.services.reminders, context.now, title)
        form.given.connect(
            lambda understood: self._write(
                ids,
                lambda bulk, progress, stopped: bulk.remind(
                    ids, draft_of(understood, context.now().date()), progress, stopped
                ),
                lambda count: plural("{count} reminder set", "{count} reminders set", count),
                form,
            )
        )
        context.show_card(form)

    def delete(self, ids: Sequence[int]) -> None:
        """Delete all of them at once; Undo brings them back."""
        self._write(
            ids,
            lambda bulk, progress, stopped: bulk.delete(ids, progress, stopped),
            lambda count: plural("Deleted {count} deal", "Deleted {count} deals", count),
            None,
        )

    def _ask_tag(
        self,
        ids: Sequence[int],
        title: str,
        save: str,
        write: Callable[[str], _Write],
        said: Callable[[str, int], str],
    ) -> None:
        from crm_desktop.ui.dialogs.bulk_forms import LineForm, complete

        context = self._context
        form = LineForm(context.theme, title, tr("Tag"), save=save, placeholder=tr("urgent"))
        names = context.services.contacts.tags
        context.jobs.read(lambda: [tag.name for tag in names()], lambda found: complete(form.edit, found), owner=form)
        form.given.connect(lambda name: self._write(ids, write(name), lambda count: said(name, count), form))
        context.show_card(form)

    def _write(self, ids: Sequence[int], write: _Write, said: _Said, form: FormCard | None) -> None:
        # What is being changed is still on the screen: the same key once more must not change it twice.
        if self._busy:
            return
        self._begin(plural("Changing {count} deal…", "Changing {count} deals…", len(ids)))
        cancel, report = self._cancel, self._context.jobs.reporter(self.strip.progress)
        bulk = self._context.services.deals.bulk

        def done(count: int) -> None:
            self._end()
            if count:
                self._context.say(said(count), True)
            else:
                self._context.say(tr("That was so already for all of them."), False)

        self._context.jobs.write(lambda: write(bulk, report, cancel), done, self._failed, owner=self)
        if form is not None:
            form.close_card()

    def _begin(self, words: str) -> None:
        self._busy = True
        self._cancel = Cancel()
        self.bar.set_busy(True)
        self.strip.start(words)

    def _end(self) -> None:
        self._busy = False
        self.bar.set_busy(False)
        self.strip.finish()

    def _failed(self, error: UserError) -> None:
        self._end()
        self._context.fail(error.sentence)
