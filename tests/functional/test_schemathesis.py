"""Schemathesis against the application on fakes: more examples than a stack allows."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from shared.domain.agents import Agent
from tests.fakes.api import Api, deployed
from tests.fakes.gateway import serving
from tests.fakes.probing import ALSO_400, ASKED, Probe, own, probe
from tests.fakes.world import MONDAY, World, contact, envelope

CHANNELS = ("x", "facebook", "instagram", "whatsapp", "phone")
CASES = 48  # one for each operation


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    for made in deployed(monkeypatch):
        made.world.clock.at = MONDAY + timedelta(minutes=CASES)
        yield made


def cases(world: World) -> list[tuple[str, str]]:
    """Customers on all channels, who wait, and agents who are there."""
    for name in ("amy", "bruno"):
        world.agents.put(Agent(id=name, name=name.title(), capacity=500))
        world.agents.set_available(name, available=True)
    persons = [f"{CHANNELS[n % len(CHANNELS)]}:{n}" for n in range(CASES)]
    for number, person in enumerate(persons):
        channel, _, user = person.partition(":")
        said = contact(
            id=f"m{number}",
            channel=channel,
            account="9",
            social=True,
            visibility="private",
            author={"id": user, "name": "Ann", "handle": f"ann{user}"},
            at=MONDAY + timedelta(minutes=number),
        )
        world.queue.send([envelope(said)])
    world.drain()
    found = world.log.cards(persons).values()
    return [(c.person.case.id, c.person.id) for c in found if c.person.case]


def test_only_operations_of_the_contract_are_let_off_an_answer() -> None:
    let_off = {name for names in ALSO_400.values() for name in names}

    assert let_off <= {one["operationId"] for one in ASKED}


@pytest.mark.parametrize(("role", "seconds"), [("admin", 60), ("agent", 15)])
def test_it_is_as_the_contract_says_whatever_it_is_asked(
    api: Api, tmp_path: Path, role: str, seconds: int
) -> None:
    known = own(cases(api.world))
    with serving(api) as url:
        asked = Probe(url=url, token=role, known=known, examples=8, seconds=seconds)
        found = probe(asked, tmp_path)

    assert not found, found
