"""Commands that look into past recommendations: search, recommenders, groups."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import Unusable
from bot.cli.recommending import Opened, by_meaning, filtering, opened, today
from bot.cli.reviewing import state_code, write

if TYPE_CHECKING:
    from bot.states.recommendations import Filters, SearchPage

FILE = click.Path(path_type=Path, dir_okay=False)


@click.command()
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
        click.echo(json.dumps(_record(there, filters, search_page), ensure_ascii=False))
    else:
        _print(there, filters, search_page)
    if xlsx:
        _write_tracker(xlsx, there, filters, search_page)
    if picture:
        _write_picture(picture, there, filters)


@click.command()
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
        click.echo(
            json.dumps(
                [recommender.model_dump(mode="json") for recommender in states], ensure_ascii=False
            )
        )
        return
    _notice(there)
    for who in states:
        click.echo(recommender(who, there.names, state))
        click.echo(f"  {short(who.example.text, 200)}")
        click.echo(f"  {' · '.join(facts(who.example, there.names))}")
    if not states:
        click.echo("No State is known to have recommended it. Take fewer words or filters.")


@click.command()
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
    return [said(filters, there.names), notice(about), f"Made on {today().isoformat()}."]


def _write_tracker(path: Path, there: Opened, filters: Filters, search_page: SearchPage) -> None:
    from bot.render.tracker import tracker

    if path.suffix.casefold() != ".xlsx":
        raise Unusable(f"the table is an Excel file; call it {path.with_suffix('.xlsx')}")
    write(path, tracker(search_page.hits, there.names, _about(there, filters)))
    more = f" of {search_page.total:,}; --all takes every one" if search_page.pages > 1 else ""
    click.echo(f"{len(search_page.hits):,} rows written to {path}{more}", err=True)


def _write_picture(path: Path, there: Opened, filters: Filters) -> None:
    from bot.render.pictures import NoPictures
    from bot.render.recommendation_picture import picture

    if path.suffix.casefold() != ".png":
        raise Unusable(f"a picture is a PNG file; call it {path.with_suffix('.png')}")
    counts = there.recommendations.counts(filters)
    title, said, made = _about(there, filters)
    warning = said if there.recommendations.demonstration else ""
    says = (made,) if warning else (said, made)
    try:
        write(path, picture(counts, title, warning, says, there.names))
    except NoPictures as error:
        raise Unusable(str(error)) from error
    click.echo(f"picture written to {path}", err=True)
