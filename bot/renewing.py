"""Opens all that the bot says out of its files: at the start, and anew while it runs."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from bot.app import Built, build
from bot.ask import Encodes, open_caged
from bot.deployment import Deployment
from bot.handlers import Toolkit
from bot.handlers.kernel.services import Measures
from bot.handlers.kernel.slack_errors import described
from bot.knowledge import KnowledgeError
from bot.knowledge.models import TRANSLATED
from bot.library import Library
from bot.render import Plain
from bot.settings import settings
from bot.states.recommendations import Unreadable
from bot.store import Store

Progress = Callable[[int, int], None]
_logger = logging.getLogger(__name__)


def opened(
    deployment: Deployment,
    storage: Store,
    progress: Progress | None = None,
    measures: Measures | None = None,
) -> Built:
    """The bot over the knowledge base as it is now.

    Raises KnowledgeError or Unreadable where that can't be used, and what `build` raises.
    """
    where, measures = settings(), measures or Measures()

    def model(folder: Path) -> Encodes | None:
        return open_caged(folder, where.cache, lambda why: measures.by_words.labels(why).inc())

    library = Library(where, progress, model=model)
    desk = library.desk
    desk.ready()
    desk.base.translations.ready(TRANSLATED)
    plain = Plain(desk.base, library.where.templates, desk.states)
    toolkit = Toolkit(library) if library.has_actions else None
    return build(deployment, desk, storage, plain, toolkit, measures)


class Uses(Protocol):
    """Something that works with the bot, and can go on with a new one."""

    def use(self, built: Built) -> None:
        """From now on work with this one."""


class Renewal:
    """Puts the knowledge base as it is now in the place of the one in use: whole, or not at all."""

    def __init__(self, built: Built, *users: Uses) -> None:
        self._built = built
        self._users = users
        self._lock = threading.Lock()

    def begin(self) -> None:
        """Open it beside the one in use, in the background: what is new in it may take a while."""
        threading.Thread(target=self.renew, name="renewal", daemon=True).start()

    def renew(self) -> None:
        """Open it and use it; where that can't be, a line in the log says why."""
        with self._lock:
            services = self._built.services
            try:
                new = opened(services.deployment, services.storage, measures=services.measures)
            except (KnowledgeError, Unreadable) as error:
                why = str(error).splitlines()[0]
                _logger.error("the knowledge base stays as it was", extra={"why": why})
                return
            except Exception as error:  # whatever it is, the bot goes on with what it has
                _logger.error("the knowledge base stays as it was", extra=described(error))
                return
            self._built = new
            for user in self._users:
                user.use(new)
            version = new.services.desk.base.fingerprint[:12]
            _logger.info("the knowledge base was renewed", extra={"knowledge": version})
