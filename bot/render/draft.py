"""A report on a draft as text and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap
from typing import Any

from bot.prepare.drafts import WORST, Finding, Item, Place, Report, Verdict
from bot.prepare.models import Rule
from bot.render.calendar import Names
from bot.render.prepared import Numbered

WIDTH = 96
MARKS: dict[Verdict, str] = {"pass": "PASS", "look": "LOOK", "fix": "FIX"}
OVERALL: dict[Verdict, str] = {
    "pass": "Nothing that I know of has to be mended.",
    "look": "Nothing has to be mended; some points need a look.",
    "fix": "Some points have to be mended before it is sent.",
}
STOP = "Do not send: {number} dangers."
STOP_ONE = "Do not send: one danger."
MOST_DANGERS = 5
NOTHING = "Nothing that I know of was found here. I look for:"
PRIVATE = "What could put people at risk (for you alone)"
KEPT = (
    "The file was read in memory and is gone: the desk keeps no copy. It can't see what a person"
    " sees: let somebody who knows the place read the text before it is sent."
)
_WHERE = {
    "cell": "table",
    "footnote": "footnote",
    "endnote": "endnote",
    "comment": "comment",
    "running": "in a header, a link or a description",
    "box": "text box",
}


def text(report: Report, names: Names) -> str:
    """The whole report for a terminal or a plain message."""
    return "\n".join(_lines(report, names)) + "\n"


def record(report: Report) -> dict[str, Any]:
    """The report as JSON holds it, with the overall verdict."""
    return {"verdict": report.verdict, **report.model_dump(mode="json")}


def where(place: Place) -> str:
    """Where something stands: 'paragraph 12, page 3, under “Facts”'."""
    parts = [_first(place)]
    if place.page:
        parts.append(f"page {place.page}")
    if place.heading and place.where not in ("footnote", "endnote", "comment"):
        parts.append(f"under “{place.heading}”")
    return ", ".join(part for part in parts if part)


def _first(place: Place) -> str:
    if place.line:
        return f"line {place.line}"
    if place.where == "running":
        return _WHERE["running"]
    if place.where in _WHERE:
        return f"{_WHERE[place.where]} {place.count}" if place.count else _WHERE[place.where]
    if place.number:
        return f"paragraph numbered {place.number}"
    return f"paragraph {place.count} from the top" if place.count else ""


def _lines(report: Report, names: Names) -> Iterator[str]:
    numbers = Numbered(report.sources)
    joint = ", joint" if report.joint else ""
    about = f"{report.title}{joint} ({names.mechanism(report.mechanism)})"
    state = f", {names.state(report.state)}" if report.state else ""
    yield f"Check of a draft for: {about}{state}"
    yield from _lead(report)
    yield ""
    if found := [one for one in report.private if _shown(one)]:
        yield PRIVATE
        yield ""
        yield from _items(sorted(found, key=_weight), numbers)
        yield ""
    yield from _items(sorted(filter(_shown, report.items), key=_weight), numbers)
    if rest := [one for one in (*report.private, *report.items) if not _shown(one)]:
        yield ""
        yield NOTHING
        for item in rest:
            yield from _told(f"      · {item.title}: {item.says}", 8)
    yield ""
    yield from wrap(KEPT, WIDTH)
    if sources := numbers.lines():
        yield ""
        yield "Sources"
        yield from sources


def _lead(report: Report) -> Iterator[str]:
    """The worst, in at most MOST_DANGERS lines."""
    dangers = report.dangers
    if not dangers:
        yield OVERALL[report.verdict]
        return
    number = len(dangers) + sum(item.more for item in report.private if item.verdict == "fix")
    yield STOP.format(number=number) if number > 1 else STOP_ONE
    for item, one in dangers[:MOST_DANGERS]:
        at = f" ({where(one.place)})" if one.place and where(one.place) else ""
        shown = f" “{one.shown}”" if one.shown else ""
        yield from _told(f"  ! {item.title}{at}: {one.says}{shown}", 4)
    if number > MOST_DANGERS:
        yield f"  and {number - MOST_DANGERS} more, below"


def _shown(item: Item) -> bool:
    """Whether it says something of this draft: not only that nothing known was found."""
    return item.sure or item.verdict != "pass"


def _weight(item: Item) -> int:
    return WORST.index(item.verdict)


def _items(items: Iterable[Item], numbers: Numbered) -> Iterator[str]:
    for item in items:
        yield from _told(f"{MARKS[item.verdict]:<5} {item.title}: {item.says}", 6)
        if item.do:
            yield from _told(f"      → {item.do}", 8)
        if item.rule and item.verdict != "pass":
            yield from _told(f"      Rule: {_ruled(item.rule, numbers)}", 12)
        yield from _found(item)


def _found(item: Item) -> Iterator[str]:
    """What was found, the places of one kind together."""
    kinds: dict[tuple[str, str, str], list[Finding]] = {}
    for one in item.findings:
        kinds.setdefault((one.verdict, one.says, one.do), []).append(one)
    for (_, says, do), found in kinds.items():
        mark = MARKS[found[0].verdict].lower()
        told = says if do == item.do else f"{says} {do}"
        yield from _told(f"      {mark:<4} {told.strip()}", 11)
        for one in found:
            at = where(one.place) if one.place else ""
            shown = f"“{one.shown}”" if one.shown else ""
            if line := ", ".join(part for part in (at, shown) if part):
                yield from _told(f"           · {line}", 13)
    if item.more:
        yield f"           · and {item.more} more"


def _ruled(rule: Rule, numbers: Numbered) -> str:
    return f"{rule.title} {numbers.mark(rule).strip()}".strip()


def _told(line: str, indent: int) -> list[str]:
    return wrap(line, WIDTH, subsequent_indent=" " * indent, drop_whitespace=True) or [line]
