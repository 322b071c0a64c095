"""What is known besides the calendar: whether a treaty binds the State, how long one may speak."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from bot.knowledge.models import Base
from bot.prepare.actions import StatementText
from bot.prepare.messages.models import FieldValue, SpeakingTime
from bot.prepare.messages.texts import MessageText
from bot.prepare.messages.values import BadValue, Writer
from bot.prepare.rules import Rules
from bot.states import Profiles, TreatyStatus


def party(profiles: Profiles, committee: str, state: str, on: dt.date) -> TreatyStatus | None:
    """Whether the committee's treaty binds the State."""
    statuses = profiles.committees(state, on)
    return next(
        (treaty_status for treaty_status in statuses if treaty_status.subject == committee), None
    )


def law(
    profiles: Profiles, given: Mapping[str, FieldValue], state: str, on: dt.date, writer: Writer
) -> TreatyStatus | None:
    """That the treaty which was named binds the State, or that this is not known.

    Raises BadValue where it surely does not, so that no message says it.
    """
    treaties = (name for name, answer in given.items() if answer.kind == "treaty" and answer.value)
    field = next(treaties, None)
    if field is None:
        return None
    value = given[field]
    treaty_status = profiles.ratified(state, str(value.value), on)
    if treaty_status.status in ("none", "signed"):
        name = profiles.names.name(state, writer.language)
        # English names the list and its day, which other languages have no sentence for
        why = f"{treaty_status.says[:1].lower()}{treaty_status.says[1:-1]}"
        says = writer.say("letter_not_bound", treaty=value.label, state=name, why=why)
        raise BadValue(field, says)
    return treaty_status


def clock(
    base: Base, text: MessageText, given: Mapping[str, FieldValue], rules: Rules, writer: Writer
) -> SpeakingTime | None:
    """The speaking time that was chosen, with its words; None where the message has none."""
    for field in text.fields:
        for option in field.options:
            if not (option.words and option.minutes and option.id == given[field.id].value):
                continue
            entry, name = option.words.split("#", 1)
            words, minutes = base.figure(entry, name), base.figure(*option.minutes.split("#", 1))
            if words and minutes:
                figure = f"{{{entry}#{name}}}"
                says = writer.say("letter_clock_rule", label=option.label, words=figure)
                rule = rules.of(StatementText(says=says, rule=entry))
                return SpeakingTime(
                    seconds=round(minutes.value * 60), words=int(words.value), rule=rule
                )
    return None
