from __future__ import annotations

import pytest

from bot.knowledge.models import Base
from bot.prepare.messages import Messages
from bot.reviews import Calendar
from bot.states import Profiles
from tests.prepare.conftest import KNOWLEDGE

WRITER = "For the writer: take this part out before you send"


@pytest.fixture(scope="session")
def messages(base: Base, profiles: Profiles) -> Messages:
    return Messages.open(KNOWLEDGE, base, Calendar.open(KNOWLEDGE), profiles)
