"""A delivery from Slack, before and after its listener: of people alone, well formed, once, not in
a loop; and what happens where a listener fails.

Public: `use` and `register` put it onto an app; `CLAIM`, `LASTS` and `LAST` for who works on
deliveries; `is_well_formed`.
"""

from slack_bolt import App

from bot.handlers.delivery.failures import LAST, PeopleOnly, register
from bot.handlers.delivery.once import CLAIM, LASTS, Completion, Deduplicate, LoopGuard
from bot.handlers.delivery.well_formed import is_well_formed
from bot.handlers.kernel.sending import Responding
from bot.handlers.kernel.services import Services

__all__ = ["CLAIM", "LAST", "LASTS", "is_well_formed", "register", "use"]


def use(app: App, services: Services) -> None:
    """Put what goes before and after all listeners onto an app."""
    app.use(PeopleOnly())
    app.use(LoopGuard())
    app.use(Deduplicate(services.storage, services.measures))
    app.use(Responding())
    completion = Completion(services.storage, services.measures)
    app.listener_runner.listener_completion_handler = completion
