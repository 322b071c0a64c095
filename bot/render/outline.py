"""An outline as a Word document and as Markdown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.models import Language
from bot.prepare import Outline, OutlinePart, Paragraph, Piece
from bot.render.checklist_dates import moment_of
from bot.render.prepare_words import PrepareWords, Wordings
from bot.render.prepared import Numbered, capital, render
from bot.render.word import GUIDANCE, Paper
from bot.render.words import stage_key
from bot.reviews import PartialDate
from bot.states.recommendations import About, Recommendation

LONGEST = 320
"""Characters of a recommendation that are shown."""
FILES = 3
"""Files of imported data that are named."""


def quoted(one: Recommendation, words: PrepareWords) -> str:
    """Who recommended it, when, where, the answer, and the text."""
    text = one.text if len(one.text) <= LONGEST else f"{one.text[: LONGEST - 1]}…"
    who = words.listed([*map(words.state, one.recommenders), *one.other_recommenders])
    state = words.listed([*map(words.state, one.states), *one.others]) or words.say(
        "prepare_audience_state"
    )
    reference = [one.symbol] if one.symbol else []
    if one.paragraph:
        reference.append(words.say("outline_told_paragraph", number=one.paragraph))
    if one.session and not one.date:
        reference.append(words.say("outline_told_session", number=one.session))
    said = words.say(
        "outline_told",
        who=who or _body(one, words),
        state=state,
        when=words.say("outline_told_in", year=one.year) if one.year else "",
        where=f" ({words.listed(reference)})" if reference else "",
    )
    answer = words.say(f"outline_told_{one.position}", state=state) if one.position else ""
    return " ".join(filter(None, (said, answer, f"“{text}”")))


def origin_of(about: About, words: PrepareWords) -> str:
    """From which data they come, as of when."""
    files = words.listed(
        words.say("outline_told_file", name=name, day=words.moment(PartialDate.parse(day)))
        for name, _, day in about.files[-FILES:]
    )
    newest = about.newest
    if newest:
        files += words.say("outline_told_newest", day=words.day(newest))
    return words.say("outline_told_from", files=files)


def _body(one: Recommendation, words: PrepareWords) -> str:
    if one.mechanism is None or one.mechanism == "special-procedures":
        return one.body
    return words.mechanism(one.mechanism)


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

    words: PrepareWords
    title: str
    header: str
    head: list[tuple[str, Paragraph]]
    top: list[tuple[str, str]]
    blocks: list[Block]
    annex: list[tuple[str, list[str]]]
    sources: list[str]


def page(made: Outline, wordings: Wordings, remove: str = "") -> Page:
    """The outline in words, in its language; `remove` says how the guidance is taken out."""
    words = wordings.of(made.language)
    numbers = Numbered(made.sources, words.beside, words.cited)
    label = words.label
    top = [(label("checklist_now"), moment_of(made.timing, words))] if made.timing else []
    top += [(label("outline_writer"), remove)] if remove else []
    top += _top(made, numbers, words)
    blocks = [block for section in made.sections for block in _blocks(section, 1, numbers, words)]
    annex = [
        (words.say(f"prepare_fact_{key}"), [numbers.said(rule) for rule in made.facts[key]])
        for key in _HEADED
    ]
    return Page(
        words=words,
        title=made.title,
        header=f"{made.title} · {made.state_name}",
        head=_head(made, words),
        top=top,
        blocks=blocks,
        annex=annex,
        sources=numbers.lines(),
    )


def remove_in_word(words: PrepareWords) -> str:
    """How guidance is taken out of a Word document."""
    return words.say("outline_remove", style=GUIDANCE)


def word(made: Outline, wordings: Wordings, clean: bool = False) -> bytes:
    """As a Word document; a `clean` one has nothing in it that is for the writer alone."""
    remove = remove_in_word(wordings.of(made.language))
    return page_as_word(page(made, wordings, remove), made.on, clean, made.language)


def page_as_word(shown: Page, on: dt.date, clean: bool, language: Language = "en") -> bytes:
    """The page as a Word document of that day, in the language of its text; what is said to the
    writer may be in another (`shown.words`)."""
    paper = Paper(shown.header, shown.header, on, language, guidance=shown.words.language)
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
    words = shown.words
    paper.guidance(words.say("outline_annex_remove"), words.label("outline_annex"))
    paper.new_page()
    for label, said in shown.annex:
        paper.guidance(said[0], words.spaced(label + words.colon.rstrip()))
        for line in said[1:]:
            paper.guidance(line)
    paper.guidance("", words.say("checklist_sources"))
    for line in shown.sources:
        paper.guidance(line)


def as_markdown(made: Outline, wordings: Wordings, folder: Path, clean: bool = False) -> str:
    """The same as Markdown; guidance is quoted. `folder` holds the templates."""
    words = wordings.of(made.language)
    shown = page(made, wordings, words.say("outline_quoted"))
    values = {"number": _count(), "clean": clean, "say": words.say, "label": words.label}
    return render(folder / "outlines", "outline.md.j2", page=shown, **values)


def _count() -> Iterator[int]:
    number = 0
    while True:
        number += 1
        yield number


def _head(made: Outline, words: PrepareWords) -> list[tuple[str, Paragraph]]:
    say = words.say
    when = [(say(f"outline_{made.meant_for}"), _when(made, words))] if made.meant_for else []
    return [
        (say("outline_to"), _to(made, words)),
        (say("outline_state"), (Piece(text=made.state_name),)),
        *when,
        (say("outline_by"), made.organisation),
        (say("outline_contact"), _blank(say("outline_blank_contact"))),
        (say("outline_date"), _blank(say("outline_blank_date"))),
    ]


def _when(made: Outline, words: PrepareWords) -> Paragraph:
    """The review or session with its date; a blank to check where it is not published."""
    coming, said = made.review, words.review(made.review, made.state_name)
    if made.meant_for == "session":
        coming, said = made.session, words.meeting(made.session)
    if coming is None or coming.certainty != "published":
        what = said or words.say("outline_blank_session")
        return _blank(words.say("outline_blank_check", what=what))
    return (Piece(text=said),)


def _to(made: Outline, words: PrepareWords) -> Paragraph:
    if made.open_to:
        bodies = words.listed(map(words.body_short, made.open_to))
        return _blank(words.say("outline_blank_committee", bodies=bodies))
    return made.to or (Piece(text=words.body(made.mechanism)),)


def _top(made: Outline, numbers: Numbered, words: PrepareWords) -> Iterator[tuple[str, str]]:
    say, label = words.say, words.label
    yield from _around(made, words)
    if made.limit and made.limit_rule:
        key = "outline_words_joint" if made.joint else "outline_words"
        length = say(key, words=words.number(made.limit))
        yield label("outline_limit"), f"{length}{numbers.mark(made.limit_rule)}."
    if made.plan_why:
        length = say("outline_words", words=words.number(made.words))
        yield label("outline_plan"), f"{length}. {made.plan_why}"
    kept, reserve = words.number(made.words - made.reserve), words.number(made.reserve)
    yield label("outline_budgets"), say("outline_budgets_are", words=kept, reserve=reserve)
    if made.deadline:
        yield label("outline_deadline"), f"{capital(words.papers(made.deadline))}."
    yield from words.acceptance(made.accepted, made.state_name)
    if made.treaties:
        yield label("outline_treaties"), words.treaties(made.treaties)
    if made.about_told:
        yield label("outline_earlier"), origin_of(made.about_told, words)
    for rule in made.instead:
        yield label("prepare_instead"), numbers.said(rule)
    unread = f" {capital(say('translation_unread'))}." if made.language != "en" else ""
    yield label("outline_as_on"), f"{words.day(made.on)}. {say('outline_check_again')}{unread}"


def _around(made: Outline, words: PrepareWords) -> Iterator[tuple[str, str]]:
    """The last review with its documents, and what else comes."""
    last = made.last
    if last and (last.when or last.session):
        known = [words.session(last.session)] if last.session else []
        known += [words.when(last.when)] if last.when else []
        said = f"{words.listed(known)}."
        if made.documents:
            base = made.documents.rsplit("/", 1)[0]
            said += f" {words.say('outline_documents', base=base)}"
        elif made.mechanism != "upr":
            said += f" {words.say('outline_symbol')}"
        yield words.label("outline_last"), said
    for step in made.ahead:
        if step.when:
            when = words.listed(
                [words.say(stage_key(step.stage, step.mechanism)), words.when(step.when)]
            )
            yield words.label("outline_next"), f"{when} ({words.sure(step)})."


def _blocks(
    part: OutlinePart, level: int, numbers: Numbered, words: PrepareWords
) -> Iterator[Block]:
    budget = words.say("outline_budget_is", words=words.number(part.words))
    guidance: list[tuple[str, Paragraph]] = [(words.label("outline_budget"), _said(budget))]
    mark = numbers.mark(part.rule) if part.rule else ""
    for key, lines in (("outline_write", part.write), ("outline_avoid", part.avoid)):
        for number, line in enumerate(lines, 1):
            last = key == "outline_write" and number == len(lines)
            guidance.append((words.label(key), _said(line + mark if last else line)))
    before, example = words.label("outline_before"), words.label("outline_example")
    guidance += [(before, _said(quoted(one, words))) for one in part.told]
    guidance += [(example, one) for one in part.examples]
    yield Block(level, part.title, guidance, part.text)
    for one in part.parts:
        yield from _blocks(one, level + 1, numbers, words)


def _said(text: str) -> Paragraph:
    return (Piece(text=text),)


def _blank(text: str) -> Paragraph:
    return (Piece(text=text, blank=True),)
