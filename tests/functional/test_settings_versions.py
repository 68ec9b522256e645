"""Settings over time: listed, looked at as they were, put back, not sent again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from functions.http import Request
from functions.settings import (
    list_settings,
    list_versions,
    put_settings,
    roll_back,
    show_schema,
    show_settings,
)
from shared.domain.audit import of_settings
from shared.domain.rulebook import NAMES
from shared.errors import BadInput, Conflict, Forbidden, NotFound
from tests.fakes.api import Api, deployed
from tests.fakes.world import World


@pytest.fixture
def world() -> World:
    return World()


def asks(
    body: Any = None,
    query: dict[str, str] | None = None,
    role: str = "supervisor",
    **more: Any,
) -> Request:
    return Request(
        caller="sue",
        roles=frozenset({role}),
        query=query or {},
        body=body or {},
        **more,
    )


def queue(name: str) -> dict[str, Any]:
    return {"otherwise": {"queue": name}}


def put(world: World, document: Any, name: str = "routing") -> None:
    put_settings(name, asks(document), world)
    world.clock.advance(minutes=1)


def show(world: World, name: str = "routing", **query: str) -> dict[str, Any]:
    answer = show_settings(name, asks(query=query), world)
    shown: dict[str, Any] = json.loads(answer.body)
    return shown


def back(
    world: World, version: int, name: str = "routing", **more: Any
) -> dict[str, Any]:
    answer = roll_back(name, asks({"version": version}, **more), world)
    shown: dict[str, Any] = json.loads(answer.body)
    assert answer.headers["ETag"] == f'"{shown["version"]}"'
    return shown


@pytest.fixture
def three(world: World) -> World:
    """Give routing three versions."""
    for name in ("one", "two", "three"):
        put(world, queue(name))
    return world


class TestRollBack:
    def test_an_earlier_version_comes_back_as_a_new_one(self, three: World) -> None:
        found = back(three, 1)

        assert (found["version"], found["restores"]) == (4, 1)
        assert (found["document"], found["by"]) == (queue("one"), "sue")
        assert show(three) == found
        assert three.settings.newest.routing.otherwise.queue == "one"

    def test_version_0_is_that_of_a_new_deployment(self, world: World) -> None:
        before = show(world)["document"]
        put(world, queue("one"))
        found = back(world, 0)

        assert (found["document"], found["restores"]) == (before, 0)

    def test_the_past_stays_under_the_rules_it_had(self, three: World) -> None:
        then = three.clock.now()
        three.clock.advance(minutes=1)
        back(three, 1)

        assert three.settings.at(then).routing.otherwise.queue == "three"

    def test_the_history_says_what_was_put_back(self, three: World) -> None:
        back(three, 2)
        items = list_versions("routing", asks(), three)["items"]

        assert [item["restores"] for item in items] == [2, None, None, None]

    def test_what_was_put_back_can_be_put_back(self, three: World) -> None:
        back(three, 1)
        back(three, 3)
        found = back(three, 4)

        assert (found["restores"], found["document"]) == (4, queue("one"))

    @pytest.mark.parametrize("version", [4, 9_999_999])
    def test_a_version_there_is_not_is_not_found(
        self, three: World, version: int
    ) -> None:
        with pytest.raises(NotFound, match=f"no version {version}"):
            back(three, version)
        assert show(three)["version"] == 3

    @pytest.mark.parametrize("version", [None, -1, "1", True, 1.5, 10_000_000])
    def test_a_version_is_a_number(self, three: World, version: Any) -> None:
        with pytest.raises(BadInput, match="version"):
            back(three, version)

    def test_who_has_read_another_version_is_told(self, three: World) -> None:
        with pytest.raises(Conflict, match="version 3"):
            back(three, 1, if_match='"2"')
        assert back(three, 1, if_match='W/"3"')["version"] == 4

    def test_a_version_that_no_longer_fits_is_refused_with_the_reason(
        self, world: World
    ) -> None:
        sla = show(world, "sla")["document"]
        gold = {"policies": {**sla["policies"], "gold": {}}}
        put(world, {**sla, **gold}, "sla")
        put(world, {"otherwise": {"policy": "gold"}})
        put(world, queue("one"))
        back(world, 0, "sla")

        with pytest.raises(Conflict, match=r"Version 1 no longer fits\. .* 'gold'"):
            back(world, 1)
        assert show(world)["version"] == 2

    def test_a_repeat_with_the_same_key_does_nothing_more(self, three: World) -> None:
        first = back(three, 1, idempotency_key="k")
        again = back(three, 1, idempotency_key="k", if_match='"3"')

        assert (again, show(three)["version"]) == (first, 4)

    def test_a_key_stands_for_one_version(self, three: World) -> None:
        back(three, 1, idempotency_key="k")

        with pytest.raises(Conflict, match="Idempotency-Key"):
            back(three, 2, idempotency_key="k")

    def test_unknown_settings_are_not_found(self, world: World) -> None:
        with pytest.raises(NotFound):
            back(world, 0, "colours")


class TestPut:
    def test_the_same_again_is_the_same_version(self, three: World) -> None:
        again = put_settings("routing", asks(queue("three")), three)

        assert (again.status_code, again.headers["ETag"]) == (200, '"3"')
        assert show(three)["version"] == 3

    def test_by_somebody_else_it_is_his_version(self, three: World) -> None:
        bob = replace(asks(queue("three")), caller="bob")
        put_settings("routing", bob, three)

        assert (show(three)["version"], show(three)["by"]) == (4, "bob")

    def test_what_others_have_replaced_is_put_anew(self, three: World) -> None:
        put(three, queue("one"))

        assert show(three)["version"] == 4

    def test_who_names_a_version_is_told_of_any_other(self, three: World) -> None:
        with pytest.raises(Conflict, match="version 3"):
            put_settings("routing", asks(queue("three"), if_match='"2"'), three)
        put_settings("routing", asks(queue("three"), if_match='"3"'), three)

        assert show(three)["version"] == 4


class TestList:
    def test_every_document_with_who_put_it_and_when(self, world: World) -> None:
        put(world, queue("one"))
        put(world, queue("two"))
        found = list_settings(asks(), world)
        by_name = {item["name"]: item for item in found["items"]}

        assert (list(by_name), found["next"]) == (list(NAMES), None)
        assert by_name["routing"] == {
            "name": "routing",
            "version": 2,
            "by": "sue",
            "at": "2026-03-02T10:01:00.000Z",
            "restores": None,
        }
        assert by_name["sla"]["version"] == 0


class TestShow:
    def test_a_version_can_be_looked_at(self, three: World) -> None:
        found = [show(three, version=str(number)) for number in range(4)]

        assert [it["version"] for it in found] == [0, 1, 2, 3]
        assert found[1]["document"] == queue("one")
        assert found[0]["document"]["otherwise"]["queue"] == "default"
        with pytest.raises(NotFound, match="no version 4"):
            show(three, version="4")

    @pytest.mark.parametrize("version", ["", "-1", "x", "1.5", "10000000", "9" * 5000])
    def test_a_version_is_a_number(self, three: World, version: str) -> None:
        with pytest.raises(BadInput, match="version"):
            show(three, version=version)

    @pytest.mark.parametrize("tags", ['"3"', 'W/"3"', '"1", W/"3"', "*", ' "3" '])
    def test_what_is_known_is_not_sent_again(self, three: World, tags: str) -> None:
        answer = show_settings("routing", asks(if_none_match=tags), three)

        assert (answer.status_code, answer.body) == (304, "")
        assert answer.headers["ETag"] == '"3"'

    @pytest.mark.parametrize("tags", ['"2"', "3", '"33"', '""', "x", None])
    def test_what_is_not_known_is_sent(self, three: World, tags: str | None) -> None:
        answer = show_settings("routing", asks(if_none_match=tags), three)

        assert (answer.status_code, json.loads(answer.body)["version"]) == (200, 3)

    def test_a_new_deployment_has_a_tag_too(self, world: World) -> None:
        answer = show_settings("sla", asks(if_none_match='"0"'), world)

        assert answer.status_code == 304


class TestSchema:
    @pytest.mark.parametrize("name", NAMES)
    def test_each_document_has_one(self, world: World, name: str) -> None:
        found = show_schema(name, asks(role="admin"), world)

        assert found["$schema"].endswith("2020-12/schema")
        assert found["title"] == f"The {name} settings"
        assert found["examples"]
        assert json.loads(json.dumps(found)) == found

    def test_unknown_settings_are_not_found(self, world: World) -> None:
        with pytest.raises(NotFound):
            show_schema("colours", asks(), world)


def test_what_an_admin_alone_may_see_a_supervisor_may_not(world: World) -> None:
    for handler in (show_settings, show_schema, list_versions):
        with pytest.raises(Forbidden):
            handler("integrations", asks(), world)
    with pytest.raises(Forbidden):
        back(world, 0, "integrations")


def test_the_audit_log_tells_a_rollback_from_a_put(three: World) -> None:
    back(three, 1)
    notes = of_settings(three.settings_store.load(), "2026-03-02")

    assert [note.route for note in notes] == [
        *["PUT /settings/{name}"] * 3,
        "POST /settings/{name}/rollback",
    ]


class TestOverHttp:
    @pytest.fixture
    def api(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
        yield from deployed(monkeypatch)

    def test_a_known_version_is_a_304_with_its_tag_and_no_body(self, api: Api) -> None:
        route, known = "GET /settings/{name}", {"If-None-Match": '"0"'}
        status, headers, body = api.ask(
            route, "supervisor", headers=known, name="costs"
        )

        assert (status, headers["ETag"], body) == (304, '"0"', "")

    def test_a_stale_tag_is_a_409(self, api: Api) -> None:
        stale = {"If-Match": '"3"'}
        route = "PUT /settings/{name}"
        status, body = api.call(
            route, "supervisor", headers=stale, body="{}", name="costs"
        )

        assert (status, body["error"]["code"]) == (409, "conflict")

    def test_a_document_is_put_back_over_http(self, api: Api) -> None:
        text = json.dumps({"currency": "EUR"})
        api.call("PUT /settings/{name}", "supervisor", body=text, name="costs")
        status, body = api.call(
            "POST /settings/{name}/rollback",
            "supervisor",
            body='{"version": 0}',
            name="costs",
        )

        assert (status, body["version"], body["restores"]) == (200, 2, 0)
        assert body["document"]["currency"] == "USD"
