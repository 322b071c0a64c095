"""One thing that was found in a draft, as text for Slack: what is wrong, what to do, where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from bot.prepare.drafts import Finding, Item
from bot.prepare.models import Rule
from bot.render.draft import where
from bot.render.prepared import Numbered
from bot.render.slack.text import clipped_markup, escape

PLACES = 4
"""Places of one kind that are shown; all of them stand in the whole report."""
ITEM = 900
"""Characters of what is said on one thing."""


def item_text(item: Item, sign: str, numbers: Numbered, frame: Mapping[str, str]) -> str:
    """As many lines as ITEM takes, with how many there are besides; escaped."""
    first, *others = _lines(item, sign, numbers, frame)
    kept, left = clipped_markup(first, ITEM), 0
    for line in others:
        if left or len(kept) + len(line) > ITEM:
            left += 1
        else:
            kept = f"{kept}\n{line}"
    return f"{kept}\n   … +{left}" if left else kept


def _lines(item: Item, sign: str, numbers: Numbered, frame: Mapping[str, str]) -> Iterator[str]:
    yield f"*{escape(f'{sign} · {item.title}')}:* {escape(item.says)}"
    if item.do:
        yield f"→ {escape(item.do)}"
    if item.rule:
        yield f"_{escape(_ruled(item.rule, numbers))}_"
    yield from _found(item, frame)


def _found(item: Item, frame: Mapping[str, str]) -> Iterator[str]:
    """What was found, the places of one kind together."""
    kinds: dict[tuple[str, str], list[Finding]] = {}
    for one in item.findings:
        kinds.setdefault((one.says, one.do), []).append(one)
    for (says, do), found in kinds.items():
        yield f"• {escape(says if do == item.do else f'{says} {do}'.strip())}"
        for one in found[:PLACES]:
            shown = f"“{one.shown}”" if one.shown else ""
            at = where(one.place, frame) if one.place else ""
            if line := ", ".join(part for part in (at, shown) if part):
                yield f"   – {escape(line)}"
    hidden = sum(max(len(found) - PLACES, 0) for found in kinds.values()) + item.more
    if hidden:
        yield f"   … +{hidden}"


def _ruled(rule: Rule, numbers: Numbered) -> str:
    return f"{rule.title} {numbers.mark(rule).strip()}".strip()
