"""A Reply as Slack blocks: the answer first, then points, *cannot*, source, next steps."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextActionsBlock,
    ContextBlock,
    FeedbackButtonObject,
    FeedbackButtonsElement,
    MarkdownTextObject,
)

from bot.ask.models import Answer, Choice, Choices, Decline, Nearby, Reply, SourceShown, TaskReply
from bot.knowledge.models import Base, Language
from bot.render.plain import Plain
from bot.render.slack import ids
from bot.render.slack.ids import Pick, Shown
from bot.render.slack.parts import (
    Message,
    button,
    confirmation,
    context,
    mrkdwn,
    plain,
    section,
    window,
)
from bot.render.slack.text import SECTION, clipped, clipped_markup, escape, link, paragraphs

NEARBY = 2
"""Answers of neighbours that a message shows at once; the rest stands behind "More"."""
FALLBACK = 1_000
"""Characters of a message's fallback text: what a notification and a screen reader say."""
SEEN = 30
"""Characters of a button that Slack shows for sure; a longer label may lose its end on a phone."""
_FIRST = re.compile(r".{20,}?[.!?](?= [\"“]?[A-Z])")
"""The first sentence, with a short "No." or "Not any more." before it."""


class SlackReplies:
    """Renders replies as Slack messages."""

    def __init__(self, base: Base, plain: Plain) -> None:
        self._base = base
        self._plain = plain

    def message(self, reply: Reply, *, private: bool, notice: str | None = None) -> Message:
        """The message for a reply.

        `private`: only the person sees it, so it can be shared; `notice` is a phrase's key that
        stands at the end.
        """
        match reply:
            case Answer():
                blocks = self._answer(reply)
                lead = " ".join([*self._plain.here(reply)[:1], reply.lead])
            case Choices():
                lead = self._plain.note(reply.lead, reply.language)
                blocks = [section(lead), *self._buttons(reply.choices, reply.language)]
                blocks.append(context(self._say("choose_hint", reply.language)))
            case Decline():
                lead = self._plain.note(reply.reason, reply.language)
                blocks = self._decline(reply, lead)
            case TaskReply():
                lead = self._plain.about(reply)
                blocks = self._task(reply, lead)
        if isinstance(reply, Answer) and (steps := self._steps(reply, private)):
            blocks.append(ActionsBlock(elements=steps))
        if isinstance(reply, Answer):
            blocks.append(self._feedback(reply))
        if notice:
            blocks.append(context(self._say(notice, reply.language)))
        return Message(escape(clipped(lead, FALLBACK)), tuple(blocks))

    def window(self, reply: Reply, language: Language) -> dict[str, Any]:
        """A reply in the window where the question was typed; `language` is the person's."""
        match reply:
            case Answer():
                blocks = self._answer(reply)
            case Choices():
                lead = self._plain.note(reply.lead, reply.language)
                blocks = [section(lead), *self._buttons(reply.choices, reply.language)]
            case Decline():
                blocks = self._decline(reply, self._plain.note(reply.reason, reply.language))
            case TaskReply():
                blocks = self._task(reply, self._plain.about(reply))
        title, close = self._say("home_title", language), self._say("close", language)
        return window(ids.REPLY_WINDOW, title, blocks, close=close)

    def thanks(self, shown: Shown, helpful: bool) -> Message:
        """The word of thanks for feedback; where it did not help, the way to a person."""
        language = shown.language
        text = self._say("feedback_thanks" if helpful else "feedback_sorry", language)
        blocks: list[Block] = [section(text)]
        if not helpful:
            send = self._button("send_gap", ids.SEND_GAP, shown.value, language)
            blocks.append(ActionsBlock(elements=[send]))
        return Message(escape(text), tuple(blocks))

    def more(self, answer: Answer) -> Message:
        """What stands behind "More": all neighbours, all words, all sources."""
        language = answer.language
        blocks: list[Block] = []
        if answer.nearby:
            blocks += self._nearby(answer.nearby, language)
        if answer.related:
            blocks += self._nearby(answer.related, language)
        lines = [f"*{escape(word.term)}*: {escape(word.means)}" for word in answer.words]
        if lines:
            blocks += [mrkdwn(text) for text in paragraphs(lines)]
        blocks.append(self._sources(answer.sources, answer))
        return Message(escape(self._say("also", language)), tuple(blocks))

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)

    def _answer(self, answer: Answer) -> list[Block]:
        language, say = answer.language, self._say
        notes = self._plain.notes(answer)
        here = [mrkdwn(text) for text in paragraphs(self._here(answer))]
        below = answer.here_first and here
        lead = mrkdwn(escape(answer.lead) if below else _strong(answer.lead))
        blocks: list[Block] = [*here, lead] if answer.here_first else [lead, *here]
        blocks += [context(text) for text in notes.top]
        blocks += [_warning(text) for text in notes.warnings]
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
            blocks.append(_warning(f"{say('warning', language)}: {answer.warning}"))
        blocks += self._nearby(answer.nearby[:NEARBY], language)
        blocks.append(self._sources(answer.sources[:1], answer, notes.rest))
        return blocks

    def _here(self, answer: Answer) -> list[str]:
        """What is known of the State in question; the first line stands out where it was asked."""
        lines = [escape(text) for text in self._plain.here(answer)]
        if answer.here_first and lines:
            return [f"*{lines[0]}*", *(f"• {line}" for line in lines[1:])]
        return [f"• {line}" for line in lines]

    def _nearby(self, nearby: Sequence[Nearby], language: Language) -> list[Block]:
        if not nearby:
            return []
        heading = mrkdwn(f"*{escape(self._say('also', language))}*")
        lines = [f"• _{escape(near.title)}_ {escape(near.answer)}" for near in nearby]
        return [heading, *(mrkdwn(text) for text in paragraphs(lines))]

    def _sources(
        self, sources: Sequence[SourceShown], answer: Answer, notes: Iterable[str] = ()
    ) -> Block:
        language = answer.language
        cited = []
        for source in sources:
            title = link(source.url, source.title) if source.url else escape(source.title)
            details = escape(self._plain.details(source, language))
            cited.append(f"{title}, {details}" if details else title)
        label = self._say("sources" if len(cited) > 1 else "source", language)
        day = self._plain.day(answer.verified, language)
        checked = escape(self._say("last_checked", language, date=day))
        said = [f"{escape(label)}: {'; '.join(cited)} · {checked}.", *map(escape, notes)]
        text = clipped_markup("\n".join(said), SECTION)
        return ContextBlock(elements=[MarkdownTextObject(text=text)])

    def _steps(self, answer: Answer, private: bool) -> list[ButtonElement]:
        language = answer.language
        folded = answer.nearby[NEARBY:] or answer.words or answer.related or answer.sources[1:]
        shown = Shown(language=language, entries=answer.entries).value
        steps = []
        if folded:
            steps.append(self._button("more", ids.MORE, shown, language))
        steps.append(self._button("paste", ids.PASTE, shown, language))
        if private:
            share = self._say("share", language)
            sure = self._say("share_confirm", language)
            confirm = confirmation(share, sure, share, self._say("cancel", language))
            steps.append(self._button("share", ids.SHARE, shown, language, confirm))
        steps += [
            button(
                near.title, f"{ids.RELATED}.{i}", Pick(language=language, entry=near.entry).value
            )
            for i, near in enumerate(answer.related[:2])
        ]
        return steps

    def _button(
        self,
        phrase: str,
        action: str,
        value: str,
        language: Language,
        confirm: Mapping[str, Any] | None = None,
    ) -> ButtonElement:
        return button(self._say(phrase, language), action, value, confirm=confirm)

    def _feedback(self, answer: Answer) -> Block:
        language = answer.language
        value = Shown(language=language, entries=answer.entries).value
        good, bad = self._say("helpful", language), self._say("not_helpful", language)
        buttons = FeedbackButtonsElement(
            action_id=ids.FEEDBACK,
            positive_button=FeedbackButtonObject(
                text=plain(good), accessibility_label=good, value=f"+{value}"
            ),
            negative_button=FeedbackButtonObject(
                text=plain(bad), accessibility_label=bad, value=f"-{value}"
            ),
        )
        return ContextActionsBlock(elements=[buttons])

    def _buttons(self, choices: Sequence[Choice], language: Language) -> list[Block]:
        if not choices:
            return []
        numbered = any(len(choice.label) > SEEN for choice in choices)
        buttons = []
        for i, choice in enumerate(choices):
            pick = Pick(
                language=language,
                entry=choice.entry,
                mechanism=choice.mechanism,
                state=choice.state,
            )
            label = str(i + 1) if numbered else choice.label
            buttons.append(button(label, f"{ids.PICK}.{i}", pick.value, spoken=choice.label))
        row = ActionsBlock(elements=buttons)
        if not numbered:
            return [row]
        return [section("\n".join(f"{i}. {c.label}" for i, c in enumerate(choices, 1))), row]

    def _decline(self, decline: Decline, lead: str) -> list[Block]:
        language = decline.language
        blocks: list[Block] = [section(lead), context(self._say("covers", language))]
        if decline.nearest:
            blocks.append(section(self._say("decline_nearest", language)))
            blocks += self._buttons(decline.nearest, language)
        entries = tuple(choice.entry for choice in decline.nearest if choice.entry)
        shown = Shown(language=language, entries=entries, reason="decline")
        send = self._button("send_gap", ids.SEND_GAP, shown.value, language)
        blocks.append(ActionsBlock(elements=[send]))
        return blocks

    def _task(self, reply: TaskReply, lead: str) -> list[Block]:
        language = reply.language
        blocks: list[Block] = [section(lead)]
        missing = [self._say(f"missing_{part}", language) for part in reply.missing]
        if missing:
            blocks.append(context(self._say("task_missing", language, missing=", ".join(missing))))
        if reply.help:
            if not reply.ready:
                blocks.append(section(self._say("task_not_here", language)))
            blocks += self._answer(reply.help)
        return blocks


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


def _warning(text: str) -> Block:
    """A warning. Slack's own block for it stands in windows only, and holds 200 characters."""
    return mrkdwn(f":warning: *{escape(text)}*")
