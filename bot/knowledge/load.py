"""Reads the folder `knowledge/` into one checked Base, all or nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from bot.knowledge.cache import cached, digest_of, forget, write_whole
from bot.knowledge.curated import WORDING, Asks
from bot.knowledge.figures import REFERENCE
from bot.knowledge.files import (
    KeyPath,
    KnowledgeError,
    Problem,
    YamlFile,
    content_of,
    near,
    read_yaml,
)
from bot.knowledge.front import Alarms, Basics, FirstWords, Harmful, TextNames, Turns
from bot.knowledge.models import Base, Entry, Line, Mechanism, Phrase, SignOff, Term
from bot.knowledge.shapes import keys_of, wrong
from bot.knowledge.signing import SIGNED, read_signed
from bot.knowledge.sources import OFFICIAL, Source, hosts, judged
from bot.knowledge.thesaurus import Intents, Thesaurus
from bot.knowledge.translations import Translations

Shape = TypeVar("Shape")
PAGE = "curating.md"
BUILDERS = (
    "knowledge/curated.py", "knowledge/front.py", "knowledge/thesaurus.py", "knowledge/models.py",
    "knowledge/sources.py", "ask/words.py", "ask/lexical.py", "ask/meaning.py",
    "ask/vectorfile.py", "ask/vectors.py",
)  # fmt: skip
"""The code that makes what is cached."""


def load(folder: Path, cache: Path | None = None) -> Base:
    """The base in `folder`; read from `cache` when the files have not changed since.

    Raises KnowledgeError with every problem found: nothing is ever half loaded.
    """
    files = content_files(folder)
    lists = [path for path in (folder / OFFICIAL,) if path.is_file()]
    fingerprint = _fingerprint([*files, *lists])
    stored = cached(cache, "knowledge", fingerprint + _signed_digest(folder), "json")
    translations = {"translations": Translations(folder, cache)}
    if stored and stored.is_file():
        try:
            base = Base.model_validate_json(stored.read_bytes())
            return base.model_copy(update=translations)
        except (ValidationError, OSError, RecursionError):
            forget(stored)
    base = _read(folder, fingerprint)
    if stored:
        write_whole(stored, base.model_dump_json(exclude_defaults=True).encode())
    return base.model_copy(update=translations)


def content_files(folder: Path) -> list[Path]:
    """Every YAML file of a knowledge folder, in a fixed order, but those of the calendar.

    Raises KnowledgeError where the folder holds no mechanism.
    """
    if not any((folder / "mechanisms").glob("*.yaml")):
        message = f"no file mechanisms/*.yaml in {folder}; set ADVOCACY_KNOWLEDGE to the right one"
        raise KnowledgeError([Problem(str(folder), 1, message)])
    calendar = folder / "calendar"
    return sorted(f for f in folder.rglob("*.yaml") if calendar not in f.parents)


def _fingerprint(files: Iterable[Path]) -> str:
    digest = hashlib.sha256(digest_of(*BUILDERS))
    for file in files:
        digest.update(file.name.encode())
        digest.update(content_of(file, file.name))
    return digest.hexdigest()[:24]


def _signed_digest(folder: Path) -> str:
    """A digest of the sign-offs and of the code that reads them; nothing where there is no file."""
    path = folder / SIGNED
    if not path.exists():
        return ""
    content = digest_of("knowledge/signing.py") + content_of(path, SIGNED)
    return hashlib.sha256(content).hexdigest()[:8]


def _read(folder: Path, fingerprint: str) -> Base:
    reader = _Reader(folder)
    signed = reader.signed()
    sources = reader.sources()
    terms = reader.sequence("glossary.yaml", Term)
    wording: dict[str, Phrase | str] = reader.mapping(WORDING, Phrase | str)  # type: ignore[arg-type]
    thesaurus = reader.single("thesaurus.yaml", Thesaurus)
    intents = reader.single("intents.yaml", Intents)
    alarms = reader.optional("alarms.yaml", Alarms)
    harmful = reader.optional("harmful.yaml", Harmful)
    first_words = reader.optional("first-words.yaml", FirstWords)
    text_names = reader.optional("texts.yaml", TextNames)
    basics = reader.optional("basics.yaml", Basics)
    turns = reader.optional("turns.yaml", Turns)
    wording |= first_words.phrases() if first_words else {}
    mechanisms: dict[str, Mechanism] = {}
    places: dict[str, tuple[YamlFile, int]] = {}
    for path in sorted((folder / "mechanisms").glob("*.yaml")):
        file = reader.file(f"mechanisms/{path.name}")
        if file is None:
            continue
        mechanism = reader.shape(file, (), Mechanism, file.data)
        if mechanism is None:
            continue
        if mechanism.id != path.stem:
            reader.say(file, ("id",), f"id is '{mechanism.id}', but the file is {path.name}")
        mechanism = _with_asks(mechanism, reader)
        mechanisms[mechanism.id] = mechanism
        for index, entry in enumerate(mechanism.entries):
            if entry.id in places:
                reader.say(file, ("entries", index), f"the id {entry.id} is taken already")
            places[entry.id] = (file, index)
    if reader.problems or thesaurus is None or intents is None:
        raise KnowledgeError(reader.problems)
    base = Base(
        mechanisms=mechanisms,
        sources=sources,
        terms=terms,
        wording=wording,
        thesaurus=thesaurus,
        intents=intents,
        alarms=alarms,
        harmful=harmful,
        first_words=first_words,
        text_names=text_names,
        basics=basics,
        turns=turns,
        signed=signed,
        fingerprint=fingerprint,
    )
    _check_references(base, places, reader)
    _check_front(base, reader)
    if reader.problems:
        raise KnowledgeError(reader.problems)
    return base


def _with_asks(mechanism: Mechanism, reader: _Reader) -> Mechanism:
    """A mechanism whose entries have what `asks/` holds for them."""
    name = f"asks/{mechanism.id}.yaml"
    asks = reader.mapping(name, dict[Line, Asks])
    entries = {entry.id: entry for entry in mechanism.entries}
    for entry_id, lines in asks.items():
        file = reader.files[name]
        entry = entries.get(entry_id)
        if file is None or entry is None:
            continue
        for line in lines.keys() - entry.lines().keys() - {"any"}:
            reader.say(file, (entry_id, line), f"{entry_id}: the entry has no line '{line}'")
        entries[entry_id] = entry.model_copy(update={"asks_of": lines})
    update = {"entries": tuple(entries[entry.id] for entry in mechanism.entries)}
    return mechanism.model_copy(update=update)


class _Reader:
    """Reads files of one folder and gathers what is wrong in them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.problems: list[Problem] = []
        self.files: dict[str, YamlFile | None] = {}

    def say(self, file: YamlFile, where: KeyPath, message: str) -> None:
        self.problems.append(file.problem(where, message))

    def file(self, name: str) -> YamlFile | None:
        if name not in self.files:
            self.files[name] = None
            try:
                self.files[name] = read_yaml(self.folder / name, name)
            except KnowledgeError as error:
                self.problems += error.problems
        return self.files[name]

    def signed(self) -> tuple[SignOff, ...]:
        try:
            return read_signed(self.folder)
        except KnowledgeError as error:
            self.problems += error.problems
            return ()

    def sources(self) -> dict[str, Source]:
        """The sources, with what follows from where each was read."""
        sources = self.mapping("sources.yaml", Source)
        if file := self.files["sources.yaml"]:
            for name, source in sources.items():
                if "official" in file.data[name]:
                    message = f"{name}: take 'official' out: it follows from the host of 'read_at'"
                    self.say(file, (name, "official"), message)
                if source.read_in_copy and source.read_at:
                    message = f"{name}: take 'read_in_copy' out: it follows from 'read_at'"
                    self.say(file, (name, "read_in_copy"), message)
        official = hosts(self.folder / OFFICIAL)
        return {name: judged(source, official) for name, source in sources.items()}

    def shape(self, file: YamlFile, where: KeyPath, kind: type[Shape], data: Any) -> Shape | None:
        try:
            return TypeAdapter(kind).validate_python(data)
        except ValidationError as error:
            self.problems += wrong(error, file, keys_of(kind, Entry), PAGE, where)
            return None

    def single(self, name: str, kind: type[Shape]) -> Shape | None:
        file = self.file(name)
        return self.shape(file, (), kind, file.data) if file else None

    def optional(self, name: str, kind: type[Shape]) -> Shape | None:
        """The same of a file that a base may lack."""
        return self.single(name, kind) if (self.folder / name).is_file() else None

    def mapping(self, name: str, kind: type[Shape]) -> dict[str, Shape]:
        file = self.file(name)
        if file is None:
            return {}
        if not isinstance(file.data, dict):
            self.say(file, (), "this file must be a list of 'name: …' blocks")
            return {}
        shapes = {str(k): self.shape(file, (k,), kind, v) for k, v in file.data.items()}
        return {key: shape for key, shape in shapes.items() if shape is not None}

    def sequence(self, name: str, kind: type[Shape]) -> tuple[Shape, ...]:
        file = self.file(name)
        if file is None:
            return ()
        if not isinstance(file.data, list):
            self.say(file, (), "this file must be a list: every item begins with '- '")
            return ()
        shapes = [self.shape(file, (i,), kind, item) for i, item in enumerate(file.data)]
        return tuple(shape for shape in shapes if shape is not None)


def _check_references(
    base: Base, places: Mapping[str, tuple[YamlFile, int]], reader: _Reader
) -> None:
    for entry_id, (file, index) in places.items():
        entry = base.entries[entry_id]
        place: KeyPath = ("entries", index)
        if entry.mechanism != file.path.stem:
            reader.say(file, place, f"{entry.id}: the id must begin with '{file.path.stem}.'")
        if entry.id.split(".")[1] != entry.topic:
            reader.say(file, place, f"{entry.id}: the topic is '{entry.topic}', the id says else")
        cited = [*entry.sources, *(s for p in entry.points for s in p.sources)]
        for source in cited:
            if source not in base.sources:
                hint = near(source, base.sources)
                reader.say(
                    file,
                    (*place, "sources"),
                    f"{entry.id}: no source '{source}' in sources.yaml{hint}",
                )
        linked = [*entry.related, *([entry.ended.now] if entry.ended else [])]
        for other in linked:
            if other not in places:
                hint = near(other, places)
                reader.say(file, (*place, "related"), f"{entry.id}: no entry '{other}'{hint}")
        for text in entry.texts():
            for match in REFERENCE.finditer(text):
                if base.figure(match[1] or entry.id, match[2]) is None:
                    message = f"{entry.id}: the figure {match[0]} is not defined"
                    reader.say(file, place, message)
    for mechanism in base.mechanisms:
        asks = reader.file(f"asks/{mechanism}.yaml")
        for entry_id in (asks.data or {}) if asks else ():
            if asks and entry_id not in base.entries:
                message = f"no entry '{entry_id}'{near(entry_id, places)}"
                reader.say(asks, (entry_id,), message)


def _check_front(base: Base, reader: _Reader) -> None:
    """What is replied before ranking rests on entries that there are."""
    rules: list[tuple[str, KeyPath, str]] = []
    if base.alarms:
        reply = base.alarms.reply
        rules += [("alarms.yaml", ("reply",), spoken.rule) for spoken in reply.spoken()]
        rules.append(("alarms.yaml", ("reply", "consent_entry"), reply.consent_entry))
        rules += [("alarms.yaml", ("reply", "beside"), entry) for entry in reply.beside]
        if base.alarms.long_ago:
            rules.append(("alarms.yaml", ("long_ago",), base.alarms.long_ago))
    if base.first_words:
        offers = base.first_words.offers.items()
        rules += [("first-words.yaml", ("offers", name), offer.entry) for name, offer in offers]
        rules += [
            ("first-words.yaml", ("bare", kind, "entries"), entry)
            for kind, bare in base.first_words.bare.items()
            for entry in bare.entries.values()
        ]
    if base.basics:
        rules += [("basics.yaml", ("entries",), name) for name in sorted(base.basics.entry_ids())]
    rules += [
        ("intents.yaml", ("tasks", task, "entry"), intent.entry)
        for task, intent in base.intents.tasks.items()
        if intent.entry
    ]
    for place, term in enumerate(base.terms):
        if term.entry:
            rules.append(("glossary.yaml", (place, "entry"), term.entry))
    for name in sorted(base.turns.line_ids()) if base.turns else ():
        entry_id, _, line = name.partition("#")
        entry = base.entries.get(entry_id)
        rules.append(("turns.yaml", ("turns",), entry_id))
        turns = reader.file("turns.yaml")
        if turns and entry and line and line not in entry.lines():
            reader.say(turns, ("turns",), f"{entry_id}: the entry has no line '{line}'")
    for name, where, rule in rules:
        file = reader.file(name)
        if file and rule not in base.entries:
            reader.say(file, where, f"no entry '{rule}'{near(rule, base.entries)}")
