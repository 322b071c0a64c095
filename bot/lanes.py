"""Lanes of work: threads that take turns between workspaces and between people, so that nobody's
many deliveries hold up another's one."""

from __future__ import annotations

import threading
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

Job = Callable[[], None]


class Who(NamedTuple):
    """Whose a delivery is: ids, empty where they are not known."""

    workspace: str
    person: str


@dataclass(frozen=True)
class Bounds:
    """How much a lane takes in, and how much of it at once."""

    threads: int
    """Jobs that are worked on at the same time."""
    each: int
    """Of these, at most so many of one person."""
    person: int
    """Jobs of one person that may wait or be worked on."""
    workspace: int
    """Jobs of one workspace that may."""


class Lane:
    """Works on jobs in threads of its own. A job must not raise."""

    def __init__(self, name: str, bounds: Bounds) -> None:
        self._bounds = bounds
        self._changed = threading.Condition()
        self._waiting: dict[str, dict[str, deque[tuple[Job, str]]]] = {}
        self._working: Counter[Who] = Counter()
        self._of_person: Counter[Who] = Counter()
        self._of_workspace: Counter[str] = Counter()
        self._marks: set[str] = set()
        self._finished = False
        self._threads = [
            threading.Thread(target=self._run, name=f"{name}-{number}", daemon=True)
            for number in range(bounds.threads)
        ]
        for thread in self._threads:
            thread.start()

    def take(self, who: Who, job: Job, mark: str = "") -> bool:
        """Put a job in; False where whoever's it is has too much here already, or nothing is taken
        in any more."""
        with self._changed:
            full = (
                self._of_person[who] >= self._bounds.person
                or self._of_workspace[who.workspace] >= self._bounds.workspace
            )
            if self._finished or full:
                return False
            self._of_person[who] += 1
            self._of_workspace[who.workspace] += 1
            if mark:
                self._marks.add(mark)
            people = self._waiting.setdefault(who.workspace, {})
            people.setdefault(who.person, deque()).append((job, mark))
            self._changed.notify()
        return True

    def has(self, mark: str) -> bool:
        """Whether a job with this mark waits, or is worked on."""
        with self._changed:
            return mark in self._marks

    def finish(self) -> None:
        """Take nothing more in, and wait for all that was."""
        with self._changed:
            self._finished = True
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (found := self._next()) is not None:
            who, job, mark = found
            try:
                job()
            finally:
                self._done(who, mark)

    def _next(self) -> tuple[Who, Job, str] | None:
        """The next job, once there is one; None when all is done."""
        with self._changed:
            while True:
                for workspace, people in self._waiting.items():
                    for person, jobs in people.items():
                        who = Who(workspace, person)
                        if self._working[who] < self._bounds.each:
                            job, mark = jobs.popleft()
                            self._turn(workspace, person)
                            self._working[who] += 1
                            return who, job, mark
                if self._finished and not self._waiting:
                    return None
                self._changed.wait()

    def _turn(self, workspace: str, person: str) -> None:
        """Whose job was taken is the last to have a turn again, in their workspace and with it."""
        people = self._waiting.pop(workspace)
        if jobs := people.pop(person):
            people[person] = jobs
        if people:
            self._waiting[workspace] = people

    def _done(self, who: Who, mark: str) -> None:
        with self._changed:
            self._working[who] -= 1
            self._of_person[who] -= 1
            self._of_workspace[who.workspace] -= 1
            for counts in (self._working, self._of_person):  # so that they don't grow for ever
                if not counts[who]:
                    del counts[who]
            if not self._of_workspace[who.workspace]:
                del self._of_workspace[who.workspace]
            self._marks.discard(mark)
            self._changed.notify_all()
