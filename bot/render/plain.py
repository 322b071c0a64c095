"""A Reply as plain text: first steps line by line, all else through the templates in
`templates/reply/`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from bot.ask import Answer, Choices, Decline, FirstSteps, Note, Reply, SourceShown, Task, TaskReply
from bot.knowledge.models import LANGUAGES, Base, Language
from bot.knowledge.typography import date_of, listed
from bot.render.words import Words, stage_key
from bot.reviews import CalendarEvent, PartialDate, Span
from bot.states import StateNames

SHORT = 900
"""Characters of the form to paste into WhatsApp or e-mail."""
MARKS = frozenset({"stale", "english_only", "translation_unread"})
"""Notes that stand with the mark of how sure it is, in two or three words."""
PLAINLY = frozenset({"about_state"})
"""Notes that stand right before the source; all others are warnings, right under the answer."""
URL = 60
"""Characters of an address in the line of the source; a longer one stands behind "More"."""
TITLE = 40
"""Characters of a source's title in the line that names it; the whole stands behind "More"."""
COMMANDS: dict[Task, str] = {
    "checklist": "advocacy checklist --state {state} ACTION",
    "outline": "advocacy outline --state {state} ACTION",
    "message": "advocacy message --state {state} TEMPLATE",
    "check": "advocacy check DRAFT.docx --action ACTION",
    "digest": "advocacy digest preview --state {state}",
    "calendar": "advocacy upcoming --state {state}",
}
"""What is typed in a terminal for a task."""
PUBLISHERS = 2
"""Publishers that the source line of first steps names."""
_IN_LANGUAGES = ("checklist", "outline")
"""Tasks whose command takes a language."""
_PLACE = re.compile(r"\b(?:ACTION|TEMPLATE)\b")


class Notes(NamedTuple):
    """An answer's notes as sentences, by where they stand."""

    warnings: list[str]
    plainly: list[str]
    marks: list[str]


def environment(folder: Path, **options: Any) -> SandboxedEnvironment:
    """The templates of a folder; a name that is missing is an error. Nothing is escaped: the text
    goes to a terminal, a file or a message, never into HTML."""
    return SandboxedEnvironment(
        loader=FileSystemLoader(folder),
        undefined=StrictUndefined,
        lstrip_blocks=True,
        autoescape=False,
        **{"trim_blocks": True, **options},
    )


class Plain:
    """Renders replies as plain text."""

    def __init__(self, base: Base, templates: Path, states: StateNames | None = None) -> None:
        self._base = base
        self._words = {language: Words(base, states, language) for language in LANGUAGES}
        self._jinja = environment(templates / "reply")
        self._jinja.filters["capitalize_first"] = lambda text: text[:1].upper() + text[1:]

    def text(self, reply: Reply) -> str:
        """All that a person reads of a reply at once."""
        match reply:
            case Answer():
                return self._answer(reply)
            case Choices():
                return self._render("choices", reply, lead=self.note(reply.lead, reply.language))
            case Decline():
                return self._render("decline", reply, lead=self.note(reply.reason, reply.language))
            case TaskReply():
                return self._task(reply)
            case FirstSteps():
                return self._first_steps(reply)

    def short(self, reply: Reply) -> str:
        """The same to paste into a message, of at most SHORT characters: without the questions that
        nobody can press there, and with fewer points where they are long."""
        if not isinstance(reply, Answer):
            return self.text(reply)[:SHORT]
        shorter = reply.model_copy(update={"next": ()})
        while len(text := self._answer(shorter)) > SHORT and shorter.points:
            shorter = shorter.model_copy(update={"points": shorter.points[:-1]})
        return text if len(text) <= SHORT else self._squeezed(shorter)

    def more(self, answer: Answer) -> str:
        """What stands behind "More"; a phrase where there is nothing."""
        here = [self.note(note, answer.language) for note in answer.more.here]
        text = self._render("more", answer, more=answer.more, here=here)
        return text or self._base.say("more_nothing", answer.language)

    def note(self, note: Note, language: Language) -> str:
        """The sentence of a note."""
        words, base = self._words[language], self._base

        def date(partial: str) -> str:
            return _date(partial, language)

        shown: dict[str, Callable[[str], str]] = {
            "date": date,
            "earlier": date,
            "joined": date,
            "when": lambda dates: self._span(dates, language),
            "state": words.names.state,
            "session": lambda number: self._session(number, language),
            "stage": lambda stage: words.say(f"stage_{stage}"),
            "review": lambda mechanism: words.say(stage_key("review", mechanism)),
        }
        if note.key.startswith("here_"):
            shown["mechanism"] = words.mechanism
        if note.key == "here_note":
            shown["text"] = words.remark
        if note.key.startswith("prompt_"):  # a mechanism as people of that language write it
            own = base.short if language == "en" else base.name
            shown["mechanism"] = lambda name: own(name, language)
        values = {k: shown[k](v) if k in shown else v for k, v in note.values.items()}
        return words.say(note.key, **values)

    def notes(self, answer: Answer) -> Notes:
        """The sentences of an answer's notes."""
        notes = [(n.key, self.note(n, answer.language)) for n in answer.notes]
        return Notes(
            warnings=[text for key, text in notes if key not in MARKS | PLAINLY],
            plainly=[text for key, text in notes if key in PLAINLY],
            marks=[text for key, text in notes if key in MARKS],
        )

    def asks_back(self, answer: Answer) -> str:
        """What a doubtful answer says before the questions that may have been meant."""
        if not answer.doubtful:
            return ""
        return self._base.say("doubtful" if answer.next else "doubtful_alone", answer.language)

    def marks(self, answer: Answer) -> list[str]:
        """How sure an answer is, when its page was opened (else when it was written) or who signed
        it (the later reading), and what else two or three words say of it."""
        language = answer.language
        opened = answer.sources[0].checked if answer.sources else None
        key, day = ("read_on", opened) if opened else ("written_on", answer.verified)
        read = self._base.say(key, language, date=self.day(day, language))
        known = [read]
        if answer.signed:
            signed = self.note(answer.signed, language)
            known = [read, signed] if answer.signed.key == "signed_lapsed" else [signed]
        return [self.note(answer.mark, language), *known, *self.notes(answer).marks]

    def named(self, source: SourceShown, language: Language) -> str:
        """A source in few words: publisher, title, date."""
        title = source.title
        if len(title) > TITLE:
            title = title[:TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"
        dated = f" ({_date(source.dated, language)})" if source.dated else ""
        parts = [title] if source.publisher in title else [source.publisher, title]
        return f"{listed(parts, language)}{dated}"

    def source_line(self, answer: Answer) -> str:
        """One line: the first source, how sure it is, when it was read, its address; a second
        line for the source of a second question."""
        source, *further = answer.sources[: answer.cited]
        parts = [self.named(source, answer.language), *self.marks(answer)]
        line = f"{self._base.label('source', answer.language)} {' · '.join(parts)}"
        return "\n".join([_addressed(line, source), *self._sources(further, answer.language)])

    def _sources(self, sources: Sequence[SourceShown], language: Language) -> Iterator[str]:
        label = self._base.say("source", language)
        for source in sources:
            yield _addressed(f"{label}: {self.named(source, language)}", source)

    def coming(self, row: CalendarEvent, language: Language, states: str = "") -> str:
        """One date of the calendar: when, what, of which `states` (names), how sure."""
        sure = "published" if row.certainty in ("published", "held") else row.certainty
        values = {
            "when": self._words[language].when(row.when) if row.when else "",
            "mechanism": self._words[language].mechanism(row.mechanism),
            "session": self._session(row.session, language),
            "state": f"{'،' if language == 'ar' else ','} {states}" if states else "",
            "stage": self._base.say(stage_key(row.stage, row.mechanism), language),
            "sure": self._base.say(f"sure_{sure}", language),
        }
        return self._base.say(f"coming_{row.whose or row.kind}", language, **values)

    def here(self, answer: Answer | FirstSteps) -> list[str]:
        """The statements on the State in question."""
        return [self.note(note, answer.language) for note in answer.here]

    def day(self, date: dt.date, language: Language) -> str:
        """A day as that language writes it."""
        return self._words[language].day(date)

    def cite(self, source: SourceShown, language: Language) -> str:
        """One line that names a source: title, publisher, date, address."""
        line = f"{source.title}, {self.details(source, language)}"
        return line + (f". {source.url}" if source.url else ".")

    def details(self, source: SourceShown, language: Language) -> str:
        """What a source is besides its title: publisher, date, how it was read."""
        say = self._base.say
        dated = _date(source.dated, language) if source.dated else say("undated", language)
        if source.date_is and source.dated:
            dated = say(source.date_is, language, date=dated)
        elif language == "ar" and dated[:1].isdigit():
            # right after a Latin name a phone draws the day apart from its month
            dated = say("letter_at_day", language, date=dated)
        parts = [source.publisher, dated]
        if source.copy_read:
            parts.append(say("read_in_copy", language))
        if source.find:
            parts.append(say("find_there", language, what=source.find))
        return listed(parts, language)

    def about(self, reply: TaskReply) -> str:
        """What a task was understood to be: `an outline for the UPR, for Mali`."""
        language, say = reply.language, self._base.say
        about = ""
        if reply.mechanisms:
            name = self._base.short(reply.mechanisms[0], language)
            about += say("for_mechanism", language, mechanism=name)
        if reply.state:
            about += say("for_state", language, state=self._words[language].state(reply.state))
        return say("task_lead", language, task=say(f"task_{reply.task}", language), about=about)

    def _session(self, number: str, language: Language) -> str:
        """` (54th session)`; empty where the number is not known or is no number."""
        return f" ({self._words[language].session(number)})" if number else ""

    def _span(self, span: str, language: Language) -> str:
        """`2023-05-01/2023-05-12` as that language writes it: 1–12 May 2023."""
        first, _, last = span.partition("/")
        if not last:
            return _date(first, language)
        dates = Span(start=PartialDate.parse(first), end=PartialDate.parse(last))
        return self._words[language].when(dates)

    def _answer(self, reply: Answer) -> str:
        notes = self.notes(reply)
        return self._render(
            "answer",
            reply,
            warnings=notes.warnings,
            plainly=notes.plainly,
            here=self.here(reply),
            source=self.source_line(reply),
            asks_back=self.asks_back(reply),
            near=reply.next,
        )

    def command(self, reply: TaskReply) -> str:
        """The command for the task, or that there is none yet."""
        command = COMMANDS.get(reply.task)
        if command is None:
            return self._base.say("task_not_here", reply.language)
        how = command.format(state=reply.state or "STATE")
        how = _PLACE.sub(reply.action, how) if reply.action else how
        if reply.task in _IN_LANGUAGES and reply.language != "en":
            how = f"{how} --lang {reply.language}"
        if _PLACE.search(how):  # a command with a gap is no help: what it must contain is
            return self._base.say("task_contains", reply.language)
        here = self._base.say("task_here", reply.language, how=how)
        return f"{here}\n{self._base.say('task_contains', reply.language)}"

    def _first_steps(self, reply: FirstSteps) -> str:
        lines = [reply.heading, *self.here(reply), *filter(None, [reply.answer])]
        lines += [*numbered(reply), reply.closing, reply.read, resting_on(self._base, reply)]
        return "\n".join([*lines, f"→ {' | '.join(buttons(reply))}"])

    def _task(self, reply: TaskReply) -> str:
        missing = [self._base.say(f"missing_{m}", reply.language) for m in reply.missing]
        help_text = self._answer(reply.help) if reply.help else ""
        return self._render(
            "task",
            reply,
            lead=self.about(reply),
            missing=listed(missing, reply.language),
            command=self.command(reply),
            help=help_text,
        )

    def _squeezed(self, reply: Answer) -> str:
        """Too long even without points: what is known of a State gives way, then the answer, never
        the source."""
        shorter = reply.model_copy(update={"here": reply.here[:2], "cannot": reply.cannot[:1]})
        lead = reply.lead
        while len(text := self._answer(shorter)) > SHORT and len(lead) > TITLE:
            lead = lead[: -(len(text) - SHORT) - 1].rsplit(" ", 1)[0] + "…"
            shorter = shorter.model_copy(update={"lead": lead})
        return text[:SHORT]

    def _render(self, name: str, reply: Reply, **values: Any) -> str:
        language = reply.language
        text = self._jinja.get_template(f"{name}.txt.j2").render(
            reply=reply,
            say=self._words[language].say,
            label=lambda key: self._base.label(key, language),
            cite=lambda source: self.cite(source, language),
            day=lambda date: self.day(date, language),
            **values,
        )
        return re.sub(r"\n{3,}", "\n\n", text).strip()


def _date(partial: str, language: Language) -> str:
    """`2023-11` as that language writes it: November 2023."""
    parts = partial.split("-")
    if len(parts) == 1 or not all(part.isdigit() for part in parts):
        return partial
    return date_of(language, *map(int, parts))


def _addressed(line: str, source: SourceShown) -> str:
    """A line that names a source, with its address where that is short."""
    return f"{line} · {source.url}" if source.url and len(source.url) <= URL else line


def numbered(reply: FirstSteps) -> list[str]:
    """First steps, each with its number."""
    return [f"{number}. {step}" for number, step in enumerate(reply.steps, 1)]


def buttons(reply: FirstSteps) -> list[str]:
    """What can be done after first steps, as labels."""
    return [reply.ways, reply.write, reply.consent]


def resting_on(base: Base, reply: FirstSteps) -> str:
    """The source line of first steps: who says so, and when that was last checked."""
    publishers = dict.fromkeys(source.publisher for source in reply.sources)
    on = reply.verified
    day = date_of(reply.language, on.year, on.month, on.day)
    checked = base.say("last_checked", reply.language, date=day)
    return f"{listed(list(publishers)[:PUBLISHERS], reply.language)} · {checked}"
