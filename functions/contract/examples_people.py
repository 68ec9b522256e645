"""Examples of what is answered about customers and agents."""

from typing import Any

from functions.contract.examples_cases import CASE, IN_LIST, PERSON

AGENT: dict[str, Any] = {
    "id": "amy",
    "name": "Amy",
    "capacity": 5,
    "channels": ["facebook", "x"],
    "except_channels": [],
    "skills": [],
    "languages": ["en"],
    "shifts": None,
    "available": True,
    "open_cases": 0,
}
CARD: dict[str, Any] = {
    **PERSON,
    "contacts": {"x": 1},
    "preferred_channel": "x",
    "last_sentiment": "negative",
    "last_contact_at": "2026-03-02T10:00:00.000Z",
    "time_spent_s": 0,
    "identities": [
        {
            "person": "x:1346889436",
            "channel": "x",
            "user": "1346889436",
            "name": "Ann",
            "handle": "ann_b",
            "linked_at": None,
            "how": None,
            "by": None,
        }
    ],
    "attributes": {"tier": "gold"},
}
PEOPLE: dict[str, Any] = {
    "Person": PERSON,
    "CardOfCase": CARD,
    "CaseWithCard": {**CASE, "customer": CARD},
    "Customer": {
        **CARD,
        "case": IN_LIST,
        "open_cases": [
            {
                "id": "c8e5e511275a78af3f71",
                "channel": "x",
                "status": "open",
                "agent": "amy",
            }
        ],
    },
    "Export": {
        "id": "x:1346889436",
        "url": "https://bucket.example/exports/u0f/2026.json?X-Amz-Signature=1",
        "expires_at": "2026-03-02T10:15:00.000Z",
    },
    "Erasure": {
        "id": "x:1346889436",
        "identities": ["x:1346889436"],
        "erased_at": "2026-03-02T10:00:00.000Z",
        "entries": 12,
    },
    "Agent": AGENT,
    "FormerAgent": {**AGENT, "available": False, "open_cases": 0, "returned": 1},
}
