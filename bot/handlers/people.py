"""The language and time zone that a person has set in Slack, asked for once an hour at most."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import cast, get_args

from slack_sdk import WebClient

from bot.handlers.trouble import TROUBLE
from bot.knowledge.models import Language
from bot.store import Workspace

KEPT = 3_600
"""Seconds."""
MOST = 5_000
"""People remembered at a time."""


@dataclass(frozen=True)
class Person:
    """What a person has set in Slack."""

    language: Language = "en"
    zone: str | None = None
    """An IANA time zone."""


class People:
    """Looks people's settings up. Safe for threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[Workspace, str], tuple[float, Person]] = {}

    def person(self, client: WebClient, workspace: Workspace, user: str) -> Person:
        """A person's settings; English where Slack does not tell."""
        key = (workspace, user)
        with self._lock:
            known = self._known.get(key)
        if known and time.monotonic() - known[0] < KEPT:
            return known[1]
        try:
            profile = client.users_info(user=user, include_locale=True)["user"]
        except TROUBLE:
            return Person()
        locale = str(profile.get("locale") or "")[:2]
        language = cast("Language", locale) if locale in get_args(Language) else "en"
        person = Person(language=language, zone=profile.get("tz"))
        with self._lock:
            if len(self._known) >= MOST:
                self._known.clear()
            self._known[key] = (time.monotonic(), person)
        return person

    def remembered(self, workspace: Workspace, user: str) -> Person:
        """What is known of a person without asking Slack."""
        with self._lock:
            known = self._known.get((workspace, user))
        return known[1] if known else Person()
