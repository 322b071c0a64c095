"""Damaged input for as long as is wanted: what breaks a promise is made small and printed.

usage: python benchmarks/fuzz.py [--minutes 10] [--seed 0] [TARGET …]

Each target runs for that many minutes. Exit status 1 where something broke.
"""

from __future__ import annotations

import argparse
import sys
import time
import traceback
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from hypothesis import HealthCheck, Phase, given, seed, settings

from benchmarks.fuzzed import TARGETS, Target

ROUND = 300
"""Inputs between two looks at the clock; what was found meanwhile is made smaller."""


class Fuzzing:
    """One target, and what broke in it so far."""

    def __init__(self, target: Target) -> None:
        """Nothing is tried yet."""
        self._inputs, self._try = target
        self.tried = 0
        self.broken: dict[str, str] = {}
        """What tells one breakage from another, and the smallest input that was found."""

    def run(self, minutes: float, first: int) -> None:
        """Try inputs until the time is up."""
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until:
            self._round(first)
            first += 1

    def _round(self, number: int) -> None:
        last: list[tuple[str, str]] = []

        @seed(number)
        @settings(
            max_examples=ROUND,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink],
            report_multiple_bugs=False,
            print_blob=False,
        )
        @given(self._inputs)
        def tried(one: Any) -> None:
            self.tried += 1
            try:
                self._try(one)
            except Exception as error:
                name = named(error)
                if name in self.broken:
                    return
                last.append((name, repr(one)[:600]))
                raise

        try:
            tried()
        except Exception:  # whatever it is, it is kept, and the search goes on beside it
            if last:
                self.broken.setdefault(*last[-1])
                print(f"BROKEN  {last[-1][0]}\n        {last[-1][1]}", flush=True)


def named(error: Exception) -> str:
    """What tells a breakage from others: its kind, its place and the beginning of its text."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} {Path(frame.filename).name}:{frame.lineno} {str(error)[:120]}"


def main() -> None:
    """Fuzz what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=", ".join(TARGETS))
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    if unknown := set(asked.targets) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are: {', '.join(TARGETS)}")
    broken = 0
    for name in asked.targets or TARGETS:
        target = TARGETS[name]()
        way = target if isinstance(target, AbstractContextManager) else nullcontext(target)
        with way as made:
            fuzzing = Fuzzing(made)
            fuzzing.run(asked.minutes, asked.seed)
        broken += len(fuzzing.broken)
        print(f"{name:<16}{fuzzing.tried:>8} inputs{len(fuzzing.broken):>4} broken", flush=True)
    sys.exit(bool(broken))


if __name__ == "__main__":
    main()
