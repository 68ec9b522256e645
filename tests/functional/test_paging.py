"""Every list that comes in pages: cursors that only we can write, each for one list."""

import re
from collections.abc import Iterator

import pytest

from functions.contract.operation import Operation
from functions.contract.operations import OPERATIONS
from tests.fakes.ann import ANN, writes
from tests.fakes.api import Api, deployed
from tests.fakes.entries import at

PAGED = [one for one in OPERATIONS if "cursor" in one.query]
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
