"""What curators must correct in `knowledge/drafts/`, beyond what loading it needs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Formatter

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.files import KeyPath, YamlFile, read_yaml
from bot.knowledge.models import Base
from bot.knowledge.shapes import Known, read_shape, unknown
from bot.prepare.actions import Action
from bot.prepare.drafts.bodies import AllBodyRules, Facts
from bot.prepare.drafts.contacts import KINDS, compiled
from bot.prepare.drafts.form import parts_of
from bot.prepare.drafts.lists import FOLDER, OTHERS, DraftLists, ReportTexts, load_lists
from bot.prepare.load import load_actions

_VALUES = frozenset(
    "type takes counted limit how over joint least most pages language best state there missing"
    " unread all number flawed what part parts total".split()
)
"""What texts may print in braces."""
Files = Callable[[str], YamlFile]
"""Opens a file of the folder, for the lines on which its parts stand."""
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,} [^\W\d_]{2,}")


def check_drafts(folder: Path, base: Base) -> list[Problem]:
    """Everything that must be corrected, by file; a note for parts that no words are listed for.

    A folder without `drafts/` has nothing to correct, nor has one whose actions can't be read.
    """
    if not (folder / FOLDER).is_dir():
        return []
    try:
        lists = load_lists(folder)
        actions = load_actions(folder, base)
    except KnowledgeError as error:
        return [problem for problem in error.problems if problem.file.startswith(FOLDER)]

    @cache
    def file(name: str) -> YamlFile:
        path = f"{FOLDER}/{name}.yaml"
        return read_yaml(folder / path, path)

    problems = [
        *_references(folder, Known(base, actions)),
        *_rules(file, lists, base, actions),
        *_patterns(file, lists),
        *_texts(file, lists),
        *_translations(file, lists),
    ]
    known = {*lists.parts.parts, *lists.parts.unsought}
    outlines = [action.outline for action in actions.values() if action.outline]
    parts = {
        name for outline in outlines for joint in (False, True) for name in parts_of(outline, joint)
    }
    notes = [
        file("parts").problem(("parts",), f"note: no words for the part '{name}'")
        for name in parts - known
    ]
    return sorted({*problems, *notes})


def _rules(
    file: Files, lists: DraftLists, base: Base, actions: Mapping[str, Action]
) -> Iterator[Problem]:
    bodies = lists.bodies
    for part in ("mechanisms", "actions"):
        for name, body in getattr(bodies, part).items():
            if body.languages:
                for language in (*body.languages.takes, *body.languages.best):
                    if language not in lists.languages.names:
                        message = f"the language '{language}' has no name in languages.yaml"
                        yield file("bodies").problem((part, name, "languages"), message)
    for name in bodies.actions:
        action, _, mechanism = name.partition("/")
        where: KeyPath = ("actions", name)
        if action not in actions:
            yield file("bodies").problem(where, unknown("action", action, actions))
        elif mechanism and mechanism not in actions[action].any_of:
            yield file("bodies").problem(where, f"'{action}' is not done before '{mechanism}'")
    before = [(("ended", at), ended.before) for at, ended in enumerate(lists.facts.ended)]
    for path, names in [*before, (("position",), lists.facts.position.before)]:
        for name in names:
            if name not in base.mechanisms and name not in actions:
                known = [*base.mechanisms, *actions]
                message = unknown("mechanism and no action", name, known)
                yield file("facts").problem((*path, "before"), message)


def _references(folder: Path, known: Known) -> Iterator[Problem]:
    """Entries, figures and mechanisms that are named and not there, or whose rule has ended."""
    for name, kind in (("bodies", AllBodyRules), ("texts", ReportTexts), ("facts", Facts)):
        try:
            read_shape(folder, f"{FOLDER}/{name}.yaml", kind, known=known)
        except KnowledgeError as error:
            yield from error.problems


def _patterns(file: Files, lists: DraftLists) -> Iterator[Problem]:
    for kind in (*KINDS, "public"):
        try:
            compiled(getattr(lists.contacts, kind))
        except re.error as error:
            yield file("contacts").problem((kind,), f"{kind}: a pattern is wrong ({error})")
    traces, facts = lists.traces, lists.facts
    own = {"ages": traces.ages, "not_ages": traces.not_ages, "initials": traces.initials}
    for name, key, expressions in (
        *(("traces", key, expressions) for key, expressions in own.items()),
        ("facts", "resolution", (facts.resolution,)),
    ):
        for expression in expressions:
            try:
                re.compile(expression)
            except re.error as error:
                yield file(name).problem((key,), f"{key}: a pattern is wrong ({error})")


def _texts(file: Files, lists: DraftLists) -> Iterator[Problem]:
    texts = lists.texts
    says = [
        ((part, key), text)
        for part in ("items", "findings")
        for key, item in getattr(texts, part).items()
        for text in (item.says, item.do)
    ]
    for (part, key), text in [*says, *((("how", key), text) for key, text in texts.how.items())]:
        try:
            fields: Iterable[str | None] = [field for _, field, _, _ in Formatter().parse(text)]
        except ValueError:
            fields = ["?"]
        for field in fields:
            if field is not None and field not in _VALUES:
                message = f"{key}: {{{field}}} is not a value that can be printed"
                yield file("texts").problem((part, key), message)
    for check in texts.private:
        if check not in texts.checks:
            message = f"private: {unknown('check', check, texts.checks)}"
            yield file("texts").problem(("private",), message)


def _translations(file: Files, lists: DraftLists) -> Iterator[Problem]:
    """Texts that another language lacks, and values that it prints and English does not."""
    english = lists.texts
    for language in OTHERS:
        texts, name = lists.spoken[language], f"texts-{language}"
        for part in ("items", "findings", "how", "report"):
            for key, text in getattr(english, part).items():
                other = getattr(texts, part)[key]
                both = (text, other) if isinstance(text, str) else (text.says, other.says)
                if both[0] == both[1] and _WORD.search(both[0].partition("{")[0]):
                    yield file(name).problem((part, key), f"{part}: '{key}' is not translated")
                elif not _fields(both[1]) <= _fields(both[0]):
                    message = f"{part}: '{key}' prints a value that the English text does not"
                    yield file(name).problem((part, key), message)


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}
