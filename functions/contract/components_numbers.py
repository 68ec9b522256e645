"""The schemas of the numbers, of what is published and of how channels are."""

from functions.contract.operation import Schema, closed, maybe, ref
from functions.contract.values import (
    COUNT,
    DATE,
    FLAG,
    NO_DATE,
    NO_NUMBER,
    NO_STRING,
    NO_WHOLE,
    NUMBER,
    STRING,
    TIME,
    choice,
)

COUNTS: dict[str, Schema] = {
    "open": COUNT,
    "waiting": COUNT,
    "longest_wait_s": NO_NUMBER,
    "at_risk": COUNT,
    "breached": COUNT,
    "unassigned": COUNT,
}
BY_NAME: Schema = {"type": "object", "additionalProperties": ref("LiveCounts")}
COUNTED = closed({"total": COUNT, "last_at": TIME})
MODEL: dict[str, Schema] = {
    "yearly_season": {
        **FLAG,
        "description": "Thirteen months are known, so that a season of the year is.",
    },
    "holiday_factor": NUMBER,
    "campaigns": {
        "type": "array",
        "items": closed(
            {
                "name": STRING,
                "from": DATE,
                "to": DATE,
                "factor": NUMBER,
                "how": choice("given", "learned", "unknown"),
            }
        ),
    },
    "interval": {**NUMBER, "description": "The share of hours from low to high."},
    "handle_time_s": NUMBER,
    "handle_time_from": choice("kpis", "default"),
    "occupancy": NUMBER,
    "shrinkage": NUMBER,
    "service_level": NUMBER,
}
NUMBERS: dict[str, Schema] = {
    "LiveCounts": closed(COUNTS),
    "Live": closed(
        {
            "as_of": TIME,
            "total": ref("LiveCounts"),
            "channels": BY_NAME,
            "queues": BY_NAME,
            "agents": closed(
                {
                    "available": COUNT,
                    "open_cases": COUNT,
                    "capacity": COUNT,
                    "items": {
                        "type": "array",
                        "items": closed(
                            {
                                "id": STRING,
                                "name": STRING,
                                "open_cases": COUNT,
                                "capacity": COUNT,
                            }
                        ),
                    },
                }
            ),
        }
    ),
    "KpiRow": closed(
        {
            "date": DATE,
            "timezone": STRING,
            "dimension": STRING,
            "key": STRING,
            "metric": STRING,
            "numerator": NO_NUMBER,
            "denominator": NO_WHOLE,
            "value": NO_NUMBER,
            "unit": STRING,
            "mature": FLAG,
            "computed_at": TIME,
        }
    ),
    "HourRow": closed(
        {
            "date": DATE,
            "timezone": STRING,
            "hour_start": TIME,
            "hour": STRING,
            "channel": STRING,
            "topic": STRING,
            "inbound": COUNT,
            "actionable": COUNT,
            "public": COUNT,
            "private": COUNT,
            "negative": COUNT,
        }
    ),
    "Recompute": closed(
        {
            "id": STRING,
            "from": DATE,
            "to": DATE,
            "by": STRING,
            "started_at": TIME,
            "done": COUNT,
            "total": COUNT,
            "status": choice("running", "done", "failed"),
            "updated_at": TIME,
        }
    ),
    "ForecastHour": closed(
        {
            "date": DATE,
            "hour_start": TIME,
            "hour": STRING,
            "channel": STRING,
            "expected": {**NO_NUMBER, "description": "Messages by customers."},
            "low": {**NO_WHOLE, "description": "In nine of ten cases as many."},
            "high": {**NO_WHOLE, "description": "In nine of ten cases no more."},
            "staff": {**NO_WHOLE, "description": "People on the roster."},
        }
    ),
    "Forecast": closed(
        {
            "made_at": {**NO_DATE, "description": "Null: there is none yet."},
            "until": {**NO_DATE, "description": "The last day it is made of."},
            "timezone": STRING,
            "history_days": COUNT,
            "model": maybe(closed(MODEL)),
            "items": {"type": "array", "items": ref("ForecastHour")},
            "next": NO_STRING,
        }
    ),
    "Promise": closed(
        {
            "days": COUNT,
            "until": NO_DATE,
            "channels": {
                "type": "object",
                "additionalProperties": closed(
                    {
                        "first_response_p50_s": NO_NUMBER,
                        "first_response_p90_s": NO_NUMBER,
                        "within_target": NO_NUMBER,
                        "hours": maybe(ref("Calendar")),
                    }
                ),
            },
        }
    ),
    "Health": closed(
        {
            "status": choice("ok", "broken"),
            "now": TIME,
            "channels": {
                "type": "object",
                "additionalProperties": ref("ChannelHealth"),
            },
        }
    ),
    "ChannelHealth": {
        "type": "object",
        "properties": {
            "status": choice("ok", "broken"),
            "unknown": {
                "type": "object",
                "description": "What was not understood, by the platform's kind.",
                "additionalProperties": COUNTED,
            },
            "broken": {
                "type": "object",
                "description": "From which accounts nothing can be sent, and why.",
                "additionalProperties": closed(
                    {"since": TIME, "reason": STRING, "count": COUNT}
                ),
            },
        },
        "required": ["status", "unknown", "broken"],
        "description": "Beside these, counters by what is counted.",
        "additionalProperties": COUNTED,
    },
}
