"""A Reply for a person at a terminal: colours, wrapped lines, links."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.ask import Answer, Choices, Decline, FirstSteps, Reply, TaskReply
from bot.knowledge.figures import answer_of
from bot.knowledge.models import Base, Language, Mechanism
from bot.render.plain import Plain, buttons, resting_on

WIDTH = 88


class Terminal:
    """Prints replies to a console."""

    def __init__(self, base: Base, plain: Plain, console: Console) -> None:
        self._base = base
        self._plain = plain
        self._console = console

    def show(self, reply: Reply) -> None:
        """Print one reply."""
        width = min(self._console.width, WIDTH)
        self._console.print(Padding(self.drawn(reply), (1, 1)), width=width)

    def drawn(self, reply: Reply) -> RenderableType:
        """One reply as something that rich can draw."""
        match reply:
            case Answer():
                return self._answer(reply)
            case Choices():
                lead = Text(self._plain.note(reply.lead, reply.language), style="bold")
                hint = Text(self._base.say("choose_hint", reply.language), style="dim")
                lines = _numbered([choice.label for choice in reply.choices])
                return Group(lead, Text(), *lines, Text(), hint)
            case Decline():
                parts = [
                    Text(self._plain.note(reply.reason, reply.language), style="bold"),
                    Text(self._base.say("covers", reply.language)),
                ]
                if reply.nearest:
                    parts.append(Text(self._base.say("decline_nearest", reply.language)))
                    parts += _numbered([choice.label for choice in reply.nearest])
                return Group(*parts)
            case TaskReply():
                title = Text(self._plain.about(reply), style="bold")
                parts_of: list[RenderableType] = [title]
                if reply.help and not reply.ready:
                    rest = self._plain.command(reply)
                    parts_of += [Text(rest, style="yellow"), Text()]
                if reply.help:
                    parts_of.append(self._answer(reply.help))
                return Group(*parts_of)
            case FirstSteps():
                return self._first_steps(reply)

    def _first_steps(self, reply: FirstSteps) -> Group:
        steps = [_line(str(number), step) for number, step in enumerate(reply.steps, 1)]
        below = [Text(reply.closing), Text(reply.read, style="dim")]
        source = _line("⌂", resting_on(self._base, reply), "blue")
        offered = [
            Text.assemble((f" {number} ", "reverse"), f" {label}")
            for number, label in enumerate(buttons(reply), 1)
        ]
        heading = Text(reply.heading, style="bold red")
        answer: list[RenderableType] = [_line("⚑", text) for text in self._plain.here(reply)]
        answer += [Text(reply.answer)] if reply.answer else []
        return Group(heading, *answer, *steps, *below, source, Text(), *offered)

    def card(self, mechanism: Mechanism, topic: str | None, language: Language = "en") -> None:
        """Print a mechanism's card: what it can and cannot do, or one topic's entries."""
        wanted = (topic,) if topic else ("can", "cannot")
        table = Table.grid(padding=(0, 1, 1, 0))
        for entry in mechanism.entries:
            if entry.topic in wanted and not entry.ended:
                sign = {"can": "[green]✓[/]", "cannot": "[red]✗[/]"}.get(entry.topic, "•")
                answer = answer_of(self._base, entry, language)
                title = self._base.title(entry, language)
                table.add_row(sign, Text.assemble((f"{title}\n", "bold"), answer))
        name = self._base.name(mechanism.id, language)
        heading = f"{name} — {self._base.summary(mechanism.id, language)}"
        self._console.print(Panel(Text(heading), border_style="cyan", width=WIDTH))
        self._console.print(table, width=min(self._console.width, WIDTH))

    def more(self, answer: Answer) -> None:
        """Print what stands behind "More" under an answer."""
        width = min(self._console.width, WIDTH)
        self._console.print(Padding(Text(self._plain.more(answer)), (1, 1)), width=width)

    def _answer(self, reply: Answer) -> Group:
        say, language = self._base.say, reply.language
        notes = self._plain.notes(reply)
        here = [_line("⚑", text) for text in self._plain.here(reply)]
        parts: list[RenderableType] = [*here] if reply.here_first else []
        parts.append(Text(reply.lead, style="bold"))
        parts += [_line("⚠", text, "yellow") for text in notes.warnings]
        for point in reply.points:
            key = f"{point.status.replace('-', '_')}_tag" if point.status else ""
            parts.append(_line("•", point.text + (f" ({say(key, language)})" if key else "")))
        parts += [_line("✗", text, "red") for text in reply.cannot]
        if reply.warning:
            parts.append(_line("⚠", reply.warning, "bold yellow"))
        parts += [] if reply.here_first else here
        parts += [Text(text) for text in notes.plainly]
        parts.append(_line("⌂", self._plain.source_line(reply), "blue"))
        if asks_back := self._plain.asks_back(reply):
            parts += [Text(), Text(asks_back)]
        elif reply.next:
            parts.append(Text())
        return Group(*parts, *_numbered([near.title for near in reply.next]))


def _numbered(titles: Sequence[str]) -> list[Text]:
    """Titles that can be asked for by their numbers."""
    return [Text.assemble((f" {i} ", "reverse"), f" {title}") for i, title in enumerate(titles, 1)]


def _line(sign: str, text: str, style: str = "") -> Table:
    """A sign and a text that wraps beside it."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=2)
    grid.add_column()
    grid.add_row(Text(sign, style=style), Text(text, style=style))
    return grid
