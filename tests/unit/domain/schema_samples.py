"""Random documents that a schema takes, of the words that the settings' schemas use."""

import re
from collections.abc import Callable
from typing import Any

import fastjsonschema
from hypothesis import strategies as st

LOOKS_AHEAD = re.compile(r"^\^(?:\(\?=[^)]*\))+")
TEXTS = (
    "Hi!",
    "a {b",
    "{link} ü",
    "{back}",
    "{lowest}-{highest}",
    "日本 👍🏽",
    "{link}",
)


def valid(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    """Draw what the schema takes."""
    takes = fastjsonschema.compile(schema, use_default=False)

    def is_taken(value: Any) -> bool:
        try:
            takes(value)
        except fastjsonschema.JsonSchemaValueException:
            return False
        return True

    return _any(schema).filter(is_taken)


def _any(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    if "type" not in schema:
        return st.one_of(*map(_any, schema["anyOf"]))
    return _KINDS[schema["type"]](schema)


def _object(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    if "propertyNames" in schema:
        needed = dict.fromkeys(
            schema.get("required", []), schema["additionalProperties"]
        )
        return st.builds(
            lambda more, fixed: {**more, **fixed},
            st.dictionaries(
                _text(schema["propertyNames"]),
                _any(schema["additionalProperties"]),
                min_size=schema.get("minProperties", 0),
                max_size=3,
            ),
            st.fixed_dictionaries({name: _any(it) for name, it in needed.items()}),
        )
    fields = {name: _any(it) for name, it in schema["properties"].items()}
    needed = {name: fields.pop(name) for name in schema.get("required", [])}
    return st.fixed_dictionaries(needed, optional=fields)


def _array(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    least = schema.get("minItems", 0)
    return st.lists(
        _any(schema["items"]),
        min_size=least,
        max_size=max(least, 3),
        unique_by=repr if schema.get("uniqueItems") else None,
    )


def _text(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    pattern = schema.get("pattern", "").replace("$", r"\Z")
    if "{" in re.sub(r"\{[0-9,]*\}", "", pattern):
        drawn: st.SearchStrategy[str] = st.sampled_from(TEXTS)
    elif pattern:
        drawn = st.from_regex(LOOKS_AHEAD.sub("^", pattern))
    else:
        drawn = st.text(max_size=9)
    least, most = schema.get("minLength", 0), schema.get("maxLength", 1_000)
    return drawn.filter(
        lambda text: least <= len(text) <= most and bool(re.search(pattern, text))
    )


def _whole(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    whole = st.integers(schema["minimum"], schema["maximum"])
    return whole | whole.map(float)


def _number(schema: dict[str, Any]) -> st.SearchStrategy[Any]:
    most = schema.get("maximum", schema.get("exclusiveMaximum"))
    return st.floats(schema["minimum"], most) | st.just(schema["minimum"])


_KINDS: dict[str, Callable[[dict[str, Any]], st.SearchStrategy[Any]]] = {
    "object": _object,
    "array": _array,
    "string": _text,
    "integer": _whole,
    "number": _number,
    "boolean": lambda _schema: st.booleans(),
    "null": lambda _schema: st.none(),
}
