"""Commands for curators and translators: check, index and count the base, its catalogues."""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.arguments import PATH
from bot.cli.parts import Unusable, open_desk, open_library, progress_bar, to_correct
from bot.cli.signatures import review, signatures
from bot.knowledge.models import TRANSLATED
from bot.settings import VECTORS, settings

if TYPE_CHECKING:
    from bot.knowledge import Problem
    from bot.knowledge.models import Base


@click.group()
def knowledge() -> None:
    """Check, count and sign the knowledge base."""


knowledge.add_command(review)
knowledge.add_command(signatures)


@knowledge.command()
@click.argument("folder", required=False, type=PATH)
def check(folder: Path | None) -> None:
    """Check every file of the knowledge base; exit status 1 where something must be corrected."""
    where = folder or settings().knowledge
    problems = _problems(where)
    if any(not problem.message.startswith("note:") for problem in problems):
        to_correct(problems, len(problems))
    for problem in problems:
        click.echo(str(problem))
    entries = open_library(where).base.entries
    click.echo(f"The knowledge base is in order ({len(entries)} entries).")


def _problems(where: Path) -> list[Problem]:
    """What must be corrected in the entries; where they can be read, also in their actions."""
    from bot.knowledge import KnowledgeError, load
    from bot.knowledge.check import check_folder
    from bot.prepare import check_actions
    from bot.prepare.drafts import check_drafts
    from bot.prepare.interview import check_interview
    from bot.prepare.messages import check_messages

    problems = check_folder(where, dt.date.today())
    try:
        base = load(where, settings().cache)
    except KnowledgeError:
        return problems
    messages = check_messages(where, settings().templates, base)
    drafts = check_drafts(where, base)
    of_parts = (*check_actions(where, base), *messages, *drafts, *check_interview(where))
    return [*problems, *of_parts, *_choosing(where, base)]


def _choosing(where: Path, base: Base) -> list[Problem]:
    """What must be corrected in the rules of choosing, which rest on what States accepted."""
    from bot.choosing import check_rules
    from bot.knowledge import KnowledgeError
    from bot.states import Profiles

    if not (where / "states").is_dir():
        return []
    try:
        profiles = Profiles.open(where, base)
    except KnowledgeError as error:
        return error.problems
    return check_rules(where, base, profiles)


@knowledge.command()
@click.option("--ship", is_flag=True, help="Keep the vectors in the knowledge folder: a release.")
def index(ship: bool) -> None:
    """Make the indexes beforehand that the first question would else wait for."""
    base = open_desk(words_only=False).base
    base.translations.ready(TRANSLATED)
    where = settings()
    if ship:
        from bot.ask import Meaning, open_encoder

        model = open_encoder(where.model)
        if model is None:
            raise Unusable("the model of meaning can't be used; run: advocacy doctor")
        with progress_bar() as progress:
            meaning = Meaning.of(base, model, where.cache, progress, where.vectors)
        meaning.ship(where.knowledge / VECTORS)
    click.echo(f"{len(base.entries)} entries are ready to be asked for, in {where.cache}")


@knowledge.command()
def stats() -> None:
    """Show how many entries each mechanism has on each topic, and how settled they are."""
    from rich.console import Console

    from bot.render.curators import tables

    for table in tables(open_library().base, dt.date.today()):
        Console(width=None if sys.stdout.isatty() else 150).print(table)


@knowledge.command()
@click.option("--write", is_flag=True, help="Move the clear ones in asks/; else they are counted.")
def tie(write: bool) -> None:
    """Propose for asks under `any` the line that answers them; list those to be read over."""
    from bot.ask import Lexical, Lines, move_asks, ties

    base, where = open_library().base, settings()
    asks_tied = list(ties(base, Lines(Lexical.of(base, where.cache))))
    clear = {(tie.entry, tie.ask): tie.line for tie in asks_tied if tie.clear}
    for tie in asks_tied:
        if not tie.clear:
            click.echo(f"{tie.entry} · {tie.line}: {tie.ask}")
    moved = 0
    for name in base.mechanisms if write else ():
        moved += move_asks(where.knowledge / "asks" / f"{name}.yaml", clear)
    outcome = f"{moved} asks moved" if write else f"{len(clear)} asks have a clear line"
    click.echo(f"{outcome}; {len(asks_tied) - len(clear)} to be read over.", err=True)


@knowledge.group()
def translations() -> None:
    """Keep the catalogues in locale/, which translators open, in step with the English."""


@translations.command()
def status() -> None:
    """Show how much of each catalogue is translated, and what was translated from older English."""
    from rich.console import Console
    from rich.table import Table

    from bot.knowledge.catalogue_check import count

    table = Table("language", "catalogue", "texts", "translated", "stale", "missing")
    for domain in count(settings().knowledge, open_library().base):
        figures = (domain.texts, domain.translated, domain.stale, domain.missing)
        table.add_row(domain.language, domain.domain, *(str(figure or "–") for figure in figures))
    Console(width=None if sys.stdout.isatty() else 100).print(table)


@translations.command()
def extract() -> None:
    """Put today's English into the catalogues: new texts empty, changed ones marked as fuzzy."""
    from bot.knowledge import KnowledgeError
    from bot.knowledge.cache import replace
    from bot.knowledge.spoken import texts_of
    from bot.knowledge.translations import (
        catalogue_path,
        followed,
        read_catalogue,
        written_catalogue,
    )

    folder, base = settings().knowledge, open_library().base
    written = 0
    domains = texts_of(base, folder)
    for language in TRANSLATED:
        for domain, texts in domains.items():
            path = catalogue_path(folder, language, domain)
            try:
                old = read_catalogue(folder, language, domain)
            except KnowledgeError as error:
                raise Unusable(str(error.problems[0])) from error
            content = written_catalogue(followed(old, texts, language))
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                replace(path, content)
                written += 1
    click.echo(f"{written} catalogues written in {folder / 'locale'}")


@translations.command("check")
@click.option("--terms", is_flag=True, help="Also note where a term is said otherwise.")
def check_translations(terms: bool) -> None:
    """Check figures, names, openings and lengths of translations; exit status 1 where one must be
    mended."""
    from bot.knowledge.catalogue_check import check_catalogues, check_terms

    folder, base = settings().knowledge, open_library().base
    problems = list(check_catalogues(folder, base))
    mend = [problem for problem in problems if not problem.message.startswith("note:")]
    problems += check_terms(folder, base) if terms else ()
    if mend:
        to_correct(problems, len(mend))
    for problem in problems:
        click.echo(str(problem))
    click.echo("The translations are in order.")
