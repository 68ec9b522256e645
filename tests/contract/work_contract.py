"""What every log must do with the work list: places, pages, who waits, what is due."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.cases import fold
from shared.domain.live import OpenCase
from shared.errors import BadInput
from shared.ports import Log
from tests.fakes.cards import SETTINGS, card_of, stored
from tests.fakes.entries import action, at, received, sent

HERE = ["default"]
ALL = ["default", "vip", "empty"]


def opened(log: Log, person: str, minutes: float, queue: str = "default") -> None:
    routing = {"queue": queue}
    log.save(card_of(person, received(minutes, "m", routing=routing)))


def happens(log: Log, person: str, kind: Any, minutes: float, **more: Any) -> None:
    """An action on somebody's case."""
    card = stored(log, person)
    assert card.person.case is not None
    entry = action(kind, minutes, card.person.case.id, **more)
    log.save(replace(card, person=fold(card.person, [entry], SETTINGS)))


def pages(
    log: Log, status: str, queues: list[str], limit: int, most: int = 99
) -> list[str]:
    """Everybody on the pages of a list, one after the other."""
    found: list[str] = []
    cursor: str | None = None
    for _ in range(most):
        page = log.work(status, queues, cursor, limit)
        found += page.items
        cursor = page.next
        if cursor is None:
            break
    return found


class OneQueue:
    @pytest.mark.parametrize("limit", [1, 2, 5, 50])
    def test_the_most_urgent_comes_first_on_any_page(
        self, log: Log, queue: list[str], limit: int
    ) -> None:
        assert pages(log, "open", HERE, limit) == queue[::-1]

    def test_a_page_that_holds_the_last_has_no_next(
        self, log: Log, queue: list[str]
    ) -> None:
        assert log.work("open", HERE, None, 5).next is None

    def test_it_goes_on_behind_any_item_of_a_page(
        self, log: Log, queue: list[str]
    ) -> None:
        page = log.work("open", HERE, None, 4)
        rests = [log.work("open", HERE, place, 9).items for place in page.places]

        assert rests == [queue[::-1][n:] for n in range(1, 5)]

    def test_an_answered_case_is_behind_all_that_wait(
        self, log: Log, queue: list[str]
    ) -> None:
        card = stored(log, queue[-1])
        person = fold(card.person, [sent(1)], SETTINGS)
        log.save(replace(card, person=person))

        assert pages(log, "open", HERE, 50) == [*queue[-2::-1], queue[-1]]

    def test_resolved_cases_come_latest_first(self, log: Log, queue: list[str]) -> None:
        for minutes, person in ((3, "x:0"), (5, "x:1"), (4, "x:2")):
            happens(log, person, "resolved", minutes)

        assert pages(log, "resolved", HERE, 2) == ["x:1", "x:2", "x:0"]
        assert pages(log, "open", HERE, 2) == ["x:4", "x:3"]

    def test_a_flushed_case_is_neither_open_nor_resolved(
        self, log: Log, queue: list[str]
    ) -> None:
        happens(log, "x:3", "flushed", 3, reason="spam")

        assert pages(log, "flushed", HERE, 5) == ["x:3"]
        assert pages(log, "resolved", HERE, 5) == []
        assert pages(log, "open", HERE, 5) == ["x:4", "x:2", "x:1", "x:0"]

    def test_another_queue_is_empty(self, log: Log, queue: list[str]) -> None:
        assert log.work("open", ["vip"]).items == []
        assert log.work("open", []).items == []

    @pytest.mark.parametrize(
        "cursor", ["?", "[]", '{"pk": 1}', '"a"', "-1", "eDox", ""]
    )
    def test_an_invented_cursor_is_bad_input(
        self, log: Log, queue: list[str], cursor: str
    ) -> None:
        with pytest.raises(BadInput, match="cursor"):
            log.work("open", HERE, cursor)


class SeveralQueues:
    @pytest.mark.parametrize("limit", [1, 2, 3, 50])
    def test_their_cases_come_in_one_order(self, log: Log, limit: int) -> None:
        for n in range(7):
            opened(log, f"x:{n}", n, ("vip", "default")[n % 2])
        in_order = [f"x:{n}" for n in range(7)]
        for person in in_order[:5]:
            happens(log, person, "resolved", 20 + int(person[2:]))

        assert pages(log, "open", ALL, limit) == in_order[5:]
        assert pages(log, "resolved", ALL, limit) == in_order[4::-1]

    @pytest.mark.parametrize("limit", [1, 2, 3])
    def test_what_is_due_together_is_on_one_page_only(
        self, log: Log, limit: int
    ) -> None:
        persons = [f"x:{n}" for n in range(6)]
        for n, person in enumerate(persons):
            opened(log, person, 0, ("vip", "default")[n % 2])

        assert pages(log, "open", ALL, limit) == persons

    def test_of_what_is_due_together_the_higher_priority_is_first(
        self, log: Log
    ) -> None:
        for person, priority in (("x:1", "low"), ("x:2", "urgent"), ("x:3", "high")):
            routing = {"priority": priority}
            log.save(card_of(person, received(0, "m", routing=routing)))

        assert pages(log, "open", ALL, 9) == ["x:2", "x:3", "x:1"]

    def test_pages_go_on_behind_the_last_one_whatever_came_or_went(
        self, log: Log
    ) -> None:
        for n in range(6):
            opened(log, f"x:{n}", n, ("vip", "default")[n % 2])
        first = log.work("open", ALL, None, 3)
        opened(log, "x:new", -5, "vip")
        happens(log, "x:2", "resolved", 9)  # the one the page ended with
        happens(log, "x:0", "resolved", 9)
        rest = log.work("open", ALL, first.next, 9)

        assert (first.items, rest.items) == (
            ["x:0", "x:1", "x:2"],
            ["x:3", "x:4", "x:5"],
        )


class Waiters:
    def test_who_waits_for_an_agent_comes_most_urgent_first(
        self, log: Log, queue: list[str]
    ) -> None:
        opened(log, "x:v", -2.5, "vip")
        happens(log, "x:2", "assigned", 1, agent="amy")
        found = log.unassigned(ALL)

        assert [w.person for w in found] == ["x:4", "x:3", "x:v", "x:1", "x:0"]
        assert sorted(found) == found
        assert [w.person for w in log.unassigned(["vip"])] == ["x:v"]

    def test_an_agents_open_cases_are_found(self, log: Log, queue: list[str]) -> None:
        opened(log, "x:v", -2.5, "vip")
        for person, agent in (("x:0", "amy"), ("x:v", "amy"), ("x:1", "bob")):
            happens(log, person, "assigned", 1, agent=agent)
        happens(log, "x:2", "assigned", 1, agent="amy")
        happens(log, "x:2", "resolved", 2)

        assert log.held("amy", ALL) == ["x:v", "x:0"]
        assert log.held("amy", HERE) == ["x:0"]
        assert log.held("zoe", ALL) == []


class Open:
    def test_whoever_has_an_open_case_is_found(self, log: Log) -> None:
        opened(log, "x:1", 0)
        opened(log, "x:2", 5, "vip")
        happens(log, "x:1", "assigned", 1, agent="amy")

        assert log.open_persons(ALL) == {"x:1", "x:2"}
        assert log.open_persons(HERE) == {"x:1"}

    def test_who_has_none_any_more_is_not(self, log: Log) -> None:
        opened(log, "x:1", 0)
        happens(log, "x:1", "resolved", 1)

        assert log.open_persons(ALL) == set()


class OpenCases:
    def test_open_cases_come_with_all_that_is_counted(self, log: Log) -> None:
        opened(log, "x:1", 0)  # due at 10:15
        happens(log, "x:1", "assigned", 1, agent="amy")
        risky = replace(stored(log, "x:1"), at_risk_from=at(12))
        log.save(risky)
        card = card_of("facebook:2", received(3, "m", routing={"queue": "vip"}))
        log.save(replace(card, person=fold(card.person, [sent(4)], SETTINGS)))
        found = sorted(log.open_cases(ALL), key=lambda c: c.queue)

        assert found == [
            OpenCase(
                channel="x",
                queue="default",
                agent="amy",
                due=at(15),
                at_risk_from=at(12),
                waiting_since=at(0),
            ),
            OpenCase(
                channel="facebook",
                queue="vip",
                agent=None,
                due=None,
                at_risk_from=None,
                waiting_since=None,
            ),
        ]

    def test_what_is_over_is_not_open(self, log: Log, queue: list[str]) -> None:
        happens(log, "x:0", "resolved", 3)
        happens(log, "x:1", "flushed", 3, reason="spam")

        assert len(log.open_cases(HERE)) == len(queue) - 2
        assert log.open_cases(["vip"]) == []


class WorkContract(OneQueue, SeveralQueues, Waiters, Open, OpenCases):
    """All of it."""

    @pytest.fixture
    def queue(self, log: Log) -> list[str]:
        """Five cases, the later the person's number the earlier opened."""
        persons = [f"x:{n}" for n in range(5)]
        for n, person in enumerate(persons):
            opened(log, person, -n)
        return persons
