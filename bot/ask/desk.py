"""The desk: everything that asking needs, opened once and asked many times."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from pathlib import Path

from bot.ask.asked import CourtesyReader, alone
from bot.ask.calendar_facts import CalendarFacts
from bot.ask.decide import Decision
from bot.ask.dialect import Dialect
from bot.ask.encoder import Encodes, SilentModelError, open_encoder
from bot.ask.find import Finder
from bot.ask.front_door import FrontDoor
from bot.ask.lexical import Lexical
from bot.ask.meaning import Progress
from bot.ask.models import Answer, Asked, Choices, Context, FirstSection, Question, Reply, TaskReply
from bot.ask.requests import TextReader
from bot.ask.state_facts import NO_FACTS, StateFacts
from bot.ask.two_questions import halves, matters, together
from bot.ask.understand import Understanding
from bot.ask.words import POINTING, clean, language_of, tokens
from bot.knowledge.front import Courtesy
from bot.knowledge.models import Base, Language
from bot.knowledge.thesaurus import StateMatter
from bot.reviews import Calendar
from bot.settings import Settings
from bot.states import Profiles, StateNames

_log = logging.getLogger(__name__)
ActionOf = Callable[[str, Sequence[str], bool], tuple[str, str] | None]
"""The action that a text asks to prepare before these mechanisms, with an outline or not, and its
mechanism; None where it is not sure."""


SectionOf = Callable[[str, str | None, Language], tuple[str, tuple[str, ...], str | None] | None]
"""The first section of the text of an action (id), before a State (ISO3), in a language: title,
paragraphs, the entry on which it rests."""


WHOLE, ASTRAY = 0.9, 0.7
"""Certainty of one entry for a whole text of two questions, and of the second alone, at which that
entry answers both: the second is found further off than where it is asked."""
SURELY = 0.8
"""Certainty of the first from which its mechanism, even unnamed, is "it" in the second."""
HALF = 0.4
"""Certainty from which one of two questions in a text stands as one of its own."""
BESIDE = 0.25
"""The same for the second, where both are about one mechanism."""

LABEL = 3
"""Words of a text of which a word of courtesy makes a request: "UPR outline, please"."""
UNSURE, MARGIN = 0.6, 0.15
"""Certainty of the answer to a whole text below which its question is tried alone, and how much
surer the answer to that must be."""


class Desk:
    """Answers questions from one knowledge base. It holds nothing of what it was asked."""

    def __init__(
        self,
        base: Base,
        states: StateNames,
        finder: Finder,
        calendar: Calendar | None = None,
        profiles: Callable[[], Profiles | None] = lambda: None,
        action_of: ActionOf | None = None,
        section_of: SectionOf | None = None,
    ) -> None:
        """`profiles` opens those of States. `action_of` and `section_of` are given where there are
        actions: asking knows none."""
        self.base = base
        self.calendar = calendar
        self.states = states
        self._profiles = profiles
        self.finder = finder
        self.encoder = finder.encoder
        self.action_of = action_of
        self.section_of = section_of
        self._courtesy = CourtesyReader(
            base.first_words.courtesy if base.first_words else Courtesy()
        )
        self._dialect = Dialect(base.thesaurus.dialect)
        self._understanding = Understanding(base, states, finder.lexical)
        self._texts = TextReader(base.text_names) if base.text_names else None
        self._front_door = FrontDoor(base, finder.lexical.vocabulary, profiles)
        self._decision = Decision(base, states, finder, calendar, profiles, self._front_door)

    def over(self, calendar: Calendar | None, base: Base | None = None) -> Desk:
        """The same desk over another calendar, one workspace's with its corrections, and over the
        same base with the workspace's signatures. Costs nothing to speak of."""
        base = base or self.base
        if calendar is self.calendar and base is self.base:
            return self
        desk = copy(self)
        desk.calendar, desk.base = calendar, base
        desk._decision = Decision(
            base, self.states, self.finder, calendar, self._profiles, self._front_door
        )
        return desk

    @property
    def by_meaning(self) -> bool:
        """Whether questions are found by what they mean now, and not by words alone."""
        return self.encoder is not None and self.encoder.answers

    @property
    def profiles(self) -> Profiles | None:
        """The profiles of States; opened when a State is first asked of."""
        return self._profiles()

    def ready(self) -> None:
        """Open now what else is opened when it is first asked of, and raise what is wrong in it."""
        self._profiles()

    def understand(self, text: str, context: Context | None = None) -> Question:
        """What a text is about."""
        return self._understanding.understand(text, context)

    def ask(
        self,
        text: str,
        context: Context | None = None,
        on: dt.date | None = None,
        usual: Language | None = None,
    ) -> Reply:
        """The reply to a text; `on` is today where it is not given, `usual` the language of who
        writes, for a text that does not tell its own."""
        with self.finder.one_question():
            return self._reply(text, context, on or dt.date.today(), usual)

    def _reply(
        self, text: str, context: Context | None, on: dt.date, usual: Language | None
    ) -> Reply:
        whole = self.finder.lexical.vocabulary.parted(clean(text))
        text = self._dialect.written(self._courtesy.without(whole))
        question = self._understanding.understand(text, context, usual)
        if text != whole and not question.makes and len(tokens(text)) <= LABEL:
            asked = self._understanding.understand(whole, context, usual)
            if asked.makes:
                update = {"makes": True, "hints": asked.hints, "task": asked.task}
                question = question.model_copy(update=update)
        if not question.word:
            language = language_of(whole, question.language)
            question = question.model_copy(update={"language": language})
        reply = self._decision.reply(text, question, context, on, whole)
        if isinstance(reply, TaskReply):
            return self._begun(self._with_action(reply, question), question, on)
        if not isinstance(reply, Answer | Choices):
            return reply
        two = None
        if not question.compares:
            two = self._both(text, question.language, context, on, reply)
        return two or self._of_its_question(reply, text, question, context, on)

    def _of_its_question(
        self,
        reply: Answer | Choices,
        text: str,
        question: Question,
        context: Context | None,
        on: dt.date,
    ) -> Reply:
        """The reply to a whole text, or that to the sentence in it that asks, where that is surer:
        what is told before may have little to do with it."""
        asked = alone(text)
        if asked is None or reply.certainty >= WHOLE:
            return reply
        own = self._understanding.understand(asked, context)
        if own.inherited or POINTING & set(tokens(asked)):
            return reply
        first = bool(own.basic or own.general or own.word)
        unsure = reply.certainty < UNSURE and (own.mechanisms or isinstance(reply, Choices))
        if not (first or unsure):
            return reply
        update = {"language": question.language, "states": own.states or question.states}
        answer = self._decision.reply(asked, own.model_copy(update=update), context, on)
        least = max(reply.certainty + MARGIN, 0.0 if own.mechanisms else HALF)
        return answer if isinstance(answer, Answer) and answer.certainty >= least else reply

    def _both(
        self,
        text: str,
        language: Language,
        context: Context | None,
        on: dt.date,
        whole: Answer | Choices,
    ) -> Answer | None:
        """The answer to two questions in one text; None where the reply to the `whole` is better.
        Either may lean on the other: a mechanism that one of them names is the one that is meant by
        both."""
        parts = halves(text)
        if parts is None:
            return None
        read = self._understanding.understand
        asked = read(parts[0], context)
        first = self._half(parts[0], asked, language, context, on)
        if first is None and (
            other := self._half(parts[1], read(parts[1], context), language, context, on)
        ):
            leant = other.context()
            first = self._half(parts[0], read(parts[0], leant), language, leant, on)
        if first is None or _holds_both(whole, first):
            return None
        guessed = first.guessed and first.certainty < SURELY
        said = first.context().model_copy(update={"guessed": guessed})
        own = _wanting(read(parts[1], said), asked.wants)
        second = self._half(parts[1], own, language, said, on, beside=first)
        if second and second.here and all(note in first.here for note in second.here):
            # what is known of the State is said once; the second asks something else
            of_all = said.model_copy(update={"state": None})
            second = self._half(
                parts[1], read(parts[1], of_all), language, of_all, on, beside=first
            )
        both = together(self.base, first, second) if second else None
        return None if both and _holds_both(whole, both) else both

    def _half(
        self,
        text: str,
        question: Question,
        language: Language,
        context: Context | None,
        on: dt.date,
        beside: Answer | None = None,
    ) -> Answer | None:
        """The answer to one of two questions, understood as `question`, in the language of the
        whole text, where it stands as one of its own; `beside` that to the other one it need be
        less sure where it is about the same mechanism."""
        asked = {"language": language, "task": None, "makes": False, "hints": False, "asks": True}
        question = question.model_copy(update=asked)
        reply = self._decision.reply(text, question, context, on)
        if not isinstance(reply, Answer):
            return None
        same = beside is not None and reply.entries[0].partition(".")[0] in matters(beside)
        leans = reply.guessed or "mechanisms" in question.inherited
        if beside and not same and leans:
            return None  # it names nothing, and what was found is about another mechanism
        sure = reply.here_first or reply.certainty >= (BESIDE if same else HALF)
        return reply if sure else None

    def _with_action(self, reply: TaskReply, question: Question) -> TaskReply:
        """A task with the action or message that is meant, and the mechanism that this tells."""
        named = self._texts.named(question.matter, reply.task) if self._texts else None
        if named and named.kind == "message":
            return reply.model_copy(update={"action": named.id})
        task = "outline" if named and reply.task == "message" else reply.task
        if task not in ("checklist", "outline"):
            return reply
        meant = named.id.replace("-", " ") if named else question.matter
        match = self.action_of and self.action_of(meant, reply.mechanisms, task == "outline")
        if not (named or match):
            return reply
        action = named.id if named else match[0] if match else None
        mechanism_of_action = (match[1],) if match and match[0] == action else ()
        mechanisms = tuple(dict.fromkeys((*mechanism_of_action, *reply.mechanisms)))
        missing = tuple(part for part in reply.missing if part != "mechanism")
        update = {"action": action, "task": task, "mechanisms": mechanisms, "missing": missing}
        return reply.model_copy(update=update)

    def _begun(self, reply: TaskReply, question: Question, on: dt.date) -> TaskReply:
        """A text that is asked for with its first section, and the entry on which that rests."""
        if reply.task != "outline" or reply.action is None or self.section_of is None:
            return reply
        first = self.section_of(reply.action, reply.state, reply.language)
        if first is None:
            return reply
        title, paragraphs, rule = first
        section = FirstSection(title=title, paragraphs=paragraphs, rule=rule)
        about = self._decision.answer_with(section.rule, question, on) if section.rule else None
        return reply.model_copy(update={"begins": section, "help": about or reply.help})

    def chosen_state(
        self, state: str, context: Context | None, language: Language, on: dt.date | None = None
    ) -> Reply:
        """The reply to the earlier turn, now that it is known which State (ISO3) was meant: two
        States may have one name."""
        name = self.states.name(state, language)
        question = self._understanding.understand(name, context)
        question = question.model_copy(update={"states": (state,), "language": language})
        return self._decision.reply(clean(name), question, context, on or dt.date.today())

    def follow(self, messages: Sequence[str], on: dt.date | None = None) -> Context | None:
        """What is remembered after these earlier messages: ids, not their text."""
        context: Context | None = None
        for message in messages:
            context = self.ask(message, context, on).context()
        return context

    def entry(
        self,
        entry_id: str,
        language: Language = "en",
        on: dt.date | None = None,
        beside: Sequence[str] = (),
        state: str | None = None,
        mechanisms: Sequence[str] = (),
        asked: Asked | None = None,
        lines: Sequence[str] = (),
    ) -> Answer:
        """The answer that one entry gives, with others `beside` it among what is near; with the
        same `lines` as before, by name, where it was shown already.

        With what is known of a `state` (ISO3) before `mechanisms`, those of the entry where none
        are named; first where that was `asked`. Raises KeyError for an unknown id.
        """
        question = Question(
            mechanisms=tuple(mechanisms) or (entry_id.split(".")[0],),
            states=(state,) if state else (),
            dated=asked == "dates",
            bound=asked == "standing",
            language=language,
        )
        return self._decision.answer_with(entry_id, question, on or dt.date.today(), beside, lines)

    def dates(
        self, state: str, mechanisms: Sequence[str] = (), on: dt.date | None = None
    ) -> StateFacts:
        """What the calendar says of a State (ISO3), for those mechanisms or for all with something
        ahead; nothing where there is no calendar."""
        if self.calendar is None:
            return NO_FACTS
        question = Question(mechanisms=tuple(mechanisms), states=(state,), dated=True)
        return CalendarFacts(self.base, self.calendar).of(
            question, "calendar", on or dt.date.today()
        )


def _wanting(question: Question, wants: tuple[StateMatter, ...]) -> Question:
    """The second of two questions, which asks what the first one `wants` of the State where it only
    names a mechanism."""
    if not (question.only_names and wants and question.state):
        return question
    return question.model_copy(update={"wants": wants, "general": None, "basic": None})


def _holds_both(reply: Answer | Choices, both: Answer) -> bool:
    """Whether one entry surely answers a whole text, and one of its halves alone is unsure. `both`
    may be the first of them: together they are no surer."""
    same = isinstance(reply, Answer) and reply.entries[0] == both.entries[0]
    return same and reply.certainty >= WHOLE and both.certainty < ASTRAY


def finder(
    read: Callable[[], Base],
    settings: Settings,
    progress: Progress | None = None,
    model: Callable[[Path], Encodes | None] | None = open_encoder,
) -> Finder:
    """What finds entries of the base that `read` gives: by words, and by meaning where `model`
    opens what makes vectors in a folder."""
    with ThreadPoolExecutor(1) as beside:
        # The model opens outside Python's lock, while the texts are read.
        opening = beside.submit(model, settings.model) if model else None
        base = read()
        lexical = Lexical.of(base, settings.cache)
        encoder = opening.result() if opening else None
    vectors = None
    if encoder is not None:
        from bot.ask.vectors import Vectors

        try:
            vectors = Vectors.open(base, encoder, settings.cache, progress, settings.vectors)
        except SilentModelError:
            # Vectors are missing, and the model gave none.
            _log.warning("Questions are found by words alone: the model of meaning does not answer")
    return Finder(base, lexical, vectors)
