"""What a text speaks of: the mechanisms that it names, the States that it is about rather than
sent to, what it asks of them, and what is asked first of a mechanism (what it is for, who sits on
it, what it produces, whether that binds, how it differs from another).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from bot.ask.patterns import Patterns, Phrases, Spaced, words_of
from bot.ask.words import ALL_STOP, fold, tokens
from bot.knowledge.front import BasicMatter, Basics
from bot.knowledge.thesaurus import StateMatter, Thesaurus
from bot.states import Mention

_DIPLOMATS = (
    r"(?:embass(?:y|ies)|embasy|ambassad(?:e|eur|rice|or|ors|ress)|ambasador|amb|embajad(?:a|or|ora)"
    r"|permanent mission|mission|misión|delegation|délégation|delegación|diplomats?|desk officer"
    r"|السفارة|سفارة|السفير|سفير|السفيرة|سفيرة|بعثة|البعثة)"
)
_SENT_AFTER = re.compile(rf"\W{{0,3}}(?:\w+\W)?{_DIPLOMATS}\b", re.IGNORECASE)
_SENT_BEFORE = re.compile(
    rf"\b{_DIPLOMATS}\W{{1,3}}(?:(?:of|from|de|du|des|del|d'|the|la|el|le|les)\W{{0,2}}){{0,2}}$",
    re.IGNORECASE,
)
_RECOMMENDS = re.compile(
    r"\W{0,3}(?:will|to|should|could|would|can|may)? ?(?:recommends?|recommande\w*|recomiend\w*)\b",
    re.IGNORECASE,
)
REACH = 40
"""Characters before and after the name of a State that are looked at."""


def without_recipients(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The States among those named that a letter may be about: not those whose embassy it goes to,
    nor those that are to recommend something."""
    sent_to = {mention.codes for mention in mentions if _is_recipient(text, mention)}
    return [mention for mention in mentions if mention.codes not in sent_to]


def _is_recipient(text: str, mention: Mention) -> bool:
    before, after = (
        text[max(0, mention.start - REACH) : mention.start],
        text[mention.end : mention.end + REACH],
    )
    return bool(_SENT_AFTER.match(after) or _SENT_BEFORE.search(before) or _RECOMMENDS.match(after))


_HERE = " stateshere "
"""Stands for a State's name where the words around it are read."""
_WHO = (
    r"(?:rapp?orteure?s?|rapp?orteuses?|rapp?orters?|relator(?:a|es)?"
    r"|(?:independent|country|designated|own|un) experts?"
    r"|expert independ[ae]nt|experte independante|expert[oa] independiente|sr|ie|ffm|coi"
    r"|(?:country )?mandates?|mandats?|mandatos?|commission of inquiry|commission of enquiry"
    r"|commission d enquete|commission enquete|comision de investigacion"
    r"|inquir(?:y|ies)|enquir(?:y|ies)|investigations?|enquetes?|investigacion(?:es)?"
    r"|investigating|investigates|enquete sur|investiga"
    r"|commission on human rights|fact[- ]finding missions?|mission d etablissement des faits"
    r"|mission etablissement des faits|mision de determinacion de los hechos|mision internacional"
    r"|investigative (?:body|mechanism|team)|investigation (?:body|mechanism|team)"
    r"|mecanisme d enquete|mecanismo de investigacion|group of experts|groupe d experts"
    r"|mission d enquete|mision de investigacion|grupo de expertos"
    r"|مقرر|المقرر|المقرره|خبير|الخبير|لجنه التحقيق|لجنه تحقيق|بعثه تقصي الحقايق"
    r"|اليه التحقيق|ولايه|experte?s?)"
)
_BETWEEN = (
    r"(?:(?: (?:special|independent|international|country|human|rights|the|on|for|of|in|to|about"
    r"|situation|just|only|still|now|new|un|or|and|commission|rapporteur|expert|eastern|sur|pour"
    r"|de|la|le|les|du|des|au|aux|l|d|droits|homme|dans|en|el|los|para|sobre|situacion|derechos"
    r"|humanos|especial|onu|nations|unies|naciones|unidas|pays|pais|solo|seul|seulement"
    r"|خاص|مستقل|معني|معنيه|دوليه|الخاص|المستقل|المعني|المعنيه"
    r"|بحاله|حاله|حقوق|الانسان|في|عن|الدوليه|بشان)){0,9}) "
)
_AFTER = r"(?: \w+){0,4} "
_MANDATE = re.compile(
    f"{_WHO}{_BETWEEN}stateshere|stateshere{_AFTER}{_WHO}(?! (?:on|sur|sobre) (?!stateshere))"
)
_INVESTIGATES = re.compile(
    r"(?:who|qui|quien(?:es)?|من)(?: (?:is|are|will|can|va|peut|puede|esta))?"
    r" (?:investigat\w*|enquete\w*|investiga\w*|يحقق|تحقق)(?: \w+){0,5} stateshere"
)
"""A question who investigates something in a State."""
_OWN = (
    r"(?:rapp?orteure?s?|rapp?orteuses?|relator(?:a|es)?|(?:independent|country) expert"
    r"|expert independant|experte independante|expert[oa] independiente|ffm|coi"
    r"|commission of (?:in|en)quiry|commission d enquete|commission enquete"
    r"|comision de investigacion|fact finding mission|mission d etablissement des faits"
    r"|mission etablissement des faits|mision de determinacion de los hechos"
    r"|(?:investigative|independent) mechanism|group of experts|groupe d experts"
    r"|grupo de expertos|المقرر|المقرره|الخبير|لجنه التحقيق|بعثه تقصي الحقايق)"
)
_OWN_EXPERT = re.compile(
    rf"{_OWN}{_BETWEEN}stateshere"
    r"|stateshere (?:(?:s|the|un|special|independent|international|country|human|rights|la|le|l)"
    rf" )*{_OWN}(?! (?:on|sur|sobre) (?!stateshere))"
)
_EXISTS = re.compile(
    r"\b(?:who|whose|still|exists?|is there|there is|are there|have|has|until|till|renew\w*"
    r"|end(?:s|ed)?|extend(?:s|ed)?|alive|working|running|what is|what s|qui|y a t il|existe"
    r"|toujours|encore|jusqu"
    r"|renouvel\w*|quien|hay|sigue|hasta|todavia|aun|continua|renov\w*|prorrog\w*|activ\w*|en cours"
    r"|fini\w*|termin\w*|acab\w*|funciona\w*)\b"
    r"|هل|من هو|من هي|حتي|ما زال|مازال|لا يزال|لا تزال|موجود|مستمر|انته|مدد|تمديد"
)
_ABILITY = re.compile(
    r"(?:^|[.,;:?!–—]) *(?:and |so |then )?(?:how|can|could|may|should|what can|what should"
    r"|comment|peut|peuvent|pouvons|como|puede|pueden|podemos|كيف|هل يمكن)\b"
)
"""How a clause begins that asks what can be done, not whether somebody is there to do it."""
_JOINS = re.compile(
    r"[\s,/&+-]*(?:\b(?:and|or|vs|versus|than|compared|with|to|et|ou|y|e|o|in|the|le|la|en|au|aux)\b"
    r"[\s,/&+.]*)*(?:و|أو|او)?[\s]*"
)
MOST = 3
"""States of one question that a reply covers."""
_AGAINST = re.compile(
    r"\b(?:against|contre|contra|(?:court|committee|commission) for"
    r"|(?:cour|comite|commission) pour|(?:corte|comite|comision) para|ضد)"
    r"(?: (?:the|le|la|les|l|el|los|las))?\W*$"
)
"""What stands before the State whose acts are complained of."""
_SENT_TO = re.compile(
    r"\b(?:deport|expel|expul|extradit|refoul|renvo|devol|devuel|sen[dt]s?\b[^.?!]*\bback"
    r"|sending\b[^.?!]*\bback|hand(?:s|ed|ing)? (?:him|her|them|over)|ترحيل|ترحل|تسليم|تسلم)"
    r"[^.?!,;]* (?:to|vers|a|au|aux|en|al|hacia|الي)(?: (?:the|le|la|les|l|el))?\W*$"
)
"""What stands before the State to which people are sent: the one that sends them is meant."""


class StateMatters:
    """Reads what is asked of a State, by the words of the thesaurus."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._wants = {matter: Phrases(words) for matter, words in thesaurus.wants.items()}

    def wanted(
        self, text: str, corrected: str, mentions: Sequence[Mention]
    ) -> tuple[StateMatter, ...]:
        """What a text asks of the States that are `mentions` in it; `corrected` is
        the text without typos."""
        matters = [matter for matter, phrases in self._wants.items() if corrected in phrases]
        if mentions and _of_mandate(text, mentions):
            matters.append("mandate")
        return tuple(matters)


def pick(text: str, mentions: Sequence[Mention]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Which States are meant: codes of the first one (several where its name is ambiguous), codes
    of others that stand beside it ("Mali and Niger"), and whether the text speaks of still others.

    A State goes before a people: "Sudanese refugees in Chad" is about Chad. The one complained
    against goes before all, and one to which people are sent back comes last.
    """
    sure = [mention for mention in mentions if len(mention.codes) == 1]
    if not sure:
        return (mentions[0].codes if mentions else ()), (), False
    acting = [mention for mention in sure if not _SENT_TO.search(_before(text, mention))] or sure
    named = [mention for mention in acting if not mention.people] or acting
    first = next((m for m in named if _AGAINST.search(_before(text, m))), named[0])
    named = named[named.index(first) :]
    joined = [first.codes[0]]
    before = first
    for mention in named[1:]:
        if not _JOINS.fullmatch(text[before.end : mention.start]):
            break
        joined.append(mention.codes[0])
        before = mention
    joined = list(dict.fromkeys(joined))
    mixed = bool({mention.codes[0] for mention in sure} - set(joined))
    return (first.codes[0],), tuple(joined[1:MOST]), mixed


def _before(text: str, mention: Mention) -> str:
    """The folded words before the name of a State."""
    return fold(text[: mention.start])


def _of_mandate(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a text asks of an expert or an investigation on that State whether there is one, who
    it is, or until when, or does no more than name it: not what it can do, nor of an expert on a
    theme."""
    text = _with_signs(text, mentions)
    folded = _flat(text)
    if _INVESTIGATES.match(folded):
        return True
    described = _MANDATE.search(folded)
    if not described or _ABILITY.search(fold(text)):
        return False
    around = f"{folded[: described.start()]} {folded[described.end() :]}"
    return bool(_EXISTS.search(folded)) or ALL_STOP.issuperset(around.split())


def speaks_of_own_expert(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a text speaks of the UN expert or the investigation on a State that it names, not of
    one on a theme."""
    return bool(mentions) and bool(_OWN_EXPERT.search(_flat(_with_signs(text, mentions))))


def _with_signs(text: str, mentions: Sequence[Mention]) -> str:
    """A text with a sign in place of each State."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}{_HERE}{text[mention.end :]}"
    return text


def _flat(text: str) -> str:
    """The folded words of a text."""
    return " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())


_DIFFERENCE = frozenset(
    "difference differences difference differ differs different diff vs versus compare compared"
    " same thing meme pareil diferencia diferencias diferencian mismo between entre"
    " الفرق فرق بين يختلف تختلف نفس".split()
)


_EITHER = frozenset("or vs versus ou o ام او".split())
"""Folded words between two names by which people ask which of them: "UPR or CEDAW?"."""


class BasicsReader:
    """Reads such questions against one base's words."""

    def __init__(self, basics: Basics) -> None:
        self._entries = basics.entries
        self._pairs = {frozenset(pair.mechanisms): pair.entry for pair in basics.pairs}
        self._asked = {matter: Patterns(ways.all()) for matter, ways in basics.asked.items()}
        self._words: dict[BasicMatter, Patterns] = {
            matter: Patterns(words_of(ways.all())) for matter, ways in basics.asked.items()
        }

    def entry(self, spaced: Spaced, beside: Iterable[str], mechanisms: Sequence[str]) -> str | None:
        """The id of the entry that answers a question which names these mechanisms, with the
        words of content `beside` their names; None where it asks something else."""
        left = [word for word in beside if word not in ALL_STOP]
        if len(set(mechanisms)) == 2:
            asks = bool(left) or not _EITHER.isdisjoint(spaced.split())
            differs = asks and all(word in _DIFFERENCE for word in left)
            own = [self.purpose(mechanism) for mechanism in mechanisms]
            if not differs:
                return None
            return self._pairs.get(frozenset(mechanisms), own[0] if all(own) else None)
        if len(mechanisms) != 1:
            return None
        for matter, entry in self._entries.get(mechanisms[0], {}).items():
            asked = spaced in self._asked[matter]
            if asked and all(tokens(word) and word in self._words[matter] for word in left):
                return entry
        return None

    def purpose(self, mechanism: str) -> str | None:
        """The id of the entry that says what a mechanism is for."""
        return self._entries.get(mechanism, {}).get("purpose")
