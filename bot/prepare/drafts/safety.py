"""All that looks for what could identify people in a text: names, and those beside what happened to
somebody first of all; numbers, places, traces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.prepare.drafts.contacts import ContactFinder, check_contacts
from bot.prepare.drafts.context import TextContext, masked, place_of
from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.lists import DraftLists
from bot.prepare.drafts.models import CheckedItem, Place
from bot.prepare.drafts.names import PeopleFinder, Telltale
from bot.prepare.drafts.traces import PlaceFinder, TraceFinder, check_places, check_traces
from bot.prepare.phrases import Span, Words
from bot.states import StateNames

_CITING = ("footnote", "endnote")
"""Where authors are named, which is no danger to them."""
_TOLD = ("paragraph", "box", "comment", "title", "heading", "cell", "running")
_SHORTEST = 4
"""Letters of a part of a name by which it is found again."""


@dataclass(frozen=True)
class Named:
    """A name that was found: where, how, and its words."""

    kind: str
    place: Place | None
    text: str


def check_people(look: TextContext, finder: PeopleFinder) -> Iterator[CheckedItem]:
    """Names anywhere in the text, its notes, comments and descriptions of pictures; what was found
    once is found everywhere in the file."""
    blocks = list(look.everything())
    telltale = Telltale(look.lists)
    by_block = {id(block): list(_names(look, finder, telltale, block)) for block in blocks}
    mentions = [item for block in blocks for item in by_block[id(block)]]
    again = list(_again(look, finder, blocks, by_block, mentions))
    findings = [
        look.tell.finding(item.kind, item.place, masked(item.text)) for item in [*mentions, *again]
    ]
    if not findings:
        yield look.tell.item("people", "people-none")
        return
    yield look.tell.item("people", "people-found", findings, values={"number": len(findings)})


def _names(
    look: TextContext, finder: PeopleFinder, telltale: Telltale, block: Block
) -> Iterator[Named]:
    spans = block.sentences
    incidents = look.lists.words.incidents
    hurt = [incidents.of(block.language).any(block.words, *span) for span in spans]
    for at, (first, last) in enumerate(spans):
        near = any(hurt[max(at - 1, 0) : at + 2])
        public = telltale.in_public(block, first, last)
        for span in finder.runs(block, first, last):
            kind = _kind(look, finder, telltale, block, (first, last), span, hurt[at], near)
            if not kind or finder.public(block, span) or (public and kind != "name-led"):
                continue
            kind = "name-incident" if kind == "name-led" else kind
            yield Named(kind, place_of(block), block.words.text_between(*span))


def _kind(
    look: TextContext,
    finder: PeopleFinder,
    telltale: Telltale,
    block: Block,
    sentence: Span,
    span: Span,
    hurt: bool,
    near: bool,
) -> str:
    """What a stretch of words is; empty for no name. `name-led` is one that a cue introduces."""
    length = span[1] - span[0]
    text = block.words.text_between(*span)
    known = finder.has_given_name(block, span)
    led = telltale.led(block, sentence, span)
    if led == "role":
        return ""
    if _is_state(look, text, known and bool(led)):
        return ""
    if block.kind in _CITING and not (near or led == "cue"):
        return ""
    if led in ("harm", "cue"):
        return "name-incident"
    if led == "title" or known:
        alone = length < 2 and led != "title"
        if alone and not (hurt and not telltale.at_place(block, sentence, span)):
            return ""
        if telltale.cited(block, sentence, span) and not near:
            return ""
        return "name-incident" if near else "name"
    capital = length > 1 and hurt and block.kind in _TOLD and length <= 4
    if capital and not telltale.at_place(block, sentence, span):
        return "name-perhaps"
    return ""


def _again(
    look: TextContext,
    finder: PeopleFinder,
    blocks: Iterable[Block],
    by_block: Mapping[int, list[Named]],
    named: Iterable[Named],
) -> Iterator[Named]:
    """Parts of names that were found, where they stand elsewhere: a caption, the description of a
    picture, a comment, a property of the file."""
    parts = {
        word.folded: item.kind
        for item in named
        if item.kind != "name-perhaps"
        for word in Words(item.text).words
        if len(word.folded) >= _SHORTEST and word.folded not in finder.titles
        and word.folded not in finder.particles
    }  # fmt: skip
    if not parts:
        return
    for block in blocks:
        own = {word.folded for item in by_block[id(block)] for word in Words(item.text).words}
        for word in block.words.words:
            arabic = "\u0600" <= word.folded[0] <= "\u06ff"
            if word.folded in parts and word.folded not in own and (word.capital or arabic):
                yield Named("name-again", place_of(block), block.words.text[word.start : word.end])
                break
    for value in look.draft.values:
        again = next((word for word in Words(value).words if word.folded in parts), None)
        if again:
            yield Named("name-again", Place(where="running"), value[again.start : again.end])


def _is_state(look: TextContext, text: str, led: bool) -> bool:
    return not led and bool(look.names.find(text))


class Safety:
    """The finders, opened once; safe to use from several threads."""

    def __init__(self, lists: DraftLists, names: StateNames) -> None:
        self.contacts = ContactFinder(lists.contacts, lists.regions)
        self._people = PeopleFinder(lists)
        self._places = PlaceFinder(lists).over(names)
        self._traces = TraceFinder(lists)

    def items(self, look: TextContext) -> Iterator[CheckedItem]:
        """What is found in a text and what belongs to it, one item a kind of check."""
        yield from check_people(look, self._people)
        yield from check_contacts(look, self.contacts)
        yield from check_places(look, self._places)
        yield from check_traces(look, self._traces, self._places)
