"""What the numbers count by: thresholds of mood, windows that look ahead or back."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """From which probabilities on a mood counts as turned, 0 to 1.

    A talk began negative with P(negative) >= ``started``. It ended ``recovered``
    with P(negative) at most that, of which P(positive) >= ``advocate`` makes
    advocates, and ``unresolved`` with P(negative) at least that. A share of fewer
    than ``low_n`` episodes is marked.
    """

    started: float = 0.6
    recovered: float = 0.25
    advocate: float = 0.6
    unresolved: float = 0.5
    low_n: int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """Of how many local days the published promise is, from how many responses on."""

    days: int = 28
    least: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The thresholds and windows of the numbers, windows in days.

    A case was resolved at first contact, or spared a call, if nothing came within
    ``first_contact_days`` or ``deflection_days`` after; an episode counts as
    reviewed if it was within ``review_days``. Who used a channel that is not
    social in the last ``lookback_days`` is a cross-channel customer.
    """

    recovery: Recovery = Recovery()
    first_contact_days: int = 7
    deflection_days: int = 7
    review_days: int = 7
    lookback_days: int = 14
    promise: Published = Published()

    @property
    def lookback(self) -> timedelta:
        return timedelta(days=self.lookback_days)
