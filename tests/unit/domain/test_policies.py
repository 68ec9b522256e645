"""Promises as data: what a case gets, and what is said of settings that are wrong."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.policies import Assignment, Policy, Sla
from shared.domain.policies_json import (
    check_calendars,
    read_duration,
    read_sla,
    write_duration,
    write_sla,
)
from shared.domain.routing import PRIORITIES
from shared.errors import BadInput
from tests.unit.domain.json_samples import ANYTHING, changed_somewhere

HOUR = timedelta(hours=1)


def document(**changes: Any) -> dict[str, Any]:
    """Build the JSON of two policies, changed."""
    return {
        "policies": {
            "standard": {"first_response": "1h", "resolution": "2d"},
            "gold": {
                "first_response": "15m",
                "next_response": None,
                "time": "elapsed",
                "pause_while_customer_answers": False,
                "at_risk": 0.5,
                "calendar": "night",
            },
        },
        "assign": [{"queue": "vip", "priority": "urgent", "policy": "gold"}],
        "otherwise": "standard",
        "reopen_within": "3d",
    } | changes


def test_a_new_desk_promises_an_hour_and_a_quarter_of_one_on_x() -> None:
    sla = Sla()

    promised = [sla.policy_for(c, "default", "normal") for c in ("facebook", "x")]

    assert [policy.first_response for policy in promised] == [HOUR, HOUR / 4]
    assert {policy.next_response for policy in promised} == {HOUR}
    assert {policy.resolution for policy in promised} == {16 * HOUR}
    assert all(policy.business and policy.pauses for policy in promised)


@pytest.mark.parametrize(
    ("channel", "queue", "priority", "expected"),
    [
        ("x", "vip", "urgent", "first"),
        ("x", "vip", "high", "second"),
        ("x", "default", "urgent", "second"),
        ("phone", "vip", "urgent", "third"),
        ("phone", "vip", "normal", "standard"),
        ("phone", "default", "urgent", "standard"),
    ],
)
def test_the_first_assignment_that_takes_a_case_gives_the_policy(
    channel: str, queue: str, priority: str, expected: str
) -> None:
    names = ("first", "second", "third", "standard")
    sla = Sla(
        policies={name: Policy(name=name) for name in names},
        assign=(
            Assignment(policy="first", channel="x", queue="vip", priority="urgent"),
            Assignment(policy="second", channel="x"),
            Assignment(policy="third", queue="vip", priority="urgent"),
        ),
    )

    assert sla.policy_for(channel, queue, priority).name == expected


def test_what_a_policy_leaves_out_is_not_promised_or_usual() -> None:
    sla = read_sla(document())

    assert sla.policies["standard"] == Policy(
        name="standard",
        first_response=HOUR,
        next_response=None,
        resolution=48 * HOUR,
        business=True,
        pauses=True,
        at_risk=0.2,
        calendar="default",
    )
    assert sla.policies["gold"] == Policy(
        name="gold",
        first_response=HOUR / 4,
        business=False,
        pauses=False,
        at_risk=0.5,
        calendar="night",
    )


def test_assignments_may_be_left_out() -> None:
    json = document()
    del json["assign"]

    assert read_sla(json).policy_for("x", "vip", "urgent").name == "standard"


def changed(**policy: Any) -> dict[str, Any]:
    return {"policies": {"standard": policy}, "assign": []}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"policies": None}, "^policies must be an object"),
        ({"policies": {"Gold!": {}}}, "^policies: a name must be 1 to 64 of"),
        ({"policies": {str(n): {} for n in range(51)}}, "more than 50 policies"),
        ({"policies": {"standard": 7}}, r"^policies\.standard must be an object"),
        (changed(first="1h"), r"^policies\.standard has no field 'first'"),
        (changed(first_response=60), r"^policies\.standard\.first_response must be"),
        (changed(resolution="2 days"), r"^policies\.standard\.resolution must be"),
        (changed(next_response=""), "next_response must be more than 0"),
        (changed(next_response="0h"), "next_response must be more than 0"),
        (changed(resolution="365d1m"), "resolution must be .* at most 365d"),
        (changed(resolution="1m1h"), "resolution must be a duration such as"),
        (changed(resolution="\u0661h"), "resolution must be a duration such as"),
        (changed(time="office"), r"standard\.time must be business or elapsed"),
        (changed(pause_while_customer_answers=1), "answers must be true or false"),
        (changed(at_risk=1), r"standard\.at_risk must be less than 1"),
        (changed(at_risk=-0.1), r"standard\.at_risk must be a number from 0 to 1"),
        (changed(at_risk=float("nan")), r"standard\.at_risk must be a number"),
        (changed(at_risk=True), r"standard\.at_risk must be a number"),
        (changed(calendar=""), r"standard\.calendar must be 1 to 64 of"),
        ({"assign": {}}, "^assign must be a list"),
        ({"assign": [{"policy": "gold"}]}, r"^assign\[0\] must name a channel, a"),
        ({"assign": [{"channel": "x"}]}, r"^assign\[0\]\.policy must be 1 to 64 of"),
        ({"assign": [{"channel": None, "policy": "gold"}]}, r"assign\[0\]\.channel"),
        (
            {"assign": [{"priority": "top", "policy": "gold"}]},
            r"^assign\[0\]\.priority must be urgent or high or normal or low",
        ),
        (
            {"assign": [{"channel": "x", "policy": "iron"}]},
            r"^assign\[0\]\.policy: there is no policy 'iron'",
        ),
        ({"otherwise": None}, "^otherwise must be 1 to 64 of"),
        ({"otherwise": "iron"}, "^otherwise: there is no policy 'iron'"),
        ({"reopen_within": None}, "^reopen_within must be a duration"),
        ({"reopen_within": "0d"}, "^reopen_within must be more than 0"),
        ({"policy": {}}, "^sla has no field 'policy'"),
    ],
)
def test_an_error_names_the_field(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_sla(document(**changes))


def test_a_policy_needs_a_calendar_that_is_there() -> None:
    sla = read_sla(document())

    check_calendars(sla, {"default", "night"})
    with pytest.raises(BadInput, match=r"policies\.gold\.calendar: .* 'night'"):
        check_calendars(sla, {"default"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("15m", HOUR / 4),
        ("90m", 1.5 * HOUR),
        ("2h30m", 2.5 * HOUR),
        ("3d", 72 * HOUR),
        ("1d1h1m", 25 * HOUR + timedelta(minutes=1)),
        ("365d", timedelta(days=365)),
        (None, None),
    ],
)
def test_a_duration_is_read(text: str | None, expected: timedelta | None) -> None:
    assert read_duration(text, "field") == expected


# Laws

NAMES = st.from_regex(r"[a-z0-9_-]{1,64}", fullmatch=True)
TARGETS = st.none() | st.integers(1, 365 * 24 * 60).map(lambda m: timedelta(minutes=m))
POLICIES = st.builds(
    Policy,
    name=NAMES,
    first_response=TARGETS,
    next_response=TARGETS,
    resolution=TARGETS,
    business=st.booleans(),
    pauses=st.booleans(),
    at_risk=st.floats(0, 1, exclude_max=True),
    calendar=NAMES,
)


@st.composite
def slas(draw: st.DrawFn) -> Sla:
    policies = draw(st.lists(POLICIES, min_size=1, unique_by=lambda p: p.name))
    named = st.sampled_from([policy.name for policy in policies])
    assignments = st.builds(
        Assignment,
        policy=named,
        channel=st.sampled_from(["x", "telegram"]),
        queue=st.none() | NAMES,
        priority=st.none() | st.sampled_from(PRIORITIES),
    )
    return Sla(
        policies={policy.name: policy for policy in policies},
        assign=tuple(draw(st.lists(assignments, max_size=5))),
        otherwise=draw(named),
        reopen_within=draw(TARGETS) or timedelta(days=7),
    )


@settings(deadline=None)
@given(slas())
def test_policies_are_read_as_they_were_written(sla: Sla) -> None:
    assert read_sla(write_sla(sla)) == sla


@settings(deadline=None)
@given(TARGETS)
def test_a_duration_is_read_as_it_was_written(duration: timedelta | None) -> None:
    assert read_duration(write_duration(duration), "field") == duration


@settings(deadline=None)
@given(ANYTHING | changed_somewhere(document()))
def test_any_json_is_policies_or_bad_input(value: Any) -> None:
    try:
        sla = read_sla(value)
    except BadInput:
        return

    assert read_sla(write_sla(sla)) == sla
