"""The gate before everything else: what Slack did not sign, or what has not the form that Slack
gives it, goes no further.

Slack signs the bytes of a request with the app's signing secret
(https://docs.slack.dev/authentication/verifying-requests-from-slack/). The signature is looked at
before anything reads the body, and whatever is not exactly as Slack writes it is refused: a library
that raises an error over a strange header has then no say. Of the form only what the desk uses is
looked at, so that listeners may rely on that; what it does not know is left to Bolt.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import threading
import time
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, StringConstraints, ValidationError, model_validator
from slack_bolt import BoltRequest

FRESH = 300
"""Seconds that a signature is good for, as Slack advises: a request can't be sent again later."""
QUIET = 60.0
"""Seconds between two lines in the log on requests that were refused."""

_TIME = re.compile(r"[0-9]{1,11}")
_SIGNATURE = re.compile(r"v0=[0-9a-f]{64}")
_CHECK = frozenset({b"ssl_check=1"})
_logger = logging.getLogger(__name__)


class Gate:
    """Tells what Slack signed from what anybody may have sent."""

    def __init__(self, secret: str) -> None:
        """`secret` is the app's signing secret. Raises ValueError for an empty one, with which
        anybody could sign."""
        if not secret.strip():
            raise ValueError("a signing secret is needed")
        self._secret = secret.encode()
        self._lock = threading.Lock()
        self._refused = 0
        self._said = float("-inf")

    def signed(self, environ: Mapping[str, object], body: bytes) -> bool:
        """Whether Slack signed `body`, within the last five minutes. `environ` is WSGI's: a header
        that came twice is one value with a comma, which is no signature. Raises nothing."""
        stamp = _header(environ, "HTTP_X_SLACK_REQUEST_TIMESTAMP")
        given = _header(environ, "HTTP_X_SLACK_SIGNATURE")
        if not (_TIME.fullmatch(stamp) and _SIGNATURE.fullmatch(given)):
            self._note(None)
            return False
        proof = hmac.new(self._secret, b"v0:" + stamp.encode() + b":" + body, hashlib.sha256)
        off = round(time.time()) - int(stamp)
        right = hmac.compare_digest(f"v0={proof.hexdigest()}", given)
        if not right or abs(off) > FRESH:
            self._note(off)
            return False
        return True

    def _note(self, off: int | None) -> None:
        """One line a minute, whoever knocks how often: how many, and how far the clocks are apart
        (a wrong secret and a wrong clock look alike to people)."""
        with self._lock:
            self._refused += 1
            moment = time.monotonic()
            if moment - self._said < QUIET:
                return
            count, self._refused, self._said = self._refused, 0, moment
        _logger.warning(
            "not signed by Slack: see SLACK_SIGNING_SECRET and the clock, or somebody is trying",
            extra={"requests": count, "seconds_off": off},
        )


def is_certificate_check(environ: Mapping[str, object], body: bytes) -> bool:
    """Whether a request is Slack's look at the certificate, which it need not sign: it is answered
    and nothing else happens. One that has a signature is judged by that."""
    unsigned = not (
        _header(environ, "HTTP_X_SLACK_REQUEST_TIMESTAMP")
        or _header(environ, "HTTP_X_SLACK_SIGNATURE")
    )
    return unsigned and not _CHECK.isdisjoint(body.split(b"&", 1_000))


def _header(environ: Mapping[str, object], name: str) -> str:
    value = environ.get(name, "")
    return value if isinstance(value, str) else ""


Id = Annotated[str, StringConstraints(pattern=r"^\S{1,255}$")]
Time = Annotated[str, StringConstraints(pattern=r"^\d{1,20}\.\d{1,10}$")]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
DEEPEST = 64
"""Levels of a body; a message with lists in rich text has some fifteen."""


class _Place(BaseModel):
    id: Id


class _Who(BaseModel):
    id: Id
    team_id: Id | None = None


class _Happened(BaseModel):
    """What an event tells; `user` is a whole profile where that was changed."""

    type: Id
    user: Id | dict[str, Any] | None = None
    channel: Id | dict[str, Any] | None = None
    text: str | None = None
    ts: Time | None = None
    thread_ts: Time | None = None
    files: list[dict[str, Any]] | None = None


class _Ids(BaseModel):
    """What Bolt found of whom and where a delivery is about."""

    team_id: Id | None
    enterprise_id: Id | None
    user_id: Id | None
    channel_id: Id | None

    @model_validator(mode="after")
    def _someone_installed_it(self) -> Self:
        if not (self.team_id or self.enterprise_id):
            raise ValueError("neither a workspace nor an organisation is named")
        return self


class _Event(BaseModel):
    team_id: Id
    event_id: Id
    event: _Happened


class _Command(BaseModel):
    team_id: Id
    channel_id: Id
    user_id: Id
    command: Id
    trigger_id: Id
    response_url: Address
    text: str = ""


class _Action(BaseModel):
    action_id: str


class _View(BaseModel):
    id: Id
    type: Id
    callback_id: str
    app_installed_team_id: Id | None = None
    private_metadata: str = ""
    state: dict[str, Any] | None = None


class _Interaction(BaseModel):
    type: Id
    user: _Who
    team: _Place | None = None
    enterprise: _Place | None = None
    channel: _Place | None = None
    message: dict[str, Any] | None = None
    container: dict[str, Any] | None = None
    actions: list[_Action] | None = None
    view: _View | None = None
    response_url: Address | None = None


_SHAPES: dict[str, type[BaseModel]] = {
    "event_callback": _Event,
    **dict.fromkeys(
        (
            "block_actions", "block_suggestion", "view_submission", "view_closed", "shortcut",
            "message_action",
        ),
        _Interaction,
    ),
}  # fmt: skip
"""What a body must be, by its type."""
_NEEDS = {
    "block_actions": ("actions", "container"),
    "view_submission": ("view",),
    "view_closed": ("view",),
    "message_action": ("message",),
}
"""What an interaction of a type must have beside."""


def is_well_formed(request: BoltRequest) -> bool:
    """Whether a delivery has the form of its kind; true for what is of no kind known."""
    body = request.body
    if not isinstance(body, dict) or not _is_plain(body):
        return False
    kind = "event_callback" if "event" in body else body.get("type")
    shape = _Command if "command" in body else _SHAPES.get(str(kind))
    if shape is None or "ssl_check" in body:
        return True
    if not all(body.get(part) for part in _NEEDS.get(str(kind), ())):
        return False
    try:
        shape.model_validate(body)
        _Ids.model_validate({name: request.context.get(name) for name in _Ids.model_fields})
    except ValidationError:
        return False
    return True


def _is_plain(body: dict[str, Any]) -> bool:
    """Whether a body is nested no deeper than Slack nests, and all its texts can be written."""
    level: list[Any] = [body]
    for _ in range(DEEPEST):
        if not level:
            return True
        inner: list[Any] = []
        for part in level:
            if isinstance(part, dict):
                inner += [*part, *part.values()]
            elif isinstance(part, list):
                inner += part
            elif isinstance(part, str) and not _can_be_written(part):
                return False
        level = inner
    return False


def _can_be_written(text: str) -> bool:
    """False for half of a pair of signs, which JSON allows and no encoding does."""
    return text.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in text)
