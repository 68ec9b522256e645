"""The numbers of a synthetic month of care: those of SQL, and of the log itself."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from statistics import median
from subprocess import CalledProcessError
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bench.analyst import Analyst, Numbers, differing, exported_rows
from bench.reference_facts import facts_of
from bench.reference_log import GENERATOR, Event, log, read
from shared.domain.settings import default_settings
from shared.kpis.days import bounds
from tests.unit.kpis.exporting import files_of

EVENTS = 4_000
ZONE = ZoneInfo("Europe/Rome")
# The log's 30 days and as many after as what it began takes to end.
DAYS = [date(2024, 11, 1) + timedelta(days=n) for n in range(40)]
RULES = default_settings(ZONE.key)
SEEN = datetime(2025, 3, 1, tzinfo=UTC)

pytestmark = pytest.mark.skipif(
    not GENERATOR.exists(), reason="the yardstick is not beside this repository"
)


@pytest.fixture(scope="module")
def cases() -> list[Sequence[Event]]:
    try:
        return list(read(log(EVENTS)).values())
    except CalledProcessError as error:
        pytest.skip(f"numpy and pyarrow cannot be had here: {error.stderr!r:.300}")


@pytest.fixture(scope="module")
def files(cases: list[Sequence[Event]]) -> dict[str, bytes]:
    facts = facts_of(cases, [bounds(day, ZONE)[1] for day in DAYS])
    return files_of(ZONE, facts, RULES, SEEN, DAYS)


@pytest.fixture(scope="module")
def rows(files: dict[str, bytes]) -> Numbers:
    return exported_rows(files, DAYS)


def test_sql_gives_every_row_of_the_month(
    files: dict[str, bytes], rows: Numbers
) -> None:
    with Analyst() as analyst:
        analyst.load(files)
        expected = analyst.rows(DAYS, ZONE, RULES, SEEN)

    assert len(rows) > 10_000
    assert differing(rows, expected) == {}


@pytest.mark.parametrize(
    ("metric", "kind"),
    [
        ("inbound_messages", "inbound"),
        ("episodes_resolved", "resolved"),
        ("episodes_reopened", "reopened"),
        ("csat_answers", "csat"),
        ("nps_answers", "nps"),
    ],
)
def test_every_event_is_counted_on_its_day(
    cases: list[Sequence[Event]], rows: Numbers, metric: str, kind: str
) -> None:
    counted = Counter(_day(event) for case in cases for event in _of(case, kind))

    assert _by_day(rows, metric) == {day.isoformat(): counted[day] for day in DAYS}


def test_the_median_first_response_is_that_of_the_log(
    cases: list[Sequence[Event]], rows: Numbers
) -> None:
    waits: dict[date, list[float]] = {}
    for case in cases:
        for event in _of(case, "outbound")[:1]:
            waited = event["created_at"] - _of(case, "inbound")[0]["created_at"]
            waits.setdefault(_day(event), []).append(waited / 1000)
    expected = {
        day.isoformat(): pytest.approx(median(waits[day])) if day in waits else None
        for day in DAYS
    }

    assert _by_day(rows, "first_response_time_p50_s") == expected


def test_the_backlog_is_what_was_opened_and_not_yet_resolved(
    cases: list[Sequence[Event]], rows: Numbers
) -> None:
    expected = {
        day.isoformat(): sum(_is_open(case, bounds(day, ZONE)[1]) for case in cases)
        for day in DAYS
    }

    assert _by_day(rows, "backlog") == expected


def _of(case: Sequence[Event], kind: str) -> list[Event]:
    return [event for event in case if event["kind"] == kind]


def _day(event: Event) -> date:
    return datetime.fromtimestamp(event["created_at"] / 1000, ZONE).date()


def _is_open(case: Sequence[Event], end: datetime) -> bool:
    """Whether a case is begun or reopened, and not resolved since, at an instant."""
    until = end.timestamp() * 1000
    turns = [event["kind"] for event in case if event["created_at"] < until]
    last = [kind for kind in turns if kind in ("resolved", "reopened")][-1:]
    return bool(turns) and last != ["resolved"]


def _by_day(rows: Numbers, metric: str) -> dict[str, Any]:
    return {
        day: value
        for (day, dimension, _, name), (_, _, value, _) in rows.items()
        if dimension == "all" and name == metric
    }
