"""What a case asks of an agent, and when it goes back to its queue."""

from datetime import datetime
from typing import Any

import pytest

from shared.domain.agents import Agent, Need
from shared.domain.assignments import (
    Given,
    back_at,
    given,
    need_of,
    next_start,
    why_back,
)
from shared.domain.calendars import Calendar
from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.state import Case, Person
from tests.fakes.cards import SETTINGS
from tests.fakes.entries import MONDAY, action, at, received

CASE = case_id("x:1", "m1")
NINE_TO_FIVE = Calendar.parse(
    {
        "timezone": "UTC",
        "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed")},
    }
)
FIVE = MONDAY.replace(hour=17)


def folded(*entries: Entry) -> tuple[Person, Case]:
    person = fold(Person(id="x:1"), entries, SETTINGS)
    assert person.case is not None
    return person, person.case


def opening(**changes: Any) -> Entry:
    return received(0, "m1", **changes)


def agent(**changes: Any) -> Agent:
    return Agent(**{"id": "amy", "name": "Amy", "available": True, **changes})


class TestNeed:
    def test_it_is_that_of_the_opening_message(self) -> None:
        later = received(1, "m2", language="fr")
        first = opening(language="de", routing={"skills": ["vip"]})

        assert need_of(*folded(first, later)) == Need(
            channel="x", skills=("vip",), language="de"
        )

    def test_who_had_the_last_episode_goes_first(self) -> None:
        given = action("assigned", 1, CASE, agent="amy")
        over = action("resolved", 2, CASE)
        again = received(3, "m2", text="It is broken again")

        assert need_of(*folded(opening(), given, over, again)).first == "amy"

    @pytest.mark.parametrize(
        ("reason", "first", "without"),
        [
            ("shift_over", "amy", None),
            ("agent_absent", "amy", None),
            ("returned_by_agent", None, "amy"),
            ("breach", None, "amy"),
        ],
    )
    def test_who_was_away_goes_first_and_who_gave_it_back_not_at_all(
        self, reason: str, first: str | None, without: str | None
    ) -> None:
        given = action("assigned", 1, CASE, agent="amy")
        back = action("unassigned", 2, CASE, reason=reason)
        need = need_of(*folded(opening(), given, back))

        assert (need.first, need.without) == (first, without)


class TestGiven:
    def test_it_is_when_the_present_agent_had_it_last(self) -> None:
        entries = [
            opening(),
            action("assigned", 1, CASE, agent="amy", id="a1"),
            action("unassigned", 2, CASE, reason="agent_absent"),
            action("assigned", 3, CASE, agent="amy", id="a2"),
        ]
        _, case = folded(*entries)

        assert given(case, entries) == Given(at(3))

    def test_the_case_tells_it_where_the_log_is_not_at_hand(self) -> None:
        _, case = folded(opening(), action("assigned", 1, CASE, agent="amy"))

        assert given(case, []) == Given(at(1))

    @pytest.mark.parametrize(
        ("raw", "by_hand"),
        [(None, False), ({"by": "amy"}, False), ({"by": "boss"}, True)],
        ids=str,
    )
    def test_it_may_be_by_hand_by_somebody_else(
        self, raw: dict[str, str] | None, by_hand: bool
    ) -> None:
        entries = [opening(), action("assigned", 1, CASE, agent="amy", raw=raw)]
        _, case = folded(*entries)

        assert given(case, entries) == Given(at(1), by_hand=by_hand)


class TestBack:
    @pytest.mark.parametrize(
        ("mode", "away", "reason"),
        [
            ("at_once", {}, None),
            ("at_once", {"available": False}, "agent_absent"),
            ("shift_end", {"available": False}, "agent_absent"),
            ("shift_end", {"available": False, "shifts": NINE_TO_FIVE}, None),
            ("at_once", {"available": False, "shifts": NINE_TO_FIVE}, "agent_absent"),
            ("never", {"available": False}, None),
        ],
        ids=str,
    )
    def test_what_is_set_says_whether_a_break_is_enough(
        self, mode: Any, away: dict[str, Any], reason: str | None
    ) -> None:
        assert why_back(agent(**away), Given(MONDAY), at(30), mode) == reason

    @pytest.mark.parametrize(
        ("now", "mode", "reason"),
        [
            (FIVE, "shift_end", "shift_over"),
            (FIVE, "at_once", "shift_over"),
            (FIVE, "never", None),
            (at(days=1), "shift_end", None),
        ],
        ids=["shift_end", "at_once", "never", "on the next day"],
    )
    def test_at_the_end_of_the_shift(
        self, now: datetime, mode: Any, reason: str | None
    ) -> None:
        worker = agent(shifts=NINE_TO_FIVE)

        assert why_back(worker, Given(MONDAY), now, mode) == reason

    def test_what_he_was_given_by_hand_while_away_he_keeps_to_the_end_of_a_shift(
        self,
    ) -> None:
        away = agent(available=False)
        by_hand = Given(MONDAY, by_hand=True)

        assert why_back(away, by_hand, at(30), "at_once") is None
        assert back_at(away, by_hand, at(30), "at_once") is None
        off = agent(available=False, shifts=NINE_TO_FIVE)
        assert why_back(off, by_hand, FIVE, "at_once") == "shift_over"

    def test_what_somebody_removed_has_goes_back_whatever_is_set(self) -> None:
        assert why_back(None, Given(MONDAY), MONDAY, "never") == "agent_removed"

    def test_the_time_is_known_before(self) -> None:
        worker = agent(shifts=NINE_TO_FIVE)
        night = FIVE.replace(hour=22)

        assert back_at(worker, Given(MONDAY), MONDAY, "shift_end") == FIVE
        assert back_at(worker, Given(MONDAY), MONDAY, "at_once") == FIVE
        assert back_at(worker, Given(MONDAY), MONDAY, "never") is None
        assert back_at(worker, Given(MONDAY), night, "shift_end") == night
        assert back_at(worker, Given(night), night, "shift_end") == at(days=1, hours=7)
        assert back_at(agent(), Given(MONDAY), MONDAY, "shift_end") is None
        assert back_at(None, Given(MONDAY), MONDAY, "never") == MONDAY


class TestNextStart:
    def test_it_is_the_first_of_those_who_may_take_the_case(self) -> None:
        night = FIVE.replace(hour=22)
        later = Calendar.parse(
            {"timezone": "UTC", "weekly": {"wed": [["08:00", "09:00"]]}}
        )
        agents = [
            agent(id="amy", shifts=later, available=False),
            agent(id="bob", shifts=NINE_TO_FIVE, channels=()),
            agent(id="cid", shifts=NINE_TO_FIVE, skills=()),
            agent(id="dan"),
        ]
        wednesday = at(days=2, hours=-2)

        assert next_start(agents, Need(channel="x"), night) == at(days=1, hours=-1)
        assert next_start(agents[:2], Need(channel="x"), night) == wednesday
        assert next_start(agents, Need(channel="x", skills=("vip",)), night) is None
        assert next_start(agents[2:], Need(channel="x", without="cid"), night) is None
