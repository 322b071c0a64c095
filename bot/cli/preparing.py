"""What the commands that prepare something share: the parts, opened, and writing a file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import Unusable, mechanism_id, open_library
from bot.cli.reviewing import state_code, write

if TYPE_CHECKING:
    from bot.knowledge.models import Base, Language
    from bot.prepare import Prepare


TAKE_OUT = "Take it out; or, where it must stand there and those concerned agreed, add --knowingly"


class PrepareParts:
    """What these commands need, opened when it is first needed."""

    def __init__(self) -> None:
        from bot.render.prepare_words import Wordings
        from bot.render.words import DisplayNames

        self.library = open_library()
        self.templates = self.library.where.templates
        self.base: Base = self.library.base
        self.names = DisplayNames(self._called, self.library.states.name)
        self.wordings = Wordings(self.base, self.library.states)

    @property
    def prepare(self) -> Prepare:
        """What makes checklists and outlines."""
        return self.library.prepare

    def action(self, text: str) -> str:
        """The id of an action by what was typed. Raises Unusable, with the nearest ids."""
        name = text.strip().casefold()
        if name not in self.prepare.actions:
            near = ", ".join(self.prepare.nearest(text))
            raise Unusable(f"there is no action '{text}'; did you mean {near}?")
        return name

    def state(self, text: str) -> str:
        """The code (ISO3) of a State by its code or name. Raises Unusable."""
        return state_code(self.library.states, text)

    def mechanism(self, text: str) -> str:
        """The id of a mechanism by its id or name. Raises Unusable."""
        return mechanism_id(self.base, text)

    def refuse_dangers(self, typed: Mapping[str, str], state: str) -> None:
        """Refuse what could identify somebody in what was typed, by option."""
        from bot.prepare.drafts import Unsafe

        texts = {name: (name, text) for name, text in typed.items() if text.strip()}
        if not texts:
            return
        dangers = self.library.typed.look(texts, state)
        if any(danger.verdict == "fix" for danger in dangers):
            raise Unusable(f"{Unsafe(dangers)}. {TAKE_OUT}")

    def list_actions(self, language: Language) -> None:
        """Print every action with its title, by mechanism."""
        for mechanism in self.base.mechanisms.values():
            its = [
                action
                for action in self.prepare.actions.values()
                if action.mechanism == mechanism.id
            ]
            if its:
                click.echo(self.base.name(mechanism.id, language))
            for action in its:
                click.echo(f"  {action.id:<30} {self.prepare.title(action.id, language)}")

    def _called(self, name: str) -> str:
        mechanism = self.base.mechanisms.get(name)
        return mechanism.names.en[0] if mechanism else name


def write_file(path: Path, content: bytes) -> None:
    """Write the file whole or not at all, and say on stderr where it is."""
    write(path, content)
    click.echo(f"written: {path}", err=True)
