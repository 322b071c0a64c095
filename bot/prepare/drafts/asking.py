"""Finds the recommendations of a draft, and gives each to the SMART check."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.models import LANGUAGES
from bot.prepare.drafts.draft import Block
from bot.prepare.drafts.looking import Looking, is_guidance, tongue
from bot.prepare.drafts.models import Finding, Item
from bot.prepare.drafts.told import place_of, short
from bot.prepare.smart import Smart

_SHORTEST = 4
_LABEL = re.compile(r"^[^:]{0,40}:\s*")
_BLANK = re.compile(r"\[[^\W\d_]{2,}")
_QUESTIONS = ("?", "؟")


def check_recommendations(look: Looking, smart: Smart) -> Iterator[Item]:
    """Which recommendations nobody can check, and how to mend each."""
    found = list(recommendations(look))
    if not found:
        return
    if look.language not in LANGUAGES:
        yield look.tell.item("recommendations", "recommendations-unread")
        return
    findings: list[Finding] = []
    flawed = 0
    for block, text in found:
        language = block.language if block.language in LANGUAGES else look.language
        told = tongue(look.language)
        flaws = smart.flaws(text, language, told)
        mended = smart.mended(text, language) if flaws else ""
        flawed += bool(flaws)
        for flaw in flaws:
            shown = f"{short(text)} ({flaw.found})" if flaw.found else text
            findings.append(
                Finding(
                    kind=flaw.kind,
                    verdict=flaw.weight,
                    place=place_of(block),
                    shown=short(shown),
                    says=flaw.wrong,
                    do=flaw.mend if flaw is not flaws[-1] else _offered(flaw.mend, mended),
                    rule=look.tell.rule(flaw.rule),
                )
            )
    worst = any(one.verdict == "fix" for one in findings)
    key = "flawed" if worst else "open" if findings else "clear"
    yield look.tell.item(
        "recommendations",
        f"recommendations-{key}",
        findings,
        rule="templates.can.smart",
        values={"number": len(found), "flawed": flawed},
    )


def _offered(mend: str, mended: str) -> str:
    """The remedy, with the sentence as it could stand."""
    return f"{mend} → “{mended}”" if mended else mend


def recommendations(look: Looking) -> Iterator[tuple[Block, str]]:
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


def _labelled(look: Looking, block: Block) -> str:
    """The text after a label such as “Recommendation 3:”; empty where there is none."""
    words = look.lists.words.recommending.of(block.language or look.language)
    label = _LABEL.match(block.text)
    if not label or not words.any(block.words, 0, min(2, len(block.words.words))):
        return ""
    return block.text[label.end() :]


def _is_one(text: str) -> bool:
    filled = len(text.split()) >= _SHORTEST and not _BLANK.search(text)
    return filled and not text.endswith((":", *_QUESTIONS))
