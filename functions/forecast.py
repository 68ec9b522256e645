"""What is to be expected: remembered by day, foreseen every night, shown."""

import json
from datetime import date, timedelta
from typing import Any

from functions.http import Request
from functions.paging import page_of
from shared.kpis import forecast_volume
from shared.kpis.days import local_day
from shared.kpis.forecast import NEWEST, forecast, nothing_yet, path
from shared.kpis.forecast_past import ALL
from shared.kpis.forecast_volume import read_history, volume_of, with_day
from shared.kpis.parts import Part
from shared.ports import Ports

MOST_DAYS = 14


def remember(day: date, whole: Part, ports: Ports) -> None:
    """Put the line of a day that was computed where the forecast looks."""
    volume = volume_of(day, ports.timezone, whole)
    ports.files.change(
        forecast_volume.PATH,
        lambda content: with_day(content, day, ports.timezone, volume),
    )


def foresee(until: date, ports: Ports) -> None:
    """Write the forecast that is made after a local day, by the rules in force."""
    history = read_history(ports.files.read(forecast_volume.PATH), ports.timezone)
    found = forecast(history, until, ports.timezone, ports.settings.newest)
    body = json.dumps(found, separators=(",", ":")).encode()
    for where in (path(until + timedelta(days=1)), NEWEST):
        ports.files.write(where, body)


def show_forecast(request: Request, ports: Ports) -> dict[str, Any]:
    """The newest forecast, from today on: all channels together, or one.

    ``days`` are 14 unless it is said.
    """
    channel = request.query.get("channel") or ALL
    today = local_day(ports.clock.now(), ports.timezone)
    end = today + timedelta(days=int(request.query.get("days", MOST_DAYS)))
    content = ports.files.read(NEWEST)
    found = json.loads(content) if content else nothing_yet(ports.timezone)
    items = [
        it
        for it in found["items"]
        if it["channel"] == channel and today.isoformat() <= it["date"] < str(end)
    ]
    return {**found, **page_of(items, request)}
