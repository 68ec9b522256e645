"""Plain SQL over the exported facts gives the exported numbers, every row of them."""

from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings

from bench.analyst import (
    Analyst,
    differing,
    exported_rows,
    exported_volume,
)
from shared.domain.settings import default_settings
from shared.kpis.columns import TABLES
from shared.kpis.exports import export
from shared.kpis.facts import Facts
from tests.unit.kpis.exporting import files_of
from tests.unit.kpis.samples import (
    DAY,
    LATER,
    LOCAL_DAYS,
    ONE_DAY,
    ROME,
    answer,
    clock,
    message,
    response,
)
from tests.unit.kpis.small_worlds import World, world, worlds

BUSY = Facts(
    messages=[message(), response(61.5, id="m-2"), response(0.1, id="m-3")],
    clocks=[clock(), clock(id="k-2", outcome="breached")],
    surveys=[answer(5), answer(2, id="s-2")],
)
# Days before them on which answers lie that roll over some of them.
BEFORE = (26, 31, 36, 84, 88, 96)
FACTS_OF_A_KIND = 120


@pytest.fixture(scope="module")
def analyst() -> Iterator[Analyst]:
    with Analyst() as one:
        yield one


def agree(analyst: Analyst, about: World) -> None:
    """Assert that the product and the analyst say the same of all days."""
    _, zone, facts, rules, computed_at, days = about
    files = files_of(zone, facts, rules, computed_at, days)
    analyst.load(files)
    expected = analyst.rows(days, zone, rules, computed_at)

    assert differing(exported_rows(files, days), expected) == {}
    assert exported_volume(files, days) == analyst.volume()


@settings(max_examples=20, deadline=None)
@given(about=worlds())
def test_sql_over_the_facts_gives_every_row_and_no_other(
    analyst: Analyst, about: World
) -> None:
    agree(analyst, about)


@pytest.mark.parametrize(("name", "day"), LOCAL_DAYS)
def test_sql_gives_the_rows_of_ten_days_around_a_change_of_clocks(
    analyst: Analyst, name: str, day: date
) -> None:
    days = [day + n * ONE_DAY for n in range(-5, 5)]
    before = [day - n * ONE_DAY for n in BEFORE]
    dice = Random(f"{name} {day}")  # noqa: S311 - nothing is kept secret with it

    agree(analyst, world(dice, ZoneInfo(name), days, before, most=FACTS_OF_A_KIND))


@pytest.mark.parametrize("facts", [Facts(), BUSY], ids=["empty day", "busy day"])
def test_duckdb_reads_the_same_rows_from_csv_and_json(
    facts: Facts, tmp_path: Path
) -> None:
    files = export(DAY, ROME, facts, default_settings("UTC"), LATER)
    types = {column.name: column.type for column in TABLES["kpis"]}
    for name in ("kpis.csv", "kpis.json"):
        (tmp_path / name).write_bytes(files[f"kpis/daily/date={DAY}/{name}"])
    with closing(duckdb.connect()) as database:
        from_csv = database.read_csv(str(tmp_path / "kpis.csv"), columns=types)
        from_json = database.read_json(str(tmp_path / "kpis.json"), columns=types)

        assert len(from_csv) > 0
        assert from_csv.except_(from_json).fetchall() == []
        assert from_json.except_(from_csv).fetchall() == []
