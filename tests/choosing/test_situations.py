"""Worked situations: the ways that a lawyer in the field would take first stand first."""

from __future__ import annotations

from typing import Any

import pytest

from bot.choosing import Chooser
from bot.knowledge.models import Base
from tests.choosing.conftest import ids, of, worked

SITUATIONS = worked("situations.yaml")


@pytest.mark.parametrize("case", SITUATIONS, ids=[one["id"] for one in SITUATIONS])
def test_the_first_two_ways_are_those_of_a_lawyer(chooser: Chooser, case: dict[str, Any]) -> None:
    result = of(chooser, case)
    assert ids(result.usable)[:2] == case["first"]
    for stands in ("closed", "later", "check", "depends", "nameless", "late"):
        assert set(case.get(stands, ())) <= set(ids(getattr(result, stands))), stands
    assert not set(case.get("unusable", ())) & set(ids(result.usable))
    ways = {one.id: one for one in (*result.usable, *result.later, *result.closed)}
    for way, day in case.get("runs_out", {}).items():
        assert [limit.runs_out for limit in ways[way].limits if limit.runs_out] == [day], way
    for way, others in case.get("not_beside", {}).items():
        named = {other for one in ways[way].not_beside for other in one.ways}
        assert set(others) <= named, way
    for way, action in case.get("sends", {}).items():
        send = ways[way].send
        assert send is not None and send.action == action, way


def test_there_are_forty_situations_and_each_rests_on_entries(known: Base) -> None:
    assert len(SITUATIONS) >= 40
    assert len({one["id"] for one in SITUATIONS}) == len(SITUATIONS)
    for case in SITUATIONS:
        assert case["because"], case["id"]
        assert set(case["because"]) <= set(known.entries), case["id"]


def test_a_way_that_is_told_says_what_to_send_who_sees_it_and_by_whose_rule(
    chooser: Chooser, known: Base
) -> None:
    for case in SITUATIONS:
        for choice in of(chooser, case).usable:
            assert choice.send and choice.seen_by, choice.id
            said = (*choice.reasons, *choice.against, *choice.conditions, *choice.limits)
            for one in (*said, choice.send, *choice.seen_by, *choice.risks, *choice.not_beside):
                assert one.entry in known.entries and one.key
                assert one.status == "advice" or one.sources or one.check_on, one.key
                assert "{" not in one.says
