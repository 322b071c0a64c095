"""Ways to go: what choosing returns as sections of lines, which a terminal, a pipe and Slack show
each in its way: whole, or so short that it fits on a phone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from bot.choosing import Choice, Result, Running, Statement
from bot.render.calendar import Names
from bot.render.choosing_words import STANDS, as_of, day, left, limit, mark, review

FULL = 3
"""So many ways are told in full; the others in a line."""
FIRST = 2
"""So many lines of what comes before any mechanism stand in the short form."""
REASONS, AGAINST = 3, 2
LIMITS = "Time limits that run"
ALSO = "Also possible"
NOT_OPEN = {
    "nameless": "Only without the name",
    "later": "Not yet: this is missing",
    "check": "To check first",
    "depends": "It depends",
    "late": "Too late, but for an exception",
    "closed": "Closed",
}
"""The lists of ways that do not stand open, and their headings."""
_CONSENT = ("ohchr.complaint.urgent", "special-procedures.submit.consent",
            "cluster.safety.data-sharing")  # fmt: skip
"""What comes first of all: safety, consent, no names."""
_POWER = "ccpr.what.covers-everyone"
"""Which State answers for a place."""
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
    full, rest = result.usable[:FULL], result.usable[FULL:]
    found = [
        Section("answer", "", tuple(_answer(result, full, notes))),
        Section("limits", LIMITS, tuple(_limits(result.running, notes))),
        Section("first", "Before any mechanism", tuple(_said(result.first, notes))),
        *(_way(number, one, notes) for number, one in enumerate(full, 1)),
        Section("also", ALSO, tuple(_short(one, notes) for one in rest)),
        *(
            Section(key, title, tuple(_because(getattr(result, key), notes)))
            for key, title in NOT_OPEN.items()
        ),
        Section("cannot", "What none of them can give", tuple(_said(result.cannot, notes))),
    ]
    found.append(Section("sources", "Sources", tuple(_sources(notes, names))))
    return [section for section in found if section.lines]


def short(result: Result) -> list[Section]:
    """The result on one screen of a phone: the order, every time limit, safety, the first ways with
    what to send, and the names of all others. What stands behind it, with sources, is in
    `sections`."""
    notes = _Notes()
    full, rest = result.usable[:FULL], result.usable[FULL:]
    before = sorted(result.first, key=lambda one: one.entry not in _CONSENT)[:FIRST]
    if result.given.territory:
        before += [one for one in result.first if one.entry == _POWER]
    named = [(ALSO, rest), *((title, getattr(result, key)) for key, title in NOT_OPEN.items())]
    found = [
        Section("answer", "", tuple(_answer(result, full, notes))),
        Section("limits", LIMITS, tuple(_limits(result.running, notes))),
        Section("first", "Before any mechanism", tuple(_said(before, notes))),
        *(_short_way(number, one, notes) for number, one in enumerate(full, 1)),
        Section("others", "The other ways", tuple(_grouped(named))),
    ]
    return [
        replace(section, lines=tuple(replace(line, notes=()) for line in section.lines))
        for section in found
        if section.lines
    ]


def _short_way(number: int, choice: Choice, notes: _Notes) -> Section:
    unmet = [one for stands in ("missing", "check") for one in choice.conditions
             if one.stands == stands]  # fmt: skip
    overdue = [Line(limit(one), sign="time") for one in choice.limits if one.passed]
    lines = (
        *overdue,
        *_said(unmet[:1], notes, "missing" if unmet and unmet[0].stands == "missing" else "check"),
        *_said([choice.send] if choice.send else [], notes, "send"),
    )
    action = (choice.send and choice.send.action) or ""
    return Section("way", f"{number}. {choice.title}", lines, choice.id, action)


def _grouped(named: Sequence[tuple[str, Sequence[Choice]]]) -> Iterator[Line]:
    """The names of ways that are not told, by how they stand; none is left out."""
    for title, choices in named:
        bodies: dict[str, list[str]] = {}
        for one in choices:
            bodies.setdefault(one.title, []).append(one.body)
        if bodies:
            said = (f"{', '.join(its)}: {_small(title)}" for title, its in bodies.items())
            yield Line("; ".join(said) + ".", label=title)


def _limits(running: Sequence[Running], notes: _Notes) -> Iterator[Line]:
    """Every time limit that may run: a line for each with a day, one line for those without."""
    undated: dict[str, tuple[list[str], tuple[int, ...]]] = {}
    for one in running:
        stands = STANDS.get(one.stands, "")
        name = f"{one.body}, {_small(one.title)}{stands}"
        time = one.limit
        if time.runs_out:
            label = {"limit": "", "late": "at the latest ", "safe": "so counted "}[time.kind]
            said = f"{label}{day(time.runs_out)} ({left(time)}): {name}.{mark(time)}"
            yield Line(f"{said[0].upper()}{said[1:]}", notes.of(time.sources))
        else:
            numbers = notes.of(time.sources)
            undated.setdefault(time.says, ([], numbers))[0].append(name)
    for says, (ways, numbers) in undated.items():
        yield Line(f"Day not known here. {says}", numbers, label="; ".join(ways))


def _answer(result: Result, full: Sequence[Choice], notes: _Notes) -> Iterator[Line]:
    if full:
        beside = {way for one in full for other in one.not_beside for way in other.ways}
        ways = "; ".join(f"{n}. {_named(one)}" for n, one in enumerate(full, 1))
        yield Line(f"In this order: {ways}.")
        if beside & {one.id for one in full}:
            yield Line("Not all of them for the same case: see “not beside”.")
    else:
        yield Line("Nothing that is known here can be used. See below what it depends on.")
    if result.assumed:
        yield from _said([result.assumed], notes)


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
    best = next(iter((*choice.reasons, *choice.against)), None)
    if best is None:
        return Line(choice.send.says if choice.send else choice.title, label=_named(choice))
    return Line(best.says + mark(best), notes.of(best.sources), label=_named(choice))


def _because(choices: Sequence[Choice], notes: _Notes) -> Iterator[Line]:
    """Why ways do not stand open; those with the same reason share a line."""
    found: dict[str, tuple[list[str], tuple[int, ...]]] = {}
    for one in choices:
        times = {time.key: limit(time) for time in one.limits}
        said = [times.get(why.key) or f"{why.says}{mark(why)}" for why in one.because]
        sources = [source for why in one.because for source in why.sources[:1]]
        if one.state and (one.state.verdict not in ("can", "depends") or not one.because):
            said.append(f"{one.state.says}{as_of(one)}")
            sources += one.state.sources[:1]
        numbers = tuple(dict.fromkeys(n for source in sources for n in notes.of([source])))
        found.setdefault(" ".join(said), ([], numbers))[0].append(_named(one))
    for text, (ways, numbers) in found.items():
        yield Line(text, numbers, label="; ".join(ways))


def _named(choice: Choice) -> str:
    return f"{choice.body}, {_small(choice.title)}"


def _small(title: str) -> str:
    """A title within a sentence; an abbreviation keeps its capitals."""
    word = title.split(" ", 1)[0].rstrip(",:")
    return title if word.isupper() and len(word) > 1 else f"{title[0].lower()}{title[1:]}"


def _sources(notes: _Notes, names: Names) -> Iterator[Line]:
    for source, number in notes.numbers.items():
        yield Line(names.source(source), label=f"[{number}]")


def record(result: Result) -> dict[str, Any]:
    """The result as JSON: the shapes' own fields."""
    return result.model_dump(mode="json")
