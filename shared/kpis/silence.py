"""How long a channel may be silent before something is wrong: what was expected of it.

If messages come by chance, each by itself, with a mean of m in some hours, nothing
at all comes with probability exp(-m) (Poisson). A channel that should have heard
at least ``LEAST`` messages is silent by chance once in 10,000 times: by night, on a
holiday or in a small shop too little is expected for that, and nothing rings.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import pairwise
from math import log
from typing import Any

from shared.domain.times import from_text
from shared.kpis.forecast_past import ALL

CHANCE = 1 / 10_000
LEAST = -log(CHANCE)  # 9.2 messages
LONGEST = timedelta(hours=12)
Hours = Mapping[datetime, float]  # what is expected of each, by its beginning


def expected(documents: Iterable[Mapping[str, Any]]) -> Mapping[str, Hours]:
    """What forecasts expect of each channel in each hour; a later document counts."""
    found: dict[str, dict[datetime, float]] = {}
    for document in documents:
        for it in document["items"]:
            if it["channel"] != ALL and it["expected"] is not None:
                by_hour = found.setdefault(it["channel"], {})
                by_hour[from_text(it["hour_start"])] = it["expected"]
    return found


def silent_since(by_hour: Hours, now: datetime) -> datetime | None:
    """From when on a channel must have heard something by now.

    The latest beginning of an hour from which, until the present hour, ``LEAST``
    messages were expected; None where there is none within ``LONGEST``, or where
    there is no forecast of some hour in between.
    """
    mean = 0.0
    for start, end in reversed(list(pairwise(_until(by_hour, now)))):
        if end - start > timedelta(hours=1) or start < now - LONGEST:
            return None
        mean += by_hour[start]
        if mean >= LEAST:
            return start
    return None


def _until(by_hour: Hours, now: datetime) -> Sequence[datetime]:
    """The beginnings of hours until the present one."""
    starts = sorted(start for start in by_hour if start <= now)
    return starts if starts and now - starts[-1] < timedelta(hours=1) else []
