"""The file of settings that setup writes: other lines are kept, and nobody else may read it."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from pathlib import Path

from bot.cli.common import Unusable
from bot.knowledge.cache import replace

HEAD = "# Settings of Advocacy Desk. Whoever reads this file can act as the bot.\n"


def merged(place: Path, values: Mapping[str, str], without: Collection[str] = ()) -> str:
    """The file's text with these values and `without` those settings; its other lines stay.

    Raises Unusable where a file is there that can't be read.
    """
    try:
        before = place.read_text(encoding="utf-8") if place.exists() else HEAD
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{place} is there and can't be read; move it away first") from error
    gone = {*values, *without}
    lines = [
        line
        for line in before.splitlines()
        if line.lstrip().removeprefix("export ").partition("=")[0].strip() not in gone
    ]
    return "\n".join([*lines, *(f"{name}={value}" for name, value in values.items())]) + "\n"


def write_private(place: Path, text: str, user: str) -> str:
    """Write a file whole that its owner alone can read, and the group of `user` where root writes.

    Gives its rights and owner in words. The file never stands there with wider rights. Raises
    Unusable where it can't be written.
    """
    group = group_of(user)
    _write(place, text, 0o640 if group is not None else 0o600, group)
    if group is None:
        return "rights 600, yours alone"
    return f"rights 640, owner root, group {user}"


def write_public(place: Path, text: str) -> None:
    """Write a file whole that everybody may read. Raises Unusable where it can't be written."""
    _write(place, text, 0o644, None)


def _write(place: Path, text: str, mode: int, group: int | None) -> None:
    try:
        replace(place, text.encode(), mode, group)
    except OSError as error:
        raise Unusable(f"{place} can't be written: {error.strerror}") from error


def group_of(user: str) -> int | None:
    """The group of the bot's user, where root writes. Raises Unusable where there is no user."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return None
    import pwd

    try:
        return pwd.getpwnam(user).pw_gid
    except KeyError as error:
        raise Unusable(
            f"there is no user '{user}' on this machine; make one first:"
            f" adduser --system --group --home /opt/advocacy-desk {user}"
        ) from error
