"""What around a word says that it is the name of a person: what is done to it, whose relative
somebody is, who tells, a title; and what says that it stands in a public record."""

from __future__ import annotations

import re

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import Lists, Spoken
from bot.prepare.drafts.lookup import Span
from bot.prepare.phrases import Word

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

    def __init__(self, lists: Lists) -> None:
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
        if self._before(harm.witnesses, block, sentence, span) and self._one(block, span):
            return "title" if span[1] - span[0] > 1 else ""
        return ""

    def at_place(self, block: Block, sentence: Span, span: Span) -> bool:
        """Whether it stands where places stand: after `in`, `at`, `near`."""
        return self._before(self._at, block, sentence, span)

    def cited(self, block: Block, sentence: Span, span: Span) -> bool:
        """Whether it is the author of a work that is cited."""
        return self._before(self._harm.citing, block, sentence, span)

    def _before(self, spoken: Spoken, block: Block, sentence: Span, span: Span) -> bool:
        """Whether one of the phrases ends right before the words."""
        start = max(span[0] - _CUE, sentence[0])
        if start == span[0] or not _joined(block, span[0], _NEXT, _LINKED):
            return False
        found = spoken.of(block.language).all(block.words, start, span[0])
        if any(end == span[0] for _, end in found):
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
        told = self._harm.told.of(block.language)
        if any(start == span[1] for start, _ in told.all(words, span[1], last)):
            return True
        by_verb = self._harm.by_verb.of(block.language)
        done = self._harm.done.of(block.language)
        for start, end in by_verb.all(words, span[1], min(span[1] + _APART, last)):
            between = words.text[words.words[span[1] - 1].end : words.words[start].start]
            if _AFTER.fullmatch(between) and done.any(words, end, min(end + 3, last)):
                return True
        return False

    def _one(self, block: Block, span: Span) -> bool:
        return not any(
            _written(block, word).isupper() for word in block.words.words[span[0] : span[1]]
        )


def _any(spoken: Spoken, block: Block, first: int, last: int) -> bool:
    return spoken.of(block.language).any(block.words, first, last)


def _joined(block: Block, at: int, *between: re.Pattern[str]) -> bool:
    words = block.words
    text = words.text[words.words[at - 1].end : words.words[at].start]
    return any(one.fullmatch(text) for one in between)


def _written(block: Block, word: Word) -> str:
    return block.words.text[word.start : word.end]
