"""The errors of the contract: one form, and who answers with which status."""

from typing import Any

from functions.contract.operation import JSON, Operation, Schema, closed, ref
from functions.contract.values import STRING

ERROR: Schema = {
    **closed(
        {
            "error": closed(
                {
                    "code": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
                    "message": STRING,
                }
            )
        }
    ),
    "examples": [{"error": {"code": "not_found", "message": "There is no case 'c7'."}}],
}
# API Gateway says so itself: nothing of ours is called.
UNAUTHORIZED: Schema = {
    "anyOf": [ref("Error"), closed({"message": STRING})],
    "examples": [{"message": "Unauthorized"}],
}
_SAID = {
    400: "Something is wrong with what was sent; the message names it.",
    401: "Not signed in, or not any more; of a webhook, a bad signature.",
    403: "The caller may not do this.",
    404: "There is no such thing.",
    409: "Somebody was first, or the state or the platform does not allow it.",
    413: "The body is too large.",
    415: "The Content-Type is none that is taken.",
    429: "Too many requests; try again after Retry-After seconds.",
    500: "Something broke here; it has been logged.",
    502: "The platform did not say whether it took it.",
    503: "Not now; try again.",
    504: "It took too long; try again.",
}
NAMES = {status: f"Refused{status}" for status in _SAID}
ALL = (415, 429, 500, 503, 504)
SIGNED_IN = (400, 401, 403)
WITH_BODY = (400, 413)
GATEWAYS = (401, 403, 429, 500, 503, 504)  # also answered by API Gateway itself


def _refusal(status: int) -> dict[str, Any]:
    form = "GatewayError" if status in GATEWAYS else "Error"
    shown: dict[str, Any] = {
        "description": _SAID[status],
        "content": {JSON: {"schema": ref(form)}},
    }
    if status == 429:  # noqa: PLR2004 - HTTP
        seconds = {"description": "Seconds.", "schema": {"type": "integer"}}
        shown["headers"] = {"Retry-After": seconds}
    return shown


REFUSALS = {name: _refusal(status) for status, name in NAMES.items()}


def refusals_of(operation: Operation) -> dict[str, Any]:
    """Every error status that an operation can have, but those it answers otherwise."""
    statuses = {*ALL, *operation.refusals}
    if operation.roles:
        statuses.update(SIGNED_IN)
    if operation.body is not None:
        statuses.update(WITH_BODY)
    if operation.takes_key:
        statuses.add(409)
    if "{" in operation.path:
        statuses.add(404)
    return {
        str(status): {"$ref": f"#/components/responses/{NAMES[status]}"}
        for status in sorted(statuses - set(operation.answers))
    }
