"""The cage, with real processes: what a copy may not do, how it ends, and who shares it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from bot.cage import Cage, Gone, Line, can_cage
from bot.settings import PACKAGE

pytestmark = pytest.mark.skipif(
    not can_cage() or sys.platform != "linux", reason="bounds as Linux has them"
)
SHORT, LONG = 0.3, 20.0
Opened = Callable[[Cage], Line]


@pytest.fixture
def cage() -> Cage:
    return Cage("tests.caged:kept", ())


@pytest.fixture
def opened() -> Iterator[Opened]:
    """Opens lines, and closes them afterwards."""
    with ExitStack() as lines:

        def line(cage: Cage) -> Line:
            return lines.enter_context(closing(cage.line(LONG)))

        yield line


@pytest.fixture
def line(cage: Cage, opened: Opened) -> Line:
    return opened(cage)


def pid_of(line: Line) -> int:
    said, _ = line.ask({"do": "tell"}, b"", LONG)
    return int(said["pid"])


def soon(what: Callable[[], bool], seconds: float = 5) -> bool:
    """Whether something becomes true."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if what():
            return True
        time.sleep(0.02)
    return what()


def gone(pid: int) -> bool:
    """Whether a process has ended; one that nobody has asked after yet has."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_copy_opens_no_file_no_line_to_the_network_and_starts_no_program(line: Line) -> None:
    said, _ = line.ask({"do": "try"}, b"", LONG)
    assert set(said.values()) == {str(errno.EMFILE)}


def test_a_copy_that_wants_too_much_memory_says_so_and_goes_on(line: Line) -> None:
    assert line.ask({"do": "memory", "size": 1_000_000}, b"", LONG)[0] == {"size": 1_000_000}
    assert line.ask({"do": "memory", "size": 200_000_000}, b"", LONG)[0] == {"exhausted": True}
    assert line.ask({"do": "memory", "size": 1_000_000}, b"", LONG)[0] == {"size": 1_000_000}


def test_of_an_error_the_kind_and_the_place_come_out_and_no_text(line: Line) -> None:
    said, _ = line.ask({"do": "raise"}, b"", LONG)
    assert said["failed"]["kind"] == "ValueError"
    assert "canary" not in str(said)


@pytest.mark.parametrize("do", ["sleep", "spin"])
def test_who_hangs_up_ends_what_takes_for_ever(line: Line, do: str) -> None:
    pid = pid_of(line)
    with pytest.raises(Gone, match="too slow"):
        line.ask({"do": do}, b"", SHORT)
    assert soon(lambda: gone(pid), 1.2), "it goes on in secret"


@pytest.mark.parametrize("do", ["sleep", "spin"])
def test_a_copy_ends_itself_where_nobody_hangs_up(line: Line, do: str) -> None:
    began = time.monotonic()
    with pytest.raises(Gone, match="it ended"):
        line.ask({"do": do}, b"", LONG)
    assert time.monotonic() - began < 10


@pytest.mark.parametrize("name", ["SIGILL", "SIGSEGV", "SIGKILL", "SIGABRT"])
def test_a_copy_that_dies_ends_no_other(cage: Cage, line: Line, opened: Opened, name: str) -> None:
    beside = opened(cage)
    with pytest.raises(Gone, match="it ended"):
        line.ask({"do": "signal", "name": name}, b"", LONG)
    assert beside.ask({"do": "tell"}, b"content", LONG)[1] == b"content"
    assert opened(cage).ask({"do": "tell"}, b"", LONG)[0]["pid"] > 0


def test_what_can_not_open_tells_the_signal_that_ended_it(opened: Opened) -> None:
    cage = Cage("tests.caged:dies", ())
    with pytest.raises(Gone):
        opened(cage)
    assert soon(lambda: cage.ended_by == "SIGILL")


def test_a_killed_process_is_started_again(cage: Cage, line: Line, opened: Opened) -> None:
    assert cage._process
    cage._process.kill()
    cage._process.wait()
    assert pid_of(line), "a copy that is there goes on"
    assert pid_of(opened(cage))


def test_workers_with_one_cache_share_one_process(tmp_path: Path, opened: Opened) -> None:
    deep = tmp_path / ("a" * 120)
    first, second = (Cage("tests.caged:kept", (), deep) for _ in range(2))
    lines = [opened(first), opened(second)]
    assert first._process
    assert second._process is None
    assert len({pid_of(line) for line in lines}) == 2, "each has a copy of its own"
    assert {oct(path.stat().st_mode)[-3:] for path in deep.iterdir()} == {"600"}
    first._process.kill()
    first._process.wait()
    lines.append(opened(second))
    assert second._process, "the other worker starts it where nobody answers"
    lines.append(opened(first))
    for line in lines:
        assert pid_of(line)
    second._process.kill()
    second._process.wait()


def test_without_a_place_for_the_door_a_worker_has_a_process_of_its_own(
    tmp_path: Path, opened: Opened
) -> None:
    file = tmp_path / "file"
    file.touch()
    for place in (file, Path("/proc/none")):
        cage = Cage("tests.caged:kept", (), place)
        assert pid_of(opened(cage))
        assert pid_of(opened(cage))


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_somebody_else_is_not_heard_and_not_asked(tmp_path: Path, opened: Opened) -> None:
    cage = Cage("tests.caged:kept", ())
    opened(cage)
    address = cage._address
    code = f"""
import os, socket
os.setuid(65534)
line = socket.socket(socket.AF_UNIX)
line.connect({address!r})
print(line.recv(100))
"""
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stdout == "b''\n"


def test_the_process_ends_with_who_started_it() -> None:
    code = """
import os, sys, time
from bot.cage import Cage
cage = Cage("tests.caged:kept", ())
line = cage.line(20)
print(cage._process.pid, line.ask({"do": "tell"}, b"", 20)[0]["pid"], flush=True)
os._exit(0)
"""
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PACKAGE.parent
    )
    pids = [int(text) for text in told.stdout.split()]
    assert soon(lambda: all(map(gone, pids)))


def test_where_memory_runs_out_it_goes_before_the_bot(line: Line) -> None:
    score = Path(f"/proc/{pid_of(line)}/oom_score_adj").read_text()
    assert int(score) == 500 > int(Path("/proc/self/oom_score_adj").read_text())


def test_it_knows_no_token(opened: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-canary")
    monkeypatch.setenv("PGPASSWORD", "canary")
    cage = Cage("tests.caged:kept", ())
    line = opened(cage)
    assert cage._process
    for pid in (cage._process.pid, pid_of(line)):
        assert b"canary" not in Path(f"/proc/{pid}/environ").read_bytes()
