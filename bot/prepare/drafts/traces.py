"""Finds what leads to a person without a name: initials, an age with an exact day, a home, a role
that only one person has (templates.safety.anonymise, upr.safety.do-no-harm)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import Lists, Spoken
from bot.prepare.drafts.looking import Reading
from bot.prepare.drafts.lookup import Lookup, Span
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.places import PlaceFinder
from bot.prepare.drafts.told import masked, place_of

_NUMBER = re.compile(r"(?:\d{1,5}[A-Za-z]?|[A-Za-z]{1,2}\d{1,4}[A-Za-z]?|[A-Z])")
_NUMBER_WORDS = frozenset(("no", "nº", "n", "num", "number", "numéro", "numero", "número", "رقم"))
_NEAR = 5
"""Words between a role and what makes it one of a kind."""
_AGE_NEAR = 25
"""Characters between initials and an age."""


class TraceFinder:
    """The words and expressions by which traces are recognised."""

    def __init__(self, lists: Lists) -> None:
        traces = lists.traces
        self.words = traces
        self._incidents = lists.words.incidents
        self._ages = [re.compile(one) for one in traces.ages]
        self._not_ages = [re.compile(one) for one in traces.not_ages]
        self._initials = [re.compile(one) for one in traces.initials]
        self._not_initials = {_bare(one) for one in traces.not_initials}

    def initials(self, text: str, hurt: bool) -> str:
        """The first initials in place of a name, beside an age or in a sentence on what happened
        to somebody; empty where there are none."""
        for pattern in self._initials:
            for match in pattern.finditer(text):
                shown = match[0].strip()
                if _bare(shown) in self._not_initials or _bare(shown).isdigit():
                    continue
                after = text[match.end() : match.end() + _AGE_NEAR]
                if hurt or self.age(after) or re.match(r"\W{0,3}\d{1,2}\b", after):
                    return shown
        return ""

    def age(self, text: str) -> str:
        """The first age of one person; empty where there is none."""
        for pattern in self._not_ages:
            text = pattern.sub(lambda match: " " * len(match[0]), text)
        found = (pattern.search(text) for pattern in self._ages)
        return next((match[0].strip() for match in found if match), "")

    def home(self, block: Block, first: int, last: int) -> Span | None:
        """Words that say where somebody lives: a block, tent or house with its number, or a house
        by what stands next to it."""
        words, spoken = block.words, self.words
        streets = _of(spoken.streets, block).all(words, first, last)
        for start, end in [*_of(spoken.homes, block).all(words, first, last), *streets]:
            at = end
            if at < last and words.words[at].folded in _NUMBER_WORDS:
                at += 1
            if at < last and not words.words[at].breaks:
                written = words.text[words.words[at].start : words.words[at].end]
                if _NUMBER.fullmatch(written) and not _is_year(written):
                    return start, at + 1
        beside = _of(spoken.beside, block).all(words, first, last)
        if not beside:
            return None
        lives = _of(spoken.residing, block).all(words, first, last)
        for start, end in [*lives, *_of(spoken.dwellings, block).all(words, first, last)]:
            near = next((one for one in beside if 0 <= one[0] - end <= _NEAR), None)
            if near and (lives or _of(self._incidents, block).any(words, first, last)):
                return start, near[1]
        return None

    def role(self, block: Block, first: int, last: int, danger: bool) -> Span | None:
        """Words for somebody of whom there is one only: the only nurse, the imam of a mosque."""
        words, spoken = block.words, self.words
        workers = _of(spoken.workers, block).all(words, first, last)
        settings = _of(spoken.settings, block).all(words, first, last)
        for start, end in _of(spoken.only, block).all(words, first, last):
            arabic = block.language == "ar"
            for one in workers:
                apart = start - one[1] if arabic else one[0] - end
                if 0 <= apart <= (1 if arabic else 3):
                    return min(start, one[0]), max(end, one[1])
            near = [one for one in settings if 0 <= one[0] - end <= 3]
            if near and any(0 <= start - one[1] <= 3 for one in workers):
                return start, near[0][1]
        if not danger:
            return None
        for start, end in _of(spoken.rare, block).all(words, first, last):
            for one in workers:
                if one[0] == end or one[1] == start:
                    return min(start, one[0]), max(end, one[1])
        for start, end in _of(spoken.leaders, block).all(words, first, last):
            if any(0 <= one[0] - end <= _NEAR for one in settings):
                return start, end
        return None


def check_traces(look: Reading, finder: TraceFinder, places: PlaceFinder) -> Iterator[Item]:
    """Traces anywhere in the text and what belongs to it."""
    found = [one for block in look.everything() for one in _traces(look, finder, places, block)]
    if not found:
        yield look.tell.item("traces", "traces-none")
        return
    yield look.tell.item("traces", "traces-found", found, values={"number": len(found)})


def _traces(
    look: Reading, finder: TraceFinder, places: PlaceFinder, block: Block
) -> Iterator[Finding]:
    incidents = look.lists.words.incidents.of(block.language)
    telling = finder.words.telling.of(block.language)
    spans = block.sentences
    hurt = [incidents.any(block.words, *span) for span in spans]
    for at, (first, last) in enumerate(spans):
        around = spans[max(at - 1, 0) : at + 2]
        near = any(hurt[max(at - 1, 0) : at + 2])
        text = _text(block, first, last)
        if shown := finder.initials(text, hurt[at]):
            yield look.tell.finding("initials", place_of(block), shown[:1] + ".")
        age = finder.age(text)
        days = (places.date(block, *span) for span in around) if age else ()
        day = next(filter(None, days), "")
        if day and (near or places.somewhere(block, first, last)):
            yield look.tell.finding("age-day", place_of(block), f"{masked(age)} · {day}")
        if span := finder.home(block, first, last):
            yield look.tell.finding("home", place_of(block), masked(block.words.said(*span)))
        tells = telling.any(block.words, first, last)
        if span := finder.role(block, first, last, near or tells):
            yield look.tell.finding("role", place_of(block), block.words.said(*span))


def _text(block: Block, first: int, last: int) -> str:
    """The sentence as it is written, with the signs at its ends."""
    words = block.words
    end = words.words[last].start if last < len(words.words) else len(words.text)
    return words.text[words.words[first].start : end]


def _of(spoken: Spoken, block: Block) -> Lookup:
    return spoken.of(block.language)


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).casefold()


def _is_year(text: str) -> bool:
    return text.isdigit() and 1900 <= int(text) < 2100
