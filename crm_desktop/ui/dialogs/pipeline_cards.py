"""Opens the cards about pipelines, from wherever that is asked for."""

from __future__ import annotations

from collections.abc import Callable

from crm_desktop.ui.dialogs.pipeline_templates import NewPipelineForm
from crm_desktop.ui.dialogs.pipelines_form import PipelinesForm
from crm_desktop.ui.dialogs.undo_keys import UndoKeys
from crm_desktop.ui.texts import tr
from crm_desktop.ui.view import ViewContext


def open_pipelines(context: ViewContext, wanted: int | None = None) -> PipelinesForm:
    """The card with all pipelines and their stages, at one of them."""
    editing = context.services.deals.pipelines
    form = PipelinesForm(context.theme, context.jobs, context.ask, editing, context.say, wanted)
    UndoKeys(form, context.run)
    form.new_wanted.connect(lambda: open_new_pipeline(context, lambda made: open_pipelines(context, made)))
    context.show_card(form)
    return form


def open_new_pipeline(context: ViewContext, then: Callable[[int], object]) -> NewPipelineForm:
    """The card for a new pipeline; `then` gets its id."""
    form = NewPipelineForm(context.theme, context.jobs, context.services.deals.pipelines)

    def made(pipeline_id: int, name: str) -> None:
        context.say(tr("New pipeline: {name}", name=name), True)
        then(pipeline_id)

    form.made.connect(made)
    context.show_card(form)
    return form
