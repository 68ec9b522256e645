"""The daily report: read the numbers of a day and of those before, write the page."""

from datetime import date, timedelta
from typing import Any, TypeAlias

from functions.kept_days import KeptDays
from shared.kpis.daily import rules_of
from shared.kpis.exports import (
    daily_folder,
    read_rows,
)
from shared.kpis.report import report, report_path
from shared.kpis.report_figures import BEFORE
from shared.kpis.report_known import known_days
from shared.ports import Ports

Shown: TypeAlias = dict[date, list[dict[str, Any]]]


def write_report(day: date, kept_days: KeptDays, ports: Ports) -> str:
    """Write the page of a day that was exported; the path it is at.

    The days before are taken as they are in the bucket, so days are to be written
    from the earlier to the later.
    """
    days = [day - timedelta(days=n) for n in range(BEFORE + 1)]
    kept = kept_days.of(days)
    rows: Shown = {of: it.rows for of, it in kept.items()}
    hours: Shown = {of: it.hours for of, it in kept.items()}
    whole = ports.files.read(f"{daily_folder(day)}/kpis.json")
    page = report(
        day,
        ports.timezone,
        rows | ({day: read_rows(whole)} if whole else {}),
        hours,
        known_days(day, ports.timezone, rules_of(day, ports.timezone, ports.settings)),
        {agent.id: agent.name for agent in ports.agents.all()},
    )
    path = report_path(day)
    ports.files.write(path, page)
    return path
