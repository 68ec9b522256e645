"""The JSON of the ``topics`` settings: read with errors that name topic and term."""

import re
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.fields import read_list, read_name
from shared.domain.topics import Topics
from shared.errors import BadInput
from shared.text.phrases import ANY, why_no_term

MOST_TOPICS = 50
MOST_TERMS = 200  # of a topic in a language
MOST_PATTERNS = 50  # of all topics: they are one automaton
LONGEST = 120  # characters of a term
LANGUAGE = re.compile(r"[a-z]{2,3}")


def read_topics(value: Any) -> Topics:
    r"""Read the topics; they stand in place of all there were.

    ``{"topics": {"delivery": {"en": ["parcel*", "where is my order"], "any":
    ["/order \\d{4,8}/"]}}}``. A word is one with all its endings where a ``*``
    ends it; between slashes is a pattern (shared/text/pattern_reader.py).

    Raises:
        BadInput: names the topic, the language and the term.

    """
    known = read_fields(value, "topics", ("topics",))
    given = read_fields(known.get("topics"), "topics")
    if len(given) > MOST_TOPICS:
        raise BadInput(f"topics has more than {MOST_TOPICS} topics.")
    words = {
        read_name(name, "topics: a name"): _read_languages(said, f"topics.{name}")
        for name, said in given.items()
    }
    terms = [t for by in words.values() for said in by.values() for t in said]
    if sum(term.startswith("/") for term in terms) > MOST_PATTERNS:
        raise BadInput(f"topics has more than {MOST_PATTERNS} patterns.")
    return Topics(words=words)


def write_topics(topics: Topics) -> dict[str, Any]:
    """Say the topics the way `read_topics` reads them."""
    return {
        "topics": {
            name: {language: list(terms) for language, terms in by_language.items()}
            for name, by_language in topics.words.items()
        }
    }


def _read_languages(value: Any, path: str) -> dict[str, tuple[str, ...]]:
    given = read_fields(value, path)
    for language in given:
        if language != ANY and not LANGUAGE.fullmatch(language):
            raise BadInput(
                f"{path} has a language {language!r}; give codes as en, it, or {ANY}."
            )
    return {
        language: read_list(terms, f"{path}.{language}", _read_term, MOST_TERMS)
        for language, terms in given.items()
    }


def _read_term(value: Any, path: str) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise BadInput(f"{path} must be a text of at most {LONGEST} characters.")
    why = why_no_term(value)
    if why is not None:
        raise BadInput(f"{path} {value!r} {why}.")
    return value
