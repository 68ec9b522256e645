"""Views of help pages, reported by the website: kept for the numbers of their day."""

from datetime import date, datetime, time
from hashlib import sha256
from zoneinfo import ZoneInfo

from chalice.app import Response

from functions.http import Request, respond
from shared.domain.help_views import HelpViews
from shared.domain.joined import joined
from shared.domain.times import EARLIEST, from_text, to_text
from shared.errors import BadInput
from shared.kpis.days import bounds, local_day
from shared.ports import Ports


def put_help_views(request: Request, ports: Ports) -> Response:
    """Keep a report of views, once however often it is sent.

    The body is ``{"date" or "occurred_at", "count", "topic"?, "id"?}``; the date
    is a local one. A report is named by its ``id`` or by the ``Idempotency-Key``:
    the same name again, for the same time, takes the place of the one before.

    Raises:
        BadInput: names the field.

    """
    name = request.body.get("id") or request.idempotency_key
    if not name:
        raise BadInput("Give an 'id' or an Idempotency-Key, so that it counts once.")
    views = HelpViews(
        id=sha256(joined(request.caller, name).encode()).hexdigest()[:20],
        at=_instant(request, ports),
        count=request.body["count"],
        topic=request.body.get("topic"),
    )
    ports.help_views.put(views)
    view = {"id": views.id, "occurred_at": to_text(views.at)}
    return respond(201, {**view, "count": views.count, "topic": views.topic})


def _instant(request: Request, ports: Ports) -> datetime:
    day = request.body.get("date")
    found = request.time("occurred_at") if day is None else _noon(day, ports.timezone)
    today = local_day(ports.clock.now(), ports.timezone)
    if not EARLIEST <= found < bounds(today, ports.timezone)[1]:
        raise BadInput(f"Give a day that has begun, from {EARLIEST.year} on.")
    return found


def _noon(day: str, timezone: ZoneInfo) -> datetime:
    """Within that local day, whenever the clocks change."""
    try:
        noon = datetime.combine(date.fromisoformat(day), time(12), timezone)
    except ValueError as error:
        raise BadInput("Give 'date' as a date, YYYY-MM-DD.") from error
    return from_text(noon.isoformat())
