"""Installing the desk into a workspace, as a person does in a browser."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

from tests.slack.rig.http import Answer, Http
from tests.slack.rig.workspace import Workspace

INSTALL_PATH = "/slack/install"


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        """Follow no redirect."""


def install(door: Http, space: Workspace, by: str = "coordinator") -> Answer:
    """What the desk's server says at the end of an installation.

    Its redirect_uri must be set, and be among those that `Slack.reset` was given.
    """
    path, headers = returned(door, space, by)
    return door.request("GET", path, b"", headers)[0]


def returned(door: Http, space: Workspace, by: str = "coordinator") -> tuple[str, dict[str, str]]:
    """The way back to the desk, not yet taken: path with query, and headers with the cookie."""
    page, headers = door.request("GET", INSTALL_PATH)
    cookie = headers.get("set-cookie", "").split(";")[0]
    link = headers.get("location") or _first(r'href="([^"]*/oauth/v2/authorize[^"]*)"', page.text)
    with urlopen(f"{link}&team={space.id}") as opened:  # noqa: S310 (the proxy on this machine)
        chooser = opened.read().decode()
    forms = re.findall(r"<form.*?</form>", chooser, re.S)
    form = next(one for one in forms if space.users[by] in one)
    fields = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', form))
    action = urlsplit(link)._replace(path=_first(r'action="([^"]+)"', form), query="").geturl()
    data = urlencode({name: unescape(value) for name, value in fields.items()}).encode()
    try:
        build_opener(_Stay).open(Request(action, data))  # noqa: S310 (the same)
    except OSError as redirect:
        back = urlsplit(redirect.headers["location"])  # type: ignore[attr-defined]
        return f"{back.path}?{back.query}", {"cookie": cookie}
    raise AssertionError("Slack did not send the browser back")


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, f"nothing like {pattern} in: {text[:300]}"
    return unescape(found[1])
