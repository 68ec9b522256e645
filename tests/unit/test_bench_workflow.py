"""The shipped state machine, played: what a case costs, and what it finds when."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from bench import workflow
from bench.care_log import Story, made_up, stored
from bench.machine import DEFINITION, Execution
from bench.workflow import expected, play, play_all, promises
from tests.fakes.entries import at

RULES = promises(0.2)


def story(*events: tuple[float, str], channel: str = "x") -> Story:
    told = tuple((at(minutes), kind) for minutes, kind in events)
    return Story("1", channel, told)


def transitions(told: Story) -> int:
    return sum(run.transitions for run in play(told, RULES).runs)


@pytest.fixture(scope="module")
def measured() -> dict[str, dict[str, Any]]:
    found = [
        line
        for name, share in workflow.KINDS.items()
        for line in play_all(name, made_up(400), promises(share))
    ]
    return {line["name"].removeprefix("workflow"): line for line in found}


@pytest.mark.parametrize("name", workflow.KINDS)
def test_every_breach_is_found_when_it_is_due_and_none_is_invented(
    measured: dict[str, dict[str, Any]], name: str
) -> None:
    missed = measured[f"{name}_breaches_missed"]["value"]
    invented = measured[f"{name}_breaches_invented"]["value"]

    assert (missed, invented) == (0, 0)
    assert measured[f"{name}_latest_breach"]["value"] <= 1


def test_a_case_costs_no_more_than_its_goal(
    measured: dict[str, dict[str, Any]],
) -> None:
    held = [
        *("_unwarned_transitions_per_case_mean", "_unwarned_transitions_per_case_p99"),
        *("_unwarned_longest_history", "_longest_history"),
    ]

    assert [name for name in held if not measured[name]["ok"]] == []


def test_warnings_cost_no_more_than_they_did(
    measured: dict[str, dict[str, Any]],
) -> None:
    assert measured["_transitions_per_case_mean"]["value"] < 9
    assert measured["_transitions_per_case_p99"]["value"] <= 16


@pytest.mark.parametrize(
    ("events", "cost"),
    [
        # Started, awaited; the wait to ask, and the question.
        ([(0, "inbound"), (3, "outbound"), (9, "resolved")], 4),
        # The next response would be at risk at 58, which the first wait is before.
        ([(0, "inbound"), (3, "outbound"), (10, "inbound"), (11, "resolved")], 4),
        # It woke at 12 for nothing, and went on until the resolution is at risk.
        ([(0, "inbound"), (3, "outbound"), (20, "resolved")], 5),
        # A nearer deadline costs one more.
        ([(0, "inbound"), (3, "outbound"), (20, "inbound"), (21, "resolved")], 6),
    ],
)
def test_what_is_charged_is_what_was_entered(
    events: list[tuple[float, str]], cost: int
) -> None:
    assert transitions(story(*events)) == cost


def test_a_reopened_case_has_a_workflow_of_its_own() -> None:
    told = story((0, "inbound"), (3, "outbound"), (9, "resolved"), (60 * 9, "reopened"))

    assert [run.transitions for run in play(told, RULES).runs] == [4, 2]


@pytest.mark.parametrize(
    ("events", "breaches"),
    [
        ([(0, "inbound"), (15, "outbound"), (20, "resolved")], {}),
        (
            [(0, "inbound"), (16, "outbound"), (20, "inbound"), (81, "resolved")],
            {("first_response", 15), ("next_response", 80)},
        ),
        (
            [(0, "inbound"), (5, "inbound"), (9, "outbound"), (1441, "resolved")],
            {("resolution", 1440)},
        ),
    ],
)
def test_what_is_expected_follows_from_the_story_alone(
    events: list[tuple[float, str]], breaches: set[tuple[str, float]]
) -> None:
    assert expected(story(*events)) == {(kind, at(due)) for kind, due in breaches}


def test_the_stories_are_always_the_same() -> None:
    assert list(made_up(20)) == list(made_up(20))


def test_a_log_of_ones_own_is_read_case_by_case(tmp_path: Path) -> None:
    path = tmp_path / "log.parquet"
    values = ", ".join(
        f"('c{n}', 'x', '{kind}', TIMESTAMP '2026-03-02 10:0{minute}:00')"
        for n in (2, 1)
        for minute, kind in ((5, "outbound"), (0, "inbound"), (9, "csat"))
    )
    query = f"FROM (VALUES {values}) AS log(case_id, channel, kind, created_at)"
    duckdb.sql(f"COPY (SELECT * {query}) TO '{path}' (FORMAT parquet)")

    events = ((at(0), "inbound"), (at(5), "outbound"))
    assert list(stored(str(path))) == [Story(c, "x", events) for c in ("c1", "c2")]


def test_what_the_machine_would_try_again_is_not_counted_in_silence() -> None:
    given = {"seconds": 60, "until": None, "then": {"seconds": 60, "until": None}}
    run = Execution({DEFINITION["StartAt"]: lambda _s, _n: None}, at(0), given)

    with pytest.raises(AssertionError, match="tried again"):
        run.answer(("Lambda.Unknown", {}), at(1) + timedelta(seconds=1))
