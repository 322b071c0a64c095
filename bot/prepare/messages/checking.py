"""What the desk says of a message before it is made: asks that can't be fulfilled, what could
identify somebody, what the SMART check finds, whether a treaty binds the State, and how long one
may speak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base, Language
from bot.prepare.actions import StatementText
from bot.prepare.cannot import CannotAsks
from bot.prepare.desk import NotPossible
from bot.prepare.drafts import Danger, TypedCheck, Unsafe
from bot.prepare.messages.texts import MessageText
from bot.prepare.messages.values import BadValue, FieldValue, Writer
from bot.prepare.rules import Cited, Rule, Rules
from bot.prepare.smart import Flaw, Smart
from bot.states import Profiles, TreatyStatus

Given = Mapping[str, FieldValue]
"""What was given, by field."""


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


class Judged(Shape):
    """A recommendation of the message, and what the SMART check found in it."""

    label: str
    """The field's."""
    text: str
    flaws: tuple[Flaw, ...]
    """Empty: nothing to correct."""
    mended: str = ""
    """The sentence with blanks for what it lacks; empty where there is nothing to correct."""


class SpeakingTime(Shape):
    """A speaking time, and the words that fit into it."""

    seconds: int
    words: int
    rule: Rule


@dataclass(frozen=True)
class MessageCheck:
    """Looks at what was given for a message, by what is known."""

    base: Base
    profiles: Profiles
    cannot: CannotAsks
    smart: Smart
    typed: TypedCheck

    def refuse(self, text: MessageText, given: Given, body: str | None, writer: Writer) -> None:
        """Raises Unfulfillable for the first ask that the mechanism can't fulfil."""
        for field in text.fields:
            if field.doing is None or body is None:
                continue
            for ask in _texts(given[field.id]):
                if cannot := self.cannot.find(ask, field.doing, body, writer.language):
                    raise self._unfulfillable(cannot.says, cannot.rule, writer, field=field.id)

    def not_reviewed(self, state: str, entry: str, body: str, writer: Writer) -> Unfulfillable:
        """That a mechanism does not review a State; `entry` says what there is instead."""
        name = self.profiles.names.name(state, writer.language)
        short = self.base.short(body, writer.language)
        says = writer.say("letter_not_reviewed", state=name, body=short)
        return self._unfulfillable(self.base.entries[entry].title, entry, writer, says)

    def dangers(
        self, text: MessageText, given: Given, state: str, knowingly: bool, writer: Writer
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

    def judged(
        self, text: MessageText, given: Given, language: Language, reader: Language
    ) -> Iterator[Judged]:
        """What the SMART check finds in each recommendation, which is in `language`."""
        beside = [field.gives for field in text.fields if field.gives and given[field.id].value]
        for field in text.fields:
            for ask in _texts(given[field.id]) if field.smart else ():
                yield Judged(
                    label=field.label,
                    text=ask,
                    flaws=self.smart.flaws(ask, language, reader, beside),
                    mended=self.smart.corrected(ask, language, beside),
                )

    def party(self, committee: str, state: str, on: dt.date) -> TreatyStatus | None:
        """Whether the committee's treaty binds the State."""
        statuses = self.profiles.committees(state, on)
        return next((status for status in statuses if status.subject == committee), None)

    def law(self, given: Given, state: str, on: dt.date, writer: Writer) -> TreatyStatus | None:
        """That the treaty which was named binds the State, or that this is not known.

        Raises BadValue where it surely does not, so that no message says it.
        """
        for field, value in given.items():
            if value.kind != "treaty" or not value.value:
                continue
            treaty_status = self.profiles.ratified(state, str(value.value), on)
            if treaty_status.status in ("none", "signed"):
                name = self.profiles.names.name(state, writer.language)
                # English names the list and its day, which other languages have no sentence for
                why = f"{treaty_status.says[:1].lower()}{treaty_status.says[1:-1]}"
                says = writer.say("letter_not_bound", treaty=value.label, state=name, why=why)
                raise BadValue(field, says)
            return treaty_status
        return None

    def clock(
        self, text: MessageText, given: Given, rules: Rules, writer: Writer
    ) -> SpeakingTime | None:
        """The speaking time that was chosen, with its words; None where the message has none."""
        for field in text.fields:
            for option in field.options:
                if not (option.words and option.minutes and option.id == given[field.id].value):
                    continue
                words = self.base.figure(*option.words.split("#", 1))
                minutes = self.base.figure(*option.minutes.split("#", 1))
                if words and minutes:
                    figure = f"{{{option.words}}}"
                    says = writer.say("letter_clock_rule", label=option.label, words=figure)
                    entry = option.words.split("#", 1)[0]
                    rule = rules.of(StatementText(says=says, rule=entry))
                    seconds = round(minutes.value * 60)
                    return SpeakingTime(seconds=seconds, words=int(words.value), rule=rule)
        return None

    def _unfulfillable(
        self, text: str, entry: str, writer: Writer, says: str = "", field: str | None = None
    ) -> Unfulfillable:
        """The refusal with the entry that it follows, which is `text`; `says` is said instead."""
        rules = Rules(self.base, writer.language)
        rule = rules.of(StatementText(says=text, rule=entry))
        told = writer.say("letter_rule", says=says or rule.text, entry=rule.entry, title=rule.title)
        return Unfulfillable(told, rule, rules.sources, field)


def _texts(given: FieldValue) -> tuple[str, ...]:
    if isinstance(given.value, tuple):
        return given.value
    return (given.value,) if isinstance(given.value, str) else ()
