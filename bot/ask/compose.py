"""Makes an Answer out of entries: the best one in full, and of its neighbours what there is room
for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from bot.ask.caveats import caveats
from bot.ask.citing import MOST, sources_of
from bot.ask.glossary import Glossary
from bot.ask.here import NOTHING, Told
from bot.ask.models import Answer, Nearby, Note, Question, SourceShown, Word
from bot.ask.shown import EntryShown, Tells, in_brief, nothing_asked, shown_of
from bot.knowledge.models import Base, Entry, Language

ROOM = 1_860
"""Characters for an answer's texts, sources and notes, so that with labels it stays under 2,000."""
NEARBY = 5
CONSIDERED = 12
"""Entries that are tried for a place beside the answer."""
RELATED = 3
WHOLE = 0.6
"""How likely the best entry must be to be shown whole."""
NAMED = 40
"""Characters that names and dates add to a statement on a State."""


class Composer:
    """Makes Answers out of a base's entries."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._glossary = Glossary(base.terms)

    def answer(
        self,
        question: Question,
        entries: Sequence[Entry],
        on: dt.date,
        certainty: float,
        about_mechanism: bool = False,
        told: Tells = nothing_asked,
        share: float = 1.0,
        told_here: Told = NOTHING,
    ) -> Answer:
        """The answer to `question` from `entries`, the best first.

        `on` is today; it decides what has ended, is stale or not yet in force. `told(line)` says
        how much a line says of what was asked; `share` how likely the first entry is the one. A
        likely one is shown whole; of another only the lines that tell most, so that more of its
        neighbours fit. `told_here` is what is known of the State in question.
        """
        entry = entries[0]
        language = question.language
        text = shown_of(self._base, entry, language)
        if share < WHOLE:
            text = text.trimmed(told, keeps_old=entry.ended is not None)
        notes = self._notes(entry, question, on, about_mechanism, told_here)
        sources = sources_of(self._base, entry)[: MOST if share >= WHOLE else 1]
        sources = (*told_here.sources, *sources)[:MOST]
        room = self._room(text, notes, told_here.statements, language)
        if room < sum(map(_cited, sources)):
            sources = sources[:1]
        room -= sum(map(_cited, sources))
        if room < 0:
            text = text.without_advice()
        nearby, words = self._beside(text, entries, room, language, told)
        used = (entry.id, *(n.entry for n in nearby))
        related = [self._base.entries[r] for r in entry.related if r not in used]
        return Answer(
            language=language,
            mechanisms=question.mechanisms or (entry.mechanism,),
            topic=entry.topic,
            state=question.state,
            certainty=certainty,
            title=text.title,
            lead=text.answer,
            points=text.points,
            cannot=text.cannot,
            advice=text.advice,
            not_any_more=text.not_any_more,
            warning=text.warning,
            ended_since=entry.ended.since if entry.ended else None,
            notes=notes,
            nearby=nearby,
            words=words,
            sources=sources,
            verified=(told_here.leads and told_here.checked) or entry.verified,
            entries=used,
            guessed=not question.mechanisms or "guess" in question.inherited,
            here=told_here.statements,
            here_first=told_here.leads,
            related=tuple(in_brief(self._base, e, language) for e in related[:RELATED]),
        )

    def _notes(
        self, entry: Entry, question: Question, on: dt.date, about_mechanism: bool, told_here: Told
    ) -> tuple[Note, ...]:
        """What must be said of the entry, of the State where nothing is known of it, and of the
        mechanism where it was not named."""
        notes = list(caveats(self._base, entry, question.language, on))
        if question.state and not told_here.statements:
            notes.append(Note(key="about_state", values={"state": question.state}))
        if about_mechanism:
            short = self._base.mechanisms[entry.mechanism].short
            notes.append(Note(key="about_mechanism", values={"mechanism": short}))
        return tuple(notes)

    def _room(
        self,
        text: EntryShown,
        notes: Sequence[Note],
        statements: Sequence[Note],
        language: Language,
    ) -> int:
        """Characters that are left beside a text, its words, notes and statements on a State."""
        said = [*notes, *statements]
        room = ROOM - sum(len(self._base.say(n.key, language, **n.values)) for n in said)
        room -= NAMED * len(statements)
        return room - text.length - _length(self._glossary.words(text.lines))

    def _beside(
        self,
        text: EntryShown,
        entries: Sequence[Entry],
        room: int,
        language: Language,
        told: Tells,
    ) -> tuple[tuple[Nearby, ...], tuple[Word, ...]]:
        """The neighbours of the first entry for which there is room, and the words of it all."""
        first = entries[0]
        others = [other for other in entries[1:CONSIDERED] if not other.ended]
        if first.ended:
            others = [self._base.entries[first.ended.now], *others]
        nearby: dict[str, Nearby] = {}
        lines = text.lines
        words = self._glossary.words(lines)
        for other in others:
            if len(nearby) == NEARBY:
                break
            if other.id == first.id or other.id in nearby:
                continue
            shown = in_brief(self._base, other, language, told)
            more = self._glossary.words([*lines, shown.answer])
            cost = len(shown.answer) + 3 + _length(more) - _length(words)
            if cost <= room:
                nearby[other.id] = shown
                lines.append(shown.answer)
                words = more
                room -= cost
        return tuple(nearby.values()), tuple(words)


def _cited(source: SourceShown) -> int:
    """Characters that naming a source takes."""
    parts = (source.title, source.publisher, source.url, source.find)
    return sum(len(part) for part in parts if part) + 40 + 20 * bool(source.find)


def _length(words: Sequence[Word]) -> int:
    """Characters that explaining words takes."""
    return sum(len(word.term) + len(word.means) + 4 for word in words)
