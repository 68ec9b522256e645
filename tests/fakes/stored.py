"""Items as earlier versions of the code wrote them, by their own serialisers.

One life in each: two messages, an assignment, an answer, the resolution, a survey
and what the customer wrote under it.
"""

from typing import Any

PERSON = "x:1"
CASE = "c1a6616660ea936ff525"

# Before mood had a chance of each feeling, before topics, urgency and schemas.
ENTRIES: dict[str, dict[str, Any]] = {
    "LOG#2026-03-02T10:00:00.000Z#m1": {
        "kind": "message_received",
        "received_at": "2026-03-02T10:00:00.000Z",
        "processed_at": "2026-03-02T10:00:00.000Z",
        "visibility": "private",
        "account": "page",
        "text": "Where is my order?",
        "opens": CASE,
        "sentiment": "negative",
        "sentiment_score": -0.4,
        "sentiment_model": "vader",
        "due": "2026-03-02T11:00:00.000Z",
    },
    "LOG#2026-03-02T10:01:00.000Z#m2": {
        "kind": "message_received",
        "received_at": "2026-03-02T10:01:00.000Z",
        "processed_at": "2026-03-02T10:01:00.000Z",
        "visibility": "private",
        "account": "page",
        "text": "Hello?",
    },
    "LOG#2026-03-02T10:03:00.000Z#a-1": {
        "kind": "assigned",
        "case": CASE,
        "episode": 1,
        "agent": "amy",
    },
    "LOG#2026-03-02T10:04:00.000Z#a1": {
        "kind": "message_sent",
        "visibility": "private",
        "text": "On its way.",
        "case": CASE,
        "episode": 1,
        "agent": "amy",
    },
    "LOG#2026-03-02T10:20:00.000Z#r-1": {
        "kind": "resolved",
        "case": CASE,
        "episode": 1,
        "agent": "amy",
    },
    "LOG#2026-03-02T10:30:00.000Z#s-1": {
        "kind": "survey_sent",
        "target": "q1",
        "case": CASE,
        "episode": 1,
        "survey": f"{CASE}-1",
        "expires_at": "2026-03-03T10:30:00.000Z",
    },
    "LOG#2026-03-02T10:31:00.000Z#s1": {
        "kind": "message_received",
        "received_at": "2026-03-02T10:31:00.000Z",
        "processed_at": "2026-03-02T10:31:00.000Z",
        "visibility": "private",
        "account": "page",
        "text": "Still nothing here!",
    },
}

# When instants were texts, a case had one clock and nothing was counted.
WITHOUT_TALLY: dict[str, Any] = {
    "id": PERSON,
    "last": "LOG#2026-03-02T10:31:00.000Z#s1",
    "since": "LOG#2026-03-02T10:00:00.000Z#m1",
    "case": {
        "id": CASE,
        "opened_at": "2026-03-02T10:00:00.000Z",
        "visibility": "private",
        "social": True,
        "named": True,
        "episode": {
            "number": 2,
            "opened_at": "2026-03-02T10:31:00.000Z",
            "due": "2026-03-02T10:46:00.000Z",
            "waiting_since": "2026-03-02T10:31:00.000Z",
            "timed_from": "s1",
            "messages": 1,
        },
    },
    "survey": {
        "id": "s-1",
        "case": CASE,
        "episode": 1,
        "sent_at": "2026-03-02T10:30:00.000Z",
        "expires_at": "2026-03-03T10:30:00.000Z",
    },
}
# When a survey said what it was about, and instants were numbers already.
WITH_SURVEYED_CASE: dict[str, Any] = {
    "id": PERSON,
    "last": "LOG#2026-03-02T10:31:00.000Z#s1",
    "since": "LOG#2026-03-02T10:00:00.000Z#m1",
    "case": {
        "id": CASE,
        "opened_at": 1772445600000,
        "visibility": "private",
        "social": True,
        "named": True,
        "episode": {
            "number": 2,
            "opened_at": 1772447460000,
            "due": 1772448360000,
            "waiting_since": 1772447460000,
            "timed_from": "s1",
            "routing": {"policy": "fast"},
            "last_at": 1772447460000,
            "resolution_left": 57600.0,
            "resolution_since": 1772447460000,
            "resolution_due": 1772559060000,
            "former_agent": "amy",
            "messages": 1,
        },
    },
    "survey": {
        "id": "s-1",
        "case": CASE,
        "episode": 1,
        "sent_at": 1772447400000,
        "expires_at": 1772533800000,
    },
    "tally": {"messages": 3, "complaints": 1, "language": "en"},
}
# What no code of today can make sense of, but for whose it is.
UNREADABLE: dict[str, Any] = {
    "id": PERSON,
    "last": "LOG#2026-03-02T10:31:00.000Z#s1",
    "case": {"ref": CASE},
    "tally": 3,
}
CARDS = {
    "without a tally": WITHOUT_TALLY,
    "with the case of its survey": WITH_SURVEYED_CASE,
    "unreadable": UNREADABLE,
}

# Settings as the first version of their documents had them.
SETTINGS: dict[str, dict[str, Any]] = {
    "routing": {
        "rules": [],
        "otherwise": {"priority": "normal", "queue": "default", "skills": []},
        "raise": {
            "complaints": 2,
            "failed_elsewhere": True,
            "reach": 10000,
            "sentiment_below": -0.6,
        },
    },
    "sla": {
        "assign": [{"channel": "x", "policy": "fast"}],
        "otherwise": "fast",
        "policies": {
            "fast": {
                "at_risk": 0.2,
                "calendar": "default",
                "first_response": "15m",
                "next_response": "1h",
                "pause_while_customer_answers": True,
                "resolution": "16h",
                "time": "business",
            }
        },
    },
}
