"""Logs: a line of JSON for each event, with ids and times, never a text, a token or an address
that acts as one.

What the desk itself logs passes; of a library only that there was something, and of what kind: what
it would say may hold a person's words, a token or a body that nobody signed.
"""

from __future__ import annotations

import base64
import json
import logging
import re
import sys
import time
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import quote, quote_plus

from pythonjsonlogger.json import JsonFormatter

OWN = "bot"
"""The logger whose lines, with those below it, are the desk's own."""
HIDDEN = "[hidden]"
LIBRARY = "something in a library"
"""What stands in place of a library's words."""

_SEPARATOR = r"(?::|%3a)(?:/|\\+/|%2f){2}"
_END = r"[^\s\"'<>]*"
_SECRET = re.compile(
    r"xox[a-z](?:-|%2d)[\w%-]+|xoxe[\w.%-]*|xapp(?:-|%2d)[\w%-]+"
    # "xox" and "xapp-" in base64, at each of three places
    r"|(?:eG94|hveG|4b3h|eGFwcC|hhcHAt|4YXBwL)[\w+/=-]{8,}"
    rf"|https?{_SEPARATOR}hooks\.slack(?:-gov)?\.com{_END}"
    rf"|postgres(?:ql)?{_SEPARATOR}{_END}|wss?{_SEPARATOR}{_END}"
    rf"|https?{_SEPARATOR}[^\s\"'<>]*(?:/|%2f)(?:commands|actions|services)(?:\\*/|%2f){_END}",
    re.IGNORECASE,
)
_STANDARD = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime"}


class _Lines(JsonFormatter):
    """A record as a line of JSON, its time in UTC."""

    converter = staticmethod(time.gmtime)
    default_time_format = "%Y-%m-%dT%H:%M:%S"
    default_msec_format = "%s.%03dZ"

    def __init__(self) -> None:
        super().__init__(
            "{asctime}{levelname}{name}{message}",
            style="{",
            rename_fields={"asctime": "at", "levelname": "level", "name": "from"},
        )


class Hiding(logging.Filter):
    """Takes secrets out of the desk's own records; leaves of a library's no more than its name, its
    level and the kind of an error, and nothing of what it tells below a warning."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        """`secrets` are values that must not be read in the log in any usual encoding."""
        super().__init__()
        forms = sorted({form for secret in secrets for form in _forms(secret)}, key=len)
        self._known = re.compile("|".join(map(re.escape, reversed(forms)))) if forms else None

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record passes, changed."""
        own = record.name == OWN or record.name.startswith(f"{OWN}.")
        if record.exc_info and record.exc_info[0]:
            record.error = record.exc_info[0].__name__
        record.exc_info = record.exc_text = record.stack_info = None
        if own:
            record.msg = record.getMessage()
        else:
            record.msg = LIBRARY
            for name in record.__dict__.keys() - _STANDARD - {"error"}:
                del record.__dict__[name]
        record.args = None
        for name, value in record.__dict__.items():
            record.__dict__[name] = self._hidden(value)
        return own or record.levelno >= logging.WARNING

    def _hidden(self, value: Any) -> Any:
        if isinstance(value, str):
            value = self._known.sub(HIDDEN, value) if self._known else value
            return _SECRET.sub(HIDDEN, value)
        if isinstance(value, list | tuple):
            return [self._hidden(one) for one in value]
        if isinstance(value, dict):
            return {self._hidden(name): self._hidden(one) for name, one in value.items()}
        return value


def start(level: str, secrets: Iterable[str] = ()) -> None:
    """Write the log to stderr from now on, as JSON; none of the `secrets` is ever in it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Hiding(secrets))
    handler.setFormatter(_Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)


def _forms(secret: str) -> Iterator[str]:
    """A secret as it stands in addresses, forms, JSON and base64 (at each of three places)."""
    if len(secret) < 6:  # what is so short stands in many words that are no secret
        return
    escaped = json.dumps(secret)[1:-1]
    yield from (secret, quote(secret, safe=""), quote_plus(secret), escaped)
    yield from (escaped.replace("/", "\\/"), secret.encode().hex())
    for before, dropped in ((0, 0), (1, 2), (2, 3)):
        raw = b"\0" * before + secret.encode()
        whole = raw[: len(raw) - len(raw) % 3]
        for encode in (base64.b64encode, base64.urlsafe_b64encode):
            yield encode(whole).decode()[dropped:]
