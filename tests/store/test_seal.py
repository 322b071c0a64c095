"""Tokens at rest: unreadable without the key, which can be changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.store import Installation, Seal, Store, StoreError, Workspace, new_key

TOKEN = "xoxb-canary-of-a-workspace"  # noqa: S105 (of nobody)
KEYS = [new_key(), new_key()]


def installed(team: str) -> Installation:
    record = {"bot_token": TOKEN, "team_id": team, "team_name": "Cluster"}
    return Installation(
        workspace=Workspace(team=team), client="1.2", record=record, installed="2026-11-29"
    )


def everything(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))


def tokens(store: Store) -> list[object]:
    return [one.record["bot_token"] for one in store.installations.list()]


def test_a_sealed_token_is_in_no_file_and_comes_back(path: Path, tmp_path: Path) -> None:
    with Store.open(path, Seal(KEYS[:1])) as store:
        store.installations.keep(installed("T1"))
        assert tokens(store) == [TOKEN]
        store.backup(tmp_path / "copy.sqlite")
        assert TOKEN.encode() not in everything(path) + (tmp_path / "copy.sqlite").read_bytes()
    with Store.open(path, Seal(KEYS[:1])) as store:
        found = store.installations.get(Workspace(team="T1"), "1.2")
        assert found == installed("T1")


def test_tokens_that_were_there_before_are_sealed_at_the_next_start(path: Path) -> None:
    with Store.open(path) as store:
        store.installations.keep(installed("T1"))
    assert TOKEN.encode() in everything(path)
    with Store.open(path, Seal(KEYS[:1])) as store:
        assert TOKEN.encode() not in everything(path)
        assert tokens(store) == [TOKEN]


def test_a_new_key_takes_over_from_the_old_one(path: Path) -> None:
    with Store.open(path, Seal(KEYS[:1])) as store:
        store.installations.keep(installed("T1"))
    with Store.open(path, Seal([KEYS[1], KEYS[0]])) as store:
        assert tokens(store) == [TOKEN]
    with Store.open(path, Seal([KEYS[1]])) as store:
        assert tokens(store) == [TOKEN]


@pytest.mark.parametrize("keys", [[], [KEYS[1]]])
def test_without_its_key_a_token_is_not_given_and_not_lost(path: Path, keys: list[str]) -> None:
    with Store.open(path, Seal(KEYS[:1])) as store:
        store.installations.keep(installed("T1"))
    with pytest.raises(StoreError, match="ADVOCACY_KEY"), Store.open(path, Seal(keys)) as store:
        store.installations.list()
    with Store.open(path, Seal(KEYS[:1])) as store:
        assert tokens(store) == [TOKEN]


def test_a_token_that_was_changed_is_not_given(path: Path) -> None:
    with Store.open(path, Seal(KEYS[:1])) as store:
        store.installations.keep(installed("T1"))
        db = store._connections
        db.execute("update installations set record = replace(record, 'gAAAA', 'gAAAB')")
        with pytest.raises(StoreError, match="was changed"):
            store.installations.list()


@pytest.mark.parametrize("key", ["", "short", "x" * 44, "é" * 44])
def test_what_is_no_key_is_refused(key: str) -> None:
    with pytest.raises(ValueError, match="no key"):
        Seal([key])
