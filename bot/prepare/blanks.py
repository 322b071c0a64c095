"""Paragraphs to fill in: what is known is put in, what is not stays a blank that stands out; how a
State's name stands inside a sentence, and words melt into what follows them; and the first section
of a text, which somebody gets who asks for it in a sentence."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base, Language
from bot.prepare.actions import Action
from bot.states import StateNames


class Piece(Shape):
    """A stretch of a paragraph: text, or a blank to be filled in."""

    text: str
    blank: bool = False


Paragraph = tuple[Piece, ...]
_PARTS = re.compile(r"\{([a-z_]+)\}|\[([^\[\]]+)\]")
_ENDS = re.compile(r"[.?!] $")
_NOT_TEXT = ("Cc", "Cs", "Cn", "Co")
DIRECTION = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""Signs that turn the direction of the text after them."""
LONGEST = 300
"""Characters kept of what a person gives as an issue or an organisation."""


def clean(text: str) -> str:
    """What a person typed as plain text in one line: no control characters, at most LONGEST."""
    return one_line(text)[:LONGEST].strip()


def one_line(text: str, dropped: str = DIRECTION) -> str:
    """A text in one line, without control characters and those in `dropped`."""
    characters = (
        " " if c.isspace() else c
        for c in text
        if c.isspace() or (unicodedata.category(c) not in _NOT_TEXT and c not in dropped)
    )
    return " ".join("".join(characters).split())


_ARTICLES = ("the ", "le ", "la ", "les ", "l'", "el ", "los ", "las ")


def _begun(put: Paragraph) -> Paragraph:
    """What begins a sentence: an article (the Gambia) gets a capital, nothing else is changed."""
    first, *rest = put
    if first.blank or not first.text.startswith(_ARTICLES):
        return put
    return (Piece(text=first.text[0].upper() + first.text[1:]), *rest)


def fill_blanks(text: str, known: Mapping[str, Paragraph], language: str = "en") -> Paragraph:
    """The text with {name} replaced by what is known, as its language joins both, and [words] made
    into blanks.

    What is put in is not looked at again, so that braces or brackets in it stay text.
    """
    pieces: list[Piece] = []
    at = 0
    for match in _PARTS.finditer(text):
        before = text[at : match.start()]
        put = known[match[1]] if match[1] else (Piece(text=match[2], blank=True),)
        put = _begun(put) if not before.strip() or _ENDS.search(before) else put
        if match[1] and not put[0].blank:
            before, first = joined(before, put[0].text, language)
            put = (Piece(text=first), *put[1:])
        pieces += [Piece(text=before), *put]
        at = match.end()
    pieces.append(Piece(text=text[at:]))
    return tuple(piece for piece in pieces if piece.text)


_BLANKS = {
    "state": "outline_blank_state",
    "organisation": "outline_blank_organisation",
    "issue": "outline_blank_issue",
    "last_year": "outline_blank_year",
    "investigation": "outline_blank_inquiry",
}
"""What is not known yet, and the phrase that stands for it."""


class FirstSections:
    """First sections; `action` gives an action in a language."""

    def __init__(
        self, action: Callable[[str, Language], Action], base: Base, states: StateNames
    ) -> None:
        self._action, self._base, self._states = action, base, states

    def of(
        self, name: str, state: str | None, language: Language
    ) -> tuple[str, tuple[str, ...], str | None] | None:
        """The first section of an action's outline, before a State (ISO3): title, paragraphs (what
        is not known stays a blank), rule. None where the action has no outline; KeyError for an
        action that is not known."""
        outline = self._action(name, language).outline
        sections = outline.sections if outline else ()
        first = next(
            (section for section in sections if section.only is None and section.text), None
        )
        if first is None:
            return None
        known: dict[str, Paragraph] = {
            place: (Piece(text=self._base.say(key, language), blank=True),)
            for place, key in _BLANKS.items()
        }
        if state:
            known["state"] = (Piece(text=state_said(self._states, state, language)),)
        try:
            paragraphs = tuple(_plain(fill_blanks(text, known, language)) for text in first.text)
        except KeyError:  # a place that only the outline fills
            return None
        return first.title, paragraphs, first.rule


def _plain(paragraph: Paragraph) -> str:
    return "".join(f"[{piece.text}]" if piece.blank else piece.text for piece in paragraph)


_OF = re.compile(r"(.+) \(([^()]+) of( the)?\)$")
_INVERTED = re.compile(r"(.+) \(([^()]+)\)$")
_WITH_ARTICLE = re.compile(
    r"(?:United|Democratic|Republic|Russian|Syrian|Lao|Dominican Republic|Central African|Holy See"
    r"|State of|Marshall|Solomon|Cook|Bahamas|Comoros|Gambia|Maldives|Philippines)"
)
_MELTED = {
    "fr": (
        (r"\b(d)e $", "le ", r"\1u "),
        (r"\b(d)e $", "les ", r"\1es "),
        (r"(?<!\w)à $", "le ", "au "),
        (r"(?<!\w)à $", "les ", "aux "),
        (r"(?<!\w)À $", "le ", "Au "),
        (r"(?<!\w)À $", "les ", "Aux "),
        (r"\b(e)n $", "le ", "au "),
        (r"\b(e)n $", "les ", "aux "),
        (r"\b(e)n $", "la ", "en "),
        (r"\b(e)n $", "l'", "en "),
    ),
    "es": ((r"\b(d)e $", "el ", r"\1el "), (r"(?<!\w)([aA]) $", "el ", r"\1l ")),
    "ar": ((r"(?<!\w)([وف]?ل)ـ?$", "الل", r"\1ل"), (r"(?<!\w)([وف]?ل)ـ?$", "ال", r"\1ل")),
}
"""Of each language: how a text ends, how what is put after it begins, and what both become:
de + le Tchad → du Tchad, a + el Chad → al Chad, ل + السودان → للسودان."""
_VOWEL = re.compile(r"[aeiouhâéèêîôûœAEIOUHÂÉÈÊÎÔÛŒ]")
_ELIDED = re.compile(r"\b([Dd]|[Qq]u)e $")
_APOSTROPHE = "'"
_LINKED = re.compile(r"(?<=[بكلو])ـ$")


def state_in_text(name: str) -> str:
    """'the Gambia', 'the Islamic Republic of Iran'."""
    if match := _OF.match(name):
        article = "the " if match[3] else ""
        return f"the {match[2]} of {article}{match[1]}"
    return f"the {name}" if _WITH_ARTICLE.match(name) else name


def state_said(names: StateNames, iso3: str, language: Language) -> str:
    """A State inside a sentence of a language: 'the Gambia', 'le Tchad', 'la República Islámica
    del Irán', 'جمهورية إيران الإسلامية'."""
    name = names.name(iso3, language)
    if language == "en":
        return state_in_text(name)
    if match := _INVERTED.match(name):
        before, dash, after = match[2].partition(" -")
        if language == "ar" and dash:
            name = f"{before} {match[1]}{after}"
        else:
            name = _beside(match[2], match[1])
    return _beside(names.states[iso3].article(language), name)


def _beside(first: str, second: str) -> str:
    """Two words with a space between them, but after an apostrophe."""
    return f"{first}{'' if first.endswith(_APOSTROPHE) else ' '}{second}" if first else second


def joined(before: str, text: str, language: str) -> tuple[str, str]:
    """A text and what is put right after it, as the language writes both together."""
    for end, start, melted in _MELTED.get(language, ()):
        if text.startswith(start) and re.search(end, before):
            return re.sub(end, melted, before), text.removeprefix(start)
    if language == "fr" and _VOWEL.match(text) and _ELIDED.search(before):
        return _ELIDED.sub(r"\1'", before), text
    return (_LINKED.sub("", before), text) if language == "ar" else (before, text)
