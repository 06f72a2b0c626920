"""The round that most tests of the follow-up fill."""

import pytest

from initiatives.results.models import FollowUpRound


@pytest.fixture
def march(rounds: list[FollowUpRound]) -> FollowUpRound:
    return rounds[2]
