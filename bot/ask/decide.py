"""Decides what to reply: an answer, a question back, a task, or that the desk does not know."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Literal

from bot.ask import offers
from bot.ask.asked import alone, parts
from bot.ask.body import Lines
from bot.ask.compose import Composer, Wanted
from bot.ask.entries import ANSWER
from bot.ask.find import CANDIDATES, Candidate, Finder, Ranking, certainty_of
from bot.ask.first_steps import with_answer
from bot.ask.follow_ups import FollowUps
from bot.ask.front_door import FrontDoor
from bot.ask.gather import FactsOfState, Gathering, unique
from bot.ask.intents import Outside, task_of
from bot.ask.models import (
    DOUBTFUL,
    UNSURE,
    Answer,
    Choices,
    Context,
    Decline,
    FirstSteps,
    Note,
    Question,
    Reply,
    Task,
    TaskReply,
)
from bot.ask.state_facts import NO_FACTS, StateFacts
from bot.ask.turns import line_of
from bot.ask.understand import begins_joining, differs, names_only_a_state
from bot.ask.words import POINTING, tokens
from bot.knowledge.models import Base, Entry
from bot.reviews import Calendar
from bot.states import Profiles, StateNames

COMPARED = 150
"""Entries looked at where mechanisms are compared, so that each has some."""
FOLLOWING = 0.1
"""The same for a follow-up: what was spoken of before stands beside few words, on which certainty
was not fitted."""
PLAIN = 0.8
"""Certainty below which a question of a few plain words, without a mechanism and a State, is asked
back: one body's rule is as likely wrong for the body that is meant."""
ASIDE, ASIDE_NAMED = 0.6, 0.3
"""The same for what a message asks that also raises an alarm, and where it names the mechanism that
the best entry is of."""
OF_A_PART = 0.8
"""How likely an entry must be the one asked for to stand before what curators chose for a pair of
mechanisms: of a part of one of them ("WGAD or CCPR") it says more."""
ALONE, RIVALS = 0.9, 2
"""How likely the best entry must be, if one of those found is meant, to be said alone; else the
answers of so many next ones may be said too."""
NEAREST = 3
"""Entries named where the desk does not answer."""
RELATED = frozenset({"file", "prediction", "asylum", "people", "body"})
"""Matters outside of which the nearest entries may help: those nearest to a poem don't."""


class Decision:
    """Turns a Question and a Ranking into a Reply."""

    def __init__(
        self,
        base: Base,
        states: StateNames,
        finder: Finder,
        calendar: Calendar | None,
        profiles: Callable[[], Profiles | None],
        before: FrontDoor,
    ) -> None:
        self._base = base
        self._states = states
        self._finder = finder
        self._lines = Lines(finder.lexical)
        self._composer = Composer(base, self._lines)
        self._gathering = Gathering(base, states)
        self._follow_ups = FollowUps(base, finder)
        self._state_facts = FactsOfState(base, calendar, profiles)
        self._outside = Outside(base.intents.outside)
        self._front_door = before

    def reply(
        self,
        text: str,
        question: Question,
        context: Context | None,
        on: dt.date,
        whole: str | None = None,
    ) -> Reply:
        """The reply to a cleaned text that was understood as `question`; `whole` is the text with
        the courtesy around it, in which "tell me" may show a wish to harm."""
        if question.word:
            return self._meaning(text, question, question.word, on)
        if again := self._front_door.again(whole or text, question, context, on):
            return again
        if before := self._front_door.reply(whole or text, question, context, on):
            if isinstance(before, FirstSteps):
                return self._with_answer(before, text, question, on)
            return before
        if question.empty:
            return self._decline(question, "decline_empty")
        if question.unknown:
            name, page = question.unknown
            values = {"name": name, "page": page}
            return self._decline(question, "decline_unheld", values=values)
        if context and question.manner:
            replied = self._in_manner(text, question, context, on)
            if replied:
                return replied
        if (question.basic or question.general) and self._means_a_part(text, question):
            question = question.model_copy(update={"basic": None, "general": None})
        if question.basic:
            entries = self._gathering.basic(question, question.basic)
            if question.compares:
                ranking = self._finder.rank(text, question)
                apart = self._gathering.told_apart(question, ranking)
                nearest = ranking.candidates[0].entry
                surely = apart[:1] == [nearest] and ranking.shares()[0] >= OF_A_PART
                if surely or not self._gathering.pair(question):
                    entries = unique([*apart, *entries])
            return self._chosen(text, question, self._part_first(text, question, entries), on)
        turned = context and self._follow_ups.of_its_own(text, question, context)
        if question.general and not turned and (entries := self._generally(text, question)):
            facts = NO_FACTS
            if question.state:
                facts = self._state_facts.again(entries[0], question, on)
            answer = self._chosen(text, question, entries, on, facts)
            return self._still(answer, text, question, context)
        if apart := self._told_apart(text, question, context):
            return self._chosen(text, question, apart, on)
        question = self._state_facts.in_region(question)
        if context and names_only_a_state(question):
            entries = self._gathering.earlier(context.entries, question.states[0])
            facts = self._state_facts.again(entries[0], question, on) if entries else NO_FACTS
            if facts.leads:
                return self._chosen(text, question, entries, on, facts)
        earlier: Sequence[str] = context.entries if context and question.inherited else ()
        deep = COMPARED if question.compares else CANDIDATES
        ranking = self._finder.rank(text, question, earlier, limit=deep)
        another = turned or (context and self._follow_ups.of_another(question, context))
        if another:
            ranking = another
        elif context:
            question, ranking, earlier = self._follow_ups.read(text, question, context, ranking)
        certainty = ranking.shares()[0] if another else certainty_of(ranking)
        follows = another or (question.inherited and certainty >= UNSURE)
        outside = None
        if not turned and (question.outside or not follows):
            outside = self._outside.of(question, ranking.evidence, certainty)
        if (certainty < PLAIN or outside) and not question.surely_outside:
            back = self._front_door.hardly_more(text, question, context)
            if back and not self._of_all(text, question, ranking, certainty):
                return back
        joins = bool(question.inherited) and begins_joining(text) and not question.makes
        task = None if joins or turned else task_of(question, ranking.evidence, self._outside)
        if task:
            return self._task_reply(task, question, ranking, on)
        if outside:
            return self._decline(
                question, f"decline_{outside}", ranking.candidates if outside in RELATED else ()
            )
        if question.invented:
            invented = {"name": question.invented}
            return self._decline(question, "decline_invented", ranking.candidates, invented)
        if len(question.states) > 1:
            return offers.which_state(self._states, question)
        if offers.bare(text, question):
            mechanism = self._base.mechanisms[question.mechanisms[0]]
            firsts = self._gathering.about(mechanism.id)
            if "?" in text or "؟" in text:  # "NPM?" asks what that is
                return self._chosen(text, question, firsts, on)
            return offers.topics(self._base, mechanism, question, firsts)
        if not ranking.evidence.words.any() and not question.inherited:
            return self._decline(question, "decline_unknown", ranking.candidates)
        facts = self._state_facts.of(self._of_treaties(question, context), ranking, on)
        turn = "state" in question.inherited and question.turn and not question.dated
        if facts.leads and turn and context and set(question.wants) <= set(context.wants):
            facts = NO_FACTS  # said before; another matter is asked now
        about = None if turned else self._gathering.of_state(question, ranking)
        if about and not facts.leads:
            entries = [about, *self._gathering.entries(question, ranking)]
            return self._chosen(text, question, entries, on, facts)
        many = not turned and offers.fits_many(
            self._base, text, question, ranking.candidates, certainty
        )
        if many and (general := self._gathering.of_all(ranking)):
            return self._chosen(text, question, general, on, facts)
        unsure = not facts.leads and certainty < DOUBTFUL
        if unsure and (old := self._front_door.of_old_harm(whole or text, question, on)):
            return self._chosen(text, question, [self._base.entries[old]], on)
        sure = FOLLOWING if question.inherited else UNSURE
        if (certainty < sure or many) and not facts.leads:
            return offers.which_entry(self._base, question, ranking.candidates, certainty, many)
        if not facts.leads and (own := self._gathering.of_named(question, ranking)):
            certainty = certainty_of(ranking, own[0].entry.id)
            return offers.which_entry(self._base, question, own, certainty, many=False)
        answer = self._answer(text, question, ranking, earlier, facts, certainty, on)
        return self._still(answer, text, question, context)

    def _of_treaties(self, question: Question, context: Context | None) -> Question:
        """A question on what a State joined with the treaties of which the desk spoke before:
        after "what is OPIC?", "did Kenya sign it?" is about that protocol."""
        named_before = {"mechanisms", "guess"} & set(question.inherited)
        if not (context and named_before and question.bound):
            return question
        if not (before := self._gathering.of_before(context.entries)):
            return question
        word = self._base.words.get(before[0].id, {}).get(context.line or "")
        named = word.term if word else before[0].title
        return question.model_copy(update={"matter": f"{named} {question.matter}"})

    def _in_manner(
        self, text: str, question: Question, context: Context, on: dt.date
    ) -> Answer | Choices | None:
        """The reply before, as a follow-up asks to have it ("are you sure?"), or the State asked
        back that it does not name; None where there is no such reply. What is said of a State is
        asked anew: it may be dates."""
        entries = self._gathering.of_before(context.entries)
        if not entries:
            return None
        if question.manner == "elsewhere":
            return offers.which_country(self._base, question, entries)
        if question.state:
            return None
        if question.manner == "which":
            compares = entries[0].topic == "compare"
            return self._chosen(text, question, entries, on) if compares else None
        lines = () if question.manner == "plainly" else (ANSWER,)
        return self._composer.answer(entries, Wanted(question, on, lines=lines))

    def _told_apart(self, text: str, question: Question, context: Context | None) -> list[Entry]:
        """The entry that tells what was spoken of before from the one mechanism that a follow-up
        names and asks how it differs; none where no entry compares just these."""
        named = set(question.mechanisms)
        before = context.mechanisms[:1] if context else ()
        own = {"mechanisms", "guess"}.isdisjoint(question.inherited)
        if not (before and own and len(named) == 1 and differs(text)) or named & set(before):
            return []
        both = question.model_copy(update={"mechanisms": (*before, *named), "compares": True})
        if pair := self._gathering.pair(both):
            return [self._base.entries[pair]]
        return self._gathering.told_apart(both, self._finder.rank(text, both, limit=COMPARED))

    def _still(
        self, answer: Answer, text: str, question: Question, context: Context | None
    ) -> Answer:
        """An answer with what is still spoken of after it."""
        if context is None:
            return answer
        still = self._follow_ups.still_of(text, question, context)
        return answer.model_copy(update={"subject": still})

    def _of_all(
        self, text: str, question: Question, ranking: Ranking, certainty: float
    ) -> list[Entry]:
        """What is the same for all treaty bodies, where a short question fits many of them."""
        many = offers.fits_many(self._base, text, question, ranking.candidates, certainty)
        return self._gathering.of_all(ranking) if many else []

    def _with_answer(
        self, steps: FirstSteps, text: str, question: Question, on: dt.date
    ) -> FirstSteps:
        """First steps that also answer the message, where an entry surely does: what it asks (for
        the whole message, or for what stands at its end alone), or, where it only tells, what to
        do in such a case."""
        if steps.alarm.asks and question.usable and question.state:
            facts = self._state_facts.of(question, self._finder.rank(text, question), on)
            if not facts.leads:
                return steps
            sources = tuple(dict.fromkeys((*facts.sources[:1], *steps.sources)))
            return steps.model_copy(update={"here": facts.statements[:1], "sources": sources})
        questions = (text, parts(text)[1], alone(text) or text) if steps.alarm.asks else (text,)
        for asked in dict.fromkeys(questions):
            if asked != text and POINTING & set(tokens(asked)):
                continue  # "which of the experts is for that?": it tells nothing by itself
            ranking = self._finder.rank(asked, question)
            certainty = certainty_of(ranking)
            nearest = ranking.candidates[0].entry
            named = nearest.mechanism in question.mechanisms
            fits = steps.alarm.asks or self._front_door.stands_beside(nearest.id)
            if fits and certainty >= (ASIDE_NAMED if named else ASIDE):
                answer = self._answer(asked, question, ranking, (), NO_FACTS, certainty, on)
                return with_answer(steps, answer)
        return steps

    def _meaning(self, text: str, question: Question, word: str, on: dt.date) -> Answer:
        """What a word of the field means, with the entry in which it matters, and what is near."""
        name, _, line = word.partition("#")
        nearest = self._finder.rank(text, question).candidates
        entries = unique([self._base.entries[name], *(found.entry for found in nearest)])
        return self._chosen(text, question, entries, on, first=line)

    def _generally(self, text: str, question: Question) -> list[Entry]:
        """The entries of the topic asked for in general, as curators order them; what is surely
        meant first, where that is a part of a mechanism (a working group)."""
        entries = self._gathering.in_general(question)
        if question.general == "what" and entries:
            return self._part_first(text, question, entries)
        return entries

    def _means_a_part(self, text: str, question: Question) -> bool:
        """Whether one of several bodies of the mechanism named is rather meant than all of it."""
        if not self._gathering.of_several_bodies(question):
            return False
        ranking = self._finder.rank(text, question)
        first = ranking.candidates[0].entry
        told = ("compare", "what") if question.compares else ("compare",)
        own = first.mechanism in question.mechanisms and first.topic not in told
        return own and certainty_of(ranking) >= DOUBTFUL

    def _part_first(self, text: str, question: Question, entries: list[Entry]) -> list[Entry]:
        """What a mechanism is, with what a part of it is (a working group, one of several courts)
        first, where surely that is meant."""
        ranking = self._finder.rank(text, question)
        first = ranking.candidates[0].entry
        part = first.mechanism == entries[0].mechanism and first.topic == "what" and not first.ended
        return unique([first, *entries]) if part and ranking.shares()[0] >= ALONE else entries

    def _chosen(
        self,
        text: str,
        question: Question,
        entries: Sequence[Entry],
        on: dt.date,
        facts: StateFacts = NO_FACTS,
        first: str | None = None,
    ) -> Answer:
        """The answer of entries that curators or what was said before choose, and no likeness; the
        line `first` of the first of them leads, where one is given."""
        asked = self._lines.asked(text, question.language)
        wanted = Wanted(question, on, asked=asked, facts=facts, first=first)
        return self._composer.answer(entries, wanted)

    def answer_with(
        self,
        entry_id: str,
        question: Question,
        on: dt.date,
        beside: Sequence[str] = (),
        lines: Sequence[str] = (),
    ) -> Answer:
        """The answer that one entry gives: what picking a choice shows; with the same `lines` as
        before, by name, where it was shown already.

        Raises KeyError where there is no such entry.
        """
        entry = self._base.entries[entry_id]
        others = [self._base.entries[name] for name in beside]
        facts = self._state_facts.beside(entry, question, on)
        wanted = Wanted(question, on, lines=lines, facts=facts)
        return self._composer.answer([entry, *others], wanted)

    def _answer(
        self,
        text: str,
        question: Question,
        ranking: Ranking,
        earlier: Sequence[str],
        facts: StateFacts,
        certainty: float,
        on: dt.date,
    ) -> Answer:
        """The answer that the entries found give, with the facts of the State in question."""
        entries = self._gathering.entries(question, ranking)
        if earlier and differs(text):
            entries = self._gathering.after(earlier[0], entries)
        entries = self._gathering.agreeing(question, facts, entries)
        if not facts.leads:
            certainty = certainty_of(ranking, entries[0].id)
        asked = self._lines.asked(text, question.language, ranking.candidates)
        shares = {f.entry.id: s for f, s in zip(ranking.candidates, ranking.shares(), strict=False)}
        share, least = (f(shares.values()) for f in (max, min))
        rivals = [(entry, shares.get(entry.id, least)) for entry in entries[1 : 1 + RIVALS]]
        if earlier and differs(text):
            share, rivals = 0.5, [(entries[1], 0.5)]
        wanted = Wanted(
            question,
            on,
            certainty,
            asked,
            facts=facts,
            share=share,
            rivals=rivals if share < ALONE else (),
            first=line_of(question.turn, entries[0].id),
        )
        return self._composer.answer(entries, wanted)

    def _task_reply(
        self, task: Task, question: Question, ranking: Ranking, on: dt.date
    ) -> TaskReply:
        mechanism = question.mechanisms[0] if question.mechanisms else None
        facts = self._state_facts.dates(question, on) if task == "calendar" else NO_FACTS
        entries = [candidate.entry for candidate in ranking.candidates[:1]]
        general = self._base.intents.tasks[task].entry
        if general and not mechanism and (task == "check" or certainty_of(ranking) < UNSURE):
            entries = [self._base.entries[general]]
        if facts.advice:
            entries = [self._base.entries[name] for name in facts.advice]
        missing: list[Literal["mechanism", "state"]] = []
        if not mechanism and not facts.statements:
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
            help=self._composer.answer(entries, Wanted(question, on, facts=facts))
            if entries
            else None,
            ready=bool(facts.statements),
        )

    def _decline(
        self,
        question: Question,
        reason: str,
        candidates: Sequence[Candidate] = (),
        values: dict[str, str] | None = None,
    ) -> Decline:
        """That the desk does not answer, for that `reason` (a phrase's key), and what lies
        nearest."""
        return Decline(
            language=question.language,
            mechanisms=question.mechanisms,
            topic=question.topic,
            state=question.state,
            reason=Note(key=reason, values=values or {}),
            nearest=offers.nearest(self._base, candidates, question.language)[:NEAREST],
        )
