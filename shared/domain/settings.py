"""The rules in force: promises, opening hours, surveys; data, not code."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from shared.domain.calendars import Calendar

DEFAULT_QUEUE = "default"
_OPENING = [["09:00", "18:00"]]
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Targets are business time of ``calendar``; everything else elapsed time.

    ``first_response`` is per channel, with ``first_response_otherwise`` for the
    rest. ``reopen_within`` is how long after its resolution a case takes a new
    message as its next episode. ``survey_delay`` lies between resolution and
    the question; ``survey_expiry`` between question and its last valid answer.
    ``human_agent`` are the channels on which agents, and nobody else, may answer
    privately for seven days, as Meta has granted it.
    """

    calendar: Calendar
    first_response: Mapping[str, timedelta] = field(default_factory=dict)
    first_response_otherwise: timedelta = timedelta(hours=1)
    reopen_within: timedelta = timedelta(days=7)
    survey_delay: timedelta = timedelta(minutes=10)
    survey_expiry: timedelta = timedelta(hours=72)
    human_agent: frozenset[str] = frozenset()

    def first_response_target(self, channel: str) -> timedelta:
        return self.first_response.get(channel, self.first_response_otherwise)


def default_settings(
    timezone: str, human_agent: frozenset[str] = frozenset()
) -> Settings:
    """What a new deployment promises: an hour, a quarter of one on X, in hours."""
    return Settings(
        calendar=Calendar.parse(
            {"timezone": timezone, "weekly": dict.fromkeys(_WEEKDAYS, _OPENING)}
        ),
        first_response={"x": timedelta(minutes=15)},
        human_agent=human_agent,
    )
