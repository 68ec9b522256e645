"""Who is told of events: how that goes, and what went wrong put back."""

from datetime import datetime
from typing import Any

from functions.http import Request
from functions.paging import page_of
from shared.domain.integrations import Subscriber
from shared.domain.posts import from_body, to_body
from shared.domain.times import to_text
from shared.errors import NotFound
from shared.ports import Ports
from shared.ports_events import Standing

COUNTED = 1000  # dead letters are counted so far
AT_ONCE = 500  # put back in one request


def list_subscribers(request: Request, ports: Ports) -> dict[str, Any]:
    """Every subscriber of the settings and how he has been."""
    known = sorted(ports.settings.newest.integrations.subscribers.items())
    return page_of([_view(name, one, ports) for name, one in known], request, "name")


def redeliver(name: str, request: Request, ports: Ports) -> dict[str, Any]:  # noqa: ARG001 - every handler takes the request
    """Put a subscriber's dead letters back, under the same ids, and try him again.

    Raises:
        NotFound: there is no such subscriber.

    """
    if name not in ports.settings.newest.integrations.subscribers:
        raise NotFound(f"There is no subscriber {name!r}.")
    ports.subscribers.mend(name)
    found, now = ports.subscribers.dead(name, AT_ONCE), ports.clock.now()
    ports.posts.send([to_body(from_body(body).anew(now)) for body in found.values()])
    ports.subscribers.forget(name, found)
    left = ports.subscribers.count_dead(name, COUNTED)
    return {"redelivered": len(found), "dead": left}


def _view(name: str, one: Subscriber, ports: Ports) -> dict[str, Any]:
    standing = ports.subscribers.standing(name)
    return {
        "name": name,
        "url": one.url,
        "events": None if one.events is None else sorted(one.events),
        "active": one.active,
        "status": _status(one, standing),
        "last_delivered_at": _text(standing.delivered_at),
        "last_failed_at": _text(standing.failed_at),
        "last_failure": standing.reason,
        "failures": standing.failures,
        "next_attempt_at": _text(standing.peace_until),
        "dead": ports.subscribers.count_dead(name, COUNTED),
    }


def _status(one: Subscriber, standing: Standing) -> str:
    if not one.active:
        return "inactive"
    if standing.gone == one.url:
        return "broken"
    if standing.failures:
        return "failing"
    return "well" if standing.delivered_at else "unused"


def _text(instant: datetime | None) -> str | None:
    return to_text(instant) if instant else None
