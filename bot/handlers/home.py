"""The App Home: what each person sees and chooses there."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient

from bot.handlers import preparations
from bot.handlers.gaps import withdraw
from bot.handlers.interaction import Interaction, Refusal, Request
from bot.handlers.listeners import Listeners
from bot.handlers.parts import Parts
from bot.handlers.sharing import PickInteraction
from bot.render.slack import ids
from bot.render.slack.calendar_ids import DatesRef
from bot.render.slack.home import FOLLOWED
from bot.render.slack.refs import Carried


class HomeInteraction(Interaction[Carried]):
    """A button or an input of the home."""

    carries = Carried


def register(app: App, parts: Parts) -> None:
    """Listen to the opening of the home and to what it offers."""
    on = Listeners(app, parts, HomeInteraction)
    on.states(ids.FOLLOW)

    def handle_opened(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        publish(Request(parts, body, context, client))

    @on.bare(ids.FOLLOW)
    def handle_follow(use: HomeInteraction) -> None:
        chosen = [option["value"] for option in use.body["actions"][0]["selected_options"]]
        codes = [code for code in chosen if parts.desk.states.knows(code)][:FOLLOWED]
        parts.storage.follows.follow(use.workspace, use.user, codes)
        publish(use)

    @on.bare(ids.FORGET)
    def handle_forget(press: HomeInteraction) -> None:
        withdraw(parts, press.client, press.workspace, press.user)
        gone = sum(parts.storage.forget(press.workspace, press.user).values())
        publish(press)
        press.say("forgotten", rows=gone)

    @Listeners(app, parts, PickInteraction).button(ids.CARD, ids.CARD_TOPIC)
    def handle_card(press: PickInteraction) -> None:
        pick = press.ref
        mechanism = parts.desk.base.mechanisms.get(pick.mechanism or "")
        if mechanism is None:
            raise Refusal("changed")
        view = parts.mechanisms.card_window(mechanism, pick.language, pick.topic)
        if press.body.get("view", {}).get("type") == "modal":
            press.update(view)
        elif press.body["actions"][0]["action_id"] == ids.CARD_TOPIC:
            card = parts.mechanisms.card(mechanism, pick.language, pick.topic)
            press.tell(parts.replies.shareable(card, ids.SHARE_CARD, pick))
        else:
            press.open(view, ids.CARD)

    app.event("app_home_opened", matchers=[_is_home_tab])(handle_opened)


def publish(request: Request) -> None:
    """Show a person's home as it is now."""
    parts, workspace, user = request.parts, request.workspace, request.user
    language, client = request.language, request.client
    followed = parts.storage.follows.states(workspace, user)
    told = [(code, request.desk.dates(code)) for code in followed]
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
