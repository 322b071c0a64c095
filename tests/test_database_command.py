"""`advocacy database forget`: what is stored about somebody who can't delete it themselves."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.cli import main
from bot.store import Store, Workspace

HERE, THERE = Workspace(team="T1"), Workspace(team="T2", enterprise="E1")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A store in which two people of two workspaces follow Mali."""
    path = tmp_path / "desk.sqlite"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ADVOCACY_DATABASE", str(path))
    with Store.open(path) as store:
        for workspace in (HERE, THERE):
            for person in ("U1", "U2"):
                store.follows.follow(workspace, person, ["MLI"])
        now = dt.datetime.now(dt.UTC)
        store.threads.remember(HERE, "D1", "1.1", {"topic": "what"}, now, person="U1")
    return path


def forget(*words: str) -> Result:
    return CliRunner().invoke(main, ["database", "forget", *words])


def following(path: Path) -> list[tuple[str, str]]:
    with Store.open(path) as store:
        return [
            (workspace.team, person)
            for workspace in (HERE, THERE)
            for person in ("U1", "U2")
            if store.follows.states(workspace, person)
        ]


def test_all_about_the_person_is_deleted_and_counted_and_nothing_else(database: Path) -> None:
    ended = forget("T1", "U1")
    assert ended.exit_code == 0, ended.output
    counted = dict(line.split() for line in ended.stdout.splitlines())
    assert (counted["follows"], counted["threads"], counted["gaps"]) == ("1", "1", "0")
    assert "messages in Slack stay" in ended.stderr
    assert following(database) == [("T1", "U2"), ("T2", "U1"), ("T2", "U2")]


def test_in_an_enterprise_its_id_is_given_too(database: Path) -> None:
    assert "follows          0" in forget("T2", "U1").stdout
    assert "follows          1" in forget("T2", "U1", "--enterprise", "E1").stdout
    assert ("T2", "U1") not in following(database)


@pytest.mark.parametrize("words", [("U1", "T1"), ("T1", "somebody"), ("#general", "U1")])
def test_what_is_no_id_is_said_with_an_example(database: Path, words: tuple[str, str]) -> None:
    ended = forget(*words)
    assert ended.exit_code == 2
    assert "advocacy database forget T0123ABCD U0123ABCD" in ended.stderr
    assert len(following(database)) == 4
