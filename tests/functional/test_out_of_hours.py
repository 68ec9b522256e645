"""Who writes while the desk is closed is told once when it is back."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from functions import actions, replying
from functions.http import Request
from functions.ingest import Record, ingest_batch
from functions.outbound import deliver
from shared.domain.clocks import clocks
from shared.domain.log import Entry
from shared.errors import StoreUnavailable
from tests.fakes.ann import case
from tests.fakes.world import World, contact, envelope

NIGHT = datetime(2026, 3, 2, 21, 0, tzinfo=UTC)  # a Monday
NOTE = (
    "Thank you for your message. We are closed at the moment and will answer once "
    "we are back: Tuesday 9:00 (UTC)."
)


def writes(world: World, content: str = "m1", **changes: Any) -> None:
    """A customer writes privately on X at this moment, unless said otherwise."""
    historic = changes.pop("historic", False)
    known = {
        "id": content,
        "channel": "x",
        "account": "9",
        "author": {"id": "1", "name": "Ann"},
        "social": True,
        "visibility": "private",
        "at": world.clock.now(),
        **changes,
    }
    body = envelope(contact(**known), historic=historic)
    ingest_batch([Record(body=body, handle="")], world)


def echoed(world: World, content: str) -> None:
    """The platform tells what has left our account, without our key."""
    writes(
        world,
        content,
        direction="outbound",
        author=None,
        customer={"id": "1"},
        text=NOTE,
    )


def runs(world: World) -> None:
    """Run what is on the outbound queue, and what that puts there."""
    while world.outbox.errands:
        world.deliver()


def told(world: World) -> list[str]:
    return [out.text for out in world.sender.sent]


def amy(**body: Any) -> Request:
    roles = frozenset({"agent"})
    return Request(caller="amy", roles=roles, query={}, body=body)


def sent(world: World) -> Entry:
    (entry,) = [e for e in world.log.read("x:1") if e.kind == "message_sent"]
    return entry


@pytest.fixture
def world() -> World:
    return World(at=NIGHT)


def test_who_writes_at_night_is_told_when_the_desk_is_back(world: World) -> None:
    writes(world)
    runs(world)
    (out,) = world.sender.sent
    case_id = case(world).id

    assert (out.text, out.visibility, out.automatic) == (NOTE, "private", True)
    assert out.key == f"auto:closed:{case_id}:1"
    assert (sent(world).automatic, sent(world).agent) == (True, None)


def test_it_is_no_response_and_stops_no_clock(world: World) -> None:
    writes(world)
    before = case(world)
    runs(world)
    after, later = case(world), NIGHT + timedelta(days=2)

    assert after.episode.told_closed
    assert after.episode.messages == 1
    assert clocks(after, later) == clocks(before, later)
    assert clocks(after, later)[0].outcome == "breached"


def test_who_writes_in_hours_is_told_nothing_and_costs_nothing(world: World) -> None:
    world.clock.at = datetime(2026, 3, 2, 17, 59, tzinfo=UTC)
    writes(world)

    assert world.outbox.errands == []


def test_he_is_told_once_an_episode(world: World) -> None:
    writes(world)
    runs(world)
    world.clock.advance(minutes=5)
    writes(world, "m2")
    assert world.outbox.errands == []
    actions.resolve(case(world).id, amy(), world)
    world.clock.at = NIGHT + timedelta(days=1)
    writes(world, "m3")
    runs(world)

    assert [text.split(": ")[1] for text in told(world)] == [
        "Tuesday 9:00 (UTC).",
        "Wednesday 9:00 (UTC).",
    ]


def test_a_burst_is_told_once(world: World) -> None:
    for content in ("m1", "m2", "m3"):
        writes(world, content)
    runs(world)

    assert told(world) == [NOTE]


def test_an_errand_that_comes_twice_tells_once(world: World) -> None:
    writes(world)
    ((body, _),) = world.outbox.errands
    deliver(body, world)
    deliver(body, world)

    assert told(world) == [NOTE]


def test_who_goes_on_at_night_in_a_talk_of_the_day_is_told(world: World) -> None:
    world.clock.at = NIGHT - timedelta(hours=11)
    writes(world)
    replying.reply(case(world).id, amy(text="We look into it."), world)
    world.clock.at = NIGHT
    writes(world, "m2")
    runs(world)

    assert told(world) == ["We look into it.", NOTE]


def test_who_heard_from_an_agent_in_the_last_hours_is_not(world: World) -> None:
    world.clock.at = NIGHT - timedelta(hours=3, minutes=30)
    writes(world)
    replying.reply(case(world).id, amy(text="We look into it."), world)
    world.clock.at = NIGHT
    writes(world, "m2")
    runs(world)

    assert told(world) == ["We look into it."]


def test_nor_is_who_heard_from_one_in_a_case_before(world: World) -> None:
    rules = {"out_of_hours": {"quiet_hours": 168}}
    world.put_settings("escalation", rules)
    world.clock.at = NIGHT - timedelta(days=1)
    writes(world)
    replying.reply(case(world).id, amy(text="Done."), world)
    actions.resolve(case(world).id, amy(), world)
    first = case(world).id
    world.outbox.errands.clear()
    # The reopen window is a week: the same case goes on as its next episode.
    world.clock.at = NIGHT
    writes(world, "m2")
    runs(world)

    assert (case(world).id, case(world).episode.number) == (first, 2)
    assert told(world) == ["Done."]


def test_a_courtesy_is_told_nothing(world: World) -> None:
    world.clock.at = NIGHT - timedelta(hours=11)
    writes(world)
    replying.reply(case(world).id, amy(text="On its way."), world)
    world.clock.at = NIGHT
    writes(world, "m2", text="Thank you!")

    assert world.outbox.errands == []


@pytest.mark.parametrize(
    "changes",
    [
        {"at": NIGHT - timedelta(minutes=16)},
        {"at": NIGHT, "historic": True},
        {"channel": "phone", "social": False},
        {"channel": "email", "social": False},
        {"channel": "forum"},
    ],
    ids=["backlog", "imported", "phone", "email", "nowhere to send"],
)
def test_some_messages_are_told_nothing(world: World, changes: dict[str, Any]) -> None:
    writes(world, **changes)

    assert world.outbox.errands == []


def test_a_message_of_the_day_that_is_seen_at_night_is_told_nothing(
    world: World,
) -> None:
    world.clock.at = datetime(2026, 3, 2, 18, 5, tzinfo=UTC)
    writes(world, at=datetime(2026, 3, 2, 17, 55, tzinfo=UTC))

    assert world.outbox.errands == []


def test_nothing_is_said_once_the_desk_is_open_again(world: World) -> None:
    world.clock.at = datetime(2026, 3, 3, 8, 58, tzinfo=UTC)
    writes(world)
    world.clock.advance(minutes=2)
    runs(world)

    assert told(world) == []


@pytest.mark.parametrize(
    ("channel", "visibility", "count"),
    [
        ("x", "public", 1),
        ("facebook", "public", 0),
        ("facebook", "private", 1),
        ("instagram", "public", 0),
        ("whatsapp", "private", 1),
        ("telegram", "private", 1),
    ],
)
def test_he_is_told_as_he_wrote_but_not_under_comments(
    world: World, channel: str, visibility: str, count: int
) -> None:
    writes(world, "post:1", channel=channel, visibility=visibility)
    runs(world)

    assert [out.visibility for out in world.sender.sent] == [visibility] * count


def test_where_it_is_said_in_public_is_a_setting(world: World) -> None:
    world.put_settings("escalation", {"out_of_hours": {"public": ["facebook"]}})
    writes(world, "post:1", visibility="public")
    writes(world, "comment:2_3", channel="facebook", visibility="public")
    runs(world)

    assert [out.channel for out in world.sender.sent] == ["facebook"]


def test_it_can_be_switched_off(world: World) -> None:
    world.put_settings("escalation", {"out_of_hours": {"send": False}})
    writes(world)

    assert world.outbox.errands == []


def test_a_desk_that_never_closes_says_nothing(world: World) -> None:
    calendar = {"timezone": "UTC", "weekly": "always"}
    world.put_settings("hours", {"calendars": {"default": calendar}})
    writes(world)

    assert world.outbox.errands == []


def test_a_desk_that_never_opens_promises_nothing(world: World) -> None:
    calendar = {"timezone": "UTC", "weekly": {}}
    elapsed = {"first_response": "1h", "time": "elapsed"}
    sla = {"policies": {"any": elapsed}, "otherwise": "any"}
    world.put_settings("sla", sla)
    world.put_settings("hours", {"calendars": {"default": calendar}})
    writes(world)

    assert world.outbox.errands == []


def test_the_hours_are_those_of_the_cases_policy(world: World) -> None:
    late = {"timezone": "UTC", "weekly": {"mon": [["09:00", "23:00"]]}}
    week = {"timezone": "UTC", "weekly": {"fri": [["09:00", "12:00"]]}}
    fast = {"first_response": "15m", "calendar": "late"}
    sla = {
        "policies": {"fast": fast, "slow": {"first_response": "1h"}},
        "assign": [{"channel": "x", "policy": "fast"}],
        "otherwise": "slow",
    }
    world.put_settings("hours", {"calendars": {"default": week, "late": late}})
    world.put_settings("sla", sla)
    writes(world)
    writes(world, "m2", channel="whatsapp")
    runs(world)

    (out,) = world.sender.sent
    assert (out.channel, out.text.split(": ")[1]) == ("whatsapp", "Friday 9:00 (UTC).")


def test_the_hour_is_right_in_the_night_the_clocks_change() -> None:
    night = datetime(2026, 3, 28, 22, 0, tzinfo=UTC)  # a Saturday, still winter
    world = World("Europe/Rome", at=night)
    writes(world)
    runs(world)

    assert told(world)[0].endswith("Monday 9:00 (CEST).")


def test_what_the_platform_does_not_take_now_is_said_a_little_later(
    world: World,
) -> None:
    world.sender.mode = "rate_limit"
    writes(world)
    world.deliver()
    ((_, delay_s),) = world.outbox.errands
    world.sender.mode = "accept"
    runs(world)

    assert (delay_s, told(world)) == (60, [NOTE])


def test_it_is_not_said_long_after(world: World) -> None:
    world.sender.mode = "rate_limit"
    writes(world)
    while world.outbox.errands:
        world.deliver()

    assert world.clock.now() - NIGHT < timedelta(minutes=31)
    assert told(world) == []


def test_a_refusal_is_on_the_timeline_and_not_tried_again(world: World) -> None:
    world.sender.mode = "refuse"
    writes(world)
    runs(world)
    world.sender.mode = "accept"
    writes(world, "m2")
    runs(world)

    assert told(world) == []
    (failed,) = [e for e in world.log.read("x:1") if e.kind == "send_failed"]
    assert (failed.reason, failed.automatic, failed.agent) == (
        "send_refused",
        True,
        None,
    )


def test_an_open_outcome_is_looked_for_and_its_echo_no_answer(world: World) -> None:
    world.sender.mode = "timeout"
    writes(world)
    world.deliver()
    world.sender.mode = "accept"
    echoed(world, "1")
    runs(world)
    after = case(world).episode

    assert (after.responded_at, after.told_closed, after.messages) == (None, True, 1)
    assert told(world) == [NOTE]


def test_its_echo_is_no_answer(world: World) -> None:
    writes(world)
    runs(world)
    echoed(world, sent(world).id)
    after = case(world).episode

    assert (after.responded_at, after.told_closed, after.messages) == (None, True, 1)


def test_a_resolved_case_is_told_nothing(world: World) -> None:
    writes(world)
    actions.resolve(case(world).id, amy(), world)
    runs(world)

    assert told(world) == []


def test_a_message_whose_errand_is_lost_comes_again(world: World) -> None:
    world.outbox.broken = True
    with pytest.raises(StoreUnavailable):
        writes(world)
    world.outbox.broken = False
    writes(world)
    runs(world)

    assert told(world) == [NOTE]
