"""Reads `knowledge/choosing.yaml` into checked rules, all or nothing: what a kind shares is laid
under its ways, and every rule gets its place in the file."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from bot.choosing.rules import Rules, RuleText, SharedRules, WayText
from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.figures import REFERENCE
from bot.knowledge.files import KeyPath, YamlFile, near, read_yaml
from bot.knowledge.models import Base, Language
from bot.knowledge.references import Known, unknown
from bot.knowledge.shapes import read_shape, translated
from bot.knowledge.spoken import CHOOSING
from bot.states import Profiles

Ruled = TypeVar("Ruled", bound=RuleText)
Parted = TypeVar("Parted", bound=SharedRules)
_OUTER = ("assumed", "first", "cannot", "secret", "actors")
_LISTS = ("facts", "conditions", "limits", "send", "seen_by", "risks", "not_beside")


def numbered(rules: Rules) -> Rules:
    """The rules, each with its place: 'ways.wgad.facts.2', counted from 1."""
    weights = tuple(
        weight.model_copy(update={"key": f"weights.{number}.{weight.fact}"})
        for number, weight in enumerate(rules.weights, 1)
    )
    lists = {name: _keyed(name, getattr(rules, name)) for name in _OUTER}
    kinds = {name: _numbered(kind, f"kinds.{name}") for name, kind in rules.kinds.items()}
    ways = tuple(_numbered(way, f"ways.{way.id}") for way in rules.ways)
    return rules.model_copy(update={**lists, "weights": weights, "kinds": kinds, "ways": ways})


def with_kinds(rules: Rules) -> Rules:
    """The rules, each way complete; `like` must lead somewhere and not back to itself."""
    ways = tuple(_complete(way, rules.kinds) for way in rules.ways)
    return rules.model_copy(update={"ways": ways})


def _numbered(part: Parted, where: str) -> Parted:
    return part.model_copy(
        update={name: _keyed(f"{where}.{name}", getattr(part, name)) for name in _LISTS}
    )


def _keyed(where: str, rules: Sequence[Ruled]) -> tuple[Ruled, ...]:
    return tuple(
        statement.model_copy(update={"key": f"{where}.{number}"})
        for number, statement in enumerate(rules, 1)
    )


def _complete(way: WayText, kinds: Mapping[str, SharedRules]) -> WayText:
    part: SharedRules = way
    while part.like:
        part = kinds[part.like]
        own = {fact.fact for fact in way.facts} | set(way.without)
        ids = {condition.id for condition in way.conditions}
        update = {
            "facts": (*way.facts, *(fact for fact in part.facts if fact.fact not in own)),
            "conditions": (
                *(condition for condition in part.conditions if condition.id not in ids),
                *way.conditions,
            ),
            "limits": (*way.limits, *part.limits),
            "send": (*part.send, *way.send),
            "seen_by": way.seen_by or part.seen_by,
            "risks": (*way.risks, *part.risks),
            "not_beside": (*way.not_beside, *part.not_beside),
        }  # fmt: skip
        way = way.model_copy(update=update)
    return way


_logger = logging.getLogger(__name__)
NAME = "choosing.yaml"
PAGE = "choosing.md"
TIMES = ("days", "weeks", "months", "years")
Texts = Iterator[tuple[KeyPath, str]]


def load_rules(folder: Path, base: Base, profiles: Profiles) -> Rules:
    """The rules of a knowledge folder; each way has what its kind shares laid under it.

    `base` holds the entries and figures that they refer to, `profiles` what States accepted.
    Raises KnowledgeError with every problem found, file and line each.
    """
    rules, _ = read_rules(folder, base, profiles)
    return rules


def said_rules(folder: Path, base: Base, english: Rules, language: Language) -> Rules:
    """The same rules in a language. A text that is not translated stays English, and so does one
    whose translation can't be used, as it is too long: the log says in a line which."""
    file = read_yaml(folder / NAME, NAME)
    translated_file = CHOOSING.in_language(file, base.translations, language)
    try:
        Rules.model_validate(translated_file.data)
    except ValidationError as error:
        broken = [detail["loc"] for detail in error.errors()]
        names = "; ".join(".".join(map(str, place)) for place in broken)
        _logger.warning("%s is shown in English, not in '%s', at: %s", NAME, language, names)
        for place in broken:
            _put_back(translated_file.data, file.data, place)
    return translated(
        NAME,
        language,
        english,
        lambda: with_kinds(numbered(Rules.model_validate(translated_file.data))),
    )


def _put_back(translation: Any, english: Any, place: KeyPath) -> None:
    """Put the English in the place of a translation; a place that is in no file is left."""
    *way, last = place
    try:
        for part in way:
            translation, english = translation[part], english[part]
        translation[last] = english[last]
    except (KeyError, IndexError, TypeError):
        return


def read_rules(folder: Path, base: Base, profiles: Profiles) -> tuple[Rules, YamlFile]:
    """The same with the file, for the checker."""
    known = Known(base, [path.stem for path in (folder / "actions").glob("*.yaml")])
    keys = [*WayText.model_fields, *_KEYS]
    rules, file = read_shape(folder, NAME, Rules, keys, known=known, page=PAGE)
    problems = [
        *_printed(file, base),
        *_times(rules, file, base),
        *_ways(rules, file, profiles),
    ]
    if problems:
        raise KnowledgeError(set(problems))
    return with_kinds(numbered(rules)), file


def texts(data: Any, where: KeyPath = ()) -> Texts:
    """Every text in the file, with its key path."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from texts(value, (*where, key))
    elif isinstance(data, list):
        for index, value in enumerate(data):
            yield from texts(value, (*where, index))
    elif isinstance(data, str):
        yield where, data


def _printed(file: YamlFile, base: Base) -> Iterator[Problem]:
    """Figures in texts that no entry has."""
    for where, text in texts(file.data):
        for match in REFERENCE.finditer(text):
            if match[1] is None or base.figure(match[1], match[2]) is None:
                message = f"{match[0]}: write a figure of an entry as {{entry.id#name}}"
                yield file.problem(where, message)


def _times(rules: Rules, file: YamlFile, base: Base) -> Iterator[Problem]:
    """Time limits that count no time."""
    for index, way in enumerate(rules.ways):
        for number, limit in enumerate(way.limits):
            figure = base.figure(*limit.figure.split("#", 1)) if limit.figure else None
            if figure and figure.unit not in TIMES:
                message = f"'{limit.figure}' counts {figure.unit}; a time limit needs a time"
                yield file.problem(("ways", index, "limits", number, "figure"), message)


def _ways(rules: Rules, file: YamlFile, profiles: Profiles) -> Iterator[Problem]:
    ids = [way.id for way in rules.ways]
    needs = _needs(profiles)
    for index, way in enumerate(rules.ways):
        where: KeyPath = ("ways", index)
        if ids.index(way.id) != index:
            yield file.problem((*where, "id"), f"two ways are called '{way.id}'")
        if way.needs and way.needs not in needs:
            hint = near(way.needs, needs)
            message = f"states/ways.csv and bodies.csv have no '{way.needs}'{hint}"
            yield file.problem((*where, "needs"), message)
        yield from _like(way, rules, file, where)
    for name, kind in rules.kinds.items():
        yield from _like(kind, rules, file, ("kinds", name))
    for path, text in texts(file.data):
        if _names_a_way(path) and text not in ids:
            yield file.problem(path, unknown("way", text, ids))


def _like(part: SharedRules, rules: Rules, file: YamlFile, where: KeyPath) -> Iterator[Problem]:
    seen: list[str] = []
    while part.like:
        if part.like not in rules.kinds:
            yield file.problem((*where, "like"), unknown("kind", part.like, rules.kinds))
            return
        if part.like in seen:
            yield file.problem((*where, "like"), f"'{part.like}' leads back to itself")
            return
        seen.append(part.like)
        part = rules.kinds[part.like]


def _names_a_way(where: KeyPath) -> bool:
    return len(where) > 2 and where[-2] in ("open", "ways") and isinstance(where[-1], int)


def _needs(profiles: Profiles) -> list[str]:
    tables = profiles.tables
    bodies = [f"{serves}:{name}" for serves in ("case", "situation") for name in tables.bodies]
    return [*(f"{rule.serves}:{rule.key}" for rule in tables.ways), *bodies]


_KEYS = (
    "says", "rule", "status", "fact", "counts", "because", "met", "missing", "closes", "blocks",
    "figure", "kind", "counts_from", "passed", "action", "about", "perhaps", "unless", "who",
    "harm", "actor", "territory", "tried", "confidential", "hope", "phase", "open", "answers",
    "does",
)  # fmt: skip
