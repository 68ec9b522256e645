"""What the numbers need of the world, as Protocols."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from shared.domain.help_views import HelpViews


class Kept(Protocol):
    def get(
        self, name: str, now: datetime, age: timedelta, compute: Callable[[], Any]
    ) -> Any:
        """What was computed under this name less than ``age`` ago, or is now."""


class HelpViewsStore(Protocol):
    def put(self, views: HelpViews) -> None:
        """Store a report; of the same id and instant in place of the one before."""

    def between(self, start: datetime, end: datetime) -> list[HelpViews]:
        """All that was reported of [start, end), by instant and id."""


class KpiRuns(Protocol):
    @property
    def above(self) -> int:
        """How many persons may be on days that one function computes alone."""

    def start(self, name: str, request: Mapping[str, Any]) -> None:
        """Start computing days in parts, as ``functions/kpi_workflow.py`` takes it.

        A run of that name, also one that is over, is left as it is.
        """


class Recomputes(Protocol):
    def start(self, request: Mapping[str, Any]) -> None:
        """Have days computed again as ``compute_kpis`` takes it, without waiting.

        Raises:
            StoreUnavailable: it was not started.

        """
