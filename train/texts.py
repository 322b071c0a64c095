"""The texts of a base that the model learns from, and those that it never sees."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from bot.ask.meaning import intentions, text_of
from bot.knowledge.curated import Asks
from bot.knowledge.models import Base, Entry

SHARE = 20
"""One ask in so many is held out: neither the model nor the weights' index ever see it."""


@dataclass(frozen=True)
class Example:
    """A text and the class that it belongs to: an entry, a task or an outside matter."""

    text: str
    label: int


def held_out(text: str) -> bool:
    """Whether an ask is kept for fitting and checking. It hangs on the text alone, so that it stays
    so in a base that has changed."""
    return int.from_bytes(_digest(text), "big") % SHARE == 0


def labels_of(base: Base) -> list[str]:
    """The classes: every entry by its id, then every task and outside matter."""
    return [*base.entries, *(name for name, _ in intentions(base))]


def examples(base: Base) -> list[Example]:
    """What the model learns from: titles, asks and what the entries say; nothing held out."""
    label = {name: i for i, name in enumerate(labels_of(base))}
    found: list[Example] = []
    for entry in base.entries.values():
        at = label[entry.id]
        texts = [entry.title, text_of(entry)]
        texts += [" ".join(point.text for point in entry.points)] if entry.points else []
        found += [Example(text, at) for text in texts]
        asks = [ask for _, ask in entry.asks.all() if not held_out(ask)]
        found += [Example(ask, at) for ask in asks]
    for name, asked in intentions(base):
        found += [Example(ask, label[name]) for _, ask in asked if not held_out(ask)]
    return list({example.text: example for example in found}.values())


def held(base: Base) -> list[Example]:
    """The asks that are held out, tasks and outside matters among them."""
    label = {name: i for i, name in enumerate(labels_of(base))}
    found = [
        Example(ask, label[entry.id])
        for entry in base.entries.values()
        for _, ask in entry.asks.all()
        if held_out(ask)
    ]
    for name, asked in intentions(base):
        found += [Example(ask, label[name]) for _, ask in asked if held_out(ask)]
    return list({example.text: example for example in found}.values())


def without_held(base: Base) -> Base:
    """The base as if nobody had ever written the asks that are held out."""
    return _with_asks(base, _without)


def thinned(base: Base, most: int) -> Base:
    """The base with at most so many asks of each entry besides those held out, to try things out in
    a fraction of the time. Tasks and outside matters keep theirs."""

    def some(asks: Asks) -> Asks:
        learned = [ask for _, ask in asks.all() if not held_out(ask)]
        kept = set(sorted(learned, key=_digest)[:most])
        return _kept(asks, lambda ask: held_out(ask) or ask in kept)

    return _with_asks(base, some).model_copy(update={"intents": base.intents})


def _with_asks(base: Base, asks_of: Callable[[Asks], Asks]) -> Base:
    """The base with other asks."""

    def entry_of(entry: Entry) -> Entry:
        return entry.model_copy(update={"asks": asks_of(entry.asks)})

    mechanisms = {
        name: mechanism.model_copy(
            update={"entries": tuple(entry_of(entry) for entry in mechanism.entries)}
        )
        for name, mechanism in base.mechanisms.items()
    }
    intents = {
        kind: {
            name: intent.model_copy(update={"asks": asks_of(intent.asks)})
            for name, intent in getattr(base.intents, kind).items()
        }
        for kind in ("tasks", "outside")
    }
    parts = {key: getattr(base, key) for key in Base.model_fields}
    parts |= {
        "mechanisms": mechanisms,
        "intents": base.intents.model_copy(update=intents),
        "fingerprint": "",
    }
    return Base(**parts)


def _without(asks: Asks) -> Asks:
    return _kept(asks, lambda ask: not held_out(ask))


def _kept(asks: Asks, wanted: Callable[[str], bool]) -> Asks:
    kept = {
        language: tuple(ask for ask in getattr(asks, language) if wanted(ask))
        for language in Asks.model_fields
    }
    return asks.model_copy(update=kept)


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=4).digest()
