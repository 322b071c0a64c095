"""Which way to go, in Slack: the command, the buttons, the questions and the result. What is
answered stands in the window alone, as long as it is open."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.choosing import Result
from bot.handlers.advocating import Advocating
from bot.handlers.call import Call
from bot.handlers.choosing_answers import answers, chosen, said
from bot.handlers.files import direct_message
from bot.handlers.inputs import Inputs
from bot.handlers.naming import named, offers_states
from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, now, workspace_of
from bot.render.slack import Message
from bot.render.slack import advocating_ids as ids
from bot.render.slack.advocating_ids import ChooseRef, ChosenRef
from bot.render.slack.choosing_form import Field

Ref = TypeVar("Ref", bound=ChooseRef)


def commanded(call: Call) -> Message:
    """Open the questions on a command; the reply beside them leads back to them."""
    advocating = call.parts.advocating
    if advocating is None:
        return call.say("prepare_nothing")
    state = named(call.parts.desk.states, call.text).state
    ref = ChooseRef(language=call.language, state=state)
    call.open(advocating.choose_forms.form(_owned(ref, call.workspace.team, call.user)))
    return advocating.choose_forms.opened(ref)


def register(app: App, parts: Parts) -> None:
    """Listen to buttons that open the questions, to the questions and to the result."""

    def handle_open(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref = ChooseRef.read(body["actions"][0].get("value"))
        advocating = parts.advocating
        if ref is None or advocating is None or not _fits(parts, ref):
            tell(client, body, parts.windows.said("changed", ref.language if ref else "en"))
            return
        workspace, person = workspace_of(context), body["user"]["id"]
        language = parts.people.person(client, workspace, person).language
        ref = ref.model_copy(update={"language": language})
        view = advocating.choose_forms.form(_owned(ref, workspace.team, person))
        open_window(parts, client, body, view, (f"{ids.CHOOSE}.0", ref.value))

    def handle_who(ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        ack()
        ref, advocating = _before(parts, body, context), parts.advocating
        if ref and advocating:
            _update(client, body, advocating.choose_forms.form(answers(ref, Inputs.of(body))))

    def handle_sent(ack: Ack, body: dict[str, Any], context: BoltContext) -> None:
        before = _before(parts, body, context)
        advocating = parts.advocating_of(workspace_of(context))
        if before is None or advocating is None:
            ack(response_action="update", view=parts.windows.notice("changed", "en"))
            return
        ref = answers(before, Inputs.of(body))
        say = parts.desk.base.say
        if ref.last and ref.last > now().date():
            ack(response_action="errors", errors={Field.LAST: say("choose_late", ref.language)})
        elif not said(ref):
            ack(response_action="errors", errors={Field.WHO: say("choose_empty", ref.language)})
        elif (result := chosen(parts, advocating, ref)) is None:
            ack(response_action="update", view=parts.windows.notice("changed", ref.language))
        else:
            ack(response_action="update", view=advocating.ways.window(result, ref))

    def handle_change(held: _Held) -> None:
        _update(held.client, held.body, held.advocating.choose_forms.form(held.ref))

    def handle_sources(held: _Held) -> None:
        view = held.advocating.ways.sources(held.result, held.ref.language)
        held.client.views_push(trigger_id=held.body["trigger_id"], view=view)

    def handle_more(held: _Held) -> None:
        view = held.advocating.ways.whole(held.result, held.ref.language)
        held.client.views_push(trigger_id=held.body["trigger_id"], view=view)

    def handle_send(held: _Held) -> None:
        ways, language = held.advocating.ways, held.ref.language
        held.client.chat_postMessage(
            channel=direct_message(held.client, held.body["user"]["id"]),
            unfurl_links=False,
            unfurl_media=False,
            **ways.message(held.result, language).arguments(),
        )
        _update(held.client, held.body, ways.window(held.result, held.ref, "file_sent"))

    app.action(re.compile(rf"^{ids.CHOOSE}\.\d+$"))(handle_open)
    app.action(ids.CHOOSE_WHO)(handle_who)
    app.action(ids.CHOOSE_ACTOR)(handle_who)
    app.view(ids.CHOOSE_FORM)(handle_sent)
    app.action(ids.CHOOSE_CHANGE)(_pressed(parts, handle_change))
    app.action(ids.CHOOSE_SEND)(_pressed(parts, handle_send))
    app.action(ids.CHOOSE_MORE)(_pressed(parts, handle_more))
    app.action(ids.CHOOSE_SOURCES)(_pressed(parts, handle_sources))
    app.options(ids.CHOOSE_STATE)(offers_states(parts))
    app.options(ids.CHOOSE_ACTOR_STATE)(offers_states(parts))


@dataclass(frozen=True)
class _Held:
    """A button in the window of the result, and the result again."""

    body: dict[str, Any]
    client: WebClient
    advocating: Advocating
    ref: ChosenRef
    result: Result


def _pressed(parts: Parts, handle: Callable[[_Held], None]) -> Callable[..., None]:
    """A listener to a button in the window of the result."""

    def handle_press(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        ref = _own(parts, ChosenRef.read(body["view"].get("private_metadata")), body, context)
        advocating = parts.advocating_of(workspace_of(context))
        result = chosen(parts, advocating, ref) if ref and advocating else None
        if ref is None or advocating is None or result is None:
            _update(client, body, parts.windows.notice("changed", "en"))
        else:
            handle(_Held(body, client, advocating, ref, result))

    return handle_press


def _owned(ref: ChooseRef, team: str, person: str) -> ChosenRef:
    """What the window of one person carries: what was known before, to be changed."""
    return ChosenRef(
        language=ref.language,
        state=ref.state,
        who=ref.who,
        about=ref.about,
        danger=ref.danger,
        team=team,
        person=person,
    )


def _fits(parts: Parts, ref: ChooseRef) -> bool:
    return ref.state is None or parts.desk.states.knows(ref.state)


def _before(parts: Parts, body: dict[str, Any], context: BoltContext) -> ChooseRef | None:
    """What the window of questions carries; None where it was altered or is somebody else's."""
    return _own(parts, ChooseRef.read(body["view"].get("private_metadata")), body, context)


def _own(parts: Parts, ref: Ref | None, body: dict[str, Any], context: BoltContext) -> Ref | None:
    owner = (workspace_of(context).team, body["user"]["id"])
    return ref if ref and ref.belongs(*owner) and _fits(parts, ref) else None


def _update(client: WebClient, body: dict[str, Any], view: dict[str, Any]) -> None:
    opened = body["view"]
    client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)
