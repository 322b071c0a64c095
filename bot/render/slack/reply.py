"""A Reply as a Slack message or window: what it says, then what can be pressed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ask.models import Answer, Choices, Decline, FirstSteps, Reply, TaskReply
from bot.knowledge.models import Base, Language
from bot.render.plain import Plain
from bot.render.slack import ids
from bot.render.slack.answer import SlackAnswers
from bot.render.slack.buttons import Makes, SlackButtons
from bot.render.slack.dates import asked_dates, date_buttons
from bot.render.slack.first_steps import first_steps_blocks
from bot.render.slack.ids import Shown
from bot.render.slack.parts import Message, context, section, window
from bot.render.slack.refs import Carried
from bot.render.slack.text import clipped, escape, unmarked

FALLBACK = 1_000
"""Characters of a message's fallback text: what a notification and a screen reader say."""


class SlackReplies:
    """Renders replies."""

    def __init__(
        self, base: Base, texts: Plain, makes: Makes | None = None, ways: bool = False
    ) -> None:
        self._base = base
        self._texts = texts
        self._answers = SlackAnswers(base, texts)
        self._buttons = SlackButtons(base, makes or {}, ways)
        self._makes, self._ways = bool(makes), ways

    def message(self, reply: Reply, *, private: bool, notices: tuple[str, ...] = ()) -> Message:
        """The message for a reply.

        `private`: only the person sees it, so it can be shared; `notices` are keys of phrases that
        stand at the end.
        """
        blocks = self._said(reply)
        if isinstance(reply, Choices):
            blocks.append(context(self._say("choose_hint", reply.language)))
        if isinstance(reply, Answer):
            blocks += self._buttons.steps(reply, private=private)
            blocks.append(self._buttons.feedback(reply))
        message = Message(escape(clipped(self._lead(reply), FALLBACK)), tuple(blocks))
        return self.noticed(message, notices, reply.language)

    def noticed(self, message: Message, notices: Sequence[str], language: Language) -> Message:
        """A message with some of the desk's own phrases at its end."""
        return message.plus(*(context(self._say(notice, language)) for notice in notices))

    def shareable(self, message: Message, action: str, ref: Carried) -> Message:
        """A message that one person sees, with the button that shows it to the channel."""
        share = self._buttons.share(action, ref.value, ref.language)
        return message.plus(ActionsBlock(elements=[share]))

    def window(self, reply: Reply, language: Language, asked: str = "") -> dict[str, Any]:
        """A reply in the window where the question was typed; `language` is the person's. What was
        `asked` goes with the window, for who sends it to the curators; it is gone once closed."""
        title, close = self._say("home_title", language), self._say("close", language)
        blocks = self._said(reply, in_window=True)
        if isinstance(reply, Answer):
            blocks += self._buttons.steps(reply, private=False)
        return window(ids.REPLY_WINDOW, title, blocks, close=close, metadata=unmarked(asked))

    def thanks(self, shown: Shown, helpful: bool) -> Message:
        """The word of thanks for feedback; where it did not help, the way to a person."""
        text = self._say("feedback_thanks" if helpful else "feedback_sorry", shown.language)
        blocks: list[Block] = [section(text)]
        if not helpful:
            blocks.append(self._buttons.to_curators(shown))
        return Message(escape(text), tuple(blocks))

    def more(self, answer: Answer) -> Message:
        """What stands behind "More" as a message."""
        return Message(escape(answer.title), tuple(self._more(answer)))

    def more_window(self, answer: Answer) -> dict[str, Any]:
        """The same on top of the window where the answer stands."""
        language = answer.language
        title, close = self._say("more", language), self._say("close", language)
        return window(ids.REPLY_WINDOW, title, self._more(answer), close=close)

    def _more(self, answer: Answer) -> list[Block]:
        return [*self._answers.more(answer), *self._buttons.behind(answer)]

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)

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

    def _said(self, reply: Reply, *, in_window: bool = False) -> list[Block]:
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
                return first_steps_blocks(self._base, reply, makes=self._makes, ways=self._ways)

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
        shown = Shown(language=language, entries=entries, reason="decline")
        return [*blocks, self._buttons.to_curators(shown)]

    def _task(self, reply: TaskReply, in_window: bool) -> list[Block]:
        language = reply.language
        blocks: list[Block] = [section(self._lead(reply))]
        missing = [self._say(f"missing_{part}", language) for part in reply.missing]
        if missing:
            blocks.append(context(self._say("task_missing", language, missing=", ".join(missing))))
        if reply.begins:
            title = self._say("task_begins", language, title=reply.begins.title)
            blocks.append(section("\n".join(map(escape, (title, *reply.begins.paragraphs)))))
        made = self._buttons.task(reply)
        blocks += made
        if reply.help:
            if not reply.ready:
                phrase = "task_contains" if made else "task_not_here"
                blocks.append(section(self._say(phrase, language)))
            blocks += self._answer(reply.help, in_window)
        return blocks
