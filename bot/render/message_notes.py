"""What stands beside a message for its writer: what to mend, how sure dates are, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.prepare.drafts import Danger
from bot.prepare.messages import Judged, Message
from bot.prepare.smart import Flaw
from bot.render import message_past as past
from bot.render.message_words import standing
from bot.render.prepared import Numbered, day

TONES = {
    "private": "Private: for the addressee alone. Write it so that a leak harms nobody.",
    "public": "Public: everybody can read it, for years.",
}
LANGUAGE = (
    "The desk writes messages in English for now. What you typed stays as it is; have the whole"
    " text translated by somebody who knows the subject."
)


@dataclass(frozen=True)
class Note:
    """Something for the writer."""

    label: str
    text: str


def notes_on(made: Message, words: int, seconds: int | None, numbers: Numbered) -> list[Note]:
    """The notes on a message of so many words; `seconds` is how long it takes to read aloud."""
    notes = [_danger(one) for one in made.dangers]
    notes += [Note(label, text) for label, text in (*past.notes(made), *standing(made))]
    notes += _length(made, words, seconds, numbers)
    for one in made.judged:
        notes += _smart(one, len(made.judged) > 1)
    notes.append(Note("Tone:", TONES[made.tone]))
    for number, rule in enumerate(made.before):
        notes.append(Note("" if number else "Before you send:", numbers.said(rule)))
    notes.append(Note("Language:", LANGUAGE))
    notes.append(Note("As on:", f"{day(made.on)}. Fill in what stands in brackets."))
    return notes


def _danger(one: Danger) -> Note:
    """What could identify somebody, before all else."""
    label = "Danger:" if one.verdict == "fix" else "Look:"
    return Note(label, f"{one.label}: {one.says} ({one.shown}) {one.do}".strip())


def _length(made: Message, words: int, seconds: int | None, numbers: Numbered) -> list[Note]:
    if made.clock and seconds is not None:
        over = words - made.clock.words
        told = f"{words} words, about {seconds} seconds of {made.clock.seconds}."
        if over > 0:
            told += f" Too long by {over} words: cut from the middle, keep the requests."
        return [Note("Reading time:", f"{told} {numbers.said(made.clock.rule)}")]
    if made.longest and words > made.longest:
        why = made.longest_why or ""
        return [Note("Length:", f"{words} words, better under {made.longest}. {why}")]
    return [Note("Length:", f"{words} words.")]


def _smart(judged: Judged, several: bool) -> list[Note]:
    of = f" “{judged.text}”" if several else ""
    if not judged.flaws:
        return [Note("SMART check:", f"nothing to mend{f' in{of}' if of else ''}.")]
    notes = [Note("SMART check:", _flaw(flaw, of)) for flaw in judged.flaws]
    if judged.mended:
        notes.append(Note("SMART check:", f"for example: “{judged.mended}”"))
    return notes


def _flaw(flaw: Flaw, of: str) -> str:
    word = "Mend" if flaw.weight == "fix" else "Look"
    return f"{word}{of}: {flaw.wrong} {flaw.mend}"
