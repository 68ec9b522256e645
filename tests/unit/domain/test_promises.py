"""How promises run, stand still and change with a case's policy."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.policies import Policy, Sla
from shared.domain.settings import default_settings
from shared.domain.state import Episode, Person
from tests.fakes.entries import action, at, received, sent

CASE = case_id("x:1", "m1")
HOUR = timedelta(hours=1)
POLICIES = {
    # Ten o'clock on a Monday and eight hours later the desk is closed.
    "elapsed": Policy(name="elapsed", resolution=10 * HOUR, business=False),
    "only_first": Policy(name="only_first", first_response=HOUR),
    "slow": Policy(name="slow", next_response=4 * HOUR, resolution=4 * HOUR),
    "quick": Policy(name="quick", next_response=HOUR, resolution=HOUR),
}


def episode(policy: str, *entries: Entry, **opening: Any) -> Episode:
    sla = Sla(policies=POLICIES, assign=(), otherwise=policy)
    settings = replace(default_settings("UTC"), sla=sla)
    case = fold(Person(id="x:1"), [received(**opening), *entries], settings).case
    assert case is not None
    return case.episode


def moved(minutes: float, policy: str) -> Entry:
    return action("routed", minutes, CASE, routing={"policy": policy})


def test_elapsed_time_runs_while_the_desk_is_closed_and_pauses_too() -> None:
    waiting = episode("elapsed", sent(30), received(90, "m2"))

    assert episode("elapsed").resolution_due == at(600)
    assert episode("elapsed", sent(30)).resolution_due is None
    assert waiting.resolution_due == at(90 + 570)


def test_who_is_promised_a_first_response_only_waits_without_a_deadline() -> None:
    again = episode("only_first", sent(30), received(90, "m2"))

    assert (again.waiting_since, again.next_due) == (at(90), None)


@pytest.mark.parametrize(
    ("policy", "due"),
    [("quick", at(60)), ("only_first", None)],
    ids=["a stricter one", "one without a resolution"],
)
def test_another_policy_promises_its_own_resolution(policy: str, due: Any) -> None:
    assert episode("slow", moved(10, policy)).resolution_due == due


def test_a_resolution_that_was_not_promised_before_has_its_whole_time() -> None:
    assert episode("only_first", moved(10, "slow")).resolution_due == at(10 + 240)


def test_what_is_over_by_the_new_policy_is_due_now() -> None:
    assert episode("slow", moved(120, "quick")).resolution_due == at(120)


def test_a_resolution_that_is_overdue_stays_so() -> None:
    assert episode("quick", moved(90, "slow")).resolution_due == at(60)


def test_nobody_resolves_an_imported_conversation_whatever_its_policy() -> None:
    imported = episode("slow", moved(10, "quick"), historic=True)

    assert (imported.resolution_left, imported.resolution_due) == (None, None)
