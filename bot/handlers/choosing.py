"""Which way to go, in Slack: the command, the questions, and the ways in order, in a window and as
a message for those who want to keep it. What is answered stands in the window alone, as long as it
is open.

Public: `handle_command` (the word `choose`), `register`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Self

from pydantic import ValidationError
from slack_bolt import App
from slack_sdk.models.blocks import ActionsBlock, Block, HeaderBlock

from bot.choosing import CaseFacts, JudgedWay, QuestionText, Result, Who, answered, questions
from bot.handlers.kernel.blocks import (
    Message,
    Page,
    button,
    confirmation,
    context,
    mrkdwn,
    plain,
    window,
)
from bot.handlers.kernel.forms import Form, Wrong
from bot.handlers.kernel.inputs import Boxes, Day, RoundButtons, Searched
from bot.handlers.kernel.interaction import Interaction, Refusal, Request, View
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import state_mentions
from bot.handlers.kernel.refs import CHECKLIST, CHOOSE, OUTLINE, ChooseRef, PrepareRef, StateCode
from bot.handlers.kernel.sending import direct_message
from bot.handlers.kernel.services import Services, today
from bot.handlers.kernel.text import escape, paragraphs
from bot.knowledge.models import Base
from bot.prepare import Action
from bot.render.choosing import WayLine, WaySection, sections, short
from bot.render.choosing_words import WayWords
from bot.render.words import DisplayNames

FORM = "choose_form"
STATE = "choose_state"
WHO = "choose_who"
ACTOR = "choose_actor"
ACTOR_STATE = "choose_actor_state"


class ChosenRef(ChooseRef):
    """The answers to the questions, as long as the window stands: values of the questions' options,
    and a day. They are in no message."""

    actor: tuple[str, ...] = ()
    actor_state: StateCode | None = None
    tried: tuple[str, ...] = ()
    last: dt.date | None = None
    hope: str | None = None


class QuestionsForm(Form):
    """The questions; their words and options are curated, and the last ones depend on whom it is
    about."""

    state: Annotated[StateCode | None, Searched(STATE, optional=True)] = None
    who: Annotated[str | None, RoundButtons(WHO, optional=True, at_once=True)] = None
    about: Annotated[tuple[str, ...], Boxes("choose_about", optional=True)] = ()
    actor: Annotated[tuple[str, ...], Boxes(ACTOR, optional=True, at_once=True)] = ()
    actor_state: Annotated[StateCode | None, Searched(ACTOR_STATE, optional=True)] = None
    danger: Annotated[tuple[str, ...], Boxes("choose_danger", optional=True)] = ()
    tried: Annotated[tuple[str, ...], Boxes("choose_tried", optional=True)] = ()
    last: Annotated[dt.date | None, Day("choose_last", optional=True)] = None
    """When something that was tried ended."""
    hope: Annotated[str | None, RoundButtons("choose_hope", optional=True)] = None

    @classmethod
    def of(cls, ref: ChosenRef) -> Self:
        """The form with what is answered already."""
        return cls(**{name: getattr(ref, name) for name in cls.model_fields})

    def chosen_ref(self, ref: ChooseRef) -> ChosenRef:
        """The answers, for the person whose window it is."""
        return ChosenRef(
            language=ref.language, team=ref.team, person=ref.person, **self.model_dump()
        )

    @property
    def answered(self) -> bool:
        """Whether anything was."""
        return any(getattr(self, name) for name in type(self).model_fields)


def _questions(request: Request, ref: ChosenRef) -> View:
    """The questions in the language of a window, with what is answered already. Raises Refusal
    where there are none."""
    texts = request.toolkit.chooser.in_language(ref.language).rules.questions
    page = Page(request.base, request.states, ref.language)
    form, inputs = QuestionsForm.of(ref), QuestionsForm.inputs()
    blocks: list[Block] = []
    if page.language != "en":
        blocks.append(context(f"{page.say('translation_unread').capitalize()}."))
    for question in questions(texts, _who(ref.who), "other-state" in ref.actor):
        name = question.key.replace("-", "_")
        offered = [(option.value, option.label) for option in question.options]
        hint = question.hint if offered else ""
        blocks.append(
            inputs[name].input_block(
                page, getattr(form, name), offered, label=question.text, hint=hint
            )
        )
        if question.date:
            blocks.append(form.block("last", page))
    blocks.append(context(page.say("choose_not_kept")))
    before = ChooseRef(language=ref.language, team=ref.team, person=ref.person, state=ref.state)
    return page.window(FORM, "choose_title", blocks, before.value, submit="choose_show")


def _who(value: str | None) -> Who | None:
    known: tuple[Who, ...] = ("person", "group", "situation", "law")
    return next((who for who in known if who == value), None)


def result(request: Request, ref: ChosenRef) -> Result:
    """The ways for the answers, in the language of the window. Raises Refusal where one of them is
    none that was offered."""
    if ref.changed(request.services.known) is None:
        raise Refusal("changed")
    try:
        facts = CaseFacts(
            on=today(),
            **answered("state", [ref.state] if ref.state else []),
            **answered("who", [ref.who] if ref.who else []),
            **answered("about", ref.about),
            **answered("actor", ref.actor),
            **answered("actor-state", [ref.actor_state] if ref.actor_state else []),
            **answered("danger", ref.danger),
            **answered("tried", ref.tried, ref.last),
            **answered("hope", [ref.hope] if ref.hope else []),
        )
    except ValidationError as error:
        raise Refusal("changed") from error
    return request.toolkit.chooser.in_language(ref.language).choose(facts)


PAGE = "choose_page"
CHANGE = "choose_change"
SEND = "choose_send"
MORE = "choose_more"
MORE_PAGE = "choose_more_page"
SOURCES = "choose_sources"
SOURCES_PAGE = "choose_sources_page"
LONGEST = 11_000
"""Characters of a message, so that it stays under Slack's limit with its frame."""
SOURCES_KEY = "sources"
"""The section that stands in a window of its own; so is the phrase called."""
BLOCKS = 100
"""Blocks that a window takes."""
SPARE = ("closed", "late", "depends", "check", "nameless", "later", "also")
"""What a message leaves out first, where it is too long."""


class SlackWays:
    """Renders results in the language of `words`. `texts` are the questions' words in it, `actions`
    what can be prepared."""

    def __init__(
        self,
        base: Base,
        words: WayWords,
        texts: Mapping[str, QuestionText],
        actions: Mapping[str, Action],
    ) -> None:
        self._base = base
        self._words = words
        self._actions = actions
        every = (option for text in texts.values() for option in text.options)
        self._labels = {option.value: option.label for option in every}

    def window(self, result: Result, ref: ChosenRef, text: str = "") -> View:
        """The result, short, in the window of the questions; `text` is a phrase on what was just
        done."""
        head = [context(self._say(text))] if text else []
        parts = short(result, self._words)
        blocks = [*head, *self._blocks(result, parts), self._buttons()]
        return self._window(PAGE, "choose_title", blocks, ref.value)

    def whole(self, result: Result) -> View:
        """A window with everything: reasons, conditions, who sees it, risks."""
        parts = [section for section in sections(result, self._words) if section.key != SOURCES_KEY]
        blocks = list(self._blocks(result, parts))[:BLOCKS]
        return self._window(MORE_PAGE, "choose_title", blocks)

    def message(self, result: Result) -> Message:
        """The result as a message."""
        lead = self._words.summary(result, self._labels)
        parts = _within(sections(result, self._words), self._words)
        return Message(escape(lead), tuple(self._blocks(result, parts)))

    def sources(self, result: Result) -> View:
        """A window with the sources, which the numbers in the result stand for."""
        parts = [section for section in sections(result, self._words) if section.key == SOURCES_KEY]
        lines = (paragraphs(_lines(part, self._words)) for part in parts)
        blocks = [mrkdwn(text) for texts in lines for text in texts]
        return self._window(SOURCES_PAGE, SOURCES_KEY, blocks)

    def _window(
        self, callback: str, title: str, blocks: Sequence[Block], metadata: str = ""
    ) -> View:
        close = self._say("close")
        return window(callback, self._say(title), blocks, close=close, metadata=metadata)

    def _say(self, key: str) -> str:
        return self._base.say(key, self._words.language)

    def _blocks(self, result: Result, parts: Sequence[WaySection]) -> Iterator[Block]:
        yield HeaderBlock(text=plain(self._say("choose_title"), 150))
        yield context(self._words.summary(result, self._labels))
        if unread := self._words.unread():
            yield context(unread)
        ways = iter(result.usable)
        for part in parts:
            yield from map(mrkdwn, paragraphs(_lines(part, self._words)))
            if part.key == "way":
                yield from self._prepare(next(ways), part.action, result)

    def _prepare(self, choice: JudgedWay, name: str, result: Result) -> Iterator[Block]:
        """The way to what is sent: its checklist, and its outline where something is written."""
        action = self._actions.get(name)
        if action is None:
            return
        mechanism = choice.mechanism if choice.mechanism in action.any_of else None
        ref = PrepareRef(
            language=self._words.language,
            action=name,
            mechanism=mechanism,
            state=result.given.state,
        )
        buttons = [button(self._say("checklist"), f"{CHECKLIST}.0", ref.value)]
        if action.outline:
            outline_ref = ref.model_copy(update={"outline": True})
            buttons.append(button(self._say("outline"), f"{OUTLINE}.0", outline_ref.value))
        yield ActionsBlock(elements=buttons)

    def _buttons(self) -> Block:
        say = self._say
        send, sure, no = (say(key) for key in ("choose_send", "choose_send_sure", "cancel"))
        confirm = confirmation(send, sure, send, no)
        return ActionsBlock(
            elements=[
                button(say("more"), MORE),
                button(say(SOURCES_KEY), SOURCES),
                button(say("prepare_change"), CHANGE),
                button(send, SEND, confirm=confirm),
            ]
        )


def _within(parts: Sequence[WaySection], words: WayWords) -> list[WaySection]:
    """As many sections as fit into a message."""
    parts_left = list(parts)
    for key in SPARE:
        if sum(len(line) for part in parts_left for line in _lines(part, words)) > LONGEST:
            parts_left = [part for part in parts_left if part.key != key]
    return parts_left


def _lines(part: WaySection, words: WayWords) -> list[str]:
    title = [f"*{escape(part.title)}*"] if part.title else []
    return [*title, *(_line(line, part.key, words) for line in part.lines)]


def _line(line: WayLine, key: str, words: WayWords) -> str:
    marks = "".join(f"[{number}]" for number in line.notes)
    text = f"{escape(line.text)} {marks}".strip()
    label = line.label or words.label(line.sign)
    if not label:
        return text if key == "answer" else f"• {text}"
    if key == SOURCES_KEY:
        return f"{escape(label)} {text}"
    return f"• *{escape(words.labelled(label))}* {text}"


class QuestionsInteraction(Interaction[ChooseRef]):
    """A button that opens the questions, or something in their window."""

    carries = ChooseRef


class WaysInteraction(Interaction[ChosenRef]):
    """A button in the window of the result, and the result again."""

    carries = ChosenRef

    def begin(self) -> None:
        """Raises Refusal for an answer that was never offered, too."""
        super().begin()
        self.ways, self.result = _ways(self, self.ref), result(self, self.ref)


def handle_command(call: Call) -> Message:
    """Open the questions on a command; the reply beside them leads back to them."""
    ref = ChooseRef(language=call.language, state=state_mentions(call.states, call.text).state)
    call.open(_questions(call, _owned(call, ref)))
    back = button(call.phrase("choose_title"), f"{CHOOSE}.0", ref.value)
    return call.services.notices.way_back(call.phrase("choose_lead"), back)


def register(app: App, services: Services) -> None:
    """Listen to buttons that open the questions, to the questions and to the result."""
    on = Listeners(app, services, QuestionsInteraction)
    of_result = Listeners(app, services, WaysInteraction)
    on.states(STATE, ACTOR_STATE)

    @on.buttons(CHOOSE)
    def handle_open(press: QuestionsInteraction) -> None:
        ref = _owned(press, press.ref)
        press.open(_questions(press, ref), f"{CHOOSE}.0")

    @on.input(WHO, ACTOR)
    def handle_who(press: QuestionsInteraction) -> None:
        press.update(_questions(press, press.read_form(QuestionsForm).chosen_ref(press.ref)))

    @on.form(FORM)
    def handle_sent(form: QuestionsInteraction) -> None:
        filled = form.read_form(QuestionsForm)
        if filled.last and filled.last > today():
            raise Wrong.at("choose_last", "choose_late")
        if not filled.answered:
            raise Wrong.at(WHO, "choose_empty")
        ref = filled.chosen_ref(form.ref)
        form.update(_ways(form, ref).window(result(form, ref), ref))

    @of_result.input(CHANGE)
    def handle_change(press: WaysInteraction) -> None:
        press.update(_questions(press, press.ref))

    @of_result.input(SOURCES)
    def handle_sources(press: WaysInteraction) -> None:
        press.push(press.ways.sources(press.result))

    @of_result.input(MORE)
    def handle_more(press: WaysInteraction) -> None:
        press.push(press.ways.whole(press.result))

    @of_result.input(SEND)
    def handle_send(press: WaysInteraction) -> None:
        message = press.ways.message(press.result)
        press.post(message, direct_message(press.client, press.user))
        press.update(press.ways.window(press.result, press.ref, "file_sent"))


def _ways(request: Request, ref: ChooseRef) -> SlackWays:
    """What renders the result, in the same way. Raises Refusal as above."""
    desk, known = request.services.desk, request.toolkit
    names = DisplayNames.of(desk.base, desk.states, ref.language)
    words = WayWords(desk.base, desk.states, ref.language, names)
    texts = known.chooser.in_language(ref.language).rules.questions
    return SlackWays(desk.base, words, texts, known.actions)


def _owned(request: Request, ref: ChooseRef) -> ChosenRef:
    """What the window of one person carries: what was known before, to be changed."""
    return ChosenRef.model_validate(request.owned(ref).model_dump())
