"""One contract for the store of customers over channels and its fake."""

from dataclasses import replace

import pytest

from shared.adapters.customers import DynamoCustomers
from shared.adapters.table import DynamoLog
from shared.domain.customers import Customer, linked
from shared.domain.log import Entry
from shared.domain.state import Person
from shared.errors import Conflict
from shared.ports import Card, Log
from shared.ports_customers import Customers, Kept
from tests.fakes.customers import FakeCustomers
from tests.fakes.entries import MONDAY, RULES, at
from tests.fakes.log import FakeLog

ANN, BOB = "x:1", "facebook:2"
BOTH, LINK = linked(
    Customer(persons=(ANN,)),
    Customer(persons=(BOB,)),
    BOB,
    at=MONDAY,
    how="crm",
    by="sue",
)
FIRST = Kept(person=ANN, customer=BOTH)
SECOND = Kept(person=BOB)
ENTRY = Entry(at=MONDAY, id="linked-a-b", kind="linked", target="u1")


def card(person: str) -> Card:
    return Card(person=Person(id=person), customer=BOTH.id, handle="Ann")


class CustomersContract:
    def test_nothing_is_known_at_first(self, customers: Customers) -> None:
        assert customers.get([BOTH.id]) == {}
        assert customers.get([]) == {}
        assert customers.by_handle("x:ann") == []

    def test_a_customer_reads_back_as_he_was_saved(self, customers: Customers) -> None:
        customers.save([FIRST, SECOND], [], [])

        assert customers.get([FIRST.id, SECOND.id, "u0"]) == {
            FIRST.id: replace(FIRST, version=1),
            SECOND.id: replace(SECOND, version=1),
        }

    def test_cards_and_entries_are_saved_with_him(
        self, customers: Customers, log: Log
    ) -> None:
        customers.save([FIRST], [card(ANN), card(BOB)], [(ANN, ENTRY), (BOB, ENTRY)])

        assert log.cards([ANN])[ANN] == replace(card(ANN), version=1)
        assert log.cards([BOB])[BOB].customer == BOTH.id
        assert (log.read(ANN), log.read(BOB)) == ([ENTRY], [ENTRY])

    def test_a_customer_who_is_no_more_leaves_whose_id_it_was(
        self, customers: Customers
    ) -> None:
        customers.save([FIRST], [], [])
        customers.save([Kept(person=ANN, version=1)], [], [])

        assert customers.get([FIRST.id])[FIRST.id] == Kept(person=ANN, version=2)

    def test_of_two_who_change_one_customer_the_second_saves_nothing(
        self, customers: Customers, log: Log
    ) -> None:
        customers.save([FIRST], [], [])
        with pytest.raises(Conflict):
            customers.save([SECOND, FIRST], [card(BOB)], [(BOB, ENTRY)])

        assert SECOND.id not in customers.get([SECOND.id])
        assert log.cards([BOB])[BOB].version == 0
        assert log.read(BOB) == []

    def test_a_card_that_has_changed_stops_it_all(
        self, customers: Customers, log: Log
    ) -> None:
        log.save(card(ANN))
        with pytest.raises(Conflict):
            customers.save([FIRST], [card(ANN)], [(ANN, ENTRY)])

        assert customers.get([FIRST.id]) == {}
        assert log.read(ANN) == []

    def test_the_same_entry_is_not_written_twice(
        self, customers: Customers, log: Log
    ) -> None:
        log.append([(ANN, ENTRY)])

        with pytest.raises(Conflict):
            customers.save([FIRST], [], [(ANN, ENTRY)])

    def test_who_has_ever_gone_by_a_handle_is_found(
        self, customers: Customers, log: Log
    ) -> None:
        for _ in range(2):
            log.append([], handles=[("x:ann", ANN), ("x:ann", "x:3"), ("x:bob", ANN)])

        assert sorted(customers.by_handle("x:ann")) == [ANN, "x:3"]
        assert customers.by_handle("x:bob") == [ANN]
        assert customers.by_handle("facebook:ann") == []

    def test_the_largest_customer_fits(self, customers: Customers, log: Log) -> None:
        whole = Customer(persons=("x:0",))
        for n in range(1, 20):
            other = Customer(persons=(f"x:{n}",))
            whole, _ = linked(
                whole, other, f"x:{n}", at=at(n), how="hand", by="a" * 100
            )
        changed = [Kept(person=p) for p in whole.persons[1:]]
        cards = [card(p) for p in whole.persons]
        first = Kept(person="x:0", customer=whole)
        customers.save([first, *changed], cards, [(p, ENTRY) for p in whole.persons])

        assert customers.get([whole.id])[whole.id].customer == whole


class TestFakeCustomers(CustomersContract):
    @pytest.fixture
    def log(self) -> Log:
        return FakeLog()

    @pytest.fixture
    def customers(self, log: FakeLog) -> Customers:
        return FakeCustomers(log)


class TestDynamoCustomers(CustomersContract):
    @pytest.fixture
    def log(self, table: str) -> Log:
        return DynamoLog(lambda: RULES)

    @pytest.fixture
    def customers(self, table: str) -> Customers:
        return DynamoCustomers()
