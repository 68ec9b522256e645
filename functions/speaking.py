"""What the system says by itself: sent like an answer, put off like an errand."""

from dataclasses import replace
from math import ceil

from functions import delivery, errands
from functions.casebook import Loaded
from shared.domain import outgoing
from shared.domain.asked import automatic
from shared.domain.messages import Outbound
from shared.errors import SendDelayed
from shared.ports import Ports

_MOST_TRIES = 8  # within an hour


def say(loaded: Loaded, out: Outbound, ports: Ports) -> None:
    """Send an automatic message; what the platform refuses is in the log then.

    Raises:
        CareError: it was not sent; SendDelayed: not now.

    """
    out = replace(out, automatic=True)
    progress = delivery.send(loaded, automatic(out), ports)
    if progress.error is None:
        return
    if not isinstance(progress.error, SendDelayed):
        errands.record_failure(progress, ports)
    raise progress.error


def put_off(again: str, attempt: int, error: SendDelayed, ports: Ports) -> bool:
    """Post an errand ``again``, after ``attempt``; False: it was tried often enough."""
    if attempt + 1 >= _MOST_TRIES:
        return False
    wait = outgoing.backoff(attempt, error.retry_after_s)
    ports.outbox.put(again, ceil(min(wait, outgoing.LONGEST).total_seconds()))
    return True
