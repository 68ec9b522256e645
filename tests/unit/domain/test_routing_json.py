"""What routing rules in JSON must say, and what is said of those that do not."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.conditions import LocalTime, Opening, When
from shared.domain.hours import DAY, Hours
from shared.domain.routing import Otherwise, Raise, Routing, Rule, Then
from shared.domain.routing_json import check_names, read_routing, write_routing
from shared.errors import BadInput
from tests.unit.domain.json_samples import ANYTHING, changed_somewhere
from tests.unit.domain.routing_samples import OTHERWISES, RAISES, RULES

WHOLE: dict[str, Any] = {
    "rules": [
        {"name": "adverts", "when": {}, "then": {"flush": "advertising"}},
        {
            "name": "vip",
            "when": {
                "channel": ["x", "telegram"],
                "visibility": "public",
                "language": ["it"],
                "topic": ["refund"],
                "sentiment": ["negative", "neutral"],
                "sentiment_below": -0.5,
                "urgency": 40,
                "reach": 10_000,
                "customer_type": "cross_channel",
                "earlier_messages": 2,
                "complaints": 1,
                "open_cases": 1,
                "failed_elsewhere": True,
                "attributes": {"tier": ["gold", "silver"]},
                "hours": {"calendar": "night", "is": "closed"},
                "local_time": {"days": ["fri"], "from": "18:00", "to": "09:00"},
            },
            "then": {
                "queue": "vip",
                "priority": "high",
                "policy": "gold",
                "skills": ["it", "refunds"],
            },
        },
    ],
    "otherwise": {"queue": "all", "priority": "low", "policy": "iron", "skills": []},
    "raise": {
        "complaints": 3,
        "sentiment_below": -0.9,
        "urgency": 60,
        "reach": 500,
        "failed_elsewhere": False,
    },
    "flush": ["spam", "advertising"],
}


def test_every_field_is_read() -> None:
    routing = read_routing(WHOLE)

    assert routing == Routing(
        rules=(
            Rule(name="adverts", when=When(), then=Then(flush="advertising")),
            Rule(
                name="vip",
                when=When(
                    channel=("x", "telegram"),
                    visibility="public",
                    language=("it",),
                    topic=("refund",),
                    sentiment=("negative", "neutral"),
                    sentiment_below=-0.5,
                    urgency=40,
                    reach=10_000,
                    customer_type="cross_channel",
                    earlier_messages=2,
                    complaints=1,
                    open_cases=1,
                    failed_elsewhere=True,
                    attributes={"tier": ("gold", "silver")},
                    hours=Opening("night", open=False),
                    local_time=LocalTime(("fri",), Hours(18 * 60, DAY + 9 * 60)),
                ),
                then=Then(
                    queue="vip",
                    priority="high",
                    policy="gold",
                    skills=("it", "refunds"),
                ),
            ),
        ),
        otherwise=Otherwise(queue="all", priority="low", policy="iron"),
        raises=Raise(complaints=3, sentiment_below=-0.9, urgency=60, reach=500),
        flushes=("spam", "advertising"),
    )


def test_the_whole_document_is_said_again() -> None:
    assert write_routing(read_routing(WHOLE)) == WHOLE


def test_a_document_that_says_nothing_is_that_of_a_new_desk() -> None:
    assert read_routing({}) == Routing()


def test_an_empty_raise_raises_nothing() -> None:
    assert read_routing({"raise": {}}).raises == Raise()


def test_what_otherwise_leaves_out_is_usual() -> None:
    routing = read_routing({"otherwise": {"policy": "gold"}})

    assert routing.otherwise == Otherwise(queue="default", policy="gold")


def test_two_hundred_rules_are_enough() -> None:
    rules = [{"name": str(n), "then": {}} for n in range(201)]

    assert len(read_routing({"rules": rules[:200]}).rules) == 200
    with pytest.raises(BadInput, match="rules has more than 200 values"):
        read_routing({"rules": rules})


@pytest.mark.parametrize(
    ("document", "message"),
    [
        (None, "routing must be an object"),
        ({"rule": []}, "routing has no field 'rule'"),
        ({"rules": {}}, "rules must be a list"),
        ({"rules": [7]}, "rules[0] must be an object"),
        ({"rules": [{"then": {}}]}, "rules[0].name must be a text of 1 to 64"),
        (
            {"rules": [{"name": "a", "then": {}}, {"name": "a", "then": {}}]},
            "rules[1] 'a' has the name of rules[0].",
        ),
        ({"otherwise": {"queue": None}}, "otherwise.queue must be 1 to 64 of"),
        ({"otherwise": {"flush": "spam"}}, "otherwise has no field 'flush'"),
        ({"otherwise": []}, "otherwise must be an object"),
        ({"raise": None}, "raise must be an object"),
        ({"raise": {"complaint": 1}}, "raise has no field 'complaint'"),
        ({"raise": {"complaints": 0}}, "raise.complaints must be a whole number"),
        ({"raise": {"sentiment_below": -7}}, "raise.sentiment_below must be a number"),
        ({"raise": {"urgency": 101}}, "raise.urgency must be at most 100"),
        ({"flush": ["rude"]}, "flush[0] must be spam or advertising"),
        ({"raise": {"reach": None}}, "raise.reach must be a whole number"),
        ({"raise": {"failed_elsewhere": 1}}, "raise.failed_elsewhere must be true or"),
    ],
)
def test_an_error_names_the_field(document: Any, message: str) -> None:
    with pytest.raises(BadInput) as error:
        read_routing(document)

    assert error.value.message.startswith(message)


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"if": {}}, " has no field 'if'."),
        ({"when": []}, ": when must be an object."),
        ({"when": {"chanel": ["x"]}}, ": when has no field 'chanel'."),
        ({"when": {"channel": "x"}}, ": when.channel must be a list."),
        ({"when": {"channel": []}}, ": when.channel must have at least one value."),
        ({"when": {"language": ["it", 7]}}, ": when.language[1] must be a text of"),
        ({"when": {"topic": [""]}}, ": when.topic[0] must be a text of 1 to 64"),
        ({"when": {"visibility": ["public"]}}, ": when.visibility must be public or"),
        (
            {"when": {"sentiment": ["angry"]}},
            ": when.sentiment[0] must be negative or neutral or positive.",
        ),
        (
            {"when": {"sentiment_below": "low"}},
            ": when.sentiment_below must be a number from -1 to 1.",
        ),
        ({"when": {"reach": 1.5}}, ": when.reach must be a whole number from 1"),
        ({"when": {"earlier_messages": 0}}, ": when.earlier_messages must be a whole"),
        ({"when": {"complaints": True}}, ": when.complaints must be a whole number"),
        ({"when": {"open_cases": -1}}, ": when.open_cases must be a whole number"),
        ({"when": {"failed_elsewhere": "no"}}, ": when.failed_elsewhere must be true"),
        (
            {"when": {"customer_type": "vip"}},
            ": when.customer_type must be social_only or cross_channel.",
        ),
        ({"when": {"attributes": ["tier"]}}, ": when.attributes must be an object."),
        ({"when": {"attributes": {"": ["a"]}}}, ": when.attributes: a name must be"),
        (
            {"when": {"attributes": {"tier": []}}},
            ": when.attributes.tier must have at least one value.",
        ),
        (
            {"when": {"attributes": {"tier": [7]}}},
            ": when.attributes.tier[0] must be a text of 1 to 64",
        ),
        ({"when": {"hours": "open"}}, ": when.hours must be an object."),
        ({"when": {"hours": {}}}, ": when.hours.is must be open or closed."),
        (
            {"when": {"hours": {"calendar": "My desk", "is": "open"}}},
            ": when.hours.calendar must be 1 to 64 of the characters",
        ),
        ({"when": {"local_time": {"day": "mon"}}}, ": when.local_time has no field"),
        (
            {"when": {"local_time": {"days": ["monday"]}}},
            ": when.local_time.days[0] must be mon or tue",
        ),
        ({"when": {"local_time": {"days": []}}}, ": when.local_time.days must have"),
        (
            {"when": {"local_time": {"from": "9:00"}}},
            ": when.local_time must be times HH:MM",
        ),
        (
            {"when": {"local_time": {"from": "09:00", "to": "09:00"}}},
            ": when.local_time opens when it closes",
        ),
        ({"then": None}, ": then must be an object."),
        ({"then": {"queue": "My queue"}}, ": then.queue must be 1 to 64 of"),
        ({"then": {"priority": "top"}}, ": then.priority must be urgent or high or"),
        ({"then": {"policy": ""}}, ": then.policy must be 1 to 64 of the characters"),
        ({"then": {"skills": "it"}}, ": then.skills must be a list."),
        ({"then": {"flush": ""}}, ": then.flush must be a text of 1 to 64 characters."),
        ({"then": {"flush": "spam", "queue": "a"}}, ": then.flush stands alone."),
    ],
)
def test_an_error_names_the_rule_and_the_field(
    rule: dict[str, Any], message: str
) -> None:
    first = {"name": "first", "then": {}}
    wrong = {"name": "vip", "then": {}} | rule

    with pytest.raises(BadInput) as error:
        read_routing({"rules": [first, wrong]})

    assert error.value.message.startswith(f"rules[1] 'vip'{message}")


@pytest.mark.parametrize(
    ("calendars", "policies", "message"),
    [
        (
            {"default"},
            {"gold", "iron"},
            "rules[1] 'vip': when.hours.calendar: there is no calendar 'night'.",
        ),
        (
            {"night"},
            {"iron"},
            "rules[1] 'vip': then.policy: there is no policy 'gold'.",
        ),
        ({"night"}, {"gold"}, "otherwise.policy: there is no policy 'iron'."),
    ],
)
def test_what_a_rule_names_must_be_there(
    calendars: set[str], policies: set[str], message: str
) -> None:
    with pytest.raises(BadInput) as error:
        check_names(read_routing(WHOLE), calendars=calendars, policies=policies)

    assert error.value.message == message


# Laws

ROUTINGS = st.builds(Routing, rules=RULES, otherwise=OTHERWISES, raises=RAISES)


@settings(deadline=None)
@given(ROUTINGS)
def test_rules_are_read_as_they_were_written(routing: Routing) -> None:
    assert read_routing(write_routing(routing)) == routing


@settings(deadline=None)
@given(ROUTINGS)
def test_what_rules_name_is_all_they_need(routing: Routing) -> None:
    named = {r.then.policy for r in routing.rules} | {routing.otherwise.policy}
    opening = [r.when.hours for r in routing.rules if r.when.hours is not None]

    check_names(
        routing,
        calendars={hours.calendar for hours in opening},
        policies={policy for policy in named if policy is not None},
    )


@settings(deadline=None)
@given(ANYTHING | changed_somewhere(WHOLE))
def test_any_json_is_rules_or_bad_input(value: Any) -> None:
    try:
        routing = read_routing(value)
    except BadInput:
        return

    assert read_routing(write_routing(routing)) == routing
