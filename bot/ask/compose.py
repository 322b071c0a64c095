"""Makes an Answer out of entries: what is said at once, what stands behind "More", and the words of
the field that it uses and does not explain itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.ask.body import NOTHING_ASKED, Beside, Bodies, Body, Lines, QuestionTerms
from bot.ask.entries import (
    EntryShown,
    caveats,
    mark,
    mark_of_state,
    shown_of,
    signed_of,
    signed_of_state,
    sources_of,
    title_of,
)
from bot.ask.glossary import Glossaries
from bot.ask.models import (
    DOUBTFUL,
    MOST_NEXT,
    MOST_POINTS,
    Answer,
    Asked,
    More,
    Near,
    Note,
    Question,
    SourceShown,
)
from bot.ask.state_facts import NO_FACTS, StateFacts
from bot.knowledge.models import Base, Entry, Language

STATE = 500
"""Characters of statements on a State that was asked of."""
NAMED = 30
"""Characters that names and dates add to a statement on a State."""
TITLES = 90
"""Characters of the titles of what is next: two or three."""
CONSIDERED = 8
"""Entries that are tried for a place among the next ones."""
NEAR = 5
"""Near questions behind "More"."""


@dataclass(frozen=True)
class Wanted:
    """What an answer is to be like, besides its entries."""

    question: Question
    on: dt.date
    """Today: it decides what is stale, has ended or is not yet in force."""
    certainty: float = 1.0
    asked: QuestionTerms = NOTHING_ASKED
    """What the question looks for; nothing where an entry was picked."""
    lines: Sequence[str] = ()
    """The lines to be said again, by name: those of an answer that was given before."""
    first: str | None = None
    """The line of the first entry that stands first, by name, where that is settled."""
    facts: StateFacts = NO_FACTS
    """What is known of the State in question."""
    share: float = 1.0
    """How likely the first entry is the one, of those found."""
    rivals: Sequence[tuple[Entry, float]] = ()
    """Entries that may be the one instead of the first, and how likely."""

    @property
    def state_leads(self) -> bool:
        """Whether what is known of the State was asked for."""
        return self.facts.leads and bool(self.facts.statements)


class Composer:
    """Makes Answers out of a base's entries."""

    def __init__(self, base: Base, lines: Lines) -> None:
        self._base = base
        self._bodies = Bodies(base, lines)
        self._glossaries = Glossaries(base)

    def answer(self, entries: Sequence[Entry], wanted: Wanted) -> Answer:
        """The answer that `entries` give, the best first."""
        entry, question, facts = entries[0], wanted.question, wanted.facts
        text = shown_of(self._base, entry, question.language)
        here, length = self._here(facts, question.language)
        before = length if wanted.state_leads else 0
        if wanted.lines:
            body = self._bodies.again(text, entry, wanted.lines, before)
        else:
            beside = self._beside(entries, wanted)
            own = Beside(entry, wanted.share)
            body = self._bodies.of(text, own, wanted.asked, beside, before, wanted.first)
        near = self._near(entries, body, wanted)
        after = _fitting(near)
        line = body.lines[0]
        of_entry = sources_of(self._base, entry, question.language, line)
        first, then = (facts.sources, of_entry) if wanted.state_leads else (of_entry, facts.sources)
        sources = (*first, *then)
        of_state = facts.sources[0] if wanted.state_leads and facts.sources else None
        return Answer(
            language=question.language,
            mechanisms=question.mechanisms or (entry.mechanism,),
            topic=entry.topic,
            state=question.state,
            certainty=wanted.certainty,
            title=text.title,
            lead=body.lead,
            points=tuple(body.points),
            cannot=tuple(body.cannot),
            warning=text.warning,
            ended_since=entry.ended.since if entry.ended else None,
            mark=mark_of_state(facts.statements, of_state, wanted.on)
            if of_state
            else mark(self._base, entry, line),
            signed=signed_of_state(self._base, facts.statements, wanted.on)
            if of_state
            else signed_of(self._base, entry, wanted.on),
            notes=self._notes(entry, wanted, line),
            sources=sources,
            verified=(of_state and of_state.checked) or entry.verified,
            entries=(entry.id, *body.entries, *(near.entry for near in after)),
            lines=tuple(body.lines),
            next=after,
            more=self._more(text, body, facts.statements[len(here) :], sources, near),
            guessed=not question.mechanisms or "guess" in question.inherited,
            here=here,
            asked=_asked_of_state(question) if facts.leads else (),
            wants=question.wants if facts.leads else (),
            here_first=facts.leads,
        )

    def _here(self, facts: StateFacts, language: Language) -> tuple[tuple[Note, ...], int]:
        """The statements on a State that are said at once, and their characters: all that fit where
        they were asked for, else one."""
        count, length = 0, 0
        for note in facts.statements:
            longer = length + len(self._base.say(note.key, language, **note.values)) + NAMED
            if count and (longer > STATE or not facts.leads):
                break
            count, length = count + 1, longer
        return facts.statements[:count], length

    def _beside(self, entries: Sequence[Entry], wanted: Wanted) -> list[Beside]:
        """The entries of which a line is said beside the first: of each other mechanism that is
        compared the best; today's rule beside one that has ended; and those that may as well be
        the one."""
        first, question = entries[0], wanted.question
        if first.ended:
            return [Beside(self._base.entries[first.ended.now])]
        if not question.compares or first.topic == "compare":
            sure = question.compares
            return [Beside(e, share, sure) for e, share in wanted.rivals if not e.ended]
        of_mechanism: dict[str, Entry] = {}
        for entry in entries:
            if entry.mechanism in question.mechanisms and entry.mechanism != first.mechanism:
                of_mechanism.setdefault(entry.mechanism, entry)
        return [Beside(entry) for entry in of_mechanism.values()][: MOST_POINTS - 1]

    def _near(self, entries: Sequence[Entry], body: Body, wanted: Wanted) -> list[Near]:
        """What is near: as it was found and as curators relate it, by turns; as found alone first
        where the question may have been misread, and where it was said in that order before."""
        ended = entries[0].ended
        names = [*([ended.now] if ended else []), *entries[0].related]
        related = [self._base.entries[name] for name in names]
        nearest = list(entries[1:CONSIDERED])
        as_found = wanted.certainty < DOUBTFUL or bool(wanted.lines)
        shown = {entries[0].id, *body.entries}
        near: dict[str, Near] = {}
        turns = (entry for pair in zip_longest(nearest, related) for entry in pair if entry)
        for entry in nearest + related if as_found else turns:
            if entry.id in shown or entry.ended:
                continue
            title = title_of(self._base, entry, wanted.question.language)
            near.setdefault(entry.id, Near(entry=entry.id, title=title))
        return list(near.values())

    def _notes(self, entry: Entry, wanted: Wanted, line: str) -> tuple[Note, ...]:
        """What must be said in plain words of the entry whose `line` leads, and of the State where
        nothing is known of it."""
        notes = tuple(caveats(self._base, entry, wanted.question.language, wanted.on, line))
        asked_of = wanted.question.state
        told = asked_of in entry.states or wanted.facts.told
        if asked_of and not (told or wanted.facts.statements):
            state = {"state": asked_of}
            notes += (Note(key="about_state", values=state),)
        return notes

    def _more(
        self,
        text: EntryShown,
        body: Body,
        here: Sequence[Note],
        sources: Sequence[SourceShown],
        near: Sequence[Near],
    ) -> More:
        """What the reply does not say."""
        points = [line for line in text.of("point").values() if not body.says(line)]
        cannot = [line.text for line in text.of("cannot").values() if not body.says(line)]
        advice = [line.text for line in text.of("advice").values() if not body.says(line)]
        old = text.lines.get("not-any-more")
        ended = old.text if old and not body.says(old) else None
        answer = text.lines["answer"]
        if not body.says(answer):
            points.insert(0, answer)
        lines = [body.lead, *(p.text for p in body.points), *body.cannot]
        lines += [*(p.text for p in points), *cannot, *advice, ended or ""]
        shown = {later.entry for later in _fitting(near)}
        return More(
            points=tuple(points),
            cannot=tuple(cannot),
            advice=tuple(advice),
            not_any_more=ended,
            here=tuple(here),
            words=tuple(self._glossaries.of(text.language).words(lines)),
            sources=tuple(dict.fromkeys(sources)),
            near=tuple([later for later in near if later.entry not in shown][:NEAR]),
        )


def _asked_of_state(question: Question) -> tuple[Asked, ...]:
    """What a question asks of the State that it names."""
    kinds: dict[Asked, bool] = {"dates": question.dated, "standing": question.bound}
    return tuple(kind for kind, asks in kinds.items() if asks)


def _fitting(near: Iterable[Near]) -> tuple[Near, ...]:
    """The first whose titles fit."""
    fitting: list[Near] = []
    room = TITLES
    for candidate in near:
        if len(fitting) < MOST_NEXT and len(candidate.title) <= room:
            fitting.append(candidate)
            room -= len(candidate.title)
    return tuple(fitting)
