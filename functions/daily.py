"""The numbers of a day: read who was active, fold, compute, export."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

from shared.domain.log import Entry
from shared.domain.times import to_text
from shared.errors import BadInput
from shared.kpis.collect import Window, collect
from shared.kpis.days import bounds
from shared.kpis.exports import daily_folder, export
from shared.kpis.facts import Facts, join
from shared.kpis.pseudonyms import pseudonymiser
from shared.observability import logger
from shared.ports import Ports

MAX_DAYS = 400
# A survey is answered for three days after the day it was sent.
MATURING_DAYS = 4
READERS = 8
CHUNK = 256  # logs in memory at once


def compute_due_days(ports: Ports) -> list[dict[str, Any]]:
    """Compute what is due now: the nightly job, which runs every hour.

    In the hour after local midnight these are the last days, since what arrives
    late and what looks ahead still changes them; in any hour, those of them that
    were never computed, whatever became of their night. The schedule is in UTC,
    a day ends by the local clock, and some zones skip midnight on some days.
    """
    now = ports.clock.now()
    today = now.astimezone(ports.timezone).date()
    midnight = (now - timedelta(hours=1)).astimezone(ports.timezone).date() != today
    days = [today - timedelta(days=n) for n in range(MATURING_DAYS, 0, -1)]
    return [compute_day(d, ports) for d in days if midnight or not _is_done(d, ports)]


def _is_done(day: date, ports: Ports) -> bool:
    return ports.files.read(f"{daily_folder(day)}/manifest.json") is not None


def compute_kpis(request: dict[str, Any], ports: Ports) -> dict[str, Any]:
    """Compute any days again: ``{"from": date, "to": date}``, both included.

    Raises:
        BadInput: a date is missing or malformed, or the range is reversed.

    """
    first, last = _day(request, "from"), _day(request, "to")
    count = (last - first).days + 1
    if not 1 <= count <= MAX_DAYS:
        raise BadInput(f"Ask for 1 to {MAX_DAYS} days, from the earlier to the later.")
    days = [compute_day(first + timedelta(days=n), ports) for n in range(count)]
    return {"days": days}


def compute_day(day: date, ports: Ports) -> dict[str, Any]:
    """Compute and export one local day; the manifest is written last.

    Raises:
        BadInput: the day has not begun.

    """
    now = ports.clock.now()
    if bounds(day, ports.timezone)[0] > now:
        raise BadInput(f"{day} has not begun.")
    facts = _facts(day, now, ports)
    files = export(day, ports.timezone, facts, now)
    for path, body in files.items():
        ports.files.write(path, body)
    logger.info("A day was computed.", extra={"day": day.isoformat()})
    return {"date": day.isoformat(), "computed_at": to_text(now), "files": list(files)}


def _facts(day: date, now: datetime, ports: Ports) -> Facts:
    start, end = bounds(day, ports.timezone)
    window = Window(start=start, end=end, now=now)
    pseudonym = pseudonymiser(ports.secrets.key())
    persons = sorted(ports.log.persons_between(start, end))
    return join(
        collect(person, log, ports.settings, pseudonym, window)
        for person, log in _logs(persons, ports)
    )


def _logs(persons: Sequence[str], ports: Ports) -> Iterator[tuple[str, list[Entry]]]:
    """Read the logs of many persons, some at a time: most of it is waiting."""
    with ThreadPoolExecutor(READERS) as pool:
        for start in range(0, len(persons), CHUNK):
            chunk = persons[start : start + CHUNK]
            yield from zip(chunk, pool.map(ports.log.read, chunk), strict=True)


def _day(request: dict[str, Any], name: str) -> date:
    try:
        return date.fromisoformat(str(request[name]))
    except (KeyError, ValueError) as error:
        raise BadInput(f"Give {name!r} as a date, YYYY-MM-DD.") from error
