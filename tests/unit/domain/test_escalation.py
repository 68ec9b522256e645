"""The rules of escalation: what they say of a new deployment, and as JSON."""

from datetime import timedelta
from typing import Any

import pytest

from shared.channels.automatic import check_fits
from shared.domain.escalation import BACK, Escalation, Reaction
from shared.domain.escalation_json import read_escalation, write_escalation
from shared.domain.escalation_texts import INVITATION, OUT_OF_HOURS
from shared.errors import BadInput
from shared.text.dates import LONGEST

WHOLE: dict[str, Any] = {
    "threshold": {"messages": 5, "channels": {"x": 4, "telegram": None}},
    "on_breach": {"raise_priority": False, "supervisor": True, "reassign": True},
    "on_risk": {"raise_priority": True, "supervisor": False, "reassign": True},
    "invitation": {**INVITATION, "en": "Write to us in private.", "nl": "Schrijf ons."},
    "out_of_hours": {
        "send": False,
        "quiet_hours": 1.5,
        "public": ["x", "facebook"],
        "texts": {**OUT_OF_HOURS, "en": "Back {back}, {back} sharp."},
    },
    "return_cases": "never",
}
LANGUAGES = {"en", "it", "pt", "pl", "ru", "ro", "es", "fr", "de"}


def test_what_is_left_out_is_as_in_a_new_deployment() -> None:
    assert read_escalation({}) == Escalation()
    assert read_escalation(write_escalation(Escalation())) == Escalation()


def test_a_whole_document_reads_back_as_it_was_put() -> None:
    assert write_escalation(read_escalation(WHOLE)) == WHOLE


def test_a_part_is_completed_with_the_rest() -> None:
    rules = read_escalation(
        {"on_breach": {"reassign": True}, "out_of_hours": {"texts": {"en": "Later."}}}
    )

    assert rules.on_breach == Reaction(
        raise_priority=True, supervisor=True, reassign=True
    )
    assert rules.closed_text("en", "9:00") == "Later."
    assert rules.tells_publicly == ("x",)
    assert rules.closed_text("de", "9:00").endswith("wieder da sind: 9:00.")
    assert (rules.tells_closed, rules.quiet) == (True, timedelta(hours=4))


def test_a_channel_may_have_a_threshold_of_its_own_or_none() -> None:
    rules = read_escalation(WHOLE)
    counts = [rules.threshold(name) for name in ("x", "facebook", "telegram")]

    assert counts == [4, 5, None]


def test_a_threshold_may_never_be_reached_anywhere() -> None:
    rules = read_escalation({"threshold": {"messages": None}})

    assert rules.threshold("x") is None


@pytest.mark.parametrize(
    ("language", "start"),
    [
        ("it", "Per aiutarti"),
        ("pt-BR", "Para ajudar"),
        ("DE", "Um Ihnen"),
        ("ja", "To look"),
        (None, "To look"),
        ("", "To look"),
    ],
)
def test_a_text_is_in_the_customers_language_or_english(
    language: str | None, start: str
) -> None:
    assert Escalation().invitation.text_for(language).startswith(start)


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_the_texts_of_a_new_deployment_fit_every_channel(language: str) -> None:
    check_fits(INVITATION[language], language)
    check_fits(Escalation().closed_text(language, "9" * LONGEST), language)

    assert OUT_OF_HOURS[language].count(BACK) == 1


def test_there_is_every_text_in_every_language() -> None:
    assert INVITATION.keys() == OUT_OF_HOURS.keys() == LANGUAGES


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ([], "^escalation must be an object"),
        ({"on_braech": {}}, "escalation has no field 'on_braech'"),
        ({"threshold": 6}, "threshold must be an object"),
        ({"threshold": {"messages": 0}}, "threshold.messages must be a whole number"),
        ({"threshold": {"messages": True}}, "threshold.messages must be"),
        ({"threshold": {"channels": {"x": 1.5}}}, "threshold.channels.x must be"),
        ({"threshold": {"channels": ["x"]}}, "threshold.channels must be an object"),
        ({"threshold": {"channels": {"": 1}}}, "threshold.channels: a name must be"),
        ({"threshold": {"x": 4}}, "threshold has no field 'x'"),
        ({"on_breach": {"supervisor": "yes"}}, "on_breach.supervisor must be true or"),
        ({"on_breach": {"raise_priority": None}}, "on_breach.raise_priority must be"),
        ({"on_risk": {"retreat": True}}, "on_risk has no field 'retreat'"),
        ({"invitation": "Write to us."}, "invitation must be an object"),
        ({"invitation": {"english": "a"}}, "invitation has a language 'english'"),
        ({"invitation": {"en": " "}}, "invitation.en must be a text"),
        ({"invitation": {"en": 1}}, "invitation.en must be a text"),
        (
            {"invitation": {"it": "Torniamo {back}"}},
            "invitation.it has a placeholder {back}; known here: none",
        ),
        (
            {"out_of_hours": {"texts": {"it": "Ciao {name}, a {back}"}}},
            "texts.it has a placeholder {name}; known here: {back}",
        ),
        ({"out_of_hours": {"texts": {"en": None}}}, "texts.en must be a text"),
        ({"out_of_hours": {"send": 1}}, "out_of_hours.send must be true or false"),
        ({"out_of_hours": {"quiet_hours": -1}}, "out_of_hours.quiet_hours must be"),
        ({"out_of_hours": {"quiet_hours": float("nan")}}, "quiet_hours must be"),
        ({"out_of_hours": {"public": "x"}}, "out_of_hours.public must be a list"),
        ({"out_of_hours": {"quiet": 4}}, "out_of_hours has no field 'quiet'"),
        ({"return_cases": "later"}, "return_cases must be shift_end or at_once or"),
        ({"return_cases": None}, "return_cases must be"),
    ],
    ids=str,
)
def test_an_error_names_the_field(document: Any, message: str) -> None:
    with pytest.raises(BadInput, match=message):
        read_escalation(document)
