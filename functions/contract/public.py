"""What nobody signs in to: webhooks, the promise, the survey page, health.

And the contract itself, for whoever has signed in.
"""

from functions.contract.operation import (
    JSON,
    Answer,
    Body,
    Operation,
    Schema,
    closed,
    ok,
    ref,
)
from functions.contract.values import COUNT, OBJECT, STRING
from functions.roles import EVERYBODY

PAGE = "text/html"
FORM = "application/x-www-form-urlencoded"
HTML: Schema = {"type": "string", "description": "A page in the visitor's language."}

TOKEN = closed({"response_token": STRING})

CONFIRM_WEBHOOK = Operation(
    id="confirm_webhook",
    method="GET",
    path="/webhooks/{channel}",
    summary="The platform's handshake.",
    tag="webhooks",
    roles=(),
    query={
        "hub.mode": STRING,
        "hub.verify_token": STRING,
        "hub.challenge": STRING,
        "crc_token": STRING,
    },
    answers={
        200: Answer(
            says="Meta's challenge as it came; X's `response_token` as JSON.",
            schema=STRING,
            media="text/plain",
            also={JSON: {**TOKEN, "examples": [{"response_token": "sha256=c3Rh"}]}},
        )
    },
    refusals=(400, 403, 404),
)
RECEIVE_WEBHOOK = Operation(
    id="receive_webhook",
    method="POST",
    path="/webhooks/{channel}",
    summary="Take what a platform says, signed; 200 when it is durably stored.",
    tag="webhooks",
    roles=(),
    body=Body(
        schema={},
        examples={
            "custom": {
                "id": "call-1",
                "channel": "phone",
                "social": False,
                "occurred_at": "2026-03-02T09:15:00Z",
                "direction": "inbound",
                "author": {"id": "+390612345", "name": "Ann"},
                "kind": "call",
                "duration_s": 61,
            }
        },
    ),
    answers=ok(
        "How many events are stored.", closed({"received": COUNT}), {"received": 1}
    ),
    refusals=(401, 404, 413),
)
NO_FORM = {
    404: Answer(says="No such survey.", schema=HTML, media=PAGE),
    410: Answer(says="It is over.", schema=HTML, media=PAGE),
    503: Answer(says="Not now.", schema=HTML, media=PAGE),
}
SHOW_SURVEY = Operation(
    id="show_survey",
    method="GET",
    path="/surveys/{token}",
    summary="The page of a survey; to look at it answers nothing.",
    tag="surveys",
    roles=(),
    answers={
        200: Answer(says="The form, or that it is answered.", schema=HTML, media=PAGE),
        **NO_FORM,
    },
)
ANSWER_SURVEY = Operation(
    id="answer_survey",
    method="POST",
    path="/surveys/{token}",
    summary="Answer a survey with its form, once.",
    tag="surveys",
    roles=(),
    body=Body(
        schema={
            "type": "object",
            "properties": {
                "score": {"type": "integer", "minimum": 0, "maximum": 10},
                "comment": STRING,
            },
            "required": ["score"],
        },
        examples={"usual": {"score": 5, "comment": "Quick and kind."}},
        media=FORM,
    ),
    answers={
        200: Answer(says="Thanks.", schema=HTML, media=PAGE),
        400: Answer(says="The form again: no score.", schema=HTML, media=PAGE),
        **NO_FORM,
    },
)
SHOW_PROMISE = Operation(
    id="show_promise",
    method="GET",
    path="/promise",
    summary="The published response times, by channel.",
    tag="public",
    roles=(),
    answers=ok("As last published.", ref("Promise")),
)
SHOW_HEALTH = Operation(
    id="show_health",
    method="GET",
    path="/health",
    summary="Every channel with its status and counters.",
    tag="public",
    roles=(),
    answers=ok("Whether each channel is well.", ref("Health")),
)
SHOW_DOCUMENT = Operation(
    id="show_document",
    method="GET",
    path="/openapi.json",
    summary="This contract.",
    tag="public",
    roles=EVERYBODY,
    answers=ok("An OpenAPI 3.1 document.", OBJECT, {"openapi": "3.1.0"}),
)

OPERATIONS = (
    CONFIRM_WEBHOOK,
    RECEIVE_WEBHOOK,
    SHOW_SURVEY,
    ANSWER_SURVEY,
    SHOW_PROMISE,
    SHOW_HEALTH,
    SHOW_DOCUMENT,
)
