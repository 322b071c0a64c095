"""A past recommendation as a message says it: who said what to whom, where it stands, the answer.

It is quoted as published. What must be looked up before sending is a blank in brackets.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.prepare.articles import state_in_text
from bot.prepare.messages import Given, Message
from bot.prepare.messages.models import Earlier
from bot.prepare.models import Paragraph, Piece
from bot.render.calendar import Names
from bot.render.prepared import capital
from bot.render.prepared import plain as as_plain
from bot.render.recommendations import POSITIONS, made_by, notice, reference, short, source
from bot.states.recommendations import Position, Recommendation

LONGEST = 320
"""Characters of a recommendation that are quoted; a longer one is cut at a word."""
NO_SYMBOL = "document and paragraph are not in the data: look them up"
DEMONSTRATION = "from a demonstration set: check it in the document before you send"
LABEL = "Past recommendation:"
_ANSWERS: dict[Position, tuple[str, bool]] = {
    "supported": ("{state} supported it and can be asked what it has done since.", False),
    "partially": ("{state} supported it in part.", False),
    "noted": (
        "{state} only noted it, so it has not committed itself; to raise it again keeps it open.",
        False,
    ),
    "considered": ("{state} had not decided yet when this was published: look up its answer", True),
    "unknown": ("the answer of {state} is not in the data: look it up", True),
}
"""What the State said to it, in a sentence; or what is to be looked up, as a blank."""


def in_text(earlier: Earlier, names: Names) -> list[Paragraph]:
    """Each recommendation as a paragraph of the message."""
    return [tuple(_said(one, earlier, names)) for one in earlier.found]


def typed(earlier: Earlier, names: Names) -> str:
    """The same as it stands in a field, one on a line."""
    return "\n".join(as_plain(paragraph) for paragraph in in_text(earlier, names))


def value(given: Given, names: Names) -> Paragraph | list[Paragraph]:
    """What a template prints for a field that past recommendations fill."""
    paragraphs = in_text(given.earlier, names) if given.earlier else []
    return paragraphs if given.kind == "lines" else next(iter(paragraphs), ())


def notes(made: Message) -> list[tuple[str, str]]:
    """What the writer must know of them, with a label each: what they come from, where to read."""
    told = [given.earlier for given in made.values.values() if given.earlier]
    if not told:
        return []
    found = {one.id: one for earlier in told for one in earlier.found}
    pages = sorted({one.link for one in found.values() if one.link})
    read = f" Read it in the document: {', '.join(pages)}" if pages else ""
    where = "The desk put it in, as published, by the words of your issue and request. Keep it"
    said = f"{where} only if it is on the same matter.{read}"
    return [(LABEL, said), ("", notice(told[0].about))]


def _said(one: Recommendation, earlier: Earlier, names: Names) -> Iterator[Piece]:
    match earlier.how:
        case "quoted":
            yield Piece(text=_quoted(one))
        case "source":
            yield from _where(one, names)
        case _:
            yield from _told(one, earlier, names)
    if earlier.about.demonstration and earlier.how != "quoted":
        yield Piece(text=" ")
        yield Piece(text=DEMONSTRATION, blank=True)


def _told(one: Recommendation, earlier: Earlier, names: Names) -> Iterator[Piece]:
    year = f"In {one.year}" if one.year else "In an earlier review"
    state = _states(one, names)
    yield Piece(text=f"{year} {_who(one, earlier, names)} recommended to {state}: “{_quoted(one)}”")
    yield from _reference(one, " (", ")")
    yield Piece(text=".")
    if one.position is not None:
        answer, blank = _ANSWERS[one.position]
        yield Piece(text=" ")
        yield Piece(text=capital(answer.format(state=state)), blank=blank)


def _where(one: Recommendation, names: Names) -> Iterator[Piece]:
    """Where it stands: mechanism, year, document and paragraph, who made it, the answer."""
    by = made_by(one, names)
    told = [names.mechanism(one.mechanism) if one.mechanism else one.body, str(one.year or "")]
    told += [f"made by {by}" if by else "", POSITIONS[one.position] if one.position else ""]
    yield Piece(text=", ".join(filter(None, told)))
    yield from _reference(one, ", ", "")


def _quoted(one: Recommendation) -> str:
    """Its own words. In lists of recommendations a semicolon ends them, which is not theirs."""
    return short(one.text, LONGEST).rstrip(" ;")


def _reference(one: Recommendation, before: str, after: str) -> Iterator[Piece]:
    said = reference(one)
    session = f"session {one.session} of the UPR, " if one.session and not said else ""
    yield Piece(text=f"{before}{session}")
    yield Piece(text=said or NO_SYMBOL, blank=not said)
    if after:
        yield Piece(text=after)


def _who(one: Recommendation, earlier: Earlier, names: Names) -> str:
    if earlier.how == "addressee":
        return "your Government" if one.recommenders else "your Committee"
    by = " and ".join(map(state_in_text, map(names.state, one.recommenders)))
    return by or f"the {source(one, names)}"


def _states(one: Recommendation, names: Names) -> str:
    return ", ".join([*(state_in_text(names.state(code)) for code in one.states), *one.others])
