"""The daily report: read the numbers of a day and of those before, write the page."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from typing import Any, TypeAlias

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
Shown: TypeAlias = dict[date, list[dict[str, Any]]]


def write_report(day: date, ports: Ports) -> str:
    """Write the page of a day that was exported; the path it is at.

    The days before are taken as they are in the bucket, so days are to be written
    from the earlier to the later.
    """
    rows, hours = _kept(day, ports)
    whole = ports.files.read(f"{daily_folder(day)}/kpis.json")
    page = report(
        day,
        ports.timezone,
        rows | ({day: read_rows(whole)} if whole else {}),
        hours,
        known_days(day, ports.timezone, rules_of(day, ports.timezone, ports.settings)),
    )
    path = report_path(day)
    ports.files.write(path, page)
    return path


def _kept(day: date, ports: Ports) -> tuple[Shown, Shown]:
    """The rows and the hours kept of the day and of those before, if exported."""
    days = [day - timedelta(days=n) for n in range(BEFORE + 1)]
    with ThreadPoolExecutor(READERS) as pool:
        bodies = pool.map(ports.files.read, map(kept_path, days))
    rows: Shown = {}
    hours: Shown = {}
    for of, body in zip(days, bodies, strict=True):
        if body is not None:
            kept = read_kept(body)
            rows[of], hours[of] = kept.rows, kept.hours
    return rows, hours
