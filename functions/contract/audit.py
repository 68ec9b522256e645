"""The audit log: who read whose data, and who put settings."""

from functions.contract.operation import Operation, Schema, closed, ok
from functions.contract.values import (
    CURSOR,
    DATE,
    LIMIT,
    NO_STRING,
    NO_WHOLE,
    STRING,
    STRINGS,
    TIME,
)
from functions.roles import ADMINS

LONGEST = 500  # characters
NAMED: Schema = {"type": "string", "minLength": 1, "maxLength": LONGEST}

NOTE = closed(
    {
        "occurred_at": TIME,
        "who": {**STRING, "description": "A user name, or machine:<client id>."},
        "route": {**STRING, "description": "Method and path, with its names."},
        "customers": {
            **STRINGS,
            "description": "Who was shown, as he was named: an id of his.",
        },
        "case": {**NO_STRING, "description": "The case that was shown."},
        "settings": {**NO_STRING, "description": "The document that was put."},
        "version": {**NO_WHOLE, "description": "Its new version."},
    }
)
PAGE = closed({"items": {"type": "array", "items": NOTE}, "next": NO_STRING})
EXAMPLE = {
    "items": [
        {
            "occurred_at": "2026-03-02T10:00:00.000Z",
            "who": "amy",
            "route": "GET /customers/{customer}",
            "customers": ["x:1346889436"],
            "case": None,
            "settings": None,
            "version": None,
        }
    ],
    "next": None,
}
SHOW_AUDIT = Operation(
    id="show_audit",
    method="GET",
    path="/audit",
    summary="Who read whose data, and who put settings, on a UTC day, newest first.",
    tag="audit",
    roles=ADMINS,
    query={
        "date": {**DATE, "description": "A UTC day; left out, today."},
        "who": {**NAMED, "description": "Only what he did."},
        "customer": {**NAMED, "description": "Only what was read of him."},
        "limit": LIMIT,
        "cursor": CURSOR,
    },
    answers=ok("One page of notes.", PAGE, EXAMPLE),
    refusals=(404,),
)

OPERATIONS = (SHOW_AUDIT,)
