"""Other systems are told what happens: once an id, signed, tried until it arrives."""

import base64
import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from functions.actions import escalate, flush, reopen, resolve
from functions.customers import link_identity, put_customer_attributes
from functions.http import Request
from functions.posting import post
from functions.privacy import erase_customer
from functions.subscribers import list_subscribers, redeliver
from shared.adapters.items import CustomerItem
from shared.domain.customers import (
    Customer,
    customer_id,
    to_json,
    with_attributes,
)
from shared.domain.events import of_card, of_customer
from shared.domain.log import Entry
from shared.domain.posts import GIVE_UP, from_body, signed, to_body
from shared.domain.state import Person, Survey
from shared.domain.times import to_text
from shared.errors import NotFound, StoreUnavailable
from shared.ports_outside import OutsideFailed
from tests.fakes.entries import at
from tests.fakes.events_out import Stream, record
from tests.fakes.world import World, contact, envelope

CRM, CHAT = "https://crm.example/events", "https://chat.example/care"
KEYS = [bytes([n]) * 32 for n in (1, 2, 3)]
SECRETS = [f"whsec_{base64.b64encode(key).decode()}" for key in KEYS]


@pytest.fixture
def world() -> World:
    world = World()
    world.secrets.events_out = {"secrets": {"crm": SECRETS[:1], "chat": SECRETS[1:2]}}
    tell(world, crm={"url": CRM})
    return world


@pytest.fixture
def stream(world: World) -> Stream:
    return Stream(world)


def tell(world: World, **subscribers: Any) -> None:
    world.put_settings("integrations", {"subscribers": subscribers})


def asks(body: Any = None, role: str = "admin") -> Request:
    return Request(caller="ada", roles=frozenset({role}), query={}, body=body or {})


def writes(world: World, mail_id: str = "m1", text: str = "Where is my order?") -> str:
    """Let a customer write now; returns the id of his case."""
    at = world.clock.now()
    mail = contact(id=mail_id, at=at, text=text)
    world.queue.send([envelope(mail, received_at=at)])
    world.drain()
    return str(case_of(world)["id"])


def case_of(world: World) -> dict[str, Any]:
    case = world.log.cards(["email:u1"])["email:u1"].person.case
    assert case is not None
    return {"id": case.id, "status": case.status}


def types(world: World, url: str = CRM) -> list[str]:
    return [told["type"] for told in world.outside.told(url)]


def test_a_customer_who_writes_is_a_message_and_a_case(
    world: World, stream: Stream
) -> None:
    case = writes(world)
    stream.deliver()
    message, opened = world.outside.told(CRM)

    assert types(world) == ["message.received", "case.opened"]
    assert message["data"]["message"]["text"] == "Where is my order?"
    assert message["data"]["case"] == case
    assert message["occurred_at"] == "2026-03-02T10:00:00.000Z"
    assert opened["data"]["case"]["id"] == case
    assert opened["data"]["case"]["status"] == "open"
    assert opened["data"]["customer"]["name"] == "Customer One"


def test_what_no_queue_takes_as_it_is_holds_up_nobody(
    world: World, stream: Stream
) -> None:
    """SQS refuses U+FFFF, and a batch of the stream that fails comes for a day."""
    world.queue.send([envelope(contact(author={"id": "u\uffff"}))])
    world.drain()
    stream.publish()

    assert world.posts.waiting
    assert all(body.isascii() for body, _ in world.posts.waiting)


def test_the_whole_life_of_a_case_is_told_in_its_order(
    world: World, stream: Stream
) -> None:
    case = writes(world)
    stream.deliver()
    for act in (escalate, resolve, reopen, resolve):
        world.clock.advance(minutes=1)
        body = {"kind": "supervisor"} if act is escalate else {}
        act(case, asks(body, "supervisor"), world)
        stream.deliver()

    assert types(world)[2:] == [
        "case.escalated",
        "case.resolved",
        "case.reopened",
        "case.resolved",
    ]
    numbers = [told["data"]["case"]["episode"] for told in world.outside.told(CRM)[2:]]
    assert numbers == [1, 1, 2, 2]


def test_a_case_that_is_flushed_is_told_as_flushed_and_taken_back_as_reopened(
    world: World, stream: Stream
) -> None:
    case = writes(world)
    flush(case, asks({"reason": "spam"}, "supervisor"), world)
    stream.deliver()
    world.clock.advance(minutes=1)
    reopen(case, asks({}, "supervisor"), world)
    stream.deliver()

    assert types(world)[2:] == ["case.flushed", "case.reopened"]


def test_what_is_delivered_twice_by_the_stream_has_the_same_id(
    world: World, stream: Stream
) -> None:
    writes(world)
    records = stream.records()
    stream.publish(*records)
    stream.publish(*records)
    ids = [from_body(body).event.id for body, _ in world.posts.waiting]

    assert len(ids) == 4
    assert ids[:2] == ids[2:]


def test_a_repeated_webhook_tells_nothing_new(world: World, stream: Stream) -> None:
    writes(world)
    stream.publish()
    told = len(world.posts.waiting)
    writes(world)
    stream.publish()

    assert len(world.posts.waiting) == told


def test_imported_talks_tell_nothing(world: World, stream: Stream) -> None:
    world.queue.send([envelope(contact(), historic=True)])
    world.drain()
    stream.publish()

    assert world.posts.waiting == []


def test_nothing_is_read_where_nobody_is_to_be_told(
    world: World, stream: Stream
) -> None:
    tell(world, crm={"url": CRM, "active": False})
    stream.publish(record(None, {"sk": {"S": "LOG#broken"}}))

    assert (world.posts.waiting, world.posts.aside) == ([], [])


def test_who_wants_little_gets_little(world: World, stream: Stream) -> None:
    tell(world, crm={"url": CRM, "events": ["case.opened"]}, chat={"url": CHAT})
    writes(world)
    stream.deliver()

    assert types(world) == ["case.opened"]
    assert types(world, CHAT) == ["message.received", "case.opened"]


def test_a_record_that_cannot_be_understood_holds_up_no_other(
    world: World, stream: Stream
) -> None:
    writes(world, text="my secret words")
    broken = record(None, {"pk": {"S": "PERSON#x:1"}, "sk": {"S": "CARD"}})
    stream.publish(broken)
    (aside,) = world.posts.aside

    assert len(world.posts.waiting) == 2
    assert json.loads(aside)["keys"]["pk"] == {"S": "PERSON#x:1"}
    assert "secret" not in aside


def test_a_card_that_cannot_be_shown_holds_up_no_other(
    world: World, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise KeyError("work")

    tell(world, crm={"url": CRM, "events": ["case.breached", "message.received"]})
    case = writes(world)
    breach = Entry(at=at(60), id="b1", kind="breached", case=case, episode=1)
    world.log.append([("email:u1", breach)])
    monkeypatch.setattr("functions.publishing.card_view", broken)
    stream.publish()

    assert (len(world.posts.waiting), len(world.posts.aside)) == (1, 1)


def test_when_the_queue_is_away_the_batch_comes_again(
    world: World, stream: Stream
) -> None:
    writes(world)
    world.posts.broken = True

    with pytest.raises(StoreUnavailable):
        stream.publish()


def test_no_words_and_no_names_lie_in_the_queue(world: World, stream: Stream) -> None:
    writes(world, text="my secret words")
    stream.publish()
    queued = json.dumps(world.posts.waiting)

    assert "secret" not in queued
    assert "Customer One" not in queued


def test_what_was_erased_meanwhile_is_told_without_words_and_name(
    world: World, stream: Stream
) -> None:
    case = writes(world, text="my secret words")
    resolve(case, asks(role="supervisor"), world)
    stream.publish()
    erase_customer("email:u1", asks(), world)
    stream.deliver()
    told = json.dumps(world.outside.told(CRM))

    assert "message.received" in told
    assert "secret" not in told
    assert "Customer One" not in told
    assert world.outside.told(CRM)[-1]["data"]["change"] == "erased"


def test_who_is_linked_is_told_once_with_all_his_identities(
    world: World, stream: Stream
) -> None:
    writes(world)
    mail = contact(id="m2", author={"id": "u2", "name": "Two"})
    world.queue.send([envelope(mail)])
    world.drain()
    stream.deliver()
    before = len(world.outside.told(CRM))
    link_identity("email:u1", asks({"channel": "email", "user": "u2"}), world)
    stream.deliver()
    (told,) = world.outside.told(CRM)[before:]

    assert told["type"] == "customer.updated"
    assert told["data"]["change"] == "linked"
    assert len(told["data"]["customer"]["identities"]) == 2


def test_attributes_that_stay_the_same_tell_nothing() -> None:
    nobody = Customer(persons=("email:u1",))
    gold = with_attributes(nobody, "email:u1", {"tier": "gold"}, at(0), "crm")
    again = with_attributes(gold, "email:u1", {"tier": "gold"}, at(9), "crm")

    assert [e.about["by"] for e in of_customer(None, gold)] == ["crm"]
    assert list(of_customer(gold, again)) == []
    assert [e.type for e in of_customer(gold, nobody)] == ["customer.updated"]


def test_attributes_that_were_put_are_told(world: World, stream: Stream) -> None:
    writes(world)
    stream.deliver()
    put_customer_attributes("email:u1", asks({"tier": "gold"}), world)
    one = customer_id("email:u1")
    kept = world.customers.get([one])[one].customer
    assert kept is not None
    item = CustomerItem(
        f"CUSTOMER#{one}", "CUSTOMER", person="email:u1", body=to_json(kept)
    )
    stream.publish(record(None, item.to_dynamodb_dict()))
    stream.deliver()
    told = world.outside.told(CRM)[-1]["data"]

    assert (told["change"], told["by"]) == ("attributes", "ada")
    assert told["customer"]["attributes"] == {"tier": "gold"}


def test_a_breach_is_told_with_its_clock_and_the_case_as_it_is(
    world: World, stream: Stream
) -> None:
    case = writes(world)
    stream.deliver()
    due = world.clock.advance(hours=1)
    breach = Entry(
        at=due,
        id="breached-first_response-1",
        kind="breached",
        case=case,
        episode=1,
        clock="first_response",
    )
    world.log.append([("email:u1", breach)])
    stream.deliver()
    told = world.outside.told(CRM)[-1]

    assert (told["type"], told["data"]["clock"]) == ("case.breached", "first_response")
    assert told["data"]["case"]["priority"] == "normal"


def test_an_answer_of_ours_and_its_echo_are_one_event(
    world: World, stream: Stream
) -> None:
    writes(world)
    stream.deliver()
    ours = Entry(at=at(60), id="m9", kind="message_sent", text="Hi", agent="ada")
    echo = Entry(at=at(61), id="m9", kind="message_sent", text="Hi", received_at=at(62))
    world.log.append([("email:u1", ours), ("email:u1", echo)])
    stream.deliver()
    told = world.outside.told(CRM)[2:]

    assert [it["type"] for it in told] == ["message.sent"] * 2
    assert told[0]["id"] == told[1]["id"]


def test_a_message_that_was_deleted_meanwhile_shows_no_text(
    world: World, stream: Stream
) -> None:
    writes(world, text="my secret words")
    gone = Entry(at=at(60), id="d1", kind="message_deleted", target="m1")
    world.log.append([("email:u1", gone)])
    stream.deliver()

    assert world.outside.told(CRM)[0]["data"]["message"]["deleted"]
    assert "secret" not in json.dumps(world.outside.told(CRM))


def test_a_score_is_told_once_however_often_the_card_is_written() -> None:
    asked = Survey(id="csat-1", sent_at=at(0), expires_at=at(900), score=4, answer="a")
    before = Person(id="x:1", last=f"LOG#{to_text(at(1))}#s")
    after = replace(before, survey=asked, last=f"LOG#{to_text(at(5))}#a")
    (told,) = of_card(before, after)

    assert (told.type, told.about["score"]) == ("survey.answered", 4)
    assert told.at == at(5)
    assert list(of_card(after, after)) == []
    assert [e.id for e in of_card(None, after)] == [told.id]


def test_each_post_is_signed_by_each_key_while_a_secret_rotates(
    world: World, stream: Stream
) -> None:
    world.secrets.events_out = {"secrets": {"crm": SECRETS[:2]}}
    writes(world)
    stream.deliver()
    call = world.outside.calls[0]
    wanted = signed(
        json.loads(call.body or b"")["id"],
        call.body or b"",
        world.clock.now(),
        KEYS[:2],
    )

    assert {k: v for k, v in call.headers.items() if k.startswith("webhook-")} == wanted
    assert len(wanted["webhook-signature"].split(" ")) == 2


@pytest.mark.parametrize(
    "secrets",
    [
        *({"crm": odd} for odd in ([], ["plain"], ["whsec_c2hvcnQ="], None, 5)),
        ["whsec_c2hvcnQ="],
        "whsec_c2hvcnQ=",
        None,
    ],
)
def test_without_a_good_secret_nothing_is_sent(
    world: World, stream: Stream, secrets: Any
) -> None:
    world.secrets.events_out = {"secrets": secrets}
    writes(world)
    stream.deliver()
    (shown,) = list_subscribers(asks(), world)["items"]

    assert world.outside.calls == []
    assert (shown["status"], shown["last_failure"]) == ("failing", "no_secret")
    assert len(world.posts.waiting) == 2


def test_what_fails_twice_arrives_under_the_same_id(
    world: World, stream: Stream
) -> None:
    tell(world, crm={"url": CRM, "events": ["case.opened"]})
    world.outside.say(CRM, 503, OutsideFailed("late", code="timed_out"), 200)
    writes(world)
    stream.deliver()
    waits = []
    for _ in range(2):
        ((_, delay_s),) = world.posts.waiting
        waits.append(delay_s)
        world.clock.advance(seconds=delay_s + 1)
        stream.deliver()
    told = world.outside.told(CRM)

    assert len({it["id"] for it in told}) == 1
    assert (len(told), world.posts.waiting) == (3, [])
    assert 5 <= waits[0] < 7
    assert 15 <= waits[1] < 20
    assert list_subscribers(asks(), world)["items"][0]["status"] == "well"


def test_a_subscriber_who_is_down_costs_another_nothing(
    world: World, stream: Stream
) -> None:
    tell(world, crm={"url": CRM}, chat={"url": CHAT})
    world.outside.say(CRM, 500)
    for number in range(5):
        writes(world, f"m{number}")
        stream.deliver()

    assert len(types(world, CHAT)) == 6
    assert world.subscribers.standing("crm").peace_until is not None


def test_a_subscriber_in_peace_is_not_tried_and_loses_nothing(
    world: World, stream: Stream
) -> None:
    world.outside.say(CRM, *[500] * 6, 200)
    for number in range(5):
        writes(world, f"m{number}")
        stream.deliver()
    tried = len(world.outside.calls)
    waiting = len(world.posts.waiting)
    for _ in range(40):
        world.clock.advance(minutes=1)
        stream.deliver()

    assert tried == 5
    assert waiting == 6
    assert world.posts.waiting == []
    assert len({it["id"] for it in world.outside.told(CRM)}) == 6


def test_after_a_day_it_is_a_dead_letter_that_can_be_put_back(
    world: World, stream: Stream
) -> None:
    world.outside.say(CRM, 500)
    writes(world)
    stream.deliver()
    until = world.clock.now() + GIVE_UP + timedelta(hours=1)
    while world.posts.waiting and world.clock.now() < until:
        world.clock.advance(minutes=5)
        stream.deliver()
    before = {it["id"] for it in world.outside.told(CRM)}
    shown = list_subscribers(asks(), world)["items"][0]
    world.outside.say(CRM, 200)
    again = redeliver("crm", asks(), world)
    posted = len(world.outside.calls)
    stream.deliver()
    after = world.outside.told(CRM)[posted:]

    assert (shown["dead"], world.posts.waiting) == (2, [])
    assert again == {"redelivered": 2, "dead": 0}
    assert {it["id"] for it in after} == before
    assert list_subscribers(asks(), world)["items"][0]["status"] == "well"


def test_who_is_gone_is_not_tried_until_he_has_another_address(
    world: World, stream: Stream
) -> None:
    world.outside.say(CRM, 410)
    writes(world)
    stream.deliver()
    broken = list_subscribers(asks(), world)["items"][0]
    tell(world, crm={"url": CHAT})
    writes(world, "m2")
    stream.deliver()
    redeliver("crm", asks(), world)
    stream.deliver()

    assert (broken["status"], broken["dead"]) == ("broken", 2)
    assert len(world.outside.told(CRM)) == 1
    assert sorted(types(world, CHAT)) == [
        "case.opened",
        "message.received",
        "message.received",
    ]


def test_what_waits_for_who_is_switched_off_is_kept_and_for_who_is_removed_not(
    world: World, stream: Stream
) -> None:
    tell(world, crm={"url": CRM}, chat={"url": CHAT})
    writes(world)
    stream.publish()
    tell(world, crm={"url": CRM, "active": False})
    stream.deliver()

    assert world.outside.calls == []
    assert world.subscribers.count_dead("crm", 9) == 2
    assert world.subscribers.count_dead("chat", 9) == 0


def test_an_early_message_goes_back_untried(world: World, stream: Stream) -> None:
    writes(world)
    stream.publish()
    body, _ = world.posts.waiting[0]
    later = from_body(body).failed(world.clock.now() + timedelta(hours=2))
    post(to_body(later), world)

    assert world.outside.calls == []
    assert world.posts.waiting[-1] == (to_body(later), 900)


def test_nobody_else_is_put_back() -> None:
    with pytest.raises(NotFound):
        redeliver("nobody", asks(), World())
