"""The product's files of many days, made as the nightly job makes them.

In parts that know nothing of each other, one day after the other, each with what
was kept of the days before.
"""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from shared.domain.settings import Rules
from shared.kpis.cells import Cells
from shared.kpis.daily import rules_of
from shared.kpis.days import local_day
from shared.kpis.exports import finish, kept_path, read_kept
from shared.kpis.facts import Facts
from shared.kpis.parts import KINDS, Gathering, Part, joined


def files_of(
    zone: ZoneInfo,
    facts: Facts,
    rules: Rules,
    computed_at: datetime,
    days: Sequence[date],
) -> dict[str, bytes]:
    """Return the files of some days, and of every other one that has facts."""
    by_day = _by_day(facts, zone)
    kept: dict[date, Cells] = {}
    found: dict[str, bytes] = {}
    for day in sorted({*days, *by_day}):
        whole, files = _whole(day, zone, by_day.get(day, Facts()), rules)
        files |= finish(day, zone, whole, rules, computed_at, kept)
        kept[day] = read_kept(files[kept_path(day)]).cells
        found |= files
    return found


def _by_day(facts: Facts, zone: ZoneInfo) -> dict[date, Facts]:
    found: dict[date, dict[str, list[object]]] = {}
    for kind in KINDS:
        for fact in getattr(facts, kind):
            of_day = found.setdefault(local_day(fact.at, zone), {})
            of_day.setdefault(kind, []).append(fact)
    return {day: Facts(**kinds) for day, kinds in found.items()}  # type: ignore[arg-type]


def _whole(
    day: date, zone: ZoneInfo, facts: Facts, rules: Rules
) -> tuple[Part, dict[str, bytes]]:
    """Gather a day in two parts, every second fact in each."""
    parts: list[Part] = []
    files: dict[str, bytes] = {}
    for number in range(2):
        part = Gathering(day, zone, rules_of(day, zone, rules), str(number))
        part.add(Facts(**{kind: getattr(facts, kind)[number::2] for kind in KINDS}))
        gathered, written = part.finish()
        parts.append(Part.from_json(gathered.to_json()))
        files |= written
    return joined(parts), files
