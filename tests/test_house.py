"""Rooms at Slack's surface are entered by their face: a package's `__init__`."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

BOT = Path(__file__).resolve().parents[1] / "bot"
ROOMS = ("bot.handlers", "bot.runner")
OPEN = "bot.handlers.kernel"
"""Each module of the kernel is a face of its own."""


def imports() -> Iterator[tuple[str, str, str]]:
    """By importing module: each module from which it takes something, and the name."""
    for file in BOT.rglob("*.py"):
        name = ".".join(file.relative_to(BOT.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for one in node.names:
                    yield name.removesuffix(".__init__"), node.module, one.name


def room_of(module: str) -> str:
    """The package in which a module of the surface stands; empty for others."""
    parts = module.split(".")
    if module.startswith("bot.runner"):
        return "bot.runner"
    inside = module.startswith("bot.handlers.") and not module.startswith(OPEN)
    return ".".join(parts[:3]) if inside else ""


def test_nothing_reaches_past_the_face_of_a_room():
    found = [
        f"{importer}: from {module} import {name}"
        for importer, module, name in imports()
        if (room := room_of(module)) and module != room and room_of(importer) != room
    ]
    assert found == []


def test_nothing_takes_what_a_module_keeps_to_itself():
    found = [
        f"{importer}: from {module} import {name}"
        for importer, module, name in imports()
        if module.startswith(ROOMS) and name.startswith("_")
    ]
    assert found == []
