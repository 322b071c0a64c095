"""Ways to go in Slack: in a window, and as a message for those who want to keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock

from bot.choosing import JudgedWay, QuestionText, Result
from bot.handlers.choosing.form import ChosenRef
from bot.handlers.kernel.blocks import Message, button, confirmation, context, mrkdwn, plain, window
from bot.handlers.kernel.links import CHECKLIST, OUTLINE, PrepareRef
from bot.handlers.kernel.text import escape, paragraphs
from bot.knowledge.models import Base
from bot.prepare import Action
from bot.render.choosing import WayLine, WaySection, sections, short
from bot.render.choosing_words import WayWords

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

    def window(self, result: Result, ref: ChosenRef, text: str = "") -> dict[str, Any]:
        """The result, short, in the window of the questions; `said` is a phrase on what was just
        done."""
        head = [context(self._say(text))] if text else []
        parts = short(result, self._words)
        blocks = [*head, *self._blocks(result, parts), self._buttons()]
        title, close = self._say("choose_title"), self._say("close")
        return window(PAGE, title, blocks, close=close, metadata=ref.value)

    def whole(self, result: Result) -> dict[str, Any]:
        """A window with everything: reasons, conditions, who sees it, risks."""
        parts = [section for section in sections(result, self._words) if section.key != SOURCES_KEY]
        title, close = self._say("choose_title"), self._say("close")
        blocks = list(self._blocks(result, parts))[:BLOCKS]
        return window(MORE_PAGE, title, blocks, close=close)

    def message(self, result: Result) -> Message:
        """The result as a message."""
        lead = self._words.summary(result, self._labels)
        parts = _within(sections(result, self._words), self._words)
        return Message(escape(lead), tuple(self._blocks(result, parts)))

    def sources(self, result: Result) -> dict[str, Any]:
        """A window with the sources, which the numbers in the result stand for."""
        parts = [section for section in sections(result, self._words) if section.key == SOURCES_KEY]
        title, close = self._say(SOURCES_KEY), self._say("close")
        lines = (paragraphs(_lines(part, self._words)) for part in parts)
        blocks = [mrkdwn(text) for texts in lines for text in texts]
        return window(SOURCES_PAGE, title, blocks, close=close)

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
        yield ActionsBlock(elements=list(self._action_buttons(action, ref)))

    def _action_buttons(self, action: Action, ref: PrepareRef) -> Iterator[ButtonElement]:
        yield button(self._base.say("checklist", ref.language), f"{CHECKLIST}.0", ref.value)
        if action.outline:
            outline_ref = ref.model_copy(update={"outline": True})
            yield button(self._base.say("outline", ref.language), f"{OUTLINE}.0", outline_ref.value)

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
