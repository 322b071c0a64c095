"""Checklists and outlines in Slack: what to do and by when, the reasons and rules behind a button;
an outline's sections with their words. The whole of each is a Word document."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block, ButtonElement, HeaderBlock

from bot.handlers.kernel.blocks import Message, button, context, mrkdwn, plain, share_button, window
from bot.handlers.kernel.refs import CHECKLIST, PREPARATION_START, PrepareRef
from bot.handlers.kernel.text import escape, paragraphs
from bot.knowledge.models import Base
from bot.prepare import Checklist, Outline, OutlinePart
from bot.render.checklist import ChecklistPage, page
from bot.render.outline import page as outline_page
from bot.render.paragraphs import plain as as_plain
from bot.render.prepare_words import PrepareWords, Wordings

CHECKLIST_WHY = "checklist_why"
CHECKLIST_WORD = "checklist_word"
CHECKLIST_CALENDAR = "checklist_calendar"
CHECKLIST_SHARE = "checklist_share"
OUTLINE_WORD = "outline_word"
OUTLINE_FILL = "outline_fill"
"""Opens the form in which the outline's organisation and issues are written."""
CHECKLIST_PAGE = "checklist_page"
OUTLINE_PAGE = "outline_page"


class SlackChecklists:
    """Renders checklists, each in the language of its text."""

    def __init__(self, base: Base, wordings: Wordings) -> None:
        self._base = base
        self._wordings = wordings

    def message(self, checklist: Checklist, ref: PrepareRef, *, private: bool) -> Message:
        """The message; `private`: only the person sees it, so it can be shared."""
        shown_page = page(checklist, self._wordings)
        blocks = [*self._blocks(shown_page), self._buttons(checklist, ref, private)]
        return Message(escape(shown_page.title), tuple(blocks))

    def window(self, checklist: Checklist, ref: PrepareRef) -> dict[str, Any]:
        """The same in a window."""
        shown_page = page(checklist, self._wordings)
        shown_blocks = self._blocks(shown_page)
        blocks = [*shown_blocks, self._buttons(checklist, ref, private=False)]
        return self._window(blocks, ref)

    def why(self, checklist: Checklist, ref: PrepareRef) -> dict[str, Any]:
        """A window with the reasons for each step, what is left out, rules, limits and sources."""
        shown_page = page(checklist, self._wordings)
        steps = [
            f"*{number}.* {escape(line.do)}\n→ _{escape(line.why)}_"
            for number, line in enumerate(shown_page.steps, 1)
        ]
        parts = [steps]
        if shown_page.left_out:
            parts.append(_listed(shown_page.left_out_for, shown_page.left_out))
        parts += [_listed(label, fact) for label, fact in shown_page.facts]
        parts.append([*map(escape, shown_page.sources)])
        blocks: list[Block] = [HeaderBlock(text=plain(shown_page.title, 150))]
        blocks += [mrkdwn(text) for part in parts for text in paragraphs(part)]
        return self._window(blocks, ref)

    def _blocks(self, shown_page: ChecklistPage) -> Iterator[Block]:
        yield HeaderBlock(text=plain(shown_page.title, 150))
        yield context(shown_page.about)
        if shown_page.now:
            yield mrkdwn(f"*{escape(shown_page.now)}*")
        first, *others = map(escape, shown_page.standing)
        yield from map(mrkdwn, paragraphs([f"*{first}*", *others]))
        if shown_page.instead:
            yield from map(
                mrkdwn,
                paragraphs(_listed(shown_page.words.say("prepare_instead"), shown_page.instead)),
            )
        if shown_page.advice:
            yield from map(mrkdwn, paragraphs(_listed(shown_page.short, shown_page.advice)))
        for title, text in shown_page.remains:
            yield mrkdwn(f"*{escape(title)}*\n{escape(text)}")
        numbers = count(1)
        for stage, lines in shown_page.stages:
            steps = [
                f"*{next(numbers)}.* {escape(line.do)}\n_{escape(line.when)} · {escape(line.who)}_"
                for line in lines
            ]
            yield from map(mrkdwn, paragraphs([f"*{escape(stage)}*", *steps]))

    def _buttons(self, checklist: Checklist, ref: PrepareRef, private: bool) -> Block:
        say, value = self._base.say, ref.value

        def pressed(phrase: str, action: str, **more: Any) -> ButtonElement:
            return button(say(phrase, ref.language), action, value, **more)

        elements = [pressed("checklist_why", CHECKLIST_WHY)]
        if ref.channel:
            elements.insert(0, pressed("preparation_start", PREPARATION_START, style="primary"))
        elements.append(pressed("prepare_word", CHECKLIST_WORD))
        if any(step.due for step in checklist.steps):
            elements.append(pressed("prepare_calendar", CHECKLIST_CALENDAR))
        if private:
            elements.append(share_button(self._base, CHECKLIST_SHARE, value, ref.language))
        change = ref.model_copy(update={"action": None})
        elements.append(button(say("prepare_change", ref.language), f"{CHECKLIST}.0", change.value))
        return ActionsBlock(elements=elements)

    def _window(self, blocks: list[Block], ref: PrepareRef) -> dict[str, Any]:
        title, close = (self._base.say(key, ref.language) for key in ("checklist", "close"))
        return window(CHECKLIST_PAGE, title, blocks, close=close, metadata=ref.value)


def _listed(heading: str, lines: list[str]) -> list[str]:
    """Escaped lines under a heading, where there is one."""
    return [
        *([f"*{escape(heading)}*"] if heading else []),
        *(f"• {escape(line)}" for line in lines),
    ]


class SlackOutlines:
    """Renders outlines, each in the language of its text."""

    def __init__(self, base: Base, wordings: Wordings) -> None:
        self._base = base
        self._wordings = wordings

    def message(self, outline: Outline, ref: PrepareRef) -> Message:
        """The outline as a message."""
        title = f"{outline.title}: {outline.state_name}"
        return Message(escape(title), tuple(self._blocks(outline, ref, title)))

    def window(self, outline: Outline, ref: PrepareRef, note: str = "") -> dict[str, Any]:
        """The same in a window; `note` stands first."""
        title = f"{outline.title}: {outline.state_name}"
        blocks = [*([context(note)] if note else []), *self._blocks(outline, ref, title)]
        label, close = (self._base.say(key, ref.language) for key in ("outline", "close"))
        return window(OUTLINE_PAGE, label, blocks, close=close, metadata=ref.value)

    def _blocks(self, outline: Outline, ref: PrepareRef, title: str) -> Iterator[Block]:
        yield HeaderBlock(text=plain(title, 150))
        # how guidance is taken out of a file says nothing here
        page = outline_page(outline, self._wordings)
        top = page.top
        yield from map(mrkdwn, paragraphs([f"*{escape(a)}* {escape(b)}" for a, b in top]))
        yield from map(mrkdwn, paragraphs(list(_sections(outline.sections, 0, page.words))))
        yield self._buttons(ref)

    def _buttons(self, ref: PrepareRef) -> Block:
        say, language = self._base.say, ref.language
        whole = button(say("prepare_word", language), OUTLINE_WORD, ref.value, style="primary")
        fill = button(say("outline_fill", language), OUTLINE_FILL, ref.value)
        steps = button(say("checklist", language), f"{CHECKLIST}.0", ref.value)
        return ActionsBlock(elements=[whole, fill, steps])


def _sections(parts: tuple[OutlinePart, ...], depth: int, words: PrepareWords) -> Iterator[str]:
    """A line a section, with its budget; what belongs to it stands further in."""
    for number, part in enumerate(parts, 1):
        title, budget = escape(as_plain(part.title)), words.number(part.words)
        marked = f"*{number}. {title}*" if depth == 0 else f"{'   ' * depth}• {title}"
        yield f"{marked} ({budget})"
        yield from _sections(part.parts, depth + 1, words)
