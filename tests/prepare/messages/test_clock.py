"""An oral statement is counted against the time that a speaker has."""

from __future__ import annotations

import pytest

from bot.knowledge.models import Base
from bot.prepare.messages import Messages
from bot.render import messages as render
from bot.render.prepare_words import Wordings
from tests.prepare.conftest import ON, TEMPLATES
from tests.prepare.messages.samples import SAMPLES


def _page(messages: Messages, wordings: Wordings, **values: str) -> render.MessagePage:
    made = messages.make("oral-statement", SAMPLES["oral-statement"] | values, ON, "SDN")
    return render.page(made, wordings, TEMPLATES)


@pytest.mark.parametrize(("time", "minutes", "words"), [
    ("90s", "safe", "safe_words"), ("2min", "other", "other_words"),
])  # fmt: skip
def test_the_time_is_that_of_the_entry(
    messages: Messages, base: Base, time: str, minutes: str, words: str
) -> None:
    made = messages.make("oral-statement", SAMPLES["oral-statement"] | {"time": time}, ON, "SDN")
    entry = "hrc.session.speaking-time"
    figures = [base.figure(entry, name) for name in (minutes, words)]
    assert made.clock and made.clock.rule.entry == entry
    assert [made.clock.seconds / 60, made.clock.words] == [f.value for f in figures if f]


def test_words_and_reading_time_are_counted(messages: Messages, wordings: Wordings) -> None:
    page = _page(messages, wordings)
    spoken = render.plain(page).split("---")[0].replace("- ", "")
    assert page.words == len(spoken.split())
    assert page.seconds == round(page.words * 120 / 300)
    (note,) = [note for note in page.notes if note.label == "Reading time:"]
    assert f"{page.words} words, about {page.seconds} seconds of 120" in note.text
    assert "Too long" not in note.text


def test_one_that_is_too_long_is_told_by_how_much(messages: Messages, wordings: Wordings) -> None:
    long = {"problem": "word " * 58, "evidence": "fact " * 48, "now": "now " * 38,
            "ask": "\n".join(["The State should adopt the law " + "x y " * 50] * 3)}  # fmt: skip
    page = _page(messages, wordings, time="90s", **long)
    (note,) = [note for note in page.notes if note.label == "Reading time:"]
    assert page.words > 250
    assert f"Too long by {page.words - 250} words" in note.text
    assert page.seconds and page.seconds > 90


def test_a_letter_is_told_when_it_is_more_than_a_page(
    messages: Messages, wordings: Wordings
) -> None:
    values = SAMPLES["follow-up-note"] | {"promised": "\n".join(["we do it " * 20] * 4)}
    made = messages.make("follow-up-note", values, ON, "SDN")
    page = render.page(made, wordings, TEMPLATES)
    (note,) = [note for note in page.notes if note.label == "Length:"]
    assert f"{page.words} words, better under 250" in note.text
