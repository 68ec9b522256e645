"""Settings: documents that are read, put, put back, looked back at and tried out."""

from functions.contract.operation import (
    Answer,
    Body,
    Operation,
    Schema,
    closed,
    maybe,
    ok,
    page_of,
    ref,
)
from functions.contract.trial import MESSAGE
from functions.contract.values import OBJECT, PAGED
from functions.roles import LEADS
from shared.domain.rulebook import NAMES

TAG = "settings"
TAGGED = {"ETag": "The version, for If-Match and If-None-Match."}
PUT = {
    200: Answer(says="The new version.", schema=ref("SettingsVersion"), headers=TAGGED)
}
NUMBER: Schema = {"type": "integer", "minimum": 0, "maximum": 9_999_999}

LIST_SETTINGS = Operation(
    id="list_settings",
    method="GET",
    path="/settings",
    summary="Every document with its version, who put it and when.",
    tag=TAG,
    roles=LEADS,
    query=PAGED,
    answers=ok("All documents.", page_of("SettingsListed")),
)
SHOW_SETTINGS = Operation(
    id="show_settings",
    method="GET",
    path="/settings/{name}",
    summary="The newest version of a document, or another; 0: a new deployment's.",
    tag=TAG,
    roles=LEADS,
    query={"version": {**NUMBER, "description": "Another than the newest."}},
    headers=("If-None-Match",),
    answers={
        200: Answer(says="It.", schema=ref("SettingsVersion"), headers=TAGGED),
        304: Answer(says="It is the one you have.", schema=None, headers=TAGGED),
    },
    refusals=(404,),
    documents=NAMES,
)
PUT_SETTINGS = Operation(
    id="put_settings",
    method="PUT",
    path="/settings/{name}",
    summary="Put a document in place of its newest version, or of that of If-Match.",
    tag=TAG,
    roles=LEADS,
    headers=("If-Match",),
    body=Body(schema=ref("Settings"), examples={}),
    answers=PUT,
    refusals=(404, 409, 413),
    documents=NAMES,
)
SHOW_SCHEMA = Operation(
    id="show_schema",
    method="GET",
    path="/settings/{name}/schema",
    summary="The JSON Schema of a document, with examples.",
    tag=TAG,
    roles=LEADS,
    answers=ok("The schema.", OBJECT, {"type": "object"}),
    refusals=(404,),
    documents=NAMES,
)
ROLL_BACK = Operation(
    id="roll_back",
    method="POST",
    path="/settings/{name}/rollback",
    summary="Put an earlier version again, as a new one; 0: a new deployment's.",
    tag=TAG,
    roles=LEADS,
    headers=("If-Match",),
    body=Body(schema=closed({"version": NUMBER}), examples={"usual": {"version": 0}}),
    answers=PUT,
    refusals=(404, 409),
    documents=NAMES,
)
LIST_VERSIONS = Operation(
    id="list_versions",
    method="GET",
    path="/settings/{name}/versions",
    summary="Who put what and when, newest first.",
    tag=TAG,
    roles=LEADS,
    query=PAGED,
    answers=ok("One page of versions.", page_of("SettingsVersion")),
    refusals=(404,),
    documents=NAMES,
)
TRY_SETTINGS = Operation(
    id="try_settings",
    method="POST",
    path="/settings/{name}/test",
    summary="What routing would give a message and why, rule by rule.",
    tag=TAG,
    roles=LEADS,
    body=Body(
        schema=closed(
            {"message": MESSAGE, "rules": maybe(ref("routing_settings"))}, "rules"
        ),
        examples={"usual": {"message": {"channel": "x", "text": "Where is my order?"}}},
    ),
    answers=ok("What it would be given.", ref("Trial")),
    refusals=(404,),
    documents=("routing",),
)

OPERATIONS = (
    LIST_SETTINGS,
    SHOW_SETTINGS,
    SHOW_SCHEMA,
    PUT_SETTINGS,
    ROLL_BACK,
    LIST_VERSIONS,
    TRY_SETTINGS,
)
