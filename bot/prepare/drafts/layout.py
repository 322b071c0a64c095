"""What a reader sees of a draft's order: headings, cover page, annexes, notes in plain text; and in
which language it is written, and each longer paragraph of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from bot.prepare.drafts.draft import Block, Draft, settle
from bot.prepare.drafts.lists import LanguageMarks, WordLists
from bot.prepare.phrases import Word, folded

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
    begun = False
    for block in draft.blocks:
        begun = begun or (block.kind == "heading" and _begins(block, lists, "annexes"))
        if begun:
            block.part = "annex"


def _notes(draft: Draft, lists: WordLists) -> None:
    """Notes that are listed under a heading are notes too."""
    level, blocks = 0, []
    for block in draft.blocks:
        if block.kind == "heading" and (not level or block.level <= level):
            notes = _begins(block, lists, "endnotes") and len(block.words.words) <= 3
            level = block.level if notes else 0
        elif level and block.kind in ("paragraph", "cell"):
            block.kind, block.part = "endnote", "text"
            draft.notes.append(block)
            continue
        blocks.append(block)
    draft.blocks = blocks


def _begins(block: Block, lists: WordLists, key: str) -> bool:
    return any(
        bool(getattr(lists, key).of(language).all(block.words, 0, 2))
        for language in ("en", "fr", "es", "ar")
    )


_LEAST = 0.24
"""The share of commonest words that a text in a language has at least; a neighbour has less."""
_LETTERS = 0.5
"""The share of letters of a script."""
_FEWEST = 20
"""Words from which a paragraph tells its language by itself."""


class LanguageFinder:
    """Tells languages apart by the words and letters that curators list."""

    def __init__(self, marks: LanguageMarks) -> None:
        self._words: dict[str, list[str]] = {}
        for language, words in marks.words.items():
            for word in words:
                self._words.setdefault(folded(word), []).append(language)
        self._scripts = {
            language: (chr(int(script.first, 16)), chr(int(script.last, 16)), script.without)
            for language, script in marks.scripts.items()
        }

    def tell(self, draft: Draft) -> str | None:
        """The language of the whole; None where nothing says it. Marks each longer paragraph."""
        whole = [word for block in draft.blocks for word in block.words.words]
        language = self._of(whole, "".join(block.text for block in draft.blocks[:400]))
        for block in [*draft.text(), *draft.comments, *draft.running, *draft.described]:
            own = block.words.words
            own_language = self._of(own, block.text) if len(own) >= _FEWEST else language
            block.language = own_language or language or self._best(own)
        return language

    def _best(self, words: Iterable[Word]) -> str | None:
        """The language of which a few words alone speak, where they are too few to be sure."""
        counted = Counter(
            language for word in words for language in self._words.get(word.folded, ())
        )
        return next((language for language, _ in counted.most_common(1)), None)

    def _of(self, words: Iterable[Word], text: str) -> str | None:
        letters = [sign for sign in text if sign.isalpha()]
        for language, (first, last, without) in self._scripts.items():
            inside = sum(first <= sign <= last for sign in letters)
            if letters and inside / len(letters) > _LETTERS:
                strange = sum(sign in without for sign in letters)
                return language if strange * 50 < inside else None
        counted: Counter[str] = Counter()
        number = 0
        for word in words:
            number += word.folded.isalpha()
            counted.update(self._words.get(word.folded, ()))
        best = counted.most_common(1)
        return best[0][0] if best and best[0][1] / max(number, 1) >= _LEAST else None
