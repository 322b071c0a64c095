"""A database that the version before wrote (`versions/`: an SQLite dump of each) is taken over.

What messages in Slack carry from then is in tests/slack/test_old_buttons.py; files of the cache
have the check sum of the code in their names, so that no other version takes them.
"""

# ruff: noqa: S608 (the names are ours)
from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.knowledge import load
from bot.store import Store
from bot.store.installations import Seal, new_key
from tests.knowledge.small import write
from tests.store.things import ANA, CURATOR, HERE

VERSIONS = sorted((Path(__file__).parent / "versions").glob("*.sql"))


@pytest.fixture(params=VERSIONS, ids=lambda path: path.stem)
def old(request: pytest.FixtureRequest, path: Path) -> Path:
    """A database file as that version left it."""
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as db:
        db.executescript(request.param.read_text("utf-8"))
    return path


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of the tables that a version before knew, by the names of their columns then."""
    with closing(sqlite3.connect(path)) as db:
        listed = db.execute("select name from sqlite_master where type = 'table'")
        tables = [name for (name,) in listed if not name.startswith("_")]
        return {name: sorted(db.execute(f"select * from {name}"), key=str) for name in tables}


def test_nothing_is_lost_and_all_of_it_is_understood(old: Path) -> None:
    before = rows(old)
    assert len(before) == 13 and all(before[name] for name in before if name != "installing")
    assert Store.status(old).waiting
    with Store.open(old) as store:
        [gap] = store.gaps.list(HERE)
        assert (gap.person, gap.curator, gap.answer) == (ANA, CURATOR, "Only by the State.")
        assert store.follows.states(HERE, ANA) == ("MLI", "UKR")
        [digest] = store.subscriptions.list(HERE)
        assert digest.zone == "Africa/Nairobi"
        [correction] = store.corrections.list(HERE)
        assert correction.change == {"certainty": "moved", "start": "2027-05"}
        preparation = store.preparations.get(HERE, "V1")
        assert preparation is not None and preparation.lead == ANA
        items = store.preparations.items(HERE, "V1")
        assert [item.id for item in items] == ["agree", "draft", "send"]
        installed = store.installations.get(HERE, "1.2")
        assert installed is not None and installed.record["bot_token"] == "xoxb-1"  # noqa: S105
        assert not store.welcomes.first(HERE, "C1")
    after = rows(old)
    assert {name: after[name] for name in before} == before
    assert not Store.status(old).waiting


def test_tokens_that_stood_in_plain_are_sealed_once_there_is_a_key(old: Path) -> None:
    with Store.open(old, Seal((new_key(),))) as store:
        store.installations.reseal()
        installed = store.installations.get(HERE, "1.2")
        assert installed is not None and installed.record["bot_token"] == "xoxb-1"  # noqa: S105
    assert b"xoxb-1" not in old.read_bytes()


def test_a_cache_of_another_version_is_not_taken(tmp_path: Path) -> None:
    folder, cache = write(tmp_path / "base"), tmp_path / "cache"
    entries = load(folder, cache).entries
    [stored] = cache.glob("knowledge-*.json")
    kind, _, rest = stored.name.partition("-")
    stored.rename(stored.with_name(f"{kind}-{'0' * 24}{rest[24:]}"))
    assert load(folder, cache).entries == entries
    assert stored.is_file()
