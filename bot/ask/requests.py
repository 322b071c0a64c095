"""Recognises that a text to be made is asked for, and which: a sentence that begins as a request,
or that is no more than the name of a text ("outline for our UPR paper pls"); and the action or
message that is named.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import dropwhile
from typing import Literal

from bot.ask.models import Task
from bot.ask.patterns import Patterns, Phrases, Spaced
from bot.ask.words import ALL_STOP, Vocabulary, tokens
from bot.knowledge.front import TextNames, WaysOfSaying
from bot.knowledge.models import Base

_SENTENCE = re.compile(r"(?<=[.!?؟\n])\s+|\n")
_CLAUSE = re.compile(r"[.!?؟;:,،؛()–—\n]+(?=\s|$)|\s-+\s")
_ASKED_LAST = re.compile(
    r"\b(?:(?:to )?whom?|when|where|how|why|[aà] qui|par qui|quand|combien|pourquoi|comment"
    r"|a quien(?:es)?|donde|cuando|por que|الي من|لمن|ماذا|الي اين|اين|متي|كيف|لماذا)$"
)
"""How a clause ends whose question word stands last, as people speak: "report on child marriage to
whom"."""
_OF_BODY = re.compile(
    r"^\w+ (?:la onu|las naciones|el comite|el consejo|la comision|el acnudh|la oficina"
    r"|(?:el|la) relator\w*)\b"
)
"""How a Spanish clause of folded words begins that asks what a body does: "¿Traduce la ONU…?"."""
_OF_OTHERS = re.compile(
    r"^(?:puede|podria)n? (?:una?|las?|el|los|otr[ao]s?|nuestr[ao]s?|mis?|alguien|cualquier\w*)\b"
)
"""How one begins that asks what others may do, and no politeness: "¿Puede una ONG…?"."""
_QUOTED = re.compile(r"[\"“”«»„]([^\"“”«»„]{12,})[\"“”«»„]")
POLITE = 5
"""Openers in a row that are passed over: `dear desk, please, could you help me to …`."""
SHORT = 4
PASSAGE = 4
"""Words of a quotation that may be a draft."""
FIRST = 3
"""Among so many words the name of a text must begin that is all that is said."""
NEAR = 9
"""Within so many words of a verb of wanting the name of a text must begin."""
ARTICLES = frozenset("a an one un une una some short".split())
RECEIVED = frozenset(
    "received got recu recue recus recibi recibimos وصلتني وصلني وصلتنا وصلنا جاءتني جاءني".split()
)
"""Words, folded, after which a message is one that came, and none to be made."""
_KINDS = """
    court courte bref breve brefs simple simples prudent prudente formel formelle urgent urgente et
    corto corta cortos prudentes formal formales y poli polie firme
    قصيره قصير موجزه موجز بسيطه رسميه عاجله مهذبه و
"""
KINDS = frozenset(_KINDS.split())
"""Words, folded, that say what the text is to be like and stand after its name."""


_OR_ACT = re.compile(
    r"\b(?:or|ou|o|ام|او) (?:to |je |on |de )?(?:speak|talk|call|phone|meet|visit|wait|go|parle\w*"
    r"|appele\w*|rencontr\w*|attend\w*|aller|hablar|hablamos|llamar|esperar|ir|نكلم|نتصل|نزور"
    r"|ننتظر|نذهب)\b"
)
"""Folded words of another deed beside that of writing: "write to the minister or speak to …"."""
OR = frozenset("or ou o او ام vs versus".split())
WHICH = frozenset("which wich what quel quelle lequel laquelle que cual ايهما اي ما".split())
"""Folded words between two things, and those that ask which of them."""


@dataclass(frozen=True)
class Request:
    """What a text asks to be made, as far as its words tell."""

    makes: bool = False
    hints: bool = False
    """It may be a request: only the likeness to others can tell."""
    task: Task | None = None
    """The kind of text that is named, where one is asked for."""
    asks: bool = False
    """Nothing is asked for, and a sentence begins as a question."""


class TextKinds:
    """The names of all kinds of text."""

    def __init__(self, base: Base, objects: bool) -> None:
        tasks = base.intents.tasks
        self.words = {
            task: (*intent.products, *(intent.objects if objects else ()))
            for task, intent in tasks.items()
            if task != "check"
        }
        self._phrases: dict[Task, Phrases] = {t: Phrases(w) for t, w in self.words.items()}
        self._any = Phrases(word for words in self.words.values() for word in words)

    def first(self, text: str, within: int | None = None) -> Task | None:
        """The kind of text that is named first in folded words, among so many."""
        text = " ".join(text.split()[:within])
        places = {
            t: p for t, phrases in self._phrases.items() if (p := phrases.place(text)) is not None
        }
        return min(places, key=lambda task: places[task], default=None)

    def names(self, text: str, task: Task) -> bool:
        """Whether folded words name that kind of text."""
        return self._phrases[task].place(text) is not None

    def after(self, text: str) -> str | None:
        """What follows in folded words that begin with the name of a text."""
        return self._any.after(text)


class Requests:
    """Reads requests against one base's words."""

    def __init__(self, base: Base, known: Vocabulary) -> None:
        words = base.thesaurus
        self._known = known
        self._please, self._telling = Phrases(words.please), Phrases(words.telling)
        self._polite = Phrases((*words.polite, *words.please))
        self._make, self._want = Phrases(words.make), Phrases(words.want)
        self._asking, self._only = Phrases(words.asking), Phrases(words.only)
        self._joins, self._check = Phrases(words.joins), Phrases(words.check)
        self._others = Phrases(words.no_products)
        self._products, self._objects = (
            TextKinds(base, objects=False),
            TextKinds(base, objects=True),
        )
        self._named = TextReader(base.text_names) if base.text_names else None
        self._templates = Phrases(words.templates)
        checked = base.intents.tasks["check"]
        self._draft = Phrases(checked.products)
        self._faults = Phrases((*checked.products, *checked.objects))
        lists = [words.make, words.want, words.only, words.check, checked.products]
        lists += self._objects.words.values()
        own = {
            w for phrases in lists for phrase in phrases for w in tokens(phrase.replace("*", " "))
        }
        self._own = Vocabulary(sorted(own))

    def read(self, text: str) -> Request:
        """What is asked for in a cleaned text; the first sentence that asks for a text counts."""
        quoted = any(len(quotation[1].split()) >= PASSAGE for quotation in _QUOTED.finditer(text))
        unquoted = _QUOTED.sub(" ", text)
        parts = [part.strip() for part in _SENTENCE.split(unquoted) if part.strip()]
        sentences = [self._clauses(part) for part in parts]
        asking = [any(map(self._begins_asking, clauses)) for clauses in sentences]
        marked = "?" in unquoted or "؟" in unquoted
        everything = [clause for clauses in sentences for clause in clauses]
        if quoted and any(self._faults.place(clause) is not None for clause in everything):
            return Request(makes=True, task="check")
        for sentence, clauses in zip(parts, sentences, strict=True):
            if sentence[-1] in "?؟" and self._chooses(clauses):
                continue
            if request := self._ordered(clauses[:1] if sentence[-1] in "?؟" else clauses):
                return request
        last = any(_ASKED_LAST.search(clauses[-1]) for clauses in sentences if clauses)
        asks = marked or last or any(asking)
        if not any(map(self._begins_asking, (clauses[0] for clauses in sentences if clauses))):
            wanted = (self._wanted(clauses, alone=not marked) for clauses in sentences)
            if request := next(filter(None, wanted), None):
                return request
        if not asks and sentences and (request := self._labelled(sentences[0])):
            return request
        return Request(asks=asks)

    def _clauses(self, sentence: str) -> list[str]:
        """The clauses of a sentence: folded words, with typos corrected in those that requests are
        made of, and without names that only sound like those of texts."""
        clauses = filter(str.strip, _CLAUSE.split(sentence))
        corrected = (" ".join(map(self._correct, tokens(clause))) for clause in clauses)
        return [c if self._names_action(c) else self._others.masked(c) for c in corrected]

    def _chooses(self, clauses: list[str]) -> bool:
        """Whether a question names two things and asks which: "letter to an expert or complaint,
        which is quicker?", "write to the minister or to the embassy?"."""
        if not clauses or OR.isdisjoint(clauses[0].split()):
            return False
        asks_which = not WHICH.isdisjoint(clauses[-1].split()[:2])
        return asks_which if len(clauses) > 1 else self._make.starts(clauses[0])

    def _names_action(self, clause: str) -> bool:
        return self._named is not None and self._named.place(clause) is not None

    def _ordered(self, clauses: list[str]) -> Request | None:
        """A request by a verb of making, or of looking at a draft."""
        for i, clause in enumerate(clauses):
            rest = self._without_polite(clause)
            if _OF_BODY.search(rest) or _OF_OTHERS.search(clause) or _OR_ACT.search(rest):
                continue
            whole = " ".join([rest, *clauses[i + 1 :]])
            if self._check.starts(rest) and self._draft.place(whole) is not None:
                return Request(makes=True, task="check")
            if self._make.starts(rest):
                task = self._named_kind(whole) or self._objects.first(whole)
                return Request(makes=True, task=task)
            asked = self._please.starts(clause) and not self._telling.starts(rest)
            if asked and (task := self._products.first(whole, NEAR)):
                return Request(makes=True, task=task)
        return None

    def _wanted(self, clauses: list[str], alone: bool) -> Request | None:
        """A request by a verb of wanting and the name of a text."""
        for i, clause in enumerate(clauses):
            rest = self._without_polite(clause)
            if not self._want.starts(rest) or self._asking.starts(rest):
                continue
            whole = " ".join([rest, *clauses[i + 1 :]])
            task = self._named_kind(whole) or self._products.first(whole, NEAR)
            if alone and task:
                return Request(makes=True, task=task)
            if task := self._objects.first(whole, NEAR):
                return Request(hints=True, task=task)
        return None

    def _named_kind(self, text: str) -> Task | None:
        """The kind of text of the action or message that folded words name by a usual name: an
        outline, or what is asked for before that name ("checklist for …"). Whom a message is for
        is no name of a text: a word for one must stand there too."""
        if self._named is None:
            return None
        if (place := self._named.place(text)) is not None:
            return self._objects.first(text[:place]) or "outline"
        if self._named.named(text, "message") and self._objects.names(text, "message"):
            return "message"
        return None

    def _joined(self, rest: str) -> bool:
        """Whether folded words say what a text is for: Arabic writes "for" into the next word."""
        return self._joins.starts(rest) or rest.startswith("ل")

    def _labelled(self, clauses: list[str]) -> Request | None:
        """A request that is no more than the name of a text, and what it is for."""
        if not clauses or any(map(self._holds_asking, map(_without_that, clauses))):
            return None
        for clause in clauses:
            task = self._named_kind(clause) or self._products.first(clause)
            if self._templates.place(clause) is not None and task:
                return Request(makes=True, task=task)
            if clause in self._only and (task := self._objects.first(clause)):
                return Request(makes=self._products.first(clause) == task, hints=True, task=task)
        words = clauses[0].split()
        for start in range(min(FIRST, len(words))):
            if set(words[:start]) & (ALL_STOP - ARTICLES | RECEIVED):
                break
            rest = self._products.after(" ".join(words[start:]))
            if rest is not None:
                rest = " ".join(dropwhile(KINDS.__contains__, rest.split()))
            if rest is not None and (self._joined(rest) or (not rest and len(clauses) > 1)):
                return Request(makes=True, task=self._products.first(clauses[0]))
        task = next((t for clause in clauses if (t := self._objects.first(clause))), None)
        return Request(hints=True, task=task) if task and len(clauses) > 1 else None

    def _begins_asking(self, clause: str) -> bool:
        return self._asking.starts(self._without_polite(clause))

    def _holds_asking(self, clause: str) -> bool:
        return self._asking.place(clause) is not None

    def _without_polite(self, clause: str) -> str:
        for _ in range(POLITE):
            rest = self._polite.after(clause)
            if not rest:
                return clause
            clause = rest
        return clause

    def _correct(self, word: str) -> str:
        """A typo corrected; in a word of four letters only where letters are missing or swapped,
        since many short words lie near to each other."""
        if word in self._known.words:
            return word
        corrected = self._own.correct(word)
        safe = len(word) > SHORT or len(corrected) > len(word) or sorted(corrected) == sorted(word)
        return corrected if safe else word


def _without_that(clause: str) -> str:
    """A folded clause without the `que` inside it: without its accent it reads like a question's,
    and in the name of a text it joins ("un mensaje para pedir que …")."""
    first, *rest = clause.split() or [""]
    return " ".join([first, *(word for word in rest if word != "que")])


@dataclass(frozen=True)
class NamedText:
    """A text that a request names: `id` of an action, or of a message."""

    id: str
    kind: Literal["action", "message"]


class TextReader:
    """Reads the names of texts against one base's words."""

    def __init__(self, names: TextNames) -> None:
        self._actions = _read(names.actions)
        self._any_action = Patterns(way for ways in names.actions.values() for way in ways.all())
        self._messages = _read(names.messages)

    def place(self, text: str) -> int | None:
        """Where folded words name an action for the first time; None where they name none."""
        return self._any_action.first(text)

    def named(self, text: str, task: Task) -> NamedText | None:
        """The text that a request for a `task` names; None where its words name none, or two that
        begin at the same place. A letter may be an action ("allegation letter"); a checklist is
        never a message."""
        spaced = Spaced.of(text)
        if action := _first(self._actions, spaced):
            return NamedText(action, "action")
        message = _first(self._messages, spaced) if task == "message" else None
        return NamedText(message, "message") if message else None


def _read(names: Mapping[str, WaysOfSaying]) -> dict[str, Patterns]:
    return {name: Patterns(ways.all()) for name, ways in names.items()}


def _first(names: Mapping[str, Patterns], spaced: Spaced) -> str | None:
    places = {
        name: at for name, patterns in names.items() if (at := patterns.first(spaced)) is not None
    }
    return min(places, key=lambda name: places[name], default=None)
