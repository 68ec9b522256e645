"""Webhooks parked in the bucket: those that the queue has lost, those to be erased.

What is stored again is stored once, so a doubt costs nothing but a second look.
"""

import json
from collections.abc import Collection, Iterable, Iterator
from datetime import timedelta

from functions.attribution import Attributed, attribute
from functions.opening import ERASED, PARKED, open_body
from shared.domain.log import Entry
from shared.observability import logger
from shared.ports import Ports

ROOT = "parked/"
# What waits in the queue by then waits for somebody to mend something.
WAITED = timedelta(days=1)
# Looked at in one night, others in the next; one is of 200 KB and more, and rare.
MOST = 500


def queue_again(ports: Ports) -> Iterator[str]:
    """Queue what is in nobody's log a day after it came; gives the channel of each.

    The bucket keeps such a file for 14 days, the queue its message as long.
    """
    now = ports.clock.now()
    found = ports.files.paths_before(ROOT, now - WAITED)
    if len(found) > MOST:
        about = {"n": len(found)}
        logger.warning("Not all parked webhooks are looked at.", extra=about)
        first = now.toordinal() * MOST % len(found)
        found = [*found[first:], *found[:first]]
    for path in found[:MOST]:
        body = _body(path, ports)
        if body is not None and not _is_stored(_attributed(body, ports), ports):
            said = json.loads(body)
            head = {name: said[name] for name in sorted(PARKED - {"piece"})}
            ports.queue.send([json.dumps({**head, "parked": path})])
            yield head["channel"]


def erase_of(persons: Collection[str], ports: Ports) -> None:
    """Empty the files of these persons that are in their logs.

    What is in none yet is about to be: its message waits in the queue.
    """
    for path in ports.files.paths(ROOT):
        body = _body(path, ports)
        found = _attributed(body, ports) if body is not None else Attributed()
        concerned = {arrival.person for arrival in found.arrivals}
        if concerned & set(persons) and _is_stored(found, ports):
            ports.files.write(path, json.dumps(ERASED).encode())


def _body(path: str, ports: Ports) -> str | None:
    """A file as the message it would have been; None: erased, or of other code."""
    try:
        body = (ports.files.read(path) or b"{}").decode()
        held = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(held, dict) and held.keys() >= PARKED else None


def _attributed(body: str, ports: Ports) -> Attributed:
    """Whose it is; nobody's if it cannot be read, which its message has died of."""
    try:
        opened = open_body(body, ports)
    except Exception:  # noqa: BLE001 - whatever it is, others must not wait for it
        logger.exception("A parked webhook cannot be read.")
        return Attributed()
    return attribute([opened] if opened is not None else [], ports)


def _is_stored(sorted_out: Attributed, ports: Ports) -> bool:
    """Whether its entry is in a log, or waits; what concerns no customer is not missed.

    One of the same time and id is the same entry.
    """
    strays = {s.answers: s.entry for s in sorted_out.strays if s.answers}
    waiting = ports.log.waiting_for(strays)
    return all(
        _has(ports.log.following(a.person, a.entry.key, 1), a.entry)
        for a in sorted_out.arrivals
    ) and all(_has(waiting.get(about, ()), entry) for about, entry in strays.items())


def _has(log: Iterable[Entry], entry: Entry) -> bool:
    return any(known.key == entry.key for known in log)
