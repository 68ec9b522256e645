"""The numbers as exported, for who prefers to ask instead of reading files."""

import gzip
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from functions.http import Request
from functions.paging import page_of
from shared.errors import BadInput
from shared.kpis.exports import daily_folder, read_rows
from shared.kpis.tables import FILE, table_folder
from shared.ports import Ports

MAX_DAYS = 93
MAX_ROWS = 10_000  # some 2.5 MB; a function answers with 6 MB at most


def show_daily(request: Request, ports: Ports) -> dict[str, Any]:
    """The exported rows of a range of days; days not computed are left out.

    What is more than ``MAX_ROWS``, or the limit, goes on under ``next``.
    """
    query = request.query
    first, last = _date(query.get("from"), "from"), _date(query.get("to"), "to")
    count = (last - first).days + 1
    if not 1 <= count <= MAX_DAYS:
        raise BadInput(f"Ask for 1 to {MAX_DAYS} days, from the earlier to the later.")
    place = _place(request.cursor, first)
    most = request.limit if "limit" in query else MAX_ROWS
    items: list[dict[str, Any]] = []
    for day in (first + timedelta(days=n) for n in range(count)):
        if day < place.day:
            continue
        seen = place.seen if day == place.day else 0
        room = most - len(items)
        rows = _rows(day, query, ports)[seen:]
        items += rows[:room]
        if len(rows) > room:
            return {"items": items, "next": f"{day}.{seen + room}"}
    return {"items": items, "next": None}


def _rows(day: date, query: Mapping[str, str], ports: Ports) -> list[dict[str, Any]]:
    content = ports.files.read(f"{daily_folder(day)}/kpis.json")
    if content is None:
        return []
    dimension, metric = query.get("dimension"), query.get("metric")
    return read_rows(content, dimension=dimension, metric=metric)


class _Place(NamedTuple):
    """Where a page begins: so many rows of a day have been seen."""

    day: date
    seen: int


def _place(cursor: str | None, first: date) -> _Place:
    if cursor is None:
        return _Place(first, 0)
    found = re.fullmatch(r"(\d{4}-\d\d-\d\d)\.(\d{1,9})", cursor)
    if found is None:
        raise BadInput("Give 'cursor' as the 'next' of the page before.")
    return _Place(_date(found[1], "cursor"), int(found[2]))


def show_hourly(request: Request, ports: Ports) -> dict[str, Any]:
    """The exported hourly table of a day; empty if the day is not computed."""
    day = _date(request.query.get("date"), "date")
    content = ports.files.read(f"{table_folder('volume', day)}/{FILE}")
    lines = gzip.decompress(content).splitlines() if content else []
    return page_of([json.loads(line) for line in lines], request)


def _date(text: str | None, name: str) -> date:
    try:
        return date.fromisoformat(text or "")
    except ValueError as error:
        raise BadInput(f"Give {name!r} as a date, YYYY-MM-DD.") from error
