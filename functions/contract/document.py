"""The OpenAPI 3.1 document, built from the operations.

https://spec.openapis.org/oas/v3.1.1.html
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from functions.contract.components import components
from functions.contract.components_settings import named_for
from functions.contract.operation import Answer, Body, Operation, Schema
from functions.contract.operations import OPERATIONS
from functions.contract.parameters import HEADERS, PATHS, of_query
from functions.contract.refusals import REFUSALS, refusals_of

VERSION = "1"
TITLE = "Customer care on social media"
ABOUT = """Times are RFC 3339 in UTC, ids are opaque. Lists are pages: `limit` says how
many items, `cursor` is `next` of the page before. What goes wrong is answered as
`Error`, whose message says what to do."""
SCHEME = "signed_in"
_IN_PATH = re.compile(r"\{(\w+)\}")


@cache
def document(url: str | None) -> dict[str, Any]:
    """The contract as an OpenAPI document; ``url`` is where it is served, if known.

    It is not to be changed.
    """
    paths: dict[str, dict[str, Any]] = {}
    for operation in OPERATIONS:
        for path, one in _expanded(operation):
            paths.setdefault(path, {})[operation.method.lower()] = one
    schemas = components()
    return {
        "openapi": "3.1.0",
        "info": {"title": TITLE, "version": VERSION, "description": ABOUT},
        **({"servers": [{"url": url}]} if url else {}),
        "paths": _with_examples(paths, schemas),
        "components": {
            "schemas": schemas,
            "responses": _with_examples(REFUSALS, schemas),
            "securitySchemes": {
                SCHEME: {
                    "type": "http",
                    "scheme": "bearer",
                    "bearerFormat": "JWT",
                    "description": "The access token of a person or of a machine.",
                }
            },
        },
    }


def _expanded(operation: Operation) -> Iterator[tuple[str, dict[str, Any]]]:
    """A path as it is, or one for each settings document that it stands for."""
    if not operation.documents:
        yield operation.path, _operation(operation, operation.path)
    for name in operation.documents:
        path = operation.path.replace("{name}", name)
        shown = named_for(name, _operation(operation, path))
        yield path, {**shown, "operationId": f"{operation.id}_{name}"}


def _operation(operation: Operation, path: str) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "operationId": operation.id,
        "summary": operation.summary,
        "tags": [operation.tag],
        "x-roles": list(operation.roles),
        "description": _who(operation),
        "security": [{SCHEME: []}] if operation.roles else [],
        "responses": {
            **{str(s): _answer(answer) for s, answer in operation.answers.items()},
            **refusals_of(operation),
        },
    }
    parameters = [
        *(PATHS[name] for name in _IN_PATH.findall(path)),
        *of_query(operation),
        *(HEADERS[name] for name in _headers(operation)),
    ]
    if parameters:
        shown["parameters"] = parameters
    if operation.body is not None:
        shown["requestBody"] = _body(operation.body)
    return shown


def _headers(operation: Operation) -> tuple[str, ...]:
    key = ("Idempotency-Key",) if operation.takes_key else ()
    return *operation.headers, *key


def _who(operation: Operation) -> str:
    if not operation.roles:
        return "Public: nobody signs in."
    return f"Needs one of the roles {', '.join(operation.roles)}."


def _body(body: Body) -> dict[str, Any]:
    return {
        "required": body.is_needed,
        "content": {body.media: _media(body.schema, body.examples)},
    }


def _answer(answer: Answer) -> dict[str, Any]:
    shown: dict[str, Any] = {"description": answer.says}
    if answer.schema is not None:
        shown["content"] = {
            answer.media: _media(answer.schema, answer.examples),
            **{
                media: _media(also, _usual(also)) for media, also in answer.also.items()
            },
        }
    if answer.headers:
        shown["headers"] = {
            name: {"description": says, "schema": {"type": "string"}}
            for name, says in answer.headers.items()
        }
    return shown


def _usual(schema: Schema) -> dict[str, Any]:
    return {"usual": schema["examples"][0]}


def _media(schema: Schema, examples: Mapping[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {"schema": schema}
    if examples:
        shown["examples"] = {n: {"value": value} for n, value in examples.items()}
    return shown


def _with_examples(shown: Any, schemas: Mapping[str, Schema]) -> Any:
    """The same, where what has no example of its own has that of its schema."""
    if isinstance(shown, list):
        return [_with_examples(one, schemas) for one in shown]
    if not isinstance(shown, Mapping):
        return shown
    if set(shown) == {"schema"}:
        example = _example(shown["schema"], schemas)
        return shown if example is None else _media(shown["schema"], {"usual": example})
    return {name: _with_examples(value, schemas) for name, value in shown.items()}


def _example(schema: Schema, schemas: Mapping[str, Schema]) -> Any:
    if "$ref" in schema:
        known = schemas[schema["$ref"].rpartition("/")[2]]
        return next(iter(known.get("examples", ())), None)
    listed = schema.get("properties", {}).get("items", {}).get("items", {})
    if "$ref" in listed:  # a page
        return {"items": [_example(listed, schemas)], "next": None}
    return None
