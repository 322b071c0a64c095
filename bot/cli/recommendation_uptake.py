"""The command that puts what was asked for beside what was recommended later."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click

from bot.cli.common import DayParam, Unusable, mechanism_id
from bot.cli.recommending import by_meaning, opened, today
from bot.cli.reviewing import state_code, write

LARGEST = 2_000_000
"""Bytes of a text with asks."""
EXPLAINED = (
    "Near in words or meaning is not the same as taken up, and what came later need not have come"
    " of it: a person reads both and decides."
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--state", required=True, help="The State that was asked.")
@click.option(
    "--after",
    required=True,
    type=DayParam(),
    metavar="YYYY-MM-DD",
    help="The day of what was sent.",
)
@click.option("--mechanism", "mechanisms", multiple=True, help="Only of it; repeatable.")
@click.option("--words-only", is_flag=True, help="Don't look at the meaning, which takes longer.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option(
    "--xlsx",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write the pairs as a table in which somebody confirms them.",
)
def uptake(
    file: Path,
    state: str,
    after: dt.date,
    mechanisms: tuple[str, ...],
    words_only: bool,
    as_json: bool,
    xlsx: Path | None,
) -> None:
    """Show what was recommended after the asks in FILE (.txt, .md; one on each line) were sent.

    The text stays on this machine and is not kept.
    """
    from bot.render.recommendations import notice, pairs
    from bot.states.recommendations import asks_of

    asks = asks_of(_text(file))
    if not asks:
        raise Unusable("no ask was found in the text; write one on each line")
    there = opened()
    iso3 = state_code(there.states, state)
    mechanism_ids = tuple(mechanism_id(there.base, text) for text in mechanisms)
    likeness = None if words_only else by_meaning()
    per_ask = there.recommendations.uptake(asks, iso3, after, mechanism_ids, likeness)
    notice_text = notice(there.recommendations.about())
    if as_json:
        click.echo(
            json.dumps([uptake.model_dump(mode="json") for uptake in per_ask], ensure_ascii=False)
        )
    else:
        click.echo(notice_text)
        click.echo(EXPLAINED)
        for uptake in per_ask:
            click.echo("\n" + "\n".join(pairs(uptake, there.names)))
    if xlsx:
        from bot.render.tracker import uptake_table

        about = (
            f"Asks to {there.names.state(iso3)} beside recommendations of {after} or later",
            EXPLAINED,
            notice_text,
            f"Made on {today().isoformat()}.",
        )
        write(xlsx, uptake_table(per_ask, there.names, about))
        click.echo(
            f"{sum(len(uptake.matches) for uptake in per_ask)} pairs written to {xlsx}", err=True
        )


def _text(file: Path) -> str:
    """The text of a file, or of what comes in for `-`."""
    try:
        content = sys.stdin.buffer.read(LARGEST + 1) if str(file) == "-" else file.read_bytes()
    except OSError as error:
        raise Unusable(f"{file} can't be read ({error.strerror})") from error
    if len(content) > LARGEST:
        raise Unusable(f"{file} is too long; give the asks alone, one on each line")
    if content.startswith(b"PK"):
        raise Unusable(f"{file} is a Word or Excel file; save the asks as text, one on each line")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unusable(f"{file} is not UTF-8 text; save it as plain text (UTF-8)") from error
