"""The stages of a checklist: its steps in the order of time, cut into groups that can be kept in
mind.

As task lists of public services do it (GOV.UK Design System, "Complete multiple tasks"): a long
list is read and ticked off stage by stage.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

from bot.prepare.vocabulary import Event, Kind

Stage = Literal["now", "decide", "write", "send", "after"]
STAGES: tuple[Stage, ...] = get_args(Stage)
_WRITING: tuple[Kind, ...] = ("evidence", "draft")
_SENDING: tuple[Kind, ...] = ("harm", "consent", "names", "sign-off", "send")


def staged(steps: Iterable[tuple[Kind, bool, Event, bool]], main: Event) -> Iterator[Stage]:
    """The stage of each of the steps, which stand in the order of time; a stage never comes back.

    Of each step: its kind, whether it is done at once, the event that it is counted from, and
    whether it comes after that. What counts from another event than `main` comes after it all.
    """
    every = list(steps)
    kinds = [kind for kind, *_ in every]
    written = _text_stands(kinds)
    stage: Stage = "now"
    for number, (kind, at_once, event, after) in enumerate(every):
        reached = _stage(kind, at_once, event != main or after, number >= written)
        stage = max(stage, reached, key=_place)
        yield stage


def _text_stands(kinds: list[Kind]) -> int:
    """The place of the step with which there is a text: the first draft, or the last evidence."""
    if "draft" in kinds:
        return kinds.index("draft")
    found = [place for place, kind in enumerate(kinds) if kind == "evidence"]
    return max(found, default=0)


def _stage(kind: Kind, at_once: bool, after: bool, written: bool) -> Stage:
    if at_once:
        return "now"
    if after:
        return "after"
    if kind in _WRITING:
        return "write"
    # what protects people and what sends comes twice: before there is a text, and with the text
    return "send" if written and kind in _SENDING else "decide"


def _place(stage: Stage) -> int:
    return STAGES.index(stage)
