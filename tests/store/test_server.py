"""A store on a PostgreSQL server: what is wrong in a sentence without secrets, locks, restarts."""

from __future__ import annotations

import io
import logging
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from bot import logs
from bot.cli import main
from bot.deployment import Deployment, Unset, deployment
from bot.store import Store, StoreError
from tests.postgres import PASSWORD, Server
from tests.store.things import ANA, ELSEWHERE, HERE, MINUTE, NOW, fill

SECRET = "s3cr"  # noqa: S105 (the beginning of every password here)
QUOTED = "s3cr%40t%2Fof%20the%20desk"


@pytest.fixture
def place(postgres: Server) -> SecretStr:
    """These are tests of a server."""
    return postgres.empty()


def without(server: Server, user: str = "desk", database: str = "desk", **given: str) -> str:
    return server.address(database, user, **given)


WRONG: dict[str, tuple[Callable[[Server], str], str]] = {
    "no server": (
        lambda _: f"postgresql://desk:{QUOTED}@127.0.0.1:1/desk",
        "no server answers there",
    ),
    "no such socket": (
        lambda _: f"postgresql://desk:{QUOTED}@/desk?host=/nowhere",
        "no server answers there",
    ),
    "wrong password": (
        lambda s: without(s, "keyed").replace("keyed@", "keyed:s3cr3t@"),
        "the user or the password is wrong",
    ),
    "no password": (lambda s: without(s, "keyed"), "the user or the password is wrong"),
    "no such user": (lambda s: without(s, "nobody"), "there is no such user"),
    "no such database": (lambda s: without(s, database="none"), "createdb"),
    "no such schema": (lambda s: without(s, options="-csearch_path=none"), "its schema"),
    "a sign in the password": (
        lambda _: "postgresql://desk:s3cr@t@127.0.0.1/desk",
        "%40 for @",
    ),
    "a slash in the password": (
        lambda _: "postgresql://desk:s3cr/t@127.0.0.1/desk",
        "%2F for /",
    ),
    "a percent sign": (lambda _: "postgresql://desk:s3cr%zz@127.0.0.1/desk", "%25 for %"),
    "an unknown option": (lambda _: f"postgresql://d:{QUOTED}@h/d?colour=red", "no address"),
}


@pytest.mark.parametrize("how", WRONG)
def test_what_is_wrong_is_a_sentence_that_tells_no_secret(
    postgres: Server, how: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    make, said = WRONG[how]
    with pytest.raises(StoreError) as caught:
        Store.open(SecretStr(make(postgres)))
    assert said in str(caught.value)
    assert SECRET not in str(caught.value)
    ended = advocacy(monkeypatch, tmp_path, make(postgres), "database", "status")
    assert ended.exit_code == 2 and len(ended.stderr.splitlines()) == 1
    assert said in ended.stderr and SECRET not in ended.stderr
    found = advocacy(monkeypatch, tmp_path, make(postgres), "doctor")
    assert found.exit_code == 1 and said in found.stdout
    assert SECRET not in found.stdout + found.stderr + str(found.exception)


def advocacy(monkeypatch: pytest.MonkeyPatch, home: Path, address: str, *words: str) -> Result:
    """Run a command on that database."""
    monkeypatch.chdir(home)
    monkeypatch.setenv("ADVOCACY_DATABASE", address)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    return CliRunner().invoke(main, list(words))


def test_with_its_password_it_is_let_in_and_the_password_is_nowhere(postgres: Server) -> None:
    address = postgres.empty().get_secret_value().replace("desk@", f"keyed:{QUOTED}@")
    assert PASSWORD not in address
    with Store.open(SecretStr(address)) as store:
        fill(store)
        assert store.place.startswith("postgresql://keyed@/")
        assert SECRET not in store.place
        assert SECRET not in repr(vars(store._connections))
    settings = Deployment(_env_file=None, advocacy_database=address)
    assert SECRET not in repr(settings)


def test_a_database_of_another_encoding_is_refused(postgres: Server) -> None:
    postgres.do("create database latin encoding 'LATIN1' template template0")
    with pytest.raises(StoreError, match="its encoding is LATIN1"):
        Store.open(SecretStr(postgres.address("latin")))
    postgres.do("drop database latin")


def test_an_unknown_kind_of_database_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCACY_DATABASE", "mysql://desk:s3cr@db/desk")
    with pytest.raises(Unset) as caught:
        deployment()
    assert "postgresql://USER@HOST/DATABASE" in str(caught.value)
    assert SECRET not in str(caught.value)


def test_an_address_that_gets_into_the_log_is_hidden() -> None:
    written = io.StringIO()
    root = logging.getLogger()
    before = root.handlers[:], root.level
    with redirect_stderr(written):
        logs.start("INFO")
    logging.getLogger("bot.test").error("postgresql://desk:s3cr@db/desk is gone")
    root.handlers[:], root.level = before
    assert "is gone" in written.getvalue() and SECRET not in written.getvalue()


def test_a_server_that_may_only_be_read_is_found_by_a_check(store: Store, place: SecretStr) -> None:
    store.check()
    reading = SecretStr(place.get_secret_value() + "%20-cdefault_transaction_read_only%3Don")
    with Store.open(reading) as other, pytest.raises(StoreError, match="may only be read"):
        other.check()


def test_a_user_without_rights_is_told_who_has_them(postgres: Server) -> None:
    schema = postgres.empty().get_secret_value()
    keyed = schema.replace("desk@", f"keyed:{QUOTED}@")
    name = schema.rpartition("%3D")[2]
    postgres.do(f"alter schema {name} owner to desk", database="desk")
    postgres.do(f"grant usage on schema {name} to keyed", database="desk")
    with pytest.raises(StoreError, match="its user may not do that"):
        Store.open(SecretStr(keyed))
    Store.open(SecretStr(schema)).close()
    right = f"grant select, insert, update, delete on all tables in schema {name} to keyed"
    postgres.do(right, database="desk")
    with Store.open(SecretStr(keyed)) as store:
        fill(store)
        store.check()


def test_a_server_that_was_restarted_is_used_again_by_itself(
    postgres: Server, store: Store
) -> None:
    fill(store)
    with ThreadPoolExecutor(8) as pool:
        pool.map(lambda _: store.follows.states(HERE, ANA), range(40))
    postgres.stop()
    postgres.start()
    # Each statement that finds its connection cut is done again, and so is each transaction that
    # has not begun.
    assert store.claims.take(HERE, "Ev2", NOW, MINUTE)
    store.follows.follow(HERE, ANA, ["SDN"])
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: store.follows.states(HERE, ANA), range(40)))
    assert found == {("SDN",)}


def test_who_asks_while_the_server_restarts_waits_for_it(postgres: Server, store: Store) -> None:
    postgres.stop()
    again = threading.Timer(0.5, postgres.start)
    again.start()
    assert store.claims.take(HERE, "Ev1", NOW, MINUTE)
    again.join()


def test_a_server_that_stays_away_is_a_sentence_and_comes_back(
    postgres: Server, place: SecretStr, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.postgres.WAIT", 0.3)
    with Store.open(place) as store:
        postgres.stop()
        try:
            for _ in range(3):
                with pytest.raises(StoreError, match="can't be reached"):
                    store.claims.take(HERE, "Ev1", NOW, MINUTE)
        finally:
            postgres.start()
        deadline = time.monotonic() + 20
        while True:
            try:
                assert store.claims.take(HERE, "Ev1", NOW, MINUTE)
                break
            except StoreError:
                assert time.monotonic() < deadline
    with pytest.raises(StoreError, match="closed"):
        store.claims.state(HERE, "Ev1")


def test_a_transaction_that_is_cut_leaves_nothing(postgres: Server, store: Store) -> None:
    with pytest.raises(StoreError), store._connections.writing(HERE):
        store.follows.follow(HERE, ANA, ["MLI"])
        cut = "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'desk'"
        postgres.do(f"{cut} and pid <> pg_backend_pid()")
        store.follows.follow(HERE, ANA, ["SDN"])
    assert store.follows.states(HERE, ANA) == ()
    store.follows.follow(HERE, ANA, ["MLI"])


def test_many_threads_share_a_few_connections(postgres: Server, store: Store) -> None:
    start = threading.Barrier(40)

    def follow(number: int) -> None:
        start.wait(60)
        for _ in range(5):
            store.follows.follow(HERE, f"U{number}", ["MLI", "SDN"])

    with ThreadPoolExecutor(40) as pool:
        list(pool.map(follow, range(40)))
    [(count,)] = postgres.do(
        "select count(*) from pg_stat_activity where application_name = 'advocacy-desk'"
    )
    assert 1 <= count <= 10


def test_who_changes_one_workspace_holds_up_no_other_and_who_changes_all_holds_up_all(
    store: Store, monkeypatch: pytest.MonkeyPatch, place: SecretStr
) -> None:
    monkeypatch.setattr("bot.store.postgres._SESSION", "set lock_timeout = '300ms'")
    with Store.open(place) as other, ThreadPoolExecutor(1) as thread:

        def follow(workspace) -> str:
            try:
                thread.submit(other.follows.follow, workspace, ANA, ["MLI"]).result()
            except StoreError as error:
                return str(error)
            return "done"

        with store._connections.writing(HERE):
            assert follow(ELSEWHERE[0]) == "done"
            assert "busy; try again" in follow(HERE)
        with store._connections.writing():
            assert "busy; try again" in follow(ELSEWHERE[0])
        assert follow(HERE) == "done"


def test_a_text_with_the_sign_that_postgresql_can_not_hold_is_kept_without_it(
    store: Store,
) -> None:
    store.threads.remember(HERE, "C\0", "1.1", {"topic": "can"}, NOW)
    assert store.threads.recall(HERE, "C\0", "1.1", NOW, MINUTE) == {"topic": "can"}


def test_the_library_for_postgresql_is_loaded_for_postgresql_alone(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from bot.store import Store;"
        f"Store.open(Path({str(tmp_path / 'a.sqlite')!r})).close();"
        "sys.exit('psycopg' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_without_the_library_it_is_said_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bot.store.postgres", None)
    with pytest.raises(StoreError, match=r"psycopg; install .* requirements/run\.txt"):
        Store.open(SecretStr("postgresql://desk@db/desk"))
