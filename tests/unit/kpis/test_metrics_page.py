"""METRICS.md names every metric that the rows have, and no other."""

import re
from fnmatch import fnmatchcase
from itertools import product
from pathlib import Path

from shared.kpis import registry
from shared.kpis.daily import compute
from shared.kpis.facts import Facts
from tests.unit.kpis.samples import DAY, LATER, ROME, RULES

PAGE = Path(registry.__file__).with_name("METRICS.md")
CREDITED = {kpi.metric for kpi in registry.KPIS if "agent" in kpi.dimensions}


def named() -> dict[str, bool]:
    """The names in the first column, spelt out, and whether agents are credited."""
    found: dict[str, bool] = {}
    for line in PAGE.read_text().splitlines():
        if line.startswith("| `"):
            cell = line.split("|")[1]
            for name, star in re.findall(r"`([^`]+)`( \*)?", cell):
                found |= dict.fromkeys(spelt_out(name), bool(star))
    return found


def spelt_out(name: str) -> list[str]:
    """Each of ``a_{b,c}``; what is left open by ``…`` as a pattern."""
    parts = re.split(r"\{([^}]*)\}", name.replace("…", "*"))
    choices = [part.split(",") if n % 2 else [part] for n, part in enumerate(parts)]
    return ["".join(choice) for choice in product(*choices)]


def metrics() -> set[str]:
    return {row.metric for row in compute(DAY, ROME, Facts(), RULES, LATER)}


def test_every_metric_is_explained() -> None:
    assert [m for m in metrics() if not any(fnmatchcase(m, n) for n in named())] == []


def test_nothing_is_explained_that_there_is_not() -> None:
    assert [n for n in named() if not any(fnmatchcase(m, n) for m in metrics())] == []


def test_the_star_marks_what_an_agent_is_credited_with() -> None:
    starred = {name for name, star in named().items() if star}
    plain = set(named()) - starred

    assert [m for m in CREDITED & metrics() if m in plain] == []
    assert [
        n for n in starred if n in {kpi.metric for kpi in registry.KPIS} - CREDITED
    ] == []
