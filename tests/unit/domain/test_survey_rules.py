"""The rules of surveys: what a new deployment asks, and the settings as JSON."""

import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given

from shared.channels.automatic import check_fits
from shared.domain import survey_texts
from shared.domain.escalation_texts import OUT_OF_HOURS
from shared.domain.survey_messages import messages, with_digits, with_link
from shared.domain.survey_rules import Question, Sample, SurveyRules
from shared.domain.survey_rules_json import read_surveys, write_surveys
from shared.errors import BadInput
from tests.unit.domain.json_samples import changed_somewhere

TEXTS = [
    getattr(survey_texts, n) for n in ("CSAT", "NPS", "TYPED", "LINKED", "WHY")
] + [survey_texts.THANKS]
DOCUMENT: dict[str, Any] = {
    "quiet": "14d",
    "channels": ["telegram", "x"],
    "languages": ["de", "it"],
    "csat": {
        "delay": "1h",
        "expires": "2d",
        "share": 0.5,
        "ask_why": False,
        "supervisor": False,
        "thank": True,
    },
    "nps": {
        "delay": "12h",
        "expires": "5d",
        "share": 0.25,
        "ask_why": True,
        "supervisor": True,
        "thank": False,
        "after": ["renewal"],
        "sample": {"every_days": 1, "per_channel": 20, "hour": 9},
    },
}


def test_a_new_deployment_asks_everybody_ten_minutes_after_and_once_a_month() -> None:
    rules = SurveyRules()

    assert (rules.csat.delay, rules.csat.expires, rules.csat.share, rules.quiet) == (
        timedelta(minutes=10),
        timedelta(days=3),
        1,
        timedelta(days=30),
    )
    assert rules.asks_on("telegram")
    assert rules.asks_in("pl")


def test_a_new_deployment_asks_for_the_nps_after_events_and_samples_nobody() -> None:
    rules = SurveyRules()

    assert rules.after == ("purchase", "milestone")
    assert rules.sample.per_channel == 0


@pytest.mark.parametrize("texts", TEXTS)
def test_every_text_is_in_the_nine_languages(texts: dict[str, str]) -> None:
    assert texts.keys() == OUT_OF_HOURS.keys()


def test_the_texts_of_a_new_deployment_fit_every_channel() -> None:
    for field, text in messages(SurveyRules()):
        check_fits(text, field)


def test_no_gap_of_a_text_stays_open() -> None:
    assert not [text for _, text in messages(SurveyRules()) if re.search("[{}]", text)]


def test_where_there_are_no_buttons_the_scale_is_said() -> None:
    assert with_digits(SurveyRules(), "nps", "de").endswith("einer Zahl von 0 bis 10.")
    assert with_digits(SurveyRules(), "csat", "de").endswith("einer Zahl von 1 bis 5.")


def test_a_link_stands_at_the_end() -> None:
    said = with_link(SurveyRules(), "csat", "it", "https://a.example/s")

    assert said.endswith("Rispondi qui: https://a.example/s")


def test_what_is_left_out_is_as_in_a_new_deployment() -> None:
    assert read_surveys({}) == SurveyRules()
    found = read_surveys({"csat": {"share": 0}, "nps": {"sample": {"hour": 8}}})
    assert (found.csat.share, found.csat.delay) == (0, timedelta(minutes=10))
    assert found.sample == Sample(hour=8)


def test_a_whole_document_reads_back_as_it_was_put() -> None:
    written = write_surveys(read_surveys(DOCUMENT))

    assert {k: v for k, v in written.items() if k != "texts"} == DOCUMENT
    assert write_surveys(read_surveys(written)) == written
    assert read_surveys(write_surveys(SurveyRules())) == SurveyRules()


def test_without_a_quiet_period_customers_may_be_asked_every_time() -> None:
    found = read_surveys({"quiet": None})

    assert found.quiet == timedelta()
    assert write_surveys(found)["quiet"] is None


def test_a_language_of_their_own_is_added_to_the_texts() -> None:
    found = read_surveys({"texts": {"csat": {"nl": "Tevreden?"}}})

    assert found.csat.text.text_for("nl-BE") == "Tevreden?"
    assert found.csat.text.text_for("sv") == survey_texts.CSAT["en"]


@pytest.mark.parametrize(
    ("document", "field"),
    [
        ({"delay": "10m"}, "surveys"),
        ({"quiet": "soon"}, "quiet"),
        ({"channels": "x"}, "channels"),
        ({"channels": ["facebok"]}, r"channels\[0\]"),
        ({"languages": ["English"]}, r"languages\[0\]"),
        ({"csat": {"after": ["purchase"]}}, "csat"),
        ({"csat": {"delay": None}}, "csat.delay"),
        ({"csat": {"expires": "31d"}}, "csat.expires"),
        ({"csat": {"share": 1.1}}, "csat.share"),
        ({"csat": {"ask_why": 1}}, "csat.ask_why"),
        ({"nps": {"delay": "181d"}}, "nps.delay"),
        ({"nps": {"after": ["Purchase"]}}, r"nps.after\[0\]"),
        ({"nps": {"sample": {"hour": 24}}}, "nps.sample.hour"),
        ({"nps": {"sample": {"every_days": 0}}}, "nps.sample.every_days"),
        ({"texts": {"sms": {}}}, "texts"),
        ({"texts": {"csat": {"en": " "}}}, "texts.csat.en"),
        ({"texts": {"why": {"en": "{link}"}}}, "texts.why.en"),
        ({"texts": {"linked": {"en": "Answer us."}}}, "texts.linked.en"),
    ],
)
def test_wrong_rules_are_refused_with_the_field(
    document: dict[str, Any], field: str
) -> None:
    with pytest.raises(BadInput, match=f"^{field} "):
        read_surveys(document)


@given(changed_somewhere(DOCUMENT))
def test_rules_of_any_shape_are_read_or_refused(document: dict[str, Any]) -> None:
    try:
        found = read_surveys(document)
    except BadInput:
        return
    assert read_surveys(write_surveys(found)) == found


def test_each_survey_has_its_own_question() -> None:
    rules = SurveyRules()

    assert isinstance(rules.of("csat"), Question)
    assert rules.of("nps") is rules.nps
