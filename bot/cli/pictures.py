"""Pictures as files: a State's timeline, and how a mechanism's work goes round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import Unusable
from bot.cli.reviewing import write
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base, Language
    from bot.reviews import Calendar
    from bot.states import StateNames


def write_timeline(
    path: Path,
    base: Base,
    names: StateNames,
    calendar: Calendar,
    iso3: str,
    mechanisms: Sequence[str],
    on: dt.date,
    language: Language,
) -> None:
    """A State's timeline, before these mechanisms or before all.

    Raises Unusable for a name that does not end in .png, and where Pillow is missing.
    """
    from bot.render.timeline import timeline
    from bot.render.words import Words

    state_calendar = calendar.of_state(iso3, on).before(mechanisms)
    with _drawable(path):
        content = timeline(state_calendar, Words(base, names, language), calendar.checked_on)
    _write({path: content})


def write_cycles(
    path: Path, base: Base, names: StateNames, mechanism: str, language: Language
) -> None:
    """The cycle of a mechanism; where it works in two ways, the second goes into a file of its own
    beside `path`. Raises Unusable as above, and where no cycle is known."""
    from bot.render.cycle import cycle
    from bot.render.words import Words
    from bot.reviews.cycles import Cycles

    cycles = Cycles.read(settings().knowledge)
    drawn_cycles = cycles.of(mechanism)
    if not drawn_cycles:
        known = ", ".join(sorted(cycles.mechanisms))
        raise Unusable(f"no cycle of '{mechanism}' is known; there are {known}")
    paths = [path, *(path.with_stem(f"{path.stem}-{cycle.id}") for cycle in drawn_cycles[1:])]
    with _drawable(path):
        drawn = [cycle(each, base, Words(base, names, language)) for each in drawn_cycles]
    _write(dict(zip(paths, drawn, strict=True)))


@contextmanager
def _drawable(path: Path) -> Iterator[None]:
    from bot.render.pictures import NoPictures

    if path.suffix.casefold() != ".png":
        raise Unusable(f"a picture is a PNG file; call it {path.with_suffix('.png')}")
    try:
        yield
    except NoPictures as error:
        raise Unusable(str(error)) from error


def _write(files: dict[Path, bytes]) -> None:
    for path, content in files.items():
        write(path, content)
        click.echo(f"picture written to {path}", err=True)
