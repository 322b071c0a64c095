"""Ways to go: what choosing returns as sections of lines, which a terminal, a pipe and Slack show
each in its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.choosing import Choice, Result, Statement
from bot.render.calendar import Names
from bot.render.choosing_words import as_of, day, left, limit, mark, review

FULL = 3
"""So many ways are told in full; the others in a line."""
MORE = 5
MOST = 8
"""So many lines has a list of what does not stand open."""
REASONS, AGAINST = 3, 2
Sign = Literal[
    "", "for", "against", "state", "missing", "check", "met", "time", "send", "seen", "risk", "not"
]
LABELS: dict[Sign, str] = {
    "for": "For",
    "against": "Against",
    "state": "State",
    "missing": "Missing",
    "check": "To check",
    "met": "Met",
    "time": "Time",
    "send": "Send",
    "seen": "Seen by",
    "risk": "Risk",
    "not": "Not beside",
}


@dataclass(frozen=True)
class Line:
    """Something said, on what (ways, where there are many), and its notes."""

    text: str
    notes: tuple[int, ...] = ()
    label: str = ""
    sign: Sign = ""


@dataclass(frozen=True)
class Section:
    """A heading and its lines; for a way that is told in full, its id and the action to prepare."""

    key: str
    title: str
    lines: tuple[Line, ...]
    way: str = ""
    action: str = ""


@dataclass
class _Notes:
    """Numbers the sources in the order in which they are named; of a statement the first."""

    numbers: dict[str, int] = field(default_factory=dict)

    def of(self, sources: Iterable[str]) -> tuple[int, ...]:
        first = next(iter(sources), None)
        return (self.numbers.setdefault(first, len(self.numbers) + 1),) if first else ()


def sections(result: Result, names: Names) -> list[Section]:
    """The result in order, the answer first; a section without lines is left out.

    `names.source` gives the title of a source.
    """
    notes = _Notes()
    full = result.usable[:FULL]
    rest = [one for one in result.usable[FULL:] if one.score > 0][:MORE]
    found = [
        Section("answer", "", tuple(_answer(result, full, notes))),
        Section("first", "Before any mechanism", tuple(_said(result.first, notes))),
        *(_way(number, one, notes) for number, one in enumerate(full, 1)),
        Section("also", "Also possible", tuple(_short(one, notes) for one in rest)),
        Section("later", "Not yet: this is missing", tuple(_because(result.later, notes))),
        Section("check", "To check first: not known here", tuple(_because(result.check, notes))),
        Section("depends", "It depends", tuple(_because(result.depends, notes))),
        Section("closed", "Closed", tuple(_because(result.closed, notes))),
        Section("cannot", "What none of them can give", tuple(_said(result.cannot, notes))),
    ]
    found.append(Section("sources", "Sources", tuple(_sources(notes, names))))
    return [section for section in found if section.lines]


def _answer(result: Result, full: Sequence[Choice], notes: _Notes) -> Iterator[Line]:
    if full:
        beside = {way for one in full for other in one.not_beside for way in other.ways}
        ways = "; ".join(f"{n}. {_named(one)}" for n, one in enumerate(full, 1))
        yield Line(f"In this order: {ways}.")
        if beside & {one.id for one in full}:
            yield Line("Not all of them for the same case: see “not beside”.")
        yield from _soonest(full)
    else:
        yield Line("Nothing that is known here can be used. See below what it depends on.")
    if result.assumed:
        yield from _said([result.assumed], notes)


def _soonest(full: Sequence[Choice]) -> Iterator[Line]:
    """The time limit that runs out first."""
    dated = [
        (one.runs_out, choice, one)
        for choice in full
        for one in choice.limits
        if one.kind == "limit" and one.runs_out and not one.passed
    ]
    for last, choice, one in sorted(dated, key=lambda found: found[0])[:1]:
        yield Line(f"First time limit: {day(last)} ({left(one)}), for {_named(choice)}.")


def _way(number: int, choice: Choice, notes: _Notes) -> Section:
    return Section(
        key="way",
        title=f"{number}. {choice.body}: {choice.title}",
        lines=tuple(_lines(choice, notes)),
        way=choice.id,
        action=(choice.send and choice.send.action) or "",
    )


def _lines(choice: Choice, notes: _Notes) -> Iterator[Line]:
    yield from _said(choice.reasons[:REASONS], notes, "for")
    yield from _said(choice.against[:AGAINST], notes, "against")
    if choice.state and choice.state.own:
        yield Line(choice.state.says, notes.of(choice.state.sources), sign="state")
    if choice.review:
        yield Line(review(choice.review), sign="time")
    for stands in ("missing", "check", "met"):
        yield from _said([c for c in choice.conditions if c.stands == stands], notes, stands)
    for time in choice.limits:
        yield Line(limit(time), notes.of(time.sources), sign="time")
    yield from _said([choice.send] if choice.send else [], notes, "send")
    yield from _said(choice.seen_by, notes, "seen")
    yield from _said(choice.risks, notes, "risk")
    yield from _said(choice.not_beside, notes, "not")


def _said(said: Iterable[Statement], notes: _Notes, sign: Sign = "") -> Iterator[Line]:
    for one in said:
        yield Line(one.says + mark(one), notes.of(one.sources), sign=sign)


def _short(choice: Choice, notes: _Notes) -> Line:
    """A way in a line, with its best reason."""
    best = choice.reasons[0]
    return Line(best.says + mark(best), notes.of(best.sources), label=_named(choice))


def _because(choices: Sequence[Choice], notes: _Notes) -> Iterator[Line]:
    """Why ways do not stand open; those with the same reason share a line."""
    found: dict[str, tuple[list[str], tuple[int, ...]]] = {}
    for one in choices:
        times = {time.key: limit(time) for time in one.limits}
        said = [times.get(why.key) or f"{why.says}{mark(why)}" for why in one.because]
        sources = [source for why in one.because for source in why.sources[:1]]
        if one.state and (one.state.verdict != "can" or not one.because):
            said.append(f"{one.state.says}{as_of(one)}")
            sources += one.state.sources[:1]
        numbers = tuple(dict.fromkeys(n for source in sources for n in notes.of([source])))
        found.setdefault(" ".join(said), ([], numbers))[0].append(_named(one))
    told = list(found.items())
    for text, (ways, numbers) in told[:MOST]:
        yield Line(text, numbers, label="; ".join(ways))
    if more := sum(len(ways) for _, (ways, _) in told[MOST:]):
        yield Line(f"And {more} more.")


def _named(choice: Choice) -> str:
    title = choice.title
    word = title.split(" ", 1)[0].rstrip(",:")
    lower = title if word.isupper() and len(word) > 1 else f"{title[0].lower()}{title[1:]}"
    return f"{choice.body}, {lower}"


def _sources(notes: _Notes, names: Names) -> Iterator[Line]:
    for source, number in notes.numbers.items():
        yield Line(names.source(source), label=f"[{number}]")


def record(result: Result) -> dict[str, Any]:
    """The result as JSON: the shapes' own fields."""
    return result.model_dump(mode="json")
