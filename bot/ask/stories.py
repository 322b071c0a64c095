"""A long text tells a story and then asks: what it asks counts more than what it tells."""

from __future__ import annotations

import re

LONG = 45
"""Words from which a text of several sentences is taken for a story with a question."""
ASKED = 12
"""Words that what is asked has at least; the sentence before is added until it has."""

_END = re.compile(r"(?<=[.!?؟])\s+")


def parts(text: str) -> tuple[str, str]:
    """What a text tells and what it asks; of a short text, nothing and all of it.

    What is asked are the questions at its end, or its last sentence where it holds no question.
    """
    sentences = _END.split(text)
    if len(text.split()) < LONG or len(sentences) < 3:
        return "", text
    asking = [i for i, sentence in enumerate(sentences) if sentence[-1:] in "?؟"]
    start = len(sentences) - 1
    if asking:
        start = asking[-1]
        while start - 1 in asking:
            start -= 1
    while start > 0 and len(" ".join(sentences[start:]).split()) < ASKED:
        start -= 1
    return " ".join(sentences[:start]), " ".join(sentences[start:])
