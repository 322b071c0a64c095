"""What is offered to choose from, where a text leaves open what it asks."""

from __future__ import annotations

from collections.abc import Sequence

from rapidfuzz import fuzz

from bot.ask.certainty import SHOWN
from bot.ask.find import Found
from bot.ask.languages import STOP
from bot.ask.models import MOST_CHOICES, Choice, Choices, Note, Question
from bot.ask.words import tokens
from bot.knowledge.models import Base, Entry, Language, Mechanism
from bot.states import StateNames

LONGEST = 75
"""Characters of a choice: what Slack's button holds."""
SAME, SAME_WORDS = 2, 80
"""Choices on one topic of one mechanism at most, and how like (of 100) titles of one mechanism may
not be: choices must differ."""
MANY, ALIKE, FEW = 4, 2, 4
"""At least so many mechanisms among the best entries, at most so many different matters among
them, and at most so many words: then a question without a mechanism is asked back."""


def bare(text: str, question: Question) -> bool:
    """Whether a mechanism is named and nothing is asked of it."""
    said = tokens(text)
    content = [word for word in said if word not in STOP[question.language]]
    asked = len(said) - len(content) > 1
    named = bool(question.mechanisms) and not question.inherited
    return named and len(content) <= 1 and not asked


def fits_many(text: str, question: Question, found: Sequence[Found]) -> bool:
    """Whether a short question fits many mechanisms alike: none is named, and the best entries
    say the same thing of different ones ("What is the word limit?")."""
    content = [word for word in tokens(text) if word not in STOP[question.language]]
    best = [f.entry for f in found[:SHOWN]]
    mechanisms = {entry.mechanism for entry in best} | set(question.mechanisms)
    slugs = {(entry.topic, entry.id.rsplit(".", 1)[1].split("-")[0]) for entry in best}
    unnamed = not question.mechanisms and not question.compares
    short = len(content) <= FEW
    return unnamed and short and len(mechanisms) >= MANY and len(slugs) <= ALIKE


def title(base: Base, entry: Entry, language: Language) -> str:
    """An entry's title in that language, in English where it is not translated, as long as a
    button holds."""
    said = base.title(entry, language)
    return said if len(said) <= LONGEST else said[: LONGEST - 1].rsplit(" ", 1)[0] + "…"


def topics(
    base: Base, mechanism: Mechanism, question: Question, firsts: Sequence[Entry]
) -> Choices:
    """What can be asked of a mechanism that is named without a question: the first entries of its
    topics."""
    choices = [
        Choice(label=title(base, e, question.language), mechanism=mechanism.id, entry=e.id)
        for e in firsts
    ]
    values = {
        "mechanism": base.name(mechanism.id, question.language),
        "summary": base.summary(mechanism.id, question.language),
    }
    return Choices(
        language=question.language,
        mechanisms=(mechanism.id,),
        state=question.state,
        lead=Note(key="choose_topic", values=values),
        choices=tuple(choices[:MOST_CHOICES]),
    )


def which_state(states: StateNames, question: Question) -> Choices:
    """The States that may be meant by one name."""
    return Choices(
        language=question.language,
        mechanisms=question.mechanisms,
        topic=question.topic,
        lead=Note(key="choose_state"),
        choices=tuple(
            Choice(label=states.name(code, question.language), state=code)
            for code in question.states[:MOST_CHOICES]
        ),
    )


def which_entry(
    base: Base, question: Question, found: Sequence[Found], certainty: float, many: bool
) -> Choices:
    """A question back: the likely mechanisms where none is named, else the likely entries.

    `found` are the entries found, the best first; `many` is what `fits_many` says of them.
    """
    firsts = {f.entry.mechanism: f for f in reversed(found)}
    topic_alone = not question.mechanisms and question.topic is not None and len(firsts) > 2
    several = many or topic_alone
    if several:
        found = sorted(firsts.values(), key=lambda f: -f.score)
    return Choices(
        language=question.language,
        mechanisms=question.mechanisms,
        topic=question.topic,
        state=question.state,
        certainty=certainty,
        lead=Note(key="choose_mechanism" if several else "choose"),
        choices=nearest(base, found, question.language),
    )


def nearest(base: Base, found: Sequence[Found], language: Language) -> tuple[Choice, ...]:
    """The first of the entries found that differ, by their titles in that language."""
    chosen: list[Entry] = []
    for one in found:
        if len(chosen) < MOST_CHOICES and _differs(one.entry, chosen):
            chosen.append(one.entry)
    return tuple(
        Choice(label=title(base, entry, language), mechanism=entry.mechanism, entry=entry.id)
        for entry in chosen
    )


def _differs(entry: Entry, chosen: Sequence[Entry]) -> bool:
    """Whether an entry is another choice than those before it."""
    own = [other for other in chosen if other.mechanism == entry.mechanism]
    same = [other for other in own if other.topic == entry.topic]
    alike = (fuzz.token_set_ratio(entry.title, other.title) >= SAME_WORDS for other in own)
    return len(same) < SAME and not any(alike)
