"""A State's name as it stands inside a sentence, and words that melt into what follows them."""

from __future__ import annotations

import re

from bot.knowledge.models import Language
from bot.states import StateNames

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
