"""A message as plain text, as Markdown and as a Word document, with what its writer must know.

What is meant for the writer (what to correct, how sure dates are, what to do before sending) stands
after the message and is plainly set apart from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.knowledge.models import Language
from bot.knowledge.typography import labelled
from bot.prepare import Flaw
from bot.prepare.drafts import Danger
from bot.prepare.messages import AdvocacyMessage, Judged
from bot.render import past_words as past
from bot.render.message_words import (
    date_notes,
    deadline,
    last_review,
    law,
    review,
    value_in_text,
)
from bot.render.paragraphs import TextLine, filled, markdown, markdown_lines, plain_lines, text_of
from bot.render.prepare_words import Numbered, PrepareWords, Wordings
from bot.render.word import GUIDANCE, Paper


@dataclass(frozen=True)
class WriterNote:
    """Something for the writer."""

    label: str
    text: str


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
        notes=tuple(_notes(message, count, seconds, numbers, beside)),
        sources=tuple(numbers.lines()),
        writer=writer,
        writer_page=beside.say("letter_writer_page", writer=writer, style=GUIDANCE),
    )


def _counted(text: str) -> int:
    """Its words; a sign that stands alone, as French colons do, is none."""
    return sum(any(map(str.isalnum, part)) for part in text.split())


def to_paste(page: MessagePage) -> str:
    """The message alone, as plain text, without what is for its writer."""
    return plain_lines(page.lines)


def plain(page: MessagePage, clean: bool = False) -> str:
    """As plain text; what is for the writer stands at the end, unless it is `clean`."""
    if clean:
        return f"{to_paste(page)}\n"
    notes = [f"{note.label} {note.text}".strip() for note in page.notes]
    after = "\n".join(["", "", f"--- {page.writer} ---", *notes, "", *page.sources])
    return f"{to_paste(page)}{after}\n"


def as_markdown(page: MessagePage, clean: bool = False) -> str:
    """As Markdown; what is for the writer is quoted at the end, unless it is `clean`."""
    text = markdown_lines(page.lines)
    if clean:
        return f"{text}\n"
    notes = [f"> **{markdown(page.writer)}**"]
    for note in page.notes:
        notes += [">", f"> **{markdown(note.label)}** {markdown(note.text)}"]
    for source in page.sources:
        notes += [">", f"> {markdown(source)}"]
    return f"{text}\n\n---\n\n" + "\n".join(notes) + "\n"


def word(page: MessagePage, message: AdvocacyMessage, clean: bool = False) -> bytes:
    """As a Word document; what is for the writer stands on a page of its own, unless it is
    `clean`."""
    paper = Paper(f"{page.title}: {page.state}", "", message.on, page.language)
    paper.lines(page.lines)
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
        "text": plain_lines(page.lines, signs=False),
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


def _notes(
    message: AdvocacyMessage,
    count: int,
    seconds: int | None,
    numbers: Numbered,
    words: PrepareWords,
) -> list[WriterNote]:
    """The notes on a message of so many words; `seconds` is how long it takes to read aloud."""
    notes = [_danger(danger, words) for danger in message.dangers]
    notes += [WriterNote(label, text) for label, text in past.notes(message, words)]
    notes += [WriterNote(label, text) for label, text in date_notes(message, words)]
    notes += _length(message, count, seconds, numbers, words)
    for judged in message.judged:
        notes += _smart(judged, len(message.judged) > 1, words)
    notes.append(WriterNote(words.say("letter_tone"), words.say(f"letter_tone_{message.tone}")))
    for number, rule in enumerate(message.before):
        label = "" if number else words.say("letter_before")
        notes.append(WriterNote(label, numbers.cited(rule)))
    notes.append(WriterNote(words.say("letter_language"), words.say("letter_language_text")))
    as_on = words.say("letter_as_on_text", date=words.day(message.on))
    return [*notes, WriterNote(words.say("letter_as_on"), as_on)]


def _danger(danger: Danger, words: PrepareWords) -> WriterNote:
    """What could identify somebody, before all else."""
    label = words.say("letter_danger" if danger.verdict == "fix" else "letter_look")
    what = labelled(danger.label, words.language)
    return WriterNote(label, f"{what} {danger.says} ({danger.shown}) {danger.do}".strip())


def _length(
    message: AdvocacyMessage,
    count: int,
    seconds: int | None,
    numbers: Numbered,
    words: PrepareWords,
) -> list[WriterNote]:
    if message.clock and seconds is not None:
        values = {"words": count, "seconds": seconds, "most": message.clock.seconds}
        sentences = [words.say("letter_clock_text", **values)]
        if (over := count - message.clock.words) > 0:
            sentences.append(words.say("letter_too_long", over=over))
        sentences.append(numbers.cited(message.clock.rule))
        return [WriterNote(words.say("letter_clock"), " ".join(sentences))]
    label = words.say("letter_length")
    if message.longest and count > message.longest:
        phrase = words.say("letter_better_under", words=count, longest=message.longest)
        return [WriterNote(label, f"{phrase}. {message.longest_why or ''}".strip())]
    return [WriterNote(label, f"{words.say('letter_words', words=count)}.")]


def _smart(judged: Judged, several: bool, words: PrepareWords) -> list[WriterNote]:
    label, inside = words.say("letter_smart"), "_in" if several else ""
    if not judged.flaws:
        return [WriterNote(label, f"{words.say(f'letter_smart_fine{inside}', text=judged.text)}.")]
    notes = [
        WriterNote(
            label,
            words.say(f"letter_smart_{flaw.weight}{inside}", wrong=_flaw(flaw), text=judged.text),
        )
        for flaw in judged.flaws
    ]
    if judged.mended:
        notes.append(WriterNote(label, words.say("letter_smart_example", text=judged.mended)))
    return notes


def _flaw(flaw: Flaw) -> str:
    return f"{flaw.wrong} {flaw.mend}"
