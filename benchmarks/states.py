"""How long past recommendations take to import and to search, and a State's profile to be made.

usage: python benchmarks/states.py [RECORDS] [--excel]

The recommendations are made up (benchmarks/uhri.py). Times are given twice: by the clock, and of
the processor alone, which other work on the machine lengthens less; the bounds are for the second.
"""

from __future__ import annotations

import datetime as dt
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import psutil

from benchmarks import uhri
from bot.knowledge import load
from bot.settings import settings
from bot.states import Profiles
from bot.states.recommendations import Filters, Recommendations
from bot.states.recommendations.importing import take
from bot.states.recommendations.labels import Labels, years

IMPORT, MEMORY = 90.0, 400.0
"""Seconds and megabytes that an import of 270,000 records may take."""
SEARCH, PROFILE = 50.0, 20.0
"""Milliseconds that 99 of 100 searches and profiles may take."""
ASKED = (
    "displaced people documents", "birth registration of displaced children", "death penalty",
    "torture in detention", "violence against women and girls", "human rights defenders",
    "access to humanitarian aid", "ratify the optional protocol", "stateless persons nationality",
    "enforced disappearances investigate", "women", "rights", "recommendation", "education",
    "déplacés", "protección de los niños", "IDPs land housing", "forced evictions", "",
)  # fmt: skip


def timed(name: str, things: Sequence[Callable[[], object]]) -> float:
    """Do each once to warm up and once to measure; prints, and returns p99 of the processor."""
    clock, own = [], []
    for thing in things:
        thing()
        began, spent = time.perf_counter(), time.process_time()
        thing()
        own.append((time.process_time() - spent) * 1_000)
        clock.append((time.perf_counter() - began) * 1_000)
    clock.sort(), own.sort()
    at = min(int(len(own) * 0.99), len(own) - 1)
    print(
        f"{name}: {len(things)} asked; by the clock {median(clock):.1f} ms p50, {clock[at]:.1f} ms"
        f" p99; of the processor {median(own):.1f} ms p50, {own[at]:.1f} ms p99, {own[-1]:.1f} ms"
        " worst"
    )
    return own[at]


def questions(codes: list[str]) -> Iterator[Filters]:
    """As people ask: mostly of one State, often of one mechanism or since a day."""
    chance = random.Random(5)  # noqa: S311 (the same ones every time)
    for number in range(600):
        yield Filters(
            words=chance.choice(ASKED),
            states=(chance.choice(codes),) if chance.random() < 0.7 else (),
            mechanisms=("upr",) if chance.random() < 0.3 else (),
            positions=("noted",) if chance.random() < 0.1 else (),
            themes=("displaced",) if chance.random() < 0.1 else (),
            since=dt.date(2018, 1, 1) if chance.random() < 0.3 else None,
            order="newest" if number % 10 == 0 else "best",
        )


class Peak(threading.Thread):
    """The most memory that the process had while this ran, in megabytes."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.most, self._over, self._self = 0.0, threading.Event(), psutil.Process()

    def run(self) -> None:
        """Look every tenth of a second."""
        while not self._over.wait(0.1):
            self.most = max(self.most, self._self.memory_info().rss / 1e6)

    def ended(self) -> float:
        """Stop; what it was."""
        self._over.set()
        self.join()
        return self.most


def imported(file: Path, into: Path) -> tuple[float, float]:
    """Import it; seconds of the processor and megabytes."""
    knowledge, peak = settings().knowledge, Peak()
    peak.start()
    began, spent = time.perf_counter(), time.process_time()
    outcome = take(file, into, Labels.read(knowledge), years(knowledge))
    own, most = time.process_time() - spent, peak.ended()
    print(
        f"import of {file.suffix}, {file.stat().st_size / 1e6:.0f} MB:"
        f" {outcome.change.records:,} records; by the clock {time.perf_counter() - began:.0f} s,"
        f" of the processor {own:.0f} s; most memory {most:.0f} MB; file"
        f" {into.stat().st_size / 1e6:.0f} MB"
    )
    return own, most


def main() -> None:
    """Measure, print, and fail where a bound does not hold."""
    numbers = [int(text) for text in sys.argv[1:] if text.isdecimal()]
    count, where = (numbers or [uhri.RECORDS])[0], settings()
    print(f"load of the machine: {psutil.getloadavg()[0]:.1f} on {psutil.cpu_count()} cores")
    profiles = Profiles.open(where.knowledge, load(where.knowledge, where.cache))
    codes, on = sorted(profiles.names.states), dt.date(2026, 11, 24)
    made = [partial(profiles.of, code, on) for code in codes]
    profile = timed("profile of a State", made)
    with tempfile.TemporaryDirectory() as folder:
        file, into = Path(folder) / "made-up.json", Path(folder) / "recommendations.sqlite"
        uhri.write_json(file, count)
        seconds, memory = imported(file, into)
        # Before any search: what is read of the searched file counts as memory too.
        if "--excel" in sys.argv:
            book = file.with_suffix(".xlsx")
            uhri.write_excel(book, count)
            imported(book, into.with_name("excel.sqlite"))
        found = Recommendations.read(into, where.knowledge)
        asked = list(questions(codes))
        search = timed("search", [partial(found.search, one) for one in asked])
        timed("counts", [partial(found.counts, one) for one in asked])
        on_one = [one.model_copy(update={"states": one.states or ("MLI",)}) for one in asked]
        timed("for a message", [partial(found.fitting, one) for one in on_one])
        likely = [partial(found.recommenders, asked[0], code) for code in codes[:20]]
        timed("recommending States", likely)
        timed("groups of one State", [partial(found.groups, Filters(states=(codes[0],)))])
    assert seconds <= IMPORT, f"the import took {seconds:.0f} s, more than {IMPORT:.0f}"
    assert memory <= MEMORY, f"the import took {memory:.0f} MB, more than {MEMORY:.0f}"
    assert search <= SEARCH, f"a search took {search:.0f} ms, more than {SEARCH:.0f}"
    assert profile <= PROFILE, f"a profile took {profile:.0f} ms, more than {PROFILE:.0f}"


if __name__ == "__main__":
    main()
