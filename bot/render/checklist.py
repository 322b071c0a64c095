"""A checklist as text, Markdown, JSON and a Word document."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.prepare import STAGES, Checklist, Stage, Step
from bot.render.checklist_dates import due, moment_of, standing
from bot.render.prepare_words import PrepareWords, Wordings
from bot.render.prepared import Numbered, capital, render
from bot.render.word import Paper


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
    steps: list[Line]
    """In the order of time."""
    left_out_for: str
    left_out: list[str]
    sources: list[str]

    @property
    def stages(self) -> list[tuple[str, list[Line]]]:
        """The steps by stage, with the stage's name; those that are empty are left out."""
        held = {id: [one for one in self.steps if one.stage == id] for id in STAGES}
        say = self.words.say
        return [(say(f"checklist_stage_{id}"), lines) for id, lines in held.items() if lines]


def page(made: Checklist, wordings: Wordings) -> Page:
    """The checklist in words, in its language."""
    words = wordings.of(made.language)
    say = words.say
    numbers = Numbered(made.sources, words.beside, words.cited)
    state = words.state(made.state)
    about = [words.body(made.mechanism), say("checklist_joint") if made.joint else ""]
    about.append(say("checklist_as_on", day=words.day(made.on)))
    if made.language != "en":
        about.append(say("translation_unread"))
    title = say(
        "checklist_title_for" if state else "checklist_title", title=made.title, state=state
    )
    advice = [numbers.said(rule) for rule in (*made.short_of_time, *made.closed)]
    steps = [
        Line(
            due(step, made, words),
            step.do,
            step.who,
            step.why + _mark(step, numbers, words),
            step.stage,
        )
        for step in made.steps
    ]
    closed = f"_{made.left}" if made.left in ("closed", "suspended") else ""
    short = made.left in ("day", "week", "two_months")
    return Page(
        words=words,
        title=title,
        about=" · ".join(one for one in about if one),
        now=moment_of(made.timing, words) if made.timing else "",
        standing=standing(made, words),
        instead=[numbers.said(rule) for rule in made.instead],
        short=say(f"checklist_short_{made.left}") if short else "",
        advice=advice,
        remains=[(one.title, one.text) for one in made.remains],
        steps=steps,
        left_out_for=say(f"checklist_left_out{closed}"),
        left_out=[step.do for step in made.left_out],
        facts=_facts(made, numbers, words),
        sources=numbers.lines(),
    )


def text(made: Checklist, wordings: Wordings, folder: Path) -> str:
    """For a terminal; `folder` holds the templates."""
    return _rendered(made, wordings, folder, "checklist.txt.j2")


def as_markdown(made: Checklist, wordings: Wordings, folder: Path) -> str:
    """The same as Markdown, with boxes to tick."""
    return _rendered(made, wordings, folder, "checklist.md.j2")


def _rendered(made: Checklist, wordings: Wordings, folder: Path, name: str) -> str:
    shown = page(made, wordings)
    words = shown.words
    return render(folder / "checklists", name, page=shown, say=words.say, label=words.label)


def record(made: Checklist, wordings: Wordings) -> dict[str, Any]:
    """For a script: the data, and how it reads."""
    words = wordings.of(made.language)
    said = made.model_dump(mode="json")
    for step, own in zip(said["steps"], made.steps, strict=True):
        step["when"] = due(own, made, words)
    return {**said, "standing": standing(made, words)}


def file_name(made: Checklist, ending: str) -> str:
    """The name of a file: `checklist-upr-submission-TCD.docx`."""
    state = f"-{made.state}" if made.state else ""
    return f"checklist-{made.action}{state}.{ending}"


def word(made: Checklist, wordings: Wordings) -> bytes:
    """As a Word document with a table of steps."""
    shown = page(made, wordings)
    words = shown.words
    say = words.say
    paper = Paper(shown.title, shown.title, made.on, made.language)
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
    for label, said in shown.facts:
        _bullets(paper, label, said, 3)
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


def _facts(made: Checklist, numbers: Numbered, words: PrepareWords) -> list[tuple[str, list[str]]]:
    say = words.say
    takes = capital(words.listing(say(f"prepare_takes_{one}") for one in made.takes))
    audience = capital(words.listing(say(f"prepare_audience_{one}") for one in made.audience))
    facts = [(say("prepare_takes"), [f"{takes}."])]
    for key, rules in made.facts.items():
        seen = [f"{audience}."] if key == "seen_by" else []
        facts.append((say(f"prepare_fact_{key}"), [*seen, *map(numbers.said, rules)]))
    return facts


def _mark(step: Step, numbers: Numbered, words: PrepareWords) -> str:
    return numbers.mark(step.rule) if step.rule else f" ({words.say('prepare_sure_advice')})"
