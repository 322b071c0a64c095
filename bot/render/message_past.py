"""A past recommendation as a message says it: who said what to whom, where it stands, the answer.

It is quoted as published, which is in English. What must be looked up before sending is a blank in
brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.prepare import Paragraph, Piece
from bot.prepare.messages import AdvocacyMessage, Earlier, FieldValue
from bot.render.message_words import day, state
from bot.render.prepare_words import PrepareWords
from bot.render.prepared import capital
from bot.render.prepared import plain as as_plain
from bot.render.recommendations import short
from bot.states.recommendations import About, Position, Recommendation

LONGEST = 320
"""Characters of a recommendation that are quoted; a longer one is cut at a word."""
_OPEN: tuple[Position, ...] = ("considered", "unknown")
"""What the State said is to be looked up: a blank."""
_FILES = 3
"""Imported files that are named, the newest."""


def in_text(earlier: Earlier, words: PrepareWords) -> list[Paragraph]:
    """Each recommendation as a paragraph of the message."""
    return [tuple(_said(one, earlier, words)) for one in earlier.found]


def typed(earlier: Earlier, words: PrepareWords) -> str:
    """The same as it stands in a field, one on a line."""
    return "\n".join(as_plain(paragraph) for paragraph in in_text(earlier, words))


def value(given: FieldValue, words: PrepareWords) -> Paragraph | list[Paragraph]:
    """What a template prints for a field that past recommendations fill."""
    paragraphs = in_text(given.earlier, words) if given.earlier else []
    return paragraphs if given.kind == "lines" else next(iter(paragraphs), ())


def notes(made: AdvocacyMessage, words: PrepareWords) -> list[tuple[str, str]]:
    """What the writer must know of them, with a label each: what they come from, where to read."""
    told = [given.earlier for given in made.values.values() if given.earlier]
    if not told:
        return []
    found = {one.id: one for earlier in told for one in earlier.found}
    pages = words.listed(sorted({one.link for one in found.values() if one.link}))
    said = [words.say("letter_past_how")]
    said += [words.say("letter_past_read", pages=pages)] if pages else []
    return [(words.say("letter_past"), " ".join(said)), ("", _origin(told[0].about, words))]


def _origin(about: About, words: PrepareWords) -> str:
    """From which files it comes, and as of when."""
    files = [
        words.say("letter_past_file", name=name, date=imported)
        for name, _, imported in about.files[-_FILES:]
    ]
    if about.newest:
        files.append(words.say("letter_past_newest", date=day(words, about.newest)))
    return words.say("letter_past_from", files=words.listed(files))


def _said(one: Recommendation, earlier: Earlier, words: PrepareWords) -> Iterator[Piece]:
    match earlier.how:
        case "quoted":
            yield Piece(text=_quoted(one))
        case "source":
            yield from _where(one, words)
        case _:
            yield from _told(one, earlier, words)
    if earlier.about.demonstration and earlier.how != "quoted":
        yield Piece(text=" ")
        yield Piece(text=words.say("letter_demonstration"), blank=True)


def _told(one: Recommendation, earlier: Earlier, words: PrepareWords) -> Iterator[Piece]:
    year = words.say("letter_when_year", year=one.year) if one.year else None
    told = _states(one, words)
    values = {
        "when": year or words.say("letter_when_earlier"),
        "state": told,
        "text": _quoted(one),
    }
    if earlier.how != "addressee":
        said = words.say("letter_told", who=_who(one, words), **values)
    else:
        whose = "government" if one.recommenders else "committee"
        said = words.say(f"letter_told_{whose}", **values)
    yield Piece(text=said)
    if words.language == "en":
        yield from _reference(one, words, " (", ")")
    else:
        yield Piece(text=f" {words.say('letter_in_english')}")
        yield from _reference(one, words, words.comma, "")
    yield Piece(text=".")
    if one.position is not None:
        answer = words.say(f"letter_answer_{one.position}", state=told)
        yield Piece(text=" ")
        yield Piece(text=capital(answer), blank=one.position in _OPEN)


def _where(one: Recommendation, words: PrepareWords) -> Iterator[Piece]:
    """Where it stands: mechanism, year, document and paragraph, who made it, the answer."""
    by = words.listed([*(state(words, code) for code in one.recommenders), *one.other_recommenders])
    told = [words.mechanism(one.mechanism) if one.mechanism else one.body, str(one.year or "")]
    told += [words.say("letter_by", by=by) if by else ""]
    told += [words.say(f"letter_position_{one.position}") if one.position else ""]
    yield Piece(text=words.listed(filter(None, told)))
    yield from _reference(one, words, words.comma, "")


def _quoted(one: Recommendation) -> str:
    """Its own words. In lists of recommendations a semicolon ends them, which is not theirs."""
    return short(one.text, LONGEST).rstrip(" ;")


def _reference(
    one: Recommendation, words: PrepareWords, before: str, after: str
) -> Iterator[Piece]:
    number = words.say("letter_paragraph", number=one.paragraph) if one.paragraph else ""
    said = words.listed(filter(None, (one.symbol, number)))
    session = one.session if not said else ""
    yield Piece(text=before)
    if session:
        yield Piece(text=words.say("letter_upr_session", number=session) + words.comma)
    yield Piece(text=said or words.say("letter_no_symbol"), blank=not said)
    if after:
        yield Piece(text=after)


def _who(one: Recommendation, words: PrepareWords) -> str:
    """Who made it, where that is not the addressee."""
    if one.recommenders:
        return words.listing(state(words, code) for code in one.recommenders)
    body = words.body(one.mechanism) if one.mechanism else one.body
    named = one.body if one.mechanism == "special-procedures" else body
    session = words.say("letter_session", number=one.session) if one.session else ""
    body = words.say("letter_the_body", body=named or words.say("letter_no_body"))
    return words.listed(filter(None, (body, session)))


def _states(one: Recommendation, words: PrepareWords) -> str:
    return words.listed([*(state(words, code) for code in one.states), *one.others])
