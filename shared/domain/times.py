"""Instants as text: RFC 3339 in UTC with milliseconds and Z, sortable as they are."""

from datetime import UTC, datetime

from shared.errors import BadInput

EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)  # no platform is older


def to_text(instant: datetime) -> str:
    """Write an instant, e.g. ``2026-03-02T09:15:00.000Z`` (24 characters)."""
    utc = instant.astimezone(UTC).replace(tzinfo=None)
    return f"{utc.isoformat(timespec='milliseconds')}Z"


def from_text(text: str) -> datetime:
    """Read an RFC 3339 instant; a time without a zone is refused, not guessed.

    Raises:
        BadInput: the text is no instant, or has no zone.

    """
    try:
        instant = datetime.fromisoformat(text)
        utc = instant.astimezone(UTC)  # the years 1 and 9999 may end too early
    except (ValueError, OverflowError) as error:
        raise BadInput(f"{text!r} is not an RFC 3339 time.") from error
    if instant.tzinfo is None:
        raise BadInput(f"{text!r} has no time zone; add Z.")
    return to_milliseconds(utc)


def to_milliseconds(instant: datetime) -> datetime:
    """Cut to milliseconds, the precision of the log."""
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def midnight(instant: datetime) -> datetime:
    """The beginning of an instant's day in UTC."""
    return instant.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
