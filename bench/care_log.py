"""Cases as a service has them: when customers write, agents answer and resolve.

Made up with a fixed seed: five channels, busy and quiet hours, answers that
mostly come in a quarter of an hour and sometimes in a day; a tenth of what is
resolved is reopened. A larger log of the same kind is read from a Parquet file
(``case_id``, ``channel``, ``kind``, ``created_at``).
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby

import duckdb

SEED = 4
START = datetime(2026, 3, 2, tzinfo=UTC)
CHANNELS = {
    "facebook": 0.34,
    "instagram": 0.27,
    "whatsapp": 0.18,
    "x": 0.16,
    "telegram": 0.05,
}
# How busy the hours of a day are, and how often things happen to a case.
BY_HOUR = [2, 1, 1, 1, 1, 1, 3, 7, 11, 14, 15, 16, 15, 15, 14, 14, 13, 12, 12, 12]
BY_HOUR += [11, 9, 6, 4]
HURRIED, ANSWERED, RESOLVED, REOPENED = 0.35, 0.96, 0.9, 0.11
KINDS = frozenset({"inbound", "outbound", "resolved", "reopened"})


@dataclass(frozen=True, slots=True)
class Story:
    """What happened in one case, in order: when, and what of ``KINDS``."""

    id: str
    channel: str
    events: tuple[tuple[datetime, str], ...]


def made_up(cases: int) -> Iterator[Story]:
    """Tell so many stories, always the same."""
    dice = random.Random(SEED)  # noqa: S311 - nothing is kept secret with it
    for number in range(cases):
        [channel] = dice.choices(list(CHANNELS), list(CHANNELS.values()))
        yield Story(f"{number:06}", channel, tuple(_events(dice)))


def stored(path: str) -> Iterator[Story]:
    """Read the stories of a Parquet file."""
    rows = duckdb.execute(
        """SELECT case_id, channel, kind, epoch_ms(created_at) FROM read_parquet(?)
        ORDER BY case_id, created_at""",
        [path],
    )
    found = iter(rows.fetchone, None)
    for case, mine in groupby(found, key=lambda row: row[0]):
        known = list(mine)
        events = ((_instant(at), kind) for _, _, kind, at in known if kind in KINDS)
        yield Story(case, known[0][1], tuple(events))


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(milliseconds=milliseconds)


def _events(dice: random.Random) -> Iterator[tuple[datetime, str]]:
    [hour] = dice.choices(range(24), BY_HOUR)
    at = START + timedelta(hours=hour, milliseconds=dice.randrange(3_600_000))
    first = _span(dice, 6.9, 1.25)
    yield at, "inbound"
    if dice.random() < HURRIED:  # more before anybody answers
        yield at + first * dice.random(), "inbound"
    if dice.random() >= ANSWERED:
        return
    at += first
    yield at, "outbound"
    for turn in range(_poisson(dice, 4.6)):
        at += _span(dice, 6.2, 1.1)
        yield at, "outbound" if turn % 2 else "inbound"
    if dice.random() >= RESOLVED:
        return
    at += timedelta(milliseconds=dice.randrange(60_000, 3_600_000))
    yield at, "resolved"
    if dice.random() < REOPENED:
        yield at + timedelta(hours=dice.uniform(1, 120)), "reopened"


def _span(dice: random.Random, mean: float, deviation: float) -> timedelta:
    return timedelta(milliseconds=round(1000 * dice.lognormvariate(mean, deviation)))


def _poisson(dice: random.Random, mean: float) -> int:
    """How many events of a steady rate fall into one unit of time."""
    number, passed = 0, dice.expovariate(mean)
    while passed < 1:
        number += 1
        passed += dice.expovariate(mean)
    return number
