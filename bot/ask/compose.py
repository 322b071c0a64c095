"""Makes an Answer out of entries: the best one in full, and lines of its neighbours that fit."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from bot.ask.models import Answer, Line, Nearby, Note, Question, SourceShown, Word
from bot.knowledge.figures import fill
from bot.knowledge.models import Base, Entry, Language, Source, Term

ROOM = 1_850
"""Characters that an answer's own texts may fill, so that with its labels it stays under 2,000."""
NEARBY = 4
RELATED = 3
SOURCES = 2


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
        return sum(len(t) + 3 for t in [*lines, self.not_any_more or "", self.warning or ""])


class Composer:
    """Makes Answers out of a base's entries."""

    def __init__(self, base: Base) -> None:
        self._base = base

    @cached_property
    def _terms(self) -> list[tuple[re.Pattern[str], Term]]:
        """Each term with the pattern that finds it; capitals in a term must match."""
        patterns = []
        for term in self._base.terms:
            forms = sorted((term.term, *term.also), key=len, reverse=True)
            exact = any(c.isupper() for c in term.term)
            flags = 0 if exact else re.IGNORECASE
            words = "|".join(re.escape(form) for form in forms)
            patterns.append((re.compile(rf"\b(?:{words})\b(?!\s*\()", flags), term))
        return patterns

    def answer(
        self,
        question: Question,
        entries: Sequence[Entry],
        on: dt.date,
        certainty: float,
        about_mechanism: bool = False,
    ) -> Answer:
        """The answer to `question` from `entries`, the best first.

        `on` is today; it decides what has ended, is stale or not yet in force.
        """
        entry = entries[0]
        language = question.language
        text = self._text(entry, language)
        notes = list(self._notes(entry, question, on))
        if about_mechanism:
            short = self._base.mechanisms[entry.mechanism].short
            notes.append(Note(key="about_mechanism", values={"mechanism": short}))
        sources = self._sources(entry)
        room = ROOM - text.length - sum(len(s.title) + len(s.url or "") + 60 for s in sources)
        room -= sum(len(self._base.say(n.key, language, **n.values)) for n in notes)
        room -= sum(len(w.term) + len(w.means) + 4 for w in self._words(self._all(text)))
        nearby: list[Nearby] = []
        others = list(entries[1:])
        if entry.ended and entry.ended.now != entry.id:
            now = self._base.entries[entry.ended.now]
            others = [now, *(e for e in others if e.id != now.id)]
        for other in others:
            if len(nearby) == NEARBY:
                break
            shown = self.nearby(other, language)
            cost = len(shown.title) + len(shown.answer) + 6
            if shown.title not in {n.title for n in nearby} and cost <= room:
                nearby.append(shown)
                room -= cost
        words = self._words([*self._all(text), *(n.answer for n in nearby)])
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
            related=tuple(self.nearby(e, language) for e in related[:RELATED]),
        )

    def nearby(self, entry: Entry, language: Language) -> Nearby:
        """An entry's title and answer; what is not settled says so."""
        text = self._text(entry, language)
        answer = text.answer
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
                Line(text=filled(text), status=point.status if point.status != entry.status else None)
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

    def _sources(self, entry: Entry) -> tuple[SourceShown, ...]:
        shown = [
            SourceShown(
                title=source.title,
                publisher=source.publisher,
                url=source.url,
                dated=source.date or "",
                date_is=source.date_is,
                copy_read=source.read_in_copy,
                find=source.find if source.find != source.title else None,
            )
            for source in map(self._source, entry.sources[:SOURCES])
        ]
        if not shown:
            mechanism = self._base.mechanisms[entry.mechanism]
            named = entry.check_on if entry.check_on in self._base.sources else None
            if named:
                source = self._source(named)
                shown.append(
                    SourceShown(
                        title=source.title, publisher=source.publisher, url=source.url,
                        dated=source.date or "", date_is=source.date_is,
                    )
                )
            elif entry.check_on or mechanism.page:
                title = self._base.say("check_here", "en", mechanism=mechanism.names.en[0])
                url = entry.check_on or mechanism.page
                shown.append(
                    SourceShown(title=title, publisher=mechanism.short, url=url, dated="")
                )
            else:
                title = self._base.say("desk_advice", "en")
                shown.append(
                    SourceShown(title=title, publisher="Advocacy Desk", url=None, dated="")
                )
        return tuple(shown)

    def _words(self, texts: Iterable[str]) -> list[Word]:
        whole = "\n".join(texts)
        return [
            Word(term=found[0] if found[0].isupper() else term.term, means=term.means)
            for pattern, term in self._terms
            if (found := pattern.search(whole)) and f"{term.term} (" not in whole
        ]
