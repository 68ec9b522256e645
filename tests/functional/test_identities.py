"""People whose ids change, and numbers that are given to others."""

from datetime import timedelta
from typing import Any

import pytest

from functions.attribution import attribute
from functions.ingest import ingest
from shared.domain.intake import to_entry
from shared.domain.messages import Event
from shared.domain.times import to_text
from tests.fakes.world import MONDAY, World, envelope


def event(number: int, person: str | None, **changes: Any) -> Event:
    """The customer's n-th WhatsApp message, n minutes after ten."""
    values: dict[str, Any] = {
        "id": f"w{number}",
        "channel": "whatsapp",
        "kind": "message",
        "direction": "inbound",
        "visibility": "private",
        "occurred_at": MONDAY + timedelta(minutes=number),
        "received_at": MONDAY + timedelta(days=1),
        "person": person,
    }
    return Event(**{**values, **changes})


def whose(world: World, *events: Event) -> list[str]:
    """The persons of these events, each delivered by itself."""
    found: list[str] = []
    for one in events:
        sorted_out = attribute([(one, to_entry(one, MONDAY, world.settings))], world)
        world.log.append([], identities=sorted_out.identities)
        for arrival in sorted_out.arrivals:
            found.append(arrival.person)
            card = world.log.cards([arrival.person])[arrival.person]
            world.log.save(card)
    return found


@pytest.fixture
def world() -> World:
    return World()


def test_a_user_id_and_a_phone_are_one_person(world: World) -> None:
    known_by_both = event(2, "IT.1", aliases=("390001",))

    assert (
        whose(world, event(1, "390001"), known_by_both, event(3, "IT.1"))
        == ["whatsapp:390001"] * 3
    )


def test_a_phone_that_is_his_no_longer_names_somebody_new(world: World) -> None:
    moved = event(5, "IT.2", kind="note", former=("390001",))
    before, after = event(4, "390001"), event(6, "390001")

    first, own, late, stranger, again = whose(
        world, event(1, "390001"), moved, before, after, event(7, "IT.2")
    )

    assert {first, own, late, again} == {"whatsapp:390001"}
    assert stranger == f"whatsapp:390001@{to_text(MONDAY + timedelta(minutes=5))}"


def test_whatever_comes_first_of_one_second_the_old_number_is_still_his(
    world: World,
) -> None:
    moved = event(5, "IT.2", kind="note", former=("390001",))
    same = event(5, "390001", id="w6")

    assert (
        whose(world, event(1, "390001"), same, moved)
        == whose(World(), event(1, "390001"), moved, same)
        == ["whatsapp:390001"] * 3
    )


def test_an_id_is_kept_apart_on_every_channel(world: World) -> None:
    whose(world, event(1, "7", aliases=("8",)))

    assert whose(world, event(2, "8", channel="telegram")) == ["telegram:8"]


def test_one_batch_knows_him_from_its_first_message_on(world: World) -> None:
    batch = [
        event(3, "IT.1"),
        event(2, "IT.1", aliases=("390001",)),
        event(1, "390001"),
    ]
    found = attribute(
        [(one, to_entry(one, MONDAY, world.settings)) for one in batch], world
    )

    assert {a.person for a in found.arrivals} == {"whatsapp:390001"}


def test_the_answer_goes_to_the_id_he_has_now(world: World) -> None:
    known = event(2, "IT.1", aliases=("390001",))
    whose(world, event(1, "390001"), known)
    (arrival,) = attribute(
        [(known, to_entry(known, MONDAY, world.settings))], world
    ).arrivals

    assert arrival.entry.address == "IT.1"


def test_a_whatsapp_webhook_is_filed_under_the_known_person(world: World) -> None:
    world.log.append(
        [],
        identities=attribute(
            [
                (
                    e := event(1, "IT.1", aliases=("390001",)),
                    to_entry(e, MONDAY, world.settings),
                )
            ],
            world,
        ).identities,
    )
    body = {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": "1",
                "changes": [
                    {
                        "field": "messages",
                        "value": {
                            "messaging_product": "whatsapp",
                            "metadata": {"phone_number_id": "7000000001"},
                            "messages": [
                                {
                                    "from": "390001",
                                    "id": "wamid.1",
                                    "timestamp": str(int(MONDAY.timestamp())),
                                    "type": "text",
                                    "text": {"body": "Ciao"},
                                }
                            ],
                        },
                    }
                ],
            }
        ],
    }
    ingest([envelope(body, "whatsapp")], world)

    assert [e.text for e in world.log.read("whatsapp:IT.1")] == ["Ciao"]
