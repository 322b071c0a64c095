"""What the commands on past recommendations share: opening them, filters, meaning."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from bot.cli.common import DayParam, Unusable, mechanism_id, open_library
from bot.cli.reviewing import state_code
from bot.settings import INSTALL, settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base
    from bot.render.words import DisplayNames
    from bot.states import StateNames
    from bot.states.recommendations import Filters, Likeness, Recommendations

READ = 500
"""Characters of a text of which the meaning is looked at: it takes a millisecond for four."""
SCALE = (0.83, 0.122)
"""Brings likenesses to the scale on which what is near was measured (docs/recommendations.md), with
an earlier model: so much of 3,540 pairs of recommendations lies above 0.814, 0.857 and 0.882."""
SOON = 8
"""Texts of which the reading is over before a bar is read."""
_POSITIONS = ("supported", "partially", "noted", "considered", "unknown")


@dataclass(frozen=True)
class Opened:
    """Past recommendations, with what is needed to name things."""

    recommendations: Recommendations
    base: Base
    states: StateNames
    names: DisplayNames

    def filters(self, **given: Any) -> Filters:
        """The filters of a command line. Raises Unusable for a name that is not known."""
        from bot.states.recommendations import Filters

        themes = given.pop("themes")
        for part in themes:
            if not self.recommendations.themes(part):
                raise Unusable(self._no_theme(part))
        return Filters(
            states=tuple(state_code(self.states, text) for text in given.pop("to")),
            recommenders=tuple(state_code(self.states, text) for text in given.pop("by")),
            mechanisms=tuple(mechanism_id(self.base, text) for text in given.pop("mechanisms")),
            themes=themes,
            order="newest" if given.pop("newest") else "best",
            **given,
        )

    def _no_theme(self, part: str) -> str:
        known = {name.casefold(): name for name in self.recommendations.themes()}
        if not known:
            return "no theme is known in what is loaded"
        near = get_close_matches(part.casefold(), known, n=3, cutoff=0.4) or list(known)[:5]
        return (
            f"there is no theme '{part}'; did you mean {', '.join(known[theme] for theme in near)}?"
        )


def filtering(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that filter."""
    options = (
        click.option("--state", "to", multiple=True, help="To this State; repeatable."),
        click.option("--mechanism", "mechanisms", multiple=True, help="Of it; repeatable."),
        click.option("--theme", "themes", multiple=True, help="A theme or a group of persons."),
        click.option(
            "--position",
            "positions",
            multiple=True,
            type=click.Choice(_POSITIONS),
            help="What the State said to it in the UPR.",
        ),
        click.option(
            "--by", multiple=True, metavar="STATE", help="Made by this State, in the UPR."
        ),
        click.option(
            "--since", type=DayParam(), metavar="YYYY-MM-DD", help="Of that day or later."
        ),
        click.option("--concerns", is_flag=True, help="Also concerns, which ask for nothing."),
        click.option("--newest", is_flag=True, help="The newest first, not the best by words."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def opened() -> Opened:
    """Past recommendations; a file or base that can't be used ends the command."""
    from bot.render.words import DisplayNames

    library = open_library()
    base, states = library.base, library.states
    return Opened(library.recommendations, base, states, DisplayNames.of(base, states))


def by_meaning() -> Likeness:
    """The same as `meaning`; raises Unusable without the model."""
    model = meaning()
    if model is None:
        raise Unusable(f"meaning needs the small offline model; {INSTALL}")
    return model


def meaning() -> Likeness | None:
    """How near texts are in meaning, by the desk's offline model; None without it.

    A text that comes again is not read again, so that many asks cost little more than one.
    """
    from bot.ask import open_encoder

    model = open_encoder(settings().model)
    if model is None:
        return None
    import numpy as np

    known: dict[str, Any] = {}

    def unit(text: str) -> Any:
        # Not in the space of the desk's own asks: recommendations are other texts.
        mean = model.means([text])[0]
        return mean / np.linalg.norm(mean)

    def likeness(text: str, others: Sequence[str]) -> Sequence[float]:
        new = [text for text in dict.fromkeys(text[:READ] for text in others) if text not in known]
        hidden = len(new) < SOON or not sys.stderr.isatty()
        with click.progressbar(
            new, label="Reading for meaning", file=sys.stderr, hidden=hidden
        ) as bar:
            for other in bar:
                known[other] = unit(other)
        stretch, shift = SCALE
        near = np.stack([known[text[:READ]] for text in others]) @ unit(text[:READ])
        scores: list[float] = (stretch * near + shift).tolist()
        return scores

    return likeness


def today() -> dt.date:
    """The day on which a file is made."""
    return dt.date.today()
