"""A checklist as text, Markdown, JSON and a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.prepare.actions import Event
from bot.prepare.models import Anchor, Checklist, Step
from bot.render.calendar import Names, moment
from bot.render.prepared import (
    AUDIENCE,
    FACTS,
    TAKES,
    Numbered,
    capital,
    day,
    listed,
    render,
    review_of,
)
from bot.render.word import Paper

EVENTS: dict[Event, str] = {
    "papers": "the deadline for papers",
    "list_of_issues": "the deadline for input to the list of issues",
    "session": "the session",
    "review": "the review",
    "adoption": "the adoption by the Council",
    "mid_term": "the mid-term",
    "follow_up": "the day on which the State reports back",
    "sending": "sending",
}
SHORT = {
    "day": "A day or two are left:",
    "week": "About a week is left:",
    "two_months": "Two months or less are left:",
}
LEFT_OUT = {
    "closed": "Left out: its day has passed",
    "suspended": "Left out: papers are not taken",
}
_OVER = ("closed", "suspended")
SURE = {
    "expected": "expected, not published",
    "at_risk": "at risk",
    "moved": "moved",
    "unknown": "not published",
}


@dataclass(frozen=True)
class Line:
    """A step as it is read."""

    when: str
    do: str
    who: str
    why: str


@dataclass(frozen=True)
class Page:
    """A checklist as it is read, for every target alike."""

    title: str
    about: str
    standing: list[str]
    short: str
    advice: list[str]
    remains: list[tuple[str, str]]
    facts: list[tuple[str, list[str]]]
    steps: list[Line]
    left_out_for: str
    left_out: list[str]
    sources: list[str]


def page(made: Checklist, names: Names) -> Page:
    """The checklist in words."""
    numbers = Numbered(made.sources)
    state = names.state(made.state) if made.state else ""
    joint = "joint" if made.joint else ""
    about = [names.mechanism(made.mechanism), joint, f"as on {day(made.on)}"]
    advice = [numbers.said(rule) for rule in (*made.short_of_time, *made.closed)]
    steps = [
        Line(due(step, made), step.do, step.who, step.why + _mark(step, numbers))
        for step in made.steps
    ]
    return Page(
        title=f"{made.title}: checklist{f' for {state}' if state else ''}",
        about=" · ".join(one for one in about if one),
        standing=standing(made, names),
        short=SHORT.get(made.left, ""),
        advice=advice,
        remains=[(one.title, one.text) for one in made.remains],
        steps=steps,
        left_out_for=LEFT_OUT.get(made.left, "Left out: too little time is left"),
        left_out=[step.do for step in made.left_out],
        facts=_facts(made, numbers),
        sources=numbers.lines(),
    )


def standing(made: Checklist, names: Names) -> list[str]:
    """What the dates are counted from, and what else is known of the State there."""
    state = names.state(made.state) if made.state else ""
    said = [counted(made.anchor, state)]
    anchor = made.anchor
    if anchor.ends_local and anchor.exact:
        zone = anchor.ends_local.tzinfo
        end = f"{anchor.ends_local:%H:%M} on {day(anchor.ends_local.date())} ({zone})"
        said.append(
            f"The hour given, {anchor.hour:%H:%M} in Geneva, is {end}."
            if anchor.hour
            else f"The hour of the deadline is not known here. That day ends in Geneva at {end}."
        )
    if review := review_of(made.review, names, state):
        said.append(f"{review}.")
    if made.party:
        said.append(f"Treaty: {made.party.text}{_look(made.party.check_on)}")
    if made.open_to and state:
        bodies = listed(one.upper() for one in made.open_to)
        said.append(f"No committee is named, so its dates are not shown. It can be {bodies}.")
    return said


def due(step: Step, made: Checklist) -> str:
    """When a step is done: its day, or its distance from an event whose day is not known."""
    if not step.unit:
        return "At once, before anything goes out" if made.left in _OVER else "At once"
    unit = step.unit + ("s" if step.amount != 1 else "")
    distance = f"{step.amount} {unit} {step.side} {EVENTS[step.of]}"
    if step.amount == 0:
        distance = f"on the day of {EVENTS[step.of]}" if step.of != "sending" else "after sending"
    if step.late:
        return f"Now (planned {distance})"
    if step.due:
        return f"{day(step.due)} ({distance})"
    anchor = made.anchors[step.of]
    known = f", {moment(anchor.when)}" if anchor.when and anchor.kind == "open" else ""
    told = f", {SURE[anchor.certainty]}" if known and anchor.certainty in SURE else ""
    return f"{capital(distance)}{known}{told}"


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
    for line in shown.standing:
        paper.text(line)
    if shown.advice:
        paper.heading(shown.short or "What remains", 1)
        for line in shown.advice:
            paper.text(line, "List Bullet")
    if shown.remains:
        paper.heading("What can be done now", 1)
        for title, answer in shown.remains:
            paper.text(answer, label=title)
    paper.heading("Steps", 1)
    rows = [("☐", line.when, f"{line.do}\n{line.why}", line.who) for line in shown.steps]
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


def _look(page: str | None) -> str:
    return f" Check it on {page}." if page else ""


def counted(anchor: Anchor, state: str) -> str:
    """What is known of the day that steps are counted from."""
    event, date = EVENTS[anchor.event], moment(anchor.when) if anchor.when else ""
    of = f" for {state}" if state else ""
    event_of = capital(event) + of
    if anchor.given:
        said = f"Days are counted from {date}, the date given for {event}."
        if anchor.kind == "closed":
            said = f"The date given for {event}, {date}, has passed."
        if anchor.published:
            said += f" The published date is {moment(anchor.published)}: make sure which one holds."
        return said
    match anchor.kind:
        case "closed":
            told = f" ({SURE[anchor.certainty]})" if anchor.certainty in SURE else ""
            if anchor.event == "list_of_issues" and anchor.certainty == "held":
                return f"The list of issues{of} has been adopted."
            if anchor.event not in ("papers", "list_of_issues"):
                return f"{event_of} was due in {date}{told}."
            return f"{event_of} closed {'on' if anchor.exact else 'in'} {date}{told}."
        case "suspended":
            return f"No papers are taken{of} until further notice."
        case "cancelled":
            return f"{event_of}: cancelled."
    if anchor.event == "sending":
        return "No deadline: it is sent when it is needed, and days are counted from then."
    told = f", {SURE[anchor.certainty]}" if anchor.certainty in SURE else ""
    if date and anchor.kind == "not_published":
        return f"{event_of} was {date}{told}. No rule sets its day, so nothing is counted from it."
    if not date:
        return f"{event_of} is not published or not known here, so nothing is counted from it."
    kept = " The later date given does not change it." if anchor.published else ""
    told = told or ", published"
    if anchor.exact is None:
        return f"{event_of}: {date}{told}. Only the month is known, so no day is counted from it."
    return f"Days are counted from {event}{of}: {date}{told}.{kept}"
