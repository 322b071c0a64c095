"""What curators must mend in `knowledge/drafts/`, beyond what loading it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import Base
from bot.prepare.actions import Action
from bot.prepare.drafts.contacts import KINDS, compiled
from bot.prepare.drafts.lists import FOLDER, Lists, load_lists
from bot.prepare.drafts.parts import parts_of

_VALUES = frozenset(
    "type takes counted limit how over joint least most pages language best state there missing"
    " unread all number flawed what part parts total".split()
)
"""What texts may print in braces."""


def check_drafts(folder: Path, base: Base, actions: Mapping[str, Action]) -> list[Problem]:
    """Everything that must be mended, by file; a note for parts that no words are listed for."""
    try:
        lists = load_lists(folder)
    except KnowledgeError as error:
        return error.problems
    problems = [*_rules(lists, base, actions), *_patterns(lists), *_texts(lists)]
    for action in actions.values():
        for joint in (False, True) if action.outline else ():
            for name in parts_of(action.outline, joint) if action.outline else ():
                if name not in (*lists.parts.parts, *lists.parts.unsought):
                    problems.append(_problem("parts", f"note: no words for the part '{name}'"))
    return sorted(set(problems))


def _rules(lists: Lists, base: Base, actions: Mapping[str, Action]) -> Iterator[Problem]:
    bodies = lists.bodies
    for name in bodies.mechanisms:
        if name not in base.mechanisms:
            yield _problem("bodies", f"there is no mechanism '{name}'")
    for name, body in [*bodies.mechanisms.items(), *bodies.actions.items()]:
        action, _, mechanism = name.partition("/")
        if name in bodies.actions and action not in actions:
            yield _problem("bodies", f"there is no action '{action}'")
        if mechanism and action in actions and mechanism not in actions[action].any_of:
            yield _problem("bodies", f"'{action}' is not done before '{mechanism}'")
        yield from _references("bodies", body.model_dump_json(), base)
        if body.languages:
            for one in (*body.languages.takes, *body.languages.best):
                if one not in lists.languages.names:
                    yield _problem("bodies", f"the language '{one}' has no name in languages.yaml")
    yield from _references("texts", lists.texts.model_dump_json(), base)


def _references(file: str, text: str, base: Base) -> Iterator[Problem]:
    for rule in re.findall(r'"rule":"([^"]+)"', text):
        if rule not in base.entries:
            yield _problem(file, f"there is no entry '{rule}'")
        elif base.entries[rule].ended:
            yield _problem(file, f"{rule} is a rule that has ended")
    for entry, name in re.findall(r'"([a-z0-9.-]+)#([a-z0-9_]+)"', text):
        if base.figure(entry, name) is None:
            yield _problem(file, f"the figure '{entry}#{name}' is not defined in an entry")


def _patterns(lists: Lists) -> Iterator[Problem]:
    for kind in KINDS:
        try:
            compiled(getattr(lists.contacts, kind))
        except re.error as error:
            yield _problem("contacts", f"{kind}: a pattern is wrong ({error})")


def _texts(lists: Lists) -> Iterator[Problem]:
    texts = lists.texts
    told = [*texts.items.items(), *texts.findings.items()]
    says = [(key, text) for key, item in told for text in (item.says, item.do)]
    for key, text in [*says, *texts.how.items()]:
        try:
            fields: Iterable[str | None] = [field for _, field, _, _ in Formatter().parse(text)]
        except ValueError:
            fields = ["?"]
        for field in fields:
            if field is not None and field not in _VALUES:
                yield _problem("texts", f"{key}: {{{field}}} is not a value that can be printed")
    for check in texts.private:
        if check not in texts.checks:
            yield _problem("texts", f"private: there is no check '{check}'")


def _problem(file: str, message: str) -> Problem:
    return Problem(f"{FOLDER}/{file}.yaml", 1, message)
