"""Advocacy messages in Slack: the command, the shortcut on a message, the buttons that open the
window, and the window: another kind, made, sent as a document, shared."""

from __future__ import annotations

import re
from collections.abc import Mapping

from slack_bolt import App
from slack_sdk.errors import SlackApiError
from slack_sdk.models.blocks import Block

from bot.handlers.kernel.blocks import Message, button, section
from bot.handlers.kernel.interaction import Interaction, Refusal, Request, View
from bot.handlers.kernel.listeners import Call, Listeners
from bot.handlers.kernel.naming import state_mentions
from bot.handlers.kernel.people import CAN_NOT_POST, channels_of
from bot.handlers.kernel.refs import MESSAGE, MESSAGE_STATE, MessageRef
from bot.handlers.kernel.sending import File
from bot.handlers.kernel.services import Services, today
from bot.handlers.kernel.text import typed
from bot.handlers.messages.form import (
    DONE,
    DRAFT_SHORTCUT,
    MESSAGE_FORM,
    MESSAGE_KIND,
    MESSAGE_SHARE,
    MESSAGE_WORD,
    PREFIX,
    MessageForm,
    MessageWindow,
    shared,
    typed_field,
)
from bot.prepare import NotPossible
from bot.prepare.drafts import Unsafe
from bot.prepare.messages import AdvocacyMessage as Made
from bot.prepare.messages import BadValue, MessageText, Missing, Unfulfillable
from bot.render import messages as render
from bot.settings import settings

_WORD = re.compile(r"[^\W_]+")


class MessageInteraction(Interaction[MessageRef]):
    """A button or a shortcut that opens the window."""

    carries = MessageRef

    def for_person(self, ref: MessageRef) -> MessageRef:
        """From where it was pressed: there the message can be shared."""
        channel = _channel(self.channel) or ref.channel
        return super().for_person(ref).model_copy(update={"channel": channel})


def handle_command(call: Call) -> Message:
    """Open the window on a command; the reply beside it leads back to it."""
    states_named, texts = state_mentions(call.states, call.text), call.toolkit.messages.texts
    ref = MessageRef(
        language=call.language,
        message=message_named(texts, states_named.rest),
        mechanism=_mechanism(call.services, states_named.rest),
        state=states_named.state,
        channel=_channel(call.channel),
    )
    call.open(_window(call).form(call.owned(ref)))
    back = button(call.phrase("message"), f"{MESSAGE}.0", ref.value)
    return call.services.notices.way_back(call.phrase("message_which"), back)


def register(app: App, services: Services) -> None:
    """Listen to buttons that open the window, to the shortcut, and to the window."""
    on = Listeners(app, services, MessageInteraction)
    on.states(re.compile(rf"^{MESSAGE_STATE}(\.\w+)?$"))

    @on.buttons(MESSAGE)
    def handle_open(press: MessageInteraction) -> None:
        press.open(_window(press).form(press.owned(press.ref)), f"{MESSAGE}.0")

    @on.shortcut(DRAFT_SHORTCUT)
    def handle_shortcut(use: MessageInteraction) -> None:
        text = typed(use.body["message"].get("text", ""))
        state, channel = state_mentions(use.states, text).state, use.body["channel"]["id"]
        use.ref = use.changed(state=state, channel=_channel(channel))
        view = _window(use).form(use.owned(use.ref), draft=text)
        use.open(view, f"{MESSAGE}.0")

    _register_window(app, services)


def message_named(texts: Mapping[str, MessageText], text: str) -> str | None:
    """The message that a text names by its id or by words of its title; None where it is not sure
    which one."""
    words = set(_WORD.findall(text.casefold()))
    named_texts = [text.id for text in texts.values() if words and words & _names(text)]
    best = [name for name in named_texts if words >= set(name.split("-"))]
    return best[0] if len(best) == 1 else named_texts[0] if len(named_texts) == 1 else None


def _names(text: MessageText) -> set[str]:
    """The words by which a message is known: of its id, and the long ones of its title."""
    title = _WORD.findall(text.title.casefold())
    return {*text.id.split("-"), *(word for word in title if len(word) > 5)}


def _mechanism(services: Services, text: str) -> str | None:
    """The mechanism that a word names."""
    known = (services.desk.base.mechanism_named(word) for word in _WORD.findall(text))
    return next((mechanism.id for mechanism in known if mechanism), None)


def _channel(channel: str | None) -> str | None:
    """A channel in which something can be shared: none of direct messages."""
    return channel if channel and channel[0] in "CG" else None


def _register_window(app: App, services: Services) -> None:
    """Listen to the window."""
    on = Listeners(app, services, MessageFormInteraction)

    @on.input(MESSAGE_KIND)
    def handle_kind(form: MessageFormInteraction) -> None:
        form.update(form.other())

    @on.input(MESSAGE_WORD)
    def handle_word(form: MessageFormInteraction) -> None:
        message, page = form.make()
        name = f"{message.id}-{message.state}.docx"
        form.send_file(File(name, message.title, render.word(page, message)))
        form.update(form.result_view("file_sent"))

    @on.input(MESSAGE_SHARE)
    def handle_share(form: MessageFormInteraction) -> None:
        form.update(form.result_view(_shared(form)))

    @on.form(MESSAGE_FORM)
    def handle_sent(form: MessageFormInteraction) -> None:
        if form.ref.message != form.before.message:
            form.update(form.other())
            return
        try:
            form.update(form.result_view())
        except Unsafe as error:
            form.update(form.unsafe(error))
        except NotPossible as error:
            form.errors(form.wrong(error))


def _shared(form: MessageFormInteraction) -> str:
    """Share the message in the channel of the command; the phrase on how that went."""
    channel, page = form.ref.channel, form.make()[1]
    if not channel or channel not in channels_of(form.client, form.user):
        return "message_not_shared"
    outside = form.services.channels.shared(form.client, form.workspace, channel)
    phrases = ("shared_by", *(("external_notice",) if outside else ()))
    message = shared(page)
    try:
        form.post(form.services.notices.noted(message, phrases, form.language), channel)
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
        self.before, self.chosen = self.ref, self.read_form(MessageForm)
        chosen = self.chosen
        self.ref = self.changed(
            message=chosen.message or self.before.message,
            mechanism=chosen.mechanism or self.before.mechanism,
            state=chosen.state or self.before.state,
            written=chosen.text_language or self.before.written,
        )
        if self.ref.message is None:
            raise Refusal("changed")
        self.knowingly = chosen.knowingly
        fields = [block for block in self.inputs.blocks() if block.startswith(PREFIX)]
        self.typed = dict(typed_field(block, self._text(block)) for block in fields)
        self._blocks = {typed_field(block, "")[0]: block for block in fields}

    def result_view(self, result: str = "") -> View:
        """The window with the message above the form. Raises NotPossible."""
        page = self.make()[1]
        forms = _window(self)
        above = forms.result(page, self.ref, result)
        return forms.form(self.ref, self.typed, above=above, knowingly=self.knowingly or None)

    def unsafe(self, error: Unsafe) -> View:
        """The window with what could identify somebody above, and a box to go on knowingly."""
        forms = _window(self)
        above = forms.unsafe(error.dangers)
        return forms.form(self.ref, self.typed, above=above, knowingly=False)

    def make(self) -> tuple[Made, render.MessagePage]:
        """The message, and in words. Raises NotPossible."""
        ref, desk = self.ref, self.services.desk
        asks = " ".join(self.typed.get(name, "") for name in self._smart())
        given = desk.understand(asks[:READ]).language if asks.strip() else ref.text
        message = self.toolkit.messages.make(
            ref.message or "",
            self.typed,
            today(),
            ref.state or "",
            self.chosen.mechanism,
            ref.text,
            knowingly=self.knowingly,
            reader=ref.language,
            asks=given,
        )
        return message, render.page(message, self.toolkit.wordings, settings().templates)

    def other(self) -> View:
        """The form of the message that is chosen now; what was typed stays, and a text from which
        somebody began stands where the problem is told."""
        forms, taken = _window(self), self.chosen.draft
        problem = self._problem()
        if not (taken and problem):
            return forms.form(self.ref, self.typed)
        name, longest = problem
        cut = [section(self.phrase("message_cut"))]
        above: list[Block] = [*cut] if len(taken) > longest else []
        return forms.form(self.ref, {**self.typed, name: taken}, above=above)

    def wrong(self, error: NotPossible) -> dict[str, str]:
        """By input, what is wrong there."""
        say = self.services.desk.base.say
        match error:
            case Missing():
                needed = say("message_needed", self.ref.language)
                errors = {self._block(name): needed for name, _ in error.fields}
            case BadValue():
                errors = {self._block(error.field): error.wrong}
            case Unfulfillable(field=str(name)):
                errors = {self._block(name): str(error)}
            case _:
                errors = {}
        there = {block: text for block, text in errors.items() if block in self.inputs}
        return there or {MESSAGE_STATE: str(error)}

    def _block(self, field: str) -> str:
        """The block in which a field stands."""
        return self._blocks.get(field, "")

    def _problem(self) -> tuple[str, int] | None:
        """The field in which the problem is told, and how much it takes."""
        fields = self.toolkit.messages.fields(self.ref.message or "")
        askeds = [field for field in fields if field.part == "problem"]
        return max(
            ((field.id, field.longest) for field in askeds),
            key=lambda field: field[1],
            default=None,
        )

    def _smart(self) -> list[str]:
        text = self.toolkit.messages.texts[self.ref.message or ""]
        return [field.id for field in text.fields if field.smart]

    def _text(self, block: str) -> str:
        ticked = self.inputs.several(block)
        return DONE if DONE in ticked else self.inputs.text(block)


def _window(request: Request) -> MessageWindow:
    """What renders the window. Raises Refusal without messages."""
    return MessageWindow(request.page, request.toolkit.messages, request.services.desk.profiles)
