"""The JSON of the ``metrics`` settings: read with errors that name the field."""

from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.fields import read_number, read_whole
from shared.domain.metrics import Metrics, Published, Recovery
from shared.errors import BadInput

LONGEST_WAIT = 30  # days until a number is final: so many are computed every night
LONGEST_LOOK = 365  # days back
LONGEST_PROMISE = 90  # days of which it is
MOST_CASES = 1_000_000
_DEFAULT = Metrics()
_WINDOWS = {
    "first_contact_days": LONGEST_WAIT,
    "deflection_days": LONGEST_WAIT,
    "review_days": LONGEST_WAIT,
    "lookback_days": LONGEST_LOOK,
}
_MOODS = ("started", "recovered", "advocate", "unresolved")
_PROMISE = {"days": LONGEST_PROMISE, "least": MOST_CASES}


def read_metrics(value: Any) -> Metrics:
    """Read thresholds and windows; what is left out is as in a new deployment.

    ``{"recovery": {"started": 0.6, "recovered": 0.25, "advocate": 0.6,
    "unresolved": 0.5, "low_n": 100}, "first_contact_days": 7, "deflection_days": 7,
    "review_days": 7, "lookback_days": 14, "promise": {"days": 28, "least": 20}}``.

    Raises:
        BadInput: names the field.

    """
    allowed = tuple(f.name for f in fields(Metrics))
    known = read_fields(value, "metrics", allowed)
    return Metrics(
        recovery=_read_recovery(known),
        promise=_read_promise(known),
        **{
            name: read_whole(known.get(name, getattr(_DEFAULT, name)), name, 1, most)
            for name, most in _WINDOWS.items()
        },
    )


def write_metrics(metrics: Metrics) -> dict[str, Any]:
    """Say them in full, the way `read_metrics` reads them."""
    return asdict(metrics)


def _read_recovery(known: Mapping[str, Any]) -> Recovery:
    given = read_fields(known.get("recovery", {}), "recovery", (*_MOODS, "low_n"))
    said = {**asdict(_DEFAULT.recovery), **given}
    moods = {name: read_number(said[name], f"recovery.{name}", 0, 1) for name in _MOODS}
    if moods["recovered"] >= moods["unresolved"]:
        raise BadInput("recovery.recovered must be less than recovery.unresolved.")
    low_n = read_whole(said["low_n"], "recovery.low_n", 1, MOST_CASES)
    return Recovery(**moods, low_n=low_n)


def _read_promise(known: Mapping[str, Any]) -> Published:
    given = read_fields(known.get("promise", {}), "promise", tuple(_PROMISE))
    said = {**asdict(_DEFAULT.promise), **given}
    return Published(
        **{
            name: read_whole(said[name], f"promise.{name}", 1, most)
            for name, most in _PROMISE.items()
        }
    )
