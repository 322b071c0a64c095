"""The command that shows which way to go: choose."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from bot.choosing import ABOUT, ACTORS, HARM, HOPES, TRIED, WHO
from bot.cli.arguments import DAY, ON, read_day, state_code
from bot.cli.parts import Unusable, echo_json, open_library
from bot.knowledge.models import LANGUAGES, Language

if TYPE_CHECKING:
    from bot.choosing import CaseFacts, Chooser, ChooserQuestion
    from bot.render.choosing_words import WayWords
    from bot.states import Profiles

Command = Callable[..., None]
SHORT = 70
"""Characters of an address that is shown; a longer one stands in the JSON."""


def _several(option: str, what: str, known: tuple[str, ...]) -> Callable[[Command], Command]:
    """An option that takes words of a list, with commas between them."""

    def read(text: str) -> tuple[str, ...]:
        words = tuple(part.strip() for part in text.split(",") if part.strip())
        for word in words:
            if word not in known:
                raise click.BadParameter(f"'{word}' is not one of {', '.join(known)}")
        return words

    some = ",".join(known[:2]).upper()
    return click.option(option, type=read, metavar=f"{some},…", help=f"{what}: {', '.join(known)}.")


@click.command()
@click.option("--state", metavar="STATE", help="The State, by name or code.")
@click.option("--who", type=click.Choice(WHO), help="Whom or what it is about.")
@_several("--about", "What happened, to whom", ABOUT)
@_several("--actor", "Who did it", ACTORS)
@click.option("--actor-state", metavar="STATE", help="The other State that did it.")
@click.option("--harm", type=click.Choice(HARM), help="How near the harm is.")
@_several("--tried", "What was tried", TRIED)
@click.option("--last-decision", type=read_day, metavar=DAY,
              help="The day of the last decision at home.")  # fmt: skip
@click.option(
    "--confidential", type=click.Choice(["yes", "no"]), help="Must the State not learn who it is?"
)
@click.option("--hope", type=click.Choice(HOPES), help="What is hoped for.")
@ON
@click.option("--lang", type=click.Choice(LANGUAGES), default="en", help="Language.")
@click.option("--more", is_flag=True, help="Show everything: reasons, conditions, risks, sources.")
@click.option("--json", "as_json", is_flag=True, help="Print a JSON object.")
def choose(on: dt.date | None, lang: Language, more: bool, as_json: bool, **options: Any) -> None:
    """Show which mechanisms can be used, in order, and why; asks questions if nothing is said.

    Nothing of what is said is kept.
    """
    from bot.choosing import CaseFacts
    from bot.render.choosing import drawn, plain, record, sections, short

    chooser, profiles, words = _open(lang)
    today = on or dt.date.today()
    if any(value is not None for value in options.values()):
        typed = _answers(options, profiles, lang)
    elif sys.stdin.isatty():
        typed = _ask(chooser, profiles, words)
    else:
        raise Unusable("say what it is about, for example: --state Mali --who person --harm past")
    if (fell := typed.get("last_decision")) and fell > today:
        raise Unusable(
            f"the last decision can't fall after today ({today}); correct --last-decision"
        )
    facts: CaseFacts = CaseFacts(on=today, **typed)
    result = chooser.choose(facts)
    if as_json:
        echo_json(record(result))
        return
    labels = {
        option.value: option.label
        for question in chooser.rules.questions.values()
        for option in question.options
    }
    shown_sections = sections(result, words) if more else short(result, words)
    if sys.stdout.isatty():
        from rich.console import Console

        Console().print(drawn(result, shown_sections, labels, words))
        if not more:
            click.echo(words.say("ways_more"))
        return
    for line in plain(result, shown_sections, labels, words):
        click.echo(line)
    if not more:
        click.echo(words.say("ways_more"))


def _answers(options: dict[str, Any], profiles: Profiles, language: Language) -> dict[str, Any]:
    typed = {name: value for name, value in options.items() if value is not None}
    if "state" in typed:
        typed |= _place(typed.pop("state"), profiles, language)
    if "actor_state" in typed:
        typed["actor_state"] = state_code(profiles.names, typed["actor_state"])
    if "confidential" in typed:
        typed["confidential"] = typed["confidential"] == "yes"
    return typed


def _place(text: str, profiles: Profiles, language: Language) -> dict[str, Any]:
    """The State, or the territory that has no row in the tables."""
    if place := profiles.names.territory_alone(text):
        return {"territory": place.called(language)}
    return {"state": state_code(profiles.names, text)}


def _ask(chooser: Chooser, profiles: Profiles, words: WayWords) -> dict[str, Any]:
    """The questions, one after the other; an empty answer leaves it open."""
    typed: dict[str, Any] = {}
    count = 0
    while count < len(
        every := chooser.questions(typed.get("who"), "other-state" in typed.get("actor", ()))
    ):
        count += 1
        question = every[count - 1]
        click.echo(f"\n{count}/{len(every)} {question.text}", err=True)
        for number, option in enumerate(question.options, 1):
            click.echo(f"  {number:>2}  {option.label}", err=True)
        if question.hint:
            click.echo(f"  {question.hint}", err=True)
        typed |= _answer(question, profiles, words)
    return typed


def _answer(question: ChooserQuestion, profiles: Profiles, words: WayWords) -> dict[str, Any]:
    from bot.choosing import answered

    numbers = "ways_ask_numbers" if question.several else "ways_ask_number"
    label = words.say(numbers if question.options else "ways_ask_state")

    def read(text: str) -> tuple[tuple[str, ...], dt.date | None]:
        if question.options:
            return _numbered(question, text, words)
        if text:
            _place(text, profiles, words.language)
        return (text,) if text else (), None

    while True:
        text = click.prompt(label, default="", show_default=False, err=True).strip()
        try:
            values, day = read(text)
        except Unusable as error:
            click.echo(error.format_message(), err=True)
            continue
        if question.key == "state" and values:
            return _place(values[0], profiles, words.language)
        if question.key == "actor-state" and values:
            values = (state_code(profiles.names, values[0]),)
        return answered(question.key, values, day)


def _numbered(
    question: ChooserQuestion, text: str, words: WayWords
) -> tuple[tuple[str, ...], dt.date | None]:
    """The options of those numbers, and the day where one stands among them."""
    values, day = [], None
    for word in text.replace(",", " ").split():
        if word.isdecimal() and 1 <= int(word) <= len(question.options):
            values.append(question.options[int(word) - 1].value)
            continue
        try:
            day = dt.date.fromisoformat(word) if question.date else None
        except ValueError:
            day = None
        if day is None:
            wrong = "ways_not_a_number_or_date" if question.date else "ways_not_a_number"
            raise Unusable(words.say(wrong, word=word, count=len(question.options)))
    if len(values) > 1 and not question.several:
        raise Unusable(words.say("ways_one_number"))
    return tuple(values), day


def _open(language: Language) -> tuple[Chooser, Profiles, WayWords]:
    from bot.render.choosing_words import WayWords
    from bot.render.words import DisplayNames

    library = open_library()
    base, profiles, chooser = library.base, library.profiles, library.chooser.in_language(language)

    def source(name: str) -> str:
        source = profiles.source(name)
        link = f", {source.url}" if source.url and len(source.url) <= SHORT else ""
        return f"{source.title} ({source.publisher}{link})"

    names = replace(DisplayNames.of(base, profiles.names, language), source=source)
    return chooser, profiles, WayWords(base, profiles.names, language, names)
