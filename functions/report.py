"""The daily report: read the numbers of a day and of those before, write the page."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any

from shared.kpis.daily import rules_of
from shared.kpis.exports import (
    daily_folder,
    kept_path,
    read_kept,
    read_rows,
)
from shared.kpis.report import report, report_path
from shared.kpis.report_figures import BEFORE
from shared.kpis.report_known import known_days
from shared.ports import Ports

READERS = 8


def write_report(day: date, ports: Ports) -> str:
    """Write the page of a day that was exported; the path it is at.

    The days before are taken as they are in the bucket, so days are to be written
    from the earlier to the later.
    """
    rows = _rows(day, ports)
    kept = ports.files.read(kept_path(day))
    page = report(
        day,
        ports.timezone,
        rows,
        read_kept(kept).hours if kept else [],
        known_days(day, ports.timezone, rules_of(day, ports.timezone, ports.settings)),
    )
    path = report_path(day)
    ports.files.write(path, page)
    return path


def _rows(day: date, ports: Ports) -> dict[date, list[dict[str, Any]]]:
    """All rows of the day, those over everything of the days before it."""
    content = ports.files.read(f"{daily_folder(day)}/kpis.json")
    rows = {} if content is None else {day: read_rows(content)}
    days = [day - timedelta(days=n) for n in range(1, BEFORE + 1)]
    with ThreadPoolExecutor(READERS) as pool:
        kept = list(pool.map(ports.files.read, map(kept_path, days)))
    return rows | {
        of: read_kept(body).rows
        for of, body in zip(days, kept, strict=True)
        if body is not None
    }
