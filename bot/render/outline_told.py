"""Earlier recommendations as an outline quotes them; their own texts stay as published."""

from __future__ import annotations

from bot.render.prepare_words import PrepareWords
from bot.reviews import Moment
from bot.states.recommendations import About, Recommendation

LONGEST = 320
"""Characters of a recommendation that are shown."""
FILES = 3
"""Files of imported data that are named."""


def quoted(one: Recommendation, words: PrepareWords) -> str:
    """Who recommended it, when, where, the answer, and the text."""
    text = one.text if len(one.text) <= LONGEST else f"{one.text[: LONGEST - 1]}…"
    who = words.listed([*map(words.state, one.recommenders), *one.other_recommenders])
    state = words.listed([*map(words.state, one.states), *one.others]) or words.say(
        "prepare_audience_state"
    )
    reference = [one.symbol] if one.symbol else []
    if one.paragraph:
        reference.append(words.say("outline_told_paragraph", number=one.paragraph))
    if one.session and not one.date:
        reference.append(words.say("outline_told_session", number=one.session))
    said = words.say(
        "outline_told",
        who=who or _body(one, words),
        state=state,
        when=words.say("outline_told_in", year=one.year) if one.year else "",
        where=f" ({words.listed(reference)})" if reference else "",
    )
    answer = words.say(f"outline_told_{one.position}", state=state) if one.position else ""
    return " ".join(filter(None, (said, answer, f"“{text}”")))


def origin_of(about: About, words: PrepareWords) -> str:
    """From which data they come, as of when."""
    files = words.listed(
        words.say("outline_told_file", name=name, day=words.moment(Moment.parse(day)))
        for name, _, day in about.files[-FILES:]
    )
    newest = about.newest
    if newest:
        files += words.say("outline_told_newest", day=words.day(newest))
    return words.say("outline_told_from", files=files)


def _body(one: Recommendation, words: PrepareWords) -> str:
    if one.mechanism is None or one.mechanism == "special-procedures":
        return one.body
    return words.mechanism(one.mechanism)
