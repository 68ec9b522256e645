"""Cells: what a day's facts add to every KPI, in parts that add up exactly.

A cell holds what the facts that agree in all dimensions add to a KPI. Persons
may be looked at in any number of parts, in any order, on different machines:
the cells of the parts, joined, are those of the whole, to the last bit.

Price: of each kind the cells of all facts are found once for every set of
dimensions; each KPI then looks at a fact once.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, TypeAlias

from shared.domain.settings import Settings
from shared.kpis.dimensions import Cell, cell_of, slices
from shared.kpis.facts import Facts
from shared.kpis.registry import KPIS, Kind, Kpi
from shared.kpis.values import Values

Cells: TypeAlias = dict[str, dict[Cell, Values]]  # by metric of the registry


def cells_of(facts: Facts, rules: Settings) -> Cells:
    """Return what the facts add, under the rules at the end of their day."""
    counted = _Counted(facts)
    found: Cells = {}
    for kpi in KPIS:
        of_kpi: defaultdict[Cell, Values] = defaultdict(kpi.summary.holds)
        for kind, adds in kpi.sources:
            cells = counted.cells(kind, kpi.dimensions)
            for fact, cell in zip(counted.facts[kind], cells, strict=True):
                value = adds(fact, rules)
                if value is not None:
                    of_kpi[cell].add(value)  # type: ignore[arg-type] # as it holds
        found[kpi.metric] = dict(of_kpi)
    return found


class _Counted:
    """The facts by kind, and their cells, found once for a set of dimensions."""

    def __init__(self, facts: Facts) -> None:
        self.facts: Mapping[Kind, Sequence[Any]] = {
            "messages": facts.messages,
            "clocks": facts.clocks,
            "episodes": facts.episodes,
            "resolved": [it for it in facts.episodes if it.event == "resolved"],
            "surveys": facts.surveys,
            "help_views": facts.help_views,
        }
        self._known: dict[tuple[Kind, tuple[str, ...]], Sequence[Cell]] = {}

    def cells(self, kind: Kind, dimensions: tuple[str, ...]) -> Sequence[Cell]:
        if (kind, dimensions) not in self._known:
            cell: Callable[[Any], Cell] = cell_of(dimensions)
            self._known[kind, dimensions] = list(map(cell, self.facts[kind]))
        return self._known[kind, dimensions]


def join(parts: Iterable[Cells]) -> Cells:
    """Add up the cells of parts."""
    whole: Cells = {kpi.metric: {} for kpi in KPIS}
    for part in parts:
        add(whole, part)
    return whole


def add(whole: Cells, part: Cells) -> None:
    """Add the cells of a part to those of the whole, which are changed."""
    for metric, cells in part.items():
        _add_all(whole.setdefault(metric, {}), cells.items())


def _add_all(known: dict[Any, Values], more: Iterable[tuple[Any, Values]]) -> None:
    for key, values in more:
        if key not in known:
            known[key] = type(values)()
        known[key].join(values)  # type: ignore[arg-type] # of one type a KPI


def spread(kpi: Kpi, cells: Mapping[Cell, Values]) -> Iterator[tuple[str, str, Values]]:
    """Hand each cell's values to every slice it belongs to; ``all`` always is.

    Yields dimension, key and values, one dimension after the other, so that no
    more than one of them is in memory.
    """
    whole = kpi.summary.holds()
    for values in cells.values():
        whole.join(values)  # type: ignore[arg-type] # of one type a KPI
    yield "all", "all", whole
    for place, dimension in enumerate(kpi.dimensions):
        found: dict[str, Values] = {}
        _add_all(
            found,
            (
                (key, values)
                for cell, values in cells.items()
                for key in slices(dimension, cell[place])
            ),
        )
        yield from ((dimension, key, found[key]) for key in sorted(found))


def narrowed(
    cells: Mapping[Cell, Values], dimensions: tuple[str, ...], keep: str
) -> dict[Cell, Values]:
    """The same values by one of the dimensions alone."""
    place = dimensions.index(keep)
    found: dict[Cell, Values] = {}
    _add_all(found, (((cell[place],), values) for cell, values in cells.items()))
    return found


def to_json(cells: Cells) -> dict[str, Any]:
    """Write cells; read them back with ``from_json``."""
    return {
        metric: [
            [list(cell), values.to_json()]
            for cell, values in sorted(some.items(), key=repr)
        ]
        for metric, some in cells.items()
        if some
    }


def from_json(body: Mapping[str, Any]) -> Cells:
    holds = {kpi.metric: kpi.summary.holds for kpi in KPIS}
    return {
        metric: {_cell(cell): holds[metric].from_json(values) for cell, values in some}
        for metric, some in body.items()
        if metric in holds
    }


def _cell(body: Iterable[Any]) -> Cell:
    return tuple(tuple(it) if isinstance(it, list) else it for it in body)
