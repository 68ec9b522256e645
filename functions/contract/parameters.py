"""The parameters of paths, queries and headers, as the contract shows them."""

from typing import Any

from functions.contract.operation import Operation
from functions.contract.values import NAME

# Characters of a name, and of a person; what is longer is 404 (functions/http.py).
LONGEST, LONGEST_ID = 250, 450


def _some(description: str, example: str, longest: int = LONGEST) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1, "maxLength": longest}
    return {"description": description, "schema": schema, "example": example}


_PATHS: dict[str, dict[str, Any]] = {
    "case_id": _some("A case, by any of its ids.", "c5d1f60c2e1d4a8f7b3a"),
    "customer": _some(
        "A customer's id, or a person of his: `channel:user`.",
        "x:1346889436",
        LONGEST_ID,
    ),
    "channel": {
        "description": "A channel.",
        "schema": NAME,
        "example": "facebook",
    },
    "user": _some("The id by which the channel knows him.", "1346889436", LONGEST_ID),
    "agent": _some("An agent: the user name that he signs in with.", "amy"),
    "queue": _some("A queue of the routing settings.", "default"),
    "recompute": _some(
        "What POST /kpis/recompute named it.",
        "2026-03-01_2026-03-31_20260401T060000000Z",
    ),
    "token": _some("What the link to a survey ends with.", "AbC123"),
    "subscriber": _some("A subscriber of the integrations settings.", "crm"),
    "name": _some("What the settings call it.", "crm"),
}
PATHS: dict[str, dict[str, Any]] = {
    name: {"name": name, "in": "path", "required": True, **said}
    for name, said in _PATHS.items()
}
HEADERS: dict[str, dict[str, Any]] = {
    "Idempotency-Key": {
        "name": "Idempotency-Key",
        "in": "header",
        "description": "A repeat by the same caller with the same key does nothing "
        "more; with another body it is refused.",
        "schema": {"type": "string", "pattern": "^[!-~](?:[ -~]{0,198}[!-~])?$"},
    },
    "If-Match": {
        "name": "If-Match",
        "in": "header",
        "description": "The ETag of the version that is to be replaced.",
        "schema": {
            "type": "string",
            "pattern": '^(\\*|[0-9]{1,7}|(W/)?"[!#-~]*"( *, *(W/)?"[!#-~]*")*)$',
        },
    },
    "If-None-Match": {
        "name": "If-None-Match",
        "in": "header",
        "description": "The ETag of the version that is known already.",
        "schema": {"type": "string"},
    },
}


def of_query(operation: Operation) -> list[dict[str, Any]]:
    """The parameters of a query."""
    return [
        {
            "name": name,
            "in": "query",
            "required": name in operation.needed,
            "schema": schema,
        }
        for name, schema in operation.query.items()
    ]
