"""Writes the first steps that are replied to an alarm: safety, who to call, the ways that fit, what
was understood. Every sentence is curated (`knowledge/alarms.yaml`, `reply`) and rests on an entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from bot.ask.entries import first_sentence, sources_of
from bot.ask.models import Alarm, Answer, FirstSteps, Question
from bot.knowledge.front import Alarms, Harm, Remark, SentenceStep
from bot.knowledge.models import Base, Phrase
from bot.states import Profiles

NAMED = 1
"""Kinds of harm that the reply names: it must fit a phone."""
PREFILLED = 2
"""Kinds that are filled in before the ways are chosen."""
SOURCES = 1
ASIDE = 220
"""Characters of an answer that stands above first steps."""
LONGEST = 532
"""Characters of steps, closing and what was read; source and buttons make it 700 at most."""
SHOWN: tuple[Remark, ...] = ("armed-group", "un-staff", "company", "child")
"""Remarks that are shown among what was understood."""
ABOUT: dict[Harm | Remark, tuple[str, ...]] = {
    "sexual-violence": ("sexual-violence",),
    "disappearance": ("disappearance",),
    "removal": ("removal",),
    "torture": ("torture",),
    "detention": ("detention",),
    "attack": ("life", "war"),
    "life": ("life",),
    "recruitment": ("children", "war"),
    "home": ("home",),
    "threat": ("life",),
    "deprivation": ("social",),
    "danger": ("life",),
    "child": ("children",),
    "armed-group": ("war",),
    "reprisal": ("reprisal",),
    "defender": ("freedom",),
    "migrant": ("migrants",),
}
"""What was read → values of the question "what happened?" before a way is chosen."""


def with_answer(steps: FirstSteps, answer: Answer) -> FirstSteps:
    """First steps that also answer what was asked: its first line, and what cannot be expected
    where that is short."""
    said = [answer.lead if len(answer.lead) <= ASIDE else first_sentence(answer.lead)]
    said += [text for text in answer.cannot[:1] if len(said[0]) + len(text) <= ASIDE]
    update = {
        "answer": " ".join(said),
        "entries": tuple(dict.fromkeys((*answer.entries[:1], *steps.entries))),
        "sources": tuple(dict.fromkeys((*answer.sources[:1], *steps.sources))),
        "verified": min(answer.verified, steps.verified),
    }
    return steps.model_copy(update=update)


class FirstStepsWriter:
    """Makes the first steps, from curated sentences and what is known of the State."""

    def __init__(self, base: Base, alarms: Alarms, profiles: Callable[[], Profiles | None]) -> None:
        self._base = base
        self._text = alarms.reply
        self._profiles = profiles

    def reply(self, alarm: Alarm, question: Question, on: dt.date) -> FirstSteps:
        """The first steps for what was read, by what the State accepted on that day."""
        text, language = self._text, question.language

        def say(phrase: Phrase, **values: str) -> str:
            sentence: str = getattr(phrase, language)
            return sentence.format(**values) if values else sentence

        state = question.state
        safety = next(step for step in text.safety if self._fits(step, alarm, state, on))
        call = next(step for step in text.call if self._fits(step, alarm, state, on))
        way = next(step for step in text.ways if self._fits(step, alarm, state, on))
        profiles = self._profiles() if state else None
        name = profiles.names.name(state, language) if state and profiles else ""
        rules = tuple(
            dict.fromkeys((text.appeal.rule, way.rule, call.rule, safety.rule, text.closing.rule))
        )
        entries = [self._base.entries[rule] for rule in rules]
        cited = [
            source for entry in entries for source in sources_of(self._base, entry, language)[:1]
        ]
        heading, closing = say(text.heading[alarm.harms[0]]), say(text.closing.says)
        steps = (
            say(safety.says),
            say(call.says),
            say(text.appeal.says) + say(way.says, state=name),
        )
        fields = [say(text.labels[field]) for field in self._fields(alarm)]
        fields = [*fields, name] if name else fields
        while sum(map(len, (heading, *steps, closing, *fields))) > LONGEST and len(fields) > 1:
            fields.pop()
        return FirstSteps(
            language=language,
            mechanisms=(self._base.entries[way.rule].mechanism,),
            topic="complaint",
            state=state,
            heading=heading,
            steps=steps,
            closing=closing,
            read=say(text.read, fields=" · ".join(fields)),
            ways=say(text.buttons["ways"]),
            write=say(text.buttons["write"]),
            consent=say(text.buttons["consent"]),
            about=self._about(alarm),
            alarm=alarm,
            action=text.appeal.action,
            sources=tuple(dict.fromkeys(cited))[:SOURCES],
            verified=min(entry.verified for entry in entries),
            entries=rules,
            consent_entry=text.consent_entry,
        )

    def _fits(self, step: SentenceStep, alarm: Alarm, state: str | None, on: dt.date) -> bool:
        """Whether a sentence is said of that alarm: by the kind that leads, by what else was read,
        and by what the State surely accepted."""
        if step.harms and alarm.harms[0] not in step.harms:
            return False
        if not alarm.notes.issuperset(step.notes) or alarm.notes.intersection(step.unless):
            return False
        return step.needs is None or (state is not None and self._has(step.needs, state, on))

    def _has(self, needs: str, state: str, on: dt.date) -> bool:
        """Whether the State has it without a doubt: a way that may be shut is not named first."""
        profiles = self._profiles()
        if profiles is None:
            return False
        kind, _, name = needs.partition(":")
        match kind:
            case "treaty":
                cell = profiles.ratified(state, name, on)
                return cell.status == "party" and not cell.doubtful
            case "complaint":
                cell = profiles.complaint(state, name, on)
                return cell.status == "yes" and not cell.doubtful
            case "body":
                reached = (cell for cell in profiles.regional(state) if cell.subject == name)
                return any(cell.status == "yes" and not cell.doubtful for cell in reached)
            case _:
                mandates = profiles.mandates(state)
                return any(m.kind == "investigation" and m.runs != "not_started" for m in mandates)

    def _fields(self, alarm: Alarm) -> Iterator[str]:
        yield from alarm.harms[:NAMED]
        yield from [remark for remark in SHOWN if remark in alarm.notes][:1]
        yield alarm.who
        yield alarm.near

    def _about(self, alarm: Alarm) -> tuple[str, ...]:
        read = (*alarm.harms[:PREFILLED], *sorted(alarm.notes))
        return tuple(dict.fromkeys(value for reading in read for value in ABOUT.get(reading, ())))
