"""Ways to go: what choosing returns as sections of lines, which a terminal, a pipe and Slack show
each in its way: whole, or so short that it fits on a phone; as text for a person, or line by line
for a pipe or a file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Literal

from rich.console import Group
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from bot.choosing import JudgedWay, Result, Running, Statement
from bot.render.choosing_words import WayWords, small
from bot.render.prepare_words import SourceNumbers, note_marks

FULL = 3
"""Ways that are shown in full; each of the others takes a line."""
NAMED = 6
"""Of the ways that depend on what is not known, as many are named in a line of the short form."""
FIRST = 2
"""Lines of the short form on what comes before any mechanism."""
REASONS, AGAINST = 3, 2
NOT_OPEN = ("nameless", "later", "check", "depends", "late", "closed")
"""The lists of ways that are not open."""
_CONSENT = ("ohchr.complaint.urgent", "special-procedures.submit.consent",
            "cluster.safety.data-sharing")  # fmt: skip
"""What comes first of all: safety, consent, no names."""
_POWER = "ccpr.what.covers-everyone"
"""Which State answers for a place."""
Sign = Literal[
    "", "for", "against", "state", "missing", "check", "met", "time", "send", "seen", "risk", "not"
]


@dataclass(frozen=True)
class WayLine:
    """A statement, the ways that it is on where there are several, and the numbers of its
    sources."""

    text: str
    notes: tuple[int, ...] = ()
    label: str = ""
    sign: Sign = ""


@dataclass(frozen=True)
class WaySection:
    """A heading and its lines; for a way that is shown in full, its id and the action to
    prepare."""

    key: str
    title: str
    lines: tuple[WayLine, ...]
    way: str = ""
    action: str = ""


def sections(result: Result, words: WayWords) -> list[WaySection]:
    """The result in order, the answer first; a section without lines is left out. `words` are of
    the language in which it was chosen."""
    lines = _WayLines(words)
    full, rest = result.usable[:FULL], result.usable[FULL:]
    parts = [
        WaySection("answer", "", tuple(lines.answer(result, full))),
        WaySection("limits", words.say("ways_limits"), tuple(lines.limits(result.running))),
        WaySection("first", words.say("ways_first"), tuple(lines.every(result.first))),
        *(lines.way(number, way) for number, way in enumerate(full, 1)),
        WaySection("also", words.say("ways_also"), tuple(lines.short(way) for way in rest)),
        *(
            WaySection(
                key, words.say(f"ways_list_{key}"), tuple(lines.because(getattr(result, key)))
            )
            for key in NOT_OPEN
        ),
        WaySection("cannot", words.say("ways_cannot"), tuple(lines.every(result.cannot))),
    ]
    parts.append(WaySection("sources", words.say("ways_sources"), tuple(lines.sources())))
    return [section for section in parts if section.lines]


def short(result: Result, words: WayWords) -> list[WaySection]:
    """The result on one screen of a phone: the order, every time limit, safety, the first ways with
    what to send, and the names of all others. What stands behind it, with sources, is in
    `sections`."""
    lines = _WayLines(words)
    full, rest = result.usable[:FULL], result.usable[FULL:]
    before = sorted(result.first, key=lambda statement: statement.entry not in _CONSENT)[:FIRST]
    if result.given.territory:
        before += [statement for statement in result.first if statement.entry == _POWER]
    named = [("also", rest), *((f"list_{key}", getattr(result, key)) for key in NOT_OPEN)]
    parts = [
        WaySection("answer", "", tuple(lines.answer(result, full))),
        WaySection("limits", words.say("ways_limits"), tuple(lines.limits(result.running))),
        WaySection("first", words.say("ways_first"), tuple(lines.every(before))),
        *(lines.short_way(number, way) for number, way in enumerate(full, 1)),
        WaySection("others", words.say("ways_others"), tuple(lines.grouped(named))),
    ]
    return [
        replace(section, lines=tuple(replace(line, notes=()) for line in section.lines))
        for section in parts
        if section.lines
    ]


class _WayLines:
    """Makes the lines of one result, and numbers its sources."""

    def __init__(self, words: WayWords) -> None:
        self._words = words
        self._notes = SourceNumbers()

    def _first_of(self, sources: Iterable[str]) -> tuple[int, ...]:
        """The number of the first source: one is enough beside a short line."""
        return self._notes.of(islice(sources, 1))

    def answer(self, result: Result, full: Sequence[JudgedWay]) -> Iterator[WayLine]:
        say = self._words.say
        if full:
            beside = {way for judged in full for other in judged.not_beside for way in other.ways}
            names = enumerate(map(self._named, full), 1)
            ways = (say("ways_in_order", number=number, way=name) for number, name in names)
            yield WayLine(say("ways_order", ways=self._words.parted(ways)))
            if beside & {judged.id for judged in full}:
                yield WayLine(say("ways_not_together"))
        else:
            yield WayLine(say("ways_none"))
        if result.assumed:
            yield from self.every([result.assumed])

    def limits(self, running: Sequence[Running]) -> Iterator[WayLine]:
        """Every time limit that may run: a line for each with a day, one line for those without."""
        words = self._words
        undated: dict[str, tuple[list[str], tuple[int, ...]]] = {}
        for running_limit in running:
            name = words.named(running_limit.body, running_limit.title) + words.stands(
                running_limit.stands
            )
            time = running_limit.limit
            if time.runs_out:
                kind = time.kind if time.kind in ("late", "safe") else "limit"
                date, left = words.day(time.runs_out), words.left(time)
                text = words.say(f"ways_day_{kind}", date=date, left=left, way=name)
                yield WayLine(text + words.mark(time), self._first_of(time.sources))
            else:
                numbers = self._first_of(time.sources)
                undated.setdefault(time.says, ([], numbers))[0].append(name)
        for says, (ways, numbers) in undated.items():
            yield WayLine(words.say("ways_undated", says=says), numbers, label=words.parted(ways))

    def way(self, number: int, choice: JudgedWay) -> WaySection:
        """A way in full."""
        name = self._words.say("ways_told", body=choice.body, title=choice.title)
        return self._section(number, name, choice, self._lines(choice))

    def short_way(self, number: int, choice: JudgedWay) -> WaySection:
        """A way in a few lines: what is overdue or missing, and what to send."""
        unmet = [condition for stands in ("missing", "check") for condition in choice.conditions
                 if condition.stands == stands]  # fmt: skip
        sign: Sign = "missing" if unmet and unmet[0].stands == "missing" else "check"
        lines = (
            *(
                WayLine(self._words.limit(limit), sign="time")
                for limit in choice.limits
                if limit.passed
            ),
            *self.every(unmet[:1], sign),
            *self.every([choice.send] if choice.send else [], "send"),
        )
        return self._section(number, choice.title, choice, lines)

    def short(self, choice: JudgedWay) -> WayLine:
        """A way in a line, with its best reason."""
        best = next(iter((*choice.reasons, *choice.against)), None)
        if best is None:
            best_words = choice.send.says if choice.send else choice.title
            return WayLine(best_words, label=self._named(choice))
        text = best.says + self._words.mark(best)
        return WayLine(text, self._first_of(best.sources), label=self._named(choice))

    def because(self, choices: Sequence[JudgedWay]) -> Iterator[WayLine]:
        """Why ways are not open; those with the same reason share a line."""
        words = self._words
        by_reason: dict[str, tuple[list[str], tuple[int, ...]]] = {}
        for choice in choices:
            times = {time.key: words.limit(time) for time in choice.limits}
            reasons = [
                times.get(why.key) or f"{why.says}{words.mark(why)}" for why in choice.because
            ]
            sources = [source for why in choice.because for source in why.sources[:1]]
            if choice.state and (
                choice.state.verdict not in ("can", "depends") or not choice.because
            ):
                reasons.append(f"{choice.state.says}{words.as_of(choice)}")
                sources += choice.state.sources[:1]
            numbers = tuple(dict.fromkeys(n for name in sources for n in self._first_of([name])))
            by_reason.setdefault(" ".join(reasons), ([], numbers))[0].append(self._named(choice))
        for text, (ways, numbers) in by_reason.items():
            yield WayLine(text, numbers, label=words.parted(ways))

    def grouped(self, named: Sequence[tuple[str, Sequence[JudgedWay]]]) -> Iterator[WayLine]:
        """The names of the ways that are not shown, by how they stand (a phrase's key). All are
        named, but of those that depend on what is not known only the first `NAMED`, and how many
        more."""
        words = self._words
        for key, choices in named:
            bodies: dict[str, list[str]] = {}
            for choice in choices:
                bodies.setdefault(choice.title, []).append(choice.body)
            if bodies:
                names = [
                    words.say("ways_told", body=words.listed(its), title=small(title))
                    for title, its in bodies.items()
                ]
                if key == "list_depends" and len(names) > NAMED:
                    names = [*names[:NAMED], f"+{len(names) - NAMED}"]
                yield WayLine(f"{words.parted(names)}.", label=words.say(f"ways_{key}"))

    def every(self, statements: Iterable[Statement], sign: Sign = "") -> Iterator[WayLine]:
        for statement in statements:
            yield WayLine(
                statement.says + self._words.mark(statement),
                self._first_of(statement.sources),
                sign=sign,
            )

    def sources(self) -> Iterator[WayLine]:
        for source, number in self._notes.numbers.items():
            yield WayLine(self._words.names.source(source), label=f"[{number}]")

    def _section(
        self, number: int, name: str, choice: JudgedWay, lines: Iterable[WayLine]
    ) -> WaySection:
        action = (choice.send and choice.send.action) or ""
        title = self._words.say("ways_in_order", number=number, way=name)
        return WaySection("way", title, tuple(lines), choice.id, action)

    def _lines(self, choice: JudgedWay) -> Iterator[WayLine]:
        yield from self.every(choice.reasons[:REASONS], "for")
        yield from self.every(choice.against[:AGAINST], "against")
        if choice.state and choice.state.own:
            notes = self._first_of(choice.state.sources)
            yield WayLine(choice.state.says, notes, sign="state")
        if choice.review:
            yield WayLine(self._words.review(choice.review), sign="time")
        for stands in ("missing", "check", "met"):
            yield from self.every([c for c in choice.conditions if c.stands == stands], stands)
        for time in choice.limits:
            yield WayLine(self._words.limit(time), self._first_of(time.sources), sign="time")
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
    result: Result, parts: Sequence[WaySection], labels: Mapping[str, str], words: WayWords
) -> list[str]:
    """Line by line; `labels` gives the words of an answer."""
    lines = [words.summary(result, labels)]
    for section in parts:
        lines += ["", section.title] if section.title else []
        lines += [_plain(line, words) for line in section.lines]
        if section.action:
            prepare = words.labelled(words.say("ways_prepare"))
            lines.append(f"- {prepare} {_command(section, result, words)}")
    return [*lines, "", words.closing()]


def _plain(line: WayLine, words: WayWords) -> str:
    label = line.label or words.label(line.sign)
    if label and not line.label.startswith("["):
        label = words.labelled(label)
    return f"- {label}{' ' if label else ''}{line.text}{note_marks(line.notes)}"


def drawn(
    result: Result, shown: Sequence[WaySection], labels: Mapping[str, str], words: WayWords
) -> Group:
    """With colours and columns; `labels` gives the words of an answer."""
    parts: list[Any] = [Text(words.summary(result, labels), "bold")]
    for section in shown:
        style = "bold green" if section.way else "bold"
        parts += [Text(), Text(section.title, style)] if section.title else []
        table = _table(section, result, words)
        parts.append(Padding(table, (0, 0, 0, 3 if section.way else 0)))
    return Group(*parts, Text(), Text(words.closing(), "dim"))


def _table(section: WaySection, result: Result, words: WayWords) -> Table:
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
        table.add_row(
            Text(label, "cyan"), Text.assemble((line.text, style), (note_marks(line.notes), "dim"))
        )
    if section.action:
        command = Text(_command(section, result, words), "bold")
        table.add_row(Text(words.say("ways_prepare"), "cyan"), command)
    return table


def _command(section: WaySection, result: Result, words: WayWords) -> str:
    state = f" --state {result.given.state}" if result.given.state else ""
    chosen = "" if words.language == "en" else f" --lang {words.language}"
    return f"advocacy checklist {section.action}{state}{chosen}"
