"""Advocacy messages in Slack: the command, the shortcut on a message, the buttons that open the
window."""

from __future__ import annotations

from bot.handlers.kernel.blocks import Message
from bot.handlers.kernel.interaction import Interaction, Refusal, View
from bot.handlers.kernel.links import MESSAGE, MessageRef
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import state_mentions
from bot.handlers.kernel.people import CAN_NOT_POST, channels_of
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Services, now
from bot.handlers.kernel.text import typed
from bot.handlers.messages.form import DONE, DRAFT_SHORTCUT, Field, MESSAGE_FORM, MESSAGE_KIND, MESSAGE_KNOWINGLY, MESSAGE_SHARE, MESSAGE_STATE, MESSAGE_WORD, PREFIX, given
from bot.prepare import NotPossible
from bot.prepare.drafts import Unsafe
from bot.prepare.messages import Message as Made, Missing, Refused, Unfit
from bot.prepare.messages.texts import MessageText
from bot.render import messages as render
from bot.settings import settings
from collections.abc import Mapping
from slack_bolt import App
from slack_sdk.errors import SlackApiError
import re

_WORD = re.compile(r"[^\W_]+")


class MessageInteraction(Interaction[MessageRef]):
    """A button or a shortcut that opens the window."""

    carries = MessageRef

    def for_person(self, ref: MessageRef) -> MessageRef:
        """From where it was pressed: there the message can be shared."""
        channel = _channel(self.channel) or ref.channel
        return super().for_person(ref).model_copy(update={"channel": channel})


def commanded(call: Call) -> Message:
    """Open the window on a command; the reply beside it leads back to it."""
    advocating, found = call.advocating, state_mentions(call.parts.desk.states, call.text)
    ref = MessageRef(
        language=call.language,
        message=meant(advocating.messages.texts, found.rest),
        mechanism=_mechanism(call.parts, found.rest),
        state=found.state,
        channel=_channel(call.channel),
    )
    call.open(advocating.message_forms.form(call.owned(ref)))
    return advocating.message_forms.opened(ref)


def register(app: App, parts: Services) -> None:
    """Listen to buttons that open the window, to the shortcut, and to the window."""
    on = Listeners(app, parts, MessageInteraction)
    on.states(re.compile(rf"^{MESSAGE_STATE}(\.\w+)?$"))

    @on.buttons(MESSAGE)
    def handle_open(press: MessageInteraction) -> None:
        forms = press.advocating.message_forms
        press.open(forms.form(press.owned(press.ref)), f"{MESSAGE}.0")

    @on.shortcut(DRAFT_SHORTCUT)
    def handle_shortcut(use: MessageInteraction) -> None:
        text = typed(use.body["message"].get("text", ""))
        use.ref = use.changed(
            state=state_mentions(parts.desk.states, text).state, channel=_channel(use.body["channel"]["id"])
        )
        view = use.advocating.message_forms.form(use.owned(use.ref), taken=text)
        use.open(view, f"{MESSAGE}.0")

    register_window(app, parts)


def meant(texts: Mapping[str, MessageText], text: str) -> str | None:
    """The message that a text names by its id or by words of its title; None where it is not sure
    which one."""
    words = set(_WORD.findall(text.casefold()))
    found = [one.id for one in texts.values() if words and words & _names(one)]
    best = [name for name in found if words >= set(name.split("-"))]
    return best[0] if len(best) == 1 else found[0] if len(found) == 1 else None


def _names(text: MessageText) -> set[str]:
    """The words by which a message is known: of its id, and the long ones of its title."""
    title = _WORD.findall(text.title.casefold())
    return {*text.id.split("-"), *(word for word in title if len(word) > 5)}


def _mechanism(parts: Services, text: str) -> str | None:
    """The mechanism that a word names."""
    known = (parts.desk.base.mechanism_named(word) for word in _WORD.findall(text))
    return next((one.id for one in known if one), None)


def _channel(channel: str | None) -> str | None:
    """A channel in which something can be shared: none of direct messages."""
    return channel if channel and channel[0] in "CG" else None


def register_window(app: App, parts: Services) -> None:
    """Listen to the window."""
    on = Listeners(app, parts, MessageFormInteraction)

    @on.input(MESSAGE_KIND)
    def handle_kind(form: MessageFormInteraction) -> None:
        form.update(form.other())

    @on.input(MESSAGE_WORD)
    def handle_word(form: MessageFormInteraction) -> None:
        made, shown = form.page()
        name = f"{made.id}-{made.state}.docx"
        form.send_file(File(name, made.title, render.word(shown, made)))
        form.update(form.shown("file_sent"))

    @on.input(MESSAGE_SHARE)
    def handle_share(form: MessageFormInteraction) -> None:
        form.update(form.shown(_shared(form)))

    @on.form(MESSAGE_FORM)
    def handle_sent(form: MessageFormInteraction) -> None:
        if form.ref.message != form.before.message:
            form.update(form.other())
            return
        try:
            form.update(form.shown())
        except Unsafe as error:
            form.update(form.unsafe(error))
        except NotPossible as error:
            form.errors(form.wrong(error))


def _shared(form: MessageFormInteraction) -> str:
    """Share the message in the channel of the command; the phrase on how that went."""
    channel, shown = form.ref.channel, form.page()[1]
    if not channel or channel not in channels_of(form.client, form.user):
        return "message_not_shared"
    outside = form.parts.channels.shared(form.client, form.workspace, channel)
    phrases = ("shared_by", *(("external_notice",) if outside else ()))
    message = form.advocating.message_forms.shared(shown)
    try:
        form.post(form.parts.replies.noticed(message, phrases, form.language), channel)
    except SlackApiError as error:
        if error.response.get("error") in CAN_NOT_POST:
            return "message_not_shared"
        raise
    return "message_shared"


READ = 500
"""Characters by which the language is told in which somebody writes."""


class MessageFormInteraction(Interaction[MessageRef]):
    """The window as somebody sent it off, or pressed something in it."""

    carries = MessageRef
    title = "message_title"

    def begin(self) -> None:
        """Read what stands in it. Raises Refusal where that is not known any more, too."""
        super().begin()
        self.before = self.ref
        self.ref = self.changed(
            message=self.inputs.text(Field.KIND) or self.before.message,
            mechanism=self.inputs.text(Field.MECHANISM) or self.before.mechanism,
            state=self.inputs.text(Field.STATE) or self.before.state,
            written=self.inputs.text(Field.WRITTEN) or self.before.written,
        )
        if self.ref.message is None:
            raise Refusal("changed")
        self.knowingly = bool(self.inputs.several(MESSAGE_KNOWINGLY))
        fields = [block for block in self.inputs.blocks() if block.startswith(PREFIX)]
        self.typed = dict(given(block, self._text(block)) for block in fields)
        self._blocks = {given(block, "")[0]: block for block in fields}

    def shown(self, said: str = "") -> View:
        """The window with the message above the form. Raises NotPossible."""
        made = self.page()[1]
        forms = self.advocating.message_forms
        above = forms.result(made, self.ref, said)
        return forms.form(self.ref, self.typed, above=above, knowingly=self.knowingly or None)

    def unsafe(self, error: Unsafe) -> View:
        """The window with what could identify somebody above, and a box to go on knowingly."""
        forms = self.advocating.message_forms
        above = forms.unsafe(error.dangers, self.ref.language)
        return forms.form(self.ref, self.typed, above=above, knowingly=False)

    def page(self) -> tuple[Made, render.Page]:
        """The message, and in words. Raises NotPossible."""
        ref, desk = self.ref, self.parts.desk
        asks = " ".join(self.typed.get(name, "") for name in self._smart())
        given = desk.understand(asks[:READ]).language if asks.strip() else ref.text
        made = self.advocating.messages.make(
            ref.message or "",
            self.typed,
            now().date(),
            ref.state or "",
            self.inputs.text(Field.MECHANISM) or None,
            ref.text,
            knowingly=self.knowingly,
            reader=ref.language,
            asks=given,
        )
        return made, render.page(made, self.advocating.wordings, settings().templates)

    def other(self) -> View:
        """The form of the message that is chosen now; what was typed stays, and a text from which
        somebody began stands where the problem is told."""
        forms, taken = self.advocating.message_forms, self.inputs.text(Field.FROM)
        problem = self._problem()
        if not (taken and problem):
            return forms.form(self.ref, self.typed)
        name, longest = problem
        above = forms.cut(self.ref.language) if len(taken) > longest else []
        return forms.form(self.ref, {**self.typed, name: taken}, above=above)

    def wrong(self, error: NotPossible) -> dict[str, str]:
        """By input, what is wrong there."""
        say = self.parts.desk.base.say
        match error:
            case Missing():
                needed = say("message_needed", self.ref.language)
                found = {self._block(name): needed for name, _ in error.fields}
            case Unfit():
                found = {self._block(error.field): error.wrong}
            case Refused(field=str(name)):
                found = {self._block(name): str(error)}
            case _:
                found = {}
        there = {block: text for block, text in found.items() if block in self.inputs}
        return there or {Field.STATE: str(error)}

    def _block(self, field: str) -> str:
        """The block in which a field stands."""
        return self._blocks.get(field, "")

    def _problem(self) -> tuple[str, int] | None:
        """The field in which the problem is told, and how much it takes."""
        asked = self.advocating.messages.fields(self.ref.message or "")
        told = [one for one in asked if one.part == "problem"]
        return max(((one.id, one.longest) for one in told), key=lambda one: one[1], default=None)

    def _smart(self) -> list[str]:
        text = self.advocating.messages.texts[self.ref.message or ""]
        return [field.id for field in text.fields if field.smart]

    def _text(self, block: str) -> str:
        ticked = self.inputs.several(block)
        return DONE if DONE in ticked else self.inputs.text(block)

