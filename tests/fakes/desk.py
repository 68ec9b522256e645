"""A desk with people at it: customers who write, agents who come, who has what."""

from typing import Any

from functions import assignment
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.agents import Agent
from shared.domain.calendars import Calendar
from shared.domain.state import Case
from tests.fakes.world import World, contact, envelope

# Three queues: of calls, of those with many followers, of all others.
QUEUES = {
    "rules": [
        {
            "name": "phone calls",
            "when": {"channel": ["phone"]},
            "then": {"queue": "calls", "skills": ["phone"]},
        },
        {"name": "vip", "when": {"reach": 5000}, "then": {"queue": "vip"}},
    ]
}
OFFICE = {
    "timezone": "UTC",
    "weekly": {day: [["09:00", "17:00"]] for day in ("mon", "tue", "wed")},
}
SHIFTS = Calendar.parse(OFFICE)


def writes(
    world: World, person: str = "1", followers: int | None = None, **changes: Any
) -> None:
    """A customer writes privately on X; an answer is promised in 15 minutes."""
    known = {"channel": "x", "social": True, "account": "9", **changes}
    author = {"id": person, "followers": followers}
    piece = contact(**known, author=author)
    ingest_batch([Record(body=envelope(piece), handle="")], world)


def comes(world: World, name: str, **changes: Any) -> None:
    """An agent is there to work."""
    world.agents.put(Agent(id=name, name=name.title(), **changes))
    world.agents.set_available(name, True)


def case_of(world: World, person: str = "1", channel: str = "x") -> Case:
    key = f"{channel}:{person}"
    found = world.log.cards([key])[key].person.case
    assert found is not None
    return found


def holders(world: World, *persons: str) -> list[str | None]:
    """Who has the cases of these customers on X."""
    return [case_of(world, person).episode.agent for person in persons]


def load_of(world: World, agent: str) -> int:
    found = world.agents.get(agent)
    assert found is not None
    return found.load


def asks(caller: str = "boss", role: str = "supervisor", **more: Any) -> Request:
    known = {"query": {}, "body": {}, **more}
    return Request(caller=caller, roles=frozenset({role}), **known)


def assign(person: str, world: World) -> bool:
    """Assign a person's case if anybody can take it; tell whether it has an agent."""
    case = assignment.assign(person, world).case
    return case is not None and case.episode.agent is not None
