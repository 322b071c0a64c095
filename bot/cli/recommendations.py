"""Commands on past recommendations: search, recommenders, groups, uptake."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.arguments import DAY, FILE, mechanism_id, read_day, state_code
from bot.cli.files import drawable, write, write_picture
from bot.cli.parts import Unusable, echo_json
from bot.cli.recommendation_data import Opened, by_meaning, filtering, import_, opened, status

if TYPE_CHECKING:
    from bot.states.recommendations import Filters, SearchPage

LARGEST = 2_000_000
"""Bytes of a text with asks."""
EXPLAINED = (
    "Near in words or meaning is not the same as taken up, and what came later need not have come"
    " of it: a person reads both and decides."
)


@click.group()
def recommendations() -> None:
    """Search what human rights mechanisms recommended to States before."""


recommendations.add_command(import_)
recommendations.add_command(status)


@recommendations.command()
@click.argument("words", required=False, default="")
@filtering
@click.option("--page", type=click.IntRange(1), default=1, show_default=True, help="Which page.")
@click.option("--all", "every", is_flag=True, help="All on one page.")
@click.option("--meaning", is_flag=True, help="The best 50 by meaning; takes some seconds.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.option("--xlsx", type=FILE, help="Write the rows shown as a table for follow-up.")
@click.option("--picture", type=FILE, metavar="FILE.png", help="Draw the counts.")
def search(
    words: str,
    page: int,
    every: bool,
    meaning: bool,
    as_json: bool,
    xlsx: Path | None,
    picture: Path | None,
    **given: Any,
) -> None:
    """Search recommendations by WORDS and filters; without WORDS, all that the filters leave."""
    there = opened()
    filters = there.filters(words=words, **given)
    likeness = by_meaning() if meaning else None
    size = {"size": None} if every else {}
    search_page = there.recommendations.search(filters, page, likeness=likeness, **size)
    if as_json:
        echo_json(_record(there, filters, search_page))
    else:
        _print(there, filters, search_page)
    if xlsx:
        _write_tracker(xlsx, there, filters, search_page)
    if picture:
        _write_picture(picture, there, filters)


@recommendations.command()
@click.argument("words", required=False, default="")
@filtering
@click.option("--limit", type=click.IntRange(1, 100), default=15, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
def recommenders(words: str, limit: int, as_json: bool, **given: Any) -> None:
    """Show which States recommended something like WORDS in the UPR, and may do it again.

    With --state those that recommended it to that State come first.
    """
    from bot.render.recommendations import facts, recommender, short

    there = opened()
    if len(given["to"]) > 1:
        raise Unusable("name one State with --state")
    state = state_code(there.states, given["to"][0]) if given["to"] else None
    filters = there.filters(words=words, **given)
    states = there.recommendations.recommenders(filters, state, limit)
    if as_json:
        echo_json([recommender.model_dump(mode="json") for recommender in states])
        return
    _notice(there)
    for who in states:
        click.echo(recommender(who, there.names, state))
        click.echo(f"  {short(who.example.text, 200)}")
        click.echo(f"  {' · '.join(facts(who.example, there.names))}")
    if not states:
        click.echo("No State is known to have recommended it. Take fewer words or filters.")


@recommendations.command()
@click.argument("words", required=False, default="")
@filtering
def groups(words: str, **given: Any) -> None:
    """Show recommendations that say nearly the same, with who said them when."""
    from bot.render.recommendations import group
    from bot.states.recommendations import MOST

    there = opened()
    filters = there.filters(words=words, **given)
    total = there.recommendations.search(filters, size=1).total
    alike_groups = there.recommendations.groups(filters)
    _notice(there)
    if total > MOST:
        click.echo(f"The first {MOST:,} of {total:,} were compared; take more words or filters.")
    for alike in alike_groups:
        click.echo("\n".join(group(alike, there.names)))
    if not alike_groups:
        click.echo(f"Among {min(total, MOST):,} recommendations no two say nearly the same.")


def _notice(there: Opened) -> None:
    from bot.render.recommendations import notice

    click.echo(f"{notice(there.recommendations.about())}\n")


def _print(there: Opened, filters: Filters, search_page: SearchPage) -> None:
    from bot.render import recommendations as render
    from bot.states.recommendations import PAGE

    _notice(there)
    click.echo(render.heading(search_page, there.names))
    at_terminal = sys.stdout.isatty()
    for text, *rest in render.hits(
        search_page.hits, there.names, (search_page.page - 1) * PAGE + 1
    ):
        click.secho(f"\n{text}", bold=at_terminal)
        for line in rest:
            click.echo(f"   {line}")
    if search_page.total:
        counts = there.recommendations.counts(filters)
        click.echo()
        for line in render.bars(counts, there.names):
            click.echo(line)


def _record(there: Opened, filters: Filters, search_page: SearchPage) -> dict[str, Any]:
    from bot.render.recommendations import notice, record

    counts, about = there.recommendations.counts(filters), there.recommendations.about()
    return {
        **search_page.model_dump(mode="json", exclude={"hits"}),
        "demonstration": about.demonstration,
        "notice": notice(about),
        "hits": [record(recommendation, there.names) for recommendation in search_page.hits],
        "counts": counts.model_dump(mode="json"),
    }


def _about(there: Opened, filters: Filters) -> list[str]:
    """What must be known of a file: what was looked for, when, and in which data."""
    from bot.render.recommendations import looked_for as said
    from bot.render.recommendations import notice

    about = there.recommendations.about()
    return [said(filters, there.names), notice(about), f"Made on {dt.date.today()}."]


def _write_tracker(path: Path, there: Opened, filters: Filters, search_page: SearchPage) -> None:
    from bot.render.tracker import tracker

    if path.suffix.casefold() != ".xlsx":
        raise Unusable(f"the table is an Excel file; call it {path.with_suffix('.xlsx')}")
    write(path, tracker(search_page.hits, there.names, _about(there, filters)))
    more = f" of {search_page.total:,}; --all takes every one" if search_page.pages > 1 else ""
    click.echo(f"{len(search_page.hits):,} rows written to {path}{more}", err=True)


def _write_picture(path: Path, there: Opened, filters: Filters) -> None:
    from bot.render.pictures import Drawing

    with drawable(path):
        counts = there.recommendations.counts(filters)
        title, said, made = _about(there, filters)
        warning = said if there.recommendations.demonstration else ""
        says = (made,) if warning else (said, made)
        content = Drawing(there.base, there.states).counts(counts, title, warning, says)
    write_picture(path, content)


@recommendations.command()
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--state", required=True, help="The State that was asked.")
@click.option("--after", required=True, type=read_day, metavar=DAY,
              help="The day of what was sent.")  # fmt: skip
@click.option("--mechanism", "mechanisms", multiple=True, help="Only of it; repeatable.")
@click.option("--words-only", is_flag=True, help="Don't look at the meaning, which takes longer.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON list.")
@click.option("--xlsx", type=FILE,
              help="Write the pairs as a table in which somebody confirms them.")  # fmt: skip
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
        echo_json([uptake.model_dump(mode="json") for uptake in per_ask])
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
            f"Made on {dt.date.today()}.",
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
