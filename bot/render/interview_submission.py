"""The submission and the table for the national mechanism, filled with the answers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.knowledge.models import Language
from bot.knowledge.typography import labelled, listed
from bot.prepare import Outline, OutlinePart, Paragraph, Piece, fill_blanks
from bot.prepare.interview import InterviewCase, InterviewTexts
from bot.render.interview_words import Values
from bot.render.outline import OutlinePage, page_as_word, remove_in_word
from bot.render.outline import page as outline_page
from bot.render.paragraphs import capital, ended, markdown, plain
from bot.render.word import Paper

_OPTIONAL = "? "
_NAME = re.compile(r"\{([a-z_]+)\}")
_LISTS = ("asks", "figures", "all_asks")


@dataclass(frozen=True)
class Submission:
    """A submission in words."""

    page: OutlinePage
    language: Language

    @property
    def blanks(self) -> int:
        """How many blanks are left in it, in its head too."""
        texts = [text for block in self.page.blocks for text in (block.title, *block.text)]
        heads = [value for _, value in self.page.head]
        return sum(piece.blank for text in (*texts, *heads) for piece in text)


def submission(
    case: InterviewCase, outline: Outline, values: Values, texts: InterviewTexts
) -> Submission:
    """The outline with the answers in it."""
    filler = _Filler(case, values, texts)
    sections = tuple(filler.part(part) for part in outline.sections)
    whole = outline.model_copy(update={"sections": sections})
    remove = remove_in_word(values.wordings.of(outline.language))
    page = outline_page(whole, values.wordings, remove)
    say = values.say
    title = say("submission_upr") if case.body == "upr" else say("submission", body=values.body)
    head: list[tuple[str, Paragraph]] = [
        (say("head_to"), _text(values.body)),
        (say("head_state"), _text(values.state)),
        (say("head_review"), values.review()),
        (say("head_by"), _text(case.answers.line("sender"))),
        (say("head_contact"), _contact(case, values)),
        (say("head_date"), _text(values.today)),
    ]
    header = f"{title} · {values.state}"
    parts = {"title": title, "header": header, "head": head}
    return Submission(OutlinePage(**{**page.__dict__, **parts}), case.answers.language)


def as_word(submission: Submission, case: InterviewCase, clean: bool) -> bytes:
    """As a Word document; a `clean` one has nothing in it for the writer alone."""
    return page_as_word(submission.page, case.on, clean, submission.language)


def as_text(submission: Submission, marked: bool) -> str:
    """The text alone as Markdown, or plain."""
    put = markdown if marked else plain
    lines = [f"# {submission.page.title}" if marked else submission.page.title, ""]
    for label, value in submission.page.head:
        lines.append(f"**{label}:** {put(value)}  " if marked else f"{label}: {put(value)}")
    number = 0
    for block in submission.page.blocks:
        sign = "#" * (block.level + 1) + " " if marked else ""
        lines += [*([""] if lines[-1] else []), f"{sign}{put(block.title)}", ""]
        for text in block.text:
            number += 1
            lines += [f"{number}. {put(text)}", ""]
    return "\n".join(lines).rstrip() + "\n"


def table(case: InterviewCase, values: Values) -> tuple[list[str], list[list[str]]]:
    """The head and the rows of the table: one for each recommendation that is proposed."""
    keys = ("recommendation", "practice", "activity", "lead", "indicator", "when")
    head = [values.say(f"table_{key}") for key in keys]
    return head, [row for n in range(len(case.answers.concerns)) for row in _rows(case, values, n)]


def table_as_word(case: InterviewCase, values: Values) -> bytes:
    """The table as a Word document."""
    title = f"{values.say('text_table')} · {values.state}"
    paper = Paper(title, title, case.on, case.answers.language, wide=True)
    paper.title(title)
    paper.text(f"{case.answers.line('sender')} · {values.today}")
    head, rows = table(case, values)
    paper.table(head, rows, (5.2, 6.2, 5.2, 2.9, 2.9, 2.3))
    return paper.content()


def table_as_text(case: InterviewCase, values: Values, marked: bool) -> str:
    """The table as Markdown, or as plain text with a block for each row."""
    head, rows = table(case, values)
    if marked:
        lines = [_row(head), _row(["---"] * len(head), raw=True), *map(_row, rows)]
        return "\n".join(lines) + "\n"
    blocks = ["\n".join(f"{a}: {b}" for a, b in zip(head, row, strict=True)) for row in rows]
    return "\n\n".join(blocks) + "\n"


def _row(cells: list[str], raw: bool = False) -> str:
    return f"| {' | '.join(c if raw else markdown(c) for c in cells)} |"


def _rows(case: InterviewCase, values: Values, concern: int) -> Iterator[list[str]]:
    answers, of = case.answers, values.of(concern)
    parts = (answers.line(f"before_{name}", concern) for name in ("by", "year", "where"))
    source = listed((part for part in parts if part), values.language)
    quoted = answers.line("before_text", concern)
    recommendation = f"{quoted} ({source})" if quoted and source else quoted
    recommendation = (
        recommendation or f"{labelled(values.say('table_new'), values.language)} {of['concern']}"
    )
    practice = " ".join(
        [*answers.lines("finding", concern), *answers.lines("figures", concern)[:1]]
    )
    blank = values.say("table_fill")
    for ask in answers.lines("asks", concern):
        indicator = answers.line("indicator", concern) or blank
        yield [str(recommendation), practice, ask, blank, indicator, blank]


def _contact(case: InterviewCase, values: Values) -> Paragraph:
    contact = case.answers.line("contact")
    return _text(contact) if contact else values.blank("blank_contact")


def _capital(title: Paragraph) -> Paragraph:
    first, *rest = title
    return (first.model_copy(update={"text": capital(first.text)}), *rest)


def _text(text: str) -> Paragraph:
    return (Piece(text=text),)


class _Filler:
    """Puts answers into the parts of an outline."""

    def __init__(self, case: InterviewCase, values: Values, texts: InterviewTexts) -> None:
        self._case, self._values, self._texts = case, values, texts
        self._known = [values.paragraphs(n) for n in range(len(case.answers.concerns))]

    def part(self, part: OutlinePart, concern: int = 0) -> OutlinePart:
        """The part with the answers on one of the concerns in it; one that has no text of the
        interview stays as the outline has it."""
        section = self._texts.sections.get(part.id)
        if part.id == "issues":
            blocks = tuple(
                block.model_copy(
                    update={
                        "title": _capital(block.title),
                        "parts": self._parts(block.parts, number),
                    }
                )
                for number, block in enumerate(part.parts)
            )
            title = self._title(part)
            return part.model_copy(update={"parts": blocks, "title": title, "text": ()})
        if section is None:
            return part
        title = self._title(part)
        texts = section.text.of(self._values.language)
        if any(self._unanswered(text, concern) for text in texts):
            # nothing at all is known: one blank says so better than five
            text: tuple[Paragraph, ...] = ((Piece(text=plain(title), blank=True),),)
        else:
            text = tuple(self._paragraphs(texts, concern))
        return part.model_copy(update={"title": title, "text": text, "examples": ()})

    def _parts(self, parts: tuple[OutlinePart, ...], concern: int) -> tuple[OutlinePart, ...]:
        concern = min(concern, len(self._known) - 1)
        return tuple(self.part(part, concern) for part in parts)

    def _title(self, part: OutlinePart) -> Paragraph:
        section = self._texts.sections.get(part.id)
        return _text(section.title.of(self._values.language)) if section else part.title

    def _paragraphs(self, texts: tuple[str, ...], concern: int) -> Iterator[Paragraph]:
        for text in texts:
            name = text.strip("{}")
            if name in _LISTS:
                yield from self._list(name, concern)
                continue
            paragraph = fill_blanks(text.removeprefix(_OPTIONAL), self._known[concern])
            if not (text.startswith(_OPTIONAL) and any(piece.blank for piece in paragraph)):
                yield paragraph

    def _unanswered(self, text: str, concern: int) -> bool:
        """Whether a paragraph turns on several answers, and none of them is there."""
        names = _NAME.findall(text)
        known = self._known[concern]
        missing = [all(piece.blank for piece in known[name]) for name in names if name in known]
        return len(missing) > 2 and all(missing) and not text.startswith(_OPTIONAL)

    def _list(self, name: str, concern: int) -> Iterator[Paragraph]:
        """Each line of an answer as a paragraph; of all concerns for the list at the end."""
        answers = self._case.answers
        lines = answers.every("asks") if name == "all_asks" else answers.lines(name, concern)
        for line in lines:
            yield _text(str(ended(capital(line))))
        if not lines:
            label = next(field for field in self._texts.fields(each=True) if field.id in name)
            yield (Piece(text=label.label.of(self._values.language), blank=True),)
