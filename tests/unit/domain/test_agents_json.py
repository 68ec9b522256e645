"""The JSON of agents: what is left out, what is refused, what reads back."""

from typing import Any

import pytest

from shared.domain.agents import Agent
from shared.domain.agents_json import read_agent, write_profile
from shared.errors import BadInput

SHIFTS = {"timezone": "Europe/Rome", "weekly": {"mon": [["22:00", "06:00"]]}}
FULL = {
    "name": "Amy",
    "capacity": 3,
    "channels": ["x", "phone"],
    "except_channels": ["phone"],
    "skills": ["refunds", "Größe"],
    "languages": ["de", "pt-BR"],
    "shifts": SHIFTS,
}


def test_what_is_left_out_is_as_in_a_new_agent() -> None:
    assert read_agent("amy", {"name": "Amy"}) == Agent(id="amy", name="Amy")


def test_no_channels_listed_are_all_and_an_empty_list_is_none() -> None:
    puts: list[dict[str, Any]] = [{}, {"channels": None}, {"channels": []}]
    serves = [read_agent("amy", {"name": "Amy", **p}).serves("x") for p in puts]

    assert serves == [True, True, False]


def test_what_is_shown_can_be_put_again() -> None:
    agent = read_agent("amy", FULL)
    shown = {"id": "amy", "available": True, "open_cases": 2, "capacity": 3}

    assert agent.shifts is not None
    assert read_agent("amy", {**shown, "name": "Amy", **write_profile(agent)}) == agent


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 1001}, "capacity"),
        ({"capacity": True}, "capacity"),
        ({"channels": "x"}, "channels"),
        ({"channels": [1]}, "channels"),
        ({"except_channels": None}, "except_channels"),
        ({"skills": [""]}, "skills"),
        ({"languages": ["german"]}, "languages"),
        ({"shifts": {"timezone": "Rome"}}, "shifts: timezone"),
        ({"shifts": []}, "shifts"),
        ({"skils": []}, "skils"),
    ],
    ids=str,
)
def test_what_is_wrong_is_named(wrong: dict[str, Any], field: str) -> None:
    with pytest.raises(BadInput, match=field):
        read_agent("amy", {**FULL, **wrong})
