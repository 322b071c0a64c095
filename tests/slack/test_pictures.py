"""What `make pictures` draws: each scene can be played, and the documents show no other."""

from __future__ import annotations

import re
from pathlib import Path

import time_machine

from tests.slack import scenes
from tests.slack.pictures import DAY, WIDTHS, Scenes

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door = scenes.bot, scenes.door

ROOT = Path(__file__).parents[2]


def test_every_scene_can_be_played(slack, door, bot):
    with time_machine.travel(DAY, tick=True):
        played = Scenes(slack, door, bot)
        for name, play in played.all().items():
            drawn = played.named(play())
            assert drawn["blocks"] if isinstance(drawn, dict) else drawn, name


def test_the_pictures_in_documents_are_drawn_or_kept(slack, door, bot):
    names = Scenes(slack, door, bot).all()
    drawn = {f"{name}-{width}.png" for name in names for width in WIDTHS}
    shown = {
        name
        for path in (ROOT / "README.md", ROOT / "docs" / "installing.md")
        for name in re.findall(r"pictures/([\w-]+\.png)\)", path.read_text("utf-8"))
    }
    there = {path.name for path in (ROOT / "docs" / "pictures").glob("*.png")}
    of_slack = {name for name in shown if name.endswith(tuple(f"-{width}.png" for width in WIDTHS))}
    assert len(of_slack) >= 3
    assert of_slack <= drawn
    assert drawn | shown <= there
