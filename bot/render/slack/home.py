"""The App Home: ask, browse, followed States, what is coming, how it works, what is stored."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    DividerBlock,
    ExternalDataMultiSelectElement,
    HeaderBlock,
    Option,
    SectionBlock,
)
from slack_sdk.models.views import View

from bot.knowledge.models import Base, Language
from bot.render.slack import ids
from bot.render.slack.ids import Pick
from bot.render.slack.mechanisms import SlackMechanisms
from bot.render.slack.parts import button, confirmation, context, plain, section
from bot.render.slack.text import BUTTON
from bot.states import StateNames

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
        say, value = self._say, Pick(language=language).value
        how = say("home_how_text", language, command=self._command)
        stored_text = say("home_stored_text", language, days=thread_days)
        forget = say("forget", language)
        confirm = confirmation(
            forget, say("forget_confirm", language), forget, say("cancel", language)
        )
        blocks: list[Block] = [
            HeaderBlock(text=plain(say("home_title", language), 150)),
            section(say("home_intro", language)),
            ActionsBlock(elements=[button(say("ask", language), ids.ASK, value, style="primary")]),
            DividerBlock(),
            HeaderBlock(text=plain(say("home_browse", language), 150)),
            ActionsBlock(elements=[self._mechanisms.chooser(language)]),
            DividerBlock(),
            HeaderBlock(text=plain(say("home_states", language), 150)),
            SectionBlock(
                block_id=ids.FOLLOW,
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
                elements=[button(forget, ids.FORGET, value, style="danger", confirm=confirm)]
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
            action_id=ids.FOLLOW,
            placeholder=plain(self._say("home_states_hint", language), 150),
            min_query_length=1,
            max_selected_items=FOLLOWED,
            initial_options=self.options(followed, language) or None,
        )

    def _say(self, key: str, language: Language, **values: object) -> str:
        return self._base.say(key, language, **values)
