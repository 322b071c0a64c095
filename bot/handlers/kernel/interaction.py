"""Somebody does something in Slack: who, where, what it carries, and the ways to answer them.

A feature's listeners get an `Interaction` that is read and checked already. They raise `Refusal`,
or let an error of a part pass whose text is a sentence for people, and the person is told where
they are: below the button, above the window, or in its place.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Any, Generic, Literal, TypeVar
from zoneinfo import ZoneInfo

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from slack_sdk.web import SlackResponse

from bot.ask import Desk
from bot.digest import UnknownZone, zone
from bot.handlers.kernel.blocks import Message, Page, mrkdwn, shareable
from bot.handlers.kernel.forms import Form, Wrong
from bot.handlers.kernel.inputs import Inputs
from bot.handlers.kernel.people import Person, is_member
from bot.handlers.kernel.refs import KnownNames, PersonalRef, Ref
from bot.handlers.kernel.sending import File, open_window, post, send, send_file, tell
from bot.handlers.kernel.services import Services, Toolkit, workspace_of
from bot.knowledge.models import Base, Language
from bot.prepare import NotPossible
from bot.prepare.drafts import RefusedFile
from bot.render.pictures import NoPictures
from bot.reviews import Calendar
from bot.states import StateNames
from bot.states.recommendations import Unreadable

AnyRef = TypeVar("AnyRef", bound=Ref)
AnyForm = TypeVar("AnyForm", bound=Form)
AnyPersonalRef = TypeVar("AnyPersonalRef", bound=PersonalRef)
View = dict[str, Any]
Kind = Literal["button", "input", "form", "bare"]
"""What Slack delivers: a button with a value of its own; an input or a button in a form, which
carries what the form does; a form that is sent off; a shortcut or an input that carries nothing."""


class Refusal(Exception):
    """It can't be done: a phrase that says why and what to do, and what is filled in there."""

    def __init__(self, phrase: str, **values: object) -> None:
        self.phrase, self.values = phrase, values
        super().__init__(phrase)


def words(base: Base, error: Exception, language: Language) -> str:
    """What a person reads of a refusal."""
    if isinstance(error, Refusal):
        return base.say(error.phrase, language, **error.values)
    return str(error)


SENTENCES = (NotPossible, RefusedFile, Unreadable)
"""Errors of the services whose text is a sentence for people."""


def user_of(body: dict[str, Any]) -> str:
    """Who pressed, typed a command or did what an event tells of."""
    if "user" in body:
        return str(body["user"]["id"])
    return str(body["user_id"] if "user_id" in body else body["event"]["user"])


class Request:
    """A person who asks the desk for something, in a workspace."""

    no_part = "changed"
    """The phrase where a part is not there that is asked for."""
    channel = ""
    """Where it stands; empty in a window or the home."""

    def __init__(
        self, services: Services, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        self.services, self.body, self.context, self.client = services, body, context, client
        self.workspace = workspace_of(context)
        self.user = user_of(body)
        self.bot = context.bot_user_id or ""

    @property
    def person(self) -> Person:
        """What the person has set in Slack."""
        return self.services.people.person(self.client, self.workspace, self.user)

    @property
    def own_language(self) -> Language:
        """The language in which the person is addressed, whatever the message is in."""
        return self.services.language(self.client, self.workspace, self.user, self.channel)

    @cached_property
    def language(self) -> Language:
        """The language of the reply."""
        return self.own_language

    @property
    def own_zone(self) -> ZoneInfo | None:
        """The person's time zone, where Slack tells one that is known here."""
        try:
            return zone(self.person.zone) if self.person.zone else None
        except UnknownZone:
            return None

    @property
    def zone(self) -> ZoneInfo:
        """The same; UTC where it is not known."""
        return self.own_zone or zone("UTC")

    @cached_property
    def calendar(self) -> Calendar:
        """The workspace's calendar. Raises Refusal where there is none."""
        if calendar := self.services.calendar_of(self.workspace):
            return calendar
        raise Refusal(self.no_part)

    @cached_property
    def desk(self) -> Desk:
        """The desk over the workspace's calendar."""
        return self.services.desk_of(self.workspace)

    @cached_property
    def toolkit(self) -> Toolkit:
        """What is made with the knowledge base, over the workspace's calendar. Raises Refusal
        where nothing can be made."""
        if toolkit := self.services.toolkit_of(self.workspace):
            return toolkit
        raise Refusal(self.no_part)

    @property
    def base(self) -> Base:
        """The knowledge base."""
        return self.services.desk.base

    @property
    def states(self) -> StateNames:
        """The names of States."""
        return self.services.desk.states

    def only_curators(self, what: str = "correct") -> None:
        """Raises Refusal for who is no curator, and what a call to Slack raises; `what` they are
        about to do gives the words: `correct` a date, `signing` a statement.

        Slack is asked every time, so that who left the channel is a curator no more.
        """
        channel = self.services.deployment.curators_of(self.workspace.team)
        if channel is None:
            raise Refusal(f"{what}_no_curators")
        if not is_member(self.client, channel, self.user):
            raise Refusal(f"{what}_not_yours")

    def phrase(self, key: str, **values: object) -> str:
        """One of the desk's phrases, in the person's language."""
        return self.base.say(key, self.language, **values)

    def not_here(self, phrase: str) -> Message:
        """That the desk is not in a channel, with how to invite it."""
        text = self.phrase(phrase, invite=f"`/invite` <@{self.bot}>")
        return Message(text, (mrkdwn(text),))

    @property
    def page(self) -> Page:
        """What forms are drawn with."""
        return Page(self.base, self.states, self.language)

    def shareable(self, message: Message, action: str, ref: Ref) -> Message:
        """A message for the person alone, with the button that shows it to the channel."""
        return shareable(self.base, message, action, ref.value, ref.language)

    def owned(self, ref: AnyPersonalRef) -> AnyPersonalRef:
        """A reference that this person alone can use."""
        return ref.model_copy(update={"team": self.workspace.team, "person": self.user})


class Interaction(Request, Generic[AnyRef]):
    """A button, an input or a form that somebody used. A feature says in its own class what its
    buttons carry, and what its listeners share."""

    carries: type[AnyRef]
    ref: AnyRef
    title = "home_title"
    """The phrase over a window that says why something can't be done."""
    no_reference = "changed"
    """The phrase where what it carries can't be read."""
    as_shown = False
    """Whether it is answered in the language of the message, and not in the person's own."""

    def __init__(
        self,
        services: Services,
        body: dict[str, Any],
        context: BoltContext,
        client: WebClient,
        ack: Ack,
        kind: Kind,
    ) -> None:
        super().__init__(services, body, context, client)
        self.ack, self.kind = ack, kind
        self.inputs = Inputs.of(body)
        container = body.get("container") or {}
        self.channel = str(container.get("channel_id") or "")
        """Where the message stands; empty in a window or the home."""
        self.thread: str | None = container.get("thread_ts") or container.get("message_ts")

    @property
    def in_message(self) -> bool:
        """Whether it stands in a message, and not in a window or the home."""
        return "response_url" in self.body

    def begin(self) -> None:
        """Read what it carries. Raises Refusal where that was altered, names what is not known any
        more, or belongs to somebody else; a feature adds its own reasons."""
        if self.kind == "bare":
            self.ref = self.for_person(self.carries())
            return
        ref = self.carries.read(self.value, self.known)
        if ref is None:
            raise Refusal(self.no_reference)
        given = self.kind == "button"  # others may read the same message
        if (
            not given
            and isinstance(ref, PersonalRef)
            and not ref.belongs(self.workspace.team, self.user)
        ):
            raise Refusal(self.no_reference)
        if given and not self.as_shown:
            self.ref = self.for_person(ref)
        else:  # in the language in which the window was opened
            self.ref, self.language = ref, ref.language

    @property
    def known(self) -> KnownNames | None:
        """What it may name; None where it goes on with what it names and leaves out the rest."""
        return self.services.known

    @property
    def value(self) -> object:
        """As Slack sent it back: a button's or an option's value, or a window's metadata."""
        if self.kind != "button":
            return self.body["view"].get("private_metadata")
        action = self.body["actions"][0]
        return action.get("value") or (action.get("selected_option") or {}).get("value")

    def for_person(self, ref: AnyRef) -> AnyRef:
        """What a button carries, for the person who pressed it."""
        return ref.model_copy(update={"language": self.language})

    def changed(self, **fields: object) -> AnyRef:
        """The reference with what was filled in. Raises Refusal for what was never offered."""
        ref = self.ref.changed(self.services.known, **fields)
        if ref is None:
            raise Refusal("changed")
        return ref

    def read_form(self, form: type[AnyForm], before: AnyForm | None = None) -> AnyForm:
        """What stands in the window; an input that it has not is as it was `before`. Raises Wrong
        for what was never offered, or can't be taken."""
        return form.read(self.inputs, self.services.known, before)

    def open(self, view: View, action: str, again: Ref | None = None) -> None:
        """Open a window; `action` is the button to press again where Slack closed the moment, and
        `again` what it carries, where that is not what this one does."""
        value = (again or self.ref).value
        open_window(self.services, self.client, self.body, view, (action, value))

    def push(self, view: View) -> None:
        """Open a window above the one that something was pressed in."""
        self.client.views_push(trigger_id=self.body["trigger_id"], view=view)

    def update(self, view: View) -> None:
        """Show this in the window that was sent off, or in which something was pressed."""
        if self.kind == "form":
            self.ack(response_action="update", view=view)
        else:
            now = self.body["view"]
            self.client.views_update(view_id=now["id"], hash=now["hash"], view=view)

    def errors(self, by_input: dict[str, str]) -> None:
        """Say at the inputs of a form what is wrong there; it stays open."""
        self.ack(response_action="errors", errors=by_input)

    def tell(self, message: Message) -> None:
        """A message for the person alone."""
        tell(self.client, self.body, message)

    def say(self, phrase: str, **values: object) -> None:
        """One of the desk's phrases for the person alone."""
        self.tell(self.services.notices.said(phrase, self.language, **values))

    def notice(self, phrase: str, **values: object) -> None:
        """One of the desk's phrases in place of the window."""
        self.update(self._window(self.phrase(phrase, **values)))

    def post(
        self, message: Message, channel: str, thread: str | None = None, **more: Any
    ) -> SlackResponse:
        """A message for all who read in a channel. Raises what a call to Slack raises."""
        return post(self.client, message, channel, thread, **more)

    def send_drawn(self, draw: Callable[[], Iterable[File]]) -> None:
        """Send the person pictures that are drawn now. Raises Refusal where none can be drawn here,
        what drawing raises, and what a call to Slack raises."""
        try:
            files = list(draw())
        except NoPictures as error:
            raise Refusal("picture_not_here") from error
        for file in files:
            self.send_file(file)

    def send_file(self, file: File) -> None:
        """A file for the person, in their direct message with the desk."""
        send_file(self.services, self.client, self.body, self.language, file)

    def share(self, message: Message) -> None:
        """Show a message to the channel, with where it comes from and who else reads there."""
        phrases = ("shared_by", *self.notices)
        noticed = self.services.notices.noted(message, phrases, self.own_language)
        place = {"response_type": "in_channel", "replace_original": False}
        send(self.client, self.body["response_url"], {**noticed.arguments(), **place})

    @property
    def notices(self) -> tuple[str, ...]:
        """What is said under a message that everybody in the channel sees."""
        shared = self.services.channels.shared
        outside = self.channel and shared(self.client, self.workspace, self.channel)
        return ("external_notice",) if outside else ()

    def refuse(self, error: Exception) -> None:
        """Say why it can't be done: of a form at its inputs, or in its place; above an input stands
        a window, and who pressed a button reads a message of their own."""
        if isinstance(error, Wrong):
            if self.kind == "form" and error.by_block:
                self.errors(error.sentences(self.base, self.language))
                return
            error = Refusal("changed")
        text = words(self.services.desk.base, error, self.language)
        if self.kind == "form":
            self.update(self._window(text))
        elif self.kind == "input":
            self.push(self._window(text))
        else:
            self.tell(self.services.notices.sentence(text))

    def _window(self, text: str) -> View:
        return self.services.notices.page(text, self.language, self.title)
