"""The published promise: written when its days are computed, served to anybody."""

import json
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from chalice.app import Request, Response

from functions.http import respond
from functions.kept_days import KeptDays
from shared.channels import CHANNELS
from shared.kpis.cells import join
from shared.kpis.exports import PROMISED, days_before
from shared.kpis.promise import PATH, opening_hours, promise
from shared.ports import Ports

MAX_AGE = timedelta(seconds=60)
CACHED_S = 300  # by browsers and whatever is between


def publish(until: date, kept_days: KeptDays, ports: Ports) -> None:
    """Write the promise of the last days until this one, as they were exported."""
    days = [*days_before(until, ports.settings.newest.metrics.promise.days), until]
    lately = join(found.cells for found in kept_days.of(days).values())
    times, clocks = (lately[metric] for metric in PROMISED)
    responses = {channel: list(values) for (channel,), values in times.items()}
    kept = {
        channel: (sum(values), len(values)) for (channel,), values in clocks.items()
    }
    document = _document(responses, kept, until, ports)
    ports.files.write(PATH, json.dumps(document).encode())


def is_of_promise(day: date, until: date, ports: Ports) -> bool:
    """Whether what is published until a day counts this one: it is to be made anew.

    What is published until another day the night makes anew.
    """
    known = _read(ports)
    is_latest = known["until"] in (None, until.isoformat())
    return is_latest and day in [*days_before(until, known["days"]), until]


def show_promise(_request: Request, ports: Ports) -> Response:
    """The promise as it was last published; null before the first."""
    now = ports.clock.now()
    answer = respond(200, ports.kept.get("promise", now, MAX_AGE, lambda: _read(ports)))
    answer.headers["Cache-Control"] = f"public, max-age={CACHED_S}"
    return answer


def _read(ports: Ports) -> Any:
    content = ports.files.read(PATH)
    return _document({}, {}, None, ports) if content is None else json.loads(content)


def _document(
    first_responses: Mapping[str, Iterable[float]],
    kept: Mapping[str, tuple[int, int]],
    until: date | None,
    ports: Ports,
) -> dict[str, Any]:
    rules = ports.settings.newest
    known = rules.metrics.promise
    # What comes through the custom channel names a channel of its own.
    channels = {*CHANNELS, *first_responses, *kept} - {"custom"}
    hours = opening_hours(channels, rules)
    return promise(first_responses, kept, hours, known.days, known.least, until)
