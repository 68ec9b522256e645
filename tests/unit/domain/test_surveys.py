"""What is sent and recorded of a survey, and what the log makes of it."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain import surveys
from shared.domain.cases import case_id, fold
from shared.domain.log import Entry
from shared.domain.settings import default_settings
from shared.domain.state import Case, Person, Survey
from shared.domain.survey_messages import SCALES
from shared.domain.survey_rules import SurveyRules
from shared.domain.surveys import Plan, Way
from tests.fakes.entries import action, at, received

SETTINGS = default_settings("UTC")
RULES = SurveyRules()
CASE = case_id("x:1", "m1")
SURVEY = f"csat-{CASE}-1"
RESOLVED = action("resolved", 5, CASE)
PLAN = Plan(way="digit", language="it", message=received())


def person(*entries: Entry) -> Person:
    return fold(Person(id="x:1"), entries, SETTINGS)


def case(*entries: Entry) -> Case:
    found = person(received(), RESOLVED, *entries).case
    assert found is not None
    return found


def survey(*entries: Entry) -> Survey:
    found = person(received(), RESOLVED, *entries).survey
    assert found is not None
    return found


def queued(minutes: float = 15, name: str = SURVEY) -> Entry:
    return surveys.queued(name, case(), at(minutes), PLAN, at(minutes + 60))


def sent(minutes: float = 16, name: str = SURVEY) -> Entry:
    return surveys.sent(name, case(), at(minutes), at(minutes + 60), "p1")


def pressed(minutes: float, score: int, name: str = SURVEY, **more: Any) -> Entry:
    return received(minutes, f"b{minutes}", survey=name, score=score, **more)


@given(
    st.sampled_from(["csat-c1-1", "nps-1"]).flatmap(
        lambda name: st.tuples(
            st.just(name), st.integers(*SCALES["nps" if name == "nps-1" else "csat"])
        )
    )
)
def test_a_button_reads_back_as_it_was_made(pressed: tuple[str, int]) -> None:
    assert surveys.read_payload(surveys.payload(*pressed)) == pressed


@pytest.mark.parametrize(
    "text",
    [
        *(None, "", "GET_STARTED", "survey:", "survey::4", "survey:s:9", "survey:s:"),
        *("4", "survey:csat-1:0", "survey:nps-1:11", "survey:nps-1:04"),
    ],
)
def test_what_is_no_button_of_ours_is_none(text: str | None) -> None:
    assert surveys.read_payload(text) is None


def test_the_survey_of_an_event_is_named_by_it_and_tells_nothing_of_it() -> None:
    name = surveys.nps_id("x:1", "order-77")

    assert (
        name == surveys.nps_id("x:1", "order-77") != surveys.nps_id("x:2", "order-77")
    )
    assert name.startswith("nps-")


class TestQuestion:
    def ask(self, channel: str, way: Way, name: str = SURVEY, **more: Any) -> Any:
        plan = Plan(way=way, language="de", message=received(**more))
        return surveys.question(
            f"{channel}:7", name, plan, RULES, "https://a.example/s"
        )

    def test_it_is_private_automatic_and_has_a_button_a_score(self) -> None:
        out = self.ask("facebook", "buttons")

        assert (out.visibility, out.automatic, out.person) == ("private", True, "7")
        assert out.key == f"auto:{SURVEY}"
        assert [q.title for q in out.quick_replies] == ["1", "2", "3", "4", "5"]
        assert out.text == RULES.csat.text.text_for("de")

    def test_the_nps_has_eleven(self) -> None:
        out = self.ask("telegram", "buttons", "nps-1")

        assert [q.title for q in out.quick_replies] == [str(n) for n in range(11)]

    def test_where_a_digit_is_typed_it_says_so(self) -> None:
        out = self.ask("whatsapp", "digit", "nps-1")

        assert out.text.endswith("einer Zahl von 0 bis 10.")
        assert out.quick_replies == ()

    def test_x_spells_the_digits_out(self) -> None:
        assert len(self.ask("x", "digit").quick_replies) == 5

    def test_a_link_goes_out_as_the_one_private_reply(self) -> None:
        out = self.ask("facebook", "link", visibility="public")

        assert out.text.endswith("https://a.example/s")
        assert (out.reply_to, out.quick_replies) == ("m1", ())

    def test_the_talk_of_a_business_account_on_telegram_goes_on_there(self) -> None:
        out = self.ask("telegram", "buttons", conversation="business:b1:7")

        assert out.conversation == "business:b1:7"
        assert self.ask("whatsapp", "list", conversation="wa:1:g").conversation is None

    def test_who_goes_by_another_id_now_is_asked_there(self) -> None:
        assert self.ask("whatsapp", "list", address="IT.8").person == "IT.8"


class TestState:
    def test_what_is_queued_may_be_answered_before_it_is_known_to_be_sent(self) -> None:
        found = survey(queued(15), pressed(15.5, 4), sent(16))

        assert (found.state, found.score) == ("sent", 4)
        assert found.is_answered_by("b15.5")

    def test_what_was_sent_takes_answers_until_its_end(self) -> None:
        found = survey(queued(15), sent(16))

        assert found.takes(at(76) - timedelta(milliseconds=1))
        assert not found.takes(at(76))

    def test_the_order_of_two_entries_of_one_instant_does_not_matter(self) -> None:
        found = survey(queued(15), sent(15))

        assert (found.state, found.language) == ("sent", "it")

    def test_what_was_withdrawn_takes_no_answer_and_asked_nobody(self) -> None:
        refused = surveys.suppressed(SURVEY, case(), at(16), "send_refused")
        found = survey(queued(15), refused)

        assert (found.takes(at(17)), found.asked_at) == (False, None)

    def test_when_he_was_asked_before_is_not_forgotten(self) -> None:
        refused = surveys.suppressed(SURVEY, case(), at(90), "send_refused")
        found = survey(sent(1, "csat-c0-1"), queued(80), refused)

        assert found.asked_at == at(1)

    def test_what_was_not_sent_says_why(self) -> None:
        entry = surveys.suppressed(SURVEY, case(), at(15), "send_refused")

        assert (entry.kind, entry.reason) == ("survey_suppressed", "send_refused")
        assert case(entry).episode.asked

    def test_a_flush_that_is_taken_back_is_asked_after_all(self) -> None:
        flushed = action("flushed", 20, CASE, reason="spam")
        quiet = surveys.suppressed(SURVEY, case(), at(21), "flushed")
        back = action("reopened", 22, CASE)
        after = person(received(), flushed, quiet, back).case

        assert after is not None
        assert not after.episode.asked
        assert quiet.id != surveys.suppressed(SURVEY, case(), at(30), "x").id

    def test_a_survey_about_no_case_marks_none_as_asked(self) -> None:
        entry = surveys.sent("nps-1", None, at(15), at(60), "p1")

        assert not case(entry).episode.asked
        assert survey(entry).kind == "nps"


class TestAnswers:
    ASKED = (queued(15), sent(16))

    def score(self, *entries: Entry, asked: tuple[Entry, ...] = ASKED) -> int | None:
        return survey(*asked, *entries).score

    def test_the_last_answer_counts(self) -> None:
        assert self.score(pressed(20, 4), pressed(21, 2)) == 2

    def test_a_button_of_another_survey_is_none(self) -> None:
        assert self.score(pressed(20, 4, "csat-c0-1")) is None

    def test_a_typed_score_counts_on_the_scale_of_the_survey(self) -> None:
        nps = (surveys.sent("nps-1", None, at(15), at(99), "p1"),)
        nine = received(20, "m2", score=None, nps=9)

        assert self.score(nine, asked=nps) == 9
        assert self.score(nine) is None

    def test_an_answer_that_is_edited_counts_as_it_was_edited(self) -> None:
        typed = received(20, "m2", score=4)
        edit = action("message_edited", 25, CASE, id="m2:e1", target="m2", score=1)

        assert self.score(typed, edit) == 1
        assert survey(*self.ASKED, typed, edit).is_answered_by("m2")

    @pytest.mark.parametrize(
        "changes",
        [{"target": "m1"}, {"score": None}, {"minutes": 90}],
        ids=["of another message", "to words", "too late"],
    )
    def test_other_edits_do_not(self, changes: dict[str, Any]) -> None:
        said = {"minutes": 25, "target": "m2", "score": 1, **changes}
        edit = action("message_edited", said.pop("minutes"), CASE, id="e", **said)

        assert self.score(received(20, "m2", score=4), edit) == 4

    def test_an_answer_on_the_page_is_like_a_button(self) -> None:
        page = action("survey_answered", 20, CASE, survey=SURVEY, score=3)
        after = person(received(), RESOLVED, *self.ASKED, page)

        assert after.survey is not None
        assert after.survey.score == 3
        assert after.survey.is_answered_by(page.id)
        assert after.case is not None
        assert after.case.status == "resolved"

    def test_an_answer_opens_nothing(self) -> None:
        assert case(*self.ASKED, pressed(20, 4)).episode.number == 1
        assert case(*self.ASKED, received(20, "m2", score=4)).episode.number == 1

    def test_who_says_more_than_a_score_has_an_issue_beside_it(self) -> None:
        more = received(20, "m2", score=2, says_more=True)
        after = person(received(), RESOLVED, *self.ASKED, more)

        assert after.survey is not None
        assert after.case is not None
        assert (after.survey.score, after.case.episode.number) == (2, 2)


class TestOptOut:
    STOP = received(20, "m2", opt_out="word")
    SAID = action("survey_opted_out", 20, CASE, id="opted-out-m2")

    def test_who_said_so_once_stays_out(self) -> None:
        later = action("survey_opted_out", 30, CASE, id="opted-out-m3")

        assert person(received(), self.SAID, later).tally.opted_out_at == at(20)

    def test_the_message_alone_says_so_as_well(self) -> None:
        after = person(received(), RESOLVED, queued(15), sent(16), self.STOP)

        assert after.tally.opted_out_at == at(20)

    def test_it_outlives_the_case(self) -> None:
        month = 60 * 24 * 30
        after = person(received(), RESOLVED, self.SAID, received(month, "m9"))

        assert after.since.endswith("m9")
        assert after.before.opted_out_at == at(20)

    def test_in_answer_to_a_survey_it_opens_nothing(self) -> None:
        assert case(queued(15), sent(16), self.STOP).episode.number == 1

    def test_elsewhere_it_is_a_message(self) -> None:
        assert case(replace(self.STOP)).episode.number == 2
