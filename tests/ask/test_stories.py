"""Long texts: what they tell and what they ask; and comparisons of things that have no name."""

from __future__ import annotations

import datetime as dt

from bot.ask import Answer, Desk
from bot.ask.asked import parts
from bot.ask.patterns import Phrases, Spaced

TODAY = dt.date(2026, 11, 25)
STORY = (
    "Last month our office in the hills was searched twice in one day. Since September the roads "
    "are closed and no report leaves the district. The mayor was here with a delegation of four "
    "ministries and spoke about dates of the harvest. "
)
ASKED = "Must the widow go through every court of the country before she complains to CEDAW?"


def test_a_story_and_its_question_are_told_apart() -> None:
    story, asked = parts(STORY + ASKED)
    assert story == STORY.strip()
    assert asked == ASKED


def test_a_short_text_is_all_question() -> None:
    assert parts("We are four. Can we come?") == ("", "We are four. Can we come?")


def test_a_question_of_few_words_takes_the_sentence_before_it() -> None:
    before = "His widow, our neighbour, wants to complain to the committee for women."
    assert parts(f"{STORY}{before} Can she?")[1] == f"{before} Can she?"


def test_several_questions_at_the_end_stay_together() -> None:
    more = "Is there a form for that, or is a letter from her enough for them?"
    assert parts(f"{STORY}{ASKED} {more}")[1] == f"{ASKED} {more}"


def test_a_story_decides_no_topic(words_desk: Desk) -> None:
    assert words_desk.understand(STORY).topic == "calendar"
    assert words_desk.understand(STORY + ASKED).topic != "calendar"


def test_words_of_the_story_count_less(words_desk: Desk) -> None:
    terms = words_desk.finder.lexical.weighed(STORY + ASKED, "en")
    alone = words_desk.finder.lexical.weighed(ASKED, "en")
    assert all(terms[term] == weight for term, weight in alone.items())
    told = {weight for term, weight in terms.items() if term not in alone}
    assert told and max(told) < max(alone.values())


def test_asking_to_compare_shows_an_entry_that_compares(desk: Desk) -> None:
    text = "which of the urgent ways is better for a teacher taken this morning?"
    reply = desk.ask(text, None, TODAY)
    near = reply.entries if isinstance(reply, Answer) else [c.entry for c in reply.choices]  # type: ignore[union-attr]
    assert any(".compare." in (entry or "") for entry in near)


def test_a_text_is_folded_once_for_many_lists() -> None:
    said = Spaced.of("Où EST le délai ?")
    assert Spaced.of(said) is said
    assert said in Phrases(["délai"])
    assert Phrases(["délai", "ou est"]).count(said) == 2


def test_a_question_in_the_middle_of_a_story_is_found() -> None:
    after = "We would come by bus. The office is closed on Fridays."
    story, asked = parts(f"{STORY}{ASKED} {after}")
    assert asked == ASKED
    assert story == f"{STORY.strip()} {after}"


def test_what_a_story_tells_of_a_state_is_not_asked(words_desk: Desk) -> None:
    told = "We don't want to promise something false to the families in DR Congo. "
    question = words_desk.understand(f"{STORY}{told}{ASKED}")
    assert question.state == "COD"
    assert "promises" not in question.wants


def test_a_place_in_another_state_names_that_state(words_desk: Desk) -> None:
    assert words_desk.understand("I work in Tripoli, Lebanon.").states == ("LBN",)
    assert words_desk.understand("I work in Tripoli.").states == ("LBY",)


def test_when_inside_a_sentence_asks_for_no_date(words_desk: Desk) -> None:
    asked = "Que fait le comité quand un État ne présente pas son rapport ?"
    assert not words_desk.understand(asked).dated
    assert words_desk.understand("Quand le Tchad passe-t-il devant le CAT ?").dated
