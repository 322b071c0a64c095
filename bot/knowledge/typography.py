"""Signs that a language sets otherwise than its translators type them."""

from __future__ import annotations

import re

_BEFORE = re.compile(r"(?<=\S) (?=[;?!»])")
_COLON = re.compile(r"(?<=\S) (?=:)")
_AFTER = re.compile(r"(?<=«) ")


def spaced(text: str, language: str) -> str:
    """A text with the spaces of its language: in French those before : ; ? ! and inside « » do not
    break, so that a phone puts no sign on a line of its own."""
    if language != "fr":
        return text
    narrow = _AFTER.sub("\u202f", _BEFORE.sub("\u202f", text))
    return _COLON.sub("\u00a0", narrow)
