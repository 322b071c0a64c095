"""What the tests keep in a store."""

from __future__ import annotations

import datetime as dt

from bot.store import (
    Correction,
    Feedback,
    Gap,
    Installation,
    PageReading,
    Preparation,
    PreparationStep,
    Store,
    Subscription,
    Workspace,
)

NOW = dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)
DAY = dt.timedelta(days=1)

HERE = Workspace(enterprise="E1", team="T1")
ELSEWHERE = (
    Workspace(enterprise="E1", team="T2"),
    Workspace(enterprise="E2", team="T1"),
    Workspace(enterprise="E1"),
    Workspace(team="T1"),
)
ANA, CURATOR = "U0ANA", "U0CURATOR"


def gap(
    workspace: Workspace = HERE,
    question: str = "May a note verbale be published?",
    person: str = ANA,
    asked_at: dt.datetime = NOW,
) -> Gap:
    return Gap(
        workspace=workspace,
        person=person,
        channel="C1",
        question=question,
        reason="decline",
        language="en",
        entries=("upr.what.basics",),
        asked_at=asked_at,
    )


def feedback(
    helpful: bool,
    workspace: Workspace = HERE,
    person: str = ANA,
    message: str = "1.1",
    at: dt.datetime = NOW,
) -> Feedback:
    return Feedback(
        workspace=workspace,
        person=person,
        entry="upr.what.basics",
        message=message,
        helpful=helpful,
        at=at,
    )


def correction(
    workspace: Workspace = HERE, person: str = ANA, made: dt.datetime = NOW
) -> Correction:
    return Correction(
        workspace=workspace,
        key="upr-54",
        change={"certainty": "moved", "start": "2027-05"},
        source="https://www.ohchr.org/en/hr-bodies/upr",
        person=person,
        made=made,
    )


def fill(store: Store, workspace: Workspace = HERE, person: str = ANA) -> None:
    """One row of every kind, two States followed; the gap is answered by the curator."""
    store.claims.take(workspace, "Ev1", NOW, MINUTE)
    store.threads.remember(workspace, "D1", "1.1", {"topic": "can"}, NOW, person=person)
    store.follows.follow(workspace, person, ["MLI", "UKR"])
    store.welcomes.first(workspace, "C1")
    store.channel_languages.choose(workspace, "C1", "fr")
    kept = gap(workspace, person=person)
    store.gaps.add(kept)
    store.gaps.answer(workspace, kept.id, "Only by the State.", CURATOR, NOW)
    store.feedback.give(feedback(True, workspace, person))
    digest = Subscription(
        workspace=workspace, channel="C1", person=person, zone="Africa/Nairobi", since=NOW
    )
    store.subscriptions.add(digest)
    store.deliveries.claim(workspace, digest.id, "2026-W48", NOW, MINUTE)
    store.corrections.add(correction(workspace, person=person))
    store.readings.keep(reading(workspace, person))
    store.preparations.add(*preparation(workspace, lead=person))
    store.installations.keep(installation(workspace))


def reading(workspace: Workspace = HERE, person: str = ANA, found: str = "right") -> PageReading:
    """A statement that somebody compared with its page."""
    return PageReading(
        workspace=workspace, subject="upr.submit.length", person=person, who="AB", found=found,
        at=NOW, until=(NOW + 90 * DAY).date(),
    )  # fmt: skip


def installation(workspace: Workspace = HERE, token: str = "xoxb-1") -> Installation:  # noqa: S107
    return Installation(
        workspace=workspace, client="1.2", record={"bot_token": token}, installed="2026-11-25"
    )


def preparation(
    workspace: Workspace = HERE, lead: str = ANA, id: str = "V1", since: dt.datetime = NOW
) -> tuple[Preparation, tuple[PreparationStep, ...]]:
    """A preparation with three steps: one owned by its lead, one with a date, one with neither."""
    kept = Preparation(
        id=id,
        workspace=workspace,
        channel="C1",
        action="upr-submission",
        state="TCD",
        zone="Africa/Ndjamena",
        lead=lead,
        since=since,
        changed=since,
    )
    due = dt.date(2027, 1, 15)
    items = (
        PreparationStep(id="agree", place=0, dated=since, owner=lead),
        PreparationStep(id="draft", place=1, dated=since, due=due),
        PreparationStep(id="send", place=2, dated=since),
    )
    return kept, items
