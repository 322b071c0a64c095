"""What holds for a store in a file and on a server alike: opening, versions, copies, closing."""

# ruff: noqa: S608 (the names are ours)

from __future__ import annotations

import stat
import threading
from pathlib import Path

import pytest

from bot.store import Place, Store, StoreError
from tests.store.things import ANA, ELSEWHERE, HERE, fill, gap


def run(place: Place, sql: str) -> None:
    """Run a statement in the database, whatever it holds."""
    store = Store.open(place)
    store._connections.execute(sql)
    store.close()


def kept(store: Store) -> dict[str, list[dict[str, object]]]:
    """All rows, by table."""
    db = store._connections
    tables = sorted(db.tables() - {db.ledger})
    return {table: sorted(db.rows(table, ("true", {})), key=str) for table in tables}


def test_what_was_kept_is_there_after_a_restart(place: Place) -> None:
    asked = gap()
    with Store.open(place) as store:
        store.gaps.add(asked)
    with Store.open(place) as store:
        assert store.gaps.list(HERE) == (asked,)


def test_a_store_of_a_newer_version_is_refused(place: Place) -> None:
    with Store.open(place) as store:
        ledger = store._connections.ledger
    run(
        place,
        f"insert into {ledger} (migration_set, name, applied_at)"
        " values ('advocacy-desk', 'of_a_later_version', '2031-01-01')",
    )
    for opened in (Store.open, Store.status):
        with pytest.raises(StoreError, match="newer version"):
            opened(place)


def test_the_database_of_another_program_is_refused_and_left_as_it_is(place: Place) -> None:
    with Store.open(place) as store:
        db = store._connections
        for table in db.tables():
            db.execute(f"drop table {table}")
        db.execute("create table accounts (id integer)")
    with pytest.raises(StoreError, match="another program"):
        Store.open(place)
    with pytest.raises(StoreError, match="another program"):
        Store.status(place)


def test_a_look_says_what_is_there_and_what_waits_and_changes_nothing(place: Place) -> None:
    before = Store.status(place)
    assert before.rows == {} and before.waiting[0] == "first_tables"
    assert Store.status(place) == before
    with Store.open(place) as store:
        fill(store)
    after = Store.status(place)
    assert after.waiting == ()
    assert after.rows["follows"] == 2 and after.rows["preparation_items"] == 3
    assert after.place == before.place


def test_a_store_that_is_half_way_is_brought_up_to_date(place: Place) -> None:
    with Store.open(place) as store:
        fill(store)
        db = store._connections
        for table in ("installations", "installing"):
            db.execute(f"drop table {table}")
        db.execute(f"delete from {db.ledger} where name = 'installations'")
    assert Store.status(place).waiting == ("installations",)
    with Store.open(place) as store:
        assert store.stored(HERE, ANA)["gaps"] == 1
        assert store.installations.list() == ()


def test_a_backup_holds_everything_and_can_be_put_back(
    store: Store, place: Place, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    fill(store)
    fill(store, ELSEWHERE[0])
    store.backup(tmp_path / "copy.sqlite")
    assert stat.S_IMODE((tmp_path / "copy.sqlite").stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.glob("*copy*")] == ["copy.sqlite"]
    if isinstance(place, Path):
        new: Place = tmp_path / "new.sqlite"
    else:
        new = request.getfixturevalue("postgres").empty()
    with Store.open(tmp_path / "copy.sqlite") as copy, Store.open(new) as back:
        assert kept(copy) == kept(store)
        rows = copy.copy_to(back)
        assert kept(back) == kept(store)
    assert rows == {table: len(there) for table, there in kept(store).items()}


def test_a_backup_taken_while_a_thread_writes_is_of_one_moment(
    store: Store, tmp_path: Path
) -> None:
    states, people = ("MLI", "NER", "SDN"), [f"U{number}" for number in range(400)]
    begun, stop, written = threading.Event(), threading.Event(), []

    def write() -> None:
        for person in people:
            store.follows.follow(HERE, person, states)
            written.append(person)
            if len(written) == 20:
                begun.set()
            if stop.is_set():
                return

    writer = threading.Thread(target=write)
    writer.start()
    assert begun.wait(60)
    before = len(written)
    store.backup(tmp_path / "copy.sqlite")
    stop.set()
    writer.join()
    with Store.open(tmp_path / "copy.sqlite") as copy:
        copy.check()
        followed = [copy.follows.states(HERE, person) for person in people]
    copied = followed.count(states)
    assert copied >= before
    assert followed == [states] * copied + [()] * (len(people) - copied)


def test_a_backup_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    (tmp_path / "copy.sqlite").write_text("of last week")
    with pytest.raises(StoreError, match="exists already"):
        store.backup(tmp_path / "copy.sqlite")
    assert (tmp_path / "copy.sqlite").read_text() == "of last week"
    with pytest.raises(StoreError, match="can't be written"):
        store.backup(tmp_path / "no folder" / "copy.sqlite")


def test_nothing_is_copied_into_a_database_that_holds_anything(
    store: Store, tmp_path: Path
) -> None:
    store.welcomes.first(HERE, "C9")
    before = kept(store)
    with Store.open(tmp_path / "other.sqlite") as other:
        fill(other)
        with pytest.raises(StoreError, match=r"is not empty \(welcomes\)"):
            other.copy_to(store)
    assert kept(store) == before


def test_a_copy_that_fails_half_way_leaves_nothing(store: Store, tmp_path: Path) -> None:
    store._connections.execute("drop table welcomes")  # the last by its name
    with Store.open(tmp_path / "other.sqlite") as other:
        fill(other)
        with pytest.raises(StoreError):
            other.copy_to(store)
    assert store.gaps.list(None) == () and store.follows.states(HERE, ANA) == ()


def test_one_change_within_another_is_all_or_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store._connections.writing(HERE):
        store.follows.follow(HERE, ANA, ["MLI"])
        raise ZeroDivisionError
    assert store.follows.states(HERE, ANA) == ()
    store.follows.follow(HERE, ANA, ["MLI"])
    assert store.follows.states(HERE, ANA) == ("MLI",)


def test_a_closed_store_says_so(place: Place) -> None:
    store = Store.open(place)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.claims.state(HERE, "Ev1")
