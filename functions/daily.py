"""The numbers of days: gather their facts, compute, export.

A day is done when its manifest is written; whoever finds none computes it. The
same log gives the same files, whoever computes them, at once or in parts.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from functions.exporting import Exporter, write_all
from functions.gathering import FIRST_LOOK, concerned, gather, live_since
from functions.progress import attend, progress
from functions.retention import check_kept
from shared.domain.settings import Settings
from shared.domain.shards import SHARDS
from shared.domain.times import EARLIEST, from_text, to_text
from shared.errors import BadInput
from shared.kpis.days import bounds, local_day
from shared.kpis.exports import manifest_path
from shared.observability import logger
from shared.ports import Ports

MAX_DAYS = 400
READERS = 8
MISSED = 31  # nights that are made up for: nobody is forgotten so soon
Done = Callable[[int], None]  # how many days are done


def compute_due_days(ports: Ports) -> list[dict[str, Any]]:
    """Compute what is due now: the nightly job, which runs every hour.

    These are the last days, once after each local midnight, since what arrives
    late and what looks ahead still changes them. Whatever became of a night, the
    next hour makes up for it: some number may become known in that one alone.
    The schedule is in UTC, a day ends by the local clock.
    """
    now = ports.clock.now()
    return _computed(_due(now, ports), f"{now:%Y-%m-%dT%H}", None, ports)


def _due(now: datetime, ports: Ports) -> list[date]:
    """The days of this night, and what nights that were missed have left.

    Those whose numbers may still change are done anew after each midnight, those
    behind them once all is known. No night is before the first there was.
    """
    today = local_day(now, ports.timezone)
    midnight = bounds(today, ports.timezone)[0]
    maturing = maturing_days(ports.settings.newest)
    first = local_day(live_since(now, ports) + FIRST_LOOK, ports.timezone)
    nights = min(MISSED, max(0, (today - first).days))
    days = [today - timedelta(days=n) for n in range(maturing + nights, 0, -1)]

    def is_due(day: date) -> bool:
        is_of_tonight = (today - day).days <= maturing
        since = midnight if is_of_tonight else min(midnight, _last_night(day, ports))
        return not _is_computed_since(since, day, ports)

    with ThreadPoolExecutor(READERS) as pool:
        due = list(pool.map(is_due, days))
    return [day for day, it in zip(days, due, strict=True) if it]


def _last_night(day: date, ports: Ports) -> datetime:
    """The midnight after which all numbers of a day are known, by its own rules."""
    rules = (ports.settings.at(instant) for instant in bounds(day, ports.timezone))
    nights = timedelta(days=max(map(maturing_days, rules)))
    return bounds(day + nights, ports.timezone)[0]


def maturing_days(rules: Settings) -> int:
    """How many days back a day's numbers may still become known or change."""
    windows = rules.metrics
    longest = max(
        timedelta(days=windows.first_contact_days),
        timedelta(days=windows.deflection_days),
        timedelta(days=windows.review_days),
        rules.surveys.csat.expires,
        rules.surveys.nps.expires,
    )
    return -(-longest // timedelta(days=1)) + 1


def _is_computed_since(instant: datetime, day: date, ports: Ports) -> bool:
    content = ports.files.read(manifest_path(day))
    if content is None:
        return False
    return from_text(json.loads(content)["computed_at"]) >= instant


def compute_kpis(request: Mapping[str, Any], ports: Ports) -> dict[str, Any]:
    """Compute any days again: ``{"from": date, "to": date}``, both included.

    Under an ``id`` it tells of its progress, and goes on where an attempt before it
    was ended. ``days`` are what it has done: none, where they are so many persons'
    that a run of its own was started.

    Raises:
        BadInput: a date is missing or malformed, the range is reversed or too
            long, reaches beyond today, or back to when no platform was there.
        Conflict: it reaches back to when customers were that are forgotten.

    """
    days, recompute = days_asked(request, ports), request.get("id")
    stamp = re.sub("[^0-9TZ]", "", to_text(ports.clock.now()))
    return {"days": _computed(days, stamp, recompute, ports)}


def _computed(
    days: Sequence[date], stamp: str, recompute: str | None, ports: Ports
) -> list[dict[str, Any]]:
    """Compute days, or start a run that does; what is asked again starts no other."""
    before = attend(recompute, len(days), ports) if recompute else 0
    if _are_large(days, ports):
        name = recompute or f"{days[0]}_{days[-1]}_{stamp}"
        asked = {"days": [day.isoformat() for day in days], "recompute": recompute}
        ports.kpi_runs.start(name, asked)
        logger.info("Days are computed in parts.", extra={"run": name})
        return []

    def done(number: int) -> None:
        if recompute:
            progress(recompute, before + number, len(days), ports)

    return compute_days(days[before:], ports, done)


def _are_large(days: Sequence[date], ports: Ports) -> bool:
    """Whether days are more persons' than one function should read the logs of."""
    if not days:
        return False
    persons, now = 0, ports.clock.now()
    for shard in range(SHARDS):  # no more than the keys of one in memory
        persons += len(concerned(days, now, ports, shard))
        if persons > ports.kpi_runs.above:
            return True
    return False


def days_asked(request: Mapping[str, Any], ports: Ports) -> list[date]:
    """Read ``from`` and ``to`` of a request; see ``compute_kpis``."""
    first, last = _day(request, "from"), _day(request, "to")
    count = (last - first).days + 1
    if not 1 <= count <= MAX_DAYS:
        raise BadInput(f"Ask for 1 to {MAX_DAYS} days, from the earlier to the later.")
    if last > local_day(ports.clock.now(), ports.timezone):
        raise BadInput(f"{last} has not begun.")
    if first < local_day(EARLIEST, ports.timezone):
        raise BadInput(f"Ask for days from {EARLIEST.year} on.")
    check_kept(first, ports)
    return [first + timedelta(days=n) for n in range(count)]


def compute_days(
    days: Sequence[date], ports: Ports, done: Done = lambda _number: None
) -> list[dict[str, Any]]:
    """Compute and export local days, given in order; ``done`` hears of each."""
    now = ports.clock.now()
    exporter = Exporter(now, ports)
    found = []
    for gathered in gather(days, now, ports):
        put_facts = partial(write_all, gathered.files, ports)
        day, part = gathered.day, gathered.part
        found.append(exporter.write(day, part, put_facts))
        done(len(found))
    return found


def _day(request: Mapping[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(request[name]))
    except (KeyError, ValueError) as error:
        raise BadInput(f"Give {name!r} as a date, YYYY-MM-DD.") from error
