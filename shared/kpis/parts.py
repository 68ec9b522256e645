"""A part of a day: the facts of some persons as files, and what they add up to.

Persons may be split over any number of parts, of which none knows the others.
Facts leave memory as soon as they are added, as compressed lines; what is kept
is what they come to. Equal facts, added in equal portions, are equal bytes.
"""

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from io import BytesIO
from operator import attrgetter
from typing import Any, Self
from zoneinfo import ZoneInfo

from shared.domain.settings import Settings
from shared.domain.shards import SHARDS
from shared.kpis import cells as cell_parts
from shared.kpis.cells import Cells, cells_of
from shared.kpis.days import bounds
from shared.kpis.facts import (
    ClockFact,
    EpisodeFact,
    Facts,
    HelpViewFact,
    MessageFact,
    SurveyFact,
)
from shared.kpis.files import lines
from shared.kpis.hourly import Counts, counted
from shared.kpis.tables import table_folder

KINDS: Mapping[str, type] = {
    "messages": MessageFact,
    "episodes": EpisodeFact,
    "clocks": ClockFact,
    "surveys": SurveyFact,
    "help_views": HelpViewFact,
}


def facts_path(kind: str, day: date, name: str) -> str:
    """Where the facts of one kind are that a part of a day has."""
    return f"{table_folder(kind, day)}/part-{name}.jsonl.gz"


def facts_paths(day: date) -> list[str]:
    """Every file of facts that a day may have, computed at once or in shards."""
    return [facts_path(kind, day, str(n)) for kind in KINDS for n in range(SHARDS)]


@dataclass(frozen=True, slots=True)
class Written:
    """What a manifest says of a file."""

    rows: int
    size: int  # bytes
    sha256: str

    @classmethod
    def of(cls, content: bytes, rows: int) -> Self:
        return cls(rows, len(content), sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class Part:
    """What a part of a day comes to; ``files`` are those of its facts, by path."""

    cells: Cells
    volume: Counts
    files: Mapping[str, Written]

    def to_json(self) -> dict[str, Any]:
        return {
            "cells": cell_parts.to_json(self.cells),
            "volume": sorted([*key, times] for key, times in self.volume.items()),
            "files": {
                path: [it.rows, it.size, it.sha256] for path, it in self.files.items()
            },
        }

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Self:
        return cls(
            cells=cell_parts.from_json(body["cells"]),
            volume=Counter({tuple(key): times for *key, times in body["volume"]}),
            files={path: Written(*it) for path, it in body["files"].items()},
        )


def joined(parts: Sequence[Part]) -> Part:
    """The whole day of its parts."""
    volume: Counts = Counter()
    for part in parts:
        volume.update(part.volume)
    return Part(
        cells=cell_parts.join(part.cells for part in parts),
        volume=volume,
        files={path: it for part in parts for path, it in part.files.items()},
    )


@dataclass(slots=True)
class Gathering:
    """A part in the making; ``name`` tells it from the other parts of its day."""

    day: date
    timezone: ZoneInfo
    rules: Settings
    name: str = "0"
    _cells: Cells = field(default_factory=dict)
    _volume: Counts = field(default_factory=Counter)
    _packs: dict[str, "_Pack"] = field(
        default_factory=lambda: {kind: _Pack() for kind in KINDS}
    )

    def add(self, facts: Facts) -> None:
        """Add the facts of some persons; those of other days are passed over."""
        of_day = facts.within(*bounds(self.day, self.timezone))
        for kind, record in KINDS.items():
            some = sorted(getattr(of_day, kind), key=attrgetter("at", "id"))
            self._packs[kind].add(record, some)
        found = cells_of(of_day, self.rules)
        cell_parts.add(self._cells, found)
        self._volume.update(counted(self.day, self.timezone, of_day))

    def finish(self) -> tuple[Part, dict[str, bytes]]:
        """Return the part and its files, path -> bytes."""
        files = {
            facts_path(kind, self.day, self.name): pack.close()
            for kind, pack in self._packs.items()
        }
        sizes = (pack.rows for pack in self._packs.values())
        written = {
            path: Written.of(content, rows)
            for (path, content), rows in zip(files.items(), sizes, strict=True)
        }
        return Part(self._cells, self._volume, written), files


class _Pack:
    """Compressed lines of one file; no name and no time in the header."""

    def __init__(self) -> None:
        self.rows = 0
        self._content = BytesIO()
        self._file = gzip.GzipFile("", "wb", 6, self._content, mtime=0)

    def add(self, record: type, facts: Iterable[Any]) -> None:
        for line in lines(record, facts):
            self._file.write(f"{line}\n".encode())
            self.rows += 1

    def close(self) -> bytes:
        self._file.close()
        return self._content.getvalue()
