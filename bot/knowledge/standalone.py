"""Whether a text can be read first: by somebody who may have asked otherwise than its title does.

An entry has one title and many asks. "No." is right under the one and false under the other.
"""

from __future__ import annotations

import re

from bot.knowledge.models import Language, Thesaurus

FEWEST_WORDS = 3
"""A first sentence with fewer words ("Slowly.") tells nothing without its question."""
_FIRST = re.compile(r"[^.!?؟]+[.!?؟](?=\s|$)")
_CLAUSE = re.compile(r"[.,:;!?،؛؟–—]")


def verdict(text: str, language: Language, thesaurus: Thesaurus) -> str | None:
    """The verdict on a question ("No", "Not any more") with which a text opens, or None."""
    clause = _CLAUSE.split(_bare(text), maxsplit=1)[0].strip()
    return clause if clause.casefold() in _listed(thesaurus.verdicts, language) else None


def pointer(text: str, language: Language, thesaurus: Thesaurus) -> str | None:
    """The words at the beginning of a text that point back to what stands before it ("It",
    "Then"), or None."""
    bare = _bare(text)
    for phrase in _listed(thesaurus.pointers, language):
        begins = bare.casefold().startswith(phrase)
        if begins and not bare[len(phrase) :][:1].isalnum():
            return bare[: len(phrase)]
    return None


def leaning(text: str, language: Language, thesaurus: Thesaurus) -> str | None:
    """The opening by which a text leans on its question or on what stands before it, or None where
    it stands alone."""
    opening = verdict(text, language, thesaurus) or pointer(text, language, thesaurus)
    if opening:
        return opening
    first = _FIRST.match(_bare(text))
    return first[0] if first and len(first[0].split()) < FEWEST_WORDS else None


def _bare(text: str) -> str:
    return text.lstrip(" “\"«'¿¡(")


def _listed(listed: dict[Language, tuple[str, ...]], language: Language) -> frozenset[str]:
    return frozenset(phrase.casefold() for phrase in listed.get(language, ()))
