"""One contract for what is kept of a person beside his log, and its fake."""

from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from shared.adapters.customers import DynamoCustomers
from shared.adapters.erasing import DynamoPersonal
from shared.adapters.items import Item
from shared.adapters.survey_links import DynamoSurveyLinks
from shared.adapters.table import DynamoLog
from shared.domain.customers import Customer, customer_id
from shared.domain.state import Person
from shared.errors import Conflict
from shared.ports import Card, Identity, Log, Stray
from shared.ports_customers import Customers
from shared.ports_customers import Kept as KeptCustomer
from shared.ports_privacy import Personal, Traces
from shared.ports_surveys import SurveyLinks
from tests.fakes.entries import RULES, at, received
from tests.fakes.personal import FakePersonal
from tests.fakes.world import World

ANN, BOB = "x:1", "x:2"
TRACES = Traces(
    cases=frozenset({"c1"}), posts=frozenset({"p1"}), addresses=frozenset({"a1"})
)


@dataclass
class Kept:
    """The port and the ones that write what it finds."""

    personal: Personal
    log: Log
    customers: Customers
    links: SurveyLinks


class PersonalContract:
    def test_every_handle_is_known_and_forgotten_of_one_person_only(
        self, kept: Kept
    ) -> None:
        pairs = [("x:ann", ANN), ("x:ann_b", ANN), ("x:ann", BOB)]
        kept.log.append([], handles=pairs)

        assert kept.personal.handles(ANN) == ["x:ann", "x:ann_b"]
        for _ in range(2):
            kept.personal.forget_handles(ANN)

            assert kept.personal.handles(ANN) == []
            assert kept.customers.by_handle("x:ann") == [BOB]
            assert kept.customers.by_handle("x:ann_b") == []

    def test_the_sends_reserved_for_a_person_are_found_with_their_outcome(
        self, kept: Kept
    ) -> None:
        kept.log.claim(ANN, "k1", at(), {"asked": "a"})
        kept.log.claim(ANN, "k2", at())
        kept.log.settle(ANN, "k2", {"id": "message:1"})
        kept.log.claim(BOB, "k3", at())
        found = kept.personal.sends(ANN)

        assert found.keys() == {"k1", "k2"}
        assert (found["k1"]["asked"], found["k2"]) == ("a", {"id": "message:1"})

    def test_links_to_surveys_are_forgotten_and_may_be_again(self, kept: Kept) -> None:
        for link in ("l1", "l2"):
            kept.links.keep(link, ANN, at(9))
        for _ in range(2):
            kept.personal.forget_links(["l1", "never"])

            assert kept.links.person("l1") is None
        assert kept.links.person("l2") == ANN

    def test_who_was_written_of_long_after_his_time_is_found_by_its_month(
        self, kept: Kept
    ) -> None:
        for person, month in ((ANN, "2026-04"), (BOB, "2026-03")):
            state = Person(id=person, last=received(0).key)  # of March
            kept.log.save(Card(person=state, heard=month))

        assert kept.personal.heard_in("2026-04") == [ANN]
        assert kept.personal.heard_in("2026-03") == []
        assert {c.heard for c in kept.log.cards([ANN, BOB]).values()} == {
            "2026-03",
            "2026-04",
        }

    def test_of_whom_is_forgotten_nothing_is_found_any_more(self, kept: Kept) -> None:
        known = person_of(kept)
        kept.personal.forget(known, TRACES, before=at(100), now=at(1_000))
        card = kept.log.cards([ANN])[ANN]

        assert kept.log.read(ANN) == []
        assert kept.log.page(ANN, None, 10).items == []
        assert kept.log.following(ANN, "LOG#", 10) == []
        assert kept.log.corrections(ANN, ["m1"]) == []
        assert kept.personal.handles(ANN) == []
        assert kept.customers.by_handle("x:ann") == []
        assert kept.log.person_of_case("c1") is None
        assert kept.log.persons_of_posts(["x:p1"]) == {}
        assert kept.log.identities(["x:a1"]) == {}
        assert (card.person, card.name, card.handle) == (Person(id=ANN), None, None)
        assert [e.id for e in kept.log.read(BOB)] == ["m1"]

    def test_who_writes_while_he_is_forgotten_is_not(self, kept: Kept) -> None:
        known = person_of(kept)
        kept.log.save(kept.log.cards([ANN])[ANN])

        with pytest.raises(Conflict):
            kept.personal.forget(known, TRACES, before=at(100), now=at(1_000))
        assert len(kept.log.read(ANN)) == 2

    def test_what_he_writes_afterwards_is_kept(self, kept: Kept) -> None:
        known = person_of(kept)
        kept.log.append([(ANN, received(500, "m5"))])
        kept.personal.forget(known, TRACES, before=at(100), now=at(1_000))
        kept.log.append([(ANN, received(0, "m1"))])  # and what comes again

        assert [e.id for e in kept.log.read(ANN)] == ["m1", "m5"]

    def test_to_forget_again_goes_on_where_it_broke_off(self, kept: Kept) -> None:
        kept.personal.forget(person_of(kept), TRACES, before=at(100), now=at(1_000))
        kept.log.append([(ANN, received(9, "m9"))])
        empty = kept.log.cards([ANN])[ANN]
        kept.personal.forget(empty, TRACES, before=at(100), now=at(2_000))

        assert kept.log.read(ANN) == []

    def test_the_customer_whom_he_leads_goes_with_him(self, kept: Kept) -> None:
        known = person_of(kept)
        one = KeptCustomer(person=ANN, customer=Customer(persons=(ANN, BOB)))
        kept.customers.save([one], [], [])
        kept.personal.forget(known, TRACES, before=at(100), now=at(1_000))

        assert kept.customers.get([customer_id(ANN)]) == {}

    def test_a_mark_is_what_was_noted_last(self, kept: Kept) -> None:
        assert kept.personal.mark("forgotten") is None
        for instant in (at(1), at(9)):
            kept.personal.set_mark("forgotten", instant)

            assert kept.personal.mark("forgotten") == instant
        assert kept.personal.mark("words") is None


def person_of(kept: Kept) -> Card:
    """Ann has written, edited it and gone by a handle; as her card says."""
    edit = replace(received(2, "e1"), kind="message_edited", target="m1")
    kept.log.append(
        [(ANN, received(0, "m1")), (ANN, edit), (BOB, received(0, "m1"))],
        posts=[("x:p1", ANN)],
        cases=[("c1", ANN)],
        identities={"x:a1": Identity(person=ANN)},
        handles=[("x:ann", ANN)],
    )
    state = Person(id=ANN, last=edit.key)
    kept.log.save(
        Card(person=state, name="Ann", handle="ann", customer="u1", heard="2026-03")
    )
    return kept.log.cards([ANN])[ANN]


class TestFakePersonal(PersonalContract):
    @pytest.fixture
    def kept(self) -> Kept:
        world = World()
        personal = FakePersonal(world.log, world.survey_links, world.customers)
        return Kept(personal, world.log, world.customers, world.survey_links)


class TestDynamoPersonal(PersonalContract):
    def test_the_table_deletes_by_itself_what_is_forgotten(self, kept: Kept) -> None:
        kept.personal.forget(person_of(kept), TRACES, before=at(100), now=at(1_000))
        left = {i.sk: i.expires for i in Item.query(f"PERSON#{ANN}")}
        week = timedelta(days=7)

        assert left.pop("CARD") == (at(1_000) + week).timestamp()
        assert len(left) == 3
        assert set(left.values()) == {at(1_000).timestamp()}

    def test_to_forget_again_puts_nothing_off(self, kept: Kept) -> None:
        kept.personal.forget(person_of(kept), TRACES, before=at(100), now=at(1_000))
        first = {i.sk: i.expires for i in Item.query(f"PERSON#{ANN}")}
        empty = kept.log.cards([ANN])[ANN]
        kept.personal.forget(empty, TRACES, before=at(100), now=at(9_000))

        assert {i.sk: i.expires for i in Item.query(f"PERSON#{ANN}")} == first

    def test_a_stray_expires_by_itself_and_is_found_until_then(
        self, kept: Kept
    ) -> None:
        stray = Stray(log="x:waiting:p9", entry=received(0, "m9"), answers="x:p9")
        kept.log.append([], strays=[stray])
        (item,) = Item.query("PERSON#x:waiting:p9")

        assert item.expires == (at() + timedelta(days=90)).timestamp()
        assert [e.id for e in kept.log.waiting_for(["x:p9"])["x:p9"]] == ["m9"]

    @pytest.fixture
    def kept(self, table: str) -> Kept:
        links = DynamoSurveyLinks()
        return Kept(
            DynamoPersonal(), DynamoLog(lambda: RULES), DynamoCustomers(), links
        )
