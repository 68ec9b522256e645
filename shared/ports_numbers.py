"""What the numbers need of the world, as Protocols."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Protocol

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


class Recomputes(Protocol):
    def start(self, request: Mapping[str, Any]) -> None:
        """Have days computed again as ``compute_kpis`` takes it, without waiting.

        Raises:
            StoreUnavailable: it was not started.

        """
