"""What is pinned in golden/ belongs to tests that there are, and tells one block from another."""

from __future__ import annotations

import re

import pytest

from tests.slack.rig.record import Call
from tests.slack.skeleton import GOLDEN, SCENARIOS, Lines, skeleton


@pytest.mark.parametrize("module", sorted(SCENARIOS))
def test_every_pinned_test_exists(module):
    pinned = Lines.read(GOLDEN / f"{module}.txt")
    source = (GOLDEN.parent / f"{module}.py").read_text("utf-8")
    tests = set(re.findall(r"^def (test_\w+)", source, re.MULTILINE))
    assert pinned
    assert {name.partition("[")[0] for name in pinned} <= tests


def test_nothing_is_pinned_for_a_module_that_is_gone():
    assert {file.stem for file in GOLDEN.glob("*.txt")} == SCENARIOS


def message(**change) -> Call:
    """A message with one button."""
    button = {
        "type": "button",
        "action_id": "digest",
        "value": '{"v":1,"l":"en","channel":"C000000001"}',
        "text": {"type": "plain_text", "text": "Share in channel"},
    }
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "*Nobody can tell you yet*"}}
    actions = {"type": "actions", "elements": [{**button, **change}]}
    return Call("chat.postMessage", {"channel": "C1", "blocks": [section, actions]}, {"ok": True})


def test_a_message_reads_as_its_kinds_phrases_and_values():
    assert skeleton([message()]) == [
        "chat.postMessage C",
        "  section text",
        "  actions",
        "    button digest «share» {channel=C… l=en}",
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"action_id": "digest_new"},
        {"value": '{"v":1,"l":"fr","channel":"C000000001"}'},
        {"text": {"type": "plain_text", "text": "Partager dans le canal"}},
        {"style": "danger"},
    ],
)
def test_another_button_reads_otherwise(change):
    assert skeleton([message(**change)]) != skeleton([message()])
