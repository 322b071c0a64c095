"""Finds what leads straight to a person or a place: numbers, addresses, positions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.lists import ContactPatterns, Pattern
from bot.prepare.drafts.looking import Looking
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.told import masked, place_of

KINDS = ("map", "coordinates", "email", "id", "phone")
"""In this order: what one kind has found is not found again as another."""


class ContactFinder:
    """The patterns that curators list, compiled."""

    def __init__(self, patterns: ContactPatterns) -> None:
        self._patterns = {kind: compiled(getattr(patterns, kind)) for kind in KINDS}

    def find(self, text: str) -> list[tuple[str, str]]:
        """The kind and the text of each that stands in a text."""
        found: list[tuple[int, int, str]] = []
        for kind in KINDS:
            for pattern in self._patterns[kind]:
                for match in pattern.finditer(text):
                    start, end = match.span()
                    if not any(start < other[1] and other[0] < end for other in found):
                        found.append((start, end, kind))
        return [(kind, text[start:end]) for start, end, kind in sorted(found)]


def compiled(pattern: Pattern) -> list[re.Pattern[str]]:
    """Its expressions; raises re.error where one is wrong."""
    cues = "|".join(re.escape(cue) for cue in sorted(pattern.cues, key=len, reverse=True))
    return [re.compile(one.replace("CUE", rf"(?<!\w)(?:{cues})(?!\w)")) for one in pattern.patterns]


def check_contacts(look: Looking, finder: ContactFinder) -> Iterator[Item]:
    """Numbers and addresses anywhere in the file, its notes, comments and links."""
    found: list[Finding] = []
    for block in look.everything():
        for kind, text in finder.find(block.text):
            found.append(look.tell.finding(kind, place_of(block), masked(text)))
    if not found:
        yield look.tell.item("contacts", "contacts-none")
        return
    values = {"number": len(found)}
    yield look.tell.item("contacts", "contacts-found", found, values=values)
