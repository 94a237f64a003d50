"""The registry of views: what the sidebar shows, in order, and how each is made.

A view's module is imported when the view is first shown, to keep start-up fast: the first painted window needs one of them,
and their forms and delegates are half of all modules. So the imports stand inside the functions here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QMenu

from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext, ViewEntry

if TYPE_CHECKING:  # see above
    from crm_desktop.domain.deal_pages import DealCard
    from crm_desktop.ui.dialogs.log_subject import LogSubject
    from crm_desktop.ui.dialogs.reminder_actions import ReminderPaths
    from crm_desktop.ui.views.companies.view import CompaniesView
    from crm_desktop.ui.views.contacts.view import ContactsView
    from crm_desktop.ui.views.pipeline import PipelineView
    from crm_desktop.ui.views.reminders.view import RemindersView
    from crm_desktop.ui.views.settings.view import SettingsView
    from crm_desktop.ui.views.today.view import TodayView


def _paths(context: ViewContext) -> ReminderPaths:
    """Where a row of reminders leads."""
    from crm_desktop.ui.dialogs.reminder_actions import ReminderPaths

    def open_log(subject: LogSubject) -> None:
        from crm_desktop.ui.dialogs.log_form import LogForm

        reminders = context.services.reminders
        form = LogForm(context.theme, context.jobs, reminders, context.now, context.drafts, subject)
        context.show_card(form)

    def step_done(deal_id: int, text: str) -> None:
        from crm_desktop.ui.dialogs.next_step_form import offer_next_step

        offer_next_step(context, deal_id, text)

    def ask_step(deal: DealCard) -> None:
        from crm_desktop.ui.dialogs.next_step_form import ask_next_step

        ask_next_step(context, deal)

    return ReminderPaths(
        open_log=open_log,
        open_contact=lambda contact_id: context.navigate("contact", contact_id),
        open_deal=lambda deal_id: context.navigate("deal", deal_id),
        show_card=context.show_card,
        fail=context.fail,
        say=context.say,
        step_done=step_done,
        ask_step=ask_step,
    )


def _today(context: ViewContext) -> TodayView:
    from crm_desktop.ui.dialogs.notice_strip import NoticeStrip
    from crm_desktop.ui.views.today.view import TodayView

    services = context.services
    return TodayView(
        context.theme,
        context.jobs,
        services.today,
        services.reminders,
        services.contacts,
        context.now,
        _paths(context),
        context.run,
        services.keeping,
        NoticeStrip(context.theme, context.jobs, services.reckoning, services.clock_guard.notice),
    )


def _contacts(context: ViewContext) -> ContactsView:
    from crm_desktop.ui.views.contacts.view import build

    view = build(context)

    def lead_on(menu: QMenu, words: str, action: str) -> None:
        menu.addSeparator()
        menu.addAction(words).triggered.connect(lambda _checked=False: context.run(action))

    # What belongs to no view is reached from where it is thought of.
    view.person.header.tags.menu_opened.connect(lambda menu, _tag: lead_on(menu, tr("All tags…"), "tags.manage"))
    lead_on(view.pane.order_button.menu(), tr("Trash…"), "trash")
    return view


def _companies(context: ViewContext) -> CompaniesView:
    from crm_desktop.ui.dialogs.timeline.parts import TimelineParts
    from crm_desktop.ui.views.companies.view import CompaniesView

    return CompaniesView(context, TimelineParts.of(context))


def _pipeline(context: ViewContext) -> PipelineView:
    from crm_desktop.ui.views.pipeline import PipelineView

    return PipelineView(context)


def _reminders(context: ViewContext) -> RemindersView:
    from crm_desktop.ui.views.reminders.view import RemindersView

    view = RemindersView(context, _paths(context))
    view.entry.keep_drafts(context.drafts, "reminder/new")
    return view


def _settings(context: ViewContext) -> SettingsView:
    from crm_desktop.ui.views.settings.view import SettingsView

    services = context.services
    return SettingsView(
        context.theme,
        context.jobs,
        services.settings,
        services.notifying,
        services.settings.data_file,
        lambda: services.alive,
        lambda: context.run("notifications.explain"),
        lambda: context.run("keys.change"),
        lambda: context.run("fields.manage"),
        lambda: context.run("pipelines.manage"),
        lambda: context.run("rates.manage"),
    )


def load_the_large_ones() -> None:
    """Load the modules of the views that take longest, so that the first look at them need not; makes no widget.

    For a background job after the first paint.
    """
    import crm_desktop.ui.views.contacts.view
    import crm_desktop.ui.views.pipeline
    import crm_desktop.ui.views.reminders.view  # noqa: F401


VIEWS: Final = (
    ViewEntry("today", "Today", "sun", _today, ()),
    ViewEntry("contacts", "Contacts", "users", _contacts, ("contact", "list")),
    ViewEntry("companies", "Companies", "building-2", _companies, ("company",)),
    ViewEntry("pipeline", "Pipeline", "square-kanban", _pipeline, ("deal",)),
    ViewEntry("reminders", "Reminders", "bell", _reminders, ("reminder",)),
    ViewEntry("settings", "Settings", "settings", _settings, (), "bottom"),
)
