"""The gate before everything else: what Slack did not sign goes no further.

Slack signs the bytes of a request with the app's signing secret
(https://docs.slack.dev/authentication/verifying-requests-from-slack/). The signature is looked at
before anything reads the body, and whatever is not exactly as Slack writes it is refused: a library
that raises an error over a strange header has then no say.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import re
import threading
import time
from collections.abc import Mapping

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
