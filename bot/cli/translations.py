"""Commands for curators and translators: knowledge translations status, extract, check."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from bot.cli.common import Unusable, open_library
from bot.settings import settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base


@click.group()
def translations() -> None:
    """Keep the catalogues in locale/, which translators open, in step with the English."""


@translations.command()
def status() -> None:
    """Show how much of each catalogue is translated, and what was translated from older English."""
    from rich.console import Console
    from rich.table import Table

    from bot.knowledge.catalogue_check import count

    table = Table("language", "catalogue", "texts", "translated", "stale", "missing")
    for domain in count(*_opened()):
        figures = (domain.texts, domain.translated, domain.stale, domain.missing)
        table.add_row(domain.language, domain.domain, *(str(figure or "–") for figure in figures))
    Console(width=None if sys.stdout.isatty() else 100).print(table)


@translations.command()
def extract() -> None:
    """Put today's English into the catalogues: new texts empty, changed ones marked as fuzzy."""
    from bot.knowledge import KnowledgeError
    from bot.knowledge.cache import replace
    from bot.knowledge.models import TRANSLATED
    from bot.knowledge.spoken import texts_of
    from bot.knowledge.translations import (
        catalogue_path,
        followed,
        read_catalogue,
        written_catalogue,
    )

    folder, base = _opened()
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


@translations.command()
@click.option("--terms", is_flag=True, help="Also note where a term is said otherwise.")
def check(terms: bool) -> None:
    """Check figures, names, openings and lengths of translations; exit status 1 where one must be
    mended."""
    from bot.knowledge.catalogue_check import check_catalogues, check_terms

    folder, base = _opened()
    problems = list(check_catalogues(folder, base))
    for problem in [*problems, *(check_terms(folder, base) if terms else ())]:
        click.echo(str(problem))
    mend = [problem for problem in problems if not problem.message.startswith("note:")]
    if mend:
        click.echo(f"{len(mend)} to correct", err=True)
        sys.exit(1)
    click.echo("The translations are in order.")


def _opened() -> tuple[Path, Base]:
    return settings().knowledge, open_library().base
