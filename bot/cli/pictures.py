"""The pictures that `advocacy upcoming --picture` writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.common import Unusable, explained
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base, Language
    from bot.reviews import Calendar
    from bot.states import StateNames


def pictures(
    path: Path,
    base: Base,
    names: StateNames,
    calendar: Calendar,
    states: Sequence[str],
    mechanisms: Sequence[str],
    on: dt.date,
    language: Language,
) -> Iterator[tuple[Path, bytes]]:
    """Each file's path and content: a State's timeline, or the cycles of a mechanism.

    Where a mechanism works in two ways, the second goes into a file of its own beside `path`.
    Raises Unusable where it is not one State or one mechanism, for a name that does not end in
    .png, and where matplotlib is missing.
    """
    from bot.render.pictures import NoPictures

    if path.suffix.casefold() != ".png":
        raise Unusable(f"a picture is a PNG file; call it {path.with_suffix('.png')}")
    try:
        if len(set(states)) == 1:
            yield path, _timeline(base, names, calendar, states[0], mechanisms, on, language)
        elif len(set(mechanisms)) == 1 and not states:
            yield from _cycles(path, base, names, mechanisms[0], language)
        else:
            raise Unusable("a picture shows one State (--state), or one mechanism's cycle")
    except NoPictures as error:
        raise Unusable(str(error)) from error


def _timeline(
    base: Base,
    names: StateNames,
    calendar: Calendar,
    iso3: str,
    mechanisms: Sequence[str],
    on: dt.date,
    language: Language,
) -> bytes:
    from bot.render.digest_words import Words
    from bot.render.timeline import timeline

    whole = calendar.of_state(iso3, on)
    kept = tuple(m for m in whole.mechanisms if not mechanisms or m.mechanism in mechanisms)
    shown = whole.model_copy(update={"mechanisms": kept})
    return timeline(shown, Words(base, names, language), calendar.checked_on)


def _cycles(
    path: Path, base: Base, names: StateNames, mechanism: str, language: Language
) -> Iterator[tuple[Path, bytes]]:
    from bot.render.cycle import cycle
    from bot.render.digest_words import Words
    from bot.reviews.cycles import Cycles

    with explained():
        cycles = Cycles.read(settings().knowledge)
    found = cycles.of(mechanism)
    if not found:
        known = sorted({name for one in cycles.every for name in one.mechanisms})
        raise Unusable(f"no cycle of '{mechanism}' is known; there are {', '.join(known)}")
    for number, one in enumerate(found):
        file = path.with_stem(f"{path.stem}-{one.id}") if number else path
        yield file, cycle(one, base, Words(base, names, language))
