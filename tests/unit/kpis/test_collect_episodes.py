"""Facts of episodes: their stages, what followed them, what is open at midnight."""

from dataclasses import replace
from typing import Any

import pytest

from shared.domain.escalation import Escalation
from shared.domain.log import Entry
from shared.domain.metrics import Metrics
from shared.domain.settings import Rulebook, Settings
from shared.kpis.elsewhere import Call, calls
from shared.kpis.facts import Facts
from tests.fakes.entries import action, at, received, sent
from tests.unit.kpis.collected import (
    ASSIGNED,
    CASE,
    DAY,
    RESOLVED,
    SETTINGS,
    events,
    facts,
    resolved,
    told,
)

STAGES = ("queue_s", "pickup_s", "work_s", "end_to_end_s")
WEEK = 7 * DAY
AGAIN = action("resolved", 90, CASE, episode=2)


class TestStages:
    def test_they_add_up_to_the_whole(self) -> None:
        fact = resolved(ASSIGNED, sent(3), RESOLVED)

        assert told([fact], *STAGES) == [(60, 120, 1620, 1800)]

    def test_the_first_assignment_counts_not_the_last(self) -> None:
        back = action("unassigned", 2, CASE)
        other = action("assigned", 10, CASE, id="b", agent="bob")
        fact = resolved(ASSIGNED, back, other, sent(12), RESOLVED)

        assert told([fact], *STAGES) == [(60, 660, 1080, 1800)]

    @pytest.mark.parametrize(
        ("entries", "stages"),
        [
            ([], (None, None, None, 1800)),
            ([ASSIGNED], (60, None, None, 1800)),
            ([replace(ASSIGNED, at=at(0)), sent(0)], (0, 0, 1800, 1800)),
            ([sent(3)], (None, None, 1620, 1800)),
            ([sent(0.5), ASSIGNED], (60, None, 1770, 1800)),
        ],
    )
    def test_one_that_did_not_happen_in_order_is_unknown(
        self, entries: list[Entry], stages: tuple[float | None, ...]
    ) -> None:
        assert told([resolved(*entries, RESOLVED)], *STAGES) == [stages]

    def test_who_had_an_earlier_episode_has_not_the_next(self) -> None:
        own = action("assigned", 65, CASE, episode=2, agent="bob")
        found = facts(ASSIGNED, sent(3), RESOLVED, received(60, "m2"), own, AGAIN)

        assert told(events(found, "resolved")[1:], *STAGES, "agent") == [
            (300, None, None, 1800, "bob")
        ]

    def test_each_is_in_business_hours_as_well(self) -> None:
        # From Monday, ten, to Tuesday, ten; the desk closes at six and opens at nine.
        late = action("assigned", 9 * 60, CASE, agent="amy")
        end = action("resolved", DAY, CASE)
        fact = resolved(late, sent(23.5 * 60), end)

        names = [name.replace("_s", "_business_s") for name in STAGES]
        assert told([fact], *names) == [(8 * 3600, 1800, 1800, 9 * 3600)]


class TestTheTalk:
    @pytest.mark.parametrize(("most", "over"), [(2, True), (3, False), (None, False)])
    def test_it_was_too_long_above_what_the_rules_of_its_opening_allow(
        self, most: int | None, over: bool
    ) -> None:
        then = replace(SETTINGS, escalation=Escalation(messages=most))
        later = replace(SETTINGS, escalation=Escalation(messages=1))
        rules = Rulebook(then, [(at(1), later)])
        note = sent(2, "auto", automatic=True)
        fact = resolved(note, sent(3), received(4, "m2"), RESOLVED, rules=rules)

        assert (fact.messages, fact.over_threshold) == (3, over)

    @pytest.mark.parametrize("answer", [sent(3, automatic=True), sent(31)])
    def test_neither_a_program_nor_who_comes_too_late_has_answered(
        self, answer: Entry
    ) -> None:
        assert resolved(sent(3), RESOLVED).answered is True
        assert resolved(answer, RESOLVED).answered is False

    def test_the_first_resolution_of_a_case_is_marked(self) -> None:
        found = facts(RESOLVED, received(60, "m2"), AGAIN)

        assert told(events(found, "resolved"), "first_resolution") == [
            (True,),
            (False,),
        ]

    def test_a_flush_is_no_resolution(self) -> None:
        flushed = action("flushed", 30, CASE, reason="spam")
        found = facts(flushed, received(60, "m2"), AGAIN)

        assert told(events(found, "resolved"), "episode", "first_resolution") == [
            (2, True)
        ]


def with_windows(**days: Any) -> Settings:
    return replace(SETTINGS, metrics=Metrics(**days))


class TestWhatFollowed:
    def test_nothing_is_no(self) -> None:
        names = ("reopened", "contacted", "called", "reviewed")
        fact = resolved(RESOLVED, received(32 * DAY, "m2"))

        assert told([fact], *(f"{n}_within" for n in names)) == [(False,) * 4]

    @pytest.mark.parametrize("days", [1, 7])
    @pytest.mark.parametrize("inside", [True, False])
    def test_it_was_reopened_within_the_window(self, days: int, inside: bool) -> None:
        rules = with_windows(first_contact_days=days, deflection_days=90)
        again = action("reopened", 30 + days * DAY - inside, CASE)

        assert resolved(RESOLVED, again, rules=rules).reopened_within is inside

    def test_the_windows_are_those_of_the_rules_when_the_day_ended(self) -> None:
        rules = Rulebook(
            with_windows(first_contact_days=1),
            [
                (at(31), with_windows(first_contact_days=3)),
                (at(MIDNIGHT), with_windows(first_contact_days=5)),
            ],
        )
        for days, inside in ((2, True), (4, False)):
            log = [RESOLVED, received(days * DAY, "m2")]
            assert resolved(*log, rules=rules, days=9).reopened_within is inside

    def test_a_new_case_is_no_reopening(self) -> None:
        rules = with_windows(first_contact_days=30)

        assert (
            resolved(RESOLVED, received(8 * DAY, "m2"), rules=rules).reopened_within
            is False
        )

    @pytest.mark.parametrize(
        ("minutes", "by_phone", "expected"),
        [
            (29, True, (False, False)),
            (30, True, (False, False)),
            (31, True, (True, True)),
            (31, False, (True, False)),
            (29 + WEEK, True, (True, True)),
            (30 + WEEK, True, (False, False)),
        ],
    )
    def test_he_came_by_phone_or_mail(
        self, minutes: float, by_phone: bool, expected: tuple[bool, bool]
    ) -> None:
        fact = resolved(RESOLVED, calls=[Call(at(minutes), by_phone)])

        assert (fact.contacted_within, fact.called_within) == expected

    def test_a_call_under_the_same_identity_counts_as_well(self) -> None:
        again = received(60, "m2", social=False)
        by_phone = resolved(RESOLVED, again, person="phone:1")
        by_mail = resolved(RESOLVED, again, person="email:1")

        assert (by_phone.contacted_within, by_phone.called_within) == (True, True)
        assert (by_mail.contacted_within, by_mail.called_within) == (True, False)

    @pytest.mark.parametrize(
        ("minutes", "inside"), [(29 + WEEK, True), (30 + WEEK, False)]
    )
    def test_it_was_reviewed(self, minutes: float, inside: bool) -> None:
        review = action("reviewed", minutes, CASE, score=80)

        assert resolved(RESOLVED, review).reviewed_within is inside

    def test_a_review_of_another_episode_is_not_its_own(self) -> None:
        review = action("reviewed", 95, CASE, episode=2, score=80)
        found = facts(RESOLVED, received(60, "m2"), AGAIN, review)

        assert told(events(found, "resolved"), "reviewed_within") == [(False,), (True,)]

    def test_a_review_is_of_the_episode_it_was_meant_for(self) -> None:
        # The message that reopened the case was told of after the review.
        review = action("reviewed", 65, CASE, score=80, agent="boss")
        found = facts(ASSIGNED, RESOLVED, received(60, "m2"), AGAIN, review)

        assert told(events(found, "resolved"), "reviewed_within") == [(True,), (False,)]
        assert told(events(found, "reviewed"), "episode", "agent") == [(1, "amy")]


def test_thanks_by_mail_are_no_call() -> None:
    log = [
        received(0, social=False, opens=CASE),
        sent(2),
        received(40, "m2", social=False, courtesy=True),
    ]

    assert calls("email:1", log, SETTINGS) == [Call(at(0), by_phone=False)]
    assert calls("phone:1", log[:1], SETTINGS) == [Call(at(0), by_phone=True)]


MIDNIGHT = 14 * 60  # the end of Monday, in minutes


class TestOpenAtTheEndOfADay:
    def test_it_is_told_in_the_last_moment_of_each_day(self) -> None:
        end = action("resolved", 2 * DAY, CASE)
        found = events(facts(ASSIGNED, end, days=3), "open")

        assert told(found, "age_s", "age_business_s", "agent") == [
            (14 * 3600, 8 * 3600, "amy"),
            (38 * 3600, 17 * 3600, "amy"),
        ]
        assert found[0].at.isoformat() == "2026-03-02T23:59:59.999000+00:00"
        assert len({fact.id for fact in found}) == 2

    def test_a_day_that_has_not_ended_has_none_yet(self) -> None:
        assert events(facts(now=MIDNIGHT - 0.001, days=1), "open") == []
        assert len(events(facts(now=MIDNIGHT, days=1), "open")) == 1

    @pytest.mark.parametrize(("minutes", "count"), [(MIDNIGHT, 1), (MIDNIGHT - 1, 0)])
    def test_what_ended_with_the_day_is_open_in_it(
        self, minutes: float, count: int
    ) -> None:
        for kind in ("resolved", "flushed"):
            end = action(kind, minutes, CASE, reason="spam")
            assert len(events(facts(end, days=1), "open")) == count

    def test_before_a_customer_has_written_there_is_nothing(self) -> None:
        new = received(8 * DAY, "m2")  # another case
        found = events(facts(RESOLVED, new, days=9), "open")

        assert told(found, "opened_at", "waiting") == [(new.at, True)]

    def test_what_was_imported_is_not_open(self) -> None:
        found = facts(first=received(historic=True), days=1)

        assert events(found, "opened")
        assert events(found, "open") == []

    @pytest.mark.parametrize(
        ("entries", "waits"),
        [
            ([], True),
            ([sent(2)], False),
            ([sent(2, automatic=True)], True),
            ([sent(2, status="failed")], True),
            ([sent(2), received(3, "m2")], True),
            ([sent(2), received(3, "m2", courtesy=True)], True),
            ([sent(2), received(MIDNIGHT, "m2")], False),
            ([sent(2), RESOLVED, action("reopened", 40, CASE)], False),
            ([RESOLVED, action("reopened", 40, CASE)], False),
        ],
    )
    def test_the_customer_waits_if_the_last_word_is_his(
        self, entries: list[Entry], waits: bool
    ) -> None:
        assert told(events(facts(*entries, days=1), "open"), "waiting") == [(waits,)]


def summary(found: Facts, event: str, *names: str) -> list[tuple[Any, ...]]:
    return told(events(found, event), "at", *names)


class TestWhatElseBecomesOfIt:
    def test_a_private_talk_is_offered_once_and_accepted_when_he_writes_there(
        self,
    ) -> None:
        offers = [
            action("private_offered", n, CASE, id=f"o{n}", reason="manual")
            for n in (5, 9)
        ]
        public, private = (
            received(n, f"m{n}", visibility=v)
            for n, v in ((6, "public"), (8, "private"))
        )
        names = ("accepted_s", "accepted_business_s")

        assert summary(facts(*offers, public), "private_offered", *names) == [
            (at(5), None, None)
        ]
        assert summary(facts(*offers, public, private), "private_offered", *names) == [
            (at(5), 180, 180)
        ]

    def test_each_escalation_says_what_and_why(self) -> None:
        causes = {
            1: ("private", "message_count", None),
            2: ("call", "manual", "amy"),
            15: ("supervisor", "breach", None),
        }
        entries = [
            action("escalated", n, CASE, id=f"e{n}", what=what, reason=why, agent=who)
            for n, (what, why, who) in causes.items()
        ]
        again = action("escalated", 19, CASE, id="e9", what="call", reason="manual")

        assert summary(facts(*entries, again), "escalated", "escalation", "cause") == [
            (at(n), what, why) for n, (what, why, _) in causes.items()
        ]

    def test_a_breach_is_escalated_when_it_was_due_however_late_the_timer_came(
        self,
    ) -> None:
        late = action("escalated", 5 * DAY, CASE, what="supervisor", reason="breach")

        assert summary(facts(late), "escalated") == [(at(15),)]

    def test_an_answer_in_time_that_arrives_late_has_escalated_nothing(self) -> None:
        breach = action("breached", 15, CASE, clock="first_response")
        called = action("escalated", 15, CASE, what="supervisor", reason="breach")
        in_time, next_wait = sent(14), received(20, "m2")

        assert summary(facts(breach, called), "escalated") == [(at(15),)]
        assert summary(facts(in_time, breach, called), "escalated") == []
        assert summary(facts(in_time, breach, called, next_wait), "escalated") == [
            (at(80),)
        ]

    @pytest.mark.parametrize(
        ("reason", "agent", "cause"),
        [
            ("at_risk", None, "breach"),
            ("low_score", None, "low_score"),
            (None, "amy", "manual"),
            (None, None, None),
        ],
    )
    def test_a_cause_is_one_of_four(
        self, reason: str | None, agent: str | None, cause: str | None
    ) -> None:
        entry = action("escalated", 1, CASE, what="call", reason=reason, agent=agent)

        assert told(events(facts(entry), "escalated"), "cause") == [(cause,)]

    def test_a_review_has_its_score_and_whose_work_it_was(self) -> None:
        reviews = [
            action("reviewed", n, CASE, id=f"r{n}", agent="boss", score=score)
            for n, score in ((50, 80), (60, 80))
        ]

        assert summary(
            facts(ASSIGNED, RESOLVED, *reviews), "reviewed", "score", "agent"
        ) == [
            (at(50), 80, "amy"),
            (at(60), 80, "amy"),
        ]

    def test_a_flush_that_is_taken_back_may_come_again(self) -> None:
        ends = [
            action("flushed", 2, CASE, id="f1", reason="spam"),
            action("reopened", 3, CASE),
            action("flushed", 4, CASE, id="f2", reason="spam"),
        ]
        found = events(facts(*ends), "flushed")

        assert told(found, "at", "episode") == [(at(2), 1), (at(4), 1)]
        assert len({fact.id for fact in found}) == 2
