"""A clock ends once: met in time, or breached at its due instant."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from shared.domain.cases import case_id, fold, replay
from shared.domain.clocks import (
    Clock,
    business_time,
    clocks,
    ended,
    next_deadline,
    next_wake,
    risk_from,
    to_warn,
)
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Case, Person
from tests.fakes.entries import action, at, received, sent

# On X: 15 minutes for the first answer, an hour for the next, 16 to the end;
# warned when a fifth is left.
SETTINGS = default_settings("UTC")
CASE = case_id("x:1", "m1")
SECOND = 1 / 60
HOUR = 60
EVENING = 8 * HOUR  # the desk closes, 18:00
NEXT_DAY = 24 * HOUR


def person(*entries: Entry) -> Person:
    return fold(Person(id="x:1"), [received(), *entries], SETTINGS)


def case(*entries: Entry) -> Case:
    found = person(*entries).case
    assert found is not None
    return found


def clock(kind: str, now: float, *entries: Entry) -> Clock | None:
    found = [c for c in clocks(case(*entries), at(now)) if c.kind == kind]
    return found[0] if found else None


def history(now: float, *entries: Entry) -> list[tuple[str, str | None, datetime]]:
    steps = replay(Person(id="x:1"), [received(), *entries], SETTINGS)
    found = [e.clock for e in ended(steps, at(now))]
    return [(c.kind, c.outcome, c.ended_at) for c in found if c.ended_at]


def resolved(minutes: float, **changes: object) -> Entry:
    return action("resolved", minutes, CASE, **changes)


class TestFirstResponse:
    @pytest.mark.parametrize("now", [15, 16, 99_999])
    @pytest.mark.parametrize(
        ("answered", "outcome", "end"),
        [
            (14, "met", 14),
            (15, "met", 15),
            (15 + SECOND, "breached", 15),
            (None, "breached", 15),
        ],
    )
    def test_whoever_looks_later_sees_the_same(
        self, now: float, answered: float | None, outcome: str, end: float
    ) -> None:
        answers = [] if answered is None else [sent(answered)]
        found = clock("first_response", now, *answers)

        assert found is not None
        assert (found.outcome, found.ended_at) == (outcome, at(end))
        assert found.due_at == at(15)

    def test_before_it_is_due_it_runs(self) -> None:
        found = clock("first_response", 15 - SECOND)

        assert found is not None
        assert (found.outcome, found.ended_at) == (None, None)

    def test_a_resolution_does_not_stop_it(self) -> None:
        found = clock("first_response", 20, resolved(5))

        assert found is not None
        assert found.outcome == "breached"

    def test_an_episode_reopened_by_hand_owes_none(self) -> None:
        reopened = action("reopened", 9, CASE)

        assert clock("first_response", 99, sent(1), resolved(5), reopened) is None


class TestNextResponse:
    def test_every_wait_has_one_however_much_is_written_in_it(self) -> None:
        found = history(
            500,
            sent(3),
            received(10, "m2"),
            received(11, "m3"),
            sent(70, "a2"),
            received(80, "m4"),
            sent(80 + 61, "a3"),
        )

        assert [f for f in found if f[0] == "next_response"] == [
            ("next_response", "met", at(70)),
            ("next_response", "breached", at(140)),
        ]

    def test_the_wait_under_way_is_breached_when_due(self) -> None:
        entries = [sent(3), received(10, "m2")]

        assert clock("next_response", 69, *entries) == Clock(
            kind="next_response", episode=1, started_at=at(10), due_at=at(70)
        )
        found = clock("next_response", 70, *entries)
        assert found is not None
        assert (found.outcome, found.ended_at) == ("breached", at(70))

    def test_a_resolution_in_time_ends_it_without_an_outcome(self) -> None:
        found = history(99, sent(3), received(10, "m2"), resolved(20))

        assert not [f for f in found if f[0] == "next_response"]

    def test_a_resolution_too_late_changes_nothing(self) -> None:
        found = history(99, sent(3), received(10, "m2"), resolved(71))

        assert ("next_response", "breached", at(70)) in found

    def test_thanks_after_the_answer_starts_none(self) -> None:
        thanks = received(10, "m2", courtesy=True)

        assert clock("next_response", 99, sent(3), thanks) is None

    def test_before_the_first_response_there_is_none(self) -> None:
        assert clock("next_response", 10, received(5, "m2")) is None


class TestResolution:
    def test_it_runs_in_business_time(self) -> None:
        found = clock("resolution", 1)

        assert found is not None
        assert found.due_at == at(NEXT_DAY + 7 * HOUR)  # 8 h today, 8 h tomorrow

    def test_it_stands_still_while_the_customer_is_to_answer(self) -> None:
        found = clock("resolution", 99, sent(HOUR))

        assert found is not None
        assert (found.due_at, found.outcome) == (None, None)

    def test_it_goes_on_with_what_was_left(self) -> None:
        found = clock("resolution", 999, sent(HOUR), received(3 * HOUR, "m2"))

        assert found is not None
        assert found.due_at == at(2 * NEXT_DAY)  # 5 h, 9 h and 1 h

    @pytest.mark.parametrize(
        ("minutes", "outcome"),
        [(NEXT_DAY + 7 * HOUR, "met"), (2 * NEXT_DAY, "breached")],
    )
    def test_it_ends_with_the_resolution_or_when_due(
        self, minutes: float, outcome: str
    ) -> None:
        found = clock("resolution", 9 * NEXT_DAY, resolved(minutes))

        assert found is not None
        assert found.outcome == outcome

    def test_what_was_breached_is_not_paused_away(self) -> None:
        late = 3 * NEXT_DAY
        found = clock("resolution", 9 * NEXT_DAY, sent(late), resolved(late + 5))

        assert found is not None
        assert found.outcome == "breached"

    def test_it_counts_only_the_time_it_ran(self) -> None:
        found = person(sent(HOUR), received(3 * HOUR, "m2"), resolved(4 * HOUR))
        (resolution,) = [
            c for c in clocks(case_of(found), at(999)) if c.kind == "resolution"
        ]

        assert business_time(resolution, at(999), found, SETTINGS) == 2 * HOURS

    def test_imported_conversations_have_none(self) -> None:
        steps = replay(Person(id="x:1"), [received(historic=True)], SETTINGS)

        assert {e.clock.kind for e in ended(steps, at(9 * NEXT_DAY))} == {
            "first_response"
        }


HOURS = timedelta(hours=1)


def case_of(found: Person) -> Case:
    assert found.case is not None
    return found.case


class TestFlushing:
    def test_what_still_ran_is_withdrawn(self) -> None:
        assert history(9 * NEXT_DAY, action("flushed", 5, CASE, reason="spam")) == []

    def test_what_was_breached_before_stays(self) -> None:
        found = history(9 * NEXT_DAY, action("flushed", 16, CASE, reason="spam"))

        assert found == [("first_response", "breached", at(15))]

    def test_a_first_response_that_was_given_in_time_stays_met(self) -> None:
        log = sent(5), action("flushed", 7, CASE, reason="spam")

        assert history(NEXT_DAY, *log) == [("first_response", "met", at(5))]

    def test_an_answer_to_what_was_flushed_meets_no_promise(self) -> None:
        log = action("flushed", 5, CASE, reason="spam"), sent(7)

        assert history(NEXT_DAY, *log) == []

    @pytest.mark.parametrize(("flushed", "breaches"), [(30, 0), (3 * HOUR, 1)])
    def test_the_next_message_neither_breaches_it_nor_counts_it_twice(
        self, flushed: float, breaches: int
    ) -> None:
        waited = [sent(1), received(2, "m2")]
        spam = action("flushed", flushed, CASE, reason="spam")
        found = history(4 * HOUR, *waited, spam, received(4 * HOUR, "m3"))

        assert [kind for kind, *_ in found].count("next_response") == breaches

    def test_taken_back_the_promise_is_the_first_one(self) -> None:
        flushed = action("flushed", 5, CASE, reason="spam")
        found = clock("first_response", 99, flushed, action("reopened", 9, CASE))

        assert found is not None
        assert (found.outcome, found.ended_at) == ("breached", at(15))


class TestWaking:
    @pytest.mark.parametrize(
        ("entries", "now", "wake"),
        [
            ([], 1, 12),
            ([action("warned", 12, CASE, clock="first_response")], 13, 15),
            ([], 99, 99),
            ([sent(3)], 99, None),
            (
                [sent(99), action("breached", 15, CASE, clock="first_response")],
                99,
                None,
            ),
            ([sent(3), received(10, "m2")], 11, 58),
            ([resolved(5)], 6, None),
        ],
        ids=[
            "at risk first",
            "then due",
            "overdue and unknown to the log",
            "the customer's turn",
            "breach recorded",
            "the next response",
            "over",
        ],
    )
    def test_the_workflow_wakes_when_there_is_something_to_record(
        self, entries: list[Entry], now: float, wake: float | None
    ) -> None:
        expected = None if wake is None else at(wake)

        assert next_wake(person(*entries), at(now), SETTINGS) == expected

    @pytest.mark.parametrize(("now", "warned"), [(11.9, 0), (12, 1), (15, 0)])
    def test_a_clock_is_warned_of_between_risk_and_breach(
        self, now: float, warned: int
    ) -> None:
        assert len(to_warn(person(), at(now), SETTINGS)) == warned

    def test_it_is_warned_of_once(self) -> None:
        warning = action("warned", 12, CASE, clock="first_response")

        assert to_warn(person(warning), at(13), SETTINGS) == []

    @pytest.mark.parametrize(
        ("entries", "due"),
        [
            ([], 15),
            ([sent(3)], None),
            ([sent(3), received(10, "m2")], 70),
            ([resolved(5)], None),
        ],
    )
    def test_the_work_list_sorts_by_what_is_unanswered(
        self, entries: list[Entry], due: float | None
    ) -> None:
        assert next_deadline(case(*entries)) == (None if due is None else at(due))


@pytest.mark.parametrize(("now", "minutes"), [(-5, 0), (0, 0), (7, 7), (99, 15)])
def test_business_time_runs_to_the_end_or_to_now(now: float, minutes: float) -> None:
    found = person()
    first = clocks(case_of(found), at(now))[0]

    assert business_time(first, at(now), found, SETTINGS) == at(minutes) - at(0)


class TestRisk:
    """From when on little is left of a promise: the last fifth of its time."""

    def risk(self, *entries: Entry) -> datetime | None:
        return risk_from(person(*entries), SETTINGS)

    def test_it_is_that_of_the_clock_with_the_least_time(self) -> None:
        assert self.risk() == at(12)

    def test_a_wait_for_a_next_response_has_its_own(self) -> None:
        assert self.risk(sent(3), received(10, "m2")) == at(10 + 48)

    def test_an_overdue_first_response_is_the_first_until_it_is_answered(self) -> None:
        late = [received(20, "m2"), received(30, "m3")]

        assert self.risk(*late) == at(12)
        assert self.risk(*late, sent(40)) is None

    def test_while_the_customer_is_to_act_there_is_none(self) -> None:
        assert self.risk(sent(3)) is None

    def test_what_is_over_is_at_no_risk(self) -> None:
        assert self.risk(resolved(5)) is None

    def test_it_is_told_to_the_millisecond_as_cards_keep_it(self) -> None:
        odd = replace(SETTINGS.sla.policies["fast"], at_risk=1 / 7)
        rules = replace(SETTINGS, sla=replace(SETTINGS.sla, policies={"fast": odd}))
        found = risk_from(person(), rules)

        assert found is not None
        assert found.microsecond % 1000 == 0
