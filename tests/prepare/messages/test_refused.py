"""What can't be fulfilled, is missing or does not fit is refused in a sentence."""

from __future__ import annotations

import pytest

from bot.knowledge.models import Base
from bot.prepare import NotPossible
from bot.prepare.cannot import load_cannot_asks
from bot.prepare.messages import Messages, Missing, Unfulfillable
from tests.prepare.conftest import KNOWLEDGE, ON
from tests.prepare.messages.samples import ASK, SAMPLES

CANNOT = [
    ("embassy", "ask", "Release a prisoner who was arrested in May", "upr.cannot.individual-cases"),
    ("embassy", "ask", "Release our colleague by 2027", "upr.cannot.individual-cases"),
    ("embassy", "ask", "Libérer la journaliste avant 2028", "upr.cannot.individual-cases"),
    ("embassy", "ask", "Liberar al periodista antes de 2028", "upr.cannot.individual-cases"),
    ("embassy", "ask", "الإفراج عن الصحفي قبل عام 2028", "upr.cannot.individual-cases"),
    ("embassy", "ask", "Armed groups should release children", "upr.cannot.non-state-actors"),
    ("embassy", "ask", "Send peacekeepers to the north", "upr.cannot.binding"),
    ("embassy", "ask", "Send a UN fact-finding mission by May", "upr.cannot.fact-finding"),
    ("special-procedure", "ask", "Please visit our camp",
     "special-procedures.cannot.visit-uninvited"),
    ("special-procedure", "ask", "Ordonner au gouvernement de partir",
     "special-procedures.cannot.binding"),
    ("special-procedure", "ask", "Please relocate the family", "special-procedures.cannot.protect"),
    ("national-mechanism", "ask", "Order the army to leave the schools", "nmirf.cannot.no-orders"),
    ("national-mechanism", "ask", "Investigar: abrir una investigación", "nmirf.cannot.complaints"),
    ("committee", "ask", "Please arrest the governor", "treaty-bodies.cannot.force"),
    ("committee", "ask", "زيارة مخيماتنا", "treaty-bodies.cannot.visits"),
    ("oral-statement", "ask", "Free our colleague at once", "hrc.cannot.single-case"),
    ("oral-statement", "sender", "the Protection Cluster", "cluster.cannot.speak-council"),
    ("minister", "ask", "Release our colleague today", "follow-up.cannot.no-fast-relief"),
]  # fmt: skip
CAN = [
    ("embassy", "ask", "Release all children who are held without charge by June 2027"),
    ("embassy", "ask", "Ensure the immediate release of all children associated with armed forces"),
    ("embassy", "ask", "Investigate all enforced disappearances and provide reparation to victims"),
    ("embassy", "ask", "Libérer tous les enfants détenus avant 2028"),
    ("embassy", "ask", "Prosecute those responsible for sexual violence by 2028"),
    ("special-procedure", "ask", "Please urge the Government to stop the eviction"),
    ("special-procedure", "ask", "Please request an invitation to visit the camps"),
    ("special-procedure", "ask", "Exhorter le gouvernement à libérer les détenus"),
    ("committee", "ask", "Please recommend that the State release all detained children"),
    ("committee", "ask", "Please raise the release of all detained children in the dialogue"),
]


def _make(messages: Messages, name: str, **values: str) -> None:
    mechanism = "crc" if name == "committee" else None
    messages.make(name, SAMPLES[name] | values, ON, "TCD", mechanism)


@pytest.mark.parametrize(("name", "field", "text", "rule"), CANNOT)
def test_an_ask_that_cannot_be_fulfilled(
    messages: Messages, base: Base, name: str, field: str, text: str, rule: str
) -> None:
    with pytest.raises(Unfulfillable) as caught:
        _make(messages, name, **{field: text})
    assert caught.value.rule.entry == rule
    said = str(caught.value)
    assert rule in said and base.entries[rule].title in said
    # what to ask instead stands after the colon
    assert len(said.split(": ", 1)[1].split()) > 5


def test_the_refusal_says_what_to_ask_instead(messages: Messages) -> None:
    with pytest.raises(
        Unfulfillable, match=r"The UPR can't release a prisoner.*: ask for .*all in the"
    ):
        _make(messages, "embassy", ask="Release a prisoner")


@pytest.mark.parametrize(("name", "field", "text"), CAN)
def test_what_can_be_asked_is_not_refused(
    messages: Messages, name: str, field: str, text: str
) -> None:
    _make(messages, name, **{field: text})


def test_every_kind_of_ask_is_known_by_each_of_its_words(base: Base) -> None:
    """The words that curators wrote really find what they were written for."""
    import yaml

    asks = load_cannot_asks(KNOWLEDGE, base)
    data = yaml.safe_load((KNOWLEDGE / "cannot-asks.yaml").read_text(encoding="utf-8"))
    for one in data["asks"]:
        for answer in one["answers"]:
            for phrases in one["words"].values():
                for phrase in phrases:
                    text = phrase.replace("*", "x").replace("^", "Xyz").replace("#", "3")
                    found = asks.find(
                        f"We ask: {text} now", one["doing"][0], answer["mechanisms"][0]
                    )
                    assert found, (one["id"], answer["mechanisms"][0], phrase)


def test_a_public_statement_needs_the_risk_check(messages: Messages) -> None:
    for value in ("", "no", "not yet", "planned"):
        with pytest.raises(NotPossible, match="only after the risk check") as caught:
            _make(messages, "public-statement", risk_check=value)
        assert not isinstance(caught.value, Missing)
    with pytest.raises(NotPossible, match="only after the risk check"):
        messages.make("public-statement", {}, ON, "TCD")
    _make(messages, "public-statement", risk_check="Done")


def test_what_is_missing_is_named_at_once(messages: Messages) -> None:
    with pytest.raises(Missing) as caught:
        messages.make("embassy", {"issue": "papers", "ask": " \x00\n"}, ON, "TCD")
    assert [name for name, _ in caught.value.fields] == [
        "recommender", "why", "problem", "evidence", "ask", "question", "sender",
    ]  # fmt: skip
    assert "the message 'embassy' still needs recommender (State that you write to)" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("name", "values", "says"),
    [
        ("embassy", {"isue": "x"}, "has no field 'isue'; it has recommender"),
        ("embassy", {"recommender": "Atlantis"}, "must name one State"),
        ("embassy", {"recommender": "Guinea, Mali"}, "must name one State"),
        ("embassy", {"recommender": "Chad"}, "is the State concerned itself"),
        ("embassy", {"office": "consulate"}, "is one of embassy, mission"),
        ("embassy", {"by": "next week"}, "write it as 2027-03-31"),
        ("embassy", {"by": "2026-11-01"}, "has passed"),
        ("embassy", {"problem": "x" * 451}, "451 characters long, at most 450: shorten it"),
        ("donors", {"evidence": "a\nb\nc\nd"}, "has 4 lines, at most 3"),
    ],
)
def test_what_does_not_fit_is_refused(
    messages: Messages, name: str, values: dict[str, str], says: str
) -> None:
    with pytest.raises(NotPossible, match=says):
        _make(messages, name, **values)


def test_a_mechanism_that_does_not_fit_is_refused(messages: Messages) -> None:
    with pytest.raises(NotPossible, match="goes to one committee: name one of ccpr"):
        messages.make("committee", SAMPLES["committee"], ON, "TCD")
    with pytest.raises(NotPossible, match="'embassy' is for upr, not for cedaw"):
        messages.make("embassy", SAMPLES["embassy"], ON, "TCD", "cedaw")
    with pytest.raises(Unfulfillable, match=r"not reviewed by the UPR.*upr\.cannot\.palestine"):
        messages.make("embassy", SAMPLES["embassy"], ON, "PSE")


def test_flaws_stand_beside_the_message(messages: Messages) -> None:
    weak = "Consider ratifying the Convention against Torture"
    made = messages.make("embassy", SAMPLES["embassy"] | {"ask": weak}, ON, "TCD")
    (judged,) = made.judged
    assert {flaw.kind for flaw in judged.flaws} == {"considering", "no_time"}
    clean = messages.make("embassy", SAMPLES["embassy"] | {"ask": ASK}, ON, "TCD")
    assert clean.judged[0].flaws == ()
    french = "Envisager de ratifier la Convention contre la torture"
    made = messages.make("embassy", SAMPLES["embassy"] | {"ask": french}, ON, "TCD", language="fr")
    assert "considering" in {flaw.kind for flaw in made.judged[0].flaws}
