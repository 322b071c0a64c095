"""Recognises stretches of words that may be names of people: by capitals, by listed names, by what
around them says so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import DraftLists
from bot.prepare.phrases import Lookup, PhrasesByLanguage, Span, Word, Words, folded, is_arabic

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

    def __init__(self, lists: DraftLists) -> None:
        people, harm = lists.people, lists.harm
        listed = [folded(name) for name in (*people.given, *lists.given)]
        self.given = {name for name in listed if not is_arabic(name)}
        self.given_arabic = {
            *(folded(name) for name in people.given_arabic),
            *(name for name in listed if is_arabic(name)),
        }
        self.particles = {folded(name) for name in people.particles}
        self.titles = {folded(title) for title in people.titles.all()}
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

    def has_given_name(self, block: Block, span: Span) -> bool:
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
            if len(words[end].folded) < 2 or not block.words.as_written(words[end]).isalpha():
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
            if not listed and not (led and not usual and is_arabic(name)):
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
        letters
        for word in block.words.words[first:last]
        if (letters := block.words.as_written(word)).isalpha() and len(letters) > 1
    ]
    return len(words) > 2 and sum(map(str.isupper, words)) >= _CAPITALS * len(words)


def _is_name(word: Word, text: str) -> bool:
    """A word that is written as names are; acronyms (NGOs, UNICEF) are not, two words in capitals
    of more than two letters side by side may be."""
    letters = text[word.start : word.end]
    if not word.capital or not letters.isalpha():
        return False
    if len(letters) < 2 or letters[1:].islower() or len(letters) > _ACRONYM:
        return True
    mixed = not letters.isupper()
    return mixed or (len(letters) > 3 and _beside_capitals(word, text))


def _beside_capitals(word: Word, text: str) -> bool:
    """Whether the word before or after it is in capitals too (MARIAM KEITA)."""
    before = re.search(r"([^\W\d_]+)[ \u00a0-]$", text[: word.start])
    after = re.match(r"[ \u00a0-]([^\W\d_]+)", text[word.end :])
    near = [beside[1] for beside in (before, after) if beside]
    return any(neighbour.isupper() and len(neighbour) > 3 for neighbour in near)


_NEXT = re.compile(r"[.:]?[ \u00a0]{1,2}(?:[\"“«„'‘][ \u00a0]?)?")
"""What stands between a title and the name."""
_LINKED = re.compile(r"(?:[ \u00a0]{1,2}|['’])(?:[\"“«„'‘][ \u00a0]?)?")
_POSSESSIVE = re.compile(r"['’]s?[ \u00a0]")
_AFTER = re.compile(
    r"(?:[ \u00a0]{1,2}|,[ \u00a0]?[^.;:!?]{1,60}?,[ \u00a0]?|[ \u00a0]?\([^()]{1,40}\),?[ \u00a0])"
)
"""What stands between a name and what happened: nothing, or something set apart."""
_CUE = 4
"""Words that a cue has at most."""
_APART = 14
"""Words after a name in which what happened is looked for."""


class Telltale:
    """The words of the curators, for all languages."""

    def __init__(self, lists: DraftLists) -> None:
        self._people = lists.people
        self._harm = lists.harm
        self._at = lists.traces.at

    def in_public(self, block: Block, first: int, last: int) -> bool:
        """Whether a sentence speaks of an international court, a case by its name, a prize."""
        return _any(self._harm.in_public, block, first, last)

    def led(self, block: Block, sentence: Span, span: Span) -> str:
        """What makes of the words a name: `harm` (something was done to it), `cue` (a word that
        introduces a person, or a relative), `title`, `role` (no name: Mr President), or nothing."""
        people, harm = self._people, self._harm
        if self._before(people.titles, block, sentence, span):
            if _any(people.roles, block, span[0], span[0] + 1):
                return "role"
            return "title"
        if self._before(people.cues, block, sentence, span):
            return "cue"
        if self._followed(block, sentence, span):
            return "harm"
        if self._before(harm.doing, block, sentence, span) or self._kin(block, sentence, span):
            return "harm"
        if self._before(harm.jobs, block, sentence, span):
            return "title"
        if self._before(harm.witnesses, block, sentence, span) and _one(block, span):
            return "title" if span[1] - span[0] > 1 else ""
        return ""

    def at_place(self, block: Block, sentence: Span, span: Span) -> bool:
        """Whether it stands where places stand: after `in`, `at`, `near`."""
        return self._before(self._at, block, sentence, span)

    def cited(self, block: Block, sentence: Span, span: Span) -> bool:
        """Whether it is the author of a work that is cited."""
        return self._before(self._harm.citing, block, sentence, span)

    def _before(self, spoken: PhrasesByLanguage, block: Block, sentence: Span, span: Span) -> bool:
        """Whether one of the phrases ends right before the words."""
        start = max(span[0] - _CUE, sentence[0])
        if start == span[0] or not _joined(block, span[0], _NEXT, _LINKED):
            return False
        spans = spoken.of(block.language).all(block.words, start, span[0])
        if any(end == span[0] for _, end in spans):
            return True
        alone = spoken.of(block.language).all(block.words, span[0] - 1, span[0])
        return bool(alone)

    def _kin(self, block: Block, sentence: Span, span: Span) -> bool:
        """“X's wife”, “the wife of X”."""
        words, kin = block.words, self._harm.kin.of(block.language)
        last = sentence[1]
        if span[1] < last:
            between = words.text[words.words[span[1] - 1].end : words.words[span[1]].start]
            at = span[1]
            if words.words[at].folded == "s" and "’" in between.replace("'", "’"):
                at += 1
                if kin.any(words, at, min(at + 2, last)):
                    return True
            elif _POSSESSIVE.match(between) and kin.any(words, at, min(at + 2, last)):
                return True
        if block.language == "ar":
            start = max(span[0] - 1, sentence[0])
            return start < span[0] and kin.any(words, start, span[0])
        link = self._harm.linking.of(block.language)
        if span[0] - 2 < sentence[0] or not link.any(words, span[0] - 1, span[0]):
            return False
        start = max(span[0] - 3, sentence[0])
        return any(end == span[0] - 1 for _, end in kin.all(words, start, span[0] - 1))

    def _followed(self, block: Block, sentence: Span, span: Span) -> bool:
        """What is done to the person stands after the name, or an age does."""
        words, last = block.words, sentence[1]
        if span[1] >= last:
            return False
        cues = self._people.cues.of(block.language)
        near = cues.all(words, span[1], min(span[1] + _CUE, last))
        if any(start == span[1] for start, _ in near):
            return True
        lookup = self._harm.told.of(block.language)
        if any(start == span[1] for start, _ in lookup.all(words, span[1], last)):
            return True
        by_verb = self._harm.by_verb.of(block.language)
        done = self._harm.done.of(block.language)
        for start, end in by_verb.all(words, span[1], min(span[1] + _APART, last)):
            between = words.text[words.words[span[1] - 1].end : words.words[start].start]
            if _AFTER.fullmatch(between) and done.any(words, end, min(end + 3, last)):
                return True
        return False


def _any(spoken: PhrasesByLanguage, block: Block, first: int, last: int) -> bool:
    return spoken.of(block.language).any(block.words, first, last)


def _joined(block: Block, at: int, *between: re.Pattern[str]) -> bool:
    words = block.words
    text = words.text[words.words[at - 1].end : words.words[at].start]
    return any(pattern.fullmatch(text) for pattern in between)


def _one(block: Block, span: Span) -> bool:
    words = block.words.words[span[0] : span[1]]
    return not any(block.words.as_written(word).isupper() for word in words)
