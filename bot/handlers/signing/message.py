"""The weekly message to the curators of a workspace."""

from __future__ import annotations

from slack_sdk.models.blocks import ActionsBlock, Block

from bot.digest import Chase
from bot.handlers.kernel.blocks import Message, button, mrkdwn, section
from bot.handlers.kernel.text import escape, paragraphs
from bot.handlers.signing.form import SIGN, SignRef
from bot.knowledge.models import Base, Language

TITLES = 3
"""Statements noted as changed that are named."""


class SlackCurators:
    """Renders it."""

    def __init__(self, base: Base, command: str) -> None:
        self._base = base
        self._command = command

    def message(self, chase: Chase, language: Language) -> Message:
        """What is to be compared this week, with the button that begins."""

        def say(key: str, **values: object) -> str:
            return escape(self._base.say(f"chase_{key}", language, **values))

        lines = [f"*{say('title')}*"]
        if chase.due:
            lines.append(f"• {say('due', due=chase.due, unread=chase.unread)}")
        if chase.late:
            lines.append(f"• {say('late', late=chase.late)}")
        if chase.changed:
            titles = "; ".join(self._title(name, language) for name in chase.changed[:TITLES])
            lines.append(f"• {say('changed', count=len(chase.changed), titles=titles)}")
        if chase.dates:
            command = f"{self._command} calendar"
            lines.append(f"• {say('dates', count=chase.dates, command=command)}")
        if chase.first:
            lines.append(say("first"))
            lines += [f"◦ {escape(self._title(name, language))}" for name in chase.first]
        blocks: list[Block] = [mrkdwn(text) for text in paragraphs(lines)]
        if chase.due:
            label, ref = self._base.say("signing_title", language), SignRef(language=language)
            begin = button(label, SIGN, ref.value, style="primary")
            blocks.append(ActionsBlock(elements=[begin]))
        return Message(say("title"), tuple(blocks or [section(say("title"))]))

    def _title(self, name: str, language: Language) -> str:
        return self._base.title(self._base.entries[name], language)
