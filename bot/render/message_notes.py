"""What stands beside a message for its writer: what to correct, how sure dates are, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.typography import labelled
from bot.prepare import Flaw
from bot.prepare.drafts import Danger
from bot.prepare.messages import AdvocacyMessage, Judged
from bot.render import message_past as past
from bot.render.message_words import date_notes
from bot.render.prepare_words import PrepareWords
from bot.render.prepared import Numbered


@dataclass(frozen=True)
class WriterNote:
    """Something for the writer."""

    label: str
    text: str


def notes_on(
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
