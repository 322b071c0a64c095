"""The shape of a reply: one screen, the line that answers first, the rest behind "More"."""

from __future__ import annotations

import datetime as dt
import re
import statistics

import pytest

from bot.ask import Answer, Choices, Decline, Desk, Lexical, Lines, Question
from bot.ask.compose import Composer, Wanted
from bot.knowledge import load
from bot.knowledge.models import Base
from bot.render import Plain
from bot.settings import settings
from tests.knowledge.small import ASKS, ENTRY, write
from tests.knowledge.test_check import THESAURUS

ON = dt.date(2026, 11, 25)
POINTS = """\
points:
  - Footnotes and annexes do not count.
  - It is sent through the online system of OHCHR, which closes at midnight in Geneva.
  - A cover page names all organisations.
  - Number the paragraphs and the pages.
  - Write in English, French or Spanish, since nothing is translated for the delegations.
  - Photographs make a file heavy, and heavy files are refused by the system at once.
  figures:"""
TIED = """\
  point-1:
    en: [are footnotes counted]
  point-2:
    en: [where do we upload it]
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Base:
    folder = write(
        tmp_path_factory.mktemp("knowledge"),
        ENTRY.replace("figures:", POINTS, 1),
        asks=ASKS + TIED,
    )
    (folder / "thesaurus.yaml").write_text(THESAURUS, encoding="utf-8")
    return load(folder)


def said(base: Base, text: str, certainty: float = 1.0) -> Answer:
    lines = Lines(Lexical.of(base))
    wanted = Wanted(Question(), ON, certainty, lines.asked(text, "en"))
    return Composer(base, lines).answer(list(base.entries.values()), wanted)


def test_the_line_to_which_the_ask_is_tied_leads_with_the_answer_in_short(small: Base) -> None:
    lead = said(small, "are footnotes counted?").lead
    assert lead.startswith("Footnotes and annexes do not count.")
    assert lead.endswith("at most 2,815 words.")


def test_a_line_that_leans_on_the_answer_comes_after_it(small: Base) -> None:
    lead = said(small, "where do we upload it").lead
    assert lead.startswith("One organisation may write at most 2,815 words. It is sent")


def test_words_decide_where_no_ask_comes_near_and_only_clearly(small: Base) -> None:
    assert said(small, "which languages: French, Spanish, translated?").lines[0] == "point-5"
    assert said(small, "how many words in French").lines[0] == "answer"
    assert said(small, "what about pandas").lines[0] == "answer"


def test_the_points_that_tell_of_the_question_are_chosen(small: Base) -> None:
    answer = said(small, "how many words, and what of photographs and heavy files?")
    assert "Photographs" in " ".join([answer.lead, *(point.text for point in answer.points)])
    assert len(answer.points) == 3
    unasked = said(small, "how many words?")
    assert "Photographs" not in " ".join(point.text for point in unasked.points)
    assert any("Photographs" in point.text for point in unasked.more.points)


def test_every_line_is_said_once_at_once_or_behind_more(desk: Desk, plain: Plain) -> None:
    for entry in desk.base.entries.values():
        answer = desk.entry(entry.id, on=ON)
        at_once, more = plain.text(answer), plain.more(answer)
        for point in answer.more.points:
            assert point.text not in at_once, entry.id
        for near in answer.more.near:
            assert near.title not in at_once, entry.id
        both = len(answer.points) + len(answer.more.points)
        assert both >= len(entry.points), entry.id
        assert len(answer.cannot) + len(answer.more.cannot) >= len(entry.cannot), entry.id
        assert len(answer.sources) == 1 or answer.sources[1].title in more, entry.id


def test_replies_are_short(desk: Desk, plain: Plain) -> None:
    lengths = sorted(len(plain.text(desk.entry(name, on=ON))) for name in desk.base.entries)
    assert statistics.median(lengths) <= 700
    assert lengths[int(0.9 * len(lengths))] <= 1_000


def test_what_was_said_is_said_again_by_its_lines(desk: Desk, plain: Plain) -> None:
    for question in (
        "are annexes counted in a joint UPR submission",
        "CAT or SPT if we want a decision or a visit?",
        "can the SPT publish what it saw without the State",
    ):
        answer = desk.ask(question, on=ON)
        assert isinstance(answer, Answer)
        first, *beside = answer.entries
        again = desk.entry(first, on=ON, beside=beside, lines=answer.lines)
        assert (again.lead, again.points, again.cannot) == (
            answer.lead,
            answer.points,
            answer.cannot,
        )
        assert again.next == answer.next, "what stands behind More repeats nothing"


def test_a_doubtful_answer_says_so_in_plain_words(small: Base, plain: Plain) -> None:
    assert "misread" in Plain(small, settings().templates).text(said(small, "how long", 0.4))
    assert "misread" not in Plain(small, settings().templates).text(said(small, "how long", 0.6))


def test_the_line_of_the_source_says_how_sure_it_is_and_when_it_was_read(
    desk: Desk, plain: Plain
) -> None:
    marks = {
        "checked": "✓",
        "single-source": ": check it",
        "dated": "old, of ",
        "unchecked": "not checked",
        "advice": "our advice, no rule",
    }
    for status, mark in marks.items():
        entry = next(e for e in desk.base.entries.values() if e.status == status)
        [line] = [
            one
            for one in plain.text(desk.entry(entry.id, on=ON)).splitlines()
            if one.startswith("Source: ")
        ]
        read = " · page opened " in line or " · written " in line
        assert mark in line and read, (entry.id, line)


def test_the_source_and_the_mark_are_those_of_the_line_that_leads(desk: Desk, plain: Plain) -> None:
    reply = desk.ask("How long does an SPT visit take?", on=ON)
    assert isinstance(reply, Answer) and reply.lines[0] == "point-6"
    assert reply.sources[0].title == "SPT: visits"
    assert reply.mark.key == "mark_copy", "the rest of that entry is of 2008"


def test_what_is_not_checked_is_not_led_with_the_mark_of_what_is(small: Base, plain: Plain) -> None:
    entry = next(iter(small.entries.values()))
    unsure = entry.points[0].model_copy(update={"status": "unchecked"})
    entries = {entry.id: entry.model_copy(update={"points": (unsure, *entry.points[1:])})}
    base = small.model_copy(update={"entries": entries})
    led, other = said(base, "are footnotes counted?"), said(base, "where do we upload it?")
    assert (led.mark.key, other.mark.key) == ("mark_unchecked", "mark_official")
    assert "status_unchecked" in {note.key for note in led.notes}


def test_a_line_of_another_entry_says_where_it_is_less_sure(desk: Desk) -> None:
    reply = desk.ask("can coi arrest someone or enter w/out visa", on=ON)
    assert isinstance(reply, Answer) and reply.mark.key == "mark_official"
    other = desk.base.entries["investigative-bodies.cannot.enter"]
    assert other.status == "single-source"
    [line] = [point for point in reply.points if point.text == other.answer]
    assert line.status == "single-source"


def test_choices_are_few_and_differ(desk: Desk) -> None:
    for question in ("reprisals?", "what is the word limit?", "deadline", "UPR", "who can help"):
        reply = desk.ask(question, on=ON)
        if isinstance(reply, Choices):
            labels = [choice.label for choice in reply.choices]
            assert len(labels) == len(set(labels)) <= 4, (question, labels)


def test_a_refusal_names_nothing_unrelated(desk: Desk, plain: Plain) -> None:
    reply = desk.ask("write me a poem about the rain in my village", on=ON)
    assert isinstance(reply, Decline), reply
    assert reply.nearest == ()
    assert len(plain.text(reply)) < 300


def test_a_state_that_was_only_named_leaves_the_source_of_the_answer_first(desk: Desk) -> None:
    reply = desk.ask("How many words may our joint submission on Mali have for the UPR?", None, ON)
    assert isinstance(reply, Answer) and reply.here and not reply.here_first
    named = desk.base.entries[reply.entries[0]].sources[0]
    assert reply.sources[0].title == desk.base.sources[named].title


def test_ids_of_the_code_are_never_shown(desk: Desk, plain: Plain) -> None:
    ids = re.compile(r"(?<![\w/.-])(?:[a-z0-9-]+\.[a-z-]+\.[a-z0-9-]+|upr-submission)(?![\w/-])")
    for question in (
        "deadline for the UPR of Chad?",
        "Which mechanism is fast if somebody was arrested?",
        "outline of a CEDAW report on Sudan",
        "what can we do in Mali?",
        "quel est le délai pour l'EPU du Tchad ?",
    ):
        reply = desk.ask(question, on=ON)
        text = re.sub(r"https?://\S+", "", plain.text(reply))
        if isinstance(reply, Answer):
            text += re.sub(r"https?://\S+|\bwww\.\S+", "", plain.more(reply))
        known = set(desk.base.entries) | {"upr-submission"}
        assert not [found for found in ids.findall(text) if found in known], (question, text)
        assert "(rule:" not in text
