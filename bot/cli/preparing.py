"""What the commands that prepare something share: the parts, opened, and writing a file."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import Unusable, explained, nearest, open_base
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base
    from bot.prepare import Prepare
    from bot.states import StateNames


class Desk:
    """What the commands need, opened; a broken base ends the command."""

    def __init__(self) -> None:
        from bot.prepare import Prepare
        from bot.render.calendar import Names
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

    def action(self, text: str) -> str:
        """The id of an action."""
        wanted = text.strip().casefold()
        if wanted not in self.prepare.actions:
            near = ", ".join(self.prepare.nearest(text))
            raise Unusable(f"there is no action '{text}'; did you mean {near}?")
        return wanted

    def state(self, text: str) -> str:
        """The code of a State."""
        code = text.strip().upper()
        if self._states.knows(code):
            return code
        from bot.states import mask

        mentions = self._states.find(text)
        rest = mask(text, mentions).casefold().removeprefix("the").strip(" .,;()")
        codes = mentions[0].codes if len(mentions) == 1 and not rest else ()
        if len(codes) > 1:
            which = " or ".join(f"{self._states.name(one)} ({one})" for one in codes)
            raise Unusable(f"'{text}' may be {which}; write one of these codes")
        if not codes:
            known = [one.name for one in self._states.states.values()]
            raise Unusable(nearest("State", text, known))
        return codes[0]

    def mechanism(self, text: str) -> str:
        """The id of a mechanism."""
        found = self.base.mechanism_named(text)
        if found is None:
            near = ", ".join(self.base.mechanisms_like(text))
            raise Unusable(f"there is no mechanism '{text}'; did you mean {near}?")
        return found.id

    def list_actions(self) -> None:
        """Print every action with its title, by mechanism."""
        for mechanism in self.base.mechanisms.values():
            its = [one for one in self.prepare.actions.values() if one.mechanism == mechanism.id]
            if its:
                click.echo(mechanism.names.en[0])
            for action in its:
                click.echo(f"  {action.id:<30} {action.title}")

    def _called(self, name: str) -> str:
        found = self.base.mechanisms.get(name)
        return found.names.en[0] if found else name


def write_file(path: Path, content: bytes) -> None:
    """All of it or nothing, so that whoever reads the file never sees half of it."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".part-", delete=False) as part:
            part.write(content)
        Path(part.name).chmod(0o644)
        Path(part.name).replace(path)
    except OSError as error:
        raise Unusable(f"{path} can't be written ({error.strerror})") from error
    click.echo(f"written: {path}", err=True)
