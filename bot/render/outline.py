"""An outline as a Word document and as Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.models import Language
from bot.prepare import Outline, OutlinePart, Paragraph, Piece
from bot.render.checklist_dates import timing_text
from bot.render.paragraphs import capital, render
from bot.render.past_words import in_outline, outline_origin
from bot.render.prepare_words import Numbered, PrepareWords, Wordings
from bot.render.word import GUIDANCE, Paper
from bot.render.words import stage_key

_HEADED = ("who", "where", "length", "languages", "format", "seen_by", "cannot", "safety")
"""The facts that the annex prints: what a writer has to keep to."""


@dataclass(frozen=True)
class OutlineBlock:
    """A heading with what belongs under it; guidance is for the writer alone."""

    level: int
    title: Paragraph
    guidance: list[tuple[str, Paragraph]]
    text: tuple[Paragraph, ...]


@dataclass(frozen=True)
class OutlinePage:
    """An outline as it is read, for every target alike."""

    words: PrepareWords
    title: str
    header: str
    head: list[tuple[str, Paragraph]]
    top: list[tuple[str, str]]
    blocks: list[OutlineBlock]
    annex: list[tuple[str, list[str]]]
    sources: list[str]


def page(outline: Outline, wordings: Wordings, remove: str = "") -> OutlinePage:
    """The outline in words, in its language; `remove` says how the guidance is taken out."""
    words = wordings.of(outline.language)
    numbers = Numbered(outline.sources, words.beside, words.cited)
    label = words.label
    top = [(label("checklist_now"), timing_text(outline.timing, words))] if outline.timing else []
    top += [(label("outline_writer"), remove)] if remove else []
    top += _top(outline, numbers, words)
    blocks = [
        block for section in outline.sections for block in _blocks(section, 1, numbers, words)
    ]
    annex = [
        (words.say(f"prepare_fact_{key}"), [numbers.cited(rule) for rule in outline.facts[key]])
        for key in _HEADED
    ]
    return OutlinePage(
        words=words,
        title=outline.title,
        header=f"{outline.title} · {outline.state_name}",
        head=_head(outline, words),
        top=top,
        blocks=blocks,
        annex=annex,
        sources=numbers.lines(),
    )


def remove_in_word(words: PrepareWords) -> str:
    """How guidance is taken out of a Word document."""
    return words.say("outline_remove", style=GUIDANCE)


def word(outline: Outline, wordings: Wordings, clean: bool = False) -> bytes:
    """As a Word document; a `clean` one has nothing in it that is for the writer alone."""
    remove = remove_in_word(wordings.of(outline.language))
    return page_as_word(page(outline, wordings, remove), outline.on, clean, outline.language)


def page_as_word(page: OutlinePage, on: dt.date, clean: bool, language: Language = "en") -> bytes:
    """The page as a Word document of that day, in the language of its text; what is said to the
    writer may be in another (`page.words`)."""
    paper = Paper(page.header, page.header, on, language, guidance=page.words.language)
    paper.title(page.title)
    paper.pairs(page.head)
    for label, line in () if clean else page.top:
        paper.guidance(line, label)
    for block in page.blocks:
        paper.heading(block.title, block.level)
        for label, paragraph in () if clean else block.guidance:
            paper.guidance(paragraph, label, keep=True)
        for paragraph in block.text:
            paper.numbered(paragraph)
    if not clean:
        _annex(paper, page)
    return paper.content()


def _annex(paper: Paper, page: OutlinePage) -> None:
    """What a writer has to keep to, on pages that are taken out."""
    words = page.words
    paper.guidance(words.say("outline_annex_remove"), words.label("outline_annex"))
    paper.new_page()
    for label, rules in page.annex:
        paper.guidance(rules[0], words.spaced(label + words.colon.rstrip()))
        for line in rules[1:]:
            paper.guidance(line)
    paper.guidance("", words.say("checklist_sources"))
    for line in page.sources:
        paper.guidance(line)


def as_markdown(outline: Outline, wordings: Wordings, folder: Path, clean: bool = False) -> str:
    """The same as Markdown; guidance is quoted. `folder` holds the templates."""
    words = wordings.of(outline.language)
    shown = page(outline, wordings, words.say("outline_quoted"))
    values = {"number": _count(), "clean": clean, "say": words.say, "label": words.label}
    return render(folder / "outlines", "outline.md.j2", page=shown, **values)


def _count() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def _head(outline: Outline, words: PrepareWords) -> list[tuple[str, Paragraph]]:
    say = words.say
    when = (
        [(say(f"outline_{outline.meant_for}"), _when(outline, words))] if outline.meant_for else []
    )
    return [
        (say("outline_to"), _to(outline, words)),
        (say("outline_state"), (Piece(text=outline.state_name),)),
        *when,
        (say("outline_by"), outline.organisation),
        (say("outline_contact"), _blank(say("outline_blank_contact"))),
        (say("outline_date"), _blank(say("outline_blank_date"))),
    ]


def _when(outline: Outline, words: PrepareWords) -> Paragraph:
    """The review or session with its date; a blank to check where it is not published."""
    coming, dated = outline.review, words.review(outline.review, outline.state_name)
    if outline.meant_for == "session":
        coming, dated = outline.session, words.meeting(outline.session)
    if coming is None or coming.certainty != "published":
        what = dated or words.say("outline_blank_session")
        return _blank(words.say("outline_blank_check", what=what))
    return (Piece(text=dated),)


def _to(outline: Outline, words: PrepareWords) -> Paragraph:
    if outline.open_to:
        bodies = words.listed(map(words.body_short, outline.open_to))
        return _blank(words.say("outline_blank_committee", bodies=bodies))
    return outline.to or (Piece(text=words.body(outline.mechanism)),)


def _top(outline: Outline, numbers: Numbered, words: PrepareWords) -> Iterator[tuple[str, str]]:
    say, label = words.say, words.label
    yield from _around(outline, words)
    if outline.limit and outline.limit_rule:
        key = "outline_words_joint" if outline.joint else "outline_words"
        length = say(key, words=words.number(outline.limit))
        yield label("outline_limit"), f"{length}{numbers.mark(outline.limit_rule)}."
    if outline.plan_why:
        length = say("outline_words", words=words.number(outline.words))
        yield label("outline_plan"), f"{length}. {outline.plan_why}"
    written, reserve = words.number(outline.words - outline.reserve), words.number(outline.reserve)
    yield label("outline_budgets"), say("outline_budgets_are", words=written, reserve=reserve)
    if outline.deadline:
        yield label("outline_deadline"), f"{capital(words.submissions(outline.deadline))}."
    yield from words.acceptance(outline.accepted, outline.state_name)
    if outline.treaties:
        yield label("outline_treaties"), words.treaties(outline.treaties)
    if outline.about_told:
        yield label("outline_earlier"), outline_origin(outline.about_told, words)
    for rule in outline.instead:
        yield label("prepare_instead"), numbers.cited(rule)
    unread = f" {capital(say('translation_unread'))}." if outline.language != "en" else ""
    yield label("outline_as_on"), f"{words.day(outline.on)}. {say('outline_check_again')}{unread}"


def _around(outline: Outline, words: PrepareWords) -> Iterator[tuple[str, str]]:
    """The last review with its documents, and what else comes."""
    last = outline.last
    if last and (last.when or last.session):
        known = [words.session(last.session)] if last.session else []
        known += [words.when(last.when)] if last.when else []
        text = f"{words.listed(known)}."
        if outline.documents:
            base = outline.documents.rsplit("/", 1)[0]
            text += f" {words.say('outline_documents', base=base)}"
        elif outline.mechanism != "upr":
            text += f" {words.say('outline_symbol')}"
        yield words.label("outline_last"), text
    for step in outline.ahead:
        if step.when:
            when = words.listed(
                [words.say(stage_key(step.stage, step.mechanism)), words.when(step.when)]
            )
            yield words.label("outline_next"), f"{when} ({words.sure(step)})."


def _blocks(
    part: OutlinePart, level: int, numbers: Numbered, words: PrepareWords
) -> Iterator[OutlineBlock]:
    budget = words.say("outline_budget_is", words=words.number(part.words))
    guidance: list[tuple[str, Paragraph]] = [(words.label("outline_budget"), _paragraph(budget))]
    mark = numbers.mark(part.rule) if part.rule else ""
    for key, lines in (("outline_write", part.write), ("outline_avoid", part.avoid)):
        for number, line in enumerate(lines, 1):
            last = key == "outline_write" and number == len(lines)
            guidance.append((words.label(key), _paragraph(line + mark if last else line)))
    before, example = words.label("outline_before"), words.label("outline_example")
    guidance += [
        (before, _paragraph(in_outline(recommendation, words)))
        for recommendation in part.recommendations
    ]
    guidance += [(example, text) for text in part.examples]
    yield OutlineBlock(level, part.title, guidance, part.text)
    for inner in part.parts:
        yield from _blocks(inner, level + 1, numbers, words)


def _paragraph(text: str) -> Paragraph:
    return (Piece(text=text),)


def _blank(text: str) -> Paragraph:
    return (Piece(text=text, blank=True),)
