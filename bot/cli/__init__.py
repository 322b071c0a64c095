"""The desk in a terminal: the command `advocacy`, one file a group of commands."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import suppress
from importlib import import_module
from typing import Any, NoReturn

import click

from bot import __version__, crash
from bot.cli.parts import explained
from bot.settings import NoHome

UNWRITABLE = {errno.ENOSPC, errno.EBADF, errno.EIO, errno.EPIPE, errno.EDQUOT, errno.EFBIG}
"""How a full disk, a closed output or a lost terminal is told."""
LOOKS = (20_000, 20, 10)
"""How often Python looks for objects that only hold each other: with its own numbers it goes
through all of the base again and again while that is read, a tenth of the time of a question."""


FILES = {
    "questions": "ask chat",
    "mechanisms": "mechanism compare",
    "checklists": "checklist outline",
    "drafts": "draft check",
    "messages": "message",
    "upcoming": "upcoming",
    "states": "state states",
    "choose": "choose",
    "refresh": "refresh",
    "recommendations": "recommendations",
    "digest": "digest",
    "knowledge": "knowledge",
    "calendar": "calendar",
    "installation": "setup",
    "slack": "serve manifest gaps",
    "preparations": "preparations",
    "database": "database",
    "doctor": "doctor",
    "handbook": "handbook",
}
"""The files of this folder, and the commands in each."""


class _Commands(MutableMapping[str, click.Command]):
    """The commands by their names; the file of one is read when it is asked for, so that a question
    does not wait for what drafts and calendars need."""

    def __init__(self) -> None:
        self._files = {name: file for file, names in FILES.items() for name in names.split()}
        self._read: dict[str, click.Command] = {}

    def __getitem__(self, name: str) -> click.Command:
        if name not in self._read:
            file = import_module(f"bot.cli.{self._files[name]}")
            self._read[name] = getattr(file, name)
        return self._read[name]

    def __setitem__(self, name: str, command: click.Command) -> None:
        self._read[name] = command

    def __delitem__(self, name: str) -> None:
        del self._files[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


class _Command(click.Group):
    """The command as people start it: whatever goes wrong, they read one sentence and no trace."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; content that can't be used ends it with what to correct."""
        with explained():
            return super().invoke(ctx)

    def __call__(self, *arguments: Any, **named: Any) -> Any:
        """Run it and end the process. (Tests call `main`, which leaves the process as it is.)"""
        crash.guard()
        gc.set_threshold(*LOOKS)
        _open_streams()
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):  # signs that a terminal does not know
                stream.reconfigure(errors="replace")
        try:
            try:
                self.main(*arguments, **named)
            finally:
                # As a process ends Python looks through all that it holds, several times; what is
                # frozen it passes over: a sixth of the time of a question.
                gc.freeze()
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
    cls=_Command,
    commands=_Commands(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="advocacy")
def main() -> None:
    """Advocacy Desk: what each human rights mechanism can and cannot do, with its source.

    \b
    advocacy ask "How many words may a joint UPR submission have?"
    advocacy chat
    advocacy mechanism upr
    """
