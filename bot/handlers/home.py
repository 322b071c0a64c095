"""The App Home: what each person sees and chooses there."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    HeaderBlock,
    SectionBlock,
    StaticSelectElement,
)
from slack_sdk.models.views import View

from bot.handlers.kernel.blocks import Page, button, confirmation, context, plain, section
from bot.handlers.kernel.inputs import SearchedMany
from bot.handlers.kernel.interaction import Interaction, Request
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.refs import ASK, ItemRef, Ref
from bot.handlers.kernel.services import Services
from bot.knowledge.models import Language
from bot.store import Workspace

FOLLOW = "follow"
FORGET = "forget"
FOLLOWED = 20
"""States that a person can follow."""
Section = Callable[[Request, Sequence[str]], Sequence[Block]]
"""What a feature shows in a person's home, who follows these States (ISO3)."""
Chooser = Callable[[Services, Language], StaticSelectElement]
Withdraw = Callable[[Services, WebClient, Workspace, str], None]


@dataclass(frozen=True)
class Contents:
    """What other features show in the home, and do as somebody presses "Forget me"."""

    chooser: Chooser
    """A list of all mechanisms."""
    sections: Sequence[Section]
    withdraw: Withdraw
    """Takes what a person wrote out of the workspace's channels."""


class HomeInteraction(Interaction[Ref]):
    """A button or an input of the home."""

    carries = Ref


def register(app: App, services: Services, contents: Contents) -> None:
    """Listen to the opening of the home and to what it offers."""
    on = Listeners(app, services, HomeInteraction)
    on.states(FOLLOW)

    def handle_opened(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        publish(Request(services, body, context, client), contents)

    @on.bare(FOLLOW)
    def handle_follow(use: HomeInteraction) -> None:
        chosen = [option["value"] for option in use.body["actions"][0]["selected_options"]]
        codes = [code for code in chosen if services.desk.states.knows(code)][:FOLLOWED]
        services.storage.follows.follow(use.workspace, use.user, codes)
        publish(use, contents)

    @on.bare(FORGET)
    def handle_forget(press: HomeInteraction) -> None:
        contents.withdraw(services, press.client, press.workspace, press.user)
        gone = sum(services.storage.forget(press.workspace, press.user).values())
        publish(press, contents)
        press.say("forgotten", rows=gone)

    app.event("app_home_opened", matchers=[_is_home_tab])(handle_opened)


def publish(request: Request, contents: Contents) -> None:
    """Show a person's home as it is now."""
    services, workspace, user = request.services, request.workspace, request.user
    followed = services.storage.follows.states(workspace, user)
    coming = [block for section in contents.sections for block in section(request, followed)]
    chooser = contents.chooser(services, request.language)
    stored = sum(services.storage.stored(workspace, user).values())
    deployment = services.deployment
    home_view = view(
        request.page,
        deployment.advocacy_command,
        deployment.advocacy_thread_days,
        chooser,
        followed,
        stored,
        coming,
    )
    request.client.views_publish(user_id=user, view=home_view)


def _is_home_tab(event: dict[str, Any]) -> bool:
    return bool(event.get("tab", "home") == "home")


def view(
    page: Page,
    command: str,
    thread_days: int,
    chooser: StaticSelectElement,
    followed: Sequence[str],
    stored: int,
    coming: Sequence[Block] = (),
) -> dict[str, Any]:
    """The home of one person.

    `command` is what the slash command is called here, `thread_days` how long threads are
    remembered, `chooser` lists all mechanisms, `followed` are ISO3 codes, `stored` is how many
    records about the person exist, `coming` what features show for these States.
    """
    say, value = page.say, ItemRef(language=page.language).value
    how = say("home_how_text", command=command)
    stored_text = say("home_stored_text", days=thread_days)
    forget = say("forget")
    confirm = confirmation(forget, say("forget_confirm"), forget, say("cancel"))
    states = SearchedMany(FOLLOW, most=FOLLOWED).element(page, followed)
    blocks: list[Block] = [
        _heading(page, "home_title"),
        section(say("home_intro")),
        ActionsBlock(elements=[button(say("ask"), ASK, value, style="primary")]),
        DividerBlock(),
        _heading(page, "home_browse"),
        ActionsBlock(elements=[chooser]),
        DividerBlock(),
        _heading(page, "home_states"),
        SectionBlock(block_id=FOLLOW, text=plain(say("home_states_text")), accessory=states),
        _heading(page, "home_coming"),
        *(coming or [section(say("home_no_states"))]),
        DividerBlock(),
        _heading(page, "home_how"),
        section(how),
        _heading(page, "home_stored"),
        section(stored_text),
        context(say("home_stored_now", rows=stored)),
        ActionsBlock(elements=[button(forget, FORGET, value, style="danger", confirm=confirm)]),
    ]
    return View(type="home", blocks=blocks).to_dict()


def _heading(page: Page, phrase: str) -> Block:
    return HeaderBlock(text=plain(page.say(phrase), 150))
