"""The published promise: how soon customers were answered, and when we are there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from shared.domain.calendars import Calendar
from shared.domain.policies_json import read_sla
from shared.domain.settings import default_settings
from shared.kpis.promise import opening_hours, promise

RULES = default_settings("Europe/Rome")
HOURS = {"x": {"timezone": "UTC", "weekly": "always"}}


def said(
    responses: Sequence[float], met: int = 0, ended: int = 0, least: int = 20
) -> dict[str, Any]:
    """What is published of X."""
    found = promise({"x": responses}, {"x": (met, ended)}, HOURS, 28, least)
    channel: dict[str, Any] = found["channels"]["x"]
    return channel


def test_median_ninth_of_ten_and_share_are_of_all_responses() -> None:
    assert said([60.0 * n for n in range(21)], 9, 12) == {
        "first_response_p50_s": 600,
        "first_response_p90_s": 1080,
        "within_target": 0.75,
        "hours": HOURS["x"],
    }


@pytest.mark.parametrize(("responses", "is_null"), [(19, True), (20, False)])
def test_below_so_many_responses_nothing_is_promised(
    responses: int, is_null: bool
) -> None:
    found = said([60.0] * responses, 5, 5)
    numbers = [v for name, v in found.items() if name != "hours"]

    assert [number is None for number in numbers] == [is_null] * 3


def test_without_a_target_there_is_no_share_within_it() -> None:
    found = said([60.0] * 20)

    assert (found["first_response_p50_s"], found["within_target"]) == (60, None)


def test_it_does_not_matter_in_which_order_responses_come() -> None:
    assert said([3, 1, 2], least=1) == said([1, 2, 3], least=1)


def test_a_channel_without_responses_shows_its_hours() -> None:
    found = promise({}, {"email": (1, 1)}, HOURS, 28, 20, date(2026, 3, 1))

    assert found["until"] == "2026-03-01"
    assert list(found["channels"]) == ["email", "x"]
    assert found["channels"]["x"]["hours"] == HOURS["x"]
    assert found["channels"]["email"]["within_target"] is None


def test_hours_are_those_of_the_channels_policy() -> None:
    always = Calendar.parse({"timezone": "UTC", "weekly": "always"})
    rules = replace(
        RULES,
        calendars={**RULES.calendars, "night": always},
        sla=read_sla(
            {
                "policies": {"day": {}, "night": {"calendar": "night"}},
                "assign": [{"channel": "x", "policy": "night"}],
                "otherwise": "day",
            }
        ),
    )
    found = opening_hours(["x", "telegram"], rules)

    assert found["x"]["weekly"] == "always"
    assert found["telegram"] == RULES.calendar.to_json()
