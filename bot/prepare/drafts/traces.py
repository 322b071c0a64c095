"""Finds what leads to a person without a name: exact places beside exact dates, small numbers in
small places, initials, an age with an exact day, a home, a role."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.context import CheckedItem, Finding, TextContext, masked, place_of
from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import DraftLists
from bot.prepare.phrases import Lookup, PhrasesByLanguage, Span, Words, folded, is_arabic
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

    def __init__(self, lists: DraftLists, names: StateNames) -> None:
        """`names` are those of States and territories, which are no small places."""
        self._places = lists.places
        self._not_places = {folded(word) for word in lists.people.not_people}
        self._general = {folded(word) for word in lists.places.general}
        self._alone = Lookup(lists.places.alone)
        self._at = lists.traces.at
        self._several = lists.traces.several
        self._towns = {folded(town) for town in lists.towns}
        self._names = names
        self._months = {folded(month) for month in lists.places.months.all()}

    def place(self, block: Block, first: int, last: int) -> str:
        """The first exact place in a sentence; empty where there is none."""
        words = block.words
        for start, end in self._places.before.of(block.language).all(words, first, last):
            if end < last and self._may_be_place(words, end):
                return words.text_between(start, end + 1)
        for start, end in self._places.after.of(block.language).all(words, first, last):
            if start > first and self._may_be_place(words, start - 1):
                return words.text_between(start - 1, end)
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
            if at >= last or not self._may_be_place(words, at):
                continue
            stop = at + 1
            while stop < last and words.words[stop].capital and not words.words[stop].breaks:
                stop += 1
            phrase = words.text_between(at, stop)
            if any(words.words[i].folded in self._not_places for i in range(at, stop)):
                continue
            if block.language == "ar":
                if _ARABIC_TIMES.match(words.words[at].folded):
                    continue
                return words.text_between(at, at + 1)
            known = folded(phrase) in self._towns or words.words[at].folded in self._months
            if not known and not self._names.find(phrase) and len(phrase) > 2:
                return phrase
        return ""

    def date(self, block: Block, first: int, last: int) -> str:
        """The first date with its day in a sentence; empty where there is none."""
        words = block.words
        text = words.text_between(first, last)
        if match := _WRITTEN.search(text):
            return match[0]
        months = self._places.months.of(block.language)
        for start, end in months.all(words, first, last):
            before = start - 1
            while before >= first and words.words[before].folded in _BETWEEN:
                before -= 1
            if before >= first and _is_day(words.words[before].folded):
                return words.text_between(before, end)
            year = end < last and words.words[end].folded.isdigit()
            if end < last and not year and _is_day(words.words[end].folded):
                return words.text_between(start, end + 1)
            if end < last and words.words[start].capital and _is_day(words.words[end].folded):
                return words.text_between(start, end + 1)
        return ""

    def few(self, block: Block, first: int, last: int) -> str:
        """A number so small that it points to persons; empty where there is none."""
        words, places = block.words, self._places
        for start, end in self._alone.all(words, first, last) if block.language == "ar" else ():
            return words.text_between(start, end)
        people = places.people.of(block.language)
        for _, end in places.few.of(block.language).all(words, first, last):
            if spans := people.all(words, end, min(end + 2, last)):
                return words.text_between(end - 1, spans[0][1])
        for start, end in self._several.of(block.language).all(words, first, last):
            if spans := people.all(words, end, min(end + 3, last)):
                return words.text_between(start, spans[0][1])
        return ""

    def _may_be_place(self, words: Words, at: int) -> bool:
        """Whether a word can be the name of a place."""
        word = words.words[at]
        letters = words.as_written(word)
        if word.folded in self._not_places or word.folded in self._general or word.breaks:
            return False
        if is_arabic(letters):
            return len(letters) > 2 and not letters.startswith("لل")
        return word.capital and letters.isalpha() and not (letters.isupper() and len(letters) < 6)


def check_places(look: TextContext, finder: PlaceFinder) -> Iterator[CheckedItem]:
    """Exact places beside exact dates or small numbers, in the text and what belongs to it."""
    findings = [finding for block in look.everything() for finding in _beside(look, finder, block)]
    yield look.tell.found("places", findings)


def _beside(look: TextContext, finder: PlaceFinder, block: Block) -> Iterator[Finding]:
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
            quoted = f"{masked(place)} · {date}"
            yield look.tell.finding(kind, place_of(block), quoted)
        elif few:
            yield look.tell.finding("few-people", place_of(block), f"{few} · {masked(place)}")


def _is_day(word: str) -> bool:
    match = _DAY.fullmatch(word)
    return match is not None and 1 <= int(match[1]) <= 31


_NUMBER = re.compile(r"(?:\d{1,5}[A-Za-z]?|[A-Za-z]{1,2}\d{1,4}[A-Za-z]?|[A-Z])")
_NUMBER_WORDS = frozenset(("no", "nº", "n", "num", "number", "numéro", "numero", "número", "رقم"))
_NEAR = 5
"""Words between a role and what makes it one of a kind."""
_AGE_NEAR = 25
"""Characters between initials and an age."""


class TraceFinder:
    """The words and expressions by which traces are recognised."""

    def __init__(self, lists: DraftLists) -> None:
        traces = lists.traces
        self.words = traces
        self._incidents = lists.words.incidents
        self._ages = [re.compile(phrase) for phrase in traces.ages]
        self._not_ages = [re.compile(phrase) for phrase in traces.not_ages]
        self._initials = [re.compile(phrase) for phrase in traces.initials]
        self._not_initials = {_bare(phrase) for phrase in traces.not_initials}

    def initials(self, text: str, hurt: bool) -> str:
        """The first initials in place of a name, beside an age or in a sentence on what happened
        to somebody; empty where there are none."""
        for pattern in self._initials:
            for match in pattern.finditer(text):
                quoted = match[0].strip()
                if _bare(quoted) in self._not_initials or _bare(quoted).isdigit():
                    continue
                after = text[match.end() : match.end() + _AGE_NEAR]
                if hurt or self.age(after) or re.match(r"\W{0,3}\d{1,2}\b", after):
                    return quoted
        return ""

    def age(self, text: str) -> str:
        """The first age of one person; empty where there is none."""
        for pattern in self._not_ages:
            text = pattern.sub(lambda match: " " * len(match[0]), text)
        matches = (pattern.search(text) for pattern in self._ages)
        return next((match[0].strip() for match in matches if match), "")

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
                letters = words.as_written(words.words[at])
                if _NUMBER.fullmatch(letters) and not _is_year(letters):
                    return start, at + 1
        beside = _of(spoken.beside, block).all(words, first, last)
        if not beside:
            return None
        lives = _of(spoken.residing, block).all(words, first, last)
        for start, end in [*lives, *_of(spoken.dwellings, block).all(words, first, last)]:
            near = next((span for span in beside if 0 <= span[0] - end <= _NEAR), None)
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
            for worker in workers:
                apart = start - worker[1] if arabic else worker[0] - end
                if 0 <= apart <= (1 if arabic else 3):
                    return min(start, worker[0]), max(end, worker[1])
            near = [setting for setting in settings if 0 <= setting[0] - end <= 3]
            if near and any(0 <= start - worker[1] <= 3 for worker in workers):
                return start, near[0][1]
        if not danger:
            return None
        for start, end in _of(spoken.rare, block).all(words, first, last):
            for worker in workers:
                if worker[0] == end or worker[1] == start:
                    return min(start, worker[0]), max(end, worker[1])
        for start, end in _of(spoken.leaders, block).all(words, first, last):
            if any(0 <= setting[0] - end <= _NEAR for setting in settings):
                return start, end
        return None


def check_traces(
    look: TextContext, finder: TraceFinder, places: PlaceFinder
) -> Iterator[CheckedItem]:
    """Traces anywhere in the text and what belongs to it."""
    findings = [
        finding for block in look.everything() for finding in _traces(look, finder, places, block)
    ]
    yield look.tell.found("traces", findings)


def _traces(
    look: TextContext, finder: TraceFinder, places: PlaceFinder, block: Block
) -> Iterator[Finding]:
    incidents = look.lists.words.incidents.of(block.language)
    telling = finder.words.telling.of(block.language)
    spans = block.sentences
    hurt = [incidents.any(block.words, *span) for span in spans]
    for at, (first, last) in enumerate(spans):
        around = spans[max(at - 1, 0) : at + 2]
        near = any(hurt[max(at - 1, 0) : at + 2])
        text = block.written(first, last)
        if initials := finder.initials(text, hurt[at]):
            yield look.tell.finding("initials", place_of(block), initials[:1] + ".")
        age = finder.age(text)
        days = (places.date(block, *span) for span in around) if age else ()
        day = next(filter(None, days), "")
        if day and (near or places.somewhere(block, first, last)):
            yield look.tell.finding("age-day", place_of(block), f"{masked(age)} · {day}")
        if span := finder.home(block, first, last):
            yield look.tell.finding(
                "home", place_of(block), masked(block.words.text_between(*span))
            )
        tells = telling.any(block.words, first, last)
        if span := finder.role(block, first, last, near or tells):
            yield look.tell.finding("role", place_of(block), block.words.text_between(*span))


def _of(spoken: PhrasesByLanguage, block: Block) -> Lookup:
    return spoken.of(block.language)


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum()).casefold()


def _is_year(text: str) -> bool:
    return text.isdigit() and 1900 <= int(text) < 2100
