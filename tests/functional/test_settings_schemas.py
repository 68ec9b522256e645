"""The schemas of the settings and their readers: what one takes the other takes."""

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from functions.contract.check import check_document
from functions.settings_check import MOST_BYTES, read
from shared.domain.rulebook import NAMES, said
from shared.domain.settings import default_settings
from shared.domain.settings_schemas import beyond, schema
from shared.errors import BadInput
from tests.architecture.sources import ROOT
from tests.fakes.entries import at
from tests.unit.domain.json_samples import ANYTHING, changed_somewhere, places
from tests.unit.domain.schema_samples import valid

FIRST = default_settings("Europe/Rome")
NOW = at(0)
LONG = "x" * 300
OPEN = {"timezone": "UTC", "weekly": "always"}


def week(monday: list[Any]) -> dict[str, Any]:
    """Make hours that are open on Mondays only."""
    return {"calendars": {"default": {"timezone": "UTC", "weekly": {"mon": monday}}}}


# What each sentence of ``beyond`` is: a document that only the readers refuse, and
# how they say so.
BEYOND: list[tuple[str, int, dict[str, Any], str]] = [
    (
        "routing",
        0,
        {"rules": [{"name": "a", "then": {}}, {"name": "a", "then": {}}]},
        r"has the name of rules\[",
    ),
    (
        "routing",
        1,
        {"otherwise": {"policy": "gold"}},
        r"there is no (policy|calendar) '[a-z0-9_-]+'\.$",
    ),
    (
        "routing",
        2,
        {"rules": [{"name": "a", "then": {}, "when": {"local_time": {"to": "00:00"}}}]},
        r"local_time opens when it closes",
    ),
    (
        "sla",
        0,
        {"policies": {"a": {"resolution": "365d1h"}}, "otherwise": "a"},
        r" must be more than 0 and at most 365d\.$",
    ),
    ("sla", 1, {"policies": {"a": {}}, "otherwise": "b"}, r"there is no policy"),
    (
        "sla",
        3,
        {"policies": {"a": {"calendar": "night"}}, "otherwise": "a"},
        r"calendar: there is no calendar",
    ),
    ("hours", 0, week([["24:00", "06:00"]]), r"cannot open at 24:00|that overlap"),
    (
        "hours",
        1,
        {
            "calendars": {
                "default": {**OPEN, "holidays": {"country": "IT", "region": "XX"}}
            }
        },
        "holidays.region must be one of",
    ),
    ("hours", 2, week([]), "never opens from now on"),
    (
        "escalation",
        0,
        {"invitation": {"en": LONG}},
        r"is too long\. A",
    ),
    ("surveys", 0, {"texts": {"csat": {"en": LONG}}}, r"is too long\. A"),
    (
        "surveys",
        1,
        {"csat": {"expires": "30d1h"}},
        r"must be more than 0 and at most (365|180|30)d\.$",
    ),
    (
        "topics",
        0,
        {"topics": {"a": {"en": ["!"]}}},
        r"has no word\.|before a \*\.|does not end a word\.$",
    ),
    ("topics", 1, {"topics": {"a": {"any": ["/(/"]}}}, r"^topics.*\] '/"),
    (
        "topics",
        2,
        {"topics": {"a": {"any": [f"/a{n}/" for n in range(51)]}}},
        "has more than 50 patterns",
    ),
    (
        "forecast",
        0,
        {"campaigns": [{"name": "a", "from": "2026-03-02", "to": "2026-03-01"}]},
        r"\.to must be from campaigns\[\d+\]\.from to 366 days on",
    ),
    (
        "metrics",
        0,
        {"recovery": {"recovered": 0.7}},
        "recovered must be less than recovery.unresolved",
    ),
    (
        "integrations",
        1,
        {"card": {"url": "https://crm.example/"}},
        "^card.url must (have|name its host)",
    ),
]
WORDS = {
    *("$schema", "title", "description", "default", "examples", "format", "type"),
    *("enum", "pattern", "minLength", "maxLength", "minimum", "maximum"),
    *("exclusiveMaximum", "properties", "required", "additionalProperties"),
    *("propertyNames", "minProperties", "maxProperties", "items", "minItems"),
    *("maxItems", "uniqueItems", "anyOf", "not"),
}
JSON = re.compile(r"```json\n(.*?)```|`(\{.*?\})`|-d '(\{.*?\})'\n", re.DOTALL)
# What a document of the settings cannot be tried for alone: other rules name it, or
# an address is looked up.
ELSEWHERE = {("sla", 2), ("hours", 3), ("integrations", 0)}
# Values that are nearly right somewhere.
NEAR: list[Any] = [
    *(None, True, 0, 1, 1.0, 1.5, -1, 100, 101, 365, 10**9, 10**9 + 1, 10**30),
    *("", " ", "a", "A", "a\n", "a\u200b", "x" * 64, "x" * 65, "any", "en", "eng"),
    *("24:00", "00:00", "9:00", "09:00\n", "1h", "0h", "0008h", "00008h", "365d"),
    *("366d", "181d", "31d", "9999h", "2026-02-29", "2028-02-29", "2026-04-31"),
    *("0000-01-01", "USD", "usd", "{link}", "{back}", "{lowest} {x}", "/a/", "/(/"),
    *("always", "UTC", "utc", "Europe", "IT", "BZ", "x*", "abc*", "a*b", "\u0661"),
    *([], {}, [[]], [["09:00", "09:00"]], ["a"], [None], {"a": 1}, {"flush": "spam"}),
]


def refused_by_schema(name: str, document: Any) -> str | None:
    try:
        check_document(f"{name} settings", schema(name), document)
    except BadInput as error:
        return error.message
    return None


def refused_by_reader(name: str, document: Any) -> str | None:
    try:
        read(name, document, FIRST, NOW)
    except BadInput as error:
        return error.message
    return None


def is_beyond(name: str, message: str) -> bool:
    return any(re.search(how, message) for of, _, _, how in BEYOND if of == name)


def plain(document: Any) -> bool:
    """Whether it can be sent: JSON has no NaN, and there is a limit."""
    try:
        return len(json.dumps(document, allow_nan=False)) < MOST_BYTES
    except ValueError:
        return False


@st.composite
def damaged(draw: st.DrawFn, name: str) -> Any:
    """Draw an example or the default with a value changed, left out or too many."""
    document = json.loads(json.dumps(draw(st.sampled_from(documents(name)))))
    how = draw(st.sampled_from(["changed", "near", "gone", "more"]))
    if how == "changed":
        return draw(changed_somewhere(document))
    holder, key = draw(st.sampled_from(list(places(document))))
    if how == "near":
        holder[key] = draw(st.sampled_from(NEAR))
    elif how == "gone":
        del holder[key]
    elif isinstance(holder, dict):
        holder[draw(st.sampled_from(["more", "default", "en", "x y"]))] = holder[key]
    else:
        holder.append(holder[key])
    return document


def documents(name: str) -> list[Any]:
    return [*schema(name)["examples"], said(FIRST, name)]


@cache
def drawn(name: str) -> st.SearchStrategy[Any]:
    """Draw documents that are right, nearly right, or anything."""
    return (damaged(name) | valid(schema(name)) | ANYTHING).filter(plain)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_schema_and_reader_agree_but_for_what_is_named(
    name: str, data: st.DataObject
) -> None:
    document = data.draw(drawn(name), "document")
    by_schema = refused_by_schema(name, document)
    by_reader = refused_by_reader(name, document)

    if by_schema is None:
        assert by_reader is None or is_beyond(name, by_reader)
    else:
        assert by_reader is not None, by_schema


@pytest.mark.parametrize(("name", "place", "document", "message"), BEYOND)
def test_what_is_beyond_a_schema_is_refused_by_its_reader(
    name: str, place: int, document: dict[str, Any], message: str
) -> None:
    assert refused_by_schema(name, document) is None
    assert re.search(message, refused_by_reader(name, document) or "")
    assert beyond(name)[place] in schema(name)["description"]


def test_all_that_is_beyond_a_schema_has_an_example() -> None:
    named = {(name, place) for name in NAMES for place in range(len(beyond(name)))}
    shown = {(name, place) for name, place, _, _ in BEYOND}

    assert named - shown == ELSEWHERE


@pytest.mark.parametrize("name", NAMES)
def test_the_examples_and_the_default_are_taken(name: str) -> None:
    for document in documents(name):
        assert refused_by_schema(name, document) is None
        assert refused_by_reader(name, document) is None


@pytest.mark.parametrize("name", NAMES)
def test_a_default_is_what_is_meant_where_a_field_is_left_out(name: str) -> None:
    whole = schema(name)
    tried = 0
    # Of hours and topics all fields are names that somebody chose.
    for path, default in defaults_of(whole, ()):
        for document in json.loads(json.dumps(whole["examples"])):
            holder = at_path(document, path[:-1])
            if isinstance(holder, dict):
                holder.pop(path[-1], None)
                without = read(name, document, FIRST, NOW)
                holder[path[-1]] = default
                assert read(name, document, FIRST, NOW) == without
                tried += 1

    assert tried > 0 or name in {"hours", "topics"}


@pytest.mark.parametrize("name", NAMES)
def test_every_field_is_described_in_words_that_all_dialects_have(name: str) -> None:
    pieces = list(pieces_of(schema(name)))

    Draft202012Validator.check_schema(schema(name))
    assert {word for piece in pieces for word in piece} <= WORDS
    bare = [it for it in pieces if not it.get("description")]
    assert [it for it in bare if it != {"type": "null"}] == []


def test_every_example_in_the_readme_is_taken() -> None:
    shown = list(examples_in((ROOT / "README.md").read_text(encoding="utf-8")))
    taken = {
        name
        for name in NAMES
        for document in shown
        if refused_by_schema(name, document) is None
        and refused_by_reader(name, document) is None
    }

    assert {"hours", "topics", "surveys", "metrics", "costs", "retention"} <= taken
    assert [it for it in shown if not any(taken_by(name, it) for name in NAMES)] == []


def taken_by(name: str, document: Any) -> bool:
    given = {"rules": [document]} if "then" in document else document
    return not (refused_by_schema(name, given) or refused_by_reader(name, given))


def examples_in(readme: str) -> Iterator[Any]:
    """Yield the documents of settings in the README: all that names a field of one."""
    fields = {field for name in NAMES for field in schema(name)["properties"]}
    part = readme.partition("## The rules")[2]
    for texts in JSON.findall(part):
        try:
            found = json.loads(next(text for text in texts if text))
        except ValueError:
            continue
        if found.keys() & fields or "then" in found:
            yield found


def defaults_of(
    piece: dict[str, Any], path: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield the path and the default of each field that has one, by names alone."""
    for name, field in piece.get("properties", {}).items():
        if "default" in field:
            yield (*path, name), field["default"]
        yield from defaults_of(field, (*path, name))


def at_path(document: Any, path: tuple[str, ...]) -> Any:
    """What a document has there; an empty object where it has nothing."""
    for name in path:
        document = document.setdefault(name, {}) if isinstance(document, dict) else None
    return document


def pieces_of(piece: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield a schema and all within it, but what only narrows it."""
    yield piece
    for word in ("properties", "anyOf", "items", "additionalProperties"):
        within = piece.get(word)
        if word == "properties":
            within = list((within or {}).values())
        for one in within if isinstance(within, list) else [within]:
            if isinstance(one, dict) and {"type", "anyOf"} & one.keys() - {"null"}:
                yield from pieces_of(one)
