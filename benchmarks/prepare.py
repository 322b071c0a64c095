"""How long it takes to prepare: checklists, outlines, for every action; and to check a draft.

usage: python benchmarks/prepare.py [--rounds 5]

Everything runs in this process, as it does in the bot: the parts are opened once. One table is
printed; the exit status is 1 where a promise is broken.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docx import Document

from bot.cli.checklists import PrepareParts
from bot.render import checklist, outline

ON = dt.date(2026, 11, 24)
STATE = "HTI"
DRAFT = "upr-submission"
ISSUES = ("Loss of identity documents", "Forced evictions", "Access to school")


@dataclass(frozen=True)
class Measure:
    """Something that a person waits for, made for each of `over`."""

    name: str
    promise: float
    """Milliseconds, for the slowest of them."""
    make: Callable[[str], object]
    over: list[str]


def measures(desk: PrepareParts) -> list[Measure]:
    """What is measured: each makes the thing and puts it into the form in which it is read."""
    prepare, wordings, templates = desk.prepare, desk.wordings, desk.templates
    every = list(prepare.actions)
    written = [name for name, action in prepare.actions.items() if action.outline]

    def listed(action: str) -> object:
        return checklist.text(prepare.checklist(action, ON, STATE), wordings, templates)

    def paged(action: str) -> object:
        return checklist.page(prepare.checklist(action, ON, STATE), wordings)

    def worded(action: str) -> object:
        return outline.word(prepare.outline(action, ON, STATE, issues=ISSUES), wordings)

    def marked(action: str) -> object:
        made = prepare.outline(action, ON, STATE, issues=ISSUES)
        return outline.as_markdown(made, wordings, templates)

    return [
        Measure("checklist, as text", 50, listed, every),
        Measure("checklist, for a reply in Slack", 50, paged, every),
        Measure("outline, as Word", 150, worded, written),
        Measure("outline, as Markdown", 150, marked, written),
        Measure("check of a 10,000-word .docx", 1000, checks(desk), [DRAFT]),
    ]


def checks(desk: PrepareParts) -> Callable[[str], object]:
    """Checks a draft of 10,000 words, made of what the desk itself says."""
    checker = desk.library.drafts
    document, left = Document(), 10_000
    for entry in desk.base.entries.values():
        words = " ".join(entry.texts()).split()[: max(left, 0)]
        left -= len(words)
        if words:
            document.add_heading(entry.title, 1)
            document.add_paragraph(" ".join(words), style="List Number")
    made = io.BytesIO()
    document.save(made)
    return lambda action: checker.check(made.getvalue(), "draft.docx", action, state=STATE)


def timed(measure: Measure, rounds: int) -> tuple[list[float], str]:
    """Milliseconds for each, the median of the rounds; and which was the slowest."""
    measure.make(measure.over[0])
    found: dict[str, float] = {}
    for name in measure.over:
        times = []
        for _ in range(rounds):
            start = time.perf_counter()
            measure.make(name)
            times.append((time.perf_counter() - start) * 1000)
        found[name] = median(times)
    return sorted(found.values()), max(found, key=lambda name: found[name])


def main() -> None:
    """Measure, print the table, and exit 1 where a promise is broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    start = time.perf_counter()
    desk = PrepareParts()
    print(f"opened in {time.perf_counter() - start:.1f} s, {len(desk.prepare.actions)} actions\n")
    print(f"{'':<34}{'of':>4}{'middle':>10}{'slowest':>10}{'promise':>10}   the slowest")
    broken = False
    for measure in measures(desk):
        times, slowest = timed(measure, rounds)
        broken |= times[-1] > measure.promise
        print(
            f"{measure.name:<34}{len(times):>4}{median(times):>7.1f} ms{times[-1]:>7.1f} ms"
            f"{measure.promise:>7.0f} ms   {slowest}"
        )
    sys.exit(broken)


if __name__ == "__main__":
    main()
