"""Ways to go: what choosing returns as sections of lines, which a terminal, a pipe and Slack show
each in its way: whole, or so short that it fits on a phone; as text for a person, or line by line
for a pipe or a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.choosing import JudgedWay, Result, Running, Statement
from bot.render.choosing_words import WayWords, small

FULL = 3
"""So many ways are told in full; the others in a line."""
NAMED = 6
"""So many of the ways that depend on what is not known are named in a line of the short form."""
FIRST = 2
"""So many lines of what comes before any mechanism stand in the short form."""
REASONS, AGAINST = 3, 2
NOT_OPEN = ("nameless", "later", "check", "depends", "late", "closed")
"""The lists of ways that do not stand open."""
_CONSENT = ("ohchr.complaint.urgent", "special-procedures.submit.consent",
            "cluster.safety.data-sharing")  # fmt: skip
"""What comes first of all: safety, consent, no names."""
_POWER = "ccpr.what.covers-everyone"
"""Which State answers for a place."""
Sign = Literal[
    "", "for", "against", "state", "missing", "check", "met", "time", "send", "seen", "risk", "not"
]


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


def sections(result: Result, words: WayWords) -> list[Section]:
    """The result in order, the answer first; a section without lines is left out. `words` are of
    the language in which it was chosen."""
    said = _Saying(words)
    full, rest = result.usable[:FULL], result.usable[FULL:]
    found = [
        Section("answer", "", tuple(said.answer(result, full))),
        Section("limits", words.say("ways_limits"), tuple(said.limits(result.running))),
        Section("first", words.say("ways_first"), tuple(said.every(result.first))),
        *(said.way(number, one) for number, one in enumerate(full, 1)),
        Section("also", words.say("ways_also"), tuple(said.short(one) for one in rest)),
        *(
            Section(key, words.say(f"ways_list_{key}"), tuple(said.because(getattr(result, key))))
            for key in NOT_OPEN
        ),
        Section("cannot", words.say("ways_cannot"), tuple(said.every(result.cannot))),
    ]
    found.append(Section("sources", words.say("ways_sources"), tuple(said.sources())))
    return [section for section in found if section.lines]


def short(result: Result, words: WayWords) -> list[Section]:
    """The result on one screen of a phone: the order, every time limit, safety, the first ways with
    what to send, and the names of all others. What stands behind it, with sources, is in
    `sections`."""
    said = _Saying(words)
    full, rest = result.usable[:FULL], result.usable[FULL:]
    before = sorted(result.first, key=lambda one: one.entry not in _CONSENT)[:FIRST]
    if result.given.territory:
        before += [one for one in result.first if one.entry == _POWER]
    named = [("also", rest), *((f"list_{key}", getattr(result, key)) for key in NOT_OPEN)]
    found = [
        Section("answer", "", tuple(said.answer(result, full))),
        Section("limits", words.say("ways_limits"), tuple(said.limits(result.running))),
        Section("first", words.say("ways_first"), tuple(said.every(before))),
        *(said.short_way(number, one) for number, one in enumerate(full, 1)),
        Section("others", words.say("ways_others"), tuple(said.grouped(named))),
    ]
    return [
        replace(section, lines=tuple(replace(line, notes=()) for line in section.lines))
        for section in found
        if section.lines
    ]


class _Saying:
    """Makes the lines of one result, and numbers its sources."""

    def __init__(self, words: WayWords) -> None:
        self._words = words
        self._notes = _Notes()

    def answer(self, result: Result, full: Sequence[JudgedWay]) -> Iterator[Line]:
        say = self._words.say
        if full:
            beside = {way for one in full for other in one.not_beside for way in other.ways}
            names = enumerate(map(self._named, full), 1)
            ways = (say("ways_in_order", number=number, way=name) for number, name in names)
            yield Line(say("ways_order", ways=self._words.parted(ways)))
            if beside & {one.id for one in full}:
                yield Line(say("ways_not_together"))
        else:
            yield Line(say("ways_none"))
        if result.assumed:
            yield from self.every([result.assumed])

    def limits(self, running: Sequence[Running]) -> Iterator[Line]:
        """Every time limit that may run: a line for each with a day, one line for those without."""
        words = self._words
        undated: dict[str, tuple[list[str], tuple[int, ...]]] = {}
        for one in running:
            name = words.named(one.body, one.title) + words.stands(one.stands)
            time = one.limit
            if time.runs_out:
                kind = time.kind if time.kind in ("late", "safe") else "limit"
                date, left = words.day(time.runs_out), words.left(time)
                said = words.say(f"ways_day_{kind}", date=date, left=left, way=name)
                yield Line(said + words.mark(time), self._notes.of(time.sources))
            else:
                numbers = self._notes.of(time.sources)
                undated.setdefault(time.says, ([], numbers))[0].append(name)
        for says, (ways, numbers) in undated.items():
            yield Line(words.say("ways_undated", says=says), numbers, label=words.parted(ways))

    def way(self, number: int, choice: JudgedWay) -> Section:
        """A way in full."""
        told = self._words.say("ways_told", body=choice.body, title=choice.title)
        return self._section(number, told, choice, self._lines(choice))

    def short_way(self, number: int, choice: JudgedWay) -> Section:
        """A way in a few lines: what is overdue or missing, and what to send."""
        unmet = [one for stands in ("missing", "check") for one in choice.conditions
                 if one.stands == stands]  # fmt: skip
        sign: Sign = "missing" if unmet and unmet[0].stands == "missing" else "check"
        lines = (
            *(Line(self._words.limit(one), sign="time") for one in choice.limits if one.passed),
            *self.every(unmet[:1], sign),
            *self.every([choice.send] if choice.send else [], "send"),
        )
        return self._section(number, choice.title, choice, lines)

    def short(self, choice: JudgedWay) -> Line:
        """A way in a line, with its best reason."""
        best = next(iter((*choice.reasons, *choice.against)), None)
        if best is None:
            said = choice.send.says if choice.send else choice.title
            return Line(said, label=self._named(choice))
        text = best.says + self._words.mark(best)
        return Line(text, self._notes.of(best.sources), label=self._named(choice))

    def because(self, choices: Sequence[JudgedWay]) -> Iterator[Line]:
        """Why ways do not stand open; those with the same reason share a line."""
        words = self._words
        found: dict[str, tuple[list[str], tuple[int, ...]]] = {}
        for one in choices:
            times = {time.key: words.limit(time) for time in one.limits}
            said = [times.get(why.key) or f"{why.says}{words.mark(why)}" for why in one.because]
            sources = [source for why in one.because for source in why.sources[:1]]
            if one.state and (one.state.verdict not in ("can", "depends") or not one.because):
                said.append(f"{one.state.says}{words.as_of(one)}")
                sources += one.state.sources[:1]
            numbers = tuple(dict.fromkeys(n for name in sources for n in self._notes.of([name])))
            found.setdefault(" ".join(said), ([], numbers))[0].append(self._named(one))
        for text, (ways, numbers) in found.items():
            yield Line(text, numbers, label=words.parted(ways))

    def grouped(self, named: Sequence[tuple[str, Sequence[JudgedWay]]]) -> Iterator[Line]:
        """The names of ways that are not told, by how they stand (a phrase's key); none is left
        out but where all depends on what is not known: of many such the first `NAMED`, and how
        many more."""
        words = self._words
        for key, choices in named:
            bodies: dict[str, list[str]] = {}
            for one in choices:
                bodies.setdefault(one.title, []).append(one.body)
            if bodies:
                said = [
                    words.say("ways_told", body=words.listed(its), title=small(title))
                    for title, its in bodies.items()
                ]
                if key == "list_depends" and len(said) > NAMED:
                    said = [*said[:NAMED], f"+{len(said) - NAMED}"]
                yield Line(f"{words.parted(said)}.", label=words.say(f"ways_{key}"))

    def every(self, said: Iterable[Statement], sign: Sign = "") -> Iterator[Line]:
        for one in said:
            yield Line(one.says + self._words.mark(one), self._notes.of(one.sources), sign=sign)

    def sources(self) -> Iterator[Line]:
        for source, number in self._notes.numbers.items():
            yield Line(self._words.names.source(source), label=f"[{number}]")

    def _section(self, number: int, told: str, choice: JudgedWay, lines: Iterable[Line]) -> Section:
        action = (choice.send and choice.send.action) or ""
        title = self._words.say("ways_in_order", number=number, way=told)
        return Section("way", title, tuple(lines), choice.id, action)

    def _lines(self, choice: JudgedWay) -> Iterator[Line]:
        yield from self.every(choice.reasons[:REASONS], "for")
        yield from self.every(choice.against[:AGAINST], "against")
        if choice.state and choice.state.own:
            notes = self._notes.of(choice.state.sources)
            yield Line(choice.state.says, notes, sign="state")
        if choice.review:
            yield Line(self._words.review(choice.review), sign="time")
        for stands in ("missing", "check", "met"):
            yield from self.every([c for c in choice.conditions if c.stands == stands], stands)
        for time in choice.limits:
            yield Line(self._words.limit(time), self._notes.of(time.sources), sign="time")
        yield from self.every([choice.send] if choice.send else [], "send")
        yield from self.every(choice.seen_by, "seen")
        yield from self.every(choice.risks, "risk")
        yield from self.every(choice.not_beside, "not")

    def _named(self, choice: JudgedWay) -> str:
        return self._words.named(choice.body, choice.title)


def record(result: Result) -> dict[str, Any]:
    """The result as JSON: the shapes' own fields."""
    return result.model_dump(mode="json")


LABEL = 11
"""Columns for what a line of a way is, at least."""
_STYLES: dict[Sign, str] = {"for": "green", "against": "yellow", "risk": "bold yellow"}


def plain(
    result: Result, found: Sequence[Section], labels: Mapping[str, str], words: WayWords
) -> list[str]:
    """Line by line; `labels` gives the words of an answer."""
    lines = [words.asked(result, labels)]
    for section in found:
        lines += ["", section.title] if section.title else []
        lines += [_plain(line, words) for line in section.lines]
        if section.action:
            prepare = words.labelled(words.say("ways_prepare"))
            lines.append(f"- {prepare} {_command(section, result, words)}")
    return [*lines, "", words.closing()]


def _plain(line: Line, words: WayWords) -> str:
    label = line.label or words.label(line.sign)
    if label and not line.label.startswith("["):
        label = words.labelled(label)
    return f"- {label}{' ' if label else ''}{line.text}{_marks(line)}"


def drawn(
    result: Result, found: Sequence[Section], labels: Mapping[str, str], words: WayWords
) -> Group:
    """With colours and columns; `labels` gives the words of an answer."""
    parts: list[Any] = [Text(words.asked(result, labels), "bold")]
    for section in found:
        style = "bold green" if section.way else "bold"
        parts += [Text(), Text(section.title, style)] if section.title else []
        table = _table(section, result, words)
        parts.append(Padding(table, (0, 0, 0, 3 if section.way else 0)))
    return Group(*parts, Text(), Text(words.closing(), "dim"))


def _table(section: Section, result: Result, words: WayWords) -> Table:
    table = Table.grid(padding=(0, 1, 0, 0))
    signs = (len(words.label(line.sign)) for line in section.lines)
    widest = max(LABEL, len(words.say("ways_prepare")), *signs)
    table.add_column(width=widest if section.way else None, max_width=34)
    table.add_column()
    previous: Sign = ""
    for line in section.lines:
        own = words.label(line.sign) if line.sign != previous else ""
        previous = line.sign
        label = line.label or own or ("" if line.sign else "•")
        style = "dim" if section.key == "sources" else _STYLES.get(line.sign, "")
        table.add_row(Text(label, "cyan"), Text.assemble((line.text, style), (_marks(line), "dim")))
    if section.action:
        command = Text(_command(section, result, words), "bold")
        table.add_row(Text(words.say("ways_prepare"), "cyan"), command)
    return table


def _command(section: Section, result: Result, words: WayWords) -> str:
    state = f" --state {result.given.state}" if result.given.state else ""
    chosen = "" if words.language == "en" else f" --lang {words.language}"
    return f"advocacy checklist {section.action}{state}{chosen}"


def _marks(line: Line) -> str:
    return " " + "".join(f"[{n}]" for n in line.notes) if line.notes else ""
