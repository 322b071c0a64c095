"""What people type → a search in the index of words (FTS5, https://sqlite.org/fts5.html)."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

_WORD = re.compile(r"[^\W_]+")
MOST = 6
"""Words that are looked for; of more, the longest, which are the rarest."""
LONGEST = 2_000
"""Characters that are looked at."""
ENOUGH = 10
"""Hits that are enough not to look for recommendations with fewer of the words."""
_STOP = frozenset(
    "a about all also an and any are as at be been but by can could do does for from had has have"
    " how i if in into is it its may more most must no not of on or other our over please should"
    " so such than that the their them then there these they this those to under up us was we were"
    " what when where which who why will with would you your"
    " au aux avec ce ces cette dans de des du elle en est et être il ils la le les leur leurs mais"
    " ou où par pas pour que quel quelle qui sa se ses son sont sur un une vers"
    " al como con del el ella en es esta este estos lo los las más no o para pero por qué se sin"
    " sobre son su sus un una y"
    " من في على الى إلى عن مع هذا هذه التي الذي أن إن ما لا هل أو و".split()
)

Same = Mapping[str, tuple[str, ...]]
"""Folded word or phrase → others that mean the same."""


def same_words(knowledge: Path) -> Same:
    """The groups of `states/same-words.csv`: each word or phrase with the others of its group.

    Raises OSError where the file is missing.
    """
    found: dict[str, tuple[str, ...]] = {}
    with (knowledge / "states" / "same-words.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            group = tuple(one.strip() for one in row["words"].split("|") if one.strip())
            for one in group:
                found[" ".join(folded(one))] = group
    return found


def folded(text: str) -> list[str]:
    """The words of a text in small letters without accents, as the index has them."""
    decomposed = unicodedata.normalize("NFKD", text[:LONGEST])
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return _WORD.findall(bare.casefold())


def content_words(text: str, same: Same) -> tuple[str, ...]:
    """The words and known phrases to look for, each once, without those that say nothing."""
    words, found = folded(text), dict[str, None]()
    longest = max((len(phrase.split()) for phrase in same), default=1)
    at = 0
    while at < len(words):
        for length in range(min(longest, len(words) - at), 0, -1):
            phrase = " ".join(words[at : at + length])
            if length == 1 or phrase in same:
                break
        if length > 1 or phrase not in _STOP:
            found[phrase] = None
        at += length
    return tuple(found)


def most_telling(words: Sequence[str]) -> tuple[str, ...]:
    """At most MOST of them, in their order."""
    kept = sorted(words, key=len, reverse=True)[:MOST]
    return tuple(word for word in words if word in kept)


def matching(words: Sequence[str], at_least: int, same: Same) -> str:
    """The search for texts that have at least so many of the words; empty without words."""
    if not words:
        return ""
    single = [_any_of(word, same) for word in words]
    if at_least == 1:
        return f"({' OR '.join(single)})"
    together = (f"({' AND '.join(some)})" for some in combinations(single, at_least))
    return f"({' OR '.join(together)})"


def levels(count: int) -> Iterator[int]:
    """How many of so many words are asked for: all, then fewer to half, or two; one at last."""
    yield from range(count, max((count + 1) // 2, 2) - 1, -1)
    yield min(count, 1)


def _any_of(word: str, same: Same) -> str:
    others = [" ".join(folded(one)) for one in same.get(word, ())]
    return "(" + " OR ".join(f'"{one}"' for one in dict.fromkeys((word, *others))) + ")"
