"""The words that curators choose from: events, kinds of step, what it takes, who sees it."""

from __future__ import annotations

from typing import Annotated, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, StringConstraints


def _known_zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (ValueError, OSError, ZoneInfoNotFoundError) as error:
        message = f"'{name}' is no time zone; write one such as America/New_York"
        raise ValueError(message) from error


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=610)]
"""A sentence or two; in English shorter (`check.LONGEST`): translations may be longer by a half."""
Offset = Annotated[str, StringConstraints(pattern=r"^\d{1,3} (days?|weeks?)$")]
"""A number of days or weeks, as it is shown: `8 weeks`, `1 day`, `0 days`."""
Event = Literal[
    "papers", "list_of_issues", "session", "review", "visit", "adoption", "mid_term", "follow_up",
    "sending",
]  # fmt: skip
"""What a step's days are counted from: the deadline for papers of civil society, that for input to
a list of issues, the opening of the mechanism's next session, the State's review, a visit to the
country, the adoption of its outcome, the mid-term, the day on which the State has to report back,
or the day on which the team itself sends its text."""
EVENTS: tuple[Event, ...] = get_args(Event)
Zone = Annotated[str, AfterValidator(_known_zone)]
TurnsOn = Annotated[
    str,
    StringConstraints(pattern=r"^((treaty|complaint|inquiry)(:[a-z]+)?|visits|body:[A-Za-z]+)$"),
]
Kind = Literal[
    "decide",
    "harm",
    "consent",
    "names",
    "sign-off",
    "evidence",
    "draft",
    "send",
    "meet",
    "follow-up",
]
ALWAYS: tuple[Kind, ...] = ("harm", "consent", "names", "sign-off")
"""Kinds of step that every checklist has: what can hurt, who agreed, who signs, who approves."""
TimeLeft = Literal["day", "week", "two_months"]
Alone = Literal["single", "joint"]
Inquiry = Literal["case-files", "reports"]
"""What a UN investigation makes: files for prosecutors, or reports with recommendations."""
Audience = Literal["state", "public", "secretariat"]
Takes = Literal["home", "ecosoc", "geneva"]
FACTS = (
    "who", "when", "where", "length", "languages", "format", "seen_by", "hear_back",
    "comes_of_it", "cannot", "safety",
)  # fmt: skip
"""The keys of an action that hold statements, in reading order."""
