"""Finds the treaties that a text names, as people write them in four languages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from copy import copy

from bot.knowledge.typography import fold
from bot.states.models import Instrument

_WORD = re.compile(r"[^\W_]+", re.UNICODE)
_SMALL = frozenset(
    "a al aux contre d de del des du el for in international internacional internationale"
    " its l la las le les los of on para pour que s se sobre sur the their to un una une"
    " relating relatif relative relativa relativo rapportant".split()
)
"""Words without which a name is still the same."""
_SAME = {
    "treaty": "convention", "traite": "convention", "tratado": "convencion", "معاهده": "اتفاقيه",
}  # fmt: skip
"""Words that people write for one that stands in the names."""
_PROTOCOLS = (
    "optional protocol", "op", "facultative protocol", "protocole facultatif", "pf",
    "protocolo facultativo", "البروتوكول الاختياري لاتفاقية", "البروتوكول الاختياري",
)  # fmt: skip
_ARTICLES = ("وال", "بال", "لل", "ال", "ل", "ب")


class Instruments(Mapping[str, Instrument]):
    """The treaties by id, and the finding of them in a text."""

    def __init__(self, instruments: Mapping[str, Instrument]) -> None:
        self._instruments = instruments
        self._phrases: dict[tuple[str, ...], set[str]] = defaultdict(set)
        for instrument in instruments.values():
            for phrase in _phrases(instrument, instruments):
                self._phrases[tuple(_words(phrase))].add(instrument.id)
        self._longest = max(map(len, self._phrases), default=0)
        self._protocol = {tuple(_words(name)) for name in _PROTOCOLS}

    def in_language(self, instruments: Mapping[str, Instrument]) -> Instruments:
        """The same treaties as another language calls them, found by the same names."""
        other = copy(self)
        other._instruments = instruments
        return other

    def __getitem__(self, name: str) -> Instrument:
        return self._instruments[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._instruments)

    def __len__(self) -> int:
        return len(self._instruments)

    def find(self, text: str) -> list[Instrument]:
        """The treaties that a text names, in its order and each once; the longest name wins.

        A name that several share gives them all: 'the optional protocol to the CRC' is three. 'Its
        optional protocol' is that of the treaty named before.
        """
        words = _words(text)
        same: dict[str, Instrument] = {}
        at = 0
        while at < len(words):
            for length in range(min(self._longest, len(words) - at), 0, -1):
                phrase = tuple(words[at : at + length])
                ids = self._phrases.get(phrase)
                if phrase in self._protocol and same:
                    ids = {name for name in self if self[name].protocol_to == list(same)[-1]}
                if ids:
                    same |= {name: self[name] for name in self if name in ids}
                    at += length
                    break
            else:
                at += 1
        return list(same.values())

    def of_committee(self, committee: str) -> Instrument | None:
        """The main treaty that a committee watches; None for a committee without one."""
        return next(
            (
                instrument
                for instrument in self.values()
                if instrument.main and instrument.committee == committee
            ),
            None,
        )

    def opening(self, procedure: str, committee: str) -> Instrument | None:
        """The treaty or protocol that opens a committee's `complaint`, `inquiry` or `urgent`."""
        own = (instrument for instrument in self.values() if instrument.committee == committee)
        return next((instrument for instrument in own if getattr(instrument, procedure)), None)


def _phrases(instrument: Instrument, instruments: Mapping[str, Instrument]) -> Iterable[str]:
    yield from (instrument.id, instrument.short, instrument.title, *instrument.names)
    if parent := instruments.get(instrument.protocol_to):
        for name in (parent.short, parent.title, *parent.names):
            for protocol in _PROTOCOLS:
                yield f"{protocol} {name}"
            yield f"{name} optional protocol"


def _words(text: str) -> list[str]:
    """The words that count, without case, accents, small words and Arabic articles, a treaty being
    called a convention."""
    words = (_bare_arabic(word) for word in _WORD.findall(fold(text.replace("’", "'"))))
    return [_SAME.get(word, word) for word in words if word not in _SMALL]


def _bare_arabic(word: str) -> str:
    if "\u0600" <= word[0] <= "\u06ff":
        for article in _ARTICLES:
            if word.startswith(article) and len(word) - len(article) > 2:
                return word.removeprefix(article)
    return word
