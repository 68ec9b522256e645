"""What a case uses at AWS, step by step: whole cases on a metered deployment.

A typical case is that of the reference log (its README, ``../shared/bench``): the
first answer after a quarter of an hour, a few messages each way, resolved, asked,
answered. Messages come one by one, the dearest way: at more than one a second the
queue hands out up to ten at once, and writes of a batch go together.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import cast

from bench.metered import Counted, Metered, logged
from shared.domain.cases import case_id
from shared.domain.surveys import payload, survey_id
from shared.observability import logger
from tests.fakes.world import MONDAY
from tests.faults.cloud import Start, clouds
from tests.faults.journeys import act, staffed, writes

PERSONS = 3
NIGHTS = 8  # in which a day is computed, see functions/daily.py; one is played
# Of CPU that a case takes in one night's computation: ten facts, of which a second of
# CPU exports 25,000 (bench/kpis.py), and its log folded. Too little to be told from the
# noise of the few cases that are played.
NIGHT_CPU_S = 0.002
FIRST = "My parcel 4711 should have come on Tuesday. Where is it?"
FURTHER = "It is the blue one, ordered on Monday at your shop in the old town."
ANSWER = "Sorry to hear that! We are looking for it and tell you in the evening."
MINUTES = 200  # from one customer to the next
# The steps that happen as often as the volume says, and those of a quiet day.
FIRST_MESSAGE, FURTHER_MESSAGE, REPLY = "first message", "further message", "reply"
RESOLVED, RATED, LATE = "resolved and asked", "rated", "late"
DAY = "day of a case"  # what it adds to one night's computation
NIGHT, HOUR, SAMPLE, SWEEP = "night", "hour", "sample", "sweep"


@dataclass(frozen=True)
class Measured:
    """What each step used, and how often it was played.

    ``case_bytes`` of the table and ``file_bytes`` of the bucket are those of a case,
    ``nights`` what computing its days takes beyond a day on which nothing happened.
    """

    steps: Mapping[str, Counted]
    times: Mapping[str, int]
    case_bytes: float
    file_bytes: float
    metrics: int


def measure_steps() -> Measured:
    """Play cases, late ones and nights, and count."""
    level, logger_level = logging.root.level, logger.log_level
    with clouds() as start:
        _warmed(start)
        quiet = _nights(start, persons=0)
        busy = _nights(start, persons=PERSONS)
    logging.root.setLevel(level)
    logger.setLevel(logger_level)
    steps = {name: c for name, c in busy.counted.items() if name != NIGHT}
    steps |= {DAY: _beyond(busy.counted[NIGHT], quiet.counted[NIGHT])}
    steps |= {name: quiet.counted[name] for name in (NIGHT, HOUR, SAMPLE, SWEEP)}
    return Measured(
        steps=steps,
        times={
            FIRST_MESSAGE: PERSONS,
            FURTHER_MESSAGE: 3 * PERSONS,
            REPLY: 3 * PERSONS,
            RESOLVED: PERSONS,
            RATED: PERSONS,
            LATE: 1,
            DAY: PERSONS,
            **dict.fromkeys((NIGHT, HOUR, SAMPLE, SWEEP), 1),
        },
        case_bytes=(busy.table - quiet.table) / PERSONS,
        file_bytes=(busy.facts - quiet.facts) / PERSONS,
        metrics=len(busy.metrics | quiet.metrics),
    )


def play_typical() -> Mapping[str, Counted]:
    """What each step of one typical case uses; '' is what comes before it."""
    with clouds() as start:
        cloud = cast("Metered", start(Metered))
        with logged(cloud):
            staffed(cloud)
            typical(cloud, "4100000000", 1)
    return cloud.counted


def typical(cloud: Metered, user: str, begin: float) -> None:
    """One whole case, from the first message to its rating."""
    case = case_id(f"facebook:{user}", f"m_{user}_1")
    cloud.run(begin)
    with cloud.during(FIRST_MESSAGE):
        writes(cloud, user, 1, FIRST)
        cloud.run(begin + 16)
    for number in range(3):
        with cloud.during(REPLY):
            _replies(cloud, case)
            cloud.run(begin + 20 + 24 * number)
        with cloud.during(FURTHER_MESSAGE):
            writes(cloud, user, 2 + number, FURTHER)
            cloud.run(begin + 32 + 24 * number)
    with cloud.during(RESOLVED):
        act(cloud, "resolve", case)
        cloud.run(begin + 110)
    with cloud.during(RATED):
        tapped = {"quick_reply": {"payload": payload(survey_id(case, 1), 5)}}
        writes(cloud, user, 9, "5", **tapped)
        cloud.run(begin + MINUTES - 20)


def late(cloud: Metered, user: str, begin: float) -> None:
    """A message that nobody answers in time: what is warned of, and the breach."""
    cloud.run(begin)
    writes(cloud, user, 1, FIRST)
    cloud.run(begin + 16)
    with cloud.during(LATE):
        cloud.run(begin + 90)
    act(cloud, "flush", case_id(f"facebook:{user}", f"m_{user}_1"), reason="spam")
    cloud.run(begin + MINUTES - 20)


def _replies(cloud: Metered, case: str) -> None:
    """What an agent's panel asks for before he answers, and his answer."""
    cloud.get("GET /cases")
    cloud.get("GET /cases/{case_id}", case_id=case)
    cloud.get("GET /cases/{case_id}/timeline", case_id=case)
    act(cloud, "reply", case, text=ANSWER, visibility="private")


def _warmed(start: Start) -> None:
    """Have everything imported before it is counted."""
    cloud = cast("Metered", start(Metered))
    with logged(cloud):
        staffed(cloud)
        typical(cloud, "4100000000", 1)
        _midnight(cloud)


def _nights(start: Start, *, persons: int) -> "Nights":
    """A deployment on which so many customers wrote on one day, and the night."""
    cloud = cast("Nights", start(Nights))
    with logged(cloud):
        staffed(cloud)
        for number in range(persons):
            typical(cloud, f"420000000{number}", 1 + number * 140)
        cloud.table = cloud.table_bytes()
        _midnight(cloud)
        facts = (c for p, c in cloud.files().items() if "facts/" in p)
        cloud.facts = sum(map(len, facts))
        if persons:
            late(cloud, "4300000000", 3 * 1440)
    return cloud


class Nights(Metered):
    """A metered deployment, with what is left of it."""

    table: int  # bytes of the table before the night
    facts: int  # bytes of the facts exported


def _midnight(cloud: Metered) -> None:
    """The schedules of the next day: one hour computes, the others find it done."""
    midnight = (MONDAY.replace(hour=0) + timedelta(days=1, minutes=10)) - MONDAY
    cloud.run(midnight / timedelta(minutes=1))
    for step, function in (
        (NIGHT, "nightly"),
        (HOUR, "nightly"),
        (SAMPLE, "sample_customers"),
        (SWEEP, "sweep_cases"),
    ):
        with cloud.during(step):
            cloud.scheduled(function)


def _beyond(more: Counted, less: Counted) -> Counted:
    """What one count has beyond the other; where it has less, nothing."""
    found = Counted()
    for name in ("calls", "invocations", "cpu_s", "calls_of"):
        had, has = getattr(less, name), getattr(more, name)
        getattr(found, name).update({k: max(0, has[k] - had[k]) for k in has})
    for name in ("write_units", "read_units", "transitions", "log_bytes", "requests"):
        setattr(found, name, max(0, getattr(more, name) - getattr(less, name)))
    found.cpu_s["nightly"] = NIGHT_CPU_S * PERSONS
    return found
