"""One contract for what is kept of a person beside his log, and its fake."""

from dataclasses import dataclass

import pytest

from shared.adapters.customers import DynamoCustomers
from shared.adapters.erasing import DynamoPersonal
from shared.adapters.survey_links import DynamoSurveyLinks
from shared.adapters.table import DynamoLog
from shared.ports import Log
from shared.ports_customers import Customers
from shared.ports_privacy import Personal
from shared.ports_surveys import SurveyLinks
from tests.fakes.entries import at
from tests.fakes.personal import FakePersonal
from tests.fakes.world import World

ANN, BOB = "x:1", "x:2"


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


class TestFakePersonal(PersonalContract):
    @pytest.fixture
    def kept(self) -> Kept:
        world = World()
        personal = FakePersonal(world.log, world.survey_links)
        return Kept(personal, world.log, world.customers, world.survey_links)


class TestDynamoPersonal(PersonalContract):
    @pytest.fixture
    def kept(self, table: str) -> Kept:
        links = DynamoSurveyLinks()
        return Kept(DynamoPersonal(), DynamoLog(), DynamoCustomers(), links)
