"""The schema of the ``hours`` settings, and of one calendar."""

from shared.domain.calendar_json import WEEKDAYS
from shared.domain.calendars import DEFAULT_CALENDAR
from shared.domain.hours_json import MOST_CALENDARS
from shared.domain.public_holidays import known_regions
from shared.domain.schemas.pieces import (
    CLOSES,
    DATE,
    NAMED,
    Schema,
    by_name,
    choice,
    date,
    nullable,
    record,
)
from shared.domain.zones import known_zones

BEYOND = (
    "Hours begin before 24:00 and do not overlap with others of their day.",
    "A region is one of its country.",
    "A calendar opens again some day.",
    "Calendars that the sla or routing settings name are there.",
)


def build() -> Schema:
    return record(
        {
            "calendars": by_name(
                *(NAMED, calendar(), "When which desk is open, by name."),
                required=[DEFAULT_CALENDAR],
                maxProperties=MOST_CALENDARS,
            )
        },
        "When the desk is open. There is always a calendar named `default`.",
        ["calendars"],
        examples=[{"calendars": {"default": _EXAMPLE, "night": _NIGHT}}],
    )


def calendar() -> Schema:
    """One calendar; the shifts of an agent are one, too."""
    return record(
        {
            "timezone": choice(
                *(known_zones(), "The IANA zone that its times are of."),
                examples=["Europe/Rome"],
            ),
            "weekly": {
                "description": "The hours of the week; `always`: 24/7.",
                "anyOf": [choice(["always"], "24/7."), _week()],
            },
            "exceptions": by_name(
                *(DATE, _day("Hours of this date alone; none: closed.")),
                "Hours of single dates, also on a holiday.",
                propertyNames={"pattern": DATE, "format": "date"},
                default={},
            ),
            "holidays": {
                "description": "Dates on which the desk is closed.",
                "anyOf": [_dates("Single dates."), _country()],
                "default": [],
            },
        },
        "When one desk is open.",
        ["timezone", "weekly"],
    )


def _week() -> Schema:
    return record(
        {day: _day("The hours of this day.", default=[]) for day in WEEKDAYS},
        "The hours of each day; days that are not named are closed.",
    )


def _day(says: str, **more: object) -> Schema:
    pair = {
        "type": "array",
        "description": "When it opens and when it closes; a closing time before the "
        "opening time is on the next day, 24:00 at midnight.",
        "items": {"type": "string", "description": "HH:MM.", "pattern": CLOSES},
        "minItems": 2,
        "maxItems": 2,
        "uniqueItems": True,
        "examples": [["09:00", "18:00"]],
    }
    return {"type": "array", "description": says, "items": pair, **more}


def _country() -> Schema:
    return record(
        {
            "country": choice(
                *(list(known_regions()), "Whose public holidays, by ISO 3166."),
                examples=["IT"],
            ),
            "region": nullable(
                {"type": "string", "description": "Its code.", "examples": ["BZ"]},
                "The region of it, by ISO 3166-2 without the country; null: only what "
                "the whole country celebrates.",
                default=None,
            ),
            "extra": _dates("Further dates.", default=[]),
            "not": _dates("Holidays on which the desk is open.", default=[]),
        },
        "Public holidays, computed for every year.",
        ["country"],
    )


def _dates(says: str, **more: object) -> Schema:
    items = date("YYYY-MM-DD.")
    return {"type": "array", "description": says, "items": items, **more}


_EXAMPLE = {
    "timezone": "Europe/Rome",
    "weekly": {
        "mon": [["09:00", "13:00"], ["14:00", "18:00"]],
        "fri": [["22:00", "06:00"]],
    },
    "exceptions": {"2026-12-24": [["09:00", "12:00"]]},
    "holidays": {
        "country": "IT",
        "region": "BZ",
        "extra": ["2026-12-31"],
        "not": ["2026-06-02"],
    },
}
_NIGHT = {"timezone": "UTC", "weekly": "always", "holidays": ["2026-12-25"]}
