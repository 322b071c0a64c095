"""The window of the interview: its questions in order, and what was found above them. Nothing of it
is kept: the answers go back to the person as a file."""

from __future__ import annotations

from bot.handlers.kernel.blocks import Message, button, context, mrkdwn, plain, section, window
from bot.handlers.kernel.forms import Inputs, LONGEST, asked, boxes, found_by_typing, one_of, round_buttons, typing
from bot.handlers.kernel.interaction import Interaction, Request
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import state_mentions
from bot.handlers.kernel.refs import PersonalRef, StateCode
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Advocating, Services, now
from bot.handlers.kernel.text import escape, paragraphs
from bot.handlers.messages.form import MESSAGE_STATE
from bot.knowledge.models import Base, Language
from bot.prepare import NotPossible
from bot.prepare.interview import Answers, Field, Interview, Question, Remark, TEXTS, read_answers, written
from bot.render.interview_files import Files
from bot.render.interview_words import Values
from bot.settings import settings
from bot.states import StateNames
from collections.abc import Iterator, Mapping, Sequence
from slack_bolt import App
from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock, HeaderBlock, InputInteractiveElement
from typing import Any

OPEN = "interview"
"""Opens the window: `interview.0`."""


FORM = "interview_form"


DONE = "interview_done"


PREFIX = "answer."


LOOKED_AT, WANTED = "interview_looked_at", "interview_texts"


STATES = ("state", "recommender")
"""Answers that are found by typing a State's name."""


_REMARKS = 20
"""Remarks that are shown; who has more mends these first."""


class InterviewRef(PersonalRef):
    """The State that is known when the interview is opened."""

    state: StateCode | None = None


class InterviewForms:
    """Renders the window."""

    def __init__(self, base: Base, states: StateNames, interview: Interview) -> None:
        self._base, self._states, self._interview = base, states, interview

    def form(
        self,
        ref: InterviewRef,
        typed: Mapping[str, Sequence[str]] | None = None,
        remarks: Sequence[Remark] = (),
    ) -> dict[str, Any]:
        """The window; `typed` is what stands in its answers already, `remarks` what was found when
        it was sent off."""
        language = ref.language
        blocks = [
            *self._found(remarks, ref),
            context(self._base.say("message_not_kept", language)),
            *self._questions(typed or {}, ref),
            self._wanted(ref),
        ]
        title, close = (self._base.say(key, language) for key in ("interview_title", "close"))
        submit = self._base.say("message_make", language)
        return window(FORM, title, blocks, close=close, submit=submit, metadata=ref.value)

    def opened(self, ref: InterviewRef) -> Message:
        """The reply to the command, beside the window: the way back to it."""
        lead = self._base.say("interview_lead", ref.language)
        label = self._base.say("interview_title", ref.language)
        back = button(label, f"{OPEN}.0", ref.value)
        return Message(escape(lead), (section(lead), ActionsBlock(elements=[back])))

    def done(self, made: Sequence[str], language: Language) -> dict[str, Any]:
        """The window once the files are on their way: what was made."""
        title, close = (self._base.say(key, language) for key in ("interview_title", "close"))
        lines = [self._base.say("interview_sent", language), *made]
        blocks = list(map(mrkdwn, paragraphs([escape(line) for line in lines])))
        return window(DONE, title, blocks, close=close)

    def _found(self, remarks: Sequence[Remark], ref: InterviewRef) -> Iterator[Block]:
        if not remarks:
            return
        words, own = self._interview.texts.words, ref.language
        yield HeaderBlock(text=plain(words["remark_first"].of(own), 150))
        lines = []
        for one in remarks[:_REMARKS]:
            where = f"{one.where}: " if one.where else ""
            weight = words[f"weight_{one.weight}"].of(own)
            lines.append(f"*{escape(weight)}*: {escape(where + one.says)}")
        yield from map(mrkdwn, paragraphs(lines))
        if any(one.weight == "danger" for one in remarks):
            label = self._base.say("interview_looked_at", ref.language)
            element = boxes(LOOKED_AT, [("yes", label)])
            yield asked(LOOKED_AT, words["weight_danger"].of(own), element, optional=True)
        yield DividerBlock()

    def _questions(self, typed: Mapping[str, Sequence[str]], ref: InterviewRef) -> Iterator[Block]:
        every = self._interview.texts.questions
        for number, question in enumerate(every, 1):
            ask = question.ask.of(ref.language)
            yield HeaderBlock(text=plain(f"{number}/{len(every)} {ask}", 150))
            for field in question.fields:
                yield self._input(field, question, typed.get(field.id, ()), ref)

    def _input(
        self, field: Field, question: Question, typed: Sequence[str], ref: InterviewRef
    ) -> Block:
        language = ref.language
        element = self._element(field, typed, ref)
        # what nothing can be made without; all else may stay a blank
        known = question.id in ("where", "sender", "consent")
        needed = known and not (field.optional or field.texts)
        label, hint = field.label.of(language), field.hint.of(language)
        return asked(f"{PREFIX}{field.id}", label, element, hint=hint, optional=not needed)

    def _element(
        self, field: Field, typed: Sequence[str], ref: InterviewRef
    ) -> InputInteractiveElement:
        action, first = f"{PREFIX}{field.id}", typed[0] if typed else ""
        if field.id in STATES:
            code = first or (ref.state or "" if field.id == "state" else "")
            known = (code, self._states.name(code, ref.language)) if code else None
            example = self._base.say("home_states_hint", ref.language)
            return found_by_typing(f"{MESSAGE_STATE}.{field.id}", example, known)
        if field.id == "to":
            bodies = [(one, self._base.mechanisms[one].short) for one in self._interview.bodies]
            return one_of(action, bodies, first)
        if field.choices:
            return round_buttons(action, [(one, one) for one in field.choices], first)
        longest = min(field.longest * field.lines + field.lines - 1, LONGEST)
        return typing(action, longest, "\n".join(typed), lines=field.lines > 1 or None)

    def _wanted(self, ref: InterviewRef) -> Block:
        words, language = self._interview.texts.words, ref.language
        labelled = [(one, words[f"text_{one}"].of(language)) for one in TEXTS]
        label = self._base.say("interview_texts", ref.language)
        return asked(WANTED, label, boxes(WANTED, labelled, TEXTS))


class InterviewInteraction(Interaction[InterviewRef]):
    """The button that opens the window, or the window."""

    carries = InterviewRef


def commanded(call: Call) -> Message:
    """Open the window on a command; the reply beside it leads back to it."""
    forms, state = _forms(call), state_mentions(call.parts.desk.states, call.text).state
    ref = InterviewRef(language=call.language, state=state)
    call.open(forms.form(call.owned(ref)))
    return forms.opened(ref)


def register(app: App, parts: Services) -> None:
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


def _files(parts: Services, advocating: Advocating, answers: Answers, wanted: list[Any]) -> list[File]:
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

