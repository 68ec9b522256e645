"""What agents, supervisors and timers do, as the fold takes it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.calendars import Calendar, deadline
from shared.domain.cases import case_id, fold
from shared.domain.clocks import clocks
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Case, Episode, Person
from tests.fakes.entries import action, at, received, sent

SETTINGS = default_settings("UTC")  # on X: 15 minutes, an hour, 16 hours
CASE = case_id("x:1", "m1")
HOUR = 60


def case(*entries: Entry) -> Case:
    found = fold(Person(id="x:1"), [received(), *entries], SETTINGS).case
    assert found is not None
    return found


def episode(*entries: Entry) -> Episode:
    return case(*entries).episode


def does(kind: str, minutes: float, **said: object) -> Entry:
    return action(kind, minutes, CASE, id=f"{kind}-{minutes}", **said)


class TestHandingOver:
    def test_who_gave_it_back_is_remembered(self) -> None:
        found = episode(
            does("assigned", 1, agent="amy"), does("unassigned", 2, reason="break")
        )

        assert (found.agent, found.former_agent) == (None, "amy")

    @pytest.mark.parametrize("cause", ["breach", "at_risk"])
    def test_who_was_relieved_of_it_is_not_given_it_again(self, cause: str) -> None:
        found = episode(
            does("assigned", 1, agent="amy"), does("unassigned", 2, reason=cause)
        )

        assert found.given_back_by == "amy"

    def test_the_next_episode_remembers_who_had_the_last_one(self) -> None:
        found = episode(
            does("assigned", 1, agent="amy"), does("resolved", 2), received(9, "m2")
        )

        assert (found.number, found.agent, found.former_agent) == (2, None, "amy")


class TestRerouting:
    def test_another_policy_promises_anew_what_still_runs(self) -> None:
        slow = does("routed", 5, routing={"policy": "standard", "queue": "vip"})
        found = case(slow)

        assert (found.queue, found.episode.due) == ("vip", at(HOUR))

    def test_a_promise_that_would_be_over_is_due_at_once(self) -> None:
        slow = does("routed", 5, routing={"policy": "standard"})
        fast = does("routed", 20, routing={"policy": "fast"})

        assert episode(slow, fast).due == at(20)

    def test_what_is_breached_stays_breached(self) -> None:
        assert episode(does("routed", 16, routing={"policy": "standard"})).due == at(15)

    def test_what_is_answered_stays_answered(self) -> None:
        found = episode(sent(3), does("routed", 5, routing={"policy": "standard"}))

        assert found.due == at(15)

    def test_the_wait_under_way_is_promised_anew(self) -> None:
        moved = does("routed", 20, routing={"policy": "fast"})
        found = episode(
            does("routed", 1, routing={"policy": "standard"}),
            sent(3),
            received(10, "m2"),
            moved,
        )

        assert found.next_due == at(10 + HOUR)

    def test_the_resolution_keeps_what_it_has_used(self) -> None:
        before = episode(received(1, "m2"))
        after = episode(does("routed", HOUR, routing={"policy": "standard"}))

        assert after.resolution_due == before.resolution_due

    def test_a_resolution_that_stands_still_goes_on_standing(self) -> None:
        found = episode(
            sent(HOUR), does("routed", 2 * HOUR, routing={"policy": "standard"})
        )

        assert (found.resolution_due, found.resolution_left) == (None, 15 * 3600)

    def test_another_queue_alone_changes_no_promise(self) -> None:
        moved = does("routed", 5, routing={"policy": "fast", "queue": "vip"})

        assert episode(moved).due == at(15)


class TestEscalating:
    def test_each_kind_is_noted_once(self) -> None:
        found = episode(
            does("escalated", 1, what="call"),
            does("escalated", 2, what="supervisor"),
            does("escalated", 3, what="call"),
        )

        assert found.escalated == ("call", "supervisor")

    def test_a_private_message_after_the_offer_accepts_it(self) -> None:
        offered = does("private_offered", 5)
        public = received(6, "m2", visibility="public")
        private = received(7, "m3")

        assert episode(offered, public).accepted_at is None
        assert episode(offered, public, private).accepted_at == at(7)
        assert episode(private).accepted_at is None

    def test_the_first_offer_and_the_first_answer_to_it_count(self) -> None:
        found = episode(
            does("private_offered", 5),
            received(6, "m2"),
            does("private_offered", 7),
            received(8, "m3"),
        )

        assert (found.offered_at, found.accepted_at) == (at(5), at(6))


class TestSnoozing:
    def test_it_lasts_until_the_customer_writes(self) -> None:
        snoozed = does("snoozed", 5, expires_at=at(500))

        assert episode(snoozed).snoozed_until == at(500)
        assert episode(snoozed, received(6, "m2")).snoozed_until is None

    def test_the_clocks_run_on(self) -> None:
        found = case(does("snoozed", 5, expires_at=at(500)))

        assert clocks(found, at(16))[0].outcome == "breached"


class TestFlushing:
    def test_a_flushed_case_is_over_without_being_resolved(self) -> None:
        found = case(does("flushed", 5, reason="spam"))

        assert (found.status, found.episode.flushed) == ("flushed", "spam")

    def test_what_is_over_is_not_flushed(self) -> None:
        found = case(does("resolved", 4), does("flushed", 5, reason="spam"))

        assert found.status == "resolved"

    def test_taken_back_the_same_episode_goes_on(self) -> None:
        found = case(
            does("assigned", 1, agent="amy"),
            does("flushed", 5, reason="spam"),
            does("reopened", 9, agent="boss"),
        )

        assert (found.status, found.episode.number) == ("open", 1)
        assert (found.episode.waiting_since, found.episode.due) == (at(0), at(15))
        assert (found.episode.agent, found.episode.former_agent) == (None, "amy")
        assert found.episode.timed_from == "reopened-9"

    def test_another_message_begins_the_next_episode(self) -> None:
        found = case(does("flushed", 5, reason="spam"), received(9, "m2"))

        assert (found.status, found.episode.number) == ("open", 2)


class TestReopening:
    def test_by_hand_it_begins_an_episode_that_owes_no_first_response(self) -> None:
        found = case(sent(1), does("resolved", 4), does("reopened", 9))

        assert (found.status, found.episode.number) == ("open", 2)
        assert (found.episode.due, found.episode.waiting_since) == (None, None)
        assert clocks(found, at(9999)) == []

    def test_then_a_message_waits_for_its_next_response(self) -> None:
        found = episode(
            sent(1), does("resolved", 4), does("reopened", 9), received(10, "m2")
        )

        assert (found.waiting_since, found.next_due) == (at(10), at(70))

    def test_then_its_resolution_is_promised_as_well(self) -> None:
        by_hand = (does("resolved", 5), does("reopened", 9))
        before = episode(*by_hand)
        after = episode(*by_hand, received(20, "m2"))

        assert before.resolution_due is None
        assert after.resolution_due == deadline(
            SETTINGS.calendar, at(20), timedelta(hours=16)
        )

    def test_whoever_takes_it_must_still_speak_the_language(self) -> None:
        first = received(language="de")
        deeds = (does("resolved", 5), does("reopened", 9))
        found = fold(Person(id="x:1"), [first, *deeds], SETTINGS).case

        assert found is not None
        assert found.episode.language == "de"

    def test_what_is_open_is_not_reopened(self) -> None:
        assert case(does("reopened", 5)) == case()


class TestReviewing:
    def test_the_last_review_counts(self) -> None:
        found = episode(
            does("resolved", 4),
            does("reviewed", 5, score=60),
            does("reviewed", 6, score=80),
        )

        assert found.reviewed == 80


class TestRecording:
    @pytest.mark.parametrize("kind", ["warned", "breached"])
    def test_a_repeat_is_noted_once(self, kind: str) -> None:
        found = episode(
            does(kind, 12, clock="first_response"),
            does(kind, 13, clock="first_response"),
        )

        assert found.recorded == (f"{kind}:first_response",)

    def test_of_the_waits_only_the_present_one_is_noted(self) -> None:
        breach = does("breached", 70, clock="next_response", due=at(70))
        entries = [sent(3), received(10, "m2"), breach]

        assert episode(*entries).recorded == ("breached:next_response",)
        assert episode(*entries, sent(80, "a2"), received(90, "m3")).recorded == ()

    def test_the_breach_of_a_wait_that_is_over_is_not_the_next_ones(self) -> None:
        late = does("breached", 95, clock="next_response", due=at(70))
        found = episode(
            sent(3), received(10, "m2"), sent(80, "a2"), received(90, "m3"), late
        )

        assert found.recorded == ()


def test_a_desk_that_never_opens_promises_nothing() -> None:
    closed = Calendar.parse({"timezone": "UTC", "weekly": {}})
    rules = replace(SETTINGS, calendars={"default": closed})
    moved = does("routed", 5, routing={"policy": "standard"})
    entries = [received(), sent(1), received(2, "m2"), moved]
    found = fold(Person(id="x:1"), entries, rules).case

    assert found is not None
    assert (found.episode.due, found.episode.next_due) == (None, None)
    assert found.episode.resolution_due is None
