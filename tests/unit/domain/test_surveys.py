"""Surveys: who is asked, by which message, and what the button says back."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import surveys
from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Case, Person
from tests.fakes.entries import action, at, received

SETTINGS = default_settings("UTC")
CASE = case_id("x:1", "m1")
RESOLVED = action("resolved", 5, CASE)


def person(*entries: Entry) -> Person:
    return fold(Person(id="x:1"), entries, SETTINGS)


def case(*entries: Entry) -> Case:
    found = person(received(), RESOLVED, *entries).case
    assert found is not None
    return found


@given(st.text(min_size=1), st.sampled_from(surveys.SCORES))
def test_a_button_reads_back_as_it_was_made(survey: str, score: int) -> None:
    assert surveys.read_payload(surveys.payload(survey, score)) == (survey, score)


@pytest.mark.parametrize(
    "text",
    [None, "", "GET_STARTED", "survey:", "survey::4", "survey:s:9", "survey:s:", "4"],
)
def test_what_is_no_button_of_ours_is_none(text: str | None) -> None:
    assert surveys.read_payload(text) is None


class TestWhom:
    def why_not(self, *entries: Entry, reached: Entry | None) -> str | None:
        return surveys.why_not(person(*entries), reached, at(15))

    def test_a_customer_of_a_resolved_case_is_asked(self) -> None:
        assert self.why_not(received(), RESOLVED, reached=received()) is None

    @pytest.mark.parametrize(
        ("entries", "reached", "reason"),
        [
            ([], received(), "reopened"),
            ([received()], received(), "reopened"),
            (
                [
                    received(),
                    RESOLVED,
                    action("survey_suppressed", 6, CASE, reason="send_refused"),
                ],
                received(),
                "already_asked",
            ),
            (
                [received(social=False), RESOLVED],
                received(),
                "channel_without_messages",
            ),
            ([received(), RESOLVED], None, "no_private_talk"),
            ([received(), RESOLVED], received(account=None), "no_private_talk"),
            (
                [
                    received(),
                    action("survey_sent", 1, "c0", id="s0", expires_at=at(99)),
                    RESOLVED,
                ],
                received(),
                "survey_under_way",
            ),
        ],
        ids=["no case", "open", "asked", "phone", "unreachable", "no account", "busy"],
    )
    def test_others_are_not_and_it_says_why(
        self, entries: list[Entry], reached: Entry | None, reason: str
    ) -> None:
        assert self.why_not(*entries, reached=reached) == reason


class TestAddress:
    PUBLIC = received(visibility="public")

    @pytest.mark.parametrize(
        ("channel", "entries", "reached"),
        [
            ("facebook", [PUBLIC], None),
            ("x", [PUBLIC], PUBLIC),
            ("facebook", [PUBLIC, received(1, "m2")], received(1, "m2")),
            ("x", [], None),
        ],
        ids=["comment only", "open channel", "private talk", "nothing"],
    )
    def test_the_question_goes_where_it_can(
        self, channel: str, entries: list[Entry], reached: Entry | None
    ) -> None:
        assert surveys.address(Person(id=f"{channel}:1"), entries) == reached


class TestQuestion:
    def test_it_is_private_automatic_and_has_a_button_a_score(self) -> None:
        out = surveys.question(person(received(), RESOLVED), received())

        assert (out.visibility, out.automatic, out.person) == ("private", True, "1")
        assert out.key == f"auto:csat-{CASE}-1"
        assert [q.title for q in out.quick_replies] == ["1", "2", "3", "4", "5"]

    def test_what_was_sent_takes_answers_until_its_end(self) -> None:
        entry = surveys.sent(case(), at(15), SETTINGS, "p1")
        survey = person(received(), RESOLVED, entry).survey

        assert entry.target == "p1"
        assert survey is not None
        assert survey.expires_at == at(15) + SETTINGS.surveys.csat.expires

    def test_what_was_not_sent_says_why(self) -> None:
        entry = surveys.suppressed(case(), at(15), "send_refused")

        assert (entry.kind, entry.reason) == ("survey_suppressed", "send_refused")

    def test_both_are_one_question(self) -> None:
        asked = surveys.sent(case(), at(15), SETTINGS, "p1")
        quiet = surveys.suppressed(case(), at(15), "send_refused")

        assert asked.id == quiet.id == surveys.survey_id(replace(case()))
