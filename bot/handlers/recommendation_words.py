"""What somebody typed after `recommendations`: States, a mechanism, a position, a year, words."""

from __future__ import annotations

import re

from bot.handlers.naming import named
from bot.handlers.parts import Parts
from bot.knowledge.models import Language
from bot.render.slack.advocating_ids import PastRef
from bot.render.slack.recommendation_form import WORDS
from bot.render.slack.text import clean
from bot.states import Mention, mask
from bot.states.recommendations import Position

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_SINCE = re.compile(
    r"(?:--)?(?:\b(?:since|depuis|desde)\b|منذ)[\s=]*((?:19|20)\d\d)\b", re.IGNORECASE
)
_BY = re.compile(r"(?:--)?\b(?:by|par|por)\b[\s=]*$", re.IGNORECASE)
"""What stands before the State that made a recommendation."""
_POSITIONS: dict[str, Position] = {"supported": "supported", "noted": "noted"}


def search_words(text: str) -> str:
    """The words of a text, as many as are looked for; without signs, which find nothing."""
    return " ".join(_WORD.findall(clean(text)))[:WORDS].strip()


def understood(parts: Parts, text: str, language: Language) -> PastRef:
    """The search that a text asks for: 'Mali displaced people noted since 2015'."""
    text = clean(text)
    since = _SINCE.search(text)
    rest = _SINCE.sub(" ", text, count=1)
    found = named(parts.desk.states, rest)
    sure = [one for one in found.mentions if len(one.codes) == 1]
    makers = [one for one in sure if _BY.search(rest[: one.start])]
    others = [one for one in sure if one not in makers]
    words, mechanisms, positions = [], [], []
    for word in _without(rest, sure, makers).split():
        mechanism = parts.desk.base.mechanism_named(word.strip(",;"))
        if mechanism:
            mechanisms.append(mechanism.id)
        elif position := _POSITIONS.get(word.casefold().strip(",;")):
            positions.append(position)
        else:
            words.append(word)
    return PastRef(
        language=language,
        words=search_words(" ".join(words)),
        states=_codes(others),
        by=_codes(makers),
        mechanisms=tuple(dict.fromkeys(mechanisms))[:5],
        positions=tuple(dict.fromkeys(positions)),
        since=int(since[1]) if since and int(since[1]) >= 1990 else None,
    )


def _without(text: str, sure: list[Mention], makers: list[Mention]) -> str:
    """The text without the names of States, and without the word that makes one the maker."""
    spans = []
    for one in sure:
        before = _BY.search(text[: one.start]) if one in makers else None
        spans.append(Mention(one.codes, before.start() if before else one.start, one.end))
    return mask(text, spans)


def _codes(mentions: list[Mention]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.codes[0] for one in mentions))[:5]
