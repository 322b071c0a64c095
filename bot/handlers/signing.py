"""Curators compare statements with their pages and sign them, in Slack: the statement, the page to
open, three buttons. Every press asks Slack anew whether the person is a curator; each signature is
kept before the next statement shows, and counts in their workspace.

Public: `handle_command` (the word `review`), `register`; for the runner `SlackCurators`, the weekly
message that leads here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field
from slack_bolt import App
from slack_sdk.models.blocks import ActionsBlock, Block

from bot.ask import mark, signed_of
from bot.digest import Chase, due_for, signed_over
from bot.handlers.kernel.blocks import Message, Page, button, context, mrkdwn, section, window
from bot.handlers.kernel.forms import Form, Wrong
from bot.handlers.kernel.inputs import Typed
from bot.handlers.kernel.interaction import Interaction, Refusal, Request, View
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.refs import EntryId, PersonalRef
from bot.handlers.kernel.services import Services, now, today
from bot.handlers.kernel.text import clean, escape, link, paragraphs
from bot.knowledge.models import Base, Entry, Language
from bot.knowledge.signing import DueEntry, counts_until, page, statement, written_who
from bot.render import Plain
from bot.store import PageReading

SIGN = "signing_open"
"""Opens the statement that is due first."""
CHANGED = "signing_changed"
UNSURE = "signing_unsure"
PAGE = "signing_page"
"""The window with a statement: sent off, it is signed."""
NOTE_FORM = "signing_note"
PASSED = 60
"""Statements that one window remembers as left for another day."""


class SignRef(PersonalRef):
    """The statement in a window, and how far the curator has come. `who` stands in the window as
    the name under which the curator signs."""

    who: str = Field(default="", max_length=40)
    entry: EntryId | None = None
    passed: tuple[EntryId, ...] = Field(default=(), max_length=PASSED)
    signed: int = 0
    noted: int = 0


class NameForm(Form):
    """Under which name the curator signs; asked for once."""

    who: Annotated[str, Typed("signing_who", 40, lines=False, hint="signing_who_hint")] = ""


class NoteForm(Form):
    """What changed."""

    note: Annotated[str, Typed("signing_what", 300, 3, True, hint="signing_what_hint")] = ""


class SigningWindows:
    """Renders them. The base of `page` holds what the workspace's curators signed."""

    def __init__(self, page: Page, plain: Plain) -> None:
        self._page, self._base = page, page.base
        self._plain, self._say = plain, page.base.say

    def page(self, entry: Entry, ref: SignRef, due: int, on: dt.date) -> dict[str, Any]:
        """A statement with its page; to send it off signs it, two buttons say something else."""
        language = ref.language
        blocks = [
            context(self._say("signing_count", language, count=due, entry=entry.id)),
            *self._statement(entry, language, on),
            *self._who(ref),
            ActionsBlock(
                elements=[
                    button(self._say("signing_changed", language), CHANGED),
                    button(self._say("signing_unsure", language), UNSURE),
                ]
            ),
            context(self._say("signing_rule", language)),
        ]
        return self._window(PAGE, blocks, ref, self._say("signing_right", language))

    def note(self, entry: Entry, ref: SignRef) -> dict[str, Any]:
        """The form for what changed."""
        language = ref.language
        blocks = [
            section(entry.title),
            *self._who(ref),
            NoteForm().block("note", self._page),
        ]
        return self._window(NOTE_FORM, blocks, ref, self._say("signing_note", language))

    def end(self, ref: SignRef) -> dict[str, Any]:
        """What was done, where nothing more is due for this person."""
        done = self._say(
            "signing_done", ref.language,
            signed=ref.signed, noted=ref.noted, passed=len(ref.passed),
        )  # fmt: skip
        nothing = section(self._say("signing_nothing", ref.language))
        return self._window(PAGE, [nothing, context(done)], ref)

    def noted(self, entry: Entry, who: str, note: str, language: Language) -> Message:
        """What the curators' channel reads of a statement that has changed."""
        text = self._say("signing_noted", language, who=who, title=entry.title, entry=entry.id)
        why = self._say("signing_noted_why", language)
        return Message(escape(text), (section(text), section(f"“{note}”"), context(why)))

    def _statement(self, entry: Entry, language: Language, on: dt.date) -> list[Block]:
        """The question, all that the desk says on it (in English, from which the other languages
        are made), the page, who signed it."""
        answer, *lines = (escape(text) for text in statement(self._base, entry))
        texts = [f"*{escape(entry.title)}*", answer, *(f"• {line}" for line in lines)]
        where = page(self._base, entry)
        note = signed_of(self._base, entry, on)
        known = self._plain.note(note, language) if note else self._say("signing_nobody", language)
        sure = self._plain.note(mark(self._base, entry), language)
        opens = (
            f"{escape(self._say('signing_open', language))} {link(where, where)}"
            if where
            else escape(self._say("signing_no_page", language))
        )
        return [
            *map(mrkdwn, paragraphs(texts)),
            mrkdwn(opens),
            context(f"{sure} · {known}"),
        ]

    def _who(self, ref: SignRef) -> list[Block]:
        language = ref.language
        if ref.who:
            return [context(self._say("signing_as", language, who=ref.who))]
        return [NameForm().block("who", self._page)]

    def _window(
        self, callback: str, blocks: list[Block], ref: SignRef, submit: str | None = None
    ) -> dict[str, Any]:
        title, close = self._say("signing_title", ref.language), self._say("close", ref.language)
        return window(callback, title, blocks, close=close, submit=submit, metadata=ref.value)


TITLES = 3
"""Statements noted as changed that are named."""


class SlackCurators:
    """Renders it."""

    def __init__(self, base: Base, command: str) -> None:
        self._base = base
        self._command = command

    def message(self, chase: Chase, language: Language) -> Message:
        """What is to be compared this week, with the button that begins."""

        def say(key: str, **values: object) -> str:
            return escape(self._base.say(f"chase_{key}", language, **values))

        lines = [f"*{say('title')}*"]
        if chase.due:
            lines.append(f"• {say('due', due=chase.due, unread=chase.unread)}")
        if chase.late:
            lines.append(f"• {say('late', late=chase.late)}")
        if chase.changed:
            titles = "; ".join(self._title(name, language) for name in chase.changed[:TITLES])
            lines.append(f"• {say('changed', count=len(chase.changed), titles=titles)}")
        if chase.dates:
            command = f"{self._command} calendar"
            lines.append(f"• {say('dates', count=chase.dates, command=command)}")
        if chase.first:
            lines.append(say("first"))
            lines += [f"◦ {escape(self._title(name, language))}" for name in chase.first]
        blocks: list[Block] = [mrkdwn(text) for text in paragraphs(lines)]
        if chase.due:
            label, ref = self._base.say("signing_title", language), SignRef(language=language)
            begin = button(label, SIGN, ref.value, style="primary")
            blocks.append(ActionsBlock(elements=[begin]))
        return Message(say("title"), tuple(blocks or [section(say("title"))]))

    def _title(self, name: str, language: Language) -> str:
        return self._base.title(self._base.entries[name], language)


class SigningInteraction(Interaction[SignRef]):
    """A button of the comparing, or the form for what changed."""

    carries = SignRef
    title = "signing_title"

    def begin(self) -> None:
        """Raises Refusal for who is no curator, too."""
        super().begin()
        self.only_curators("signing")

    @property
    def entry(self) -> Entry:
        """The statement in the window. Raises Refusal where there is none."""
        if self.ref.entry is None:
            raise Refusal("changed")
        return self.base.entries[self.ref.entry]

    def with_name(self) -> SignRef | None:
        """The reference with the name under which the person signs; None where none that can be
        kept was typed."""
        typed = self.read_form(NameForm, NameForm(who=self.ref.who)).who
        who = written_who(typed)
        return self.ref.model_copy(update={"who": who}) if who else None

    def signed(self) -> SignRef:
        """The same. Raises Wrong at the input where there is none."""
        if ref := self.with_name():
            return ref
        raise Wrong.at("signing_who", "signing_who_wrong")


def handle_command(call: Call) -> Message:
    """Open the statement that is due first; the reply beside it leads back."""
    call.only_curators("signing")
    ref = call.owned(SignRef(language=call.language))
    dues = _due(call, ref)
    if dues:
        call.open(_page(call, ref, dues))
    if not dues:
        return call.say("signing_nothing")
    back = button(call.phrase("signing_title"), SIGN, SignRef(language=call.language).value)
    return call.services.notices.way_back(call.phrase("signing_opened", count=len(dues)), back)


def register(app: App, services: Services) -> None:
    """Listen to the buttons and to the form."""
    on = Listeners(app, services, SigningInteraction)

    @on.button(SIGN)
    def handle_open(press: SigningInteraction) -> None:
        ref = press.owned(SignRef(language=press.language))
        press.open(_next(press, ref), SIGN, SignRef(language=press.language))

    @on.form(PAGE)
    def handle_right(form: SigningInteraction) -> None:
        entry, ref = form.entry, form.signed()
        _keep(form, entry, ref.who)
        form.update(_next(form, ref.model_copy(update={"signed": ref.signed + 1})))

    @on.input(UNSURE)
    def handle_unsure(press: SigningInteraction) -> None:
        ref = press.with_name() or press.ref
        passed = (*ref.passed, press.entry.id)[-PASSED:]
        press.update(_next(press, ref.model_copy(update={"passed": passed})))

    @on.input(CHANGED)
    def handle_changed(press: SigningInteraction) -> None:
        press.update(_windows(press).note(press.entry, press.with_name() or press.ref))

    @on.form(NOTE_FORM)
    def handle_noted(form: SigningInteraction) -> None:
        entry, ref, note = form.entry, form.signed(), clean(form.read_form(NoteForm).note).strip()
        _keep(form, entry, ref.who, note)
        form.update(_next(form, ref.model_copy(update={"noted": ref.noted + 1})))
        channel = services.deployment.curators_of(form.workspace.team)
        form.post(_windows(form).noted(entry, ref.who, note, form.language), str(channel))


def _keep(act: SigningInteraction, entry: Entry, who: str, note: str = "") -> None:
    """Keep what the person found: still right, or changed with a note."""
    at = now()
    act.services.storage.readings.keep(
        PageReading(
            workspace=act.workspace,
            subject=entry.id,
            person=act.user,
            who=who,
            found="changed" if note else "right",
            at=at,
            until=counts_until(entry, at.date()),
            note=note,
        )
    )


def _due(request: Request, ref: SignRef) -> list[DueEntry]:
    """What is due for this person, but what was left for another day."""
    readings = request.services.storage.readings.list(request.workspace)
    dues = due_for(request.base, readings, request.user, today())
    return [due for due in dues if due.entry.id not in ref.passed]


def _next(request: Request, ref: SignRef) -> View:
    """The statement that is due first, or what was done where nothing is."""
    dues = _due(request, ref)
    return _page(request, ref, dues) if dues else _windows(request).end(ref)


def _page(request: Request, ref: SignRef, dues: Sequence[DueEntry]) -> View:
    entry = dues[0].entry
    on = ref.model_copy(update={"entry": entry.id})
    return _windows(request).page(entry, on, len(dues), today())


def _windows(request: Request) -> SigningWindows:
    readings = request.services.storage.readings.list(request.workspace)
    base = signed_over(request.base, readings)
    return SigningWindows(Page(base, request.states, request.language), request.services.plain)
