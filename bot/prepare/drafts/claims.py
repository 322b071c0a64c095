"""Looks for claims without evidence, for hollow evidence, and for insults."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.prepare.drafts.asking import recommendations
from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.looking import Looking
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.told import excerpt, place_of

_SHORTEST = 12
"""Words from which a paragraph claims something."""
_NEAR = 3
"""Paragraphs around a claim in which its evidence may stand."""
_QUOTED = re.compile(r"[“\"«„‘][^“”\"«»„’]{1,200}[”\"»’]")


def check_evidence(look: Looking) -> Iterator[Item]:
    """Claims that nothing nearby supports, and words that are no evidence."""
    hollow = [
        look.tell.finding("hollow", place_of(block), excerpt(block, *span))
        for block in look.written()
        for span in look.lists.words.hollow.of(block.language).all(block.words)
    ]
    bare = [
        look.tell.finding("no-evidence", place_of(block), excerpt(block, 0, 8, 0))
        for block in _unsupported(look)
    ]
    rule = "templates.submit.evidence"
    if hollow:
        key, number = "evidence-hollow", len(hollow)
    elif bare:
        key, number = "evidence-missing", len(bare)
    else:
        key, number = "evidence-there", 0
    yield look.tell.item("evidence", key, [*hollow, *bare], rule, {"number": number})


def check_wording(look: Looking) -> Iterator[Item]:
    """Insults; one in quotation marks may be the violation itself."""
    rule = look.body.polite.rule if look.body.polite else "templates.cannot.language"
    found = [one for block in look.written() for one in _insults(look, block, rule)]
    abusive = sum(one.verdict == "fix" for one in found)
    key = "wording-abusive" if abusive else "wording-quoted" if found else "wording-sober"
    yield look.tell.item("wording", key, found, rule, {"number": abusive or len(found)})


def _insults(look: Looking, block: Block, rule: str) -> Iterator[Finding]:
    quotes: list[tuple[int, int]] | None = None
    for first, last in look.lists.words.abusive.of(block.language).all(block.words):
        if quotes is None:
            quotes = [match.span() for match in _QUOTED.finditer(block.words.text)]
        at = block.words.words[first].start
        quoted = any(start < at < end for start, end in quotes)
        kind = "quoted-insult" if quoted else "insult"
        yield look.tell.finding(kind, place_of(block), excerpt(block, first, last), rule)


def _unsupported(look: Looking) -> Iterator[Block]:
    """Paragraphs that claim something, where no word nearby says how it is known."""
    asked = {id(block) for block, _ in recommendations(look)}
    blocks = [block for block in look.prose() if id(block) not in asked]
    words = look.lists.words
    known = [block.refers or words.evidence.of(block.language).any(block.words) for block in blocks]
    for at, block in enumerate(blocks):
        if len(block.words.words) < _SHORTEST or any(known[max(at - _NEAR, 0) : at + _NEAR + 1]):
            continue
        claims = words.claims.of(block.language).any(block.words)
        if claims or words.incidents.of(block.language).any(block.words):
            yield block
