"""The command where the output, the home or the code itself fails: one sentence, and no trace."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
RUN = "from bot.cli import main; main()"
HOMELESS = f"import os, pwd; pwd.getpwuid = lambda _: {{}}[0]; os.environ.pop('HOME'); {RUN}"
FAILING = """
import sys
from bot import cli
import threading, asyncio, logging
from bot import crash
crash.guard()
def fail(*_): raise ValueError("xoxb-canary " + "somebody's question")
if sys.argv[1] == "thread":
    thread = threading.Thread(target=fail); thread.start(); thread.join()
elif sys.argv[1] == "finalizer":
    type("Ended", (), {"__del__": fail})()
elif sys.argv[1] == "task":
    from bot import logs
    logs.start("INFO")
    async def run():
        asyncio.get_running_loop().call_soon(fail)
        await asyncio.sleep(0)
        asyncio.get_running_loop().create_task(forgotten())
        await asyncio.sleep(0)
    async def forgotten(): fail()
    asyncio.run(run())
elif sys.argv[1] == "log":
    logging.basicConfig()
    logging.getLogger("bot").warning("%s %s", "xoxb-canary question")
elif sys.argv[1] == "command":
    cli.main.commands["doctor"].callback = fail
    sys.argv = ["advocacy", "doctor"]
    cli.main()
else:
    fail()
"""


def run(
    code: str, *arguments: str, shell: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    """Python with this code; `shell` is put behind the command, as a redirection."""
    return subprocess.run(
        ["/bin/sh", "-c", f'"$0" -c "$@" {shell}', sys.executable, code, *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), **env},
        capture_output=True,
        text=True,
        errors="replace",
        check=False,
    )


def one_sentence(said: str) -> bool:
    return said.startswith("advocacy: ") and said.count("\n") == 1 and "Traceback" not in said


def test_signs_that_the_output_does_not_know_are_replaced() -> None:
    question = "How many words may our joint submission on Mali have for the UPR?"
    found = run(RUN, "ask", question, PYTHONIOENCODING="cp1252")
    assert found.returncode == 0 and found.stderr == ""
    assert "words" in found.stdout


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full")
@pytest.mark.parametrize("where", [">/dev/full", ">&-"])
@pytest.mark.parametrize(
    "command", [("ask", "What can CEDAW do?"), ("--help",), ("mechanism", "upr")]
)
def test_a_full_or_closed_output_is_said_in_a_sentence(
    where: str, command: tuple[str, ...]
) -> None:
    found = run(RUN, *command, shell=where)
    assert found.returncode == 1 and one_sentence(found.stderr), found.stderr
    assert "the output can't be written" in found.stderr


@pytest.mark.parametrize("command", [("ask", "What can CEDAW do?"), ("doctor",), ("gaps",)])
def test_without_a_home_what_to_set_is_said_in_a_sentence(command: tuple[str, ...]) -> None:
    env = {"ADVOCACY_CACHE": "", "ADVOCACY_DATABASE": "", "XDG_CACHE_HOME": "", "XDG_DATA_HOME": ""}
    found = run(HOMELESS, *command, **env)
    assert found.returncode == 1 and one_sentence(found.stderr), found.stderr
    assert "ADVOCACY_CACHE" in found.stderr


@pytest.mark.parametrize("where", ["main", "thread", "finalizer", "task", "log", "command"])
def test_an_error_that_nobody_catches_says_its_kind_and_place_alone(where: str) -> None:
    found = run(FAILING, where)
    said = found.stdout + found.stderr
    assert "canary" not in said and "question" not in said and "Traceback" not in said
    if where != "log":
        assert "ValueError" in said
    if where in ("main", "thread", "finalizer", "command"):
        assert one_sentence(found.stderr) and "<string>:" in said
