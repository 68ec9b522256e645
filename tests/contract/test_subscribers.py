"""One contract for what is kept of subscribers and its fake; what a stream shows."""

import json
from typing import Any

import boto3
import pytest

from infra.alarms import ALARMS
from shared.adapters import writes
from shared.adapters.cards import to_item
from shared.adapters.changes import StreamChanges
from shared.adapters.items import CustomerItem, PointerItem
from shared.adapters.queue import SqsPosts
from shared.adapters.subscribers import METRIC, DynamoSubscribers
from shared.domain.customers import Customer, to_json, with_attributes
from shared.domain.log import Entry
from shared.ports import Stray
from shared.ports_events import Change, Standing, Subscribers
from tests.contract.conftest import REGION
from tests.fakes.cards import card_of
from tests.fakes.entries import at
from tests.fakes.events_out import FakeSubscribers

MESSAGE = Entry(at=at(0), id="m1", kind="message_received", text="Hi")


class SubscribersContract:
    def test_a_new_one_has_not_been_at_all(self, kept: Subscribers) -> None:
        assert kept.standing("crm") == Standing()
        assert kept.dead("crm", 9) == {}

    def test_failures_in_a_row_are_counted(self, kept: Subscribers) -> None:
        kept.failed("crm", "answered 500", at(1))
        kept.failed("crm", "timed_out", at(2), peace_until=at(3))
        kept.failed("chat", "no_secret", at(4))

        assert kept.standing("crm") == Standing(
            failed_at=at(2), reason="timed_out", failures=2, peace_until=at(3)
        )

    def test_a_success_ends_them_and_the_last_one_is_remembered(
        self, kept: Subscribers
    ) -> None:
        kept.failed("crm", "answered 410", at(1), peace_until=at(3), gone="https://a")
        kept.delivered("crm", at(2))

        assert kept.standing("crm") == Standing(
            delivered_at=at(2), failed_at=at(1), reason="answered 410"
        )

    def test_who_is_mended_is_tried_again(self, kept: Subscribers) -> None:
        kept.failed("crm", "answered 410", at(1), peace_until=at(3), gone="https://a")
        kept.mend("crm")
        kept.mend("new")

        assert kept.standing("crm") == Standing(failed_at=at(1), reason="answered 410")

    def test_dead_letters_are_kept_once_an_event_and_each_for_its_own(
        self, kept: Subscribers
    ) -> None:
        for event in ("e2", "e1", "e1"):
            kept.bury("crm", event, f"body of {event}", "timed_out", at(1))
        kept.bury("chat", "e1", "another", "gone", at(1))

        assert kept.dead("crm", 9) == {"e1": "body of e1", "e2": "body of e2"}
        assert kept.dead("crm", 1) == {"e1": "body of e1"}
        assert (kept.count_dead("crm", 9), kept.count_dead("crm", 1)) == (2, 1)

    def test_what_was_put_back_is_forgotten(self, kept: Subscribers) -> None:
        for event in ("e1", "e2"):
            kept.bury("crm", event, event, "timed_out", at(1))
        kept.forget("crm", ["e1"])
        kept.forget("chat", ["e2"])

        assert kept.dead("crm", 9) == {"e2": "e2"}


class TestFake(SubscribersContract):
    @pytest.fixture
    def kept(self) -> Subscribers:
        return FakeSubscribers()


class TestDynamo(SubscribersContract):
    @pytest.fixture
    def kept(self, table: str) -> Subscribers:
        del table
        return DynamoSubscribers("test")

    def test_a_dead_letter_rings_its_alarm(
        self, kept: Subscribers, capsys: pytest.CaptureFixture[str]
    ) -> None:
        kept.bury("crm", "e1", "body", "timed_out", at(1))
        said = json.loads(capsys.readouterr().out)

        assert (said["Stage"], said["Subscriber"], said[METRIC]) == ("test", "crm", 1)
        assert METRIC in {alarm.metric for alarm in ALARMS}


def read(old: Any, new: Any) -> Change | None:
    images = [None if it is None else it.to_dynamodb_dict() for it in (old, new)]
    return StreamChanges().read(*images)


def test_a_new_entry_is_read_with_its_person() -> None:
    found = read(None, writes.log_item("x:1", MESSAGE))

    assert found == Change(person="x:1", entry=MESSAGE)


def test_an_entry_that_is_written_again_is_no_news() -> None:
    item = writes.log_item("x:1", MESSAGE)

    assert read(item, item) is None


def test_what_waits_for_its_person_is_told_when_it_has_one() -> None:
    assert (
        read(None, writes.stray_item(Stray(log="x:waiting:1", entry=MESSAGE))) is None
    )


def test_a_card_is_read_before_and_after() -> None:
    old, new = card_of("x:1", MESSAGE), card_of("x:1", MESSAGE, name="Kim")
    found = read(to_item(old), to_item(new))

    assert found is not None
    assert found.cards is not None
    assert [card.name if card else None for card in found.cards] == [None, "Kim"]


def test_a_customer_is_read_before_and_after() -> None:
    nobody = Customer(persons=("x:1",))
    gold = with_attributes(nobody, "x:1", {"tier": "gold"}, at(1), "crm")
    old = CustomerItem("CUSTOMER#u1", "CUSTOMER", person="x:1")
    new = CustomerItem("CUSTOMER#u1", "CUSTOMER", person="x:1", body=to_json(gold))

    assert read(old, new) == Change(person="x:1", customers=(None, gold))
    assert read(new, old) is None


def test_what_is_neither_or_gone_is_passed_over() -> None:
    assert read(None, PointerItem("CASE#1", "PERSON", person="x:1")) is None
    assert read(writes.log_item("x:1", MESSAGE), None) is None


def test_events_go_to_their_queue_and_what_is_set_aside_to_the_other(
    aws: None,
) -> None:
    del aws
    client = boto3.client("sqs", region_name=REGION)
    urls = [client.create_queue(QueueName=n)["QueueUrl"] for n in ("events", "dead")]
    posts = SqsPosts(client, *urls)
    posts.send(["a", "b"])
    posts.put("c", 0)
    assert not posts.lie_aside()
    posts.set_aside("d")
    assert posts.lie_aside()
    found = [
        sorted(
            message["Body"]
            for message in client.receive_message(
                QueueUrl=url, MaxNumberOfMessages=10
            ).get("Messages", [])
        )
        for url in urls
    ]

    assert found == [["a", "b", "c"], ["d"]]
