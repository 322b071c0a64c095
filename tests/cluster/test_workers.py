"""Three workers on one PostgreSQL database: each event is answered, whoever dies or is replaced."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

import pytest
from pydantic import SecretStr

from bot.store import Store
from tests.cluster.workers import Cluster, Delivered, cluster
from tests.postgres import Server
from tests.slack.rig.http import Http
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.serving import mention, replies

AT_ONCE = 6
"""Events on their way at a time."""
KILLED, RESTARTED, REPLACED = 120, 50, 40
"""Events while workers are killed, while the server restarts, while workers are replaced."""


@pytest.fixture(scope="module")
def address(postgres: Server) -> str:
    return postgres.empty().get_secret_value()


@pytest.fixture(scope="module")
def workers(
    slack_session: Slack, address: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Cluster]:
    """Three, for all tests here; each test leaves three behind."""
    with cluster(slack_session, address, tmp_path_factory.mktemp("cluster"), 3) as running:
        yield running


class Load:
    """Mentions on their way to the workers, in the background."""

    def __init__(self, slack: Slack, workers: Cluster, count: int) -> None:
        asked = [mention(slack) for _ in range(count)]
        self._slack = slack
        self._pool = ThreadPoolExecutor(AT_ONCE)
        self.sent: dict[Future[Delivered], str] = {
            self._pool.submit(workers.deliver, payload): ts for ts, payload in asked
        }

    def wait(self, share: float) -> None:
        """Until that share of them was acknowledged."""
        done = as_completed(self.sent)
        for _ in range(int(share * len(self.sent))):
            next(done)

    def results(self) -> list[tuple[Delivered, int]]:
        """What became of each, and how many replies stand in its thread."""
        self._pool.shutdown(wait=True)
        self._slack.settle()
        return [(one.result(), len(replies(self._slack, ts))) for one, ts in self.sent.items()]


def test_duplicates_spread_over_all_workers_are_answered_once(
    slack: Slack, workers: Cluster
) -> None:
    asked = [mention(slack) for _ in range(10)]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for _, payload in asked:
            doors = list(workers.doors.values()) * 2
            sent = [pool.submit(door.send, payload, checked=False) for door in doors]
            assert {one.result().status for one in sent} <= {200, 503}
    slack.settle()
    assert [len(replies(slack, ts)) for ts, _ in asked] == [1] * len(asked)
    assert {workers.deliver(payload).times for _, payload in asked} == {1}, "each is done"
    slack.settle()
    assert [len(replies(slack, ts)) for ts, _ in asked] == [1] * len(asked)


def test_what_began_at_one_worker_goes_on_at_another(
    slack: Slack, workers: Cluster, address: str
) -> None:
    people = [Person(door, slack.team) for door in workers.doors.values()]
    first, second, third = people
    said = first.mentions("protection-cluster", "What is the word limit?")
    asked_back = slack.team.replies("protection-cluster", said.ts)[-1]
    assert second.clicks(asked_back, "pick.0", "protection-cluster").status == 200
    slack.settle()
    follow = third.mentions("protection-cluster", "and for a joint one?", said.ts)
    assert follow.answer.status == 200
    slack.settle()
    assert len(slack.team.replies("protection-cluster", said.ts)) >= 2
    # A window opened by one, sent off to another, its question seen by all.
    first.runs("ask zzzz qqqq")
    second.clicks(slack.ephemerals(first.id)[-1], "send_gap", "protection-cluster")
    third.submits(slack.modal(), {"question": "zzzz qqqq"})
    slack.settle()
    with Store.open(SecretStr(address)) as store:
        assert [gap.question for gap in store.gaps.list(None)] == ["zzzz qqqq"]


def test_workers_killed_at_random_leave_no_event_unanswered(slack: Slack, workers: Cluster) -> None:
    load = Load(slack, workers, KILLED)
    with ThreadPoolExecutor(1) as helper:
        for share in (0.2, 0.3):
            load.wait(share)
            time.sleep(random.random() * 0.2)  # noqa: S311
            workers.kill(random.choice(list(workers.doors)))  # noqa: S311
        new = helper.submit(workers.start, 2)
        results = load.results()
        new.result()
    for delivered, count in results:
        if delivered.times == 1 and not delivered.early:
            assert count == 1, delivered
        elif delivered.times > 1:  # it may have died between its reply and its acknowledgement
            assert 1 <= count <= delivered.times, delivered
    assert sum(delivered.times > 1 for delivered, _ in results) > 0, "somebody was hit"
    twice = sum(count > 1 for _, count in results)
    assert twice <= 2 * AT_ONCE, "only what was on its way when a worker died"


def test_a_server_that_restarts_is_waited_for_and_nothing_is_lost(
    slack: Slack, workers: Cluster, postgres: Server
) -> None:
    load = Load(slack, workers, RESTARTED)
    for share in (0.2, 0.5):
        load.wait(share)
        postgres.stop()
        time.sleep(0.2)
        postgres.start()
    unanswered = [delivered for delivered, count in load.results() if count != 1]
    assert not unanswered
    assert len(workers.doors) == 3, "no worker had to be started anew"
    for worker in workers.doors:
        ready = Http(slack, worker.health).request("GET", "/readyz")[0]
        assert ready.status == 200, ready.text


def test_workers_are_replaced_one_by_one_without_a_failed_request(
    slack: Slack, workers: Cluster
) -> None:
    load = Load(slack, workers, REPLACED)
    old = list(workers.doors)[:2]
    for worker, _ in zip(old, workers.start(2), strict=True):
        workers.leave(worker)
        time.sleep(0.2)  # the balancer's: what was on its way arrives
        assert worker.stop() == 0
    results = load.results()
    assert {status for delivered, _ in results for status in delivered.answers} == {200}
    assert [count for _, count in results] == [1] * REPLACED
