"""What can be done from anywhere about leads and pipelines. Forms are imported where they open, to keep start-up fast."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext


def pipeline_commands(context: Callable[[], ViewContext]) -> Mapping[str, Callable[[], object]]:
    """The actions by their ids; `context` is that of the window once it is there."""

    def new_lead() -> None:
        from crm_desktop.ui.dialogs.lead_form import LeadForm

        here = context()
        form = LeadForm(here.theme, here.jobs, here.services.deals.leads, here.drafts)
        form.added.connect(lambda _id, name: here.say(tr("New lead: {name}", name=name), True))
        form.opened.connect(lambda contact_id: here.navigate("contact", contact_id))
        here.show_card(form)

    def pipelines() -> None:
        from crm_desktop.ui.dialogs.pipeline_cards import open_pipelines

        open_pipelines(context(), context().services.pipeline.current())

    return {"lead.new": new_lead, "pipelines.manage": pipelines}
