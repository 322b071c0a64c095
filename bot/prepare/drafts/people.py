"""Finds names of people, and those beside what happened to somebody first of all."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import Lists
from bot.prepare.drafts.looking import Looking
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.told import masked, place_of
from bot.prepare.phrases import Word, folded

_JOINED = re.compile(r"[ \u00a0]{1,2}|[-'’]|\.[ \u00a0]?")
_LONGEST = 6
_ACRONYM = 6
"""Letters that an acronym has at most."""
_JOINS_ARABIC = ("بن", "ابن", "بنت", "ابو", "ام", "ال")
Span = tuple[int, int]


class PeopleFinder:
    """Recognises names by the words that curators list."""

    def __init__(self, lists: Lists) -> None:
        people = lists.people
        self.lists = lists
        self.given = {folded(name) for name in people.given}
        self.given_arabic = {folded(name) for name in people.given_arabic}
        self.particles = {folded(name) for name in people.particles}
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
        """A word with a capital only because it begins a sentence, or that is no name at all."""
        if word.folded in self.given:
            return False
        return word.folded in self.small or word.folded in self.particles

    def _given_arabic(self, word: Word, alone: bool) -> bool:
        name = word.folded
        joined = alone and name.startswith("و") and name[1:] in self.given_arabic
        return name in self.given_arabic or joined


def check_people(look: Looking, finder: PeopleFinder) -> Iterator[Item]:
    """Names anywhere in the text, its notes, comments and descriptions of pictures."""
    found = [one for block in look.everything() for one in _names(look, finder, block)]
    if not found:
        yield look.tell.item("people", "people-none")
        return
    values = {"number": len(found)}
    yield look.tell.item("people", "people-found", found, values=values)


def _names(look: Looking, finder: PeopleFinder, block: Block) -> Iterator[Finding]:
    spans = block.sentences
    incidents = look.lists.words.incidents.of(block.language)
    hurt = [incidents.any(block.words, *span) for span in spans]
    for at, (first, last) in enumerate(spans):
        near = any(hurt[max(at - 1, 0) : at + 2])
        for span in finder.latin(block, first, last):
            if kind := _kind(look, finder, block, span, first, near, hurt[at]):
                yield look.tell.finding(kind, place_of(block), _shown(block, span))
        for span in finder.arabic(block, first, last):
            led = _led(look, block, span[0], first)
            if span[1] - span[0] > 1 or led:
                kind = "name-incident" if near or led == "cue" else "name"
                yield look.tell.finding(kind, place_of(block), _shown(block, span))


def _kind(
    look: Looking,
    finder: PeopleFinder,
    block: Block,
    span: Span,
    first: int,
    near: bool,
    here: bool,
) -> str:
    """What a stretch of words with capitals is; empty for no name."""
    length = span[1] - span[0]
    led = _led(look, block, span[0], first)
    known = finder.known(block, span)
    text = block.words.said(*span)
    if (length < 2 and (not led or text.isupper())) or _is_state(look, text, known):
        return ""
    if led == "title" and _is_role(look, block, span[0]):
        return ""
    if known or led:
        if near or led == "cue":
            return "name-incident"
        cited = block.kind in ("footnote", "endnote")
        return "" if cited else "name"
    sure_words = block.kind not in ("heading", "title", "running", "footnote", "endnote", "cell")
    return "name-perhaps" if here and sure_words and length <= 3 and not text.isupper() else ""


def _led(look: Looking, block: Block, at: int, first: int) -> str:
    """What introduces a name: a title, a cue, or nothing."""
    people, words = look.lists.people, block.words
    for kind, lists in (("title", people.titles), ("cue", people.cues)):
        found = lists.of(block.language).all(words, max(at - 4, first), at)
        if any(end == at for _, end in found):
            return kind
    return ""


def _is_role(look: Looking, block: Block, at: int) -> bool:
    return bool(look.lists.people.roles.of(block.language).all(block.words, at, at + 1))


def _is_state(look: Looking, text: str, known: bool) -> bool:
    return not known and bool(look.names.find(text))


def _is_name(word: Word, text: str) -> bool:
    """A word that is written as names are; acronyms (NGOs, UNICEF) are not."""
    written = text[word.start : word.end]
    if not word.capital or not written.isalpha():
        return False
    return len(written) < 2 or written[1:].islower() or len(written) > _ACRONYM


def _shown(block: Block, span: Span) -> str:
    return masked(block.words.said(*span))
