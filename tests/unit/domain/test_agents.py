"""Whom a case goes to: whoever can take it and fits best, with reasons."""

from datetime import datetime, timedelta

import pytest

from shared.domain.agents import (
    Agent,
    Need,
    choose,
    joined,
    left,
    shift_end,
    shift_start,
)
from shared.domain.calendars import Calendar
from tests.fakes.entries import MONDAY, at

NEED = Need(channel="x")
HOURS = {"mon": [["09:00", "12:00"], ["13:00", "17:00"]], "tue": [["09:00", "17:00"]]}
SHIFTS = Calendar.parse({"timezone": "UTC", "weekly": HOURS})
NOON = MONDAY.replace(hour=12)


def agent(name: str, **changes: object) -> Agent:
    values = {"name": name, "available": True, "capacity": 3, **changes}
    return Agent(id=name, **values)  # type: ignore[arg-type] # any field


def chosen(*agents: Agent, **need: object) -> str | None:
    wanted = Need(channel="x", **need)  # type: ignore[arg-type] # any field
    best = choose(agents, wanted, MONDAY).agent
    return None if best is None else best.id


class TestWhyNot:
    @pytest.mark.parametrize(
        ("able", "reason"),
        [
            (agent("amy", available=False), "not_available"),
            (agent("amy", channels=("facebook",)), "not_on_channel"),
            (agent("amy", channels=()), "not_on_channel"),
            (agent("amy", except_channels=("x",)), "not_on_channel"),
            (agent("amy", load=3), "at_capacity"),
            (agent("amy", load=2, channels=("x", "facebook")), None),
            (agent("amy", except_channels=("facebook",)), None),
            (agent("amy"), None),
        ],
        ids=[
            "away",
            "elsewhere",
            "nowhere",
            "but for here",
            "full",
            "member",
            "but for there",
            "everywhere",
        ],
    )
    def test_he_is_there_serves_the_channel_and_has_room(
        self, able: Agent, reason: str | None
    ) -> None:
        assert able.why_not(NEED, MONDAY) == reason

    @pytest.mark.parametrize(
        ("skills", "reason"),
        [
            ((), None),
            (("refunds",), None),
            (("refunds", "vip"), "lacks_skill vip"),
            (("Refunds",), "lacks_skill Refunds"),
        ],
        ids=str,
    )
    def test_he_has_every_skill(
        self, skills: tuple[str, ...], reason: str | None
    ) -> None:
        need = Need(channel="x", skills=skills)

        assert agent("amy", skills=("refunds", "de")).why_not(need, MONDAY) == reason

    @pytest.mark.parametrize(
        ("knows", "language", "reason"),
        [
            ((), "de", None),
            (("de",), None, None),
            (("de", "pt"), "pt-BR", None),
            (("pt-BR",), "PT", None),
            (("de",), "pt", "does_not_speak pt"),
        ],
        ids=str,
    )
    def test_he_speaks_the_language_if_it_is_known(
        self, knows: tuple[str, ...], language: str | None, reason: str | None
    ) -> None:
        need = Need(channel="x", language=language)

        assert agent("amy", languages=knows).why_not(need, MONDAY) == reason

    @pytest.mark.parametrize(
        ("now", "reason"),
        [
            (MONDAY.replace(hour=9), None),
            (NOON - timedelta(milliseconds=1), None),
            (NOON, "off_shift"),
            (NOON.replace(hour=13), None),
            (MONDAY.replace(hour=8), "off_shift"),
        ],
        ids=str,
    )
    def test_he_is_on_shift(self, now: datetime, reason: str | None) -> None:
        assert agent("amy", shifts=SHIFTS).why_not(NEED, now) == reason


class TestChoose:
    def test_the_least_loaded_is_chosen_and_ties_go_by_id(self) -> None:
        agents = [agent("dan", load=1), agent("cid", load=1), agent("bob", load=2)]
        choice = choose([*agents, agent("amy", available=False)], NEED, MONDAY)

        assert choice.agent == agents[1]
        assert choice.reasons == {
            "dan": "load 1 of 3",
            "cid": "load 1 of 3",
            "bob": "load 2 of 3",
            "amy": "not_available",
        }

    def test_loads_are_compared_to_what_each_can_have(self) -> None:
        assert chosen(agent("amy", load=1), agent("bob", load=3, capacity=10)) == "bob"
        assert chosen(agent("bob", load=2, capacity=6), agent("amy", load=1)) == "amy"

    def test_who_had_the_case_before_has_it_again(self) -> None:
        agents = (agent("amy"), agent("bob", load=2))
        reasons = choose(agents, Need(channel="x", first="bob"), MONDAY).reasons

        assert chosen(*agents, first="bob") == "bob"
        assert reasons["bob"] == "had it before, load 2 of 3"

    def test_who_had_it_before_and_cannot_take_it_is_passed_over(self) -> None:
        assert chosen(agent("amy"), agent("bob", load=3), first="bob") == "amy"
        assert chosen(agent("amy"), first="zoe") == "amy"

    def test_who_gave_it_back_is_not_given_it_again(self) -> None:
        agents = (agent("amy", load=2), agent("bob"))
        choice = choose(agents, Need(channel="x", without="bob"), MONDAY)

        assert chosen(*agents, without="bob") == "amy"
        assert choice.reasons["bob"] == "gave_it_back"
        assert chosen(agent("bob"), without="bob") is None

    def test_nobody_may_be_able(self) -> None:
        assert chosen() is None
        assert chosen(agent("amy", load=3)) is None


class TestMembership:
    @pytest.mark.parametrize(
        "before",
        [
            agent("amy"),
            agent("amy", channels=("facebook", "x")),
            agent("amy", channels=()),
            agent("amy", except_channels=("x", "phone")),
        ],
        ids=["all", "some", "none", "all but some"],
    )
    def test_who_joins_serves_the_channel_and_who_leaves_does_not(
        self, before: Agent
    ) -> None:
        others = ("facebook", "phone", "mail")

        for after, serves in ((joined(before, "x"), True), (left(before, "x"), False)):
            assert after.serves("x") is serves
            assert [after.serves(c) for c in others] == [
                before.serves(c) for c in others
            ]

    def test_doing_it_twice_is_doing_it_once(self) -> None:
        for before in (agent("amy"), agent("amy", channels=("x",))):
            gone = left(before, "x")

            assert left(gone, "x") == gone
            assert joined(joined(gone, "x"), "x") == before


class TestShifts:
    @pytest.mark.parametrize(
        ("now", "start"),
        [
            (at(-120), MONDAY.replace(hour=9)),
            (NOON, MONDAY.replace(hour=13)),
            (MONDAY.replace(hour=18), at(days=1, hours=-1)),
            (MONDAY, None),
        ],
        ids=str,
    )
    def test_the_next_one_starts(self, now: datetime, start: datetime | None) -> None:
        assert shift_start(agent("amy", shifts=SHIFTS), now) == start

    @pytest.mark.parametrize(
        ("given", "now", "end"),
        [
            (MONDAY, MONDAY, NOON),
            (MONDAY, NOON, NOON),
            (MONDAY, NOON.replace(hour=14), NOON.replace(hour=17)),
            (NOON, NOON, NOON.replace(hour=17)),
            (at(days=-1), at(days=-1), NOON),
        ],
        ids=["on shift", "over", "back again", "in the break", "the day before"],
    )
    def test_it_ends_after_a_case_was_given(
        self, given: datetime, now: datetime, end: datetime
    ) -> None:
        assert shift_end(agent("amy", shifts=SHIFTS), given, now) == end

    def test_without_shifts_none_starts_or_ends(self) -> None:
        assert shift_start(agent("amy"), MONDAY) is None
        assert shift_end(agent("amy"), MONDAY, NOON) is None
