"""Which addresses are Slack's: nothing is sent to another, and no token either."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

_HOST = re.compile(r"(?:[a-z0-9-]+\.)+slack(?:-gov)?\.com", re.ASCII | re.IGNORECASE)
_ADDRESS = re.compile(r"[!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~\[\]]{1,2000}", re.ASCII)
"""Signs of an address: no blank, backslash, control sign or letter beyond ASCII, over which
libraries read one address in two ways."""


def is_slacks(address: object, api: str) -> bool:
    """Whether an address is one of Slack's (a host below slack.com or slack-gov.com, over https),
    or stands at the same scheme, host and port as `api`, the base address of its Web API."""
    if not isinstance(address, str) or not _ADDRESS.fullmatch(address):
        return False
    try:
        there, here = urlsplit(address), urlsplit(api)
        port = there.port
    except ValueError:
        return False
    if "@" in there.netloc:
        return False
    if (there.scheme, there.netloc) == (here.scheme, here.netloc):
        return True
    host = there.hostname or ""
    return there.scheme == "https" and port in (None, 443) and bool(_HOST.fullmatch(host))


def leads_to_slack(body: dict[str, Any], api: str) -> bool:
    """Whether all addresses at which a delivery asks to be answered are Slack's."""
    several = body.get("response_urls") or []
    if not isinstance(several, list):
        return False
    given = [one.get("response_url") if isinstance(one, dict) else "" for one in several]
    if body.get("response_url"):
        given.append(body["response_url"])
    return all(is_slacks(address, api) for address in given)
