"""Commands that show what the base holds: mechanism and compare."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import LANGUAGE, Unusable, mechanism_id, nearest, open_library, open_plain
from bot.cli.pictures import write_cycles

if TYPE_CHECKING:
    from bot.knowledge.models import Language


@click.command()
@click.argument("mechanism")
@click.argument("topic", required=False)
@click.option(
    "--picture",
    type=click.Path(path_type=Path),
    metavar="FILE.png",
    help="Draw its cycle, step by step, with where civil society comes in.",
)
@LANGUAGE
def mechanism(mechanism: str, topic: str | None, picture: Path | None, language: Language) -> None:
    """Show what a mechanism can and cannot do, or what is known on one TOPIC of it."""
    from rich.console import Console

    from bot.knowledge.models import TOPICS
    from bot.render.terminal import Terminal

    library = open_library()
    base = library.base
    mechanism_found = mechanism_id(base, mechanism)
    if picture:
        write_cycles(picture, base, library.states, mechanism_found, language)
        return
    if topic is not None and topic not in TOPICS:
        raise Unusable(nearest("topic", topic, list(TOPICS)))
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

    from bot.knowledge.models import TOPICS
    from bot.knowledge.typography import labelled
    from bot.render.comparison import comparison, drawn

    base = open_library().base
    if topic is not None and topic not in TOPICS:
        raise Unusable(nearest("topic", topic, list(TOPICS)))
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
