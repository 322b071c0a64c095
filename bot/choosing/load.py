"""Reads `knowledge/choosing.yaml` into checked rules, all or nothing: what a kind shares is laid
under its ways, and every rule gets its place in the file. A lawyer's corrections are checked for
more than loading needs."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from bot.choosing.models import ABOUT, ACTORS, HARM, HOPES, TRIED, WHO
from bot.choosing.rules import FACTS, SECRET, Key, Rules, RuleText, SharedRules, WayText
from bot.knowledge import KnowledgeError, Problem
from bot.knowledge.figures import REFERENCE
from bot.knowledge.files import KeyPath, YamlFile, near, read_yaml
from bot.knowledge.models import Base, Language
from bot.knowledge.shapes import Known, read_shape, translated, unknown
from bot.knowledge.spoken import CHOOSING
from bot.states import Profiles

Ruled = TypeVar("Ruled", bound=RuleText)
Parted = TypeVar("Parted", bound=SharedRules)
_logger = logging.getLogger(__name__)
NAME = "choosing.yaml"
PAGE = "choosing.md"
TIMES = ("days", "weeks", "months", "years")
Texts = Iterator[tuple[KeyPath, str]]
_OUTER = ("assumed", "first", "cannot", "secret", "actors")
_LISTS = ("facts", "conditions", "limits", "send", "seen_by", "risks", "not_beside")
_KEYS = (
    "says", "rule", "status", "fact", "counts", "because", "met", "missing", "closes", "blocks",
    "figure", "kind", "counts_from", "passed", "action", "about", "perhaps", "unless", "who",
    "harm", "actor", "territory", "tried", "confidential", "hope", "phase", "open", "answers",
    "does",
)  # fmt: skip


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


LONGEST_SENTENCE = 34
"""Words, as in entries: a tired second-language reader loses longer ones."""
_TIME = re.compile(r"(?<![\w.,#])\d[\d,]*[ \u00a0](?:days?|weeks?|months?|years?)\b")
_ANSWERS = {
    "who": WHO, "about": ABOUT, "actor": ACTORS, "danger": (*HARM, SECRET), "tried": TRIED,
    "hope": HOPES,
}  # fmt: skip


def check_rules(folder: Path, base: Base, profiles: Profiles) -> list[Problem]:
    """Everything that must be corrected in choosing.yaml, by line."""
    try:
        rules, file = read_rules(folder, base, profiles)
    except KnowledgeError as error:
        return error.problems
    return sorted(
        {
            *_texts(file),
            *_facts(rules, file),
            *_complete_ways(rules, file),
            *_questions(rules, file),
        }
    )


def _texts(file: YamlFile) -> Iterator[Problem]:
    for where, text in texts(file.data):
        if where[-1] not in ("says", "passed", "because", "hint", "text", "label"):
            continue
        if match := _TIME.search(text):
            yield file.problem(where, f"'{match[0]}' is a time: print the entry's figure instead")
        for sentence in re.split(r"(?<=[.!?])\s+", text):
            if (words := len(sentence.split())) > LONGEST_SENTENCE:
                yield file.problem(
                    where, f"a sentence of {words} words, at most {LONGEST_SENTENCE}"
                )


def _facts(rules: Rules, file: YamlFile) -> Iterator[Problem]:
    """A fact without a weight never counts, a weight without a fact neither."""
    weighed = {weight.fact for weight in rules.weights}
    parts = [*rules.kinds.values(), *rules.ways]
    there = {fact.fact for part in parts for fact in part.facts}
    for name in FACTS:
        if name in there and name not in weighed:
            yield file.problem(("weights",), f"'{name}' has no weight, so it never counts")
    for index, weight in enumerate(rules.weights):
        if weight.fact not in there:
            where = ("weights", index, "fact")
            yield file.problem(where, f"no way says '{weight.fact}', so the weight never counts")


def _complete_ways(rules: Rules, file: YamlFile) -> Iterator[Problem]:
    for index, way in enumerate(rules.ways):
        for name, what in (("send", "what to send"), ("seen_by", "who will see it")):
            if not getattr(way, name):
                message = f"{way.id}: say {what}, under '{name}'"
                yield file.problem(("ways", index), message)


def _questions(rules: Rules, file: YamlFile) -> Iterator[Problem]:
    for key in get_args(Key):
        text = rules.questions.get(key)
        if text is None:
            yield file.problem(("questions",), f"the question '{key}' is missing")
            continue
        values = [option.value for option in text.options]
        if sorted(values) != sorted(_ANSWERS.get(key, ())):
            must = ", ".join(_ANSWERS.get(key, ())) or "none"
            message = f"{key}: the values of the options must be: {must}"
            yield file.problem(("questions", key, "options"), message)
