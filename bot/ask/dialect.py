"""Words of spoken Arabic and of regions, in the words in which the base is written: the model of
meaning was taught with those, and to it "شنو" or "وين" is a name. In Central America "la mara" is a
gang before it is the MARA of the Security Council."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from bot.ask.words import fold

_SPELLED = {"ا": "[اأإآ]", "ه": "[هة]", "ي": "[يى]"}
"""Letters that one word is typed with."""
_WHAT = re.compile(r"(?<!\w)ماذا(?= (?:ال|هو |هي ))")
"""What a noun is is asked with another word than what somebody does."""


class Dialect:
    """Writes the words of dialects out."""

    def __init__(self, words: Mapping[str, Sequence[str]]) -> None:
        """`words` are those in which the base is written → those of dialects that mean them."""
        self._written = {
            fold(word): written for written, all_of in words.items() for word in all_of
        }
        longest_first = sorted(self._written, key=len, reverse=True)
        spoken = "|".join(map(_any_spelling, longest_first))
        pattern = rf"(?<!\w)([وف]?)({spoken})(?!\w)"
        self._spoken = re.compile(pattern, re.IGNORECASE) if spoken else None

    def written(self, text: str) -> str:
        """A cleaned text with the words of dialects written out, all else as it stands."""
        if self._spoken is None:
            return text
        written = self._spoken.sub(lambda said: said[1] + self._written[fold(said[2])], text)
        return text if written == text else _WHAT.sub("ما", written)


def _any_spelling(word: str) -> str:
    return "".join(_SPELLED.get(letter, re.escape(letter)) for letter in word)
