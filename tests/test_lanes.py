"""Lanes: nobody's many jobs hold up another's one, and nobody fills them."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from bot.lanes import Bounds, Lane, Who

ANA, BEN, CAN = Who("T1", "ana"), Who("T1", "ben"), Who("T2", "can")


class Gate:
    """A lane whose jobs wait until they are let go, and the order in which they began."""

    def __init__(self, bounds: Bounds) -> None:
        self.lane = Lane("test", bounds)
        self.began: list[str] = []
        self._go = threading.Semaphore(0)
        self._changed = threading.Condition()

    def take(self, who: Who, name: str, mark: str = "") -> bool:
        def job() -> None:
            with self._changed:
                self.began.append(name)
                self._changed.notify_all()
            self._go.acquire()

        return self.lane.take(who, job, mark)

    def let(self, jobs: int) -> None:
        self._go.release(jobs)

    def wait(self, jobs: int) -> list[str]:
        with self._changed:
            assert self._changed.wait_for(lambda: len(self.began) >= jobs, 10)
            return list(self.began)


@pytest.fixture
def gate(request: pytest.FixtureRequest) -> Iterator[Gate]:
    found = Gate(request.param)
    yield found
    found.let(1_000)
    found.lane.finish()


@pytest.mark.parametrize("gate", [Bounds(1, 1, 100, 100)], indirect=True)
def test_people_and_workspaces_take_turns(gate: Gate) -> None:
    for number in range(32):
        gate.take(ANA, f"ana {number}")
    gate.wait(1)
    gate.take(BEN, "ben")
    gate.take(CAN, "can")
    gate.let(3)
    assert set(gate.wait(4)[1:4]) == {"ana 1", "ben", "can"}


@pytest.mark.parametrize("gate", [Bounds(3, 2, 100, 100)], indirect=True)
def test_one_person_never_has_all_threads(gate: Gate) -> None:
    for number in range(10):
        gate.take(ANA, f"ana {number}")
    gate.wait(2)
    gate.take(BEN, "ben")
    assert gate.wait(3)[2] == "ben"


@pytest.mark.parametrize("gate", [Bounds(1, 1, 3, 5)], indirect=True)
def test_what_is_too_much_of_a_person_or_a_workspace_is_not_taken(gate: Gate) -> None:
    assert [gate.take(ANA, "a") for _ in range(5)] == [True] * 3 + [False] * 2
    assert [gate.take(BEN, "b") for _ in range(3)] == [True] * 2 + [False]
    assert gate.take(CAN, "c")
    gate.let(1)
    gate.wait(2)
    assert gate.take(ANA, "a") or gate.take(BEN, "b"), "there is room again"


@pytest.mark.parametrize("gate", [Bounds(1, 1, 9, 9)], indirect=True)
def test_a_mark_is_there_until_its_job_is_done(gate: Gate) -> None:
    gate.take(ANA, "first", "draft")
    gate.take(ANA, "second", "picture")
    assert gate.lane.has("draft") and gate.lane.has("picture") and not gate.lane.has("other")
    gate.let(2)
    gate.lane.finish()
    assert not gate.lane.has("draft") and not gate.lane.has("picture")
    assert not gate.take(ANA, "too late")
