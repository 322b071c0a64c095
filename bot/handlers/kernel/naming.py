"""What somebody typed names: States, and what is to be prepared for which State."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.ask import Desk
from bot.handlers.kernel.blocks import Page
from bot.handlers.kernel.inputs import Group, options
from bot.handlers.kernel.refs import PrepareRef
from bot.handlers.kernel.services import Services, Toolkit, workspace_of
from bot.knowledge.models import Base
from bot.prepare import ActionMatch
from bot.states import Mention, StateNames, mask

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
        return next((mention.codes for mention in self.mentions if len(mention.codes) > 1), ())


def state_mentions(states: StateNames, text: str) -> StateMentions:
    """The States that a text names, by name or by code in capitals."""
    by_code = [Mention((m[0],), *m.span()) for m in _CODE.finditer(text) if states.knows(m[0])]
    state_mentions_found = [
        mention for mention in states.find(text) if not _within(mention, by_code)
    ]
    mentions = sorted([*by_code, *state_mentions_found], key=lambda mention: mention.start)
    return StateMentions(tuple(mentions), mask(text, mentions))


def _within(mention: Mention, others: Sequence[Mention]) -> bool:
    return any(mention.start < other.end and other.start < mention.end for other in others)


def offers_states(services: Services) -> Callable[..., None]:
    """A listener that offers the States whose names begin with what is typed."""

    def handle_options(
        ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient
    ) -> None:
        language = services.language(client, workspace_of(context), body["user"]["id"])
        codes = services.desk.states.beginning(body.get("value", ""))[:OFFERED]
        labelled = [(code, services.desk.states.name(code, language)) for code in codes]
        ack(options=[option.to_dict() for option in options(labelled)])

    return handle_options


_DAY = re.compile(r"(?:--?deadline[ =])?\b(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d))?\b")
_LANGUAGE = re.compile(r"--?lang[= ](en|fr|es|ar)\b")
_JOINT = re.compile(
    r"(?<!\w)(?:--)?(?:jointly|joint|together|conjointe?|conjunt[oa]|juntos|مشتركة?)(?!\w)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class PrepareRequest:
    """What a text asks for, as far as it is understood."""

    match: ActionMatch
    states: tuple[str, ...]
    """More than one where a name is ambiguous."""
    ref: PrepareRef


def prepare_request(desk: Desk, toolkit: Toolkit, text: str, ref: PrepareRef) -> PrepareRequest:
    """What somebody typed, put over `ref`: 'upr submission chad joint 2027-03-31'."""
    states, joint = desk.states, _JOINT.search(text) is not None
    day, language = _DAY.search(text), _LANGUAGE.search(text)
    text = _LANGUAGE.sub(" ", text)
    text = _JOINT.sub(" ", _DAY.sub(" ", text))
    code = next((m for m in _CODE.finditer(text) if states.knows(m[0])), None)
    mentions = states.find(text)[:1]
    if code:
        mentions = [Mention((code[0],), *code.span())]
    rest = mask(text, mentions)
    codes = mentions[0].codes if mentions else ()
    meant = toolkit.finder.find(rest, ref.language)
    action = meant.actions[0] if meant.sure else None
    values = {
        "action": action,
        "mechanism": _committee(desk.base, toolkit, action, rest),
        "state": codes[0] if len(codes) == 1 else None,
        "joint": joint,
        "deadline": _deadline(day),
        "text": language[1] if language and language[1] != ref.language else ref.text,
    }
    return PrepareRequest(meant, codes, ref.model_copy(update=values))


def _committee(base: Base, toolkit: Toolkit, action: str | None, text: str) -> str | None:
    """The one of several committees that a text names, where the action leaves it open."""
    of = toolkit.actions[action].any_of if action else ()
    mechanisms = [base.mechanism_named(word) for word in text.split()] if of else []
    return next(
        (mechanism.id for mechanism in mechanisms if mechanism and mechanism.id in of), None
    )


def _deadline(match: re.Match[str] | None) -> str | None:
    """The deadline in a text; None for a day that does not exist."""
    if match is None:
        return None
    try:
        dt.datetime.fromisoformat(f"{match[1]}T{match[2] or '00:00'}")
    except ValueError:
        return None
    return f"{match[1]}T{match[2]}" if match[2] else match[1]


def actions_offered(
    page: Page, toolkit: Toolkit, mechanism: str | None = None, *, outlined: bool
) -> list[Group]:
    """What can be prepared, by the mechanism before which it is done; of one `mechanism` alone
    where that has any; `outlined`: of what something is written for alone."""
    every = toolkit.actions.values()
    known = any(mechanism in (action.mechanism, *action.any_of) for action in every)
    return [
        Group(
            page.base.short(named_mechanism.id, page.language),
            [
                (
                    f"{action.id}/{named_mechanism.id}",
                    toolkit.prepare.title(action.id, page.language),
                )
                for action in every
                if named_mechanism.id in (action.mechanism, *action.any_of)
                and not (outlined and action.outline is None)
            ],
        )
        for named_mechanism in page.base.mechanisms.values()
        if not known or named_mechanism.id == mechanism
    ]
