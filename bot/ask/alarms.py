"""Recognises an alarm: somebody tells or forwards that people were harmed, or soon will be. What is
replied to it is in `first_steps.py`.

It is read before anything is ranked or declined. Words alone decide, and they are curated
(`knowledge/alarms.yaml`); likeness to examples has called reports threats and pleas for aid.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from bot.ask.asked import LONG
from bot.ask.models import Alarm, Context, Question, When, Who
from bot.ask.patterns import Patterns, Spaced
from bot.ask.understand import differs, names_only_a_state
from bot.ask.words import Vocabulary, fold
from bot.knowledge.front import Alarms, WaysOfSaying

ENOUGH = 3
"""Points from which a sentence that tells of harm is an alarm (docs/front-door.md)."""
SHOUTED = 0.7
"""Share of capitals in a text that is shouted, of at least LETTERS letters."""
LETTERS = 12
TELLING = 2
"""Points of a sentence that tells, and does not ask."""
FRAGMENT = 1
"""Points of a text that is one sentence and asks nothing."""
TALE = 6
"""Words from which a text that asks nothing can be a tale."""
SUPPOSED = 2
"""Points away where a sentence supposes."""
ASKED, ASKED_OF = 1, 4
"""Points away where something else than help is asked, and where it is asked of a body."""
_SENTENCE = re.compile(r"[^.!?؟\n]+[.!?؟\n]*")
_CLAUSE = re.compile(r"[:;,،؛–—(]")
_NUMBER = re.compile(r"\d")
_YEAR = re.compile(r"(?<!\d)(?:19|20|١٩|٢٠)\d\d(?!\d)")
_ASKED_NOW = re.compile(r"\b(?:now|maintenant|ahora|الان|الآن)\s*(?=[?؟])", re.IGNORECASE)
LONG_AGO = 2
"""Years after which what was done in one is long ago: a question on it is no alarm."""
_OTHERS = re.compile(
    r"\b(?:they|he|she|sa(?:id|ys)|told|threat\w*|ils?|elles?|dit|disent|menac\w*|ellos|dij\w*|dicen"
    r"|amenaz\w*|هدد\w*|يهدد\w*|قال\w*|تهديد\w*)\b"
)
"""Folded words of what others said or did."""
_SIGNS = re.compile("[🚨‼⚠🆘🔴❗]")
_WILL = re.compile(r"(?<!\w)(و?)س(?=([يت]\w{2,}))")
"""What Arabic writes before a verb, as one with it, for "will"."""
_PLURAL = ("ون", "ونه", "ونها", "ونهم", "وننا", "ونكم", "ونني")
"""How verbs end of which several people are the doers."""
_TIME = (
    r"days?|hours?|hrs?|weeks?|months?|years?|yrs?|minutes?|mins?|am|pm|km|jours?|heures?|semaines?"
    r"|mois|ans?|d[ií]as?|horas?|semanas?|mes(?:es)?|años?|يوم|أيام|ايام|ساعة|ساعات|أسبوع|أسابيع|شهر"
    r"|أشهر|سنة|سنوات|January|February|March|April|May|June|July|August|September|October|November"
    r"|December|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|de (?:enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre"
    r"|diciembre)"
)
_MANY = re.compile(
    rf"(?<![\d:/.])(?!(?:19|20)\d\d(?!\d))(?:[2-9]|[1-9]\d+)(?![\d:/h]|\s*(?:{_TIME})\b)",
    re.IGNORECASE,
)
"""A number that counts people, as far as can be seen: no year, no hour, no length of time."""


class AlarmReader:
    """Reads alarms against one base's words."""

    def __init__(self, alarms: Alarms, known: Vocabulary) -> None:
        groups = {name: ways.all() for name, ways in alarms.groups.items()}

        def patterns(ways: WaysOfSaying) -> Patterns:
            return Patterns(ways.all(), groups)

        self._known = known
        self._told = {kind: patterns(words.told) for kind, words in alarms.harms.items()}
        self._any_told = Patterns(
            (phrase for words in alarms.harms.values() for phrase in words.told.all()), groups
        )
        self._people, self._actors, self._own, self._future = (
            patterns(alarms.groups[name]) for name in ("people", "actors", "own", "future")
        )
        self._now, self._day, self._mark, self._place, self._many, self._help = (
            patterns(alarms.happened[name])
            for name in ("now", "day", "mark", "place", "many", "help")
        )
        self._general, self._bodies, self._supposed, self._planned, self._work, self._asking = (
            patterns(alarms.against[name])
            for name in ("general", "bodies", "supposed", "planned", "work", "asking")
        )
        self._ago, self._property = (patterns(alarms.against[name]) for name in ("ago", "property"))
        self._held, self._mild, self._along, self._judging, self._justice = (
            patterns(alarms.against[name])
            for name in ("held", "mild", "along", "judging", "justice")
        )
        self._notes = {note: patterns(ways) for note, ways in alarms.notes.items()}
        self._more = patterns(alarms.more)

    def read(self, text: str, question: Question, on: dt.date) -> Alarm | None:
        """The alarm that a cleaned text is; None where it is none.

        `question` is what was understood of it: a text that asks for a text to be made is none,
        nor is a question on what was done years ago or in a year that is long gone, counted from
        the day `on`, nor what speaks of a body beside it, nor what tells only that somebody asks
        for names or files that the writers hold, or took them, nor what asks who answers for what
        was done, nor what tells only of land or houses that others took.
        """
        text = self._will_apart(text)
        spaced = Spaced.of(text)
        asks_for_text = question.makes and question.task
        if question.empty or (asks_for_text and not self._mark.starts(text)):
            return None
        if spaced in self._planned and not self._told_by_others(spaced):
            return None
        only_of = (self._only_of_names, self._only_of_justice, self._only_of_property)
        if any(only(spaced) for only in only_of):
            return None
        sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
        if spaced not in self._any_told:
            corrected = Spaced.of(self._known.corrected(text))
            if corrected not in self._any_told:
                tells = self._only_tells(text, spaced, sentences, question)
                return self._alarm(text, spaced, asks=False) if tells else None
            text, spaced = self._known.corrected(text), corrected
        sentences = [sentence.strip() for sentence in _SENTENCE.findall(text) if sentence.strip()]
        best = max(self._told_in(sentence) for sentence in sentences)
        points = (
            best + self._cried(text, spaced, question) - self._away(spaced, sentences, question)
        )
        if self._of_old(text, spaced, on):
            of_work = question.of_field or bool(question.mechanisms)
            asked = any(self._asks(s) or s.endswith(("?", "؟")) for s in sentences)
            points -= ASKED_OF * (of_work or spaced in self._asking or asked)
        asks = bool(question.mechanisms) or any(map(self._asks, sentences))
        return self._alarm(text, spaced, asks) if points >= ENOUGH else None

    def again(self, text: str, question: Question, context: Context | None) -> Alarm | None:
        """The alarm of the turn before, where this one only asks for help, what to do or who can
        do it ("what now?"), or names the State; None where it says more."""
        if context is None or context.alarm is None:
            return None
        only = self._more.whole(text) or names_only_a_state(question)
        return context.alarm if only else None

    def tells_of_old_harm(self, text: str, question: Question, on: dt.date) -> bool:
        """Whether a cleaned text tells of harm that was done long ago, counted from the day `on`,
        and names no mechanism: what is asked then is where to go with it."""
        spaced = Spaced.of(text)
        named = question.mechanisms or question.task
        return not named and spaced in self._any_told and self._of_old(text, spaced, on)

    def _will_apart(self, text: str) -> str:
        """A text in which the Arabic "will" stands as a word of its own before the verb."""

        def will(match: re.Match[str]) -> str:
            verb = fold(match[2])
            is_verb = verb.endswith(_PLURAL) or verb in self._known.words
            return f"{match[1]}سوف " if is_verb else match[0]

        return _WILL.sub(will, text)

    def _only_of_names(self, spaced: Spaced) -> bool:
        """Whether a text tells only of what the writers hold of people (names, files, a consent)
        and who asks for it, took it or fears for it: nobody was harmed, and nobody is being."""
        if spaced not in self._held:
            return False
        rest = self._mild.without(spaced)
        taken_too = rest is not spaced and rest in self._along
        return not taken_too and rest not in self._any_told and rest not in self._now

    def _only_of_justice(self, spaced: Spaced) -> bool:
        """Whether a text begins by asking who judges, punishes or pays for what was done, and tells
        of nothing that goes on or was done a day or two ago."""
        asks = self._judging.starts(spaced) and spaced in self._justice
        return asks and not self._of_today(spaced)

    def _only_of_property(self, spaced: Spaced) -> bool:
        """Whether a text tells only that land or houses were taken or that others live in them,
        and not today."""
        rest = self._property.without(spaced)
        only = rest is not spaced and rest not in self._any_told
        return only and not self._of_today(rest)

    def _of_old(self, text: str, spaced: Spaced, on: dt.date) -> bool:
        """Whether a text tells of what was done long ago, and of nothing that goes on or was done a
        day or two ago. Beside a year, "now" at the end of a question is of what is asked."""
        if _long_ago(text, on):
            told = self._ago.without(Spaced.of(_ASKED_NOW.sub("", text)))
            return told not in self._now and told not in self._day
        return spaced in self._ago and not self._of_today(self._ago.without(spaced))

    def _of_today(self, spaced: Spaced) -> bool:
        """Whether a text speaks of what goes on or was a day or two ago, or calls for help."""
        return any(spaced in kind for kind in (self._now, self._day, self._help))

    def _only_tells(
        self, text: str, spaced: Spaced, sentences: Sequence[str], question: Question
    ) -> bool:
        """Whether a text tells of people, days or places in words of no kind of harm, asks nothing
        and speaks of no work: what somebody sends a protection desk so is seldom good news."""
        of_work = (question.task, question.makes, question.hints, question.of_field)
        other = (*of_work, question.mechanisms, question.outside)
        if (
            any(other)
            or spaced in self._asking
            or spaced in self._work
            or spaced in self._bodies
            or any(map(self._asks, sentences))
        ):
            return False
        concrete = bool(_NUMBER.search(text)) or bool(question.states)
        long = len(spaced.split()) >= TALE
        somebody = (self._people, self._actors, self._own, self._place)
        if not any(spaced in kind for kind in somebody):
            return False
        return long and self._around(spaced) + concrete >= ENOUGH - 1

    def _around(self, spaced: Spaced) -> int:
        """How many kinds of circumstances a text names: people, who did it, days, places."""
        kinds = (self._people, self._actors, self._own, self._day, self._now, self._place)
        return sum(spaced in kind for kind in kinds)

    def _told_in(self, sentence: str) -> int:
        """Points of one sentence; far below ENOUGH where it tells of no harm."""
        spaced = Spaced.of(sentence)
        if spaced not in self._any_told:
            return -10 * ENOUGH
        tells = not self._asks(sentence) or self._tells_of_today(sentence)
        telling = TELLING if tells else 0
        threat = telling and spaced in self._told["threat"] and spaced not in self._help
        supposed = spaced in self._supposed and not threat
        return telling + self._around(spaced) - SUPPOSED * supposed

    def _cried(self, text: str, spaced: Spaced, question: Question) -> int:
        """Points of the text as a whole: a cry or a mark of forwarding, a number or a State, and
        that help is asked for or nothing at all."""
        letters = [c for c in text if c.isalpha()]
        capitals = sum(map(str.isupper, letters))
        shouted = len(letters) >= LETTERS and capitals > SHOUTED * len(letters)
        cried = spaced in self._mark or bool(_SIGNS.search(text)) or shouted
        return (
            cried + (bool(_NUMBER.search(text)) or bool(question.states)) + (spaced in self._help)
        )

    def _away(self, spaced: Spaced, sentences: Sequence[str], question: Question) -> int:
        """Points against: words of the work, and a question on a body or a rule."""
        work = min(self._work.count(spaced), 2)
        compares = question.compares or any(map(differs, sentences))
        if compares and not any(map(self._tells_of_today, sentences)):
            return work + ASKED_OF + ASKED
        if not any(map(self._asks, sentences)):
            told = spaced in self._own or self._told_by_others(spaced)
            of_body = spaced in self._bodies and not (told or spaced in self._notes["reprisal"])
            return work + ASKED_OF * of_body - FRAGMENT * (len(sentences) == 1)
        asked_of = bool(question.mechanisms) or spaced in self._bodies
        reprisal = spaced in self._notes["reprisal"]
        helped = spaced in self._help
        short = len(spaced.words) < LONG
        fresh = short and any(map(self._tells_of_today, sentences))
        spared = reprisal or fresh
        return work + (0 if spared else ASKED_OF * asked_of) + (0 if helped else ASKED)

    def _tells_of_today(self, sentence: str) -> bool:
        """Whether a sentence tells of harm that goes on or was done a day or two ago: in a short
        message that is an alarm, whatever is asked of a body beside it."""
        clauses = [Spaced.of(clause) for clause in _CLAUSE.split(sentence) if clause.strip()]
        return any(
            (clause in self._now or clause in self._day or self._threatens_us(clause))
            and clause in self._any_told
            and not self._asks(clause)
            for clause in (Spaced.of(sentence), *clauses)
        )

    def _threatens_us(self, clause: Spaced) -> bool:
        """Whether a clause tells of a threat to somebody of the writers' own: it lasts."""
        return clause in self._told["threat"] and clause in self._own

    def _told_by_others(self, spaced: Spaced) -> bool:
        """Whether others did or said something already, whatever the writers plan."""
        kinds = (self._actors, self._now, self._day, self._mark)
        return bool(_OTHERS.search(spaced)) or any(spaced in kind for kind in kinds)

    def _asks(self, sentence: str) -> bool:
        """Whether a sentence asks for something else than help."""
        clauses = [clause for clause in _CLAUSE.split(sentence) if clause.strip()]
        ends = [clause for clause in (*clauses[:1], *clauses[-1:]) if clause not in self._help]
        if sentence.endswith(("?", "؟")) and ends[-1:] == clauses[-1:]:
            return True
        return any(map(self._general.starts, ends))

    def _alarm(self, text: str, spaced: Spaced, asks: bool) -> Alarm:
        harms = tuple(kind for kind, patterns in self._told.items() if spaced in patterns)
        notes = frozenset(note for note, patterns in self._notes.items() if spaced in patterns)
        harms = harms or ("danger",)
        many = bool(_MANY.search(text)) or spaced in self._many or len(harms) > 2
        near: When = "past"
        if spaced in self._future:
            near = "imminent"
        elif spaced in self._now or {"disappearance", "detention"} & set(harms):
            near = "ongoing"
        who: Who = "group" if many else "person"
        return Alarm(harms=harms, who=who, near=near, notes=notes, asks=asks)


def _long_ago(text: str, on: dt.date) -> bool:
    """Whether a text names a year, and none later than LONG_AGO years before a day."""
    years = [int(year) for year in _YEAR.findall(text)]
    return bool(years) and max(years) <= on.year - LONG_AGO
