"""The past recommendations that are loaded: import and status, and what all commands on them open:
filters, names, likeness in meaning."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.cli.arguments import DAY, mechanism_id, read_day, state_code
from bot.cli.files import downloaded, is_address
from bot.cli.parts import Unusable, open_library
from bot.settings import INSTALL, settings

if TYPE_CHECKING:
    from bot.knowledge.models import Base
    from bot.render.words import DisplayNames
    from bot.states import StateNames
    from bot.states.recommendations import Filters, Likeness, Recommendations
    from bot.states.recommendations.importing import Outcome

READ = 500
"""Characters of a text of which the meaning is looked at: it takes a millisecond for four."""
SCALE = (0.83, 0.122)
"""Brings likenesses to the scale on which what is near was measured (docs/recommendations.md), with
an earlier model: so much of 3,540 pairs of recommendations lies above 0.814, 0.857 and 0.882."""
SOON = 8
"""Texts of which the reading is over before a bar is read."""
SHOWN = 40
"""Labels of one kind that are named; the rest is counted."""
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
        click.option("--since", type=read_day, metavar=DAY, help="Of that day or later."),
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


@click.command("import")
@click.argument("file")
@click.option("--whole", is_flag=True, help="FILE is all of its source: remove what it lacks.")
def import_(file: str, whole: bool) -> None:
    """Take an export of UHRI (.json, .xlsx) or UPR Info (.csv): all of it, or nothing changes.

    FILE is a file, or an https address from which it is downloaded first.
    """
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    from bot.states.recommendations.importing import take
    from bot.states.recommendations.labels import Labels, years

    where, start = settings(), time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("reading", total=None)

        def show(what: str, done: int, total: int) -> None:
            bar.update(task, description=what, completed=done, total=total)

        labels = Labels.read(where.knowledge)
        sessions = years(where.knowledge)
        with ExitStack() as stack:
            path = Path(file)
            if is_address(file):
                bar.update(task, description="downloading")
                path = stack.enter_context(
                    downloaded(file, lambda done, total: show("downloading", done, total))
                )
            outcome = take(path, where.recommendations, labels, sessions, whole, show)
    for line in _outcome_lines(outcome, time.monotonic() - start):
        click.echo(line)
    click.echo(f"Written: {where.recommendations}")


@click.command()
def status() -> None:
    """Show which recommendations are loaded, and which labels in them name nothing known."""
    from bot.render.recommendations import notice

    loaded = opened()
    about = loaded.recommendations.about()
    click.echo(f"{about.records:,} records. {notice(about)}")
    for line in _labels(about.unmatched):
        click.echo(line)


def _outcome_lines(outcome: Outcome, seconds: float) -> list[str]:
    change = outcome.change
    lines = [
        f"{outcome.records:,} records read in {seconds:.0f} s: {change.new:,} new,"
        f" {change.changed:,} changed, {change.same:,} as before, {change.removed:,} removed;"
        f" {change.records:,} in all."
    ]
    if outcome.resumed:
        lines.append(f"{outcome.resumed:,} of them had been read by an import that was stopped.")
    if outcome.empty or outcome.repeated:
        lines.append(
            f"Left out: {outcome.empty:,} without a text, {outcome.repeated:,} whose id had come"
            " before."
        )
    if change.doubled:
        lines.append(f"{change.doubled:,} of UPR Info are in UHRI too and are shown once.")
    return [*lines, *_labels(outcome.unmatched)]


def _labels(unmatched: Sequence[tuple[str, str, int]]) -> list[str]:
    if not unmatched:
        return []
    lines = [
        "Labels that name nothing known here; the records are kept under them. A State's other name"
        " goes into states/names.csv, column other:"
    ]
    for of in dict.fromkeys(label[0] for label in unmatched):
        some = [(label, number) for kind, label, number in unmatched if kind == of]
        lines += [f"  {of}: {label} ({number:,})" for label, number in some[:SHOWN]]
        if len(some) > SHOWN:
            lines.append(f"  {of}: … and {len(some) - SHOWN} more")
    return lines
