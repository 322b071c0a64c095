"""What an answer says, as blocks: the answer first, then points, *cannot*, source."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from slack_sdk.models.blocks import AlertBlock, Block, ContextBlock, MarkdownTextObject

from bot.ask.models import Answer, Nearby, SourceShown
from bot.knowledge.models import Base, Language
from bot.render.plain import Plain
from bot.render.slack.parts import Message, context, mrkdwn, plain
from bot.render.slack.text import SECTION, clipped_markup, escape, link, paragraphs

NEARBY = 2
"""Answers of neighbours that are shown at once; the rest stands behind "More"."""
ALERT = 200
"""Characters of Slack's own block for a warning."""
_FIRST = re.compile(r".{20,}?[.!?](?= [\"“]?[A-Z])")
"""The first sentence, with a short "No." or "Not any more." before it."""


class SlackAnswers:
    """Renders what an answer says."""

    def __init__(self, base: Base, texts: Plain) -> None:
        self._base = base
        self._texts = texts

    def blocks(self, answer: Answer, *, in_window: bool = False) -> list[Block]:
        """The answer; in a window its warnings stand in Slack's own block for them."""
        language, say = answer.language, self._base.say
        notes = self._texts.notes(answer)
        here = [mrkdwn(text) for text in paragraphs(self._here(answer))]
        below = answer.here_first and here
        lead = mrkdwn(escape(answer.lead) if below else _strong(answer.lead))
        blocks: list[Block] = [*here, lead] if answer.here_first else [lead, *here]
        blocks += [context(text) for text in notes.top]
        blocks += [_warning(text, in_window) for text in notes.warnings]
        lines = []
        for point in answer.points:
            tag = f" _({say(_tag(point.status), language)})_" if point.status else ""
            lines.append(f"• {escape(point.text)}{tag}")
        blocks += [mrkdwn(text) for text in paragraphs(lines)]
        blocks += _labelled(f"✗ {say('cannot', language)}", answer.cannot, language)
        blocks += _labelled(f"→ {say('advice', language)}", answer.advice, language)
        ended = [answer.not_any_more] if answer.not_any_more else []
        blocks += _labelled(say("not_any_more", language), ended, language)
        if answer.warning:
            blocks.append(_warning(f"{say('warning', language)}: {answer.warning}", in_window))
        blocks += self._nearby(answer.nearby[:NEARBY], language)
        blocks.append(self._sources(answer.sources[:1], answer, notes.rest))
        return blocks

    def folded(self, answer: Answer) -> bool:
        """Whether `more` has something that `blocks` does not show."""
        return bool(answer.nearby[NEARBY:] or answer.words or answer.related or answer.sources[1:])

    def more(self, answer: Answer) -> Message:
        """What stands behind "More": all neighbours, all words, all sources."""
        language = answer.language
        blocks = self._nearby(answer.nearby, language) + self._nearby(answer.related, language)
        lines = [f"*{escape(word.term)}*: {escape(word.means)}" for word in answer.words]
        blocks += [mrkdwn(text) for text in paragraphs(lines)]
        blocks.append(self._sources(answer.sources, answer))
        return Message(escape(self._base.say("also", language)), tuple(blocks))

    def _here(self, answer: Answer) -> list[str]:
        """What is known of the State in question; the first line stands out where it was asked."""
        lines = [escape(text) for text in self._texts.here(answer)]
        if answer.here_first and lines:
            return [f"*{lines[0]}*", *(f"• {line}" for line in lines[1:])]
        return [f"• {line}" for line in lines]

    def _nearby(self, nearby: Sequence[Nearby], language: Language) -> list[Block]:
        if not nearby:
            return []
        heading = mrkdwn(f"*{escape(self._base.say('also', language))}*")
        lines = [f"• _{escape(near.title)}_ {escape(near.answer)}" for near in nearby]
        return [heading, *(mrkdwn(text) for text in paragraphs(lines))]

    def _sources(
        self, sources: Sequence[SourceShown], answer: Answer, notes: Iterable[str] = ()
    ) -> Block:
        language, say = answer.language, self._base.say
        cited = []
        for source in sources:
            title = link(source.url, source.title) if source.url else escape(source.title)
            details = escape(self._texts.details(source, language))
            cited.append(f"{title}, {details}" if details else title)
        label = say("sources" if len(cited) > 1 else "source", language)
        day = self._texts.day(answer.verified, language)
        checked = escape(say("last_checked", language, date=day))
        said = [f"{escape(label)}: {'; '.join(cited)} · {checked}.", *map(escape, notes)]
        text = clipped_markup("\n".join(said), SECTION)
        return ContextBlock(elements=[MarkdownTextObject(text=text)])


def _strong(lead: str) -> str:
    """The answer with its first sentence in bold, so that a phone is not filled with bold."""
    found = _FIRST.match(lead)
    end = found.end() if found else len(lead)
    return f"*{escape(lead[:end])}*{escape(lead[end:])}"


def _tag(status: str) -> str:
    return f"{status.replace('-', '_')}_tag"


def _labelled(label: str, texts: Sequence[str], language: Language) -> list[Block]:
    """Texts under a label; under an Arabic one apart, as a block has one direction of writing."""
    if not texts:
        return []
    parts = [f"*{escape(label)}:*", escape(" ".join(texts))]
    return [mrkdwn(text) for text in (parts if language == "ar" else [" ".join(parts)])]


def _warning(text: str, in_window: bool) -> Block:
    """A warning. Slack's own block for it (its reference, "Alert block") stands in windows only,
    and is short."""
    if in_window and len(text) <= ALERT:
        return AlertBlock(text=plain(text, ALERT), level="warning")
    return mrkdwn(f":warning: *{escape(text)}*")
