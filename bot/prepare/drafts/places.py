"""Finds exact places that stand beside exact dates, and small numbers of people in small places
(templates.submit.evidence, upr.safety.do-no-harm)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import Lists
from bot.prepare.drafts.looking import Reading
from bot.prepare.drafts.lookup import Lookup
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.told import masked, place_of
from bot.prepare.phrases import Words, folded
from bot.states import StateNames

_WRITTEN = re.compile(
    r"(?<![\d/.-])(?:\d{1,2}[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d-\d{1,2}-\d{1,2}"
    r"|\d{1,2}[-./ ](?:I{1,3}|I?V|VI{1,3}|I?X|XI{1,2})[-./ ](?:19|20)?\d\d)(?![\d/])"
)
_BETWEEN = frozenset(("de", "of", "du", "d", "من", "th", "st", "le", "el"))
_ARTICLES = frozenset(("the", "la", "le", "el", "los", "las", "les", "l"))
_ARABIC_TIMES = re.compile(
    r"(?:عام|سنه|شهر|يوم|اليوم|الشهر|العام|السنه|ليله|صباح|مساء|الوقت|حين|حال|حق|اطار|سبيل|حدود|نحو|كل|جميع|هذا|هذه"
    r"|اي|المائه|مكان|منطقه|اقليم|ولايه|محافظه|البلد|البلاد|الدوله|غضون|اثناء|اعقاب|مجال|صفوف|يناير|فبراير|مارس"
    r"|ابريل|مايو|يونيو|يوليو|اغسطس|سبتمبر|اكتوبر|نوفمبر|ديسمبر|\d)"
)
_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|º)?")


class PlaceFinder:
    """Recognises exact places and dates by the words that curators list."""

    def __init__(self, lists: Lists) -> None:
        self._places = lists.places
        self._not_places = {folded(word) for word in lists.people.not_people}
        self._general = {folded(word) for word in lists.places.general}
        self._alone = Lookup(lists.places.alone)
        self._at = lists.traces.at
        self._several = lists.traces.several
        self._towns = {folded(town) for town in lists.towns}
        self._names: Callable[[str], object] = lambda _: ()
        self._months = {folded(one) for one in lists.places.months.every()}

    def over(self, names: StateNames) -> PlaceFinder:
        """The same that knows States and territories, which are no small places."""
        self._names = names.find
        return self

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

    def somewhere(self, block: Block, first: int, last: int) -> str:
        """The first place after a preposition that is no State and no large town; empty where
        there is none. In Arabic, where names have no capitals, the word after `in`."""
        if place := self.place(block, first, last):
            return place
        words = block.words
        for _, end in self._at.of(block.language).all(words, first, last):
            at = end
            while at < last and words.words[at].folded in _ARTICLES:
                at += 1
            if at >= last or not self._named(words, at):
                continue
            stop = at + 1
            while stop < last and words.words[stop].capital and not words.words[stop].breaks:
                stop += 1
            said = words.said(at, stop)
            if any(words.words[i].folded in self._not_places for i in range(at, stop)):
                continue
            if block.language == "ar":
                if _ARABIC_TIMES.match(words.words[at].folded):
                    continue
                return words.said(at, at + 1)
            known = folded(said) in self._towns or words.words[at].folded in self._months
            if not known and not self._names(said) and len(said) > 2:
                return said
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
            year = end < last and words.words[end].folded.isdigit()
            if end < last and not year and _is_day(words.words[end].folded):
                return words.said(start, end + 1)
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
        for start, end in self._several.of(block.language).all(words, first, last):
            if found := people.all(words, end, min(end + 3, last)):
                return words.said(start, found[0][1])
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


def check_places(look: Reading, finder: PlaceFinder) -> Iterator[Item]:
    """Exact places beside exact dates or small numbers, in the text and what belongs to it."""
    found = [one for block in look.everything() for one in _beside(look, finder, block)]
    if not found:
        yield look.tell.item("places", "places-none")
        return
    values = {"number": len(found)}
    yield look.tell.item("places", "places-found", found, values=values)


def _beside(look: Reading, finder: PlaceFinder, block: Block) -> Iterator[Finding]:
    """Sentences of a paragraph that have a place, with what stands in them or in the next one."""
    incidents = look.lists.words.incidents.of(block.language)
    spans = block.sentences
    for at, (first, last) in enumerate(spans):
        around = spans[max(at - 1, 0) : at + 2]
        hurt = any(incidents.any(block.words, *span) for span in around)
        place = finder.place(block, first, last)
        few = finder.few(block, first, last) if hurt else ""
        if not place and few and incidents.any(block.words, first, last):
            place = finder.somewhere(block, first, last)
        if not place:
            continue
        date = next((day for span in around if (day := finder.date(block, *span))), "")
        if date:
            kind = "place-incident" if hurt else "place-date"
            shown = f"{masked(place)} · {date}"
            yield look.tell.finding(kind, place_of(block), shown)
        elif few:
            yield look.tell.finding("few-people", place_of(block), f"{few} · {masked(place)}")


def _is_day(word: str) -> bool:
    match = _DAY.fullmatch(word)
    return match is not None and 1 <= int(match[1]) <= 31
