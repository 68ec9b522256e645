"""Give a sample webhook new content ids and the present time.

Content ids of the samples in events/ begin with ``770`` and have 15 digits or
more; nothing else does. The same id becomes the same new id all over a body.
"""

import re
import secrets
from datetime import UTC, datetime
from typing import Any

CONTENT_ID = re.compile(r"770\d{12,}")
TIME_KEYS = (
    "date",
    "edit_date",
    "time",
    "timestamp",
    "timestamp_ms",
    "created_at",
    "created_time",
    "created_timestamp",
    "edited_time",
    "occurred_at",
    "watermark",
)
MILLISECONDS_FROM = 100_000_000_000


def freshen(body: Any, now: float) -> Any:
    """Copy a sample, dated ``now`` (seconds since 1970) and with ids of its own."""
    ids: dict[str, str] = {}
    return _copied(body, "", now, ids)


def _copied(value: Any, key: str, now: float, ids: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {name: _copied(part, name, now, ids) for name, part in value.items()}
    if isinstance(value, list):
        return [_copied(part, key, now, ids) for part in value]
    if key in TIME_KEYS:
        return _dated(value, now)
    if isinstance(value, str):
        return CONTENT_ID.sub(lambda found: _renewed(found[0], ids), value)
    if isinstance(value, int) and CONTENT_ID.fullmatch(str(value)):
        return int(_renewed(str(value), ids))
    return value


def _renewed(content_id: str, ids: dict[str, str]) -> str:
    digits = len(content_id)
    fresh = "770" + "".join(secrets.choice("0123456789") for _ in range(digits - 3))
    return ids.setdefault(content_id, fresh)


def _dated(value: Any, now: float) -> Any:
    """Write the time as it was written: a number, digits, RFC 3339 or X's own."""
    moment = datetime.fromtimestamp(now, UTC)
    if isinstance(value, int):
        return int(now * 1000) if value >= MILLISECONDS_FROM else int(now)
    if not isinstance(value, str):
        return value
    if value.isdigit():
        return str(_dated(int(value), now))
    if "T" in value:
        return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return moment.strftime("%a %b %d %H:%M:%S +0000 %Y")
