"""The contract that is published is what the application does."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from functions.contract.check import check
from functions.contract.operation import Body, Operation
from functions.contract.operations import OPERATIONS
from functions.roles import EVERYBODY
from shared.domain.rulebook import NAMES
from shared.errors import BadInput
from tests.fakes.api import Api, deployed
from tests.fakes.contract import published, validator

METHODS = ("get", "put", "post", "delete")
WITH_BODY = [o for o in OPERATIONS if o.roles and o.body is not None]
WITHOUT_BODY = [o for o in OPERATIONS if o.roles and o.body is None]


@pytest.fixture
def api(monkeypatch: pytest.MonkeyPatch) -> Iterator[Api]:
    yield from deployed(monkeypatch, CARE_PUBLIC_URL="https://care.example/api")


def by_id(operation: Operation) -> str:
    return operation.id


def shown() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Path, method and description of all that is published."""
    for path, methods in published()["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def media() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body and answer that has examples, with where it is."""
    for path, method, operation in shown():
        at = f"#/paths/{path.replace('/', '~1')}/{method}"
        asked = operation.get("requestBody", {}).get("content", {})
        yield from ((f"{at}/requestBody/content/{_at(m)}", s) for m, s in asked.items())
        for status, answer in operation["responses"].items():
            for kind, said in answer.get("content", {}).items():
                yield f"{at}/responses/{status}/content/{_at(kind)}", said


def _at(name: str) -> str:
    return name.replace("/", "~1")


def test_it_is_valid_openapi() -> None:
    problems = OpenAPIV31SpecValidator(published()).iter_errors()

    assert [problem.message for problem in problems] == []


def test_every_route_is_an_operation_by_its_own_name_and_no_other(api: Api) -> None:
    routes = {
        (method, path, entry.view_function.__name__, entry.authorizer is not None)
        for path, methods in api.app.routes.items()
        for method, entry in methods.items()
    }

    assert routes == {(o.method, o.path, o.id, bool(o.roles)) for o in OPERATIONS}


def test_every_path_of_the_document_is_a_route_and_the_other_way_round() -> None:
    expanded = {
        (path, o.method.lower())
        for o in OPERATIONS
        for path in ([o.path.replace("{name}", n) for n in o.documents] or [o.path])
    }

    assert {(path, method) for path, method, _ in shown()} == expanded
    assert {f"/settings/{name}" for name in NAMES} <= {path for path, _, _ in shown()}


def test_every_operation_has_a_name_of_its_own() -> None:
    names = [operation["operationId"] for _, _, operation in shown()]

    assert len(names) == len(set(names))


@pytest.mark.parametrize("role", EVERYBODY)
def test_whoever_signs_in_may_read_it(api: Api, role: str) -> None:
    status, document = api.call("GET /openapi.json", role)

    assert (status, document["openapi"][:3]) == (200, "3.1")
    assert document["servers"] == [{"url": "https://care.example/api"}]
    assert document["paths"] == json.loads(json.dumps(published()["paths"]))


def test_the_examples_of_bodies_and_answers_are_as_their_schemas_say() -> None:
    wrong = {
        f"{at}: {found.message[:200]}"
        for at, said in media()
        for example in said.get("examples", {}).values()
        for found in validator(f"{at}/schema").iter_errors(example["value"])
    }

    assert wrong == set()


def test_the_examples_of_shared_schemas_are_as_these_say() -> None:
    schemas = published()["components"]["schemas"]
    wrong = {
        f"{name}: {found.json_path} {found.message[:200]}"
        for name, schema in schemas.items()
        for example in schema.get("examples", ())
        for found in validator(f"#/components/schemas/{name}").iter_errors(example)
    }

    assert wrong == set()


def test_every_schema_is_one() -> None:
    for schema in published()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_body_and_every_answer_in_json_has_an_example() -> None:
    in_json = [(at, said) for at, said in media() if at.endswith("~1json")]

    assert [at for at, said in in_json if "examples" not in said] == []


@pytest.mark.parametrize("operation", OPERATIONS, ids=by_id)
def test_a_parameter_that_nobody_knows_is_named(operation: Operation) -> None:
    with pytest.raises(BadInput, match=r"^Leave out 'colour'; there is no such par"):
        check(operation, {"colour": "red"}, {})


@pytest.mark.parametrize("operation", WITH_BODY, ids=by_id)
def test_the_examples_of_bodies_are_taken(operation: Operation) -> None:
    body = operation.body
    assert isinstance(body, Body)
    query = dict.fromkeys(operation.needed, "")
    for example in body.examples.values():
        check(operation, query, example)


@pytest.mark.parametrize("operation", WITHOUT_BODY, ids=by_id)
def test_what_takes_no_body_takes_an_empty_one_only(operation: Operation) -> None:
    query = {name: _example(operation, name) for name in operation.needed}
    check(operation, query, {})
    with pytest.raises(BadInput, match="'colour'"):
        check(operation, query, {"colour": "red"})


def _example(operation: Operation, name: str) -> str:
    return "2026-03-02" if operation.query[name].get("format") == "date" else "x"


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ({"limit": "0"}, "Give 'limit' as a whole number from 1 to 200."),
        ({"limit": "201"}, "Give 'limit' as a whole number from 1 to 200."),
        ({"limit": "9" * 5000}, "Give 'limit' as a whole number from 1 to 200."),
        ({"limit": "five"}, "Give 'limit' as a whole number from 1 to 200."),
        ({"limit": "1.0"}, "Give 'limit' as a whole number from 1 to 200."),
        ({"limit": "\u0661"}, "Give 'limit' as a whole number from 1 to 200."),
        ({"snoozed": "yes"}, "Give 'snoozed' as true or false."),
        (
            {"status": "closed"},
            "Give 'status' as one of open, resolved, low_score, flushed.",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_parameter_is_told_what_it_should_be(
    api: Api, query: dict[str, str], sentence: str
) -> None:
    status, body = api.call("GET /cases", "agent", query=query)

    assert (status, body["error"]["message"]) == (400, sentence)


@pytest.mark.parametrize(
    ("route", "body", "sentence"),
    [
        ("note", {}, "Give 'text' as a text that is not empty."),
        ("note", {"text": " \n"}, "Give 'text' as a text that is not empty."),
        ("note", {"text": ["a"]}, "Give 'text' as a text that is not empty."),
        ("note", {"text": "a" * 10_001}, "Give 'text' in at most 10000 characters."),
        ("note", {"text": "a", "by": 1}, "Leave out 'by'; there is no such field."),
        (
            "time",
            {"seconds": True},
            "Give 'seconds' as a whole number from 1 to 86400.",
        ),
        ("time", {"seconds": 0.5}, "Give 'seconds' as a whole number from 1 to 86400."),
        (
            "snooze",
            {"until": "soon"},
            "Give 'until' as a time, RFC 3339 with its zone.",
        ),
        (
            "assign",
            {"agent": "bob", "queue": "vip"},
            "Give either 'agent' or queue, priority, policy.",
        ),
        (
            "assign",
            {"colour": "red", "agent": "bob", "queue": "vip"},
            "Leave out 'colour'; there is no such field.",
        ),
        (
            "reply",
            {"attachments": []},
            "Give 'text' as a text that is not empty, or a 'template'.",
        ),
        (
            "reply",
            {"template": None},
            "Give 'text' as a text that is not empty, or a 'template'.",
        ),
        (
            "reply",
            {"text": "Hi", "attachments": [{}]},
            "Give 'attachments[0].type' as one of image, video, audio, file.",
        ),
        (
            "reply",
            {"text": "Hi", "attachments": [{"type": "file", "url": "http://a"}]},
            "Give each of 'attachments' an https url that the platform can fetch.",
        ),
        (
            "reply",
            {"text": "Hi", "visibility": "secret"},
            "Give 'visibility' as one of public, private.",
        ),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_field_is_told_what_it_should_be(
    api: Api, route: str, body: dict[str, Any], sentence: str
) -> None:
    said = json.dumps(body)
    status, answer = api.call(f"POST /cases/{{case_id}}/{route}", "agent", body=said)

    assert (status, answer["error"]["message"]) == (400, sentence)


@pytest.mark.parametrize(
    "operation", [o for o in OPERATIONS if o.needs_body], ids=by_id
)
def test_what_needs_a_body_changes_nothing_without_one(
    api: Api, operation: Operation
) -> None:
    if not operation.roles:
        pytest.skip("the public's bodies are signed, or of a form")
    route, path = f"{operation.method} {operation.path}", {"name": "routing"}
    status, answer = api.call(route, "admin", **path)

    assert (status, answer["error"]["message"]) == (400, "Send a body, as JSON.")


def test_a_whole_number_may_be_spelled_with_a_point(api: Api) -> None:
    route = "POST /cases/{case_id}/time"

    assert api.call(route, "agent", body='{"seconds": 90.0}')[0] == 404


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_what_is_no_number_in_json_is_none_here(api: Api, number: str) -> None:
    body = f'{{"seconds": {number}}}'
    status, answer = api.call("POST /cases/{case_id}/time", "agent", body=body)

    assert (status, answer["error"]["message"]) == (400, "Send the body as JSON.")


def test_a_body_over_the_limit_is_413(api: Api) -> None:
    body = json.dumps({"text": "ä" * 128 * 1024}, ensure_ascii=False)
    status, answer = api.call("POST /cases/{case_id}/note", "agent", body=body)

    assert (status, answer["error"]["code"]) == (413, "too_large")


def test_another_content_type_is_415_in_our_form(api: Api) -> None:
    headers = {"Content-Type": "text/plain"}
    status, answer = api.call(
        "POST /cases/{case_id}/note", "agent", body="{}", headers=headers
    )

    assert (status, answer["error"]["code"]) == (415, "unsupported_media_type")


def test_another_method_and_another_path_are_in_our_form(api: Api) -> None:
    method = api.ask("PATCH /cases", "agent")
    path = api.ask("GET /nowhere", "agent")

    assert (method[0], method[2]["error"]["code"]) == (405, "method_not_allowed")
    assert "GET" in method[1]["Allow"]
    assert (path[0], path[2]["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
    ("route", "role"),
    [("GET /cases", "agent"), ("GET /cases", None), ("GET /nowhere", "agent")],
)
def test_every_answer_says_that_it_is_json_and_nobody_else_s(
    api: Api, route: str, role: str | None
) -> None:
    _, headers, _ = api.ask(route, role)

    assert headers["Cache-Control"] == "no-store"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert headers["Content-Security-Policy"] == (
        "default-src 'none'; frame-ancestors 'none'"
    )


@pytest.mark.parametrize("route", ["GET /agents/{agent}", "PUT /agents/{agent}"])
def test_a_name_that_is_too_long_for_a_key_names_nothing(api: Api, route: str) -> None:
    body = None if route.startswith("GET") else '{"name": "Amy"}'
    known = api.call(route, "admin", body=body, agent="ä" * 250)
    too_long = api.call(route, "admin", body=body, agent="ä" * 251)

    assert (known[0], too_long[0]) == (404 if body is None else 200, 404)


def test_a_day_that_no_month_has_is_named(api: Api) -> None:
    body = '{"id": "1", "kind": "purchase", "occurred_at": "2026-02-30T10:00:00Z"}'
    status, answer = api.call("POST /customers/{customer}/events", "agent", body=body)

    assert (status, answer["error"]["message"]) == (
        400,
        "Give 'occurred_at' as a time, RFC 3339 with its zone.",
    )
