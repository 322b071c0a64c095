"""A Reply for a person at a terminal: colours, wrapped lines, links."""

from __future__ import annotations

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.ask.models import Answer, Choices, Decline, FirstSteps, Reply, TaskReply
from bot.knowledge.models import Base, Mechanism
from bot.render.front_door import buttons, resting_on
from bot.render.plain import WARNINGS, Plain

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
                lines = [
                    Text.assemble((f" {i} ", "reverse"), f" {choice.label}")
                    for i, choice in enumerate(reply.choices, 1)
                ]
                return Group(lead, Text(), *lines, Text(), hint)
            case Decline():
                parts = [
                    Text(self._plain.note(reply.reason, reply.language), style="bold"),
                    Text(self._base.say("covers", reply.language)),
                ]
                if reply.nearest:
                    parts.append(Text(self._base.say("decline_nearest", reply.language)))
                    parts += [Text(f" {i}  {c.label}") for i, c in enumerate(reply.nearest, 1)]
                return Group(*parts)
            case TaskReply():
                title = Text(self._plain.about(reply), style="bold")
                parts_of: list[RenderableType] = [title]
                if reply.help and not reply.ready:
                    rest = self._plain.made_by(reply)
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
        return Group(heading, *steps, *below, source, Text(), *offered)

    def card(self, mechanism: Mechanism, topic: str | None) -> None:
        """Print a mechanism's card: what it can and cannot do, or one topic's entries."""
        wanted = (topic,) if topic else ("can", "cannot")
        table = Table.grid(padding=(0, 1, 1, 0))
        for entry in mechanism.entries:
            if entry.topic in wanted and not entry.ended:
                sign = {"can": "[green]✓[/]", "cannot": "[red]✗[/]"}.get(entry.topic, "•")
                answer = self._plain.filled(entry)
                table.add_row(sign, Text.assemble((f"{entry.title}\n", "bold"), answer))
        heading = f"{mechanism.names.en[0]} — {mechanism.summary}"
        self._console.print(Panel(Text(heading), border_style="cyan", width=WIDTH))
        self._console.print(table, width=min(self._console.width, WIDTH))

    def _answer(self, reply: Answer) -> Group:
        say, language = self._base.say, reply.language
        here: list[RenderableType] = [_line("⚑", text) for text in self._plain.here(reply)]
        lead: list[RenderableType] = [Text(reply.lead, style="bold")]
        parts = [*here, *lead] if reply.here_first else [*lead, *here]
        notes = [(n.key in WARNINGS, self._plain.note(n, language)) for n in reply.notes]
        parts += [Text(f"⚠ {text}", style="yellow") for urgent, text in notes if urgent]
        for point in reply.points:
            tag = (
                f" ({say(point.status.replace('-', '_') + '_tag', language)})"
                if point.status
                else ""
            )
            parts.append(_line("•", point.text + tag))
        for text in reply.cannot:
            parts.append(_line("✗", text, "red"))
        for text in reply.advice:
            parts.append(_line("→", text, "cyan"))
        if reply.not_any_more:
            label = say("not_any_more", language)
            parts.append(_line("⌛", f"{label}: {reply.not_any_more}", "magenta"))
        if reply.warning:
            parts.append(_line("⚠", reply.warning, "bold yellow"))
        if reply.nearby:
            parts += [Text(), Text(say("also", language), style="bold dim")]
            parts += [_line("•", near.answer, "dim") for near in reply.nearby]
        if reply.words:
            words = "; ".join(f"{word.term}: {word.means}" for word in reply.words)
            parts += [Text(), _line("", f"{say('words', language)}: {words}", "italic dim")]
        parts.append(Text())
        cited = [self._plain.cite(source, language) for source in reply.sources]
        parts += [_line("⌂", text, "blue") for text in cited]
        checked = say("last_checked", language, date=reply.verified.isoformat())
        calm = " ".join(text for urgent, text in notes if not urgent)
        parts.append(_line("", f"{checked}. {calm}".strip(), "dim"))
        return Group(*parts)


def _line(sign: str, text: str, style: str = "") -> Table:
    """A sign and a text that wraps beside it."""
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(width=2)
    grid.add_column()
    grid.add_row(Text(sign, style=style), Text(text, style=style))
    return grid
