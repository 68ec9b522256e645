"""The schema of the ``surveys`` settings."""

from shared.domain.policies_json import LONGEST_TARGET
from shared.domain.schemas.escalation import FITS
from shared.domain.schemas.pieces import (
    LANGUAGE,
    Schema,
    choice,
    duration,
    flag,
    name,
    nullable,
    number,
    record,
    several,
    texts,
    whole,
)
from shared.domain.schemas.sla import LASTS
from shared.domain.survey_decision import CHOICES
from shared.domain.survey_rules import HIGHEST, LINK, LOWEST, SurveyRules
from shared.domain.survey_rules_json import (
    LONGEST_DELAY,
    LONGEST_EXPIRY,
    SAMPLED,
    write_surveys,
)

BEYOND = (
    FITS,
    LASTS.format(
        "365 days, that of `delay` 180 days, that of `expires` 30 days",
    ),
)
_DEFAULT = write_surveys(SurveyRules())


def build() -> Schema:
    return record(
        {
            "quiet": nullable(
                duration(LONGEST_TARGET, "A duration."),
                "For how long after a survey nobody is asked again; null: not at all.",
                default=_DEFAULT["quiet"],
            ),
            "channels": nullable(
                several(choice(sorted(CHOICES), "A channel."), "Some."),
                "On which channels is asked; null: all.",
                default=None,
            ),
            "languages": nullable(
                several(_language(), "Some."),
                "In which languages is asked; null: all.",
                default=None,
            ),
            "csat": record(
                _question("csat"), "How satisfied was he? After an issue is resolved."
            ),
            "nps": record(
                {**_question("nps"), **_occasions()},
                "Would he recommend you? After an event, or as part of a sample.",
            ),
            "texts": _texts(),
        },
        "Who is asked how it went, when, in which words, and what follows. What is "
        "left out is as in a new deployment.",
        default=_DEFAULT,
        examples=[_EXAMPLE],
    )


def _language() -> Schema:
    code = {"description": "An ISO 639 code.", "examples": ["en"]}
    return {"type": "string", **code, "pattern": LANGUAGE}


def _question(kind: str) -> dict[str, Schema]:
    of = _DEFAULT[kind]
    said = {
        "delay": duration(LONGEST_DELAY, "How long after it is asked."),
        "expires": duration(LONGEST_EXPIRY, "For how long answers count."),
        "share": number(0, 1, "Of how many of those who may be asked; 0: of nobody."),
        "ask_why": flag("Whether he is asked why after a low score."),
        "supervisor": flag("Whether a low score is a supervisor's task."),
        "thank": flag("Whether he is thanked for the best scores."),
    }
    return {field: {**piece, "default": of[field]} for field, piece in said.items()}


def _occasions() -> dict[str, Schema]:
    of = _DEFAULT["nps"]
    says = {
        "every_days": "On every so many days.",
        "per_channel": "Of so many of those who wrote in the 24 hours before, on each "
        "channel.",
        "hour": "At this hour of the reporting zone.",
    }
    sample = {
        field: whole(*SAMPLED[field], text, default=of["sample"][field])
        for field, text in says.items()
    }
    return {
        "after": several(
            *(name("The kind of an event."), "After which events of a customer."),
            default=of["after"],
        ),
        "sample": record(sample, "Who is asked without an event."),
    }


def _texts() -> Schema:
    of = _DEFAULT["texts"]
    fields = {
        "csat": texts("The question.", default=of["csat"]),
        "nps": texts("The question.", default=of["nps"]),
        "typed": texts(
            f"Where there are no buttons: from {LOWEST} to {HIGHEST}.",
            *(LOWEST, HIGHEST),
            most=None,
            default=of["typed"],
        ),
        "linked": texts(
            f"Where the survey is on a page: {LINK} is its address.",
            LINK,
            needs=LINK,
            default=of["linked"],
        ),
        "why": texts("After a low score.", default=of["why"]),
        "thanks": texts("After one of the best.", default=of["thanks"]),
    }
    return record(fields, "The words by language.")


_EXAMPLE = {
    "quiet": "30d",
    "channels": ["facebook", "whatsapp"],
    "languages": ["en", "it"],
    "csat": {
        "delay": "10m",
        "expires": "3d",
        "share": 0.5,
        "ask_why": True,
        "supervisor": True,
        "thank": True,
    },
    "nps": {
        "delay": "7d",
        "expires": "3d",
        "share": 1,
        "after": ["purchase", "milestone"],
        "sample": {"every_days": 7, "per_channel": 20, "hour": 11},
    },
    "texts": {
        "csat": {"en": "How happy are you with our help? 1 = not at all, 5 = very."},
        "linked": {"en": "Please answer here: {link}"},
    },
}
