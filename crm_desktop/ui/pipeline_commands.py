"""What can be done from anywhere about leads and pipelines. Forms are imported where they open, to keep start-up fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext


def pipeline_commands(context: Callable[[], ViewContext]) -> Mapping[str, Callable[[], object]]:
    """The actions by their ids; `context` is that of the window once it is there."""

    def pipelines() -> None:
        from crm_desktop.ui.dialogs.pipeline_cards import open_pipelines

        open_pipelines(context(), context().services.pipeline.current())

    return {"lead.new": lambda: begin_lead(context()), "pipelines.manage": pipelines}


def begin_lead(context: ViewContext, typed: str = "") -> None:
    """The card for a new lead, with what was typed elsewhere."""
    from crm_desktop.ui.dialogs.lead_form import LeadForm

    form = LeadForm(context.theme, context.jobs, context.services.deals.leads, context.drafts, typed)
    form.added.connect(lambda _id, name: context.say(tr("New lead: {name}", name=name), True))
    form.opened.connect(lambda contact_id: context.navigate("contact", contact_id))
    context.show_card(form)
