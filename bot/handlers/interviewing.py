"""The interview in Slack: one window with all questions; the texts come as files, with the answers
as a file that the person keeps. Nothing of it is kept here."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers.advocating import Advocating
from bot.handlers.call import Call
from bot.handlers.files import File, send_file
from bot.handlers.inputs import Inputs
from bot.handlers.naming import named
from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, now, workspace_of
from bot.prepare import NotPossible
from bot.prepare.interview import TEXTS, Answers, Remark, read_answers, written
from bot.render.interview_files import Files
from bot.render.interview_words import Values
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import InterviewRef
from bot.render.slack.interview_form import LOOKED_AT, PREFIX, WANTED, spoken
from bot.settings import settings


def commanded(call: Call) -> Message:
    """Open the window on a command; the reply beside it leads back to it."""
    advocating = call.parts.advocating
    if advocating is None:
        return call.say("prepare_nothing")
    found = named(call.parts.desk.states, call.text)
    ref = InterviewRef(language=call.language, state=found.state)
    owned = ref.model_copy(update={"team": call.workspace.team, "person": call.user})
    call.open(advocating.interview_forms.form(owned))
    return advocating.interview_forms.opened(ref)


def register(app: App, parts: Parts) -> None:
    """Listen to the button that opens the window, and to the window."""

    def handle_open(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref = InterviewRef.read(body["actions"][0].get("value"))
        if ref is None or parts.advocating is None or not _known(parts, ref):
            tell(client, body, parts.windows.said("changed", ref.language if ref else "en"))
            return
        workspace, person = workspace_of(context), body["user"]["id"]
        language = parts.people.person(client, workspace, person).language
        own = {"language": language, "team": workspace.team, "person": person}
        again = (f"{ids.INTERVIEW}.0", ref.value)
        view = parts.advocating.interview_forms.form(ref.model_copy(update=own))
        open_window(parts, client, body, view, again)

    def handle_sent(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        workspace, person = workspace_of(context), body["user"]["id"]
        ref = InterviewRef.read((body.get("view") or {}).get("private_metadata"))
        advocating = parts.advocating_of(workspace)
        if ref is None or advocating is None or not ref.belongs(workspace.team, person):
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
            return
        inputs, forms = Inputs.of(body), advocating.interview_forms
        typed = _typed(inputs)
        try:
            answers, remarks = _looked_at(advocating, ref, typed)
        except NotPossible as error:
            remarks = (Remark(weight="stop", where="", says=str(error)),)
            ack(response_action="update", view=forms.form(ref, typed, remarks))
            return
        grave = any(one.weight == "stop" for one in remarks)
        danger = any(one.weight == "danger" for one in remarks)
        if grave or (danger and "yes" not in inputs.several(LOOKED_AT)):
            ack(response_action="update", view=forms.form(ref, typed, remarks))
            return
        wanted = [one for one in TEXTS if one in inputs.several(WANTED)]
        files = list(_files(parts, advocating, answers, wanted))
        ack(response_action="update", view=forms.done([file.title for file in files], ref.language))
        for file in files:
            send_file(parts, client, body, ref.language, file)

    app.action(re.compile(rf"^{ids.INTERVIEW}\.\d+$"))(handle_open)
    app.view(ids.INTERVIEW_FORM)(handle_sent)


def _known(parts: Parts, ref: InterviewRef) -> bool:
    return ref.state is None or parts.desk.states.knows(ref.state)


def _typed(inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """What stands in the window, by answer."""
    blocks = [block for block in inputs.blocks() if block.startswith(PREFIX)]
    lines = {block.removeprefix(PREFIX): inputs.text(block).splitlines() for block in blocks}
    return {name: tuple(line for line in found if line.strip()) for name, found in lines.items()}


def _looked_at(
    advocating: Advocating, ref: InterviewRef, typed: dict[str, tuple[str, ...]]
) -> tuple[Answers, tuple[Remark, ...]]:
    """The answers, and what is said of them. What was typed goes through the same gate as a file:
    its lengths and choices are checked there. Raises NotPossible."""
    texts = advocating.interview.texts
    each = {field.id for field in texts.fields(each=True)}
    given = Answers(
        language=spoken(ref.language),
        once={name: lines for name, lines in typed.items() if name not in each},
        concerns=({name: lines for name, lines in typed.items() if name in each},),
    )
    answers = read_answers(written(given, texts).encode(), texts)
    return answers, advocating.interview.remarks(answers, TEXTS, now().date())


def _files(parts: Parts, advocating: Advocating, answers: Answers, wanted: list[Any]) -> list[File]:
    interview, desk = advocating.interview, parts.desk
    made = interview.made(answers, wanted, now().date())
    values = Values(made, interview.texts, desk.base, desk.states)
    every = Files(made, values, interview.texts, settings().templates)
    say = interview.texts.words
    found = []
    for file in every.all(wanted, ("docx",), clean=False, concern=0):
        title = say[f"text_{file.name.removesuffix('.docx')}"].of(answers.language)
        found.append(File(file.name, title, file.content))
    own = written(answers, interview.texts).encode()
    keep = desk.base.say("interview_answers", answers.language)
    return [*found, File("answers.yaml", keep, own)]
