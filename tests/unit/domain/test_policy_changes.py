"""A case keeps the policy it was opened under, or changes it by a recorded event."""

from dataclasses import replace
from datetime import timedelta

from shared.domain.calendars import DEFAULT_CALENDAR, Calendar
from shared.domain.cases import case_id, fold
from shared.domain.clocks import next_wake, to_warn
from shared.domain.log import Entry
from shared.domain.policies import Policy, Sla
from shared.domain.settings import Rulebook, Settings, default_settings
from shared.domain.state import Episode, Person
from tests.fakes.entries import action, at, received, sent

CASE = case_id("x:1", "m1")
HOUR = 60
ALWAYS = Calendar.parse({"timezone": "UTC", "weekly": "always"})


def rules(**hours: float) -> Settings:
    """One policy, around the clock, with these hours for its next responses."""
    policies = {
        name: Policy(
            name=name,
            first_response=timedelta(hours=1),
            next_response=timedelta(hours=next_response),
            resolution=timedelta(hours=next_response * 2),
        )
        for name, next_response in hours.items()
    }
    return replace(
        default_settings("UTC"),
        calendars={DEFAULT_CALENDAR: ALWAYS},
        sla=Sla(policies=policies, assign=(), otherwise=next(iter(policies))),
    )


# What was eight hours is one from the tenth minute on, and there is a new policy.
BOOK = Rulebook(rules(gold=8), [(at(10), rules(gold=1, new=2))])
TALK = (sent(5), received(30, "m2"))


def person(*entries: Entry) -> Person:
    return fold(Person(id="x:1"), [received(), *entries], BOOK)


def episode(*entries: Entry) -> Episode:
    case = person(*entries).case
    assert case is not None
    return case.episode


def test_a_wait_after_the_change_is_promised_as_the_case_was() -> None:
    assert episode(*TALK).next_due == at(30 + 8 * HOUR)


def test_its_warning_fits_its_promise() -> None:
    before, risk = at(30 + 6.3 * HOUR), at(30 + 6.4 * HOUR)
    found = person(*TALK)

    assert next_wake(found, at(31), BOOK) == risk
    assert to_warn(found, before, BOOK) == []
    assert [clock.kind for clock in to_warn(found, risk, BOOK)] == ["next_response"]


def test_the_next_episode_is_under_the_rules_of_its_own_opening() -> None:
    over = (action("resolved", 20, CASE), received(30, "m2"), sent(40, "a2"))

    assert episode(*over, received(50, "m3")).next_due == at(50 + HOUR)


def test_moved_to_a_policy_it_has_that_as_it_was_then() -> None:
    moved = action("routed", 20, CASE, routing={"policy": "new"})

    assert episode(sent(5), moved, received(30, "m2")).next_due == at(30 + 2 * HOUR)


def test_moved_to_another_queue_it_keeps_its_policy() -> None:
    moved = action("routed", 20, CASE, routing={"policy": "gold", "queue": "vip"})

    assert episode(sent(5), moved, received(30, "m2")).next_due == at(30 + 8 * HOUR)


def test_hours_that_are_put_count_for_what_begins_from_then_on() -> None:
    closed = Calendar.parse(
        {"timezone": "UTC", "weekly": "always", "exceptions": {"2026-03-02": []}}
    )
    holiday = replace(rules(gold=8), calendars={DEFAULT_CALENDAR: closed})
    book = Rulebook(rules(gold=8), [(at(10), holiday)])
    case = fold(Person(id="x:1"), [received(), *TALK], book).case

    assert case is not None
    assert case.episode.due == at(HOUR)
    assert case.episode.next_due == at(22 * HOUR)  # Tuesday, 8:00
