"""In a bot that is busy with one person's drafts, others are answered at once."""

# ruff: noqa: F811 (fixtures are imported and then asked for by name)
from __future__ import annotations

import threading
from typing import Any

import pytest

from tests.prepare.drafts.samples import SOUND
from tests.prepare.drafts.writing import md
from tests.slack.advocating import SUBMISSION
from tests.slack.bot import MakeBot, make_bot, slack_scopes  # noqa: F401
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.serving import QUESTION, Door, door, mention, replies  # noqa: F401


def test_who_presses_check_32_times_holds_up_nobody(
    slack: Slack, door: Door, make_bot: MakeBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = make_bot()
    toolkit = bot.services.toolkit
    assert toolkit is not None
    checks: list[str] = []
    go, check = threading.Event(), toolkit.apart.check

    def slow(content: bytes, name: str, *given: Any) -> Any:
        checks.append(name)
        go.wait(60)
        return check(content, name, *given)

    monkeypatch.setattr(toolkit.apart, "check", slow)
    way = door(bot)
    eager, other = Person(way, slack.team, "member"), Person(way, slack.team, "coordinator")
    said = eager.sends_file("draft.md", md(SOUND["en"]))
    shown = slack.team.replies(eager.dm, said.ts)[-1]
    for _ in range(32):
        press = eager.click(shown, "draft_check", eager.dm, filled={"draft_action": SUBMISSION})
        assert way.send(press).status == 200
    ts, payload = mention(slack, QUESTION)
    assert way.send(payload).status == 200
    assert len(replies(slack, ts)) == 1, "a question is answered meanwhile"
    other.runs(f"ask {QUESTION}")
    assert slack.ephemerals(other.id)
    assert checks == ["draft.md"], "one press of a button at a time is enough"
    go.set()
    slack.settle(still=1)
