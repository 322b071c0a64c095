"""What an answer says, as blocks: what answers first, then points, *cannot*, one line of source."""

from __future__ import annotations

import re
from collections.abc import Sequence

from slack_sdk.models.blocks import AlertBlock, Block, ContextBlock, MarkdownTextObject

from bot.ask.models import Answer, Line, SourceShown
from bot.knowledge.models import Base, Language
from bot.render.plain import Plain
from bot.render.slack.parts import context, mrkdwn, plain
from bot.render.slack.text import SECTION, clipped_markup, escape, link, paragraphs

ALERT = 200
"""Characters of Slack's own block for a warning."""
_FIRST = re.compile(r".{20,}?[.!?](?= [\"“]?[A-Z])")
"""The first sentence, with a very short one before it."""


class SlackAnswers:
    """Renders what an answer says."""

    def __init__(self, base: Base, texts: Plain) -> None:
        self._base = base
        self._texts = texts

    def blocks(self, answer: Answer, *, in_window: bool = False) -> list[Block]:
        """The answer; in a window its warnings stand in Slack's own block for them."""
        language, label = answer.language, self._base.label
        notes = self._texts.notes(answer)
        here = [mrkdwn(text) for text in paragraphs(self._here(answer))]
        below = answer.here_first and here
        lead = mrkdwn(escape(answer.lead) if below else _strong(answer.lead))
        blocks: list[Block] = [*here, lead] if below else [lead]
        blocks += [_warning(text, in_window) for text in notes.warnings]
        lines = [self._point(point, language) for point in answer.points]
        blocks += self._with_cannot(lines, answer.cannot, language)
        if answer.warning:
            blocks.append(_warning(f"{label('warning', language)} {answer.warning}", in_window))
        small = [] if below else [f"⚑ {text}" for text in self._texts.here(answer)]
        blocks += [context(text) for text in (*small, *notes.plainly)]
        blocks.append(self._source(answer))
        if asks_back := self._texts.asks_back(answer):
            blocks.append(context(asks_back))
        return blocks

    def more(self, answer: Answer) -> list[Block]:
        """What stands behind "More": the rest of this answer, its words and its sources."""
        language, more, label = answer.language, answer.more, self._base.label
        lines = [f"⚑ {escape(self._texts.note(note, language))}" for note in more.here]
        lines += [self._point(point, language) for point in more.points]
        blocks = self._with_cannot(lines, more.cannot, language)
        blocks += _labelled(f"→ {label('advice', language)}", more.advice, language)
        ended = [more.not_any_more] if more.not_any_more else []
        blocks += _labelled(label("not_any_more", language), ended, language)
        words = [f"*{escape(word.term)}*: {escape(word.means)}" for word in more.words]
        blocks += [mrkdwn(text) for text in paragraphs(words)]
        sources = [self._cited(source, language) for source in more.sources]
        if sources:
            head = label("sources" if len(sources) > 1 else "source", language)
            text = clipped_markup("\n".join([escape(head), *sources]), SECTION)
            blocks.append(ContextBlock(elements=[MarkdownTextObject(text=text)]))
        return blocks

    def _here(self, answer: Answer) -> list[str]:
        """What is known of the State that was asked of; its first line stands out."""
        lines = [escape(text) for text in self._texts.here(answer)]
        return [f"*{lines[0]}*", *(f"• {line}" for line in lines[1:])] if lines else []

    def _point(self, point: Line, language: Language) -> str:
        if not point.status:
            return f"• {escape(point.text)}"
        tag = self._base.say(f"{point.status.replace('-', '_')}_tag", language)
        return f"• {escape(point.text)} _({tag})_"

    def _with_cannot(
        self, lines: Sequence[str], cannot: Sequence[str], language: Language
    ) -> list[Block]:
        """Points and *cannot* in one block; under an Arabic label apart, as a block has one
        direction of writing."""
        label = f"*✗ {escape(self._base.label('cannot', language))}*"
        texts = [escape(text) for text in cannot]
        if language != "ar":
            together = [*lines, *(f"{label} {text}" for text in texts)]
            return [mrkdwn(text) for text in paragraphs(together)]
        apart = [mrkdwn(text) for text in paragraphs(list(lines))]
        return [*apart, *(mrkdwn(text) for text in ([label, *texts] if texts else []))]

    def _source(self, answer: Answer) -> Block:
        """The line that names the first source, how sure it is, and when it was read; a second
        line for the source of a second question."""
        language = answer.language
        label = escape(self._base.label("source", language))
        lines = []
        for source in answer.sources[: answer.cited]:
            named = self._texts.named(source, language)
            lines.append(f"{label} {link(source.url, named) if source.url else escape(named)}")
        lines[0] = " · ".join([lines[0], *map(escape, self._texts.marks(answer))])
        return ContextBlock(elements=[MarkdownTextObject(text="\n".join(lines))])

    def _cited(self, source: SourceShown, language: Language) -> str:
        title = link(source.url, source.title) if source.url else escape(source.title)
        details = escape(self._texts.details(source, language))
        return f"{title}, {details}" if details else title


def _strong(lead: str) -> str:
    """The answer with its first sentence in bold, so that a phone is not filled with bold."""
    found = _FIRST.match(lead)
    end = found.end() if found else len(lead)
    return f"*{escape(lead[:end])}*{escape(lead[end:])}"


def _labelled(label: str, texts: Sequence[str], language: Language) -> list[Block]:
    """Texts under a label; under an Arabic one apart, as a block has one direction of writing."""
    if not texts:
        return []
    parts = [f"*{escape(label)}*", escape(" ".join(texts))]
    return [mrkdwn(text) for text in (parts if language == "ar" else [" ".join(parts)])]


def _warning(text: str, in_window: bool) -> Block:
    """A warning. Slack's own block for it (its reference, "Alert block") stands in windows only,
    and is short."""
    if in_window and len(text) <= ALERT:
        return AlertBlock(text=plain(text, ALERT), level="warning")
    return mrkdwn(f":warning: *{escape(text)}*")
