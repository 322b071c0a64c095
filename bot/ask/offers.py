"""What is offered to choose from: where a text leaves open what it asks, and to begin with, by the
States that a person follows and by what is coming.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from rapidfuzz import fuzz

from bot.ask.find import SHOWN, Candidate
from bot.ask.models import DOUBTFUL, MOST_CHOICES, Choice, Choices, Note, Question
from bot.ask.words import STOP, tokens
from bot.knowledge.models import CROSS_CUTTING, Base, Entry, Language, Mechanism
from bot.reviews import Calendar, CalendarEvent
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
    words = tokens(text)
    content = [word for word in words if word not in STOP[question.language]]
    asked = len(words) - len(content) > 1
    named = bool(question.mechanisms) and not question.inherited
    return named and len(content) <= 1 and not asked


def fits_many(
    base: Base, text: str, question: Question, candidates: Sequence[Candidate], certainty: float
) -> bool:
    """Whether a short question fits many mechanisms alike: none is named, and the best entries
    say the same thing of different ones ("What is the word limit?"). What surely is about all of
    them, such as a consent form, need not be asked back."""
    first = base.mechanisms[candidates[0].entry.mechanism]
    if first.family == CROSS_CUTTING and certainty >= DOUBTFUL:
        return False
    content = [word for word in tokens(text) if word not in STOP[question.language]]
    best = [f.entry for f in candidates[:SHOWN]]
    mechanisms = {entry.mechanism for entry in best} | set(question.mechanisms)
    slugs = {(entry.topic, entry.id.rsplit(".", 1)[1].split("-")[0]) for entry in best}
    of_one_topic = certainty < DOUBTFUL and len({entry.topic for entry in best}) == 1
    alike = len(slugs) <= ALIKE or of_one_topic
    unnamed = not question.mechanisms and not question.compares
    short = len(content) <= FEW
    return unnamed and short and len(mechanisms) >= MANY and alike


def title(base: Base, entry: Entry, language: Language) -> str:
    """An entry's title in that language, in English where it is not translated, as long as a
    button holds."""
    title_said = base.title(entry, language)
    return (
        title_said
        if len(title_said) <= LONGEST
        else title_said[: LONGEST - 1].rsplit(" ", 1)[0] + "…"
    )


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


def which_country(base: Base, question: Question, entries: Sequence[Entry]) -> Choices:
    """That the name of a State is missing, of which is asked what these `entries` told of another:
    they stay what is spoken of."""
    first = entries[0]
    label = title(base, first, question.language)
    return Choices(
        language=question.language,
        mechanisms=question.mechanisms,
        topic=first.topic,
        lead=Note(key="choose_country"),
        choices=(Choice(label=label, mechanism=first.mechanism, entry=first.id),),
        kept=tuple(entry.id for entry in entries),
    )


def which_entry(
    base: Base, question: Question, candidates: Sequence[Candidate], certainty: float, many: bool
) -> Choices:
    """A question back: the likely mechanisms where none is named, else the likely entries.

    `candidates` are the entries found, the best first; `many` is what `fits_many` says of them.
    """
    firsts = {f.entry.mechanism: f for f in reversed(candidates)}
    topic_alone = not question.mechanisms and question.topic is not None and len(firsts) > 2
    several = many or topic_alone
    if several:
        candidates = sorted(firsts.values(), key=lambda f: -f.score)
    return Choices(
        language=question.language,
        mechanisms=question.mechanisms,
        topic=question.topic,
        state=question.state,
        certainty=certainty,
        lead=Note(key="choose_mechanism" if several else "choose"),
        choices=nearest(base, candidates, question.language),
    )


def nearest(base: Base, candidates: Sequence[Candidate], language: Language) -> tuple[Choice, ...]:
    """The first of the entries found that differ, by their titles in that language."""
    chosen: list[Entry] = []
    for candidate in candidates:
        if len(chosen) < MOST_CHOICES and _differs(candidate.entry, chosen):
            chosen.append(candidate.entry)
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


PROMPTS = ("prompt_1", "prompt_2", "prompt_3", "prompt_4")
"""Phrases that fit everybody at any time."""
MOST = 4
"""Slack shows no more (assistant.threads.setSuggestedPrompts)."""
OWN = 2
"""Questions on followed States at most."""
AHEAD = dt.timedelta(days=120)
"""How far a date is looked for: the time in which a paper is written."""
WEEK = dt.timedelta(days=6)


def openings(
    calendar: Calendar | None, followed: Sequence[str], on: dt.date | None = None
) -> tuple[Note, ...]:
    """Four questions, as phrases with values: on followed States (ISO3 codes), on a session of
    these days, then those that fit everybody.

    Each is a question that the desk answers; none of them promises a date.
    """
    today = on or dt.date.today()
    notes = [Note(key=key) for key in PROMPTS]
    if calendar is None:
        return tuple(notes)
    own = list(_of_states(calendar, followed, today))[:OWN]
    season = list(_sessions(calendar, today))[:1]
    return tuple([*own, *season, *notes][:MOST])


def _of_states(calendar: Calendar, followed: Sequence[str], on: dt.date) -> Iterator[Note]:
    """A question each on the States with the nearest dates; of the others, when they are next."""
    asked: set[str] = set()
    ahead = calendar.upcoming(on, followed, within=AHEAD) if followed else ()
    for coming in ahead:
        key = _key(coming, on)
        if key and coming.iso3 and coming.iso3 not in asked:
            asked.add(coming.iso3)
            yield Note(key=key, values={"state": coming.iso3, "mechanism": coming.mechanism})
    for iso3 in followed:
        if iso3 not in asked:
            yield Note(key="prompt_state", values={"state": iso3})


def _key(coming: CalendarEvent, on: dt.date) -> str | None:
    """What is asked about something that is coming for a State."""
    if coming.when is None or coming.over or coming.certainty in ("cancelled", "suspended"):
        return None
    if coming.whose == "civil_society":
        return "prompt_deadline"
    if coming.kind == "review" and coming.stage == "review":
        return "prompt_in_session" if _this_week(coming, on) else "prompt_review"
    return None


def _sessions(calendar: Calendar, on: dt.date) -> Iterator[Note]:
    """Sessions of these days; a month alone will do, since the question names no date."""
    for coming in calendar.upcoming(on, within=WEEK):
        now = coming.when is not None and coming.when.precision != "year"
        if now and coming.kind == "session" and coming.stage == "session":
            yield Note(key="prompt_session", values={"mechanism": coming.mechanism})


def _this_week(coming: CalendarEvent, on: dt.date) -> bool:
    """Whether it surely falls into the next seven days: only its own exact days can tell."""
    when = coming.when
    exact = when is not None and when.precision == "day" and not coming.in_session
    return bool(exact and when and when.first <= on + WEEK and when.last >= on)
