"""The interview in Slack: one window with all questions; the texts come as files, with the answers
as a file that the person keeps. Nothing of it is kept here."""

from __future__ import annotations

from typing import Any

from slack_bolt import App

from bot.handlers.advocating import Advocating
from bot.handlers.call import Call
from bot.handlers.files import File
from bot.handlers.inputs import Inputs
from bot.handlers.interaction import Interaction, Request
from bot.handlers.interview.window import (
    FORM,
    LOOKED_AT,
    OPEN,
    PREFIX,
    WANTED,
    InterviewForms,
    InterviewRef,
)
from bot.handlers.listeners import Listeners
from bot.handlers.naming import named
from bot.handlers.parts import Parts, now
from bot.prepare import NotPossible
from bot.prepare.interview import TEXTS, Answers, Remark, read_answers, written
from bot.render.interview_files import Files
from bot.render.interview_words import Values
from bot.render.slack import Message
from bot.settings import settings


class InterviewInteraction(Interaction[InterviewRef]):
    """The button that opens the window, or the window."""

    carries = InterviewRef


def commanded(call: Call) -> Message:
    """Open the window on a command; the reply beside it leads back to it."""
    forms, state = _forms(call), named(call.parts.desk.states, call.text).state
    ref = InterviewRef(language=call.language, state=state)
    call.open(forms.form(call.owned(ref)))
    return forms.opened(ref)


def register(app: App, parts: Parts) -> None:
    """Listen to the button that opens the window, and to the window."""
    on = Listeners(app, parts, InterviewInteraction)

    @on.buttons(OPEN)
    def handle_open(press: InterviewInteraction) -> None:
        press.open(_forms(press).form(press.owned(press.ref)), f"{OPEN}.0")

    @on.form(FORM)
    def handle_sent(form: InterviewInteraction) -> None:
        advocating, inputs, ref = form.advocating, form.inputs, form.ref
        forms, typed = _forms(form), _typed(inputs)
        try:
            answers, remarks = _looked_at(advocating, ref, typed)
        except NotPossible as error:
            remarks = (Remark(weight="stop", where="", says=str(error)),)
            form.update(forms.form(ref, typed, remarks))
            return
        grave = any(one.weight == "stop" for one in remarks)
        danger = any(one.weight == "danger" for one in remarks)
        if grave or (danger and "yes" not in inputs.several(LOOKED_AT)):
            form.update(forms.form(ref, typed, remarks))
            return
        wanted = [one for one in TEXTS if one in inputs.several(WANTED)]
        files = _files(parts, advocating, answers, wanted)
        form.update(forms.done([file.title for file in files], form.language))
        for file in files:
            form.send_file(file)


def _forms(request: Request) -> InterviewForms:
    """What renders the window. Raises Refusal without an interview."""
    desk = request.parts.desk
    return InterviewForms(desk.base, desk.states, request.advocating.interview)


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
        language=ref.language,
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
