"""A Reply as a Slack message or window: what it says, then what can be pressed."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from slack_sdk.models.blocks import (
    ActionsBlock,
    AlertBlock,
    Block,
    ContextBlock,
    MarkdownTextObject,
)

from bot.ask import Answer, Choices, Decline, FirstSteps, Line, Reply, SourceShown, TaskReply
from bot.handlers.asking.steps import Makes, SlackButtons
from bot.handlers.kernel.blocks import (
    Message,
    Notices,
    button,
    context,
    mrkdwn,
    plain,
    section,
    window,
)
from bot.handlers.kernel.refs import (
    CHOOSE,
    OUTLINE,
    RELATED,
    AnswerRef,
    ChooseRef,
    DatesRef,
    ItemRef,
    PrepareRef,
    date_buttons,
)
from bot.handlers.kernel.services import Services
from bot.handlers.kernel.text import (
    SECTION,
    clipped,
    clipped_markup,
    escape,
    link,
    paragraphs,
    unmarked,
)
from bot.knowledge.models import Base, Language
from bot.knowledge.typography import listed
from bot.render.plain import Plain, numbered, resting_on

REPLY_WINDOW = "reply_window"
FALLBACK = 1_000
"""Characters of a message's fallback text: what a notification and a screen reader say."""


class SlackReplies:
    """Renders replies."""

    def __init__(
        self, base: Base, texts: Plain, makes: Makes | None = None, ways: bool = False
    ) -> None:
        self._base = base
        self._say = base.say
        self._texts = texts
        self._answers = SlackAnswers(base, texts)
        self._buttons = SlackButtons(base, makes or {}, ways)
        self._makes, self._ways = bool(makes), ways

    def message(self, reply: Reply, *, private: bool, notices: tuple[str, ...] = ()) -> Message:
        """The message for a reply.

        `private`: only the person sees it, so it can be shared; `notices` are keys of phrases that
        stand at the end.
        """
        blocks = self._reply_blocks(reply)
        if isinstance(reply, Choices):
            blocks.append(context(self._say("choose_hint", reply.language)))
        if isinstance(reply, Answer):
            blocks += self._buttons.steps(reply, private=private)
            blocks.append(self._buttons.feedback(reply))
        message = Message(escape(clipped(self._lead(reply), FALLBACK)), tuple(blocks))
        return Notices(self._base).noted(message, notices, reply.language)

    def window(self, reply: Reply, language: Language, question: str = "") -> dict[str, Any]:
        """A reply in the window where the question was typed; `language` is the person's. The
        `question` goes with the window, for who sends it to the curators; it is gone once
        closed."""
        title, close = self._say("home_title", language), self._say("close", language)
        blocks = self._reply_blocks(reply, in_window=True)
        if isinstance(reply, Answer):
            blocks += self._buttons.steps(reply, private=False)
        return window(REPLY_WINDOW, title, blocks, close=close, metadata=unmarked(question))

    def thanks(self, answer_ref: AnswerRef, helpful: bool) -> Message:
        """The word of thanks for feedback; where it did not help, the way to a person."""
        text = self._say("feedback_thanks" if helpful else "feedback_sorry", answer_ref.language)
        blocks: list[Block] = [section(text)]
        if not helpful:
            blocks.append(self._buttons.to_curators(answer_ref))
        return Message(escape(text), tuple(blocks))

    def more(self, answer: Answer) -> Message:
        """What stands behind "More" as a message."""
        return Message(escape(answer.title), tuple(self._more(answer)))

    def more_window(self, answer: Answer) -> dict[str, Any]:
        """The same on top of the window where the answer stands."""
        language = answer.language
        title, close = self._say("more", language), self._say("close", language)
        return window(REPLY_WINDOW, title, self._more(answer), close=close)

    def _more(self, answer: Answer) -> list[Block]:
        return [*self._answers.more(answer), *self._buttons.behind(answer)]

    def _lead(self, reply: Reply) -> str:
        """What stands first, in one line."""
        match reply:
            case Answer():
                return " ".join([*self._texts.here(reply)[:1], reply.lead])
            case Choices():
                return self._texts.note(reply.lead, reply.language)
            case Decline():
                return self._texts.note(reply.reason, reply.language)
            case TaskReply():
                return self._texts.about(reply)
            case FirstSteps():
                return f"{reply.heading} {reply.steps[0]}"

    def _reply_blocks(self, reply: Reply, *, in_window: bool = False) -> list[Block]:
        """What a reply says, with the buttons that belong to it on every surface."""
        match reply:
            case Answer():
                return self._answer(reply, in_window)
            case Choices():
                choices = self._buttons.choices(reply.choices, reply.language)
                ways = self._buttons.ways(reply.choices, reply.language)
                return [section(self._lead(reply)), *choices, *ways]
            case Decline():
                return self._decline(reply)
            case TaskReply():
                return self._task(reply, in_window)
            case FirstSteps():
                here = self._texts.here(reply)
                return first_steps_blocks(
                    self._base, reply, here, makes=self._makes, ways=self._ways
                )

    def _answer(self, answer: Answer, in_window: bool) -> list[Block]:
        dates = asked_dates(answer)
        below = date_buttons(self._base, dates) if dates else []
        return [*self._answers.blocks(answer, in_window=in_window), *below]

    def _decline(self, decline: Decline) -> list[Block]:
        language = decline.language
        covers = context(self._say("covers", language))
        blocks: list[Block] = [section(self._lead(decline)), covers]
        if decline.nearest:
            blocks.append(section(self._say("decline_nearest", language)))
            blocks += self._buttons.choices(decline.nearest, language)
        entries = tuple(choice.entry for choice in decline.nearest if choice.entry)
        answer_ref = AnswerRef(language=language, entries=entries, reason="decline")
        return [*blocks, self._buttons.to_curators(answer_ref)]

    def _task(self, reply: TaskReply, in_window: bool) -> list[Block]:
        language = reply.language
        blocks: list[Block] = [section(self._lead(reply))]
        missing = [self._say(f"missing_{part}", language) for part in reply.missing]
        if missing:
            names = listed(missing, language)
            blocks.append(context(self._say("task_missing", language, missing=names)))
        if reply.begins:
            title = self._say("task_begins", language, title=reply.begins.title)
            blocks.append(section("\n".join(map(escape, (title, *reply.begins.paragraphs)))))
        task_blocks = self._buttons.task(reply)
        blocks += task_blocks
        if reply.help:
            if not reply.ready:
                phrase = "task_contains" if task_blocks else "task_not_here"
                blocks.append(section(self._say(phrase, language)))
            blocks += self._answer(reply.help, in_window)
        return blocks


def first_steps_blocks(
    base: Base, reply: FirstSteps, here: Sequence[str], *, makes: bool, ways: bool
) -> list[Block]:
    """The blocks of first steps; `here` are the statements on the State, where they were asked.

    `makes` and `ways`: whether texts can be made and ways be chosen here. The buttons carry kinds
    (detention, group, goes on) and a State, and no word of the message.
    """
    language, state = reply.language, reply.state
    row = []
    if ways:
        choose = ChooseRef(
            language=language,
            state=state,
            who=reply.alarm.who,
            about=reply.about,
            danger=(reply.alarm.near,),
        )
        row.append(button(reply.ways, f"{CHOOSE}.0", choose.value, style="primary"))
    if makes:
        write = PrepareRef(language=language, action=reply.action, state=state, outline=True)
        row.append(button(reply.write, f"{OUTLINE}.0", write.value))
    consent = ItemRef(language=language, entry=reply.consent_entry)
    row.append(button(reply.consent, f"{RELATED}.0", consent.value))
    return [
        mrkdwn(f"*{escape(reply.heading)}*"),
        *(section(text) for text in map(escape, (*here, reply.answer)) if text),
        section("\n".join(numbered(reply))),
        section(reply.closing),
        context(f"{reply.read}\n{resting_on(base, reply)}"),
        ActionsBlock(elements=row),
    ]


ALERT = 200
"""Characters of Slack's own block for a warning."""
_FIRST = re.compile(r".{20,}?[.!?](?= [\"“]?[A-Z])")
"""The first sentence, with a very short one before it."""


_ADDRESS = re.compile(r"(https?://\S*[^\s.,;:)،؛])")


def linked(text: str) -> str:
    """A text, escaped, with its addresses as links under the name of their site: a long address
    runs out of a phone's screen, and takes Arabic lines with it."""
    parts = enumerate(_ADDRESS.split(text))
    return "".join(
        link(part, urlsplit(part).netloc) if i % 2 else escape(part) for i, part in parts
    )


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
        lines = [linked(text) for text in self._texts.here(answer)]
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
            source_name = self._texts.named(source, language)
            lines.append(
                f"{label} {link(source.url, source_name) if source.url else escape(source_name)}"
            )
        lines[0] = " · ".join([lines[0], *map(escape, self._texts.marks(answer))])
        return ContextBlock(elements=[MarkdownTextObject(text="\n".join(lines))])

    def _cited(self, source: SourceShown, language: Language) -> str:
        title = link(source.url, source.title) if source.url else escape(source.title)
        details = escape(self._texts.details(source, language))
        return f"{title}, {details}" if details else title


def _strong(lead: str) -> str:
    """The answer with its first sentence in bold, so that a phone is not filled with bold."""
    opening = _FIRST.match(lead)
    end = opening.end() if opening else len(lead)
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


def asked_dates(answer: Answer) -> DatesRef | None:
    """The dates that an answer is about; None where it is about something else."""
    dated = any(note.key.startswith("here_") and "when" in note.values for note in answer.here)
    if not (answer.here_first and answer.state and dated):
        return None
    mechanisms = () if answer.guessed else answer.mechanisms
    return DatesRef(language=answer.language, states=(answer.state,), mechanisms=mechanisms)


def replies(services: Services) -> SlackReplies:
    """What renders replies, with the buttons of what can be made here."""
    ways = services.toolkit is not None
    return SlackReplies(services.desk.base, services.plain, services.makes, ways)
