"""What an answer says before its source, on one screen of a phone: the line that answers, then what
tells most of what was asked.

An ask belongs to the line that answers it (`asks/`, docs/curating.md). Where no ask comes near, the
words of the lines decide, and only clearly: else the answer answers.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from bot.ask.entries import (
    ANSWER,
    EntryShown,
    first_sentence,
    kind,
    less_sure,
    shown_of,
    status_of,
)
from bot.ask.find import Candidate
from bot.ask.lexical import Lexical
from bot.ask.models import MOST_POINTS, Line
from bot.ask.words import ALL_STOP, stem, tokens
from bot.knowledge.models import Base, Entry, Language, Status
from bot.knowledge.thesaurus import leaning

ANY = "any"
LEADING = ("answer", "point", "cannot", "not-any-more")
"""Kinds of lines that may stand first by their words."""
ASKED_FOR = (*LEADING, "advice")
"""Kinds of lines that may stand first where an ask belongs to them: a warning goes with all."""
NEAR = 0.6
"""How like an ask must be to the question (0 to 1), so that its line is the one that answers."""
CLEARLY = 0.3
"""How much more of the question a line must say than title and answer together, to stand first."""
LIKE, AHEAD, BEHIND = 0.4, 0.03, 0.1
"""The same by meaning, where no ask comes near in its words; how much nearer it must lie than the
asks of other lines; and how far behind those of which nobody has said what line answers."""
MEANT = 5
"""Candidates of which a line may be said, so that it is looked for in which the question lies."""
REMEMBERED = 32_768
"""Texts of the base of which the stems are remembered."""


@dataclass(frozen=True)
class QuestionTerms:
    """What a question looks for."""

    terms: Mapping[str, float]
    """Stem → how much it counts: how rare it is, less where it was corrected or means the same."""
    language: Language = "en"
    stems: frozenset[str] = frozenset()
    """The stems of its own words, without those that mean the same."""
    meant: Mapping[str, str] = field(default_factory=dict)
    """The line of an entry, by its id, to which the ask is tied that lies nearest by meaning."""

    @cached_property
    def weight(self) -> float:
        """What all of it counts."""
        return sum(self.terms.values())


NOTHING_ASKED = QuestionTerms({})
"""For where nothing was asked: no line tells more than another."""


class Lines:
    """Weighs the lines of entries against questions."""

    def __init__(self, lexical: Lexical) -> None:
        self._lexical = lexical
        self.stems = lru_cache(maxsize=REMEMBERED)(_stems)

    def asked(
        self, text: str, language: Language, candidates: Sequence[Candidate] = ()
    ) -> QuestionTerms:
        """What a cleaned text looks for, and in which lines of the candidates by meaning."""
        terms = self._lexical.weighed(text, language)
        weights = {t: w * self._lexical.idf(t) for t, w in terms.items()}
        meant = {c.entry.id: line for c in candidates[:MEANT] if (line := _meant(c))}
        return QuestionTerms(weights, language, self.stems(text, language), meant)

    def tells(self, asked: QuestionTerms, text: str, language: Language = "en") -> float:
        """The share of what is asked (0 to 1) of which a text speaks."""
        if not asked.terms:
            return 0.0
        stems = self.stems(text, language)
        return sum(w for term, w in asked.terms.items() if term in stems) / asked.weight

    def leading(self, asked: QuestionTerms, entry: Entry, text: EntryShown) -> str:
        """The name of the line that answers, of those that `text` holds of the entry."""
        texts = {name: line.text for name, line in text.lines.items()}
        line = self._by_asks(asked, entry)
        if line == ANY:
            line = asked.meant.get(entry.id, ANY)
        if line in texts and kind(line) in ASKED_FOR:
            return line
        if line == ANSWER or not asked.terms or entry.topic == "compare":
            return ANSWER
        known = self.tells(asked, f"{text.title} {texts[ANSWER]}", text.language)
        best, name = known + CLEARLY, ANSWER
        for other, line in texts.items():
            if kind(other) in LEADING and (share := self.tells(asked, line, text.language)) > best:
                best, name = share, other
        return name

    def _by_asks(self, asked: QuestionTerms, entry: Entry) -> str:
        """The line of the nearest ask; `any` where none is near, or nobody has said which line."""
        best, line = NEAR, ANY
        for name, asks in entry.asks_of.items():
            for language in dict.fromkeys((asked.language, "en")):
                for ask in getattr(asks, language):
                    like = self._likeness(asked, ask, language)
                    if like > best or (like == best and line == ANY):
                        best, line = like, name
        return line

    def _likeness(self, asked: QuestionTerms, ask: str, language: Language) -> float:
        """How like an ask is to the question: what both look for, of what each does."""
        stems = self.stems(ask, language)
        if stems and stems == asked.stems:
            return 1.0
        both = sum(w for term, w in asked.terms.items() if term in stems)
        if not both:
            return 0.0
        return 2 * both / (asked.weight + sum(map(self._lexical.idf, stems)))


def _meant(candidate: Candidate) -> str | None:
    """The line to which the ask of an entry is tied that lies nearest to a question by meaning,
    where it lies near, and clearly nearer than those of other lines; None where that is the
    answer."""
    if candidate.asks is None:
        return None
    nearest = {ANY: 0.0}
    for name, like in zip(_tied(candidate.entry), candidate.asks.tolist(), strict=True):
        nearest[name] = max(like, nearest.get(name, 0.0))
    untied = nearest.pop(ANY)
    best, *others = sorted(nearest, key=lambda name: -nearest[name]) or [ANSWER]
    if kind(best) not in ("point", "cannot", "advice"):
        return None
    second = nearest[others[0]] if others else 0.0
    return best if nearest[best] >= max(LIKE, second + AHEAD, untied - BEHIND) else None


def _tied(entry: Entry) -> list[str]:
    """The lines of an entry's title and asks, in the order in which these have vectors."""
    line_of = {ask: name for name, asks in entry.asks_of.items() for _, ask in asks.all()}
    return [ANY, *(line_of[ask] for _, ask in entry.asks.all())]


def _stems(text: str, language: Language) -> frozenset[str]:
    return frozenset(stem(word, language) for word in tokens(text) if word not in ALL_STOP)


ROOM, PICKED = 490, 460
"""Characters of what is said before the source: what is read at once, with a mark or two; and where
an entry was picked, so that nothing tells which of its lines are wanted."""
SHORT = 200
"""Characters of an answer that goes with another line."""
TOLD = 0.12
"""How much of a question (0 to 1) a line must tell to be said after what is known of a State."""
CONSTANT, SHARE, PLACE, TELLS, LENGTH = -1.24, 0.40, -0.26, 2.09, 1.51
"""What tells that a line holds what is wanted: how likely its entry is the one (its logarithm), its
place in the entry, how much of the question it tells, its length in 200 characters. Fitted on the
half *tune* of the exam (`python -m train worth`)."""


@dataclass(frozen=True)
class Beside:
    """An entry of which a line may be said beside the first."""

    entry: Entry
    share: float = 1.0
    """How likely it is the one that is meant, of those found."""
    sure: bool = True
    """Whether it is meant too, and not instead of the first."""


@dataclass(frozen=True)
class _Candidate:
    """A line that may be said, and what it is worth to say it."""

    worth: float
    name: str
    line: Line
    other: Entry | None = None


@dataclass
class Body:
    """What is said before the source, as it is put together."""

    lead: str
    lines: list[str]
    """The names of the lines; of another entry than the first `id#line`."""
    status: Status
    """How sure the line is that leads."""
    points: list[Line] = field(default_factory=list)
    cannot: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    """Entries besides the first of which a line is said."""
    length: int = 0

    def say(self, name: str, line: Line) -> None:
        """Say one more line."""
        self.lines.append(name)
        if kind(name.rpartition("#")[2]) == "cannot":
            self.cannot.append(line.text)
        else:
            self.points.append(line)
        self.length += len(line.text) + 3

    def says(self, line: Line) -> bool:
        """Whether a line, or the beginning of it, is said already."""
        texts = (self.lead, *(point.text for point in self.points), *self.cannot)
        return any(line.text in text for text in texts)


class Bodies:
    """Makes bodies out of a base's entries."""

    def __init__(self, base: Base, lines: Lines) -> None:
        self._base = base
        self._lines = lines

    def of(
        self,
        text: EntryShown,
        first: Beside,
        asked: QuestionTerms,
        beside: Sequence[Beside],
        length: int,
        leading: str | None = None,
    ) -> Body:
        """What the `first` entry says to what was asked, in `text`; of the entries `beside` it one
        line: first of those that are surely meant, last of those that may be meant instead. Where
        something of `length` characters stands before it, only what speaks of the question. The
        line `leading`, by name, leads where that is settled and the text has it."""
        if length:
            body = _in_short(text, first.entry, length)
        else:
            settled = leading if leading in text.lines else None
            body = self._led(
                text, first.entry, settled or self._lines.leading(asked, first.entry, text)
            )
        body.length = length + len(body.lead)
        candidates = self._own(text, first, asked, TOLD if length else 0.0)
        for rival in beside:
            shown = shown_of(self._base, rival.entry, text.language)
            name = self._lines.leading(asked, rival.entry, shown)
            if self._leans(shown, rival.entry, name):
                name = ANSWER
            line = _line_of(shown, name, ROOM - body.length)
            if rival.sure:
                self._say_of(body, rival.entry, name, line)
                continue
            place = list(shown.lines).index(name)
            tells = self._lines.tells(asked, line.text, shown.language)
            worth = _worth(rival.share, place, tells, len(line.text))
            candidates.append(_Candidate(worth, name, line, rival.entry))
        chosen = _chosen(candidates, body, ROOM if asked.terms else PICKED)
        for one_line in candidates:
            if one_line in chosen and one_line.other is None:
                body.say(one_line.name, one_line.line)
        for one_line in candidates:
            if one_line in chosen and one_line.other is not None:
                self._say_of(body, one_line.other, one_line.name, one_line.line)
        return body

    def _own(
        self, text: EntryShown, first: Beside, asked: QuestionTerms, least: float
    ) -> list[_Candidate]:
        """The points and what the entry cannot, where they tell at least so much of a question."""
        candidates = []
        for place, (name, line) in enumerate(text.lines.items()):
            tells = self._lines.tells(asked, line.text, text.language)
            if kind(name) in ("point", "cannot") and tells >= least:
                worth = _worth(first.share, place, tells, len(line.text))
                candidates.append(_Candidate(worth, name, line))
        return candidates

    def again(self, text: EntryShown, entry: Entry, lines: Sequence[str], length: int) -> Body:
        """The same lines of the `entry` as before by their names, as far as it still has them;
        after something of `length` characters."""
        first, *rest = lines
        if length:
            body = _in_short(text, entry, length)
        else:
            body = self._led(text, entry, first if first in text.lines else ANSWER)
        room = ROOM - length - len(body.lead)
        for name in rest:
            other, _, line = name.rpartition("#")
            if len(body.points) == MOST_POINTS and kind(line) != "cannot":
                continue
            if not other and line in _offered(text):
                body.say(name, text.lines[line])
            elif other in self._base.entries:
                shown = shown_of(self._base, self._base.entries[other], text.language)
                if line in shown.lines:
                    whole = _line_of(shown, line, room)
                    room -= len(whole.text) + 3
                    self._say_of(body, self._base.entries[other], line, whole)
        return body

    def _leans(self, shown: EntryShown, entry: Entry, name: str) -> bool:
        """Whether a line leans on what stands before it: as it is shown, or as it was written:
        a language that leaves out "they" hides it."""
        texts = [shown] if shown.language == "en" else [shown, shown_of(self._base, entry, "en")]
        lines = ((s.lines[name].text, s.language) for s in texts if name in s.lines)
        return any(leaning(line, language, self._base.thesaurus) for line, language in lines)

    def _led(self, text: EntryShown, entry: Entry, name: str) -> Body:
        """A body that begins with one line: by itself where it is the answer, else with the answer
        in short; a line that leans on what stands before it comes after that."""
        if name == ANSWER:
            return Body(lead=text.answer, lines=[ANSWER], status=entry.status)
        line, answer = text.lines[name].text, text.answer
        if len(answer) > SHORT:
            answer = first_sentence(answer)
        leans = self._leans(text, entry, name)
        lead = " ".join((answer, line) if leans else (line, answer))
        return Body(lead=lead, lines=[name], status=status_of(entry, name))

    def _say_of(self, body: Body, other: Entry, name: str, line: Line) -> None:
        """One line of another entry, marked where it is less sure than what leads."""
        if not body.says(line):
            status = less_sure(status_of(other, name), body.status)
            body.say(f"{other.id}#{name}", line.model_copy(update={"status": status}))
            body.entries.append(other.id)


def _in_short(text: EntryShown, entry: Entry, length: int) -> Body:
    """A body that begins with the answer, in short where something of `length` stands before it."""
    lead = _line_of(text, ANSWER, ROOM - length).text
    return Body(lead=lead, lines=[ANSWER], status=entry.status)


def _line_of(shown: EntryShown, name: str, room: int) -> Line:
    """A line of another entry; an answer in one sentence where the whole has no `room`."""
    text = shown.lines[name].text
    if name == ANSWER and len(text) + 3 > room:
        text = first_sentence(text)
    return Line(text=text)


def _offered(text: EntryShown) -> dict[str, Line]:
    """The lines that may be said beside the one that leads."""
    return text.of("point") | text.of("cannot")


def _worth(share: float, place: int, tells: float, length: int) -> float:
    """How likely a line holds what is wanted, for the room that it takes."""
    signs = SHARE * math.log(max(share, 1e-6)) + PLACE * place + TELLS * tells
    return 1 / (1 + math.exp(-(CONSTANT + signs + LENGTH * length / 200))) / math.sqrt(length)


def _chosen(candidates: Sequence[_Candidate], body: Body, room: int) -> list[_Candidate]:
    """The points and the one *cannot* that are said too: what is worth most first, as long as there
    is room."""
    chosen: list[_Candidate] = []
    length, points, cannot = body.length, len(body.points), len(body.cannot)
    for candidate in sorted(candidates, key=lambda c: -c.worth):
        longer = length + len(candidate.line.text) + 3
        is_cannot = kind(candidate.name) == "cannot"
        full = cannot == 1 if is_cannot else points == MOST_POINTS
        if full or longer > room or body.says(candidate.line):
            continue
        chosen.append(candidate)
        length, points, cannot = longer, points + (not is_cannot), cannot + is_cannot
    return chosen
