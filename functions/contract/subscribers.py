"""Who is told of events, how that goes, and dead letters put back."""

from functions.contract.operation import Operation, closed, ok
from functions.contract.values import (
    COUNT,
    FLAG,
    NO_STRING,
    NO_TIME,
    PAGED,
    STRING,
    choice,
)
from functions.roles import ADMINS
from shared.domain.integrations import EVENT_TYPES

TAG = "integrations"
EVENTS = {"type": ["array", "null"], "items": choice(*EVENT_TYPES)}
SUBSCRIBER = closed(
    {
        "name": STRING,
        "url": STRING,
        "events": {**EVENTS, "description": "Of which he is told; null: of all."},
        "active": FLAG,
        "status": choice("well", "failing", "broken", "inactive", "unused"),
        "last_delivered_at": NO_TIME,
        "last_failed_at": NO_TIME,
        "last_failure": NO_STRING,
        "failures": {**COUNT, "description": "In a row."},
        "next_attempt_at": NO_TIME,
        "dead": {**COUNT, "description": "Dead letters, counted up to 1000."},
    }
)
PAGE = closed({"items": {"type": "array", "items": SUBSCRIBER}, "next": NO_STRING})
EXAMPLE = {
    "items": [
        {
            "name": "crm",
            "url": "https://crm.example/events",
            "events": ["case.opened", "case.resolved"],
            "active": True,
            "status": "failing",
            "last_delivered_at": "2026-03-02T10:00:00.000Z",
            "last_failed_at": "2026-03-02T10:05:00.000Z",
            "last_failure": "answered 503",
            "failures": 3,
            "next_attempt_at": None,
            "dead": 0,
        }
    ],
    "next": None,
}

LIST_SUBSCRIBERS = Operation(
    id="list_subscribers",
    method="GET",
    path="/subscribers",
    summary="Who is told of events, and how that goes.",
    tag=TAG,
    roles=ADMINS,
    query=PAGED,
    answers=ok("One page of the subscribers of the settings.", PAGE, EXAMPLE),
)
REDELIVER = Operation(
    id="redeliver",
    method="POST",
    path="/subscribers/{subscriber}/redeliver",
    summary="Put up to 500 dead letters back under their ids, and try him at once.",
    tag=TAG,
    roles=ADMINS,
    answers=ok(
        "How many were put back, and how many are left.",
        closed({"redelivered": COUNT, "dead": COUNT}),
        {"redelivered": 12, "dead": 0},
    ),
    refusals=(404,),
)

OPERATIONS = (LIST_SUBSCRIBERS, REDELIVER)
