"""A past recommendation as a message or an outline says it: who recommended what to whom, in which
document, and the answer.

It is quoted as published, which is in English. In a message, what must be looked up before sending
is a blank in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.prepare import Paragraph, Piece
from bot.prepare.messages import AdvocacyMessage, Earlier, FieldValue
from bot.render.paragraphs import capital
from bot.render.paragraphs import plain as as_plain
from bot.render.prepare_words import PrepareWords
from bot.render.recommendations import short
from bot.reviews import PartialDate
from bot.states.recommendations import About, Position, Recommendation

LONGEST = 320
"""Characters of a recommendation that are quoted; a longer one is cut at a word."""
_OPEN: tuple[Position, ...] = ("considered", "unknown")
"""Positions to be looked up: a blank in the text."""
FILES = 3
"""Imported files that are named, the newest."""


def in_text(earlier: Earlier, words: PrepareWords) -> list[Paragraph]:
    """Each recommendation as a paragraph of the message."""
    return [tuple(_pieces(told, earlier, words)) for told in earlier.recommendations]


def typed(earlier: Earlier, words: PrepareWords) -> str:
    """The same as it stands in a field, one on a line."""
    return "\n".join(as_plain(paragraph) for paragraph in in_text(earlier, words))


def value(field: FieldValue, words: PrepareWords) -> Paragraph | list[Paragraph]:
    """What a template prints for a field that past recommendations fill."""
    paragraphs = in_text(field.earlier, words) if field.earlier else []
    return paragraphs if field.kind == "lines" else next(iter(paragraphs), ())


def notes(message: AdvocacyMessage, words: PrepareWords) -> list[tuple[str, str]]:
    """What the writer must know of them, with a label each: from which data they are, where to read
    them."""
    quoted = [field.earlier for field in message.values.values() if field.earlier]
    if not quoted:
        return []
    told = (each for earlier in quoted for each in earlier.recommendations)
    pages = words.listed(sorted({each.link for each in told if each.link}))
    sentences = [words.say("letter_past_how")]
    sentences += [words.say("letter_past_read", pages=pages)] if pages else []
    return [(words.say("letter_past"), " ".join(sentences)), ("", _origin(quoted[0].about, words))]


def _origin(about: About, words: PrepareWords) -> str:
    """From which files it comes, and as of when."""
    files = [
        words.say("letter_past_file", name=name, date=imported)
        for name, _, imported in about.files[-FILES:]
    ]
    if about.newest:
        files.append(words.say("letter_past_newest", date=words.day(about.newest)))
    return words.say("letter_past_from", files=words.listed(files))


def _pieces(
    recommendation: Recommendation, earlier: Earlier, words: PrepareWords
) -> Iterator[Piece]:
    match earlier.how:
        case "quoted":
            yield Piece(text=_quoted(recommendation))
        case "source":
            yield from _where(recommendation, words)
        case _:
            yield from _sentence(recommendation, earlier, words)
    if earlier.about.demonstration and earlier.how != "quoted":
        yield Piece(text=" ")
        yield Piece(text=words.say("letter_demonstration"), blank=True)


def _sentence(
    recommendation: Recommendation, earlier: Earlier, words: PrepareWords
) -> Iterator[Piece]:
    year = words.say("letter_when_year", year=recommendation.year) if recommendation.year else None
    to_state = _states(recommendation, words)
    values = {
        "when": year or words.say("letter_when_earlier"),
        "state": to_state,
        "text": _quoted(recommendation),
    }
    if earlier.how != "addressee":
        sentence = words.say("letter_told", who=_who(recommendation, words), **values)
    else:
        whose = "government" if recommendation.recommenders else "committee"
        sentence = words.say(f"letter_told_{whose}", **values)
    yield Piece(text=sentence)
    if words.language == "en":
        yield from _reference(recommendation, words, " (", ")")
    else:
        yield Piece(text=f" {words.say('letter_in_english')}")
        yield from _reference(recommendation, words, words.comma, "")
    yield Piece(text=".")
    if recommendation.position is not None:
        answer = words.say(f"letter_answer_{recommendation.position}", state=to_state)
        yield Piece(text=" ")
        yield Piece(text=capital(answer), blank=recommendation.position in _OPEN)


def _where(recommendation: Recommendation, words: PrepareWords) -> Iterator[Piece]:
    """The reference: mechanism, year, document and paragraph, who made it, the answer."""
    states = map(words.state_in_text, recommendation.recommenders)
    by = words.listed([*states, *recommendation.other_recommenders])
    mechanism, answer = recommendation.mechanism, recommendation.position
    parts = [
        words.mechanism(mechanism) if mechanism else recommendation.body,
        str(recommendation.year or ""),
        words.say("letter_by", by=by) if by else "",
        words.say(f"letter_position_{answer}") if answer else "",
    ]
    yield Piece(text=words.listed(filter(None, parts)))
    yield from _reference(recommendation, words, words.comma, "")


def _quoted(recommendation: Recommendation) -> str:
    """Its own words, without the semicolon that ends each item of a list of recommendations."""
    return short(recommendation.text, LONGEST).rstrip(" ;")


def _reference(
    recommendation: Recommendation, words: PrepareWords, before: str, after: str
) -> Iterator[Piece]:
    known = [recommendation.symbol] if recommendation.symbol else []
    if recommendation.paragraph:
        known.append(words.say("letter_paragraph", number=recommendation.paragraph))
    document = words.listed(known)
    session = recommendation.session if not document else ""
    yield Piece(text=before)
    if session:
        yield Piece(text=words.say("letter_upr_session", number=session) + words.comma)
    yield Piece(text=document or words.say("letter_no_symbol"), blank=not document)
    if after:
        yield Piece(text=after)


def _who(recommendation: Recommendation, words: PrepareWords) -> str:
    """Who made it, where that is not the addressee."""
    if recommendation.recommenders:
        return words.listing(map(words.state_in_text, recommendation.recommenders))
    body = words.body(recommendation.mechanism) if recommendation.mechanism else recommendation.body
    named = recommendation.body if recommendation.mechanism == "special-procedures" else body
    session = (
        words.say("letter_session", number=recommendation.session) if recommendation.session else ""
    )
    body = words.say("letter_the_body", body=named or words.say("letter_no_body"))
    return words.listed(filter(None, (body, session)))


def _states(recommendation: Recommendation, words: PrepareWords) -> str:
    return words.listed([*map(words.state_in_text, recommendation.states), *recommendation.others])


def in_outline(recommendation: Recommendation, words: PrepareWords) -> str:
    """Who recommended it, when, where, the answer, and the text."""
    text = recommendation.text
    text = text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
    who = words.listed(
        [*map(words.state, recommendation.recommenders), *recommendation.other_recommenders]
    )
    state = words.listed(
        [*map(words.state, recommendation.states), *recommendation.others]
    ) or words.say("prepare_audience_state")
    reference = [recommendation.symbol] if recommendation.symbol else []
    if recommendation.paragraph:
        reference.append(words.say("outline_told_paragraph", number=recommendation.paragraph))
    if recommendation.session and not recommendation.date:
        reference.append(words.say("outline_told_session", number=recommendation.session))
    sentence = words.say(
        "outline_told",
        who=who or _body(recommendation, words),
        state=state,
        when=words.say("outline_told_in", year=recommendation.year) if recommendation.year else "",
        where=f" ({words.listed(reference)})" if reference else "",
    )
    position = recommendation.position
    answer = words.say(f"outline_told_{position}", state=state) if position else ""
    return " ".join(filter(None, (sentence, answer, f"“{text}”")))


def outline_origin(about: About, words: PrepareWords) -> str:
    """From which data they come, as of when."""
    files = words.listed(
        words.say("outline_told_file", name=name, day=words.moment(PartialDate.parse(day)))
        for name, _, day in about.files[-FILES:]
    )
    newest = about.newest
    if newest:
        files += words.say("outline_told_newest", day=words.day(newest))
    return words.say("outline_told_from", files=files)


def _body(recommendation: Recommendation, words: PrepareWords) -> str:
    if recommendation.mechanism is None or recommendation.mechanism == "special-procedures":
        return recommendation.body
    return words.mechanism(recommendation.mechanism)
