"""How long a workflow waits, and what it waits for next if nothing wakes it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.policies import Policy, Sla
from shared.domain.settings import Settings, default_settings
from shared.domain.state import Person
from shared.domain.waits import IDLE, UNSAID, Wait, needed
from tests.fakes.entries import action, at, received, sent

# On X: 15 minutes for the first answer, an hour for the next, 16 to the end, which
# stands still while it is the customer's turn; warned when a fifth is left.
SETTINGS = default_settings("UTC")
CASE = case_id("x:1", "m1")
HOUR = timedelta(hours=1)


def steady() -> Settings:
    """Elapsed time without pauses: 15 minutes, an hour, a day."""
    policy = Policy(
        name="steady",
        first_response=HOUR / 4,
        next_response=HOUR,
        resolution=24 * HOUR,
        business=False,
        pauses=False,
    )
    sla = Sla(policies={"steady": policy}, assign=(), otherwise="steady")
    return replace(SETTINGS, sla=sla)


def wait(
    now: float,
    *entries: Entry,
    rules: Settings = SETTINGS,
    other: datetime | None = None,
) -> Wait:
    person = fold(Person(id="x:1"), [received(), *entries], rules)
    return needed(person, at(now), rules, other)


def test_it_waits_until_something_is_at_risk() -> None:
    found = wait(2)

    assert (found.until, found.seconds) == (at(12), 600)


def test_it_never_waits_too_short_and_at_least_a_second() -> None:
    assert wait(11.99).seconds == 1
    assert wait(1.99).seconds == 601
    assert wait(99).seconds == 1


@pytest.mark.parametrize(
    ("rules", "then"),
    [(SETTINGS, at(12) + IDLE), (steady(), at(0.8 * 24 * 60))],
    ids=["the resolution stands still", "the resolution runs on"],
)
def test_what_follows_is_what_would_after_an_answer(
    rules: Settings, then: datetime
) -> None:
    found = wait(2, rules=rules)

    assert found.then_until == then


def test_both_waits_together_end_when_the_second_one_must() -> None:
    found = wait(2.005, rules=steady())
    assert found.then_until is not None
    late = at(2.005) + timedelta(seconds=found.seconds + found.then_seconds)

    assert timedelta() <= late - found.then_until < timedelta(seconds=1)


def test_after_a_warning_of_the_resolution_it_is_due() -> None:
    found = wait(60, sent(3), rules=steady())

    assert (found.until, found.then_until) == (at(0.8 * 24 * 60), at(24 * 60))


def test_with_nothing_due_it_waits_for_long() -> None:
    assert wait(5, sent(3)).until == at(5) + IDLE


@pytest.mark.parametrize(
    ("other", "until"), [(at(5), at(5)), (at(99), at(12)), (at(1), at(12))]
)
def test_a_shift_may_come_first_unless_it_has_begun(
    other: datetime, until: datetime
) -> None:
    assert wait(2, other=other).until == until


def test_a_case_that_is_over_needs_no_wait() -> None:
    assert wait(5, action("resolved", 4, CASE)).until == at(5) + IDLE


@pytest.mark.parametrize(
    ("armed", "late"), [(at(11), False), (at(12), False), (at(13), True), (None, True)]
)
def test_a_wait_is_too_long_if_it_ends_after_what_is_needed(
    armed: datetime | None, late: bool
) -> None:
    assert Wait(until=armed).is_too_long(wait(2)) == late


def test_the_machine_carries_instants_as_text() -> None:
    assert wait(2).to_json() == {
        "seconds": 600,
        "until": "2026-03-02T10:12:00.000Z",
        "then": {"seconds": 30 * 86_400, "until": "2026-04-01T10:12:00.000Z"},
    }
    assert UNSAID.to_json()["until"] is None
