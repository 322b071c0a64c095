"""A report on a draft as text and as JSON."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from bot.knowledge.typography import labelled, listed, quoted
from bot.prepare import Rule
from bot.prepare.drafts import WORST, CheckedItem, Finding, Place, Report
from bot.render.prepare_words import Numbered, PrepareWords

WIDTH = 96
MOST_DANGERS = 5
"""Dangers that stand first in the report."""
_PLACES = ("cell", "footnote", "endnote", "comment", "running", "box")


def text(report: Report, words: PrepareWords) -> str:
    """The whole report for a terminal or a plain message; `words` are of the language of the
    report."""
    return "\n".join(_lines(report, words)) + "\n"


def record(report: Report) -> dict[str, Any]:
    """The report as JSON holds it, with the overall verdict."""
    data = report.model_dump(mode="json", exclude={"frame"})
    return {"verdict": report.verdict, **data}


def subject(report: Report, body: str, joint: str, state: str) -> str:
    """What was checked, in the words of a report; the body where the title does not name it."""
    short = body.partition(" (")[0]
    named = re.search(rf"(?<!\w){re.escape(short)}(?!\w)", report.title)
    title, beside = report.title, "" if named else body
    if beside and "(" not in beside:
        title, beside = f"{title} ({beside})", ""
    return listed(filter(None, (title, beside, joint, state)), report.told)


def where(place: Place, frame: Mapping[str, str], language: str) -> str:
    """Where something stands, in the words of a report: 'paragraph 12, page 3, under “Facts”'."""
    parts = [_first(place, frame)]
    if place.page:
        parts.append(frame["page"].format(number=place.page))
    if place.heading and place.where not in ("footnote", "endnote", "comment"):
        parts.append(frame["under"].format(heading=place.heading))
    return listed(filter(None, parts), language)


def stop(report: Report) -> str:
    """That it must not be sent, with how many dangers were found; empty where none was."""
    number = danger_count(report)
    key = "stop-one" if number == 1 else "stop"
    return report.frame[key].format(number=number) if number else ""


def danger_count(report: Report) -> int:
    """How many dangers there are, those included that are not shown."""
    more = sum(item.more for item in report.private if item.verdict == "fix")
    return len(report.dangers) + more if report.dangers else 0


def dangers(report: Report) -> list[str]:
    """The worst of what was found, a line each, at most MOST_DANGERS, and how many there are
    besides."""
    lines = []
    for item, finding in report.dangers[:MOST_DANGERS]:
        at = where(finding.place, report.frame, report.told) if finding.place else ""
        shown = f" {quoted(finding.shown, report.told)}" if finding.shown else ""
        label = labelled(f"{item.title}{f' ({at})' if at else ''}", report.told)
        lines.append(f"{label} {finding.says}{shown}")
    if (more := danger_count(report) - MOST_DANGERS) > 0:
        lines.append(report.frame["more"].format(number=more))
    return lines


def _first(place: Place, frame: Mapping[str, str]) -> str:
    if place.line:
        return frame["line"].format(number=place.line)
    if place.where in _PLACES:
        counted = place.count and place.where != "running"
        return f"{frame[place.where]} {place.count}" if counted else frame[place.where]
    if place.number:
        return frame["numbered"].format(number=place.number)
    return frame["from-top"].format(number=place.count) if place.count else ""


def _lines(report: Report, words: PrepareWords) -> Iterator[str]:
    numbers, frame = Numbered(report.sources, words.beside, words.cited), report.frame
    joint = frame["joint"] if report.joint else ""
    body, state = words.mechanism(report.mechanism), words.state(report.state)
    yield f"{frame['about']}{words.colon}{subject(report, body, joint, state)}"
    if lead := stop(report):
        yield lead
        for line in dangers(report):
            yield from _wrapped(f"  ! {line}", 4)
    else:
        yield frame[report.verdict]
    yield ""
    if items := [item for item in report.private if _shown(item)]:
        yield frame["private"]
        yield ""
        yield from _items(sorted(items, key=_weight), numbers, frame, words)
        yield ""
    yield from _items(sorted(filter(_shown, report.items), key=_weight), numbers, frame, words)
    if rest := [item for item in (*report.private, *report.items) if not _shown(item)]:
        yield ""
        yield frame["nothing"]
        for item in rest:
            yield from _wrapped(f"      · {item.title}{words.colon}{item.says}", 8)
    yield ""
    yield from wrap(frame["kept"], WIDTH)
    if sources := numbers.lines():
        yield ""
        yield frame["sources"]
        yield from sources


def _shown(item: CheckedItem) -> bool:
    """Whether it says something of this draft: not only that nothing known was found."""
    return item.sure or item.verdict != "pass"


def _weight(item: CheckedItem) -> int:
    return WORST.index(item.verdict)


def _items(
    items: Iterable[CheckedItem], numbers: Numbered, frame: Mapping[str, str], words: PrepareWords
) -> Iterator[str]:
    for item in items:
        mark = frame[f"mark-{item.verdict}"]
        yield from _wrapped(f"{mark:<5} {item.title}{words.colon}{item.says}", 6)
        if item.do:
            yield from _wrapped(f"      → {item.do}", 8)
        if item.rule and item.verdict != "pass":
            yield from _wrapped(
                f"      {frame['basis']}{words.colon}{_ruled(item.rule, numbers)}", 12
            )
        yield from _findings(item, frame, words)


def _findings(item: CheckedItem, frame: Mapping[str, str], words: PrepareWords) -> Iterator[str]:
    """What was found, the places of one kind together."""
    kinds: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in item.findings:
        kinds.setdefault((finding.verdict, finding.says, finding.do), []).append(finding)
    for (_, says, do), findings in kinds.items():
        mark = frame[f"mark-{findings[0].verdict}"].lower()
        text = says if do == item.do else f"{says} {do}"
        yield from _wrapped(f"      {mark:<4} {text.strip()}", 11)
        for finding in findings:
            at = where(finding.place, frame, words.language) if finding.place else ""
            shown = quoted(finding.shown, words.language) if finding.shown else ""
            if line := words.listed(filter(None, (at, shown))):
                yield from _wrapped(f"           · {line}", 13)
    if item.more:
        yield f"           · {words.say('digest_more', count=item.more)}"


def _ruled(rule: Rule, numbers: Numbered) -> str:
    return f"{rule.title} {numbers.mark(rule).strip()}".strip()


def _wrapped(line: str, indent: int) -> list[str]:
    return wrap(line, WIDTH, subsequent_indent=" " * indent, drop_whitespace=True) or [line]
