"""What a routing rule asks of a message, its customer and the time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from shared.domain.calendar_json import WEEKDAYS, write_hours
from shared.domain.calendars import DEFAULT_CALENDAR, Calendar, is_open
from shared.domain.hours import DAY, Hours

Calendars = Mapping[str, Calendar]
CUSTOMER_TYPES = ("social_only", "cross_channel")


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is known of the message to route, and of who wrote it.

    None: not known, and no condition on it holds. ``sentiment_score`` is in
    -1..1, ``urgency`` in 0..100; ``flush`` is why the message by itself asks for
    nothing. ``earlier_messages``, ``complaints`` and ``open_cases`` count the
    customer's own; ``open_cases`` also those of the persons linked to him.
    ``failed_elsewhere``: he has asked on another channel before, in vain.
    ``attributes`` are the CRM's, as text.
    """

    channel: str
    visibility: str
    at: datetime
    language: str | None = None
    topics: tuple[str, ...] = ()
    sentiment: str | None = None
    sentiment_score: float | None = None
    urgency: int = 0
    flush: str | None = None
    followers: int | None = None
    customer_type: str = "social_only"
    earlier_messages: int = 0
    complaints: int = 0
    open_cases: int = 0
    failed_elsewhere: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Opening:
    """Whether the calendar of this name is open or closed."""

    calendar: str
    open: bool


@dataclass(frozen=True, slots=True)
class LocalTime:
    """Hours of days of the week in the reporting zone.

    Hours belong to the day they begin on, as in calendars: Friday from 18:00 to
    09:00 ends on Saturday.
    """

    days: tuple[str, ...]
    hours: Hours

    def covers(self, local: datetime) -> bool:
        minute = local.hour * 60 + local.minute
        today, yesterday = WEEKDAYS[local.weekday()], WEEKDAYS[local.weekday() - 1]
        return (today in self.days and self._holds(minute)) or (
            yesterday in self.days and self._holds(minute + DAY)
        )

    def _holds(self, minute: int) -> bool:
        return self.hours.opens <= minute < self.hours.closes


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """The conditions of a rule: all that are given must hold, of lists any value.

    Numbers mean at least so many, but ``sentiment_below`` means below it.
    """

    channel: tuple[str, ...] | None = None
    visibility: str | None = None
    language: tuple[str, ...] | None = None
    topic: tuple[str, ...] | None = None
    sentiment: tuple[str, ...] | None = None
    sentiment_below: float | None = None
    urgency: int | None = None
    reach: int | None = None
    customer_type: str | None = None
    earlier_messages: int | None = None
    complaints: int | None = None
    open_cases: int | None = None
    failed_elsewhere: bool | None = None
    attributes: Mapping[str, tuple[str, ...]] | None = None
    hours: Opening | None = None
    local_time: LocalTime | None = None


def why_not(when: When, subject: Subject, calendars: Calendars) -> str | None:
    """The first condition that does not hold, in words; None: all hold.

    A calendar that is not there is neither open nor closed.
    """
    for name, condition in CONDITIONS.items():
        wanted = getattr(when, name)
        if wanted is None:
            continue
        against = condition(wanted, subject, calendars)
        if against is not None:
            return against
    return None


Condition = Callable[[Any, Subject, Calendars], str | None]


def _among(name: str) -> Condition:
    """The subject's value must be among those wanted."""

    def condition(wanted: Any, subject: Subject, _: Calendars) -> str | None:
        return _differs(name, getattr(subject, name), wanted)

    return condition


def _equal(name: str) -> Condition:
    def condition(wanted: Any, subject: Subject, _: Calendars) -> str | None:
        return _differs(name, getattr(subject, name), (wanted,))

    return condition


def _at_least(name: str, of: str) -> Condition:
    def condition(wanted: int, subject: Subject, _: Calendars) -> str | None:
        value: int | None = getattr(subject, of)
        if value is None:
            return f"{name} is not known"
        return None if value >= wanted else f"{name} is {value}, less than {wanted}"

    return condition


def _topic(wanted: tuple[str, ...], subject: Subject, _: Calendars) -> str | None:
    if not set(wanted).isdisjoint(subject.topics):
        return None
    if not subject.topics:
        return "topic is not known"
    return f"topic is {' and '.join(subject.topics)}, not {' or '.join(wanted)}"


def _sentiment_below(wanted: float, subject: Subject, _: Calendars) -> str | None:
    score = subject.sentiment_score
    if score is None:
        return "sentiment is not known"
    return None if score < wanted else f"sentiment is {score:g}, not below {wanted:g}"


def _attributes(
    wanted: Mapping[str, tuple[str, ...]], subject: Subject, _: Calendars
) -> str | None:
    against = (
        _differs(f"attribute {name}", subject.attributes.get(name), values)
        for name, values in wanted.items()
    )
    return next((reason for reason in against if reason is not None), None)


def _hours(wanted: Opening, subject: Subject, calendars: Calendars) -> str | None:
    calendar = calendars.get(wanted.calendar)
    if calendar is None:
        return f"there is no calendar {wanted.calendar!r}"
    if is_open(calendar, subject.at) == wanted.open:
        return None
    found, asked = ("closed", "open") if wanted.open else ("open", "closed")
    return f"calendar {wanted.calendar} is {found}, not {asked}"


def _local_time(
    wanted: LocalTime, subject: Subject, calendars: Calendars
) -> str | None:
    zone = calendars[DEFAULT_CALENDAR].timezone
    local = subject.at.astimezone(zone)
    if wanted.covers(local):
        return None
    now = f"{WEEKDAYS[local.weekday()]} {local:%H:%M} in {zone.key}"
    [[begins, ends]] = write_hours((wanted.hours,))
    return f"local_time is {now}, not {' '.join(wanted.days)} {begins}-{ends}"


def _differs(name: str, value: Any, wanted: tuple[Any, ...]) -> str | None:
    if value in wanted:
        return None
    if value is None:
        return f"{name} is not known"
    return f"{name} is {_said(value)}, not {' or '.join(map(_said, wanted))}"


def _said(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# In the order in which they are asked.
CONDITIONS: Mapping[str, Condition] = {
    "channel": _among("channel"),
    "visibility": _equal("visibility"),
    "language": _among("language"),
    "topic": _topic,
    "sentiment": _among("sentiment"),
    "sentiment_below": _sentiment_below,
    "urgency": _at_least("urgency", of="urgency"),
    "reach": _at_least("reach", of="followers"),
    "customer_type": _equal("customer_type"),
    "earlier_messages": _at_least("earlier_messages", of="earlier_messages"),
    "complaints": _at_least("complaints", of="complaints"),
    "open_cases": _at_least("open_cases", of="open_cases"),
    "failed_elsewhere": _equal("failed_elsewhere"),
    "attributes": _attributes,
    "hours": _hours,
    "local_time": _local_time,
}
