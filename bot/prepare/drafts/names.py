"""Recognises names of people by the words that curators list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import Lists
from bot.prepare.phrases import Word, folded

_JOINED = re.compile(r"[ \u00a0]{1,2}|[-'’]|\.[ \u00a0]?")
_LONGEST = 6
_ACRONYM = 6
"""Letters that an acronym has at most."""
_JOINS_ARABIC = ("بن", "ابن", "بنت", "ابو", "ام", "ال")
Span = tuple[int, int]


class PeopleFinder:
    """The words by which names are recognised."""

    def __init__(self, lists: Lists) -> None:
        people = lists.people
        self.lists = lists
        self.given = {folded(name) for name in people.given}
        self.given_arabic = {folded(name) for name in people.given_arabic}
        self.particles = {folded(name) for name in people.particles}
        self.titles = {folded(title) for title in people.titles.every()}
        self.not_people = {folded(name) for name in people.not_people}
        self.small = {folded(word) for words in lists.languages.words.values() for word in words}

    def latin(self, block: Block, first: int, last: int) -> Iterator[Span]:
        """Stretches of words with capitals in a sentence that may be names."""
        words, at = block.words.words, first
        while at < last:
            end = self._run(block, at, last)
            start = at
            while start < end and (start == first or end - start > 1) and self._plain(words[start]):
                start += 1
            at = max(end, at + 1)
            if end - start and not any(
                words[i].folded in self.not_people for i in range(start, end)
            ):
                yield start, end

    def arabic(self, block: Block, first: int, last: int) -> Iterator[Span]:
        """Two given names in a row, or one; a caller asks for a cue before a single one."""
        words, at = block.words.words, first
        while at < last:
            end = at
            while end < last and (
                self._given_arabic(words[end], at == end)
                or (end > at and words[end].folded in _JOINS_ARABIC)
            ):
                end += 1
            if end > at:
                yield at, end
            at = max(end, at + 1)

    def known(self, block: Block, span: Span) -> bool:
        """Whether a given name that curators list is among the words."""
        return any(word.folded in self.given for word in block.words.words[span[0] : span[1]])

    def _run(self, block: Block, at: int, last: int) -> int:
        """The end of a stretch of words with capitals and the particles between them."""
        words = block.words
        end = at
        if not _is_name(words.words[at], words.text):
            return at
        for here in range(at, min(last, at + _LONGEST)):
            word = words.words[here]
            if here > at and not _JOINED.fullmatch(
                words.text[words.words[here - 1].end : word.start]
            ):
                break
            if _is_name(word, words.text):
                end = here + 1
            elif word.folded not in self.particles:
                break
        return end

    def _plain(self, word: Word) -> bool:
        """A title, a word with a capital only because it begins a sentence, or no name at all."""
        if word.folded in self.given:
            return False
        return any(word.folded in words for words in (self.small, self.particles, self.titles))

    def _given_arabic(self, word: Word, alone: bool) -> bool:
        name = word.folded
        joined = alone and name.startswith("و") and name[1:] in self.given_arabic
        return name in self.given_arabic or joined


def _is_name(word: Word, text: str) -> bool:
    """A word that is written as names are; acronyms (NGOs, UNICEF) are not."""
    written = text[word.start : word.end]
    if not word.capital or not written.isalpha():
        return False
    return len(written) < 2 or written[1:].islower() or len(written) > _ACRONYM
