"""Customers: who they are, all their contacts, what hangs together, privacy."""

from functions.contract.operation import (
    Body,
    Operation,
    Schema,
    closed,
    ok,
    page_of,
    ref,
)
from functions.contract.values import (
    NAME,
    NO_STRING,
    NO_TIME,
    PAGED,
    STRING,
    TIME,
    choice,
    words,
)
from functions.roles import ADMINS, LEADS, STAFF
from shared.domain.customers import (
    HOWS,
    LONGEST_NAME,
    LONGEST_VALUE,
    MOST_ATTRIBUTES,
)

TAG = "customers"
LONGEST_ID = 200  # characters
LONGEST_USER = 400

ATTRIBUTES: Schema = {
    "type": "object",
    "maxProperties": MOST_ATTRIBUTES,
    "propertyNames": words(LONGEST_NAME),
    "additionalProperties": {"type": "string", "maxLength": LONGEST_VALUE},
}
FIND_CUSTOMERS = Operation(
    id="find_customers",
    method="GET",
    path="/customers",
    summary="Who goes by a handle on a channel now, upper or lower case.",
    tag=TAG,
    roles=STAFF,
    query={"channel": words(LONGEST_NAME), "handle": words(LONGEST_USER), **PAGED},
    needed=("channel", "handle"),
    answers=ok("Who does; nobody: an empty list.", page_of("Person")),
)
SHOW_CUSTOMER = Operation(
    id="show_customer",
    method="GET",
    path="/customers/{customer}",
    summary="Who a customer is, named by his id or by any of his persons.",
    tag=TAG,
    roles=STAFF,
    answers=ok("The card of the customer.", ref("Customer")),
    refusals=(404, 409),
)
SHOW_HISTORY = Operation(
    id="show_history",
    method="GET",
    path="/customers/{customer}/history",
    summary="Every contact and action on all his channels, newest first.",
    tag=TAG,
    roles=STAFF,
    query=PAGED,
    answers=ok("One page of his history.", page_of("HistoryItem")),
    refusals=(404, 409),
)
PUT_ATTRIBUTES = Operation(
    id="put_attributes",
    method="PUT",
    path="/customers/{customer}/attributes",
    summary="Replace what the CRM says of a customer; routing rules may ask for it.",
    tag=TAG,
    roles=STAFF,
    body=Body(schema=ATTRIBUTES, examples={"usual": {"tier": "gold"}}),
    answers=ok("The card of the customer.", ref("Customer")),
    refusals=(404, 409),
)
LINK_IDENTITY = Operation(
    id="link_identity",
    method="POST",
    path="/customers/{customer}/identities",
    summary="Make an identity, with all who are one with it, one with a customer.",
    tag=TAG,
    roles=STAFF,
    body=Body(
        schema=closed(
            {
                "channel": words(LONGEST_NAME),
                "user": words(LONGEST_USER),
                "how": {**choice(*HOWS), "default": HOWS[0]},
            },
            "how",
        ),
        examples={"usual": {"channel": "email", "user": "ann@mail.example"}},
    ),
    answers=ok("The card of the customer.", ref("Customer")),
    refusals=(404, 409),
)
UNLINK_IDENTITY = Operation(
    id="unlink_identity",
    method="DELETE",
    path="/customers/{customer}/identities/{channel}/{user}",
    summary="Take an identity out again, with those who came with it.",
    tag=TAG,
    roles=STAFF,
    answers=ok("The card of the customer.", ref("Customer")),
    refusals=(404, 409),
)
UNFLUSH = Operation(
    id="unflush",
    method="POST",
    path="/customers/{customer}/unflush",
    summary="Take back that a message was flushed: it counts from its own time on.",
    tag=TAG,
    roles=LEADS,
    body=Body(
        schema=closed({"message": words(1000)}),
        examples={"usual": {"message": "post:1346889436626259968"}},
    ),
    answers=ok("The card of the customer.", ref("Customer")),
    refusals=(404, 409),
)
REPORT_EVENT = Operation(
    id="report_event",
    method="POST",
    path="/customers/{customer}/events",
    summary="Record a purchase or a milestone; he may be asked for the NPS after it.",
    tag=TAG,
    roles=STAFF,
    body=Body(
        schema=closed({"id": words(LONGEST_ID), "kind": NAME, "occurred_at": TIME}),
        examples={
            "usual": {
                "id": "order-4711",
                "kind": "purchase",
                "occurred_at": "2026-03-02T09:15:00Z",
            }
        },
    ),
    answers=ok(
        "What was recorded, and the survey that follows from it, if any.",
        closed(
            {
                "id": STRING,
                "kind": STRING,
                "occurred_at": TIME,
                "survey": NO_STRING,
                "ask_at": NO_TIME,
            }
        ),
        {
            "id": "order-4711",
            "kind": "purchase",
            "occurred_at": "2026-03-02T09:15:00.000Z",
            "survey": None,
            "ask_at": None,
        },
    ),
    refusals=(404, 409),
)
EXPORT_CUSTOMER = Operation(
    id="export_customer",
    method="GET",
    path="/customers/{customer}/export",
    summary="All that is held of a customer; too large for an answer, a link to it.",
    tag=TAG,
    roles=LEADS,
    answers=ok("The document, or where it is.", ref("Export")),
    refusals=(404, 409),
)
ERASE_CUSTOMER = Operation(
    id="erase_customer",
    method="DELETE",
    path="/customers/{customer}",
    summary="Take all words and names of a customer out, under all his identities.",
    tag=TAG,
    roles=ADMINS,
    answers=ok("How much was erased.", ref("Erasure")),
    refusals=(404, 409),
)

OPERATIONS = (
    FIND_CUSTOMERS,
    SHOW_CUSTOMER,
    SHOW_HISTORY,
    PUT_ATTRIBUTES,
    LINK_IDENTITY,
    UNLINK_IDENTITY,
    UNFLUSH,
    REPORT_EVENT,
    EXPORT_CUSTOMER,
    ERASE_CUSTOMER,
)
