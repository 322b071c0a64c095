"""Who asks what a word of the field means reads its meaning first."""

from __future__ import annotations

from itertools import dropwhile

import pytest

from bot.ask import Answer, Desk
from bot.ask.glossary import OWN_SMALL, MeaningReader
from bot.ask.words import ALL_STOP, tokens
from bot.knowledge.models import LANGUAGES, TRANSLATED


@pytest.mark.parametrize(
    ("text", "language", "begins", "entry"),
    [
        ("troika?", "en", "Troika: the three States", "upr.what.who-sits"),
        ("what is exhaustion?", "en", "Exhaustion", "treaty-bodies.complaint.exhaustion"),
        ("What does 'ratify' mean", "en", "Ratification:", "treaty-bodies.what.ratify"),
        ("hi, what are side-events please", "en", "Side event:", "hrc.engage.side-events"),
        ("general comment?", "en", "General comment:", "treaty-bodies.can.general-comments"),
        ("what is an inquiry at the UN", "en", "Inquiry:", "treaty-bodies.complaint.inquiry"),
        ("c'est quoi un contre-rapport ?", "fr", "Rapport", "treaty-bodies.compare.documents"),
        ("¿Qué significa admisible?", "es", "Admisibilidad:", "treaty-bodies.complaint.conditions"),
        ("ما هي الترويكا؟", "ar", "المجموعة الثلاثية", "upr.what.who-sits"),
        ("ما معنى التصديق", "ar", "تصديق:", "treaty-bodies.what.ratify"),
    ],
)
def test_the_meaning_stands_first(
    words_desk: Desk, text: str, language: str, begins: str, entry: str
) -> None:
    reply = words_desk.ask(text)
    assert isinstance(reply, Answer)
    assert (reply.language, reply.entries[0]) == (language, entry)
    assert reply.lead.startswith(begins)
    assert reply.lines[0].startswith("word-")


@pytest.mark.parametrize(
    "text",
    [
        "does the troika judge the State",
        "what is the deadline of the list of issues for Chad",
        "who is the rapporteur for Mali",
        "what are the reservations of Sudan",
        "we had an inquiry in our office, can we appeal?",
    ],
)
def test_a_question_about_more_than_the_word_is_ranked(words_desk: Desk, text: str) -> None:
    assert words_desk.understand(text).word is None


def test_a_bare_word_after_a_turn_is_about_what_was_said(words_desk: Desk) -> None:
    after = words_desk.follow(["Does the Committee against Torture take complaints?"])
    assert words_desk.understand("interim measures?", after).word is None
    assert words_desk.understand("what are interim measures?", after).word


def test_the_same_meaning_is_read_again_by_the_names_of_its_lines(words_desk: Desk) -> None:
    reply = words_desk.ask("what is a troika?")
    assert isinstance(reply, Answer)
    again = words_desk.entry(reply.entries[0], lines=reply.lines)
    assert again.lead == reply.lead
    assert [point.text for point in again.points] == [point.text for point in reply.points]


def test_a_meaning_that_is_said_is_not_repeated_behind_more(words_desk: Desk) -> None:
    reply = words_desk.ask("what is a troika?")
    assert isinstance(reply, Answer)
    assert "troika" not in [word.term for word in reply.more.words]


def test_every_word_that_is_asked_for_leads_to_one_line(words_desk: Desk) -> None:
    reader, base = MeaningReader(words_desk.base), words_desk.base
    for entry, terms in base.words.items():
        for line, term in terms.items():
            asked = reader.asked(f"what is {term.term}?", "en", bare=False)
            assert asked == (f"{entry}#{line}", "en"), term.term


def test_a_word_that_stands_for_harm_is_explained_where_only_its_meaning_is_asked(
    words_desk: Desk,
) -> None:
    reply = words_desk.ask("que signifie refoulement ?")
    assert isinstance(reply, Answer)
    assert reply.entries[0] == "ccpr.can.non-refoulement"


def test_an_acronym_alone_is_of_no_other_language(words_desk: Desk) -> None:
    assert words_desk.ask("AL?").language == "en"


def test_beside_a_second_question_the_meaning_stands_alone(words_desk: Desk) -> None:
    reply = words_desk.ask("What is a troika? And how many States sit in the Council?")
    assert isinstance(reply, Answer)
    assert reply.lead.startswith("Troika: the three States")
    assert "Working Group" not in reply.lead


def test_no_translated_word_of_the_field_holds_a_small_word_of_another_language_alone(
    words_desk: Desk,
) -> None:
    base = words_desk.base
    others = {
        language: frozenset().union(*(OWN_SMALL[o] for o in LANGUAGES if o != language))
        for language in LANGUAGES
    }
    for language in TRANSLATED:
        for terms in base.words.values():
            for term in terms.values():
                for written in base.written(term, language):
                    words = list(dropwhile(ALL_STOP.__contains__, tokens(written)))
                    assert others[language].isdisjoint(words), (language, written)
