"""A text → a Question: which mechanisms, topic, State, task and language it is about."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from bot.ask.asked import parts
from bot.ask.glossary import MeaningReader
from bot.ask.lexical import Lexical
from bot.ask.mechanism_names import (
    MechanismMention,
    MechanismNames,
    around_names,
    beside_names,
    with_short_names,
)
from bot.ask.models import Context, Part, Question, Task
from bot.ask.patterns import Phrases, Spaced
from bot.ask.requests import Requests
from bot.ask.subject import (
    BasicsReader,
    StateMatters,
    pick,
    speaks_of_own_expert,
    without_recipients,
)
from bot.ask.turns import TurnReader
from bot.ask.words import (
    ALL_STOP,
    JOINING,
    LIKEWISE,
    POINTING,
    STANDING_FOR,
    STOP,
    clean,
    fold,
    language_of,
    tokens,
)
from bot.knowledge.models import TREATY_BODY, Base, Language, Topic
from bot.states import Mention, StateNames, mask

ELLIPTIC = 9
"""A text of fewer words than this may lean on the turn before."""
TERSE = 7
"""Words up to which a follow-up can ask for no more than what its mechanism can do, or is."""

_APART = "0 0 0 0 0 0"
"""Between two readings of a text, so that no phrase reaches over both."""
_LATIN: tuple[Language, ...] = ("en", "fr", "es")
SHORT_TERM = 5
"""Letters up to which a word of the glossary may be any word."""
LONG_NAME = 2
"""Words of a State's name that may stand beside a mechanism and its review."""
_TREATIES = frozenset(
    "treaty treaties conventions ratification ratifications traite traites tratado tratados"
    " convenios convenciones ratificaciones معاهدات المعاهدات اتفاقيات الاتفاقيات".split()
)
"""Folded words with which nothing but a State is named, where its treaties are asked for."""
_REVIEWS = frozenset("review reviews reviewed examination examen revision استعراض".split())
_COMPARING = re.compile(
    r"\b(vs?\.?|versus|or|better|best|compare[ds]?|comparison|difference|different|diff|same|instead"
    r"|rather|than|ou|difference|mieux|meme|plutot|comparer|o|mejor"
    r"|diferencia|mismo|frente)\b|الفرق|ام |افضل|ايهما|اسرع|اقوي",
)
_DIFFERING = re.compile(
    r"\b(differ\w*|diff|versus|vs|compare[ds]?|comparison|instead|contrairement|comparer|diferen\w*"
    r"|frente)\b|الفرق|يختلف|تختلف",
)
_WHAT_IS = re.compile(
    r"(?:and |so |ok )?(?:what(?: is|s| are) an? |what does .* mean|define |meaning of "
    r"|est quoi (?:une?|le|la|les)|est ce (?:une?|que c est) |quest ce |que es una? |que son "
    r"|ما هو |ما هي |ما معني )",
)
"""A question for the meaning of a word, which begins anew."""
_WHEN = re.compile(
    r"(?:^|[.?¿!,:;–-]\s*)(?:(?:et|y|and) )?(?:when|quand|cuando)\b"
    r"|(?<!since )\b(?:when|quand|cuando)\W*$|\b(?:est|savoir|saber|dire|decir) (?:quand|cuando)\b"
)
"""'When' as a question. Inside a sentence it only joins ("what is done when a State is silent?");
'since when' asks for no date ahead."""
_AROUND = frozenset("after before apres avant despues antes بعد قبل".split())
"""Folded words by which people ask for what is around a review, not for what it can do."""
_BODY = re.compile(
    r"\b(?:UN |United Nations |International |African |European |World |Global )?"
    r"(?:Committee|Court|Commission|Council|Tribunal|Convention|Treaty|Subcommittee|Comité|Cour"
    r"|Commission|Conseil|Convention|Corte|Comisión|Consejo|Convención)"
    r" (?:on|for|of|against|sur|pour|contre|des|de|sobre|contra|para)"
    r"(?: (?:the|la|le|les|los|las))?"
    r"(?: (?:[A-ZÉÀ][\w'’-]+|of|and|the|on|for|in|et|des|de|y|sur|la|les|los|l'|d'))+",
)
_ACRONYM = re.compile(r"\b[A-Z]{4,}\b")
_WORLDWIDE = re.compile(
    r"\b(?:World(?:wide)?|Global|International|Universal|Planetary|UN|United Nations)"
    r"(?: (?:[A-Z][\w'’-]+|of|for|and|on)){0,4} (?:Court|Tribunal|Jury|Parliament|Ombudsman"
    r"|Ombudsperson|Police|Prosecutor|Senate|Chamber|Council|Commission|Committee|Directorate"
    r"|Inspectorate|Bureau|Authority)\b(?! (?:against|on|of|for|to) )"
)


def differs(text: str) -> bool:
    """Whether a text asks how one thing differs from another."""
    return bool(_DIFFERING.search(fold(text)))


def stands_for(text: str) -> bool:
    """Whether a follow-up speaks of what was said before as "it" or "them"."""
    return not STANDING_FOR.isdisjoint(tokens(text))


def begins_joining(text: str) -> bool:
    """Whether a text begins as what follows on another: "and the word limit"."""
    return tokens(text)[:1] != [] and tokens(text)[0] in JOINING - {"what", "how"}


def names_only_a_state(question: Question) -> bool:
    """Whether a follow-up asks the same of another State: "And in Niger?"."""
    words = set(tokens(question.matter)) - ALL_STOP - JOINING
    return bool(question.inherited) and len(question.states) == 1 and not words


class Understanding:
    """Reads questions against one base."""

    def __init__(self, base: Base, states: StateNames, lexical: Lexical) -> None:
        self._base = base
        self._states = states
        self._vocabulary = lexical.vocabulary
        self._names = MechanismNames(base)
        self._topics = {topic: Phrases(words) for topic, words in base.thesaurus.topics.items()}
        self._tasks = {task: Phrases(intent.words) for task, intent in base.intents.tasks.items()}
        self._outside = {kind: Phrases(i.words) for kind, i in base.intents.outside.items()}
        self._surely = {kind: Phrases(i.sure) for kind, i in base.intents.outside.items()}
        self._requests = Requests(base, lexical.vocabulary)
        self._field = Phrases(base.thesaurus.field)
        self._general = {t: Phrases(words) for t, words in base.thesaurus.general.items()}
        self._basics = BasicsReader(base.basics) if base.basics else None
        self._turns = TurnReader(base.turns) if base.turns else None
        self._bound = Phrases(base.thesaurus.bound)
        self._unknown = [(t, Phrases(t.names)) for t in base.thesaurus.unheld if t.unknown]
        self._every = Phrases(base.thesaurus.every)
        self._past = Phrases(base.thesaurus.past)
        self._regional = Phrases(base.thesaurus.regional)
        self._visits = Phrases(base.thesaurus.visits)
        self._usable = Phrases(base.thesaurus.usable)
        self._matters = StateMatters(base.thesaurus)
        self._general_words = {
            word
            for phrases in base.thesaurus.general.values()
            for phrase in phrases
            for word in tokens(phrase)
        }
        self._dates = Phrases(base.thesaurus.dates)
        terms = (word for term in base.terms for word in (term.term, *term.also))
        self._terms = Phrases(word for word in terms if len(word) > SHORT_TERM)
        self._meanings = MeaningReader(base)

    def understand(
        self, text: str, context: Context | None = None, usual: Language | None = None
    ) -> Question:
        """What a text is about; what it leaves out is taken from the turn before. `usual` is the
        language of who writes, for a text that does not tell its own."""
        text = clean(text)
        earlier = context.language if context else None
        language = language_of(text, earlier or usual or "en")
        words = tokens(text)
        if not any(any(c.isalpha() for c in word) for word in words):
            return Question(language=language, empty=True)
        word = self._meanings.asked(text, language, bare=context is None)
        if word and not earlier:
            language = (usual or "en") if text.isupper() else word[1]
        told, asked = parts(text)
        named = self._named(text, language)
        pointed = self._named(asked, language) if told else named
        mechanisms = tuple(dict.fromkeys(n.mechanism for n in pointed or named))
        mentions = self._states.find(text, self._vocabulary.words)
        request = self._requests.read(text)
        about = without_recipients(text, mentions) if request.makes or request.hints else mentions
        states, others, mixed = pick(text, about)
        place = None if mentions else self._states.territory(text)
        spaced = Spaced.of(text)
        asked_of = self._states.find(asked, self._vocabulary.words) if told else mentions
        asking = Spaced.of(asked) if told else spaced
        corrected = Spaced.of(self._with_corrections(asked, asked_of))
        topic = self._topic(asking)
        inherited: list[Part] = []
        matter = mask(text, mentions)
        turn = self._turns.entries(matter, context.spoken_of) if context and self._turns else ()
        manner = self._turns.manner(matter) if context and self._turns and not named else None
        group = self._group(matter, context) if not named else None
        if group:
            mechanisms = (group,)
        anew = bool(word) or (bool(_WHAT_IS.match(" ".join(words))) and spaced in self._terms)
        if turn and context and context.mechanisms and not group:
            mechanisms = ()  # "will they open an investigation?" names no body by that
        leans = bool(turn or manner) or self._leans(words, language, bool(mechanisms))
        if context and not anew and leans:
            if not mechanisms and context.mechanisms:
                mechanisms = context.mechanisms
                inherited.append("guess" if context.guessed else "mechanisms")
            if not states and context.state:
                states = (context.state,)
                inherited.append("state")
            if topic is None and context.topic:
                topic = context.topic
                inherited.append("topic")
        beside = beside_names(words, language, named)
        only_names = bool(group) or (
            bool(context and named) and not beside - ALL_STOP - JOINING - LIKEWISE
        )
        before = context if only_names and "state" in inherited else None
        again = before.asked if before else ()
        rest = beside & set(tokens(matter)) - ALL_STOP - JOINING
        around, telling = around_names(matter, named)
        of_state = bool(states and (named or rest)) and rest <= _TREATIES
        nothing_else = of_state and telling <= len(rest)
        alone = nothing_else or (of_state and around <= 1 + len(rest))
        state_before_body = (
            nothing_else and bool(named) and all(self._reviews_states(n.mechanism) for n in named)
        )
        general: Topic | None = None
        if state_before_body and not inherited:
            general = "what"
        elif not (inherited and len(words) > TERSE):
            general = self._generally(spaced, words, language, named, mechanisms)
        away = asking if told and pointed else spaced
        wants = self._matters.wanted(asked, corrected, asked_of)
        wants = wants or (before.wants if before else ())
        surely = next((kind for kind, p in self._surely.items() if away in p), None)
        return Question(
            matter=matter,
            asked=mask(asked, asked_of) if told and pointed else "",
            mechanisms=mechanisms,
            topic=topic,
            states=states,
            others=others,
            mixed=mixed,
            territory=place.called(language) if place else None,
            wants=wants,
            task=request.task or self._task(spaced),
            general=general,
            basic=self._basics.entry(with_short_names(words, named), beside, mechanisms)
            if self._basics and named and not (inherited or states or request.makes)
            else None,
            bound=corrected in self._bound
            or (alone and not (again or (before and before.wants)))
            or "standing" in again,
            every=corrected in self._every or (alone and bool(rest)),
            past=asking in self._past,
            regional=asking in self._regional,
            visits=asking in self._visits,
            own_expert=speaks_of_own_expert(asked, asked_of),
            usable=bool(states) and not named and asking in self._usable,
            dated=asking in self._dates
            or bool(_WHEN.search(fold(asked)))
            or (bool(states) and self._only_a_review(words, language, named))
            or (state_before_body and "upr" in mechanisms)
            or "dates" in again,
            makes=request.makes,
            hints=request.hints,
            asks=request.asks,
            of_field=bool(mechanisms)
            or spaced in self._field
            or (bool(states) and "complaint" in wants),
            language=language,
            inherited=tuple(inherited),
            outside=surely or next((kind for kind, p in self._outside.items() if away in p), None),
            surely_outside=surely is not None,
            word=word[0] if word else None,
            turn=turn,
            manner=manner,
            only_names=only_names,
            invented=self._invented(text, named),
            unknown=self._unknown_treaty(spaced, language),
            compares=len({n.mechanism for n in pointed} if told else set(mechanisms)) > 1
            and bool(_COMPARING.search(fold(asked))),
        )

    def _reviews_states(self, mechanism: str) -> bool:
        """Whether each State has its turn before a mechanism."""
        return mechanism == "upr" or self._base.mechanisms[mechanism].family == TREATY_BODY

    def _group(self, matter: str, context: Context | None) -> str | None:
        """The committee of the people of whom a follow-up asks what was said of another one."""
        before = context.mechanisms[0] if context and context.mechanisms else None
        if not (before and self._turns):
            return None
        committee = self._base.mechanisms[before].family == TREATY_BODY
        group = self._turns.group(matter) if committee else None
        return group if group != before else None

    def _named(self, text: str, language: Language) -> list[MechanismMention]:
        """The mechanisms that a text names; a name alone may not show its language."""
        own = self._names.find(text, language, self._vocabulary)
        if own or language == "ar":
            return own
        others = (latin for latin in _LATIN if latin != language)
        mentions = (self._names.find(text, latin, self._vocabulary, language) for latin in others)
        return next(filter(None, mentions), [])

    def _generally(
        self,
        spaced: Spaced,
        words: list[str],
        language: Language,
        named: list[MechanismMention],
        mechanisms: tuple[str, ...],
    ) -> Topic | None:
        """The topic of a question about one mechanism that holds hardly a word besides its name."""
        if len(mechanisms) != 1:
            return None
        if beside_names(words, language, named) - self._general_words:
            return None
        if not _AROUND.isdisjoint(words):
            return None
        return next((topic for topic, phrases in self._general.items() if spaced in phrases), None)

    def _leans(self, words: list[str], language: Language, names_mechanism: bool) -> bool:
        content = [w for w in words if w not in STOP[language]]
        short = len(words) < ELLIPTIC or len(content) < 4
        joins = words[0] in JOINING
        points = any(w in POINTING for w in words)
        if names_mechanism:
            return short and (joins or len(content) < 3)
        return short or joins or points

    def _only_a_review(
        self, words: list[str], language: Language, named: list[MechanismMention]
    ) -> bool:
        """Whether hardly more than a State's review is named ("Cape Verde CEDAW review?")."""
        rest = beside_names(words, language, named)
        return bool(named) and bool(rest & _REVIEWS) and len(rest - _REVIEWS) <= LONG_NAME

    def _with_corrections(self, text: str, mentions: Sequence[Mention]) -> str:
        """The text with its typos corrected, after the text as it stands: no word is lost."""
        return f"{text} {_APART} {self._vocabulary.corrected(mask(text, mentions))}"

    def _topic(self, spaced: Spaced) -> Topic | None:
        counts = {topic: phrases.count(spaced) for topic, phrases in self._topics.items()}
        best = max(counts, key=lambda topic: counts[topic], default=None)
        return best if best and counts[best] else None

    def _task(self, spaced: Spaced) -> Task | None:
        return next((task for task, phrases in self._tasks.items() if spaced in phrases), None)

    def _unknown_treaty(self, spaced: Spaced, language: Language) -> tuple[str, str] | None:
        found = next((treaty for treaty, names in self._unknown if spaced in names), None)
        place = ("en", "fr", "es", "ar").index(language)
        return (found.called[place], found.page) if found else None

    def _invented(self, text: str, named: list[MechanismMention]) -> str | None:
        if named:
            return None
        acronyms = _ACRONYM.findall(text)
        if len(acronyms) == 1 and set(tokens(text)) - ALL_STOP == {fold(acronyms[0])}:
            return None if fold(acronyms[0]) in self._vocabulary.words else acronyms[0]
        for match in (*_BODY.finditer(text), *_WORLDWIDE.finditer(text)):
            name = re.sub(
                r"(?: (?:of|and|the|on|for|in|et|des|de|y|sur|la|les|los))+$", "", match[0]
            )
            bare = re.sub(r"^(?:UN|United Nations) ", "", name)
            if len(name.split()) > 2 and bare.encode() not in self._everything:
                return name
        return None

    @cached_property
    def _everything(self) -> bytes:
        """All that the base says, to look up whether it knows a name: as bytes, which take half the
        room."""
        return "\n".join(self._all_texts()).encode()

    def _all_texts(self) -> Iterator[str]:
        for mechanism in self._base.mechanisms.values():
            names = mechanism.names
            yield from (*names.en, *names.fr, *names.es, *mechanism.describes, mechanism.summary)
            for entry in mechanism.entries:
                yield from (entry.title, *entry.texts(), *(ask for _, ask in entry.asks.all()))
        for source in self._base.sources.values():
            yield source.title
