"""Log lines: JSON with ids and times, without texts, tokens and addresses that act as tokens."""

from __future__ import annotations

import base64
import json
import logging
from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest

from bot import logs

SECRETS = (
    "xoxb-123-canary",
    "xoxp-123-canary",
    "xoxe.xoxp-1-canary",
    "xapp-1-A1-canary",
    "https://hooks.slack.com/commands/T1/1/canary",
    "https://hooks.slack-gov.com/commands/T1/1/canary",
    "https://slack.example.org/actions/T1/1/canary",
    "wss://wss-primary.slack.com/link/?ticket=canary",
    "postgresql://desk:canary@db.example.org/desk",
)
KNOWN = "4f3c/canary+8a="
"""A signing secret has no form by which it could be told."""


def in_base64(text: str, before: int) -> str:
    return base64.b64encode(b"." * before + text.encode()).decode()


FORMS: dict[str, Callable[[str], str]] = {
    "plain": str,
    "in an address": lambda text: quote(text, safe=""),
    "in JSON": json.dumps,
    "in JSON of other programs": lambda text: json.dumps(text).replace("/", "\\/"),
    "in base64": lambda text: in_base64(text, 0),
    "in base64 behind one byte": lambda text: in_base64(text, 1),
    "in base64 behind two bytes": lambda text: in_base64(text, 2),
}


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
    logger = logging.getLogger("bot.some")
    logger.info(f"sent with {secret}, done")
    logger.info("sent with %s, done", secret)
    logger.info("sent", extra={"url": f"at {secret} now", "all": [{"a": secret}, (secret,)]})
    try:
        raise ValueError(f"{secret} of somebody's canary question")
    except ValueError:
        logger.exception("it failed")
    written = capsys.readouterr().err
    assert "canary" not in written and written.count(logs.HIDDEN) == 5
    lines = [json.loads(line) for line in written.splitlines()]
    assert lines[-1]["error"] == "ValueError"
    assert all(line["at"].endswith("Z") and line["from"] == "bot.some" for line in lines)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("secret", [*SECRETS[:2], SECRETS[3], SECRETS[4], KNOWN])
def test_no_secret_passes_in_an_encoding(
    secret: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.start("INFO", [secret])
    encoded = FORMS[form](f"token={secret}&x=1" if "base64" not in form else secret)
    logging.getLogger("bot").info("sent with %s", encoded)
    written = capsys.readouterr().err
    assert logs.HIDDEN in written and "canary" not in written
    inner = base64.b64encode(secret.encode()).decode()[4:-4]
    assert inner not in written


def test_of_a_library_no_more_passes_than_its_name_its_level_and_the_kind_of_an_error(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logs.start("INFO")
    logger = logging.getLogger("slack_bolt.RequestVerification")
    logger.info("Invalid request signature (body: canary)")
    # Since Python 3.12 a record has this name itself, and refuses it here.
    more = {"taskName": "canary"} if "taskName" not in vars(logging.makeLogRecord({})) else {}
    logger.warning("canary %s", "canary", extra={"canary": "canary", **more})
    logger.warning("%s %s of canary", 1)  # a line that can't be put together
    try:
        raise KeyError("canary")
    except KeyError:
        logger.exception("canary", stack_info=True)
    written = capsys.readouterr().err
    lines = [json.loads(line) for line in written.splitlines()]
    assert "canary" not in written
    assert [line["level"] for line in lines] == ["WARNING", "WARNING", "ERROR"]
    assert {line["from"] for line in lines} == {"slack_bolt.RequestVerification"}
    assert lines[-1]["error"] == "KeyError" and "error" not in lines[0]


@pytest.mark.parametrize("name", ["bott", "robot", "bot_x", "slack_bolt.bot", "botany.x", "root"])
def test_a_name_that_looks_like_the_desks_is_a_librarys(
    name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    logs.start("INFO")
    logging.getLogger(name).error("canary")
    assert "canary" not in capsys.readouterr().err


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
