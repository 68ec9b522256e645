"""SQL over the facts of hundreds of random histories gives every row and no other.

A dozen worlds at once, each on days of its own: DuckDB takes as long for one.
"""

from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bench.analyst import Analyst, differing, exported_rows, exported_volume
from shared.domain.settings import Rulebook, default_settings
from shared.kpis.days import bounds, local_day
from shared.kpis.facts import Facts, join
from tests.unit.kpis.exporting import files_of
from tests.unit.kpis.samples import LOCAL_DAYS
from tests.unit.kpis.small_histories import days_of, history

ZONES = sorted({name for name, _ in LOCAL_DAYS})
WORLDS = 12  # of each of 17 examples: 204
# A smaller world would take as long to look at: shrinking is not worth its minutes.
PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
LOOKS = [timedelta(days=days, milliseconds=ms) for days in (1, 8, 90) for ms in (-1, 0)]


@pytest.fixture(scope="module")
def analyst() -> Iterator[Analyst]:
    with Analyst() as one:
        yield one


@settings(max_examples=17, deadline=None, phases=PHASES)
@given(
    name=st.sampled_from(ZONES),
    look=st.sampled_from(LOOKS),
    seed=st.integers(0, 10**9),
)
def test_sql_gives_the_rows_of_histories_however_they_were_delivered(
    analyst: Analyst, name: str, look: timedelta, seed: int
) -> None:
    zone, dice = ZoneInfo(name), Random(seed)  # noqa: S311 - worlds, not secrets
    rules = Rulebook(default_settings(name))
    days = days_of(zone, dice, WORLDS)
    now = bounds(days[-1], zone)[0] + look
    told = [history(dice, day, zone, rules, now) for day in days]
    facts = join(it.as_delivered for it in told)

    assert _kinds(facts) == _kinds(join(it.in_order for it in told))

    active = {local_day(f.at, zone) for facts_of in _kinds(facts) for f in facts_of}
    known = sorted(day for day in active if bounds(day, zone)[1] <= now)
    files = files_of(zone, facts, rules, now, known)
    analyst.load(files)
    assert (
        differing(exported_rows(files, known), analyst.rows(known, zone, rules, now))
        == {}
    )
    assert exported_volume(files, known) == analyst.volume()


def _kinds(told: Facts) -> list[list[Any]]:
    """The facts in one order, without ids of cases: the first to arrive names one."""
    kept = [getattr(told, field.name) for field in fields(Facts)]
    return [sorted(map(_nameless, facts), key=lambda f: (f.at, f.id)) for facts in kept]


def _nameless(fact: Any) -> Any:
    return replace(fact, case=None) if hasattr(fact, "case") else fact
