"""What a way needs of the State, and whether the State has it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from bot.choosing.models import StateSays, Verdict
from bot.choosing.rules import WayText
from bot.states import Profile, Profiles, Way, Ways

_MANDATES = {"country-mandate": ("country", "expert"), "investigation": ("investigation",)}
_PURPOSES = {"case": "case", "situation": "situation", "visits": "detention"}


@dataclass(frozen=True)
class Availability:
    """How the State stands to a way."""

    verdict: Verdict
    state: StateSays | None = None
    body: str = ""
    """Who acts, where the State has an expert or an investigation of its own."""


class Availabilities:
    """A State's standing to every way; without a State, what it depends on. The sentences are of
    the language of the profiles."""

    def __init__(self, profiles: Profiles, state: str | None, on: dt.date) -> None:
        self._profiles = profiles
        self._profile: Profile | None = profiles.of(state, on) if state else None

    def of(self, way: WayText) -> tuple[Availability, ...]:
        """One standing, or one for each expert or investigation of the State; none where none is
        known, or no regional body of that kind."""
        if way.needs is None:
            return (Availability("can"),)
        serves, _, key = way.needs.partition(":")
        if self._profile is None:
            return (self._unnamed(serves, key),)
        ways: Ways = getattr(self._profile, _PURPOSES[serves])
        return tuple(self._of_verdicts(ways, key))

    def _of_verdicts(self, ways: Ways, key: str) -> Iterator[Availability]:
        keys = {key, *self._own(key)}
        verdicts: tuple[Verdict, ...] = ("can", "check", "cannot")
        for verdict in verdicts:
            its: tuple[Way, ...] = getattr(ways, verdict)
            for way in its:
                if way.key in keys and way.reason != "no_mandate":
                    yield Availability(
                        verdict, _state_says(way, verdict), way.who if way.key != key else ""
                    )

    def _own(self, key: str) -> set[str]:
        kinds = _MANDATES.get(key, ())
        mandates = self._profile.mandates if self._profile else ()
        return {mandate.id for mandate in mandates if mandate.kind in kinds}

    def _unnamed(self, serves: str, key: str) -> Availability:
        """What it depends on, where no State is named."""
        rule = next((rule for rule in self._profiles.tables.ways if rule.key == key), None)
        if rule is None:
            body = self._profiles.body(key)
            entry = body.complaint_rule if serves == "case" else body.situation_rule
            entry = entry or body.no_complaint_rule
            says = self._say("needs_body", body=body.name)
            return Availability("depends", _needed(says, entry, body.page))
        if not rule.needs or rule.needs.startswith("except:"):
            return Availability("can")
        return Availability("depends", _needed(self._needed(rule.needs), rule.rule))

    def _needed(self, needs: str) -> str:
        kind, _, name = needs.partition(":")
        instruments = self._profiles.instruments
        match kind:
            case "complaint" | "inquiry":
                treaty = instruments.opening(kind, name) or instruments.of_committee(name)
                short = treaty.short if treaty else name
                if treaty and getattr(treaty, kind) in ("declaration", "opt-in"):
                    return self._say("needs_accepted", treaty=short, what=self._say(f"of_{kind}"))
                return self._say("needs_treaty", treaty=short)
            case "treaty" | "visits":
                treaty = instruments.of_committee(name if kind == "treaty" else "spt")
                return self._say("needs_treaty", treaty=treaty.short if treaty else name)
            case "mandate" | "investigation":
                return self._say(f"needs_{kind}")
            case "body":
                return self._say("needs_body", body=self._profiles.body(name).name)
        return self._say("needs_other")

    def _say(self, key: str, **values: object) -> str:
        return self._profiles.words.say(key, **values)


def _needed(says: str, entry: str, page: str = "") -> StateSays:
    return StateSays(says=says, entry=entry, verdict="depends", page=page)


def _state_says(way: Way, verdict: Verdict) -> StateSays:
    page = way.cell.page if way.cell else ""
    return StateSays(
        says=way.why,
        entry=way.entry,
        verdict=verdict,
        own=way.reason != "always",
        page=page,
        as_of=way.as_of,
        sources=way.sources,
    )
