"""The crashes and races of digests and reminders again, with PostgreSQL beneath them.

The tests are those of tests/slack; the database that they ask for is this folder's.
"""

from __future__ import annotations

from pydantic import SecretStr

from tests.slack.reminding import keeping, prepared
from tests.slack.rig.slack import Slack
from tests.slack.test_digest_posting import (
    run,
    test_clocks_that_jump_double_nothing,
    test_killed_at_any_step_and_run_again_there_is_one,
    test_three_runners_at_once_post_one_each,
    test_what_a_killed_run_announced_is_remembered,
    test_workspaces_are_kept_apart,
)
from tests.slack.test_preparation_races import (
    test_who_wrote_last_but_knew_less_looks_again,
)
from tests.slack.test_reminders import (
    test_two_workspaces_are_reminded_apart,
    test_whoever_is_killed_at_whatever_step_there_is_one_reminder,
    told,
)

__all__ = [
    "run",
    "test_clocks_that_jump_double_nothing",
    "test_killed_at_any_step_and_run_again_there_is_one",
    "test_three_runners_at_once_post_one_each",
    "test_two_workspaces_are_reminded_apart",
    "test_what_a_killed_run_announced_is_remembered",
    "test_who_wrote_last_but_knew_less_looks_again",
    "test_whoever_is_killed_at_whatever_step_there_is_one_reminder",
    "test_workspaces_are_kept_apart",
]


def test_of_three_that_remind_at_once_one_sends(slack: Slack, database: SecretStr) -> None:
    prepared(slack, database, owner="member")
    keeping(slack, database).at_once(3)
    assert len(told(slack)) == 1
