"""What the commands that prepare something share: the parts, opened, and writing a file."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import Unusable, explained, mechanism_id, open_base
from bot.cli.reviewing import state_code, write
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base, Language
    from bot.prepare import Prepare
    from bot.prepare.drafts import TypedCheck
    from bot.states import StateNames


TAKE_OUT = "Take it out; or, where it must stand there and those concerned agreed, add --knowingly"


class Desk:
    """What the commands need, opened; a broken base ends the command."""

    def __init__(self) -> None:
        from bot.prepare import Prepare
        from bot.render.calendar import Names
        from bot.render.prepare_words import Wordings
        from bot.reviews import Calendar
        from bot.states import Profiles
        from bot.states.recommendations import Recommendations, Unreadable

        where = settings()
        self.templates = where.templates
        self.base: Base = open_base()
        with explained():
            profiles = Profiles.open(where.knowledge, self.base)
            calendar = Calendar.open(where.knowledge)
            try:
                told = Recommendations.open(where)
            except Unreadable as error:
                raise Unusable(str(error)) from error
            self.prepare: Prepare = Prepare.open(
                where.knowledge, self.base, calendar, profiles, told
            )
        self.calendar, self.profiles, self.told = calendar, profiles, told
        self._states: StateNames = profiles.names
        self.names = Names(self._called, profiles.names.name)
        self.wordings = Wordings(self.base, profiles.names)

    @cached_property
    def typed(self) -> TypedCheck:
        """What looks at typed texts for what could identify somebody; opened when it is needed."""
        from bot.prepare.drafts import TypedCheck

        with explained():
            return TypedCheck.open(settings().knowledge, self.base, self._states)

    def action(self, text: str) -> str:
        """The id of an action."""
        wanted = text.strip().casefold()
        if wanted not in self.prepare.actions:
            near = ", ".join(self.prepare.nearest(text))
            raise Unusable(f"there is no action '{text}'; did you mean {near}?")
        return wanted

    def state(self, text: str) -> str:
        """The code of a State."""
        return state_code(self._states, text)

    def mechanism(self, text: str) -> str:
        """The id of a mechanism."""
        return mechanism_id(self.base, text)

    def refuse_dangers(self, typed: Mapping[str, str], state: str) -> None:
        """Refuse what could identify somebody in what was typed, by option."""
        from bot.prepare.drafts import Unsafe

        texts = {name: (name, text) for name, text in typed.items() if text.strip()}
        if not texts:
            return
        found = self.typed.look(texts, state)
        if any(one.verdict == "fix" for one in found):
            raise Unusable(f"{Unsafe(found)}. {TAKE_OUT}")

    def list_actions(self, language: Language) -> None:
        """Print every action with its title, by mechanism."""
        for mechanism in self.base.mechanisms.values():
            its = [one for one in self.prepare.actions.values() if one.mechanism == mechanism.id]
            if its:
                click.echo(self.base.name(mechanism.id, language))
            for action in its:
                click.echo(f"  {action.id:<30} {self.prepare.title(action.id, language)}")

    def _called(self, name: str) -> str:
        found = self.base.mechanisms.get(name)
        return found.names.en[0] if found else name


def write_file(path: Path, content: bytes) -> None:
    """All of it or nothing; say where it is."""
    write(path, content)
    click.echo(f"written: {path}", err=True)
