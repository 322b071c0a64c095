"""Sign-offs: what counts, what is shown of them, and what a curator is told of a wrong line."""

from __future__ import annotations

import datetime as dt
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.ask import Answer, Note, caveats, signed_of, signed_of_state
from bot.handlers.asking.reply import SlackAnswers
from bot.knowledge import KnowledgeError, load
from bot.knowledge.check import check_folder
from bot.knowledge.models import LANGUAGES
from bot.knowledge.signing import COLUMNS, read_signed
from bot.library import Library
from bot.render import Plain
from bot.render.handbook import Handbook
from bot.settings import Settings
from tests.knowledge.small import ENTRY, write

ENTRY_ID = "upr.submit.length"
HEAD = ",".join(COLUMNS)
AB = f"{ENTRY_ID},read,AB,2026-12-03,2027-06-03"
CD = f"{ENTRY_ID},confirmed,CD,2026-12-04,2027-06-04"
ON = dt.date(2026, 12, 10)


def folder_with(tmp_path: Path, *lines: str, entry: str = ENTRY) -> Path:
    folder = write(tmp_path, mechanism=entry)
    (folder / "signed.csv").write_text("\n".join([HEAD, *lines]) + "\n", encoding="utf-8")
    return folder


def shown(folder: Path, on: dt.date = ON) -> str | None:
    base = load(folder)
    note = signed_of(base, base.entries[ENTRY_ID], on)
    return base.say(note.key, "en", **note.values) if note else None


def told(folder: Path, today: dt.date = ON) -> list[str]:
    found = [str(one) for one in check_folder(folder, today)]
    return [one for one in found if one.startswith("signed.csv")]


def test_the_shipped_file_claims_nobody() -> None:
    path = Path(__file__).parents[2] / "knowledge" / "signed.csv"
    assert path.read_text(encoding="utf-8").splitlines()[0] == HEAD
    read_signed(path.parent)


def test_one_reads_and_a_second_confirms(tmp_path: Path) -> None:
    assert shown(folder_with(tmp_path, AB)) == "read by AB, 2026-12-03"
    assert shown(folder_with(tmp_path, AB, CD)) == "confirmed by AB and CD, 2026-12-04"
    assert shown(folder_with(tmp_path)) is None


def test_a_signature_that_ended_is_not_shown_as_one(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, AB, CD)
    last = dt.date(2027, 6, 3)
    assert shown(folder, last) == "confirmed by AB and CD, 2026-12-04"
    assert shown(folder, last + dt.timedelta(1)) == "read by CD, 2026-12-04"
    assert shown(folder, dt.date(2027, 6, 5)) == "was signed until 2027-06-04: check it"


def test_a_signature_does_not_stand_under_a_text_written_later(tmp_path: Path) -> None:
    later = ENTRY.replace("verified: 2026-11-01", "verified: 2026-12-05")
    folder = folder_with(tmp_path, AB, CD, entry=later)
    assert shown(folder) == "was signed until 2026-12-05: check it"
    assert any("written anew on 2026-12-05" in one for one in told(folder))


def test_what_was_signed_lately_is_not_called_stale(tmp_path: Path) -> None:
    stale = ENTRY.replace("review_by: 2027-05-01", "review_by: 2026-12-01")
    for lines, said in (((), True), ((AB,), False)):
        base = load(folder_with(tmp_path, *lines, entry=stale))
        keys = [note.key for note in caveats(base, base.entries[ENTRY_ID], "en", ON)]
        assert ("stale" in keys) is said


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("upr.submit.lenght,read,AB,2026-12-03,2027-06-03", "the nearest is upr.submit.length"),
        ("SSD treatys,read,AB,2026-12-03,2027-06-03", "the nearest is treaties"),
        (f"{ENTRY_ID},read,AB,2026-02-30,2027-06-03", "day: '2026-02-30' is no day that exists"),
        (f"{ENTRY_ID},read,AB,03/12/2026,2027-06-03", "write it as 2026-12-03"),
        (f"{ENTRY_ID},read,AB,2026-12-03,2026-12-03", "must lie after the day of signing"),
        (f"{ENTRY_ID},read,AB,2026-12-11,2027-06-03", "is in the future"),
        (f"{ENTRY_ID},confirmed,AB,2026-12-03,2027-06-03", "needs two people"),
        (f"{ENTRY_ID},seen,AB,2026-12-03,2027-06-03", "'seen' must be one of read, confirmed"),
        (f"{ENTRY_ID},read,<!channel>,2026-12-03,2027-06-03", "must be initials or a role"),
        (f"{ENTRY_ID},read,=1+1,2026-12-03,2027-06-03", "must be initials or a role"),
        (f"{ENTRY_ID},read,,2026-12-03,2027-06-03", "nothing stands under who"),
        ("UPR,read,AB,2026-12-03,2027-06-03", "is no entry"),
    ],
)
def test_a_wrong_line_is_named_with_what_to_do(tmp_path: Path, line: str, says: str) -> None:
    (found,) = told(folder_with(tmp_path, line))
    assert found.startswith("signed.csv:2: ") and says in found


def test_the_same_person_twice_does_not_confirm(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, AB, CD.replace("CD", "ab"))
    found = told(folder)
    assert any("signed.csv:3" in one and "signed it on line 2 already" in one for one in found)
    assert any("needs two people" in one for one in found)
    assert shown(folder) == "read by ab, 2026-12-04"


def test_an_ended_signature_is_a_note_and_fails_nothing(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, f"{ENTRY_ID},read,AB,2026-11-02,2026-12-01")
    (found,) = told(folder)
    assert "note:" in found and "until 2026-12-01" in found


def test_an_unknown_state_is_named(tmp_path: Path) -> None:
    folder = folder_with(tmp_path, "SSX treaties,read,AB,2026-12-03,2027-06-03")
    (folder / "states").mkdir()
    (folder / "states" / "names.csv").write_text("iso3,name\nSSD,South Sudan\n", encoding="utf-8")
    (found,) = told(folder)
    assert "no State has the code SSX; the nearest is SSD" in found


def test_a_broken_file_is_refused_with_its_line(tmp_path: Path) -> None:
    folder = folder_with(tmp_path)
    (folder / "signed.csv").write_text("entry,who\nx,AB\n", encoding="utf-8")
    with pytest.raises(KnowledgeError) as refused:
        load(folder)
    assert str(refused.value.problems[0]).startswith("signed.csv:1: the first line must be")


def test_a_cached_base_follows_the_sign_offs(tmp_path: Path) -> None:
    folder, cache = folder_with(tmp_path / "k"), tmp_path / "cache"
    assert load(folder, cache).signed == ()
    folder_with(tmp_path / "k", AB)
    signed = load(folder, cache)
    assert [one.who for one in signed.signed] == ["AB"]
    assert load(folder, cache) == signed, "read back from the cache"
    assert load(folder, cache).fingerprint == load(write(tmp_path / "other")).fingerprint, (
        "a signature makes no index anew"
    )


def test_a_state_is_signed_by_family_and_only_for_what_was_signed(tmp_path: Path) -> None:
    base = load(folder_with(tmp_path, "SSD treaties,read,AB,2026-12-03,2027-06-03"))
    party = Note(key="here_party", values={"state": "SSD", "treaty": "cat", "date": "2015"})
    assert signed_of_state(base, [party], ON) == Note(
        key="signed_read", values={"who": "AB", "date": "2026-12-03"}
    )
    visits = Note(key="here_visits", values={"state": "SSD", "ways": "x"})
    elsewhere = Note(key="here_party", values={"state": "TCD", "treaty": "cat", "date": "1995"})
    free = Note(key="here_bound", values={"state": "SSD", "text": "x"})
    for other in (visits, elsewhere, free):
        assert signed_of_state(base, [party, other], ON) is None
        assert signed_of_state(base, [other], ON) is None


def test_every_reply_shows_it(tmp_path: Path, places: Settings) -> None:
    folder = folder_with(tmp_path / "k", AB, CD)
    (folder / "states").mkdir()
    for name in ("names.csv", "same-words.csv"):
        shutil.copy(places.knowledge / "states" / name, folder / "states")
    desk = Library(replace(places, knowledge=folder, cache=tmp_path / "cache"), meaning=False).desk
    base = desk.base
    answer = desk.ask("how many words may a UPR submission have", on=ON)
    assert isinstance(answer, Answer)
    plain = Plain(base, places.templates)
    said = "✓ official page · confirmed by AB and CD, 4 December 2026 · https"
    assert said in plain.source_line(answer)
    unsigned = answer.model_copy(update={"signed": None})
    assert plain.source_line(unsigned) == plain.source_line(answer).replace(
        "confirmed by AB and CD, 4 December 2026", "written 1 November 2026"
    )
    lapsed = desk.ask("how many words may a UPR submission have", on=dt.date(2027, 6, 30))
    assert isinstance(lapsed, Answer)
    assert "written 1 November 2026 · was signed until 4 June 2027: check it" in plain.source_line(
        lapsed
    )
    page = Handbook(base, places.templates).pages(ON)["upr.md"]
    assert re.search(r"✓ official page · confirmed by AB and CD, 2026-12-04", page)
    blocks = SlackAnswers(base, plain).blocks(answer)
    assert "confirmed by AB and CD, 4 December 2026" in json.dumps([b.to_dict() for b in blocks])


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_said_in_every_language(tmp_path: Path, language: str) -> None:
    base = load(folder_with(tmp_path))
    values = {"who": "AB", "second": "CD", "date": "2026"}
    assert all(v in base.say("signed_confirmed", language, **values) for v in values.values())
    assert "2026" in base.say("signed_lapsed", language, **values)
