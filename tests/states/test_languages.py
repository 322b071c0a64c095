"""What is known of a State is the same in every language, and is said in it."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from click.testing import CliRunner

from bot.cli.states import state
from bot.knowledge.models import TRANSLATED, Base, Language
from bot.knowledge.spoken import SPOKEN, STATES
from bot.render import states as render
from bot.render.state_words import StateWords
from bot.render.states import lines
from bot.render.words import DisplayNames
from bot.reviews import Calendar, PartialDate
from bot.states import Profile, Profiles
from tests.knowledge.marked import Marked, Phrases
from tests.states.conftest import KNOWLEDGE

ON = dt.date(2026, 11, 25)
ENGLISH = re.compile(
    r"\b(?:the|and|with|which|this|that|must|cannot|of|for|is|are|not|before|after|days?|check"
    r"|known|party|review|when|who|why|closed|today|by|yes|since)\b"
)
APART = re.compile(
    r"https?://\S+|A/HRC\S+|\[\d+\]|\((?:[^()]|\([^()]*\))*(?:anglais|inglés|الإنجليزية)\)"
)
LATIN = re.compile(r"[A-Za-z]{4,}")
MARKED = re.compile("⟦[^⟦⟧]*⟧")


def spoken(base: Base, profiles: Profiles) -> StateWords:
    """The words of the profiles' language."""
    names = DisplayNames.of(base, profiles.names, profiles.language)
    return StateWords(base, profiles.names, profiles.language, names)


def shown(base: Base, profiles: Profiles, iso3: str, calendar: Calendar) -> str:
    """All that is shown of a State, without the remarks of the calendar and the list of sources."""
    words, reviews = spoken(base, profiles), calendar.of_state(iso3, ON)
    profile = profiles.of(iso3, ON)
    found = render.sections(profile, reviews, words, profiles)
    kept = [one for one in found if one.key not in ("reviews", render.SOURCES)]
    ten = [f"{label} {text}" for label, text in lines(profiles.lines(iso3, reviews, ON), words)]
    paste = words.paragraph(profile, reviews)
    return "\n".join([*ten, *render.plain(profile, kept, paste, words)])


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_for_any_state(
    known: Base, profiles: Profiles, language: Language
) -> None:
    calendar, said = Calendar.open(KNOWLEDGE), profiles.in_language(language)
    for iso3 in [*list(profiles.names.states)[::4], "HND", "COL", "CAF", "YEM", "SSD", "PSE"]:
        text = APART.sub("", shown(known, said, iso3, calendar))
        left = ENGLISH.findall(text)
        assert not left, (iso3, left, [one for one in text.splitlines() if ENGLISH.search(one)][:2])


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_around_translated_texts(known: Base, language: Language) -> None:
    base = known.model_copy(update={"translations": Marked()})
    profiles, calendar = (
        Profiles.open(KNOWLEDGE, base).in_language(language),
        Calendar.open(KNOWLEDGE),
    )
    for iso3 in ("SSD", "UKR", "PSE", "HTI", "COD"):
        around = APART.sub("", shown(base, profiles, iso3, calendar))
        while MARKED.search(around):
            around = MARKED.sub("", around)
        left = (ENGLISH if language != "ar" else LATIN).findall(around)
        assert not left, (iso3, left)


def _facts(profile: Profile) -> object:
    cells = [cell for one in profile.treaties for cell in (one.party, one.complaint, one.inquiry)]
    facts = [
        (cell.subject, cell.status, cell.reason, cell.since, cell.as_of, cell.doubtful, cell.rule)
        for cell in (*cells, profile.visits, *profile.regional) if cell
    ]  # fmt: skip
    ways = [
        [(way.key, way.mechanism, way.reason, way.entry) for way in its]
        for one in (profile.case, profile.situation, profile.detention)
        for its in (one.can, one.cannot, one.check)
    ]
    return facts, ways


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_facts_are_those_of_the_english(profiles: Profiles, language: Language) -> None:
    said = profiles.in_language(language)
    for iso3 in profiles.names.states:
        assert _facts(said.of(iso3, ON)) == _facts(profiles.of(iso3, ON))
    assert said.in_language("en") is profiles and profiles.in_language(language) is said


@pytest.mark.parametrize("language", TRANSLATED)
def test_treaties_are_found_by_the_same_names(profiles: Profiles, language: Language) -> None:
    said = profiles.in_language(language)
    for text in ("OPCAT", "la convention contre la torture", "سيداو",
                 "Convención sobre los Derechos del Niño"):  # fmt: skip
        english = [one.id for one in profiles.instruments.find(text)]
        assert english and [one.id for one in said.instruments.find(text)] == english


def test_a_remark_without_a_translation_says_that_it_is_english(known: Base) -> None:
    base = known.model_copy(update={"translations": Phrases()})
    profiles = Profiles.open(KNOWLEDGE, base).in_language("fr")
    notes = [one.note for one in profiles.tables.mandates if one.note and one.iso3]
    assert notes and all(note.endswith("(en anglais)") for note in notes)
    assert "(en anglais)" not in profiles.tables.ways[0].what


def test_every_text_of_the_tables_is_in_the_catalogue() -> None:
    texts = next(one for one in SPOKEN if one.domain == "states").texts(KNOWLEDGE)
    assert texts["states/ways.csv/ccpr-complaint/what"] == "individual complaint"
    assert "states/mandates.csv/chr-south-sudan/title" in texts
    assert "states/mandates.csv/ie-albinism/title" not in texts, "nobody is shown that one"
    assert {place.split("/")[1] for place in texts} == {f"{name}.csv" for name in STATES}


@pytest.mark.parametrize(
    ("language", "day", "month"),
    [
        ("en", ", by the list of 1 May 2026", ", by the list of May 2026"),
        ("fr", ", selon la liste du 1er mai 2026", ", selon la liste (mai 2026)"),
        ("es", ", según la lista del 1 de mayo de 2026", ", según la lista de mayo de 2026"),
        ("ar", "، بحسب قائمة 1 أيار/مايو 2026", "، بحسب قائمة أيار/مايو 2026"),
    ],
)
def test_a_date_is_never_more_exact_than_it_is(
    profiles: Profiles, language: Language, day: str, month: str
) -> None:
    words = profiles.in_language(language).words
    assert words.listed(PartialDate(year=2026, month=5, day=1)) == day
    assert words.listed(PartialDate(year=2026, month=5)) == month
    assert words.listed(None) == ""


def test_an_arabic_statement_stands_apart_from_an_address(profiles: Profiles) -> None:
    words = profiles.in_language("ar").words
    assert words.parted(["https://treaties.un.org", "x"]) == "https://treaties.un.org ؛ x"
    assert words.parted(["x", "https://treaties.un.org"]) == "x؛ https://treaties.un.org"


@pytest.mark.parametrize(
    ("language", "first", "line"),
    [
        ("fr", "Soudan du Sud (SSD), au 25 novembre 2026", "- Un cas : lettres des experts"),
        ("es", "Sudán del Sur (SSD), al 25 de noviembre de 2026", "- Un caso: cartas de los"),
        ("ar", "جنوب السودان (SSD)، في 25 تشرين الثاني/نوفمبر 2026", "- حالة واحدة: رسائل خبراء"),
    ],
)
def test_the_command_speaks_a_language(language: str, first: str, line: str) -> None:
    said = CliRunner().invoke(state, ["South Sudan", "--lang", language, "--on", "2026-11-25"])
    assert said.exit_code == 0, said.output
    shown = said.output.replace("\u00a0", " ").splitlines()
    assert shown[0] == first and shown[1].startswith(line)
    assert f"--lang {language} --more" in shown[-1]
