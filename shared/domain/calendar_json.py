"""The JSON of calendars: read with errors that name the field, and written."""

import re
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Any

from shared.domain.hours import ALWAYS, DAY, Hours
from shared.domain.public_holidays import Holidays, known_regions
from shared.errors import BadInput

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
TIME = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00")
DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def read_hours(value: Any, field: str) -> tuple[Hours, ...]:
    """Read the hours of a day, as ``[["09:00", "13:00"], ["22:00", "06:00"]]``.

    A closing time before the opening time is on the next day; 24:00 closes at
    midnight; an empty list means closed.

    Raises:
        BadInput: names ``field`` and the position in it.

    """
    if not isinstance(value, list | tuple):
        raise BadInput(f'{field} must be a list such as [["09:00", "18:00"]].')
    hours = sorted(
        read_pair(pair, f"{field}[{position}]") for position, pair in enumerate(value)
    )
    if any(later.opens < earlier.closes for earlier, later in pairwise(hours)):
        raise BadInput(f"{field} has hours that overlap.")
    return tuple(hours)


def write_hours(hours: tuple[Hours, ...]) -> list[list[str]]:
    """Say hours the way `read_hours` reads them."""
    return [[_clock(opens), _clock(closes)] for opens, closes in hours]


def read_pair(pair: Any, field: str) -> Hours:
    """Read when hours open and when they close."""
    if not isinstance(pair, list | tuple) or len(pair) != 2:  # noqa: PLR2004 - a pair
        raise BadInput(f'{field} must be a pair such as ["09:00", "18:00"].')
    opens, closes = (_minutes(text, field) for text in pair)
    if opens == DAY:
        raise BadInput(f"{field} cannot open at 24:00; use 00:00 of the next day.")
    if opens == closes:
        raise BadInput(f"{field} opens when it closes; a whole day is 00:00 to 24:00.")
    return Hours(opens, closes if closes > opens else closes + DAY)


def _minutes(text: Any, field: str) -> int:
    found = TIME.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise BadInput(f"{field} must be times HH:MM from 00:00 to 24:00.")
    hour, minute = text.split(":")
    return int(hour) * 60 + int(minute)


def _clock(minutes: int) -> str:
    hour, minute = divmod(minutes if minutes <= DAY else minutes - DAY, 60)
    return f"{hour:02}:{minute:02}"


def read_fields(
    value: Any, name: str, allowed: tuple[str, ...] | None = None
) -> Mapping[str, Any]:
    """Read an object, whose fields must be among ``allowed`` if that is given."""
    if not isinstance(value, Mapping):
        raise BadInput(f"{name} must be an object.")
    unknown = [key for key in value if allowed is not None and key not in allowed]
    if unknown:
        raise BadInput(f"{name} has no field {unknown[0]!r}.")
    return value


def read_weekly(value: Any) -> tuple[tuple[Hours, ...], ...]:
    """Read the week, ``"always"`` or hours by day; days not named are closed."""
    if value == "always":
        return ALWAYS
    days = read_fields(value, "weekly", WEEKDAYS)
    return tuple(read_hours(days.get(day, []), f"weekly.{day}") for day in WEEKDAYS)


def read_exceptions(value: Any) -> dict[date, tuple[Hours, ...]]:
    """Read hours by date."""
    return {
        read_date(day, "exceptions"): read_hours(hours, f"exceptions.{day}")
        for day, hours in read_fields(value, "exceptions").items()
    }


def read_holidays(value: Any) -> Holidays:
    """Read a list of dates, or ``{"country", "region"?, "extra"?, "not"?}``."""
    if not isinstance(value, Mapping):
        return Holidays(extra=read_dates(value, "holidays"))
    known = read_fields(value, "holidays", ("country", "region", "extra", "not"))
    country, region = known.get("country"), known.get("region")
    if not isinstance(country, str) or country not in known_regions():
        raise BadInput(f"holidays.country must be a code as IT, not {country!r}.")
    if region is not None and region not in known_regions()[country]:
        regions = ", ".join(known_regions()[country]) or "none"
        raise BadInput(
            f"holidays.region must be one of {country}, not {region!r}: {regions}."
        )
    return Holidays(
        country=country,
        region=region,
        extra=read_dates(known.get("extra", []), "holidays.extra"),
        worked=read_dates(known.get("not", []), "holidays.not"),
    )


def write_holidays(holidays: Holidays) -> list[str] | dict[str, Any]:
    """Say holidays the way `read_holidays` reads them."""
    extra = [day.isoformat() for day in sorted(holidays.extra)]
    if holidays.country is None:
        return extra
    region = {"region": holidays.region} if holidays.region else {}
    worked = [day.isoformat() for day in sorted(holidays.worked)]
    return {"country": holidays.country, **region, "extra": extra, "not": worked}


def read_dates(value: Any, name: str) -> frozenset[date]:
    """Read a list of dates, in any order."""
    if not isinstance(value, list | tuple):
        raise BadInput(f"{name} must be a list of dates.")
    return frozenset(read_date(day, name) for day in value)


def read_date(text: Any, name: str) -> date:
    """Read YYYY-MM-DD; `date.fromisoformat` alone also takes 20261224."""
    if isinstance(text, str) and DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise BadInput(f"{name} has no such date: {text}.") from error
    raise BadInput(f"{name} needs dates YYYY-MM-DD, not {text!r}.")
