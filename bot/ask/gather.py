"""What an answer is made of: which entries, the first one to be shown in full, in which order; and
what is known of the State in question, whether from its profile or from the calendar.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from bot.ask.calendar_facts import CalendarFacts
from bot.ask.court_facts import UNKNOWN, court_of
from bot.ask.find import SHOWN, Candidate, Ranking
from bot.ask.models import Note, Question
from bot.ask.patterns import Phrases, Spaced
from bot.ask.state_facts import NO_FACTS, StateFacts, together
from bot.ask.treaty_facts import TreatyFacts
from bot.ask.words import ALL_STOP, tokens
from bot.knowledge.models import CROSS_CUTTING, TREATY_BODIES, TREATY_BODY, Base, Entry, Topic
from bot.reviews import Calendar
from bot.states import Profiles, StateNames

OF_ALL = "follow-up"
"""The mechanism that holds what compares most others."""
REGIONAL = "regional"
DATED = ("calendar", "submit")
"""Topics of entries that say a date or a deadline, where their title asks for one."""
SEVERAL = ("investigative-bodies", "other-routes", "special-procedures")
"""The family of mechanisms that hold several bodies, and other such mechanisms."""
CLOSE = 1.5
"""How far behind the best entry that of the mechanism named may lie and still stand first."""
DEADLINES = ("calendar.deadline-rule", "submit.deadline", "submit.deadlines")
"""The names, behind the mechanism's, of entries that say when papers are due."""
_DEADLINE = frozenset(
    "deadline deadlines delai delais echeance limite plazo plazos موعد الموعد مهله المهله".split()
)
"""Folded words by which people ask until when they may send something."""
FIRST_ASKED = ("what", "can", "cannot", "submit", "calendar")
"""Topics of a mechanism that is named without a question, in the order in which they are shown."""
SURELY = 0.9
"""How likely the best entry must be to stand first where mechanisms are compared: "has the NHRI a
place of its own in the UPR" names two and compares nothing."""
BESIDE = 1.0
"""How far behind the best entry one that compares may lie and still be shown beside it, where
somebody asks to compare: such entries lie closer than 1 or further than 3."""


class Gathering:
    """Puts the entries of one base in order."""

    def __init__(self, base: Base, states: StateNames) -> None:
        self._base = base
        self._states = states
        self._named: dict[str, set[str]] = {}

    def entries(self, question: Question, ranking: Ranking) -> list[Entry]:
        """The entries found: the best first, unless a mechanism named or a comparison asked for
        stands close to it."""
        ranked = [f.entry for f in ranking.candidates]
        if not question.compares:
            entries = self._named_first(question, ranking, ranked)
            compares = question.topic == "compare"
            return self._with_compared(ranking, entries) if compares else entries
        by_mechanism = {m: [e for e in ranked if e.mechanism == m] for m in question.mechanisms}
        firsts = [entries[0] for entries in by_mechanism.values() if entries]
        surely = ranked[:1] if ranking.shares()[0] >= SURELY else []
        return unique([*surely, *self.compared(question, ranking), *firsts, *ranked])

    def told_apart(self, question: Question, ranking: Ranking) -> list[Entry]:
        """The entry whose title compares just the mechanisms named, where one does."""
        compared = self.compared(question, ranking)
        titles = (mentioned(self._called, entry.title) | {entry.mechanism} for entry in compared)
        named = set(question.mechanisms)
        return [e for e, in_title in zip(compared, titles, strict=True) if named <= in_title]

    def compared(self, question: Question, ranking: Ranking) -> list[Entry]:
        """The nearest entry that compares all the mechanisms named; one of these mechanisms, or of
        the treaty bodies where a committee is named, before one of another, unless what compares
        most of them is the nearest of all. What curators chose for the two stands before them where
        it lies close and none of them is the best of all. None where none is."""
        ranked = [f.entry for f in ranking.candidates]
        comparing = [
            entry
            for place, entry in enumerate(ranked)
            if entry.topic == "compare" or (entry.mechanism == TREATY_BODIES and place < SHOWN)
            if self._names_all(entry, question)
        ]
        own = [entry for entry in comparing if self._is_own(entry, question)]
        several = len(set(question.mechanisms)) > 2
        general = [entry for entry in comparing if several and entry.mechanism == OF_ALL]
        nearest = [e for e in ranked[:1] if e.topic == "compare" and e.mechanism == OF_ALL]
        chosen, close = self.pair(question), ranking.candidates[0].score - BESIDE
        paired = [c.entry for c in ranking.candidates if c.entry.id == chosen and c.score > close]
        best = [entry for entry in ranked[:1] if entry in comparing]
        return [*nearest, *general, *best, *paired, *own][:1]

    def _is_own(self, entry: Entry, question: Question) -> bool:
        """Whether an entry is of a mechanism named, or says it of all treaty bodies."""
        committees = set(map(self._is_committee, question.mechanisms))
        others = entry.topic != "compare" or False in committees
        lifted = entry.mechanism == TREATY_BODIES and True in committees and others
        return lifted or entry.mechanism in question.mechanisms

    def pair(self, question: Question) -> str | None:
        """The entry that curators chose for the two mechanisms that are compared."""
        pairs = self._base.basics.pairs if self._base.basics else ()
        asked = set(question.mechanisms)
        return next((pair.entry for pair in pairs if set(pair.mechanisms) == asked), None)

    def in_general(self, question: Question) -> list[Entry]:
        """The entries of the one mechanism named on the topic asked for, as curators order them."""
        mechanism = self._base.mechanisms[question.mechanisms[0]]
        return [e for e in mechanism.entries if e.topic == question.general and not e.ended]

    def of_several_bodies(self, question: Question) -> bool:
        """Whether the one mechanism named holds several bodies, each with a name of its own."""
        name = question.mechanisms[0]
        return self._base.mechanisms[name].family == REGIONAL or name in SEVERAL

    def basic(self, question: Question, entry: str) -> list[Entry]:
        """An entry that answers what is asked first of a mechanism, then what else it is; where two
        are compared, what the other is for beside it."""
        first = self._base.entries[entry]
        basics = self._base.basics.entries if self._base.basics else {}
        purposes = (basics.get(m, {}).get("purpose") for m in question.mechanisms[1:])
        others = [self._base.entries[name] for name in purposes if name]
        own = self._base.mechanisms[first.mechanism].entries
        return unique([first, *others, *(e for e in own if e.topic == first.topic and not e.ended)])

    def about(self, name: str) -> list[Entry]:
        """What a mechanism is, then what can be asked of it: the first entry of each topic."""
        firsts: dict[str, Entry] = {}
        for entry in self._base.mechanisms[name].entries:
            if not entry.ended:
                firsts.setdefault(entry.topic, entry)
        return [firsts[topic] for topic in FIRST_ASKED if topic in firsts]

    def of_all(self, ranking: Ranking) -> list[Entry]:
        """What is the same for all treaty bodies first, where the best entries say it of them all
        and of single ones; nothing where other mechanisms are among them."""
        best = [f.entry for f in ranking.candidates[:SHOWN]]
        families = {self._base.mechanisms[entry.mechanism].family for entry in best}
        own = [entry for entry in best if entry.mechanism == TREATY_BODIES]
        return unique([*own, *best]) if own and len(families) == 1 else []

    def of_state(self, question: Question, ranking: Ranking) -> Entry | None:
        """The entry of what was spoken of before on the State that a follow-up names: the one on
        the same topic, else the one that lies nearest."""
        if not question.inherited or "state" in question.inherited or len(question.states) != 1:
            return None
        own = (e for m in question.mechanisms for e in self._base.mechanisms[m].entries)
        about = [e for e in own if question.states[0] in e.states and not e.ended]
        places = {c.entry.id: place for place, c in enumerate(ranking.candidates)}
        return min(
            about,
            key=lambda e: (e.topic != question.topic, places.get(e.id, len(places))),
            default=None,
        )

    def of_before(self, names: Sequence[str]) -> list[Entry]:
        """The entries of the turn before, by their ids; without those that are gone since."""
        return [self._base.entries[name] for name in names if name in self._base.entries]

    def earlier(self, names: Sequence[str], state: str) -> list[Entry]:
        """The entries of the turn before, by their ids, for the same of another `state` (ISO3):
        those on others alone last, unless that State has one of its own; without those that are
        gone since."""
        entries = self.of_before(names)
        own = {
            e.mechanism for e in self._base.entries.values() if state in e.states and not e.ended
        }
        return sorted(
            entries,
            key=lambda e: bool(e.states) and state not in e.states and e.mechanism not in own,
        )

    def after(self, earlier: str, entries: Sequence[Entry]) -> list[Entry]:
        """The entry of the turn before beside the new one: how the two differ was asked."""
        return unique([entries[0], self._base.entries[earlier], *entries[1:]])

    def agreeing(
        self, question: Question, facts: StateFacts, entries: Sequence[Entry]
    ) -> list[Entry]:
        """What agrees with the `facts` of a State first, and what can be done now where the
        question is about that State."""
        agreeing = list(entries)
        if facts.first:
            agreeing = unique([self._first_of(facts.first), *entries])
        elif facts.leads and question.bound and question.state not in entries[0].states:
            # who asks what binds a State has not fallen for a rule that has ended for all
            agreeing = sorted(entries, key=lambda entry: entry.ended is not None)
        if facts.leads and facts.advice and not question.past:
            return self._for_now(question, facts, agreeing)
        return agreeing

    def _with_compared(self, ranking: Ranking, entries: list[Entry]) -> list[Entry]:
        """The nearest entry that compares among the first two, where one lies close."""
        close = ranking.candidates[0].score - BESIDE
        compared = (
            f.entry for f in ranking.candidates if f.entry.topic == "compare" and f.score > close
        )
        return unique([*self._of_several(ranking), entries[0], *list(compared)[:1], *entries])

    def _of_several(self, ranking: Ranking) -> list[Entry]:
        """What is said of all treaty bodies, where the best entries say it of single ones."""
        best = [c.entry for c in ranking.candidates[:SHOWN]]
        alike = [e for e in best if e.topic == best[0].topic and self._family(e) == TREATY_BODY]
        several = best[0] in alike and len({e.mechanism for e in alike}) > 2
        return [e for e in alike if several and e.mechanism == TREATY_BODIES][:1]

    def _family(self, entry: Entry) -> str:
        return self._base.mechanisms[entry.mechanism].family

    def _named_first(
        self, question: Question, ranking: Ranking, entries: list[Entry]
    ) -> list[Entry]:
        """The entries with one of the one mechanism named first, where one lies close."""
        if len(question.mechanisms) != 1 or "guess" in question.inherited:
            return entries
        named = [f for f in ranking.candidates if f.entry.mechanism == question.mechanisms[0]]
        if named and ranking.candidates[0].score - named[0].score <= CLOSE:
            return unique([named[0].entry, *entries])
        return entries

    def of_named(self, question: Question, ranking: Ranking) -> list[Candidate]:
        """What lies near of the one mechanism that a question names, where the nearest entry by far
        is another body's and does not speak of it: the word limit of CEDAW is none of the
        Inter-American Commission. Nothing where what is nearest may answer, or is asked for in the
        same words."""
        if len(question.mechanisms) != 1 or question.inherited or not ranking.candidates:
            return []
        named, best = question.mechanisms[0], ranking.candidates[0]
        own = [c for c in ranking.candidates if c.entry.mechanism == named]
        if not own or best.score - own[0].score <= CLOSE or best.asked_so:
            return []
        of_all = best.entry.mechanism == TREATY_BODIES or self._family(best.entry) == CROSS_CUTTING
        whole = " ".join((best.entry.title, *best.entry.texts()))
        if of_all or named in mentioned(self._called, whole):
            return []
        mechanism = self._base.mechanisms[named]
        names = Phrases((*mechanism.names.all(), *mechanism.acronyms))
        return own if Spaced.of(f"{question.matter} {question.asked}") in names else []

    def _names_all(self, entry: Entry, question: Question) -> bool:
        """Whether an entry speaks of all the mechanisms that are to be compared; what it says of
        all treaty bodies, or of a body's office, it says of each."""
        named = self._named_in(entry)
        return all(
            name in named or (TREATY_BODIES in named and self._is_committee(name))
            for name in question.mechanisms
        )

    def _is_committee(self, name: str) -> bool:
        return self._base.mechanisms[name].family == TREATY_BODY

    def _named_in(self, entry: Entry) -> set[str]:
        """The mechanisms that an entry is about: its own, and those that its title or answer
        names."""
        if entry.id not in self._named:
            found = mentioned(self._called, f"{entry.title} {entry.answer}")
            self._named[entry.id] = found | {entry.mechanism}
        return self._named[entry.id]

    @cached_property
    def _called(self) -> dict[str, re.Pattern[str]]:
        """What each mechanism is called in English texts."""
        return {
            name: re.compile(
                "|".join(rf"\b{re.escape(w)}s?\b" for w in (*m.acronyms, m.short, *m.names.en)),
                re.IGNORECASE,
            )
            for name, m in self._base.mechanisms.items()
        }

    def _first_of(self, name: str) -> Entry:
        """An entry by its id, or the first that says what a mechanism is."""
        if name in self._base.entries:
            return self._base.entries[name]
        entries = self._base.mechanisms[name].entries
        return next((e for e in entries if e.topic == "what" and not e.ended), entries[0])

    def _for_now(self, question: Question, facts: StateFacts, entries: list[Entry]) -> list[Entry]:
        """What goes with a State's dates: an entry on that State, then what can be done now."""
        now = [self._base.entries[name] for name in facts.advice]
        name = self._states.name(question.state or "")
        first = entries[0]
        about_it = name in first.title or name in first.answer or first.topic != "calendar"
        rest = [entry for entry in entries if entry.topic != "calendar"]
        if not _DEADLINE.isdisjoint(tokens(question.matter)):
            now = [*self._deadlines(question), *now]
            about_it = about_it and first.topic == "calendar"
        return unique([first, *now, *rest] if about_it else [*now, first, *rest])

    def _deadlines(self, question: Question) -> list[Entry]:
        """The rule by which the deadline of the mechanism named falls."""
        names = (f"{m}.{rule}" for m in question.mechanisms for rule in DEADLINES)
        return [self._base.entries[name] for name in names if name in self._base.entries][:1]


def mentioned(called: Mapping[str, re.Pattern[str]], text: str) -> set[str]:
    """The mechanisms that an English text names, by what each is `called`."""
    return {name for name, names in called.items() if names.search(text)}


def unique(entries: Sequence[Entry]) -> list[Entry]:
    """Each entry once, in their order."""
    return list({entry.id: entry for entry in entries}.values())


_URGENT = "ced.complaint.urgent"
"""How entries on urgent actions begin: any party is open to them, without accepting complaints."""
_NOT_BY_THE_STATE = frozenset(
    ("ccpr.complaint.private-violence", "cat.cannot.armed-groups", "treaty-bodies.can.de-facto")
)
"""Entries on harm by others than the State: that it takes complaints does not answer them."""
CLOSE_SHARE = 0.1
"""How likely an entry must be to be taken for the one meant in place of a likelier one."""
_COMPLAINING = frozenset(
    "complain complains complaint complaints file petition petitions case individual individuals"
    " against people person persons un united nations porter plainte plaintes deposer contre"
    " individuelle individuelles gens onu quejar queja quejas presentar interponer denunciar"
    " denuncia denuncias contra"
    " individual individuales personas شكوي شكاوي تقديم ضد رفع فرديه افراد الامم المتحده".split()
)
"""Folded words of a complaint that say nothing of what it is about."""
_RULES: frozenset[Topic] = frozenset(("what", "can", "cannot", "complaint"))
"""Topics of entries that say which rules hold for a State."""
LIKELY = 0.3
"""How likely the best entry must be, so that its mechanism is taken for the one asked about."""
MEANT = 0.5
"""The same, so that its body is surely the one that is asked about."""
_NOTHING = ("here_nothing", "here_nothing_of")
"""What is said where the calendar holds no date."""


class FactsOfState:
    """Asks the calendar and the profiles of States, where they are at hand."""

    def __init__(
        self, base: Base, calendar: Calendar | None, profiles: Callable[[], Profiles | None]
    ) -> None:
        """`profiles` are opened when something is first asked of a State."""
        self._base = base
        self._calendar_facts = CalendarFacts(base, calendar) if calendar else None
        self._dates = Phrases(base.thesaurus.dates)
        self._profiles = profiles

    @cached_property
    def _treaty_facts(self) -> TreatyFacts | None:
        profiles = self._profiles()
        return TreatyFacts(profiles, self._base.thesaurus.unheld) if profiles else None

    def of(self, question: Question, ranking: Ranking, on: dt.date) -> StateFacts:
        """What is known of the State in question, or of each of several."""
        if question.territory and (question.of_field or question.dated or question.bound):
            return self._of_territory(question, question.territory)
        if question.state is None or question.compares or not ranking.candidates:
            return NO_FACTS
        best, share = self._meant(question, ranking), ranking.shares()[0]
        if self._asks_of_all(question, best):
            question = question.model_copy(update={"every": True})
        elif self._asks_for_a_door(question, best, ranking):
            question = question.model_copy(update={"usable": True, "wants": (), "bound": False})
        facts = self._of_one(question, best, share, on)
        if facts.leads and best is not ranking.candidates[0].entry and not facts.first:
            facts = replace(facts, first=best.id)
        if not (facts.leads and question.others):
            return facts
        each = [facts]
        for state in question.others:
            of_it = question.model_copy(update={"states": (state,)})
            each.append(self._of_one(of_it, best, share, on))
        return together(each)

    def _asks_of_all(self, question: Question, best: Entry) -> bool:
        """Whether a complaint against the State is asked for, and no committee named."""
        if "complaint" not in question.wants or question.mechanisms:
            return False
        content = set(tokens(question.matter)) - ALL_STOP
        return best.mechanism == TREATY_BODIES or content <= _COMPLAINING

    def _asks_for_a_door(self, question: Question, best: Entry, ranking: Ranking) -> bool:
        """Whether somebody looks for a place to complain, and neither names it nor is understood:
        then all that can be used in the State is said, not one body that may be another one."""
        if question.wants != ("complaint",) or question.mechanisms or question.dated:
            return False
        of_complaints = best.topic in ("complaint", "can", "cannot")
        return ranking.shares()[0] < (CLOSE_SHARE if of_complaints else MEANT)

    def _meant(self, question: Question, ranking: Ranking) -> Entry:
        """The entry by which it is told what of the State is asked: where a complaint is, and no
        mechanism named, that of a committee, if one stands close. A State accepts those alone."""
        best = ranking.candidates[0].entry
        if question.mechanisms or "complaint" not in question.wants:
            return best
        close = zip(ranking.candidates[:SHOWN], ranking.shares(), strict=False)
        of_committees = (
            candidate.entry
            for candidate, share in close
            if share > CLOSE_SHARE
            and self._base.mechanisms[candidate.entry.mechanism].family == TREATY_BODY
        )
        return next(of_committees, best)

    def again(self, entry: Entry, question: Question, on: dt.date) -> StateFacts:
        """What is known of another State than before on what an entry says: which body or treaty is
        meant stands in its title; where it says a date or a deadline, the dates of the State. Where
        the entry turns on no State, whether the State joined the treaty, else its dates."""
        reviews = self._calendar_facts and self._calendar_facts.reviews(entry.mechanism)
        dates = self.dates(question, on) if reviews else NO_FACTS
        if dates.leads and entry.topic in DATED and entry.title in self._dates:
            return dates
        wants = (*question.wants, *court_of(entry.id))
        meant = question.model_copy(update={"matter": entry.title, "wants": wants})
        facts = self._of_one(meant, entry, 1, on)
        own = self._base.mechanisms[entry.mechanism].entries
        alone = (e for e in own if set(e.states) == {question.state} and not e.ended)
        if facts.leads or any(e.topic in _RULES for e in alone):
            return facts  # what an entry says of that State alone says more
        of_all = entry.mechanism == TREATY_BODIES
        joined = meant.model_copy(update={"bound": True, "every": of_all})
        facts = self._of_one(joined, entry, 1, on)
        if facts.leads:
            return facts
        return dates

    def beside(self, entry: Entry, question: Question, on: dt.date) -> StateFacts:
        """What is said of the State beside one entry."""
        if question.bound and question.state and self._treaty_facts:
            facts = self._treaty_facts.of(question, entry.topic, entry.mechanism, on)
            if facts.leads:
                return facts
        return (
            self._calendar_facts.of(question, entry.topic, on) if self._calendar_facts else NO_FACTS
        )

    def dates(self, question: Question, on: dt.date) -> StateFacts:
        """The dates of the State, whatever was asked of it."""
        dated = question.model_copy(update={"dated": True})
        return self._calendar_facts.of(dated, "calendar", on) if self._calendar_facts else NO_FACTS

    def in_region(self, question: Question) -> Question:
        """Where somebody speaks of regional bodies and of a State: of those of its region."""
        state = question.state
        if not (question.regional and state and self._treaty_facts) or question.mechanisms:
            return question
        return question.model_copy(update={"mechanisms": self._treaty_facts.bodies_of(state)})

    def _tells_more(self, entry: Entry, question: Question, facts: StateFacts) -> bool:
        """Whether an entry names the State, where all that the tables say is that they don't know
        of it before that court."""
        unknown = all(note.key == UNKNOWN for note in facts.statements)
        profiles = self._profiles()
        if not (unknown and profiles and question.state):
            return False
        name = profiles.names.name(question.state)
        return any(name in text for text in entry.texts())

    def _of_territory(self, question: Question, territory: str) -> StateFacts:
        """That there are no rows of a place that is no State."""
        note = Note(key="here_no_rows", values={"territory": territory})
        named = [self._base.mechanisms[name] for name in question.mechanisms[:1]]
        committee = next((m.id for m in named if m.family == TREATY_BODY), "")
        return StateFacts((note,), leads=True, first=committee)

    def _of_one(self, question: Question, best: Entry, share: float, on: dt.date) -> StateFacts:
        standing = NO_FACTS
        if self._treaty_facts:
            topic = "can" if best.id.startswith(_URGENT) else best.topic
            standing = self._treaty_facts.of(question, topic, best.mechanism, on)
            if best.id in _NOT_BY_THE_STATE and "complaint" in question.wants:
                standing = replace(standing, leads=False, first="")
            if standing.leads:
                more = self._tells_more(best, question, standing)
                return StateFacts(told=True) if more else standing
        if self._calendar_facts is None:
            return standing
        if not question.mechanisms:
            likely, meant = share > LIKELY and best.topic != "compare", share > MEANT
            known = self._calendar_facts.reviews(best.mechanism) is not None
            mechanisms = (best.mechanism,) if likely and known else ()
            of_all = best.mechanism == TREATY_BODIES and meant
            if (question.every or of_all) and question.dated:
                mechanisms = (TREATY_BODIES,)
            if "promises" in question.wants:
                mechanisms = ("upr",)
            unnamed, question = question, question.model_copy(update={"mechanisms": mechanisms})
            facts = self._calendar_facts.of(question, best.topic, on)
            if not meant and all(note.key in _NOTHING for note in facts.statements):
                # hardly meant, and nothing known of it: what comes at all
                facts = self._calendar_facts.of(unnamed, best.topic, on)
            return facts if facts.statements else standing
        facts = self._calendar_facts.of(question, best.topic, on)
        return facts if facts.statements else standing
