"""Grades the desk on labelled questions, by kind, style, language and topic, and prints the curve.

usage: python benchmarks/exam.py [FILE.jsonl] [--kinds fact,compare,followup] [--half hold]
                                 [--lead 500] [--limit 1200]

Graded are: what is wanted within the first LEAD characters, no reply longer than LIMIT; and whether
the entry that stands first is one that answers, with how certain the desk was of it (in how many of
a hundred cases it was right, for each step of certainty).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.grading import (
    LEAD,
    LONGEST,
    QUESTIONS,
    Grader,
    Item,
    Shown,
    by,
    in_english,
    line,
    read,
    shown,
)
from bot.ask.words import language_of
from bot.library import Library
from bot.render import Plain
from bot.settings import settings


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=QUESTIONS)
    parser.add_argument("--kinds", default="fact,compare,followup")
    parser.add_argument("--half", default="")
    parser.add_argument("--words-only", action="store_true")
    parser.add_argument("--lead", type=int, default=LEAD)
    parser.add_argument("--limit", type=int, default=LONGEST)
    options = parser.parse_args()
    kinds = set(options.kinds.split(","))
    items = [i for i in read(options.file) if i["kind"] in kinds or options.kinds == "all"]
    items = [i for i in items if not options.half or i.get("half") == options.half]
    place = settings()
    desk = Library(place, meaning=not options.words_only).desk
    plain = Plain(desk.base, place.templates, desk.states)
    grader = Grader(desk.base, options.limit, options.lead)
    replies = []
    for item in items:
        reply = desk.ask(item["q"], desk.follow(item.get("context") or []))
        english = in_english(desk, reply)
        replies.append(shown(reply, plain.text(reply), plain.text(english) if english else ""))
        item["language"] = item.get("lang") or language_of(item["q"])
    verdicts = [grader.grade(item, reply) for item, reply in zip(items, replies, strict=True)]
    print(f"{'':<22}{'n':>6}{'right':>8}{'safe':>8}{'wrong':>8}   (per cent)")
    print(line("all", Counter(verdicts)))
    for key in ("half", "kind", "style", "language", "topic"):
        print(f"-- {key}")
        for name, count in by(items, verdicts, key).items():
            print(line(name, count))
    lengths = sorted(len(reply.text) for reply in replies if reply.kind == "answer") or [0]
    middle, most = lengths[len(lengths) // 2], lengths[int(len(lengths) * 0.9)]
    print(f"-- length of answers: half have at most {middle} characters, nine of ten {most}")
    reliability(items, replies, grader)


def reliability(items: list[Item], replies: list[Shown], grader: Grader) -> None:
    """How often the first entry of an answer was one that answers, by how certain the desk was; and
    how often one of the choices is, where the desk asked back."""
    steps: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    offered: list[bool] = []
    for item, reply in zip(items, replies, strict=True):
        right = grader.carriers(item)
        if right and reply.kind == "answer" and reply.entries:
            steps[min(int(reply.certainty * 10), 9)].append(
                (reply.certainty, reply.entries[0] in right)
            )
        elif right and reply.kind == "choices":
            offered.append(bool(right & set(reply.entries)))
    print("-- the entry that stands first: certainty said, how often it answers, answers")
    every = [pair for pairs in steps.values() for pair in pairs]
    for name, pairs in (*((f"{n / 10:.1f}", p) for n, p in sorted(steps.items())), ("all", every)):
        if pairs:
            said, was = (sum(column) / len(pairs) for column in zip(*pairs, strict=True))
            print(f"{name:<22}{said:>8.2f}{was:>8.2f}{len(pairs):>8}")
    if offered:
        among = sum(offered) / len(offered)
        print(f"-- asked back: {len(offered)}, with the right entry among the choices: {among:.0%}")


if __name__ == "__main__":
    main()
