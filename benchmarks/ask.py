"""One table: ways of finding, on the same base and questions in the same run; and growth.

usage: python benchmarks/ask.py [EXAM.jsonl] [--no-growth]

For a fair clock run it on one core: taskset -c 0 python benchmarks/ask.py
"""

from __future__ import annotations

import argparse
import resource
import sqlite3
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import bm25s
import numpy as np
from rapidfuzz import fuzz, process
from rapidfuzz.utils import default_process

from benchmarks.grading import QUESTIONS, Grader, Item, Shown, line, read, shown
from bot.ask import Desk, Encodes, Lexical, Meaning
from bot.ask.find import Finder
from bot.ask.meaning import text_of
from bot.ask.vectors import Vectors
from bot.ask.words import STOP, tokens
from bot.knowledge.figures import fill
from bot.knowledge.models import Base, Entry, Mechanism
from bot.library import Library
from bot.render import Plain
from bot.settings import settings

TIMES = 3
"""Times that each question is asked; the middle one counts, since a machine that others use
as well pauses now and then."""
SLOW = 100
"""Milliseconds from which a way is asked but once."""
Way = Callable[[Item], Shown]


def heap(base: Base, ids: Iterator[str]) -> Shown:
    """What a way without composing shows: the best entries whole, as many as fit."""
    texts: list[str] = []
    used: list[str] = []
    for entry_id in ids:
        entry = base.entries[entry_id]
        text = "\n".join(fill(t, entry_id, base.figure) for t in entry.texts())
        if sum(map(len, texts)) + len(text) > 1_900:
            break
        texts.append(text)
        used.append(entry_id)
    return Shown("answer", "\n".join(texts), tuple(used))


def by_rapidfuzz(base: Base) -> Way:
    """`process.extract` over every ask and title."""
    asks = {
        f"{entry.id} {i}": ask
        for entry in base.entries.values()
        for i, ask in enumerate((entry.title, *(ask for _, ask in entry.asks.all())))
    }

    def way(item: Item) -> Shown:
        best = process.extract(
            item["q"], asks, scorer=fuzz.WRatio, processor=default_process, limit=20
        )
        return heap(base, iter(dict.fromkeys(key.split()[0] for _, _, key in best)))

    return way


def whole(entry: Entry) -> str:
    """All words of an entry."""
    return " ".join([entry.title, *(ask for _, ask in entry.asks.all()), *entry.texts()])


def by_fts5(base: Base) -> Way:
    """SQLite's full-text index, any of the content words."""
    db = sqlite3.connect(":memory:")
    db.execute(
        "create virtual table entry using fts5(id unindexed, text,"
        " tokenize='porter unicode61 remove_diacritics 2')"
    )
    db.executemany(
        "insert into entry values (?, ?)", [(e.id, whole(e)) for e in base.entries.values()]
    )

    def way(item: Item) -> Shown:
        words = [w for w in tokens(item["q"]) if w not in STOP["en"] and w.isalnum()]
        if not words:
            return Shown("decline", "")
        query = " OR ".join(f'"{word}"' for word in words)
        found = db.execute(
            "select id from entry where entry match ? order by bm25(entry) limit 10", (query,)
        )
        return heap(base, (row[0] for row in found.fetchall()))

    return way


def by_bm25s(base: Base) -> Way:
    """The library bm25s."""
    ids = list(base.entries)
    corpus = [whole(entry) for entry in base.entries.values()]
    index = bm25s.BM25()
    index.index(bm25s.tokenize(corpus, stopwords="en", show_progress=False), show_progress=False)

    def way(item: Item) -> Shown:
        query = bm25s.tokenize(item["q"], stopwords="en", show_progress=False)
        found, _ = index.retrieve(query, k=10, show_progress=False)
        return heap(base, (ids[i] for i in found[0]))

    return way


def by_model(base: Base, encoder: Encodes) -> Way:
    """The nearest entry text by the model alone."""
    ids = list(base.entries)
    vectors = encoder.vectors([text_of(entry) for entry in base.entries.values()])

    def way(item: Item) -> Shown:
        scores = vectors @ encoder.vector(item["q"])
        return heap(base, (ids[i] for i in np.argsort(-scores)[:10]))

    return way


def by_desk(desk: Desk, plain: Plain) -> Way:
    """The desk."""

    def way(item: Item) -> Shown:
        reply = desk.ask(item["q"], desk.follow(item.get("context") or []))
        return shown(reply, plain.text(reply))

    return way


def took(way: Way, item: Item) -> tuple[Shown, float]:
    """What a way shows, and the milliseconds of one turn, of the processor: the middle of TIMES; a
    slow way is asked once."""
    turns = 1 + len(item.get("context") or [])
    start = time.process_time()
    shows = way(item)
    spent = [(time.process_time() - start) * 1_000 / turns]
    while spent[0] < SLOW and len(spent) < TIMES:
        spent.append(clock(lambda: way(item)) / turns)
    return shows, median(spent)


def clock(ask: Callable[[], object]) -> float:
    """Milliseconds of the processor that a call takes, whoever else uses the machine."""
    start = time.process_time()
    ask()
    return (time.process_time() - start) * 1_000


def grown(base: Base, times: int) -> Base:
    """The base with every entry `times` over, under other names."""
    mechanisms: dict[str, Mechanism] = {}
    for copy in range(times):
        for mechanism in base.mechanisms.values():
            name = mechanism.id if copy == 0 else f"{mechanism.id}-{copy}"
            entries = tuple(
                e.model_copy(update={"id": e.id.replace(mechanism.id, name, 1)})
                for e in mechanism.entries
            )
            mechanisms[name] = mechanism.model_copy(update={"id": name, "entries": entries})
    parts = {key: getattr(base, key) for key in Base.model_fields}
    return Base(**{**parts, "mechanisms": mechanisms, "fingerprint": ""})


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("exam", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--no-growth", action="store_true")
    parser.add_argument("--no-rapidfuzz", action="store_true", help="leave out the slowest way")
    options = parser.parse_args()
    place = settings()
    desk = Library(place).desk
    alone = Library(place, meaning=False).desk
    base, plain = desk.base, Plain(desk.base, place.templates)
    if desk.encoder is None:
        sys.exit("the model of meaning can't be used; run: advocacy doctor")
    meaning = Meaning.of(base, desk.encoder, place.cache, shipped=place.vectors)
    grader = Grader(base)
    kinds = {"fact", "compare", "followup"}
    items = [i for i in read(options.exam) if i["kind"] in kinds and i.get("half") != "tune"]
    ways: dict[str, Way] = {
        "rapidfuzz alone": by_rapidfuzz(base),
        "FTS5": by_fts5(base),
        "bm25s": by_bm25s(base),
        "the model alone": by_model(base, desk.encoder),
        "desk, words only": by_desk(alone, plain),
        "desk with meaning": by_desk(desk, plain),
    }
    if options.no_rapidfuzz:
        del ways["rapidfuzz alone"]
    print(f"{len(base.entries)} entries, {len(items)} questions (per cent; milliseconds)")
    print(f"{'':<22}{'n':>6}{'right':>8}{'safe':>8}{'wrong':>8}{'p50':>8}{'p99':>8}")
    for name, way in ways.items():
        for item in items[:3]:
            way(item)
        replies, spent = zip(*(took(way, item) for item in items), strict=True)
        verdicts = Counter(grader.grade(i, r) for i, r in zip(items, replies, strict=True))
        high = float(np.percentile(spent, 99))
        print(f"{line(name, verdicts)}{median(spent):>8.1f}{high:>8.1f}")
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"highest memory of this run, all ways together: {memory:.0f} MB")
    if not options.no_growth:
        growth(desk, meaning, items)


def growth(desk: Desk, meaning: Meaning, items: list[Item]) -> None:
    """How the time of a question grows with the base, by words and with meaning."""
    print(f"{'entries':>10}{'words p50':>12}{'meaning p50':>14}   (milliseconds)")
    for times in (1, 10, 50):
        base = desk.base if times == 1 else grown(desk.base, times)
        lexical = Lexical.of(base)
        row = []
        vectors = Vectors.of(base, meaning, desk.encoder) if desk.encoder else None
        for by_meaning in (None, vectors):
            some = Desk(base, desk.states, Finder(base, lexical, by_meaning))
            some.ask(items[0]["q"])
            row.append(median(clock(lambda q=i["q"], d=some: d.ask(q)) for i in items[:60]))  # type: ignore[misc]
        print(f"{len(base.entries):>10}{row[0]:>12.1f}{row[1]:>14.1f}")


if __name__ == "__main__":
    main()
