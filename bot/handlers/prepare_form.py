"""The form in which somebody says what to prepare: opened, read, and answered in its window."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt import App

from bot.handlers.call import Call
from bot.handlers.files import File
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts, now
from bot.handlers.prepare_interaction import PrepareInteraction
from bot.handlers.preparing import Preparing, Wanted
from bot.knowledge.models import LANGUAGES
from bot.prepare import NotPossible, Outline
from bot.prepare.team import Team
from bot.render.outline import word
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.prepare_form import Field
from bot.render.slack.prepare_ids import PrepareRef


def register(app: App, parts: Parts) -> None:
    """Listen to the form."""
    on = Listeners(app, parts, PrepareInteraction)
    on.states(ids.PREPARE_STATE)

    @on.form(ids.PREPARE_FORM)
    def handle_sent(form: PrepareInteraction) -> None:
        ref, errors = _filled(form)
        try:
            if errors:
                form.errors(errors)
            elif ref.outline:
                _outline(form, ref)
            else:
                made = form.preparing.checklist(ref, now().date(), form.person.zone)
                form.update(form.preparing.checklists.window(made, ref))
        except NotPossible as error:
            form.errors({Field.ACTION: str(error)})


def _outline(form: PrepareInteraction, ref: PrepareRef) -> None:
    """The outline in the window, and as a file: what was typed goes there and nowhere else."""
    organisation, preparing = form.inputs.text(Field.ORGANISATION), form.preparing
    issues = tuple(line for line in form.inputs.text(Field.ISSUES).splitlines() if line.strip())
    if dangers := _dangers(form, organisation, issues, ref):
        form.errors(dangers)
        return
    made = preparing.outline(ref, now().date(), organisation, issues)
    form.send_file(document(preparing, made))
    note = form.parts.desk.base.say("file_sent", form.language)
    form.update(preparing.outlines.window(made, ref, note))


def open_form(call: Call, ref: PrepareRef, under_way: Sequence[Team] = ()) -> Message:
    """Open the form on a command, with what is under way in the channel; the reply beside it leads
    back to it."""
    preparing = call.preparing
    below = preparing.windows.listed(under_way, "preparation_here", ref.language)
    call.open(preparing.forms.form(ref, below))
    return preparing.forms.opened(ref)


def asked_back(preparing: Preparing, wanted: Wanted) -> Message | None:
    """The question back where it is not sure which action or State is meant."""
    if not wanted.meant.sure:
        return preparing.forms.which(wanted.meant.actions, wanted.ref)
    if len(wanted.states) > 1:
        return preparing.forms.which_state(wanted.states, wanted.ref)
    return None


def document(preparing: Preparing, made: Outline) -> File:
    """An outline as a Word document."""
    content = word(made, preparing.wordings)
    return File(f"outline-{made.action}-{made.state}.docx", made.title, content)


def _filled(form: PrepareInteraction) -> tuple[PrepareRef, dict[str, str]]:
    """What was filled in, and by field what is wrong with it."""
    say, inputs, before, language = form.parts.desk.base.say, form.inputs, form.ref, form.language
    errors: dict[str, str] = {}
    name, _, mechanism = inputs.text(Field.ACTION).partition("/")
    action = form.preparing.prepare.actions.get(name)
    state, joint = inputs.text(Field.STATE), bool(inputs.several(Field.JOINT))
    if action is None or mechanism not in (action.mechanism, *action.any_of):
        errors[Field.ACTION] = say("changed", language)
    elif before.outline and action.outline is None:
        errors[Field.ACTION] = say("prepare_no_outline", language)
    elif joint and not action.joint:
        errors[Field.JOINT] = say("prepare_not_joint", language)
    if state and not form.parts.desk.states.knows(state):
        errors[Field.STATE] = say("prepare_bad_state", language)
    deadline = before.deadline
    if Field.DEADLINE in inputs:  # the hour that was given with the same day before stays
        day = inputs.text(Field.DEADLINE)
        deadline = deadline if day and (deadline or "").startswith(day) else day or None
    chosen = inputs.text(Field.LANGUAGE) if Field.LANGUAGE in inputs else before.text
    found = {
        "action": name,
        "mechanism": mechanism if action and mechanism != action.mechanism else None,
        "state": state or None,
        "joint": joint,
        "deadline": deadline,
        "text": chosen if chosen in LANGUAGES and chosen != before.language else None,
    }
    return before.model_copy(update=found), errors


def _dangers(
    form: PrepareInteraction, organisation: str, issues: Sequence[str], ref: PrepareRef
) -> dict[str, str]:
    """By field, what could identify somebody in what was typed: it does not go into a file that
    is named after it and passed on."""
    if form.parts.advocating is None:
        return {}
    say, language = form.parts.desk.base.say, ref.language
    texts = {
        Field.ISSUES: (say(Field.ISSUES, language), "\n".join(issues)),
        Field.ORGANISATION: (say(Field.ORGANISATION, language), organisation),
    }
    found = form.parts.advocating.typed.look(texts, ref.state, reader=language)
    plain = [one for one in found if one.verdict == "fix"]
    return {
        one.field: f"{one.says} ({one.shown}) {say('prepare_unsafe', language)}"[:2_000]
        for one in reversed(plain)
    }
