"""What people do in Slack: each listener gets what was pressed, read and checked (`interaction`,
`listeners`), calls one part, renders, answers. A feature is a room or a file of its own.

Public: `register(app, parts, …)` and `Parts`.
"""

from __future__ import annotations

from slack_bolt import App
from slack_sdk.oauth import InstallationStore

from bot.handlers import (
    checklist,
    choices,
    choosing,
    command,
    corrections,
    curators,
    dates,
    digest,
    direct,
    drafts,
    failures,
    feedback,
    gaps,
    home,
    interview,
    mentions,
    messages,
    outline,
    pictures,
    preparation_start,
    preparations,
    recommendations,
    sharing,
    shortcuts,
    signing,
    state,
    workspaces,
)
from bot.handlers.loops import NoLoops
from bot.handlers.once import Completion, Once
from bot.handlers.opening import Responding
from bot.handlers.parts import Parts

__all__ = ["Parts", "register"]


def register(app: App, parts: Parts, installations: InstallationStore | None = None) -> None:
    """Put all listeners and what goes before and after them onto an app."""
    app.use(failures.PeopleOnly())
    app.use(NoLoops())
    app.use(Once(parts.storage, parts.measures))
    app.use(Responding())
    app.listener_runner.listener_completion_handler = Completion(parts.storage, parts.measures)
    for surface in (
        mentions, direct, command, digest, shortcuts, choices, sharing, feedback, gaps, curators,
        home, checklist, outline, preparations,
        preparation_start, state, dates, pictures, corrections,
        messages, interview, choosing, drafts, recommendations, signing, failures,
    ):  # fmt: skip
        surface.register(app, parts)
    workspaces.register(app, parts, installations)
