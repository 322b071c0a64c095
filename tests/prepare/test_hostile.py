"""What a person types comes out as the text that it is, wherever it goes."""

from __future__ import annotations

import io

import pytest
from docx import Document

from bot.prepare import Prepare
from bot.prepare.blanks import LONGEST, clean
from bot.render import outline
from bot.render.prepare_words import Wordings
from tests.prepare.conftest import ON, TEMPLATES

TEXTS = [
    "</w:t><w:p>&amp; <script>alert(1)</script>",
    "{{ 7 * 7 }} {% include 'x' %} {state} {upr.submit.length#words_single}",
    "[not a blank] **bold** `code` | # heading",
    "=HYPERLINK(0) - list + 1. one",
    "عائلات نازحة بلا وثائق",
    "“Typographic” – dash 😀",
]


@pytest.mark.parametrize("text", TEXTS)
def test_it_comes_out_as_text(text: str, prepare: Prepare, wordings: Wordings) -> None:
    made = prepare.outline("upr-submission", ON, "TCD", issues=[text], organisation=text)
    document = Document(io.BytesIO(outline.word(made, wordings)))
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [text]
    assert text in [cell.text for cell in document.tables[0].columns[1].cells]
    runs = [run for p in document.paragraphs for run in p.runs if text in run.text]
    assert runs and all(run.style.name != "Blank" for run in runs)
    markdown = outline.as_markdown(made, wordings, TEMPLATES)
    for sign in ("<script", "{{", "`code`", "**bold**", "\n| "):
        assert sign not in markdown
    assert "49" not in markdown


def test_what_is_no_text_is_left_out(prepare: Prepare, wordings: Wordings) -> None:
    text = "a\x00b\x1b[31m\ud800c\n\n# d\u202e\ufffe  e" + "x" * 1000
    assert clean(text).startswith("ab[31mc # d e")
    assert len(clean(text)) == LONGEST
    made = prepare.outline("upr-submission", ON, "TCD", issues=[text, "\x00"], organisation="\x07")
    assert len(Document(io.BytesIO(outline.word(made, wordings))).paragraphs) > 20
    assert "**\\[name of the organisation\\]**" in outline.as_markdown(made, wordings, TEMPLATES)
