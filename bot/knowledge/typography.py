"""Signs that a language sets otherwise than its translators type them."""

from __future__ import annotations

import re
from collections.abc import Iterable

_BEFORE = re.compile(r"(?<=\S) (?=[;?!»])")
_COLON = re.compile(r"(?<=\S) (?=:)")
_LINK = re.compile(r"https?://\S+$")
_AFTER = re.compile(r"(?<=«) ")


def spaced(text: str, language: str) -> str:
    """A text with the spaces of its language: in French those before : ; ? ! and inside « » do not
    break, so that a phone puts no sign on a line of its own."""
    if language != "fr":
        return text
    narrow = _AFTER.sub("\u202f", _BEFORE.sub("\u202f", text))
    return _COLON.sub("\u00a0", narrow)


_QUOTES = {"en": "“{}”", "fr": "«\u202f{}\u202f»"}


def quoted(text: str, language: str) -> str:
    """A text in the quotation marks of a language."""
    return _QUOTES.get(language, "«{}»").format(text)


def listed(names: Iterable[str], language: str) -> str:
    """Names with the comma of the language between them, without an “and”."""
    return ("، " if language == "ar" else ", ").join(names)


def parted(texts: Iterable[str], language: str) -> str:
    """Statements in one line, with the semicolons of a language between them. An Arabic one stands
    apart from an address, or else it would be taken for part of the link."""
    if language != "ar":
        return ("\u202f; " if language == "fr" else "; ").join(texts)
    return "؛ ".join(f"{text} " if _LINK.search(text) else text for text in texts).rstrip()


def labelled(label: str, language: str) -> str:
    """A label with the colon after it, as what stands before a text."""
    return spaced(f"{label} :", language) if language == "fr" else f"{label}:"
