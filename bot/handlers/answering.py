"""A text → a Reply, with the memory of the thread: ids only, never the text."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass

from pydantic import ValidationError

from bot.ask.models import Context, Reply
from bot.handlers.parts import Parts, now
from bot.knowledge.models import Language
from bot.store import Workspace

TALK = dt.timedelta(minutes=30)
"""How long a conversation without threads is taken as one."""
WHOLE = ""
"""The thread that stands for a conversation as a whole."""
_MARK = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
"""Slack's own marks in a text: `<@U1>`, `<#C1|general>`, `<!here>`, `<https://…|label>`."""


@dataclass(frozen=True)
class Talk:
    """Where somebody speaks: a thread of a conversation."""

    workspace: Workspace
    channel: str
    thread: str
    direct: str | None = None
    """The person, in a direct message."""


def typed(text: str) -> str:
    """What a person typed, as Slack showed it: links by their label, without calls to people and
    without Slack's escapes."""
    return html.unescape(_MARK.sub(_as_shown, text)).strip()


def _as_shown(mark: re.Match[str]) -> str:
    sign, target, label = mark["sign"], mark["target"], mark["label"]
    if sign == "@" or (sign == "!" and not target.startswith("date")):
        return " "
    return label or target


def answered(
    parts: Parts, workspace: Workspace, text: str, usual: Language, talk: Talk | None = None
) -> Reply:
    """The reply to what was typed; in a thread, what it was about is remembered. `usual` is the
    person's own language, for a text that does not tell its."""
    earlier = recalled(parts, talk) if talk else None
    reply = parts.desk_of(workspace).ask(text, earlier, usual=usual)
    parts.measures.replies.labels(reply.kind, reply.language).inc()
    parts.measures.certainty.labels(reply.kind).observe(reply.certainty)
    if talk:
        remember(parts, talk, reply.context())
    return reply


def recalled(parts: Parts, talk: Talk) -> Context | None:
    """What a thread was about; in a direct message also what was spoken of just before."""
    threads, moment = parts.storage.threads, now()
    ids = threads.recall(talk.workspace, talk.channel, talk.thread, moment, parts.thread_age)
    if ids is None and talk.direct:
        ids = threads.recall(talk.workspace, talk.channel, WHOLE, moment, TALK)
    try:
        return Context.model_validate(ids) if ids else None
    except ValidationError:
        return None


def remember(parts: Parts, talk: Talk, context: Context) -> None:
    """Keep what a thread is about, as ids."""
    ids = context.model_dump(mode="json")
    for thread in (talk.thread, WHOLE) if talk.direct else (talk.thread,):
        parts.storage.threads.remember(
            talk.workspace, talk.channel, thread, ids, now(), person=talk.direct
        )
