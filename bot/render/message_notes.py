"""What stands beside a message for its writer: what to correct, how sure dates are, what to do."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.typography import labelled
from bot.prepare import Flaw
from bot.prepare.drafts import Danger
from bot.prepare.messages import AdvocacyMessage, Judged
from bot.render import message_past as past
from bot.render.message_words import day, standing
from bot.render.prepare_words import PrepareWords
from bot.render.prepared import Numbered


@dataclass(frozen=True)
class Note:
    """Something for the writer."""

    label: str
    text: str


def notes_on(
    made: AdvocacyMessage, count: int, seconds: int | None, numbers: Numbered, words: PrepareWords
) -> list[Note]:
    """The notes on a message of so many words; `seconds` is how long it takes to read aloud."""
    notes = [_danger(one, words) for one in made.dangers]
    notes += [Note(label, text) for label, text in past.notes(made, words)]
    notes += [Note(label, text) for label, text in standing(made, words)]
    notes += _length(made, count, seconds, numbers, words)
    for one in made.judged:
        notes += _smart(one, len(made.judged) > 1, words)
    notes.append(Note(words.say("letter_tone"), words.say(f"letter_tone_{made.tone}")))
    for number, rule in enumerate(made.before):
        label = "" if number else words.say("letter_before")
        notes.append(Note(label, numbers.said(rule)))
    notes.append(Note(words.say("letter_language"), words.say("letter_language_text")))
    as_on = words.say("letter_as_on_text", date=day(words, made.on))
    return [*notes, Note(words.say("letter_as_on"), as_on)]


def _danger(one: Danger, words: PrepareWords) -> Note:
    """What could identify somebody, before all else."""
    label = words.say("letter_danger" if one.verdict == "fix" else "letter_look")
    return Note(
        label, f"{labelled(one.label, words.language)} {one.says} ({one.shown}) {one.do}".strip()
    )


def _length(
    made: AdvocacyMessage, count: int, seconds: int | None, numbers: Numbered, words: PrepareWords
) -> list[Note]:
    if made.clock and seconds is not None:
        values = {"words": count, "seconds": seconds, "most": made.clock.seconds}
        told = [words.say("letter_clock_text", **values)]
        if (over := count - made.clock.words) > 0:
            told.append(words.say("letter_too_long", over=over))
        told.append(numbers.said(made.clock.rule))
        return [Note(words.say("letter_clock"), " ".join(told))]
    label = words.say("letter_length")
    if made.longest and count > made.longest:
        said = words.say("letter_better_under", words=count, longest=made.longest)
        return [Note(label, f"{said}. {made.longest_why or ''}".strip())]
    return [Note(label, f"{words.say('letter_words', words=count)}.")]


def _smart(judged: Judged, several: bool, words: PrepareWords) -> list[Note]:
    label, inside = words.say("letter_smart"), "_in" if several else ""
    if not judged.flaws:
        return [Note(label, f"{words.say(f'letter_smart_fine{inside}', text=judged.text)}.")]
    notes = [
        Note(
            label,
            words.say(f"letter_smart_{flaw.weight}{inside}", wrong=_flaw(flaw), text=judged.text),
        )
        for flaw in judged.flaws
    ]
    if judged.mended:
        notes.append(Note(label, words.say("letter_smart_example", text=judged.mended)))
    return notes


def _flaw(flaw: Flaw) -> str:
    return f"{flaw.wrong} {flaw.mend}"
