"""All texts of the interview as files, with what is left to do in each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.prepare.interview import InterviewCase, InterviewTexts, TextId
from bot.render import interview, interview_submission
from bot.render.interview_words import Values

Form = Literal["docx", "md", "txt"]
FORMS: tuple[Form, ...] = ("docx", "md", "txt")


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
        shown = interview.page(text, self._case, self._values, self._templates, concern)
        content = {
            "docx": lambda: interview.word(shown, self._case, self._values),
            "md": lambda: interview.as_markdown(shown).encode(),
            "txt": lambda: interview.plain(shown).encode(),
        }[form]()
        return InterviewFile(name, content, shown.words, shown.blanks, shown.note)

    def _submission(self, name: str, form: Form, clean: bool) -> InterviewFile:
        if self._case.outline is None:
            raise ValueError("the answers were not made for a submission")
        shown = interview_submission.submission(
            self._case, self._case.outline, self._values, self._texts
        )
        words = len(interview_submission.as_text(shown, marked=False).split())
        if form == "docx":
            content = interview_submission.as_word(shown, self._case, clean)
        else:
            content = interview_submission.as_text(shown, marked=form == "md").encode()
        return InterviewFile(name, content, words, shown.blanks)

    def _table(self, name: str, form: Form) -> InterviewFile:
        text = interview_submission.table_as_text(self._case, self._values, marked=form == "md")
        word = form == "docx"
        content = (
            interview_submission.table_as_word(self._case, self._values) if word else text.encode()
        )
        # what stays empty there is for the mechanism, not for the writer
        return InterviewFile(name, content, len(text.split()), 0)
