"""The desk in a terminal: the command `advocacy`, one file a group of commands."""

from __future__ import annotations

import errno
import io
import os
import sys
from contextlib import suppress
from typing import Any, NoReturn

import click

from bot import __version__, crash
from bot.cli.asking import ask, chat
from bot.cli.browsing import compare, mechanism
from bot.cli.calendar import calendar
from bot.cli.check import check
from bot.cli.choose import choose
from bot.cli.database import database
from bot.cli.digest import digest
from bot.cli.doctor import doctor
from bot.cli.draft import draft
from bot.cli.handbook import handbook
from bot.cli.installing import setup
from bot.cli.knowledge import knowledge
from bot.cli.messages import message
from bot.cli.preparations import preparations
from bot.cli.prepare import checklist, outline
from bot.cli.recommendations import recommendations
from bot.cli.refresh import refresh
from bot.cli.slack import gaps, manifest, serve
from bot.cli.states import state, states
from bot.cli.upcoming import upcoming
from bot.settings import NoHome

UNWRITABLE = {errno.ENOSPC, errno.EBADF, errno.EIO, errno.EPIPE, errno.EDQUOT, errno.EFBIG}
"""How a full disk, a closed output or a lost terminal is told."""


class _Command(click.Group):
    """The command as people start it: whatever goes wrong, they read one sentence and no trace."""

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Run it and end the process. (Tests call `main`, which leaves the process as it is.)"""
        crash.guard()
        _open_streams()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # signs that a terminal does not know
                stream.reconfigure(errors="replace")
        try:
            try:
                self.main(*arguments, **named)
            finally:
                if sys.stdout:
                    sys.stdout.flush()
        except NoHome as error:
            _ended(str(error))
        except OSError as error:
            if error.errno not in UNWRITABLE:
                raise
            _ended(f"the output can't be written ({error.strerror})")


def _open_streams() -> None:
    """Where an output was closed before the start, writing to it fails as to a full one; what is
    wrong can then be said on the other."""
    if sys.stdout is None:
        sys.stdout = os.fdopen(os.open(os.devnull, os.O_RDONLY), "w")
    if sys.stderr is None:
        sys.stderr = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w")


def _ended(sentence: str) -> NoReturn:
    """End at once: what is still to be written to a closed or full output would fail again."""
    with suppress(OSError, ValueError):
        print(f"advocacy: {sentence}", file=sys.stderr, flush=True)
    os._exit(1)


@click.group(
    cls=_Command, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(__version__, prog_name="advocacy")
def main() -> None:
    """Advocacy Desk: what each human rights mechanism can and cannot do, with its source.

    \b
    advocacy ask "How many words may a joint UPR submission have?"
    advocacy chat
    advocacy mechanism upr
    """


for command in (
    ask, chat, mechanism, compare, checklist, outline, draft, message, check, upcoming, state,
    choose, states, refresh, recommendations, digest, knowledge, calendar, setup, serve, manifest,
    gaps, preparations, database, doctor, handbook,
):  # fmt: skip
    main.add_command(command)
