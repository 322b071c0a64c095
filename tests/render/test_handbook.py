"""The handbook: every entry is in it, can and cannot first, nothing comes from elsewhere."""

from __future__ import annotations

import html
import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from bot.cli import main
from bot.knowledge.figures import answer_of, fill
from bot.knowledge.models import Base


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("handbook") / "site"
    ended = CliRunner().invoke(
        main,
        ["handbook", "--html", str(folder), "--on", "2026-11-29", "--lang", "en", "--lang", "ar"],
    )
    assert ended.exit_code == 0, ended.output
    return folder


def read(page: Path) -> str:
    text = re.sub(r"<[^>]+>", "", page.read_text(encoding="utf-8"))
    return re.sub(r"\s+", " ", html.unescape(text))


def test_every_entry_stands_in_it_with_its_answer_and_safety_warning(
    site: Path, base: Base
) -> None:
    for mechanism in base.mechanisms.values():
        text = read(site / f"{mechanism.id}.html")
        for entry in mechanism.entries:
            for line in (entry.answer, *entry.cannot, entry.warning):
                if line:
                    shown = re.sub(r"\s+", " ", fill(line, entry.id, base.figure))
                    assert shown in text, (entry.id, shown)


def test_what_it_can_and_cannot_do_stands_before_everything_else(site: Path, base: Base) -> None:
    entry = next(e for e in base.mechanisms["cedaw"].entries if e.topic == "cannot")
    text = read(site / "cedaw.html")
    first = text.index(fill(entry.answer, entry.id, base.figure))
    what = next(e for e in base.mechanisms["cedaw"].entries if e.topic == "what")
    assert text.index("Can") < first < text.index(fill(what.answer, what.id, base.figure), first)


def test_nothing_is_fetched_from_elsewhere_when_a_page_is_read(site: Path) -> None:
    for page in site.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        loaded = re.findall(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=[\"']?([^\"' >]+)", text)
        assert not [one for one in loaded if re.match(r"(https?:)?//", one)], page.name


def test_the_search_works_without_a_server(site: Path) -> None:
    assert (site / "search" / "search_index.js").is_file()
    page = (site / "cedaw.html").read_text(encoding="utf-8")
    loaded = re.findall(r'<script src="([^"]+)"', page)
    assert loaded and all((site / script).is_file() for script in loaded), loaded


def test_each_language_has_its_pages_its_direction_and_the_way_to_the_others(
    site: Path, base: Base
) -> None:
    page = site / "ar" / "upr.html"
    text = page.read_text(encoding="utf-8")
    assert 'dir="rtl"' in text and 'href="../index.html" hreflang="en"' in text
    entry = base.entries["upr.submit.length"]
    assert answer_of(base, entry, "ar") in read(page)
    assert base.say("translation_unread", "ar") in read(page)
    loaded = re.findall(r'<script src="([^"]+)"', text)
    assert loaded and all((page.parent / script).is_file() for script in loaded), loaded


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("keep")
    ended = CliRunner().invoke(main, ["handbook", "--html", str(tmp_path)])
    assert ended.exit_code == 2 and "name an empty folder" in ended.output
    assert mine.read_text() == "keep"
