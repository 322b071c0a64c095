from __future__ import annotations

import pytest

from bot.knowledge.models import Base
from bot.prepare import Prepare
from bot.prepare.drafts import DraftCheck, Report
from bot.states import Profiles
from tests.prepare.conftest import KNOWLEDGE
from tests.prepare.drafts.corpus import Sample, corpus


@pytest.fixture(scope="session")
def desk(base: Base, prepare: Prepare, profiles: Profiles) -> DraftCheck:
    return DraftCheck.open(KNOWLEDGE, base, prepare.actions, profiles)


@pytest.fixture(scope="session")
def samples() -> list[Sample]:
    return corpus()


@pytest.fixture(scope="session")
def reports(desk: DraftCheck, samples: list[Sample]) -> dict[str, Report]:
    return {
        one.name: desk.check(one.content, one.name, one.action, joint=one.joint, state=one.state)
        for one in samples
    }
