"""Grades the desk on labelled questions, by kind, style, language and topic, and prints the curve.

usage: python benchmarks/exam.py [FILE.jsonl] [--kinds fact,compare,followup] [--half hold]
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.grading import QUESTIONS, Grader, by, line, read, shown
from bot.ask.desk import Desk
from bot.ask.words import language_of
from bot.render import Plain
from bot.settings import settings

CURVE = (0.0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--kinds", default="fact,compare,followup")
    parser.add_argument("--half", default="")
    parser.add_argument("--words-only", action="store_true")
    options = parser.parse_args()
    kinds = set(options.kinds.split(","))
    items = [i for i in read(options.file) if i["kind"] in kinds]
    items = [i for i in items if not options.half or i.get("half") == options.half]
    place = settings()
    desk = Desk.open(place, meaning=not options.words_only)
    plain, grader = Plain(desk.base, place.templates), Grader(desk.base)
    replies = []
    for item in items:
        reply = desk.ask(item["q"], desk.follow(item.get("context") or []))
        replies.append(shown(reply, plain.text(reply)))
        item["language"] = language_of(item["q"])
    verdicts = [grader.grade(item, reply) for item, reply in zip(items, replies, strict=True)]
    print(f"{'':<22}{'n':>6}{'right':>8}{'safe':>8}{'wrong':>8}   (per cent)")
    print(line("all", Counter(verdicts)))
    for key in ("half", "kind", "style", "language", "topic"):
        print(f"-- {key}")
        for name, count in by(items, verdicts, key).items():
            print(line(name, count))
    print("-- of what was answered: certainty, and how much of it was right")
    for low in CURVE:
        sure = [
            v
            for v, r in zip(verdicts, replies, strict=True)
            if r.kind == "answer" and r.certainty >= low
        ]
        print(line(f"certainty ≥ {low:.1f}", Counter(sure)))


if __name__ == "__main__":
    main()
