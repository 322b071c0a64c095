"""Past recommendations in a terminal: what is shown, and the files that are written."""

from __future__ import annotations

import datetime as dt
import io
import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from PIL import Image

from bot.cli import main
from bot.knowledge.models import Base
from bot.render import recommendations as say
from bot.render.pictures import Canvas
from bot.render.pictures.canvas import WIDTH
from bot.render.pictures.counts import drawn
from bot.render.tracker import COLUMNS, PAIRS, harmless, tracker
from bot.render.words import DisplayNames
from bot.settings import Settings
from bot.states import StateNames
from bot.states.recommendations import Counts, Filters, Recommendation
from tests.states.uhri import imported, loaded, record, write_json

HOSTILE = [
    '=HYPERLINK("http://x","y")', "+1+1", "@SUM(A1)", "-2+3", "<!channel> & <script>x</script>",
    "A\x1b]0;title\x07 \x1b[31mred \u202eevil\u202c \u0000end", "[link](javascript:x) `code` *b*",
]  # fmt: skip


@pytest.fixture
def names(places: Settings, known: Base) -> DisplayNames:
    return DisplayNames.of(known, StateNames.read(places.knowledge / "states"))


@pytest.fixture
def into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "recommendations.sqlite"
    monkeypatch.setenv("ADVOCACY_RECOMMENDATIONS", str(path))
    return path


@pytest.fixture
def many(tmp_path: Path, into: Path) -> Path:
    records = [record(n, f"133.{n} Protect displaced people number {n}") for n in range(1, 26)]
    imported(write_json(tmp_path / "export.json", records), into)
    return into


def run(*words: str | Path, typed: str | None = None) -> Result:
    return CliRunner().invoke(main, ["recommendations", *map(str, words)], input=typed)


def rows(path: Path) -> list[dict[str, Any]]:
    sheet: Any = load_workbook(path).worksheets[0]
    heads, *values = sheet.iter_rows(values_only=True)
    return [dict(zip(heads, one, strict=True)) for one in values]


def test_the_demonstration_set_is_labelled_wherever_it_is_shown(into: Path, tmp_path: Path) -> None:
    book, picture = tmp_path / "t.xlsx", tmp_path / "p.png"
    shown = run("search", "--state", "MLI", "displaced", "--xlsx", book, "--picture", picture)
    assert shown.exit_code == 0
    assert shown.stdout.startswith("DEMONSTRATION SET")
    assert "demonstration: UPR Info's export of 2015 or before" in shown.stdout
    for command in (["recommenders", "displaced"], ["groups"], ["status"]):
        assert "DEMONSTRATION SET" in run(*command).stdout
    said = json.loads(run("search", "--state", "MLI", "displaced", "--json").stdout)
    assert said["demonstration"] and said["notice"].startswith("DEMONSTRATION SET")
    assert all(one["Data"].startswith("demonstration: ") for one in rows(book))
    about = load_workbook(book).worksheets[1]
    assert any("DEMONSTRATION SET" in str(cell.value) for (cell,) in about.iter_rows())
    with Image.open(picture) as drawn_one:
        assert drawn_one.width == WIDTH


def test_an_import_says_what_it_did_and_search_uses_it(tmp_path: Path, into: Path) -> None:
    records = [record(1, "133.1 Open the archives"), record(2, "133.2 Ask", Countries=["Kosovo"])]
    done = run("import", write_json(tmp_path / "export.json", records))
    assert done.exit_code == 0, done.output
    assert "2 records read" in done.stdout and "2 new" in done.stdout
    assert "State: Kosovo (1)" in done.stdout
    shown = run("search", "archives").stdout
    assert "From export.json (imported on " in shown and "DEMONSTRATION" not in shown
    assert "Mali · UPR, session 43 · 2 July 2023 · by Norway · supported" in shown
    assert "A/HRC/53/8, paragraph 133.1" in shown and "https://docs.un.org/en/A/HRC/53/8" in shown
    assert "State: Kosovo (1)" in run("status").stdout


def test_a_file_that_is_no_export_ends_with_one_sentence(tmp_path: Path, into: Path) -> None:
    path = tmp_path / "export.json"
    path.write_text("<html>")
    done = run("import", path)
    assert done.exit_code == 2
    assert done.stderr.strip().splitlines()[-1].startswith("advocacy: export.json is no export")
    assert not into.exists()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["search", "--state", "Narnia"], "there is no State 'Narnia'"),
        (["search", "--mechanism", "zzzz"], "there is no mechanism 'zzzz'"),
        (["search", "--theme", "zzzz"], "there is no theme 'zzzz'; did you mean"),
        (["search", "--xlsx", "table.csv"], "call it table.xlsx"),
        (["search", "--picture", "chart.jpg"], "call it chart.png"),
        (["uptake", "nowhere.txt", "--state", "MLI", "--after", "2023-01-01"], "can't be read"),
    ],
)
def test_what_can_t_be_used_is_said_in_a_sentence(words: list[str], says: str, into: Path) -> None:
    done = run(*words)
    assert done.exit_code == 2 and says in done.stderr


@pytest.mark.parametrize("more", [["--page", "2"], ["--all"], ["--position", "noted"]])
def test_rows_written_are_the_rows_shown(more: list[str], many: Path, tmp_path: Path) -> None:
    book = tmp_path / "t.xlsx"
    shown = run("search", "displaced people", *more, "--xlsx", book, "--json")
    hits = json.loads(shown.stdout)["hits"]
    assert [one["text"] for one in hits] == [row["Recommendation"] for row in rows(book)]
    assert len(hits) == {"--page": 10, "--all": 25, "--position": 0}[more[0]]
    printed = run("search", "displaced people", *more).stdout
    assert all(one["text"] in printed for one in hits)
    assert printed.count("Protect displaced") == len(hits)


def test_a_table_for_follow_up_has_room_for_the_team(many: Path, tmp_path: Path) -> None:
    book = tmp_path / "t.xlsx"
    run("search", "displaced", "--xlsx", book)
    one = rows(book)[0]
    assert list(one) == list(COLUMNS)
    assert (one["Document"], one["Made by"], one["State"]) == ("A/HRC/53/8", "Norway", "Mali")
    assert one["Responsible body"] is one["Indicator"] is one["Status"] is one["Owner"] is None
    sheet: Any = load_workbook(book).worksheets[0]
    lists = {str(one.sqref)[0]: one for one in sheet.data_validations.dataValidation}
    assert "under way" in lists["M"].formula1 and "ministry" in lists["J"].formula1
    assert lists["K"].type == "date" and sheet["K2"].number_format == "yyyy-mm-dd"
    # another body can be written, another status can't
    assert lists["M"].showErrorMessage and not lists["J"].showErrorMessage
    # dates can be sorted by, and it prints on one page's width with its head on each page
    assert isinstance(one["Date"], dt.datetime)
    assert sheet.page_setup.orientation == "landscape" and sheet.sheet_properties.pageSetUpPr
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1" and "$P$" in sheet.print_area


def test_hostile_texts_are_shown_as_texts_and_never_run(
    tmp_path: Path, into: Path, names: DisplayNames
) -> None:
    records = [record(n, f"{text} displaced") for n, text in enumerate(HOSTILE)]
    imported(write_json(tmp_path / "export.json", records), into)
    book = tmp_path / "t.xlsx"
    shown = run("search", "displaced", "--xlsx", book)
    assert shown.exit_code == 0
    for sign in ("\x1b", "\x07", "\u202e", "\x00"):
        assert sign not in shown.stdout
    sheet: Any = load_workbook(book).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=2) for cell in row if cell.value]
    cells = [cell for cell in cells if not cell.is_date]
    assert cells and all(cell.data_type == "s" for cell in cells)
    assert not [cell.value for cell in cells if cell.value[0] in "=+-@"]
    assert harmless("a" * 40_000).endswith(" …") and len(harmless("a" * 40_000)) < 32_767


def test_uptake_compares_a_text_and_keeps_nothing(many: Path, tmp_path: Path) -> None:
    asks, book = tmp_path / "asks.md", tmp_path / "u.xlsx"
    asks.write_text(
        "# We asked\n- Protect people who were displaced\n- Reform the customs tariff\n"
    )
    given = ["--state", "Mali", "--after", "2023-01-01", "--words-only"]
    shown = run("uptake", asks, *given, "--xlsx", book)
    assert shown.exit_code == 0, shown.output
    assert "a person reads both and decides" in shown.stdout
    assert "Asked: Protect people who were displaced" in shown.stdout
    first = rows(book)[0]
    assert list(first) == list(PAIRS) and first["Near"] == "near"
    assert first["Does it answer the ask?"] is None
    assert [row["Near"] for row in rows(book)[3:]] == ["doubtful"] * 3
    assert b"customs tariff" not in many.read_bytes()
    typed = run("uptake", "-", *given, typed="Protect people who were displaced\n")
    assert "Asked: Protect people who were displaced" in typed.stdout
    assert run("uptake", "-", *given, typed="\n").exit_code == 2


def made(**changes: Any) -> Recommendation:
    values: dict[str, Any] = {
        "id": 1, "annotation": "", "kind": "recommendation", "mechanism": "upr", "body": "UPR",
        "states": ("MLI",), "others": (), "symbol": "A/HRC/53/8", "paragraph": "133.45",
        "heading": "", "text": "Act", "received": "Act", "date": dt.date(2023, 7, 3), "year": 2023,
        "session": 43, "cycle": 4, "recommenders": ("NOR",), "other_recommenders": (),
        "position": "supported", "position_label": "Supported", "themes": (), "persons": (),
        "origin": "uhri",
    }  # fmt: skip
    return Recommendation(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {},
            "Norway recommended this to Mali in 2023 (A/HRC/53/8, paragraph 133.45)."
            " Mali supported it.",
        ),
        (
            {"date": None, "symbol": "", "paragraph": "", "position": "noted"},
            "Norway recommended this to Mali in 2023 (session 43). Mali noted it.",
        ),
        (
            {"position": "unknown", "year": None, "date": None, "session": None},
            "Norway recommended this to Mali (A/HRC/53/8, paragraph 133.45)."
            " The answer of Mali is not known here.",
        ),
        (
            {"mechanism": "crc", "body": "CRC", "recommenders": (), "position": None,
             "symbol": "CRC/C/MLI/CO/5", "paragraph": "18", "session": None},
            "CRC (child rights) recommended this to Mali in 2023 (CRC/C/MLI/CO/5, paragraph 18).",
        ),
    ],
)  # fmt: skip
def test_a_letter_can_say_who_recommended_it_and_what_became_of_it(
    changes: dict[str, Any], sentence: str, names: DisplayNames
) -> None:
    assert say.sentence(made(**changes), names) == sentence


@pytest.mark.parametrize("symbol", ["", "no symbol", "A/HRC/53/8?x=<y>", "javascript:x"])
def test_only_a_symbol_becomes_an_address(symbol: str) -> None:
    assert made(symbol=symbol).link is None


@pytest.mark.parametrize(
    "counts",
    [
        Counts(total=0, mechanisms=(), positions=(), themes=(), years=(), no_year=0),
        Counts(
            total=123_456,
            mechanisms=tuple((f"mechanism with a long name {n}", 99_999) for n in range(20)),
            positions=(("supported", 100_000), ("unknown", 1)),
            themes=(("Human rights education, trainings and awareness-raising of all", 7),),
            years=tuple((year, 12_345) for year in range(2000, 2027)),
            no_year=4_321,
        ),
    ],
)
def test_a_picture_of_counts_stays_within_its_sheet(counts: Counts, names: DisplayNames) -> None:
    canvas = Canvas()
    title = say.looked_for(Filters(words="word " * 60, states=("MLI", "PRK")), names)
    height = drawn(canvas, counts, title, say.DEMONSTRATION, ("From a file.",), names)
    for text, box in canvas.written():
        assert box.left >= 8 and box.right <= WIDTH - 8 and box.bottom <= height, text
    assert Image.open(io.BytesIO(canvas.png(height))).height == round(height)


def test_a_tracker_of_nothing_is_still_a_table(names: DisplayNames) -> None:
    book = load_workbook(io.BytesIO(tracker((), names, ("About",))))
    assert [cell.value for cell in book.worksheets[0][1]] == list(COLUMNS)


def test_what_is_loaded_is_found_beside_the_database(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from bot.settings import settings

    monkeypatch.delenv("ADVOCACY_RECOMMENDATIONS", raising=False)
    monkeypatch.setenv("ADVOCACY_DATABASE", str(tmp_path / "desk.sqlite"))
    assert settings().recommendations == tmp_path / "recommendations.sqlite"
    monkeypatch.setenv("ADVOCACY_DATABASE", "postgresql://desk@db/desk")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert settings().recommendations.is_relative_to(tmp_path / "data")
    assert loaded(tmp_path / "none").demonstration


def test_no_data_on_a_state_is_said_and_not_taken_for_nothing_said(many: Path) -> None:
    told = run("search", "displaced", "--state", "Chad").stdout
    assert "Nothing is loaded on Chad. This does not mean that nothing was recommended" in told
    # where there are data on the State, fewer words may help
    none = run("search", "locomotives", "--state", "Mali").stdout
    assert "Take fewer words or filters" in none and "Nothing is loaded" not in none


def test_what_was_said_in_the_last_cycle_stands_first(tmp_path: Path, into: Path) -> None:
    old = {"PublicationDate": "2013-03-01T00:00:00", "UprSession": ["15"]}
    records = [
        record(1, "Displaced displaced displaced", **old),
        record(2, "Give papers to all people who were displaced by the war in the north"),
    ]
    imported(write_json(tmp_path / "export.json", records), into)
    hits = json.loads(run("search", "displaced", "--json").stdout)["hits"]
    assert [one["year"] for one in hits] == [2023, 2013]
    assert "those of the last cycle first" in run("search", "displaced").stdout


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The address of a folder."""
    folder = tmp_path / "served"
    folder.mkdir()
    write_json(folder / "export.json", [record(1, "Protect displaced people")])
    handler = partial(SimpleHTTPRequestHandler, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.allow_hosts(["127.0.0.1"])
def test_one_command_downloads_and_loads(served: str, into: Path) -> None:
    done = run("import", f"{served}/export.json", "--whole")
    assert done.exit_code == 0 and "1 records read" in done.stdout
    assert "Protect displaced people" in run("search", "displaced").stdout
    missing = run("import", f"{served}/nothing.json")
    assert missing.exit_code == 2 and "did not give the file" in missing.output
    open_ = run("import", "http://example.org/export.json")
    assert open_.exit_code == 2 and "begins with https://" in open_.output
