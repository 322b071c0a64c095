"""Commands on States: state; for curators states check and import."""

from __future__ import annotations

import datetime as dt
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import DAY, ON, PATH, YES, code_of, read_day, state_code, treaty_id
from bot.cli.parts import (
    Unusable,
    confirm,
    echo_json,
    explained,
    open_library,
    table_refused,
    to_correct,
)
from bot.knowledge.models import LANGUAGES, Language
from bot.knowledge.signing import FAMILIES
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base
    from bot.render.words import DisplayNames
    from bot.states import Profiles
    from bot.states.importing import RatificationPlan

HALF_A_YEAR = dt.timedelta(days=183)
"""For so long a signature under facts on a State counts."""
_FAMILY: dict[str, tuple[str, ...]] = {
    "treaties": ("treaties",),
    "regional": ("regional",),
    "mandates": ("mandates",),
    "visits": ("detention",),
    "country": ("country",),
    "dates": ("reviews",),
}
"""The sections of a profile that hold a family of facts."""
SHOWN = 60
"""Changes that a preview names; the rest is counted."""


@click.command()
@click.argument("name")
@ON
@click.option("--more", is_flag=True, help="Show everything: treaties, reviews, ways, sources.")
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
@click.pass_context
def state(
    context: click.Context,
    name: str,
    on: dt.date | None,
    more: bool,
    lang: Language,
    as_json: bool,
) -> None:
    """Show in ten lines what can be used for a State today; with --more which treaties bind it,
    what comes, and what can and can't be used. For a territory without rows of its own: what can be
    used there for a person."""
    from bot.cli.choose import choose
    from bot.render import states as render
    from bot.render.state_words import StateWords

    library = open_library()
    base, english = library.base, library.profiles
    if english.names.territory_alone(name):
        options = {"on": on, "lang": lang, "more": more, "as_json": as_json}
        context.invoke(choose, state=name, who="person", **options)
        return
    iso3 = state_code(english.names, name)
    today = on or dt.date.today()
    calendar = library.calendar.of_state(iso3, today)
    profiles = english.in_language(lang)
    profile = profiles.of(iso3, today)
    words = StateWords(base, profiles.names, lang, _names(base, profiles))
    opening = profiles.lines(iso3, calendar, today)
    if as_json:
        record = render.record(profile, calendar, words, profiles)
        record["lines"] = [line.model_dump(mode="json") for line in opening]
        echo_json(record)
        return
    if not more:
        click.echo(render.heading(profile, words))
        for label, text in render.lines(opening, words):
            colon = words.labelled(label).removeprefix(label)
            click.echo(f"- {click.style(label, fg='cyan')}{colon} {text}")
        chosen = "" if lang == "en" else f" --lang {lang}"
        signed = words.signed(profiles.signed(iso3, today))
        closing = words.say("state_more", command=f"advocacy state {iso3}{chosen} --more")
        click.echo(" ".join(filter(None, (signed, closing, words.unread()))))
        return
    parts = render.sections(profile, calendar, words, profiles)
    signed = words.signed(profiles.signed(iso3, today))
    to_paste = words.paragraph(profile, calendar)
    if sys.stdout.isatty():
        from rich.console import Console

        Console().print(render.drawn(profile, parts, to_paste, words, signed))
        return
    for line in render.plain(profile, parts, to_paste, words, signed):
        click.echo(line)


@click.group()
def states() -> None:
    """Keep what is known of States in order (for curators)."""


@states.command()
@ON
def check(on: dt.date | None) -> None:
    """Say what is impossible (exit status 1), not known, doubtful or old, and where to look."""
    from bot.knowledge import KnowledgeError
    from bot.states.check import findings
    from bot.states.load import load

    base = open_library().base
    try:
        tables = load(settings().knowledge, base)
    except KnowledgeError as error:
        to_correct(error.problems, len(error.problems))
    kind = ""
    for finding in findings(tables, on or dt.date.today()):
        if finding.kind != kind:
            kind = finding.kind
            click.echo(f"{kind[0].upper()}{kind[1:]}")
        click.echo(f"  {finding.says}{f'. Open {finding.page}' if finding.page else ''}")
    click.echo(f"Nothing is impossible in {len(tables.rows)} lines of ratifications.")


@states.command()
@click.argument("name")
@click.argument("family", type=click.Choice(FAMILIES))
@click.option("--who", required=True, help="Your initials or role: they stand under the facts.")
@ON
@click.option("--yes", is_flag=True, help="Sign without asking.")
def sign(name: str, family: str, who: str, on: dt.date | None, yes: bool) -> None:
    """Show one family of facts on a State with its pages, and sign it for half a year."""
    from bot.knowledge.cache import one_at_a_time
    from bot.knowledge.signing import sign_subject, written_who
    from bot.render import states as render
    from bot.render.state_words import StateWords

    signer = written_who(who)
    if signer is None:
        raise Unusable("--who takes initials or a role: letters first, at most 40 characters")
    library = open_library()
    base, profiles = library.base, library.profiles
    iso3, today = state_code(profiles.names, name), on or dt.date.today()
    calendar = library.calendar.of_state(iso3, today)
    words = StateWords(base, profiles.names, "en", _names(base, profiles))
    parts = render.sections(profiles.of(iso3, today), calendar, words, profiles)
    of_family = [section for section in parts if section.key.startswith(_FAMILY[family])]
    for line in render.listed([*of_family, parts[-1]], words):
        click.echo(line)
    if not of_family:
        raise Unusable(f"nothing is known here of {family} of {profiles.names.name(iso3)}")
    confirm(yes, "Is every line as its page has it today?", "signed")
    try:
        with explained(), one_at_a_time(settings().cache / "signed"):
            until = today + HALF_A_YEAR
            new = sign_subject(settings().knowledge, f"{iso3} {family}", signer, today, until)
    except OSError as error:
        raise Unusable(f"{error.filename} can't be written ({error.strerror})") from error
    click.echo(f"{new.level} by {new.who}, counts until {new.until}")


@states.command("import")
@click.argument("file", type=PATH)
@click.option("--source", required=True, help="Where it was read: an address, a source.")
@click.option("--on", type=read_day, metavar=DAY, help="Day of the list, where FILE has none.")
@YES
def import_(file: Path, source: str, on: dt.date | None, yes: bool) -> None:
    """Take a newer table of ratifications (.csv): show what changes, ask, write all or nothing."""
    from bot.knowledge import KnowledgeError
    from bot.states.files import TableNames
    from bot.states.importing import Find, plan, save

    if not source.strip():
        raise Unusable("say with --source where the table was read")
    library = open_library()
    base, profiles = library.base, library.profiles
    names = profiles.names
    known = TableNames(
        {code: state.name for code, state in names.states.items()},
        base.mechanisms,
        base.entries,
        {*base.sources, *profiles.tables.sources},
    )
    find = Find(
        lambda text: code_of(names, text),
        lambda text: treaty_id(profiles, text),
    )
    try:
        planned = plan(
            settings().knowledge,
            profiles.tables,
            known,
            file,
            find,
            source.strip(),
            on or dt.date.today(),
        )
    except KnowledgeError as error:
        raise table_refused(error, file.name) from error
    _preview(planned)
    if not planned.changes and not planned.same:
        return
    confirm(yes)
    click.echo(f"written: {save(settings().knowledge, planned.text)}")


def _preview(plan: RatificationPlan) -> None:
    for change in plan.changes[:SHOWN]:
        cells = [
            f"{column}: {change.before.get(column) or 'empty'} → {change.after[column] or 'empty'}"
            for column in change.columns
            if change.before or change.after[column]
        ]
        click.echo(f"{'changed' if change.before else 'new'}  {change.key}: {'; '.join(cells)}")
    if len(plan.changes) > SHOWN:
        click.echo(f"… and {len(plan.changes) - SHOWN} more")
    for key in plan.older[:SHOWN]:
        click.echo(f"older    {key}: what is held is newer, so it stays")
    click.echo(
        f"{len(plan.changes)} changed, {plan.same} confirmed, {len(plan.older)} older than what"
        " is held."
    )


def _names(base: Base, profiles: Profiles) -> DisplayNames:
    from bot.render.words import DisplayNames

    def source(name: str) -> str:
        if name in base.entries:
            return base.title(base.entries[name], profiles.language)
        source = profiles.source(name)
        return f"{source.title} ({source.publisher})"

    return replace(DisplayNames.of(base, profiles.names, profiles.language), source=source)
