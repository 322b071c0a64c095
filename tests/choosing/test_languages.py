"""The ways are the same in every language, and are said in it: no English is left around what is
translated, and a translation that can't be used costs no more than itself."""

from __future__ import annotations

import datetime as dt
import logging
import re

import pytest
from click.testing import CliRunner

from bot.choosing import CaseFacts, Chooser, Result
from bot.cli import main
from bot.knowledge.models import TRANSLATED, Base, Language
from bot.knowledge.translations import Translations
from bot.render.choosing import plain, sections, short
from bot.reviews import Calendar
from bot.settings import Settings
from bot.states import Profiles
from tests.choosing.conftest import KNOWLEDGE, TODAY, labels_of, of, words_of, worked
from tests.knowledge.marked import Changed, Marked, Phrases

ENGLISH = re.compile(
    r"\b(?:the|and|with|which|this|that|must|cannot|of|for|is|are|not|before|after|days?|check"
    r"|known|State|party|review|when|who|why|closed|possible first|left|today|by)\b"
)
MARKED = re.compile("⟦[^⟦⟧]*⟧")
ADDRESS = re.compile(r"https?://\S+|advocacy checklist .*|--more|A/HRC\S+")
LATIN = re.compile(r"[A-Za-z]{4,}")
CASES = (
    CaseFacts(on=TODAY, state="HND", who="person", about=("disappearance", "torture"),
          harm="imminent", tried=("finished",), last_decision=dt.date(2026, 6, 26)),
    CaseFacts(on=TODAY, state="TCD", who="person", about=("detention",), harm="ongoing",
          actor=("this-state", "armed-group"), confidential=True),
    CaseFacts(on=TODAY, state="YEM", who="situation", about=("women",), hope="commitment"),
    CaseFacts(on=TODAY, who="group", about=("home",), harm="past", tried=("running",)),
    CaseFacts(on=TODAY, state="UKR", who="group", about=("war",), actor=("other-state",),
          actor_state="RUS", harm="past", hope="investigation"),
)  # fmt: skip


def opened(known: Base, translations: Translations) -> tuple[Chooser, Base, Profiles]:
    base = known.model_copy(update={"translations": translations})
    profiles = Profiles.open(KNOWLEDGE, base)
    return Chooser.open(KNOWLEDGE, base, profiles, Calendar.open(KNOWLEDGE)), base, profiles


def told(chooser: Chooser, base: Base, profiles: Profiles, given: CaseFacts, whole: bool) -> str:
    """What is shown, without the list of sources, whose titles stay as they are."""
    language = chooser.language
    words = words_of(base, profiles, language)
    result = chooser.choose(given)
    found = sections(result, words) if whole else short(result, words)
    found = [one for one in found if one.key != "sources"]
    return "\n".join(plain(result, found, labels_of(chooser), words))


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_english_is_left_around_translated_texts(known: Base, language: Language) -> None:
    chooser, base, profiles = opened(known, Marked())
    for given in CASES:
        for whole in (False, True):
            text = told(chooser.in_language(language), base, profiles, given, whole)
            around = ADDRESS.sub("", text)
            while MARKED.search(around):
                around = MARKED.sub("", around)
            left = ENGLISH.findall(around) if language != "ar" else LATIN.findall(around)
            assert not left, (language, given.state, left)


@pytest.mark.parametrize("language", TRANSLATED)
def test_what_is_shown_is_in_the_language(
    known: Base, profiles: Profiles, chooser: Chooser, language: Language
) -> None:
    for given in CASES:
        text = told(chooser.in_language(language), known, profiles, given, True)
        bare = re.sub(r"[“\"«(].*?[”\"»)]", "", ADDRESS.sub("", text))
        words = re.findall(r"\b(?:the|which|this|must|cannot|whether|with|your|their)\b", bare)
        assert not words, (language, given.state, words)


def _same(result: Result) -> object:
    lists = ("usable", "nameless", "later", "check", "depends", "late", "closed")
    return [
        [
            (one.id, one.stands, one.score, [limit.runs_out for limit in one.limits],
             one.state.verdict if one.state else None, one.send.action if one.send else None)
            for one in getattr(result, name)
        ]
        for name in lists
    ]  # fmt: skip


@pytest.mark.parametrize("language", TRANSLATED)
def test_the_ways_and_their_order_are_those_of_the_english(
    chooser: Chooser, language: Language
) -> None:
    other = chooser.in_language(language)
    for case in worked("situations.yaml"):
        assert _same(of(other, case)) == _same(of(chooser, case))
        assert of(other, case).rules == of(chooser, case).rules


def test_a_time_limit_is_a_day_of_the_language(
    known: Base, profiles: Profiles, chooser: Chooser
) -> None:
    given = CASES[0]
    assert "26 December 2026 (32 days left)" in told(chooser, known, profiles, given, False)
    said = {
        lang: told(chooser.in_language(lang), known, profiles, given, False) for lang in TRANSLATED
    }
    assert "26 décembre 2026 (32 jours restants)" in said["fr"]
    assert "26 de diciembre de 2026 (quedan 32 días)" in said["es"]
    assert "26 كانون الأول/ديسمبر 2026 (الأيام المتبقية: 32)" in said["ar"]


def test_a_translation_that_is_too_long_is_shown_in_english_and_alone(
    known: Base, caplog: pytest.LogCaptureFixture
) -> None:
    english = "One person"
    with caplog.at_level(logging.WARNING):
        chooser, _, _ = opened(known, Changed(english, "x" * 200))
        rules = chooser.in_language("fr").rules
        chooser.in_language("fr")
    labels = {one.value: one.label for one in rules.questions["who"].options}
    assert labels["person"] == english and labels["group"].startswith("⟦")
    assert rules.questions["who"].text.startswith("⟦")
    [line] = [one.getMessage() for one in caplog.records if "choosing.yaml" in one.getMessage()]
    assert "questions.who.options.0.label" in line and "'fr'" in line
    assert chooser.rules.questions["who"].options[0].label == english, "the English is untouched"


def test_rules_without_translations_are_said_in_english_within_the_frame(known: Base) -> None:
    chooser, base, profiles = opened(known, Phrases())
    text = told(chooser.in_language("fr"), base, profiles, CASES[0], False)
    assert "Délais qui courent" in text and "Urgent action to find" in text


def test_the_command_speaks_a_language(places: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCACY_CACHE", str(places.cache))
    arguments = ["choose", "--lang", "es", "--state", "Honduras", "--who", "person", "--about",
                 "detention", "--harm", "past", "--on", "2026-11-24"]  # fmt: skip
    shown = CliRunner().invoke(main, arguments)
    assert shown.exit_code == 0 and shown.output.startswith("Honduras: ")
    assert "En este orden: 1. " in shown.output and "Traducción sin revisar." in shown.output
    assert "--lang es" in shown.output, "the command to prepare it keeps the language"
    wrong = CliRunner().invoke(main, [*arguments[:2], "pt"])
    assert wrong.exit_code == 2
