"""Ann on X, by mail and on the phone: she writes, is linked and taken apart."""

from typing import Any

from functions import customers
from functions.http import Request
from shared.domain.state import Case
from shared.ports import Card
from tests.fakes.world import World, contact, envelope

ANN, MAIL, CALL = "x:1", "email:ann@b.example", "phone:+39061"


def ann() -> World:
    """Ann writes on X and by mail and calls, a minute apart."""
    made = World()
    writes(made, ANN, "Where is my order?", handle="Ann_B")
    writes(made, MAIL, "Any news?")
    writes(made, CALL, "Hello, hello?")
    return made


def writes(world: World, person: str, text: str, **changes: Any) -> None:
    """Let somebody write now; a minute passes."""
    channel, _, user = person.partition(":")
    now = world.clock.now()
    handle = changes.pop("handle", None)
    author = {"id": user, "name": "Ann", **({"handle": handle} if handle else {})}
    piece = contact(
        id=f"m{world.queue.sent}",
        channel=channel,
        social=channel in {"x", "telegram"},
        at=now,
        author=author,
        text=text,
        **changes,
    )
    world.queue.send([envelope(piece, received_at=now)])
    world.drain()
    world.clock.advance(minutes=1)


def asks(body: Any = None, **query: str) -> Request:
    roles = frozenset({"agent"})
    return Request(caller="amy", roles=roles, query=query, body=body or {})


def joins(world: World, person: str, to: str = ANN, **more: str) -> dict[str, Any]:
    channel, _, user = person.partition(":")
    body = {"channel": channel, "user": user, **more}
    found = customers.link_identity(to, asks(body), world)
    world.clock.advance(minutes=1)
    return found


def leaves(world: World, person: str, of: str = ANN) -> dict[str, Any]:
    channel, _, user = person.partition(":")
    found = customers.unlink_identity(of, channel, user, asks(), world)
    world.clock.advance(minutes=1)
    return found


def card(world: World, person: str) -> Card:
    return world.log.cards([person])[person]


def case_of(world: World, person: str) -> Case:
    case = card(world, person).person.case
    assert case is not None
    return case
