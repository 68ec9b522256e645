"""Every list comes in pages: cursors that only we can write, each for one list."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from functions import paging
from functions.contract.operation import Operation
from functions.contract.operations import OPERATIONS
from functions.daily import compute_days
from shared.domain.agents import Agent
from tests.fakes.ann import ANN, CASE, writes
from tests.fakes.api import Api, deployed
from tests.fakes.contract import published
from tests.fakes.entries import at
from tests.fakes.identities import writes as says

PAGED = [one for one in OPERATIONS if "cursor" in one.query]
DAY = {"from": "2026-03-02", "to": "2026-03-02"}
# Lists of which all is known at once, each with enough for some pages.
WHOLE = {
    "GET /agents": {},
    "GET /customers": {"channel": "x", "handle": "ann"},
    "GET /settings": {},
    "GET /subscribers": {},
    "GET /kpis/daily": DAY | {"dimension": "channel", "metric": "inbound_messages"},
    "GET /kpis/hourly": {"date": "2026-03-02"},
    "GET /forecast": {"days": "1"},
}
NAMES = {"case_id": "c", "customer": ANN, "name": "routing"}
FORGED = "QUJDREVGR0hJSktMTU5PUDIwMjYtMDMtMDI"  # 16 bytes that seal nothing, and a day


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    yield from deployed(monkeypatch)


@pytest.fixture
def talk(api: Api) -> Api:
    """Ann has written five messages."""
    for n in range(5):
        writes(api.world, id=f"m{n}", at=at(n / 10))
    return api


@pytest.mark.parametrize("one", PAGED, ids=lambda one: one.id)
def test_a_forged_cursor_is_refused_by_every_list(api: Api, one: Operation) -> None:
    query = dict.fromkeys(one.needed, "2026-03-02") | {"cursor": FORGED}
    path = {name: NAMES[name] for name in re.findall(r"{(\w+)}", one.path)}

    status, body = api.call(f"GET {one.path}", "admin", query=query, **path)

    assert (status, body["error"]["code"]) == (400, "bad_input")
    assert "'cursor'" in body["error"]["message"]


def test_pages_are_turned_with_the_cursor_that_was_given(talk: Api) -> None:
    seen: list[str] = []
    query = {"limit": "2"}
    while True:
        status, page = talk.call(
            "GET /customers/{customer}/history", "agent", query=query, customer=ANN
        )
        assert status == 200
        seen += [item["id"] for item in page["items"]]
        if page["next"] is None:
            break
        query["cursor"] = page["next"]

    assert seen == ["m4", "m3", "m2", "m1", "m0"]


def test_the_cursor_of_one_list_turns_no_page_of_another(talk: Api) -> None:
    route = "GET /customers/{customer}/history"
    _, page = talk.call(route, "agent", query={"limit": "2"}, customer=ANN)
    other = {"cursor": page["next"]}

    assert talk.call(route, "agent", query=other, customer=ANN)[0] == 200
    assert talk.call(route, "agent", query=other, customer="x:somebody")[0] == 400
    assert talk.call("GET /cases", "agent", query=other)[0] == 400


def all_pages(api: Api, route: str, limit: int, **query: str) -> list[Any]:
    seen: list[Any] = []
    query |= {"limit": str(limit)}
    while True:
        status, page = api.call(route, "admin", query=query)
        assert status == 200, page
        assert len(page["items"]) <= limit
        seen += page["items"]
        if page["next"] is None:
            return seen
        assert len(page["items"]) == limit
        query["cursor"] = page["next"]


@pytest.fixture
def full(api: Api) -> Api:
    """Something in every list: people who share a handle, what they wrote, its day."""
    world = api.world
    for name in "cab":
        world.agents.put(Agent(id=name, name=name))
        for channel in ("x", "phone"):
            says(world, f"{channel}:{name}", "Where is my order?", handle="ann")
    crm = {"url": "https://crm.example/events"}
    world.put_settings("integrations", {"subscribers": dict.fromkeys("bca", crm)})
    world.clock.advance(days=1)
    compute_days([at(0).date()], world)
    return api


def test_every_list_takes_limit_and_cursor() -> None:
    schemas = published()["components"]["schemas"]
    for one in OPERATIONS:
        schema = one.answers[min(one.answers)].schema or {}
        shared = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
        if "next" in shared.get("properties", {}):
            assert {"limit", "cursor"} <= set(one.query), one.id


@pytest.mark.parametrize("route", WHOLE)
def test_pages_of_a_list_are_the_list(full: Api, route: str) -> None:
    whole = full.call(route, "admin", query=WHOLE[route])[1]

    assert len(whole["items"]) > 1
    assert whole["next"] is None
    for limit in (1, 2, 200):
        assert all_pages(full, route, limit, **WHOLE[route]) == whole["items"]


LONG = {
    "GET /cases/{case_id}/timeline": "id",
    "GET /customers/{customer}/history": "id",
    "GET /settings/{name}/versions": "version",
}


@pytest.mark.parametrize("route", LONG)
def test_a_page_is_no_larger_than_an_answer_may_be(
    api: Api, monkeypatch: pytest.MonkeyPatch, route: str
) -> None:
    most, path = 8_000, NAMES | {"case_id": CASE}
    for n in range(1, 10):
        text = f"Where is my order? {'€' * (n % 3) * 900}"
        writes(api.world, id=f"m{n}", at=at(n / 10), text=text)
        rules = [{"name": f"r{k}", "then": {"queue": "q"}} for k in range(n % 3 * 40)]
        api.world.put_settings("routing", {"rules": rules})
    query, pages = {"limit": "200"}, []
    _, whole = api.call(route, "admin", query=query, **path)
    monkeypatch.setattr(paging, "LARGEST", most)
    while True:
        _, page = api.call(route, "admin", query=query, **path)
        pages.append([item[LONG[route]] for item in page["items"]])
        size = len(json.dumps(page["items"], ensure_ascii=False).encode())
        assert size <= most or len(page["items"]) == 1
        if page["next"] is None:
            break
        query["cursor"] = page["next"]

    assert len(pages) > 1
    assert [one for page in pages for one in page] == [
        item[LONG[route]] for item in whole["items"]
    ]


def test_who_comes_and_goes_meanwhile_shifts_no_page(full: Api) -> None:
    _, first = full.call("GET /agents", "agent", query={"limit": "2"})
    full.world.agents.delete("a")
    full.world.agents.put(Agent(id="aa", name="Aa"))
    query = {"limit": "2", "cursor": first["next"]}
    _, rest = full.call("GET /agents", "agent", query=query)

    assert [a["id"] for a in first["items"] + rest["items"]] == ["a", "b", "c"]
