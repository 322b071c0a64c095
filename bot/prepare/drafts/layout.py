"""What a reader sees of a draft's order: headings, cover page, annexes, notes in plain text."""

from __future__ import annotations

from itertools import pairwise

from bot.prepare.drafts.draft import Block, Draft, settle
from bot.prepare.drafts.lists import WordLists

_HEADING_WORDS = 12
_COVER_WORDS = 250
"""A cover page is shorter, and has no paragraph of more than _COVER_PARAGRAPH words."""
_COVER_PARAGRAPH = 40
_ENDS = (".", ";", ":", ",", "!", "?", "؟", "؛", "،", "…")


def laid_out(draft: Draft, lists: WordLists) -> Draft:
    """The draft with its headings, cover page and annexes known, and its paragraphs numbered."""
    if not any(block.kind == "heading" for block in draft.blocks):
        _guess_headings(draft)
    _title(draft)
    _cover(draft)
    _annexes(draft, lists)
    _notes(draft, lists)
    return settle(draft)


def _guess_headings(draft: Draft) -> None:
    """In a text without styles short lines before longer ones are taken for headings."""
    for block, after in pairwise(draft.blocks):
        short = len(block.words.words) <= _HEADING_WORDS and not block.text.endswith(_ENDS)
        if block.kind != "paragraph" or block.listed or not short:
            continue
        longer = after.listed or len(after.words.words) > len(block.words.words)
        if block.strong or block.text.isupper() or (longer and draft.kind != "docx"):
            block.kind, block.level = "heading", 1


def _title(draft: Draft) -> None:
    """A single heading of the first level, with others below it, is the title."""
    heads = [block for block in draft.blocks if block.kind == "heading"]
    tops = [block for block in heads if block.level == 1]
    if len(tops) == 1 and len(heads) > 1 and heads[0] is tops[0]:
        tops[0].kind = "title"


def _cover(draft: Draft) -> None:
    first = next((i for i, b in enumerate(draft.blocks) if b.kind == "heading"), 0)
    before = draft.blocks[:first]
    sizes = [0 if block.kind == "contents" else len(block.words.words) for block in before]
    if sum(sizes) <= _COVER_WORDS and max(sizes, default=0) <= _COVER_PARAGRAPH:
        for block in before:
            block.part = "cover"


def _annexes(draft: Draft, lists: WordLists) -> None:
    found = False
    for block in draft.blocks:
        found = found or (block.kind == "heading" and _begins(block, lists, "annexes"))
        if found:
            block.part = "annex"


def _notes(draft: Draft, lists: WordLists) -> None:
    """Notes that are listed under a heading are notes too."""
    level, kept = 0, []
    for block in draft.blocks:
        if block.kind == "heading" and (not level or block.level <= level):
            notes = _begins(block, lists, "endnotes") and len(block.words.words) <= 3
            level = block.level if notes else 0
        elif level and block.kind in ("paragraph", "cell"):
            block.kind, block.part = "endnote", "text"
            draft.notes.append(block)
            continue
        kept.append(block)
    draft.blocks = kept


def _begins(block: Block, lists: WordLists, key: str) -> bool:
    return any(
        bool(getattr(lists, key).of(language).all(block.words, 0, 2))
        for language in ("en", "fr", "es", "ar")
    )
