"""First steps and first words in Slack: the buttons carry kinds, never a word of the message."""

from __future__ import annotations

import json

from bot.ask import Desk, FirstSteps
from bot.handlers.asking.reply import SlackReplies
from bot.handlers.kernel.refs import ChooseRef
from bot.render import Plain

ALARM = "Fwd: soldiers took <@U1> & 4 teachers in El Fasher, Sudan last night"


def _replies(desk: Desk, plain: Plain) -> SlackReplies:
    return SlackReplies(desk.base, plain, {"special-procedures": ("outline",)}, ways=True)


def test_first_steps_open_the_ways_filled_in(words_desk: Desk, plain: Plain) -> None:
    reply = words_desk.ask(ALARM)
    assert isinstance(reply, FirstSteps)
    sent = _replies(words_desk, plain).message(reply, private=False).arguments()
    buttons = sent["blocks"][-1]["elements"]
    assert [one["action_id"].split(".")[0] for one in buttons] == ["choose", "outline", "related"]
    ref = ChooseRef.read(buttons[0]["value"])
    assert ref and ref.state == "SDN" and ref.who == "group"
    assert "disappearance" in ref.about and ref.danger == ("ongoing",)
    shown = json.dumps(sent, ensure_ascii=False)
    assert "teachers" not in shown and "Fasher" not in shown


def test_hello_offers_three_buttons(words_desk: Desk, plain: Plain) -> None:
    sent = _replies(words_desk, plain).message(words_desk.ask("hola"), private=False).arguments()
    rows = [one for one in sent["blocks"] if one["type"] == "actions"]
    actions = [one["action_id"].split(".")[0] for row in rows for one in row["elements"]]
    assert actions == ["choose", "pick", "checklist"]
