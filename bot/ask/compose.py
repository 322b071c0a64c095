"""Makes an Answer out of entries: the best one in full, and lines of its neighbours that fit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from bot.ask.citing import MOST, sources_of
from bot.ask.here import NOTHING, Told
from bot.ask.models import Answer, Line, Nearby, Note, Question, SourceShown, Word
from bot.knowledge.figures import fill
from bot.knowledge.models import Base, Entry, Language, Source, Status, Term

ROOM = 1_860
"""Characters for an answer's texts, sources and notes, so that with labels it stays under 2,000."""
NEARBY = 5
CONSIDERED = 12
"""Entries that are tried for a place beside the answer."""
RELATED = 3
WHOLE = 0.6
"""How likely the best entry must be to be shown whole."""
LINES = 3
"""Points of a less likely one."""
NAMED = 40
"""Characters that names and dates add to a statement on a State."""


_DOUBT: dict[Status, int] = {
    "checked": 0,
    "single-source": 1,
    "dated": 2,
    "unchecked": 3,
    "advice": 4,
}


def _less_sure(own: Status | None, whole: Status) -> Status | None:
    """A line's own status, where it is less sure than the answer that it stands in."""
    return own if own and _DOUBT[own] > _DOUBT[whole] else None


def _trimmed(text: _Text, told: Callable[[str], float], keeps_old: bool) -> _Text:
    """An entry's texts with only the points that tell most of what was asked, in their order."""
    best = sorted(range(len(text.points)), key=lambda i: -told(text.points[i].text))[:LINES]
    return replace(
        text,
        points=tuple(text.points[i] for i in sorted(best)),
        advice=(),
        not_any_more=text.not_any_more if keeps_old else None,
    )


def _cited(source: SourceShown) -> int:
    """Characters that naming a source takes."""
    parts = (source.title, source.publisher, source.url, source.find)
    return sum(len(part) for part in parts if part) + 40 + 20 * bool(source.find)


def _length(words: Sequence[Word]) -> int:
    return sum(len(word.term) + len(word.means) + 4 for word in words)


@dataclass(frozen=True)
class _Text:
    """An entry's texts in the language of the answer, figures filled in."""

    title: str
    answer: str
    points: tuple[Line, ...]
    cannot: tuple[str, ...]
    advice: tuple[str, ...]
    not_any_more: str | None
    warning: str | None

    @property
    def length(self) -> int:
        lines = [self.answer, *(p.text for p in self.points), *self.cannot, *self.advice]
        tagged = 20 * sum(point.status is not None for point in self.points)
        lines += [text for text in (self.not_any_more, self.warning) if text]
        return sum(len(text) + 3 for text in lines) + tagged


class Composer:
    """Makes Answers out of a base's entries."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._patterns = [_pattern(term) for term in base.terms]
        self._seen: dict[str, tuple[int, ...]] = {}

    def _terms_in(self, text: str) -> tuple[int, ...]:
        """Which terms a text uses. Texts of the base come again and again: each is read once."""
        if text not in self._seen:
            if len(self._seen) > 50_000:
                self._seen.clear()
            self._seen[text] = tuple(i for i, p in enumerate(self._patterns) if p.search(text))
        return self._seen[text]

    def answer(
        self,
        question: Question,
        entries: Sequence[Entry],
        on: dt.date,
        certainty: float,
        about_mechanism: bool = False,
        told: Callable[[str], float] = lambda _: 0.0,
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
        text = self._text(entry, language)
        if share < WHOLE:
            text = _trimmed(text, told, keeps_old=entry.ended is not None)
        notes = list(self._notes(entry, question, on))
        if question.state and not told_here.statements:
            notes.append(Note(key="about_state", values={"state": question.state}))
        if about_mechanism:
            short = self._base.mechanisms[entry.mechanism].short
            notes.append(Note(key="about_mechanism", values={"mechanism": short}))
        sources = sources_of(self._base, entry)[: MOST if share >= WHOLE else 1]
        sources = (*told_here.sources, *sources)[:MOST]
        said = [*notes, *told_here.statements]
        room = ROOM - sum(len(self._base.say(n.key, language, **n.values)) for n in said)
        room -= NAMED * len(told_here.statements)
        room -= text.length + _length(self._words(self._all(text)))
        if room < sum(map(_cited, sources)):
            sources = sources[:1]
        room -= sum(map(_cited, sources))
        if room < 0:
            text = replace(text, advice=())
        nearby: list[Nearby] = []
        others = [other for other in entries[1:CONSIDERED] if not other.ended]
        if entry.ended:
            now = self._base.entries[entry.ended.now]
            others = [now, *others]
        words = self._words(self._all(text))
        for other in others:
            if len(nearby) == NEARBY:
                break
            shown = self.nearby(other, language, told)
            more = self._words([*self._all(text), *(n.answer for n in nearby), shown.answer])
            cost = len(shown.answer) + 3 + _length(more) - _length(words)
            if other.id not in {entry.id, *(n.entry for n in nearby)} and cost <= room:
                nearby.append(shown)
                words = more
                room -= cost
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
            notes=tuple(notes),
            nearby=tuple(nearby),
            words=tuple(words),
            sources=sources,
            verified=entry.verified,
            entries=used,
            guessed=not question.mechanisms or "guess" in question.inherited,
            here=told_here.statements,
            here_first=told_here.leads,
            related=tuple(self.nearby(e, language) for e in related[:RELATED]),
        )

    def nearby(
        self, entry: Entry, language: Language, told: Callable[[str], float] = lambda _: 0.0
    ) -> Nearby:
        """An entry's title and answer, with the line that tells most of what was asked and the
        answer does not; what is not settled says so."""
        text = self._text(entry, language)
        answer = text.answer
        lines = [*(p.text for p in text.points if not p.status), *text.cannot]
        best = max(lines, key=told, default="")
        if best and told(best) > told(answer):
            answer = f"{answer} {best}"
        if entry.status in ("unchecked", "dated"):
            answer = f"{answer} ({self._base.say(f'{entry.status}_tag', language)})"
        return Nearby(entry=entry.id, title=text.title, answer=answer)

    def _text(self, entry: Entry, language: Language) -> _Text:
        def filled(text: str | None) -> str:
            return fill(text or "", entry.id, self._base.figure)

        translation = self._base.translations.get(language, {}).get(entry.id)
        texts = translation or entry
        points = translation.points if translation else [p.text for p in entry.points]
        return _Text(
            title=texts.title,
            answer=filled(texts.answer),
            points=tuple(
                Line(text=filled(text), status=_less_sure(point.status, entry.status))
                for text, point in zip(points, entry.points, strict=True)
            ),
            cannot=tuple(filled(t) for t in texts.cannot),
            advice=tuple(filled(t) for t in texts.advice),
            not_any_more=filled(texts.not_any_more) or None,
            warning=filled(texts.warning) or None,
        )

    def _all(self, text: _Text) -> list[str]:
        lines = [text.answer, *(p.text for p in text.points), *text.cannot, *text.advice]
        return [*lines, text.not_any_more or "", text.warning or ""]

    def _notes(self, entry: Entry, question: Question, on: dt.date) -> Iterable[Note]:
        language = question.language
        if entry.status == "dated":
            year = next((s.date[:4] for s in map(self._source, entry.sources) if s.date), None)
            key = "status_dated" if year else "status_dated_unknown"
            yield Note(key=key, values={"year": year} if year else {})
        elif entry.status == "unchecked":
            yield Note(key="status_unchecked", values={"page": self._page(entry)})
        elif entry.status in ("single-source", "advice"):
            yield Note(key=f"status_{entry.status}")
        if entry.valid_until and entry.valid_until < on:
            yield Note(key="expired", values={"date": entry.valid_until.isoformat()})
        elif entry.valid_from and entry.valid_from > on:
            yield Note(key="not_yet", values={"date": entry.valid_from.isoformat()})
        elif entry.review_by < on:
            yield Note(key="stale", values={"date": entry.verified.isoformat()})
        if language != "en" and entry.id not in self._base.translations.get(language, {}):
            yield Note(key="english_only")

    def _page(self, entry: Entry) -> str:
        named = entry.check_on or ""
        if named in self._base.sources:
            source = self._base.sources[named]
            return source.url or source.title
        return named or self._base.mechanisms[entry.mechanism].page or ""

    def _source(self, name: str) -> Source:
        return self._base.sources[name]

    def _words(self, texts: Sequence[str]) -> list[Word]:
        """The terms that texts use and don't explain in brackets themselves."""
        terms = self._base.terms
        used = sorted({i for text in texts for i in self._terms_in(text)})
        return [
            Word(term=terms[i].term, means=terms[i].means)
            for i in used
            if not any(f"{terms[i].term} (" in text for text in texts)
        ]


def _pattern(term: Term) -> re.Pattern[str]:
    """Finds a term in any of its forms; the capitals of a term must match."""
    forms = sorted((term.term, *term.also), key=len, reverse=True)
    flags = 0 if any(c.isupper() for c in term.term) else re.IGNORECASE
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, forms))})\b", flags)
