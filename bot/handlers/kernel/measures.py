"""What is counted: kinds and times, never words."""

from __future__ import annotations

import re
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram

_KIND = re.compile(r"[a-z][a-z_.]{0,39}|None")
SURE = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
BUCKETS = (0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1.0, 3.0)


class Measures:
    """Counters of one running bot."""

    def __init__(self, registry: CollectorRegistry | None = None) -> None:
        self.registry = registry or CollectorRegistry()
        self.deliveries = Counter(
            "advocacy_deliveries",
            "What Slack delivered",
            ["kind", "outcome"],
            registry=self.registry,
        )
        self.certainty = Histogram(
            "advocacy_certainty",
            "How sure the desk was of what was meant, from 0 to 1",
            ["kind"],
            buckets=SURE,
            registry=self.registry,
        )
        self.refused = Counter(
            "advocacy_refused",
            "What was sent away before anything worked on it: not signed, without form, too many",
            ["why"],
            registry=self.registry,
        )
        self.by_words = Counter(
            "advocacy_by_words",
            "Texts that the model of meaning did not read in time, which were found by words alone",
            ["why"],
            registry=self.registry,
        )
        self.by_meaning = Gauge(
            "advocacy_by_meaning",
            "1 where questions are found by what they mean, 0 where by words alone",
            registry=self.registry,
        )
        self.seconds = Histogram(
            "advocacy_delivery_seconds",
            "From a delivery's arrival to the end of its work",
            ["kind"],
            buckets=BUCKETS,
            registry=self.registry,
        )
        self.replies = Counter(
            "advocacy_replies", "Replies by kind and language", ["kind", "language"],
            registry=self.registry,
        )  # fmt: skip


def kind_of(body: dict[str, Any]) -> str:
    """What sort of delivery a body is: an event's type, a command, or an interaction's type; a word
    that is no type of Slack's is told as `other`."""
    if event := body.get("event"):
        kind = str(event.get("type"))
    else:
        kind = "command" if "command" in body else str(body.get("type"))
    return kind if _KIND.fullmatch(kind) else "other"
