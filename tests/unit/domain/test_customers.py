"""Customers: who is one human being, by links that are made and undone in any order."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.customers import (
    MOST_IDENTITIES,
    Customer,
    Link,
    customer_id,
    customers,
    from_json,
    handle_key,
    linked,
    reached,
    read_attributes,
    to_json,
    unlinked,
    with_attributes,
)
from shared.errors import BadInput, Conflict
from tests.fakes.entries import MONDAY, at

PERSONS = ("x:1", "facebook:2", "whatsapp:390612345", "email:a@b.example", "x:5")
Step = tuple[str, str, str]
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["link", "unlink", "tell"]),
        st.sampled_from(PERSONS),
        st.sampled_from(PERSONS),
    ),
    max_size=12,
)


class People:
    """Everybody there is, by the customer he is."""

    def __init__(self) -> None:
        self.all = [Customer(persons=(person,)) for person in PERSONS]

    def of(self, person: str) -> Customer:
        return next(c for c in self.all if person in c.persons)

    def take(self, step: Step) -> None:
        what, person, other = step
        if what == "link":
            self.link(person, other)
        elif what == "unlink":
            self.unlink(person)
        else:
            told = with_attributes(self.of(person), person, {"a": other}, MONDAY, "ann")
            self.put([self.of(person)], [told])

    def link(self, person: str, to: str) -> None:
        one, other = self.of(to), self.of(person)
        if one != other:
            merged, _ = linked(one, other, person, at=MONDAY, how="hand", by="ann")
            self.put([one, other], [merged])

    def unlink(self, person: str) -> None:
        whole = self.of(person)
        self.put([whole], list(unlinked(whole, person)))

    def put(self, old: list[Customer], new: list[Customer]) -> None:
        self.all = [c for c in self.all if c not in old] + new


def told(people: People) -> set[str]:
    """Everything that is known, as text."""
    return {f"{c.persons} {to_json(c)}" for c in people.all}


def after(steps: list[Step]) -> People:
    people = People()
    for step in steps:
        people.take(step)
    return people


@given(STEPS, st.sampled_from(PERSONS), st.sampled_from(PERSONS))
def test_a_link_that_is_undone_leaves_everything_as_before(
    steps: list[Step], person: str, to: str
) -> None:
    people = after(steps)
    before, apart = told(people), people.of(person) != people.of(to)
    people.link(person, to)
    if apart:
        people.unlink(person)

    assert told(people) == before


@given(STEPS, st.randoms())
def test_who_is_one_is_what_the_links_there_are_say(
    steps: list[Step], random: Random
) -> None:
    people = after(steps)
    links = [link for c in people.all for link in c.links]
    known = {p: put for c in people.all for p, put in c.attributes.items()}
    random.shuffle(links)
    again = People()
    again.all = list(customers(PERSONS, links, known))

    assert told(again) == told(people)


@given(STEPS)
def test_everybody_is_one_customer_and_hangs_on_the_first(steps: list[Step]) -> None:
    people = after(steps)

    assert sorted(p for c in people.all for p in c.persons) == sorted(PERSONS)
    for customer in people.all:
        assert set(reached(customer)) == set(customer.persons[1:])
        assert len(customer.links) == len(customer.persons) - 1


@given(STEPS, st.sampled_from(PERSONS))
def test_who_is_taken_out_is_no_longer_with_the_first(
    steps: list[Step], person: str
) -> None:
    people = after(steps)
    before = people.of(person)
    people.unlink(person)
    rest = set(before.persons) - set(people.of(person).persons)

    if person == before.persons[0]:
        assert people.of(person).persons == (person,)
        assert len({people.of(p).id for p in rest}) <= 1
    else:
        assert before.persons[0] in rest


@given(STEPS)
def test_a_customer_reads_back_as_he_was_written(steps: list[Step]) -> None:
    for customer in after(steps).all:
        assert from_json(customer.persons[0], to_json(customer)) == customer


class TestMerges:
    def test_two_customers_become_one_and_two_again(self) -> None:
        people = People()
        people.link("facebook:2", "x:1")
        people.link("x:5", "email:a@b.example")
        before = told(people)
        people.link("x:5", "facebook:2")
        merged = people.of("x:1")
        people.unlink("x:5")

        assert merged.persons == ("x:1", "facebook:2", "email:a@b.example", "x:5")
        assert merged.id == customer_id("x:1")
        assert told(people) == before

    def test_without_the_first_one_the_others_stay_together(self) -> None:
        people = People()
        for person in PERSONS[1:4]:
            people.link(person, "x:1")
        people.unlink("x:1")

        assert people.of("x:1").persons == ("x:1",)
        assert people.of(PERSONS[1]).persons == PERSONS[1:4]

    def test_attributes_of_both_hold_and_go_with_whom_they_were_put_for(self) -> None:
        people = People()
        for n, person in enumerate(PERSONS[:2]):
            values = {"tier": f"{n}", f"only{n}": "yes"}
            mine = people.of(person)
            when = at(n)
            people.put([mine], [with_attributes(mine, person, values, when, "crm")])
        people.link(PERSONS[1], PERSONS[0])
        both = people.of(PERSONS[0]).known()
        people.unlink(PERSONS[1])

        assert both == {"tier": "1", "only0": "yes", "only1": "yes"}
        assert people.of(PERSONS[0]).known() == {"tier": "0", "only0": "yes"}

    def test_links_keep_their_order_where_clocks_differ(self) -> None:
        people = People()
        people.link("facebook:2", "x:1")
        one, other = people.of("x:1"), people.of("x:5")
        _, link = linked(
            one, other, "x:5", at=MONDAY - timedelta(days=1), how="crm", by=None
        )

        assert link.at > one.links[0].at

    def test_there_is_an_end_to_how_many_one_can_be(self) -> None:
        many = tuple(f"x:{n}" for n in range(MOST_IDENTITIES))
        links = [
            Link(person=p, to=many[0], at=at(n), how="hand")
            for n, p in enumerate(many[1:])
        ]
        (full,) = customers(many, links, {})

        with pytest.raises(Conflict) as refused:
            linked(
                full,
                Customer(persons=("x:more",)),
                "x:more",
                at=MONDAY,
                how="hand",
                by="ann",
            )
        assert refused.value.code == "too_many_identities"


def test_an_id_tells_nothing_of_the_person() -> None:
    assert "390612345" not in customer_id("whatsapp:390612345")
    assert ":" not in customer_id("whatsapp:390612345")


def test_who_is_linked_to_nobody_goes_by_his_own_id() -> None:
    alone = Customer(persons=("x:1",))
    known = with_attributes(alone, "x:1", {"tier": "gold"}, MONDAY, "crm")

    assert (alone.name, known.name) == ("x:1", "x:1")
    assert (alone.is_kept, known.is_kept) == (False, True)
    assert not with_attributes(known, "x:1", {}, MONDAY, "crm").is_kept


@pytest.mark.parametrize("handle", ["Ann_B", "@ann_b", " ANN_B "])
def test_a_handle_is_found_however_it_is_written(handle: str) -> None:
    assert handle_key("x", handle) == "x:ann_b"


class TestAttributes:
    def test_texts_are_taken_as_they_are(self) -> None:
        assert read_attributes({"Tier": "gold", "note": ""}) == {
            "Tier": "gold",
            "note": "",
        }

    @pytest.mark.parametrize(
        ("given_", "named"),
        [
            ({"tier": 1}, "tier"),
            ({"tier": None}, "tier"),
            ({"tier": ["gold"]}, "tier"),
            ({"tier": "g" * 257}, "tier"),
            ({" ": "gold"}, "' '"),
            ({"t" * 65: "gold"}, "ttt"),
            ({f"a{n}": "" for n in range(51)}, "50"),
        ],
    )
    def test_anything_else_is_refused_by_name(
        self, given_: dict[str, object], named: str
    ) -> None:
        with pytest.raises(BadInput, match=named):
            read_attributes(given_)
