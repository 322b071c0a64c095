"""Decides what to reply: an answer, a question back, a task, or that the desk does not know."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence, Set
from functools import partial
from typing import Literal, cast

from bot.ask.compose import Composer
from bot.ask.find import CANDIDATES, Finder, Found, Ranking
from bot.ask.here import NOTHING, Here, Told, together
from bot.ask.languages import STOP
from bot.ask.models import (
    Answer,
    Choice,
    Choices,
    Context,
    Decline,
    Note,
    Question,
    Reply,
    Task,
    TaskReply,
)
from bot.ask.standing import Standing
from bot.ask.understand import differs
from bot.ask.words import tokens
from bot.knowledge.models import Base, Entry
from bot.reviews import Calendar
from bot.states import Profiles, StateNames

COMPARED = 150
"""Entries looked at where mechanisms are compared, so that each has some."""
CHOICES = 5
SHOWN = 5
"""Entries of which an answer shows at least the first sentence."""
SURE = 0.8
"""Certainty from which the desk answers; below it offers choices (docs/finding.md, the curve)."""
MANY, ALIKE, FEW = 4, 2, 4
"""At least so many mechanisms among the best entries, at most so many different matters among
them, and at most so many words: then a question without a mechanism is asked back."""
CLOSE = 0.6
"""How far behind the best entry that of the mechanism named may lie and still stand first."""
BESIDE = 1.0
"""How far behind the best entry one that compares may lie and still be shown beside it, where
somebody asks to compare: such entries lie closer than 1 or further than 3."""
CURVE = (7.03, 1.79, 2.21)
INTENT = -0.02
"""How much nearer than to any entry a text must lie to examples of an intent (docs/finding.md)."""
OUTSIDE = {(True, True): 0.04, (True, False): -0.03, (False, True): 0.05, (False, False): 0.02}
"""The same for what lies outside: by whether that matter lies far from the field, and whether the
text speaks of mechanisms."""
SAID = 0.1
"""How much less is enough where the words show that matter."""
FOLLOWING = 0.15
"""The same for a follow-up, whose few words lie near to many things."""
DOUBTFUL = (-0.06, 0.6)
"""The same, where no entry is this certain to answer."""
TASK, ASKED = -0.05, 0.0
"""The same for a text to be made, and where a sentence begins as a question."""
MAKING, UNNAMED, HINTED = -0.45, -0.25, -0.24
"""The same where a sentence begins as a request for a text that it names, for one that it does not
name, and where it may be such a request."""
LIKELY = 0.3
"""How likely the best entry must be, so that its mechanism is taken for the one asked about."""
NEAR = 0.1
"""How much nearer a text to be made may lie to something outside the field."""


class Decision:
    """Turns a Question and a Ranking into a Reply."""

    def __init__(
        self,
        base: Base,
        states: StateNames,
        finder: Finder,
        calendar: Calendar | None,
        profiles: Profiles | None,
    ) -> None:
        self._base = base
        self._states = states
        self._finder = finder
        self._composer = Composer(base)
        self._here = Here(base, calendar) if calendar else None
        self._standing = Standing(profiles) if profiles else None

    def reply(self, text: str, question: Question, context: Context | None, on: dt.date) -> Reply:
        """The reply to a cleaned text that was understood as `question`."""
        if question.empty:
            return self._decline(question, "decline_empty", ())
        if question.general and (entries := self._in_general(question)):
            return self._composer.answer(question, entries, on, 1.0)
        question = self._in_region(question)
        earlier = context.entries if context and question.inherited else ()
        deep = COMPARED if question.compares else CANDIDATES
        ranking = self._finder.rank(text, question, earlier, limit=deep)
        certainty = certainty_of(ranking)
        task = self._task(question, ranking)
        if task:
            return self._task_reply(task, question, ranking, on)
        if outside := self._outside(question, ranking, certainty):
            return self._decline(question, f"decline_{outside}", ranking.found)
        if question.invented:
            note = Note(key="decline_invented", values={"name": question.invented})
            return self._decline(question, note, ranking.found)
        if len(question.states) > 1:
            return self._which_state(question)
        if self._bare(text, question):
            return self._topics(question)
        if not any(ranking.evidence.words):
            return self._decline(question, "decline_unknown", ranking.found)
        general = self._general(text, question, ranking)
        told_here = self._told_here(question, ranking, on)
        if (certainty < SURE or general) and not told_here.leads:
            return self._choices(question, ranking, certainty, general)
        entries = self._gather(question, ranking)
        if earlier and differs(text):
            entries = _unique([entries[0], self._base.entries[earlier[0]], *entries[1:]])
        if told_here.first:
            entries = _unique([self._agreeing(told_here.first), *entries])
        if told_here.leads and told_here.advice and not question.past:
            entries = self._for_now(question, told_here, entries)
        guessed = not question.mechanisms
        terms = self._finder.lexical.terms(text, question.language)
        told = partial(self._finder.lexical.told, terms)
        share = ranking.shares()[0]
        return self._composer.answer(
            question, entries, on, certainty, guessed, told, share, told_here
        )

    def answer_with(
        self, entry_id: str, question: Question, on: dt.date, beside: Sequence[str] = ()
    ) -> Answer:
        """The answer that one entry gives: what picking a choice shows.

        Raises KeyError where there is no such entry.
        """
        entry = self._base.entries[entry_id]
        others = [self._base.entries[r] for r in beside or entry.related]
        told = self._told_with(entry, question, on)
        return self._composer.answer(question, [entry, *others], on, 1.0, told_here=told)

    def _told_with(self, entry: Entry, question: Question, on: dt.date) -> Told:
        """What is said of the State beside one entry."""
        if question.bound and self._standing:
            told = self._standing.told(question, entry.topic, entry.mechanism, on)
            if told.leads:
                return told
        return self._here.told(question, entry.topic, on) if self._here else NOTHING

    def _in_region(self, question: Question) -> Question:
        """Where somebody speaks of regional bodies and of a State: those of its region."""
        state = question.state
        if not (question.regional and state and self._standing) or question.mechanisms:
            return question
        return question.model_copy(update={"mechanisms": self._standing.bodies_of(state)})

    def _gather(self, question: Question, ranking: Ranking) -> list[Entry]:
        found = [f.entry for f in ranking.found]
        if not question.compares:
            entries = self._named_first(question, ranking, found)
            compares = question.topic == "compare"
            return self._with_compared(ranking, entries) if compares else entries
        by_mechanism = {m: [e for e in found if e.mechanism == m] for m in question.mechanisms}
        firsts = [entries[0] for entries in by_mechanism.values() if entries]
        compared = [e for e in found if e.topic == "compare" and self._names_all(e, question)][:1]
        chosen = [*compared, *firsts, *found] if compared else [*firsts, *found]
        return _unique(chosen)

    def _with_compared(self, ranking: Ranking, entries: list[Entry]) -> list[Entry]:
        """The nearest entry that compares among the first two, where one lies close."""
        close = ranking.found[0].score - BESIDE
        compared = (
            f.entry for f in ranking.found if f.entry.topic == "compare" and f.score > close
        )
        return _unique([entries[0], *list(compared)[:1], *entries])

    def _named_first(self, question: Question, ranking: Ranking, found: list[Entry]) -> list[Entry]:
        """The entries with one of the one mechanism named first, where one lies close."""
        if len(question.mechanisms) != 1 or "guess" in question.inherited:
            return found
        named = [f for f in ranking.found if f.entry.mechanism == question.mechanisms[0]]
        if named and ranking.found[0].score - named[0].score <= CLOSE:
            return _unique([named[0].entry, *found])
        return found

    def _told_here(self, question: Question, ranking: Ranking, on: dt.date) -> Told:
        """What is known of the State in question, or of each of several."""
        if question.territory and (question.of_field or question.dated or question.bound):
            note = Note(key="here_no_rows", values={"territory": question.territory})
            named = [self._base.mechanisms[name] for name in question.mechanisms[:1]]
            committee = next((m.id for m in named if m.family == "treaty-body"), "")
            return Told((note,), leads=True, first=committee)
        if question.state is None or question.compares or not ranking.found:
            return NOTHING
        told = self._told_of_one(question, ranking, on)
        if not (told.leads and question.others):
            return told
        each = [told]
        for state in question.others:
            of_it = question.model_copy(update={"states": (state,)})
            each.append(self._told_of_one(of_it, ranking, on))
        return together(each)

    def _told_of_one(self, question: Question, ranking: Ranking, on: dt.date) -> Told:
        best = ranking.found[0].entry
        standing = NOTHING
        if self._standing:
            standing = self._standing.told(question, best.topic, best.mechanism, on)
            if standing.leads:
                return standing
        if self._here is None:
            return standing
        if not question.mechanisms:
            likely = ranking.shares()[0] > LIKELY and best.topic != "compare"
            known = self._here.reviews(best.mechanism) is not None
            mechanisms = (best.mechanism,) if likely and known else ()
            if "promises" in question.wants:
                mechanisms = ("upr",)
            question = question.model_copy(update={"mechanisms": mechanisms})
        told = self._here.told(question, best.topic, on)
        return told if told.statements else standing

    def _agreeing(self, name: str) -> Entry:
        """An entry by its id, or the first that says what a mechanism is."""
        if name in self._base.entries:
            return self._base.entries[name]
        entries = self._base.mechanisms[name].entries
        return next((e for e in entries if e.topic == "what" and not e.ended), entries[0])

    def _for_now(self, question: Question, told: Told, entries: list[Entry]) -> list[Entry]:
        """What goes with a State's dates: an entry on that State, then what can be done now."""
        now = [self._base.entries[name] for name in told.advice]
        name = self._states.name(question.state or "")
        first = entries[0]
        about_it = name in first.title or name in first.answer or first.topic != "calendar"
        rest = [entry for entry in entries if entry.topic != "calendar"]
        return _unique([first, *now, *rest] if about_it else [*now, first, *rest])

    def _names_all(self, entry: Entry, question: Question) -> bool:
        """Whether an entry speaks of all the mechanisms that are to be compared."""
        said = " ".join([entry.title, *entry.texts()])
        return all(
            entry.mechanism == name or any(a in said for a in self._base.mechanisms[name].acronyms)
            for name in question.mechanisms
        )

    def _task(self, question: Question, ranking: Ranking) -> Task | None:
        if question.surely_outside:
            return None
        name, margin = _nearest_intent(ranking, "task.")
        kind, outside = self._nearest_outside(question, ranking)
        inside = outside < min(self._needed(kind, question), margin + NEAR)
        if question.makes:
            if question.task:
                clear = margin > MAKING and inside
                return question.task if clear or not question.outside else None
            return cast("Task", name) if margin > UNNAMED and inside else None
        if question.hints and question.task and margin > HINTED and inside:
            return question.task
        if question.asks:
            return cast("Task", name) if margin > max(ASKED, outside) else None
        if margin > max(TASK, outside):
            return cast("Task", name)
        return question.task if outside < INTENT and not question.hints else None

    def _nearest_outside(self, question: Question, ranking: Ranking) -> tuple[str, float]:
        """What lies outside and nearest; a request for a text is not taken for one to the desk to
        behave otherwise, which it resembles."""
        asked = question.makes and question.outside != "instructions"
        return _nearest_intent(ranking, "outside.", {"instructions"} if asked else set())

    def _outside(self, question: Question, ranking: Ranking, certainty: float) -> str | None:
        if question.surely_outside:
            return question.outside
        name, margin = self._nearest_outside(question, ranking)
        if margin > self._needed(name, question):
            return name
        if not question.inherited and certainty < DOUBTFUL[1] and margin > DOUBTFUL[0]:
            return name
        said = question.outside
        if said is None or said == "body":
            return said
        likeness = ranking.evidence.intents.get(f"outside.{said}")
        if likeness is None:
            return None if question.of_field and self._base.intents.outside[said].far else said
        margin = likeness - ranking.evidence.likeness
        return said if margin > self._needed(said, question) - SAID else None

    def _needed(self, name: str, question: Question) -> float:
        if question.inherited:
            return FOLLOWING
        matter = self._base.intents.outside.get(name)
        return OUTSIDE[bool(matter and matter.far), question.of_field]

    def _task_reply(
        self, task: Task, question: Question, ranking: Ranking, on: dt.date
    ) -> TaskReply:
        mechanism = question.mechanisms[0] if question.mechanisms else None
        told = self._told_of(question, on) if task == "calendar" else NOTHING
        entries = [found.entry for found in ranking.found[:1]]
        if told.advice:
            entries = [self._base.entries[name] for name in told.advice]
        missing: list[Literal["mechanism", "state"]] = []
        if not mechanism and not told.statements:
            missing.append("mechanism")
        if not question.state:
            missing.append("state")
        return TaskReply(
            language=question.language,
            mechanisms=question.mechanisms,
            topic=question.topic,
            state=question.state,
            task=task,
            missing=tuple(missing),
            help=self._composer.answer(question, entries, on, 1.0, told_here=told)
            if entries
            else None,
            ready=bool(told.statements),
        )

    def _told_of(self, question: Question, on: dt.date) -> Told:
        dated = question.model_copy(update={"dated": True})
        return self._here.told(dated, "calendar", on) if self._here else NOTHING

    def _in_general(self, question: Question) -> list[Entry]:
        """The entries of the one mechanism named on the topic asked for, as curators order them."""
        mechanism = self._base.mechanisms[question.mechanisms[0]]
        return [e for e in mechanism.entries if e.topic == question.general and not e.ended]

    def _bare(self, text: str, question: Question) -> bool:
        """Whether a mechanism is named and nothing is asked of it."""
        said = tokens(text)
        content = [word for word in said if word not in STOP[question.language]]
        asked = len(said) - len(content) > 1
        named = bool(question.mechanisms) and not question.inherited
        return named and len(content) <= 1 and not asked

    def _general(self, text: str, question: Question, ranking: Ranking) -> bool:
        """Whether a short question fits many mechanisms alike: none is named, and the best entries
        say the same thing of different ones ("What is the word limit?")."""
        content = [word for word in tokens(text) if word not in STOP[question.language]]
        best = [f.entry for f in ranking.found[:SHOWN]]
        mechanisms = {entry.mechanism for entry in best} | set(question.mechanisms)
        slugs = {(entry.topic, entry.id.rsplit(".", 1)[1].split("-")[0]) for entry in best}
        unnamed = not question.mechanisms and not question.compares
        short = len(content) <= FEW
        return unnamed and short and len(mechanisms) >= MANY and len(slugs) <= ALIKE

    def _topics(self, question: Question) -> Choices:
        mechanism = self._base.mechanisms[question.mechanisms[0]]
        firsts: dict[str, Entry] = {}
        for topic in ("what", "can", "cannot", "submit", "calendar"):
            for entry in mechanism.entries:
                if entry.topic == topic and not entry.ended:
                    firsts.setdefault(topic, entry)
        choices = [
            Choice(label=e.title, mechanism=mechanism.id, entry=e.id) for e in firsts.values()
        ]
        values = {"mechanism": mechanism.names.en[0], "summary": mechanism.summary}
        return Choices(
            language=question.language,
            mechanisms=(mechanism.id,),
            state=question.state,
            lead=Note(key="choose_topic", values=values),
            choices=tuple(choices[:CHOICES]),
        )

    def _which_state(self, question: Question) -> Choices:
        return Choices(
            language=question.language,
            mechanisms=question.mechanisms,
            topic=question.topic,
            lead=Note(key="choose_state"),
            choices=tuple(
                Choice(label=self._states.name(code, question.language), state=code)
                for code in question.states[:CHOICES]
            ),
        )

    def _choices(
        self, question: Question, ranking: Ranking, certainty: float, general: bool
    ) -> Choices:
        """A question back: the likely mechanisms where none is named, else the likely entries."""
        found = list(ranking.found)
        firsts = {f.entry.mechanism: f for f in reversed(found)}
        topic_alone = not question.mechanisms and question.topic is not None and len(firsts) > 2
        several = general or topic_alone
        if several:
            found = sorted(firsts.values(), key=lambda f: -f.score)
        return Choices(
            language=question.language,
            mechanisms=question.mechanisms,
            topic=question.topic,
            state=question.state,
            certainty=certainty,
            lead=Note(key="choose_mechanism" if several else "choose"),
            choices=self._nearest(found),
        )

    def _nearest(self, found: Sequence[Found]) -> tuple[Choice, ...]:
        return tuple(
            Choice(label=f.entry.title, mechanism=f.entry.mechanism, entry=f.entry.id)
            for f in found[:CHOICES]
        )

    def _decline(self, question: Question, reason: str | Note, found: Sequence[Found]) -> Decline:
        return Decline(
            language=question.language,
            mechanisms=question.mechanisms,
            topic=question.topic,
            state=question.state,
            reason=Note(key=reason) if isinstance(reason, str) else reason,
            nearest=self._nearest(found)[:3],
        )


def _nearest_intent(ranking: Ranking, kind: str, but: Set[str] = frozenset()) -> tuple[str, float]:
    """The intent of that kind that a text lies nearest to, and how much nearer than to entries."""
    likeness = {
        name: near
        for name, near in ranking.evidence.intents.items()
        if name.startswith(kind) and name.removeprefix(kind) not in but
    }
    if not likeness:
        return "", -1.0
    best = max(likeness, key=lambda name: likeness[name])
    return best.removeprefix(kind), likeness[best] - ranking.evidence.likeness


def certainty_of(ranking: Ranking) -> float:
    """How likely it is that the best entry answers the question, from 0 to 1.

    A logistic curve over the share of the best entry and of all that are shown with it, fitted on
    questions across folds (benchmarks/tune.py, docs/finding.md).
    """
    shares = ranking.shares()
    if not shares:
        return 0.0
    first, shown = math.log(shares[0]), math.log(sum(shares[:SHOWN]))
    return 1 / (1 + math.exp(-(CURVE[0] + CURVE[1] * first + CURVE[2] * shown)))


def _unique(entries: Sequence[Entry]) -> list[Entry]:
    return list({entry.id: entry for entry in entries}.values())
