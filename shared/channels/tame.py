"""Untrusted JSON is converted here: a wrong shape becomes None, never an error.

Platforms send ids as strings or numbers, times in seconds or milliseconds,
and leave out what they like; channel modules must not care.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

MAX_ID_BYTES = 400  # two of them and a time fit a sort key of 1,024 bytes
MAX_LABEL = 80
MILLISECONDS_FROM = 100_000_000_000  # as seconds the year 5138, as ms March 1973
LATEST = 4_102_444_800  # the year 2100: later is a broken number, not a time
DIGITS = 19  # of a 64-bit number, the largest any platform sends


def mapping(value: Any) -> Mapping[str, Any]:
    """Give the object, or an empty one."""
    return value if isinstance(value, Mapping) else {}


def several(value: Any) -> list[Any]:
    """Give the array, or the one object that came without an array."""
    return [value] if isinstance(value, Mapping) else elements(value)


def elements(value: Any) -> list[Any]:
    """Give the array, or an empty one."""
    return value if isinstance(value, list) else []


def first(value: Any) -> Mapping[str, Any]:
    """Give the first object of an array, or an empty one."""
    found = elements(value)
    return mapping(found[0]) if found else {}


def singly(value: Any, names: tuple[str, ...]) -> Iterator[Any]:
    """Give an object once for each item of these arrays, and with no other item."""
    given = mapping(value).items()
    filled = {name: it for name, it in given if name in names and elements(it)}
    if not filled:
        yield value
        return
    outer = {name: it for name, it in value.items() if name not in filled}
    for name, items in filled.items():
        for item in items:
            yield {**outer, name: [item]}


def is_deep(value: Any, most: int) -> bool:
    """Tell whether arrays and objects are nested deeper than this many levels."""
    level = [value]
    for _ in range(most):
        level = [inner for one in level for inner in _inner(one)]
        if not level:
            return False
    return any(isinstance(one, Mapping | list) for one in level)


def _inner(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, Mapping) else elements(value)


def text(value: Any) -> str | None:
    """Give words that can be stored as UTF-8, None if there are none.

    A number is what somebody typed: his order's, or a score. JSON may carry
    halves of a surrogate pair, which UTF-8 cannot.
    """
    if _is_number(value):
        return str(value)
    if not isinstance(value, str):
        return None
    if not value.isascii():
        value = value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return value if value.strip() else None


def lost(*values: Any) -> bool:
    """Tell whether a list, an object or a truth value stands where words belong."""
    given = [value for value in values if value is not None]
    return any(not isinstance(one, str) and not _is_number(one) for one in given)


def _is_number(value: Any) -> bool:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return whole or is_fraction(value)


def identifier(value: Any) -> str | None:
    """Give an id as a string, whether it came as one or as a number."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if value.bit_length() < 8 * DIGITS else None
    if not isinstance(value, str):
        return None
    found = (text(value) or "").strip()
    return found if found and len(found.encode()) <= MAX_ID_BYTES else None


def number(value: Any) -> int | None:
    """Give a count: a whole number that is not negative."""
    if isinstance(value, str) and value.isascii() and value.isdigit():
        value = int(value) if len(value) <= DIGITS else None
    if not isinstance(value, int) or isinstance(value, bool):
        return None
    return value if 0 <= value < 10**DIGITS else None


def place(latitude: Any, longitude: Any) -> str | None:
    """Give coordinates in degrees as a geo URI (RFC 5870)."""
    degrees = (latitude, longitude)
    if not all(isinstance(one, int | float) and abs(one) <= 180 for one in degrees):  # noqa: PLR2004 - degrees
        return None
    return f"geo:{float(latitude):.6f},{float(longitude):.6f}"


def moment(value: Any) -> datetime | None:
    """Give the time of an epoch number: seconds or milliseconds by magnitude."""
    epoch = number(int(value) if is_fraction(value) else value)
    if not epoch:
        return None
    seconds = epoch / 1000 if epoch >= MILLISECONDS_FROM else epoch
    return datetime.fromtimestamp(seconds, UTC) if seconds < LATEST else None


def is_fraction(value: Any) -> bool:
    """Tell a floating-point number that is neither infinite nor none at all."""
    return isinstance(value, float) and abs(value) < float("inf")


def timestamp(value: Any) -> datetime | None:
    """Give the time of an RFC 3339 string; one without an offset is no time."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        return (
            found.astimezone(UTC) if found and found.utcoffset() is not None else None
        )
    except (ValueError, OverflowError):
        return None


def dated(
    said: datetime | None, received_at: datetime, *, fallback: datetime | None = None
) -> tuple[datetime, bool]:
    """Settle when an event happened, and whether the receipt had to say so.

    ``said`` is the platform's time of the event, ``fallback`` the time it was
    sent to us, which a second delivery need not repeat. Neither may be later
    than the receipt.
    """
    if said is not None and said <= received_at:
        return said, False
    return min(said or fallback or received_at, received_at), True


def content_id(*parts: str | None) -> str:
    """Join the parts of a content id; one too long for a key is digested."""
    joined = ":".join(part or "-" for part in parts)
    if len(joined.encode()) <= MAX_ID_BYTES:
        return joined
    return f"{joined[:20]}:{digest(joined)}"


def label(*parts: Any) -> str:
    """Name a kind of event for counting: short and of harmless characters."""
    words = [str(part)[:MAX_LABEL] for part in parts if isinstance(part, str) and part]
    return re.sub(r"[^A-Za-z0-9._-]", "_", ".".join(words))[:MAX_LABEL]


def digest(value: Any) -> str:
    """Fingerprint JSON, whatever the order of its keys."""
    canonical = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:32]
