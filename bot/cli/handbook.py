"""The command handbook: all content as a static site, to read offline, print and sign."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

import click
import yaml

from bot.cli.arguments import ON, PATH
from bot.cli.parts import Unusable, open_library
from bot.knowledge.models import LANGUAGES, OWN_NAMES, Language
from bot.render.handbook import Handbook
from bot.settings import settings

SHIM = "iframe-worker.js"
"""What lets the search run where a page is opened from a folder; it stands in templates/."""
FOREIGN = "https://unpkg.com/iframe-worker/shim"
"""Where the theme would fetch it from."""
STYLE = """\
.source { font-size: .72rem; opacity: .8; }
@media print { .md-header, .md-sidebar, .md-footer { display: none; } h3 { break-after: avoid; } }
"""


@click.command()
@click.option("--html", "folder", required=True, type=PATH, help="Folder to write.")
@click.option(
    "--lang",
    "languages",
    multiple=True,
    type=click.Choice(LANGUAGES),
    help="Only in this language; else in all four.",
)
@ON
def handbook(folder: Path, languages: tuple[Language, ...], on: dt.date | None) -> None:
    """Write all content as a site of static pages: search without a server, print view.

    The first language stands in the folder itself, the others in folders of it: fr/, es/, ar/.
    """
    if find_spec("material") is None:
        raise Unusable("the handbook needs mkdocs-material: docs/handbook.md says how to get it")
    if folder.exists() and any(folder.iterdir()) and not (folder / "sitemap.xml").exists():
        raise Unusable(f"{folder} holds other files; name an empty folder")
    base, chosen = open_library().base, languages or LANGUAGES
    places = {language: "" if i == 0 else f"{language}/" for i, language in enumerate(chosen)}
    written = 0
    for language, place in places.items():
        handbook = Handbook(base, settings().templates, language)
        up = "../" if place else ""
        others = {language: f"{up}{at}index.html" for language, at in places.items()}
        written += _site(folder / place, handbook, language, others, on or dt.date.today())
    click.echo(f"{written} pages: open {folder / 'index.html'}")


def _site(
    folder: Path, handbook: Handbook, language: Language, others: dict[Language, str], on: dt.date
) -> int:
    """Write the pages of one language; how many there are. `others` leads to the languages."""
    pages, titles = handbook.pages(on), handbook.titles()
    with tempfile.TemporaryDirectory() as work:
        docs = Path(work) / "docs"
        docs.mkdir()
        for name, text in pages.items():
            (docs / name).write_text(text, encoding="utf-8")
        (docs / "style.css").write_text(STYLE, encoding="utf-8")
        config = Path(work) / "mkdocs.yml"
        named = handbook.say("handbook_title")
        nav = [{titles[name]: name} for name in pages]
        settled = _config(folder.resolve(), nav, named, language, others)
        config.write_text(yaml.safe_dump(settled), "utf-8")
        ended = subprocess.run(  # noqa: S603 (our own interpreter and file)
            [sys.executable, "-m", "mkdocs", "build", "--quiet", "--clean", "-f", str(config)],
            capture_output=True,
            text=True,
            check=False,
        )
    if ended.returncode:
        last = (ended.stderr.strip() or "no reason given").splitlines()[-1]
        raise Unusable(f"the handbook could not be built: {last[:200]}")
    shim = (settings().templates / "handbook" / SHIM).read_text(encoding="utf-8")
    (folder / "assets" / SHIM).write_text(shim, encoding="utf-8")
    for page in folder.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        page.write_text(text.replace(FOREIGN, f"assets/{SHIM}"), encoding="utf-8")
    return len(pages)


def _config(
    site: Path,
    nav: list[dict[str, str]],
    name: str,
    language: Language,
    others: dict[Language, str],
) -> dict[str, object]:
    """What mkdocs builds: nothing of it is fetched from elsewhere, neither fonts nor scripts."""
    alternate = [
        {"name": OWN_NAMES[language], "link": link, "lang": language}
        for language, link in others.items()
    ]
    return {
        "site_name": f"Advocacy Desk: {name}",
        "site_dir": str(site),
        "use_directory_urls": False,
        "theme": {
            "name": "material",
            "language": language,
            "direction": "rtl" if language == "ar" else "ltr",
            "font": False,
            "features": ["toc.follow"],
        },
        "plugins": ["search", "offline"],
        "markdown_extensions": ["admonition", "attr_list", "tables", {"toc": {"toc_depth": 3}}],
        "extra_css": ["style.css"],
        "nav": nav,
        "extra": {"alternate": alternate} if len(others) > 1 else {},
    }
