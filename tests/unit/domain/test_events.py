"""Events of random histories: each episode begins and ends once, its ids stay."""

from collections import Counter
from random import Random

import pytest

from shared.domain.cases import Step, replay
from shared.domain.events import Event, from_json, of_card, of_entry, to_json
from shared.domain.state import Person
from tests.unit.domain.test_random_histories import ANN, SETTINGS, deed, message

SEEDS = range(400)
BEGUN = ("case.opened", "case.reopened")
ENDED = ("case.resolved", "case.flushed")


def history(seed: int) -> list[Step]:
    """What comes in, in the order in which it happened."""
    random = Random(seed)  # noqa: S311 - nothing secret
    entries = [message(random, n) for n in range(random.randint(1, 5))]
    entries += [deed(random, n) for n in range(random.randint(0, 8))]
    return list(replay(Person(id=ANN), entries, SETTINGS))


def told(steps: list[Step]) -> list[Event]:
    return [event for step in steps for event in of_card(step.before, step.after)]


@pytest.mark.parametrize("seed", SEEDS)
def test_each_episode_begins_and_ends_as_often_as_it_does(seed: int) -> None:
    steps = history(seed)
    begun, ended = Counter[str](), Counter[str]()
    for step in steps:
        was, now = step.before.case, step.after.case
        if now is None:
            continue
        same = was is not None and (was.id, was.episode.number) == (
            now.id,
            now.episode.number,
        )
        was_open = was is not None and same and was.status == "open"
        begun[now.id] += now.status == "open" and not was_open
        ended[now.id] += now.status != "open" and was_open
    events = told(steps)

    for types, wanted in ((BEGUN, begun), (ENDED, ended)):
        found = Counter(e.case for e in events if e.type in types)
        assert found == Counter({k: n for k, n in wanted.items() if n})


@pytest.mark.parametrize("seed", SEEDS)
def test_no_two_events_have_one_id_and_the_same_history_the_same_ids(seed: int) -> None:
    events = told(history(seed))
    ids = [event.id for event in events]

    assert len(set(ids)) == len(ids)
    assert [event.id for event in told(history(seed))] == ids


@pytest.mark.parametrize("seed", SEEDS)
def test_an_event_comes_out_of_a_queue_as_it_went_in(seed: int) -> None:
    entries = (step.entry for step in history(seed))
    found = [*told(history(seed)), *(e for it in entries for e in of_entry(ANN, it))]

    assert [from_json(to_json(event)) for event in found] == found
