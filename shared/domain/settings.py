"""The rules in force: promises, opening hours, routing, surveys; data, not code.

``Settings`` are those of one instant, a ``Rulebook`` all there ever were. The
fold asks either of them ``at`` the instant something happened, so that no
number depends on when somebody looked.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol, Self

from shared.domain.calendars import DEFAULT_CALENDAR, Calendar
from shared.domain.costs import Costs
from shared.domain.escalation import Escalation
from shared.domain.forecast import Forecasting
from shared.domain.integrations import Integrations
from shared.domain.metrics import Metrics
from shared.domain.policies import Sla
from shared.domain.retention import Retention
from shared.domain.routing import Routing
from shared.domain.survey_rules import SurveyRules
from shared.domain.topics import Topics

_OPENING = [["09:00", "18:00"]]
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")


class Rules(Protocol):
    """The rules in force: the fold asks for those of an instant."""

    def at(self, instant: datetime) -> "Settings":
        """Return the rules in force at an instant."""

    @property
    def newest(self) -> "Settings":
        """The rules in force from now on."""

    @property
    def queues(self) -> frozenset[str]:
        """Every queue that a case may lie in, whenever it was routed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The rules in force at one instant.

    ``calendars`` holds at least the one named ``default``.
    ``human_agent`` are the channels on which agents, and nobody else, may answer
    privately for seven days, as Meta has granted it.
    """

    calendars: Mapping[str, Calendar]
    sla: Sla = field(default_factory=Sla)
    routing: Routing = field(default_factory=Routing)
    escalation: Escalation = field(default_factory=Escalation)
    topics: Topics = field(default_factory=Topics)
    metrics: Metrics = field(default_factory=Metrics)
    costs: Costs = field(default_factory=Costs)
    forecast: Forecasting = field(default_factory=Forecasting)
    surveys: SurveyRules = field(default_factory=SurveyRules)
    retention: Retention = field(default_factory=Retention)
    integrations: Integrations = field(default_factory=Integrations)
    human_agent: frozenset[str] = frozenset()

    @property
    def calendar(self) -> Calendar:
        return self.calendars[DEFAULT_CALENDAR]

    def at(self, _instant: datetime) -> Self:
        """Return these rules: as a rulebook they have always been the same."""
        return self

    @property
    def newest(self) -> Self:
        return self

    @property
    def queues(self) -> frozenset[str]:
        return self.routing.queues


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules over time: ``pages`` in order, each from an instant on.

    Before the first page the ``first`` rules held.
    """

    first: Settings
    pages: Sequence[tuple[datetime, Settings]] = ()

    def at(self, instant: datetime) -> Settings:
        found = bisect_right([since for since, _ in self.pages], instant)
        return self.pages[found - 1][1] if found else self.first

    @property
    def newest(self) -> Settings:
        return self.pages[-1][1] if self.pages else self.first

    @property
    def queues(self) -> frozenset[str]:
        ever = (self.first, *(rules for _, rules in self.pages))
        return frozenset(queue for rules in ever for queue in rules.queues)


def default_settings(
    timezone: str, human_agent: frozenset[str] = frozenset()
) -> Settings:
    """What a new deployment promises: an hour, a quarter of one on X, in hours."""
    calendar = Calendar.parse(
        {"timezone": timezone, "weekly": dict.fromkeys(_WEEKDAYS, _OPENING)}
    )
    return Settings(calendars={DEFAULT_CALENDAR: calendar}, human_agent=human_agent)
