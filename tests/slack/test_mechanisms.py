"""Cards and comparisons carry their sources, and say how sure they are; warnings stand out."""

from __future__ import annotations

import re

import pytest

from bot.handlers.asking.reply import replies
from bot.handlers.mechanisms import renderer
from bot.knowledge.models import TOPICS
from bot.render.comparison import COMPARED, UNSURE, comparison
from tests.slack import scenes
from tests.slack.scenes import private, reads

make_bot, slack_scopes = scenes.make_bot, scenes.slack_scopes
bot, door, member = scenes.bot, scenes.door, scenes.member


@pytest.mark.parametrize("typed", ["mechanism upr", "mechanism upr submit", "compare upr cedaw"])
def test_sources_with_their_dates_stand_below(member, bot, typed):
    member.runs(typed)
    below = [block for block in private(member)["blocks"] if block["type"] == "context"]
    cited = below[-1]["elements"][0]["text"]
    first, *sources = cited.splitlines()
    assert re.match(r"Sources? · written \d+ \w+ 20\d\d:", first)
    assert sources and all(re.search(r"20\d\d|no date", source) for source in sources)
    known = {source.url for source in bot.services.desk.base.sources.values()}
    links = re.findall(r"<(https://[^|>]+)\|", cited)
    assert links and {link.replace("&amp;", "&") for link in links} <= known


def test_what_a_card_says_stands_after_its_question(member, bot):
    member.runs("mechanism cedaw")
    text = reads(private(member))
    for entry in bot.services.desk.base.mechanisms["cedaw"].entries:
        if entry.topic in ("can", "cannot"):
            assert f"*{entry.title}*" in text


def test_how_sure_a_statement_is_is_said_in_cards_and_comparisons(bot):
    base, mechanisms = bot.services.desk.base, renderer(bot.services)
    unsure = [
        (mechanism, entry)
        for mechanism in base.mechanisms.values()
        for topic in TOPICS
        for entry in [e for e in mechanism.entries if e.topic == topic and not e.ended][:1]
        if entry.status in UNSURE
    ]
    assert unsure
    for mechanism, entry in unsure:
        tag = base.say(f"{entry.status}_tag", "en")
        card = mechanisms.card(mechanism, "en", entry.topic)
        assert f"_({tag})_" in reads(card.arguments())
        [row] = comparison(base, [mechanism.id], [entry.topic])
        assert row.texts[0].startswith(f"({tag}) ")


def test_in_a_comparison_the_curators_first_entry_speaks(bot):
    base = bot.services.desk.base
    for row in comparison(base, list(base.mechanisms), COMPARED):
        for mechanism, cell in zip(base.mechanisms.values(), row.cells, strict=True):
            standing = [e for e in mechanism.entries if e.topic == row.topic and not e.ended]
            assert cell.entry == (standing[0] if standing else None)
            assert cell.text


def test_a_warning_stands_in_slacks_own_block_in_a_window_and_in_bold_in_a_message(bot):
    desk = bot.services.desk
    base, shown = desk.base, replies(bot.services)
    warned = [entry.id for entry in base.entries.values() if entry.warning]
    short = [name for name in warned if len(base.entries[name].warning) < 150]
    assert short
    for name in short:
        answer = desk.entry(name)
        blocks = shown.window(answer, "en")["blocks"]
        alerts = [b["text"]["text"] for b in blocks if b["type"] == "alert"]
        assert any(answer.warning[:60] in text for text in alerts), name
        said = shown.message(answer, private=False).arguments()["blocks"]
        assert not [b for b in said if b["type"] == "alert"], "Slack takes none in a message"
        assert ":warning:" in str(said)
