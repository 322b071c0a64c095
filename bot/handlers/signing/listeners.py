"""Comparing statements in Slack: the command, the buttons, the note on what changed. Every press
asks Slack anew whether the person is a curator; each signature is kept before the next statement
shows."""

from __future__ import annotations

from collections.abc import Sequence

from slack_bolt import App

from bot.digest import due_for, signed_over
from bot.handlers.kernel.blocks import Message, button
from bot.handlers.kernel.curating import only_curators
from bot.handlers.kernel.forms import Wrong
from bot.handlers.kernel.inputs import Page
from bot.handlers.kernel.interaction import Interaction, Refusal, Request, View
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.services import Services, now, today
from bot.handlers.kernel.text import clean
from bot.handlers.signing.form import (
    CHANGED,
    NOTE_FORM,
    PAGE,
    PASSED,
    SIGN,
    UNSURE,
    NameForm,
    NoteForm,
    SigningWindows,
    SignRef,
)
from bot.knowledge.models import Entry
from bot.knowledge.reviewing import DueEntry, counts_until
from bot.knowledge.signing import written_who
from bot.store import PageReading


class SigningInteraction(Interaction[SignRef]):
    """A button of the comparing, or the form for what changed."""

    carries = SignRef
    title = "signing_title"

    def begin(self) -> None:
        """Raises Refusal for who is no curator, too."""
        super().begin()
        only_curators(self, "signing")

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
    only_curators(call, "signing")
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
