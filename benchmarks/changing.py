"""Sound input with damage in it: what the fuzzing feeds to the desk.

Strategies of hypothesis, so that what breaks something is made as small as it can be.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from hypothesis import strategies as st

CANARY = "Zanzalor"
"""Stands in what people write: the log must never hold it."""
WORDS = (
    "", " ", "\x00", "\u202e", "\ufeff", "\ufffd", "🙏" * 40, "<!channel>", "<@U1>", "<script>",
    "{{7*7}}", "%s%n", "'", '"', "\\", "\n\n", "a" * 4_000, "é" * 300, "اللجنة", f"{CANARY} asks",
    "-1", "0", "9" * 30, "1e999", "NaN", "null", "2026-02-30", "0000-00-00", "9999-12-31",
    "2026-11", "MLI", "Mali", "Congo", "upr", "cedaw", "party", "yes", "U00000001", "C00000001",
    "T00000002", "1700000000.000100", "../../etc/passwd",
)  # fmt: skip
LEAVES = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=60),
    st.none(),
    st.booleans(),
    st.integers(-(2**40), 2**70),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([[], {}, [None], [[]], {"": ""}, [{}], [1, "a"]]),
)
TOKENS = st.one_of(
    st.sampled_from([word.encode("utf-8", "replace") for word in WORDS]),
    st.sampled_from([b"\xff\xfe", b"\xc3", b"<", b"</w:p>", b"&#x0;", b"]]>", b"\r"]),
    st.sampled_from([bytes([one]) for one in b',;"[{}\n']),
    st.binary(max_size=12),
)  # fmt: skip
_Path = tuple[Any, ...]


def paths(tree: Any, at: _Path = ()) -> Iterator[_Path]:
    """The way to every part of a JSON value but the whole."""
    pairs = (
        tree.items()
        if isinstance(tree, dict)
        else enumerate(tree)
        if isinstance(tree, list)
        else ()
    )
    for key, value in pairs:
        yield (*at, key)
        yield from paths(value, (*at, key))


def _written(tree: Any, path: _Path) -> bool:
    """Whether a part of a delivery is what somebody typed, and not what the desk or Slack put."""
    *above, key = path
    parent = _at(tree, tuple(above))
    typed = key == "value" and isinstance(parent, dict) and parent.get("type") == "plain_text_input"
    return isinstance(parent[key], str) and (typed or key in ("text", "title"))


def _at(tree: Any, path: _Path) -> Any:
    for key in path:
        tree = tree[key]
    return tree


@st.composite
def changed_values(
    draw: st.DrawFn, seeds: Sequence[Any], most: int = 3, texts: bool = False
) -> Any:
    """One of `seeds` (JSON values) with parts of it replaced, left out or doubled.

    With `texts` only what people write in Slack is replaced, by other texts.
    """
    tree = copy.deepcopy(draw(st.sampled_from(seeds)))
    for _ in range(draw(st.integers(1, most))):
        every = list(paths(tree))
        if texts:
            every = [path for path in every if _written(tree, path)]
        if not every:
            break
        *above, key = draw(st.sampled_from(every))
        parent = _at(tree, tuple(above))
        how = "put" if texts else draw(st.sampled_from(["put", "put", "leave out", "double"]))
        if how == "put":
            parent[key] = draw(st.sampled_from(WORDS) | st.text(max_size=60) if texts else LEAVES)
        elif how == "leave out":
            del parent[key]
        elif isinstance(parent, list):
            parent.insert(key, copy.deepcopy(parent[key]))
    return tree


@st.composite
def changed_bytes(draw: st.DrawFn, seeds: Sequence[bytes], most: int = 4) -> bytes:
    """One of `seeds` with some of its bytes replaced or left out, or with others put in."""
    content = draw(st.sampled_from(seeds))
    for _ in range(draw(st.integers(1, most))):
        at = draw(st.integers(0, len(content)))
        gone = draw(st.sampled_from([0, 0, 1, 3, 40, 10**9]))
        content = content[:at] + draw(TOKENS) + content[at + gone :]
    return content


@st.composite
def changed_table(
    draw: st.DrawFn, header: Sequence[str], rows: Sequence[Sequence[str]]
) -> list[list[str]]:
    """Some of `rows` under `header`, with cells, rows or columns changed."""
    picked = [list(draw(st.sampled_from(rows))) for _ in range(draw(st.integers(1, 4)))]
    table = [list(header), *picked]
    for _ in range(draw(st.integers(1, 4))):
        row = draw(st.sampled_from(table))
        column = draw(st.integers(0, max(len(row) - 1, 0)))
        how = draw(st.sampled_from(["cell", "cell", "cell", "less", "more"]))
        if how == "cell" and row:
            row[column] = draw(st.sampled_from(WORDS) | st.text(max_size=30))
        elif how == "less" and row:
            del row[column]
        elif how == "more":
            row.insert(column, draw(st.sampled_from(WORDS)))
    return table
