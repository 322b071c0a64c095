"""Commands that answer questions: ask and chat."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot.ask import Choice, FirstSteps
from bot.cli.arguments import ON
from bot.cli.parts import UNUSABLE, Unusable, echo_json, open_desk, open_plain

if TYPE_CHECKING:
    from bot.ask import Answer, Context, Desk, Reply
    from bot.render import Plain

CONTRACT = {"steps": "answer"}
"""Kinds of reply that the command-line contract (docs/design.md) has under another name."""

LEAVING = frozenset("quit exit bye q salir salga quitter خروج".split())
"""Words that end a talk."""


MORE = frozenset({"m", "more", "plus", "más", "mas", "المزيد"})
"""What shows more of an answer in a chat."""


@click.command()
@click.argument("question", required=False)
@click.option("--context", multiple=True, metavar="TEXT", help="An earlier message; repeatable.")
@ON
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--short", is_flag=True, help="At most 900 characters, to paste into a message.")
@click.option("--more", is_flag=True, help="Also what stands behind “More”.")
@click.option(
    "--batch",
    type=click.Path(),
    metavar="FILE.jsonl",
    help='Answer a file of lines {"id", "q", "context"?}; with --json.',
)
@click.option("--words-only", is_flag=True, help="Find by words alone, without the model.")
def ask(
    question: str | None,
    context: tuple[str, ...],
    on: dt.date | None,
    as_json: bool,
    short: bool,
    more: bool,
    batch: str | None,
    words_only: bool,
) -> None:
    """Ask a question about a human rights mechanism."""
    if batch is not None:
        if question is not None or context:
            raise Unusable("give either a question or --batch FILE, not both")
        _batch(Path(batch), on, words_only)
        return
    if question is None:
        raise Unusable('what is the question? Write: advocacy ask "What can the UPR do?"')
    desk = open_desk(words_only)
    reply = desk.ask(question, desk.follow(context, on), on)
    plain = open_plain(desk.base, desk.states)
    if as_json:
        echo_json(_record(None, reply, plain))
    elif short:
        click.echo(plain.short(reply))
    else:
        _show(desk, plain, reply)
    if more and (answer := _answer_in(reply)):
        click.echo(f"\n{plain.more(answer)}")


@click.command()
@ON
def chat(on: dt.date | None) -> None:
    """Talk with the desk; a number asks what stands there, m shows more, "quit" ends."""
    from rich.console import Console

    from bot.render.terminal import Terminal

    desk = open_desk(False)
    console = Console()
    plain = open_plain(desk.base, desk.states)
    terminal = Terminal(desk.base, plain, console)
    console.print(
        "Ask about a human rights mechanism. A number asks what stands there, m shows more; "
        "an empty line or quit ends."
    )
    context: Context | None = None
    picks: list[Any] = []
    last: Reply | None = None
    while True:
        try:
            text = console.input("[bold cyan]?[/] ").strip()
        except (EOFError, KeyboardInterrupt):
            break
        if not text or text.casefold() in LEAVING:
            break
        if text.casefold() in MORE and (answer := _answer_in(last)):
            terminal.more(answer)
            continue
        reply: Reply
        if text.isdecimal() and not 0 < int(text) <= len(picks):
            offered = f"1 to {len(picks)}" if picks else "none just now"
            console.print(f"There is no choice {text}: {offered}. Ask in words.")
            continue
        if text.isdecimal():
            reply = _pick(desk, picks[int(text) - 1], context, on)
        else:
            reply = desk.ask(text, context, on)
        terminal.show(reply)
        picks, last = _picks(reply), reply
        context = reply.context()


def _batch(path: Path, on: dt.date | None, words_only: bool) -> None:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{path} can't be read as a UTF-8 text file") from error
    desk = open_desk(words_only)
    plain = open_plain(desk.base, desk.states)
    broken = 0
    for number, line in enumerate(content.splitlines(), 1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
            name, text = item["id"], item["q"]
            earlier = item.get("context") or []
            if isinstance(earlier, str):
                earlier = [earlier]
            if not isinstance(text, str) or not all(isinstance(e, str) for e in earlier):
                raise TypeError
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            broken += 1
            click.echo(
                f'advocacy: line {number} of {path.name} is not {{"id": …, "q": "…"}}; left out',
                err=True,
            )
            continue
        reply = desk.ask(text, desk.follow(earlier, on), on)
        echo_json(_record(name, reply, plain))
    if broken:
        sys.exit(UNUSABLE)


def _record(name: object, reply: Reply, plain: Plain) -> dict[str, Any]:
    """A reply as the command-line contract of docs/design.md has it."""
    record: dict[str, Any] = {} if name is None else {"id": name}
    answer = getattr(reply, "help", None) or reply
    return record | {
        "kind": CONTRACT.get(reply.kind, reply.kind),
        "mechanisms": list(reply.mechanisms),
        "topic": reply.topic,
        "state": reply.state,
        "language": reply.language,
        "task": getattr(reply, "task", None),
        "text": plain.text(reply),
        "sources": [
            {"title": s.title, "publisher": s.publisher, "url": s.url, "dated": s.dated}
            for s in getattr(answer, "sources", ())
        ],
        "entries": list(getattr(answer, "entries", ())),
        "certainty": round(reply.certainty, 3),
    }


def _answer_in(reply: Reply | None) -> Answer | None:
    """The answer in a reply, of which there may be more."""
    if reply is not None and reply.kind == "task":
        return reply.help
    return reply if reply is not None and reply.kind == "answer" else None


def _picks(reply: Reply) -> list[Any]:
    """What can be asked for by its number; of first steps what their buttons do in Slack."""
    if isinstance(reply, FirstSteps):
        entries = ("special-procedures.compare.urgent-ways", "templates.submit.urgent-appeal")
        return [Choice(label=reply.ways, entry=entry) for entry in (*entries, reply.consent_entry)]
    if reply.kind == "choices":
        return list(reply.choices)
    if reply.kind == "decline":
        return list(reply.nearest)
    answer = _answer_in(reply)
    return [*answer.next, *answer.more.near] if answer else []


def _pick(desk: Desk, choice: Any, context: Context | None, on: dt.date | None) -> Reply:
    if choice.entry:
        return desk.entry(choice.entry, on=on)
    return desk.ask(choice.label, context, on)


def _show(desk: Desk, plain: Plain, reply: Reply) -> None:
    if not sys.stdout.isatty():
        click.echo(plain.text(reply))
        return
    from rich.console import Console

    from bot.render.terminal import Terminal

    Terminal(desk.base, plain, Console()).show(reply)
