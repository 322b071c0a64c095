"""The interview in Slack: one window with all questions; the texts come as files, with the answers
as a file that the person keeps. Nothing of it is kept here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_bolt import App
from slack_sdk.models.blocks import (
    Block,
    DividerBlock,
    HeaderBlock,
)

from bot.handlers.kernel.blocks import Message, Page, button, context, mrkdwn, plain
from bot.handlers.kernel.inputs import (
    LONGEST,
    Box,
    Boxes,
    Input,
    Inputs,
    Labelled,
    OneOf,
    RoundButtons,
    Searched,
    Typed,
)
from bot.handlers.kernel.interaction import Interaction, Request
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import state_mentions
from bot.handlers.kernel.refs import MESSAGE_STATE, PersonalRef, StateCode
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Services, Toolkit, today
from bot.handlers.kernel.text import escape, paragraphs
from bot.prepare import NotPossible
from bot.prepare.interview import (
    TEXTS,
    Answers,
    Field,
    Interview,
    InterviewQuestion,
    Remark,
    answers_file,
    read_answers,
)
from bot.render.interview import InterviewFiles
from bot.render.interview_words import Values
from bot.settings import settings

OPEN = "interview"
"""Opens the window: `interview.0`."""
FORM = "interview_form"
DONE = "interview_done"
PREFIX = "answer."
LOOKED_AT = Box("interview_looked_at", option="yes", optional=True)
WANTED = Boxes("interview_texts")
STATES = ("state", "recommender")
"""Answers that are found by typing a State's name."""
_REMARKS = 20
"""Remarks that are shown; who has more mends these first."""


class InterviewRef(PersonalRef):
    """The State that is known when the interview is opened."""

    state: StateCode | None = None


class InterviewWindow:
    """Renders the window."""

    def __init__(self, page: Page, interview: Interview) -> None:
        self._page, self._interview = page, interview

    def form(
        self,
        ref: InterviewRef,
        typed: Mapping[str, Sequence[str]] | None = None,
        remarks: Sequence[Remark] = (),
    ) -> dict[str, Any]:
        """The window; `typed` is what stands in its answers already, `remarks` what was found when
        it was sent off."""
        blocks = [
            *self._remark_blocks(remarks, ref),
            context(self._page.say("message_not_kept")),
            *self._questions(typed or {}, ref),
            self._texts_block(ref),
        ]
        return self._page.window(FORM, "interview_title", blocks, ref.value, submit="message_make")

    def result(self, titles: Sequence[str]) -> dict[str, Any]:
        """The window once the files are on their way: what was made."""
        lines = [self._page.say("interview_sent"), *titles]
        blocks = list(map(mrkdwn, paragraphs([escape(line) for line in lines])))
        return self._page.window(DONE, "interview_title", blocks)

    def _remark_blocks(self, remarks: Sequence[Remark], ref: InterviewRef) -> Iterator[Block]:
        if not remarks:
            return
        words, own = self._interview.texts.words, ref.language
        yield HeaderBlock(text=plain(words["remark_first"].of(own), 150))
        lines = []
        for remark in remarks[:_REMARKS]:
            where = f"{remark.where}: " if remark.where else ""
            weight = words[f"weight_{remark.weight}"].of(own)
            lines.append(f"*{escape(weight)}*: {escape(where + remark.says)}")
        yield from map(mrkdwn, paragraphs(lines))
        if any(remark.weight == "danger" for remark in remarks):
            yield LOOKED_AT.input_block(self._page, label=words["weight_danger"].of(own))
        yield DividerBlock()

    def _questions(self, typed: Mapping[str, Sequence[str]], ref: InterviewRef) -> Iterator[Block]:
        every = self._interview.texts.questions
        for number, question in enumerate(every, 1):
            ask = question.ask.of(ref.language)
            yield HeaderBlock(text=plain(f"{number}/{len(every)} {ask}", 150))
            for field in question.fields:
                yield self._field_block(field, question, typed.get(field.id, ()), ref)

    def _field_block(
        self, field: Field, question: InterviewQuestion, typed: Sequence[str], ref: InterviewRef
    ) -> Block:
        language, value = ref.language, typed[0] if typed else ""
        # what nothing can be made without; all else may stay a blank
        known = question.id in ("where", "sender", "consent")
        needed = known and not (field.optional or field.texts)
        offered: list[Labelled] = [(choice, choice) for choice in field.choices]
        if field.id in STATES:
            value = value or (ref.state or "" if field.id == "state" else "")
        elif field.id == "to":
            bodies = self._interview.bodies
            offered = [(body, self._page.base.mechanisms[body].short) for body in bodies]
        elif not field.choices:
            value = "\n".join(typed)
        label, hint = field.label.of(language), field.hint.of(language)
        return _input(field, not needed).input_block(
            self._page, value, offered, label=label, hint=hint
        )

    def _texts_block(self, ref: InterviewRef) -> Block:
        words, language = self._interview.texts.words, ref.language
        labelled = [(kind, words[f"text_{kind}"].of(language)) for kind in TEXTS]
        return WANTED.input_block(self._page, TEXTS, labelled)


def _input(field: Field, optional: bool) -> Input:
    """The input of an answer."""
    block = f"{PREFIX}{field.id}"
    if field.id in STATES:
        return Searched(block, action=f"{MESSAGE_STATE}.{field.id}", optional=optional)
    if field.id == "to":
        return OneOf(block, optional=optional)
    if field.choices:
        return RoundButtons(block, optional=optional)
    longest = min(field.longest * field.lines + field.lines - 1, LONGEST)
    return Typed(block, longest, lines=field.lines > 1 or None, optional=optional)


class InterviewInteraction(Interaction[InterviewRef]):
    """The button that opens the window, or the window."""

    carries = InterviewRef


def handle_command(call: Call) -> Message:
    """Open the window on a command; the reply beside it leads back to it."""
    state = state_mentions(call.states, call.text).state
    ref = InterviewRef(language=call.language, state=state)
    call.open(_window(call).form(call.owned(ref)))
    back = button(call.phrase("interview_title"), f"{OPEN}.0", ref.value)
    return call.services.notices.way_back(call.phrase("interview_lead"), back)


def register(app: App, services: Services) -> None:
    """Listen to the button that opens the window, and to the window."""
    on = Listeners(app, services, InterviewInteraction)

    @on.buttons(OPEN)
    def handle_open(press: InterviewInteraction) -> None:
        press.open(_window(press).form(press.owned(press.ref)), f"{OPEN}.0")

    @on.form(FORM)
    def handle_sent(form: InterviewInteraction) -> None:
        toolkit, inputs, ref = form.toolkit, form.inputs, form.ref
        forms, typed = _window(form), _typed(inputs)
        try:
            answers, remarks = _looked_at(toolkit, ref, typed)
        except NotPossible as error:
            remarks = (Remark(weight="stop", where="", says=str(error)),)
            form.update(forms.form(ref, typed, remarks))
            return
        grave = any(remark.weight == "stop" for remark in remarks)
        danger = any(remark.weight == "danger" for remark in remarks)
        if grave or (danger and not LOOKED_AT.read(inputs)):
            form.update(forms.form(ref, typed, remarks))
            return
        texts = [kind for kind in TEXTS if kind in inputs.several(WANTED.block)]
        files = _files(services, toolkit, answers, texts)
        form.update(forms.result([file.title for file in files]))
        for file in files:
            form.send_file(file)


def _window(request: Request) -> InterviewWindow:
    """What renders the window. Raises Refusal without an interview."""
    return InterviewWindow(request.page, request.toolkit.interview)


def _typed(inputs: Inputs) -> dict[str, tuple[str, ...]]:
    """What stands in the window, by answer."""
    blocks = [block for block in inputs.blocks() if block.startswith(PREFIX)]
    lines = {block.removeprefix(PREFIX): inputs.text(block).splitlines() for block in blocks}
    return {
        name: tuple(line for line in lines_found if line.strip())
        for name, lines_found in lines.items()
    }


def _looked_at(
    toolkit: Toolkit, ref: InterviewRef, typed: dict[str, tuple[str, ...]]
) -> tuple[Answers, tuple[Remark, ...]]:
    """The answers, and what is said of them. What was typed goes through the same gate as a file:
    its lengths and choices are checked there. Raises NotPossible."""
    texts = toolkit.interview.texts
    each = {field.id for field in texts.fields(each=True)}
    given = Answers(
        language=ref.language,
        once={name: lines for name, lines in typed.items() if name not in each},
        concerns=({name: lines for name, lines in typed.items() if name in each},),
    )
    answers = read_answers(answers_file(given, texts).encode(), texts)
    return answers, toolkit.interview.remarks(answers, TEXTS, today())


def _files(services: Services, toolkit: Toolkit, answers: Answers, names: list[Any]) -> list[File]:
    interview, desk = toolkit.interview, services.desk
    texts_made = interview.make(answers, names, today())
    values = Values(texts_made, interview.texts, desk.base, desk.states)
    every = InterviewFiles(texts_made, values, interview.texts, settings().templates)
    say = interview.texts.words
    files = []
    for file in every.all(names, ("docx",), clean=False, concern=0):
        title = say[f"text_{file.name.removesuffix('.docx')}"].of(answers.language)
        files.append(File(file.name, title, file.content))
    own = answers_file(answers, interview.texts).encode()
    keep = desk.base.say("interview_answers", answers.language)
    return [*files, File("answers.yaml", keep, own)]
