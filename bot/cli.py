"""The desk in a terminal: the command `advocacy`."""

from __future__ import annotations

import datetime as dt
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from bot import __version__
from bot.settings import Settings, settings

if TYPE_CHECKING:
    from bot.ask.desk import Desk
    from bot.ask.models import Context, Reply
    from bot.knowledge.models import Base
    from bot.render import Plain
    from bot.states import StateNames

UNUSABLE = 2
"""Exit status for input that can't be used."""


class Unusable(click.ClickException):
    """Input that can't be used: one line on stderr, exit status 2."""

    exit_code = UNUSABLE

    def show(self, file: Any = None) -> None:  # noqa: ARG002 (the base class passes it)
        """Print the line."""
        click.echo(f"advocacy: {self.format_message()}", err=True)


class Day(click.ParamType[dt.date]):
    """A day written as YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> dt.date:
        """The date; fails with what to write."""
        if isinstance(value, dt.date):
            return value
        try:
            return dt.date.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is no date; write it as 2026-11-25", param, ctx)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="advocacy")
def main() -> None:
    """Advocacy Desk: what each human rights mechanism can and cannot do, with its source.

    \b
    advocacy ask "How many words may a joint UPR submission have?"
    advocacy chat
    advocacy mechanism upr
    """


@main.command()
@click.argument("question", required=False)
@click.option("--context", multiple=True, metavar="TEXT", help="An earlier message; repeatable.")
@click.option("--on", type=Day(), metavar="YYYY-MM-DD", help="Take this day for today.")
@click.option("--json", "as_json", is_flag=True, help="Print one line of JSON.")
@click.option("--short", is_flag=True, help="At most 900 characters, to paste into a message.")
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
    desk = _desk(words_only)
    reply = desk.ask(question, desk.follow(context, on), on)
    plain = _plain(desk.base, desk.states)
    if as_json:
        click.echo(json.dumps(_record(None, reply, plain), ensure_ascii=False))
    elif short:
        click.echo(plain.short(reply))
    else:
        _show(desk, plain, reply)


@main.command()
@click.option("--on", type=Day(), metavar="YYYY-MM-DD", help="Take this day for today.")
def chat(on: dt.date | None) -> None:
    """Talk with the desk; a number picks a choice, an empty line ends."""
    from rich.console import Console

    from bot.render.terminal import Terminal

    desk = _desk(False)
    console = Console()
    plain = _plain(desk.base, desk.states)
    terminal = Terminal(desk.base, plain, console)
    console.print(
        "Ask about a human rights mechanism. A number picks a choice; an empty line ends."
    )
    context: Context | None = None
    picks: list[Any] = []
    while True:
        try:
            text = console.input("[bold cyan]?[/] ").strip()
        except (EOFError, KeyboardInterrupt):
            break
        if not text:
            break
        reply: Reply
        if text.isdecimal() and 0 < int(text) <= len(picks):
            reply = _pick(desk, picks[int(text) - 1], context, on)
        else:
            reply = desk.ask(text, context, on)
        picks = list(getattr(reply, "choices", ()) or getattr(reply, "nearest", ()))
        terminal.show(reply)
        context = reply.context()


@main.command()
@click.argument("mechanism")
@click.argument("topic", required=False)
def mechanism(mechanism: str, topic: str | None) -> None:
    """Show what a mechanism can and cannot do, or what is known on one TOPIC of it."""
    from rich.console import Console

    from bot.knowledge.models import TOPICS
    from bot.render.terminal import Terminal

    base = _base()
    found = _mechanism(base, mechanism)
    if topic is not None and topic not in TOPICS:
        raise Unusable(_nearest("topic", topic, list(TOPICS)))
    Terminal(base, _plain(base), Console()).card(base.mechanisms[found], topic)


@main.command()
@click.argument("mechanisms", nargs=-1, required=True, metavar="ID ID…")
@click.option("--topic", help="Compare on one topic only.")
def compare(mechanisms: tuple[str, ...], topic: str | None) -> None:
    """Set two or more mechanisms side by side."""
    from rich.console import Console

    from bot.knowledge.models import TOPICS
    from bot.render.comparison import comparison, drawn

    base = _base()
    if topic is not None and topic not in TOPICS:
        raise Unusable(_nearest("topic", topic, list(TOPICS)))
    ids = list(dict.fromkeys(_mechanism(base, m) for m in mechanisms))
    if len(ids) < 2:
        raise Unusable("name two different mechanisms, for example: advocacy compare upr cedaw")
    rows = comparison(base, ids, [topic] if topic else None)
    if sys.stdout.isatty():
        Console().print(drawn(base, ids, rows))
        return
    for row in rows:
        for name, text in zip(ids, row.texts, strict=True):
            click.echo(f"{row.topic} · {base.mechanisms[name].short}: {text}")


@main.command()
def doctor() -> None:
    """Say whether everything that the desk needs is here, and how old its content is."""
    from bot.ask.meaning import model

    where = settings()
    base = _base()
    today = dt.date.today()
    stale = sum(entry.review_by < today for entry in base.entries.values())
    entries, mechanisms = len(base.entries), len(base.mechanisms)
    click.echo(f"knowledge   {entries} entries on {mechanisms} mechanisms in {where.knowledge}")
    click.echo(f"sources     {len(base.sources)}")
    click.echo(
        f"to review   {stale} entries are past the day by which they were to be checked again"
    )
    click.echo(f"templates   {where.templates}{'' if where.templates.is_dir() else '  MISSING'}")
    click.echo(f"cache       {where.cache}")
    if model() is None:
        click.echo(
            "meaning     not installed: the desk finds by words alone and misses more questions."
            " Install it with: pip install 'advocacy-desk[meaning]'"
        )
    else:
        click.echo("meaning     installed: questions are also found by what they mean")


@main.group()
def knowledge() -> None:
    """Check and count the knowledge base."""


@knowledge.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
def check(folder: Path | None) -> None:
    """Check every file of the knowledge base; exit status 1 where something must be mended."""
    from bot.knowledge.check import check_folder

    where = folder or settings().knowledge
    problems = check_folder(where, dt.date.today())
    for problem in problems:
        click.echo(str(problem))
    if any(not problem.message.startswith("note:") for problem in problems):
        click.echo(f"{len(problems)} to mend", err=True)
        sys.exit(1)
    click.echo(f"The knowledge base is in order ({len(_base(where).entries)} entries).")


@knowledge.command()
def stats() -> None:
    """Show how many entries each mechanism has on each topic, and how settled they are."""
    from rich.console import Console

    from bot.render.statistics import tables

    for table in tables(_base(), dt.date.today()):
        Console(width=None if sys.stdout.isatty() else 150).print(table)


def _batch(path: Path, on: dt.date | None, words_only: bool) -> None:
    try:
        content = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Unusable(f"{path} can't be read as a UTF-8 text file") from error
    desk = _desk(words_only)
    plain = _plain(desk.base, desk.states)
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
        except (ValueError, KeyError, TypeError, AttributeError):
            broken += 1
            click.echo(
                f'advocacy: line {number} of {path.name} is not {{"id": …, "q": "…"}}; left out',
                err=True,
            )
            continue
        reply = desk.ask(text, desk.follow(earlier, on), on)
        click.echo(json.dumps(_record(name, reply, plain), ensure_ascii=False))
    if broken:
        sys.exit(UNUSABLE)


def _record(name: object, reply: Reply, plain: Plain) -> dict[str, Any]:
    """A reply as the command-line contract of docs/design.md has it."""
    record: dict[str, Any] = {} if name is None else {"id": name}
    answer = getattr(reply, "help", None) or reply
    return record | {
        "kind": reply.kind,
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


def _desk(words_only: bool) -> Desk:
    from bot.ask.desk import Desk

    with _explained(), _progress() as progress:
        return Desk.open(settings(), progress, meaning=not words_only)


def _base(folder: Path | None = None) -> Base:
    from bot.knowledge import load

    where: Settings = settings()
    with _explained():
        return load(folder or where.knowledge, where.cache)


def _plain(base: Base, states: StateNames | None = None) -> Plain:
    from bot.render import Plain

    return Plain(base, settings().templates, states)


@contextmanager
def _explained() -> Iterator[None]:
    """A broken knowledge base ends the command with file, line and what to do."""
    from bot.knowledge import KnowledgeError

    try:
        yield
    except KnowledgeError as error:
        for problem in error.problems[:20]:
            click.echo(str(problem), err=True)
        message = f"the knowledge base can't be used: {len(error.problems)} to mend (see above)"
        raise Unusable(message) from error


@contextmanager
def _progress() -> Iterator[Any]:
    """A progress bar on stderr, shown only when there is something to wait for."""
    bar: Any = None

    def step(done: int, total: int) -> None:
        nonlocal bar
        if bar is None:
            bar = click.progressbar(
                length=total, label="Learning what the entries mean (once)", file=sys.stderr
            )
            bar.__enter__()
        bar.update(done - bar.pos)

    try:
        yield step
    finally:
        if bar is not None:
            bar.__exit__(None, None, None)


def _mechanism(base: Base, wanted: str) -> str:
    name = wanted.casefold()
    if name in base.mechanisms:
        return name
    for mechanism in base.mechanisms.values():
        names = (mechanism.short, *mechanism.acronyms, *mechanism.names.en)
        if name in {n.casefold() for n in names}:
            return mechanism.id
    raise Unusable(_nearest("mechanism", wanted, list(base.mechanisms)))


def _nearest(kind: str, wanted: str, known: list[str]) -> str:
    near = get_close_matches(wanted.casefold(), known, n=3, cutoff=0.4) or known[:5]
    return f"there is no {kind} '{wanted}'; did you mean {', '.join(near)}?"
