"""Finds places for labels under a line, so that none lies on another or on another's stem."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, permutations

from bot.render.pictures.canvas import Rectangle

GAP = 30
"""Between two labels side by side, in pixels."""
BETWEEN = 12
"""Between two labels one under the other."""
STEM = 9
"""Between a stem and the letters beside it."""
TRIES = 300
"""How many spots are tried in one order of placing."""
ORDERS = 100
"""How many orders are tried before labels may lie on stems."""


@dataclass(frozen=True)
class Label:
    """A label to be placed: the x of what it explains, its width and height."""

    x: float
    width: float
    height: float


@dataclass(frozen=True)
class Spot:
    """Where a label lies; its stem comes down from y = 0 at `x` to the label's top."""

    x: float
    box: Rectangle

    @property
    def stem(self) -> Rectangle:
        """The stem with its margin."""
        return Rectangle(self.x - STEM, 0, self.x + STEM, max(self.box.top - 1, 0))


def placed(labels: Sequence[Label], left: float, right: float) -> list[Spot]:
    """A spot for each label in the order given, within `left` and `right`, as high as can be.

    y counts from 0, the line. Boxes never overlap. Stems cross no label, unless no way was found.
    """
    rightwards = sorted(range(len(labels)), key=lambda i: labels[i].x)
    usual = _ways(labels, (rightwards[::-1], rightwards), left, right)
    any_order = islice(permutations(rightwards[::-1]), ORDERS)
    if ways := list(usual) or list(islice(_ways(labels, any_order, left, right), 1)):
        return min(ways, key=lambda spots: max((spot.box.bottom for spot in spots), default=0))
    return _Search(labels, rightwards, left, right, stems=False).spots() or []


def _ways(
    labels: Sequence[Label], orders: Iterable[Sequence[int]], left: float, right: float
) -> Iterator[list[Spot]]:
    for order in orders:
        if (spots := _Search(labels, order, left, right).spots()) is not None:
            yield spots


@dataclass
class _Search:
    """Places labels one after another; where one finds no spot, the one before moves."""

    labels: Sequence[Label]
    order: Sequence[int]
    left: float
    right: float
    stems: bool = True
    tries: int = 0
    done: dict[int, Spot] = field(default_factory=dict)

    def spots(self) -> list[Spot] | None:
        return [self.done[i] for i in range(len(self.labels))] if self._from(0) else None

    def _from(self, position: int) -> bool:
        if position == len(self.order):
            return True
        index = self.order[position]
        for spot in self._spots(self.labels[index]):
            self.tries += 1
            if self.tries > TRIES and self.stems:
                return False
            if any(self._clash(spot, other) for other in self.done.values()):
                continue
            self.done[index] = spot
            if self._from(position + 1):
                return True
            del self.done[index]
        return False

    def _spots(self, label: Label) -> Iterator[Spot]:
        """From the top: to the right of the stem, to its left, across it; always inside."""
        last = self.right - label.width
        wished = (label.x - STEM, label.x + STEM - label.width, label.x - label.width / 2)
        starts = dict.fromkeys(min(max(start, self.left), last) for start in wished)
        tops = sorted({0.0, *(spot.box.bottom + BETWEEN for spot in self.done.values())})
        for top in tops:
            for start in starts:
                box = Rectangle(start, top, start + label.width, top + label.height)
                yield Spot(label.x, box)

    def _clash(self, spot: Spot, other: Spot) -> bool:
        wide = Rectangle(spot.box.left - GAP, spot.box.top, spot.box.right + GAP, spot.box.bottom)
        if wide.hits(other.box):
            return True
        return self.stems and (spot.stem.hits(other.box) or other.stem.hits(spot.box))
