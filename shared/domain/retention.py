"""How long is kept what is held of people, as data; and who has been silent so long.

A customer's log goes as a whole, with all that leads to it, or not at all: with a
part of it the fold, and every number made of the rest, would come to something else.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from shared.domain.state import Case, Person

_LATEST = timedelta(days=31)  # of the first day of a month, in the next one


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Periods; None: for good.

    After ``words`` a message loses what numbers are not made of, as by erasure. A
    customer of whom nothing was written for ``customers`` is forgotten. ``audit`` is
    how long it is known who looked at personal data.
    """

    words: timedelta | None = timedelta(days=1095)
    customers: timedelta | None = timedelta(days=1095)
    audit: timedelta | None = timedelta(days=400)


def month_of(instant: datetime) -> str:
    """The month of an instant in UTC, ``2026-11``."""
    return instant.astimezone(UTC).strftime("%Y-%m")


def month_end(month: str) -> datetime:
    """The instant at which a month is over."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    return (first + _LATEST).replace(day=1)


def month_before(month: str) -> str:
    """The month before a month."""
    first = datetime.strptime(month, "%Y-%m").replace(tzinfo=UTC)
    return month_of(first - timedelta(days=1))


def is_silent(person: Person, heard: str | None, before: datetime) -> bool:
    """Tell whether nothing is told of a person from an instant on, nor can be.

    ``heard`` is the month in which something was last written of him. Of an open
    case, a response that is owed or a survey under way the numbers still tell.
    """
    if heard is None or month_end(heard) > before:
        return False
    survey, case = person.survey, person.case
    if survey is not None and survey.expires_at >= before:
        return False
    if case is None:
        return True
    owed = case.episode.due
    return not is_at_work(case) and (owed is None or owed < before)


def is_at_work(case: Case) -> bool:
    """Tell whether somebody has to answer it; what is only imported is past."""
    return case.status == "open" and case.episode.timed_from is not None
