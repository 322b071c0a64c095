"""Commands that show what the base holds: mechanism and compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import LANGUAGE, PATH, mechanism_id, nearest
from bot.cli.files import drawable, write_picture
from bot.cli.parts import Unusable, open_library, open_plain
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base, Language
    from bot.states import StateNames


@click.command()
@click.argument("mechanism")
@click.argument("topic", required=False)
@click.option(
    "--picture",
    type=PATH,
    metavar="FILE.png",
    help="Draw its cycle, step by step, with where civil society comes in.",
)
@LANGUAGE
def mechanism(mechanism: str, topic: str | None, picture: Path | None, language: Language) -> None:
    """Show what a mechanism can and cannot do, or what is known on one TOPIC of it."""
    from rich.console import Console

    from bot.render.terminal import Terminal

    library = open_library()
    base = library.base
    mechanism_found = mechanism_id(base, mechanism)
    if picture:
        write_cycles(picture, base, library.states, mechanism_found, language)
        return
    _known(topic)
    Terminal(base, open_plain(base), Console()).card(
        base.mechanisms[mechanism_found], topic, language
    )


@click.command()
@click.argument("mechanisms", nargs=-1, required=True, metavar="ID ID…")
@click.option("--topic", help="Compare on one topic only.")
@LANGUAGE
def compare(mechanisms: tuple[str, ...], topic: str | None, language: Language) -> None:
    """Set two or more mechanisms side by side."""
    from rich.console import Console

    from bot.knowledge.typography import labelled
    from bot.render.comparison import comparison, drawn

    base = open_library().base
    _known(topic)
    ids = list(dict.fromkeys(mechanism_id(base, m) for m in mechanisms))
    if len(ids) < 2:
        raise Unusable("name two different mechanisms, for example: advocacy compare upr cedaw")
    rows = comparison(base, ids, [topic] if topic else None, language)
    if sys.stdout.isatty():
        Console().print(drawn(base, ids, rows, language))
        return
    for row in rows:
        for name, text in zip(ids, row.texts, strict=True):
            click.echo(f"{row.topic} · {labelled(base.short(name, language), language)} {text}")


def write_cycles(
    path: Path, base: Base, names: StateNames, mechanism: str, language: Language
) -> None:
    """Draw the cycle of a mechanism; where it works in two ways, the second goes into a file of its
    own beside `path`. Raises Unusable where no cycle is known, and as `drawable`."""
    from bot.render.pictures import Drawing
    from bot.reviews.cycles import Cycles

    cycles = Cycles.read(settings().knowledge)
    if not (of_mechanism := cycles.of(mechanism)):
        known = ", ".join(sorted(cycles.mechanisms))
        raise Unusable(f"no cycle of '{mechanism}' is known; there are {known}")
    with drawable(path):
        drawn = [Drawing(base, names).cycle(each, language) for each in of_mechanism]
    paths = [path, *(path.with_stem(f"{path.stem}-{cycle.id}") for cycle in of_mechanism[1:])]
    for place, content in zip(paths, drawn, strict=True):
        write_picture(place, content)


def _known(topic: str | None) -> None:
    """Raise Unusable for a topic that there is not."""
    from bot.knowledge.models import TOPICS

    if topic is not None and topic not in TOPICS:
        raise Unusable(nearest("topic", topic, list(TOPICS)))
