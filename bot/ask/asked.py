"""What a text asks: without the courtesy around a question, and apart from the story before it."""

from __future__ import annotations

import re

from bot.ask.patterns import Patterns
from bot.ask.words import tokens
from bot.knowledge.front import Courtesy

FEWEST = 2
"""Words that are left of a question at least."""
FURTHEST = 20
"""Words of courtesy at either end that are looked at."""

_ASKING_ES = (
    "qué|quién|quiénes|cómo|cuándo|dónde|cuánto|cuántos|cuántas|cuál|cuáles|en qué|por qué|a quién"
    "|cada cuánto"
)
ASKING = (
    "what|who|whom|whose|how|when|where|why|which|does|do|did|is|are|can|could|may|must|should|will"
    "|would|has|have|comment|qui|que|quoi|quand|où|combien|est-ce|qu'est-ce|c'est|peut|peuvent|peut-on"
    "|puis-je|doit|doivent|quel|quels|quelle|quelles|pourquoi|faut-il|une? \\w+ peut-(?:elle|il|on)"
    f"|{_ASKING_ES}|{_ASKING_ES.translate(str.maketrans('áéíóú', 'aeiou'))}"
    "|puede|pueden|debe|hay|es|son|à qui|de quoi|tous les combien"
    "|\\w+-(?:t-)?(?:il|elle|on|ils|elles)"
)
"""Words with which a question begins; the Spanish ones also without accents, as on a phone."""
BY = (
    "(?:(?:for|in|to|by|at|on|of|with|from|à|a|de|en|pour|dans|par|avec|depuis|por|para|con"
    "|desde) )?"
)
"""A word that leads to the one that asks: "for how long", "à quelle fréquence"."""
ASKING_AR = r"(?:(?:إلى|من|في|منذ|على) )?(?:هل|ما|من|كيف|متى|أين|كم|لماذا|ماذا|أي|لمن|بكم)"
_ARTICLE = "if|whether|the|si|le|la|les|el|los|las|ce que|lo que"
_FOLLOWS = re.compile(
    rf"\W*(?:{BY}(?:{ASKING}|{_ARTICLE})\b|l['’]|و?{ASKING_AR}\s|ال)", re.IGNORECASE
)
"""How what is asked goes on after "can you tell me"."""
_SIGN = re.compile(r"[,،;؛:.!…–-]$")


class CourtesyReader:
    """Leaves out what is said around a question out of courtesy."""

    def __init__(self, courtesy: Courtesy) -> None:
        self._before = Patterns(courtesy.before.all())
        self._after = Patterns(courtesy.after.all())

    def without(self, text: str) -> str:
        """A cleaned text without greetings, thanks and "can you tell me" at its ends; the text
        itself where hardly a word would be left."""
        words = text.split()
        start, end = self._start(words), self._end(words)
        rest = " ".join(words[start:end])
        return rest if len(tokens(rest)) >= FEWEST else text

    def _start(self, words: list[str]) -> int:
        """The place of the first word after the courtesy that stands before a question."""
        for start in range(min(len(words) - 1, FURTHEST), 0, -1):
            closes = _SIGN.search(words[start - 1]) or _FOLLOWS.match(" ".join(words[start:]))
            if closes and self._before.whole(" ".join(words[:start])):
                return start
        return 0

    def _end(self, words: list[str]) -> int:
        """The place after the last word before the courtesy that stands after a question."""
        for length in range(min(len(words) - 1, FURTHEST), 0, -1):
            if tokens(words[-length]) and self._after.whole(" ".join(words[-length:])):
                return len(words) - length
        return len(words)


LONG = 45
"""Words from which a text of several sentences is taken for a story with a question."""
FULL = 12
"""Words that what is asked has at least; the sentence before is added until it has."""

_SENTENCE = re.compile(r"(?<=[.!?؟])\s+")


def parts(text: str) -> tuple[str, str]:
    """What a text tells and what it asks; of a short text, nothing and all of it.

    What is asked are the last questions that stand together, or the last sentence where it holds
    no question; with so many sentences before them that it is no mere "and how long?".
    """
    sentences = _SENTENCE.split(text)
    if len(text.split()) < LONG or len(sentences) < 3:
        return "", text
    asking = [i for i, sentence in enumerate(sentences) if sentence[-1:] in "?؟"]
    end = asking[-1] + 1 if asking else len(sentences)
    start = end - 1
    while start - 1 in asking:
        start -= 1
    while start > 0 and len(" ".join(sentences[start:end]).split()) < FULL:
        start -= 1
    return " ".join((*sentences[:start], *sentences[end:])), " ".join(sentences[start:end])


def alone(text: str) -> str | None:
    """The one sentence that asks, of a text that tells something beside it: the one with a question
    mark, else the last. None where it holds no other sentence, or several that ask."""
    sentences = _SENTENCE.split(text)
    asking = [sentence for sentence in sentences if sentence[-1:] in "?؟"] or sentences[-1:]
    if len(sentences) < 2 or len(asking) > 1 or len(tokens(asking[0])) < FEWEST:
        return None
    return asking[0]
