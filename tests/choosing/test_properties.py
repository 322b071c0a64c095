"""Whatever is said: nothing raises, the order is always the same, and no body without power over
the State is ever shown as usable."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.choosing import ABOUT, ACTORS, HARM, HOPES, TRIED, WHO, CaseFacts, Chooser, JudgedWay
from bot.render.choosing import drawn, plain, sections, short
from bot.render.choosing_words import WayWords
from bot.states import Profiles, StateNames
from tests.choosing.conftest import KNOWLEDGE, TODAY, labels_of

CODES = sorted(StateNames.read(KNOWLEDGE / "states").states)
INQUIRIES = {"ced-visit": "ced"}
REGIONAL = {
    "ecthr": "ECtHR", "iachr-precautionary": "IACHR", "iachr-petition": "IACHR",
    "achpr-complaint": "ACHPR", "african-court": "ACtHPR", "ecowas-court": "ECOWAS",
    "east-african-court": "EACJ", "acerwc-complaint": "ACERWC",
}  # fmt: skip
TREATIES = {"ced-urgent-action": "ced", "cerd-early-warning": "cerd", "spt": "spt"}
ALWAYS = {
    "urgent-appeal", "allegation-letter", "law-letter", "situation-letter", "wgad", "wgeid", "hrc",
    "ohchr", "reprisal-report", "nhri", "hct", "nmirf", "mrm", "mara",
}  # fmt: skip
UN_OWN = "un-conduct"
MANDATES = {"country-expert", "investigation"}
MEMBERS = {"upr", "hrc-complaint"}
COVERED = {
    "achpr-letter": "ACHPR", "acerwc-situation": "ACERWC", "iachr-hearing": "IACHR",
    "arab-report": "ARAB", "aichr-talk": "AICHR", "cpt": "ECtHR",
}  # fmt: skip

several = st.lists(st.sampled_from(ABOUT), max_size=3, unique=True).map(tuple)
everything = st.builds(
    CaseFacts,
    on=st.dates(dt.date(2026, 1, 1), dt.date(2028, 1, 1)),
    state=st.none() | st.sampled_from(CODES),
    who=st.none() | st.sampled_from(WHO),
    harm=st.none() | st.sampled_from(HARM),
    about=several,
    actor=st.lists(st.sampled_from(ACTORS), max_size=2, unique=True).map(tuple),
    actor_state=st.none() | st.sampled_from(CODES),
    tried=st.lists(st.sampled_from(TRIED), max_size=3).map(tuple),
    last_decision=st.none() | st.dates(),
    confidential=st.none() | st.booleans(),
    hope=st.none() | st.sampled_from(HOPES),
)
quick = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quick
@given(everything)
def test_nothing_raises_and_the_order_is_the_same_each_time(
    chooser: Chooser, words: WayWords, said: CaseFacts
) -> None:
    result = chooser.choose(said)
    assert result == chooser.choose(said)
    scores = [one.score for one in result.usable]
    assert scores == sorted(scores, reverse=True)
    assert all(one.stands == "usable" for one in result.usable)
    labels = labels_of(chooser)
    found = sections(result, words)
    assert found[0].key == "answer" and found[0].lines
    assert plain(result, found, labels, words)
    assert plain(result, short(result, words), labels, words)
    drawn(result, found, labels, words)


@quick
@given(everything)
def test_no_body_without_power_over_the_state_is_usable(
    chooser: Chooser, profiles: Profiles, said: CaseFacts
) -> None:
    for choice in (*chooser.choose(said).usable, *chooser.choose(said).later):
        if said.state is None and said.actor_state is None:
            assert choice.id in ALWAYS | MEMBERS | {UN_OWN}, choice.id
        elif said.actor_state is None:
            assert _has_power(profiles, choice, said.state, said.on), choice.id


@pytest.mark.parametrize("who", ["person", "situation"])
def test_that_holds_for_every_state(chooser: Chooser, profiles: Profiles, who: str) -> None:
    for code in CODES:
        said = CaseFacts.model_validate({"on": TODAY, "state": code, "who": who, "about": ABOUT})
        for choice in chooser.choose(said).usable:
            assert _has_power(profiles, choice, code, TODAY), (code, choice.id)


def _has_power(profiles: Profiles, choice: JudgedWay, code: str, on: dt.date) -> bool:
    """By the tables of States themselves, without the rules of ways that choosing rests on."""
    way = choice.id
    if way in ALWAYS or way == UN_OWN:
        return True
    if way == "npm":
        its = profiles.tables.institutions
        return any(
            one.iso3 == code and one.kind == "npm" and one.standing == "working" for one in its
        )
    if way in MEMBERS:
        return code not in ("PSE", "VAT", "COK", "NIU")
    if way in MANDATES:
        kinds = ("investigation",) if way == "investigation" else ("country", "expert")
        return any(one.kind in kinds and one.in_term(on) for one in profiles.mandates(code))
    kind, _, committee = way.partition("-")
    if kind == "complaint":
        cell = profiles.complaint(code, committee, on)
    elif kind == "inquiry" or way in INQUIRIES:
        cell = profiles.inquiry(code, INQUIRIES.get(way, committee), on)
    elif kind == "report" or way in TREATIES:
        body = TREATIES.get(way, committee)
        cell = next(one for one in profiles.committees(code, on) if one.subject == body)
    else:
        body = REGIONAL.get(way) or COVERED[way]
        cell = next(one for one in profiles.regional(code) if one.subject == body)
        if way in COVERED and way != "cpt":
            coverages = [one for one in profiles.tables.coverages if one.iso3 == code]
            return any(one.body == body and one.covered == "yes" for one in coverages)
    return cell.status in ("yes", "party") and not cell.doubtful
