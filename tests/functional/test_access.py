"""Who sees which customers, what is noted of it, how often anybody may ask."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions import gate
from functions.auditing import READS
from functions.budgets import Budgets
from shared.domain.agents import Agent
from tests.fakes.api import Api, deployed
from tests.fakes.identities import ANN, CALL, MAIL, case_of, joins, writes

MACHINE = {"client_id": "4abc", "scope": "care/agent"}
OF_HIM = ("/customers/{customer}", "/customers/{customer}/history")
OF_CASE = ("/cases/{case_id}", "/cases/{case_id}/timeline")
ACTIONS = ("note", "resolve", "assign", "flush", "reply")


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    """Ann has written on X, and somebody else by mail."""
    for made in deployed(monkeypatch):
        writes(made.world, ANN, "Where is my order?", handle="ann_b")
        writes(made.world, MAIL, "Any news?")
        yield made


def serves(api: Api, *channels: str, but: tuple[str, ...] = ()) -> None:
    """Amy, who asks, serves these channels; none named: all but these."""
    of = channels or (None if but else ())
    amy = Agent(id="amy", name="Amy", channels=of, except_channels=but)
    api.world.agents.put(amy)


def code(answer: tuple[int, Any]) -> tuple[int, str | None]:
    return answer[0], answer[1].get("error", {}).get("code")


class TestAgentsSeeWhomTheyServe:
    @pytest.mark.parametrize("path", OF_HIM)
    def test_a_customer_on_none_of_his_channels_is_not_shown(
        self, api: Api, path: str
    ) -> None:
        serves(api, "x")

        assert code(api.call(f"GET {path}", "agent", customer=MAIL)) == (
            403,
            "not_served",
        )
        assert api.call(f"GET {path}", "agent", customer=ANN)[0] == 200

    @pytest.mark.parametrize("path", OF_CASE)
    def test_nor_is_his_case(self, api: Api, path: str) -> None:
        serves(api, "x")
        case = case_of(api.world, MAIL).id

        assert code(api.call(f"GET {path}", "agent", case_id=case)) == (
            403,
            "not_served",
        )

    @pytest.mark.parametrize("action", ACTIONS)
    def test_nor_is_anything_done_with_it(self, api: Api, action: str) -> None:
        serves(api, "x")
        case = case_of(api.world, MAIL).id
        before = api.world.log.read(MAIL)
        route = f"POST /cases/{{case_id}}/{action}"

        answer = api.call(route, "agent", case_id=case, body="{}")

        assert code(answer) == (403, "not_served")
        assert api.world.log.read(MAIL) == before

    def test_it_is_left_out_of_lists(self, api: Api) -> None:
        serves(api, "email")
        found = api.call("GET /cases", "agent")[1]["items"]
        query = {"channel": "x", "handle": "ann_b"}

        assert [case["channel"] for case in found] == ["email"]
        assert api.call("GET /customers", "agent", query=query)[1]["items"] == []

    def test_one_identity_on_a_channel_of_his_shows_all_of_them(self, api: Api) -> None:
        joins(api.world, MAIL)
        serves(api, "x")
        case = case_of(api.world, MAIL).id
        found = api.call("GET /cases", "agent")[1]["items"]

        assert api.call("GET /cases/{case_id}", "agent", case_id=case)[0] == 200
        assert api.call("GET /customers/{customer}", "agent", customer=MAIL)[0] == 200
        assert {case["channel"] for case in found} == {"x", "email"}

    def test_who_was_given_a_case_sees_its_customer_also_afterwards(
        self, api: Api
    ) -> None:
        serves(api, "email")
        case = case_of(api.world, MAIL).id
        api.world.agents.set_available("amy", True)
        api.call("POST /cases/{case_id}/assign", "agent", case_id=case, body="{}")
        api.call("POST /cases/{case_id}/resolve", "agent", case_id=case, body="{}")
        api.world.clock.advance(days=40)
        writes(api.world, MAIL, "Where is the second one?")
        serves(api, "x")

        answer = api.call("GET /customers/{customer}", "agent", customer=MAIL)

        assert answer[0] == 200

    def test_a_channel_that_he_has_left_is_not_his(self, api: Api) -> None:
        serves(api, but=("email",))

        assert api.call("GET /customers/{customer}", "agent", customer=MAIL)[0] == 403
        assert api.call("GET /customers/{customer}", "agent", customer=ANN)[0] == 200

    def test_nobody_is_linked_to_a_customer_to_be_seen(self, api: Api) -> None:
        serves(api, "x")
        body = json.dumps({"channel": "email", "user": MAIL.partition(":")[2]})
        route = "POST /customers/{customer}/identities"

        answer = api.call(route, "agent", customer=ANN, body=body)

        assert code(answer) == (403, "not_served")

    @pytest.mark.parametrize("role", ["supervisor", "admin"])
    def test_supervisors_see_all_whatever_they_serve(self, api: Api, role: str) -> None:
        serves(api)
        path = "GET /customers/{customer}"

        assert api.call(path, role, customer=MAIL)[0] == 200
        assert len(api.call("GET /cases", role)[1]["items"]) == 2

    def test_who_serves_all_channels_or_is_no_agent_sees_all(self, api: Api) -> None:
        before = len(api.call("GET /cases", "agent")[1]["items"])
        api.world.agents.put(Agent(id="amy", name="Amy"))

        assert before == len(api.call("GET /cases", "agent")[1]["items"]) == 2

    @pytest.mark.parametrize("served", [("x",), None], ids=["some", "all"])
    def test_who_was_taken_out_of_the_agents_sees_nobody(
        self, api: Api, served: tuple[str, ...] | None
    ) -> None:
        api.world.agents.put(Agent(id="amy", name="Amy", channels=served))
        case = case_of(api.world, ANN).id
        api.world.agents.set_available("amy", True)
        api.call("POST /cases/{case_id}/assign", "agent", case_id=case, body="{}")
        api.call("DELETE /agents/{agent}", "admin", agent="amy")
        query = {"channel": "x", "handle": "ann_b"}
        asked = [
            api.call("GET /cases", "agent"),
            api.call("GET /customers", "agent", query=query),
            api.call("GET /customers/{customer}", "agent", customer=ANN),
            api.call("GET /cases/{case_id}", "agent", case_id=case),
            api.call("POST /cases/{case_id}/note", "agent", case_id=case, body="{}"),
        ]

        assert {code(answer) for answer in asked} == {(403, "no_agent")}
        assert api.call("GET /cases", "supervisor")[0] == 200

        serves(api, "x")
        assert api.call("GET /cases/{case_id}", "agent", case_id=case)[0] == 200

    @pytest.mark.parametrize(
        "name", ["x:nobody", "u0000000000000000000", ":", "x:", "\0", "%2F", "😀"]
    )
    def test_of_nobody_it_is_said_that_there_is_none(self, api: Api, name: str) -> None:
        serves(api, "x")
        found = api.call("GET /customers/{customer}", "agent", customer=name)

        assert code(found) == (404, "not_found")
        assert api.call("GET /cases/{case_id}", "agent", case_id="none")[0] == 404


class TestTheAuditLog:
    def audit(self, api: Api, **query: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = []
        while True:
            status, page = api.call("GET /audit", "admin", query=query)
            assert status == 200
            found += page["items"]
            if page["next"] is None:
                return found
            query["cursor"] = page["next"]

    def test_it_says_who_read_what_of_whom(self, api: Api) -> None:
        case = case_of(api.world, ANN).id
        api.call("GET /cases/{case_id}", "agent", case_id=case)
        api.world.clock.advance(seconds=1)
        api.call("GET /customers/{customer}", "supervisor", customer=MAIL)
        api.world.clock.advance(seconds=1)
        query = {"channel": "x", "handle": "ann_b"}
        api.ask("GET /customers", claims=MACHINE, query=query)
        found = self.audit(api)

        keys = ("who", "route", "customers", "case")
        assert [tuple(note[k] for k in keys) for note in found] == [
            ("machine:4abc", "GET /customers", [ANN], None),
            ("amy", "GET /customers/{customer}", [MAIL], None),
            ("amy", "GET /cases/{case_id}", [], case),
        ]

    def test_what_was_refused_or_not_there_was_not_read(self, api: Api) -> None:
        serves(api, "x")
        path = "GET /customers/{customer}"
        api.call(path, "agent", customer=MAIL)
        api.call(path, "analyst", customer=ANN)
        api.call(path, "agent", customer="x:nobody")
        query = {"channel": "x", "handle": "nobody"}
        api.call("GET /customers", "agent", query=query)

        assert self.audit(api) == []

    def test_nothing_is_shown_that_cannot_be_noted(self, api: Api) -> None:
        api.world.audit.broken = True
        found = api.call("GET /customers/{customer}", "agent", customer=ANN)

        assert code(found) == (503, "store_unavailable")

    def test_it_keeps_no_name_and_no_text(self, api: Api) -> None:
        case = case_of(api.world, ANN).id
        for path in OF_HIM:
            api.call(f"GET {path}", "agent", customer=ANN)
        for path in OF_CASE:
            api.call(f"GET {path}", "agent", case_id=case)
        query = {"channel": "x", "handle": "ann_b"}
        api.call("GET /customers", "agent", query=query)

        kept = repr(list(api.world.audit.notes.values())).lower()
        assert not any(word in kept for word in ("ann", "order"))

    def test_of_a_customer_it_finds_what_was_read_by_any_of_his_names(
        self, api: Api
    ) -> None:
        whole = joins(api.world, MAIL)["id"]
        writes(api.world, CALL, "Hello?")
        case = case_of(api.world, MAIL).id
        for name in (ANN, MAIL, whole, CALL):
            api.call("GET /customers/{customer}", "agent", customer=name)
            api.world.clock.advance(seconds=1)
        api.call("GET /cases/{case_id}", "agent", case_id=case)
        found = [note["case"] or note["customers"] for note in self.audit(api)]

        assert len(found) == 5
        for name in (ANN, MAIL, whole):
            of_her = self.audit(api, customer=name)
            shown = [note["case"] or note["customers"] for note in of_her]
            assert shown == [case, [whole], [MAIL], [ANN]]

    def test_it_says_who_put_settings(self, api: Api) -> None:
        body = json.dumps({"rules": []})
        api.call("PUT /settings/{name}", "admin", name="routing", body=body)
        (note,) = self.audit(api)

        assert (note["who"], note["settings"], note["version"]) == ("amy", "routing", 1)

    def test_it_is_paged_without_gap_or_repeat_while_more_is_read(
        self, api: Api
    ) -> None:
        path = "GET /customers/{customer}"
        for n in range(9):
            api.call(path, "agent", customer=ANN if n % 2 else MAIL)
            api.world.clock.advance(seconds=n % 3)
            if n == 4:
                body = json.dumps({"rules": []})
                api.call("PUT /settings/{name}", "admin", name="routing", body=body)
        whole = self.audit(api)
        first = api.call("GET /audit", "admin", query={"limit": "3"})[1]
        api.call(path, "agent", customer=ANN)
        rest = self.audit(api, limit="3", cursor=first["next"])

        assert len(whole) == 10
        assert first["items"] + rest == whole

    def test_a_filter_narrows_it(self, api: Api) -> None:
        path = "GET /customers/{customer}"
        api.call(path, "agent", customer=ANN)
        api.ask(path, claims=MACHINE, customer=ANN)

        assert len(self.audit(api, who="amy")) == 1
        assert len(self.audit(api, who="machine:4abc", limit="1")) == 1
        assert self.audit(api, who="bob") == []
        assert self.audit(api, date="2026-03-03") == []

    @pytest.mark.parametrize("limit", ["1", "2"])
    def test_what_fits_is_found_behind_many_notes_that_do_not(
        self, api: Api, limit: str
    ) -> None:
        path = "GET /customers/{customer}"
        for n in range(60):
            if n in {3, 9}:
                api.ask(path, claims=MACHINE, customer=ANN)
            api.call(path, "agent", customer=MAIL)
            api.world.clock.advance(seconds=1)
        query = {"who": "machine:4abc", "limit": limit}
        _, first = api.call("GET /audit", "admin", query=query)

        assert len(first["items"]) == int(limit)
        assert len(self.audit(api, **query)) == 2

    @pytest.mark.parametrize(
        "query",
        [
            {"date": "yesterday"},
            {"date": "2026-02-30"},
            {"cursor": "made up"},
            {"cursor": "2026-03-01T10:00:00.000Z#abc", "date": "2026-03-02"},
            {"limit": "0"},
        ],
    )
    def test_what_it_cannot_read_it_names(
        self, api: Api, query: dict[str, str]
    ) -> None:
        assert code(api.call("GET /audit", "admin", query=query)) == (400, "bad_input")

    def test_every_route_that_shows_a_customer_or_a_case_is_noted(
        self, api: Api
    ) -> None:
        shown = {
            route
            for route in api.routes()
            if route.startswith(("GET /cases/{", "GET /customers"))
            or "{customer}" in route
        }

        assert shown - READS == {"POST /customers/{customer}/events"}
        assert shown >= READS


class TestBudgets:
    @pytest.fixture(autouse=True)
    def two(self, monkeypatch: pytest.MonkeyPatch, api: Api) -> None:
        monkeypatch.setattr(gate, "_budgets", Budgets(rate=0.01, burst=2))

    def test_who_asks_too_often_is_told_when_to_come_back(self, api: Api) -> None:
        for _ in range(2):
            assert api.call("GET /cases", "agent")[0] == 200
        status, headers, body = api.ask("GET /cases", "agent")

        assert (status, body["error"]["code"]) == (429, "rate_limited")
        assert 1 <= int(headers["Retry-After"]) <= 100

    def test_another_caller_is_not_held_up(self, api: Api) -> None:
        for _ in range(3):
            api.call("GET /cases", "agent")

        assert api.ask("GET /cases", claims=MACHINE)[0] == 200

    def test_the_public_is_told_apart_by_its_address(self, api: Api) -> None:
        found = [api.call("GET /promise")[0] for _ in range(3)]

        assert found == [200, 200, 429]
        assert api.ask("GET /promise", source="192.0.2.1")[0] == 200

    def test_platforms_are_never_held_up(self, api: Api) -> None:
        route = "POST /webhooks/{channel}"
        found = {api.call(route, body="{}", channel="x")[0] for _ in range(9)}

        assert found == {401}
