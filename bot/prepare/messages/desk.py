"""All messages, opened once: what a message asks for, and the message made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from copy import copy
from difflib import get_close_matches
from pathlib import Path

from bot.knowledge.models import Base, Language
from bot.knowledge.shapes import translated
from bot.prepare.actions import StatementText
from bot.prepare.cannot import CannotAsks, load_cannot_asks
from bot.prepare.desk import NotPossible
from bot.prepare.drafts import Danger, TypedCheck, Unsafe
from bot.prepare.messages.known import clock, law, party
from bot.prepare.messages.load import load_messages
from bot.prepare.messages.models import AdvocacyMessage, Earlier, FieldValue, FormField, Judged
from bot.prepare.messages.past import PastFields, unwritten, with_earlier
from bot.prepare.messages.texts import FieldText, MessageText
from bot.prepare.messages.values import Writer, read_values
from bot.prepare.models import Cited, Rule
from bot.prepare.rules import Rules
from bot.prepare.smart import Smart
from bot.reviews import Calendar, StateCalendar
from bot.states import Profiles
from bot.states.recommendations import Likeness, Recommendations


class Unfulfillable(NotPossible):
    """What is asked can't be fulfilled; `rule` is the entry that says so, with `sources`; `field`
    is where it is asked, None where it is the State itself that is not reviewed."""

    def __init__(
        self, says: str, rule: Rule, sources: dict[str, Cited], field: str | None = None
    ) -> None:
        self.rule = rule
        self.sources = sources
        self.field = field
        super().__init__(says)


class Messages:
    """The messages of a knowledge folder, with the calendar and what is known of States."""

    def __init__(
        self,
        folder: Path,
        texts: dict[str, MessageText],
        cannot: CannotAsks,
        smart: Smart,
        base: Base,
        calendar: Calendar,
        profiles: Profiles,
        typed: TypedCheck,
        recommendations: Recommendations | None = None,
    ) -> None:
        self.texts = texts
        self._folder = folder
        self._said: dict[Language, dict[str, MessageText]] = {"en": texts}
        self.typed = typed
        self._cannot = cannot
        self._smart = smart
        self._base = base
        self._calendar = calendar
        self._profiles = profiles
        self._past = PastFields(recommendations, profiles, base)

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
        return cls(folder, texts, cannot, smart, base, calendar, profiles, typed, recommendations)

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
        written_name = name.casefold().replace("_", "-").replace(" ", "-")
        holding = [text for text in self.texts if written_name and written_name in text]
        near = get_close_matches(written_name, self.texts, n=3, cutoff=0.4)
        return list(dict.fromkeys([*holding, *near]))[:3] or list(self.texts)

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
        writer = Writer(self._base, reader or language)
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
        self._refuse(text, field_values, body, writer)
        dangers = self._dangers(text, field_values, state, knowingly, writer)
        before = self._calendar.of_state(state, on).of(body) if body else None
        if before and before.phase == "not_reviewed":
            self._not_reviewed(state, before.advice, body or "", writer)
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
            party=party(self._profiles, body, state, on) if text.committee and body else None,
            law=law(self._profiles, field_values, state, on, writer),
            judged=tuple(self._judged(text, field_values, asks or language, writer.language)),
            dangers=dangers,
            clock=clock(self._base, text, field_values, rules, writer),
            longest=text.longest,
            longest_why=text.longest_why,
            before=tuple(map(rules.of, text.before)),
            sources=rules.sources,
        )

    def _of_state(self, state: str, on: dt.date | None = None) -> StateCalendar:
        return self._calendar.of_state(state, on or dt.date.today())

    def _dangers(
        self,
        text: MessageText,
        given: Mapping[str, FieldValue],
        state: str,
        knowingly: bool,
        writer: Writer,
    ) -> tuple[Danger, ...]:
        """What could identify somebody in what was typed. Raises Unsafe where it is plain and the
        person did not say that it is to stand there; BadValue where it belies what was chosen."""
        typed = {
            field.id: (field.label, "\n".join(lines))
            for field in text.fields
            if field.kind in ("text", "lines") and (lines := _texts(given[field.id]))
        }
        reached = [field.id for field in text.fields if field.reached]
        # to the Humanitarian Coordinator and to donors a cluster writes in its own name
        signing = () if text.mechanism == "cluster" else ("sender",)
        dangers = self.typed.look(typed, state, reached, signing, writer.language)
        plain = [danger for danger in dangers if danger.verdict == "fix"]
        person = next((danger for danger in plain if danger.person), None)
        for field in text.fields:
            option = next(
                (option for option in field.options if option.id == given[field.id].value), None
            )
            if person and option and option.nobody:
                sentence = f"{person.says} ({person.shown})"
                values = {"label": option.label, "place": person.label, "found": sentence}
                raise writer.unfit(field.id, "nobody", **values)
        if plain and not knowingly:
            raise Unsafe(dangers)
        return dangers

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

    def _refuse(
        self, text: MessageText, given: Mapping[str, FieldValue], body: str | None, writer: Writer
    ) -> None:
        """Raises Unfulfillable for the first ask that the mechanism can't fulfil."""
        for field in text.fields:
            if field.doing is None or body is None:
                continue
            for ask in _texts(given[field.id]):
                cannot = self._cannot.find(ask, field.doing, body, writer.language)
                if cannot:
                    rules = Rules(self._base, writer.language)
                    rule = rules.of(StatementText(says=cannot.says, rule=cannot.rule))
                    says = self._ruled(rule.text, rule, writer)
                    raise Unfulfillable(says, rule, rules.sources, field.id)

    def _ruled(self, says: str, rule: Rule, writer: Writer) -> str:
        """A refusal with the entry that it follows."""
        return writer.say("letter_rule", says=says, entry=rule.entry, title=rule.title)

    def _not_reviewed(self, state: str, advice: tuple[str, ...], body: str, writer: Writer) -> None:
        name = self._profiles.names.name(state, writer.language)
        rules = Rules(self._base, writer.language)
        entry = self._base.entries[advice[0]]
        rule = rules.of(StatementText(says=entry.title, rule=entry.id))
        short = self._base.short(body, writer.language)
        says = writer.say("letter_not_reviewed", state=name, body=short)
        raise Unfulfillable(self._ruled(says, rule, writer), rule, rules.sources)

    def _judged(
        self,
        text: MessageText,
        given: Mapping[str, FieldValue],
        language: Language,
        reader: Language,
    ) -> Iterator[Judged]:
        beside = [field.gives for field in text.fields if field.gives and given[field.id].value]
        for field in text.fields:
            for ask in _texts(given[field.id]) if field.smart else ():
                yield Judged(
                    label=field.label,
                    text=ask,
                    flaws=self._smart.flaws(ask, language, reader, beside),
                    mended=self._smart.corrected(ask, language, beside),
                )


def _texts(given: FieldValue) -> tuple[str, ...]:
    if isinstance(given.value, tuple):
        return given.value
    return (given.value,) if isinstance(given.value, str) else ()


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
