"""Slack for the tests: see rig/. Every test that asks for it gets it as new, and fails when the
desk sent anything that Slack would refuse.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.slack import skeleton
from tests.slack.rig import node
from tests.slack.rig.http import Http, serve
from tests.slack.rig.record import Call
from tests.slack.rig.slack import Slack
from tests.slack.rig.socket import Socket
from tests.slack.rig.workspace import EVERY_SCOPE

HERE = Path(__file__).resolve().parent
SKIPPED = "Slack contract"
NEEDS = {"npm", "slack", "http", "socket_server", "slack_session"}


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--golden` pins what the desk sends now: see skeleton.py."""
    parser.addoption("--golden", action="store_true", help="pin what the desk sends to Slack now")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests here may talk to this machine, and to nothing else."""
    for item in items:
        if HERE in item.path.parents and NEEDS & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1"]))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how much was not tested, so that no one takes green for whole."""
    skipped = [
        str(report.longrepr[2])
        for report in terminalreporter.stats.get("skipped", [])
        if isinstance(report.longrepr, tuple) and SKIPPED in str(report.longrepr[2])
    ]
    if skipped:
        line = f"{len(skipped)} Slack contract tests SKIPPED: {skipped[0].split(': ', 2)[-1]}"
        terminalreporter.write_line(line, red=True, bold=True)


@pytest.fixture(scope="session")
def npm() -> Path:
    """Our Node scripts with their packages and `schema.json`; skips loudly where none can be had.

    With CI=true or ADVOCACY_NO_SKIP=1 it fails instead.
    """
    try:
        return node.ready()
    except node.NodeUnavailable as error:
        reason = f"{SKIPPED}: Node's packages can't be had here: {error}"
        if os.environ.get("CI") == "true" or os.environ.get("ADVOCACY_NO_SKIP") == "1":
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)


@pytest.fixture(scope="session")
def slack_session(npm: Path) -> Iterator[Slack]:
    """The emulators and the proxy, started once; ask for `slack` instead."""
    slack = Slack()
    yield slack
    slack.stop()


@pytest.fixture
def slack_scopes() -> tuple[str, ...]:
    """The scopes of the desk's tokens. Override it in a module, or by parametrize."""
    return tuple(EVERY_SCOPE)


@pytest.fixture
def slack(
    request: pytest.FixtureRequest, slack_session: Slack, slack_scopes: tuple[str, ...]
) -> Iterator[Slack]:
    """Slack as new. After the test, all that the desk sent is checked."""
    slack_session.reset(slack_scopes)
    yield slack_session
    calls = slack_session.settle(still=0.02)
    problems = slack_session.problems()
    assert not problems, "the desk sent what Slack would refuse:\n" + "\n".join(problems)
    # Workspaces are served side by side: what one got before the other is chance.
    _check_golden(request, sorted(calls, key=lambda call: call.team == slack_session.other.id))


def _check_golden(request: pytest.FixtureRequest, calls: list[Call]) -> None:
    """Fails where a scenario shows something else than what is pinned for it."""
    module, test = request.path.stem, str(request.node.name)
    if module not in skeleton.SCENARIOS:
        return
    lines = skeleton.skeleton(calls)
    if request.config.getoption("--golden"):
        skeleton.renew(module, test, lines)
        return
    before = skeleton.known(module, test)
    told = "\n".join(difflib.unified_diff(before, lines, "pinned", "now", lineterm="", n=2))
    assert lines == before, f"the desk shows something else (meant? --golden pins it):\n{told}"


@pytest.fixture
def http(slack: Slack) -> Iterator[Callable[[Any], Http]]:
    """`http(app)` serves a Bolt or WSGI app (or takes an address) and is Slack's way to it."""
    with ExitStack() as stack:

        def door(app: Any) -> Http:
            url = app if isinstance(app, str) else stack.enter_context(serve(app))
            return Http(slack, url)

        yield door


@pytest.fixture
def socket_server(slack: Slack) -> Iterator[Socket]:
    """A Socket Mode server; point a SocketModeHandler at `slack.api_url` to reach it."""
    server = Socket(slack)
    yield server
    server.stop()
