"""Agents: who they are, what they serve, whether they are there."""

from functions.contract.operation import (
    Body,
    Operation,
    Schema,
    closed,
    maybe,
    ok,
    page_of,
    ref,
)
from functions.contract.values import COUNT, FLAG, NAME, ONE_LINE, PAGED, STRING
from functions.roles import LEADS, STAFF
from shared.domain.agents_json import LANGUAGE, MAX_CAPACITY
from shared.domain.fields import MANY

TAG = "people"


def many(items: Schema) -> Schema:
    return {"type": "array", "items": items, "maxItems": MANY}


PROFILE: dict[str, Schema] = {
    "name": ONE_LINE,
    "capacity": {"type": "integer", "minimum": 1, "maximum": MAX_CAPACITY},
    "channels": {
        **many(NAME),
        "type": ["array", "null"],
        "description": "Those he serves; null: all.",
    },
    "except_channels": many(NAME),
    "skills": many(ONE_LINE),
    "languages": many({"type": "string", "pattern": f"^{LANGUAGE.pattern}$"}),
    "shifts": {
        **maybe(ref("Calendar")),
        "description": "When he works; null: whenever he is available.",
    },
}
AGENT_BODY = closed(
    {
        **PROFILE,
        "id": {**STRING, "description": "Passed over, as is what follows."},
        "available": FLAG,
        "open_cases": COUNT,
    },
    *(name for name in PROFILE if name != "name"),
    "id",
    "available",
    "open_cases",
)

LIST_AGENTS = Operation(
    id="list_agents",
    method="GET",
    path="/agents",
    summary="Every agent, by his id.",
    tag=TAG,
    roles=STAFF,
    query=PAGED,
    answers=ok("One page of the agents.", page_of("Agent")),
)
SHOW_AGENT = Operation(
    id="show_agent",
    method="GET",
    path="/agents/{agent}",
    summary="One agent.",
    tag=TAG,
    roles=STAFF,
    answers=ok("The agent.", ref("Agent")),
    refusals=(404,),
)
PUT_AGENT = Operation(
    id="put_agent",
    method="PUT",
    path="/agents/{agent}",
    summary="Create an agent or replace all that is said of him.",
    tag=TAG,
    roles=LEADS,
    body=Body(
        schema=AGENT_BODY,
        examples={
            "usual": {
                "name": "Amy",
                "capacity": 5,
                "channels": ["facebook", "instagram"],
                "languages": ["en", "pt-BR"],
            }
        },
    ),
    answers=ok("The agent.", ref("Agent")),
    refusals=(409,),
)
DELETE_AGENT = Operation(
    id="delete_agent",
    method="DELETE",
    path="/agents/{agent}",
    summary="Remove an agent; his open cases go back to their queues at once.",
    tag=TAG,
    roles=LEADS,
    answers=ok("Who he was, and how many cases went back.", ref("FormerAgent")),
    refusals=(404, 409),
)
SET_AVAILABILITY = Operation(
    id="set_availability",
    method="POST",
    path="/agents/{agent}/availability",
    summary="Come or go; who comes is given the cases that wait.",
    tag=TAG,
    roles=STAFF,
    body=Body(
        schema=closed({"available": FLAG}), examples={"usual": {"available": True}}
    ),
    answers=ok("The agent.", ref("Agent")),
    refusals=(404, 409),
)


def membership(name: str, method: str, summary: str) -> Operation:
    return Operation(
        id=name,
        method=method,
        path="/channels/{channel}/agents/{agent}",
        summary=summary,
        tag=TAG,
        roles=LEADS,
        answers=ok("The agent.", ref("Agent")),
        refusals=(404, 409),
    )


OPERATIONS = (
    LIST_AGENTS,
    SHOW_AGENT,
    PUT_AGENT,
    DELETE_AGENT,
    SET_AVAILABILITY,
    membership("join_channel", "PUT", "Make an agent a member of a channel."),
    membership("leave_channel", "DELETE", "Take an agent off a channel."),
)
