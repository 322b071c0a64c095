"""The file: where it may be, whose it is, its copies and its faults."""

from __future__ import annotations

import os
import resource
import sqlite3
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psutil
import pytest

from bot.store import Store, StoreError
from tests.store.things import HERE, MINUTE, NOW, fill, gap

NOBODY = 65534


@pytest.fixture
def place(path: Path) -> Path:
    """These are tests of a file."""
    return path


@contextmanager
def without_rights() -> Iterator[None]:
    """The rights of a user who owns nothing, where the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


def change(path: Path, sql: str) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute(sql)
        db.commit()


def tables(path: Path) -> set[str]:
    with closing(sqlite3.connect(path)) as db:
        return {name for (name,) in db.execute("select name from sqlite_master")}


def test_a_new_store_is_its_owners_alone(store: Store, path: Path) -> None:
    fill(store)
    rights = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert set(rights.values()) == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(path: Path) -> None:
    Store.open(path).close()
    change(
        path,
        "insert into _sqlite_migrations (migration_set, name, applied_at)"
        " values ('advocacy-desk', 'of_a_later_version', '2031-01-01')",
    )
    before = path.read_bytes()
    with pytest.raises(StoreError, match="newer version"):
        Store.open(path)
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "accounts.sqlite"
    change(path, "create table accounts (id)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(path)
    assert tables(path) == {"accounts"}


def test_a_text_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Minutes of the cluster's meeting, twenty-fifth of November.\n" * 40)
    with pytest.raises(StoreError, match="not a database"):
        Store.open(path)
    assert path.read_text().startswith("Minutes")


def test_a_place_that_can_not_hold_a_store_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("file/store.sqlite", "file/folder/store.sqlite"):
        with pytest.raises(StoreError, match="can't be kept at"):
            Store.open(tmp_path / place)
    with pytest.raises(StoreError, match="can't be opened"):
        Store.open(tmp_path)
    tmp_path.chmod(0o500)
    with without_rights(), pytest.raises(StoreError, match="Permission denied"):
        Store.open(tmp_path / "kept" / "store.sqlite")


def test_a_check_finds_damage(path: Path) -> None:
    with Store.open(path) as store:
        for number in range(600):
            store.gaps.add(gap(question=f"{number} {'x' * 200}"))
        store.check()
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + bytes(8192) + whole[len(whole) // 2 + 8192 :])
    with Store.open(path) as store, pytest.raises(StoreError, match="damaged"):
        store.check()


def test_a_check_finds_that_nothing_can_be_written(store: Store) -> None:
    store.check()
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, usual[1]))
    try:
        with pytest.raises(StoreError, match="see that it has room"):
            store.check()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
    store.check()


def test_a_store_opens_once_another_program_lets_go_of_it(path: Path) -> None:
    Store.open(path).close()
    change(path, "pragma journal_mode = delete")
    with closing(sqlite3.connect(path, check_same_thread=False)) as reader:
        reader.execute("begin")
        reader.execute("select * from claims").fetchall()
        release = threading.Timer(0.3, reader.rollback)
        release.start()
        Store.open(path).close()
        release.join()


def test_who_reads_for_long_keeps_nobody_from_writing(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite.WAIT", 0.1)
    with Store.open(path) as store, closing(sqlite3.connect(path)) as reader:
        reader.execute("begin")
        reader.execute("select * from claims").fetchall()
        assert store.claims.take(HERE, "Ev1", NOW, MINUTE)


def test_a_store_that_another_program_keeps_busy_says_so(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.sqlite.WAIT", 0.1)
    with Store.open(path) as store, closing(sqlite3.connect(path)) as other:
        other.execute("begin immediate")
        with pytest.raises(StoreError, match="busy; try again"):
            store.check()
        other.rollback()
        store.check()


def test_threads_that_have_ended_leave_no_connection_behind(store: Store) -> None:
    def take_in_new_threads(count: int) -> int:
        for _ in range(count):
            thread = threading.Thread(target=store.claims.take, args=(HERE, "Ev1", NOW, MINUTE))
            thread.start()
            thread.join()
        return psutil.Process().num_fds()

    few = take_in_new_threads(4)
    assert take_in_new_threads(40) <= few + 4


def test_a_backup_that_was_killed_leaves_nothing_behind_for_long(path: Path) -> None:
    code = "import os, sys, time; from pathlib import Path; from bot.store import Store\n"
    code += "store = Store.open(Path(sys.argv[1]))\n"
    code += "def slow(file): file.write_bytes(b'half'); print('half', flush=True); time.sleep(60)\n"
    code += "store._connections.copy = slow\n"
    code += "store.backup(Path(sys.argv[2]))\n"
    target = path.parent.parent / "backup" / "one.sqlite"
    target.parent.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(target)], stdout=subprocess.PIPE
    ) as running:
        assert running.stdout and running.stdout.readline()
        with Store.open(path) as store:
            store.backup(target.with_name("two.sqlite"))
            assert list(target.parent.glob(".backup-*")), "one that is under way is left alone"
            running.kill()
            running.wait()
            store.backup(target.with_name("three.sqlite"))
    assert sorted(one.name for one in target.parent.iterdir()) == ["three.sqlite", "two.sqlite"]
