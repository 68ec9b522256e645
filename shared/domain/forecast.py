"""What the forecast is told: marked campaigns, and how people may be staffed."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Campaign:
    """Local days, both ends included, on which more or less is written than usual.

    ``channels`` None: all of them. ``factor`` times the usual volume is expected;
    None: as much as the marked campaigns of the past brought.
    """

    name: str
    first: date
    last: date
    channels: frozenset[str] | None = None
    factor: float | None = None

    def touches(self, day: date, channel: str) -> bool:
        on_it = self.channels is None or channel in self.channels
        return on_it and self.first <= day <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """How many people a volume takes.

    ``occupancy`` is the largest share of his time at work that somebody may be
    busy, ``shrinkage`` the share of paid time that he is not at work (breaks,
    training, illness), ``service_level`` the share of messages that is to be
    answered within the target, ``handle_time_s`` the seconds that an episode takes
    where the numbers do not tell yet.
    """

    occupancy: float = 0.85
    shrinkage: float = 0.3
    service_level: float = 0.9
    handle_time_s: int = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasting:
    """The ``forecast`` settings."""

    campaigns: tuple[Campaign, ...] = ()
    staffing: Staffing = Staffing()
