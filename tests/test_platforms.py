"""Where Python has no more than what Windows gives it, the command and the server are there."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from bot.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
WITHOUT = """
import os, signal, sys
class Missing:
    def find_spec(self, name, *_):
        if name in {"resource", "fcntl", "grp", "pwd", "termios", "pty", "posix_ipc"}:
            raise ModuleNotFoundError(name, name=name)
for name in ("fcntl", "grp", "pwd", "resource", "termios"):
    sys.modules.pop(name, None)
sys.meta_path.insert(0, Missing())
for name in ("fork", "geteuid", "chown", "nice", "killpg"):
    delattr(os, name)
for name in ("SIGHUP", "SIGKILL", "setitimer"):
    delattr(signal, name)
"""
ALL = """
import importlib, pkgutil, bot
for module in pkgutil.walk_packages(bot.__path__, "bot."):
    if module.name != "bot.cage.inside":  # started by a process that can fork, and by no other
        importlib.import_module(module.name)
"""
CHECK = """
from pathlib import Path
from bot.apart import Apart
class Here:
    def check(self, *given): return given
    def cycle(self, *given): return given
apart = Apart(Here(), Here(), Path("knowledge"), Path("cache"))
assert apart.check(b"text", "a.md", "upr-submission")[0] == b"text"
assert apart.cycle("upr", "en") == ("upr", "en")
from bot import crash, server
crash.leave_no_memory()
told = server.Signals(None)
told._told.put(15)
assert told.told(1)
"""


def run(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", WITHOUT + code],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )


def test_a_question_is_answered(places: Settings) -> None:
    asked = ["advocacy", "ask", "How many words may our UPR submission have?", "--json"]
    ended = run(f"sys.argv = {asked}\nfrom bot.cli import main; main()")
    assert ended.returncode == 0, ended.stderr
    assert "2,815" in json.loads(ended.stdout)["text"]


def test_every_part_can_be_loaded_and_drafts_and_pictures_are_made_without_a_copy(
    places: Settings,
) -> None:
    ended = run(ALL + CHECK)
    assert ended.returncode == 0, ended.stderr
