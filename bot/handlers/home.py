"""The App Home: what each person sees and chooses there."""

from __future__ import annotations

from bot.handlers.gaps import withdraw
from bot.handlers.kernel.blocks import button, confirmation, context, plain, section
from bot.handlers.kernel.interaction import Interaction, Refusal, Request
from bot.handlers.kernel.links import ASK, DatesRef, ItemRef
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.refs import Ref
from bot.handlers.kernel.services import Services
from bot.handlers.kernel.text import BUTTON
from bot.handlers.mechanisms import CARD, CARD_TOPIC, PickInteraction, SHARE_CARD, SlackMechanisms
from bot.handlers.preparations.listeners import of_home
from bot.knowledge.models import Base, Language
from bot.states import StateNames
from collections.abc import Sequence
from slack_bolt import App, BoltContext
from slack_sdk import WebClient
from slack_sdk.models.blocks import ActionsBlock, Block, DividerBlock, ExternalDataMultiSelectElement, HeaderBlock, Option, SectionBlock
from slack_sdk.models.views import View
from typing import Any

class HomeInteraction(Interaction[Ref]):
    """A button or an input of the home."""

    carries = Ref


def register(app: App, parts: Services) -> None:
    """Listen to the opening of the home and to what it offers."""
    on = Listeners(app, parts, HomeInteraction)
    on.states(FOLLOW)

    def handle_opened(body: dict[str, Any], context: BoltContext, client: WebClient) -> None:
        publish(Request(parts, body, context, client))

    @on.bare(FOLLOW)
    def handle_follow(use: HomeInteraction) -> None:
        chosen = [option["value"] for option in use.body["actions"][0]["selected_options"]]
        codes = [code for code in chosen if parts.desk.states.knows(code)][:FOLLOWED]
        parts.storage.follows.follow(use.workspace, use.user, codes)
        publish(use)

    @on.bare(FORGET)
    def handle_forget(press: HomeInteraction) -> None:
        withdraw(parts, press.client, press.workspace, press.user)
        gone = sum(parts.storage.forget(press.workspace, press.user).values())
        publish(press)
        press.say("forgotten", rows=gone)

    @Listeners(app, parts, PickInteraction).button(CARD, CARD_TOPIC)
    def handle_card(press: PickInteraction) -> None:
        pick = press.ref
        mechanism = parts.desk.base.mechanisms.get(pick.mechanism or "")
        if mechanism is None:
            raise Refusal("changed")
        view = parts.mechanisms.card_window(mechanism, pick.language, pick.topic)
        if press.body.get("view", {}).get("type") == "modal":
            press.update(view)
        elif press.body["actions"][0]["action_id"] == CARD_TOPIC:
            card = parts.mechanisms.card(mechanism, pick.language, pick.topic)
            press.tell(parts.replies.shareable(card, SHARE_CARD, pick))
        else:
            press.open(view, CARD)

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
            *of_home(parts, client, workspace, user, language),
        ],
    )
    client.views_publish(user_id=user, view=view)


def _is_home_tab(event: dict[str, Any]) -> bool:
    return bool(event.get("tab", "home") == "home")


FOLLOWED = 20
"""States that a person can follow."""


class SlackHome:
    """Renders the App Home."""

    def __init__(
        self, base: Base, states: StateNames, mechanisms: SlackMechanisms, command: str
    ) -> None:
        self._base = base
        self._states = states
        self._mechanisms = mechanisms
        self._command = command

    def view(
        self,
        language: Language,
        followed: Sequence[str],
        stored: int,
        thread_days: int,
        coming: Sequence[Block] = (),
    ) -> dict[str, Any]:
        """The home of one person.

        `followed` are ISO3 codes, `stored` is how many records about the person exist, `coming`
        what is coming for these States.
        """
        say, value = self._say, ItemRef(language=language).value
        how = say("home_how_text", language, command=self._command)
        stored_text = say("home_stored_text", language, days=thread_days)
        forget = say("forget", language)
        confirm = confirmation(
            forget, say("forget_confirm", language), forget, say("cancel", language)
        )
        blocks: list[Block] = [
            HeaderBlock(text=plain(say("home_title", language), 150)),
            section(say("home_intro", language)),
            ActionsBlock(elements=[button(say("ask", language), ASK, value, style="primary")]),
            DividerBlock(),
            HeaderBlock(text=plain(say("home_browse", language), 150)),
            ActionsBlock(elements=[self._mechanisms.chooser(language)]),
            DividerBlock(),
            HeaderBlock(text=plain(say("home_states", language), 150)),
            SectionBlock(
                block_id=FOLLOW,
                text=plain(say("home_states_text", language)),
                accessory=self._chooser(language, followed),
            ),
            HeaderBlock(text=plain(say("home_coming", language), 150)),
            *(coming or [section(say("home_no_states", language))]),
            DividerBlock(),
            HeaderBlock(text=plain(say("home_how", language), 150)),
            section(how),
            HeaderBlock(text=plain(say("home_stored", language), 150)),
            section(stored_text),
            context(say("home_stored_now", language, rows=stored)),
            ActionsBlock(
                elements=[button(forget, FORGET, value, style="danger", confirm=confirm)]
            ),
        ]
        return View(type="home", blocks=blocks).to_dict()

    def options(self, codes: Sequence[str], language: Language) -> list[Option]:
        """States to choose from."""
        return [
            Option(text=plain(self._states.name(code, language), BUTTON), value=code)
            for code in codes
        ]

    def _chooser(
        self, language: Language, followed: Sequence[str]
    ) -> ExternalDataMultiSelectElement:
        return ExternalDataMultiSelectElement(
            action_id=FOLLOW,
            placeholder=plain(self._say("home_states_hint", language), 150),
            min_query_length=1,
            max_selected_items=FOLLOWED,
            initial_options=self.options(followed, language) or None,
        )

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)


FOLLOW = "follow"


FORGET = "forget"

