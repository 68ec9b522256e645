"""Deadlines on the deployed stack: one outcome, dated at its own instant."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from infra.local import sample_platforms as say
from infra.local.stack import Stack
from shared.domain.times import to_text
from tests.e2e.journey import SCHEDULED, Journey, somebody

pytestmark = pytest.mark.e2e
HOUR = timedelta(hours=1)  # promised on Facebook
SECOND = timedelta(seconds=1)


def test_a_late_answer_is_a_breach_dated_at_the_due_instant(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    asked = journey.own_day()
    due = asked + timedelta(minutes=15)  # promised on X
    journey.post("x", say.direct_message(user, "eva", user, "Where is it?", asked))
    case = journey.api.case_of(f"x:{user}")["id"]
    assert journey.clock(case) == (None, None)

    journey.move_to(due + timedelta(minutes=5))
    breach = journey.api.wait_for_entry(case, "breached")
    answer = journey.reply(case, "It is on its way.")

    assert breach["occurred_at"] == to_text(due)
    assert answer.status == 200
    assert journey.clock(case) == ("breached", to_text(due))
    numbers = journey.kpis(asked.date())
    sla, count = numbers["first_response_sla"], numbers["first_response_time_count"]
    assert (sla["numerator"], sla["denominator"], count["value"]) == (0, 1, 1)
    assert 1200 <= numbers["first_response_time_mean_s"]["value"] < 1230


def test_one_second_decides_although_the_workflow_sleeps(stack: Stack) -> None:
    journey = Journey(stack)
    asked = journey.own_day()
    due = asked + HOUR
    early, late = (_ask(journey, asked) for _ in range(2))
    for case in (early, late):
        _lose_workflow(journey, case["id"])

    journey.move_to(due + timedelta(minutes=10))
    answers = ((early, due - SECOND), (late, due + SECOND))
    echoes = [_native(case, at) for case, at in answers]
    journey.post("facebook", say.page(asked, messaging=echoes))

    assert journey.clock(early["id"]) == ("met", to_text(due - SECOND))
    assert journey.clock(late["id"]) == ("breached", to_text(due))
    assert journey.share(asked.date(), "first_response_sla") == (1, 2)
    journey.invoke("sweep", SCHEDULED)
    assert journey.api.wait_for_entry(late["id"], "breached")["occurred_at"] == (
        to_text(due)
    )
    assert "breached" not in journey.kinds(early["id"])
    assert journey.share(asked.date(), "first_response_sla") == (1, 2)


def test_an_answer_that_arrives_late_counts_at_its_own_time(stack: Stack) -> None:
    journey = Journey(stack)
    asked = journey.own_day()
    due = asked + HOUR
    case = _ask(journey, asked)
    journey.move_to(due + SECOND)
    journey.api.wait_for_entry(case["id"], "breached")
    assert journey.share(asked.date(), "first_response_sla") == (0, 1)

    echo = _native(case, due - SECOND)
    journey.post("facebook", say.page(asked, messaging=[echo]))

    assert journey.clock(case["id"]) == ("met", to_text(due - SECOND))
    assert journey.share(asked.date(), "first_response_sla") == (1, 1)


def test_a_nearer_deadline_wakes_a_workflow_that_would_sleep_on(stack: Stack) -> None:
    journey, user = Journey(stack), somebody()
    asked = journey.own_day()
    journey.post("x", say.direct_message(user, "eva", f"{user}1", "Hello?", asked))
    case = journey.api.case_of(f"x:{user}")["id"]
    journey.reply(case, "How can we help?")
    # It wakes once for nothing and then waits for what nobody knows of yet.
    again = journey.move_to(asked + 2 * HOUR)
    more = say.direct_message(user, "eva", f"{user}2", "My parcel is lost.", again)
    journey.post("x", more)
    due = again + HOUR

    journey.move_to(due - 12 * 60 * SECOND)
    warning = journey.api.wait_for_entry(case, "warned")
    journey.move_to(due)
    breach = journey.api.wait_for_entry(case, "breached")

    assert (warning["clock"], warning["due"]) == ("next_response", to_text(due))
    assert (breach["clock"], breach["occurred_at"]) == ("next_response", to_text(due))
    shown = journey.case(case)
    assert (shown["priority"], shown["escalated"]) == ("high", ["supervisor"])
    assert [e["status"] for e in journey.executions(case)] == ["RUNNING"]


def _ask(journey: Journey, at: datetime) -> dict[str, Any]:
    user = somebody()
    message = say.messenger(user, f"m_{user}_1", "Is anybody there?", at)
    journey.post("facebook", say.page(at, messaging=[message]))
    return journey.api.case_of(f"facebook:{user}")


def _native(case: dict[str, Any], at: datetime) -> dict[str, Any]:
    """What an agent wrote in the page's own inbox."""
    user = case["customer"]["id"].partition(":")[2]
    return say.echo(user, f"m_{user}_2", "We are.", at)


def _lose_workflow(journey: Journey, case: str) -> None:
    for execution in journey.executions(case):
        journey.stack.client("stepfunctions").stop_execution(
            executionArn=execution["executionArn"]
        )
