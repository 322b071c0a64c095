"""Pictures for a phone: a State's timeline and a mechanism's cycle, measured as they are drawn."""

from __future__ import annotations

import datetime as dt
import io
import itertools
import subprocess
import sys
from pathlib import Path

import pytest
from click import Command
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.cli.mechanisms import mechanism
from bot.cli.upcoming import upcoming
from bot.knowledge import load
from bot.knowledge.models import LANGUAGES, Base, Language
from bot.render.pictures import Canvas, cycle, timeline
from bot.render.pictures.canvas import WIDTH, Rectangle
from bot.render.pictures.labels import Label, placed
from bot.render.pictures.marks import BAR, Mark, draw_mark, marks
from bot.render.words import Words
from bot.reviews import Calendar, Certainty
from bot.reviews.cycles import Cycles
from bot.settings import Settings
from bot.states import StateNames

TODAY = dt.date(2026, 11, 24)
LATER = dt.date(2028, 1, 1)
LINE = 100


@pytest.fixture(scope="module")
def content(places: Settings) -> Base:
    return load(places.knowledge, places.cache)


@pytest.fixture(scope="module")
def reviews(places: Settings) -> Calendar:
    return Calendar.open(places.knowledge)


@pytest.fixture(scope="module")
def names(places: Settings) -> StateNames:
    return StateNames.read(places.knowledge / "states")


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(upcoming, ["--on", "2026-11-24", *map(str, words)])


def assert_readable(texts: list[tuple[str, Rectangle]], height: float) -> None:
    assert texts
    for said, box in texts:
        assert box.left >= 8 and box.right <= WIDTH - 8 and box.bottom <= height, said
    for (one, here), (other, there) in itertools.combinations(texts, 2):
        assert not here.hits(there, gap=-1), f"'{one}' lies on '{other}'"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_states_picture_is_written_for_a_phone(tmp_path: Path, language: Language) -> None:
    file = tmp_path / "sudan.png"
    assert run("--state", "Sudan", "--picture", file, "--language", language).exit_code == 0
    with Image.open(file) as picture:
        picture.load()
        assert picture.format == "PNG"
        assert picture.width == WIDTH
        assert 600 < picture.height < 1600


@pytest.mark.parametrize(("language", "on", "every"), [("en", TODAY, 1), ("es", LATER, 4)])
def test_no_label_lies_on_another_for_any_state(
    content: Base, reviews: Calendar, names: StateNames, language: Language, on: dt.date, every: int
) -> None:
    words = Words(content, names, language)
    seen = set()
    for iso3 in sorted({row.iso3 for row in reviews.rows.reviews})[::every]:
        state = reviews.of_state(iso3, on)
        layout = tuple((m.mechanism, m.phase, *marks(m, words)) for m in state.mechanisms)
        if layout in seen:  # States of one session differ in the name alone
            continue
        seen.add(layout)
        canvas = Canvas()
        height = timeline.drawn(canvas, state, words, reviews.checked_on)
        assert_readable(canvas.written(), height)
    assert len(seen) > 30


def test_a_month_is_marked_whole_and_never_as_a_day(
    content: Base, reviews: Calendar, names: StateNames
) -> None:
    words = Words(content, names, "en")
    found = [
        mark
        for iso3 in {row.iso3 for row in reviews.rows.reviews}
        for one in reviews.of_state(iso3, TODAY).mechanisms
        for mark in marks(one, words)
    ]
    inexact = [mark for mark in found if not mark.exact]
    assert len(inexact) > 200
    for mark in inexact:
        whole = (mark.last + dt.timedelta(days=1)).day == 1 and mark.first.day == 1
        assert whole or mark.first != mark.last
    january = Mark("review", dt.date(2027, 1, 1), dt.date(2027, 1, 31), False, "expected", ())
    axis = timeline.Axis([january], TODAY)
    assert axis.span(january) == (axis.x(dt.date(2027, 1, 1)), axis.x(dt.date(2027, 2, 1)))
    day, month = runs(papers(exact=True), LINE - 8), runs(papers(exact=False), LINE - 8)
    assert day[-1][1] - day[0][0] < 45
    assert month[-1][1] - month[0][0] > 190


@pytest.mark.parametrize(
    ("certainty", "gaps"),
    [
        ("published", (0, 0)), ("held", (0, 0)), ("moved", (0, 0)),
        ("expected", (5, 12)), ("at_risk", (15, 40)), ("suspended", (15, 40)),
    ],
)  # fmt: skip
def test_how_sure_a_date_is_shows_in_its_outline(
    certainty: Certainty, gaps: tuple[int, int]
) -> None:
    drawn = bar(certainty)
    found = len(runs(drawn, LINE - BAR)) - 1
    assert gaps[0] <= found <= gaps[1]
    red = (179, 0, 27)
    assert (red in drawn.crop((0, 0, WIDTH, LINE - 20)).get_flattened_data()) == (found > 12)


@pytest.mark.parametrize("certainty", ["cancelled", "did_not_appear"])
def test_what_did_not_take_place_is_crossed_out(certainty: Certainty) -> None:
    drawn = bar(certainty)
    assert drawn.getpixel((200, LINE)) != (255, 255, 255)
    assert drawn.getpixel((150, LINE)) == (255, 255, 255)


def bar(certainty: Certainty) -> Image.Image:
    return shape(Mark("review", TODAY, TODAY, True, certainty, ()))


def papers(exact: bool) -> Image.Image:
    return shape(Mark("papers_open", TODAY, TODAY, exact, "published", ()))


def shape(mark: Mark) -> Image.Image:
    """A mark from 100 to 300 on the line y = 100."""
    canvas = Canvas()
    draw_mark(canvas, mark, 100, 300, LINE)
    return Image.open(io.BytesIO(canvas.png(200))).convert("RGB")


def runs(picture: Image.Image, y: int) -> list[tuple[int, int]]:
    """From where to where the row y is dark or coloured."""
    strong = [x for x in range(picture.width) if min(picture.getpixel((x, y))) < 128]
    return [
        (group[0], group[-1])
        for _, found in itertools.groupby(enumerate(strong), lambda pair: pair[1] - pair[0])
        if (group := [x for _, x in found])
    ]


@settings(max_examples=25, deadline=None)
@given(
    st.lists(
        st.builds(Label, st.floats(30, 1140), st.floats(40, 470), st.sampled_from((46, 92, 139))),
        max_size=6,
    )
)
def test_labels_never_lie_on_each_other_or_off_the_sheet(labels: list[Label]) -> None:
    spots = placed(labels, 38, 1132)
    assert len(spots) == len(labels)
    assert all(spot.box.left >= 38 and spot.box.right <= 1132.001 for spot in spots)
    for one, other in itertools.combinations(spots, 2):
        assert not one.box.hits(other.box)


@pytest.mark.parametrize(
    "labels",
    [
        [(348, 430, 46), (507, 460, 92), (720, 280, 139), (840, 390, 139)],
        [(349, 386, 92), (508, 413, 139), (721, 276, 139), (841, 448, 92)],
        [(61, 413, 139), (175, 342, 139), (732, 347, 92), (1144, 415, 92)],
        [(26, 376, 92), (302, 390, 139), (775, 356, 92), (1144, 390, 92), (1144, 466, 92)],
    ],
)
def test_no_stem_runs_through_a_label(labels: list[tuple[int, int, int]]) -> None:
    spots = placed([Label(*one) for one in labels], 38, 1132)
    for one, other in itertools.permutations(spots, 2):
        assert not Rectangle(one.x - 2, 0, one.x + 2, one.box.top - 1).hits(other.box)


def test_arabic_is_joined_and_runs_from_right_to_left(
    content: Base, reviews: Calendar, names: StateNames
) -> None:
    canvas = Canvas(mirrored=True)
    assert canvas.width("السودان") < 0.85 * sum(map(canvas.width, "السودان"))
    state = reviews.of_state("SDN", TODAY)
    timeline.drawn(canvas, state, Words(content, names, "ar"), None)
    at = dict(canvas.written())
    assert at["السودان"].right > WIDTH - 60
    assert at["2026"].left > at["2027"].left > at["2028"].left


def test_what_lies_far_off_stands_at_the_edge_with_its_date(
    content: Base, reviews: Calendar, names: StateNames
) -> None:
    canvas = Canvas()
    timeline.drawn(canvas, reviews.of_state("BHR", TODAY), Words(content, names, "en"), None)
    at = dict(canvas.written())
    assert at["7–18 November 2022"].left < 60
    assert "2022" not in at


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--state", "Mali", "--state", "Chad", "--picture", "x.png"), "shows one State"),
        (("--picture", "x.png"), "shows one State"),
        (("--state", "Mali", "--picture", "x.jpg"), "call it x.png"),
        (("--mechanism", "npm", "--picture", "x.png"), "no cycle of 'npm' is known; there are"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_line(
    words: tuple[str, ...], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*words)
    assert done.exit_code == 2
    assert says in done.stderr
    assert not list(tmp_path.iterdir())


def test_without_pillow_it_says_what_to_install(places: Settings, tmp_path: Path) -> None:
    code = "import sys; sys.modules['PIL'] = None; from bot.cli import main; main()"
    words = ("upcoming", "--state", "Mali", "--picture", str(tmp_path / "x.png"))
    done = subprocess.run([sys.executable, "-c", code, *words], capture_output=True, text=True)
    assert done.returncode == 2
    assert "requirements/run.txt" in done.stderr
    assert done.stderr.count("\n") == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("command", "words"), [(upcoming, ("--mechanism", "CEDAW")), (mechanism, ("CEDAW",))]
)
def test_a_committee_that_works_in_two_ways_has_two_pictures(
    tmp_path: Path, command: Command, words: tuple[str, ...]
) -> None:
    asked = [*words, "--picture", str(tmp_path / "cedaw.png")]
    assert CliRunner().invoke(command, asked).exit_code == 0
    written = {file.name for file in tmp_path.iterdir()}
    assert written == {"cedaw.png", "cedaw-simplified.png"}
    for file in tmp_path.iterdir():
        with Image.open(file) as picture:
            picture.load()
            assert picture.width == WIDTH


@pytest.mark.parametrize("language", LANGUAGES)
def test_cycles_rest_on_entries_and_are_readable(
    content: Base, names: StateNames, places: Settings, language: Language
) -> None:
    cycles = Cycles.read(places.knowledge).every
    assert {one.id for one in cycles} >= {"upr", "treaty-body", "special-procedures", "hrc"}
    for one in cycles:
        assert set(one.entries()) <= set(content.entries)
        assert set(one.mechanisms) <= set(content.mechanisms)
        canvas = Canvas(mirrored=language == "ar")
        height = cycle.drawn(canvas, one, content, Words(content, names, language))
        texts = canvas.written()
        assert_readable(texts, height)
        said = [text for text, _ in texts]
        assert not any("{" in text for text in said)
        civil = content.say("picture_who_civil_society", language)
        assert said.count(civil) == sum(step.who == "civil_society" for step in one.steps) >= 4


def test_a_step_that_is_not_settled_says_so(
    content: Base, names: StateNames, places: Settings
) -> None:
    letters = Cycles.read(places.knowledge).of("special-procedures")[0]
    canvas = Canvas()
    cycle.drawn(canvas, letters, content, Words(content, names, "en"))
    said = [text for text, _ in canvas.written()]
    public = said.index("60 days after the letter, as understood")
    assert said[public + 1] == "(not checked)"
