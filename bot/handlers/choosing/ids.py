"""What the inputs, buttons and windows of the choice are called, and what they carry. The button
that opens the questions stands in other features' messages: `advocating_ids.CHOOSE`."""

from __future__ import annotations

import datetime as dt

from bot.render.slack.advocating_ids import CHOOSE as CHOOSE
from bot.render.slack.advocating_ids import ChooseRef as ChooseRef
from bot.render.slack.refs import StateCode

FORM = "choose_form"
STATE = "choose_state"
WHO = "choose_who"
PAGE = "choose_page"
CHANGE = "choose_change"
SEND = "choose_send"
ACTOR = "choose_actor"
ACTOR_STATE = "choose_actor_state"
MORE = "choose_more"
MORE_PAGE = "choose_more_page"
SOURCES = "choose_sources"
SOURCES_PAGE = "choose_sources_page"


class ChosenRef(ChooseRef):
    """The answers to the questions, as long as the window stands: values of the questions' options,
    and a day. They are in no message."""

    actor: tuple[str, ...] = ()
    actor_state: StateCode | None = None
    tried: tuple[str, ...] = ()
    last: dt.date | None = None
    hope: str | None = None
