"""Random small histories: what a few customers write and agents do, as delivered.

Of each there are two logs, as they were stored: one in order, one of deliveries in
any order, in other batches, some of them twice. Around days on which the clocks
change, often. Drawn with dice, so that hypothesis can shrink them.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.domain.settings import Rules
from shared.kpis.collect import Window, collect
from shared.kpis.days import bounds
from shared.kpis.elsewhere import Elsewhere, calls
from shared.kpis.facts import Facts, join
from shared.kpis.pseudonyms import pseudonymiser
from tests.fakes.entries import MONDAY, action, received, sent
from tests.unit.domain.arrivals import batches, stored

ONE_DAY = timedelta(days=1)
YEARS = range(2012, 2026)
APART = 120  # days between worlds of one zone: longer than any number looks back
PLAIN = (80, 260)  # days of a year that are days of worlds as well
HOUR, DAY = 60, 24 * 60  # in minutes
STARTS = (0, 100, 540, 1380)  # minutes after midnight
LASTING = 4  # days of which the end is looked at
HALF = 0.5
HIDE = pseudonymiser(b"key")
# Around deadlines, a change of the clocks in the night, and windows of a week.
MINUTES = (0, 1, 14, 15, 16, HOUR, 75, 150, 300, 840, DAY, DAY + HOUR, 2 * DAY)
LATE = (7 * DAY, 8 * DAY, 9 * DAY)
PERSONS = ("x:1", "whatsapp:1", "phone:1", "facebook:1")
MOODS = ((0.9, 0.0), (0.6, 0.3), (0.5, 0.25), (0.25, 0.6), (0.0, 1.0))
DEEDS: Sequence[tuple[str, dict[str, Any]]] = (
    ("assigned", {"agent": "amy"}),
    ("assigned", {"agent": "bob"}),
    ("unassigned", {"reason": "break"}),
    ("routed", {"routing": {"queue": "second", "priority": "low", "policy": "fast"}}),
    ("escalated", {"what": "supervisor", "reason": "breach"}),
    ("escalated", {"what": "call", "reason": "manual"}),
    ("private_offered", {"reason": "manual"}),
    ("flushed", {"reason": "spam"}),
    ("unflushed", {"target": "m0"}),
    *[("resolved", {"agent": "amy"})] * 4,
    ("reopened", {"agent": "bob"}),
    ("reviewed", {"score": 80}),
    ("worked", {"duration_s": 40}),
)


@dataclass(frozen=True, slots=True)
class Told:
    """The facts of some persons, by either of their logs."""

    in_order: Facts
    as_delivered: Facts


def days_of(zone: ZoneInfo, dice: Random, number: int) -> list[date]:
    """Some days of a zone, far from each other, those of changed clocks first."""
    changed, plain = _days(zone)
    found: list[date] = []
    for day in [*dice.sample(changed, len(changed)), *dice.sample(plain, len(plain))]:
        if all(abs((day - other).days) > APART for other in found):
            found.append(day)
    return sorted(found[:number])


@cache
def _days(zone: ZoneInfo) -> tuple[list[date], list[date]]:
    """The days of 23 and 25 hours, and some others."""
    changed, plain = list[date](), list[date]()
    for year in YEARS:
        for number in range(365):
            day = date(year, 1, 1) + number * ONE_DAY
            start, end = bounds(day, zone)
            if end - start != ONE_DAY:
                changed.append(day)
            elif number in PLAIN:
                plain.append(day)
    return changed, plain


def history(
    dice: Random, day: date, zone: ZoneInfo, rules: Rules, now: datetime
) -> Told:
    """What one to three persons live through from some hour of a day on."""
    start = bounds(day, zone)[0] + timedelta(minutes=dice.choice(STARTS))
    persons = dice.sample(PERSONS, dice.randint(1, 3))
    said = {who: list(_life(dice, who, start)) for who in persons}
    ends = tuple(bounds(day + n * ONE_DAY, zone)[1] for n in range(LASTING))
    look = _Look(rules, now, ends, is_one=dice.random() < HALF)
    orderly = {who: stored(who, [_in_order(it)], rules)[1] for who, it in said.items()}
    shuffled = {
        who: stored(who, batches(it, dice), rules)[1] for who, it in said.items()
    }
    return Told(look.facts(orderly), look.facts(shuffled))


def _in_order(log: Iterable[Entry]) -> list[Entry]:
    return sorted(log, key=lambda entry: entry.key)


def _life(dice: Random, person: str, start: datetime) -> Iterator[Entry]:
    """The log of a person: messages, answers, a survey perhaps, and deeds."""
    case = case_id(person, "m0")
    made = [replace(_message(dice, 0, person), opens=case)]
    made += [_message(dice, n, person) for n in range(1, dice.randint(0, 5) + 1)]
    made += [_deed(dice, n, case) for n in range(dice.randint(0, 9))]
    if dice.random() < 0.5:
        made += _survey(dice, case)
    late = dice.random() < 0.2
    for entry in made:
        moved = start - MONDAY
        if late and entry.id != "m0" and dice.random() < 0.3:
            moved += timedelta(minutes=dice.choice(LATE))
        yield _moved(entry, moved)


def _moved(entry: Entry, by: timedelta) -> Entry:
    times = {
        name: known + by
        for name in ("received_at", "processed_at", "expires_at")
        if (known := getattr(entry, name)) is not None
    }
    return replace(entry, at=entry.at + by, **times)


def _message(dice: Random, number: int, person: str) -> Entry:
    negative, positive = dice.choice(MOODS)
    knows = dice.random() < 0.7
    is_call = person.startswith("phone")
    return received(
        0 if number == 0 else dice.choice(MINUTES),
        f"m{number}",
        visibility=dice.choice(["public", "private"]),
        courtesy=number > 0 and dice.random() < 0.2,
        social=not is_call,
        duration_s=90 if is_call else None,
        topics=dice.choice([(), ("bill",), ("bill", "login")]),
        language=dice.choice(["it", None]),
        sentiment=dice.choice(["negative", "neutral", "positive"]) if knows else None,
        p_negative=negative if knows else None,
        p_neutral=1 - negative - positive if knows else None,
        p_positive=positive if knows else None,
    )


def _deed(dice: Random, number: int, case: str) -> Entry:
    minutes, what = dice.choice(MINUTES), dice.random()
    if what < 0.4:
        automatic, agent = dice.random() < 0.2, dice.choice(["amy", "bob", None])
        return sent(minutes, f"a{number}", automatic=automatic, agent=agent)
    kind, more = dice.choice(DEEDS)
    episode = dice.choice([1, 1, 1, 2])
    return action(kind, minutes, case, id=f"{kind}-{number}", episode=episode, **more)


def _survey(dice: Random, case: str) -> Iterator[Entry]:
    """A question, what the platform says of it, and a score, in time or not."""
    asked = dice.choice(MINUTES)
    key = f"csat-{case}-1"
    yield action(
        "survey_sent",
        asked,
        case,
        id=key,
        survey=key,
        agent="amy",
        target="q1",
        expires_at=MONDAY + timedelta(minutes=asked + 2 * DAY),
    )
    yield sent(asked, "q1", automatic=True)
    if dice.random() < 0.5:
        status: dict[str, Any] = {
            "status": dice.choice(["delivered", "failed"]),
            "target": "q1",
        }
        yield replace(
            sent(asked + 1, "r1"), kind="status_received", text=None, **status
        )
    if dice.random() < 0.7:
        score: dict[str, Any] = {"score": dice.randint(1, 5), "survey": key}
        yield received(asked + dice.choice([5, HOUR, DAY, 3 * DAY]), "score", **score)


@dataclass(frozen=True, slots=True)
class _Look:
    """How logs are looked at: by which rules, when, and which days end meanwhile."""

    rules: Rules
    now: datetime
    ends: tuple[datetime, ...]
    is_one: bool  # customer, or as many as there are persons

    def facts(self, logs: Mapping[str, list[Entry]]) -> Facts:
        """What the logs of some persons tell."""
        window = Window(
            start=datetime.min.replace(tzinfo=UTC),
            end=datetime.max.replace(tzinfo=UTC),
            now=self.now,
            day_ends=self.ends,
        )
        return join(
            collect(who, log, self.rules, HIDE, window, self._elsewhere(who, logs))
            for who, log in logs.items()
        )

    def _elsewhere(self, who: str, logs: Mapping[str, list[Entry]]) -> Elsewhere | None:
        if not self.is_one:
            return None
        others = [(it, log) for it, log in logs.items() if it != who]
        called = [call for it, log in others for call in calls(it, log, self.rules)]
        return Elsewhere(first=min(logs), calls=called)
