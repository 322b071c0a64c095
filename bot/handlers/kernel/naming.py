"""States that are named in what somebody typed: after a command, or into a list of States."""

from __future__ import annotations

from bot.ask.desk import Desk
from bot.digest import UnknownZone, zone
from bot.handlers.checklists.blocks import SlackChecklists, SlackOutlines
from bot.handlers.checklists.form import PrepareForms
from bot.handlers.kernel.links import PrepareRef
from bot.handlers.kernel.services import Services, workspace_of
from bot.handlers.preparations.blocks import SlackPreparations
from bot.handlers.preparations.forms import PreparationWindows
from bot.prepare import Checklist, NotPossible, Outline, Prepare
from bot.prepare.find import ActionFinder, Meant
from bot.prepare.first_section import FirstSections
from bot.prepare.team import given
from bot.render.prepare_words import Wordings
from bot.reviews import Calendar
from bot.states import Mention, StateNames, mask
from collections.abc import Callable, Sequence
from copy import copy
from dataclasses import dataclass
from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient
from typing import Any
from zoneinfo import ZoneInfo
import datetime as dt
import re

OFFERED = 100
"""Options that Slack shows at a time."""


_CODE = re.compile(r"\b[A-Z]{3}\b")


@dataclass(frozen=True)
class StateMentions:
    """The States of a text."""

    mentions: tuple[Mention, ...]
    rest: str
    """The text without them."""

    @property
    def state(self) -> str | None:
        """The one State that is surely meant; None where there is none, or more than one."""
        codes = {code for mention in self.mentions for code in mention.codes}
        return next(iter(codes)) if len(codes) == 1 else None

    @property
    def unsure(self) -> tuple[str, ...]:
        """The codes of the first name that several States share."""
        return next((one.codes for one in self.mentions if len(one.codes) > 1), ())


def state_mentions(states: StateNames, text: str) -> StateMentions:
    """The States that a text names, by name or by code in capitals."""
    written = [Mention((m[0],), *m.span()) for m in _CODE.finditer(text) if states.knows(m[0])]
    found = [one for one in states.find(text) if not _within(one, written)]
    mentions = sorted([*written, *found], key=lambda one: one.start)
    return StateMentions(tuple(mentions), mask(text, mentions))


def _within(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def offers_states(parts: Services) -> Callable[..., None]:
    """A listener that offers the States whose names begin with what is typed."""

    def handle_options(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        language = parts.people.person(client, workspace_of(context), body["user"]["id"]).language
        codes = parts.desk.states.beginning(body.get("value", ""))[:OFFERED]
        ack(options=[option.to_dict() for option in parts.home.options(codes, language)])

    return handle_options


_DAY = re.compile(r"(?:--?deadline[ =])?\b(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?\b")


_LANGUAGE = re.compile(r"--?lang[= ](en|fr|es|ar)\b")


_JOINT = re.compile(
    r"(?<!\w)(?:--)?(?:jointly|joint|together|conjointe?|conjunt[oa]|juntos|مشترك)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Wanted:
    """What a text asks for, as far as it is understood."""

    meant: Meant
    states: tuple[str, ...]
    """More than one where a name is ambiguous."""
    ref: PrepareRef


class Preparing:
    """All that is prepared, and how it is shown."""

    def __init__(self, desk: Desk, prepare: Prepare) -> None:
        self.prepare = prepare
        self.wordings = Wordings(desk.base, desk.states)
        self.finder = ActionFinder(prepare.actions, desk.base)
        self.first_sections = FirstSections(prepare.action, desk.base, desk.states)
        self.checklists = SlackChecklists(desk.base, self.wordings)
        self.outlines = SlackOutlines(desk.base, self.wordings)
        self.forms = PrepareForms(desk.base, desk.states, prepare)
        self.preparations = SlackPreparations(desk.base, self.wordings)
        self.windows = PreparationWindows(desk.base, self.preparations)
        self._desk = desk

    def over(self, calendar: Calendar | None) -> Preparing:
        """The same over a workspace's own calendar."""
        other = copy(self)
        other.prepare = self.prepare.over(calendar)
        return other

    def makes(self) -> dict[str, list[str]]:
        """What can be prepared before each mechanism: a checklist, an outline."""
        made: dict[str, list[str]] = {}
        for mechanism in self._desk.base.mechanisms:
            if before := self.finder.before(mechanism):
                written = any(self.prepare.actions[name].outline for name in before)
                made[mechanism] = ["checklist", "outline"] if written else ["checklist"]
        return made

    def wanted(self, text: str, ref: PrepareRef) -> Wanted:
        """What somebody typed, put over `ref`: 'upr submission chad joint 2027-03-31'."""
        states, joint = self._desk.states, _JOINT.search(text) is not None
        day, language = _DAY.search(text), _LANGUAGE.search(text)
        text = _LANGUAGE.sub(" ", text)
        text = _JOINT.sub(" ", _DAY.sub(" ", text))
        written = next((m for m in _CODE.finditer(text) if states.knows(m[0])), None)
        mentions = states.find(text)[:1]
        if written:
            mentions = [Mention((written[0],), *written.span())]
        rest = mask(text, mentions)
        codes = mentions[0].codes if mentions else ()
        meant = self.finder.find(rest, ref.language)
        action = meant.actions[0] if meant.sure else None
        found = {
            "action": action,
            "mechanism": self._committee(action, rest),
            "state": codes[0] if len(codes) == 1 else None,
            "joint": joint,
            "deadline": _deadline(day),
            "text": language[1] if language and language[1] != ref.language else ref.text,
        }
        return Wanted(meant, codes, ref.model_copy(update=found))

    def checklist(self, ref: PrepareRef, on: dt.date, where: str | None = None) -> Checklist:
        """The checklist that a button stands for; `where` is the person's time zone.

        Raises KeyError for an action that is not known, NotPossible where it does not fit.
        """
        self._alone_if_must(ref)
        return self.prepare.checklist(
            ref.action or "",
            on,
            ref.state,
            ref.mechanism,
            ref.joint,
            given(ref.deadline),
            _zone(where),
            ref.written_in,
        )

    def outline(
        self, ref: PrepareRef, on: dt.date, organisation: str = "", issues: tuple[str, ...] = ()
    ) -> Outline:
        """The outline that a button stands for; raises as `checklist` does."""
        self._alone_if_must(ref)
        return self.prepare.outline(
            ref.action or "",
            on,
            ref.state or "",
            ref.mechanism,
            organisation,
            issues,
            ref.joint,
            ref.written_in,
        )

    def _alone_if_must(self, ref: PrepareRef) -> None:
        if ref.joint and not self.prepare.actions[ref.action or ""].joint:
            raise NotPossible(self._desk.base.say("prepare_not_joint", ref.language))

    def _committee(self, action: str | None, text: str) -> str | None:
        """The one of several committees that a text names, where the action leaves it open."""
        of = self.prepare.actions[action].any_of if action else ()
        named = [self._desk.base.mechanism_named(word) for word in text.split()] if of else []
        return next((one.id for one in named if one and one.id in of), None)


def _deadline(match: re.Match[str] | None) -> str | None:
    """The deadline in a text; None for a day that does not exist."""
    if match is None:
        return None
    try:
        dt.datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}")
    except ValueError:
        return None
    return f"{match[1]}T{match[2]}" if match[2] else match[1]


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return zone(name) if name else None
    except UnknownZone:
        return None

