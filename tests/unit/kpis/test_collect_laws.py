"""Laws of the facts: of any history, however it arrived and whoever asks when."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.cases import fold
from shared.domain.log import Entry
from shared.domain.state import Person
from shared.kpis.collect import Window, collect
from shared.kpis.elsewhere import Call, Elsewhere
from shared.kpis.facts import Facts, join
from tests.fakes.entries import action, at, received, sent
from tests.unit.kpis.collected import CASE, DAY, HIDE, SETTINGS, events

# Around deadlines, nights, the day after an end, and windows of a week.
MINUTES = st.sampled_from(
    [0, 1, 2, 14, 15, 16, 60, 75, 300, 840, DAY, DAY + 60, 2 * DAY, 8 * DAY, 9 * DAY]
)
PERSONS = ("x:1", "whatsapp:1", "phone:1")
DAYS = 20
MIDNIGHTS = tuple(at().replace(hour=0) + timedelta(days=n) for n in range(DAYS + 1))
LONGEST = timedelta(days=7)  # of the windows that look ahead
MOODS = st.sampled_from([None, 0.0, 0.25, 0.6, 1.0])
DEEDS: Sequence[tuple[str, dict[str, Any]]] = (
    ("assigned", {"agent": "amy"}),
    ("unassigned", {"reason": "break"}),
    ("escalated", {"what": "supervisor", "reason": "breach"}),
    ("escalated", {"what": "call", "reason": "manual"}),
    ("private_offered", {"reason": "manual"}),
    ("flushed", {"reason": "spam"}),
    ("resolved", {"agent": "amy"}),
    ("resolved", {"agent": "amy"}),
    ("reopened", {"agent": "amy"}),
    ("reviewed", {"score": 80}),
    ("worked", {"duration_s": 40}),
    ("survey_sent", {"expires_at": at(9 * DAY), "target": "a1", "agent": "amy"}),
)


@st.composite
def messages(draw: st.DrawFn, number: int) -> Entry:
    negative = draw(MOODS)
    known = negative is not None
    social = draw(st.booleans())
    return received(
        draw(MINUTES),
        f"m{number}",
        visibility=draw(st.sampled_from(["public", "private"])),
        courtesy=draw(st.booleans()),
        social=social,
        duration_s=None if social else 90,
        score=draw(st.sampled_from([None, 4])),
        p_negative=negative,
        p_neutral=0.0 if known else None,
        p_positive=1 - negative if negative is not None else None,
    )


@st.composite
def deeds(draw: st.DrawFn, number: int) -> Entry:
    """An answer, a receipt, or something done with the case that m0 opens."""
    minutes, what = draw(MINUTES), draw(st.integers(0, 9))
    if what < 4:
        automatic = draw(st.booleans())
        return sent(minutes, f"a{number}", automatic=automatic, agent="amy")
    if what == 4:
        said = draw(st.sampled_from(["delivered", "failed"]))
        return Entry(
            at=at(minutes),
            id=f"r{number}",
            kind="status_received",
            status=said,
            target="a1",
        )
    kind, more = draw(st.sampled_from(DEEDS))
    episode = draw(st.sampled_from([1, 1, 2]))
    return action(kind, minutes, CASE, id=f"{kind}-{number}", episode=episode, **more)


@st.composite
def histories(draw: st.DrawFn) -> list[Entry]:
    first = received(0, "m0", opens=CASE, p_negative=0.9, p_positive=0.0)
    said = [draw(messages(n)) for n in range(1, draw(st.integers(0, 5)) + 1)]
    done = [draw(deeds(n)) for n in range(draw(st.integers(0, 9)))]
    return [first, *said, *done]


CALLS = st.lists(st.builds(Call, MINUTES.map(at), st.booleans()), max_size=3)


def told(
    log: Sequence[Entry],
    person: str = "x:1",
    start: datetime = MIDNIGHTS[0],
    end: datetime = MIDNIGHTS[-1],
    calls: Sequence[Call] = (),
) -> Facts:
    ends = tuple(at for at in MIDNIGHTS if start < at <= end)
    window = Window(start=start, end=end, now=MIDNIGHTS[-1], day_ends=ends)
    elsewhere = Elsewhere(first="phone:9", calls=calls)
    return collect(person, log, SETTINGS, HIDE, window, elsewhere)


def kinds(found: Facts) -> list[list[Any]]:
    """The facts of each kind, in one order."""
    kept = [getattr(found, field.name) for field in fields(Facts)]
    return [sorted(facts, key=lambda f: (f.at, f.id)) for facts in kept]


@settings(deadline=None)
@given(histories(), st.sampled_from(PERSONS), st.randoms(use_true_random=False))
def test_order_and_repeats_change_no_fact(
    log: list[Entry], person: str, random: Random
) -> None:
    again = [*log, *random.choices(log, k=random.randint(0, 5))]
    random.shuffle(again)

    assert told(again, person) == told(log, person)


@settings(deadline=None)
@given(histories(), st.sampled_from(PERSONS), CALLS)
def test_many_days_are_all_their_days(
    log: list[Entry], person: str, calls: list[Call]
) -> None:
    days = (told(log, person, start, end, calls) for start, end in pairwise(MIDNIGHTS))

    assert kinds(join(days)) == kinds(told(log, person, calls=calls))


@settings(deadline=None)
@given(histories(), st.sampled_from(PERSONS))
def test_ids_are_unique_within_a_kind(log: list[Entry], person: str) -> None:
    for facts in kinds(told(log, person)):
        assert len({fact.id for fact in facts}) == len(facts)


@settings(deadline=None)
@given(histories(), CALLS)
def test_numbers_of_an_episode_make_sense(log: list[Entry], calls: list[Call]) -> None:
    for fact in told(log, "phone:1", calls=calls).episodes:
        named = {f.name: getattr(fact, f.name) for f in fields(fact)}
        measured = [v for v in named.values() if isinstance(v, int | float)]
        moods = [v for k, v in named.items() if "_p_" in k and v is not None]

        assert all(number >= 0 for number in measured)
        assert all(0 <= mood <= 1 for mood in moods)
        if fact.event == "resolved":
            stages = [fact.queue_s, fact.pickup_s, fact.work_s]
            known = [seconds for seconds in stages if seconds is not None]
            if len(known) == len(stages):
                assert sum(known) == pytest.approx(fact.end_to_end_s)


@settings(deadline=None)
@given(histories())
def test_what_is_erased_moves_no_fact(log: list[Entry]) -> None:
    erased = [replace(e, text=None, attachments=(), address=None) for e in log]

    assert told(erased) == told(log)


@settings(deadline=None)
@given(histories(), CALLS, st.integers(0, DAYS - 1))
def test_an_end_is_final_when_its_windows_have_passed(
    log: list[Entry], calls: list[Call], day: int
) -> None:
    start, end = MIDNIGHTS[day], MIDNIGHTS[day + 1]
    known = [entry for entry in log if entry.at < end + LONGEST]
    heard = [call for call in calls if call.at < end + LONGEST]
    early = told(known, "x:1", start, end, heard)
    late = told(log, "x:1", start, end, calls)

    assert events(early, "resolved") == events(late, "resolved")


@settings(deadline=None)
@given(histories())
def test_open_is_what_the_log_until_midnight_says(log: list[Entry]) -> None:
    found = [fact for fact in told(log).episodes if fact.event == "open"]
    for midnight in MIDNIGHTS[1:]:
        known = [entry for entry in log if entry.at < midnight]
        case = fold(Person(id="x:1"), known, SETTINGS).case
        is_open = case is not None and case.status == "open"
        last = midnight - timedelta(milliseconds=1)

        assert [fact.at for fact in found if fact.at == last] == [last] * is_open
