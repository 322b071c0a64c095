"""Log lines: JSON with ids and times, without texts, tokens and addresses that act as tokens."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest

from bot import logs

SECRETS = (
    "xoxb-123-canary",
    "xoxp-123-canary",
    "xoxe.xoxp-1-canary",
    "xapp-1-A1-canary",
    "https://hooks.slack.com/commands/T1/1/canary",
    "https://slack.example.org/actions/T1/1/canary",
    "wss://wss-primary.slack.com/link/?ticket=canary",
)


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:], root.level = handlers, level


@pytest.mark.parametrize("secret", SECRETS)
def test_no_secret_passes_in_whatever_part_of_a_record(
    secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.start("INFO")
    logger = logging.getLogger("some.library")
    logger.info(f"sent with {secret}, done")
    logger.info("sent with %s, done", secret)
    logger.info("sent", extra={"url": f"at {secret} now"})
    try:
        raise ValueError(f"{secret} of somebody's canary question")
    except ValueError:
        logger.exception("it failed")
    written = capsys.readouterr().err
    assert "canary" not in written and written.count(logs.HIDDEN) == 3
    lines = [json.loads(line) for line in written.splitlines()]
    assert lines[-1]["error"] == "ValueError"
    assert all(line["at"].endswith("Z") and line["from"] == "some.library" for line in lines)


def test_what_is_told_beside_the_message_stands_in_the_line(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.start("WARNING")
    logging.getLogger("bot").info("not this")
    logging.getLogger("bot").warning("worked", extra={"milliseconds": 12, "team": "T1"})
    [line] = capsys.readouterr().err.splitlines()
    assert (
        json.loads(line).items() >= {"milliseconds": 12, "team": "T1", "level": "WARNING"}.items()
    )
