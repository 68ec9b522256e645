"""Facts of surveys: asked, arrived, answered, each on its own day."""

from typing import Any

import pytest

from shared.domain.log import Entry
from tests.fakes.entries import action, at, received, sent
from tests.unit.kpis.collected import ASKED, CASE, HIDE, RESOLVED, events, facts, told

EXPIRY = 5_000


def status(minutes: float, said: str, target: str | None = "p1") -> Entry:
    return Entry(
        at=at(minutes),
        id=f"{said}-{minutes}",
        kind="status_received",
        status=said,
        target=target,
    )


def surveyed(*entries: Entry, person: str = "x:1") -> list[tuple[Any, ...]]:
    """When it was sent, and arrived."""
    found = facts(RESOLVED, ASKED, *entries, person=person)
    arriving = [s for s in found.surveys if s.event in {"sent", "delivered"}]
    return told(arriving, "event", "at")


def test_none_sent_says_why() -> None:
    quiet = action("survey_suppressed", 40, CASE, reason="no_private_way")
    found = facts(RESOLVED, quiet)

    assert told(found.surveys, "event", "reason") == [
        ("eligible", None),
        ("suppressed", "no_private_way"),
    ]


def test_the_last_answer_in_time_counts_once() -> None:
    answers = [received(n, f"s{n}", score=n - 49) for n in (50, 51, 52)]
    found = facts(RESOLVED, ASKED, *answers)

    assert told(found.surveys, "event", "score", "in_time") == [
        ("eligible", None, False),
        ("sent", None, False),
        ("delivered", None, True),
        ("answered", 3, False),
    ]


def test_an_answer_after_the_survey_expired_is_none() -> None:
    late = received(EXPIRY, "m2", survey="s1", score=5)
    found = facts(RESOLVED, ASKED, late)

    assert told(found.surveys, "event", "in_time", "at") == [
        ("eligible", False, at(40)),
        ("sent", False, at(40)),
        ("delivered", False, at(40)),
        ("expired", False, at(EXPIRY)),
    ]


def test_what_is_still_open_has_not_expired() -> None:
    assert "expired" not in [
        s.event for s in facts(RESOLVED, ASKED, now=EXPIRY - 1).surveys
    ]


def test_what_never_arrived_does_not_expire() -> None:
    found = facts(RESOLVED, ASKED, status(41, "failed"))

    assert [s.event for s in found.surveys] == ["eligible", "sent"]


def test_what_is_queued_first_is_one_survey() -> None:
    queued = action("survey_queued", 39, CASE, survey="s1", expires_at=at(EXPIRY))
    found = facts(RESOLVED, queued, ASKED)

    assert told(found.surveys, "event", "at")[:3] == [
        ("eligible", at(39)),
        ("queued", at(39)),
        ("sent", at(40)),
    ]
    assert len({s.id for s in found.surveys}) == len(found.surveys)


def test_an_answer_that_was_edited_counts_as_it_was_edited() -> None:
    typed = received(50, "m2", score=5)
    edit = action("message_edited", 60, CASE, id="m2:e1", target="m2", score=2)
    found = facts(RESOLVED, ASKED, typed, edit)

    assert told(found.surveys, "event", "score", "at")[-1] == ("answered", 2, at(60))


def test_an_answer_on_the_page_is_one() -> None:
    page = action("survey_answered", 50, CASE, survey="s1", score=4)

    assert facts(RESOLVED, ASKED, page).surveys[-1].score == 4


class TestNps:
    SENT = action("survey_sent", 40, "", id="nps-1", expires_at=at(EXPIRY), target="p1")

    def test_it_is_of_no_case_and_nobodys_doing(self) -> None:
        nine = received(50, "m2", nps=9)
        found = facts(RESOLVED, self.SENT, nine)

        assert {(s.survey, s.case, s.queue, s.agent) for s in found.surveys} == {
            ("nps", None, None, None)
        }
        assert (found.surveys[-1].event, found.surveys[-1].score) == ("answered", 9)

    @pytest.mark.parametrize(("score", "expected"), [(6, True), (7, False)])
    def test_a_detractor_is_asked_why(self, score: int, expected: bool) -> None:
        why = sent(51, "a1", automatic=True, send_key="auto:followup:nps-1")
        answer = received(50, "m2", nps=score)

        found = facts(RESOLVED, self.SENT, answer, why).surveys[-1]
        assert found.followed_up is expected


def test_it_is_told_of_the_episode_that_it_asks_about() -> None:
    again, end = received(45, "m2"), action("resolved", 60, CASE, episode=2)
    moved = action("routed", 46, CASE, episode=2, routing={"queue": "second"})
    pressed = received(70, "m3", survey="s1", score=5)
    found = facts(RESOLVED, ASKED, again, moved, end, pressed)

    assert told(found.surveys, "event", "queue") == [
        ("eligible", "default"),
        ("sent", "default"),
        ("delivered", "default"),
        ("answered", "default"),
    ]
    assert events(found, "resolved")[-1].queue == "second"


class TestDelivery:
    @pytest.mark.parametrize("person", ["facebook:1", "whatsapp:1"])
    def test_where_platforms_tell_it_arrives_when_they_say_so(
        self, person: str
    ) -> None:
        told_so = (status(70, "read"), status(60, "delivered"), status(50, "sent"))

        assert surveyed(person=person) == [("sent", at(40))]
        assert surveyed(*told_so, person=person)[1:] == [("delivered", at(60))]

    @pytest.mark.parametrize("person", ["x:1", "instagram:1", "telegram:1", "shop:1"])
    def test_elsewhere_it_arrives_when_it_is_sent(self, person: str) -> None:
        assert surveyed(status(60, "read"), person=person)[1:] == [
            ("delivered", at(40))
        ]

    @pytest.mark.parametrize("person", ["x:1", "whatsapp:1"])
    def test_what_failed_did_not_arrive(self, person: str) -> None:
        assert surveyed(status(41, "failed"), person=person) == [("sent", at(40))]

    @pytest.mark.parametrize("person", ["x:1", "whatsapp:1"])
    def test_whoever_answers_has_been_asked(self, person: str) -> None:
        answer, receipt = received(50, "m2", survey="s1", score=5), status(60, "read")
        arrived = ("delivered", at(50))

        assert arrived in surveyed(status(41, "failed"), answer, person=person)
        assert (arrived in surveyed(answer, receipt, person=person)) == (
            person == "whatsapp:1"
        )

    def test_a_watermark_is_about_all_that_was_sent_until_then(self) -> None:
        # The platform dates the question a little before we do.
        question = sent(39, "p1", automatic=True)
        before, upto = status(38, "read", None), status(39, "delivered", None)

        assert surveyed(question, before, person="facebook:1") == [("sent", at(40))]
        assert surveyed(question, upto, person="facebook:1")[1:] == [
            ("delivered", at(40))
        ]

    def test_a_message_that_was_read_before_is_another_one(self) -> None:
        other = status(60, "read", "a1")

        assert surveyed(other, person="whatsapp:1") == [("sent", at(40))]


class TestFollowUp:
    @pytest.mark.parametrize(("score", "expected"), [(3, True), (4, False)])
    def test_a_low_answer_is_followed_up_by_the_question_why(
        self, score: int, expected: bool
    ) -> None:
        why = sent(51, "a1", automatic=True, send_key="auto:followup:s1")
        answer = received(50, "m2", survey="s1", score=score)

        assert facts(RESOLVED, ASKED, answer, why).surveys[-1].followed_up is expected
        assert facts(RESOLVED, ASKED, answer).surveys[-1].followed_up is False

    def test_the_question_about_another_survey_is_not_it(self) -> None:
        why = sent(51, "a1", automatic=True, send_key="auto:followup:s12")
        answer = received(50, "m2", survey="s1", score=1)

        assert facts(RESOLVED, ASKED, answer, why).surveys[-1].followed_up is False


def test_no_fact_knows_the_survey_or_its_message() -> None:
    found = facts(RESOLVED, ASKED)

    assert {s.case for s in found.surveys} == {HIDE(CASE)}
    assert not [s for s in ("'s1'", "'p1'") if s in repr(found)]
