"""The parts of the desk over one knowledge folder, for the terminal and the bot.

Each is opened when it is first needed, once, out of those that it rests on.
"""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.ask import Desk, Encodes
    from bot.choosing import Chooser
    from bot.knowledge.models import Base
    from bot.prepare import Action, ActionFinder, FirstSections, Prepare
    from bot.prepare.drafts import DraftCheck, TypedCheck
    from bot.prepare.interview import Interview
    from bot.prepare.messages import Messages
    from bot.reviews import Calendar
    from bot.states import Profiles, StateNames
    from bot.states.recommendations import Recommendations


class Library:
    """All parts, by name. Any of them raises KnowledgeError, with every problem that was found in
    the files that it is read from; past recommendations raise Unreadable.

    Libraries are imported where they are used, so that a command waits for its own parts alone.
    """

    def __init__(
        self,
        where: Settings,
        progress: Callable[[int, int], None] | None = None,
        meaning: bool = True,
        model: Callable[[Path], Encodes | None] | None = None,
    ) -> None:
        """`progress(done, of)` is called while missing vectors are made; without `meaning` the desk
        finds by words alone. `model` opens the model of meaning another way than in this process
        (`bot.ask.caged`)."""
        self.where = where
        self._progress, self._meaning, self._model = progress, meaning, model

    @property
    def has_calendar(self) -> bool:
        """Whether the folder holds a calendar of reviews."""
        return (self.where.knowledge / "calendar").is_dir()

    @property
    def has_treaties(self) -> bool:
        """Whether the folder holds what States accepted."""
        return (self.where.knowledge / "states" / "ratifications.csv").is_file()

    @property
    def has_actions(self) -> bool:
        """Whether something can be prepared with it."""
        there = (self.where.knowledge / "actions").is_dir()
        return there and self.has_calendar and self.has_treaties

    @cached_property
    def base(self) -> Base:
        """Entries, mechanisms, sources, glossary and wording."""
        from bot.knowledge import load

        return load(self.where.knowledge, self.where.cache)

    @cached_property
    def states(self) -> StateNames:
        """The names of States in four languages. Raises KnowledgeError."""
        from bot.states import state_names

        return state_names(self.where.knowledge)

    @cached_property
    def profiles(self) -> Profiles:
        """What is known of every State. Raises KnowledgeError with every problem of `states/`."""
        from bot.states import Profiles

        return Profiles.open(self.where.knowledge, self.base, self.states)

    @cached_property
    def calendar(self) -> Calendar:
        """Sessions, reviews and deadlines, as the files say."""
        from bot.reviews import Calendar

        return Calendar.open(self.where.knowledge)

    @cached_property
    def recommendations(self) -> Recommendations:
        """Past recommendations: the file that was imported, or the demonstration set."""
        from bot.states.recommendations import Recommendations

        return Recommendations.open(self.where)

    @cached_property
    def desk(self) -> Desk:
        """The desk that answers questions, over this folder's entries, States and calendar."""
        from bot.ask import Desk, finder, open_encoder

        model = (self._model or open_encoder) if self._meaning else None
        found = finder(lambda: self.base, self.where, self._progress, model)
        prepares = (self.where.knowledge / "actions").is_dir()
        return Desk(
            self.base,
            self.states,
            found,
            self.calendar if self.has_calendar else None,
            # These are opened when the first is asked of or asked for: actions take a second.
            lambda: self.profiles if self.has_treaties else None,
            (lambda *asked: self.action_finder.action_of(*asked)) if prepares else None,
            (lambda *asked: self.first_sections.of(*asked)) if prepares else None,
        )

    @cached_property
    def actions(self) -> dict[str, Action]:
        """What can be prepared, in English, by id."""
        from bot.prepare import load_actions

        return load_actions(self.where.knowledge, self.base)

    @cached_property
    def action_finder(self) -> ActionFinder:
        """What tells the action that a text means."""
        from bot.prepare import ActionFinder

        return ActionFinder(self.actions, self.base)

    @cached_property
    def first_sections(self) -> FirstSections:
        """The first section of each outline."""
        from bot.prepare import FirstSections, TranslatedActions

        said = TranslatedActions(self.where.knowledge, self.base, self.actions)
        return FirstSections(said.of, self.base, self.states)

    @cached_property
    def prepare(self) -> Prepare:
        """Checklists and outlines, these with past recommendations."""
        from bot.prepare import Prepare

        return Prepare.open(
            self.where.knowledge,
            self.base,
            self.calendar,
            self.profiles,
            self.recommendations,
            self.actions,
        )

    @cached_property
    def typed(self) -> TypedCheck:
        """What finds in typed texts who could be identified."""
        from bot.prepare.drafts import TypedCheck

        return TypedCheck.open(self.where.knowledge, self.base, self.states)

    @cached_property
    def messages(self) -> Messages:
        """Letters and other advocacy messages, with past recommendations to quote."""
        from bot.prepare.messages import Messages

        folder, past = self.where.knowledge, self.recommendations
        return Messages.open(folder, self.base, self.calendar, self.profiles, past, self.typed)

    @cached_property
    def interview(self) -> Interview:
        """Several texts out of one set of answers."""
        from bot.prepare.interview import Interview

        return Interview.open(
            self.where.knowledge, self.base, self.calendar, self.profiles, self.prepare, self.typed
        )

    @cached_property
    def drafts(self) -> DraftCheck:
        """The check of drafts, in this process: `bot.apart` does it in one of its own."""
        from bot.prepare.drafts import DraftCheck

        return DraftCheck.open(self.where.knowledge, self.base, self.actions, self.profiles)

    @cached_property
    def chooser(self) -> Chooser:
        """What puts the mechanisms in order for a case."""
        from bot.choosing import Chooser

        return Chooser.open(self.where.knowledge, self.base, self.profiles, self.calendar)
