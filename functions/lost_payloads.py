"""Webhooks parked in the bucket whose message the queue has lost.

What is stored again is stored once, so a doubt costs nothing but a second look.
"""

import json
from collections.abc import Iterable
from datetime import timedelta

from functions.attribution import attribute
from functions.opening import PARKED, open_body
from shared.domain.log import Entry
from shared.observability import logger
from shared.ports import Ports

# What waits in the queue by then waits for somebody to mend something.
WAITED = timedelta(days=1)
MOST = 500  # looked at in one night; one is of 200 KB and more, and rare


def queue_again(ports: Ports) -> list[str]:
    """Queue what is in nobody's log a day after it came; returns of which channels.

    The bucket keeps such a file for 14 days, the queue its message as long.
    """
    found = ports.files.paths_before("parked/", ports.clock.now() - WAITED)
    if len(found) > MOST:
        logger.warning(
            "Not all parked webhooks are looked at.", extra={"n": len(found)}
        )
    lost = []
    for path in found[:MOST]:
        body = _body(path, ports)
        if body is not None and not _is_stored(body, ports):
            ports.queue.send([body])
            lost.append(json.loads(body)["channel"])
    return lost


def _body(path: str, ports: Ports) -> str | None:
    """The message that the queue had of it; None: older code did not keep that."""
    parked = json.loads(ports.files.read(path) or b"{}")
    if not parked.keys() >= PARKED:
        return None
    head = {name: parked[name] for name in ("channel", "received_at", "own")}
    return json.dumps({**head, "parked": path})


def _is_stored(body: str, ports: Ports) -> bool:
    """Whether its entry is in a log, or waits; what concerns no customer is not missed.

    One of the same time and id is the same entry.
    """
    sorted_out = attribute([open_body(body, ports)], ports)
    strays = {s.answers: s.entry for s in sorted_out.strays if s.answers}
    waiting = ports.log.waiting_for(strays)
    return all(
        _has(ports.log.following(a.person, a.entry.key, 1), a.entry)
        for a in sorted_out.arrivals
    ) and all(_has(waiting.get(about, ()), entry) for about, entry in strays.items())


def _has(log: Iterable[Entry], entry: Entry) -> bool:
    return any(known.key == entry.key for known in log)
