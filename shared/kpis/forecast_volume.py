"""What the forecast is made of: a line a day of years, in one file.

``kpis/forecast/volume.json.gz`` holds for every exported day what each channel
heard by local hour, how many episodes it opened and what those resolved took. It
can be made again from the facts: whoever computes a day puts its line anew.
"""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from shared.kpis.cells import Cells, narrowed
from shared.kpis.days import hours
from shared.kpis.hourly import of_channels
from shared.kpis.parts import Part
from shared.kpis.registry import KPIS

PATH = "kpis/forecast/volume.json.gz"
MOST_DAYS = 1_130  # three years and a month: two seasons beside the one that runs
_DIMENSIONS = {kpi.metric: kpi.dimensions for kpi in KPIS}


@dataclass(frozen=True, slots=True)
class DayVolume:
    """A day by channel: messages for each of its hours, episodes, their handling.

    ``handled`` are the episodes whose handle time is known and their seconds.
    """

    inbound: Mapping[str, tuple[int, ...]]
    opened: Mapping[str, int] = field(default_factory=dict)
    handled: Mapping[str, tuple[int, float]] = field(default_factory=dict)


History = Mapping[date, DayVolume]


def volume_of(day: date, timezone: ZoneInfo, whole: Part) -> DayVolume:
    """What the forecast keeps of a local day that was computed."""
    cells = whole.cells
    return DayVolume(
        inbound=of_channels(day, timezone, whole.volume),
        opened=_opened(cells),
        handled={
            channel: (len(seconds), round(sum(seconds), 3))
            for channel, seconds in _by_channel(cells, "handle_time_s").items()
        },
    )


def _opened(cells: Cells) -> dict[str, int]:
    found: dict[str, int] = {}
    for metric in ("cases_opened", "episodes_reopened"):
        for channel, marks in _by_channel(cells, metric).items():
            found[channel] = found.get(channel, 0) + int(sum(marks))
    return found


def _by_channel(cells: Cells, metric: str) -> dict[str, Any]:
    by = narrowed(cells.get(metric, {}), _DIMENSIONS[metric], "channel")
    return {channel: values for (channel,), values in by.items()}


def with_day(
    content: bytes | None, day: date, timezone: ZoneInfo, volume: DayVolume
) -> bytes:
    """The file with the line of a day put, or put anew; the oldest lines go.

    The order in which days are put makes no difference.
    """
    lines = {**_lines(content, timezone), day.isoformat(): _to_json(volume)}
    newest = {name: lines[name] for name in sorted(lines)[-MOST_DAYS:]}
    body = {"timezone": timezone.key, "days": newest}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"))
    return gzip.compress(text.encode(), compresslevel=6, mtime=0)


def _lines(content: bytes | None, timezone: ZoneInfo) -> dict[str, Any]:
    """The lines by day; those of another reporting zone have other hours: none."""
    body = json.loads(gzip.decompress(content)) if content else {}
    return dict(body["days"]) if body.get("timezone") == timezone.key else {}


def _to_json(volume: DayVolume) -> dict[str, Any]:
    return {
        "inbound": volume.inbound,
        "opened": volume.opened,
        "handled": volume.handled,
    }


def read_history(content: bytes | None, timezone: ZoneInfo) -> dict[date, DayVolume]:
    """Read the days back, as far as they are of this reporting zone."""
    return {
        date.fromisoformat(day): DayVolume(
            inbound={c: tuple(by_hour) for c, by_hour in it["inbound"].items()},
            opened=it["opened"],
            handled={c: (n, seconds) for c, (n, seconds) in it["handled"].items()},
        )
        for day, it in _lines(content, timezone).items()
    }


@lru_cache(maxsize=2048)
def clock_hours(day: date, timezone: ZoneInfo) -> tuple[int, ...]:
    """What the clocks show in each hour of a local day: 0 to 23.

    In spring one is missing, in autumn one comes twice.
    """
    return tuple(int(hour.label[:2]) for hour in hours(day, timezone))
