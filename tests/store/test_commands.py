"""`advocacy database …` and `advocacy doctor` on both databases, as an operator runs them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.store import Place, Store
from tests.postgres import Server
from tests.store.things import ANA, HERE, fill

Advocacy = Callable[..., Result]


@pytest.fixture
def advocacy(place: Place, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Advocacy:
    """Runs a command on the test's database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADVOCACY_DATABASE", address(place))
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID"):
        monkeypatch.delenv(name, raising=False)
    return lambda *words: CliRunner().invoke(main, [str(word) for word in words])


def address(place: Place) -> str:
    return str(place) if isinstance(place, Path) else place.get_secret_value()


def counted(output: str) -> dict[str, int]:
    """The table that a command shows."""
    rows = [line.split() for line in output.splitlines()]
    return {row[0]: int(row[1]) for row in rows if len(row) == 2 and row[1].isdigit()}


def test_a_new_database_is_made_and_then_up_to_date(place: Place, advocacy: Advocacy) -> None:
    before = advocacy("database", "status")
    if isinstance(place, Path):
        assert before.exit_code == 2 and "there is no database" in before.stderr
        assert not place.exists(), "a look makes nothing"
    else:
        assert before.exit_code == 1 and "advocacy database migrate" in before.stdout
    assert advocacy("database", "migrate").exit_code == 0
    again = advocacy("database", "migrate")
    assert (again.exit_code, again.stdout) == (0, "tables up to date\n")
    after = advocacy("database", "status")
    assert after.exit_code == 0 and after.stdout.endswith("tables up to date\n")
    assert set(counted(after.stdout).values()) == {0}


def test_a_migration_names_its_steps(place: Place, advocacy: Advocacy) -> None:
    with Store.open(place) as store:
        db = store._connections
        for table in ("installations", "installing"):
            db.execute(f"drop table {table}")
        db.execute(f"delete from {db.ledger} where name = 'installations'")  # noqa: S608
    status = advocacy("database", "status")
    assert status.exit_code == 1 and status.stdout.endswith("migrate: installations\n")
    assert advocacy("database", "migrate").stdout == "done: installations\n"
    assert advocacy("database", "status").exit_code == 0


def test_the_rows_are_counted_backed_up_and_copied(
    store: Store, place: Place, advocacy: Advocacy, tmp_path: Path, postgres: Server
) -> None:
    fill(store)
    assert advocacy("database", "backup", tmp_path / "copy.sqlite").exit_code == 0
    status = advocacy("database", "status")
    assert counted(status.stdout)["follows"] == 2
    target = address(postgres.empty())
    copied = advocacy("database", "copy", tmp_path / "copy.sqlite", target)
    assert copied.exit_code == 0, copied.stderr
    assert counted(copied.stdout) == counted(status.stdout)
    again = advocacy("database", "copy", address(place), target)
    assert again.exit_code == 2 and "is not empty" in again.stderr
    assert len(again.stderr.splitlines()) == 1
    back = advocacy("database", "copy", target, tmp_path / "back.sqlite")
    assert counted(back.stdout) == counted(status.stdout)
    with Store.open(tmp_path / "back.sqlite") as kept:
        assert kept.stored(HERE, ANA) == store.stored(HERE, ANA)


def test_a_copy_of_nothing_makes_nothing(advocacy: Advocacy, tmp_path: Path) -> None:
    missing = advocacy("database", "copy", tmp_path / "none.sqlite", tmp_path / "new.sqlite")
    assert missing.exit_code == 2 and "there is no database" in missing.stderr
    strange = advocacy("database", "copy", "mysql://db/desk", tmp_path / "new.sqlite")
    assert strange.exit_code == 2 and "postgresql://USER@HOST/DATABASE" in strange.stderr
    assert [path.name for path in tmp_path.glob("*.sqlite")] == []


def test_doctor_says_what_it_found(store: Store, place: Place, advocacy: Advocacy) -> None:
    [line] = [
        line for line in advocacy("doctor").stdout.splitlines() if line.startswith("database")
    ]
    assert line.endswith(", writable, tables up to date") and store.place in line


def test_doctor_makes_no_tables(postgres: Server, monkeypatch, tmp_path: Path) -> None:
    place = postgres.empty()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADVOCACY_DATABASE", address(place))
    found = CliRunner().invoke(main, ["doctor"])
    assert "empty: tables are made when the bot starts" in found.stdout
    assert Store.status(place).rows == {}
