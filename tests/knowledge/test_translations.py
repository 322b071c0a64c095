"""Translations stand in gettext catalogues, which follow the English and never run ahead of it."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from bot.ask import caveats
from bot.knowledge import KnowledgeError, load
from bot.knowledge.cache import replace
from bot.knowledge.catalogue_check import check_catalogues, check_terms, count
from bot.knowledge.check import check_folder
from bot.knowledge.spoken import texts_of
from bot.knowledge.translations import catalogue_path, followed, read_catalogue, written_catalogue
from tests.knowledge.small import ENTRY, write

ID = "upr.submit.length"
FRENCH = {
    f"{ID}/title": "Quelle longueur pour une contribution à l'EPU ?",
    f"{ID}/answer": "Une organisation écrit au plus {words_single} mots.",
}
THESAURUS = "verdicts: {en: ['no'], fr: ['non']}\n"


def translated(folder: Path, texts: dict[str, str], language: str = "fr") -> Path:
    """A knowledge folder with these texts in its catalogue of the UPR."""
    english = texts_of(load(folder), folder)["upr"]
    catalogue = followed(read_catalogue(folder, language, "upr"), english, language)
    for message in catalogue:
        message.msgstr = texts.get(message.msgctxt, message.msgstr)
    path = catalogue_path(folder, language, "upr")
    path.parent.mkdir(parents=True, exist_ok=True)
    replace(path, written_catalogue(catalogue))
    return folder


def said(folder: Path, language: str = "fr", cache: Path | None = None) -> dict[str, str] | None:
    base = load(folder, cache)
    return base.translated(base.entries[ID], language)  # type: ignore[arg-type]


def found(folder: Path) -> list[str]:
    problems = check_catalogues(folder, load(folder))
    return [str(one) for one in problems if not one.file.endswith("wording.po")]


def test_an_entry_is_said_in_the_language_of_its_catalogue(tmp_path: Path) -> None:
    folder = translated(write(tmp_path), FRENCH)
    lines = said(folder)
    assert lines is not None and lines["answer"] == FRENCH[f"{ID}/answer"]
    assert said(folder, "es") is None and found(folder) == []


def test_an_entry_of_which_one_line_is_missing_is_not_said_in_two_languages(tmp_path: Path) -> None:
    assert said(translated(write(tmp_path), FRENCH | {f"{ID}/title": ""})) is None


def test_what_was_translated_from_another_english_is_shown_no_more(tmp_path: Path) -> None:
    folder, cache = translated(write(tmp_path), FRENCH), tmp_path / "cache"
    assert said(folder, cache=cache) is not None
    write(tmp_path, ENTRY.replace("may write at most", "must not write more than"))
    assert said(folder, cache=cache) is None, "the catalogue was not followed yet"
    translated(folder, {})
    assert said(folder, cache=cache) is None
    (stale,) = (one for one in read_catalogue(folder, "fr", "upr") if one.fuzzy)
    assert stale.msgctxt == f"{ID}/answer" and "may write at most" in stale.previous_msgid
    counted = {one.language: one for one in count(folder, load(folder)) if one.domain == "upr"}
    assert (counted["fr"].stale, counted["fr"].missing) == (1, 2)


def test_a_point_put_before_others_loses_no_translation(tmp_path: Path) -> None:
    one = ENTRY.replace("figures:", "points: [Notes do not count.]\n  figures:")
    two = ENTRY.replace("figures:", "points: [Send it early., Notes do not count.]\n  figures:")
    folder = translated(write(tmp_path, one), FRENCH | {f"{ID}/point-1": "Les notes sont libres."})
    write(tmp_path, two)
    translated(folder, {f"{ID}/point-1": "Envoyez-la tôt."})
    lines = said(folder)
    assert lines is not None and lines["point-2"] == "Les notes sont libres."


@pytest.mark.parametrize(
    ("place", "text", "says"),
    [
        ("answer", "Une organisation écrit au plus 2815 mots.", "placeholders are not those"),
        ("answer", "Non. Au plus {words_single} mots.", "begin with a sentence that stands alone"),
        ("answer", "One organisation may write {words_single} words and the rest.", "English"),
        ("answer", "Une organisation écrit {words_single} mots. " + "Ou moins. " * 20, "shorter"),
        (
            "title",
            "Combien de mots une organisation peut-elle écrire dans sa contribution EPU ?",
            "75",
        ),
    ],
)
def test_what_a_translator_must_mend_is_named_with_its_line(
    tmp_path: Path, place: str, text: str, says: str
) -> None:
    folder = write(tmp_path)
    (folder / "thesaurus.yaml").write_text(THESAURUS, encoding="utf-8")
    (one,) = found(translated(folder, FRENCH | {f"{ID}/{place}": text}))
    assert says in one and one.startswith("locale/fr/LC_MESSAGES/upr.po:"), one
    lines = catalogue_path(folder, "fr", "upr").read_text(encoding="utf-8").splitlines()
    at = int(one.split(":")[1])
    assert any(f"{ID}/{place}" in line for line in lines[at - 1 : at + 3])


def test_a_term_said_otherwise_is_noted(tmp_path: Path) -> None:
    folder = translated(write(tmp_path), FRENCH)
    terms = "en,fr,es,ar,kind\none organisation,une association,una asociación,منظمة,body\n"
    (folder / "locale" / "terms.csv").write_text(terms, encoding="utf-8")
    (one,) = (one for one in check_terms(folder, load(folder)) if "upr.po" in one.file)
    assert "the term is “une association”" in str(one)


@pytest.mark.parametrize(
    "content",
    [
        b"msgid \xff",
        b'msgid "a"\nmsgstrr "b"\n',
        b"\x00\x01",
        b'msgid "' * 20_000,
        b"#, " + b"fuzzy," * 50_000 + b"\nmsgid",
        "folder",
        "pipe",
        "loop",
    ],
)
def test_a_damaged_catalogue_is_named_and_its_entries_stand_in_english(
    tmp_path: Path, content: bytes | str
) -> None:
    folder = write(tmp_path)
    path = catalogue_path(folder, "fr", "upr")
    path.parent.mkdir(parents=True, exist_ok=True)
    if isinstance(content, bytes):
        path.write_bytes(content)
    elif content == "folder":
        path.mkdir()
    elif content == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to(path)
    assert said(folder) is None
    assert any(one.startswith("locale/fr/LC_MESSAGES/upr.po:") for one in found(folder))
    with pytest.raises(KnowledgeError):
        read_catalogue(folder, "fr", "upr")


@pytest.mark.parametrize("damage", ["empty", "half", "zeros", "one sign"])
def test_a_damaged_cache_is_made_anew(tmp_path: Path, damage: str) -> None:
    folder, cache = translated(write(tmp_path), FRENCH), tmp_path / "cache"
    before = said(folder, cache=cache)
    (compiled,) = cache.glob("locale_fr-*.mo")
    whole = compiled.read_bytes()
    damaged = {
        "empty": b"",
        "half": whole[: len(whole) // 2],
        "zeros": bytes(len(whole)),
        "one sign": whole.replace(b"organisation", b"Organisation"),
    }
    assert damaged[damage] != whole
    compiled.write_bytes(damaged[damage])
    assert before is not None and said(folder, cache=cache) == before
    assert compiled.read_bytes() == whole


@pytest.mark.parametrize(
    ("signed", "unread"),
    [
        ("fr upr.submit.length,read,AB,2026-12-03,2027-06-03", False),
        ("es upr.submit.length,read,AB,2026-12-03,2027-06-03", True),
        ("upr.submit.length,read,AB,2026-12-03,2027-06-03", True),
        ("fr upr.submit.length,read,AB,2026-10-03,2027-06-03", True),
    ],
)
def test_a_translation_says_that_nobody_read_it_over_until_somebody_signs(
    tmp_path: Path, signed: str, unread: bool
) -> None:
    folder = translated(write(tmp_path), FRENCH)
    (folder / "signed.csv").write_text(f"subject,level,who,day,until\n{signed}\n", encoding="utf-8")
    base = load(folder)
    keys = [n.key for n in caveats(base, base.entries[ID], "fr", dt.date(2026, 12, 10))]
    assert ("translation_unread" in keys) is unread


def test_a_signature_under_a_translation_that_there_is_not_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path)
    line = "fr upr.submit.lenght,read,AB,2026-11-03,2027-06-03"
    (folder / "signed.csv").write_text(f"subject,level,who,day,until\n{line}\n", encoding="utf-8")
    said = [str(one) for one in check_folder(folder, dt.date(2026, 12, 10))]
    assert any("no entry 'upr.submit.lenght'" in one for one in said), said
