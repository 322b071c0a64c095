"""The App Home: what each person sees and chooses there."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.handlers import preparations
from bot.handlers.gaps import withdraw
from bot.handlers.naming import offers_states
from bot.handlers.opening import open_window, tell
from bot.handlers.parts import Parts, workspace_of
from bot.render.slack import ids
from bot.render.slack.calendar_ids import DatesRef
from bot.render.slack.home import FOLLOWED
from bot.render.slack.ids import Pick


def register(app: App, parts: Parts) -> None:
    """Listen to the opening of the home and to what it offers."""

    def handle_opened(event: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        publish(parts, client, context, event["user"])

    def handle_follow(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        chosen = [option["value"] for option in body["actions"][0]["selected_options"]]
        codes = [code for code in chosen if parts.desk.states.knows(code)][:FOLLOWED]
        parts.storage.follows.follow(workspace_of(context), body["user"]["id"], codes)
        publish(parts, client, context, body["user"]["id"])

    def handle_card(ack: Ack, body: dict[str, Any], client: WebClient) -> None:
        ack()
        action = body["actions"][0]
        pick = Pick.read(action.get("value") or (action.get("selected_option") or {}).get("value"))
        mechanism = parts.desk.base.mechanisms.get(pick.mechanism or "") if pick else None
        if pick is None or mechanism is None:
            tell(client, body, parts.windows.said("changed", "en"))
            return
        view = parts.mechanisms.card_window(mechanism, pick.language, pick.topic)
        if body.get("view", {}).get("type") == "modal":
            opened = body["view"]
            client.views_update(view_id=opened["id"], hash=opened["hash"], view=view)
        elif action["action_id"] == ids.CARD_TOPIC:
            card = parts.mechanisms.card(mechanism, pick.language, pick.topic)
            tell(client, body, parts.replies.shareable(card, ids.SHARE_CARD, pick))
        else:
            open_window(parts, client, body, view, (ids.CARD, pick.value))

    def handle_forget(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        ack()
        workspace, user = workspace_of(context), body["user"]["id"]
        withdraw(parts, client, workspace, user)
        gone = sum(parts.storage.forget(workspace, user).values())
        language = parts.people.person(client, workspace, user).language
        publish(parts, client, context, user)
        tell(client, body, parts.windows.said("forgotten", language, rows=gone))

    app.event("app_home_opened", matchers=[_is_home_tab])(handle_opened)
    app.options(ids.FOLLOW)(offers_states(parts))
    app.action(ids.FOLLOW)(handle_follow)
    app.action(ids.CARD)(handle_card)
    app.action(ids.CARD_TOPIC)(handle_card)
    app.action(ids.FORGET)(handle_forget)


def publish(parts: Parts, client: WebClient, context: BoltContext, user: str) -> None:
    """Show a person's home as it is now."""
    workspace = workspace_of(context)
    language = parts.people.person(client, workspace, user).language
    followed = parts.storage.follows.states(workspace, user)
    desk = parts.desk_of(workspace)
    told = [(code, desk.dates(code)) for code in followed]
    view = parts.home.view(
        language,
        followed,
        stored=sum(parts.storage.stored(workspace, user).values()),
        thread_days=parts.deployment.advocacy_thread_days,
        coming=[
            *parts.dates.of_states(told, language),
            *(parts.dates.buttons(DatesRef(language=language, states=followed)) if told else ()),
            *(parts.states.offered(followed, language) if parts.states else []),
            *preparations.of_home(parts, client, workspace, user, language),
        ],
    )
    client.views_publish(user_id=user, view=view)


def _is_home_tab(event: dict[str, Any]) -> bool:
    return bool(event.get("tab", "home") == "home")
