"""A message as plain text, as Markdown and as a Word document, with what its writer must know.

What is meant for the writer (what to correct, how sure dates are, what to do before sending) stands
after the message and is plainly set apart from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.models import Language
from bot.prepare import Paragraph
from bot.prepare.messages import AdvocacyMessage
from bot.render import message_past as past
from bot.render.message_notes import WriterNote, notes_on
from bot.render.message_text import TextLine, filled
from bot.render.message_words import (
    deadline,
    last_review,
    law,
    review,
    value_in_text,
)
from bot.render.prepare_words import PrepareWords, Wordings
from bot.render.prepared import Numbered, markdown
from bot.render.prepared import plain as as_plain
from bot.render.word import GUIDANCE, Paper

_ITEM, _QUOTE = "List Bullet", "Quote"


@dataclass(frozen=True)
class MessagePage:
    """A message in words, for every target alike."""

    language: Language
    title: str
    state: str
    lines: tuple[TextLine, ...]
    words: int
    seconds: int | None
    """How long it takes to read aloud, for what is spoken."""
    notes: tuple[WriterNote, ...]
    sources: tuple[str, ...]
    writer: str
    """What stands over what is for the writer."""
    writer_page: str
    """The same on a page of its own, with the style by which it is found."""


def page(message: AdvocacyMessage, wordings: Wordings, folder: Path) -> MessagePage:
    """The message in words of its own language, with what is said to its writer in the writer's;
    `folder` is that of the templates."""
    text, beside = wordings.of(message.language), wordings.of(message.reader)
    where = folder / "messages" / message.language
    lines = filled(where, f"{message.id}.md.j2", _values(message, text), message.language)
    count = sum(map(_counted, map(text_of, lines)))
    seconds = round(count * message.clock.seconds / message.clock.words) if message.clock else None
    numbers = Numbered(message.sources, beside.beside, beside.cited)
    writer = beside.say("letter_writer")
    return MessagePage(
        language=message.language,
        title=message.title,
        state=message.state_name,
        lines=lines,
        words=count,
        seconds=seconds,
        notes=tuple(notes_on(message, count, seconds, numbers, beside)),
        sources=tuple(numbers.lines()),
        writer=writer,
        writer_page=beside.say("letter_writer_page", writer=writer, style=GUIDANCE),
    )


def _counted(text: str) -> int:
    """Its words; a sign that stands alone, as French colons do, is none."""
    return sum(any(map(str.isalnum, part)) for part in text.split())


def to_paste(page: MessagePage) -> str:
    """The message alone, as plain text, without what is for its writer."""
    signs = {"heading": "", "paragraph": "", "item": "- ", "quote": "    "}
    return joined(page.lines, [f"{signs[line.kind]}{text_of(line)}" for line in page.lines])


def plain(page: MessagePage, clean: bool = False) -> str:
    """As plain text; what is for the writer stands at the end, unless it is `clean`."""
    if clean:
        return f"{to_paste(page)}\n"
    notes = [f"{note.label} {note.text}".strip() for note in page.notes]
    after = "\n".join(["", "", f"--- {page.writer} ---", *notes, "", *page.sources])
    return f"{to_paste(page)}{after}\n"


def as_markdown(page: MessagePage, clean: bool = False) -> str:
    """As Markdown; what is for the writer is quoted at the end, unless it is `clean`."""
    parts = [marked_line(line) for line in page.lines]
    if clean:
        return joined(page.lines, parts) + "\n"
    notes = [f"> **{markdown(page.writer)}**"]
    for note in page.notes:
        notes += [">", f"> **{markdown(note.label)}** {markdown(note.text)}"]
    for source in page.sources:
        notes += [">", f"> {markdown(source)}"]
    return joined(page.lines, parts) + "\n\n---\n\n" + "\n".join(notes) + "\n"


def word(page: MessagePage, message: AdvocacyMessage, clean: bool = False) -> bytes:
    """As a Word document; what is for the writer stands on a page of its own, unless it is
    `clean`."""
    paper = Paper(f"{page.title}: {page.state}", "", message.on, page.language)
    for line in page.lines:
        label = f"{line.label}" if line.label else ""
        match line.kind:
            case "heading":
                paper.heading(line.text, 1)
            case "item":
                paper.text(line.text, _ITEM, label)
            case "quote":
                paper.text(line.text, _QUOTE, label)
            case _:
                paper.text(line.text, label=label)
    if clean:
        return paper.content()
    paper.guidance("", page.writer_page)
    paper.new_page()
    for note in page.notes:
        paper.guidance(note.text, note.label)
    for source in page.sources:
        paper.guidance(source)
    return paper.content()


def record(page: MessagePage, message: AdvocacyMessage) -> dict[str, Any]:
    """As a JSON object."""
    return {
        "message": message.id,
        "language": message.language,
        "state": message.state,
        "mechanism": message.mechanism,
        "tone": message.tone,
        "text": joined(page.lines, [text_of(line) for line in page.lines]),
        "words": page.words,
        "seconds": page.seconds,
        "recommendations": [
            {"text": judged.text, "flaws": [flaw.model_dump() for flaw in judged.flaws]}
            for judged in message.judged
        ],
        "earlier": [
            {
                "symbol": recommendation.symbol,
                "paragraph": recommendation.paragraph,
                "year": recommendation.year,
                "text": recommendation.text,
                "position": recommendation.position,
                "demonstration": field.earlier.about.demonstration,
            }
            for field in message.values.values()
            if field.earlier
            for recommendation in field.earlier.recommendations
        ],
        "notes": [{"label": note.label, "text": note.text} for note in page.notes],
        "sources": [source.model_dump() for source in message.sources.values()],
    }


def _values(message: AdvocacyMessage, words: PrepareWords) -> dict[str, Any]:
    fields = {
        name: past.value(field, words) if field.earlier else value_in_text(field, words)
        for name, field in message.values.items()
    }
    return fields | {
        "state": words.state_in_text(message.state),
        "mechanism": message.full_name,
        "mechanism_short": message.acronym,
        "review": review(message, words),
        "last_review": last_review(message, words),
        "deadline": deadline(message, words),
        "law": law(message, words),
        "today": words.day(message.on),
    }


def text_of(line: TextLine) -> str:
    """A line as plain text, with its label."""
    return f"{line.label} {as_plain(line.text)}".strip()


def marked_line(line: TextLine) -> str:
    """A line as Markdown."""
    label = f"**{markdown(line.label)}** " if line.label else ""
    text = _breaks(line.text)
    signs = {"heading": "## ", "paragraph": "", "item": "- ", "quote": "> "}
    return f"{signs[line.kind]}{label}{text}"


def _breaks(text: Paragraph) -> str:
    return "".join("\\\n" if piece.text == "\n" else markdown((piece,)) for piece in text)


def joined(lines: tuple[TextLine, ...], parts: list[str]) -> str:
    """Paragraphs apart by an empty line, items of one list together."""
    text = parts[0] if parts else ""
    for before, line, part in zip(lines, lines[1:], parts[1:], strict=False):
        together = before.kind == line.kind == "item"
        text += ("\n" if together else "\n\n") + part
    return text
