"""Facts from a log: what each step meant, credited to whom, without any identity."""

import pytest

from shared.domain.log import Entry
from shared.kpis.collect import Window, collect
from shared.kpis.facts import ClockFact, Facts, join
from shared.kpis.pseudonyms import pseudonymiser
from tests.fakes.entries import action, at, received, sent
from tests.unit.kpis.collected import (
    ASKED,
    ASSIGNED,
    CASE,
    DAY,
    HIDE,
    RESOLVED,
    SETTINGS,
    facts,
    told,
)


class TestMessages:
    def test_both_directions_are_told_with_the_assignee_or_the_author(self) -> None:
        found = facts(ASSIGNED, sent(3, agent="bob"), received(4, "m2"))

        assert told(found.messages, "direction", "agent") == [
            ("inbound", None),
            ("outbound", "bob"),
            ("inbound", "amy"),
        ]

    def test_an_answer_ends_a_wait_once(self) -> None:
        found = facts(
            received(1, "m2"),
            sent(2, "auto", automatic=True),
            sent(3),
            sent(4, "a2"),
            received(5, "m3"),
            received(6, "m4"),
            sent(9, "a3"),
        )
        ended = [m for m in found.messages if m.response]

        assert told(ended, "response", "response_s", "at") == [
            ("first", 180, at(3)),
            ("next", 240, at(9)),
        ]

    def test_an_answer_to_what_was_flushed_ends_no_wait(self) -> None:
        again = action("reopened", 40, CASE, agent="amy")
        flushed = action("flushed", 60, CASE, episode=2, reason="spam")
        found = facts(sent(1), RESOLVED, again, received(50, "m2"), flushed)
        answered = facts(
            sent(1), RESOLVED, again, received(50, "m2"), flushed, sent(70, "a2")
        )

        assert len(answered.messages) == len(found.messages) + 1
        assert [m.response for m in answered.messages if m.response] == ["first"]

    def test_a_survey_answer_is_no_message(self) -> None:
        found = facts(RESOLVED, ASKED, received(50, "m2", score=4))

        assert len(found.messages) == 1
        assert told(found.surveys, "event", "score", "agent") == [
            ("eligible", None, "amy"),
            ("sent", None, "amy"),
            ("delivered", None, "amy"),
            ("answered", 4, "amy"),
        ]

    def test_thanks_for_an_answer_ask_for_none_and_say_so(self) -> None:
        found = facts(sent(1), received(2, "m2", courtesy=True))

        assert told(found.messages, "actionable", "flush_reason")[::2] == [
            (True, None),
            (False, "courtesy"),
        ]

    def test_what_is_flushed_asked_for_nothing_from_its_first_message_on(self) -> None:
        flushed = action("flushed", 2, CASE, reason="spam")
        found = facts(received(1, "m2"), flushed)

        assert told(found.messages, "actionable", "flush_reason") == [
            (False, "spam"),
            (False, "spam"),
        ]
        assert found.clocks == []

    def test_a_mood_is_told_as_probabilities(self) -> None:
        mood = {"p_negative": 0.7, "p_neutral": 0.2, "p_positive": 0.1}
        found = facts(received(1, "m2", **mood))

        names = ("p_negative", "p_neutral", "p_positive")
        assert told(found.messages, *names) == [(None, None, None), (0.7, 0.2, 0.1)]

    def test_what_is_no_message_is_no_fact(self) -> None:
        quiet = Entry(at=at(2), id="r", kind="reaction_received", target="m1")

        assert facts(quiet) == facts()

    def test_an_answer_to_nobody_is_told_without_a_case(self) -> None:
        window = Window(start=at(-9), end=at(9), now=at(9))
        found = collect("x:1", [sent(1)], SETTINGS, HIDE, window)

        assert told(found.messages, "direction", "case", "queue", "response") == [
            ("outbound", None, None, None)
        ]


class TestEpisodes:
    def test_each_is_opened_resolved_and_reopened(self) -> None:
        again = action("resolved", 70, CASE, episode=2)
        new = received(30 * 24 * 60, "m9")
        found = facts(sent(3), RESOLVED, received(60, "m2"), again, new)

        assert told(found.episodes, "event", "episode", "at", "messages") == [
            ("opened", 1, at(0), None),
            ("resolved", 1, at(30), 2),
            ("reopened", 2, at(60), None),
            ("resolved", 2, at(70), 1),
            ("opened", 1, new.at, None),
        ]

    def test_the_end_knows_how_long_it_took(self) -> None:
        night = action("resolved", 24 * 60, CASE)
        done = facts(night).episodes[-1]

        assert (done.end_to_end_s, done.end_to_end_business_s) == (86_400, 9 * 3600)

    def test_a_case_is_about_what_opened_it_a_message_about_what_it_says(self) -> None:
        again = received(60, "m2", topics=("refund",), language="en")
        found = facts(RESOLVED, again, first=received(topics=("late",), language="de"))

        assert told(found.episodes, "topics", "language") == [(("late",), "de")] * 3
        assert told(found.messages, "topics", "language") == [
            (("late",), "de"),
            (("refund",), "en"),
        ]

    def test_a_case_named_late_has_one_pseudonym(self) -> None:
        found = facts(received(1, "m2", opens="c9"))

        assert {e.case for e in (*found.episodes, *found.messages)} == {HIDE("c9")}


def firsts(found: Facts) -> list[ClockFact]:
    return [c for c in found.clocks if c.clock == "first_response"]


class TestClocks:
    @pytest.mark.parametrize(
        ("answered", "outcome", "ended", "agent"),
        [
            (15, "met", 15, "bob"),
            (15.001, "breached", 15, "amy"),
            (None, "breached", 15, "amy"),
        ],
    )
    def test_a_clock_ends_once_and_is_credited(
        self, answered: float | None, outcome: str, ended: float, agent: str
    ) -> None:
        answers = [] if answered is None else [sent(answered, agent="bob")]
        found = facts(ASSIGNED, *answers)

        assert told(firsts(found), "outcome", "at", "agent") == [
            (outcome, at(ended), agent)
        ]

    def test_who_was_assigned_after_it_was_due_is_not_blamed(self) -> None:
        late = action("assigned", 16, CASE, agent="amy")

        assert told(firsts(facts(late)), "outcome", "agent") == [("breached", None)]
        assert told(firsts(facts()), "agent") == [(None,)]

    @pytest.mark.parametrize("answered", [(), (sent(3),), (sent(3), received(4, "m2"))])
    def test_it_is_of_the_queue_in_which_it_ended(
        self, answered: tuple[Entry, ...]
    ) -> None:
        """Where the case is moved later changes no number of the past."""
        routing = {"queue": "second", "policy": "standard"}
        moved = action("routed", DAY, CASE, routing=routing)
        log = *answered, moved, sent(DAY + 1, "a2")
        found = facts(*log, end=DAY)

        assert found.clocks
        assert {clock.queue for clock in found.clocks} == {"default"}

    def test_before_it_is_due_there_is_no_fact(self) -> None:
        assert facts(now=14.9).clocks == []
        assert len(firsts(facts(now=15))) == 1

    def test_two_waits_of_a_night_that_fall_due_at_once_are_two(self) -> None:
        asked = [received(n * 60, f"m{n}") for n in (10, 12)]
        answers = [sent(n * 60, f"a{n}") for n in (1, 11, 13)]
        waits = [
            c for c in facts(*asked, *answers).clocks if c.clock == "next_response"
        ]

        assert len({c.due_at for c in waits}) == 1
        assert len({c.id for c in waits}) == len(waits) == 2

    def test_each_episode_has_its_own(self) -> None:
        found = facts(sent(3), RESOLVED, received(60, "m2"))

        assert told(firsts(found), "episode", "outcome", "due_at") == [
            (1, "met", at(15)),
            (2, "breached", at(75)),
        ]


def test_the_window_is_half_open() -> None:
    entries = [received(n, f"m{n}") for n in (10, 20)]
    found = facts(*entries, start=10, end=20)

    assert told(found.messages, "at") == [(at(10),)]


def test_many_persons_are_joined() -> None:
    one = facts(RESOLVED, ASKED)
    both = join([one, one])

    assert len(both.messages) == 2 * len(one.messages)
    assert len(both.clocks) == 2 * len(one.clocks)
    assert len(both.episodes) == 2 * len(one.episodes)
    assert len(both.surveys) == 2 * len(one.surveys)


def test_no_fact_knows_an_id_of_the_platform() -> None:
    found = repr(facts(sent(3), RESOLVED, ASKED))

    assert not [s for s in ("x:1", CASE, "'m1'", "'a1'", "'p1'") if s in found]


def test_pseudonyms_need_the_key() -> None:
    assert HIDE("x:1") == HIDE("x:1")
    assert len({HIDE("x:1"), HIDE("x:2"), pseudonymiser(b"other")("x:1")}) == 3
    assert len(HIDE("x:1")) == 20
