"""Ann and her case on X, and what agents and the workflow do with it."""

from datetime import datetime
from typing import Any

from functions import actions, case_workflow, replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from shared.domain.agents import Agent
from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.domain.state import Case
from shared.domain.times import to_text
from shared.ports_workflow import Token
from tests.fakes.entries import at
from tests.fakes.world import World, contact, envelope

ANN = "x:1"
CASE = case_id(ANN, "m1")
STATE = {"person": ANN, "case": CASE, "episode": 1}
BOSS = Request(caller="boss", roles=frozenset({"supervisor"}), query={}, body={})


def writes(world: World, person: str = "1", **changes: Any) -> None:
    """A customer writes privately; the desk promises an answer in 15 minutes."""
    piece = {
        **contact(**changes),
        "channel": changes.get("channel", "x"),
        "social": True,
        "account": "9",
        "author": {"id": person},
    }
    ingest_batch([Record(body=envelope(piece), handle="")], world)


def come(world: World, *names: str, **changes: Any) -> None:
    for name in names:
        world.agents.put(Agent(id=name, name=name, **changes))
        world.agents.set_available(name, True)


def case(world: World, person: str = ANN) -> Case:
    found = world.log.cards([person])[person].person.case
    assert found is not None
    return found


def entries(world: World, kind: str) -> list[Entry]:
    return [e for e in world.log.read(ANN) if e.kind == kind]


def resolve(world: World) -> None:
    actions.resolve(CASE, BOSS, world)


def answers(world: World) -> None:
    request = Request(
        caller="amy", roles=frozenset({"agent"}), query={}, body={"text": "Hello"}
    )
    replying.reply(CASE, request, world)


def keep(world: World, minutes: float | None) -> None:
    """Let the case's workflow wait until then."""
    until = None if minutes is None else at(minutes)
    world.log.keep_token(CASE, 1, Token(token="t1", until=until))


def waits(world: World, until: datetime | None, token: str = "t1") -> None:  # noqa: S107 - a sample
    """The workflow begins a wait that ends then."""
    state = {**STATE, "until": to_text(until) if until else None}
    case_workflow.await_deadline({"state": state, "token": token}, world)


def looks(world: World) -> datetime | None:
    """The workflow looks at the case, and is told until when to wait."""
    waits(world, None)
    return world.workflow.rearmed[-1][1].until
