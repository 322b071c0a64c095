"""The questions: their words stand in choosing.yaml, what an answer means stands here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from bot.choosing.given import HARM, Who
from bot.choosing.rules import QuestionText

Key = Literal["state", "who", "about", "actor", "actor-state", "danger", "tried", "hope"]
SEVERAL: tuple[Key, ...] = ("about", "actor", "danger", "tried")
STATES: tuple[Key, ...] = ("state", "actor-state")
"""Questions that ask for a State."""
SECRET = "confidential"  # noqa: S105 (an answer, no password)


class Option(BaseModel):
    """An answer to choose."""

    model_config = ConfigDict(frozen=True)

    value: str
    label: str


class Question(BaseModel):
    """A question with its answers; without answers, a State is asked for."""

    model_config = ConfigDict(frozen=True)

    key: Key
    text: str
    hint: str
    options: tuple[Option, ...]
    several: bool
    """Whether several answers may be chosen."""
    date: bool
    """Whether the day of the last decision belongs to it."""


def questions(
    texts: Mapping[str, QuestionText], who: Who | None, abroad: bool = False
) -> tuple[Question, ...]:
    """The questions, in order; the last one depends on whom it is about: what was tried for
    a person or a group, what is hoped for otherwise. `abroad`: another State did it, so it is
    asked which one."""
    last: Key = "tried" if who in ("person", "group") else "hope"
    which: tuple[Key, ...] = ("actor-state",) if abroad else ()
    keys: tuple[Key, ...] = ("state", "who", "about", "actor", *which, "danger", last)
    return tuple(question(texts, key) for key in keys)


def question(texts: Mapping[str, QuestionText], key: Key) -> Question:
    """One question."""
    text = texts[key]
    return Question(
        key=key,
        text=text.text,
        hint=text.hint,
        options=tuple(Option(value=one.value, label=one.label) for one in text.options),
        several=key in SEVERAL,
        date=key == "tried",
    )


def answered(
    key: Key, values: Sequence[str], last_decision: dt.date | None = None
) -> dict[str, Any]:
    """The fields of `Given` that an answer sets; none for no answer.

    Of several degrees of danger the nearest counts. `values` are values of the question's options,
    for `state` a code.
    """
    match key:
        case "state" | "who" | "hope" | "actor-state":
            return {key.replace("-", "_"): values[0]} if values else {}
        case "about" | "actor":
            return {key: tuple(values)}
        case "tried":
            return {key: tuple(values), "last_decision": last_decision}
        case "danger":
            nearest = next((harm for harm in reversed(HARM) if harm in values), None)
            return {"harm": nearest, SECRET: SECRET in values} if values else {}
