"""A time limit that runs is never hidden, a dead way never ranked, a name never told by surprise,
and who did it decides where a way leads."""

from __future__ import annotations

import datetime as dt

import pytest
from click.testing import CliRunner

from bot.choosing import ABOUT, CaseFacts, Chooser
from bot.cli import main
from bot.render.choosing import plain, sections, short
from bot.render.choosing_words import WayWords
from bot.settings import Settings
from bot.states import StateNames
from tests.choosing.conftest import KNOWLEDGE, TODAY, ids, labels_of

CODES = sorted(StateNames.read(KNOWLEDGE / "states").states)
SECRETS = {"names-go"}


@pytest.fixture(autouse=True)
def _cache(places: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADVOCACY_CACHE", str(places.cache))


def said(chooser: Chooser, given: CaseFacts, words: WayWords, whole: bool) -> str:
    """What is shown, short or whole."""
    result = chooser.choose(given)
    found = sections(result, words) if whole else short(result, words)
    return "\n".join(plain(result, found, labels_of(chooser), words))


@pytest.mark.parametrize("whole", [False, True])
def test_a_limit_is_told_whatever_the_rank_of_its_way(
    chooser: Chooser, words: WayWords, whole: bool
) -> None:
    given = CaseFacts(on=dt.date(2026, 11, 28), state="HND", who="group", about=("home",),
                  harm="ongoing", last_decision=dt.date(2026, 6, 20))  # fmt: skip
    text = said(chooser, given, words, whole)
    limits = text.split("Time limits that run\n")[1].split("\n\n")[0]
    assert "20 December 2026 (22 days left): Inter-American Commission (IACHR), petition" in limits
    assert text.index("Time limits that run") < text.index("Before any mechanism")


@pytest.mark.parametrize("about", [("home",), ("children", "life"), ("ethnic", "torture")])
@pytest.mark.parametrize("tried", [("finished",), ("running",), ()])
def test_every_running_limit_of_every_state_is_told(
    chooser: Chooser, words: WayWords, about: tuple[str, ...], tried: tuple[str, ...]
) -> None:
    for code in CODES[::7]:
        given = CaseFacts.model_validate({
            "on": TODAY, "state": code, "who": "person", "harm": "past", "about": about,
            "tried": tried, "last_decision": dt.date(2026, 9, 10),
        })  # fmt: skip
        result = chooser.choose(given)
        text = "\n".join(line.text for part in short(result, words) for line in part.lines)
        open_ = (*result.usable, *result.nameless, *result.later, *result.check, *result.depends)
        for choice in open_:
            for limit in choice.limits:
                if limit.runs_out and not limit.passed:
                    day = f"{limit.runs_out.day} {limit.runs_out:%B %Y}"
                    assert f"{day} (" in text and choice.body in text, (code, choice.id)


def test_no_way_whose_limit_has_passed_is_ranked(chooser: Chooser) -> None:
    for code in CODES[::5]:
        given = CaseFacts.model_validate({
            "on": TODAY, "state": code, "who": "person", "harm": "past", "about": ABOUT,
            "last_decision": dt.date(2019, 3, 1),
        })  # fmt: skip
        result = chooser.choose(given)
        for choice in (*result.usable, *result.later, *result.check):
            dead = [one for one in choice.limits if one.passed and one.kind != "safe"]
            assert not dead, (code, choice.id)
        for choice in result.late:
            assert choice.because, choice.id


@pytest.mark.parametrize("code", ["COL", "HND", "BFA", "KEN", "CZE", "NGA", "UKR"])
def test_a_decision_of_another_body_bars_what_its_rule_bars(chooser: Chooser, code: str) -> None:
    given = CaseFacts(on=TODAY, state=code, who="person", about=("life", "children", "torture"),
                  harm="past", tried=("elsewhere-decided", "finished"))  # fmt: skip
    result = chooser.choose(given)
    barred = {
        "iachr-petition", "achpr-complaint", "african-court", "acerwc-complaint", "ecthr",
        "complaint-cat", "complaint-crc",
    }  # fmt: skip
    assert not barred & set(ids(result.usable)), code
    limits = {one.limit.key for one in result.running}
    if "complaint-ccpr" in ids(result.usable):
        assert any("ccpr" in key for key in limits), "three years after the other body ended"


def test_where_the_state_must_not_know_no_ranked_way_tells_it_the_name(chooser: Chooser) -> None:
    for code in CODES[::6]:
        for who in ("person", "group"):
            given = CaseFacts.model_validate({
                "on": TODAY, "state": code, "who": who, "harm": "ongoing", "about": ABOUT,
                "confidential": True,
            })  # fmt: skip
            result = chooser.choose(given)
            for choice in (*result.usable, *result.later):
                told = {one.fact for one in (*choice.reasons, *choice.against)} & SECRETS
                names = any("Only without the name" in one.says for one in choice.because)
                assert not told or names, (code, choice.id)
            assert "urgent-appeal" in ids(result.nameless)
            [why] = [one.because[0] for one in result.nameless if one.id == "urgent-appeal"]
            assert why.says.startswith("Only without the name")


def test_no_way_that_fits_is_left_unnamed(chooser: Chooser, words: WayWords) -> None:
    for code in CODES[::6]:
        given = CaseFacts.model_validate({
            "on": TODAY, "state": code, "who": "group", "harm": "ongoing", "about": ABOUT,
        })  # fmt: skip
        result = chooser.choose(given)
        lists = (result.usable, result.later, result.check, result.depends, result.late,
                 result.closed, result.nameless)  # fmt: skip
        for shown in (short(result, words), sections(result, words)):
            text = "\n".join(f"{part.title} {line.label} {line.text}" for part in shown
                             for line in part.lines)  # fmt: skip
            for choice in (one for its in lists for one in its):
                assert choice.body in text, (code, choice.id)
                title = choice.title[1:].split(",")[0]
                assert title in text, (code, choice.id)


def test_another_state_is_asked_for_then_addressed(chooser: Chooser) -> None:
    given = {"on": TODAY, "state": "YEM", "who": "group", "about": ("life", "war"), "harm": "past"}
    unnamed = chooser.choose(CaseFacts.model_validate({**given, "actor": ("other-state",)}))
    assert "allegation-letter" in ids(unnamed.depends)
    assert not {"allegation-letter", "hrc-complaint"} & set(ids(unnamed.usable))
    asked = next(one for one in unnamed.depends if one.id == "allegation-letter")
    assert "Which State did it?" in asked.because[0].says
    named = chooser.choose(CaseFacts.model_validate({**given, "actor_state": "SAU"}))
    assert named.actor_name == "Saudi Arabia" and named.usable[0].id == "allegation-letter"
    assert "nhri" in ids(named.closed), "a body of Yemen has no power over Saudi Arabia"
    israel = {"on": TODAY, "state": "PSE", "who": "person", "about": ("torture",), "harm": "past"}
    of_israel = chooser.choose(CaseFacts.model_validate({**israel, "actor_state": "ISR"}))
    cat = next(one for one in (*of_israel.closed, *of_israel.check) if one.id == "complaint-cat")
    assert cat.state and "CAT since 3 October 1991" in cat.state.says, "Israel's, not Palestine's"


def test_one_who_is_the_same_state_is_no_other(chooser: Chooser) -> None:
    given = CaseFacts(on=TODAY, state="SDN", actor=("other-state",), actor_state="SDN")
    assert given.actor == ("this-state",) and given.actor_state is None


def test_harm_by_un_personnel_goes_to_the_un_and_not_to_the_state(chooser: Chooser) -> None:
    given = {"on": TODAY, "state": "CAF", "who": "person", "about": ("sexual-violence",),
             "harm": "past"}  # fmt: skip
    result = chooser.choose(CaseFacts.model_validate({**given, "actor": ("un-personnel",)}))
    assert result.usable[0].id == "un-conduct"
    assert {"complaint-ccpr", "achpr-complaint", "nhri"} <= set(ids(result.closed))
    others = chooser.choose(CaseFacts.model_validate(given))
    assert "un-conduct" not in {one.id for one in (*others.usable, *others.check, *others.depends)}


@pytest.mark.parametrize("actor", ["armed-group", "company", "family", "de-facto"])
def test_who_is_no_state_makes_a_complaint_one_on_what_the_state_failed_to_do(
    chooser: Chooser, actor: str
) -> None:
    given = {"on": TODAY, "state": "COD", "who": "person", "about": ("life",), "harm": "past",
             "tried": ("finished",)}  # fmt: skip
    plain_ = chooser.choose(CaseFacts.model_validate(given))
    result = chooser.choose(CaseFacts.model_validate({**given, "actor": (actor,)}))
    ways = {one.id: one for one in result.usable}
    before = {one.id: one for one in plain_.usable}
    complaint = ways["complaint-ccpr"]
    assert complaint.score < before["complaint-ccpr"].score
    assert any("did not prevent" in one.says for one in complaint.conditions)
    both = chooser.choose(CaseFacts.model_validate({**given, "actor": (actor, "this-state")}))
    assert not any("did not prevent" in c.says for one in both.usable for c in one.conditions)


@pytest.mark.parametrize("place", ["Kosovo", "Western Sahara", "kosova"])
def test_a_territory_gets_what_can_be_used(place: str) -> None:
    words = ("choose", "--state", place, "--who", "person", "--about", "detention",
             "--harm", "ongoing", "--on", TODAY.isoformat())  # fmt: skip
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    assert "1. UN experts (special procedures), urgent appeal" in result.output
    assert "Treaties bind States" in result.output
    for political in ("is no State", "no State '", "recogni", "Serbia", "Morocco"):
        assert political not in result.output, political


def test_the_answer_fits_on_a_phone_and_the_rest_is_folded(
    chooser: Chooser, words: WayWords
) -> None:
    for code in ("MLI", "HND", "CMR", "UKR", "SDN"):
        given = CaseFacts(on=TODAY, state=code, who="person", about=("life",), harm="ongoing")
        brief, whole = (said(chooser, given, words, one) for one in (False, True))
        assert len(brief) < 2_400 and len(brief) < len(whole) / 2, code
        assert "Sources" not in brief and "Risk:" not in brief


def test_a_time_that_is_only_safe_is_no_promise(chooser: Chooser, words: WayWords) -> None:
    given = CaseFacts(on=TODAY, state="KEN", who="person", about=("torture",), harm="past",
                  last_decision=dt.date(2026, 10, 1))  # fmt: skip
    text = said(chooser, given, words, True)
    assert "Safe until" not in text and "So counted, to 1 April 2027" in text
    for promise in ("never the sender", "stays secret", "secret for ever", "is never given"):
        assert promise not in text
