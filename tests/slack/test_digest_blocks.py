"""Digests as blocks: what Slack takes, in every language and at its longest."""

from __future__ import annotations

import datetime as dt

import pytest

from bot.digest import WHOLE, Digests, Scope
from bot.handlers.digest.message import DigestRef, SlackDigest
from bot.knowledge import load
from bot.knowledge.models import LANGUAGES
from bot.settings import settings
from bot.states import StateNames
from tests.digest.things import REVIEW, calendar
from tests.slack.rig.validate import problems_in_message, problems_in_view

REF = DigestRef(channel="C0123456789", subscription="f" * 32, week="2027-W03")


@pytest.fixture(scope="module")
def slack_digest() -> SlackDigest:
    where = settings()
    base = load(where.knowledge, where.cache)
    return SlackDigest(base, StateNames.read(where.knowledge / "states"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_longest_digest_is_one_that_slack_takes(npm, slack_digest, language):
    names = StateNames.read(settings().knowledge / "states").states

    def rows(month: int) -> Digests:
        return Digests(
            calendar(
                *(
                    {
                        **REVIEW, "key": f"upr-{code.casefold()}", "iso3": code, "cycle": "4",
                        "state": state.name, "start": f"2027-{month:02}-{1 + number % 28:02}",
                        "civil_society_deadline": f"2027-01-{18 + number % 14}",
                        "note": "<!channel> & *so* <http://example.org|on> " * 10,
                    }
                    for number, (code, state) in enumerate(names.items())
                )
            )
        )  # fmt: skip

    wanted, on = Scope(horizon=365), dt.date(2027, 1, 18)
    told = rows(5).digest(wanted, on).row_states
    digest = rows(6).digest(wanted, on, told)
    message = slack_digest.message(digest, language, REF).arguments()
    assert problems_in_message({"channel": REF.channel, **message}) == []
    view = slack_digest.window(rows(6).digest(wanted, on, told, WHOLE), language, "note")
    assert problems_in_view(view) == []
    assert "<!channel>" not in str(view)
