"""What an answer says before its source: the line that answers, then what tells most of what was
asked, on one screen of a phone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.ask.lines import Asked, Lines
from bot.ask.models import MOST_POINTS, Line
from bot.ask.shown import ANSWER, EntryShown, first_sentence, kind, shown_of
from bot.knowledge.models import Base, Entry
from bot.knowledge.standalone import leaning

ROOM = 460
"""Characters of what is said before the source, as a rule."""
TELLING = 560
"""The same, where a line speaks of what was asked."""
SHORT = 200
"""Characters of an answer that goes with another line."""
TOLD = 0.12
"""How much of a question (0 to 1) a line must tell to be said before one that stands earlier."""


@dataclass
class Body:
    """What is said before the source, as it is put together."""

    lead: str
    lines: list[str]
    """The names of the lines; of another entry than the first `id#line`."""
    points: list[Line] = field(default_factory=list)
    cannot: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    """Entries besides the first of which a line is said."""
    length: int = 0

    def say(self, name: str, line: Line) -> None:
        """Say one more line."""
        self.lines.append(name)
        if kind(name.rpartition("#")[2]) == "cannot":
            self.cannot.append(line.text)
        else:
            self.points.append(line)
        self.length += len(line.text) + 3

    def says(self, line: Line) -> bool:
        """Whether a line, or the beginning of it, is said already."""
        said = (self.lead, *(point.text for point in self.points), *self.cannot)
        return any(line.text in text for text in said)


class Bodies:
    """Makes bodies out of a base's entries."""

    def __init__(self, base: Base, lines: Lines) -> None:
        self._base = base
        self._lines = lines

    def of(
        self,
        text: EntryShown,
        entry: Entry,
        asked: Asked,
        beside: Sequence[tuple[Entry, bool]],
        length: int,
    ) -> Body:
        """What an entry says to what was asked, in `text`; of the entries `beside` it one line:
        first of those that are surely meant, last of those that may be meant instead. Where
        something of `length` characters stands before it, it is brief, and of the first alone."""
        if length:
            body = Body(lead=_line_of(text, ANSWER, ROOM - length).text, lines=[ANSWER])
        else:
            body = self._led(text, self._lines.leading(asked, entry, text))
        body.length = length + len(body.lead)
        instead: list[tuple[Entry, str, Line]] = []
        room = ROOM - body.length
        for other, sure in beside:
            shown = shown_of(self._base, other, text.language)
            name = self._lines.leading(asked, other, shown)
            if leaning(shown.lines[name].text, shown.language, self._base.thesaurus):
                name = ANSWER
            line = _line_of(shown, name, room)
            full = length and len(line.text) + 3 > room
            if body.says(line) or (full and not sure):
                continue
            room -= len(line.text) + 3
            if sure:
                self._say_of(body, other, name, line)
            else:
                instead.append((other, name, line))
        left = {n: line for n, line in _offered(text).items() if not body.says(line)}
        tells = {n: self._lines.tells(asked, line.text, text.language) for n, line in left.items()}
        if length:
            left = {n: line for n, line in left.items() if tells[n] >= TOLD}
        chosen = _chosen(left, tells, body, [line for _, _, line in instead])
        for name in left:
            if name in chosen:
                body.say(name, left[name])
        for other, name, line in instead:
            self._say_of(body, other, name, line)
        return body

    def again(self, text: EntryShown, lines: Sequence[str], length: int) -> Body:
        """The same lines as before by their names, as far as the entries still have them, after
        something of `length` characters."""
        first, *rest = lines
        if length:
            body = Body(lead=_line_of(text, ANSWER, ROOM - length).text, lines=[ANSWER])
        else:
            body = self._led(text, first if first in text.lines else ANSWER)
        room = ROOM - length - len(body.lead)
        for name in rest:
            other, _, line = name.rpartition("#")
            if len(body.points) == MOST_POINTS and kind(line) != "cannot":
                continue
            if not other and line in _offered(text):
                body.say(name, text.lines[line])
            elif other in self._base.entries:
                shown = shown_of(self._base, self._base.entries[other], text.language)
                if line in shown.lines:
                    whole = _line_of(shown, line, room)
                    room -= len(whole.text) + 3
                    self._say_of(body, self._base.entries[other], line, whole)
        return body

    def _led(self, text: EntryShown, name: str) -> Body:
        """A body that begins with one line: by itself where it is the answer, else with the answer
        in short; a line that leans on what stands before it comes after that."""
        if name == ANSWER:
            return Body(lead=text.answer, lines=[ANSWER])
        line, answer = text.lines[name].text, text.answer
        if len(answer) > SHORT:
            answer = first_sentence(answer)
        leans = leaning(line, text.language, self._base.thesaurus)
        return Body(lead=" ".join((answer, line) if leans else (line, answer)), lines=[name])

    def _say_of(self, body: Body, other: Entry, name: str, line: Line) -> None:
        """One line of another entry."""
        if not body.says(line):
            body.say(f"{other.id}#{name}", line)
            body.entries.append(other.id)


def _line_of(shown: EntryShown, name: str, room: int) -> Line:
    """A line of another entry; an answer in one sentence where the whole has no `room`."""
    text = shown.lines[name].text
    if name == ANSWER and len(text) + 3 > room:
        text = first_sentence(text)
    return Line(text=text)


def _offered(text: EntryShown) -> dict[str, Line]:
    """The lines that may be said beside the one that leads."""
    return text.of("point") | text.of("cannot")


def _chosen(
    left: Mapping[str, Line], tells: Mapping[str, float], body: Body, after: Sequence[Line]
) -> set[str]:
    """The names of the points and the one *cannot* that are said too: what speaks of the question
    first, then as they stand, as long as there is room for them and for what is said `after`."""
    chosen: set[str] = set()
    length = body.length + sum(len(line.text) + 3 for line in after)
    points, cannot = len(body.points) + len(after), len(body.cannot)
    order = sorted(left, key=lambda n: (-round(tells[n] / TOLD), kind(n) != "cannot"))
    for name in order:
        longer = length + len(left[name].text) + 3
        is_cannot = kind(name) == "cannot"
        full = cannot == 1 if is_cannot else points == MOST_POINTS
        if full or longer > (TELLING if tells[name] >= TOLD else ROOM):
            continue
        chosen.add(name)
        length, points, cannot = longer, points + (not is_cannot), cannot + is_cannot
    return chosen
