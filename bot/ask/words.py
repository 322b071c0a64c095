"""Text to words, in four languages: folding, splitting, stemming, correcting of typos; which
language it is; the small words of each language.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from threading import local

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.knowledge.models import Language

LONGEST = 2_000
"""Characters of a question that are read; the rest says nothing that the beginning did not."""

_ARABIC = str.maketrans("أإآٱىة", "اااايه")
_TOKEN = re.compile(r"[^\W_]+(?:[./-]\d+)*", re.UNICODE)
_APOSTROPHES = frozenset("'’ʼ`")
_ELISION = re.compile(r"\b(?:[cdjlmnst]|qu)['’ʼ`](?=\w)", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’ʼ`]s\b", re.IGNORECASE)
_LETTERS = re.compile(r"[^\W\d_]{4,}")
_MARKUP = re.compile(r"<[@#!][^>\s]*>|</?[a-zA-Z][^>]*>|:[a-z0-9_+-]+:")
_SHORTHAND = {
    "cmb": "combien",
    "cmt": "comment",
    "koi": "quoi",
    "pkoi": "pourquoi",
    "qd": "quand",
    "kel": "quel",
    "kelle": "quelle",
    "kels": "quels",
    "keske": "qu'est-ce que",
    "kesako": "c'est quoi",
    "wat": "what",
    "wht": "what",
    "wen": "when",
    "whn": "when",
    "hw": "how",
    "abt": "about",
    "bcz": "because",
    "bcoz": "because",
    "ppl": "people",
    "cttee": "committee",
    "ctte": "committee",
    "recs": "recommendations",
    "reco": "recommendation",
    "recos": "recommendations",
    "orgs": "organisations",
    "xq": "por qué",
}
"""How French, English and Spanish are typed on a phone, where no other language has the word."""
_SHORT = re.compile(rf"\b(?:{'|'.join(_SHORTHAND)})\b", re.IGNORECASE)
_QUE = re.compile(r"(?<![\w'’])q(?= (?!about|for|on|re|to)[a-zà-ÿ])")
"""Spanish "que" as it is typed on a phone."""
_NUMBERED = re.compile(
    r"\b(rules?|art[ií]culos?|articles?|arts?|règle|regla|session|item|principle)(?=\d)",
    re.IGNORECASE,
)
"""Words to which a phone glues their number ("rule39", "art22")."""

_SIGNS: dict[Language, tuple[tuple[re.Pattern[str], float], ...]] = {
    "fr": (
        (re.compile(r"[êèçœîâûëàù]|\b(?:l|d|qu|s|n|j|c)['’]\w"), 1.5),
        (re.compile(r"é(?:es?|s)?\b|eux\b"), 0.7),
    ),
    "es": (
        (re.compile(r"[¿¡ñ]|ción\b|[íóúá]|\bqué\b"), 1.5),
        (re.compile(r"\w{2}(?:aron|ieron|ando|iendo|ad[ao]s?)\b"), 0.7),
    ),
}
"""Letters and endings that show a language, and how much one counts."""
_STEMMERS = {"en": "english", "fr": "french", "es": "spanish", "ar": "arabic"}
_threads = local()


class _Bare(dict[int, int | None]):
    """What stays of each character without its marks, filled as characters come."""

    def __missing__(self, character: int) -> int | None:
        self[character] = None if unicodedata.combining(chr(character)) else character
        return self[character]


_BARE = _Bare()


def clean(text: str) -> str:
    """The text without markup, mentions, emoji codes and control characters, and with the
    shorthand of phones written out, at most LONGEST."""
    text = _MARKUP.sub(" ", text[: LONGEST * 4])
    if not (text.isascii() and text.isprintable()):
        printable = (c.isprintable() and unicodedata.category(c) != "Cf" for c in text)
        text = "".join(c if ok else " " for c, ok in zip(text, printable, strict=True))
    text = _SHORT.sub(lambda short: _SHORTHAND[short[0].lower()], text)
    text = _QUE.sub("que", text)
    text = _NUMBERED.sub(r"\1 ", text)
    return " ".join(text.split())[:LONGEST]


def fold(text: str) -> str:
    """Lower case, without accents and Arabic vowel signs; one spelling for one word."""
    if not _APOSTROPHES.isdisjoint(text):
        text = _ELISION.sub("", _POSSESSIVE.sub("", text))
    if text.isascii():
        return text.casefold()
    decomposed = unicodedata.normalize("NFKD", text)
    return decomposed.translate(_BARE).casefold().translate(_ARABIC).replace("ـ", "")


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
        stemmers[language] = Stemmer.Stemmer(_STEMMERS[language])
    stemmed: str = stemmers[language].stemWord(word)
    return stemmed


def stems(text: str, language: Language) -> list[str]:
    """The stems of a text's content words, in order."""
    return [stem(t, language) for t in tokens(text) if t not in STOP[language]]


_ACRONYM = re.compile(r"\b[A-Z]{2,5}\b")
"""In a text that is not shouted it is no small word of a language: "UA vs AL?" is not Spanish."""


def language_of(text: str, usual: Language = "en") -> Language:
    """The language that a text is written in; `usual` where nothing in it tells ("CEDAW Chad?")."""
    letters = [c for c in text if c.isalpha()]
    arabic = sum("\u0600" <= c <= "\u06ff" for c in letters)
    if letters and arabic * 3 > len(letters):
        return "ar"
    if sum(map(str.isupper, letters)) * 4 < len(letters) * 3:
        text = _ACRONYM.sub(" ", text) or text
    words = tokens(text)
    if not words:
        return usual
    lowered = text.casefold()
    shared = {t: sum(t in marks for marks in MARKS.values()) for t in set(words)}
    score: dict[Language, float] = {
        language: sum(1 / shared[t] for t in words if t in marks)
        + sum(weight * len(signs.findall(lowered)) for signs, weight in _SIGNS.get(language, ()))
        for language, marks in MARKS.items()
    }
    best = max(score, key=lambda language: score[language])
    if score.get(usual, 0.0) == score[best]:
        return usual
    return best if score[best] > score["en"] else "en"


_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
"""The rows of a keyboard."""
_VOWELS = frozenset("aeiouy")


def _slips() -> frozenset[tuple[str, str]]:
    """Pairs of letters of which one is often typed for the other: keys side by side or one above
    the other, and vowels."""
    beside = {pair for row in _KEYS for pair in pairwise(row)}
    above = {
        pair
        for upper, lower in pairwise(_KEYS)
        for pair in (*zip(upper, lower, strict=False), *zip(upper[1:], lower, strict=False))
    }
    vowels = {(a, b) for a in _VOWELS for b in _VOWELS}
    return frozenset(vowels | {pair for a, b in beside | above for pair in ((a, b), (b, a))})


_SLIPS = _slips()
SLIP, OTHER_LETTER, LETTER_TOO_MANY, SECOND_SLIP, OTHER_START = 0.5, 1.5, 1.0, 2.5, 1.0
"""How unlikely a slip is, against a letter left out, doubled or swapped with the next: the key of a
neighbour, any other key, a letter too many; each slip after the first; another first letter."""
RARE, COMMON = 0.4, 100
"""How much a rare word is less likely meant: RARE times the logarithm of its place in the order of
frequency, of which the first COMMON hardly differ. With these numbers 99 of 100 slips in the plain
questions of tests/exam/ordinary.tsv find the word that was meant."""

SHORTEST, USUAL = 4, 5_000
"""Of two words written as one: letters that either has at least, and the place in the order of
frequency before which it must stand."""


AND = frozenset("وف")
"""What Arabic writes before a word, as one with it, for "and"."""


class Vocabulary:
    """The words that the base knows, to correct typos against; the commonest first."""

    def __init__(self, words: Sequence[str]) -> None:
        self._places = {word: place for place, word in reversed([*enumerate(words)])}
        self.words = self._places.keys()
        by_start: dict[tuple[str, int], list[str]] = defaultdict(list)
        for word in self._places:
            if word.isalpha() and len(word) > 3:
                by_start[word[0], len(word)].append(word)
        self._by_start = dict(by_start)
        self._correct = lru_cache(maxsize=4_096)(self._nearest)

    def correct(self, word: str) -> str:
        """The known word that was most likely meant by a typo (`comittee`), or the word itself."""
        if word in self._places or len(word) < 4 or not word.isalpha():
            return word
        if word[0] in AND and word[1:] in self._places:
            return word  # Arabic writes "and" as one with the word after it
        return self._correct(word)

    def corrected(self, text: str) -> str:
        """A text with its typos corrected, other words as they stand."""

        def known(match: re.Match[str]) -> str:
            word = fold(match[0])
            return match[0] if (corrected := self.correct(word)) == word else corrected

        return _LETTERS.sub(known, text)

    def parted(self, text: str) -> str:
        """A text with a space in unknown words that are two common ones ("humanrights")."""
        return _LETTERS.sub(lambda match: self._parted(match[0]), text)

    def _parted(self, word: str) -> str:
        folded = word.casefold()
        if len(word) < 2 * SHORTEST or fold(word) in self._places or len(folded) != len(word):
            return word
        if self.correct(folded) != folded and OSA.distance(self.correct(folded), folded) < 2:
            return word
        ways = (
            (max(first, second), at)
            for at in range(SHORTEST, len(word) - SHORTEST + 1)
            if (first := self._places.get(folded[:at], USUAL)) < USUAL
            and (second := self._places.get(folded[at:], USUAL)) < USUAL
        )
        _, at = min(ways, default=(0, 0))
        return f"{word[:at]} {word[at:]}" if at else word

    def _nearest(self, word: str) -> str:
        allowed = 1 if len(word) < 7 else 2
        candidates: Sequence[str] = [
            candidate
            for length in range(len(word) - allowed, len(word) + allowed + 1)
            for start in dict.fromkeys(word[:2] if word.isascii() else word[:1])
            for candidate in self._by_start.get((start, length), ())
        ]
        near = process.extract(
            word, candidates, scorer=OSA.distance, score_cutoff=allowed, limit=None
        )
        return (
            min(near, key=lambda match: self._unlikely(word, match[0], match[1]))[0]
            if near
            else word
        )

    def _unlikely(self, typed: str, meant: str, slips: float) -> float:
        """How unlikely it is that somebody typed this for that, some `slips` away: by the kind of
        the slip, and by how rare the word is."""
        return (
            _slip(typed, meant)
            + SECOND_SLIP * (slips - 1)
            + OTHER_START * (typed[0] != meant[0])
            + RARE * math.log(self._places[meant] + COMMON)
        )


def _slip(typed: str, meant: str) -> float:
    """How unlikely a slip of this kind is."""
    if len(typed) < len(meant) or sorted(typed) == sorted(meant):
        return 0.0
    if len(typed) > len(meant):
        doubled = (
            typed[:i] + typed[i + 1 :] for i in range(1, len(typed)) if typed[i] == typed[i - 1]
        )
        return 0.0 if meant in doubled else LETTER_TOO_MANY
    other = [pair for pair in zip(typed, meant, strict=True) if pair[0] != pair[1]]
    return sum(SLIP if pair in _SLIPS else OTHER_LETTER for pair in other)


_STOP = {
    "en": """
        a about above after again all also am an and any are as at be because been before being
        but by can could did do does doing done for from get gets got had has have having he her
        here hers him his how i if in into is it its just let like make many may me more most
        much must my need no nor not now of off on once only or other our out over own please
        same shall she should so some still such take tell than that the their them then there
        these they thing this those to too u ur under until up us use very was we were what when
        where which while who whom whose why will with would yes yet you your yours im ive dont
        cant doesnt isnt wont really thanks hello hi want know someone somebody something one
        two
    """,
    "fr": """
        a ai au aux avec c ce ces cela ceci cet cette comme comment d dans de des du elle elles
        en est et etre eu fait faire faut il ils j je l la le les leur leurs lui m ma mais me
        mes mon n ne nos notre nous on ont ou par pas peut peuvent plus pour pouvons qu quand
        que quel quelle quelles quels qui quoi s sa sans se ses si son sont sur t ta te tes ton
        tu un une va vos votre vous y combien doit doivent avons avez suis sera etait t-il oui
        non aussi tres
    """,
    "es": """
        a al ante como con cual cuales cuando cuanto cuantos cuantas de del desde donde e el
        ella ellas ellos en entre era es esa ese eso esta estan estas este esto estos fue ha
        hace hacer hacia han hay la las le les lo los mas me mi mis muy nada ni no nos nosotros
        nuestra nuestro o os otra otro para pero por porque puede pueden podemos que quien
        quienes se ser si sin sobre son su sus tambien te tener tiene tienen todo tu un una uno
        unos y ya yo debe deben hemos
    """,
    "ar": """
        من في على الى عن ما ماذا متى اين كيف كم هل هي هو هذا هذه ذلك تلك التي الذي ان او و ثم قد
        لا لم لن مع كل بعد قبل عند لدى بين حتى اذا يمكن نحن لنا انا لي كان كانت يكون اي هناك
        ايضا
    """,
}
STOP: dict[Language, frozenset[str]] = {
    "en": frozenset(_STOP["en"].split()),
    "fr": frozenset(_STOP["fr"].split()),
    "es": frozenset(_STOP["es"].split()),
    "ar": frozenset(_STOP["ar"].split()),
}
"""Words that are not looked up, folded as `words.fold` does."""
ALL_STOP = frozenset().union(*STOP.values())

_MARKS = {
    "en": """
        committee concluding council deadline human report review rights session state submit
    """,
    "fr": """
        aux avec combien comite comment dans delai des droits du est et etat faut homme il le
        les leur notre nous ou peut pour pouvons quand que quel quelle quelles quels qui saisir
        sur une merci bonjour bonsoir salut coucou aide bien moi vous hier nuit depuis cette
        sert quoi svp voisin enfants femmes hommes ils elles je pouvez la de ces on c ca mais
        pas mon nos vos votre sont avons avez ont doit doivent etes peux veux sans chez
        apres pendant fait faire lui elle stp rapport soumission plainte statut traites ratifies
        permanente indh cedef cdph rdc rca compris comprends comprend lien bref lequel
        laquelle ne par leurs ses ma frere soeur mari gens aucun aucune
        prochain prochaine prochains prochaines dernier derniere derniers dernieres
    """,
    "es": """
        comite como con cual cuales cuando cuanto cuantos debe del derechos donde el en es esta
        estado hay humanos las los nosotros nuestra para plazo podemos por puede que quien se
        sobre una y hola gracias buenas buenos ayuda listo ayer hoy anoche desde nos casa
        orden hombres mujeres la de le lo al su tiene tienen tenemos hago hacemos hacer mandar
        mando enviar escribo escribir puedo puede necesito quiero quiere decir fue cada tarda
        demora sirve cuanta cuantas medida medidas cautelar cautelares queja quejas denuncia
        informe informes relator relatora relatoria mecanismo mecanismos nacional prevencion
        desaparicion recomendacion recomendaciones contribucion peticion especial familia
        familias gobierno comunidad categoria abogado caso seguimiento mujer lista cuestiones
        discapacidad expertos recursos internos grupo fechas calendario a me quieren matar mataron
        policia amenaza amenazan amenazaron denunciar miedo peligro ayudenme socorro hijo hija
        hermano hermana esposo esposa vecino vecina borrador revisa revisar mi mis entiendo entendi
        entendemos fuente enlace explica resumen favor corto breve no sin pero porque han gente
        nuestro nuestros nuestras ellos ellas estan deja dejan llevaron
        proximo proxima proximos proximas ultimo ultima ultimos ultimas
    """,
}
MARKS: dict[Language, frozenset[str]] = {
    "en": STOP["en"] | frozenset(_MARKS["en"].split()),
    "fr": frozenset(_MARKS["fr"].split()),
    "es": frozenset(_MARKS["es"].split()),
}
"""Words by which a language is recognised."""

_JOINING = """
    and but or also then so what how et mais ou aussi alors y pero o tambien entonces
    و ماذا وماذا ثم
"""
JOINING = frozenset(_JOINING.split())
"""Words with which a follow-up begins."""
_LIKEWISE = """
    same too likewise apply applies valid rule rules meme pareil chose regle cela ca vaut
    vale valable applique igual mismo misma regla aplica eso
    esto tambien وهل علي نفس الشيء الشي القاعده ينطبق تنطبق ذلك هذا الامر كذلك
"""
LIKEWISE = frozenset(_LIKEWISE.split())
"""Words that ask whether the same holds: "is it the same for CAT?"."""
_POINTING = """
    it they them this that these those he she its their there one ones same il elle ils elles eux
    cela ca ce la y en leur le les ellos ellas eso esto lo los las su sus هي هو هم ذلك هذا هذه لها
    له لهم
"""
STANDING_FOR = frozenset(
    "it they them its their there these those eux cela ca ellos ellas eso".split()
)
"""Those of them that hardly ever stand for anything else."""
POINTING = frozenset(_POINTING.split())
"""Words that stand for something said before."""
