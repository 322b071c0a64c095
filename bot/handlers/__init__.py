"""What people do in Slack. A feature is a room: its messages, forms and listeners in one place; it
imports no other feature, and stands on `kernel`. What one feature shows in another is handed over
here.

Public: `register(app, services, …)`, `Services`, `Toolkit`.
"""

from __future__ import annotations

from slack_bolt import App
from slack_sdk.oauth import InstallationStore

from bot.handlers import (
    asking,
    checklists,
    choosing,
    commands,
    dates,
    delivery,
    digest,
    drafts,
    gaps,
    home,
    interview,
    mechanisms,
    messages,
    preparations,
    recommendations,
    signing,
    states,
    workspaces,
)
from bot.handlers.kernel.services import Services, Toolkit

__all__ = ["Services", "Toolkit", "register"]
HOME = home.Contents(
    chooser=mechanisms.chooser,
    sections=(dates.of_home, states.of_home, preparations.of_home),
    withdraw=gaps.withdraw,
)
"""What features show in the home."""


def register(app: App, services: Services, installations: InstallationStore | None = None) -> None:
    """Put all listeners and what goes before and after them onto an app."""
    delivery.use(app, services)
    asking.register(app, services, on_file=drafts.took)
    home.register(app, services, HOME)
    for room in (
        commands, digest, mechanisms, gaps, checklists, preparations, states, dates, messages,
        interview, choosing, drafts, recommendations, signing, delivery,
    ):  # fmt: skip
        room.register(app, services)
    workspaces.register(app, services, installations)
