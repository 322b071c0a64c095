"""What a person types comes out as the text that it is, in every target."""

from __future__ import annotations

import io
from html import unescape

import pytest
from docx import Document

from bot.handlers.messages.form import message_texts
from bot.prepare.messages import Messages
from bot.render import messages as render
from bot.render.prepare_words import Wordings
from tests.prepare.conftest import ON, TEMPLATES
from tests.prepare.messages.samples import SAMPLES

HOSTILE = [
    "{{ 7 * 7 }} {% include 'x' %} {state}",
    "{{ config }}{% for x in y %}{{ ''.__class__ }}",
    "</w:t><w:p>&amp; <script>alert(1)</script>",
    "# heading **bold** `code` [blank] | > quote",
    "<!channel> <@U123> <https://x.example|y> & *b*",
    "=HYPERLINK(0) - list + 1. one \\ end\\",
    "- item > quote ## heading **Label.** text",
    "نازحون بلا وثائق “—” 😀",
]
TEXT = ("embassy", "problem")


@pytest.mark.parametrize("text", HOSTILE)
def test_it_comes_out_as_text(messages: Messages, wordings: Wordings, text: str) -> None:
    values = SAMPLES["embassy"] | {"issue": text[:80], "problem": text, "sender": text}
    made = messages.make("embassy", values, ON, "SDN", knowingly=True)
    page = render.page(made, wordings, TEMPLATES)
    usual = render.page(
        messages.make("embassy", SAMPLES["embassy"], ON, "SDN"), wordings, TEMPLATES
    )
    # it adds no heading, item, label or blank
    assert [(line.kind, line.label) for line in page.lines] == [
        (line.kind, line.label) for line in usual.lines
    ]
    assert text in render.plain(page)
    document = Document(io.BytesIO(render.word(page, made)))
    runs = [run for p in document.paragraphs for run in p.runs if text in run.text]
    assert runs and all(run.style.name != "Blank" for run in runs)
    markdown = render.as_markdown(page)
    for sign in ("<script", "{{", "`code`", "**bold**", "<!channel", "\n# ", "](", "49"):
        assert sign not in markdown
    slack = "\n".join(message_texts(page))
    assert "<" not in slack and unescape(slack).count(text) >= 2


def test_a_hostile_value_in_every_field(messages: Messages, wordings: Wordings) -> None:
    text = "{{ 1 }} **x** [y] <!here> \ue0001\ue001 \u202eabc \x1b[31m"
    for name, sample in SAMPLES.items():
        values = dict(sample)
        typed = [f for f in messages.fields(name) if f.kind in ("text", "lines")]
        for field in typed:
            values[field.id] = text
        made = messages.make(name, values, ON, "SDN", "cedaw" if name == "committee" else None)
        page = render.page(made, wordings, TEMPLATES)
        shown = render.plain(page)
        assert shown.count("{{ 1 }} **x** [y] <!here> 1 abc [31m") >= len(typed) - 1
        assert not set("\ue000\ue001\ue002\u202e\x1b") & set(shown)
        assert "<!here>" not in "\n".join(message_texts(page))
        assert render.word(page, made)


def test_lines_are_kept_apart_only_where_there_may_be_several(
    messages: Messages, wordings: Wordings
) -> None:
    values = SAMPLES["factsheet"] | {"evidence": "one\r\n\n two \rthree", "problem": "a\nb\n\n# c"}
    page = render.page(messages.make("factsheet", values, ON, "SDN"), wordings, TEMPLATES)
    text = render.plain(page)
    assert "- One.\n- Two.\n- Three." in text
    assert "A b # c." in text
