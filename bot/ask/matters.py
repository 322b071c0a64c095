"""What a text asks of the States that it names, and of which of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bot.ask.phrases import Phrases
from bot.ask.words import fold
from bot.knowledge.models import StateMatter, Thesaurus
from bot.states import Mention

_HERE = " stateshere "
"""Stands for a State's name where the words around it are read."""
_WHO = (
    r"(?:rapp?orteure?s?|rapp?orteuses?|rapp?orters?|relator(?:a|es)?"
    r"|(?:independent|country|designated|own) experts?"
    r"|expert independ[ae]nt|experte independante|expert[oa] independiente|sr|ie|ffm|coi"
    r"|(?:country )?mandates?|mandats?|mandatos?|commission of inquiry|commission of enquiry"
    r"|commission d enquete|commission enquete|comision de investigacion"
    r"|inquir(?:y|ies)|enquir(?:y|ies)|investigations?|enquetes?|investigacion(?:es)?"
    r"|investigating"
    r"|commission on human rights|fact[- ]finding missions?|mission d etablissement des faits"
    r"|mission etablissement des faits|mision de determinacion de los hechos|mision internacional"
    r"|investigative (?:body|mechanism|team)|investigation (?:body|mechanism|team)"
    r"|mecanisme d enquete|mecanismo de investigacion|group of experts|groupe d experts"
    r"|grupo de expertos|مقرر|المقرر|المقرره|خبير|الخبير|لجنه التحقيق|لجنه تحقيق|بعثه تقصي الحقائق"
    r"|اليه التحقيق|ولايه)"
)
_BETWEEN = (
    r"(?:(?: (?:special|independent|international|country|human|rights|the|on|for|of|in|to|about"
    r"|situation|just|only|still|now|new|un|or|and|commission|rapporteur|expert|eastern|sur|pour"
    r"|de|la|le|les|du|des|l|d|droits|homme|dans|en|el|los|para|sobre|situacion|derechos|humanos"
    r"|especial|onu|nations|unies|naciones|unidas|pays|pais|solo|seul|seulement"
    r"|خاص|مستقل|معني|معنيه|دوليه|الخاص|المستقل|المعني|المعنيه"
    r"|بحاله|حاله|حقوق|الانسان|في|عن|الدوليه|بشان)){0,9}) "
)
_AFTER = r"(?: \w+){0,4} "
_MANDATE = re.compile(
    f"{_WHO}{_BETWEEN}stateshere|stateshere{_AFTER}{_WHO}(?! (?:on|sur|sobre) (?!stateshere))"
)
_EXISTS = re.compile(
    r"\b(?:who|whose|still|exists?|is there|there is|are there|have|has|until|till|renew\w*"
    r"|end(?:s|ed)?|extend(?:s|ed)?|alive|working|running|what is|what s|qui|y a t il|existe"
    r"|toujours|encore|jusqu"
    r"|renouvel\w*|quien|hay|sigue|hasta|todavia|aun|continua|renov\w*|prorrog\w*)\b"
    r"|هل|من هو|من هي|حتي|ما زال|لا يزال"
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
"""States of one question that are told of."""


class StateMatters:
    """Reads what is asked of a State, by the words of the thesaurus."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self._wants = {matter: Phrases(words) for matter, words in thesaurus.wants.items()}

    def wanted(
        self, text: str, mended: str, mentions: Sequence[Mention]
    ) -> tuple[StateMatter, ...]:
        """What a text asks of the States that are `mentions` in it; `mended` is without slips."""
        found = [matter for matter, phrases in self._wants.items() if mended in phrases]
        if mentions and _of_mandate(text, mentions):
            found.append("mandate")
        return tuple(found)


def pick(text: str, mentions: Sequence[Mention]) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Which States are meant: codes of the first one (several where its name is ambiguous), codes
    of others that stand beside it ("Mali and Niger"), and whether the text speaks of still others.

    A State goes before a people: "Sudanese refugees in Chad" is about Chad.
    """
    sure = [mention for mention in mentions if len(mention.codes) == 1]
    if not sure:
        return (mentions[0].codes if mentions else ()), (), False
    named = [mention for mention in sure if not mention.people] or sure
    first = named[0]
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


def _of_mandate(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether a text asks of an expert or an investigation on that State whether there is one, who
    it is, or until when: not what it can do, nor of an expert on a theme."""
    for mention in reversed(mentions):
        text = f"{text[: mention.start]}{_HERE}{text[mention.end :]}"
    folded = " ".join(re.sub(r"[^\w]+", " ", fold(text)).split())
    described = _MANDATE.search(folded) and _EXISTS.search(folded)
    return bool(described) and not _ABILITY.search(fold(text))
