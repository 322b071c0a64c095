"""What curators must mend in `knowledge/drafts/`, beyond what loading it needs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from string import Formatter

from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.models import Base
from bot.prepare.actions import Action
from bot.prepare.drafts.bodies import Ended, Position
from bot.prepare.drafts.contacts import KINDS, compiled
from bot.prepare.drafts.form import parts_of
from bot.prepare.drafts.lists import FOLDER, OTHERS, Lists, load_lists
from bot.prepare.load import load_actions

_VALUES = frozenset(
    "type takes counted limit how over joint least most pages language best state there missing"
    " unread all number flawed what part parts total".split()
)
"""What texts may print in braces."""
_WORD = re.compile(r"(?<![^\W\d_])[^\W\d_]{3,} [^\W\d_]{2,}")


def check_drafts(folder: Path, base: Base) -> list[Problem]:
    """Everything that must be mended, by file; a note for parts that no words are listed for.

    A folder without `drafts/` has nothing to mend, nor has one whose actions can't be read.
    """
    if not (folder / FOLDER).is_dir():
        return []
    try:
        lists = load_lists(folder)
        actions = load_actions(folder, base)
    except KnowledgeError as error:
        return [one for one in error.problems if one.file.startswith(FOLDER)]
    place = _Places(folder)
    problems = [
        *_rules(place, lists, base, actions),
        *_patterns(place, lists),
        *_texts(place, lists),
        *_translations(place, lists),
    ]
    known = {*lists.parts.parts, *lists.parts.unsought}
    outlines = [action.outline for action in actions.values() if action.outline]
    parts = {name for one in outlines for joint in (False, True) for name in parts_of(one, joint)}
    notes = [
        place.problem("parts", "parts:", f"note: no words for the part '{name}'")
        for name in parts - known
    ]
    return sorted({*problems, *notes})


def _rules(
    place: _Places, lists: Lists, base: Base, actions: Mapping[str, Action]
) -> Iterator[Problem]:
    bodies = lists.bodies
    for name in bodies.mechanisms:
        if name not in base.mechanisms:
            yield place.problem("bodies", name, f"there is no mechanism '{name}'")
    for name, body in [*bodies.mechanisms.items(), *bodies.actions.items()]:
        action, _, mechanism = name.partition("/")
        if name in bodies.actions and action not in actions:
            yield place.problem("bodies", name, f"there is no action '{action}'")
        if mechanism and action in actions and mechanism not in actions[action].any_of:
            yield place.problem("bodies", name, f"'{action}' is not done before '{mechanism}'")
        yield from _references(place, "bodies", body.model_dump_json(), base)
        if body.languages:
            for one in (*body.languages.takes, *body.languages.best):
                if one not in lists.languages.names:
                    message = f"the language '{one}' has no name in languages.yaml"
                    yield place.problem("bodies", name, message)
    yield from _references(place, "texts", lists.texts.model_dump_json(), base)
    known: tuple[Ended | Position, ...] = (*lists.facts.ended, lists.facts.position)
    for ended in known:
        if ended.rule not in base.entries:
            message = f"there is no entry '{ended.rule}'"
            yield place.problem("facts", ended.rule, message)
        for name in ended.before:
            if name not in base.mechanisms and name not in actions:
                message = f"there is no mechanism and no action '{name}'"
                yield place.problem("facts", name, message)


def _references(place: _Places, file: str, text: str, base: Base) -> Iterator[Problem]:
    for rule in re.findall(r'"rule":"([^"]+)"', text):
        if rule not in base.entries:
            yield place.problem(file, rule, f"there is no entry '{rule}'")
        elif base.entries[rule].ended:
            yield place.problem(file, rule, f"{rule} is a rule that has ended")
    for entry, name in re.findall(r'"([a-z0-9.-]+)#([a-z0-9_]+)"', text):
        if base.figure(entry, name) is None:
            message = f"the figure '{entry}#{name}' is not defined in an entry"
            yield place.problem(file, f"{entry}#{name}", message)


def _patterns(place: _Places, lists: Lists) -> Iterator[Problem]:
    for kind in (*KINDS, "public"):
        try:
            compiled(getattr(lists.contacts, kind))
        except re.error as error:
            yield place.problem("contacts", f"{kind}:", f"{kind}: a pattern is wrong ({error})")
    traces, facts = lists.traces, lists.facts
    own = {"ages": traces.ages, "not_ages": traces.not_ages, "initials": traces.initials}
    for file, key, expressions in (
        *(("traces", key, expressions) for key, expressions in own.items()),
        ("facts", "resolution", (facts.resolution,)),
    ):
        for one in expressions:
            try:
                re.compile(one)
            except re.error as error:
                yield place.problem(file, f"{key}:", f"{key}: a pattern is wrong ({error})")


def _texts(place: _Places, lists: Lists) -> Iterator[Problem]:
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
                message = f"{key}: {{{field}}} is not a value that can be printed"
                yield place.problem("texts", f"{key}:", message)
    for check in texts.private:
        if check not in texts.checks:
            yield place.problem("texts", "private:", f"private: there is no check '{check}'")


def _translations(place: _Places, lists: Lists) -> Iterator[Problem]:
    """Texts that another language lacks, and values that it prints and English does not."""
    english = lists.texts
    for language in OTHERS:
        texts, file = lists.spoken[language], f"texts-{language}"
        for part in ("items", "findings", "how", "report"):
            for key, text in getattr(english, part).items():
                other = getattr(texts, part)[key]
                both = (text, other) if isinstance(text, str) else (text.says, other.says)
                if both[0] == both[1] and _WORD.search(both[0].partition("{")[0]):
                    yield place.problem(file, f"{key}:", f"{part}: '{key}' is not translated")
                elif not _fields(both[1]) <= _fields(both[0]):
                    message = f"{part}: '{key}' prints a value that the English text does not"
                    yield place.problem(file, f"{key}:", message)


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


class _Places:
    """Finds the line of a word in the files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder / FOLDER

    def problem(self, file: str, word: str, message: str) -> Problem:
        """A problem at the first line that holds a word."""
        lines = (self._folder / f"{file}.yaml").read_text(encoding="utf-8").splitlines()
        found = (at for at, line in enumerate(lines, 1) if word in line and line[:1] != "#")
        return Problem(f"{FOLDER}/{file}.yaml", next(found, 1), message)
