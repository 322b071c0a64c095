"""A checklist as text, Markdown, JSON and a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.prepare.models import Checklist, Step
from bot.prepare.stages import Stage
from bot.render.calendar import Names
from bot.render.checklist_dates import STAGES, due, moment_of, standing
from bot.render.prepared import (
    AUDIENCE,
    FACTS,
    INSTEAD,
    TAKES,
    Numbered,
    capital,
    day,
    listed,
    render,
)
from bot.render.word import Paper

SHORT = {
    "day": "A day or two are left:",
    "week": "About a week is left:",
    "two_months": "Two months or less are left:",
}
LEFT_OUT = {
    "closed": "Left out: its day has passed",
    "suspended": "Left out: submissions are not taken",
}


@dataclass(frozen=True)
class Line:
    """A step as it is read."""

    when: str
    do: str
    who: str
    why: str
    stage: Stage


@dataclass(frozen=True)
class Page:
    """A checklist as it is read, for every target alike."""

    title: str
    about: str
    now: str
    """Too early, the time for it, or too late; empty for what is sent when it is needed."""
    standing: list[str]
    instead: list[str]
    short: str
    advice: list[str]
    remains: list[tuple[str, str]]
    facts: list[tuple[str, list[str]]]
    steps: list[Line]
    left_out_for: str
    left_out: list[str]
    sources: list[str]

    @property
    def stages(self) -> list[tuple[str, list[Line]]]:
        """The steps by stage, with the stage's name; those that are empty are left out."""
        held = {id: [one for one in self.steps if one.stage == id] for id in STAGES}
        return [(STAGES[id], lines) for id, lines in held.items() if lines]


def page(made: Checklist, names: Names) -> Page:
    """The checklist in words."""
    numbers = Numbered(made.sources)
    state = names.state(made.state) if made.state else ""
    joint = "joint" if made.joint else ""
    about = [names.mechanism(made.mechanism), joint, f"as on {day(made.on)}"]
    advice = [numbers.said(rule) for rule in (*made.short_of_time, *made.closed)]
    steps = [
        Line(due(step, made), step.do, step.who, step.why + _mark(step, numbers), step.stage)
        for step in made.steps
    ]
    return Page(
        title=f"{made.title}: checklist{f' for {state}' if state else ''}",
        about=" · ".join(one for one in about if one),
        now=moment_of(made.timing) if made.timing else "",
        standing=standing(made, names),
        instead=[numbers.said(rule) for rule in made.instead],
        short=SHORT.get(made.left, ""),
        advice=advice,
        remains=[(one.title, one.text) for one in made.remains],
        steps=steps,
        left_out_for=LEFT_OUT.get(made.left, "Left out: too little time is left"),
        left_out=[step.do for step in made.left_out],
        facts=_facts(made, numbers),
        sources=numbers.lines(),
    )


def text(made: Checklist, names: Names, folder: Path) -> str:
    """For a terminal; `folder` holds the templates."""
    return render(folder / "checklists", "checklist.txt.j2", page=page(made, names))


def as_markdown(made: Checklist, names: Names, folder: Path) -> str:
    """The same as Markdown, with boxes to tick."""
    return render(folder / "checklists", "checklist.md.j2", page=page(made, names))


def record(made: Checklist, names: Names) -> dict[str, Any]:
    """For a script: the data, and how it reads."""
    said = made.model_dump(mode="json")
    for step, own in zip(said["steps"], made.steps, strict=True):
        step["when"] = due(own, made)
    return {**said, "standing": standing(made, names)}


def word(made: Checklist, names: Names) -> bytes:
    """As a Word document with a table of steps."""
    shown = page(made, names)
    paper = Paper(shown.title, shown.title, made.on)
    paper.title(shown.title)
    paper.text(shown.about)
    if shown.now:
        paper.text(shown.now, label="Now:")
    for line in shown.standing:
        paper.text(line)
    if shown.instead:
        paper.heading(INSTEAD, 1)
        for line in shown.instead:
            paper.text(line, "List Bullet")
    if shown.advice:
        paper.heading(shown.short or "What remains", 1)
        for line in shown.advice:
            paper.text(line, "List Bullet")
    if shown.remains:
        paper.heading("What can be done now", 1)
        for title, answer in shown.remains:
            paper.text(answer, label=title)
    paper.heading("Steps", 1)
    for number, (stage, steps) in enumerate(shown.stages, 1):
        paper.heading(f"{number}. {stage}", 2)
        rows = [("☐", _in_two(line.when), f"{line.do}\n{line.why}", line.who) for line in steps]
        paper.table(("", "When", "What, and why", "Who"), rows, (0.8, 3.6, 8.6, 3.0))
    if shown.left_out:
        paper.heading(shown.left_out_for, 2)
        for line in shown.left_out:
            paper.text(line, "List Bullet")
    paper.heading("Rules and limits", 1)
    for label, said in shown.facts:
        paper.heading(label, 3)
        for line in said:
            paper.text(line, "List Bullet")
    paper.heading("Sources", 1)
    for line in shown.sources:
        paper.text(line)
    return paper.content()


def _in_two(when: str) -> str:
    """The day or distance on a line of its own, what must be said beside it below."""
    first, bracket, rest = when.partition(" (")
    if bracket:
        return f"{first}\n({rest}"
    first, _, rest = when.partition(", ")
    return f"{first}\n{rest}" if rest else first


def _facts(made: Checklist, numbers: Numbered) -> list[tuple[str, list[str]]]:
    takes = capital(listed(TAKES[one] for one in made.takes))
    audience = capital(listed(AUDIENCE[one] for one in made.audience))
    facts = [("What it takes", [f"{takes}."])]
    for key, rules in made.facts.items():
        seen = [f"{audience}."] if key == "seen_by" else []
        facts.append((FACTS[key], [*seen, *map(numbers.said, rules)]))
    return facts


def _mark(step: Step, numbers: Numbered) -> str:
    return numbers.mark(step.rule) if step.rule else " (advice)"
