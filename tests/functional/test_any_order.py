"""The law of the log: deliveries in any order, number and batches change nothing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from functions.casebook import Fact, record
from functions.ingest import Record, ingest_batch
from shared.domain.cases import case_id, fold
from shared.domain.log import Entry, in_order
from shared.domain.snapshots import to_json
from shared.domain.state import Person
from shared.kpis.collect import Window, collect
from shared.kpis.facts import Facts
from tests.fakes.entries import MONDAY, action, at
from tests.fakes.world import World, contact, envelope

PERSONS = ("u1", "u2")
OPENED = {p: case_id(f"email:{p}", f"{p}-0") for p in PERSONS}
WEEK = 7 * 24 * 60
# Minutes from the opening: around the deadline (60), the survey's end and the
# reopen window, and before the message that came first.
MINUTES = st.sampled_from([-30, 5, 59, 60, 61, 200, 3000, WEEK, WEEK + 180, WEEK + 181])
CONTACTS = ("inbound", "score", "human", "automatic")
KINDS = st.sampled_from(["inbound", *CONTACTS])
ACTIONS: dict[str, tuple[float, dict[str, Any]]] = {
    "assigned": (1, {"agent": "amy"}),
    "breached": (60, {"clock": "first_response"}),
    "resolved": (120, {"agent": "amy"}),
    "survey_sent": (180, {"expires_at": at(180 + 3 * 24 * 60)}),
}
# What happens, to whom, its number and its minute; "end" ends a batch.
Step = tuple[str, str, int, float]
END: Step = ("end", "", 0, 0)
FIRST: list[Step] = [("inbound", p, 0, 0) for p in PERSONS] + [END]


@st.composite
def histories(draw: st.DrawFn) -> list[Step]:
    """Contacts after the first one of each person, and actions on his case."""
    made: list[Step] = []
    for person in PERSONS:
        contacts = draw(st.lists(st.tuples(MINUTES, KINDS), max_size=4))
        made += [(k, person, n, at) for n, (at, k) in enumerate(contacts, 1)]
        actions = draw(st.lists(st.sampled_from(sorted(ACTIONS)), unique=True))
        made += [(kind, person, 1, ACTIONS[kind][0]) for kind in actions]
    return made


def piece(kind: str, person: str, number: int, minutes: float) -> dict[str, Any]:
    """One contact as the custom channel is told of it."""
    common = {"id": f"{person}-{number}", "at": at(minutes)}
    if kind in ("inbound", "score"):
        text = "5" if kind == "score" else "Where is it?"
        return contact(**common, author={"id": person}, text=text)
    return contact(
        **common,
        author={"id": "amy"},
        customer={"id": person},
        direction="outbound",
        automatic=kind == "automatic",
    )


def deliver(world: World, steps: Sequence[Step]) -> None:
    """Hand over what is next to each other in one batch, actions one by one."""
    batch: list[Record] = []
    for step in [*steps, END]:
        if step[0] in CONTACTS:
            batch.append(Record(body=envelope(piece(*step)), handle=""))
            continue
        ingest_batch(batch, world)
        batch = []
        if step is not END:
            act(world, step)


def act(world: World, step: Step) -> None:
    """Record an action on the first case, unless it is recorded."""
    kind, person, _, minutes = step
    entry = action(kind, minutes, OPENED[person], **ACTIONS[kind][1])
    if entry not in world.log.read(f"email:{person}"):
        record(f"email:{person}", lambda _: Fact(entry=entry), world)


def numbers(world: World, now: Any) -> Facts:
    """All facts, with cases named by their order instead of their ids."""
    window = Window(start=at(-9999), end=at(99999), now=now)
    found = [
        collect(f"email:{p}", world.log.read(f"email:{p}"), world.settings, str, window)
        for p in PERSONS
    ]
    return Facts(
        messages=[replace(f, case=None) for part in found for f in part.messages],
        clocks=[replace(f, case=None) for part in found for f in part.clocks],
        episodes=[replace(f, case=None) for part in found for f in part.episodes],
        surveys=[replace(f, case=None) for part in found for f in part.surveys],
    )


def told(world: World) -> list[list[Entry]]:
    """The logs without what depends on the order of arrival."""
    return [
        [
            replace(e, opens=None, due=None, routing=None)
            for e in world.log.read(f"email:{p}")
        ]
        for p in PERSONS
    ]


def folded(world: World, person: str) -> dict[str, Any]:
    """The fold of the log from its beginning, as a card keeps it."""
    log = world.log.read(person)
    return to_json(fold(Person(id=person), log, world.settings))


def carded(world: World, person: str) -> dict[str, Any]:
    return to_json(world.log.cards([person])[person].person)


NOW = MONDAY + timedelta(days=30)


@given(histories(), st.data())
@settings(max_examples=60, deadline=None)
def test_any_delivery_gives_the_log_and_the_numbers_of_the_orderly_one(
    history: list[Step], data: st.DataObject
) -> None:
    orderly, other = World(), World()
    deliver(orderly, [*FIRST, *history])
    steps = data.draw(st.permutations(history), "order")
    again = data.draw(st.lists(st.sampled_from(history)) if history else st.just([]))
    ends = data.draw(st.lists(st.integers(0, len(steps)), max_size=3), "batches")
    for end in sorted(ends, reverse=True):
        steps.insert(end, END)
    deliver(other, [*FIRST, *steps, END, *again])

    assert told(other) == told(orderly)
    assert numbers(other, NOW) == numbers(orderly, NOW)


@given(histories(), st.data())
@settings(max_examples=30, deadline=None)
def test_every_card_equals_the_fold_of_its_log_after_every_batch(
    history: list[Step], data: st.DataObject
) -> None:
    world = World()
    deliver(world, FIRST)
    for step in data.draw(st.permutations(history), "order"):
        deliver(world, [step])
        for person in PERSONS:
            card, truth = (
                carded(world, f"email:{person}"),
                folded(world, f"email:{person}"),
            )

            assert card == truth


@given(histories(), st.data())
@settings(max_examples=30, deadline=None)
def test_whoever_looks_later_sees_the_same_clocks(
    history: list[Step], data: st.DataObject
) -> None:
    world = World()
    deliver(world, [*FIRST, *history])
    dues = [c.due_at for c in numbers(world, NOW).clocks]
    now = data.draw(st.sampled_from([*dues, NOW]), "now")
    ended = [c for c in numbers(world, now).clocks if c.outcome == "breached"]
    later = [c for c in numbers(world, NOW).clocks if c.outcome == "breached"]

    assert ended == [c for c in later if c.due_at <= now]


@given(histories())
@settings(max_examples=30, deadline=None)
def test_facts_agree_with_each_other(
    history: list[Step],
) -> None:
    world = World()
    deliver(world, [*FIRST, *history])
    facts = numbers(world, NOW)
    opened = [e for e in facts.episodes if e.event in ("opened", "reopened")]
    firsts = [m for m in facts.messages if m.response == "first"]
    clocks = [c for c in facts.clocks if c.clock == "first_response"]
    met = [c for c in clocks if c.outcome == "met"]

    # Long after the last message each episode's clock has ended, once.
    assert len(clocks) == len(opened)
    assert {m.at for m in firsts} >= {c.at for c in met}
    assert len({f.id for f in facts.messages}) == len(facts.messages)
    assert len({f.id for f in facts.episodes}) == len(facts.episodes)
    assert len({f.id for f in facts.clocks}) == len(facts.clocks)
    for person in PERSONS:
        assert len(list(in_order(world.log.read(f"email:{person}")))) == len(
            world.log.read(f"email:{person}")
        )
