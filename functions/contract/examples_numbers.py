"""Examples of the numbers, of what is published and of how channels are."""

from typing import Any

NUMBERS: dict[str, Any] = {
    "Live": {
        "as_of": "2026-03-02T10:03:00.000Z",
        "total": {
            "open": 1,
            "waiting": 0,
            "longest_wait_s": None,
            "at_risk": 0,
            "breached": 0,
            "unassigned": 1,
        },
        "channels": {
            "x": {
                "open": 1,
                "waiting": 0,
                "longest_wait_s": None,
                "at_risk": 0,
                "breached": 0,
                "unassigned": 1,
            }
        },
        "queues": {
            "default": {
                "open": 1,
                "waiting": 0,
                "longest_wait_s": None,
                "at_risk": 0,
                "breached": 0,
                "unassigned": 1,
            }
        },
        "agents": {
            "available": 1,
            "open_cases": 0,
            "capacity": 5,
            "items": [{"id": "amy", "name": "Amy", "open_cases": 0, "capacity": 5}],
        },
    },
    "KpiRow": {
        "date": "2026-03-01",
        "timezone": "Europe/Rome",
        "dimension": "channel",
        "key": "x",
        "metric": "sla_first_response",
        "numerator": 93.0,
        "denominator": 100,
        "value": 0.93,
        "unit": "ratio",
        "mature": True,
        "computed_at": "2026-03-02T01:10:00.000Z",
    },
    "HourRow": {
        "date": "2026-03-01",
        "timezone": "Europe/Rome",
        "hour_start": "2026-03-01T09:00:00.000Z",
        "hour": "10:00+01:00",
        "channel": "x",
        "topic": "delivery",
        "inbound": 12,
        "actionable": 10,
        "public": 9,
        "private": 3,
        "negative": 5,
    },
    "Recompute": {
        "id": "2026-03-01_2026-03-31_20260401T060000000Z",
        "from": "2026-03-01",
        "to": "2026-03-31",
        "by": "sue",
        "started_at": "2026-04-01T06:00:00.000Z",
        "done": 12,
        "total": 31,
        "status": "running",
        "updated_at": "2026-04-01T06:04:00.000Z",
    },
    "Forecast": {
        "made_at": "2026-03-02",
        "until": "2026-03-01",
        "timezone": "Europe/Rome",
        "history_days": 420,
        "model": None,
        "items": [
            {
                "date": "2026-03-02",
                "hour_start": "2026-03-02T09:00:00.000Z",
                "hour": "10:00+01:00",
                "channel": "all",
                "expected": 41.5,
                "low": 33,
                "high": 51,
                "staff": 4,
            }
        ],
        "next": None,
    },
    "Promise": {
        "days": 28,
        "until": "2026-03-01",
        "channels": {
            "x": {
                "first_response_p50_s": 412.0,
                "first_response_p90_s": 1210.0,
                "within_target": 0.93,
                "hours": {
                    "timezone": "UTC",
                    "weekly": {
                        "mon": [["09:00", "18:00"]],
                        "tue": [["09:00", "18:00"]],
                        "wed": [["09:00", "18:00"]],
                        "thu": [["09:00", "18:00"]],
                        "fri": [["09:00", "18:00"]],
                        "sat": [],
                        "sun": [],
                    },
                    "exceptions": {},
                    "holidays": [],
                },
            }
        },
    },
    "Health": {
        "status": "broken",
        "now": "2026-03-02T10:03:00.000Z",
        "channels": {
            "x": {
                "status": "ok",
                "rejected": {"total": 3, "last_at": "2026-03-02T09:59:00.000Z"},
                "unknown": {
                    "follow_events": {"total": 2, "last_at": "2026-03-02T09:00:00.000Z"}
                },
                "broken": {},
            },
            "facebook": {
                "status": "broken",
                "unknown": {},
                "broken": {
                    "1001": {
                        "since": "2026-03-02T08:00:00.000Z",
                        "reason": "The token has expired; put a new one.",
                        "count": 4,
                    }
                },
            },
        },
    },
}
