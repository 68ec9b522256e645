"""What goes out by itself, over the deployed stack: a note at night, an invitation."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.api import wait_for
from infra.local.stack import Stack
from tests.e2e.conftest import QUIET
from tests.e2e.journey import Journey, somebody

pytestmark = pytest.mark.e2e


@pytest.fixture
def journey(stack: Stack) -> Iterator[Journey]:
    """An evening on which two messages make a long talk."""
    made = Journey(stack)
    start = made.morning()
    made.api.send("PUT", "/settings/escalation", {"threshold": {"messages": 2}})
    made.move_to(start + timedelta(hours=11))
    yield made
    made.api.send("PUT", "/settings/escalation", QUIET)


def test_a_customer_is_told_when_we_are_back_and_invited(journey: Journey) -> None:
    user = somebody()
    first, second = f"71{user}", f"72{user}"
    for post in (first, second):
        asked = say.post(user, "kim", post, "@sample_shop where is it?", journey.now())
        journey.post("x", asked)
        out = _answer(journey, post)
        assert ("back: " in out["text"]) == (post == first)
    case = journey.api.case_of(f"x:{user}")["id"]
    wait_for("the mark", lambda: "escalated" in journey.kinds(case) or None)

    assert "recipient_id=" in out["text"]
    assert journey.clock(case) == (None, None)
    assert journey.kinds(case).count("private_offered") == 1
    assert journey.kinds(case).count("message_sent") == 2


def _answer(journey: Journey, post: str) -> dict[str, Any]:
    [out] = wait_for("an answer by itself", lambda: journey.sent(post) or None)
    return out
