"""What can be done from anywhere: undo, new things, import and export, the theme.

Forms are imported where they open, to keep start-up fast: the first painted window shows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from crm_desktop.domain.calendar_entries import CalendarForm
from crm_desktop.domain.errors import UserError
from crm_desktop.domain.interactions import InteractionKind
from crm_desktop.domain.messages import Message, message
from crm_desktop.domain.quick_entry import Person, Understood
from crm_desktop.services.all_services import Services
from crm_desktop.services.settings import KEYS, THEME
from crm_desktop.ui.dialogs.log_subject import LogSubject
from crm_desktop.ui.main_window import MainWindow
from crm_desktop.ui.palette_providers import people_provider
from crm_desktop.ui.pipeline_commands import pipeline_commands
from crm_desktop.ui.runner import Jobs
from crm_desktop.ui.texts import plural, show, tr
from crm_desktop.ui.theme.theme import Theme
from crm_desktop.ui.views import VIEWS
from crm_desktop.ui.widgets.overlay import OverlayCard

_MAILS = "E-mails (*.eml *.mbox *.mbx)"
_LONG_MS = 300
"""What takes longer than this says that it is being done."""


class GlobalActions:
    """Answers for the actions that belong to no view."""

    def __init__(
        self, theme: Theme, jobs: Jobs, services: Services, window: MainWindow, now: Callable[[], datetime]
    ) -> None:
        self._theme = theme
        self._jobs = jobs
        self._services = services
        self._window = window
        self._now = now
        self._drafts = window.context.drafts
        # Undoing an import of many thousands takes seconds; until then it looks as if nothing had been pressed.
        self._patience = QTimer(window, singleShot=True, interval=_LONG_MS)
        self._patience.timeout.connect(lambda: window.say(tr("Just a moment: that was a lot at once…")))

    def commands(self) -> Mapping[str, Callable[[], object]]:
        """What the window's actions do, by their ids."""
        return {
            "undo": lambda: self._flip(self._services.undoing.undo, "Taken back: {what}", "There is nothing to undo."),
            "redo": lambda: self._flip(self._services.undoing.redo, "Done again: {what}", "There is nothing to redo."),
            "contact.new": self._new_contact,
            "deal.new": self._new_deal,
            **pipeline_commands(lambda: self._window.context),
            "reminder.new": self._new_reminder,
            "interaction.new": self._choose_whom_to_log,
            "import": self._import,
            "export": self._export,
            "calendar.import": self._import_calendar,
            "mail.import": self._import_mails,
            "calendar.export": self._export_calendar,
            "sample": self._sample,
            "keys.change": self._change_keys,
            "tags.manage": self._manage_tags,
            "fields.manage": self._manage_fields,
            "rates.manage": self._manage_rates,
            "trash": self._open_trash,
            "notifications.test": lambda: self._send_test(lambda sentence, _colour: self._window.say(sentence)),
            "notifications.explain": self._explain,
            **{f"theme.{mode}": partial(self._set_theme, mode) for mode in ("light", "dark", "system")},
        }

    def _flip(self, flip: Callable[[], Message | None], sentence: str, nothing: str) -> None:
        def done(label: Message | None) -> None:
            self._patience.stop()
            self._window.say(tr(nothing) if label is None else tr(sentence, what=show(label)))

        def failed(error: UserError) -> None:
            self._patience.stop()
            self._window.fail(error.sentence)

        self._patience.start()
        self._jobs.write(flip, done, failed)

    def _new_contact(self) -> None:
        from crm_desktop.ui.dialogs.new_contact import NewContactForm

        form = NewContactForm(self._theme, self._jobs, self._services.contacts, self._drafts)
        form.created.connect(lambda contact_id: self._window.navigate("contact", contact_id))
        self._window.show_card(form)

    def _new_deal(self) -> None:
        self._window.show_view("pipeline")
        self._window.commands.run("deal.new")

    def _new_reminder(self) -> None:
        from crm_desktop.ui.dialogs.new_reminder import NewReminderCard

        form = NewReminderCard(self._theme, self._jobs, self._services.reminders, lambda: self._now().date())
        form.entry.keep_drafts(self._drafts, "reminder/card")
        form.saved.connect(self.say_last)
        self._window.show_card(form)

    def remind(self, understood: Understood) -> None:
        self._jobs.write(lambda: self._services.reminders.add_understood(understood), lambda _id: self.say_last())

    def log_with(self, person: Person, kind: InteractionKind = InteractionKind.CALL) -> None:
        from crm_desktop.ui.dialogs.log_form import LogForm

        subject = LogSubject(person.contact_id, person.name, kind=kind)
        form = LogForm(self._theme, self._jobs, self._services.reminders, self._now, self._drafts, subject)
        form.saved.connect(self.say_last)
        self._window.show_card(form)

    def _choose_whom_to_log(self) -> None:
        from crm_desktop.ui.palette import Palette

        provider = people_provider(self._services.search, self.log_with)
        palette = Palette(self._theme, self._jobs, (provider,), hint=tr("With whom?"))
        self._window.show_card(palette)

    def _import(self) -> None:
        filters = [
            tr("Contacts (*.csv *.vcf *.vcard *.tsv *.txt)"),
            tr("Calendars (*.ics)"),
            tr(_MAILS),
            tr("All files (*)"),
        ]
        self.import_files(self._window.context.ask.open_files(tr("Import contacts"), filters))

    def import_files(self, paths: Sequence[Path]) -> None:
        """Show what taking in files would do: e-mails, or the first of contacts or a calendar; their content says which."""

        def look() -> tuple[list[Path], bool]:
            mails = [path for path in paths if self._services.mail_files.is_mail(path)]
            return mails, not mails and self._services.calendar_files.is_calendar(paths[0])

        def show(found: tuple[list[Path], bool]) -> None:
            mails, is_calendar = found
            if mails:
                self._show_mails(mails)
            elif is_calendar:
                self._show_calendar(paths[0])
            else:
                self._show_contacts(paths[0])

        # Off the GUI thread: the files may lie on a slow disk, and the formats are loaded with the first one.
        if paths:
            self._jobs.read(look, show)

    def _show_contacts(self, path: Path) -> None:
        from crm_desktop.ui.dialogs.import_form import ImportForm

        form = ImportForm(self._theme, self._jobs, self._services.importing, path)
        form.imported.connect(lambda _report, sentence: self._window.say(sentence, undo=True))
        self._window.show_card(form)

    def _import_calendar(self) -> None:
        filters = [tr("Calendars (*.ics *.ical *.ifb)"), tr("All files (*)")]
        for path in self._window.context.ask.open_files(tr("Import a calendar"), filters)[:1]:
            self._show_calendar(path)

    def _show_calendar(self, path: Path) -> None:
        from crm_desktop.ui.dialogs.calendar_form import CalendarImportForm

        zone = self._services.clock.zone().key
        form = CalendarImportForm(self._theme, self._jobs, self._services.calendar_files, path, self._now, zone)
        form.imported.connect(lambda _report, sentence: self._window.say(sentence, undo=True))
        self._window.show_card(form)

    def _import_mails(self) -> None:
        filters = [tr(_MAILS), tr("All files (*)")]
        paths = self._window.context.ask.open_files(tr("Import e-mails"), filters)
        if paths:
            self._show_mails(paths)

    def _show_mails(self, paths: Sequence[Path]) -> None:
        from crm_desktop.ui.dialogs.file_drop import show_mails
        from crm_desktop.ui.dialogs.timeline.parts import TimelineParts

        show_mails(self._theme, TimelineParts.of(self._window.context), paths)

    def _export_calendar(self) -> None:
        ask = self._window.context.ask
        question = message("How should the reminders stand in the calendar?")
        events = tr("As events: every calendar shows them")
        tasks = tr("As tasks: they can be ticked off where the calendar has tasks")
        chosen = ask.choose(question, ((CalendarForm.EVENTS.value, events), (CalendarForm.TASKS.value, tasks)))
        if chosen is None:
            return
        path = ask.save_file(tr("Export reminders"), "reminders.ics", [tr("Calendars (*.ics)")])
        if path is not None:
            self._write_calendar(path if path.suffix else path.with_suffix(".ics"), CalendarForm(chosen))

    def _write_calendar(self, path: Path, form: CalendarForm) -> None:
        def done(count: int) -> None:
            self._window.say(plural("{count} reminder written", "{count} reminders written", count))

        self._jobs.read(lambda: self._services.calendar_files.export(path, form), done)

    def _export(self) -> None:
        from crm_desktop.ui.dialogs.export_card import ExportCard

        filters = [tr("Everything with all files (*.zip)"), tr("Everything but the contents of files (*.json)")]
        filters += [tr("Contacts as vCards (*.vcf)"), tr("Contacts as a table (*.csv)")]
        filters.append(tr("Reminders as a calendar (*.ics)"))
        path = self._window.context.ask.save_file(tr("Export"), "crm-desktop.zip", filters)
        if path is not None and path.suffix.lower() == ".ics":
            self._write_calendar(path, CalendarForm.EVENTS)
        elif path is not None:
            target = path if path.suffix else path.with_suffix(".zip")
            write = partial(self._services.exporting.export, target, None)
            lay, say, window = self._lay_if_free, self._window.say, self._window
            ExportCard(self._theme, self._jobs, target, write, lay, say, window)

    def _lay_if_free(self, card: OverlayCard) -> None:
        # Whoever opened a form meanwhile goes on typing in it.
        if self._window.overlay.card() is None:
            self._window.show_card(card)

    def _send_test(self, tell: Callable[[str, str], object]) -> None:
        from crm_desktop.ui.dialogs.notice_trial import send_test

        send_test(self._services.notifying, self._window, tell)

    def _explain(self) -> None:
        from crm_desktop.ui.dialogs.why_nothing import WhyNothing

        tray = QSystemTrayIcon.isSystemTrayAvailable()
        card = WhyNothing(
            self._theme,
            self._jobs,
            lambda: self._services.diagnosis.look(tray=tray),
            self._window.commands.run,
            self._send_test,
            lambda: self._now().date(),
        )
        self._window.show_card(card)

    def _manage_tags(self) -> None:
        from crm_desktop.ui.dialogs.tags_form import TagsForm

        people, keeping = self._services.people, self._services.keeping
        self._window.show_card(TagsForm(self._theme, self._jobs, people.tags, keeping, self._window.say))

    def _manage_fields(self) -> None:
        from crm_desktop.ui.dialogs.own_fields_form import OwnFieldsForm

        own_fields = self._services.people.own_fields
        self._window.show_card(OwnFieldsForm(self._theme, self._jobs, own_fields, self._window.say))

    def _manage_rates(self) -> None:
        from crm_desktop.ui.dialogs.rates_form import RatesForm

        services, say = self._services, self._window.say
        self._window.show_card(
            RatesForm(
                self._theme, self._jobs, services.deals.rates, services.pipeline, services.reminders, self._now, say
            )
        )

    def _open_trash(self) -> None:
        from crm_desktop.ui.dialogs.trash_form import TrashForm

        self._window.show_card(
            TrashForm(self._theme, self._jobs, self._services.people.trash, self._now, self._window.say)
        )

    def _change_keys(self) -> None:
        from crm_desktop.ui.dialogs.keys_form import KeysForm

        settings = self._services.settings
        save = partial(settings.set, KEYS.name)
        titles = {entry.key: tr(entry.text) for entry in VIEWS}
        self._window.show_card(KeysForm(self._theme, self._jobs, self._window.commands.keys, save, titles))

    def _sample(self) -> None:
        self._jobs.write(self._services.sampling.fill, lambda _count: self.say_last())

    def _set_theme(self, mode: str) -> None:
        self._theme.set_mode(mode)
        self._jobs.write(lambda: self._services.settings.set(THEME.name, mode))

    def say_last(self) -> None:
        label = self._services.undoing.next_undo()
        if label is not None:
            self._window.say(show(label), undo=True)
