"""An outline in Slack: its sections with their words; the whole of it is a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, HeaderBlock

from bot.knowledge.models import Base
from bot.prepare import Outline, Part
from bot.render.outline import page
from bot.render.prepare_words import PrepareWords, Wordings
from bot.render.prepared import plain as as_plain
from bot.render.slack import prepare_ids as ids
from bot.render.slack.parts import Message, button, context, mrkdwn, plain, window
from bot.render.slack.prepare_ids import PrepareRef
from bot.render.slack.text import escape, paragraphs


class SlackOutlines:
    """Renders outlines, each in the language of its text."""

    def __init__(self, base: Base, wordings: Wordings) -> None:
        self._base = base
        self._wordings = wordings

    def message(self, made: Outline, ref: PrepareRef) -> Message:
        """The outline as a message."""
        title = f"{made.title}: {made.state_name}"
        return Message(escape(title), tuple(self._blocks(made, ref, title)))

    def window(self, made: Outline, ref: PrepareRef, note: str = "") -> dict[str, Any]:
        """The same in a window; `note` stands first."""
        title = f"{made.title}: {made.state_name}"
        blocks = [*([context(note)] if note else []), *self._blocks(made, ref, title)]
        label, close = (self._base.say(key, ref.language) for key in ("outline", "close"))
        return window(ids.OUTLINE_PAGE, label, blocks, close=close, metadata=ref.value)

    def _blocks(self, made: Outline, ref: PrepareRef, title: str) -> Iterator[Block]:
        yield HeaderBlock(text=plain(title, 150))
        # how guidance is taken out of a file says nothing here
        shown = page(made, self._wordings)
        top = shown.top
        yield from map(mrkdwn, paragraphs([f"*{escape(a)}* {escape(b)}" for a, b in top]))
        yield from map(mrkdwn, paragraphs(list(_sections(made.sections, 0, shown.words))))
        yield self._buttons(ref)

    def _buttons(self, ref: PrepareRef) -> Block:
        say, language = self._base.say, ref.language
        whole = button(say("prepare_word", language), ids.OUTLINE_WORD, ref.value, style="primary")
        fill = button(say("outline_fill", language), ids.OUTLINE_FILL, ref.value)
        steps = button(say("checklist", language), f"{ids.CHECKLIST}.0", ref.value)
        return ActionsBlock(elements=[whole, fill, steps])


def _sections(parts: tuple[Part, ...], depth: int, words: PrepareWords) -> Iterator[str]:
    """A line a section, with its budget; what belongs to it stands further in."""
    for number, part in enumerate(parts, 1):
        title, budget = escape(as_plain(part.title)), words.number(part.words)
        marked = f"*{number}. {title}*" if depth == 0 else f"{'   ' * depth}• {title}"
        yield f"{marked} ({budget})"
        yield from _sections(part.parts, depth + 1, words)
