"""What a violated schema says to whoever sent the request: one sentence."""

from typing import Any

from fastjsonschema import JsonSchemaValueException

from functions.contract.operation import Schema
from functions.contract.values import NAME

LONGEST_SHOWN = 64  # characters of what was sent
_FORMATS = {
    "date": "a date, YYYY-MM-DD",
    "date-time": "a time, RFC 3339 with its zone",
}
_TYPES = {
    "string": "a text",
    "boolean": "true or false",
    "object": "an object",
    "array": "a list",
    "number": "a number",
    "integer": "a whole number",
}


def sentence(error: JsonSchemaValueException, kind: str = "field") -> str:
    """Say what to do about a violation, naming the field (or ``kind``)."""
    schema, field = error.definition, _field(error.path[1:])
    unknown = _unknown(schema, error.value)
    if unknown:
        name = _joined(field, min(unknown)[:LONGEST_SHOWN])
        return f"Leave out {name!r}; there is no such {kind}."
    if error.rule == "required":
        missing = next(n for n in error.rule_definition if n not in error.value)
        of = schema.get("properties", {}).get(missing, {})
        return _give(_joined(field, missing), of)
    if "x-error" in schema:
        return str(schema["x-error"])
    if error.rule == "maxLength" and "format" not in schema:
        return f"Give {field!r} in at most {error.rule_definition} characters."
    return _give(field, schema)


def _unknown(schema: Schema, value: Any) -> set[str]:
    """The fields of an object that its schema does not know."""
    if schema.get("additionalProperties") is not False or not isinstance(value, dict):
        return set()
    return set(value) - set(schema.get("properties", {}))


def _give(field: str, schema: Schema) -> str:
    what = _what(schema)
    if not field:
        return f"Send the body as {what}."
    return f"Give {field!r} as {what}." if what else f"Give {field!r}."


def _what(schema: Schema) -> str:
    """What a value should be; that null is one too goes without saying."""
    if "enum" in schema:
        known = [str(v) for v in schema["enum"] if v is not None]
        return f"one of {', '.join(known)}"
    if "const" in schema:
        return repr(schema["const"])
    if "anyOf" in schema or "oneOf" in schema:
        choices = schema.get("anyOf") or schema["oneOf"]
        return " or ".join(filter(None, map(_what, choices)))
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else list(kinds)
    return " or ".join(_one(kind, schema) for kind in kinds if kind != "null")


def _one(kind: str, schema: Schema) -> str:
    if kind in {"integer", "number"}:
        return f"{_TYPES[kind]}{_range(schema)}"
    if kind == "string":
        return _text(schema)
    if kind == "array" and "maxItems" in schema:
        return f"a list of at most {schema['maxItems']}"
    if kind == "object" and "maxProperties" in schema:
        return f"an object of at most {schema['maxProperties']} fields"
    return _TYPES[kind]


def _text(schema: Schema) -> str:
    if schema.get("format") in _FORMATS:
        return _FORMATS[schema["format"]]
    if schema.get("pattern") == NAME["pattern"]:
        return "1 to 64 of the characters a-z 0-9 - _"
    if schema.get("minLength"):
        return "a text that is not empty"
    return "a text"


def _range(schema: Schema) -> str:
    least, most = schema.get("minimum"), schema.get("maximum")
    if least is not None and most is not None:
        return f" from {least} to {most}"
    if least is not None:
        return f" from {least} on"
    return "" if most is None else f" up to {most}"


def _field(path: list[Any]) -> str:
    """``rules[2].name`` of what was sent, shortened."""
    found = ""
    for step in path:
        text = str(step)[:LONGEST_SHOWN]
        found = f"{found}[{text}]" if text.isdecimal() else _joined(found, text)
    return found


def _joined(field: str, name: str) -> str:
    return f"{field}.{name}" if field else name
