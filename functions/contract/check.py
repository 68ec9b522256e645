"""Requests are held to the very schemas that the contract publishes.

fastjsonschema makes a function of a schema (some milliseconds), once an
operation and container, when it is first asked for.
"""

import re
from collections.abc import Mapping
from typing import Any

import fastjsonschema
from fastjsonschema import JsonSchemaValueException

from functions.contract.operation import Operation
from functions.contract.sentences import sentence
from shared.errors import BadInput

NOTHING = {"type": "object", "additionalProperties": False}
FLAGS = {"true": True, "false": False}
WHOLE = re.compile("-?[0-9]{1,18}", re.ASCII)


def check(operation: Operation, query: Mapping[str, str], body: Any) -> None:
    """Hold a request to what its operation takes.

    Raises:
        BadInput: says what to do with the first field that is wrong.

    """
    _hold(f"{operation.id} query", _of_query(operation), _read(operation, query))
    taken = NOTHING if operation.body is None else operation.body.schema
    _hold(f"{operation.id} body", taken, body)


def check_document(name: str, schema: Mapping[str, Any], document: Any) -> None:
    """Hold any document to a schema; ``name`` is the schema's own, for good.

    Raises:
        BadInput: as ``check``.

    """
    _hold(name, schema, document)


_compiled: dict[str, Any] = {}


def _hold(name: str, schema: Mapping[str, Any], value: Any) -> None:
    if name not in _compiled:
        _compiled[name] = fastjsonschema.compile(_open(schema), use_default=False)
    try:
        _compiled[name](value)
    except JsonSchemaValueException as error:
        kind = "parameter" if name.endswith(" query") else "field"
        raise BadInput(sentence(error, kind)) from error


def _open(schema: Any) -> Any:
    """The same with anything in place of a document of the settings or a calendar.

    To compile these takes half a second. Their readers hold them to the same, and
    only where there is one.
    """
    if isinstance(schema, Mapping):
        return {k: _open(v) for k, v in schema.items()} if "$ref" not in schema else {}
    return [_open(one) for one in schema] if isinstance(schema, list) else schema


def _of_query(operation: Operation) -> Mapping[str, Any]:
    return {
        "type": "object",
        "properties": dict(operation.query),
        "required": list(operation.needed),
        "additionalProperties": False,
    }


def _read(operation: Operation, query: Mapping[str, str]) -> dict[str, Any]:
    """The parameters as values: numbers and flags are spelled as text there."""
    return {name: _value(operation, name, text) for name, text in query.items()}


def _value(operation: Operation, name: str, text: str) -> Any:
    kind = operation.query.get(name, {}).get("type")
    if kind == "integer" and WHOLE.fullmatch(text):
        return int(text)
    return FLAGS.get(text, text) if kind == "boolean" else text
