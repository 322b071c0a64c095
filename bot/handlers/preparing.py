"""What checklists, outlines and cards of States need: opened once, and what somebody asked for."""

from __future__ import annotations

import datetime as dt
import re
from copy import copy
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.ask.desk import Desk
from bot.digest import UnknownZone, zone
from bot.prepare import Checklist, NotPossible, Outline, Prepare
from bot.prepare.blanks import FirstSections
from bot.prepare.find import ActionFinder, Meant
from bot.prepare.team import given
from bot.render.prepare_words import Wordings
from bot.render.slack.checklist import SlackChecklists
from bot.render.slack.outline import SlackOutlines
from bot.render.slack.preparation import SlackPreparations
from bot.render.slack.preparation_windows import PreparationWindows
from bot.render.slack.prepare_form import PrepareForms
from bot.render.slack.prepare_ids import PrepareRef
from bot.reviews import Calendar
from bot.states import Mention, mask

_DAY = re.compile(r"(?:--?deadline[ =])?\b(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?\b")
_LANGUAGE = re.compile(r"--?lang[= ](en|fr|es|ar)\b")
_CODE = re.compile(r"\b[A-Z]{3}\b")
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
