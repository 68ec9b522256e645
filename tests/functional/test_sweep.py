"""Every night mends answers and webhooks that an outage has left behind."""

import json
from datetime import timedelta
from typing import Any

import pytest

import functions.parked
from functions import replying
from functions.http import Request
from functions.parked import erase_of
from functions.retention import WORDLESS
from functions.sweep import LONGEST, nightly, sweep
from functions.webhooks import MAX_QUEUED
from shared.domain.cases import case_id
from shared.domain.log import Entry
from shared.errors import StoreUnavailable
from tests.fakes.world import World, contact
from tests.functional.test_desk import customer_writes
from tests.functional.test_webhooks import post

PERSON = "facebook:1"
CASE = case_id(PERSON, "m1")
LARGE = "a" * (MAX_QUEUED + 1)


class Died(BaseException):
    """The function has died."""


@pytest.fixture
def world() -> World:
    """A customer has written on Messenger."""
    made = World()
    customer_writes(made, visibility="private", channel="facebook")
    made.clock.advance(minutes=5)
    return made


def answers(world: World, key: str = "k", text: str = "On its way.") -> None:
    request = Request(
        caller="amy",
        roles=frozenset({"agent"}),
        query={},
        body={"text": text},
        idempotency_key=key,
    )
    replying.reply(CASE, request, world)


def is_cut_off(world: World, *, sent: bool) -> None:
    """An answer of which nothing is known but that it was begun."""
    deliver = world.sender.deliver

    def dies(out: Any) -> Any:
        if sent:
            deliver(out)
        raise Died

    world.sender.deliver = dies  # type: ignore[method-assign]
    with pytest.raises(Died):
        answers(world)
    world.sender.deliver = deliver  # type: ignore[method-assign]


def night(world: World, **later: float) -> dict[str, int]:
    """The sweep of the next night, and what it has posted, done."""
    world.clock.advance(**(later or {"hours": 12}))
    found = sweep(world)
    while world.outbox.errands:
        world.deliver()
    world.drain()
    return {what: times for what, times in found.items() if times}


def told(world: World, *kinds: str) -> list[Entry]:
    return [e for e in world.log.read(PERSON) if e.kind in kinds]


def test_an_answer_that_was_cut_off_is_told_to_the_desk_once(world: World) -> None:
    is_cut_off(world, sent=False)

    assert [night(world).get("sends") for _ in range(2)] == [1, None]
    [entry] = told(world, "send_unconfirmed")
    assert (entry.agent, entry.case, entry.episode) == ("amy", CASE, 1)
    assert entry.text is None
    assert told(world, "message_sent") == []
    assert world.health.counters["facebook", "mended_sends"] == 1


def test_what_may_have_left_is_not_sent_again(world: World) -> None:
    is_cut_off(world, sent=True)
    night(world)

    assert len(world.sender.sent) == 1


def test_an_answer_that_may_still_be_under_way_is_left_alone(world: World) -> None:
    is_cut_off(world, sent=False)

    assert "sends" not in night(world, minutes=30)
    assert told(world, "send_unconfirmed") == []


def test_an_answer_that_has_left_is_left_alone(world: World) -> None:
    answers(world)

    assert "sends" not in night(world)


def test_an_answer_whose_errand_was_lost_is_given_up_a_day_later(world: World) -> None:
    world.sender.mode = "rate_limit"
    answers(world)
    world.outbox.errands.clear()

    assert [night(world, hours=h).get("sends") for h in (12, 24, 24)] == [None, 1, None]
    assert [e.reason for e in told(world, "send_failed")] == ["gave_up"]


def test_one_case_that_cannot_be_mended_does_not_hold_up_the_others(
    world: World,
) -> None:
    customer_writes(world, visibility="private", channel="facebook", author={"id": "2"})
    is_cut_off(world, sent=False)
    world.clock.advance(hours=12)
    sends = world.personal.sends

    def fails(person: str) -> Any:
        if person != PERSON:
            raise ConnectionError("DynamoDB did not answer.")
        return sends(person)

    world.personal.sends = fails  # type: ignore[method-assign]
    found = sweep(world)

    assert (found["checked"], found["failed"], found["sends"]) == (2, 1, 1)


def parked(world: World, **changes: Any) -> str:
    """A webhook too large for the queue, a day ago."""
    post(world, json.dumps(contact(text=LARGE, **changes)).encode())
    path = next(reversed(world.files.objects))
    world.files.written_at[path] = world.clock.now()
    return path


def test_a_parked_webhook_whose_message_is_lost_is_queued_again(world: World) -> None:
    parked(world)
    world.queue.bodies.clear()

    assert [night(world, days=2).get("payloads") for _ in range(2)] == [1, None]
    [entry] = world.log.read("email:u1")
    assert entry.kind == "message_received"
    assert world.health.counters["custom", "mended_payloads"] == 1


def test_a_parked_webhook_that_is_in_the_log_is_left_alone(world: World) -> None:
    parked(world)
    world.drain()

    assert "payloads" not in night(world, days=2)


def test_a_parked_webhook_that_may_still_be_queued_is_left_alone(world: World) -> None:
    parked(world)

    world.clock.advance(hours=23)
    assert sweep(world)["payloads"] == 0


def test_what_nobody_is_known_of_is_found_where_it_waits(world: World) -> None:
    parked(world, direction="outbound", author=None, reply_to="m77")
    world.drain()

    assert "payloads" not in night(world, days=2)


def test_a_file_that_older_code_parked_is_left_to_its_message(world: World) -> None:
    path = "parked/custom/old.json"
    world.files.write(path, json.dumps(contact(text=LARGE)).encode())
    world.files.written_at[path] = world.clock.now() - timedelta(days=2)

    assert sweep(world)["payloads"] == 0
    head = {"channel": "custom", "received_at": "2026-03-02T10:00:00.000Z"}
    world.queue.send([json.dumps({**head, "parked": path})])
    world.drain()
    assert len(world.log.read("email:u1")) == 1


def test_of_too_many_webhooks_each_night_looks_at_others(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(functions.parked, "MOST", 1)
    for n in range(3):
        path = parked(world, id=f"m{n}", author={"id": f"u{n}"})
        world.files.written_at[path] = world.clock.now()
    world.queue.bodies.clear()

    world.clock.advance(days=1)

    assert [night(world, days=1).get("payloads") for _ in range(3)] == [1, 1, 1]
    assert all(world.log.read(f"email:u{n}") for n in range(3))


def is_poison(world: World) -> str:
    """A webhook whose kind no code of ours knows how to read yet."""
    path = parked(world, id="poison")
    held = json.loads(world.files.objects[path])
    world.files.objects[path] = json.dumps({**held, "piece": [LARGE]}).encode()
    return path


NO_WEBHOOK = (b"\xff", b"", b"[]", b"[" * 5_000, b'{"channel": "none"}')


def test_a_parked_webhook_that_cannot_be_read_holds_up_nothing(world: World) -> None:
    is_poison(world)
    for n, body in enumerate(NO_WEBHOOK):
        path = f"parked/custom/{n}.json"
        world.files.write(path, body)
        world.files.written_at[path] = world.clock.now()
    parked(world)
    world.queue.bodies.clear()

    assert night(world, days=2).get("payloads") == 1
    assert [e.kind for e in world.log.read("email:u1")] == ["message_received"]


def test_nor_does_it_keep_anybody_from_being_erased(world: World) -> None:
    is_poison(world)
    path = parked(world)
    world.queue.bodies.clear()
    night(world, days=2)

    erase_of({"email:u1"}, world)

    assert json.loads(world.files.objects[path]) == {}


def test_surveys_that_cannot_be_begun_hold_up_no_answers(world: World) -> None:
    is_cut_off(world, sent=False)
    world.workflow.lost_surveys = fails  # type: ignore[method-assign,assignment]

    found = night(world)

    assert (found["failed"], found["sends"]) == (1, 1)


def test_what_was_mended_before_something_failed_is_counted(world: World) -> None:
    world.workflow.running.clear()
    world.personal.sends = fails  # type: ignore[method-assign,assignment]

    found = night(world)

    assert (found["failed"], found["started"]) == (1, 1)
    assert world.health.counters["facebook", "mended_started"] == 1


def test_what_fails_to_be_mended_keeps_nothing_too_long(world: World) -> None:
    world.log.work = fails  # type: ignore[method-assign,assignment]

    with pytest.raises(StoreUnavailable):  # Lambda begins again
        nightly(world)

    assert world.personal.mark(WORDLESS) is not None


def test_many_cases_leave_time_for_what_is_to_be_let_go_of(world: World) -> None:
    for n in range(2, 5):
        author = {"id": str(n)}
        customer_writes(world, visibility="private", channel="facebook", author=author)
    sends = world.personal.sends

    def slowly(person: str) -> Any:
        world.clock.advance(seconds=LONGEST.total_seconds() / 2)
        return sends(person)

    world.personal.sends = slowly  # type: ignore[method-assign]

    assert sweep(world)["checked"] == 2


def fails(*_args: Any) -> Any:
    raise ConnectionError("AWS did not answer.")
