"""In which language a draft is written, and each longer paragraph of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from bot.prepare.drafts.draft import Draft
from bot.prepare.drafts.lists import LanguageMarks
from bot.prepare.phrases import Word, folded

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
            language: (chr(int(one.first, 16)), chr(int(one.last, 16)), one.without)
            for language, one in marks.scripts.items()
        }

    def tell(self, draft: Draft) -> str | None:
        """The language of the whole; None where nothing says it. Marks each longer paragraph."""
        whole = [word for block in draft.blocks for word in block.words.words]
        found = self._of(whole, "".join(block.text for block in draft.blocks[:400]))
        for block in [*draft.text(), *draft.comments, *draft.running, *draft.described]:
            own = block.words.words
            told = self._of(own, block.text) if len(own) >= _FEWEST else found
            block.language = told or found or self._best(own)
        return found

    def _best(self, words: Iterable[Word]) -> str | None:
        """The language of which a few words alone speak, where they are too few to be sure."""
        counted = Counter(one for word in words for one in self._words.get(word.folded, ()))
        return next((one for one, _ in counted.most_common(1)), None)

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
