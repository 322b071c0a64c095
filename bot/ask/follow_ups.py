"""A follow-up of few words, read on from the turn before: what its words leave out is taken from
the entry that answered then, the same is asked of another mechanism ("and for CEDAW?"), or another
matter of the same one ("who decides?").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.ask.find import Finder, Ranking, certainty_of
from bot.ask.models import DOUBTFUL, UNSURE, Context, Question
from bot.ask.understand import stands_for
from bot.ask.words import ALL_STOP, JOINING, tokens
from bot.knowledge.models import TREATY_BODIES, TREATY_BODY, Base, Entry, Language

FEW = 4
"""Words of content up to which a follow-up may not tell what it is about."""
SURELY = 0.3
"""Certainty from which a follow-up that was read on is followed, where its words alone lead to
another mechanism than the one spoken of."""
MARGIN = 0.1
"""How much surer a text must be read on than alone, where both lead to what was spoken of."""
ALONE = 0.98
"""Certainty from which a text speaks for itself, whatever was spoken of before."""
OTHER_ROUTES = "other-routes"
SAME, TWIN, LIKE = 40.0, 4.0, 1.5
"""How much more is expected of the entry that curators name as the same matter, of one whose short
name shares a word, and of those on the same topic, where the same is asked of another mechanism."""
MATTER = 6.0
"""The same of what curators name for the matter that a bare follow-up asks for."""
USUAL = 1.0
"""The same of the first entry that curators name for a matter and a mechanism: the others are for
one of its ways."""
SHARED = ("what", "session", "engage", "submit", "complaint", "calendar")
"""Topics on which every mechanism is asked the same."""
ALL = 2_000
"""Entries looked at to find those of one mechanism."""

Read = tuple[Question, Ranking, Sequence[str]]
"""How a text is read: its question, its ranking, the entries of the turn before that count."""


class FollowUps:
    """Reads follow-ups against one base."""

    def __init__(self, base: Base, finder: Finder) -> None:
        self._base = base
        self._finder = finder

    def read(self, text: str, question: Question, context: Context, ranking: Ranking) -> Read:
        """How a text is best read on from the turn before, or alone by its `ranking`. What "it"
        stands for is the mechanism found then, as if it had been named."""
        earlier = context.entries if question.inherited else ()
        own: Read = (question, self._of_same_body(question, context, ranking), earlier)
        certainty = certainty_of(own[1])
        unnamed = certainty < UNSURE and not question.mechanisms
        pointed = certainty < DOUBTFUL and "guess" in question.inherited and stands_for(text)
        if unnamed or pointed:
            leant = self._leant(text, question, context)
            surer = certainty_of(leant[1])
            if surer >= UNSURE and surer > certainty:
                own, certainty = leant, surer
        astray = not self._of_before(own[1].candidates[0].entry, context)
        unsure = astray or certainty < ALONE
        told = self._told(text, question, context) if unsure else None
        if told is None:
            return own
        surer, first = certainty_of(told[1]), told[1].candidates[0].entry
        repeats = first.id == context.entries[0] and not astray and certainty >= DOUBTFUL
        better = surer >= SURELY if astray else certainty < DOUBTFUL and surer > certainty + MARGIN
        return told if better and not repeats and self._of_before(first, context) else own

    def of_another(self, question: Question, context: Context) -> Ranking | None:
        """What the mechanism that a follow-up names says of the matter of the turn before; None
        where it asks something of its own."""
        if not (question.only_names and context.entries and len(set(question.mechanisms)) == 1):
            return None
        name, before = question.mechanisms[0], self._base.entries.get(context.entries[0])
        if before is None or before.mechanism == name:
            return None
        title = self._renamed(before, name, question.language)
        asked = question.model_copy(update={"topic": before.topic})
        ranking = self._finder.rank(title, asked, limit=ALL)
        compared = before.topic == "compare"
        same = self._same_matter(before, name)
        own = tuple(
            c
            for c in ranking.candidates
            if c.entry.id == same
            or (c.entry.mechanism == name and (compared or c.entry.topic != "compare"))
        )
        return (
            _expecting(
                Ranking(own, ranking.evidence),
                lambda entry: _nearness(entry, before) + SAME * (entry.id == same),
            )
            if own
            else None
        )

    def of_its_own(self, text: str, question: Question, context: Context) -> Ranking | None:
        """What the mechanism spoken of before says of the matter that a bare follow-up asks for
        ("who decides?"); None where it asks for none that curators name, or names a mechanism or
        a State."""
        if not (question.turn and _names_nothing(question)):
            return None
        before = self._base.entries.get(context.spoken_of or "")
        own = (before.mechanism,) if before else ()
        named = [entry.partition("#")[0] for entry in question.turn]
        fitting = self._of_first(named, (*own, *context.mechanisms))
        if before and before.mechanism == OTHER_ROUTES:
            fitting = tuple(e for e in fitting if _akin(self._base.entries[e], before))
        if not fitting:
            return None
        name = self._base.entries[fitting[0]].mechanism
        asked = question.model_copy(update={"mechanisms": (name,), "inherited": ("mechanisms",)})
        told = f"{self._base.title(before, question.language)} {text}" if before else text
        ranking = self._finder.rank(told, asked, (before.id,) if before else (), limit=ALL)

        def more(entry: Entry) -> float:
            if entry.id not in fitting:
                return 0.0
            near = _nearness(entry, before) if before else 0.0
            return MATTER + USUAL * (entry.id == fitting[0]) + near

        return _expecting(ranking, more)

    def still_of(self, text: str, question: Question, context: Context) -> str | None:
        """What is still spoken of after a follow-up that only asks a matter of it ("who decides?"),
        or tells nothing at all ("what is it?"); None where it tells something."""
        told = set(tokens(question.matter or text)) - ALL_STOP - JOINING
        bare = _names_nothing(question) and (question.turn or not told)
        return context.spoken_of if bare else None

    def _of_first(self, entries: Sequence[str], names: Sequence[str]) -> tuple[str, ...]:
        """Those of these entries that are of the first of the mechanisms that has any, or for a
        treaty body what holds for all of them."""
        shared = any(self._base.mechanisms[name].family == TREATY_BODY for name in names)
        for name in dict.fromkeys((*names, *((TREATY_BODIES,) if shared else ()))):
            if own := tuple(e for e in entries if e.partition(".")[0] == name):
                return own
        return ()

    def _same_matter(self, before: Entry, name: str) -> str | None:
        """The id of the entry that says the same of the mechanism of that `name`, or for a treaty
        body what holds for all of them; None where curators name none."""
        basics = self._base.basics
        rows = [row for row in basics.same.values() if before.id in row] if basics else []
        shared = self._base.mechanisms[name].family == TREATY_BODY
        wanted = (name, TREATY_BODIES) if shared else (name,)
        fitting = (e for m in wanted for row in rows for e in row if e.partition(".")[0] == m)
        return next(fitting, None)

    def _renamed(self, before: Entry, name: str, language: Language) -> str:
        """The title of an entry, asked of the mechanism of that `name`."""
        mechanisms = self._base.mechanisms
        own, other = mechanisms[before.mechanism], mechanisms[name]
        called = re.compile("|".join(map(re.escape, own.acronyms)) or r"(?!)")
        new = other.acronyms[0] if other.acronyms else self._base.name(name, language)
        return called.sub(lambda _: new, self._base.title(before, language))

    def _of_same_body(self, question: Question, context: Context, ranking: Ranking) -> Ranking:
        """A ranking in which what bears a word of the entry spoken of is expected more, where a
        mechanism holds routes that have nothing to do with one another: what one court does with
        names says nothing of another body."""
        before = self._base.entries.get(context.spoken_of or "")
        if not before or before.mechanism != OTHER_ROUTES or not _names_nothing(question):
            return ranking
        return _expecting(ranking, lambda entry: TWIN * _akin(entry, before))

    def _leant(self, text: str, question: Question, context: Context) -> Read:
        guess = context.guessed and "guess" not in question.inherited
        inherited = (*question.inherited, "guess" if guess else "mechanisms")
        update = {"mechanisms": context.mechanisms, "inherited": inherited}
        leaning = question.model_copy(update=update)
        return leaning, self._finder.rank(text, leaning, context.entries), context.entries

    def _told(self, text: str, question: Question, context: Context) -> Read | None:
        """A text of few words behind the question that was answered before, whose mechanism counts
        as named."""
        leans = {"mechanisms", "guess"} & set(question.inherited)
        before = self._base.entries.get(context.entries[0]) if context.entries else None
        if not leans or before is None or len(set(tokens(text)) - ALL_STOP) > FEW:
            return None
        names = tuple(dict.fromkeys((before.mechanism, *context.mechanisms)))
        asked = question.model_copy(update={"mechanisms": names})
        named = asked.model_copy(update={"inherited": ("mechanisms",)})
        title = self._base.title(before, question.language)
        return asked, self._finder.rank(f"{title} {text}", named, context.entries), context.entries

    def _of_before(self, entry: Entry, context: Context) -> bool:
        """Whether an entry is of a mechanism spoken of before, or says what all treaty bodies share
        with it."""
        family = {self._base.mechanisms[name].family for name in context.mechanisms}
        shared = entry.mechanism == TREATY_BODIES and TREATY_BODY in family
        return entry.mechanism in context.mechanisms or shared


def _names_nothing(question: Question) -> bool:
    """Whether a follow-up takes its mechanism from the turn before, and names no State."""
    leans = {"mechanisms", "guess"} & set(question.inherited)
    return bool(leans) and (not question.states or "state" in question.inherited)


def _expecting(ranking: Ranking, more: Callable[[Entry], float]) -> Ranking:
    """A ranking in which so much `more` is expected of each entry, the best first."""
    candidates = [replace(c, score=c.score + more(c.entry)) for c in ranking.candidates]
    return Ranking(tuple(sorted(candidates, key=lambda c: -c.score)), ranking.evidence)


def _nearness(entry: Entry, before: Entry) -> float:
    return TWIN * _akin(entry, before) + LIKE * _alike(entry, before)


def _akin(entry: Entry, before: Entry) -> bool:
    """Whether an entry bears a word of the other's short name ("length", "deadline")."""
    names = (
        {w.removesuffix("s") for w in e.id.rpartition(".")[2].split("-")} for e in (entry, before)
    )
    return bool(set.intersection(*names))


def _alike(entry: Entry, before: Entry) -> bool:
    """Whether an entry is on the topic of the one before, where all mechanisms have it."""
    return entry.topic == before.topic and before.topic in SHARED
