"""The schemas of what is answered about cases."""

from functions.contract.operation import Schema, closed, maybe, ref
from functions.contract.values import (
    COUNT,
    FLAG,
    NO_NUMBER,
    NO_STRING,
    NO_TIME,
    NO_WHOLE,
    NUMBER,
    OBJECT,
    STRING,
    STRINGS,
    TIME,
    WHOLE,
    choice,
)
from shared.domain.commands import ESCALATIONS
from shared.domain.log import KINDS
from shared.domain.routing import PRIORITIES
from shared.domain.survey_course import STATES

CHANNEL: Schema = {"type": "string", "examples": ["facebook"]}
STATUS = choice("open", "resolved", "flushed")
VISIBILITY = choice("public", "private")
IN_LIST: dict[str, Schema] = {
    "id": STRING,
    "status": STATUS,
    "queue": STRING,
    "priority": choice(*PRIORITIES),
    "policy": NO_STRING,
    "skills": STRINGS,
    "channel": CHANNEL,
    "visibility": maybe(VISIBILITY),
    "customer": ref("Person"),
    "agent": NO_STRING,
    "episode": COUNT,
    "opened_at": TIME,
    "waiting_since": NO_TIME,
    "next_due": NO_TIME,
    "first_responded_at": NO_TIME,
    "resolved_at": NO_TIME,
    "flushed": NO_STRING,
    "snoozed_until": NO_TIME,
    "private_offered_at": NO_TIME,
    "private_accepted_at": NO_TIME,
    "escalated": {"type": "array", "items": choice(*ESCALATIONS)},
    "review": NO_WHOLE,
    "messages": COUNT,
}
ASSIGNMENT = closed(
    {
        "occurred_at": TIME,
        "agent": NO_STRING,
        "queue": STRING,
        "reasons": {"type": "object", "additionalProperties": STRING},
        "by": STRING,
        "from": STRING,
    },
    "queue",
    "reasons",
    "by",
    "from",
)
SURVEY = closed(
    {
        "id": STRING,
        "kind": choice("csat", "nps"),
        "state": choice(*STATES),
        "reason": NO_STRING,
        "score": NO_WHOLE,
        "times": {
            "type": "object",
            "properties": dict.fromkeys(STATES, TIME),
            "additionalProperties": False,
        },
    }
)
LOW_SCORE = closed(
    {
        "score": NO_WHOLE,
        "at": TIME,
        "followed_up_at": NO_TIME,
        "answered_at": NO_TIME,
        "handled_at": NO_TIME,
        "resolved_at": NO_TIME,
    }
)
READING = closed(
    {
        "language": NO_STRING,
        "sentiment": NO_STRING,
        "sentiment_score": NO_NUMBER,
        "sentiment_model": NO_STRING,
        "topics": STRINGS,
        "understood_at": NO_TIME,
        "counts": FLAG,
    }
)
ENTRY: dict[str, Schema] = {
    "id": STRING,
    "kind": choice(*sorted(KINDS)),
    "occurred_at": TIME,
    "received_at": NO_TIME,
    "processed_at": NO_TIME,
    "correlation_id": NO_STRING,
    "time_from_receipt": FLAG,
    "visibility": maybe(VISIBILITY),
    "what": NO_STRING,
    "account": NO_STRING,
    "address": NO_STRING,
    "text": NO_STRING,
    "addressed": STRINGS,
    "attachments": {
        "type": "array",
        "items": {"type": "object", "additionalProperties": NO_STRING},
    },
    "conversation": NO_STRING,
    "reply_to": NO_STRING,
    "target": NO_STRING,
    "payload": NO_STRING,
    "part": NO_WHOLE,
    "status": NO_STRING,
    "followers": NO_WHOLE,
    "social": FLAG,
    "duration_s": NO_WHOLE,
    "automatic": FLAG,
    "agent": NO_STRING,
    "sentiment": NO_STRING,
    "sentiment_score": NO_NUMBER,
    "sentiment_model": NO_STRING,
    "p_negative": NO_NUMBER,
    "p_neutral": NO_NUMBER,
    "p_positive": NO_NUMBER,
    "language": NO_STRING,
    "topics": STRINGS,
    "courtesy": FLAG,
    "flushed": NO_STRING,
    "urgency": COUNT,
    "urgency_reasons": STRINGS,
    "routing": {"type": ["object", "null"]},
    "score": NO_WHOLE,
    "nps": NO_WHOLE,
    "says_more": FLAG,
    "opt_out": NO_STRING,
    "survey": NO_STRING,
    "expires_at": NO_TIME,
    "due": NO_TIME,
    "clock": NO_STRING,
    "reason": NO_STRING,
    "erased": FLAG,
    "readings": {"type": "array", "items": ref("Reading")},
    # Of assignments: who decided, and who had the case before.
    "by": NO_STRING,
    "from": NO_STRING,
    # Of messages that their writer has changed or taken back.
    "edited": FLAG,  # there only if it was
    "deleted": FLAG,
}
SOMETIMES = ("by", "from", "edited", "deleted")
CASE: dict[str, Schema] = {
    **IN_LIST,
    "clocks": {"type": "array", "items": ref("Clock")},
    "language": NO_STRING,
    "topics": STRINGS,
    "urgency": COUNT,
    "urgency_reasons": STRINGS,
    "rule": NO_STRING,
    "reasons": STRINGS,
    "routing": {"type": "array", "items": ASSIGNMENT},
    "survey": maybe(SURVEY),
    "low_score": maybe(LOW_SCORE),
    "related": {"type": "array", "items": ref("OpenCase")},
}
CASES: dict[str, Schema] = {
    # What came of a low score is told in the list of those.
    "CaseInList": closed({**IN_LIST, "low_score": maybe(LOW_SCORE)}, "low_score"),
    "Case": closed(CASE),
    "CaseWithCard": closed({**CASE, "customer": ref("CardOfCase")}),
    "Clock": closed(
        {
            "clock": choice("first_response", "next_response", "resolution"),
            "episode": COUNT,
            "started_at": TIME,
            "due_at": NO_TIME,
            "ended_at": NO_TIME,
            "outcome": {"enum": ["met", "breached", None]},
            "business_s": NUMBER,
        }
    ),
    "OpenCase": closed(
        {"id": STRING, "channel": CHANNEL, "status": STATUS, "agent": NO_STRING}
    ),
    "Reading": READING,
    "TimelineItem": closed(ENTRY, *SOMETIMES),
    "HistoryItem": closed({"person": STRING, **ENTRY}, *SOMETIMES),
    "Reply": closed(
        {
            "message": ref("TimelineItem"),
            "parts": {"type": "array", "items": ref("TimelineItem")},
            "case": ref("Case"),
        }
    ),
    "Trial": closed(
        {
            "given": closed(
                {
                    "queue": STRING,
                    "priority": choice(*PRIORITIES),
                    "policy": NO_STRING,
                    "skills": STRINGS,
                    "flush": NO_STRING,
                    "rule": NO_STRING,
                    "reasons": STRINGS,
                    "version": WHOLE,
                }
            ),
            "message": OBJECT,
            "rules": {
                "type": "array",
                "items": closed(
                    {"rule": STRING, "matched": FLAG, "why_not": NO_STRING}
                ),
            },
        }
    ),
}
