"""The numbers as exported, for who prefers to ask instead of reading files."""

import gzip
import json
from datetime import date, timedelta
from typing import Any

from functions.http import Request
from shared.errors import BadInput
from shared.kpis.exports import daily_folder, read_rows
from shared.kpis.tables import FILE, table_folder
from shared.ports import Ports

MAX_DAYS = 93


def show_daily(request: Request, ports: Ports) -> dict[str, Any]:
    """The exported rows of a range of days; days not computed are left out."""
    query = request.query
    first, last = _date(query.get("from"), "from"), _date(query.get("to"), "to")
    count = (last - first).days + 1
    if not 1 <= count <= MAX_DAYS:
        raise BadInput(f"Ask for 1 to {MAX_DAYS} days, from the earlier to the later.")
    items: list[dict[str, Any]] = []
    for n in range(count):
        content = ports.files.read(
            f"{daily_folder(first + timedelta(days=n))}/kpis.json"
        )
        if content is not None:
            items += read_rows(
                content, dimension=query.get("dimension"), metric=query.get("metric")
            )
    return {"items": items, "next": None}


def show_hourly(request: Request, ports: Ports) -> dict[str, Any]:
    """The exported hourly table of a day; empty if the day is not computed."""
    day = _date(request.query.get("date"), "date")
    content = ports.files.read(f"{table_folder('volume', day)}/{FILE}")
    lines = gzip.decompress(content).splitlines() if content else []
    return {"items": [json.loads(line) for line in lines], "next": None}


def _date(text: str | None, name: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise BadInput(f"Give {name!r} as a date, YYYY-MM-DD.") from error
