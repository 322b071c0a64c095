"""No regular expression of the desk takes long over a text that was made to make it slow.

Each is tried on texts of its own signs, repeated. One that only looks whether a whole text fits is
tried as that; one that is searched for in a text, as that.
"""

from __future__ import annotations

import itertools
import json
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from bot.ask.words import LONGEST
from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
COLLECTING = """
import importlib, json, pkgutil, re, sys
from pathlib import Path
found, real = {}, re.compile
def noted(pattern, flags=0):
    made = real(pattern, flags)
    frame = sys._getframe(1)
    if "/bot/" in frame.f_code.co_filename and isinstance(made.pattern, str):
        found[made.pattern, made.flags] = frame.f_code.co_filename, frame.f_lineno
    return made
re.compile = noted
import bot
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    importlib.import_module(module.name)
from bot.library import Library
from bot.prepare.drafts import DraftCheck, ready
from bot.prepare.load import load_actions
from bot.settings import settings
from bot.states import Profiles
desk = Library(settings(), meaning=False).desk
for question in ("words for the UPR in Chad?", "combien de mots ?", "ماذا تفعل اللجنة؟"):
    desk.ask(question)
folder = settings().knowledge
actions = load_actions(folder, desk.base)
DraftCheck.open(folder, desk.base, actions, Profiles.open(folder, desk.base))
ready()
json.dump([[*pattern, *place] for pattern, place in found.items()], sys.stdout)
"""
LONG = 6_000
"""Signs of what is read out of a file: a paragraph of a draft, a text of a curator."""
MOST = 0.1
"""Seconds of the processor: far more than a time in proportion to the text, far less than one that
grows with its square."""
IN_FILES = ("knowledge", "prepare", "reviews", "states", "choosing")


class Slow(Exception):
    pass


@pytest.fixture(scope="module")
def patterns(places: Settings) -> list[tuple[str, int, str, int]]:
    """Each pattern with its flags, and the file and line where it is compiled."""
    ended = subprocess.run(
        [sys.executable, "-c", COLLECTING],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    found: list[tuple[str, int, str, int]] = [
        (pattern, flags, file, line) for pattern, flags, file, line in json.loads(ended.stdout)
    ]
    assert len(found) > 300
    return found


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="there is no timer of the processor")
def test_no_pattern_takes_long_over_a_text_made_against_it(
    patterns: list[tuple[str, int, str, int]],
) -> None:
    before = signal.signal(signal.SIGPROF, _end)
    try:
        slow = [
            (file, line, text) for *p, file, line in patterns if (text := _slow(*p, file, line))
        ]
    finally:
        signal.signal(signal.SIGPROF, before)
    assert slow == []


def _end(number: int, frame: FrameType | None) -> None:
    raise Slow


def _slow(pattern: str, flags: int, file: str, line: int) -> str | None:
    """What such a pattern takes too long over; None where nothing was found."""
    compiled = re.compile(pattern, flags)
    if not re.search(r"[*+}]", pattern):
        return None
    in_files = Path(file).relative_to(ROOT / "bot").parts[0] in IN_FILES
    size = LONG if in_files else LONGEST
    sought = _sought(file, line)
    for pump in _pumps(pattern, flags):
        text = pump * (size // len(pump)) + "\n\0"
        if _seconds(compiled, sought, text) > MOST and _seconds(compiled, sought, text) > MOST:
            return f"{pump!r} {size} times"
    return None


def _seconds(compiled: re.Pattern[str], sought: bool, text: str) -> float:
    """How long the pattern takes over a text; at most a little more than is allowed."""
    began = time.process_time()
    signal.setitimer(signal.ITIMER_PROF, MOST * 1.5)
    try:
        if sought:
            sum(1 for _ in compiled.finditer(text))
        else:
            compiled.match(text)
            compiled.fullmatch(text)
    except Slow:
        return MOST * 2
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    return time.process_time() - began


def _sought(file: str, line: int) -> bool:
    """Whether a pattern is looked for within texts: not where its name is only ever matched."""
    code = Path(file).read_text("utf-8")
    named = re.match(r"\s*(?:self\.)?(\w+)(?::[^=]*)? = re\.compile", code.splitlines()[line - 1])
    if named is None:
        return True
    uses = re.findall(rf"\b{named[1]}(?:\.(\w+))?", code)
    return not {use for use in uses if use} <= {"match", "fullmatch"}


def _pumps(pattern: str, flags: int) -> Iterator[str]:
    """Short texts of the pattern's own signs, to be repeated."""
    signs = sorted(set(_signs(re._parser.parse(pattern, flags))))  # type: ignore[attr-defined]
    yield from signs[:20]
    yield from (a + b for a, b in itertools.permutations(signs[:7], 2))


def _signs(tree: Any) -> Iterator[str]:
    """A sign for each that a parsed pattern names."""
    for kind, value in tree:
        match str(kind), value:
            case "LITERAL", int(code):
                yield chr(code)
            case "NOT_LITERAL" | "ANY" | "NEGATE", _:
                yield from "a "
            case "RANGE", (int(first), int()):
                yield chr(first)
            case "CATEGORY", category:
                name = str(category)
                yield {"SPACE": " ", "DIGIT": "1", "WORD": "a"}.get(name.split("_")[-1], "-")
            case (("IN" | "ATOMIC_GROUP"), parts):
                yield from _signs(parts)
            case (("MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT"), (_, _, part)):
                yield from _signs(part)
            case "SUBPATTERN", (*_, part):
                yield from _signs(part)
            case (("ASSERT" | "ASSERT_NOT"), (_, part)):
                yield from _signs(part)
            case "BRANCH", (_, parts):
                for part in parts:
                    yield from _signs(part)
