"""Our own table of limits, applied to blocks and views of any depth."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.slack.rig import limits

LINK = re.compile(r"^(https?://|mailto:)\S+$")
EVERYONE = re.compile(r"<!(channel|here|everyone)\b")


def broken_limits(value: dict[str, Any], kind: str, place: str) -> list[str]:
    """Every measured field of an object, and of all that it holds, that is too small or too big."""
    found = []
    for path, name, part in _objects(value, kind, place):
        for field, (least, most) in {**limits.EVERYWHERE, **limits.OF_TYPE.get(name, {})}.items():
            for size in _sizes(part, field):
                if not least <= size <= most:
                    found.append(f"{path}.{field}: {size}, where {least} to {most} may be")
        found.extend(_of_its_own(path, name, part))
    return found


def characters(blocks: list[Any]) -> int:
    """The characters of all texts in the blocks, as Slack adds them up for a message."""
    return sum(
        len(part["text"])
        for block in blocks
        for _, _, part in _objects(block, "", "")
        if isinstance(part.get("text"), str)
    )


def repeated(blocks: list[Any], place: str) -> list[str]:
    """Block ids that occur twice, and action ids that occur twice in one block."""
    ids = Counter(block["block_id"] for block in blocks if block.get("block_id"))
    found = [f"{place}: block_id '{name}' occurs {n} times" for name, n in ids.items() if n > 1]
    for index, block in enumerate(blocks):
        actions = Counter(
            part["action_id"] for _, _, part in _objects(block, "", "") if part.get("action_id")
        )
        found += [
            f"{place}[{index}]: action_id '{name}' occurs {n} times"
            for name, n in actions.items()
            if n > 1
        ]
    return found


def calls_everyone(value: Any) -> bool:
    """Whether a text anywhere in it would notify a whole channel."""
    if isinstance(value, str):
        return bool(EVERYONE.search(value))
    if isinstance(value, dict):
        value = list(value.values())
    return isinstance(value, list) and any(map(calls_everyone, value))


def _of_its_own(path: str, kind: str, part: dict[str, Any]) -> Iterator[str]:
    if kind == "section" and not (part.get("text") or part.get("fields")):
        yield f"{path}: a section has text or fields"
    if kind == "card" and not any(
        part.get(key) for key in ("hero_image", "title", "actions", "body")
    ):
        yield f"{path}: a card has an image, a title, a body or actions"
    if kind == "table":
        for row, cells in enumerate(part.get("rows", [])):
            if not 1 <= len(cells) <= limits.TABLE_COLUMNS:
                yield f"{path}.rows[{row}]: {len(cells)} cells, where 1 to 20 may be"
    for key in ("url", "image_url", "title_url"):
        if isinstance(part.get(key), str) and not LINK.match(part[key]):
            yield f"{path}.{key}: '{part[key][:60]}' is no address that Slack opens"


def _objects(value: Any, kind: str, place: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every object with its place and what it is: by its type, else by the key that holds it."""
    if isinstance(value, list):
        for index, one in enumerate(value):
            yield from _objects(one, kind, f"{place}[{index}]")
    if not isinstance(value, dict):
        return
    name = kind if kind == "view" else str(value.get("type") or kind)
    yield place, name, value
    for key, held in value.items():
        yield from _objects(held, limits.KIND_OF_KEY.get(key, ""), f"{place}.{key}")


def _sizes(part: dict[str, Any], field: str) -> Iterator[int]:
    value = part.get(field.removesuffix("[]"))
    each = value if field.endswith("[]") and isinstance(value, list) else [value]
    for one in each:
        if isinstance(one, dict) and "text" in one:
            one = one["text"]
        if isinstance(one, str) or (isinstance(one, list) and not field.endswith("[]")):
            yield len(one)
