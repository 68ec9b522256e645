"""The JSON of the ``retention`` settings: read with errors that name the field."""

import re
from dataclasses import asdict, fields
from datetime import timedelta
from typing import Any

from shared.domain.calendar_json import read_fields
from shared.domain.retention import Retention
from shared.errors import BadInput

# Longer than any window of the numbers, and than a forgotten case should lie.
SHORTEST, LONGEST = timedelta(days=90), timedelta(days=36_500)
_DAYS = re.compile(r"([1-9][0-9]{1,4})d")


def read_retention(value: Any) -> Retention:
    """Read the periods; what is left out is as in a new deployment.

    ``{"words": "1095d", "customers": "1095d", "audit": "400d"}``; null: for good.

    Raises:
        BadInput: names the field.

    """
    known = read_fields(value, "retention", tuple(f.name for f in fields(Retention)))
    return Retention(**{name: _read_period(it, name) for name, it in known.items()})


def write_retention(retention: Retention) -> dict[str, Any]:
    """Say the periods in full, the way `read_retention` reads them."""
    said: dict[str, timedelta | None] = asdict(retention)
    return {name: None if it is None else f"{it.days}d" for name, it in said.items()}


def _read_period(value: Any, field: str) -> timedelta | None:
    if value is None:
        return None
    found = _DAYS.fullmatch(value) if isinstance(value, str) else None
    period = timedelta(days=int(found[1])) if found else timedelta()
    if not SHORTEST <= period <= LONGEST:
        raise BadInput(
            f'{field} must be days such as "400d", from {SHORTEST.days}d to '
            f"{LONGEST.days}d, or null."
        )
    return period
