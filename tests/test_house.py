"""A part of the desk is entered by its face, a package's `__init__`; and no module needs itself."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping, Set
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

BOT = Path(__file__).resolve().parents[1] / "bot"
OPEN = {
    "bot.handlers": "a room that is one file is its own face; a folder has one, and is checked",
    "bot.handlers.kernel": "what all rooms at Slack's surface stand on, a tool a module",
    "bot.knowledge": "what all parts read with, a tool a module: files, references, cache, signs",
    "bot.render": "a way to show something a module; most open a library that others don't need",
}
"""Parts of which each module is a face of its own, and why."""
APART = {
    "bot.prepare.team": "a team's work toward a date, apart from the texts that the part prepares",
    "bot.reviews.cycles": "the rounds of a mechanism, for pictures alone",
    "bot.reviews.correct": "what a correction may change, for the one form in which it is made",
    "bot.reviews.calls": "the list of open calls, which has a command of its own",
    "bot.reviews.check": "for curators, in the terminal alone",
    "bot.reviews.importing": "for curators, where files are taken in; names of calendar files",
    "bot.reviews.load": "for curators, where files are taken in",
    "bot.reviews.table": "for curators, where files are taken in",
    "bot.states.check": "for curators, in the terminal alone",
    "bot.states.files": "for curators, where files are taken in",
    "bot.states.importing": "for curators, where files are taken in",
    "bot.states.load": "for curators, in the terminal alone",
    "bot.states.recommendations.importing": "for curators, where files are taken in",
    "bot.states.recommendations.labels": "for curators, where files are taken in",
}
"""Modules that others may enter beside a face: a start that doesn't need them doesn't open them."""


@cache
def imports() -> tuple[tuple[str, str, str], ...]:
    """By importing module: each module from which it takes something, and the name."""
    return tuple(_imports())


def _imports() -> Iterator[tuple[str, str, str]]:
    for file in BOT.rglob("*.py"):
        name = ".".join(file.relative_to(BOT.parent).with_suffix("").parts)
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module:
                for taken in node.names:
                    yield name.removesuffix(".__init__"), node.module, taken.name


@cache
def packages() -> Set[str]:
    """All packages within `bot`."""
    folders = (file.parent.relative_to(BOT.parent) for file in BOT.rglob("__init__.py"))
    return frozenset(".".join(folder.parts) for folder in folders) - {"bot"}


def package_of(module: str) -> str:
    """The innermost package that holds a module, or that it is; empty for one of none."""
    while module and module not in packages():
        module = module.rpartition(".")[0]
    return module


def within(module: str, package: str) -> bool:
    """Whether a module stands in a package, or is it."""
    return f"{module}.".startswith(f"{package}.")


def test_nothing_reaches_past_a_face():
    past = [
        f"{importer}: from {module} import {name}"
        for importer, module, name in imports()
        if (package := package_of(module))
        and module != package
        and package not in OPEN
        and module not in APART
        and not within(importer, ".".join(package.split(".")[:2]))
    ]
    assert past == []


def test_rooms_at_slack_s_surface_keep_to_faces_among_themselves():
    past = [
        f"{importer}: from {module} import {name}"
        for importer, module, name in imports()
        if (room := package_of(module)).startswith("bot.handlers.")
        and module != room
        and room not in OPEN
        and not within(importer, room)
    ]
    assert past == []


def test_what_stands_apart_is_entered_from_elsewhere():
    entered = {
        module
        for importer, module, _ in imports()
        if not within(importer, ".".join(module.split(".")[:2]))
    }
    assert set(APART) <= entered, "a module that nobody enters any more needs no exception"


def test_nothing_takes_what_a_module_keeps_to_itself():
    private = [
        f"{importer}: from {module} import {name}"
        for importer, module, name in imports()
        if module.startswith("bot.") and name.startswith("_")
    ]
    assert private == []


def test_no_module_needs_itself():
    modules = {importer for importer, _, _ in imports()} | packages()
    needs: Mapping[str, set[str]] = defaultdict(set)
    for importer, module, name in imports():
        if module.startswith("bot"):
            inside = f"{module}.{name}"
            needs[importer].add(inside if inside in modules else module)
    # The face of asking opens its modules when a name is first asked for; they don't need it.
    faces = packages()
    order = TopologicalSorter(
        {module: needed - faces for module, needed in needs.items() if module not in faces}
    )
    order.prepare()
