"""A paragraph as exports have it → its heading, its number and its plain text."""

from __future__ import annotations

import html
import re
import unicodedata
from dataclasses import dataclass

LONGEST_HEADING = 160
_BLOCK = re.compile(r"<\s*(?:br|/p|/div|/li|/tr|/h\d)\b[^>]*>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>|<!--.*?-->", re.DOTALL)
_SPACES = re.compile(r"[^\S\n]{2,}|[^\S\n ]")
_LINES = re.compile(r" ?\n[ \n]*")
_NUMBER = re.compile(r"(\d{1,3}(?:\.\d{1,3})?)(\.?)\s*")
_LETTER = re.compile(r"[A-Z]\.\s*")
# Signs that turn the direction of a line, and other invisible ones: they can hide what is written.
_HIDDEN = re.compile(
    "[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2060-\u2069\ufeff]"
)
_OPENING = "(“\"'‘«["


@dataclass(frozen=True)
class Cleaned:
    """A paragraph in its parts."""

    heading: str
    paragraph: str
    text: str


def cleaned(received: str) -> Cleaned:
    """The parts of a paragraph. A number is taken for the paragraph's only where a sentence begins
    after it: `4.The Committee`, `133.45 Ensure`, never `2.5 million people`."""
    text = plain(received)
    first, _, rest = text.partition("\n")
    if (number := _numbered(first)) is not None:
        return Cleaned("", number[0], _joined(number[1], rest))
    second, _, remainder = rest.partition("\n")
    if len(first) <= LONGEST_HEADING and (number := _numbered(second)) is not None:
        heading = _LETTER.sub("", first, count=1) if _LETTER.match(first) else first
        return Cleaned(heading, number[0], _joined(number[1], remainder))
    return Cleaned("", "", text)


def plain(received: str) -> str:
    """The text without markup, entities and hidden signs; lines stay where blocks ended."""
    text = received
    if "<" in text:
        text = _TAG.sub(" ", _BLOCK.sub("\n", text))
    if "&" in text:
        text = html.unescape(text)
    text = text.replace("\r", "\n")
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.replace("\n", "").isprintable():
        text = _HIDDEN.sub("", text)
    text = _SPACES.sub(" ", text)
    return (_LINES.sub("\n", text) if "\n" in text else text).strip()


def _numbered(line: str) -> tuple[str, str] | None:
    """The number of a paragraph and what follows it."""
    match = _NUMBER.match(line)
    if match is None or not (match[2] or "." in match[1]):
        return None
    rest = line[match.end() :]
    starts = rest[:1]
    if starts and (starts in _OPENING or (starts.isalpha() and not starts.islower())):
        return match[1], rest
    return None


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
