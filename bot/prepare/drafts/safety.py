"""All that looks for what could identify people in a text: names, numbers, places, traces."""

from __future__ import annotations

from collections.abc import Iterator

from bot.prepare.drafts.contacts import ContactFinder, check_contacts
from bot.prepare.drafts.lists import Lists
from bot.prepare.drafts.looking import Reading
from bot.prepare.drafts.models import Item
from bot.prepare.drafts.names import PeopleFinder
from bot.prepare.drafts.people import check_people
from bot.prepare.drafts.places import PlaceFinder, check_places
from bot.prepare.drafts.traces import TraceFinder, check_traces
from bot.states import StateNames


class Safety:
    """The finders, opened once; safe to use from several threads."""

    def __init__(self, lists: Lists, names: StateNames) -> None:
        self.contacts = ContactFinder(lists.contacts, lists.regions)
        self._people = PeopleFinder(lists)
        self._places = PlaceFinder(lists).over(names)
        self._traces = TraceFinder(lists)

    def items(self, look: Reading) -> Iterator[Item]:
        """What is found in a text and what belongs to it, one item a kind of check."""
        yield from check_people(look, self._people)
        yield from check_contacts(look, self.contacts)
        yield from check_places(look, self._places)
        yield from check_traces(look, self._traces, self._places)
