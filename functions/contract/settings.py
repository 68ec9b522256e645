"""Settings: documents that are read, put, looked back at and tried out."""

from functions.contract.operation import (
    Answer,
    Body,
    Operation,
    closed,
    ok,
    page_of,
    ref,
)
from functions.contract.values import CURSOR, LIMIT, OBJECT
from functions.roles import LEADS
from shared.domain.rulebook import NAMES

TAG = "settings"
TAGGED = {"ETag": "The version, for If-Match."}

SHOW_SETTINGS = Operation(
    id="show_settings",
    method="GET",
    path="/settings/{name}",
    summary="The newest version of a document; version 0 where none was ever put.",
    tag=TAG,
    roles=LEADS,
    answers={
        200: Answer(
            says="The newest version.", schema=ref("SettingsVersion"), headers=TAGGED
        )
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
    answers={
        200: Answer(
            says="The new version.", schema=ref("SettingsVersion"), headers=TAGGED
        )
    },
    refusals=(404, 409, 413),
    documents=NAMES,
)
LIST_VERSIONS = Operation(
    id="list_versions",
    method="GET",
    path="/settings/{name}/versions",
    summary="Who put what and when, newest first.",
    tag=TAG,
    roles=LEADS,
    query={"limit": LIMIT, "cursor": {**CURSOR, "pattern": "^[0-9]{0,7}$"}},
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
        schema=closed({"message": OBJECT, "rules": OBJECT}, "rules"),
        examples={"usual": {"message": {"channel": "x", "text": "Where is my order?"}}},
    ),
    answers=ok("What it would be given.", ref("Trial")),
    refusals=(404,),
    documents=("routing",),
)

OPERATIONS = (SHOW_SETTINGS, PUT_SETTINGS, LIST_VERSIONS, TRY_SETTINGS)
