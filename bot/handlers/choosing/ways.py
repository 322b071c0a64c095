"""Ways to go in Slack: in a window, and as a message for those who want to keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock

from bot.choosing import Choice, Result
from bot.choosing.rules import QuestionText
from bot.handlers.choosing import ids
from bot.handlers.choosing.ids import ChosenRef
from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.render.calendar import Names
from bot.render.choosing import LABELS, Line, Section, sections, short
from bot.render.choosing_words import asked
from bot.render.slack.parts import Message, button, confirmation, context, mrkdwn, plain, window
from bot.render.slack.prepare_ids import CHECKLIST, OUTLINE, PrepareRef
from bot.render.slack.text import escape, paragraphs

LONGEST = 11_000
"""Characters of a message, so that it stays under Slack's limit with its frame."""
SOURCES = "sources"
"""The section that stands in a window of its own; so is the phrase called."""
BLOCKS = 100
"""Blocks that a window takes."""
SPARE = ("closed", "late", "depends", "check", "nameless", "later", "also")
"""What a message leaves out first, where it is too long."""


class SlackWays:
    """Renders results. `texts` are the questions' words, `actions` what can be prepared."""

    def __init__(
        self,
        base: Base,
        names: Names,
        texts: Mapping[str, QuestionText],
        actions: Mapping[str, Action],
    ) -> None:
        self._base = base
        self._names = names
        self._actions = actions
        every = (option for text in texts.values() for option in text.options)
        self._labels = {option.value: option.label for option in every}

    def window(self, result: Result, ref: ChosenRef, said: str = "") -> dict[str, Any]:
        """The result, short, in the window of the questions; `said` is a phrase on what was just
        done."""
        language = ref.language
        say = self._base.say
        head = [context(say(said, language))] if said else []
        blocks = [*head, *self._blocks(result, short(result), language), self._buttons(ref)]
        title, close = say("choose_title", language), say("close", language)
        return window(ids.PAGE, title, blocks, close=close, metadata=ref.value)

    def whole(self, result: Result, language: Language) -> dict[str, Any]:
        """A window with everything: reasons, conditions, who sees it, risks."""
        found = [one for one in sections(result, self._names) if one.key != SOURCES]
        title, close = self._base.say("choose_title", language), self._base.say("close", language)
        blocks = list(self._blocks(result, found, language))[:BLOCKS]
        return window(ids.MORE_PAGE, title, blocks, close=close)

    def message(self, result: Result, language: Language) -> Message:
        """The result as a message."""
        lead = asked(result, self._labels)
        found = _within(sections(result, self._names))
        return Message(escape(lead), tuple(self._blocks(result, found, language)))

    def sources(self, result: Result, language: Language) -> dict[str, Any]:
        """A window with the sources, which the numbers in the result stand for."""
        found = [one for one in sections(result, self._names) if one.key == SOURCES]
        title, close = self._base.say(SOURCES, language), self._base.say("close", language)
        blocks = [mrkdwn(text) for part in found for text in paragraphs(_lines(part))]
        return window(ids.SOURCES_PAGE, title, blocks, close=close)

    def _blocks(
        self, result: Result, found: Sequence[Section], language: Language
    ) -> Iterator[Block]:
        yield HeaderBlock(text=plain(self._base.say("choose_title", language), 150))
        yield context(asked(result, self._labels))
        if language != "en":
            yield context(self._base.say("page_english", language))
        ways = iter(result.usable)
        for part in found:
            yield from map(mrkdwn, paragraphs(_lines(part)))
            if part.key == "way":
                yield from self._prepare(next(ways), part.action, result, language)

    def _prepare(
        self, choice: Choice, name: str, result: Result, language: Language
    ) -> Iterator[Block]:
        """The way to what is sent: its checklist, and its outline where something is written."""
        action = self._actions.get(name)
        if action is None:
            return
        mechanism = choice.mechanism if choice.mechanism in action.any_of else None
        ref = PrepareRef(
            language=language, action=name, mechanism=mechanism, state=result.given.state
        )
        yield ActionsBlock(elements=list(self._made(action, ref)))

    def _made(self, action: Action, ref: PrepareRef) -> Iterator[ButtonElement]:
        yield button(self._base.say("checklist", ref.language), f"{CHECKLIST}.0", ref.value)
        if action.outline:
            written = ref.model_copy(update={"outline": True})
            yield button(self._base.say("outline", ref.language), f"{OUTLINE}.0", written.value)

    def _buttons(self, ref: ChosenRef) -> Block:
        say, language = self._base.say, ref.language
        send, sure, no = (
            say(key, language) for key in ("choose_send", "choose_send_sure", "cancel")
        )
        confirm = confirmation(send, sure, send, no)
        return ActionsBlock(
            elements=[
                button(say("more", language), ids.MORE),
                button(say(SOURCES, language), ids.SOURCES),
                button(say("prepare_change", language), ids.CHANGE),
                button(send, ids.SEND, confirm=confirm),
            ]
        )


def _within(found: Sequence[Section]) -> list[Section]:
    """As many sections as fit into a message."""
    kept = list(found)
    for key in SPARE:
        if sum(len(line) for part in kept for line in _lines(part)) > LONGEST:
            kept = [part for part in kept if part.key != key]
    return kept


def _lines(part: Section) -> list[str]:
    title = [f"*{escape(part.title)}*"] if part.title else []
    return [*title, *(_line(line, part.key) for line in part.lines)]


def _line(line: Line, key: str) -> str:
    marks = "".join(f"[{number}]" for number in line.notes)
    text = f"{escape(line.text)} {marks}".strip()
    label = line.label or LABELS.get(line.sign, "")
    if not label:
        return text if key == "answer" else f"• {text}"
    return f"{escape(label)} {text}" if key == SOURCES else f"• *{escape(label)}:* {text}"
