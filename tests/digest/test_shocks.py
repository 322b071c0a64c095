"""What really happened to the calendar, told through digests: in the next one, first, and with
nothing shown as surer than it is.

The rows have the shape of the events; where a day is not certain they have the month.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from functools import cache

import pytest

from bot.digest import Digest, Digests, Scope
from bot.knowledge import load
from bot.render.digest import DigestPages, text
from bot.settings import settings
from bot.states import StateNames
from tests.digest.things import REVIEW, SESSION, calendar

Row = dict[str, str]


def session(number: str, **cells: str) -> Row:
    key = f"{cells.get('mechanism', 'upr')}-{number.casefold().replace(' ', '-')}"
    return {**SESSION, "key": key, "session": number, **cells}


def review(number: str, iso3: str, state: str, **cells: str) -> Row:
    key = f"{cells.get('mechanism', 'upr')}-{number}-{iso3.casefold()}"
    return {**REVIEW, "key": key, "session": number, "iso3": iso3, "state": state, **cells}


@dataclass
class Shock:
    """A calendar as it was told, the same after the shock, and what the next digest says first."""

    on: str
    before: list[Row]
    after: list[Row]
    says: list[str]
    never: list[str] = field(default_factory=list)
    wanted: Scope = field(default_factory=lambda: Scope(horizon=300))


CAT, CCPR, CEDAW = {"mechanism": "cat"}, {"mechanism": "ccpr"}, {"mechanism": "cedaw"}
CRC_PRE = {"mechanism": "crc", "stage": "pre-session"}
CESCR_PRE = {"mechanism": "cescr", "stage": "pre-session"}
MOVED = {"certainty": "moved"}
CANCELLED = {"certainty": "cancelled"}
EXPECTED = {"certainty": "expected", "rule": "upr.calendar.order"}
SUSPENDED = {"certainty": "suspended"}
UPR_51 = {"start": "2026-01-19", "end": "2026-01-30", "civil_society_deadline": "2025-07-01"}

SHOCKS = {
    "UPR 23-26: deadlines brought forward (2015)": Shock(
        on="2015-02-02",
        before=[
            session("23", start="2015-11", civil_society_deadline="2015-04-15"),
            session("24", start="2016-01", civil_society_deadline="2015-07-15"),
        ],
        after=[
            session("23", start="2015-11", civil_society_deadline="2015-03-23"),
            session("24", start="2016-01", civil_society_deadline="2015-06-22"),
        ],
        says=[
            "UPR, 23rd session: deadline, submissions of civil society",
            "Moved to 23 March 2015 (was 15 April 2015) · published",
            "UPR, 24th session: deadline, submissions of civil society",
            "Moved to 22 June 2015 (was 15 July 2015) · published",
        ],
    ),
    "UPR 36 put off, all later ones shifted (March 2020)": Shock(
        on="2020-03-16",
        before=[
            session("36", start="2020-05-04", end="2020-05-15"),
            session("37", start="2020-11"),
            review("36", "LBR", "Liberia"),
            review("37", "MMR", "Myanmar"),
        ],
        after=[
            session("36", start="2020-11-02", end="2020-11-13", earlier="2020-05-04", **MOVED),
            session("37", start="2021-01", earlier="2020-11", **EXPECTED),
            review("36", "LBR", "Liberia"),
            review("37", "MMR", "Myanmar"),
        ],
        says=[
            "UPR, 36th session",
            "Moved to 2–13 November 2020 (was 4–15 May 2020) · moved, was due 4 May 2020",
            "UPR, 37th session",
            "Moved to January 2021 (was November 2020) · expected, not published",
        ],
        never=["January 2021 · published", "January 2021, day not known · published"],
        wanted=Scope(horizon=365),
    ),
    "A review is told of by its State": Shock(
        on="2020-03-16",
        before=[
            session("36", start="2020-05-04", end="2020-05-15"),
            review("36", "LBR", "Liberia"),
            review("36", "MWI", "Malawi"),
        ],
        after=[
            session("36", start="2020-11-02", end="2020-11-13", earlier="2020-05-04", **MOVED),
            review("36", "LBR", "Liberia"),
            review("36", "MWI", "Malawi"),
        ],
        says=[
            "UPR, 36th session: review – Liberia, Malawi",
            "Moved to 2–13 November 2020 (was 4–15 May 2020) · moved",
        ],
        wanted=Scope(states=("LBR", "MWI"), horizon=365),
    ),
    "Treaty body sessions put off without a new date (March 2020)": Shock(
        on="2020-03-16",
        before=[
            session("69", start="2020-04-20", end="2020-05-15", **CAT),
            session("75", start="2020-06", mechanism="cedaw"),
        ],
        after=[
            session("69", start="", end="", earlier="2020-04-20", **(CAT | MOVED)),
            session("75", start="", earlier="2020-06", **(CEDAW | MOVED)),
        ],
        says=[
            "CAT (Committee against Torture), 69th session",
            "Put off (was 20 April – 15 May 2020), no new date known",
            "CEDAW Committee (women), 75th session",
            "Put off (was June 2020), no new date known",
        ],
    ),
    "CCPR 128 broken off in its second week (March 2020)": Shock(
        on="2020-03-09",
        before=[session("128", start="2020-03-02", end="2020-03-27", **CCPR)],
        after=[session("128", start="2020-03-02", end="2020-03-27", **(CCPR | SUSPENDED))],
        says=[
            "Human Rights Committee (CCPR), 128th session",
            "Suspended until further notice (was 2–27 March 2020)",
        ],
        never=["· published", "UN Web TV"],
    ),
    "A pre-session of CRC cancelled (April 2024)": Shock(
        on="2024-04-15",
        before=[session("PSWG 98", start="2024-05", **CRC_PRE)],
        after=[session("PSWG 98", start="2024-05", **(CRC_PRE | CANCELLED))],
        says=["CRC (child rights), PSWG 98: pre-session", "Cancelled (was May 2024)"],
        never=["· published"],
    ),
    "The pre-sessional group of CESCR cancelled (2024)": Shock(
        on="2024-09-02",
        before=[session("PSWG 75", start="2024-10", **(CESCR_PRE | EXPECTED))],
        after=[session("PSWG 75", start="2024-10", **(CESCR_PRE | CANCELLED))],
        says=["pre-session", "Cancelled (was October 2024: expected, not published)"],
        never=["· published"],
    ),
    "Third sessions cancelled, CEDAW 92 moved to February 2026 (2025)": Shock(
        on="2025-09-01",
        before=[
            session("92", start="2025-10", **CEDAW),
            session("145", start="2025-10", **CCPR),
            review("145", "HTI", "Haiti", cycle="", **CCPR),
        ],
        after=[
            session("92", start="2026-02", earlier="2025-10", **(CEDAW | MOVED)),
            session("145", start="2025-10", **(CCPR | CANCELLED)),
            review("145", "HTI", "Haiti", cycle="", **CCPR),
        ],
        says=[
            "Human Rights Committee (CCPR), 145th session",
            "Cancelled (was October 2025)",
            "CEDAW Committee (women), 92nd session",
            "Moved to February 2026 (was October 2025) · moved, was due October 2025",
        ],
        never=["October 2025 · published", "October 2025, day not known · published"],
    ),
    "Myanmar's UPR put off, papers not taken": Shock(
        on="2026-01-05",
        before=[
            session("51", **UPR_51),
            session("54", start="2027-01"),
            review("51", "MMR", "Myanmar", key="upr-mmr"),
        ],
        after=[
            session("51", **UPR_51),
            session("54", start="2027-01"),
            review(
                "54", "MMR", "Myanmar", key="upr-mmr", certainty="at risk", earlier="2026-01",
                civil_society_certainty="suspended",
            ),
        ],
        says=[
            "UPR, 54th session: review – Myanmar",
            "Moved to January 2027 (was 19–30 January 2026) · at risk, was due January 2026",
            "UPR, 54th session: deadline, submissions of civil society – Myanmar",
            "Suspended until further notice (was 1 July 2025)",
        ],
        never=["· published", "papers until"],
        wanted=Scope(states=("MMR",), horizon=400),
    ),
}  # fmt: skip


@cache
def pages() -> DigestPages:
    where = settings()
    return DigestPages(
        load(where.knowledge, where.cache), StateNames.read(where.knowledge / "states")
    )


def read(digest: Digest) -> str:
    return text(pages().page(digest, "en"), settings().templates)


@pytest.mark.parametrize("name", SHOCKS)
def test_what_happened_is_told_first_in_the_next_digest_and_once(name):
    shock = SHOCKS[name]
    first = dt.date.fromisoformat(shock.on)
    second, third = first + dt.timedelta(days=7), first + dt.timedelta(days=14)
    told = Digests(calendar(*shock.before)).digest(shock.wanted, first)
    assert not told.changes

    later = Digests(calendar(*shock.after))
    digest = later.digest(shock.wanted, second, told.row_states)
    said = read(digest)
    heading, first_line = said.split("\n\n")[1].splitlines()[:2]
    assert heading == "Changed since the last digest here"
    changed = said.split("\n\n")[1]
    for part in shock.says:
        assert part in changed, said
    assert any(part in first_line for part in shock.says)
    for part in shock.never:
        assert part not in said, said

    assert not later.digest(shock.wanted, third, digest.row_states).changes
