"""A day's files put into the bucket so that a reader never takes half for a whole.

S3 changes one object at a time. So the manifests of a day are taken away before
anything of it is written again, and come back when all of it is there: where one
is, the files are those that it tells of, also after a run that died.
"""

from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

from functions.forecast import foresee, remember
from functions.promise import is_of_promise, publish
from functions.report import write_report
from shared.domain.times import to_text
from shared.errors import StoreUnavailable
from shared.kpis.cells import Cells
from shared.kpis.days import local_day
from shared.kpis.exports import (
    days_before,
    finish,
    kept_path,
    manifest_path,
    manifest_paths,
    read_kept,
    superseded,
)
from shared.kpis.parts import Part
from shared.observability import logger
from shared.ports import Ports

AT_ONCE = 8  # files on their way
TRIES = 10  # of those who write one day at once, all but one try again


class _Overtaken(Exception):
    """Another run has finished the day while this one was writing it."""


def export_day(
    day: date,
    whole: Part,
    put_facts: Callable[[], None],
    now: datetime,
    ports: Ports,
) -> dict[str, Any]:
    """Write the files of a day; its manifests come last, that of the day behind all.

    ``put_facts`` puts those of its facts in place and may be called again: the files
    of two runs at once are mixed, so who finds the manifest of another writes anew.

    Raises:
        StoreUnavailable: others finished it each time in between.

    """
    for _ in range(TRIES):
        _each(ports.files.delete, manifest_paths(day))
        put_facts()
        _each(ports.files.delete, superseded(day, whole))
        kept = _kept(day, ports)
        files = finish(day, ports.timezone, whole, ports.settings, now, kept)
        last = files.pop(manifest_path(day))
        write_all(files, ports)
        page = write_report(day, ports)
        remember(day, whole, ports)
        yesterday = local_day(now, ports.timezone) - timedelta(days=1)
        if day == yesterday:
            foresee(day, ports)
        if day == yesterday or is_of_promise(day, yesterday, ports):
            publish(yesterday, ports)
        if _is_ours(day, last, ports):
            paths = [*whole.files, *files, page, manifest_path(day)]
            logger.info("A day was computed.", extra={"day": day.isoformat()})
            return {"date": f"{day}", "computed_at": to_text(now), "files": paths}
    raise StoreUnavailable(f"Others were computing {day} at the same time.")


def write_all(files: Mapping[str, bytes], ports: Ports) -> None:
    """Write files in their order."""
    for path, body in files.items():
        ports.files.write(path, body)


def _is_ours(day: date, manifest: bytes, ports: Ports) -> bool:
    """Close the day, unless another run has closed it since this one opened it."""

    def unless_there(found: bytes | None) -> bytes:
        if found is not None:
            raise _Overtaken
        return manifest

    try:
        ports.files.change(manifest_path(day), unless_there)
    except _Overtaken:
        return False
    return True


def _each(do: Callable[[str], None], paths: Iterable[str]) -> None:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(do, paths))


def _kept(day: date, ports: Ports) -> dict[date, Cells]:
    """What was kept of the days over which something rolls, where they are done."""
    days = days_before(day)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        bodies = pool.map(ports.files.read, map(kept_path, days))
        found = {d: it for d, it in zip(days, bodies, strict=True) if it}
    return {d: read_kept(it).cells for d, it in found.items()}
