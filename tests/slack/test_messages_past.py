"""A past recommendation in the window of a message: put in, changed, taken out."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import Built
from bot.prepare.messages import Messages
from tests.slack import scenes
from tests.slack.advocating import filled, message_made
from tests.slack.bot import MakeBot
from tests.slack.rig.people import Person
from tests.slack.rig.slack import Slack
from tests.slack.scenes import CURATORS, Shown
from tests.slack.test_messages import on_the_day, pasted
from tests.states.uhri import KNOWLEDGE, imported, loaded, record, write_json

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
door, member = scenes.door, scenes.member
__all__ = ["bot", "door", "make_bot", "member", "on_the_day", "slack_scopes"]

SLOVAKIA = {"recommender": "Slovakia", "issue": "death penalty"}
GERMANY = {"recommender": "Germany", "issue": "female genital mutilation"}
APPROVE, ADOPT = "“Approve the draft bill leading to", "“Adopt criminal laws explicitly"


@pytest.fixture
def bot(slack: Slack, make_bot: MakeBot, tmp_path: Path) -> Built:
    """The bot with what two States recommended to Mali in its last review."""
    records = [
        record(1, "Approve the draft bill leading to the abolition of the death penalty",
               UprRecommendingCountry=["Slovakia"], UprPositions=["Noted"]),
        record(2, "Adopt criminal laws explicitly prohibiting female genital mutilation",
               UprRecommendingCountry=["Germany"]),
    ]  # fmt: skip
    imported(write_json(tmp_path / "export.json", records), tmp_path / "told.sqlite")
    built = make_bot(advocacy_curators=slack.team.channels[CURATORS])
    toolkit = built.services.toolkit
    assert toolkit is not None
    old = toolkit.messages
    toolkit.messages = Messages.open(
        KNOWLEDGE, built.services.desk.base, old._calendar, built.services.desk.profiles,
        loaded(tmp_path / "told.sqlite"),
    )  # fmt: skip
    return built


@pytest.fixture
def view(member: Person) -> Shown:
    """A letter to Slovakia, which recommended it to Mali before."""
    return message_made(member, "Mali", **SLOVAKIA)


def field(view: Shown) -> dict[str, str]:
    """The input of what was recommended before."""
    inputs = (b["element"] for b in view["blocks"] if b["type"] == "input")
    return next(one for one in inputs if one["action_id"] == "field.earlier")


def again(person: Person, **changed: str) -> Shown:
    """The window once it was sent off again, with something changed in it."""
    view = person.slack.modal()
    answer = person.submits(view, filled(person, view, "embassy", **(SLOVAKIA | changed)))
    assert answer.json["response_action"] == "update", answer.json
    return person.slack.modal()


def test_it_stands_in_the_letter_and_in_its_field(view: Shown) -> None:
    for text in (pasted(view), field(view)["initial_value"]):
        assert f"In 2023 your Government recommended to Mali: {APPROVE}" in text
        assert "Mali only noted it" in text


def test_it_stands_there_before_the_letter_is_made(member: Person) -> None:
    member.runs("message talking-points Mali")
    view = member.slack.modal()
    given = {"field.issue": "death penalty"}
    given["message_state.recommender"] = member.types_into(
        view, "message_state.recommender", "Slovakia"
    )[0]
    member.clicks(view, "message_kind", choose="embassy", filled=given)
    assert APPROVE in field(member.slack.modal())["initial_value"]


def test_another_takes_its_place_for_another_state(member: Person, view: Shown) -> None:
    view = again(member, **GERMANY)
    assert ADOPT in pasted(view) and ADOPT in field(view)["initial_value"]
    assert APPROVE not in str(view["blocks"])
    view = again(member, recommender="Germany", issue="school meals")
    assert "your Government" not in pasted(view) and not field(view).get("initial_value")


def test_what_somebody_changed_in_it_stays(member: Person, view: Shown) -> None:
    view = again(member, earlier="You asked for this in 2013.")
    view = again(member, **GERMANY)
    assert "You asked for this in 2013." in pasted(view)
    assert "your Government" not in str(view["blocks"])


def test_what_somebody_took_out_stays_out(member: Person, view: Shown) -> None:
    view = again(member, earlier="")
    assert "your Government" not in pasted(view) and field(view)["initial_value"] == "none"
    assert APPROVE not in str(again(member)["blocks"])
    assert APPROVE in str(again(member, earlier="")["blocks"])
