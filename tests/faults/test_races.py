"""Two workers on one customer: at each call of one the other does all of its work."""

import json
from collections import Counter
from datetime import timedelta

from infra.local import sample_platforms as say
from shared.domain.cases import case_id
from tests.faults.calls import Call, Mode
from tests.faults.cloud import Cloud, Start
from tests.faults.journeys import PERSON, USER, act, settle, staffed, writes
from tests.faults.matrix import Outcome, Wanted, outcomes
from tests.faults.settled import Settled, numbers_differ

CASE = case_id(PERSON, f"m_{USER}_1")
ACTIONS: tuple[tuple[str, dict[str, str]], ...] = (
    ("note", {"text": "He called."}),
    ("unassign", {}),
    ("resolve", {}),
)


def during(function: str) -> Wanted:
    """At each call of a function the other worker acts."""

    def wanted(_number: int, call: Call) -> list[Mode]:
        return ["meanwhile"] if call.function == function else []

    return wanted


def wrong(found: list[Outcome]) -> list[Outcome]:
    assert len(found) > 10
    return [it for it in found if it.how == "different"]


def burst(cloud: Cloud) -> None:
    """Three messages of a new customer, each taken by a worker of its own."""
    staffed(cloud)
    cloud.queue("inbound").batch = 1
    now = cloud.clock.now()
    made = [
        say.messenger(USER, f"m_{USER}_{n}", text, now + timedelta(seconds=n))
        for n, text in enumerate(("Hello?", "My parcel is late.", "Where is it?"), 1)
    ]
    cloud.webhook(say.page(now, messaging=made))
    settle(cloud)


def crossed(cloud: Cloud) -> None:
    """He writes while an agent notes something, gives him back, and resolves."""
    staffed(cloud)
    writes(cloud, USER, 1, "My parcel is late. Where is it?")
    inbound = cloud.queue("inbound")

    def arrives() -> None:
        inbound.held = False
        inbound.poll()

    cloud.meanwhile = arrives
    for number, (action, body) in enumerate(ACTIONS, 1):
        cloud.run(20 * number)
        inbound.held = True
        writes(cloud, USER, 1 + number, "It is number 4711.")
        act(cloud, action, CASE, **body)
        arrives()  # at the latest now
    settle(cloud)


def but_for_the_name(one: Settled, other: Settled) -> list[str]:
    """How two ends differ; whichever message was first stored names the case."""
    found = [str(it) for it in (other.lost, other.dead, other.failed) if it]
    found += [f"card: {p} is not its fold" for p, it in other.folds.items() if not it]
    if _said(one) != _said(other):
        found.append(f"log: {_said(other)} instead of {_said(one)}")
    return found + list(numbers_differ(one, other))


def _said(end: Settled) -> Counter[str]:
    """What is in the logs, by kind and words."""
    bodies = [json.loads(body) for log in end.log.values() for _, body in log]
    return Counter(f"{body['kind']} {body.get('text')}" for body in bodies)


def test_messages_of_one_customer_may_be_stored_at_once(start: Start) -> None:
    found = outcomes(start, burst, during("ingest_events"), compare=but_for_the_name)

    assert wrong(found) == []


def test_he_may_write_while_an_agent_acts(start: Start) -> None:
    assert wrong(outcomes(start, crossed, during("api_handler"))) == []
