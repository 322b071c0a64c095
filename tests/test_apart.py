"""Pictures are drawn in a process of their own as in the bot, and one that takes too much ends."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

import bot.apart as module
from bot.apart import Apart
from bot.cage import can_cage
from bot.knowledge.models import LANGUAGES, Base
from bot.library import Library
from bot.render.pictures import Drawing, NoPictures
from bot.reviews import Calendar, StateCalendar
from bot.reviews.cycles import Cycle, Cycles
from bot.settings import Settings
from bot.states import state_names
from bot.states.recommendations import Filters, Recommendations
from tests.test_cage import soon

pytestmark = pytest.mark.skipif(not can_cage(), reason="elsewhere pictures are drawn in the bot")
DAY = dt.date(2026, 12, 2)


@pytest.fixture(scope="module")
def here(base: Base, places: Settings) -> Drawing:
    return Drawing(base, state_names(places.knowledge))


@pytest.fixture(scope="module")
def apart(places: Settings) -> Apart:
    """What draws apart, and could draw nothing here."""
    return Apart(None, None, places.knowledge, places.cache)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def mali(places: Settings) -> StateCalendar:
    return Calendar.open(places.knowledge).of_state("MLI", DAY)


@pytest.fixture(scope="module")
def review(places: Settings) -> Cycle:
    return Cycles.read(places.knowledge).of("upr")[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_picture_is_the_same_as_one_drawn_in_the_bot(
    apart: Apart, here: Drawing, mali: StateCalendar, review: Cycle, language: str
) -> None:
    code = next(one for one in LANGUAGES if one == language)
    assert apart.timeline(mali, code, DAY) == here.timeline(mali, code, DAY)
    assert apart.cycle(review, code) == here.cycle(review, code)


def test_counts_are_drawn_the_same(apart: Apart, here: Drawing, places: Settings) -> None:
    found = Recommendations.open(places).counts(Filters())
    texts = ("Mali", "For demonstration only", ("A note.",))
    assert apart.counts(found, *texts) == here.counts(found, *texts)


def test_a_picture_that_takes_for_ever_ends_and_the_next_one_is_drawn(
    apart: Apart, mali: StateCalendar, review: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    apart.cycle(review, "en")
    assert apart._cage
    assert apart._cage._process
    process = apart._cage._process.pid
    children = Path(f"/proc/{process}/task/{process}/children")
    with monkeypatch.context() as patch:
        patch.setattr(module, "DRAWING", 0.01)
        with pytest.raises(RuntimeError, match="the picture failed"):
            apart.timeline(mali, "en", DAY)
    if children.exists():
        assert soon(lambda: not children.read_text()), "it does not go on in secret"
    assert apart.cycle(review, "en").startswith(b"\x89PNG")


def test_a_picture_that_takes_too_much_memory_ends(
    apart: Apart, review: Cycle, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred thousand lines would need gigabytes."""
    title = review.title.model_copy(update={"en": "word " * 600_000})
    with pytest.raises(RuntimeError, match="the picture failed"):
        apart.cycle(review.model_copy(update={"title": title}), "en")
    assert apart.cycle(review, "en").startswith(b"\x89PNG")


def test_without_pillow_it_is_said_what_to_install(
    places: Settings, review: Cycle, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "PIL.py").write_text("raise ModuleNotFoundError('none', name='PIL')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    apart = Apart(None, None, places.knowledge, places.cache)  # type: ignore[arg-type]
    with pytest.raises(NoPictures, match=r"PIL.*not installed"):
        apart.cycle(review, "en")


def test_the_bot_holds_what_draws_apart(places: Settings) -> None:
    made = Apart.of(Library(places))
    assert made._cage
