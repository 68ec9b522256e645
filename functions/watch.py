"""What nobody would miss by itself, looked for every hour, for the alarms.

A channel that has heard nothing while much was expected, and events that are told to
nobody. It reads what is there anyway, so that no message costs a write more: the
forecast of the night, and the persons of the last hours until one is found who wrote.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta

from functions.daily import compute_due_days
from shared.domain.log import PREFIX
from shared.domain.shards import SHARDS
from shared.domain.times import to_text
from shared.kpis.days import local_day
from shared.kpis.forecast import NEWEST, path
from shared.kpis.silence import expected, silent_since
from shared.observability import logger
from shared.ports import Ports
from shared.ports_health import SILENT


def hourly(ports: Ports) -> None:
    """Look around, and compute the days that are due, whatever became of the first."""
    try:
        watch_channels(ports)
        watch_events(ports)
    except Exception:  # noqa: BLE001 - the numbers are to be computed all the same
        logger.exception("The hourly look around failed.")
    compute_due_days(ports)


def watch_events(ports: Ports) -> None:
    """Count that events lie where nobody takes them off."""
    if ports.posts.lie_aside():
        ports.subscribers.count_lost(ports.clock.now())


def watch_channels(ports: Ports) -> list[str]:
    """Count each channel that is silent although much was expected; returns them."""
    now = ports.clock.now()
    forecasts = expected(_forecasts(now, ports))
    since = {c: silent_since(hours, now) for c, hours in forecasts.items()}
    silent = _unheard({c: at for c, at in since.items() if at}, now, ports)
    for channel in silent:
        ports.health.count(channel, SILENT, now)
    return silent


def _forecasts(now: datetime, ports: Ports) -> list[Mapping[str, object]]:
    """That of yesterday's hours, and the newest one, which begins with a later day."""
    yesterday = local_day(now, ports.timezone) - timedelta(days=1)
    bodies = (ports.files.read(where) for where in (path(yesterday), NEWEST))
    return [json.loads(body) for body in bodies if body]


def _unheard(since: Mapping[str, datetime], now: datetime, ports: Ports) -> list[str]:
    """The channels on which no customer has written from their instant on.

    Who has an entry is asked shard by shard. An entry may be ours, so logs are read,
    of each channel no more than until one with a message is found.
    """
    left = dict(since)
    for shard in range(SHARDS):
        if not left:
            break
        persons = ports.log.persons_between(min(left.values()), now, shard)
        for person in sorted(persons):
            channel = person.partition(":")[0]
            if channel in left and _wrote(person, left[channel], ports):
                del left[channel]
    return sorted(left)


def _wrote(person: str, since: datetime, ports: Ports) -> bool:
    found = ports.log.read(person, f"{PREFIX}{to_text(since)}")
    return any(e.kind == "message_received" and not e.historic for e in found)
