"""Finds names of people, and those beside what happened to somebody first of all."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.looking import Looking
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.names import PeopleFinder, Span
from bot.prepare.drafts.told import masked, place_of

_NEXT = re.compile(r"[.:]?[ \u00a0]{1,2}")
"""What stands between a title and the name."""
_CUE = 4
"""Words that a cue has at most."""
_CITING = ("footnote", "endnote")
"""Where authors are named, which is no danger to them."""
_TOLD = ("paragraph", "box", "comment")


def check_people(look: Looking, finder: PeopleFinder) -> Iterator[Item]:
    """Names anywhere in the text, its notes, comments and descriptions of pictures."""
    found = [one for block in look.everything() for one in _names(look, finder, block)]
    if not found:
        yield look.tell.item("people", "people-none")
        return
    values = {"number": len(found)}
    yield look.tell.item("people", "people-found", found, values=values)


@dataclass(frozen=True)
class _Sentence:
    """A sentence of a block, and whether something happened to somebody there or beside it."""

    block: Block
    first: int
    last: int
    hurt: bool
    near: bool


def _names(look: Looking, finder: PeopleFinder, block: Block) -> Iterator[Finding]:
    spans = block.sentences
    incidents = look.lists.words.incidents.of(block.language)
    hurt = [incidents.any(block.words, *span) for span in spans]
    for at, (first, last) in enumerate(spans):
        near = any(hurt[max(at - 1, 0) : at + 2])
        sentence = _Sentence(block, first, last, hurt[at], near)
        for span in finder.latin(block, first, last):
            if kind := _kind(look, finder, sentence, span):
                yield look.tell.finding(kind, place_of(block), _shown(block, span))
        for span in finder.arabic(block, first, last):
            led = _led(look, sentence, span) or _followed(look, sentence, span)
            if span[1] - span[0] > 1 or led:
                kind = "name-incident" if near or led == "cue" else "name"
                yield look.tell.finding(kind, place_of(block), _shown(block, span))


def _kind(look: Looking, finder: PeopleFinder, sentence: _Sentence, span: Span) -> str:
    """What a stretch of words with capitals is; empty for no name."""
    block, length = sentence.block, span[1] - span[0]
    known = finder.known(block, span)
    led = _led(look, sentence, span) or (known and _followed(look, sentence, span))
    text = block.words.said(*span)
    if (length < 2 and (not led or text.isupper())) or _is_state(look, text, known):
        return ""
    if led == "title" and _is_role(look, block, span[0]):
        return ""
    if known or led:
        if sentence.near or led == "cue":
            return "name-incident"
        return "" if block.kind in _CITING else "name"
    perhaps = sentence.hurt and block.kind in _TOLD and length <= 3 and not text.isupper()
    return "name-perhaps" if perhaps else ""


def _led(look: Looking, sentence: _Sentence, span: Span) -> str:
    """What introduces a name: a title, a cue, or nothing."""
    people, words = look.lists.people, sentence.block.words
    language = sentence.block.language
    before = max(span[0] - _CUE, sentence.first)
    if before == span[0] or not _NEXT.fullmatch(
        words.text[words.words[span[0] - 1].end : words.words[span[0]].start]
    ):
        return ""
    for kind, lists in (("title", people.titles), ("cue", people.cues)):
        found = lists.of(language).all(words, before, span[0])
        if any(end == span[0] for _, end in found):
            return kind
    return ""


def _followed(look: Looking, sentence: _Sentence, span: Span) -> str:
    """Whether a cue follows on a name: “aged 34”."""
    block, last = sentence.block, min(span[1] + _CUE, sentence.last)
    found = look.lists.people.cues.of(block.language).all(block.words, span[1], last)
    return "cue" if any(start == span[1] for start, _ in found) else ""


def _is_role(look: Looking, block: Block, at: int) -> bool:
    return bool(look.lists.people.roles.of(block.language).all(block.words, at, at + 1))


def _is_state(look: Looking, text: str, known: bool) -> bool:
    return not known and bool(look.names.find(text))


def _shown(block: Block, span: Span) -> str:
    return masked(block.words.said(*span))
