"""The language and time zone that a person has set in Slack, asked for once an hour at most."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast, get_args

from slack_sdk import WebClient

from bot.handlers.lately import Lately
from bot.handlers.trouble import TROUBLE
from bot.knowledge.models import Language
from bot.store import Workspace

UNCHOSEN = "en-US"
"""The locale of everybody who has chosen none; Slack has no Arabic to choose."""


@dataclass(frozen=True)
class Person:
    """What a person has set in Slack."""

    language: Language | None = None
    """None where Slack does not tell, where it tells none that the desk speaks, and for what Slack
    gives to everybody who has chosen none."""
    zone: str | None = None
    """An IANA time zone."""


class People:
    """Looks people's settings up. Safe for threads."""

    def __init__(self) -> None:
        self._lately: Lately[tuple[Workspace, str], Person] = Lately()

    def person(self, client: WebClient, workspace: Workspace, user: str) -> Person:
        """A person's settings, as far as Slack tells them."""
        if known := self._lately.known((workspace, user)):
            return known
        try:
            profile = client.users_info(user=user, include_locale=True)["user"]
        except TROUBLE:
            return Person()
        locale = str(profile.get("locale") or "")
        spoken = locale[:2] in get_args(Language) and locale != UNCHOSEN
        language = cast("Language", locale[:2]) if spoken else None
        person = Person(language=language, zone=profile.get("tz"))
        self._lately.keep((workspace, user), person)
        return person

    def remembered(self, workspace: Workspace, user: str) -> Person:
        """What is known of a person without asking Slack."""
        return self._lately.known((workspace, user)) or Person()
