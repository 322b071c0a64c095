"""A checklist as text, Markdown, JSON and a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.prepare import STAGES, Checklist, Stage, Step
from bot.render.checklist_dates import date_lines, due, timing_text
from bot.render.paragraphs import capital, render
from bot.render.prepare_words import Numbered, PrepareWords, Wordings
from bot.render.word import Paper


@dataclass(frozen=True)
class StepLine:
    """A step as it is read."""

    when: str
    do: str
    who: str
    why: str
    stage: Stage


@dataclass(frozen=True)
class ChecklistPage:
    """A checklist as it is read, for every target alike."""

    words: PrepareWords
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
    steps: list[StepLine]
    """In the order of time."""
    left_out_for: str
    left_out: list[str]
    sources: list[str]

    @property
    def stages(self) -> list[tuple[str, list[StepLine]]]:
        """The steps by stage, with the stage's name; those that are empty are left out."""
        by_stage = {id: [step for step in self.steps if step.stage == id] for id in STAGES}
        say = self.words.say
        return [(say(f"checklist_stage_{id}"), lines) for id, lines in by_stage.items() if lines]


def page(checklist: Checklist, wordings: Wordings) -> ChecklistPage:
    """The checklist in words, in its language."""
    words = wordings.of(checklist.language)
    say = words.say
    numbers = Numbered(checklist.sources, words.beside, words.cited)
    state = words.state(checklist.state)
    about = [words.body(checklist.mechanism), say("checklist_joint") if checklist.joint else ""]
    about.append(say("checklist_as_on", day=words.day(checklist.on)))
    if checklist.language != "en":
        about.append(say("translation_unread"))
    title = say(
        "checklist_title_for" if state else "checklist_title", title=checklist.title, state=state
    )
    advice = [numbers.cited(rule) for rule in (*checklist.short_of_time, *checklist.closed)]
    steps = [
        StepLine(
            due(step, checklist, words),
            step.do,
            step.who,
            step.why + _mark(step, numbers, words),
            step.stage,
        )
        for step in checklist.steps
    ]
    closed = f"_{checklist.left}" if checklist.left in ("closed", "suspended") else ""
    short = checklist.left in ("day", "week", "two_months")
    return ChecklistPage(
        words=words,
        title=title,
        about=" · ".join(part for part in about if part),
        now=timing_text(checklist.timing, words) if checklist.timing else "",
        standing=date_lines(checklist, words),
        instead=[numbers.cited(rule) for rule in checklist.instead],
        short=say(f"checklist_short_{checklist.left}") if short else "",
        advice=advice,
        remains=[(answer.title, answer.text) for answer in checklist.remains],
        steps=steps,
        left_out_for=say(f"checklist_left_out{closed}"),
        left_out=[step.do for step in checklist.left_out],
        facts=_facts(checklist, numbers, words),
        sources=numbers.lines(),
    )


def text(checklist: Checklist, wordings: Wordings, folder: Path) -> str:
    """For a terminal; `folder` holds the templates."""
    return _rendered(checklist, wordings, folder, "checklist.txt.j2")


def as_markdown(checklist: Checklist, wordings: Wordings, folder: Path) -> str:
    """The same as Markdown, with boxes to tick."""
    return _rendered(checklist, wordings, folder, "checklist.md.j2")


def _rendered(checklist: Checklist, wordings: Wordings, folder: Path, name: str) -> str:
    shown = page(checklist, wordings)
    words = shown.words
    return render(folder / "checklists", name, page=shown, say=words.say, label=words.label)


def record(checklist: Checklist, wordings: Wordings) -> dict[str, Any]:
    """For a script: the data, and how it reads."""
    words = wordings.of(checklist.language)
    data = checklist.model_dump(mode="json")
    for step, own in zip(data["steps"], checklist.steps, strict=True):
        step["when"] = due(own, checklist, words)
    return {**data, "standing": date_lines(checklist, words)}


def file_name(checklist: Checklist, ending: str) -> str:
    """The name of a file: `checklist-upr-submission-TCD.docx`."""
    state = f"-{checklist.state}" if checklist.state else ""
    return f"checklist-{checklist.action}{state}.{ending}"


def word(checklist: Checklist, wordings: Wordings) -> bytes:
    """As a Word document with a table of steps."""
    shown = page(checklist, wordings)
    words = shown.words
    say = words.say
    paper = Paper(shown.title, shown.title, checklist.on, checklist.language)
    paper.title(shown.title)
    paper.text(shown.about)
    if shown.now:
        paper.text(shown.now, label=words.label("checklist_now"))
    for line in shown.standing:
        paper.text(line)
    if shown.instead:
        _bullets(paper, say("prepare_instead"), shown.instead)
    if shown.advice:
        _bullets(paper, shown.short or say("checklist_remains"), shown.advice)
    if shown.remains:
        paper.heading(say("do_now"), 1)
        for title, answer in shown.remains:
            paper.text(answer, label=title)
    paper.heading(say("checklist_steps"), 1)
    head = ("", say("checklist_when"), say("checklist_what"), say("checklist_who"))
    for number, (stage, steps) in enumerate(shown.stages, 1):
        paper.heading(f"{number}. {stage}", 2)
        rows = [("☐", _in_two(line.when), f"{line.do}\n{line.why}", line.who) for line in steps]
        paper.table(head, rows, (0.8, 3.6, 8.6, 3.0))
    if shown.left_out:
        _bullets(paper, shown.left_out_for, shown.left_out, 2)
    paper.heading(say("checklist_rules"), 1)
    for label, rules in shown.facts:
        _bullets(paper, label, rules, 3)
    paper.heading(say("checklist_sources"), 1)
    for line in shown.sources:
        paper.text(line)
    return paper.content()


def _bullets(paper: Paper, heading: str, lines: list[str], level: int = 1) -> None:
    """Lines as a list under a heading."""
    paper.heading(heading, level)
    for line in lines:
        paper.text(line, "List Bullet")


def _in_two(when: str) -> str:
    """The day or distance on a line of its own, what must be said beside it below."""
    first, bracket, rest = when.partition(" (")
    if bracket:
        return f"{first}\n({rest}"
    first, _, rest = when.partition(", ")
    return f"{first}\n{rest}" if rest else first


def _facts(
    checklist: Checklist, numbers: Numbered, words: PrepareWords
) -> list[tuple[str, list[str]]]:
    say = words.say
    takes = capital(words.listing(say(f"prepare_takes_{kind}") for kind in checklist.takes))
    audience = capital(
        words.listing(say(f"prepare_audience_{kind}") for kind in checklist.audience)
    )
    facts = [(say("prepare_takes"), [f"{takes}."])]
    for key, rules in checklist.facts.items():
        seen = [f"{audience}."] if key == "seen_by" else []
        facts.append((say(f"prepare_fact_{key}"), [*seen, *map(numbers.cited, rules)]))
    return facts


def _mark(step: Step, numbers: Numbered, words: PrepareWords) -> str:
    return numbers.mark(step.rule) if step.rule else f" ({words.say('prepare_sure_advice')})"
