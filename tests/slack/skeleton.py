"""What the desk sent in a test, as lines: kinds of blocks, ids, what buttons carry, which phrase of
the wording stands where. What an entry or the calendar says is `text` here: that changes with every
edit, and other tests read it.

The lines of each scenario stand in `golden/`, one file a module. After a change that is meant,
write them anew and read the difference:

    .venv/bin/pytest tests/slack --golden
"""

from __future__ import annotations

import hashlib
import html
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from filelock import FileLock

from bot.knowledge import load
from tests.slack.rig.record import Call

GOLDEN = Path(__file__).resolve().parent / "golden"
SCENARIOS = frozenset(
    f"test_{name}"
    for name in (
        "choosing", "command", "digest_windows", "drafts", "gaps",
        "home", "interview", "mechanisms", "messages", "messages_past",
        "preparations", "prepare", "recommendations", "reminders", "shared_channels", "sharing",
        "shortcuts", "calendar", "welcome",
    )
)  # fmt: skip
"""The modules whose tests do one thing after the other; races and faults come in any order."""
WORDING = Path(__file__).resolve().parents[2] / "knowledge" / "wording.yaml"
LANGUAGES = ("en", "fr", "es", "ar")
MOST = 12
"""Options of a menu that are named."""
OWN = 16
"""Characters in a row by which a phrase is known in which something is filled in; by fewer, what an
entry says would pass for one."""
_PLACE = re.compile(r"\{\w+\}")
_OF_DOCUMENTS = re.compile(
    r"^(?:outline_(?!fill$)|checklist_(?!why$)|prepare_(?:about|accepted|after|and|at_once|audience"
    r"|before|best|between|bound|cancelled|cell|check_on|closed|counted|dated|day|end|event|fact"
    r"|geneva|given|hour|instead|last_days|late|later|list|name_committee|no_committee|no_deadline"
    r"|no_rule|not_open|not_told|nothing_known|of_state|on_day|only_month|open|or|over|probably"
    r"|review_of|soon|sure|suspended|takes|too_early|treaty|unchecked|unsure|was|week|when_sent)"
    r"(?:_|$))"
)
"""What checklists and outlines say: words so common (Contact, ICCPR, … before …) that they stand in
many other texts too."""
_OURS = re.compile(r"^[\w.,-]{1,40}(/[\w.-]{0,40})?$")
"""A value that the desk gives: an id of the base, a code, a number."""
_SLACKS = re.compile(r"^([TUCDGFWAV])[A-Z0-9]{6,}$|^[DV]_\w+$")
_RANDOM = re.compile(r"[0-9a-f-]{16,}|\d{10}\.\d{6}|\bV_?[A-Z0-9]{6,}\b")
_YEAR = re.compile(r"(19|20)\d\d")
_VARIES = frozenset({"entries", "entry", "lines", "asked", "key", "correction"})
"""What a button carries that follows from the base or the calendar."""


class Lines(dict[str, list[str]]):
    """The lines of a module's tests, by test. A file has blocks that come again once, at its end,
    under a name that stands wherever they were shown: `= 3f2a91`."""

    @classmethod
    def read(cls, file: Path) -> Lines:
        """Those of a file; none where there is no file."""
        parts: dict[str, list[str]] = {}
        for line in file.read_text("utf-8").splitlines() if file.exists() else ():
            if line.startswith(("# ", "= ")):
                lines = parts.setdefault(line, [])
            elif line:
                lines.append(line)
        found = cls()
        for name, lines in parts.items():
            if name.startswith("# "):
                whole = (parts.get(line[2:], [line]) for line in lines)
                found[name[2:]] = list(itertools.chain(*whole))
        return found

    def write(self, file: Path) -> None:
        """Into a file."""
        shown = Counter(blocks for lines in self.values() for _, blocks in _messages(lines))
        again = {blocks: f"= {_sum(blocks)}" for blocks, count in shown.items() if count > 1}
        again = {blocks: name for blocks, name in again.items() if len(blocks) > 2}
        parts = []
        for test, lines in self.items():
            parts.append(f"# {test}")
            for head, blocks in _messages(lines):
                parts.append(head)
                parts += [f"  {again[blocks]}"] if blocks in again else blocks
            parts.append("")
        for blocks, name in sorted(again.items(), key=lambda pair: pair[1]):
            parts += [name, *blocks, ""]
        file.parent.mkdir(exist_ok=True)
        file.write_text("\n".join(parts), "utf-8")


def _messages(lines: list[str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Each message or window with its blocks."""
    head, blocks = "", []
    for line in [*lines, ""]:
        if line.startswith(" "):
            blocks.append(line)
            continue
        if head:
            yield head, tuple(blocks)
        head, blocks = line, []


def _sum(blocks: tuple[str, ...]) -> str:
    return hashlib.sha256("\n".join(blocks).encode()).hexdigest()[:6]


def known(module: str, test: str) -> list[str]:
    """The lines of a test as they are pinned."""
    return Lines.read(GOLDEN / f"{module}.txt").get(test, [])


def renew(module: str, test: str, lines: list[str]) -> None:
    """Pin these lines for a test."""
    file = GOLDEN / f"{module}.txt"
    with FileLock(WORDING.parents[1] / "build" / "golden.lock"):
        found = Lines.read(file)
        found[test] = lines
        if not lines:
            del found[test]
        Lines(sorted(found.items())).write(file)


def skeleton(calls: list[Call]) -> list[str]:
    """The lines of what was shown by these calls, oldest first."""
    return [line for call in calls for line in _call(call)]


def _call(call: Call) -> Iterator[str]:
    """What was shown by a call, and below it the blocks; nothing where it showed nothing."""
    args, mark = call.args, "" if call.ok else " REFUSED"
    if "errors" in args:
        wrong = ", ".join(f"{field} {_text(text)}" for field, text in args["errors"].items())
        yield f"{call.method} errors: {wrong}{mark}"
    elif isinstance(view := args.get("view"), dict):
        ends = [_text(view[key]) for key in ("title", "submit", "close") if view.get(key)]
        carries = _carried(view.get("private_metadata", ""))
        kind = args.get("response_action", "")
        name = " ".join([call.method, kind, view.get("callback_id", ""), *ends, carries])
        yield " ".join(name.split()) + mark
        yield from _blocks(view["blocks"])
    elif "blocks" in args or ("text" in args and call.method != "ack"):
        to = str(args.get("channel", ""))[:1]
        kind = args.get("response_type", "")
        place = "in its place" if args.get("replace_original") else ""
        thread = "thread" if args.get("thread_ts") else ""
        yield " ".join(" ".join([call.method, to, kind, place, thread]).split()) + mark
        yield from _blocks(args.get("blocks") or [])
    elif call.method == "ack" and "options" in args:
        yield f"ack options{'' if args['options'] else ': none'}"


def _blocks(blocks: list[dict[str, Any]]) -> Iterator[str]:
    """One line a block and element; the same line again and again is one, with a sign."""
    lines = [line for block in blocks for line in _block(block)]
    for line, same in itertools.groupby(lines):
        yield f"  {line}{' +' if len(list(same)) > 1 else ''}"


def _block(block: dict[str, Any]) -> Iterator[str]:
    kind, own = block["type"], _id(block.get("block_id", ""))
    texts = [block.get("label"), block.get("text"), block.get("hint"), block.get("title")]
    texts += block.get("fields", [])
    said = list(dict.fromkeys(_text(one) for one in texts if one))
    flags = [
        word for key, word in (("optional", "optional"), ("dispatch_action", "at once"))
        if block.get(key)
    ]  # fmt: skip
    line = " ".join(part for part in [kind, own, *said, *flags] if part)
    if kind == "input":
        yield f"{line}: {_element(block['element'], own)}"
        return
    yield line
    held = [block.get("accessory"), *block.get("elements", [])]
    held += block.get("actions", [])
    for element in held:
        if isinstance(element, dict):
            yield f"  {_element(element)}"


def _element(element: dict[str, Any], block: str = "") -> str:
    """An element; the id of its `block` is not said again."""
    if "action_id" not in element:
        return f"{element['type']} {_text(element)}" if "text" in element else element["type"]
    words = [element["type"], *([element["action_id"]] if element["action_id"] != block else [])]
    words += [_text(element[key]) for key in ("text", "placeholder") if element.get(key)]
    words += [str(element[key]) for key in ("style",) if element.get(key)]
    words += ["asks first"] if element.get("confirm") else []
    words += [_carried(element["value"])] if element.get("value") else []
    for button in ("positive_button", "negative_button"):
        words += [_carried(element[button]["value"][1:])] if button in element else []
    options = element.get("options") or [
        option for group in element.get("option_groups", []) for option in group["options"]
    ]
    if options:
        shown = [_option(option) for option in options[:MOST]]
        words.append(f"of {', '.join(shown)}{' …' if len(options) > MOST else ''}")
    for key, value in sorted(element.items()):
        if key.startswith("initial_"):
            many = value if isinstance(value, list) else [value]
            words.append(f"has {', '.join(_first(one) for one in many)}")
    return " ".join(words)


def _option(option: dict[str, Any]) -> str:
    label = _text(option["text"])
    return _carried(option["value"]) + (f" {label}" if label != "text" else "")


def _first(value: Any) -> str:
    """What stands in an input: a value, an option, a day."""
    if isinstance(value, dict):
        return _carried(value["value"])
    return _value(value)


def _carried(value: str) -> str:
    """What a button, an option or a window carries."""
    try:
        fields = json.loads(value)
    except ValueError:
        fields = value
    if not isinstance(fields, dict):
        return _value(value) if value else ""
    told = (
        f"{key}={'…' if key in _VARIES else _value(field)}"
        for key, field in sorted(fields.items())
        if key != "v" and field not in (False, "", [])
    )
    return f"{{{' '.join(told)}}}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ",".join(map(_value, value))
    text = str(value)
    if own := _SLACKS.match(text):
        return f"{own[1] or text[0]}…"
    if _RANDOM.search(text):
        return _id(text)
    if _YEAR.fullmatch(text):
        return "year"
    return text if _OURS.match(text) else "text"


def _id(name: str) -> str:
    """The id of a block, without what is another in each run."""
    return _RANDOM.sub("…", name)


def _text(text: Any) -> str:
    """The phrases of the wording that a text is, line by line; `text` for any other line."""
    if isinstance(text, dict):
        text = text.get("text", "")
        text = text if isinstance(text, str) else json.dumps(text)
    lines = [_phrase(line) for line in str(text).split("\n") if line.strip()]
    return " ".join(f"«{line}»" if line else "text" for line, _ in itertools.groupby(lines))


@cache
def _phrase(line: str) -> str:
    """The key of the phrase that a line is; empty for none."""
    line = " ".join(html.unescape(line).strip("*_ ").split())  # as French spaces are of many kinds
    whole, patterns = _wording()
    found = whole.get(line)
    if found is None:
        found = next((key for key, pattern in patterns if pattern.fullmatch(line)), "")
    return found


@cache
def _wording() -> tuple[dict[str, str], list[tuple[str, re.Pattern[str]]]]:
    """Keys by phrase, and patterns of those in which something is filled in; `digest_day.fr` for
    a phrase that is not English."""
    whole: dict[str, str] = {}
    patterns: list[tuple[str, re.Pattern[str]]] = []
    base = load(WORDING.parent)
    for key in base.wording:
        if _OF_DOCUMENTS.match(key):
            continue
        for language in LANGUAGES:
            phrase, name = base.say(key, language), key if language == "en" else f"{key}.{language}"
            if not _PLACE.search(phrase):
                whole.setdefault(" ".join(phrase.split()), name)
                continue
            fixed = _PLACE.split(" ".join(phrase.split()))
            if max(map(len, fixed)) >= OWN:
                patterns.append((name, re.compile(".+?".join(map(re.escape, fixed)))))
    return whole, patterns
