"""Recognises stretches of words that may be names of people, by capitals and listed names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import Lists
from bot.prepare.drafts.lookup import Lookup, Span
from bot.prepare.phrases import Word, Words, folded

_JOINED = re.compile(r"[ \u00a0]{1,2}|[-'’]|\.[ \u00a0]?")
_LONGEST = 6
_ACRONYM = 6
"""Letters that an acronym has at most."""
_CAPITALS = 0.75
"""The share of words in capitals of a sentence that is written in capitals."""
_JOINS_ARABIC = ("بن", "ابن", "بنت", "ابو", "ام", "ال", "عبد")
_ARABIC_MORE = 3
"""Words of an Arabic name after the first that is known."""


class PeopleFinder:
    """The words by which names are recognised."""

    def __init__(self, lists: Lists) -> None:
        people, harm = lists.people, lists.harm
        listed = [folded(name) for name in (*people.given, *lists.given)]
        self.given = {name for name in listed if not _is_arabic(name)}
        self.given_arabic = {
            *(folded(name) for name in people.given_arabic),
            *(name for name in listed if _is_arabic(name)),
        }
        self.particles = {folded(name) for name in people.particles}
        self.titles = {folded(title) for title in people.titles.every()}
        self.not_people = {folded(name) for name in people.not_people}
        self.small = {folded(word) for words in lists.languages.words.values() for word in words}
        self._towns = {folded(name) for name in lists.towns}
        self._not_after = {folded(word) for word in harm.not_after}
        self._leads = Lookup(
            [*harm.doing.ar, *harm.kin.ar, *people.titles.ar, *people.cues.ar, *harm.jobs.ar]
        )
        self._public = [
            frozenset(word.folded for word in Words(name).words) for name in lists.public
        ]
        self._public_words = frozenset(word for name in self._public for word in name)

    def runs(self, block: Block, first: int, last: int) -> Iterator[Span]:
        """Stretches of words in a sentence that may be names."""
        if block.language == "ar":
            yield from self._arabic(block, first, last)
        if _in_capitals(block, first, last):
            yield from self._shouted(block, first, last)
        else:
            yield from self._latin(block, first, last)

    def known(self, block: Block, span: Span) -> bool:
        """Whether a listed given name is among the words; a town alone is none."""
        words = [word.folded for word in block.words.words[span[0] : span[1]]]
        if len(words) == 1 and words[0] in self._towns:
            return False
        return any(word in self.given or word in self.given_arabic for word in words)

    def public(self, block: Block, span: Span) -> bool:
        """Whether it is a name from the public record."""
        around = block.words.words[max(span[0] - 1, 0) : span[1] + 2]
        words = {word.folded for word in around}
        own = {word.folded for word in block.words.words[span[0] : span[1]]}
        if not own & self._public_words:
            return False
        return any(name <= words and own & name for name in self._public)

    def _latin(self, block: Block, first: int, last: int) -> Iterator[Span]:
        """Stretches of words with capitals."""
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

    def _shouted(self, block: Block, first: int, last: int) -> Iterator[Span]:
        """In a sentence in capitals: its first words up to a comma or a small word, and listed
        given names with what follows."""
        words = block.words.words
        end = first
        while end < last and not (end > first and words[end].breaks):
            if words[end].folded in self.small or words[end].folded in self.not_people:
                break
            if not _is_word(words[end], block.words.text):
                break
            end += 1
        if end > first and end - first <= _LONGEST:
            yield first, end
        at = max(end, first + 1)
        while at < last:
            if words[at].folded in self.given:
                stop = at + 1
                while (
                    stop < min(last, at + 4)
                    and not words[stop].breaks
                    and words[stop].folded not in self.small
                    and words[stop].folded not in self.not_people
                ):
                    stop += 1
                yield at, stop
                at = stop
            else:
                at += 1

    def _arabic(self, block: Block, first: int, last: int) -> Iterator[Span]:
        """A listed given name with what belongs to it, and the word after what is done to
        somebody, a relative or a title, where it is no ordinary word."""
        words, at = block.words.words, first
        ends = {end for _, end in self._leads.all(block.words, first, last)}
        while at < last:
            name = words[at].folded
            listed = self._given_arabic(words[at])
            led = at in ends
            usual = name in self._not_after or name.startswith(("ال", "لل", "بال")) or len(name) < 3
            if not listed and not (led and not usual and _is_arabic(name)):
                at += 1
                continue
            end = at + 1
            while (
                end < min(last, at + 1 + _ARABIC_MORE)
                and not words[end].breaks
                and (
                    self._given_arabic(words[end])
                    or words[end].folded in _JOINS_ARABIC
                    or words[end - 1].folded in _JOINS_ARABIC
                )
            ):
                end += 1
            if listed or led:
                yield at, end
            at = end

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

    def _given_arabic(self, word: Word) -> bool:
        name = word.folded
        return name in self.given_arabic or (name[:1] == "و" and name[1:] in self.given_arabic)


def _in_capitals(block: Block, first: int, last: int) -> bool:
    """Whether a sentence is written in capitals."""
    words = [
        written
        for word in block.words.words[first:last]
        if (written := block.words.text[word.start : word.end]).isalpha() and len(written) > 1
    ]
    return len(words) > 2 and sum(map(str.isupper, words)) >= _CAPITALS * len(words)


def _is_name(word: Word, text: str) -> bool:
    """A word that is written as names are; acronyms (NGOs, UNICEF) are not, two words in capitals
    of more than two letters side by side may be."""
    written = text[word.start : word.end]
    if not word.capital or not written.isalpha():
        return False
    if len(written) < 2 or written[1:].islower() or len(written) > _ACRONYM:
        return True
    mixed = not written.isupper()
    return mixed or (len(written) > 3 and _beside_capitals(word, text))


def _beside_capitals(word: Word, text: str) -> bool:
    """Whether the word before or after it is in capitals too (MARIAM KEITA)."""
    before = re.search(r"([^\W\d_]+)[ \u00a0-]$", text[: word.start])
    after = re.match(r"[ \u00a0-]([^\W\d_]+)", text[word.end :])
    near = [one[1] for one in (before, after) if one]
    return any(one.isupper() and len(one) > 3 for one in near)


def _is_word(word: Word, text: str) -> bool:
    return text[word.start : word.end].isalpha() and len(word.folded) > 1


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"
