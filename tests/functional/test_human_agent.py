"""Meta's Human Agent feature: an agent's answer up to seven days after the customer.

The simulated Meta holds every answer against its windows, on the time of the test.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from chalice.app import Response

from functions import actions, case_workflow, replying
from infra.local import simulator
from infra.local.simulated_platform import Platforms
from shared.adapters.rules import KeptSettings
from shared.adapters.sender import Sender
from shared.domain.messages import Delivery, Outbound
from shared.domain.settings import default_settings
from shared.domain.state import Case
from shared.errors import Conflict, SendRefused
from tests.fakes.loopback import serving
from tests.fakes.sender import FakeSender
from tests.fakes.settings import FakeSettings
from tests.fakes.world import MONDAY, World
from tests.functional.test_desk import asks, customer_writes
from tests.functional.test_long_answers import LONG

ACCOUNTS = {"facebook": "1000000001", "instagram": "5000000001"}
DAY, WEEK = timedelta(days=1), timedelta(days=7)
SECOND = timedelta(seconds=1)


class Meta(FakeSender):
    """Sends to the simulated Meta, which is told how long ago the customer wrote."""

    def __init__(self, world: World, real: Sender, platforms: Platforms) -> None:
        super().__init__()
        self.world, self.real, self.platforms = world, real, platforms
        self.last = MONDAY

    def deliver(self, out: Outbound) -> Delivery:
        ago = self.world.clock.now() - self.last
        window = "open" if ago < DAY else "closed" if ago < WEEK else "expired"
        self.platforms.behave({"window": window})
        return self.real.deliver(out)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with serving(simulator.app) as base:
        yield base


@pytest.fixture(params=ACCOUNTS)
def channel(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def meta(url: str, channel: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Meta]:
    """A customer wrote privately; Meta has granted us the feature, and we use it."""
    platforms, world = Platforms(), World()
    monkeypatch.setattr(simulator, "platforms", platforms)
    platforms.behave({"human_agent": True})
    use(world, channel)
    customer_writes(world, **talk(channel))
    with requests.Session() as http:
        real = Sender({"meta": f"{url}/meta"}, lambda *_: "t-1", http)
        world.sender = Meta(world, real, platforms)
        yield world.sender


def use(world: World, *channels: str) -> None:
    first = default_settings("UTC", human_agent=frozenset(channels))
    world.settings_store = KeptSettings(FakeSettings(), first)


def talk(channel: str, **changes: Any) -> dict[str, Any]:
    account = ACCOUNTS[channel]
    return {"visibility": "private", "channel": channel, "account": account, **changes}


def case(meta: Meta) -> Case:
    (card,) = meta.world.log.cards([person(meta)]).values()
    assert card.person.case is not None
    return card.person.case


def person(meta: Meta) -> str:
    (known,) = meta.world.log.entries
    return known


def reply(meta: Meta, text: str = "It is here.", key: str = "k") -> int:
    wanted = asks(body={"text": text}, idempotency_key=key)
    answer = replying.reply(case(meta).id, wanted, meta.world)
    return answer.status_code if isinstance(answer, Response) else 200


def tags(meta: Meta) -> list[str | None]:
    return [sent.tag for sent in meta.platforms.sent]


@pytest.mark.parametrize(
    ("after", "tag"),
    [
        (DAY - SECOND, None),
        (DAY, "HUMAN_AGENT"),
        (WEEK - SECOND, "HUMAN_AGENT"),
    ],
)
def test_the_answer_arrives_and_is_tagged_after_a_day(
    meta: Meta, after: timedelta, tag: str | None
) -> None:
    meta.world.clock.at += after

    assert (reply(meta), tags(meta)) == (200, [tag])


def test_after_a_week_the_agent_is_told_so_and_nothing_is_tried(meta: Meta) -> None:
    meta.world.clock.at += WEEK
    with pytest.raises(Conflict, match="7 days is over") as refusal:
        reply(meta)

    assert (refusal.value.code, tags(meta)) == ("window_closed", [])


def test_where_it_is_not_switched_on_a_day_is_all(meta: Meta) -> None:
    use(meta.world)
    meta.world.clock.at += DAY
    with pytest.raises(Conflict, match="24 hours is over"):
        reply(meta)

    assert tags(meta) == []


def test_what_meta_has_not_granted_is_told_and_breaks_nothing_else(meta: Meta) -> None:
    meta.platforms.behave({"human_agent": False})
    meta.world.clock.at += DAY
    with pytest.raises(SendRefused, match="Meta has not granted"):
        reply(meta)
    last = meta.world.log.read(person(meta))[-1]

    assert (last.kind, last.reason) == ("send_failed", "send_refused")
    assert meta.world.health.broken() == {}


def test_who_writes_again_gets_an_ordinary_answer(meta: Meta, channel: str) -> None:
    at = MONDAY + 2 * DAY
    customer_writes(meta.world, **talk(channel, id="m2", at=at))
    meta.last = meta.world.clock.at = at

    assert (reply(meta), tags(meta)) == (200, [None])


def test_every_part_of_a_long_answer_is_tagged(meta: Meta) -> None:
    meta.world.clock.at += DAY
    reply(meta, LONG[:3000])

    assert len(tags(meta)) > 1
    assert set(tags(meta)) == {"HUMAN_AGENT"}


class TestWhileItWaits:
    def waiting(self, meta: Meta, after: timedelta) -> None:
        meta.world.clock.at += after
        meta.platforms.behave({"mode": "rate_limit"})
        assert reply(meta) == 202

    def until(self, meta: Meta, ends: Callable[[], bool]) -> None:
        while meta.world.outbox.errands and not ends():
            meta.world.deliver()

    def test_the_day_may_pass(self, meta: Meta) -> None:
        self.waiting(meta, DAY - 2 * SECOND)
        meta.platforms.behave({"mode": "accept"})
        meta.world.deliver()

        assert tags(meta) == ["HUMAN_AGENT"]

    def test_the_customer_may_write_again(self, meta: Meta, channel: str) -> None:
        self.waiting(meta, 2 * DAY)
        meta.last = meta.world.clock.at
        again = talk(channel, id="m2", at=meta.last)
        customer_writes(meta.world, **again)
        meta.platforms.behave({"mode": "accept"})
        meta.world.deliver()

        assert tags(meta) == [None]

    def test_the_week_may_end(self, meta: Meta) -> None:
        self.waiting(meta, WEEK - 600 * SECOND)
        self.until(meta, lambda: False)

        assert meta.world.log.read(person(meta))[-1].reason == "window_closed"
        assert (meta.world.outbox.errands, tags(meta)) == ([], [])

    def test_a_repeat_after_the_day_is_tagged(self, meta: Meta) -> None:
        self.waiting(meta, DAY - 2 * SECOND)
        meta.platforms.behave({"mode": "accept"})
        meta.world.clock.advance(minutes=10)

        assert (reply(meta), tags(meta)) == (200, ["HUMAN_AGENT"])
        self.until(meta, lambda: False)
        assert tags(meta) == ["HUMAN_AGENT"]


def test_a_survey_is_not_an_agents_and_keeps_to_the_day(meta: Meta) -> None:
    meta.world.clock.at += DAY
    found = case(meta)
    actions.resolve(found.id, asks(), meta.world)
    meta.world.clock.advance(minutes=10)
    state = {"person": person(meta), "case": found.id, "episode": 1}
    case_workflow.ask(state, meta.world)
    last = meta.world.log.read(person(meta))[-1]

    assert (last.kind, last.reason) == ("survey_suppressed", "window_closed")
    assert tags(meta) == []
