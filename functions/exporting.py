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
from functions.kept_days import KeptDays
from functions.promise import is_of_promise, publish
from functions.report import write_report
from shared.domain.times import to_text
from shared.errors import StoreUnavailable
from shared.kpis.days import local_day
from shared.kpis.exports import (
    days_before,
    finish,
    kept_path,
    manifest_path,
    manifest_paths,
    superseded,
)
from shared.kpis.parts import Part
from shared.observability import logger
from shared.ports import Ports

AT_ONCE = 8  # files on their way
TRIES = 10  # of those who write one day at once, all but one try again


class _Overtaken(Exception):
    """Another run has finished the day while this one was writing it."""


class Exporter:
    """Writes days, from the earlier to the later, as they were seen at ``now``."""

    def __init__(self, now: datetime, ports: Ports) -> None:
        self._now = now
        self._ports = ports
        self._kept = KeptDays(ports.files)

    def write(
        self, day: date, whole: Part, put_facts: Callable[[], None]
    ) -> dict[str, Any]:
        """Write the files of a day; its manifests come last, the day's behind all.

        ``put_facts`` puts those of its facts in place and may be called again: files
        of two runs at once are mixed, so who finds another's manifest writes anew.

        Raises:
            StoreUnavailable: others finished it each time in between.

        """
        ports = self._ports
        for _ in range(TRIES):
            _each(ports.files.delete, manifest_paths(day))
            put_facts()
            _each(ports.files.delete, superseded(day, whole))
            files = self._files(day, whole)
            last = files.pop(manifest_path(day))
            write_all(files, ports)
            self._kept.wrote(day, files[kept_path(day)])
            page = self._tell(day, whole)
            if _is_ours(day, last, ports):
                paths = [*whole.files, *files, page, manifest_path(day)]
                logger.info("A day was computed.", extra={"day": day.isoformat()})
                at = to_text(self._now)
                return {"date": day.isoformat(), "computed_at": at, "files": paths}
        raise StoreUnavailable(f"Others were computing {day} at the same time.")

    def _files(self, day: date, whole: Part) -> dict[str, bytes]:
        """The files beside those of its facts, with what rolls over days before."""
        before = {d: kept.cells for d, kept in self._kept.of(days_before(day)).items()}
        zone, rules = self._ports.timezone, self._ports.settings
        return finish(day, zone, whole, rules, self._now, before)

    def _tell(self, day: date, whole: Part) -> str:
        """Write all that is made of days; the path of the page."""
        ports = self._ports
        page = write_report(day, self._kept, ports)
        remember(day, whole, ports)
        yesterday = local_day(self._now, ports.timezone) - timedelta(days=1)
        if day == yesterday:
            foresee(day, ports)
        if day == yesterday or is_of_promise(day, yesterday, ports):
            publish(yesterday, self._kept, ports)
        return page


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
