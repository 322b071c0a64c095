"""Logs: a line of JSON for each event, with ids and times, never a text, a token or an address
that acts as one."""

from __future__ import annotations

import logging
import re
import sys
import time

from pythonjsonlogger.json import JsonFormatter

_SECRET = re.compile(
    r"xox[a-z]-[\w-]+|xoxe[\w.-]*|xapp-[\w-]+|https?://hooks\.slack\.com/\S+"
    r"|postgres(?:ql)?://\S+|wss?://\S+|https?://\S*/(?:commands|actions|services)/\S+"
)
HIDDEN = "[hidden]"


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
    """Takes secrets out of a record, and what libraries say of an exception: its message may hold
    what somebody wrote."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always lets the record pass, changed."""
        record.msg = record.getMessage()
        record.args = None
        for name, value in record.__dict__.items():
            if isinstance(value, str):
                record.__dict__[name] = _SECRET.sub(HIDDEN, value)
        if record.exc_info and record.exc_info[0]:
            record.error = record.exc_info[0].__name__
        record.exc_info = None
        record.exc_text = None
        record.stack_info = None
        return True


def start(level: str) -> None:
    """Write the log to stderr from now on, as JSON."""
    handler = logging.StreamHandler(sys.stderr)
    handler.addFilter(Hiding())
    handler.setFormatter(_Lines())
    logging.basicConfig(level=level, handlers=[handler], force=True)
