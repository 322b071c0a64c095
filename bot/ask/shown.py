"""An entry's texts in the language of an answer: whole, trimmed to what was asked, or in brief."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.ask.models import Line, Nearby
from bot.knowledge.figures import fill
from bot.knowledge.models import Base, Entry, Language, Status

LINES = 3
"""Points of an entry that is trimmed."""
_DOUBT: dict[Status, int] = {
    "checked": 0,
    "single-source": 1,
    "dated": 2,
    "unchecked": 3,
    "advice": 4,
}

Tells = Callable[[str], float]
"""How much a line says of what was asked."""


def nothing_asked(_: str) -> float:
    """For where nothing was asked: no line tells more than another."""
    return 0.0


@dataclass(frozen=True)
class EntryShown:
    """An entry's texts in the language of the answer, figures filled in."""

    title: str
    answer: str
    points: tuple[Line, ...]
    cannot: tuple[str, ...]
    advice: tuple[str, ...]
    not_any_more: str | None
    warning: str | None

    @property
    def lines(self) -> list[str]:
        """All that is said, line by line, without the title."""
        lines = [self.answer, *(p.text for p in self.points), *self.cannot, *self.advice]
        return [*lines, *(text for text in (self.not_any_more, self.warning) if text)]

    @property
    def length(self) -> int:
        """Characters that it takes."""
        tagged = 20 * sum(point.status is not None for point in self.points)
        return sum(len(text) + 3 for text in self.lines) + tagged

    def trimmed(self, told: Tells, keeps_old: bool) -> EntryShown:
        """With only the points that tell most of what was asked, in their order."""
        best = sorted(range(len(self.points)), key=lambda i: -told(self.points[i].text))[:LINES]
        return replace(
            self,
            points=tuple(self.points[i] for i in sorted(best)),
            advice=(),
            not_any_more=self.not_any_more if keeps_old else None,
        )

    def without_advice(self) -> EntryShown:
        """The same, where there is no room for advice."""
        return replace(self, advice=())


def shown_of(base: Base, entry: Entry, language: Language) -> EntryShown:
    """An entry's texts, in English where they are not translated."""

    def filled(text: str | None) -> str:
        return fill(text or "", entry.id, base.figure)

    translation = base.translations.get(language, {}).get(entry.id)
    texts = translation or entry
    points = translation.points if translation else [p.text for p in entry.points]
    return EntryShown(
        title=texts.title,
        answer=filled(texts.answer),
        points=tuple(
            Line(text=filled(text), status=_less_sure(point.status, entry.status))
            for text, point in zip(points, entry.points, strict=True)
        ),
        cannot=tuple(filled(t) for t in texts.cannot),
        advice=tuple(filled(t) for t in texts.advice),
        not_any_more=filled(texts.not_any_more) or None,
        warning=filled(texts.warning) or None,
    )


def in_brief(base: Base, entry: Entry, language: Language, told: Tells = nothing_asked) -> Nearby:
    """An entry's title and answer, with the line that tells most of what was asked and the
    answer does not; what is not settled says so."""
    text = shown_of(base, entry, language)
    answer = text.answer
    lines = [*(p.text for p in text.points if not p.status), *text.cannot]
    best = max(lines, key=told, default="")
    if best and told(best) > told(answer):
        answer = f"{answer} {best}"
    if entry.status in ("unchecked", "dated"):
        answer = f"{answer} ({base.say(f'{entry.status}_tag', language)})"
    return Nearby(entry=entry.id, title=text.title, answer=answer)


def _less_sure(own: Status | None, whole: Status) -> Status | None:
    """A line's own status, where it is less sure than the answer that it stands in."""
    return own if own and _DOUBT[own] > _DOUBT[whole] else None
