"""One operation of the API as data: who may, what it takes, what it answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Schema = Mapping[str, Any]  # JSON Schema 2020-12, of which draft 7 knows all words
JSON = "application/json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What an operation takes; left out it is an empty object, unless it is needed."""

    schema: Schema
    examples: Mapping[str, Any]
    is_needed: bool = True
    media: str = JSON


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What an operation answers with one status.

    ``schema`` is of JSON; with another ``media`` it is that of a text; None: the
    answer has no body. ``also`` is what it may be instead.
    """

    says: str
    schema: Schema | None
    examples: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)  # name: what it says
    media: str = JSON
    also: Mapping[str, Schema] = field(default_factory=dict)  # by their media


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One route: its name, its roles (none: public), its parameters and answers.

    ``query`` are its parameters by name, ``needed`` those that it cannot do
    without; ``headers`` those it reads. ``refusals`` are the statuses of the
    errors that it has beside those of every route. Where the path's ``{name}`` is
    that of a settings document, ``documents`` are the names it stands for.
    """

    id: str
    method: str
    path: str
    summary: str
    tag: str
    roles: tuple[str, ...]
    answers: Mapping[int, Answer]
    query: Mapping[str, Schema] = field(default_factory=dict)
    needed: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    body: Body | None = None
    refusals: tuple[int, ...] = ()
    documents: tuple[str, ...] = ()

    @property
    def needs_body(self) -> bool:
        return self.body is not None and self.body.is_needed

    @property
    def takes_key(self) -> bool:
        """Whether a repeat is known by its Idempotency-Key (functions/repeats.py)."""
        return self.method == "POST" and bool(self.roles)

    @property
    def route(self) -> tuple[str, str]:
        return self.method, self.path


def ok(says: str, schema: Schema, example: Any = None) -> dict[int, Answer]:
    """The usual answer, and the only one; a shared schema brings its own example."""
    examples = {} if example is None else {"usual": example}
    return {200: Answer(says=says, schema=schema, examples=examples)}


def ref(name: str) -> Schema:
    """The shared schema of that name."""
    return {"$ref": f"#/components/schemas/{name}"}


def closed(properties: Mapping[str, Schema], *optional: str) -> Schema:
    """An object with these fields and no others; all but the optional are there."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }


def page_of(name: str) -> Schema:
    """A list as every list is answered."""
    return closed(
        {
            "items": {"type": "array", "items": ref(name)},
            "next": {
                "type": ["string", "null"],
                "description": "The cursor of the next page; null: there is none.",
            },
        }
    )


def maybe(schema: Schema) -> Schema:
    """The same, or null."""
    return {"anyOf": [schema, {"type": "null"}]}
