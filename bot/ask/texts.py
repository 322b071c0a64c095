"""Which text a request names: an action whose outline or checklist is made, or a message."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.ask.models import Task
from bot.ask.patterns import Patterns
from bot.ask.phrases import Spaced
from bot.knowledge.front import TextNames, Ways


@dataclass(frozen=True)
class Text:
    """A text that a request names: `id` of an action, or of a message."""

    id: str
    kind: Literal["action", "message"]


class TextReader:
    """Reads the names of texts against one base's words."""

    def __init__(self, names: TextNames) -> None:
        self._actions = _read(names.actions)
        self._messages = _read(names.messages)

    def named(self, text: str, task: Task) -> Text | None:
        """The text that a request for a `task` names; None where its words name none, or two that
        begin at the same place. A letter may be an action ("allegation letter"); a checklist is
        never a message."""
        said = Spaced.of(text)
        if action := _first(self._actions, said):
            return Text(action, "action")
        message = _first(self._messages, said) if task == "message" else None
        return Text(message, "message") if message else None


def _read(names: Mapping[str, Ways]) -> dict[str, Patterns]:
    return {name: Patterns(ways.all()) for name, ways in names.items()}


def _first(names: Mapping[str, Patterns], said: Spaced) -> str | None:
    places = {name: at for name, one in names.items() if (at := one.first(said)) is not None}
    return min(places, key=lambda name: places[name], default=None)
