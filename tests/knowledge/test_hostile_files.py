"""Curators' files as hostile input: each slip is file, line and what to do, never a trace, a hang
or all of the memory; damaged caches are made anew."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bot.knowledge import KnowledgeError, load
from bot.knowledge.cache import replace, write_whole
from bot.knowledge.files import cell, content_of, read_yaml
from tests.knowledge.small import ENTRY, write

LAUGHS = "a0: &a0 [x, x]\n" + "".join(
    f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 12)
)
WRONG = {
    "impossible date": ("verified: 2026-02-30", "no date that exists"),
    "impossible month": ("verified: 2026-13-01", "no date that exists"),
    "giant number": (f"verified: {'9' * 5_000}", "no number that exists"),
    "endless number": ("verified: .inf", "no number that exists"),
    "no number": ("verified: .nan", "no number that exists"),
    "odd float": ("verified: 1.0e+999", "no number that exists"),
    "list as a key": ("verified: {[a, b]: c}", "no key"),
    "map as a key": ("verified: {{a: b}: c}", "no key"),
    "merge key": ("verified: {<<: {a: b}}", "no key"),
    "itself": ("verified: &a [*a]", "holds itself"),
    "itself in a map": ("verified: &a {b: {c: *a}}", "holds itself"),
    "a class": ("verified: !!python/object/apply:os.system [ls]", "is not used here"),
    "a set": ("verified: !!set {a, b}", "is not used here"),
    "binary": ("verified: !!binary aGVsbG8=", "is not used here"),
    "own tag": ("verified: !own x", "is not used here"),
    "unknown name": ("verified: *nobody", "not valid YAML"),
    "control sign": ("verified: \x07", "not valid YAML"),
    "deep": ("verified: " + "[" * 5_000, "not valid YAML"),
    "deep and closed": ("verified: " + "[" * 900 + "]" * 900, "too deep"),
    "two documents": ("verified: 2026-11-01\n---\nx: y", "not valid YAML"),
    "null byte": ("verified: \0", "not valid YAML"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_slip_is_told_with_file_and_line(tmp_path: Path, name: str) -> None:
    wrong, says = WRONG[name]
    text = ENTRY.replace("verified: 2026-11-01", wrong, 1)
    with pytest.raises(KnowledgeError) as caught:
        load(write(tmp_path, text))
    found = [str(problem) for problem in caught.value.problems]
    assert all(len(one) < 600 for one in found)
    assert any(one.startswith("mechanisms/upr.yaml:") and says in one for one in found), found


def test_parts_that_repeat_each_other_are_refused_before_they_fill_the_memory(
    tmp_path: Path,
) -> None:
    path = tmp_path / "laughs.yaml"
    path.write_text(LAUGHS, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(KnowledgeError, match="repeat each other"):
        read_yaml(path, "laughs.yaml")
    assert time.process_time() - began < 20


def test_names_that_are_used_a_few_times_are_fine(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("a: &a [x, 2026-11-01]\nb: *a\nc: {d: *a}\n", encoding="utf-8")
    found = read_yaml(path, "names.yaml")
    assert found.data["b"] == found.data["c"]["d"] == found.data["a"]


@pytest.mark.parametrize("kind", ["folder", "pipe", "loop", "nowhere", "device"])
@pytest.mark.parametrize("place", ["mechanisms/more.yaml", "sources.yaml", "actions/x.yaml"])
def test_what_is_no_file_is_named_and_nothing_waits_for_it(
    tmp_path: Path, kind: str, place: str
) -> None:
    path = write(tmp_path) / place
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        target = {"loop": path, "nowhere": path.with_name("no"), "device": Path("/dev/zero")}[kind]
        path.symlink_to(target)
    code = "import sys; from pathlib import Path; from bot.knowledge import KnowledgeError, load\n"
    code += "try: load(Path(sys.argv[1]))\n"
    code += "except KnowledgeError as error: print(error); sys.exit(3)"
    ended = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert ended.returncode == 3, ended.stderr
    assert Path(place).name in ended.stdout and len(ended.stdout.splitlines()) <= 2


def test_a_file_larger_than_any_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(3_000_000_000)
    with pytest.raises(KnowledgeError, match="3000 MB"):
        content_of(path, "large.yaml")


@pytest.mark.parametrize("damage", [b"", b"{", b"\0" * 500, b"[" * 100_000, "half"])
def test_a_damaged_cache_of_the_base_is_made_anew(tmp_path: Path, damage: bytes | str) -> None:
    folder, cache = write(tmp_path / "base"), tmp_path / "cache"
    load(folder, cache)
    [stored] = cache.glob("knowledge-*.json")
    whole = stored.read_bytes()
    stored.write_bytes(whole[: len(whole) // 2] if isinstance(damage, str) else damage)
    assert "upr.submit.length" in load(folder, cache).entries
    assert stored.read_bytes() == whole


def test_a_write_that_fails_leaves_the_file_as_it_was_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "kept.csv"
    replace(path, b"before")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        replace(path, b"after")
    assert path.read_bytes() == b"before" and list(tmp_path.iterdir()) == [path]


def test_a_link_and_a_device_are_written_to_and_stay_what_they_are(tmp_path: Path) -> None:
    real, link, device = tmp_path / "real.csv", tmp_path / "link.csv", Path(os.devnull)
    real.write_bytes(b"before")
    link.symlink_to(real)
    replace(link, b"after")
    assert link.is_symlink() and real.read_bytes() == b"after"
    replace(device, b"x")
    assert not device.is_file()


def test_what_a_killed_process_left_behind_is_taken_away(tmp_path: Path) -> None:
    old, new = tmp_path / ".part-old", tmp_path / ".part-new"
    for part in (old, new):
        part.write_bytes(b"x")
    os.utime(old, (time.time() - 90_000,) * 2)
    write_whole(tmp_path / "words-1.npz", b"x")
    assert not old.exists() and new.exists(), "somebody may still write on the newer one"


FORMULAS = ("=1+1", "+1", "-1", "@SUM(1)", "＝1+1", "＋1", "－1", "＠x", "﹦1", "﹢1", "−1")
BEFORE = (
    "",
    " ",
    "\n",
    "\t",
    "\r",
    "\u00a0",
    "\u3000",
    "\ufeff",
    "\u200b",
    "\u200f",
    "\u2060",
    "\x00",
    "\u0301",
    " \u200b\n",
)


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("formula", FORMULAS)
def test_no_cell_is_a_formula_whatever_stands_before(before: str, formula: str) -> None:
    assert cell(before + formula).startswith("'")


@pytest.mark.parametrize("text", ["", "Chad", "1 = 1", " Chad", "“quoted”", "¿Qué?", "5", "لجنة"])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_a_file_that_is_written_anew_keeps_its_rights(tmp_path: Path) -> None:
    file = tmp_path / "signed.csv"
    replace(file, b"new")
    assert file.stat().st_mode & 0o777 == 0o644  # whoever runs the bot can read it
    file.chmod(0o640)
    replace(file, b"newer")
    assert file.stat().st_mode & 0o777 == 0o640
