"""What the numbers need of the world, as Protocols."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Protocol


class Kept(Protocol):
    def get(
        self, name: str, now: datetime, age: timedelta, compute: Callable[[], Any]
    ) -> Any:
        """What was computed under this name less than ``age`` ago, or is now."""
