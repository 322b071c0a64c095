"""Finds exact places that stand beside exact dates, and small numbers of people in small places
(templates.submit.evidence, upr.safety.do-no-harm)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import Lists
from bot.prepare.drafts.looking import Looking
from bot.prepare.drafts.lookup import Lookup
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.told import masked, place_of
from bot.prepare.phrases import Words, folded

_WRITTEN = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)\d\d|(?:19|20)\d\d-\d{1,2}-\d{1,2})(?![\d/])"
)
_BETWEEN = frozenset(("de", "of", "du", "d", "من", "th", "st", "le", "el"))
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º)?")


class PlaceFinder:
    """Recognises exact places and dates by the words that curators list."""

    def __init__(self, lists: Lists) -> None:
        self._places = lists.places
        self._not_places = {folded(word) for word in lists.people.not_people}
        self._general = {folded(word) for word in lists.places.general}
        self._alone = Lookup(lists.places.alone)

    def place(self, block: Block, first: int, last: int) -> str:
        """The first exact place in a sentence; empty where there is none."""
        words = block.words
        for start, end in self._places.before.of(block.language).all(words, first, last):
            if end < last and self._named(words, end):
                return words.said(start, end + 1)
        for start, end in self._places.after.of(block.language).all(words, first, last):
            if start > first and self._named(words, start - 1):
                return words.said(start - 1, end)
        return ""

    def date(self, block: Block, first: int, last: int) -> str:
        """The first date with its day in a sentence; empty where there is none."""
        words = block.words
        text = words.said(first, last)
        if match := _WRITTEN.search(text):
            return match[0]
        months = self._places.months.of(block.language)
        for start, end in months.all(words, first, last):
            before = start - 1
            while before >= first and words.words[before].folded in _BETWEEN:
                before -= 1
            if before >= first and _is_day(words.words[before].folded):
                return words.said(before, end)
            if end < last and words.words[start].capital and _is_day(words.words[end].folded):
                return words.said(start, end + 1)
        return ""

    def few(self, block: Block, first: int, last: int) -> str:
        """A number so small that it points to persons; empty where there is none."""
        words, places = block.words, self._places
        for start, end in self._alone.all(words, first, last) if block.language == "ar" else ():
            return words.said(start, end)
        people = places.people.of(block.language)
        for _, end in places.few.of(block.language).all(words, first, last):
            if found := people.all(words, end, min(end + 2, last)):
                return words.said(end - 1, found[0][1])
        return ""

    def _named(self, words: Words, at: int) -> bool:
        """Whether a word can be the name of a place."""
        word = words.words[at]
        written = words.text[word.start : word.end]
        if word.folded in self._not_places or word.folded in self._general or word.breaks:
            return False
        if "\u0600" <= written[0] <= "\u06ff":
            return len(written) > 2 and not written.startswith("لل")
        return word.capital and written.isalpha() and not (written.isupper() and len(written) < 6)


def check_places(look: Looking, finder: PlaceFinder) -> Iterator[Item]:
    """Exact places beside exact dates or small numbers, in the text and what belongs to it."""
    found = [one for block in look.everything() for one in _beside(look, finder, block)]
    if not found:
        yield look.tell.item("places", "places-none")
        return
    values = {"number": len(found)}
    yield look.tell.item("places", "places-found", found, values=values)


def _beside(look: Looking, finder: PlaceFinder, block: Block) -> Iterator[Finding]:
    """Sentences of a paragraph that have a place, with what stands in them or in the next one."""
    incidents = look.lists.words.incidents.of(block.language)
    spans = block.sentences
    for at, (first, last) in enumerate(spans):
        place = finder.place(block, first, last)
        if not place:
            continue
        around = spans[max(at - 1, 0) : at + 2]
        hurt = any(incidents.any(block.words, *span) for span in around)
        date = next((day for span in around if (day := finder.date(block, *span))), "")
        if date:
            kind = "place-incident" if hurt else "place-date"
            shown = f"{masked(place)} · {date}"
            yield look.tell.finding(kind, place_of(block), shown)
        elif hurt and (few := finder.few(block, first, last)):
            yield look.tell.finding("few-people", place_of(block), f"{few} · {masked(place)}")


def _is_day(word: str) -> bool:
    match = _DAY.fullmatch(word)
    return match is not None and 1 <= int(match[1]) <= 31
