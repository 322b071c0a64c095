"""Looks at what a draft asks and says: recommendations go to the SMART check; claims without
evidence, hollow evidence, insults."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.models import LANGUAGES
from bot.knowledge.typography import quoted
from bot.prepare.drafts.context import (
    CheckedItem,
    DraftContext,
    Finding,
    excerpt,
    is_guidance,
    place_of,
    short,
    tongue,
)
from bot.prepare.drafts.draft import Block
from bot.prepare.smart import Smart

_SHORTEST_REQUEST = 4
_LABEL = re.compile(r"^[^:]{0,40}:\s*")
_BLANK = re.compile(r"\[[^\W\d_]{2,}")
_QUESTIONS = ("?", "؟")


def check_recommendations(look: DraftContext, smart: Smart) -> Iterator[CheckedItem]:
    """Which recommendations nobody can check, and how to correct each."""
    asks = list(recommendations(look))
    if not asks:
        return
    if look.language not in LANGUAGES:
        yield look.tell.item("recommendations", "recommendations-unread")
        return
    findings: list[Finding] = []
    flawed = 0
    for block, text in asks:
        language = block.language if block.language in LANGUAGES else look.language
        reader = tongue(look.language)
        flaws = smart.flaws(text, language, reader)
        mended = smart.corrected(text, language) if flaws else ""
        flawed += bool(flaws)
        for flaw in flaws:
            quoted = f"{short(text)} ({flaw.found})" if flaw.found else text
            findings.append(
                Finding(
                    kind=flaw.kind,
                    verdict=flaw.weight,
                    place=place_of(block),
                    shown=short(quoted),
                    says=flaw.wrong,
                    do=flaw.mend
                    if flaw is not flaws[-1]
                    else _remedy(flaw.mend, mended, look.tell.language),
                    rule=look.tell.rule(flaw.rule),
                )
            )
    worst = any(finding.verdict == "fix" for finding in findings)
    key = "flawed" if worst else "open" if findings else "clear"
    yield look.tell.item(
        "recommendations",
        f"recommendations-{key}",
        findings,
        rule="templates.can.smart",
        values={"number": len(asks), "flawed": flawed},
    )


def _remedy(mend: str, mended: str, language: str) -> str:
    """The remedy, with the sentence as it could stand."""
    return f"{mend} → {quoted(mended, language)}" if mended else mend


def recommendations(look: DraftContext) -> Iterator[tuple[Block, str]]:
    """Each recommendation once, with its text: what stands under a heading of recommendations, and
    paragraphs that say of themselves that they are one."""
    level, inside = 0, False
    seen: set[str] = set()
    for block in look.draft.blocks:
        lists, language = look.lists.words, block.language or look.language
        if block.kind == "heading":
            asks = lists.recommending.of(language).any(block.words)
            if asks and not lists.earlier.of(language).any(block.words):
                inside, level = True, block.level
            elif inside and block.level <= level:
                inside = False
            continue
        if block.part != "text" or block.kind not in ("paragraph", "cell", "box"):
            continue
        if block.blank or is_guidance(block, look.lists):
            continue
        labelled = _labelled(look, block)
        text = labelled or (block.text if inside else "")
        if text and _is_one(text) and text not in seen:
            seen.add(text)
            yield block, text


def _labelled(look: DraftContext, block: Block) -> str:
    """The text after a label such as “Recommendation 3:”; empty where there is none."""
    words = look.lists.words.recommending.of(block.language or look.language)
    label = _LABEL.match(block.text)
    if not label or not words.any(block.words, 0, min(2, len(block.words.words))):
        return ""
    return block.text[label.end() :]


def _is_one(text: str) -> bool:
    filled = len(text.split()) >= _SHORTEST_REQUEST and not _BLANK.search(text)
    return filled and not text.endswith((":", *_QUESTIONS))


_SHORTEST_CLAIM = 12
"""Words from which a paragraph claims something."""
_NEAR = 3
"""Paragraphs around a claim in which its evidence may stand."""
_QUOTED = re.compile(r"[“\"«„‘][^“”\"«»„’]{1,200}[”\"»’]")


def check_evidence(look: DraftContext) -> Iterator[CheckedItem]:
    """Claims that nothing nearby supports, and words that are no evidence."""
    hollow = [
        look.tell.finding("hollow", place_of(block), excerpt(block, *span))
        for block in look.text_blocks()
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


def check_wording(look: DraftContext) -> Iterator[CheckedItem]:
    """Insults; one in quotation marks may be the violation itself."""
    rule = look.body.polite.rule if look.body.polite else "templates.cannot.language"
    findings = [finding for block in look.text_blocks() for finding in _insults(look, block, rule)]
    abusive = sum(finding.verdict == "fix" for finding in findings)
    key = "wording-abusive" if abusive else "wording-quoted" if findings else "wording-sober"
    yield look.tell.item("wording", key, findings, rule, {"number": abusive or len(findings)})


def _insults(look: DraftContext, block: Block, rule: str) -> Iterator[Finding]:
    quotes: list[tuple[int, int]] | None = None
    for first, last in look.lists.words.abusive.of(block.language).all(block.words):
        if quotes is None:
            quotes = [match.span() for match in _QUOTED.finditer(block.words.text)]
        at = block.words.words[first].start
        quoted = any(start < at < end for start, end in quotes)
        kind = "quoted-insult" if quoted else "insult"
        yield look.tell.finding(kind, place_of(block), excerpt(block, first, last), rule)


def _unsupported(look: DraftContext) -> Iterator[Block]:
    """Paragraphs that claim something, where no word nearby says how it is known."""
    recommendation_blocks = {id(block) for block, _ in recommendations(look)}
    blocks = [block for block in look.prose() if id(block) not in recommendation_blocks]
    words = look.lists.words
    known = [block.refers or words.evidence.of(block.language).any(block.words) for block in blocks]
    for at, block in enumerate(blocks):
        if len(block.words.words) < _SHORTEST_CLAIM or any(
            known[max(at - _NEAR, 0) : at + _NEAR + 1]
        ):
            continue
        claims = words.claims.of(block.language).any(block.words)
        if claims or words.incidents.of(block.language).any(block.words):
            yield block
