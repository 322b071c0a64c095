"""The texts of the interview as files: letter, factsheet, talking points, statement and press line
through templates, beside the submission and the table; each as plain text, Markdown and Word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from bot.prepare import Paragraph
from bot.prepare.interview import InterviewCase, InterviewTexts, TextId
from bot.render import interview_submission as submissions
from bot.render.interview_words import Values
from bot.render.paragraphs import TextLine, filled, markdown_lines, plain_lines, text_of
from bot.render.paragraphs import plain as as_plain
from bot.render.word import Paper

Form = Literal["docx", "md", "txt"]
FORMS: tuple[Form, ...] = ("docx", "md", "txt")
LEAST, MOST = 200, 220
"""Words of a statement of 90 seconds, read so slowly that interpreters can follow; the
maximum that speakers get is higher (entry templates.session.oral-length)."""
_PRIORITY = re.compile(r"\((\d+)\) ")
_LETTERS: tuple[TextId, ...] = ("embassy", "press")


@dataclass(frozen=True)
class InterviewPage:
    """A text in words, for every target alike."""

    text: TextId
    language: str
    title: str
    lines: tuple[TextLine, ...]
    note: str = ""
    """What its writer must know; no part of the text."""

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(len(text_of(line).split()) for line in self.lines)

    @property
    def blanks(self) -> int:
        """How many blanks are left in it."""
        return sum(piece.blank for line in self.lines for piece in line.text)


def page(
    text: TextId, case: InterviewCase, values: Values, folder: Path, concern: int = 0
) -> InterviewPage:
    """The text on one of the concerns; `folder` is that of the templates."""
    language = case.answers.language
    printed = values.of(concern)
    lines = filled(folder / "interview" / language, f"{text}.md.j2", printed)
    title = f"{values.say(f'text_{text}')} · {values.state}"
    whole = InterviewPage(text, language, title, tuple(line for line in lines if _says(line)))
    return _to_the_clock(whole) if text == "statement" else whole


def plain(page: InterviewPage) -> str:
    """As plain text, to be pasted."""
    return f"{plain_lines(page.lines)}\n"


def as_markdown(page: InterviewPage) -> str:
    """As Markdown."""
    return f"{markdown_lines(page.lines)}\n"


def word(page: InterviewPage, case: InterviewCase, values: Values) -> bytes:
    """As a Word document; a letter begins with who writes."""
    paper = Paper(page.title, "", case.on, page.language)
    if page.text in _LETTERS:
        contact: Paragraph | str = values.of(0)["contact"]
        paper.letterhead([case.answers.line("sender"), contact])
    else:
        paper.title(page.title)
    paper.lines(page.lines)
    return paper.content()


def _says(line: TextLine) -> bool:
    """Whether a line says anything: an optional answer that is missing leaves an empty one."""
    bare = _PRIORITY.sub("", as_plain(line.text)).strip()
    return bool(bare or line.label)


def _to_the_clock(page: InterviewPage) -> InterviewPage:
    """The sentences that fit into the time: those that must stand, then the others by weight."""
    weighed = [_weighed(line) for line in page.lines]
    places = {place for place, (weight, _) in enumerate(weighed) if weight == 0}
    count = sum(_length(weighed[place][1]) for place in places)
    for place in sorted(range(len(weighed)), key=lambda place: weighed[place][0]):
        longer = count + _length(weighed[place][1])
        if place not in places and longer <= MOST:
            places.add(place)
            count = longer
    lines = tuple(weighed[place][1] for place in sorted(places))
    shortened = replace(page, lines=lines)
    if shortened.words > MOST:
        return replace(shortened, note=f"{shortened.words} > {MOST}")
    return replace(
        shortened, note=f"{shortened.words} < {LEAST}" if shortened.words < LEAST else ""
    )


def _weighed(line: TextLine) -> tuple[int, TextLine]:
    """A line without its weight: `(3) …` comes before `(4) …`, and without one it must stand."""
    first = line.text[0] if line.text else None
    weight = _PRIORITY.match(first.text) if first else None
    if weight is None or first is None:
        return 0, line
    rest = first.model_copy(update={"text": first.text[weight.end() :]})
    pieces = (rest, *line.text[1:]) if rest.text else line.text[1:]
    return int(weight[1]), replace(line, text=pieces)


def _length(line: TextLine) -> int:
    return len(text_of(line).split())


@dataclass(frozen=True)
class InterviewFile:
    """A text of the interview as a file."""

    name: str
    """`factsheet.docx`."""
    content: bytes
    words: int
    blanks: int
    """What its writer still has to fill in."""
    note: str = ""


class InterviewFiles:
    """Makes files of one set of answers."""

    def __init__(
        self, case: InterviewCase, values: Values, texts: InterviewTexts, templates: Path
    ) -> None:
        self._case, self._values, self._texts = case, values, texts
        self._templates = templates

    def all(
        self, wanted: Iterable[TextId], forms: Sequence[Form], clean: bool, concern: int
    ) -> Iterator[InterviewFile]:
        """Each of the texts in each of the forms; `concern` is the one that short texts are on.
        Of the submission a `clean` copy leaves out what is for its writer."""
        for text in wanted:
            for form in forms:
                yield self._file(text, form, clean, concern)

    def _file(self, text: TextId, form: Form, clean: bool, concern: int) -> InterviewFile:
        name = f"{text}.{form}"
        if text == "submission":
            return self._submission(name, form, clean)
        if text == "table":
            return self._table(name, form)
        shown = page(text, self._case, self._values, self._templates, concern)
        content = {
            "docx": lambda: word(shown, self._case, self._values),
            "md": lambda: as_markdown(shown).encode(),
            "txt": lambda: plain(shown).encode(),
        }[form]()
        return InterviewFile(name, content, shown.words, shown.blanks, shown.note)

    def _submission(self, name: str, form: Form, clean: bool) -> InterviewFile:
        if self._case.outline is None:
            raise ValueError("the answers were not made for a submission")
        shown = submissions.submission(self._case, self._case.outline, self._values, self._texts)
        words = len(submissions.as_text(shown, marked=False).split())
        if form == "docx":
            content = submissions.as_word(shown, self._case, clean)
        else:
            content = submissions.as_text(shown, marked=form == "md").encode()
        return InterviewFile(name, content, words, shown.blanks)

    def _table(self, name: str, form: Form) -> InterviewFile:
        text = submissions.table_as_text(self._case, self._values, marked=form == "md")
        word = form == "docx"
        content = submissions.table_as_word(self._case, self._values) if word else text.encode()
        # what stays empty there is for the mechanism, not for the writer
        return InterviewFile(name, content, len(text.split()), 0)
