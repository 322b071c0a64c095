"""Every message, for States with and without a review or a deadline, comes out whole everywhere."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
from docx import Document

from bot.handlers.messages.form import message_texts, note_texts
from bot.prepare import Prepare
from bot.prepare.messages import AdvocacyMessage, Messages
from bot.prepare.messages.texts import PARTS
from bot.render import messages as render
from bot.render.messages import MessagePage
from bot.render.prepare_words import Wordings
from bot.render.word import GUIDANCE
from tests.prepare.conftest import KNOWLEDGE, ON, TEMPLATES
from tests.prepare.messages.conftest import WRITER
from tests.prepare.messages.samples import SAMPLES, SENDER

STATES = {
    "SDN": "review expected, papers closed, no party to CEDAW",
    "MMR": "review at risk, papers suspended",
    "UKR": "review put off without a date",
    "TCD": "review years ahead, last review known",
    "SWE": "far from everything",
}
DAYS = (ON, dt.date(2026, 5, 1))


def _subject(name: str) -> str:
    sample = SAMPLES[name]
    return sample.get("issue") or sample.get("risk") or sample["recommendation"]


def _made(messages: Messages, name: str, state: str, on: dt.date = ON) -> AdvocacyMessage:
    mechanism = "cedaw" if name == "committee" else None
    return messages.make(name, SAMPLES[name], on, state, mechanism)


def _page(
    messages: Messages, wordings: Wordings, name: str, state: str, on: dt.date = ON
) -> MessagePage:
    return render.page(_made(messages, name, state, on), wordings, TEMPLATES)


def test_there_is_a_sample_of_every_message(messages: Messages) -> None:
    assert sorted(SAMPLES) == sorted(messages.texts)
    assert len(messages.texts) == 12


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("name", SAMPLES)
def test_it_is_whole(messages: Messages, wordings: Wordings, name: str, state: str) -> None:
    for on in DAYS:
        page = _page(messages, wordings, name, state, on)
        text = render.plain(page)
        for sign in ("{{", "{%", "None", "\ue000", "\ue001", "\ue002", "[]", " ,", "..", "**"):
            assert sign not in text, sign
        assert _subject(name).casefold() in text.casefold()
        assert all(line.text or line.label for line in page.lines)
        assert not re.search(r"\b(in|on|by|of) [.,]", text)
        markdown = render.as_markdown(page)
        assert WRITER in text and f"> **{WRITER}**" in markdown


@pytest.mark.parametrize("name", SAMPLES)
def test_the_word_file_holds_it_and_tells_no_author(
    messages: Messages, wordings: Wordings, name: str
) -> None:
    made = _made(messages, name, "SDN")
    page = render.page(made, wordings, TEMPLATES)
    document = Document(io.BytesIO(render.word(page, made)))
    paragraphs = [(p.style.name, p.text) for p in document.paragraphs]
    own = [text for style, text in paragraphs if style != GUIDANCE]
    assert len(own) == len(page.lines)
    assert not [text for text in own if text.strip() == ""]
    guidance = "\n".join(text for style, text in paragraphs if style == GUIDANCE)
    assert WRITER in guidance
    assert all(note.text in guidance for note in page.notes)
    assert document.core_properties.author == ""
    assert page.title not in "\n".join(own)
    blanks = [run.text for p in document.paragraphs for run in p.runs if run.style.name == "Blank"]
    assert blanks == [f"[{p.text}]" for line in page.lines for p in line.text if p.blank]


@pytest.mark.parametrize("name", SAMPLES)
def test_it_fits_into_slack(messages: Messages, wordings: Wordings, name: str) -> None:
    page = _page(messages, wordings, name, "SDN")
    texts = [*message_texts(page), *note_texts(page)]
    assert all(0 < len(text) <= 3_000 for text in texts)
    values = " ".join(text for text in texts)
    assert SENDER in values or name in ("hct-note", "donors", "oral-statement")


def test_a_form_asks_for_exactly_what_is_needed(messages: Messages) -> None:
    for name in SAMPLES:
        asked = messages.fields(name)
        assert {field.part for field in asked} >= set(PARTS), name
        assert set(SAMPLES[name]) <= {field.id for field in asked}
        for field in asked:
            assert len(field.label) <= 60 and len(field.hint) <= 150
            assert (field.kind == "choice") == bool(field.options)
            assert 10 <= field.longest <= 600 and 1 <= field.most <= 6
        required = {field.id for field in asked if field.required}
        assert required <= set(SAMPLES[name]), name


def test_every_field_with_its_longest_value_is_taken(
    messages: Messages, wordings: Wordings
) -> None:
    kinds = {"text": "x", "lines": "y"}
    for name, sample in SAMPLES.items():
        values = dict(sample)
        for field in messages.fields(name):
            if field.kind in kinds and field.id != "sender":
                line = (kinds[field.kind] * 9 + " ") * 60
                values[field.id] = "\n".join([line[: field.longest].strip()] * field.most)
        made = messages.make(name, values, ON, "SDN", "cedaw" if name == "committee" else None)
        page = render.page(made, wordings, TEMPLATES)
        assert render.word(page, made)
        assert all(len(text) <= 3_000 for text in message_texts(page))


def test_messages_go_with_actions_that_exist(messages: Messages, prepare: Prepare) -> None:
    assert messages.fitting("upr-briefing") == (
        "embassy", "factsheet", "follow-up-note", "talking-points",
    )  # fmt: skip
    for text in messages.texts.values():
        assert set(text.actions) <= set(prepare.actions)
    assert (KNOWLEDGE / "messages").is_dir()


def test_how_sure_a_date_is_is_said(messages: Messages, wordings: Wordings) -> None:
    def said(state: str, name: str = "embassy") -> str:
        return " ".join(render.plain(_page(messages, wordings, name, state)).split())

    assert "is expected in January–February 2027; the date is not published yet." in said("SDN")
    assert "The deadline was about July 2026; it was not published." in said("SDN")
    assert "this date is not certain" in said("MMR")
    assert "They are not taken until further notice" in said("MMR")
    assert "[session and date of the review: check before sending]" in said("UKR")
    assert "The last review was" in said("TCD")
    assert "Not open for Sudan. Not a party to CEDAW" in said("SDN", "committee")
    assert "Not open" not in said("TCD", "committee")
    assert "1 March 2027 is after the review" in said("SDN")


def test_states_are_named_as_people_name_them(messages: Messages, wordings: Wordings) -> None:
    for state, said in (
        ("IRN", "in the Islamic Republic of Iran:"),
        ("CAF", "in the Central African Republic:"),
        ("NLD", "in the Kingdom of the Netherlands:"),
        ("PHL", "in the Philippines:"),
        ("NER", "in Niger:"),
    ):
        assert said in render.plain(_page(messages, wordings, "embassy", state)), state


def test_a_treaty_is_quoted_only_where_it_binds(messages: Messages, wordings: Wordings) -> None:
    values = SAMPLES["minister"] | {"treaty": "Kampala Convention"}
    page = render.page(messages.make("minister", values, ON, "TCD"), wordings, TEMPLATES)
    said = "Chad has been a party to the Kampala Convention since 11 July 2011."
    assert said in render.plain(page)
    with pytest.raises(ValueError, match=r"CEDAW does not bind Sudan: not a party .* 2026"):
        messages.make("minister", values | {"treaty": "CEDAW"}, ON, "SDN")
    with pytest.raises(ValueError, match="must name one treaty"):
        messages.make("minister", values | {"treaty": "the law"}, ON, "SDN")
