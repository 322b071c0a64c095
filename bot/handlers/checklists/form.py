"""The form in which a person says what to prepare, for which State; and the questions back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated

from slack_bolt import App
from slack_sdk.models.blocks import Block

from bot.handlers.checklists.blocks import SlackChecklists, SlackOutlines
from bot.handlers.kernel.blocks import Message, Notices, button, context, window
from bot.handlers.kernel.forms import Form, PhraseCall, Wrong
from bot.handlers.kernel.inputs import Box, Day, Offered, OneOf, Page, Searched, Typed
from bot.handlers.kernel.interaction import PrepareInteraction, Request, View
from bot.handlers.kernel.links import CHECKLIST, OUTLINE, PrepareRef
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import PrepareRequest, actions_offered
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Services, Toolkit, today
from bot.knowledge.models import OWN_NAMES, Language
from bot.prepare import NotPossible, Outline
from bot.render.outline import word

PREPARE_FORM = "prepare_form"
PREPARE_STATE = "prepare_state"


class PrepareForm(Form):
    """What is prepared, and for which State: a checklist asks for a deadline, an outline for what
    goes into its document. What is typed there is kept nowhere."""

    action: Annotated[str, OneOf("prepare_action", example="prepare_action_hint")] = ""
    """An action and a mechanism: `upr-submission/upr`."""
    state: Annotated[str | None, Searched(PREPARE_STATE, optional=True)] = None
    joint: Annotated[
        bool, Box("prepare_joint", label="prepare_who", ticked="prepare_joint", optional=True)
    ] = False
    deadline: Annotated[
        dt.date | None, Day("prepare_deadline", optional=True, hint="prepare_deadline_hint")
    ] = None
    organisation: Annotated[str, Typed("prepare_organisation", 300, lines=False, optional=True)] = (
        ""
    )
    issues: Annotated[
        str, Typed("prepare_issues", 1_500, optional=True, hint="prepare_issues_hint")
    ] = ""
    text: Annotated[Language | None, OneOf("prepare_language", hint="prepare_language_hint")] = None


def form_window(page: Page, toolkit: Toolkit, ref: PrepareRef, below: Sequence[Block] = ()) -> View:
    """The form, filled in with what is known already, and what stands `below` it."""
    action = toolkit.actions.get(ref.action or "")
    of = ref.mechanism or (action.mechanism if action else "")
    known = PrepareForm(
        action=f"{ref.action}/{of}",
        state=ref.state,
        joint=ref.joint,
        deadline=dt.date.fromisoformat(ref.deadline[:10]) if ref.deadline else None,
        text=ref.written_in,
    )
    one_mechanism = None if ref.action else ref.mechanism
    offered: dict[str, Offered] = {
        "action": actions_offered(page, toolkit, one_mechanism, outlined=ref.outline),
        "text": list(OWN_NAMES.items()),
    }
    only = {"action", "state", "joint"}
    only |= {"organisation", "issues"} if ref.outline else {"deadline"}
    required = {"state"} if ref.outline else set()
    blocks = [
        *known.blocks(page, only=only, offered=offered, required=required),
        *([context(page.say("prepare_not_kept"))] if ref.outline else []),
        *known.blocks(page, only={"text"}, offered=offered),
        *below,
    ]
    title = page.say("outline" if ref.outline else "checklist")
    submit = page.say("prepare_word" if ref.outline else "prepare_show")
    close = page.say("cancel")
    return window(PREPARE_FORM, title, blocks, close=close, submit=submit, metadata=ref.value)


def register(app: App, services: Services) -> None:
    """Listen to the form."""
    on = Listeners(app, services, PrepareInteraction)
    on.states(PREPARE_STATE)

    @on.form(PREPARE_FORM)
    def handle_sent(form: PrepareInteraction) -> None:
        filled = form.read_form(PrepareForm)
        ref = _prepare_ref(form, filled)
        try:
            if ref.outline:
                _outline(form, filled, ref)
            else:
                checklist = form.toolkit.checklist(ref, today(), form.own_zone)
                renderer = SlackChecklists(form.base, form.toolkit.wordings)
                form.update(renderer.window(checklist, ref))
        except NotPossible as error:
            raise Wrong({"prepare_action": str(error)}) from error


def _outline(form: PrepareInteraction, filled: PrepareForm, ref: PrepareRef) -> None:
    """The outline in the window, and as a file: what was typed goes there and nowhere else."""
    issues = tuple(line for line in filled.issues.splitlines() if line.strip())
    _refuse_dangers(form, filled.organisation, issues, ref)
    outline = form.toolkit.outline(ref, today(), filled.organisation, issues)
    form.send_file(document(form, outline))
    renderer = SlackOutlines(form.base, form.toolkit.wordings)
    form.update(renderer.window(outline, ref, form.phrase("file_sent")))


def open_form(call: Call, ref: PrepareRef, below: Sequence[Block] = ()) -> Message:
    """Open the form on a command, with what stands below it; the reply beside it leads back to
    it."""
    call.open(form_window(call.page, call.toolkit, ref, below))
    what = OUTLINE if ref.outline else CHECKLIST
    label = call.phrase("outline" if ref.outline else "checklist")
    back = button(label, f"{what}.0", ref.value)
    return call.services.notices.way_back(call.phrase("prepare_which_action"), back)


def asked_back(call: Call, request: PrepareRequest) -> Message | None:
    """The question back where it is not sure which action or State is meant."""
    if not request.match.sure:
        return which(call.page, call.toolkit, request.match.actions, request.ref)
    if len(request.states) > 1:
        return which_state(call.page, request.states, request.ref)
    return None


def which(page: Page, toolkit: Toolkit, actions: Sequence[str], ref: PrepareRef) -> Message:
    """Which action is meant? Each as a button; the last opens the form."""
    title = toolkit.prepare.title
    answers = [(title(action, ref.language), {"action": action}) for action in actions]
    answers.append((page.say("prepare_all"), {}))
    return _question(page, "prepare_which" if actions else "prepare_none", answers, ref)


def which_state(page: Page, codes: Sequence[str], ref: PrepareRef) -> Message:
    """Which State is meant? Each as a button."""
    return _question(page, "choose_state", [(page.state(c)[1], {"state": c}) for c in codes], ref)


def _question(
    page: Page, lead: str, answers: Sequence[tuple[str, dict[str, str]]], ref: PrepareRef
) -> Message:
    """A question (a phrase's key), and a button for each answer: its label, what it sets."""
    what = OUTLINE if ref.outline else CHECKLIST
    buttons = [
        button(label, f"{what}.{number}", ref.model_copy(update=dict(answer)).value)
        for number, (label, answer) in enumerate(answers)
    ]
    return Notices(page.base).way_back(page.say(lead), *buttons)


def document(request: Request, outline: Outline) -> File:
    """An outline as a Word document."""
    content = word(outline, request.toolkit.wordings)
    return File(f"outline-{outline.action}-{outline.state}.docx", outline.title, content)


def _prepare_ref(form: PrepareInteraction, filled: PrepareForm) -> PrepareRef:
    """What was filled in. Raises Wrong for all that is not known, or does not fit together."""
    before, wrong = form.ref, {}
    name, _, mechanism = filled.action.partition("/")
    action = form.toolkit.actions.get(name)
    if action is None or mechanism not in (action.mechanism, *action.any_of):
        wrong["prepare_action"] = PhraseCall("changed")
    elif before.outline and action.outline is None:
        wrong["prepare_action"] = PhraseCall("prepare_no_outline")
    elif filled.joint and not action.joint:
        wrong["prepare_joint"] = PhraseCall("prepare_not_joint")
    if filled.state and not form.states.knows(filled.state):
        wrong[PREPARE_STATE] = PhraseCall("prepare_bad_state")
    if action is None or wrong:
        raise Wrong(wrong)
    deadline = before.deadline
    if "prepare_deadline" in form.inputs:  # the hour given with the same day before stays
        day = filled.deadline.isoformat() if filled.deadline else ""
        deadline = deadline if day and (deadline or "").startswith(day) else day or None
    values = {
        "action": name,
        "mechanism": mechanism if mechanism != action.mechanism else None,
        "state": filled.state,
        "joint": filled.joint,
        "deadline": deadline,
        "text": filled.text if filled.text != before.language else None,
    }
    return before.model_copy(update=values)


def _refuse_dangers(
    form: PrepareInteraction, organisation: str, issues: Sequence[str], ref: PrepareRef
) -> None:
    """Raises Wrong for what could identify somebody in what was typed: it does not go into a file
    that is named after it and passed on."""
    texts = {
        "prepare_issues": (form.phrase("prepare_issues"), "\n".join(issues)),
        "prepare_organisation": (form.phrase("prepare_organisation"), organisation),
    }
    dangers = form.toolkit.typed.look(texts, ref.state, reader=form.language)
    unsafe = form.phrase("prepare_unsafe")
    wrong = {
        danger.field: f"{danger.says} ({danger.shown}) {unsafe}"[:2_000]
        for danger in reversed([danger for danger in dangers if danger.verdict == "fix"])
    }
    if wrong:
        raise Wrong(wrong)
