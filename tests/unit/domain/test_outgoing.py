"""What is still to be done about an answer: errands, waits, proofs, ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import outgoing
from shared.domain.cases import fold
from shared.domain.erasure import left_of
from shared.domain.log import Entry
from shared.domain.messages import Outbound, Template
from shared.domain.outgoing import Errand
from shared.domain.settings import default_settings
from shared.domain.state import Case, Person
from tests.fakes.entries import at, received, sent

COMMENT = received(0, "comment:1_2", visibility="public")
HOURS = timedelta(hours=1)


def out(**changes: Any) -> Outbound:
    values: dict[str, Any] = {
        "key": "k",
        "channel": "facebook",
        "account": "9",
        "person": "1",
        "visibility": "private",
        "text": "Hi",
    }
    return Outbound(**{**values, **changes})


def case() -> Case:
    person = Person(id="facebook:1")
    found = fold(person, [received()], default_settings("UTC")).case
    assert found is not None
    return found


def waits(minutes: float = 1, **changes: Any) -> Entry:
    return outgoing.held("send_queued", out(**changes), case(), at(minutes), "amy")


def open_attempt(minutes: float = 5) -> Entry:
    return outgoing.held("send_unconfirmed", out(), case(), at(minutes), "amy")


@given(st.integers(0, 50), st.floats(0, 90_000))
def test_a_wait_is_long_enough_for_the_platform_and_never_without_end(
    attempt: int, wanted: float
) -> None:
    wait = outgoing.backoff(attempt, wanted)

    assert wait >= timedelta(seconds=wanted)
    assert wait <= max(outgoing.LONGEST, timedelta(seconds=wanted))


@given(st.integers(-5, 90_000))
def test_a_delay_is_one_that_sqs_takes(seconds: int) -> None:
    errand = Errand(
        task="send",
        person="x:1",
        case="c",
        key="k",
        due=at(0) + timedelta(seconds=seconds),
    )

    assert 1 <= outgoing.delay_s(errand, at(0)) <= 900
    assert outgoing.from_body(outgoing.to_body(errand)) == errand


@pytest.mark.parametrize(
    "wanted",
    [
        out(),
        out(visibility="public", reply_to="comment:1_2", conversation="post:1"),
        out(template=Template(name="hello", language="en", parameters=("Ann",))),
    ],
    ids=["private", "public", "template"],
)
def test_what_waits_is_sent_as_it_was_wanted(wanted: Outbound) -> None:
    entry = outgoing.held("send_queued", wanted, case(), at(1), "amy")

    assert outgoing.to_outbound("facebook", entry) == wanted


class TestGivingUp:
    def why_not(self, hours: float, *log: Entry, **changes: Any) -> str | None:
        return outgoing.why_not(out(**changes), waits(), log, at(0) + hours * HOURS)

    def test_a_talk_is_over_with_its_window(self) -> None:
        assert self.why_not(23.9, received()) is None
        assert self.why_not(24, received()) == "window_closed"

    def test_a_private_reply_has_a_week_from_its_comment(self) -> None:
        old = replace(COMMENT, at=at(0) - 6.9 * timedelta(days=1))

        assert self.why_not(1, old, reply_to="comment:1_2") is None
        assert self.why_not(9, old, reply_to="comment:1_2") == "window_closed"

    def test_what_waits_into_the_second_day_goes_out_where_a_human_may(self) -> None:
        old = replace(received(), at=at(hours=-20))
        late = outgoing.why_not(out(), waits(), [old], at(hours=5), ["facebook"])
        never = outgoing.why_not(out(), waits(), [old], at(hours=5), ["instagram"])

        assert (late, never) == (None, "window_closed")

    def test_where_a_human_has_a_week_it_ends(self) -> None:
        old = replace(received(), at=at(days=-7, hours=3))
        reasons = [
            outgoing.why_not(out(), waits(), [old], at(hours=hours), ["facebook"])
            for hours in (2.9, 3)
        ]

        assert reasons == [None, "window_closed"]

    @pytest.mark.parametrize(
        "changes",
        [
            {"visibility": "public"},
            {"template": Template(name="hello", language="en")},
        ],
        ids=["public", "template"],
    )
    def test_what_knows_no_window_is_tried_for_a_day(
        self, changes: dict[str, Any]
    ) -> None:
        old = replace(received(), at=at(days=-9))

        assert self.why_not(23.9, old, **changes) is None
        assert self.why_not(24.1, old, **changes) == "gave_up"


class TestTag:
    def tag(self, wanted: Outbound, *log: Entry, hours: float = 25) -> str | None:
        now = at(0) + hours * HOURS
        return outgoing.tagged(wanted, log, now, ["facebook"]).tag

    def test_it_is_that_of_the_time_of_sending(self) -> None:
        assert self.tag(out(), received(), hours=23.9) is None
        assert self.tag(out(), received(), hours=24) == "HUMAN_AGENT"

    def test_who_has_written_again_gets_an_ordinary_answer(self) -> None:
        again = received(120, "m2")

        assert self.tag(out(tag="HUMAN_AGENT"), received(), again) is None

    @pytest.mark.parametrize(
        "changes",
        [
            {"visibility": "public", "reply_to": "comment:1_2"},
            {"reply_to": "comment:1_2"},
            {"channel": "instagram"},
            {"automatic": True},
        ],
        ids=["public", "private reply", "not granted", "automatic"],
    )
    def test_others_have_none(self, changes: dict[str, Any]) -> None:
        assert self.tag(out(**changes), received(), COMMENT) is None


class TestProof:
    def test_our_key_in_an_echo_is_one_whatever_the_words(self) -> None:
        echo = sent(4, "m_1", send_key="k", text="Hi there")

        assert outgoing.proof(open_attempt(), [echo]) == "m_1"

    def test_the_same_words_are_one_where_no_key_comes_back(self) -> None:
        echo = sent(6, "m_1", text=" Hi\n")

        assert outgoing.proof(open_attempt(), [echo]) == "m_1"

    @pytest.mark.parametrize(
        "changes",
        [
            {"text": "Bye"},
            {"minutes": 3},
            {"visibility": "public"},
            {"send_key": "other"},
            {"agent": "bob"},
        ],
        ids=str,
    )
    def test_another_message_is_none(self, changes: dict[str, Any]) -> None:
        values = {"minutes": 6, "content": "m_1", "text": "Hi", **changes}

        assert outgoing.proof(open_attempt(), [sent(**values)]) is None


class TestStanding:
    def test_of_what_waits(self) -> None:
        entry = waits()
        failed = replace(entry, kind="send_failed", at=at(9))

        assert outgoing.standing(entry, [entry]) == "queued"
        assert outgoing.standing(entry, [sent(2, send_key="k")]) == "sent"
        assert outgoing.standing(entry, [sent(2, send_key="k:2")]) == "sent"
        assert outgoing.standing(entry, [sent(2, send_key="k:other")]) == "queued"
        assert outgoing.standing(entry, [entry, failed]) == "failed"

    def test_of_what_is_open(self) -> None:
        entry = open_attempt()

        assert outgoing.standing(entry, [entry]) == "unconfirmed"
        assert outgoing.standing(entry, [entry, sent(6, send_key="k")]) == "sent"

    def test_what_was_given_up_waits_no_more(self) -> None:
        entry = waits()
        failed = replace(entry, kind="send_failed", at=at(9))
        again = waits(10)

        assert outgoing.waiting([entry], "k") == entry
        assert outgoing.waiting([entry, failed], "k") is None
        assert outgoing.waiting([entry, failed, again], "k") == again
        assert outgoing.waiting([entry], "other") is None
        assert outgoing.waiting([left_of(entry)], "k") is None
