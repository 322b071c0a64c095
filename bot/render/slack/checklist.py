"""A checklist in Slack: what to do and by when; the reasons and rules behind a button."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock

from bot.knowledge.models import Base
from bot.prepare import Checklist
from bot.render.checklist import Page, page
from bot.render.prepare_words import Wordings
from bot.render.slack import prepare_ids as ids
from bot.render.slack.parts import (
    Message,
    button,
    confirmation,
    context,
    mrkdwn,
    plain,
    window,
)
from bot.render.slack.prepare_ids import PrepareRef
from bot.render.slack.text import escape, paragraphs


class SlackChecklists:
    """Renders checklists, each in the language of its text."""

    def __init__(self, base: Base, wordings: Wordings) -> None:
        self._base = base
        self._wordings = wordings

    def message(self, made: Checklist, ref: PrepareRef, *, private: bool) -> Message:
        """The message; `private`: only the person sees it, so it can be shared."""
        shown = page(made, self._wordings)
        blocks = [*self._blocks(shown), self._buttons(made, ref, private)]
        return Message(escape(shown.title), tuple(blocks))

    def window(self, made: Checklist, ref: PrepareRef) -> dict[str, Any]:
        """The same in a window."""
        shown = page(made, self._wordings)
        shown_blocks = self._blocks(shown)
        blocks = [*shown_blocks, self._buttons(made, ref, private=False)]
        return self._window(blocks, ref)

    def why(self, made: Checklist, ref: PrepareRef) -> dict[str, Any]:
        """A window with the reasons for each step, what is left out, rules, limits and sources."""
        shown = page(made, self._wordings)
        steps = [
            f"*{number}.* {escape(line.do)}\n→ _{escape(line.why)}_"
            for number, line in enumerate(shown.steps, 1)
        ]
        parts = [steps]
        if shown.left_out:
            parts.append(_listed(shown.left_out_for, shown.left_out))
        parts += [_listed(label, said) for label, said in shown.facts]
        parts.append([*map(escape, shown.sources)])
        blocks: list[Block] = [HeaderBlock(text=plain(shown.title, 150))]
        blocks += [mrkdwn(text) for part in parts for text in paragraphs(part)]
        return self._window(blocks, ref)

    def _blocks(self, shown: Page) -> Iterator[Block]:
        yield HeaderBlock(text=plain(shown.title, 150))
        yield context(shown.about)
        if shown.now:
            yield mrkdwn(f"*{escape(shown.now)}*")
        first, *others = map(escape, shown.standing)
        yield from map(mrkdwn, paragraphs([f"*{first}*", *others]))
        if shown.instead:
            yield from map(
                mrkdwn, paragraphs(_listed(shown.words.say("prepare_instead"), shown.instead))
            )
        if shown.advice:
            yield from map(mrkdwn, paragraphs(_listed(shown.short, shown.advice)))
        for title, text in shown.remains:
            yield mrkdwn(f"*{escape(title)}*\n{escape(text)}")
        numbers = count(1)
        for stage, lines in shown.stages:
            steps = [
                f"*{next(numbers)}.* {escape(line.do)}\n_{escape(line.when)} · {escape(line.who)}_"
                for line in lines
            ]
            yield from map(mrkdwn, paragraphs([f"*{escape(stage)}*", *steps]))

    def _buttons(self, made: Checklist, ref: PrepareRef, private: bool) -> Block:
        say, value = self._base.say, ref.value

        def pressed(phrase: str, action: str, **more: Any) -> ButtonElement:
            return button(say(phrase, ref.language), action, value, **more)

        elements = [pressed("checklist_why", ids.CHECKLIST_WHY)]
        if ref.channel:
            elements.insert(0, pressed("preparation_start", ids.PREPARATION_START, style="primary"))
        elements.append(pressed("prepare_word", ids.CHECKLIST_WORD))
        if any(step.due for step in made.steps):
            elements.append(pressed("prepare_calendar", ids.CHECKLIST_CALENDAR))
        if private:
            share = say("share", ref.language)
            sure, no = say("share_confirm", ref.language), say("cancel", ref.language)
            confirm = confirmation(share, sure, share, no)
            elements.append(pressed("share", ids.CHECKLIST_SHARE, confirm=confirm))
        change = ref.model_copy(update={"action": None})
        elements.append(
            button(say("prepare_change", ref.language), f"{ids.CHECKLIST}.0", change.value)
        )
        return ActionsBlock(elements=elements)

    def _window(self, blocks: list[Block], ref: PrepareRef) -> dict[str, Any]:
        title, close = (self._base.say(key, ref.language) for key in ("checklist", "close"))
        return window(ids.CHECKLIST_PAGE, title, blocks, close=close, metadata=ref.value)


def _listed(heading: str, lines: list[str]) -> list[str]:
    """Escaped lines under a heading, where there is one."""
    return [*([f"*{escape(heading)}*"] if heading else []), *(f"• {escape(one)}" for one in lines)]
