"""Customers over channels: linked and taken apart, found, with one history."""

import json
from typing import Any

import pytest

from functions import actions, customers, desk
from functions.linking import link, put_attributes
from shared.channels.tame import MAX_ID_BYTES
from shared.domain.customers import customer_id
from shared.errors import BadInput, Conflict, NotFound
from tests.fakes.api import deployed
from tests.fakes.customers import FakeCustomers
from tests.fakes.identities import (
    ANN,
    CALL,
    MAIL,
    ann,
    asks,
    card,
    case_of,
    joins,
    leaves,
    writes,
)
from tests.fakes.world import World, contact, envelope


@pytest.fixture
def world() -> World:
    return ann()


def shown(world: World, customer: str = ANN) -> dict[str, Any]:
    return customers.show_customer(customer, asks(), world)


def history(world: World, customer: str, limit: int = 50) -> list[dict[str, Any]]:
    """All pages of a history; no page but the last is short."""
    items: list[dict[str, Any]] = []
    query = {"limit": str(limit)}
    while True:
        page = customers.show_history(customer, asks(**query), world)
        items += page["items"]
        if page["next"] is None:
            return items
        assert len(page["items"]) == limit
        query["cursor"] = page["next"]


def texts(items: list[dict[str, Any]]) -> list[str]:
    return [i["text"] for i in items if i["kind"] == "message_received"]


def test_the_longest_id_that_is_taken_in_can_be_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (api,) = deployed(monkeypatch)
    user = "é" * (MAX_ID_BYTES // 2)
    long, plain = f"{'c' * 32}:{user}", "a" * MAX_ID_BYTES
    writes(api.world, long, "Where is it?")
    writes(api.world, f"phone:{plain}", "Hello?", handle=plain)
    path = "/customers/{customer}"
    body = json.dumps({"channel": "phone", "user": plain})
    query = {"channel": "phone", "handle": plain}
    asked = [
        api.call(f"GET {path}", "agent", customer=long),
        api.call("GET /customers", "agent", query=query),
        api.call(f"POST {path}/identities", "agent", customer=long, body=body),
        api.call(
            f"DELETE {path}/identities/{{channel}}/{{user}}",
            "agent",
            customer=long,
            channel="phone",
            user=plain,
        ),
        api.call(f"GET {path}", "agent", customer="x:" + "a" * 500),
    ]

    assert [status for status, _ in asked] == [200, 200, 200, 200, 404]
    assert len(asked[1][1]["items"]) == 1


class TestTheCardWithACase:
    def test_a_case_is_shown_with_the_card_of_its_customer(self, world: World) -> None:
        joins(world, MAIL)
        put_attributes(MAIL, {"tier": "gold"}, "crm", world)
        case = case_of(world, ANN).id
        found = desk.show_case(case, asks(), world)["customer"]
        whole = shown(world, ANN)

        assert (found["id"], found["name"]) == (ANN, "Ann")
        assert found == {name: whole[name] for name in found} | {"id": ANN}
        assert set(whole) - set(found) == {"case", "open_cases"}
        assert found["attributes"] == {"tier": "gold"}
        assert len(found["identities"]) == 2

    def test_of_who_has_written_for_ages_only_what_came_last_is_read(
        self, world: World, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for n in range(9):
            writes(world, ANN, "You are useless, I hate it" if n % 2 else "Thanks")
        whole = shown(world)
        monkeypatch.setattr(customers, "MOST_READ", 5)
        monkeypatch.setattr(customers, "History", None)  # made of a whole log
        found = shown(world)

        assert found == whole | {"time_spent_s": None}
        assert found["contacts"] == {"x": 10}


class TestLinks:
    def test_a_customer_is_found_by_his_id_and_by_any_identity(
        self, world: World
    ) -> None:
        found = joins(world, MAIL)
        names = (found["id"], ANN, MAIL)
        persons = [[i["person"] for i in shown(world, n)["identities"]] for n in names]

        assert found["id"] == customer_id(ANN)
        assert persons == [[ANN, MAIL]] * 3
        assert {shown(world, n)["id"] for n in names} == {found["id"]}

    def test_a_link_says_when_how_and_who(self, world: World) -> None:
        first, second = joins(world, MAIL, how="crm")["identities"]

        assert (first["linked_at"], first["how"], first["by"]) == (None, None, None)
        assert second["linked_at"] == "2026-03-02T10:03:00.000Z"
        assert (second["how"], second["by"]) == ("crm", "amy")
        assert (second["channel"], second["user"]) == ("email", "ann@b.example")

    def test_to_link_again_changes_nothing(self, world: World) -> None:
        once = joins(world, MAIL)
        cards = [card(world, p) for p in (ANN, MAIL)]
        again = joins(world, ANN, to=MAIL)

        assert again["identities"] == once["identities"]
        assert [card(world, p) for p in (ANN, MAIL)] == cards

    def test_what_is_undone_leaves_everything_as_before(self, world: World) -> None:
        persons = (ANN, MAIL, CALL)
        before = [shown(world, p) for p in persons]
        items = [world.log.items[p].serialize() for p in persons]
        joins(world, MAIL)
        joins(world, CALL)
        leaves(world, MAIL)
        leaves(world, CALL)

        assert [shown(world, p) for p in persons] == before
        for person, item in zip(persons, items, strict=True):
            again = world.log.items[person].serialize()
            assert {**again, "version": item["version"]} == item

    def test_what_a_platform_itself_says_is_linked_by_nobody(
        self, world: World
    ) -> None:
        link(MAIL, ANN, "key", None, world)
        (entry,) = [e for e in world.log.read(MAIL) if e.kind == "linked"]

        assert shown(world)["identities"][1]["how"] == "key"
        assert (entry.what, entry.agent) == ("key", None)

    def test_a_former_id_still_finds_him(self, world: World) -> None:
        joins(world, CALL, to=MAIL)
        former = shown(world, MAIL)["id"]
        merged = joins(world, MAIL)

        assert shown(world, former)["id"] == merged["id"] != former

    def test_a_merge_of_two_customers_comes_apart_as_it_was(self, world: World) -> None:
        writes(world, "x:2", "Hi, it is me")
        joins(world, MAIL)
        joins(world, CALL, to="x:2")
        before = [shown(world, p)["identities"] for p in (ANN, CALL)]
        merged = joins(world, CALL)
        leaves(world, CALL, of=merged["id"])

        assert [i["person"] for i in merged["identities"]] == [ANN, MAIL, "x:2", CALL]
        assert [shown(world, p)["identities"] for p in (ANN, CALL)] == before

    def test_both_logs_say_who_linked_and_who_parted_them(self, world: World) -> None:
        joins(world, MAIL, how="crm")
        leaves(world, MAIL)
        kinds = ("linked", "unlinked")
        said = {
            person: [
                (e.kind, e.agent, e.what, e.target)
                for e in world.log.read(person)
                if e.kind in kinds
            ]
            for person in (ANN, MAIL)
        }

        for person, other in ((ANN, MAIL), (MAIL, ANN)):
            assert said[person] == [
                ("linked", "amy", "crm", customer_id(other)),
                ("unlinked", "amy", None, customer_id(other)),
            ]

    def test_no_log_names_another_identity(self, world: World) -> None:
        joins(world, CALL)
        entries = [e for e in world.log.read(ANN) if e.kind == "linked"]

        assert "39061" not in json.dumps([(e.key, e.raw, e.target) for e in entries])

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ({"channel": "email", "user": "nobody"}, NotFound),
            ({"channel": "email"}, BadInput),
            ({"user": "1"}, BadInput),
            ({"channel": "x", "user": "1", "how": "guess"}, BadInput),
            ({"channel": "x", "user": "1", "how": ["hand"]}, BadInput),
        ],
    )
    def test_a_link_that_means_nobody_is_refused(
        self, world: World, body: dict[str, str], error: type[Exception]
    ) -> None:
        with pytest.raises(error):
            customers.link_identity(ANN, asks(body), world)

    @pytest.mark.parametrize("person", [ANN, MAIL, "x:0"])
    def test_who_is_not_linked_is_not_found(self, world: World, person: str) -> None:
        with pytest.raises(NotFound):
            leaves(world, person)

    @pytest.mark.parametrize("name", ["x:0", "u0", "", "cabc"])
    def test_nobody_is_not_found(self, world: World, name: str) -> None:
        with pytest.raises(NotFound):
            shown(world, name)


class Slow(FakeCustomers):
    """A store before whose next save somebody else does something."""

    before: Any = None

    def save(self, *change: Any) -> None:
        earlier, self.before = self.before, None
        if earlier is not None:
            earlier()
        super().save(*change)


class TestRaces:
    @pytest.fixture
    def slow(self, world: World) -> Slow:
        store = Slow(world.log)
        world.customers = store
        return store

    def test_of_two_who_link_at_once_both_are_heard(
        self, world: World, slow: Slow
    ) -> None:
        slow.before = lambda: link(MAIL, CALL, "crm", "sue", world)
        joins(world, MAIL)
        found = shown(world)["identities"]

        assert [(i["person"], i["by"]) for i in found] == [
            (ANN, None),
            (CALL, "sue"),
            (MAIL, "amy"),
        ]

    def test_a_message_that_comes_while_a_link_is_made_is_not_lost(
        self, world: World, slow: Slow
    ) -> None:
        slow.before = lambda: writes(world, MAIL, "Still nothing?")
        joins(world, MAIL)

        assert card(world, MAIL).customer == customer_id(ANN)
        assert card(world, MAIL).person.tally.messages == 2

    def test_a_link_is_not_lost_while_attributes_are_put(
        self, world: World, slow: Slow
    ) -> None:
        slow.before = lambda: link(MAIL, ANN, "crm", "sue", world)
        put_attributes(MAIL, {"tier": "gold"}, "amy", world)

        assert shown(world)["attributes"] == {"tier": "gold"}
        assert len(shown(world)["identities"]) == 2

    def test_who_loses_every_time_is_told(self, world: World, slow: Slow) -> None:
        def again() -> None:
            writes(world, MAIL, "Hello?")
            slow.before = again

        slow.before = again
        with pytest.raises(Conflict):
            joins(world, MAIL)


class TestHistory:
    @pytest.mark.parametrize("limit", [1, 2, 3, 50])
    def test_the_logs_of_all_identities_are_one_newest_first(
        self, world: World, limit: int
    ) -> None:
        joins(world, MAIL)
        joins(world, CALL)
        writes(world, ANN, "Hello?")
        items = history(world, MAIL, limit)

        assert texts(items) == [
            "Hello?",
            "Hello, hello?",
            "Any news?",
            "Where is my order?",
        ]
        assert [i["person"] for i in items if i["text"]] == [ANN, CALL, MAIL, ANN]

    def test_things_of_one_instant_are_all_there_once(self, world: World) -> None:
        for person in (ANN, MAIL, CALL):
            channel, _, user = person.partition(":")
            author = {"id": user}
            same = contact(id="same", channel=channel, author=author, text=person)
            world.queue.send([envelope({**same, "social": channel == "x"})])
        world.drain()
        for person in (MAIL, CALL):
            joins(world, person)
        seen = [texts(history(world, ANN, limit)) for limit in (1, 2, 3, 4, 50)]

        assert len({tuple(s) for s in seen}) == 1
        assert sorted(set(seen[0]) & {ANN, MAIL, CALL}) == sorted({ANN, MAIL, CALL})

    def test_an_answer_of_one_page_is_not_changed_by_what_comes_meanwhile(
        self, world: World
    ) -> None:
        joins(world, MAIL)
        whole = history(world, ANN)
        first = customers.show_history(ANN, asks(limit="2"), world)
        writes(world, MAIL, "And now?")
        rest = customers.show_history(ANN, asks(cursor=first["next"]), world)

        assert [*first["items"], *rest["items"]] == whole

    def test_the_cursor_of_somebody_else_shows_nothing_of_him(
        self, world: World
    ) -> None:
        writes(world, "x:2", "Hi")
        writes(world, "x:2", "Hello?")
        page = customers.show_history("x:2", asks(limit="1"), world)
        stolen = asks(cursor=page["next"])
        mine = customers.show_history(ANN, stolen, world)["items"]

        assert {i["person"] for i in mine} == {ANN}

    @pytest.mark.parametrize(
        "cursor",
        [
            "?",
            "LOG#2026",
            "@",
            "x@y",
            f"CARD@{customer_id(ANN)}",
            f"SEND#2026-03-02T10:00:00.000Z#m1@{customer_id(ANN)}",
            f"LOG#~@{customer_id(ANN)}",
            "LOG#2026-03-02T10:00:00.000Z#m1@u1",
            f"LOG#2026-03-02T10:00:00.000Z#{'m' * 1000}@{customer_id(ANN)}",
        ],
    )
    def test_an_invented_cursor_is_bad_input(self, world: World, cursor: str) -> None:
        with pytest.raises(BadInput, match="cursor"):
            customers.show_history(ANN, asks(cursor=cursor), world)


class TestProfile:
    def test_habits_and_open_cases_are_those_of_all_identities(
        self, world: World
    ) -> None:
        joins(world, MAIL)
        joins(world, CALL)
        writes(world, MAIL, "This is a terrible disgrace, I hate it!")
        found = shown(world)
        cases = {(c["channel"], c["status"], c["agent"]) for c in found["open_cases"]}

        assert found["contacts"] == {"x": 1, "email": 2, "phone": 1}
        assert found["last_sentiment"] == "negative"
        assert found["last_contact_at"] == "2026-03-02T10:05:00.000Z"
        assert cases == {(c, "open", None) for c in ("x", "email", "phone")}

    def test_the_preferred_channel_has_most_episodes_then_the_latest(
        self, world: World
    ) -> None:
        joins(world, MAIL)
        tied = shown(world)["preferred_channel"]
        writes(world, "x:2", "Hi")
        joins(world, "x:2")
        most = shown(world)["preferred_channel"]
        world.clock.advance(days=181)

        assert (tied, most) == ("email", "x")
        assert shown(world)["preferred_channel"] is None
        assert shown(world)["last_contact_at"] == "2026-03-02T10:04:00.000Z"

    def test_an_episode_counts_once_also_if_its_first_message_came_last(self) -> None:
        world = World()
        world.clock.advance(minutes=3)
        writes(world, "telegram:9", "Are you there?")
        world.clock.advance(minutes=-4)
        writes(world, "telegram:9", "Hi")
        world.clock.advance(minutes=9)
        writes(world, MAIL, "Hello?")
        joins(world, MAIL, "telegram:9")

        assert shown(world, MAIL)["preferred_channel"] == "email"

    def test_his_time_is_that_of_his_resolved_episodes(self, world: World) -> None:
        joins(world, MAIL)
        for person, seconds in ((ANN, 90), (MAIL, 30)):
            case = case_of(world, person).id
            actions.add_time(case, asks({"seconds": seconds}), world)
            if person == ANN:
                actions.resolve(case, asks(), world)
            world.clock.advance(minutes=1)
        one = shown(world)["time_spent_s"]
        actions.resolve(case_of(world, MAIL).id, asks(), world)
        both = shown(world)["time_spent_s"]
        leaves(world, MAIL)

        assert (one, both, shown(world)["time_spent_s"]) == (90, 120, 90)

    def test_who_was_never_answered_has_taken_no_time(self, world: World) -> None:
        assert shown(world)["time_spent_s"] == 0

    def test_the_case_of_the_identity_that_is_asked_for_is_shown(
        self, world: World
    ) -> None:
        joins(world, MAIL)
        found = shown(world, MAIL)

        assert found["case"]["id"] == case_of(world, MAIL).id
        assert (found["channel"], found["name"]) == ("email", "Ann")

    def test_a_case_shows_the_customers_other_open_cases(self, world: World) -> None:
        joins(world, MAIL)
        view = desk.show_case(case_of(world, ANN).id, asks(), world)
        alone = desk.show_case(case_of(world, CALL).id, asks(), world)
        other = {"id": case_of(world, MAIL).id, "channel": "email"}

        assert view["related"] == [{**other, "status": "open", "agent": None}]
        assert alone["related"] == []


class TestHandles:
    def found(self, world: World, handle: str, channel: str = "x") -> list[str]:
        query = asks(channel=channel, handle=handle)
        return [i["id"] for i in customers.find_customers(query, world)["items"]]

    def test_somebody_is_found_by_his_handle_in_any_case(self, world: World) -> None:
        assert self.found(world, "ann_b") == [ANN]
        assert self.found(world, "@ANN_B") == [ANN]
        assert self.found(world, "ann") == []
        assert self.found(world, "ann_b", "facebook") == []

    def test_a_handle_that_was_given_up_finds_its_new_owner(self, world: World) -> None:
        writes(world, ANN, "I have a new name", handle="Ann_C")
        writes(world, "x:2", "And I have hers", handle="ann_b")

        assert self.found(world, "Ann_B") == ["x:2"]
        assert self.found(world, "Ann_C") == [ANN]

    def test_it_is_written_down_once(self, world: World) -> None:
        before = set(world.log.handles)
        world.log.handles.clear()
        writes(world, ANN, "Hello?", handle="Ann_B")

        assert before == {("x:ann_b", ANN)}
        assert world.log.handles == set()

    @pytest.mark.parametrize(
        ("query", "field"),
        [({}, "channel"), ({"channel": "x"}, "handle"), ({"handle": "a"}, "channel")],
    )
    def test_both_are_needed(
        self, world: World, query: dict[str, str], field: str
    ) -> None:
        with pytest.raises(BadInput, match=field):
            customers.find_customers(asks(**query), world)


class TestAttributes:
    def puts(self, world: World, person: str, **values: Any) -> dict[str, Any]:
        found = customers.put_customer_attributes(person, asks(values), world)
        attributes: dict[str, Any] = found["attributes"]
        return attributes

    def test_they_read_back_as_put_and_are_replaced(self, world: World) -> None:
        assert self.puts(world, ANN, tier="gold", since="2019") == {
            "tier": "gold",
            "since": "2019",
        }
        assert self.puts(world, ANN, tier="silver") == {"tier": "silver"}
        assert shown(world)["id"] == ANN

    def test_to_put_none_leaves_everything_as_before(self, world: World) -> None:
        before = world.log.items[ANN].serialize()
        self.puts(world, ANN, tier="gold")
        self.puts(world, ANN)
        after = world.log.items[ANN].serialize()

        assert {**after, "version": before["version"]} == before

    def test_those_of_all_identities_hold_while_they_are_linked(
        self, world: World
    ) -> None:
        self.puts(world, ANN, tier="gold")
        self.puts(world, MAIL, segment="b2b")
        joined = joins(world, MAIL)["attributes"]
        parted = leaves(world, MAIL)["attributes"]

        assert joined == {"tier": "gold", "segment": "b2b"}
        assert parted == {"tier": "gold"}
        assert shown(world, MAIL)["attributes"] == {"segment": "b2b"}

    def test_what_is_put_for_a_customer_replaces_all_of_his(self, world: World) -> None:
        self.puts(world, MAIL, segment="b2b")
        joins(world, MAIL)

        assert self.puts(world, shown(world)["id"], tier="gold") == {"tier": "gold"}
        assert shown(world, MAIL)["attributes"] == {"tier": "gold"}

    def test_what_is_no_text_is_refused(self, world: World) -> None:
        with pytest.raises(BadInput, match="tier"):
            self.puts(world, ANN, tier=1)
