"""A burst of messages on the deployed stack: each is in the log exactly once."""

from dataclasses import replace
from secrets import token_hex

import pytest

from bench.load import Message, Outcome, burst, measures, plan
from infra.local.stack import Stack

pytestmark = pytest.mark.e2e
RATE, SECONDS = 8, 5


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    """A burst in which some are delivered twice."""
    made = plan(RATE, SECONDS, token_hex(4))
    return [replace(one, copies=1 + (n % 7 == 0)) for n, one in enumerate(made)]


@pytest.fixture
def outcome(stack: Stack, messages: list[Message]) -> Outcome:
    return burst(stack, messages)


def test_a_burst_is_neither_refused_nor_lost_nor_doubled(
    outcome: Outcome, messages: list[Message]
) -> None:
    found = {line["name"]: line["value"] for line in measures(outcome)}

    assert len(messages) > 20
    assert any(one.copies > 1 for one in messages)
    assert found["load_messages"] == len(messages)
    amiss = ("load_refused", "load_lost", "load_doubled")
    assert {name: found[name] for name in amiss} == dict.fromkeys(amiss, 0)
    assert outcome.is_whole
