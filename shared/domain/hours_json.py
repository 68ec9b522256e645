"""The JSON of the ``hours`` settings: calendars by name, the default one among them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.calendars import DEFAULT_CALENDAR, Calendar, next_opening
from shared.domain.fields import read_name
from shared.errors import BadInput

MOST_CALENDARS = 50


def read_calendars(value: Any) -> dict[str, Calendar]:
    """Read ``{"calendars": {"default": {…}, …}}``, each as `Calendar.parse` does.

    Raises:
        BadInput: names the calendar and the field.

    """
    known = read_fields(value, "hours", ("calendars",))
    named = read_fields(known.get("calendars"), "calendars")
    if len(named) > MOST_CALENDARS:
        raise BadInput(f"calendars has more than {MOST_CALENDARS} calendars.")
    if DEFAULT_CALENDAR not in named:
        raise BadInput(f"calendars must have one named {DEFAULT_CALENDAR!r}.")
    return {
        read_name(name, "calendars: a name"): _read_calendar(name, json)
        for name, json in named.items()
    }


def check_opens(calendars: Mapping[str, Calendar], now: datetime) -> None:
    """Refuse a calendar that is closed for good: nothing could be promised by it.

    Raises:
        BadInput: names the calendar.

    """
    for name, calendar in calendars.items():
        if next_opening(calendar, now) is None:
            raise BadInput(f"calendars.{name} never opens from now on; give it hours.")


def write_calendars(calendars: Mapping[str, Calendar]) -> dict[str, Any]:
    """Say calendars the way `read_calendars` reads them."""
    return {"calendars": {name: c.to_json() for name, c in calendars.items()}}


def _read_calendar(name: str, value: Any) -> Calendar:
    try:
        return Calendar.parse(value)
    except BadInput as error:
        raise BadInput(f"calendars.{name}: {error.message}") from error
