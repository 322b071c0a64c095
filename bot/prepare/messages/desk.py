"""All messages, opened once: what a message asks for, and the message made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from copy import copy
from pathlib import Path

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base, Language
from bot.knowledge.shapes import translated
from bot.prepare.cannot import load_cannot_asks
from bot.prepare.desk import NotPossible, nearest
from bot.prepare.drafts import Danger, TypedCheck
from bot.prepare.messages.checking import Judged, MessageCheck, SpeakingTime
from bot.prepare.messages.past import PastFields, unwritten, with_earlier
from bot.prepare.messages.texts import FieldKind, FieldText, MessageText, Part, Tone, load_messages
from bot.prepare.messages.values import Earlier, FieldValue, Writer, read_values
from bot.prepare.rules import Cited, Rule, Rules
from bot.prepare.smart import Smart
from bot.reviews import Calendar, CalendarEvent, DeadlineState, StateCalendar
from bot.states import Profiles, TreatyStatus
from bot.states.recommendations import Likeness, Recommendations


class FormField(Shape):
    """A field that a form asks for, in the order in which it is asked."""

    id: str
    label: str
    hint: str
    kind: FieldKind
    part: Part | None
    required: bool
    longest: int
    """Characters; of each line, where there are several."""
    most: int
    """Lines: one, or as many as there may be."""
    options: tuple[tuple[str, str], ...]
    """Of a choice: id and label; the first holds where nobody chooses, unless it is required."""


class AdvocacyMessage(Shape):
    """A message: what was given, and what is known."""

    id: str
    language: Language
    """In which it is written."""
    reader: Language
    """In which its writer is told what to know of it."""
    title: str
    what: str
    tone: Tone
    state: str
    state_name: str
    mechanism: str | None
    acronym: str
    """The mechanism's, as the language has it: UPR, EPU, CEDAW."""
    full_name: str
    """The mechanism's whole name, as a letter writes it before the acronym."""
    on: dt.date
    values: dict[str, FieldValue]
    review: CalendarEvent | None
    """The State's next review before that mechanism."""
    last: CalendarEvent | None
    deadline: DeadlineState | None
    reviewed: bool
    """Whether the mechanism reviews States at all, so that a date is to be expected."""
    party: TreatyStatus | None
    """For a committee: whether its treaty binds the State."""
    law: TreatyStatus | None
    """For a treaty that was named: that it binds the State, or that this is not known."""
    judged: tuple[Judged, ...]
    dangers: tuple[Danger, ...]
    """What was typed that could identify somebody, and stands there all the same."""
    clock: SpeakingTime | None
    longest: int | None
    longest_why: str | None
    before: tuple[Rule, ...]
    """What to do before it is sent."""
    sources: dict[str, Cited]


class Messages:
    """The messages of a knowledge folder, with the calendar and what is known of States."""

    def __init__(
        self,
        folder: Path,
        texts: dict[str, MessageText],
        check: MessageCheck,
        calendar: Calendar,
        recommendations: Recommendations | None,
    ) -> None:
        self.texts = texts
        self.typed = check.typed
        self._folder = folder
        self._said: dict[Language, dict[str, MessageText]] = {"en": texts}
        self._check, self._base, self._profiles = check, check.base, check.profiles
        self._calendar = calendar
        self._past = PastFields(recommendations, self._profiles, self._base)

    @classmethod
    def open(
        cls,
        folder: Path,
        base: Base,
        calendar: Calendar,
        profiles: Profiles,
        recommendations: Recommendations | None = None,
        typed: TypedCheck | None = None,
    ) -> Messages:
        """The messages of a knowledge folder; KnowledgeError with every problem found in them.
        Without past recommendations none is put into a message. `typed` is given where it is
        open already."""
        texts = load_messages(folder, base)
        cannot, smart = load_cannot_asks(folder, base), Smart.open(folder, base)
        typed = typed or TypedCheck.open(folder, base, profiles.names)
        check = MessageCheck(base, profiles, cannot, smart, typed)
        return cls(folder, texts, check, calendar, recommendations)

    def over(self, calendar: Calendar | None) -> Messages:
        """The same over another calendar, as a workspace's with what its curators corrected."""
        if calendar is None or calendar is self._calendar:
            return self
        other = copy(self)
        other._calendar = calendar
        return other

    def in_language(self, language: Language) -> dict[str, MessageText]:
        """The messages by id, their labels and hints in a language; in English where a translation
        can't be used."""
        if language not in self._said:
            self._said[language] = translated(
                "messages",
                language,
                self.texts,
                lambda: load_messages(self._folder, self._base, language),
            )
        return self._said[language]

    def fields(self, name: str, language: Language = "en") -> tuple[FormField, ...]:
        """What a message asks for, exactly; KeyError where there is no such message."""
        return tuple(map(_form_field, self.in_language(language)[name].fields))

    def nearest(self, name: str) -> list[str]:
        """The ids of messages that are written like `name`, or hold its words."""
        return nearest(name, self.texts)

    def fitting(self, action: str) -> tuple[str, ...]:
        """The ids of the messages that go with an action."""
        return tuple(
            name for name, message_text in self.texts.items() if action in message_text.actions
        )

    def earlier(
        self, name: str, values: Mapping[str, str], state: str, mechanism: str | None = None
    ) -> dict[str, Earlier]:
        """By field, the past recommendations that stand there while nobody writes anything, for
        what was given so far. By words alone, so that it takes no time."""
        text = self.texts[name]
        earlier = self._past.of(
            text, values, state, mechanism or text.mechanism, self._of_state(state)
        )
        return unwritten(text, values, earlier)

    def make(
        self,
        name: str,
        values: Mapping[str, str],
        on: dt.date,
        state: str,
        mechanism: str | None = None,
        language: Language = "en",
        likeness: Likeness | None = None,
        knowingly: bool = False,
        reader: Language | None = None,
        asks: Language | None = None,
    ) -> AdvocacyMessage:
        """The message as on a day.

        `values` are what a person gave, by field (lines apart by line breaks); `state` is a code
        (ISO 3166 alpha-3); `language` is that in which the message is written; with `likeness` past
        recommendations are also found by meaning; `knowingly` is whether the person says that what
        could identify somebody is to stand there; `reader` is the language in which its writer is
        told what to know, `asks` that of the recommendations that were given, both that of the
        message where they are left out.

        Raises KeyError for a message that is not known; NotPossible with a sentence where something
        does not fit, and of these BadValue for what was given in a field; Missing where fields are
        missing; Unfulfillable where an ask can't be fulfilled; Unsafe where what was typed could
        identify somebody.
        """
        check, writer = self._check, Writer(self._base, reader or language)
        text = self.in_language(writer.language)[name]
        body = self._body(text, mechanism)
        values = {key.replace("-", "_"): value for key, value in values.items()}
        field_values = read_values(text, values, self._profiles, on, writer)
        earlier = self._past.of(text, values, state, body, self._of_state(state, on), likeness)
        field_values = with_earlier(text, values, field_values, earlier)
        if name_of := next(
            (n for n, answer in field_values.items() if answer.value == state), None
        ):
            raise writer.unfit(name_of, "itself")
        rules = Rules(self._base, writer.language)
        check.refuse(text, field_values, body, writer)
        dangers = check.dangers(text, field_values, state, knowingly, writer)
        before = self._of_state(state, on).of(body) if body else None
        if body and before and before.phase == "not_reviewed":
            raise check.not_reviewed(state, before.advice[0], body, writer)
        return AdvocacyMessage(
            id=text.id,
            language=language,
            reader=writer.language,
            title=self.in_language(language)[name].title,
            what=text.what,
            tone=text.tone,
            state=state,
            state_name=self._profiles.names.name(state, language),
            mechanism=body,
            acronym=self._acronym(body, language),
            full_name=self._base.name(body, language) if body else "",
            on=on,
            values=field_values,
            review=before.next if before else None,
            last=before.last if before else None,
            deadline=before.deadline if before else None,
            reviewed=body == "upr" or text.committee,
            party=check.party(body, state, on) if text.committee and body else None,
            law=check.law(field_values, state, on, writer),
            judged=tuple(check.judged(text, field_values, asks or language, writer.language)),
            dangers=dangers,
            clock=check.clock(text, field_values, rules, writer),
            longest=text.longest,
            longest_why=text.longest_why,
            before=tuple(map(rules.of, text.before)),
            sources=rules.sources,
        )

    def _of_state(self, state: str, on: dt.date | None = None) -> StateCalendar:
        return self._calendar.of_state(state, on or dt.date.today())

    def _body(self, text: MessageText, mechanism: str | None) -> str | None:
        if mechanism is None:
            if text.mechanism is None and text.committee:
                one_of = ", ".join(text.any_of)
                raise NotPossible(f"'{text.id}' goes to one committee: name one of {one_of}")
            return text.mechanism
        if mechanism not in text.mechanisms:
            one_of = ", ".join(text.mechanisms) or "no mechanism"
            raise NotPossible(f"'{text.id}' is for {one_of}, not for {mechanism}")
        return mechanism

    def _acronym(self, body: str | None, language: Language) -> str:
        """What a mechanism is called in brackets: the UPR is EPU in French and Spanish; the letters
        of a committee are those of its documents."""
        mechanism = self._base.mechanisms.get(body or "")
        if mechanism is None or not mechanism.acronyms:
            return ""
        own = mechanism.acronyms[1:2] if body == "upr" and language in ("fr", "es") else ()
        return (*own, *mechanism.acronyms)[0]


def _form_field(field: FieldText) -> FormField:
    return FormField(
        id=field.id,
        label=field.label,
        hint=field.hint or "",
        kind=field.kind,
        part=field.part,
        required=field.chosen or (not (field.optional or field.past) and field.kind != "choice"),
        longest=field.longest,
        most=field.most if field.kind == "lines" else 1,
        options=tuple((option.id, option.label) for option in field.options),
    )
