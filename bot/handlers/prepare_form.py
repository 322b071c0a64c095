"""The form in which somebody says what to prepare: opened, read, and answered in its window."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.call import Call
from bot.handlers.files import File, send_file
from bot.handlers.naming import offers_states
from bot.handlers.parts import Parts, now, workspace_of
from bot.handlers.preparing import Preparing, Wanted
from bot.knowledge.models import LANGUAGES
from bot.prepare import NotPossible, Outline
from bot.prepare.team import Team
from bot.render.outline import word
from bot.render.slack import Message
from bot.render.slack import prepare_ids as ids
from bot.render.slack.prepare_form import Field
from bot.render.slack.prepare_ids import PrepareRef

Values = dict[str, dict[str, dict[str, Any]]]


def register(app: App, parts: Parts) -> None:
    """Listen to the form."""

    def handle_sent(
        ack: Ack,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        view: dict[str, Any],
    ) -> None:
        before = PrepareRef.read(view.get("private_metadata"))
        preparing = parts.preparing_of(workspace_of(context))
        if before is None or preparing is None:
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
            return
        values = view["state"]["values"]
        ref, errors = _filled(parts, preparing, before, values)
        if errors:
            ack(response_action="errors", errors=errors)
            return
        try:
            if ref.outline:
                organisation, issues = _typed(values)
                if dangers := _dangers(parts, organisation, issues, ref):
                    ack(response_action="errors", errors=dangers)
                    return
                made = preparing.outline(ref, now().date(), organisation, issues)
                send_file(parts, client, body, ref.language, document(preparing, made))
                note = parts.desk.base.say("file_sent", ref.language)
                shown = preparing.outlines.window(made, ref, note)
            else:
                person = parts.people.person(client, workspace_of(context), body["user"]["id"])
                checklist = preparing.checklist(ref, now().date(), person.zone)
                shown = preparing.checklists.window(checklist, ref)
        except NotPossible as error:
            ack(response_action="errors", errors={Field.ACTION: str(error)})
            return
        ack(response_action="update", view=shown)

    app.view(ids.PREPARE_FORM)(handle_sent)
    app.options(ids.PREPARE_STATE)(offers_states(parts))


def open_form(
    call: Call, preparing: Preparing, ref: PrepareRef, under_way: Sequence[Team] = ()
) -> Message:
    """Open the form on a command, with what is under way in the channel; the reply beside it leads
    back to it."""
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


def _filled(
    parts: Parts, preparing: Preparing, before: PrepareRef, values: Values
) -> tuple[PrepareRef, dict[str, str]]:
    """What was filled in, and by field what is wrong with it."""
    say, language = parts.desk.base.say, before.language
    errors: dict[str, str] = {}
    name, _, mechanism = _option(values, Field.ACTION).partition("/")
    action = preparing.prepare.actions.get(name)
    state = _option(values, Field.STATE)
    joint = bool(values[Field.JOINT][Field.JOINT].get("selected_options"))
    if action is None or mechanism not in (action.mechanism, *action.any_of):
        errors[Field.ACTION] = say("changed", language)
    elif before.outline and action.outline is None:
        errors[Field.ACTION] = say("prepare_no_outline", language)
    elif joint and not action.joint:
        errors[Field.JOINT] = say("prepare_not_joint", language)
    if state and not parts.desk.states.knows(state):
        errors[Field.STATE] = say("prepare_bad_state", language)
    found = {
        "action": name,
        "mechanism": mechanism if action and mechanism != action.mechanism else None,
        "state": state or None,
        "joint": joint,
        "deadline": _day(values, before),
        "text": _language(values, before),
    }
    return before.model_copy(update=found), errors


def _option(values: Values, field: str) -> str:
    chosen = values[field][field].get("selected_option")
    return str(chosen["value"]) if chosen else ""


def _language(values: Values, before: PrepareRef) -> str | None:
    """The language of the text, where it is another than the person's."""
    chosen = _option(values, Field.LANGUAGE) if Field.LANGUAGE in values else before.text
    return chosen if chosen in LANGUAGES and chosen != before.language else None


def _day(values: Values, before: PrepareRef) -> str | None:
    """The day that was chosen; the hour that was given with the same day before stays."""
    if Field.DEADLINE not in values:
        return before.deadline
    day = values[Field.DEADLINE][Field.DEADLINE].get("selected_date")
    return before.deadline if day and (before.deadline or "").startswith(day) else day


def _dangers(
    parts: Parts, organisation: str, issues: Sequence[str], ref: PrepareRef
) -> dict[str, str]:
    """By field, what could identify somebody in what was typed: it does not go into a file that
    is named after it and passed on."""
    if parts.advocating is None:
        return {}
    say, language = parts.desk.base.say, ref.language
    texts = {
        Field.ISSUES: (say(Field.ISSUES, language), "\n".join(issues)),
        Field.ORGANISATION: (say(Field.ORGANISATION, language), organisation),
    }
    found = parts.advocating.typed.look(texts, ref.state)
    plain = [one for one in found if one.verdict == "fix"]
    return {
        one.field: f"{one.says} ({one.shown}) {say('prepare_unsafe', language)}"[:2_000]
        for one in reversed(plain)
    }


def _typed(values: Values) -> tuple[str, tuple[str, ...]]:
    """Who submits, and the issues: they go into the document and nowhere else."""
    organisation, issues = (
        str(values[field][field].get("value") or "") for field in (Field.ORGANISATION, Field.ISSUES)
    )
    return organisation, tuple(line for line in issues.splitlines() if line.strip())
