"""Routing: which rule decides, what it gives, and why the others did not match."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.calendars import Calendar
from shared.domain.conditions import Subject, When, why_not
from shared.domain.routing import (
    PRIORITIES,
    Explained,
    Otherwise,
    Raise,
    Routed,
    Routing,
    Rule,
    Then,
    explain,
    raised,
    route,
)
from shared.domain.routing_json import read_routing
from tests.unit.domain.routing_samples import RAISES, RULES, SUBJECTS

NOON = datetime(2026, 3, 4, 11, 0, tzinfo=UTC)  # a Wednesday, 12:00 in Rome
OFFICE = {"timezone": "Europe/Rome", "weekly": {"wed": [["09:00", "18:00"]]}}
CALENDARS = {
    "default": Calendar.parse(OFFICE),
    "night": Calendar.parse(OFFICE | {"weekly": {"wed": [["22:00", "06:00"]]}}),
}
NOTHING_RAISES = Raise()


def subject(**changes: Any) -> Subject:
    """Build a public post on X by somebody of whom nothing is known, changed."""
    known: dict[str, Any] = {"channel": "x", "visibility": "public", "at": NOON}
    return Subject(**(known | changes))


def when(**conditions: Any) -> When:
    """Read the conditions of a rule from JSON."""
    rule = {"name": "rule", "when": conditions, "then": {}}
    return read_routing({"rules": [rule]}).rules[0].when


@pytest.mark.parametrize(
    ("condition", "holds", "fails", "reason"),
    [
        (
            {"channel": ["telegram", "x"]},
            {},
            {"channel": "phone"},
            "channel is phone, not telegram or x",
        ),
        (
            {"visibility": "public"},
            {},
            {"visibility": "private"},
            "visibility is private, not public",
        ),
        (
            {"language": ["it", "de"]},
            {"language": "de"},
            {"language": "en"},
            "language is en, not it or de",
        ),
        ({"language": ["it"]}, {"language": "it"}, {}, "language is not known"),
        (
            {"urgency": 40},
            {"urgency": 40},
            {"urgency": 39},
            "urgency is 39, less than 40",
        ),
        (
            {"topic": ["refund", "delivery"]},
            {"topics": ("billing", "delivery")},
            {"topics": ("billing", "login")},
            "topic is billing and login, not refund or delivery",
        ),
        ({"topic": ["refund"]}, {"topics": ("refund",)}, {}, "topic is not known"),
        (
            {"sentiment": ["negative"]},
            {"sentiment": "negative"},
            {"sentiment": "neutral"},
            "sentiment is neutral, not negative",
        ),
        (
            {"sentiment_below": -0.5},
            {"sentiment_score": -0.51},
            {"sentiment_score": -0.5},
            "sentiment is -0.5, not below -0.5",
        ),
        (
            {"sentiment_below": 0},
            {"sentiment_score": -0.1},
            {},
            "sentiment is not known",
        ),
        (
            {"reach": 100},
            {"followers": 100},
            {"followers": 99},
            "reach is 99, less than 100",
        ),
        ({"reach": 100}, {"followers": 5000}, {}, "reach is not known"),
        (
            {"customer_type": "cross_channel"},
            {"customer_type": "cross_channel"},
            {},
            "customer_type is social_only, not cross_channel",
        ),
        (
            {"earlier_messages": 3},
            {"earlier_messages": 3},
            {"earlier_messages": 2},
            "earlier_messages is 2, less than 3",
        ),
        ({"complaints": 1}, {"complaints": 2}, {}, "complaints is 0, less than 1"),
        ({"open_cases": 1}, {"open_cases": 1}, {}, "open_cases is 0, less than 1"),
        (
            {"failed_elsewhere": True},
            {"failed_elsewhere": True},
            {},
            "failed_elsewhere is false, not true",
        ),
        (
            {"failed_elsewhere": False},
            {},
            {"failed_elsewhere": True},
            "failed_elsewhere is true, not false",
        ),
        (
            {"attributes": {"tier": ["gold", "silver"]}},
            {"attributes": {"tier": "silver"}},
            {"attributes": {"tier": "iron"}},
            "attribute tier is iron, not gold or silver",
        ),
        (
            {"attributes": {"tier": ["gold"], "country": ["IT"]}},
            {"attributes": {"tier": "gold", "country": "IT"}},
            {"attributes": {"tier": "gold"}},
            "attribute country is not known",
        ),
        (
            {"hours": {"is": "open"}},
            {},
            {"at": NOON.replace(hour=17)},
            "calendar default is closed, not open",
        ),
        (
            {"hours": {"calendar": "night", "is": "closed"}},
            {},
            {"at": NOON.replace(hour=23)},
            "calendar night is open, not closed",
        ),
        (
            {"local_time": {"days": ["mon", "wed"], "from": "09:00", "to": "12:01"}},
            {},
            {"at": NOON.replace(minute=1)},
            "local_time is wed 12:01 in Europe/Rome, not mon wed 09:00-12:01",
        ),
    ],
)
def test_a_condition_holds_or_says_why_not(
    condition: dict[str, Any],
    holds: dict[str, Any],
    fails: dict[str, Any],
    reason: str,
) -> None:
    assert why_not(when(**condition), subject(**holds), CALENDARS) is None
    assert why_not(when(**condition), subject(**fails), CALENDARS) == reason


@pytest.mark.parametrize("state", ["open", "closed"])
def test_a_calendar_that_is_not_there_is_neither_open_nor_closed(state: str) -> None:
    asked = when(hours={"calendar": "gone", "is": state})

    assert why_not(asked, subject(), CALENDARS) == "there is no calendar 'gone'"


@pytest.mark.parametrize(
    ("instant", "covered"),
    [
        ("2026-03-06T17:59:59+01:00", False),
        ("2026-03-06T18:00:00+01:00", True),  # a Friday
        ("2026-03-07T08:59:00+01:00", True),
        ("2026-03-07T09:00:00+01:00", False),
        ("2026-03-06T08:00:00+01:00", False),  # Thursday's night is not asked for
        ("2026-03-07T20:00:00+01:00", False),
        ("2026-03-09T02:00:00+01:00", True),  # Sunday's night
        ("2026-03-10T02:00:00+01:00", False),
    ],
)
def test_a_night_belongs_to_the_day_it_begins_on(instant: str, covered: bool) -> None:
    nights = when(local_time={"days": ["fri", "sun"], "from": "18:00", "to": "09:00"})

    found = why_not(nights, subject(at=datetime.fromisoformat(instant)), CALENDARS)

    assert (found is None) == covered


def test_whole_days_need_no_hours() -> None:
    weekend = when(local_time={"days": ["sat", "sun"]})
    friday = datetime(2026, 3, 6, 22, 59, tzinfo=UTC)

    assert why_not(weekend, subject(at=friday), CALENDARS) is not None
    assert why_not(weekend, subject(at=friday.replace(hour=23)), CALENDARS) is None


def test_the_first_condition_that_fails_is_told() -> None:
    asked = when(visibility="private", channel=["phone"], reach=5)

    assert why_not(asked, subject(), CALENDARS) == "channel is x, not phone"


def test_without_rules_a_case_is_given_what_is_usual() -> None:
    assert route(subject(), Routing(), CALENDARS) == Routed()


def test_a_rule_gives_what_it_says_and_the_rest_is_as_otherwise() -> None:
    routing = Routing(
        rules=(
            Rule(name="phone", when=When(channel=("phone",))),
            Rule(name="vip", then=Then(queue="vip", policy="gold")),
            Rule(name="late", then=Then(queue="late")),
        ),
        otherwise=Otherwise(queue="all", priority="low", policy="iron", skills=("it",)),
        version=7,
    )

    assert route(subject(), routing, CALENDARS) == Routed(
        queue="vip",
        priority="low",
        policy="gold",
        skills=("it",),
        rule="vip",
        version=7,
    )
    assert route(subject(channel="phone"), routing, CALENDARS) == Routed(
        queue="all",
        priority="low",
        policy="iron",
        skills=("it",),
        rule="phone",
        version=7,
    )


def test_a_rule_may_ask_for_no_skill_at_all() -> None:
    rule = Rule(name="any", then=Then(skills=()))
    routing = Routing(rules=(rule,), otherwise=Otherwise(skills=("it",)))

    assert route(subject(), routing, CALENDARS).skills == ()


def test_what_is_flushed_gets_a_reason_and_is_never_raised() -> None:
    rule = Rule(name="adverts", then=Then(flush="advertising"))

    routed = route(subject(followers=10**6), Routing(rules=(rule,)), CALENDARS)

    assert routed == Routed(flush="advertising", rule="adverts")


@pytest.mark.parametrize(
    ("customer", "priority", "reasons"),
    [
        ({}, "low", ()),
        ({"complaints": 1, "sentiment_score": -0.9, "followers": 9_999}, "low", ()),
        ({"complaints": 2}, "normal", ("complaints 2",)),
        ({"sentiment_score": -0.91}, "normal", ("sentiment -0.91",)),
        ({"followers": 10_000}, "normal", ("reach 10000",)),
        ({"failed_elsewhere": True}, "normal", ("failed elsewhere",)),
        (
            {"complaints": 9, "sentiment_score": -1.0, "followers": 10**6}
            | {"failed_elsewhere": True},
            "urgent",
            ("complaints 9", "sentiment -1", "reach 1000000", "failed elsewhere"),
        ),
    ],
)
def test_what_a_customer_has_been_through_raises_the_priority_step_by_step(
    customer: dict[str, Any], priority: str, reasons: tuple[str, ...]
) -> None:
    routing = Routing(otherwise=Otherwise(priority="low"))

    routed = route(subject(**customer), routing, CALENDARS)

    assert (routed.priority, routed.reasons) == (priority, reasons)


def test_urgency_raises_the_priority_by_a_step_from_fifty_on() -> None:
    found = [route(subject(urgency=n), Routing(), CALENDARS) for n in (49, 50)]

    assert [r.priority for r in found] == ["normal", "high"]
    assert found[1].reasons == ("urgency 50",)


def test_a_desk_may_let_nothing_raise_a_priority() -> None:
    routing = Routing(raises=NOTHING_RAISES)
    customer = subject(
        complaints=9, sentiment_score=-1.0, followers=10**6, failed_elsewhere=True
    )

    assert route(customer, routing, CALENDARS) == Routed()


def test_every_rule_is_explained() -> None:
    routing = Routing(
        rules=(
            Rule(name="private", when=When(visibility="private")),
            Rule(name="x", when=When(channel=("x",))),
            Rule(name="all"),
        )
    )

    assert explain(subject(), routing, CALENDARS) == (
        Explained(
            rule="private", matched=False, why_not="visibility is public, not private"
        ),
        Explained(rule="x", matched=True),
        Explained(rule="all", matched=True),
    )


def test_the_queues_are_those_that_a_rule_can_give() -> None:
    rules = (Rule(name="a", then=Then(queue="vip")), Rule(name="b"))

    assert Routing(rules=rules).queues == {"vip", "default"}


def test_a_priority_is_raised_to_urgent_at_most() -> None:
    assert [raised(p) for p in PRIORITIES] == ["urgent", "urgent", "high", "normal"]
    assert raised("low", 2) == "high"
    assert raised("normal", 0) == "normal"


def test_a_usual_decision_is_stored_in_no_space() -> None:
    assert Routed().to_json() == {}
    assert Routed(skills=("it",), rule="vip").to_json() == {
        "skills": ["it"],
        "rule": "vip",
    }


def test_a_stored_decision_is_read_whatever_else_stands_there() -> None:
    stored = {"queue": "vip", "version": 3.0, "later": True}

    routed = Routed.from_json(stored)

    assert routed == Routed(queue="vip", version=3)
    assert isinstance(routed.version, int)


@pytest.mark.parametrize(
    ("flushes", "reason"), [(("spam", "praise"), "praise"), (("spam",), None)]
)
def test_what_by_itself_asks_for_nothing_is_flushed_before_any_rule(
    flushes: tuple[str, ...], reason: str | None
) -> None:
    rules = (Rule(name="all", then=Then(queue="vip")),)
    routing = Routing(rules=rules, flushes=flushes)
    found = route(subject(flush="praise"), routing, CALENDARS)

    assert found.flush == reason
    assert found.rule == (None if reason else "all")


# Laws


def matching(subject: Subject, rules: tuple[Rule, ...]) -> list[str]:
    return [r.name for r in rules if why_not(r.when, subject, CALENDARS) is None]


@settings(deadline=None)
@given(SUBJECTS, RULES)
def test_the_first_rule_that_matches_decides(
    subject: Subject, rules: tuple[Rule, ...]
) -> None:
    asking = replace(subject, flush=None)
    routed = route(asking, Routing(rules=rules), CALENDARS)

    explained = explain(subject, Routing(rules=rules), CALENDARS)
    assert routed.rule == next(iter(matching(subject, rules)), None)
    assert [e.rule for e in explained if e.matched] == matching(subject, rules)
    assert all(e.matched == (e.why_not is None) for e in explained)


@settings(deadline=None)
@given(SUBJECTS, RULES)
def test_a_rule_matches_exactly_if_each_of_its_conditions_alone_does(
    subject: Subject, rules: tuple[Rule, ...]
) -> None:
    for rule in rules:
        alone = [
            why_not(When(**{name: value}), subject, CALENDARS)
            for name, value in conditions(rule.when).items()
        ]
        expected = all(reason is None for reason in alone)
        assert (why_not(rule.when, subject, CALENDARS) is None) == expected


@settings(deadline=None)
@given(SUBJECTS, RULES, RAISES, st.sampled_from(PRIORITIES))
def test_no_raise_ever_lowers_and_each_has_its_reason(
    subject: Subject, rules: tuple[Rule, ...], raises: Raise, priority: str
) -> None:
    otherwise = Otherwise(priority=priority)
    plain = Routing(rules=rules, otherwise=otherwise, raises=NOTHING_RAISES)
    before = route(subject, plain, CALENDARS)

    after = route(
        subject, Routing(rules=rules, otherwise=otherwise, raises=raises), CALENDARS
    )

    assert before.reasons == ()
    assert PRIORITIES.index(after.priority) <= PRIORITIES.index(before.priority)
    assert after.priority == raised(before.priority, len(after.reasons))
    assert (after.queue, after.policy, after.skills, after.flush, after.rule) == (
        *(before.queue, before.policy, before.skills, before.flush, before.rule),
    )


@settings(deadline=None)
@given(SUBJECTS, RULES, st.integers(0, 10**6))
def test_a_decision_is_read_as_it_was_stored(
    subject: Subject, rules: tuple[Rule, ...], version: int
) -> None:
    routed = route(subject, Routing(rules=rules, version=version), CALENDARS)

    assert Routed.from_json(routed.to_json()) == routed


def conditions(when: When) -> Mapping[str, Any]:
    """The conditions that a rule has."""
    values = {name: getattr(when, name) for name in When.__slots__}
    return {name: value for name, value in values.items() if value is not None}
