"""The language of a channel: what the desk speaks there where neither the words of a message nor
somebody's Slack tell one. It is chosen beside the channel's digests.
"""

from __future__ import annotations

from typing import Literal

from slack_bolt import App
from slack_sdk.models.blocks import Block, MarkdownTextObject, SectionBlock, StaticSelectElement

from bot.handlers.kernel.blocks import context
from bot.handlers.kernel.inputs import options
from bot.handlers.kernel.interaction import Interaction, Refusal, Request
from bot.handlers.kernel.listeners import Listeners
from bot.handlers.kernel.people import channels_of
from bot.handlers.kernel.refs import Ref
from bot.handlers.kernel.services import Services
from bot.handlers.kernel.text import escape
from bot.knowledge.models import OWN_NAMES, Language

NONE: Literal["none"] = "none"
CHOSEN = "channel_language"
"""The menu; each of its options carries the channel and a language."""


class ChannelRef(Ref):
    """A channel, and the language that is chosen for it."""

    channel: str
    spoken: Language | Literal["none"] = NONE


class LanguageInteraction(Interaction[ChannelRef]):
    """The menu, in a message or in a window."""

    carries = ChannelRef


def menu(request: Request, channel: str) -> tuple[Block, ...]:
    """The menu, set to what is chosen for a channel, and what it is for."""
    say, language = request.services.desk.base.say, request.language
    ref = ChannelRef(language=language, channel=channel)
    offered = [(ref.value, say("channel_language_none", language))]
    for spoken, name in OWN_NAMES.items():
        offered.append((ref.model_copy(update={"spoken": spoken}).value, name))
    chosen = request.services.language_of(request.workspace, channel) or NONE
    now = ref.model_copy(update={"spoken": chosen}).value
    listed = options(offered)
    [first] = [option for option in listed if option.value == now]
    label = MarkdownTextObject(text=f"*{escape(say(CHOSEN, language))}*")
    element = StaticSelectElement(action_id=CHOSEN, options=listed, initial_option=first)
    return (
        SectionBlock(text=label, accessory=element),
        context(say("channel_language_how", language)),
    )


def register(app: App, services: Services) -> None:
    """Listen to the menu."""
    on, languages = (
        Listeners(app, services, LanguageInteraction),
        services.storage.channel_languages,
    )

    @on.button(CHOSEN)
    def handle_chosen(press: LanguageInteraction) -> None:
        channel, spoken = press.ref.channel, press.ref.spoken
        if channel not in (press.channel, *channels_of(press.client, press.user)):
            raise Refusal("channel_language_outsider")
        languages.choose(press.workspace, channel, None if spoken == NONE else spoken)
        if not press.in_message:
            return  # the menu in the window shows it
        if spoken == NONE:
            press.say("channel_language_ended")
        else:
            press.tell(services.notices.said("channel_language_chosen", spoken))
