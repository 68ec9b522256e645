"""The schema of the ``topics`` settings."""

from shared.domain.schemas.pieces import (
    LANGUAGE,
    NAMED,
    Schema,
    by_name,
    record,
    several,
)
from shared.domain.topics import Topics
from shared.domain.topics_json import LONGEST, MOST_TERMS, MOST_TOPICS, write_topics

BEYOND = (
    "A term has a word in it, and a `*` ends a word of three letters or more.",
    "Between slashes is a pattern as the README describes it.",
    "All topics together have at most 50 patterns.",
)


def build() -> Schema:
    terms = several(
        {
            "type": "string",
            "description": "A word, a phrase or a pattern between slashes.",
            "minLength": 1,
            "maxLength": LONGEST,
        },
        "Words and phrases, in any case and with or without accents.",
        MOST_TERMS,
    )
    languages = by_name(
        *(LANGUAGE, terms),
        "Terms by the language of the message, an ISO 639 code, or `any`.",
    )
    return record(
        {
            "topics": by_name(
                *(NAMED, languages),
                "The topics by name, in the order in which they are told.",
                maxProperties=MOST_TOPICS,
            )
        },
        "What messages are about. The whole document stands in place of the one "
        "before, so begin with what GET gives.",
        ["topics"],
        default=write_topics(Topics()),
        examples=[
            {
                "topics": {
                    "delivery": {
                        "en": ["parcel*", "where is my order"],
                        "any": ["/order (no )?\\d{4,8}/"],
                    }
                }
            }
        ],
    )
