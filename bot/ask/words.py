"""Text to words: folding, splitting, stemming and mending of typing slips, in four languages."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from threading import local

import snowballstemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.models import Language

LONGEST = 2_000
"""Characters of a question that are read; the rest says nothing that the beginning did not."""

_ARABIC = str.maketrans("أإآٱىة", "اااايه")
_TOKEN = re.compile(r"[^\W_]+(?:[./-]\d+)*", re.UNICODE)
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['’ʼ`](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’ʼ`]s\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_MARKUP = re.compile(r"<[@#!][^>\s]*>|</?[a-zA-Z][^>]*>|:[a-z0-9_+-]+:")

_STOP = {
    "en": "a about above after again all also am an and any are as at be because been before being"
    " but by can could did do does doing done for from get gets got had has have having he her here"
    " hers him his how i if in into is it its just let like make many may me more most much must my"
    " need no nor not now of off on once only or other our out over own please same shall she should"
    " so some still such take tell than that the their them then there these they thing this those"
    " to too u ur under until up us use very was we were what when where which while who whom whose"
    " why will with would yes yet you your yours im ive dont cant doesnt isnt wont really thanks"
    " hello hi want know someone somebody something one two",
    "fr": "a ai au aux avec c ce ces cela ceci cet cette comme comment d dans de des du elle elles en"
    " est et etre eu fait faire faut il ils j je l la le les leur leurs lui m ma mais me mes mon n ne"
    " nos notre nous on ont ou par pas peut peuvent plus pour pouvons qu quand que quel quelle"
    " quelles quels qui quoi s sa sans se ses si son sont sur t ta te tes ton tu un une va vos votre"
    " vous y combien doit doivent avons avez suis sera etait t-il oui non aussi tres",
    "es": "a al ante como con cual cuales cuando cuanto cuantos cuantas de del desde donde e el ella"
    " ellas ellos en entre era es esa ese eso esta estan estas este esto estos fue ha hace hacer hacia"
    " han hay la las le les lo los mas me mi mis muy nada ni no nos nosotros nuestra nuestro o os otra"
    " otro para pero por porque puede pueden podemos que quien quienes se ser si sin sobre son su sus"
    " tambien te tener tiene tienen todo tu un una uno unos y ya yo debe deben hemos",
    "ar": "من في على الى عن ما ماذا متى اين كيف كم هل هي هو هذا هذه ذلك تلك التي الذي ان او و ثم قد لا لم لن"
    " مع كل بعد قبل عند لدى بين حتى اذا يمكن نحن لنا انا لي كان كانت يكون اي هناك ايضا",
}
STOP: dict[Language, frozenset[str]] = {
    "en": frozenset(_STOP["en"].split()),
    "fr": frozenset(_STOP["fr"].split()),
    "es": frozenset(_STOP["es"].split()),
    "ar": frozenset(_STOP["ar"].split()),
}
_STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic"}
_threads = local()


def clean(text: str) -> str:
    """The text without markup, mentions, emoji codes and control characters, at most LONGEST."""
    text = _MARKUP.sub(" ", text[: LONGEST * 4])
    text = "".join(c if c.isprintable() and unicodedata.category(c) != "Cf" else " " for c in text)
    return " ".join(text.split())[:LONGEST]


def fold(text: str) -> str:
    """Lower case, without accents and Arabic vowel signs; one spelling for one word."""
    text = _ELISION.sub("", _POSSESSIVE.sub("", text))
    decomposed = unicodedata.normalize("NFKD", text)
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.casefold().translate(_ARABIC).replace("ـ", "")


def tokens(text: str) -> list[str]:
    """The folded words and numbers of a text, in order. `A/HRC/31/1` gives its parts."""
    return _TOKEN.findall(fold(text))


@lru_cache(maxsize=65_536)
def stem(word: str, language: Language) -> str:
    """The stem of a folded word. Numbers, short words and acronyms stay as they are."""
    if len(word) < 4 or not word.isalpha():
        return word
    stemmers = _threads.__dict__.setdefault("stemmers", {})
    if language not in stemmers:
        stemmers[language] = snowballstemmer.stemmer(_STEMMERS[language])
    stemmed: str = stemmers[language].stemWord(word)
    return stemmed


def stems(text: str, language: Language) -> list[str]:
    """The stems of a text's content words, in order."""
    return [stem(t, language) for t in tokens(text) if t not in STOP[language]]


_MARKS = {
    "fr": frozenset(
        "le les des une est dans pour quel quelle quels quelles quand comment pouvons"
        " nous notre avec sur qui que peut aux du et ou combien delai comite etat saisir"
        " droits homme il faut leur".split()
    ),
    "es": frozenset(
        "el los las una es en para cual cuales cuando como podemos nosotros nuestra con"
        " sobre quien que puede del y donde cuanto cuantos plazo comite estado derechos"
        " humanos hay debe por esta se".split()
    ),
    "en": STOP["en"]
    | frozenset(
        "committee state report rights human deadline submit review council session".split()
    ),
}


def language_of(text: str) -> Language:
    """The language that a text is written in: English where nothing says otherwise."""
    letters = [c for c in text if c.isalpha()]
    arabic = sum("\u0600" <= c <= "\u06ff" for c in letters)
    if letters and arabic * 3 > len(letters):
        return "ar"
    found = tokens(text)
    if not found:
        return "en"
    lowered = text.casefold()
    score: dict[Language, float] = {
        "en": sum(t in _MARKS["en"] for t in found),
        "fr": sum(t in _MARKS["fr"] for t in found)
        + 1.5 * len(re.findall(r"[êèçœîâûë]|\b(?:l|d|qu|s|n|j|c)['’]\w", lowered)),
        "es": sum(t in _MARKS["es"] for t in found)
        + 1.5 * len(re.findall(r"[¿¡ñ]|ción\b|[íóúá]", lowered)),
    }
    best = max(score, key=lambda language: score[language])
    return best if score[best] > score["en"] else "en"


class Vocabulary:
    """The words that the base knows, to mend typing slips against."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = frozenset(words)
        by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in sorted(self.words):
            if word.isalpha() and len(word) > 3:
                by_start[word[0], len(word)].append(word)
        self._by_start = dict(by_start)
        self._mend = lru_cache(maxsize=4_096)(self._nearest)

    def mend(self, word: str) -> str:
        """The known word nearest to a slip (`comittee`), or the word itself."""
        if word in self.words or len(word) < 4 or not word.isalpha():
            return word
        return self._mend(word)

    def mended(self, text: str) -> str:
        """A text with its slips mended, other words as they stand."""

        def known(match: re.Match[str]) -> str:
            word = fold(match[0])
            return match[0] if (mended := self.mend(word)) == word else mended

        return _LETTERS.sub(known, text)

    def _nearest(self, word: str) -> str:
        allowed = 1 if len(word) < 7 else 2
        near: Sequence[str] = [
            candidate
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for candidate in self._by_start.get((word[0], length), ())
        ]
        best = process.extractOne(word, near, scorer=OSA.distance, score_cutoff=allowed)
        return best[0] if best else word


@cache
def all_stop_words() -> frozenset[str]:
    """The stop words of all languages together."""
    return frozenset().union(*STOP.values())
