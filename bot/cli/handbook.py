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

from bot.cli.common import Day, Unusable, open_base
from bot.settings import INSTALL, settings

SHIM = "iframe-worker.js"
"""What lets the search run where a page is opened from a folder; it stands in templates/."""
FOREIGN = "https://unpkg.com/iframe-worker/shim"
"""Where the theme would fetch it from."""
STYLE = """\
.source { font-size: .72rem; opacity: .8; }
@media print { .md-header, .md-sidebar, .md-footer { display: none; } h3 { break-after: avoid; } }
"""


@click.command()
@click.option(
    "--html", "folder", required=True, type=click.Path(path_type=Path), help="Folder to write."
)
@click.option("--on", type=Day(), metavar="YYYY-MM-DD", help="Take this day for today.")
def handbook(folder: Path, on: dt.date | None) -> None:
    """Write all content as a site of static pages: search without a server, print view."""
    if find_spec("material") is None:
        raise Unusable(f"the handbook needs mkdocs-material; {INSTALL}")
    if folder.exists() and any(folder.iterdir()) and not (folder / "sitemap.xml").exists():
        raise Unusable(f"{folder} holds other files; name an empty folder")
    from bot.render.handbook import Handbook

    base = open_base()
    pages = Handbook(base, settings().templates).pages(on or dt.date.today())
    with tempfile.TemporaryDirectory() as made:
        docs = Path(made) / "docs"
        docs.mkdir()
        for name, text in pages.items():
            (docs / name).write_text(text, encoding="utf-8")
        (docs / "style.css").write_text(STYLE, encoding="utf-8")
        titles = {f"{m.id}.md": m.short for m in base.mechanisms.values()}
        titles |= {"index.md": "Start", "glossary.md": "Words"}
        config = Path(made) / "mkdocs.yml"
        config.write_text(
            yaml.safe_dump(_config(folder.resolve(), [{titles[n]: n} for n in pages])), "utf-8"
        )
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
    click.echo(f"{len(pages)} pages: open {folder / 'index.html'}")


def _config(site: Path, nav: list[dict[str, str]]) -> dict[str, object]:
    """What mkdocs builds: nothing of it is fetched from elsewhere, neither fonts nor scripts."""
    return {
        "site_name": "Advocacy Desk handbook",
        "site_dir": str(site),
        "use_directory_urls": False,
        "theme": {"name": "material", "font": False, "features": ["toc.follow"]},
        "plugins": ["search", "offline"],
        "markdown_extensions": ["admonition", "attr_list", "tables", {"toc": {"toc_depth": 3}}],
        "extra_css": ["style.css"],
        "nav": nav,
    }
