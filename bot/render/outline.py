"""An outline as a Word document and as Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.prepare.models import Outline, Paragraph, Part, Piece
from bot.render.calendar import STAGES, Names, certainty, ordinal, papers, when
from bot.render.checklist_dates import moment_of
from bot.render.prepared import (
    FACTS,
    INSTEAD,
    Numbered,
    acceptance,
    day,
    joined,
    render,
    review_of,
    session_of,
)
from bot.render.recommendations import notice, sentence
from bot.render.word import GUIDANCE, Paper
from bot.states.recommendations import Recommendation

QUOTED = (
    "Quoted lines like this one are for the writer: delete them before you send the text. The words"
    " in bold and brackets are blanks to fill in."
)
REMOVE = (
    "Paragraphs like this one are for the writer. They all have the style"
    f" “{GUIDANCE}”: in Word's list of styles, right-click it, choose “Select all”, and press"
    " Delete. The words marked in brackets are blanks to fill in."
)
LONGEST_TOLD = 320
"""Characters of an earlier recommendation that are shown."""
_HEADED = ("who", "where", "length", "languages", "format", "seen_by", "cannot", "safety")
"""The facts that the annex prints: what a writer has to keep to."""


@dataclass(frozen=True)
class Block:
    """A heading with what belongs under it; guidance is for the writer alone."""

    level: int
    title: Paragraph
    guidance: list[tuple[str, Paragraph]]
    text: tuple[Paragraph, ...]


@dataclass(frozen=True)
class Page:
    """An outline as it is read, for every target alike."""

    title: str
    header: str
    head: list[tuple[str, Paragraph]]
    top: list[tuple[str, str]]
    blocks: list[Block]
    annex: list[tuple[str, list[str]]]
    sources: list[str]


def page(made: Outline, names: Names, remove: str) -> Page:
    """The outline in words; `remove` says how the guidance is taken out."""
    numbers = Numbered(made.sources)
    now = [("Now:", moment_of(made.timing))] if made.timing else []
    top = [*now, ("For the writer:", remove), *_top(made, numbers)]
    blocks = [block for section in made.sections for block in _blocks(section, 1, numbers, names)]
    annex = [(FACTS[key], [numbers.said(rule) for rule in made.facts[key]]) for key in _HEADED]
    return Page(
        title=made.title,
        header=f"{made.title} · {made.state_name}",
        head=_head(made, names),
        top=top,
        blocks=blocks,
        annex=annex,
        sources=numbers.lines(),
    )


def word(made: Outline, names: Names, clean: bool = False) -> bytes:
    """As a Word document; a `clean` one has nothing in it that is for the writer alone."""
    return page_as_word(page(made, names, REMOVE), made.on, clean)


def page_as_word(shown: Page, on: dt.date, clean: bool, language: str = "en") -> bytes:
    """The page as a Word document of that day, in the language of its text."""
    paper = Paper(shown.header, shown.header, on, language)
    paper.title(shown.title)
    paper.pairs(shown.head)
    for label, line in () if clean else shown.top:
        paper.guidance(line, label)
    for block in shown.blocks:
        paper.heading(block.title, block.level)
        for label, paragraph in () if clean else block.guidance:
            paper.guidance(paragraph, label, keep=True)
        for paragraph in block.text:
            paper.numbered(paragraph)
    if not clean:
        _annex(paper, shown)
    return paper.content()


def _annex(paper: Paper, shown: Page) -> None:
    """What a writer has to keep to, on pages that are taken out."""
    paper.guidance("Take this annex out before you send the text.", "Annex for the writer:")
    paper.new_page()
    for label, said in shown.annex:
        paper.guidance(said[0], f"{label}:")
        for line in said[1:]:
            paper.guidance(line)
    paper.guidance("", "Sources")
    for line in shown.sources:
        paper.guidance(line)


def as_markdown(made: Outline, names: Names, folder: Path, clean: bool = False) -> str:
    """The same as Markdown; guidance is quoted. `folder` holds the templates."""
    shown = page(made, names, QUOTED)
    return render(folder / "outlines", "outline.md.j2", page=shown, number=_count(), clean=clean)


def _count() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def _head(made: Outline, names: Names) -> list[tuple[str, Paragraph]]:
    return [
        ("To", _to(made, names)),
        ("State", (Piece(text=made.state_name),)),
        *([("Review", _when(made, names))] if made.meant_for == "review" else []),
        *([("Session", _when(made, names))] if made.meant_for == "session" else []),
        ("Submitted by", made.organisation),
        ("Contact", (Piece(text="e-mail of the organisation, not of a person", blank=True),)),
        ("Date", (Piece(text="day, month, year", blank=True),)),
    ]


def _when(made: Outline, names: Names) -> Paragraph:
    """The review or session with its date; a blank to check where it is not published."""
    coming, said = made.review, review_of(made.review, names, made.state_name)
    if made.meant_for == "session":
        coming, said = made.session, session_of(made.session)
    if coming is None or coming.certainty != "published":
        return (Piece(text=f"{said or 'session and date'}: check before sending", blank=True),)
    return (Piece(text=said),)


def _to(made: Outline, names: Names) -> Paragraph:
    if made.open_to:
        one_of = ", ".join(one.upper() for one in made.open_to)
        return (Piece(text=f"one committee: {one_of}", blank=True),)
    return made.to or (Piece(text=names.mechanism(made.mechanism)),)


def _top(made: Outline, numbers: Numbered) -> Iterator[tuple[str, str]]:
    yield from _around(made)
    if made.limit and made.limit_rule:
        mark = numbers.mark(made.limit_rule)
        yield "Limit:", f"{made.limit:,} words{' together' if made.joint else ''}{mark}."
    if made.plan_why:
        yield "Planned length:", f"{made.words:,} words. {made.plan_why}"
    kept = f"{made.reserve:,} words are kept back for headings, the title block and footnotes."
    yield "Budgets:", f"{made.words - made.reserve:,} words in all; {kept}"
    if made.deadline:
        told = papers(made.deadline)
        yield "Deadline:", f"{told[:1].upper()}{told[1:]}."
    for line in acceptance(made.accepted, made.state_name):
        label, _, rest = line.partition(": ")
        yield f"{label}:", rest
    if made.treaties:
        yield "Treaties:", joined(made.treaties)
    if made.about_told:
        yield "Earlier recommendations:", notice(made.about_told)
    for rule in made.instead:
        yield f"{INSTEAD}:", numbers.said(rule)
    yield "As on:", f"{day(made.on)}. Check dates and limits again before you send."


def _around(made: Outline) -> Iterator[tuple[str, str]]:
    """The last review with its documents, and what else comes."""
    last = made.last
    if last and (last.when or last.session):
        session = f"{ordinal(last.session)}, " if last.session else ""
        said = f"{session}{when(last.when)}." if last.when else f"{ordinal(last.session)}."
        if made.documents:
            base = made.documents.rsplit("/", 1)[0]
            said += (
                f" Its documents: {base}/1 (national report), {base}/2 (UN compilation), {base}/3"
                " (summary of submissions). The number of the Working Group's report follows no"
                " rule: look it up."
            )
        elif made.mechanism != "upr":
            said += " The symbol of its concluding observations: look it up on the session page."
        yield "Last review:", said
    for step in made.ahead:
        if step.when:
            yield "Next:", f"{STAGES[step.stage]}, {when(step.when)} ({certainty(step)})."


def _blocks(part: Part, level: int, numbers: Numbered, names: Names) -> Iterator[Block]:
    guidance: list[tuple[str, Paragraph]] = [("Budget:", _said(f"about {part.words:,} words."))]
    mark = numbers.mark(part.rule) if part.rule else ""
    for label, lines in (("Write:", part.write), ("Avoid:", part.avoid)):
        for line in lines:
            guidance.append((label, _said(line)))
    if mark and part.write:
        last = max(i for i, (label, _) in enumerate(guidance) if label == "Write:")
        guidance[last] = ("Write:", _said(part.write[-1] + mark))
    guidance += [("Recommended before:", _said(_told(one, names))) for one in part.told]
    guidance += [("Example:", example) for example in part.examples]
    yield Block(level, part.title, guidance, part.text)
    for one in part.parts:
        yield from _blocks(one, level + 1, numbers, names)


def _told(one: Recommendation, names: Names) -> str:
    """An earlier recommendation: who, when, where, the answer, and the text."""
    text = one.text if len(one.text) <= LONGEST_TOLD else f"{one.text[: LONGEST_TOLD - 1]}…"
    return f"{sentence(one, names)} “{text}”"


def _said(text: str) -> Paragraph:
    return (Piece(text=text),)
