"""The schemas of what is answered about customers and agents."""

from functions.contract.components_cases import CHANNEL
from functions.contract.operation import Schema, closed, maybe, ref
from functions.contract.people import PROFILE
from functions.contract.values import (
    COUNT,
    FLAG,
    NO_NUMBER,
    NO_STRING,
    NO_TIME,
    OBJECT,
    STRING,
    STRINGS,
    TIME,
)
from shared.domain.customers import HOWS

PERSON: dict[str, Schema] = {
    "id": {**STRING, "description": "`channel:user`"},
    "channel": CHANNEL,
    "name": NO_STRING,
    "handle": NO_STRING,
}
CARD: dict[str, Schema] = {
    **PERSON,
    "contacts": {"type": "object", "additionalProperties": COUNT},
    "identities": {"type": "array", "items": ref("Identity")},
    "attributes": {"type": "object", "additionalProperties": STRING},
    "preferred_channel": NO_STRING,
    "last_sentiment": NO_STRING,
    "last_contact_at": NO_TIME,
    "time_spent_s": {
        **NO_NUMBER,
        "description": "Null where a log has over 2,000 entries.",
    },
}
LINK: Schema = {
    **STRINGS,
    "description": "Who with whom, at what time, how, and by whom.",
}
AGENT: dict[str, Schema] = {
    "id": STRING,
    **PROFILE,
    "available": FLAG,
    "open_cases": COUNT,
}
PEOPLE: dict[str, Schema] = {
    "Person": closed(PERSON),
    "Identity": closed(
        {
            "person": STRING,
            "channel": CHANNEL,
            "user": STRING,
            "name": NO_STRING,
            "handle": NO_STRING,
            "linked_at": NO_TIME,
            "how": {"enum": [*HOWS, None]},
            "by": NO_STRING,
        }
    ),
    "CardOfCase": closed(CARD),
    "Customer": closed(
        {
            **CARD,
            "case": maybe(ref("CaseInList")),
            "open_cases": {"type": "array", "items": ref("OpenCase")},
        }
    ),
    "Export": {"oneOf": [ref("ExportedFile"), ref("ExportedHere")]},
    "ExportedFile": closed({"id": STRING, "url": STRING, "expires_at": TIME}),
    "ExportedHere": closed(
        {
            "id": STRING,
            "exported_at": TIME,
            "identities": {"type": "array", "items": OBJECT},
            "links": {"type": "array", "items": LINK},
            "attributes": OBJECT,
        }
    ),
    "Erasure": closed(
        {"id": STRING, "identities": STRINGS, "erased_at": TIME, "entries": COUNT}
    ),
    "Agent": closed(AGENT),
    "FormerAgent": closed({**AGENT, "returned": COUNT}),
}
