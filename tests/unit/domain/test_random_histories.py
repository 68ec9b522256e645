"""Ten thousand random histories: order, repeats and batches change no case.

Plain loops with a seed instead of hypothesis: what counts here is the number.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest

from shared.domain.cases import case_id, fold, replay
from shared.domain.clocks import ended
from shared.domain.decisions import decide
from shared.domain.log import Entry
from shared.domain.routing_json import read_routing
from shared.domain.settings import default_settings
from shared.domain.snapshots import to_json
from shared.domain.state import Person
from tests.fakes.entries import action, at, received, sent
from tests.unit.domain.arrivals import batches, stored

RULES = {
    "rules": [
        {"name": "ads", "when": {"sentiment": ["neutral"]}, "then": {"flush": "ad"}},
        {
            "name": "angry",
            "when": {"sentiment": ["negative"], "visibility": "public"},
            "then": {"queue": "second", "priority": "high"},
        },
    ],
    # How often he has complained is what was known when a message came in.
    "raise": {"sentiment_below": -0.6, "reach": 10_000},
}
SETTINGS = replace(default_settings("Europe/Rome"), routing=read_routing(RULES))
ANN = "x:1"
CASE = case_id(ANN, "m0")
DAY = 24 * 60
# Around the deadlines (15 min, an hour), the night, and the reopen window.
MINUTES = (0, 1, 14, 15, 16, 59, 75, 76, 300, DAY, 2 * DAY, 8 * DAY, 9 * DAY)
MOODS = {"it": [0.8, 0.1], "es": [0.2, 0.1]}  # negative and neutral
LONG_AFTER = at(90 * DAY)
CHUNKS = 20


def message(random: Random, number: int) -> Entry:
    return received(
        random.choice(MINUTES),
        f"m{number}",
        visibility=random.choice(["public", "private"]),
        sentiment=random.choice([None, None, "negative", "neutral"]),
        sentiment_score=random.choice([None, -0.9]),
        followers=random.choice([None, 20_000]),
        courtesy=random.random() < 0.2,
        # Whoever tells no language is heard in that of the talk.
        language=random.choice(["en", "it", "es"]),
        moods=random.choice([None, None, MOODS]),
        moods_model="care-1",
    )


def deed(random: Random, number: int) -> Entry:
    """An answer, or something done with the case that m0 opens."""
    minutes = random.choice(MINUTES)
    if random.random() < 0.4:
        return sent(minutes, f"a{number}", automatic=random.random() < 0.2)
    if random.random() < 0.1:
        return understood(random, minutes, number)
    kind, said = random.choice(ACTIONS)
    episode = random.choice([1, 1, 2])
    return action(kind, minutes, CASE, id=f"{kind}-{number}", episode=episode, **said)


def understood(random: Random, minutes: float, number: int) -> Entry:
    """What another model understands of a message; it changes no case."""
    said = {"target": f"m{random.randint(0, 3)}", "processed_at": at(number)}
    mood = {"language": "it", "sentiment": "negative", "counts": True}
    return action("understood", minutes, CASE, id=f"u{number}", **said, **mood)


ACTIONS: Sequence[tuple[str, dict[str, Any]]] = (
    ("assigned", {"agent": "amy"}),
    ("unassigned", {"reason": "break"}),
    ("routed", {"routing": {"queue": "second", "priority": "low", "policy": "fast"}}),
    ("escalated", {"what": "supervisor", "reason": "manual"}),
    ("private_offered", {"reason": "manual"}),
    ("snoozed", {"expires_at": at(DAY)}),
    ("flushed", {"reason": "spam"}),
    ("resolved", {"agent": "amy"}),
    ("reopened", {"agent": "amy"}),
    ("reviewed", {"score": 80}),
)


def history(random: Random) -> list[Entry]:
    first = received(0, "m0", opens=CASE)
    rest = [message(random, n) for n in range(1, random.randint(1, 6))]
    return [first, *rest, *(deed(random, n) for n in range(random.randint(0, 5)))]


def delivered(entries: Sequence[Entry], random: Random) -> tuple[Person, list[Entry]]:
    """Hand them over in random batches, some again."""
    return stored(ANN, batches(entries, random), SETTINGS)


def seen(log: Sequence[Entry]) -> dict[str, Any]:
    """The fold without the ids, which the first message to arrive gives."""
    person = fold(Person(id=ANN), log, SETTINGS)
    assert person.case is not None
    nameless = replace(person.case, id="", named=False, aliases=())
    return to_json(replace(person, case=nameless))


def clocks(log: Sequence[Entry]) -> list[Any]:
    steps = replay(Person(id=ANN), log, SETTINGS)
    return sorted(repr(found.clock) for found in ended(steps, LONG_AFTER))


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_any_order_of_arrival_gives_the_same_cases(chunk: int) -> None:
    for seed in range(chunk * 10_000 // CHUNKS, (chunk + 1) * 10_000 // CHUNKS):
        random = Random(seed)  # noqa: S311 - histories, not secrets
        entries = history(random)
        orderly = sorted(entries, key=lambda e: e.key)
        _, straight = delivered_in_order(orderly)
        card, log = delivered(entries, random)

        assert seen(log) == seen(straight), seed
        assert clocks(log) == clocks(straight), seed
        assert to_json(card) == to_json(fold(Person(id=ANN), log, SETTINGS)), seed


def test_any_order_of_edits_gives_the_same_cases() -> None:
    """Of what asked for nothing an edit may make a message."""
    for seed in range(300):
        random = Random(seed)  # noqa: S311 - as above
        entries = edited(random)
        _, straight = delivered_in_order(sorted(entries, key=lambda e: e.key))
        card, log = delivered(entries, random)

        assert seen(log) == seen(straight), seed
        assert to_json(card) == to_json(fold(Person(id=ANN), log, SETTINGS)), seed


def edited(random: Random) -> list[Entry]:
    """A history in which some messages are flushed, and some edited."""
    opener, *rest = history(random)
    said = [replace(e, **judged(random)) for e in rest if e.kind == "message_received"]
    told = [opener, *said, *(e for e in rest if e.kind != "message_received")]
    for number in range(random.randint(0, 3)):
        first = random.choice([opener, *said])
        edit = received(0, f"e{number}", target=first.id, **judged(random))
        minutes = random.choice([0, 1, 60, 9 * DAY])
        told.append(replace(edit, at=first.at + timedelta(minutes=minutes)))
    return told


def judged(random: Random) -> dict[str, Any]:
    flush = random.choice([None, None, "praise"])
    polite = random.random() < 0.3
    return {"sentiment_model": "care-1", "flush": flush, "courtesy": polite}


def delivered_in_order(entries: Sequence[Entry]) -> tuple[Person, list[Entry]]:
    decision = decide(Person(id=ANN), entries, SETTINGS, [])
    return decision.person, list(decision.entries)


@pytest.mark.parametrize("seed", range(200))
def test_whoever_looks_earlier_sees_the_same_breaches(seed: int) -> None:
    _, log = delivered_in_order(history(Random(seed)))  # noqa: S311 - as above
    final = breaches(log, LONG_AFTER)

    for now in {ended_at for _, ended_at in final}:
        known = [e for e in log if e.at <= now]
        assert {b for b in final if b[1] <= now} == breaches(known, now)


def breaches(log: Sequence[Entry], now: datetime) -> set[tuple[str, datetime]]:
    steps = replay(Person(id=ANN), log, SETTINGS)
    return {
        (e.clock.kind, e.clock.ended_at)
        for e in ended(steps, now)
        if e.clock.outcome == "breached" and e.clock.ended_at is not None
    }
