"""Checklists and outlines in Slack: the commands, the form in which a person says what to prepare
for which State, the questions back, the buttons, the files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Annotated

from slack_bolt import App
from slack_sdk.models.blocks import Block

from bot.handlers.checklists.blocks import (
    CHECKLIST_CALENDAR,
    CHECKLIST_SHARE,
    CHECKLIST_WHY,
    CHECKLIST_WORD,
    OUTLINE_FILL,
    OUTLINE_WORD,
    SlackChecklists,
    SlackOutlines,
)
from bot.handlers.kernel.blocks import Message, Notices, Page, button, context
from bot.handlers.kernel.forms import Form, PhraseCall, Wrong
from bot.handlers.kernel.inputs import Box, Day, Offered, OneOf, Searched, Typed
from bot.handlers.kernel.interaction import Refusal, Request, View
from bot.handlers.kernel.listeners import Call, Listeners, PrepareInteraction
from bot.handlers.kernel.naming import PrepareRequest, actions_offered, prepare_request
from bot.handlers.kernel.refs import CHECKLIST, OUTLINE, PrepareRef, not_possible
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Services, Toolkit, now, today
from bot.knowledge.models import OWN_NAMES, Language
from bot.prepare import Checklist, NotPossible, Outline
from bot.render.checklist import file_name, word
from bot.render.ics import NoDates, calendar_file
from bot.render.outline import word as outline_word

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
    title, submit = ("outline", "prepare_word") if ref.outline else ("checklist", "prepare_show")
    return page.window(PREPARE_FORM, title, blocks, ref.value, close="cancel", submit=submit)


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
    content = outline_word(outline, request.toolkit.wordings)
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


UnderWay = Callable[[Call], Sequence[Block]]
"""What is under way in the channel of a command, to stand below the form."""


def handle_checklist_command(call: Call, under_way: UnderWay) -> Message:
    """The reply to the command: the checklist, or a question back; the form where nothing is
    named."""
    ref, toolkit = PrepareRef(language=call.language, channel=call.channel), call.toolkit
    if not call.text:
        return open_form(call, ref, under_way(call))
    request = prepare_request(call.services.desk, toolkit, call.text, ref)
    if back := asked_back(call, request):
        return back
    try:
        checklist = toolkit.checklist(request.ref, today(), call.own_zone)
    except NotPossible as error:
        return not_possible(call.base, str(error), request.ref)
    return SlackChecklists(call.base, toolkit.wordings).message(
        checklist, request.ref, private=True
    )


def handle_outline_command(call: Call) -> Message:
    """The reply to the command: the outline, or a question back; the form where something is
    missing."""
    ref = PrepareRef(language=call.language, channel=call.channel, outline=True)
    toolkit = call.toolkit
    if not call.text:
        return open_form(call, ref)
    request = prepare_request(call.services.desk, toolkit, call.text, ref)
    if back := asked_back(call, request):
        return back
    if request.ref.state is None:
        return open_form(call, request.ref)
    try:
        outline = toolkit.outline(request.ref, today())
    except NotPossible as error:
        return not_possible(call.base, str(error), request.ref)
    return SlackOutlines(call.base, toolkit.wordings).message(outline, request.ref)


class ChecklistInteraction(PrepareInteraction):
    """A button about a checklist."""

    @property
    def blocks(self) -> SlackChecklists:
        """What renders it."""
        return SlackChecklists(self.base, self.toolkit.wordings)

    def checklist(self) -> Checklist:
        """The checklist. Raises NotPossible."""
        return self.toolkit.checklist(self.ref, today(), self.own_zone)


class OutlineInteraction(PrepareInteraction):
    """The same for an outline, whatever the button came from."""

    @property
    def blocks(self) -> SlackOutlines:
        """What renders it."""
        return SlackOutlines(self.base, self.toolkit.wordings)

    def for_person(self, ref: PrepareRef) -> PrepareRef:
        """An outline is wanted, and not a checklist."""
        return super().for_person(ref).model_copy(update={"outline": True})

    def outline(self) -> Outline:
        """The outline. Raises NotPossible."""
        return self.toolkit.outline(self.ref, today())


def register(app: App, services: Services) -> None:
    """Listen to the buttons of checklists and outlines, and to the form."""
    on = Listeners(app, services, ChecklistInteraction)
    of_outline = Listeners(app, services, OutlineInteraction)
    on.states(PREPARE_STATE)

    @on.buttons(CHECKLIST)
    def handle_checklist(press: ChecklistInteraction) -> None:
        if press.ref.action is None:
            press.open(form_window(press.page, press.toolkit, press.ref), f"{CHECKLIST}.0")
        elif press.in_message:
            press.tell(press.blocks.message(press.checklist(), press.ref, private=True))
        else:
            press.open(press.blocks.window(press.checklist(), press.ref), f"{CHECKLIST}.0")

    @on.button(CHECKLIST_WHY)
    def handle_why(press: ChecklistInteraction) -> None:
        press.open(press.blocks.why(press.checklist(), press.ref), CHECKLIST_WHY)

    @on.button(CHECKLIST_WORD)
    def handle_word(press: ChecklistInteraction) -> None:
        checklist = press.checklist()
        content = word(checklist, press.toolkit.wordings)
        press.send_file(File(file_name(checklist, "docx"), checklist.title, content))

    @on.button(CHECKLIST_CALENDAR)
    def handle_calendar(press: ChecklistInteraction) -> None:
        checklist = press.checklist()
        try:
            content = calendar_file(checklist, press.toolkit.wordings, now())
        except NoDates as error:  # the calendar changed since the button was shown
            raise Refusal("changed") from error
        press.send_file(File(file_name(checklist, "ics"), checklist.title, content))

    @on.button(CHECKLIST_SHARE)
    def handle_share(press: ChecklistInteraction) -> None:
        press.share(press.blocks.message(press.checklist(), press.ref, private=False))

    @of_outline.buttons(OUTLINE)
    def handle_outline(press: OutlineInteraction) -> None:
        if press.ref.action is None or press.ref.state is None:
            press.open(form_window(press.page, press.toolkit, press.ref), f"{OUTLINE}.0")
        elif press.in_message:
            press.tell(press.blocks.message(press.outline(), press.ref))
        else:
            press.open(press.blocks.window(press.outline(), press.ref), f"{OUTLINE}.0")

    @of_outline.button(OUTLINE_WORD)
    def handle_document(press: OutlineInteraction) -> None:
        press.send_file(document(press, press.outline()))

    @of_outline.button(OUTLINE_FILL)
    def handle_fill(press: OutlineInteraction) -> None:
        press.open(form_window(press.page, press.toolkit, press.ref), OUTLINE_FILL)

    @Listeners(app, services, PrepareInteraction).form(PREPARE_FORM)
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
