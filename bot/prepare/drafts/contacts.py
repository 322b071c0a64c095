"""Finds what leads straight to a person or a place: numbers, addresses, positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from bot.prepare.drafts.lists import ContactPatterns, Pattern
from bot.prepare.drafts.looking import Looking
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.told import masked, place_of

_MOST = 100
"""Of a kind in a paragraph: more say nothing new."""
KINDS = ("map", "coordinates", "email", "id", "phone")
"""In this order: what one kind has found is not found again as another."""


class ContactFinder:
    """The patterns that curators list, compiled."""

    def __init__(self, patterns: ContactPatterns) -> None:
        self._patterns = {kind: compiled(getattr(patterns, kind)) for kind in KINDS}

    def find(self, text: str) -> list[tuple[str, str]]:
        """The kind and the text of each that stands in a text."""
        found: list[tuple[int, str, str]] = []
        for kind in KINDS:
            for pattern in self._patterns[kind]:
                matches = list(islice(pattern.finditer(text), _MOST))
                found += [(match.start(), kind, match[0]) for match in matches]
                if matches:
                    # what one pattern has found is no part of what the next one finds
                    text = pattern.sub(lambda match: " " * len(match[0]), text)
        return [(kind, shown) for _, kind, shown in sorted(found)]


def compiled(pattern: Pattern) -> list[re.Pattern[str]]:
    """Its expressions; raises re.error where one is wrong."""
    cues = "|".join(re.escape(cue) for cue in sorted(pattern.cues, key=len, reverse=True))
    return [re.compile(one.replace("CUE", rf"(?<!\w)(?:{cues})(?!\w)")) for one in pattern.patterns]


def check_contacts(look: Looking, finder: ContactFinder) -> Iterator[Item]:
    """Numbers and addresses anywhere in the file, its notes, comments and links."""
    found: list[Finding] = []
    for block in look.everything():
        for kind, text in finder.find(block.text):
            found.append(look.tell.finding(kind, place_of(block), masked(text.strip(" .,;()"))))
    if not found:
        yield look.tell.item("contacts", "contacts-none")
        return
    values = {"number": len(found)}
    yield look.tell.item("contacts", "contacts-found", found, values=values)
