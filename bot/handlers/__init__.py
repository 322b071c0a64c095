"""What people do in Slack: each listener gets what was pressed, read and checked (`interaction`,
`listeners`), calls one part, renders, answers. A feature is a room or a file of its own.

Public: `register(app, parts, …)` and `Parts`.
"""

from __future__ import annotations

from slack_bolt import App
from slack_sdk.oauth import InstallationStore

from bot.handlers import choosing, digest, interview
from bot.handlers.delivery.failures import PeopleOnly
from bot.handlers.workspaces import register
from bot.handlers.delivery.once import LoopGuard
from bot.handlers.delivery.once import Completion, Deduplicate
from bot.handlers.kernel.sending import Responding
from bot.handlers.kernel.services import Services

__all__ = ["Parts", "register"]


def register(app: App, parts: Services, installations: InstallationStore | None = None) -> None:
    """Put all listeners and what goes before and after them onto an app."""
    app.use(PeopleOnly())
    app.use(LoopGuard())
    app.use(Deduplicate(parts.storage, parts.measures))
    app.use(Responding())
    app.listener_runner.listener_completion_handler = Completion(parts.storage, parts.measures)
    for surface in (
        mentions, direct, command, digest, shortcuts, choices, sharing, feedback, gaps, curators,
        home, checklist, outline, preparations,
        preparation_start, state, dates, pictures, corrections,
        messages, interview, choosing, drafts, recommendations, failures,
    ):  # fmt: skip
        surface.register(app, parts)
    register(app, parts, installations)
