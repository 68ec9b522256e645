"""What a container keeps for a moment, so that who polls it costs one computation."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any


class KeptAnswers:
    """``shared.ports_numbers.Kept`` in the memory of one container."""

    def __init__(self) -> None:
        self._answers: dict[str, tuple[datetime, Any]] = {}

    def get(
        self, name: str, now: datetime, age: timedelta, compute: Callable[[], Any]
    ) -> Any:
        kept = self._answers.get(name)
        # A clock may be set back as well, at least the local stack's.
        if kept is None or not timedelta() <= now - kept[0] < age:
            kept = now, compute()
            self._answers[name] = kept
        return kept[1]
