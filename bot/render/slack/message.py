"""A message as texts for Slack: what was typed and what curators wrote shows as it stands."""

from __future__ import annotations

from bot.prepare.models import Paragraph
from bot.render.message_text import Line
from bot.render.messages import Page
from bot.render.prepared import plain
from bot.render.slack.text import escape, paragraphs

_SIGNS = {"heading": "", "paragraph": "", "item": "• ", "quote": "> "}


def message_texts(shown: Page) -> list[str]:
    """The message in as few mrkdwn texts as fit into sections, without what is for its writer."""
    return paragraphs([_line(line) for line in shown.lines])


def note_texts(shown: Page) -> list[str]:
    """What is for its writer: what to mend, how sure dates are, what to do before sending."""
    notes = [f"{_bold(note.label)} {escape(note.text)}".strip() for note in shown.notes]
    return paragraphs([*notes, *map(escape, shown.sources)])


def _line(line: Line) -> str:
    text = f"{_bold(line.label)} {_paragraph(line.text)}".strip()
    return f"{_SIGNS[line.kind]}{_bold(plain(line.text)) if line.kind == 'heading' else text}"


def _paragraph(text: Paragraph) -> str:
    return escape(plain(text))


def _bold(text: str) -> str:
    return f"*{escape(text)}*" if text else ""
