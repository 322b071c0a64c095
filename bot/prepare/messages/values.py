"""What people give for a message: cleaned, checked against its field, or refused in a sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from bot.knowledge.curated import Shape
from bot.knowledge.models import Base, Language
from bot.prepare.blanks import DIRECTION, one_line
from bot.prepare.desk import NotPossible
from bot.prepare.messages.texts import FieldKind, FieldText, MessageText, Past
from bot.states import Profiles, StateNames
from bot.states.recommendations import About, Recommendation

Value = str | tuple[str, ...] | dt.date | None
"""What was given in a field: text, lines, the code of a State, the id of an option or a treaty, a
day; None where an optional one was left empty."""


class Earlier(Shape):
    """Past recommendations to the State that stand where nobody wrote anything."""

    how: Past
    recommendations: tuple[Recommendation, ...]
    about: About
    """What they come from."""


class FieldValue(Shape):
    """What a person gave for a field; `value` is None where they gave nothing."""

    value: Value
    kind: FieldKind
    label: str = ""
    """Of a choice: the label of the option; of a State or treaty: its name."""
    earlier: Earlier | None = None
    """What the desk put there, where there is no value."""


_DROPPED = f"{DIRECTION}\u061c\u200e\u200f"
DONE = ("done", "yes", "true")
"""How it is stated that something was done."""
_ENDS = ".!?:;,…؟؛،"
NOTHING = ("none", "-")
"""How it is said that no past recommendation is to stand in a field."""


class Missing(NotPossible):
    """Fields that are needed were not given; `fields` are their ids and labels, in order."""

    def __init__(self, message: MessageText, fields: list[FieldText]) -> None:
        self.message = message.id
        self.fields = [(field.id, field.label) for field in fields]
        listed = ", ".join(f"{field.id} ({field.label})" for field in fields)
        super().__init__(f"the message '{message.id}' still needs {listed}")


class BadValue(NotPossible):
    """What was given in a field does not fit: the field's id, and what is `wrong` with it, as it
    is said where the field stands; `says` where the field must be named."""

    def __init__(self, field: str, wrong: str, says: str | None = None) -> None:
        self.field, self.wrong = field, wrong
        super().__init__(says or wrong)


@dataclass(frozen=True)
class Writer:
    """Whom what does not fit is told, in a language of their own."""

    base: Base
    language: Language

    def say(self, key: str, **values: object) -> str:
        """A phrase."""
        return self.base.say(key, self.language, **values)

    def unfit(self, field: str, key: str, **values: object) -> BadValue:
        """That what was given in a field is wrong, by the key of what is."""
        wrong = self.say(f"letter_wrong_{key}", **values)
        here = self.say("letter_wrong_here", wrong=wrong)
        return BadValue(field, here, self.say("letter_wrong", field=field, wrong=wrong))


def read_values(
    message: MessageText, given: Mapping[str, str], profiles: Profiles, on: dt.date, writer: Writer
) -> dict[str, FieldValue]:
    """The value of every field of the message.

    A field that past recommendations may fill can be empty here. Raises BadValue where a value does
    not fit, NotPossible where a field is unknown, and Missing where fields are missing; each with a
    sentence.
    """
    fields = {field.id: field for field in message.fields}
    if unknown := [name for name in given if name not in fields]:
        known = ", ".join(fields)
        raise NotPossible(f"'{message.id}' has no field '{unknown[0]}'; it has {known}")
    lines = {name: _lines(given.get(name, "")) for name in fields}
    for name, field in fields.items():
        # before anything else: what must not be made is not asked about any further
        if field.kind == "confirm" and " ".join(lines[name]).casefold() not in DONE:
            raise BadValue(name, field.refuse or "")
    missing = [
        field
        for name, field in fields.items()
        if not lines[name] and not field.optional and field.kind != "confirm"
        if field.kind != "choice" or field.chosen
    ]
    if any(field.past is None for field in missing):
        raise Missing(message, missing)
    return {
        name: _value(field, lines[name], profiles, on, writer) for name, field in fields.items()
    }


def cleaned(text: str) -> str:
    """The text on one line, without control signs and signs of direction."""
    return " ".join(_lines(text))


def _lines(text: str) -> tuple[str, ...]:
    """Its lines that hold something, without control signs and signs of direction."""
    lines = (one_line(line, _DROPPED) for line in text.replace("\r", "\n").split("\n"))
    return tuple(line for line in lines if line)


def _value(
    field: FieldText, lines: tuple[str, ...], profiles: Profiles, on: dt.date, writer: Writer
) -> FieldValue:
    text = _sentences(lines) if field.kind == "text" else " ".join(lines)
    if field.past and text.casefold() in NOTHING:
        return FieldValue(value=None, kind=field.kind)
    if field.kind == "confirm":
        return FieldValue(value=text, kind="confirm")
    if field.kind == "lines":
        return FieldValue(value=_checked_lines(field, lines, writer) or None, kind="lines")
    if field.kind == "choice":
        return _choice(field, text, writer)
    if not text:
        return FieldValue(value=None, kind=field.kind)
    match field.kind:
        case "state":
            code = state_named(field, text, profiles, writer)
            return FieldValue(value=code, kind="state", label=profiles.names.name(code))
        case "treaty":
            return _treaty(field, text, profiles, writer)
        case "date":
            return FieldValue(value=_day(field, text, on, writer), kind="date")
    _short(field, text, writer)
    return FieldValue(value=text, kind="text")


def _sentences(lines: tuple[str, ...]) -> str:
    """Lines of a field that takes one text, as sentences: what was given twice stays apart."""
    joined = ""
    for line in lines:
        begins = line[:1].isalpha() and not line[:1].islower()
        apart = begins and joined and joined[-1] not in _ENDS
        joined += f"{'.' if apart else ''}{' ' if joined else ''}{line}"
    return joined


def _checked_lines(field: FieldText, lines: tuple[str, ...], writer: Writer) -> tuple[str, ...]:
    if len(lines) > field.most:
        raise writer.unfit(field.id, "lines", count=len(lines), most=field.most)
    for line in lines:
        _short(field, line, writer)
    return lines


def _short(field: FieldText, text: str, writer: Writer) -> None:
    if len(text) > field.longest:
        raise writer.unfit(field.id, "long", count=len(text), most=field.longest)


def _choice(field: FieldText, text: str, writer: Writer) -> FieldValue:
    option_id = text.casefold().replace("_", "-")
    options = {option.id: option for option in field.options}
    if option_id and option_id not in options:
        raise writer.unfit(field.id, "choice", known=", ".join(options), text=text)
    option = options[option_id] if option_id else field.options[0]
    return FieldValue(value=option.id, kind="choice", label=option.label)


def state_named(field: FieldText, text: str, profiles: Profiles, writer: Writer) -> str:
    """The code of the State that a text names; raises BadValue where it names none or several."""
    code = one_state(text, profiles.names)
    if code is None:
        raise writer.unfit(field.id, "state", text=text)
    return code


def one_state(text: str, names: StateNames) -> str | None:
    """The code of the one State that a text is, or names; None where it names none or several."""
    if names.knows(code := text.upper()):
        return code
    mentions = names.find(text)
    return mentions[0].codes[0] if len(mentions) == 1 == len(mentions[0].codes) else None


def _treaty(field: FieldText, text: str, profiles: Profiles, writer: Writer) -> FieldValue:
    instruments = profiles.instruments.find(text)
    if len(instruments) != 1:
        known = ", ".join(instrument.short for instrument in profiles.instruments.values())
        raise writer.unfit(field.id, "treaty", text=text, known=known)
    return FieldValue(value=instruments[0].id, kind="treaty", label=instruments[0].short)


def _day(field: FieldText, text: str, on: dt.date, writer: Writer) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise writer.unfit(field.id, "day") from None
    if day < on:
        raise writer.unfit(field.id, "passed", date=day)
    return day
